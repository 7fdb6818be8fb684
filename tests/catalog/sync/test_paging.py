"""Walking through the pages: complete and valid, or nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog.models import Product
from tests.catalog.sync.conftest import Sync
from tests.catalog.sync.upstream import Answer, Asked, Reply, Upstream, json_answer, row

pytestmark = pytest.mark.django_db


def rows(count: int, start: int = 1) -> list[dict[str, Any]]:
    return [row(number) for number in range(start, start + count)]


def pages(change: Callable[[dict[str, Any], int], Any]) -> Callable[[Asked, int], Reply]:
    """Serve 10 rows in pages of 4 and let `change(envelope, request number)` bend each."""

    def script(asked: Asked, number: int) -> Reply:
        if asked.path != "/products":
            return None
        skip = int(asked.query["skip"][0])
        chosen = rows(10)[skip : skip + 4]
        made = change({"products": chosen, "total": 10, "skip": skip, "limit": len(chosen)}, number)
        return made if isinstance(made, Answer) else json_answer(made)

    return script


def test_a_small_catalogue_is_one_request(upstream: Upstream, sync: Sync) -> None:
    upstream.rows = rows(10)
    report = sync(url=upstream.url)
    assert (report.exit_code, report.counts["created"]) == (0, 10)
    assert upstream.paths == ["/products", "/products/categories"]
    assert upstream.asked[0].query == {"limit": ["250"], "skip": ["0"]}


def test_a_large_one_comes_in_pages(upstream: Upstream, sync: Sync) -> None:
    upstream.rows = rows(10)
    assert sync(url=upstream.url, page_size=4).counts["created"] == 10
    assert [asked.query["skip"] for asked in upstream.asked if "skip" in asked.query] == [["0"], ["4"], ["8"]]


@pytest.mark.parametrize("address", ["/", "/products", "/products/"])
def test_the_address_may_be_written_with_or_without_the_path(upstream: Upstream, sync: Sync, address: str) -> None:
    upstream.rows = rows(2)
    assert sync(url=upstream.url + address).counts["created"] == 2


@pytest.mark.parametrize(
    "envelope",
    [
        [], "text", 5, None, {}, {"message": "hello"},
        {"products": {}, "total": 1, "skip": 0, "limit": 1},
        {"products": [row(1)], "total": "1", "skip": 0, "limit": 1},
        {"products": [row(1)], "total": 1.5, "skip": 0, "limit": 1},
        {"products": [row(1)], "total": -1, "skip": 0, "limit": 1},
        {"products": [row(1)], "total": True, "skip": 0, "limit": 1},
        {"products": [row(1)], "total": None, "skip": 0, "limit": 1},
        {"products": [row(1)], "total": 1, "skip": None, "limit": 1},
        {"products": [row(1)], "total": 1, "skip": 0, "limit": None},
        {"products": [row(1)], "total": 1, "skip": 5, "limit": 1},
        {"products": [row(1)], "total": 1, "limit": 1},
    ],
)  # fmt: skip
def test_an_envelope_that_does_not_say_what_it_is_ends_the_run(upstream: Upstream, sync: Sync, envelope: Any) -> None:
    upstream.script = lambda asked, number: json_answer(envelope)
    report = sync(url=upstream.url)
    assert (report.exit_code, report.reason) == (4, "bad_envelope")
    assert not Product.objects.exists()


def test_a_short_page_is_asked_again_once(upstream: Upstream, sync: Sync) -> None:
    upstream.script = pages(lambda page, number: page | {"products": page["products"][:-1]} if number == 2 else page)
    report = sync(url=upstream.url, page_size=4)
    assert (report.exit_code, report.counts["created"], report.counts["retries"]) == (0, 10, 1)


@pytest.mark.parametrize("kept", [3, 0])
def test_a_page_that_stays_short_or_empty_ends_the_run(upstream: Upstream, sync: Sync, kept: int) -> None:
    upstream.script = pages(lambda page, number: page | {"products": page["products"][:kept]} if page["skip"] else page)
    report = sync(url=upstream.url, page_size=4)
    assert (report.exit_code, report.reason, Product.objects.count()) == (4, "short_page", 0)


def test_a_well_formed_page_without_rows_stops_for_safety(upstream: Upstream, sync: Sync) -> None:
    upstream.script = pages(lambda page, number: page | {"products": [], "limit": 0})
    report = sync(url=upstream.url)
    assert (report.exit_code, report.reason, report.flag) == (5, "empty", "--accept-shrink")


def test_a_total_that_moves_starts_the_fetch_again(upstream: Upstream, sync: Sync) -> None:
    upstream.script = pages(lambda page, number: page | {"total": 11} if number == 2 else page)
    report = sync(url=upstream.url, page_size=4)
    assert (report.exit_code, report.counts["created"], report.counts["seen"]) == (0, 10, 10)
    skips = [asked.query["skip"][0] for asked in upstream.asked if "skip" in asked.query]
    assert skips == ["0", "4", "0", "4", "8"]


def test_a_total_that_keeps_moving_ends_the_run(upstream: Upstream, sync: Sync) -> None:
    upstream.script = pages(lambda page, number: page | {"total": 10 + number})
    report = sync(url=upstream.url, page_size=4)
    assert (report.exit_code, report.reason, len(upstream.asked)) == (4, "drift", 6)
    assert not Product.objects.exists()


def test_drift_may_be_accepted_and_then_nothing_vanishes(upstream: Upstream, sync: Sync) -> None:
    upstream.rows = rows(12)
    sync(url=upstream.url)
    upstream.script = pages(lambda page, number: page | {"total": 11} if page["skip"] == 4 else page)
    report = sync(url=upstream.url, page_size=4, allow_drift=True)
    assert (report.exit_code, report.counts["deactivated"]) == (0, 0)
    assert [entry["code"] for entry in report.rows["warnings"]] == ["incomplete"]
    assert Product.objects.filter(vanished_at=None).count() == 12


def test_a_page_that_repeats_ends_the_run(upstream: Upstream, sync: Sync) -> None:
    upstream.script = pages(lambda page, number: page | {"products": rows(4)})
    report = sync(url=upstream.url, page_size=4)
    assert (report.exit_code, report.reason) == (4, "repeated_page")


def test_a_list_without_end_ends_the_run(upstream: Upstream, sync: Sync) -> None:
    def endless(asked: Asked, number: int) -> Reply:
        skip = int(asked.query["skip"][0])
        return json_answer({"products": rows(4, skip + 1), "total": skip + 8, "skip": skip, "limit": 4})

    upstream.script = endless
    report = sync(url=upstream.url, page_size=4, allow_drift=True)
    assert (report.exit_code, report.reason) == (4, "endless")
    assert len(upstream.asked) <= 6


def test_overlapping_pages_start_the_fetch_again(upstream: Upstream, sync: Sync) -> None:
    overlapping = rows(10)[3:7]
    upstream.script = pages(lambda page, number: page | {"products": overlapping} if number == 2 else page)
    report = sync(url=upstream.url, page_size=4)
    assert (report.exit_code, report.counts["created"]) == (0, 10)
    assert len([asked for asked in upstream.asked if asked.path == "/products"]) == 5


def test_an_overlap_that_stays_is_taken_but_nothing_vanishes(upstream: Upstream, sync: Sync) -> None:
    upstream.rows = rows(10)
    sync(url=upstream.url)
    upstream.script = pages(lambda page, number: page | {"products": rows(10)[3:7]} if page["skip"] == 4 else page)
    report = sync(url=upstream.url, page_size=4)
    assert (report.exit_code, report.counts["deactivated"], report.counts["unchanged"]) == (0, 0, 9)


def test_more_rows_than_the_total_end_the_run(upstream: Upstream, sync: Sync) -> None:
    upstream.script = lambda asked, number: json_answer({"products": rows(3), "total": 2, "skip": 0, "limit": 3})
    assert sync(url=upstream.url).reason == "too_many_rows"


def test_a_server_that_ignores_the_limit_is_understood(upstream: Upstream, sync: Sync) -> None:
    upstream.script = lambda asked, number: (
        json_answer({"products": rows(10), "total": 10, "skip": 0, "limit": 10}) if asked.query else None
    )
    assert sync(url=upstream.url, page_size=4).counts["created"] == 10


def test_a_category_a_file_does_not_have_is_told(feed: Sync) -> None:
    report = feed(rows(3), categories=("vazos", rows(1)[0]["category"]))
    assert report.counts["created"] == 3
    assert [(entry["id"], entry["code"]) for entry in report.rows["warnings"]] == [("vazos", "not_at_source")]


def test_only_the_asked_part_is_fetched(upstream: Upstream, sync: Sync) -> None:
    upstream.rows = [*rows(6), *(row(number, category="vasos") for number in range(7, 11))]
    assert sync(url=upstream.url, limit=3).counts["created"] == 3
    report = sync(url=upstream.url, categories=("vasos",), page_size=3)
    assert report.counts["created"] == 4
    assert upstream.paths.count("/products/category/vasos") == 2
    report = sync(url=upstream.url, categories=("vasos", "vazos"))
    told = [(entry["id"], entry["code"]) for entry in report.rows["warnings"]]
    assert (report.exit_code, told) == (0, [("vazos", "not_at_source")])
    report = sync(url=upstream.url, ids=("5", "999"))
    assert (report.counts["created"], [entry["code"] for entry in report.rows["warnings"]]) == (1, ["not_at_source"])
    assert upstream.paths[-2:] == ["/products/5", "/products/999"]
    assert Product.objects.count() == 8
