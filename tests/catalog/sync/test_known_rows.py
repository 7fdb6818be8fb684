"""A row that is letter by letter the one of last time is not read again; every other one is."""

import json
from decimal import Decimal
from typing import Any

import pytest

from catalog.dummyjson import Rules, mark_of
from catalog.dummyjson.document import parse
from catalog.models import Product, SyncIssue, SyncRun
from catalog.sync import harvest
from tests.catalog.sync.conftest import Sync
from tests.catalog.sync.upstream import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Ids of the rows that were read, in order."""
    seen: list[Any] = []
    parse_row = harvest.parse_row

    def noting(told: Any, **how: Any) -> Any:
        seen.append(told["id"])
        return parse_row(told, **how)

    monkeypatch.setattr(harvest, "parse_row", noting)
    return seen


def codes() -> list[str]:
    """What the last run had to say."""
    return list(SyncIssue.objects.filter(run=SyncRun.objects.latest("pk")).values_list("code", flat=True))


def test_only_what_moved_is_read_again(feed: Sync, read: list[Any]) -> None:
    feed([row(1), row(2), row(3)])
    assert read == [1, 2, 3]
    read.clear()
    report = feed([row(1), row(2, title="Outro nome"), row(3)])
    assert (read, report.counts["updated"], report.counts["unchanged"]) == ([2], 1, 2)
    read.clear()
    report = feed([row(1), row(2, title="Outro nome"), row(3)])
    assert (read, report.counts["updated"], report.counts["unchanged"]) == ([], 0, 3)


def test_a_full_run_reads_everything(feed: Sync, read: list[Any]) -> None:
    feed([row(1)])
    read.clear()
    assert feed([row(1)], full=True).counts["unchanged"] == 1
    assert read == [1]


def test_a_faulty_row_is_told_each_time(feed: Sync, read: list[Any]) -> None:
    faulty = row(1, weight="pesado")
    for _ in range(2):
        feed([faulty])
        assert codes() == ["wrong_type"]
    assert read == [1, 1]


def test_a_row_with_a_field_nobody_knows_is_told_each_time(feed: Sync, read: list[Any]) -> None:
    for _ in range(2):
        feed([row(1, novidade=1)])
        assert codes() == ["unknown_fields"]
    assert read == [1, 1]


def test_a_vanished_product_is_read_and_comes_back(feed: Sync, read: list[Any]) -> None:
    feed([row(1), row(2)])
    Product.objects.filter(external_id="2").update(vanished_at="2026-01-01T00:00:00Z")
    read.clear()
    assert feed([row(1), row(2)]).counts["reactivated"] == 1
    assert read == [2]


def test_a_known_row_that_comes_twice_counts_once(feed: Sync, read: list[Any]) -> None:
    feed([row(1)])
    read.clear()
    report = feed([row(1), row(1)])
    assert (report.counts["unchanged"], codes()) == (1, ["duplicate"])
    assert read == [1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"id": 1, "price": 1.0}', '{"id": 1, "price": "1.0"}'),
        ('{"id": 1, "price": 1.0}', '{"id": 1, "price": 1.00}'),
        ('{"id": 1, "price": 1}', '{"id": 1, "price": true}'),
        ('{"id": 1, "title": "á"}', '{"id": 1, "title": "a\\u0301"}'),
        ('{"id": 1, "tags": ["a", "b"]}', '{"id": 1, "tags": ["b", "a"]}'),
    ],
)
def test_marks_differ_where_letters_do(one: str, other: str) -> None:
    rules = Rules()
    assert mark_of(parse(one.encode()), rules) == mark_of(parse(one.encode()), rules) != ""
    assert mark_of(parse(one.encode()), rules) != mark_of(parse(other.encode()), rules)


@pytest.mark.parametrize(
    "text",
    [
        '{"id": 1, "id": 2}',
        '{"id": 1, "dimensions": {"width": 1, "width": 2}}',
        '{"id": 1, "title": "\\ud800"}',
        f'{{"id": {10**30}}}',
        "[]",
    ],
)
def test_what_has_no_single_writing_has_no_mark(text: str) -> None:
    assert mark_of(parse(text.encode()), Rules()) == ""


@pytest.mark.parametrize(
    "changed", [{"trusted": True}, {"allow_zero_price": True}, {"with_images": False}, {"exchange_rate": Decimal(2)}]
)
def test_other_rules_make_other_marks(changed: dict[str, Any]) -> None:
    told = parse(json.dumps({"id": 1}).encode())
    assert mark_of(told, Rules()) != mark_of(told, Rules(**changed))
