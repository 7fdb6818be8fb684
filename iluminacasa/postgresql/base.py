"""A server that is paused, or gone behind a network that swallows packets, says nothing at all.

Its own statement_timeout cannot end such a wait, and TCP would wait for many minutes, with every thread of the shop.
So each wait ends on our side too: a connection that was silent for longer than any statement may take is closed.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg.abc import RV, PQGen

SILENCE = 25.0  # seconds; statement_timeout ends what takes longer than 20
GREETING = 2.0  # seconds for the question whether a kept connection still works
INTERVAL = 0.1


class ImpatientConnection(psycopg.Connection[Any]):
    patience = usual = SILENCE

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
            self.patience = self.usual


def greet(connection: ImpatientConnection) -> None:
    """What the pool asks of a connection before it lends it out."""
    with connection.hurried():
        connection.execute("")


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, settings_dict: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> None:
        super().__init__(settings_dict, alias)
        if terms := settings_dict["OPTIONS"].get("pool"):
            terms |= {"connection_class": ImpatientConnection, "check": greet}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if "isolation_level" in self.settings_dict["OPTIONS"]:
            return super().get_new_connection(conn_params)
        if self.pool:
            made = super().get_new_connection(conn_params)
        else:
            self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
            made = ImpatientConnection.connect(**conn_params)
        made.patience = made.usual = self.settings_dict.get("PATIENCE", SILENCE)
        return made

    def hurried(self) -> AbstractContextManager[None]:
        """For questions whose answer is worth nothing later."""
        return self.connection.hurried() if isinstance(self.connection, ImpatientConnection) else nullcontext()

    def is_usable(self) -> bool:
        with self.hurried():
            return bool(super().is_usable())
