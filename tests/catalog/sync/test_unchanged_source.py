"""When the upstream's word "not modified" is asked for and believed."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from catalog.models import Product, SyncRun
from tests.catalog.sync.conftest import Sync
from tests.catalog.sync.upstream import Answer, Upstream, row

pytestmark = pytest.mark.django_db


def asks_with_etag(upstream: Upstream) -> bool:
    first = next(asked for asked in reversed(upstream.asked) if asked.query.get("skip") == ["0"])
    return "if-none-match" in first.headers


@pytest.fixture
def shop(upstream: Upstream, sync: Sync) -> Upstream:
    upstream.rows = [row(number) for number in range(1, 31)]
    assert sync(url=upstream.url).exit_code == 0
    return upstream


def test_an_unchanged_source_is_one_question_for_ever(shop: Upstream, sync: Sync) -> None:
    for _ in range(3):
        shop.asked.clear()
        report = sync(url=shop.url)
        assert (report.exit_code, len(shop.asked), report.counts["unchanged"]) == (0, 1, 30)
        assert report.message == "A origem não mudou."
        assert (report.counts["bytes"], report.counts["queries"] <= 4) == (0, True)


def test_a_changed_one_is_read(shop: Upstream, sync: Sync) -> None:
    shop.rows[0]["title"] = "Outro nome"
    assert sync(url=shop.url).counts["updated"] == 1
    assert sync(url=shop.url).counts["requests"] == 1


def test_a_rehearsal_asks_the_same_way(shop: Upstream, sync: Sync) -> None:
    report = sync(url=shop.url, dry_run=True)
    assert (report.counts["unchanged"], report.counts["requests"], SyncRun.objects.count()) == (30, 1, 1)


@pytest.mark.parametrize(
    "options",
    [
        {"full": True}, {"force_fields": frozenset({"price"})}, {"page_size": 10}, {"images": "none"}, {"limit": 5},
        {"source": "outra"},
    ],
)  # fmt: skip
def test_other_questions_are_asked_afresh(shop: Upstream, sync: Sync, options: dict[str, Any]) -> None:
    shop.asked.clear()
    report = sync(url=shop.url, **options)
    assert report.exit_code == 0
    assert report.counts["bytes"] > 0
    assert asks_with_etag(shop) is ("page_size" in options)  # asked, and answered anew: another page


@pytest.mark.parametrize("trouble", [{"title": None}, {"price": 99}])
def test_nothing_is_taken_for_settled_after_refused_or_held_rows(
    shop: Upstream, sync: Sync, trouble: dict[str, Any]
) -> None:
    shop.rows[4].update(trouble)
    assert sync(url=shop.url).exit_code == 3
    report = sync(url=shop.url)
    assert (report.exit_code, asks_with_etag(shop)) == (3, False)


def test_nor_when_the_rate_or_the_reading_of_rows_moved(shop: Upstream, sync: Sync, settings: Any) -> None:
    settings.SYNC_EXCHANGE_RATE = "6"
    assert (sync(url=shop.url).counts["updated"], asks_with_etag(shop)) == (30, False)
    sync(url=shop.url)
    assert asks_with_etag(shop) is True
    SyncRun.objects.update(mapper_version="0")
    sync(url=shop.url)
    assert asks_with_etag(shop) is False


def test_nor_after_a_run_that_stopped_or_failed(shop: Upstream, sync: Sync) -> None:
    kept = shop.rows
    shop.rows = kept[:5]
    assert sync(url=shop.url).exit_code == 5
    shop.rows = kept
    assert (sync(url=shop.url).exit_code, asks_with_etag(shop)) == (0, False)


def test_a_lying_etag_is_overruled_by_a_full_run(shop: Upstream, sync: Sync) -> None:
    shop.rows[0]["title"] = "Outro nome"
    shop.script = lambda asked, number: Answer(304, headers={}) if "if-none-match" in asked.headers else None
    assert sync(url=shop.url).counts["updated"] == 0
    assert sync(url=shop.url, full=True).counts["updated"] == 1


def test_a_source_of_several_pages_has_no_etag(upstream: Upstream, sync: Sync) -> None:
    upstream.rows = [row(number) for number in range(1, 31)]
    for _ in range(2):
        upstream.asked.clear()
        sync(url=upstream.url, page_size=10)
        assert [asked.query["skip"] for asked in upstream.asked if "skip" in asked.query] == [["0"], ["10"], ["20"]]
        assert asks_with_etag(upstream) is False


def test_the_next_run_keeps_the_moment_of_the_last_change(shop: Upstream, sync: Sync, now: datetime) -> None:
    sync(url=shop.url, at=now + timedelta(days=1))
    assert set(Product.objects.values_list("updated_at", flat=True)) == {now}


def test_a_stock_that_makes_no_sense_is_zero_on_a_new_product(upstream: Upstream, sync: Sync) -> None:
    upstream.rows = [row(1, stock=-3), row(2, stock="7"), row(3, stock=...)]
    report = sync(url=upstream.url)
    assert (report.exit_code, list(Product.objects.values_list("stock", flat=True))) == (0, [0, 0, 0])
    assert not Product.objects.filter(stock_moves__isnull=False).exists()
