"""Which database answers what everybody may read: a streaming replica of the primary, or the primary itself.

A replica is asked only by requests that were opened for it (`iluminacasa/writers.py`), and only for the models of the
catalogue that are the same for everybody. It is behind the primary, so two things are watched: how long (`Watch`), and
that no process shows a content version older than one it has shown (`row`). Without REPLICA_URL nothing here is used.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)

REPLICA = "replica"
LOOK_EVERY = 1.0  # seconds between two looks of a process
FARTHEST = 4.0  # seconds the replica may be behind and still be asked
REST = 5.0  # seconds a replica that failed is left alone
PRIMARY_LOG = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"
REPLICA_LOG = "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint WHERE pg_is_in_recovery()"


@dataclass(slots=True)
class Use:
    """What one request may do, and what became of it."""

    is_open: bool = True
    was_asked: bool = False
    has_failed: bool = False


_use: ContextVar[Use | None] = ContextVar("replica_use", default=None)


# --- What a request reads from ----------------------------------------------------------------------
@contextmanager
def opened() -> Iterator[Use]:
    """Within the block the catalogue is read from the replica, if it is well. `has_failed`: it broke meanwhile."""
    use = Use(is_open=watch.is_well())
    token = _use.set(use)
    try:
        yield use
    finally:
        _use.reset(token)
        if use.was_asked and connections[REPLICA].errors_occurred:
            use.has_failed = True
            watch.fail("it broke while it was asked")


def from_primary() -> None:
    """From here on this request reads the primary. There is no way back: a page would grow older while it is made."""
    use = _use.get()
    if use is not None:
        use.is_open = False


def alias() -> str:
    use = _use.get()
    if use is None or not use.is_open:
        return DEFAULT_DB_ALIAS
    if connections[DEFAULT_DB_ALIAS].in_atomic_block:
        from_primary()
        return DEFAULT_DB_ALIAS
    use.was_asked = True
    return REPLICA


def reading() -> BaseDatabaseWrapper:
    """The connection for statements written by hand."""
    return connections[alias()]


# --- No process goes back ---------------------------------------------------------------------------
class _Newest:
    """The newest content version this process has seen of either database."""

    def __init__(self) -> None:
        self.version = 0


newest = _Newest()


def row(statement: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """The first row of a statement whose first column is the content version.

    When the replica has not reached a version that was shown before, the whole request goes on at the primary: what a
    process keeps by version never goes back, and nothing is kept under a newer name than what it is made of.
    """
    found = _first(reading(), statement, values)
    if _use.get() is None or found is None:
        return found
    if found[0] < newest.version and alias() == REPLICA:
        from_primary()
        found = _first(reading(), statement, values)
    if found is not None and found[0] > newest.version:
        newest.version = found[0]
    return found


def _first(connection: BaseDatabaseWrapper, statement: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


# --- How far behind -----------------------------------------------------------------------------------
class Watch:
    """Asked once a second per process: has the replica reached where the primary's log stood a moment ago?

    `level_at` is the last moment whose every write the replica is known to have. So "at most four seconds behind" is
    measured and not believed, also while nobody writes or the stream between the two is cut.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.marks: deque[tuple[float, int]] = deque()  # moment, where the primary's log stood
        self.level_at = self.looked_at = self.rests_until = float("-inf")

    def is_well(self) -> bool:
        now = time.monotonic()
        if now < self.rests_until:
            return False
        if now - self.looked_at >= LOOK_EVERY and self.lock.acquire(blocking=False):
            try:
                self.looked_at = now
                self.look(now)
            finally:
                self.lock.release()
        return now - self.level_at <= FARTHEST and now >= self.rests_until

    @property
    def behind(self) -> float:
        """Seconds, at most; infinite for one that was never level."""
        return max(0.0, time.monotonic() - self.level_at)

    def look(self, now: float) -> None:
        try:
            written = written_by_primary()
        except DatabaseError:
            return  # of no use to know how far behind nothing the replica is
        self.marks.append((now, written))
        try:
            reached = reached_by_replica()
        except DatabaseError as error:
            self.fail(str(error))
            return
        while self.marks and self.marks[0][1] <= reached:
            self.level_at = self.marks.popleft()[0]

    def fail(self, reason: str) -> None:
        """Not asked for a while; what is open to it is closed, so that nobody waits for it once more."""
        logger.warning("replica left alone", extra={"seconds": REST, "error": reason})
        self.rests_until = time.monotonic() + REST
        self.marks.clear()
        connections[REPLICA].close()


def written_by_primary() -> int:
    primary = connections[DEFAULT_DB_ALIAS]
    found = _first(primary, PRIMARY_LOG) if primary.vendor == "postgresql" else None
    return int(found[0]) if found else 0


def reached_by_replica() -> int:
    """Where its log stands; less than nothing for a server that is no replica (any more)."""
    replica = connections[REPLICA]
    replica.ensure_connection()
    with getattr(replica, "hurried", nullcontext)():
        if replica.vendor != "postgresql":
            return 0 if _first(replica, "SELECT 1") else -1
        found = _first(replica, REPLICA_LOG)
    return int(found[0]) if found and found[0] is not None else -1


watch = Watch()


# --- For Django ---------------------------------------------------------------------------------------
class CatalogueRouter:
    """Models of the catalogue that are the same for everybody may be read from the replica; all else stays at home."""

    PERSONAL = frozenset({"favorite", "alert", "purchase", "searchmiss"})

    def db_for_read(self, model: type[Any], **hints: Any) -> str:
        meta = model._meta
        is_shared = meta.app_label == "catalog" and meta.model_name not in self.PERSONAL
        return alias() if is_shared else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Any], **hints: Any) -> str:
        """Said aloud: an object read from the replica would otherwise be written back there."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # two readings of the same rows

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db != REPLICA
