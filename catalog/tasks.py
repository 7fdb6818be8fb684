"""What the catalogue does beside the request."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from accounts.models import User
from catalog import (
    alert_letters,
    alerts,
    clock,
    contact,
    price_batches,
    publication,
    renditions,
    spreadsheet,
    sync,
)
from catalog.sync import lock, rehearsals

EACH_ROUND = timedelta(0)
UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@task(queue_name="pictures", priority=-10)
def make_sizes(image_ids: list[int]) -> int:
    return renditions.process(image_ids=image_ids, at=timezone.now())


@task
def publish(product_ids: list[int]) -> int:
    """Bring what follows from these products up to date: too many for one request."""
    return publication.refresh(product_ids=product_ids, at=timezone.now())


@task
def apply_prices(batch_id: int) -> str:
    """A batch of prices too large for one request."""
    return price_batches.carry_out(batch_id=batch_id, at=timezone.now()).state


@task
def undo_prices(batch_id: int, user_id: int) -> str:
    by = User.objects.get(pk=user_id)
    return price_batches.take_back(batch_id=batch_id, by=by, at=timezone.now()).state


@task
def check_sheet(sheet_id: int) -> str:
    return spreadsheet.recheck(sheet_id=sheet_id).state


@task
def apply_sheet(sheet_id: int) -> str:
    """A sheet of products too long for one request."""
    return spreadsheet.carry_out(sheet_id=sheet_id, at=timezone.now(), later=publish.enqueue).state


@task
def sync_source(source: str) -> str:
    """One run of `sync_products`, asked for in the admin; its report is a SyncRun like any other."""
    report = sync.run(options=sync.Options(source=source), at=timezone.now())
    return f"{report.exit_code}: {report.message}"


@task
def read_rehearsal(rehearsal_id: int) -> str:
    """A dry run to be looked at in the admin."""
    return rehearsals.read(rehearsal_id=rehearsal_id, at=timezone.now()).state


@task
def apply_rehearsal(rehearsal_id: int) -> str:
    return rehearsals.carry_out(rehearsal_id=rehearsal_id, at=timezone.now()).state


def is_syncing() -> bool:
    """A run is at work, or waits for its turn."""
    paths = (sync_source.module_path, apply_rehearsal.module_path)
    waits = DBTaskResult.objects.filter(task_path__in=paths, status__in=UNFINISHED).exists()
    return waits or lock.is_taken()


def hand_out_pictures(at: datetime) -> int:
    """A task for every batch of pictures without sizes, unless some are still on their way."""
    if DBTaskResult.objects.filter(task_path=make_sizes.module_path, status__in=UNFINISHED).exists():
        return 0
    return sum(len(make_sizes.enqueue(batch).args[0]) for batch in renditions.waiting())


def reprice(at: datetime) -> int:
    return clock.reprice(at=at)


def turn_prices(at: datetime) -> int:
    return price_batches.run_due(at=at)


def renew_cards(at: datetime) -> int:
    return clock.renew_cards(at=at)


def drop_old_issues(at: datetime) -> int:
    return clock.drop_old_issues(at=at)


def drop_old_sheets(at: datetime) -> int:
    return spreadsheet.drop_old(at=at)


def drop_old_rehearsals(at: datetime) -> int:
    return rehearsals.drop_old(at=at)


def sweep_pictures(at: datetime) -> int:
    return renditions.sweep(at=at)


def tell_alerts(at: datetime) -> int:
    return alerts.tell(at=at)


def prune_alerts(at: datetime) -> int:
    return alerts.prune(at=at)


# (name, how often, what): asked for by `run_jobs`. Each once per period, however many run_jobs there are;
# `EACH_ROUND`: whenever run_jobs looks for work, so it must be cheap and safe to do twice.
JOBS: list[tuple[str, timedelta, Callable[[datetime], object]]] = [
    ("pictures", EACH_ROUND, hand_out_pictures),
    ("sale windows", timedelta(minutes=1), reprice),
    ("scheduled prices", timedelta(minutes=1), turn_prices),
    ("cards of other settings", timedelta(minutes=1), renew_cards),
    ("alerts", timedelta(minutes=5), tell_alerts),
    ("old alerts", timedelta(days=1), prune_alerts),
    ("old sync issues", timedelta(days=1), drop_old_issues),
    ("old sheets", timedelta(days=1), drop_old_sheets),
    ("old sync rehearsals", timedelta(days=1), drop_old_rehearsals),
    ("orphaned pictures", timedelta(days=1), sweep_pictures),
]
LETTERS = (contact.deliver, alert_letters.confirm, alert_letters.came_true)  # sent again when a mail server refuses
