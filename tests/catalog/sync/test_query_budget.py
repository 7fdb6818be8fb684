"""Statements per run, and that a rehearsal sends none that writes. BEGIN, COMMIT and SAVEPOINT do not count."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.catalog.sync.conftest import Sync
from tests.catalog.sync.upstream import row

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE")


def rows(count: int, **changes: Any) -> list[dict[str, Any]]:
    return [row(number, **changes) for number in range(1, count + 1)]


def test_the_first_import_of_a_small_catalogue(feed: Sync) -> None:
    assert feed(rows(194)).counts["queries"] <= 30


def test_each_further_chunk_costs_the_same(feed: Sync) -> None:
    one = feed(rows(40), chunk=40).counts["queries"]
    three = feed(rows(120), source="b", chunk=40).counts["queries"]
    assert (three - one) / 2 <= 15


def test_nothing_changed_costs_six_statements(feed: Sync) -> None:
    feed(rows(194))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        report = feed(rows(194))
    assert report.counts["queries"] <= 6
    touched = [query["sql"] for query in captured if query["sql"].startswith(WRITES)]
    assert all("catalog_syncrun" in sql for sql in touched)


def test_one_change_in_a_hundred_costs_at_most_twenty_four(feed: Sync) -> None:
    feed(rows(200))
    changed = [row(n, price=11) if n % 100 == 0 else row(n) for n in range(1, 201)]
    report = feed(changed)
    assert (report.counts["updated"], report.counts["queries"] <= 24) == (2, True)


def test_all_addresses_are_loaded_before_the_first_lock(feed: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first card of a process would load them, 0.3 s, while everybody waits."""
    from catalog.models import product
    from catalog.sync.chunks import Applier

    loaded = []
    write = Applier._write

    def looking(self: Applier, *rows: Any, **how: Any) -> Any:
        loaded.append(product._address_frame.cache_info().currsize)
        return write(self, *rows, **how)

    product._address_frame.cache_clear()
    monkeypatch.setattr(Applier, "_write", looking)
    feed(rows(3))
    assert loaded == [1]


def test_a_rehearsal_sends_nothing_that_writes(feed: Sync) -> None:
    feed(rows(60))
    changed = [*rows(58, price=11), row(70, category="outra", brand="Nova")]
    with CaptureQueriesContext(connection) as captured:
        report = feed(changed, dry_run=True, diff=True)
    assert (report.counts["created"], report.counts["updated"], report.counts["deactivated"]) == (1, 58, 2)
    assert [query["sql"] for query in captured if query["sql"].startswith(WRITES)] == []
