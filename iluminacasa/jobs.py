"""Background work of the whole shop: what is due when, and what became of workers that died.

Periodic jobs become ordinary tasks whose id is made from the job's name and the period (`10:00`, `10:01`): the
primary key lets each period's job exist once, however many `run_jobs` run. A task belongs to the worker that
claimed it; when that process is gone (kill -9, power cut), it is put back.
"""

import logging
import os
import socket
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db.models import Q
from django.tasks import task
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, TaskResultStatus, get_date_max

from accounts import tasks as accounts_tasks
from cart import tasks as cart_tasks
from catalog import tasks as catalog_tasks
from orders import tasks as orders_tasks

logger = logging.getLogger(__name__)

BACKEND = "default"
NAMES = uuid.UUID("6f0f4f1c-5c0e-4b0c-9a55-2f1f6f3d7a10")
MAX_CLAIMS = 3  # a task whose worker died this often is given up
FOREIGN_LEASE = timedelta(hours=1)  # for a worker on another machine, whose processes we cannot see
ROUND = timedelta(seconds=5)
LETTERS = [each.module_path for each in (*accounts_tasks.LETTERS, *catalog_tasks.LETTERS)] + ["iluminacasa.digest.send"]
FRESH, AGAIN_AFTER, TRIED_FOR = timedelta(minutes=10), timedelta(minutes=10), timedelta(days=2)
DONE_KEPT, FAILED_KEPT = timedelta(days=7), timedelta(days=30)
Status = TaskResultStatus


