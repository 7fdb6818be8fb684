"""The two pure hearts: who wins a field, and what a run would do."""

from typing import Any

import pytest

from catalog.dummyjson import Rules, parse_row
from catalog.sync.heads import Head, LocalHead
from catalog.sync.merge import merge
from catalog.sync.plan import identity_lost, plan, price_jumped, renamed_categories
from tests.catalog.sync.upstream import row


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "changes", "clashes"),
    [
        ("a", "a", "a", {}, 0),  # nobody moved
        ("a", "a", "b", {"f": "b"}, 0),  # the source moved
        ("a", "x", "a", {}, 0),  # the shop moved
        ("a", "b", "b", {}, 0),  # both moved to the same
        ("a", "x", "b", {}, 1),  # both moved apart: the shop's stays
        (..., "", "b", {"f": "b"}, 0),  # never spoken of, empty here
        (..., None, "b", {"f": "b"}, 0),
        (..., "x", "b", {}, 1),  # never spoken of, filled here
        (..., "x", "x", {}, 0),
        ("a", "a", "", {"f": ""}, 0),  # cleared by the source
        ("a", "", "b", {}, 1),  # cleared by the shop
        ([], [], ["t"], {"f": ["t"]}, 0),
        (5, 5, None, {"f": None}, 0),
    ],
)
def test_who_wins_a_field(base: Any, mine: Any, theirs: Any, changes: dict[str, Any], clashes: int) -> None:
    before = {} if base is ... else {"f": base}
    merged = merge(base=before, mine={"f": mine}, theirs={"f": theirs})
    assert (merged.changes, len(merged.clashes)) == (changes, clashes)


def test_a_field_left_out_by_the_source_is_left_alone() -> None:
    assert merge(base={"f": "a"}, mine={"f": "x"}, theirs={}).changes == {}


def test_force_takes_the_sources_value_in_every_case() -> None:
    merged = merge(base={"f": "a", "g": "a"}, mine={"f": "x", "g": "x"}, theirs={"f": "a", "g": "b"}, force={"f", "g"})
    assert (merged.changes, merged.clashes) == ({"f": "a", "g": "b"}, [])


def head(digest: str = "d", category: str = "c") -> Head:
    return Head(digest, category, 0)


def local(pk: int, digest: str = "d", *, gone: bool = False, category: int = 1) -> LocalHead:
    return LocalHead(pk, digest, gone, category)


def settled(**changes: Any) -> Any:
    terms = {
        "remote": {}, "refused": set(), "local": {}, "reconsider_all": False, "may_deactivate": True,
        "categories": None,
    }  # fmt: skip
    return plan(**(terms | changes))


def test_what_a_run_would_do() -> None:
    made = settled(
        remote={"new": head(), "same": head(), "moved": head("other"), "back": head()},
        refused={"bad"},
        local={"same": local(1), "moved": local(2), "back": local(3, gone=True), "bad": local(4), "away": local(5),
               "long-gone": local(6, gone=True)},
    )  # fmt: skip
    assert (made.create, made.touch, made.unchanged, made.deactivate, made.active) == (
        ["new"], ["moved", "back"], 1, [5], 4,
    )  # fmt: skip


def test_only_what_was_asked_for_can_vanish() -> None:
    mine = {"a": local(1, category=1), "b": local(2, category=2)}
    assert settled(local=mine, categories={2}).deactivate == [2]
    assert settled(local=mine, may_deactivate=False).deactivate == []


def remote(**changes: Any) -> Any:
    return parse_row(row(1, **({"price": 10} | changes)), rules=Rules(), position=1).product


WAS = {"title": "Luminária 1", "category": "luminarias", "brand": "Lume", "sku": "SKU-1", "price": "10.00"}


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({}, False),
        ({"title": "B", "category": "c", "sku": "s", "brand": "b"}, True),
        ({"title": "B", "category": "c", "sku": "s", "brand": ...}, True),
        ({"title": "LUMINÁRIA 1", "category": "c", "sku": "s", "brand": "b"}, False),
        ({"title": "B", "sku": "s", "brand": "b"}, False),
        ({"title": "B", "category": "c", "brand": "b"}, False),
        ({"title": "B", "category": "c", "sku": "s"}, False),
    ],
)
def test_when_an_id_has_become_another_article(changes: dict[str, Any], lost: bool) -> None:
    assert identity_lost(WAS, remote(**changes)) is lost


@pytest.mark.parametrize(("price", "jumped"), [(15, False), (16, True), (5, False), (4, True), (10, False)])
def test_when_a_price_has_jumped(price: int, jumped: bool) -> None:
    assert price_jumped(WAS, remote(price=price)) is jumped


def test_a_first_price_is_no_jump() -> None:
    assert price_jumped({}, remote(price=99)) is False


@pytest.mark.parametrize(("moved", "found"), [(10, True), (8, True), (7, False)])
def test_a_category_counts_as_renamed_from_eighty_per_cent_on(moved: int, found: bool) -> None:
    mine = {str(n): local(n, category=1) for n in range(10)}
    theirs = {str(n): head(category="new") for n in range(moved)}
    pairs = list(renamed_categories(remote=theirs, local=mine, known={"old": 1}))
    assert pairs == ([("old", "new")] if found else [])


def test_a_category_that_is_still_there_was_not_renamed() -> None:
    mine = {str(n): local(n, category=1) for n in range(10)}
    theirs = {str(n): head(category="new") for n in range(9)} | {"99": head(category="old")}
    assert list(renamed_categories(remote=theirs, local=mine, known={"old": 1})) == []
