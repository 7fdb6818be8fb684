"""A server that is paused, or gone behind a network that swallows packets, says nothing at all.

Its own statement_timeout cannot end such a wait, and TCP would wait for many minutes, with every thread of the shop.
So each wait ends on our side too: a connection that was silent for longer than any statement may take is closed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import RV, PQGen

SILENCE = 25.0  # seconds; statement_timeout ends what takes longer than 20
GREETING = 2.0  # seconds for the question whether a kept connection still works
INTERVAL = 0.1


class ImpatientConnection(psycopg.Connection[Any]):
    patience = SILENCE

    def wait(self, gen: PQGen[RV], interval: float = INTERVAL, timeout: float | None = None) -> RV:
        waited = self.patience if timeout is None else timeout
        try:
            return super().wait(gen, interval=interval, timeout=waited)
        except psycopg.errors._WaitTimeout as error:
            self.pgconn.finish()  # an answer that comes after all must not be taken for another's
            raise psycopg.OperationalError(f"the database server was silent for {waited:g} s") from error

    @contextmanager
    def hurried(self) -> Iterator[None]:
        self.patience = GREETING
        try:
            yield
        finally:
            self.patience = SILENCE


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if self.pool or "isolation_level" in self.settings_dict["OPTIONS"]:
            return super().get_new_connection(conn_params)
        self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        return ImpatientConnection.connect(**conn_params)

    def is_usable(self) -> bool:
        if not isinstance(self.connection, ImpatientConnection):
            return bool(super().is_usable())
        with self.connection.hurried():
            return bool(super().is_usable())