@dataclass(frozen=True)
class Job:
    name: str
    every: timedelta  # 0: each time work is looked for
    run: Callable[[datetime], object]

    def slot(self, at: datetime) -> uuid.UUID:
        period = int(at.timestamp() // self.every.total_seconds())
        return uuid.uuid5(NAMES, f"{self.name}:{period}")


# --- The shop's own upkeep -----------------------------------------------------------------------
def prune_tasks(at: datetime) -> int:
    """Forget finished tasks: done ones after a week, failed ones after a month."""
    done = DBTaskResult.objects.filter(status=Status.SUCCESSFUL, finished_at__lt=at - DONE_KEPT).delete()[0]
    failed = DBTaskResult.objects.filter(status=Status.FAILED, finished_at__lt=at - FAILED_KEPT).delete()[0]
    return done + failed


def prune_sessions(at: datetime) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def send_letters_again(at: datetime) -> int:
    """What a mail server refused goes back among what waits: each minute while it is new, then every ten, two days
    long. Letters about orders have an outbox of their own, the events."""
    refused = DBTaskResult.objects.failed().filter(task_path__in=LETTERS, enqueued_at__gt=at - TRIED_FOR)
    old_enough = Q(enqueued_at__gt=at - FRESH) | Q(finished_at__lte=at - AGAIN_AFTER)
    tried = [each for each in refused.filter(old_enough) if is_mail_away(each.exception_class_path)]
    return sum(run_again(task_id=each.pk) is not None for each in tried)


def is_mail_away(exception: str) -> bool:
    """Whether a task ended with what a mail server, or the way to it, may cause (`SMTPException` is an `OSError`)."""
    try:
        return issubclass(import_string(exception), OSError)
    except ImportError:
        return False


def morning_letter(at: datetime) -> int:
    from iluminacasa import digest  # it counts failed tasks, too, and so knows this module

    return digest.hand_over(at=at)


OWN_JOBS = [
    ("letters, again", timedelta(minutes=1), send_letters_again),
    ("morning letter", timedelta(hours=1), morning_letter),
    ("old tasks", timedelta(hours=1), prune_tasks),
    ("expired sessions", timedelta(days=1), prune_sessions),
]
# Every floor names its own.
FLOOR_JOBS = [*accounts_tasks.JOBS, *catalog_tasks.JOBS, *cart_tasks.JOBS, *orders_tasks.JOBS, *OWN_JOBS]
JOBS = {name: Job(name, every, run) for name, every, run in FLOOR_JOBS}


@task
def run_job(name: str) -> None:
    JOBS[name].run(timezone.now())


# --- What is due ---------------------------------------------------------------------------------
def schedule(*, at: datetime, jobs: Iterable[Job] | None = None) -> int:
    """Make a task of every job whose period has none yet; returns how many were missing."""
    slots = {job.slot(at): job for job in (JOBS.values() if jobs is None else jobs) if job.every}
    known = set(DBTaskResult.objects.filter(pk__in=slots).values_list("pk", flat=True))
    rows: list[DBTaskResult] = [
        DBTaskResult(
            id=slot,
            args_kwargs={"args": [job.name], "kwargs": {}},
            task_path=run_job.module_path,
            priority=run_job.priority,
            queue_name=run_job.queue_name,
            backend_name=BACKEND,
            run_after=get_date_max(),
        )
        for slot, job in slots.items()
        if slot not in known
    ]
    if rows:
        DBTaskResult.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def look_for_work(*, at: datetime) -> bool:
    """Put back what dead workers left, schedule what is due; True if a task is ready to be done."""
    put_back(at=at)
    schedule(at=at)
    for job in JOBS.values():
        if not job.every:
            job.run(at)
    return DBTaskResult.objects.ready().filter(backend_name=BACKEND).exists()


# --- Workers, alive and dead ---------------------------------------------------------------------
def started_ticks(pid: int) -> str:
    """When a process began, as the kernel counts; "" for one that is gone or finished (Linux only)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in ("Z", "X") else fields[19]


def host() -> str:
    return socket.gethostname().replace(":", "-")[:24]


def worker_name() -> str:
    """`host:pid:start:random`, at most 64 characters."""
    pid = os.getpid()
    return f"{host()}:{pid}:{started_ticks(pid)}:{get_random_string(6)}"


def is_gone(worker: str, started_at: datetime | None, at: datetime) -> bool:
    machine, pid, ticks, *_ = [*worker.split(":"), "", "", ""]
    if machine != host() or not pid.isdigit():
        return started_at is None or started_at < at - FOREIGN_LEASE
    if ticks:
        return started_ticks(int(pid)) != ticks
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def put_back(*, at: datetime) -> int:
    """Make tasks of dead workers ready again; returns how many were taken from the dead."""
    count = 0
    for result in DBTaskResult.objects.running():
        worker = result.worker_ids[-1] if result.worker_ids else ""
        if not is_gone(worker, result.started_at, at):
            continue
        claim = DBTaskResult.objects.filter(pk=result.pk, status=Status.RUNNING, started_at=result.started_at)
        if len(result.worker_ids) >= MAX_CLAIMS:
            count += claim.update(
                status=Status.FAILED, finished_at=at, traceback="Its worker died each of the last times."
            )
            logger.error("task given up", extra={"task": result.task_path, "id": str(result.pk)})
        else:
            count += claim.update(status=Status.READY)
            logger.warning("task of a dead worker put back", extra={"task": result.task_path, "id": str(result.pk)})
    return count


def run_again(*, task_id: uuid.UUID) -> DBTaskResult | None:
    """Make a failed task ready once more, with its worker count at zero; None if it is not (or no longer) failed."""
    failed = DBTaskResult.objects.filter(pk=task_id, status=Status.FAILED)
    found = failed.first()
    fresh: dict[str, object] = {
        "status": Status.READY,
        "worker_ids": [],
        "started_at": None,
        "finished_at": None,
        "traceback": "",
    }
    return found if failed.update(**fresh, exception_class_path="", run_after=get_date_max()) else None


class Hand(Worker):
    """A worker for one round: does what is ready, at most `max_tasks` and not much longer than `ROUND`.

    Then new work is looked for: a letter never waits behind an hour of picture sizes.
    """

    def __init__(self, *, name: str, max_tasks: int = 20) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0.5,
            batch=True,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=max_tasks,
            worker_id=name,
            excluded_queue_names=[],
        )
        self._ends_at = monotonic() + ROUND.total_seconds()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        if monotonic() > self._ends_at:
            self.max_tasks = self.tasks_done

    @property
    def tasks_done(self) -> int:
        return self._run_tasks
