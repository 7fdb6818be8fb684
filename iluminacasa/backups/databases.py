"""Copies of the database at one moment while people buy, and putting them back. One class for each kind."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, transaction

PEOPLE_AND_GOODS = ("accounts_user", "catalog_product", "orders_order")
COUNT = "SELECT count(*) FROM {table}"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
Ask = Callable[[str], list[tuple[Any, ...]]]


class CannotCopy(Exception):
    """Why, and what to do, in one line."""


class Copier(Protocol):
    folder: Path | None  # where there is room for the copy before it is loaded

    def copy(self, target: Path) -> dict[str, int]:
        """A consistent copy; the rows of each table in it."""

    def load(self, source: Path) -> None:
        """All of the copy, or nothing of it, into an empty database."""


def copier() -> Copier:
    return Postgres() if connection.vendor == "postgresql" else SQLite()


def is_empty() -> bool:
    """No tables, or tables in which nobody and nothing was ever put."""
    with connection.cursor() as cursor:
        known = {table.name for table in connection.introspection.get_table_list(cursor)}
    return not any(rows_of(sorted(known & set(PEOPLE_AND_GOODS))).values())


def ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def rows_of(tables: list[str], ask: Ask = ask) -> dict[str, int]:
    return {name: int(ask(COUNT.format(table=connection.ops.quote_name(name)))[0][0]) for name in tables}


class SQLite:
    """`VACUUM INTO` reads one moment, keeps no writer waiting, and leaves out what was deleted."""

    def __init__(self) -> None:
        name = str(connection.settings_dict["NAME"])
        if name == ":memory:" or name.startswith("file:"):
            raise CannotCopy("DATABASE_URL names a database in memory: nothing of it can be kept")
        self.file = Path(name)
        self.folder: Path | None = self.file.parent

    def copy(self, target: Path) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        with closing(sqlite3.connect(target)) as made:
            names = [name for (name,) in made.execute(TABLES)]
            return rows_of(names, lambda statement: made.execute(statement).fetchall())

    def load(self, source: Path) -> None:
        with closing(sqlite3.connect(source)) as found:
            if found.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise CannotCopy("the database in the backup is damaged: use an older backup")
        connection.close()
        for ending in ("-wal", "-shm", "-journal"):
            self.file.with_name(f"{self.file.name}{ending}").unlink(missing_ok=True)
        source.replace(self.file)


class Postgres:
    """`pg_dump` of a snapshot in which the rows were counted too."""

    folder: Path | None = None

    def copy(self, target: Path) -> dict[str, int]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            names = [table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"]
            counts = rows_of(sorted(names))
            terms = ("--format=custom", "--compress=1", "--no-owner", "--no-privileges")
            self.run("pg_dump", *terms, f"--snapshot={snapshot}", f"--file={target}")
        return counts

    def load(self, source: Path) -> None:
        name = str(connection.settings_dict["NAME"])
        connection.close()
        terms = ("--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner", "--no-privileges")
        self.run("pg_restore", *terms, f"--dbname={name}", str(source))
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("ANALYZE")
        connection.close()

    def run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program)
        if found is None:
            raise CannotCopy(f"{program} was not found: install postgresql-client")
        done = subprocess.run([found, *arguments], env=self.environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no word"])[0]
            raise CannotCopy(f"{program} gave up: {last}")

    def environment(self) -> dict[str, str]:
        """The password goes here, where other people of the machine cannot read it."""
        terms = connection.get_connection_params()
        names = {
            "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
            "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
        }  # fmt: skip
        own = {variable: str(terms[name]) for name, variable in names.items() if terms.get(name)}
        return own | {"PATH": os.defpath, "LC_ALL": "C"}
