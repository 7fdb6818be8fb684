"""An empty shop's database, migrated once for this code and copied for whoever needs one: a file of SQLite, or a
database of the PostgreSQL server that serves as template. Migrating takes ten seconds, a copy none.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
APPS = ("iluminacasa", "accounts", "catalog", "cart", "orders")
KEPT = ROOT / "var" / "tests"


def migrate(environment: Mapping[str, str]) -> None:
    """Make the database this environment names, with the tables of the shop. One of PostgreSQL that is there already
    is an error and stays as it is."""
    address = environment["DATABASE_URL"]
    if address.startswith("sqlite:///"):
        shutil.copyfile(template(environment), address.removeprefix("sqlite:///"))
    else:
        name = urlsplit(address).path[1:]
        on_server(address, f'CREATE DATABASE "{name}" TEMPLATE "{template_database(environment)}"')


@contextmanager
def copied_into(environment: Mapping[str, str]) -> Iterator[None]:
    """While Django makes its test database: `migrate` copies what is in the template instead."""
    from django.core.management.commands.migrate import Command
    from django.db import connection

    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        settings["TEST"]["TEMPLATE"] = template_database(environment)

    def handle(*args: object, **options: object) -> None:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with sqlite3.connect(template(environment)) as source:
                source.backup(connection.connection)

    migrating, Command.handle = Command.handle, handle
    try:
        yield
    finally:
        Command.handle = migrating


def template(environment: Mapping[str, str]) -> Path:
    """The file to copy. Whichever test process comes first makes it; the others wait."""
    with one_at_a_time():
        made = KEPT / f"migrated-{_state()}.sqlite3"
        if not made.exists():
            for old in KEPT.glob("migrated-*"):
                old.unlink()
            making = KEPT / "migrated-now"
            run_migrate({**environment, "DATABASE_URL": f"sqlite:///{making}"})
            making.rename(made)
        return made


def template_database(environment: Mapping[str, str]) -> str:
    """The name of the database to copy, on the server this environment names."""
    address = environment["DATABASE_URL"]
    name, making = f"ilumina_migrated_{_state()}", "ilumina_migrated_now"
    with one_at_a_time():
        known = [
            row[0] for row in on_server(address, r"SELECT datname FROM pg_database WHERE datname LIKE 'ilumina\_%'")
        ]
        if name not in known:
            on_server(address, *(f'DROP DATABASE "{old}" WITH (FORCE)' for old in known), f'CREATE DATABASE "{making}"')
            run_migrate({**environment, "DATABASE_URL": urlsplit(address)._replace(path=f"/{making}").geturl()})
            on_server(address, f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    return name


def on_server(address: str, *statements: str) -> list[tuple[str, ...]]:
    """Ask the server of this address, not its database; what the last statement found."""
    import psycopg

    found: list[tuple[str, ...]] = []
    with psycopg.connect(urlsplit(address)._replace(path="/postgres").geturl(), autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement.encode())
            found = cursor.fetchall() if cursor.description else []
    return found


@contextmanager
def one_at_a_time() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run_migrate(environment: Mapping[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)


def _state() -> str:
    """Changes with the code and what it stands on: a migration may ask any of it."""
    code = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    digest = hashlib.sha256()
    for path in [ROOT / "requirements.lock", *code]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
