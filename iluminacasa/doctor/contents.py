"""The database: its kind, its migrations, the work that waits in it and the clock it was written by."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from iluminacasa import health, jobs, replicas
from iluminacasa.doctor.finding import Finding, error, ok, warning
from iluminacasa.doctor.surroundings import database_file, first_line, on_network
from orders.models import OrderEvent

SAFE_SQLITE = (3, 51, 3)
BIG_JOURNAL = 512 * 1024**2  # bytes of a write-ahead log nobody folds back
LATE = timedelta(minutes=15)  # work that has waited this long is nobody's
LETTERS_LATE = timedelta(minutes=30)
FAILED_SINCE = timedelta(days=1)
CLOCK_SLACK = timedelta(seconds=30)
RUN_JOBS = "Start `manage.py run_jobs --loop` and keep it running."


def ask(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None


# --- The server or the file ----------------------------------------------------------------------
def database() -> Iterator[Finding]:
    try:
        yield from postgres() if connection.vendor == "postgresql" else sqlite()
    except DatabaseError as problem:
        advice = "Start the database server, or correct DATABASE_URL."
        yield error("database", f"it does not answer: {first_line(problem)}", advice)


def sqlite() -> Iterator[Finding]:
    if (damage := ask("PRAGMA quick_check")) != "ok":
        yield error("database", f"SQLite says: {damage}", "Stop the shop and restore the newest backup.")
        return
    mode, level = ask("PRAGMA journal_mode"), ask("PRAGMA synchronous")
    yield ok("database", f"SQLite {sqlite3.sqlite_version}, {mode}, whole")
    file = database_file()
    if file is None:
        yield error("database in memory", "all is lost when the process ends", "Set DATABASE_URL to a file.")
        return
    if kind := on_network(file):
        advice = "Move it to a disk of this machine, or use PostgreSQL."
        yield error("network disk", f"the database lies on {kind}, where locks do not hold", advice)
    if (mode, level) != ("wal", 2):
        advice = "Let the shop's own settings open the file (WAL, synchronous FULL)."
        yield error("durability", f"journal {mode}, synchronous {level}: a power cut loses orders", advice)
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        advice = "Use a Python with SQLite 3.51.3 or newer, or PostgreSQL, when several workers write."
        yield warning("sqlite version", f"{sqlite3.sqlite_version} has the WAL-reset race (rare, can corrupt)", advice)
    journal = file.with_name(f"{file.name}-wal")
    if journal.exists() and journal.stat().st_size > BIG_JOURNAL:
        advice = "Find the process that reads without end (a backup, a shell), and end it."
        yield warning("journal", f"{journal} has {journal.stat().st_size / 1024**2:.0f} MiB", advice)


def postgres() -> Iterator[Finding]:
    yield ok("database", f"PostgreSQL {ask('SHOW server_version')}")
    if (commit := ask("SHOW synchronous_commit")) == "off":
        advice = "ALTER SYSTEM SET synchronous_commit = on; SELECT pg_reload_conf();"
        yield error("durability", f"synchronous_commit is {commit}: a crash loses paid orders", advice)
    if ask("SHOW fsync") == "off":
        yield error("durability", "fsync is off: a power cut destroys the database", "Set fsync = on and restart it.")
    if ask("SELECT pg_is_in_recovery()"):
        yield error("replica", "DATABASE_URL names a server that only reads", "Name the primary in DATABASE_URL.")
    used, limit = int(ask("SELECT count(*) FROM pg_stat_activity")), int(ask("SHOW max_connections"))
    if used > limit * 0.8:
        yield warning("connections", f"{used} of {limit} in use", "Raise max_connections or use fewer workers.")


def replica() -> Iterator[Finding]:
    """A look of its own: what the processes of the shop know of it stays with them."""
    if not settings.REPLICA_URL:
        return
    try:
        reached = replicas.reached_by_replica()
        behind = replicas.written_by_primary() - reached
    except DatabaseError as problem:
        advice = "Start it, or unset REPLICA_URL; the primary answers meanwhile."
        yield warning("replica", f"it does not answer: {first_line(problem)}", advice)
        return
    if reached < 0:
        advice = "Name a streaming replica in REPLICA_URL; until then it is not asked."
        yield warning("replica", "the server of REPLICA_URL follows nobody", advice)
    else:
        yield ok("replica", f"it answers, {max(0, behind)} bytes of the log behind")


def migrations() -> Iterator[Finding]:
    if health.migrations_applied():
        yield ok("migrations", "all applied")
    else:
        yield error("migrations", "the database is behind this code", "Run `manage.py migrate`.")


# --- Work that waits -----------------------------------------------------------------------------
def work(at: datetime) -> Iterator[Finding]:
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=at - LATE).count()
    beats = DBTaskResult.objects.filter(task_path=jobs.run_job.module_path, status=TaskResultStatus.SUCCESSFUL)
    last = beats.aggregate(last=Max("finished_at"))["last"]
    if last is None or last < at - LATE:
        told = f"since {timezone.localtime(last):%d/%m/%Y %H:%M}" if last else "yet"
        yield error("jobs", f"no background work was done {told}", RUN_JOBS)
    elif late:
        yield warning("jobs", f"{late} tasks have waited for {LATE.seconds // 60} minutes", "Start one more run_jobs.")
    else:
        yield ok("jobs", f"last done {timezone.localtime(last):%d/%m/%Y %H:%M}")
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gt=at - FAILED_SINCE)
    if count := failed.count():
        path = failed.order_by("-finished_at").values_list("task_path", flat=True)[0]
        yield warning("failed tasks", f"{count} in one day, the last {path}", "Read its traceback in the log.")
    if letters := OrderEvent.objects.untold().filter(at__lt=at - LETTERS_LATE, at__gt=at - timedelta(days=2)).count():
        yield warning("letters", f"{letters} events of orders were not told", "Look at the mail server and run_jobs.")


def clock(at: datetime) -> Iterator[Finding]:
    """Ours against the database server's, and against what was written last."""
    if connection.vendor == "postgresql":
        there = ask("SELECT clock_timestamp()")
        if abs(there - timezone.now()) > CLOCK_SLACK:
            advice = "Switch time synchronisation on, on both machines."
            yield error("clock", f"the database server's clock says {there:%Y-%m-%d %H:%M:%S} UTC", advice)
            return
    newest = OrderEvent.objects.aggregate(newest=Max("at"))["newest"]
    if newest is not None and newest > at + CLOCK_SLACK:
        advice = "Set the clock and switch time synchronisation on; then look at orders of the time between."
        yield error("clock", f"the last order's event lies in the future ({newest:%Y-%m-%d %H:%M} UTC)", advice)
    else:
        yield ok("clock", f"{at:%Y-%m-%d %H:%M:%S} UTC")
