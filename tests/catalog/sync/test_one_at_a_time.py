"""One run at a time; a dead one is buried, a living one is never disturbed; whatever is interrupted says so."""

import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from catalog import publication
from catalog.models import Product, SyncRun
from catalog.sync import lock
from catalog.sync.options import Busy
from tests.catalog.sync.conftest import FakeClock, Sync
from tests.catalog.sync.upstream import row

pytestmark = pytest.mark.django_db
ROWS = [row(number) for number in range(1, 11)]


def running(owner: str, *, silent_for: timedelta = timedelta(0)) -> SyncRun:
    return SyncRun.objects.create(source="dummyjson", owner=owner, heartbeat_at=timezone.now() - silent_for)


def test_a_second_run_is_told_to_wait(feed: Sync) -> None:
    other = running(lock.owner_name())
    report = feed(ROWS)
    assert (report.exit_code, report.run_id, Product.objects.count()) == (6, None, 0)
    other.refresh_from_db()
    assert other.state == "running"
    assert feed(ROWS, dry_run=True).exit_code == 6


def test_a_run_on_another_host_counts_as_alive_while_its_heart_beats(feed: Sync) -> None:
    running("elsewhere:1:2", silent_for=timedelta(minutes=4))
    assert feed(ROWS).exit_code == 6


@pytest.mark.parametrize(
    ("owner", "silent_for"),
    [
        (f"{socket.gethostname()[:60]}:999999999:1", timedelta(0)),  # no such process
        (f"{socket.gethostname()[:60]}:{os.getpid()}:1", timedelta(0)),  # the number was given out again
        ("elsewhere:1:2", timedelta(minutes=6)),  # silent too long
    ],
    ids=["no such process", "its number was given out again", "silent too long"],
)
def test_a_dead_run_is_buried_and_the_new_one_goes_on(feed: Sync, owner: str, silent_for: timedelta) -> None:
    dead = running(owner, silent_for=silent_for)
    report = feed(ROWS)
    dead.refresh_from_db()
    assert (report.exit_code, report.counts["created"], dead.state) == (0, 10, "interrupted")


def test_a_run_thought_dead_stops_at_its_next_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [0.0]
    mine = running(lock.owner_name())
    lease = lock.Lease(mine, monotonic=lambda: moment[0])
    SyncRun.objects.filter(pk=mine.pk).update(state="interrupted")
    lease.beat()  # fifteen seconds have not passed: nothing is asked
    moment[0] = 16.0
    with pytest.raises(Busy):
        lease.beat()


def test_the_lock_is_free_again_after_every_end(feed: Sync) -> None:
    for made in (ROWS, [], ROWS[:3], [row(1, title=None)]):
        feed(made)
        assert not SyncRun.objects.filter(state="running").exists()


def break_at(monkeypatch: pytest.MonkeyPatch, chunk: int, error: BaseException) -> Callable[[], int]:
    """Let the publication of the n-th chunk raise, for ever after."""
    calls = [0]
    real = publication.introduce

    def introduce(**terms: Any) -> int:
        calls[0] += 1
        if calls[0] >= chunk:
            raise error
        return real(**terms)

    monkeypatch.setattr(publication, "introduce", introduce)
    return lambda: calls[0]


def test_an_interruption_undoes_the_chunk_keeps_the_others_and_frees_the_lock(
    feed: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_at(monkeypatch, 3, KeyboardInterrupt())
    report = feed(ROWS, chunk=3)
    assert (report.exit_code, report.counts["chunks"], Product.objects.count()) == (130, 2, 6)
    assert SyncRun.objects.get().state == "interrupted"
    monkeypatch.undo()
    again = feed(ROWS, chunk=3)
    assert (again.exit_code, again.counts["created"], again.counts["unchanged"]) == (0, 4, 6)


def test_a_locked_database_is_tried_four_times_and_then_the_report_says_how_far_it_came(
    feed: Sync, monkeypatch: pytest.MonkeyPatch, clock: FakeClock
) -> None:
    calls = break_at(monkeypatch, 2, OperationalError("database is locked"))
    report = feed(ROWS, chunk=3)
    assert (report.exit_code, report.reason, Product.objects.count()) == (4, "sync_apply_failed", 3)
    assert "1 blocos aplicados" in report.message
    assert (calls(), clock.slept) == (5, [0.5, 1.0, 2.0])
    assert SyncRun.objects.get().exit_code == 4


def test_a_database_that_is_free_a_moment_later_costs_nothing(feed: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    real = publication.introduce
    failures = [OperationalError("database is locked"), OperationalError("database is locked")]

    def introduce(**terms: Any) -> int:
        if failures:
            raise failures.pop()
        return real(**terms)

    monkeypatch.setattr(publication, "introduce", introduce)
    report = feed(ROWS)
    assert (report.exit_code, report.counts["created"], report.counts["retries"]) == (0, 10, 2)
    assert Product.objects.filter(is_visible=True).count() == 10


def test_a_full_disk_or_another_database_error_ends_with_four(feed: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    break_at(monkeypatch, 1, DatabaseError("disk full"))
    report = feed(ROWS)
    assert (report.exit_code, Product.objects.count()) == (4, 0)


def test_a_bug_is_not_hidden_and_still_frees_the_lock(feed: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    break_at(monkeypatch, 1, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        feed(ROWS)
    run = SyncRun.objects.get()
    assert (run.state, run.exit_code) == ("failed", 1)


def test_the_run_is_on_record(feed: Sync, now: datetime) -> None:
    report = feed(ROWS, limit=4)
    run = SyncRun.objects.get(pk=report.run_id)
    assert (run.source, run.state, run.exit_code, run.started_at) == ("dummyjson", "done", 0, now)
    assert (run.counts["created"], run.counts["seen"], run.address) == (4, 4, "body.json")
    assert (run.options["limit"], run.options["whole"]) == (4, False)
    assert run.finished_at is not None
