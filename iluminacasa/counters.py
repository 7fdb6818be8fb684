"""Counters for rate limits, exact across processes without a server.

They live in a SQLite file of their own, so counting never waits for the shop's write lock. Losing the file
loses nothing but the present windows, hence synchronous=OFF.
"""

import os
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

SCHEMA = "CREATE TABLE IF NOT EXISTS counter (key TEXT PRIMARY KEY, value INTEGER NOT NULL, expires REAL NOT NULL)"
PRUNE_EVERY = 2000  # writes of one connection between two clean-ups
BUSY_TIMEOUT = 10  # seconds
OPEN_ATTEMPTS = 50  # switching a new file to WAL does not wait for a lock by itself
OPEN_PAUSE = 0.02  # seconds


class CounterCache(BaseCache):
    """A cache of integers. `add` and `incr` are single statements, so N processes never count one twice."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.path = location
        self.local = threading.local()

    def connection(self) -> sqlite3.Connection:
        """This thread's connection; never one inherited from the process it was forked from."""
        existing: sqlite3.Connection | None = getattr(self.local, "connection", None)
        if existing is not None and self.local.process == os.getpid():
            return existing
        self.local.connection, self.local.process, self.local.writes = self.open(), os.getpid(), 0
        fresh: sqlite3.Connection = self.local.connection
        return fresh

    def open(self) -> sqlite3.Connection:
        """All workers may meet a file that is not there yet at the same moment."""
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        for attempt in range(1, OPEN_ATTEMPTS + 1):
            fresh = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT, isolation_level=None)
            try:
                fresh.execute("PRAGMA journal_mode=WAL")
                fresh.execute("PRAGMA synchronous=OFF")
                fresh.execute(SCHEMA)
            except sqlite3.OperationalError:
                fresh.close()
                if attempt == OPEN_ATTEMPTS:
                    raise
                time.sleep(OPEN_PAUSE)
            else:
                break
        return fresh

    def write(self, statement: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        connection = self.connection()
        self.local.writes += 1
        if self.local.writes % PRUNE_EVERY == 0:
            connection.execute("DELETE FROM counter WHERE expires <= ?", (time.time(),))
        row: tuple[Any, ...] | None = connection.execute(statement, values).fetchone()
        return row

    def expiry(self, timeout: Any) -> float:
        seconds = self.get_backend_timeout(timeout)
        return float("inf") if seconds is None else seconds

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        row = self.write(
            "INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value,"
            " expires = excluded.expires WHERE counter.expires <= ? RETURNING value",
            (self.make_and_validate_key(key, version), int(value), self.expiry(timeout), time.time()),
        )
        return row is not None

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self.write(
            "INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value,"
            " expires = excluded.expires RETURNING value",
            (self.make_and_validate_key(key, version), int(value), self.expiry(timeout)),
        )

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        row = (
            self.connection()
            .execute(
                "SELECT value FROM counter WHERE key = ? AND expires > ?",
                (self.make_and_validate_key(key, version), time.time()),
            )
            .fetchone()
        )
        return default if row is None else row[0]

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        row = self.write(
            "UPDATE counter SET value = value + ? WHERE key = ? AND expires > ? RETURNING value",
            (delta, self.make_and_validate_key(key, version), time.time()),
        )
        if row is None:
            raise ValueError(f"Key {key!r} not found")
        return int(row[0])

    def delete(self, key: str, version: int | None = None) -> bool:
        row = self.write(
            "DELETE FROM counter WHERE key = ? RETURNING value", (self.make_and_validate_key(key, version),)
        )
        return row is not None

    def clear(self) -> None:
        self.connection().execute("DELETE FROM counter")
