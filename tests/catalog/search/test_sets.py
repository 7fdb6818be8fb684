"""Bitmaps, number buckets and chunked orders say the same as plain Python."""

import random
from array import array
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search import bits, numbers, ranking
from catalog.search.bits import Sum
from catalog.search.numbers import Numbers, Overfull
from catalog.search.ranking import Ranking

VALUES = st.lists(st.integers(0, 400), min_size=1, max_size=300)


@given(st.sets(st.integers(0, 999)))
def test_a_set_gives_back_its_members(chosen: set[int]) -> None:
    made = bits.from_positions(sorted(chosen), 1000)
    assert bits.positions(made) == sorted(chosen)
    assert list(bits.members(made, range(1200))) == sorted(chosen)


def test_few_and_many_members_are_built_alike() -> None:
    many = list(range(0, 5000, 2))
    assert bits.from_positions(many, 5000) == sum(1 << position for position in many)
    assert bits.from_positions([3, 4999], 5000) == 1 << 3 | 1 << 4999


def test_unknown_ids_are_passed_over() -> None:
    assert bits.from_ids([7, 8, 9], {7: 0, 9: 2}, 3) == 0b101


@given(st.lists(st.tuples(st.sets(st.integers(0, 60)), st.integers(0, 20)), max_size=12))
def test_sums_are_kept_per_member(additions: list[tuple[set[int], int]]) -> None:
    total = Sum()
    for members, weight in additions:
        total.add(bits.from_positions(sorted(members), 61), weight)
    expected: dict[int, set[int]] = {}
    for member in range(61):
        expected.setdefault(sum(weight for members, weight in additions if member in members), set()).add(member)
    found = total.classes((1 << 61) - 1)
    assert [(value, set(bits.positions(group))) for value, group in found] == sorted(expected.items(), reverse=True)


@pytest.fixture(autouse=True, scope="module")
def _few_buckets() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "MOST_BUCKETS", 5)
        yield


def column(values: list[int]) -> Numbers:
    return Numbers.of_column(array("q", values))


@given(VALUES, st.none() | st.integers(0, 400), st.none() | st.integers(0, 400))
def test_ranges_have_both_bounds(values: list[int], low: int | None, high: int | None) -> None:
    found = bits.positions(column(values).between(low, high))
    assert found == [p for p, v in enumerate(values) if (low is None or v >= low) and (high is None or v <= high)]


@given(VALUES, st.sets(st.integers(0, 299)))
def test_extremes_of_a_subset(values: list[int], chosen: set[int]) -> None:
    chosen = {position for position in chosen if position < len(values)}
    inside = [values[position] for position in chosen]
    expected = (min(inside), max(inside)) if inside else None
    assert column(values).extremes(bits.from_positions(sorted(chosen), len(values))) == expected


@given(VALUES, st.dictionaries(st.integers(0, 320), st.integers(0, 400), max_size=20))
def test_changed_numbers_equal_those_built_anew(values: list[int], changes: dict[int, int]) -> None:
    size = max([len(values), *(position + 1 for position in changes)])
    now = dict(enumerate(values)) | changes
    gone = sum(1 << position for position in changes)
    changed = column(values).changed(gone, list(changes.items()), size)
    for low, high in ((0, 100), (50, None), (None, 200), (120, 130)):
        expected = [p for p in sorted(now) if now[p] >= (low or 0) and now[p] <= (high or 10**9)]
        assert bits.positions(changed.between(low, high)) == expected


def test_more_values_than_buckets_without_a_column_ask_for_a_new_load() -> None:
    few = Numbers.build([(value, [value]) for value in range(numbers.MOST_BUCKETS)], numbers.MOST_BUCKETS)
    added = [(1000 + value, 5_000 + value) for value in range(numbers.MOST_BUCKETS + 1)]
    with pytest.raises(Overfull):
        few.changed(0, added, 2000)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "CHUNK", 7)


@pytest.mark.usefixtures("small_chunks")
def test_every_page_of_a_subset_is_the_slice_of_the_sorted_list() -> None:
    dice = random.Random(1)
    prices = [dice.randrange(30) for _ in range(200)]
    order = Ranking.build(range(200), lambda p: (prices[p], p), 200)
    chosen = sorted(dice.sample(range(200), 90))
    expected = sorted(chosen, key=lambda p: (prices[p], p))
    subset = bits.from_positions(chosen, 200)
    for start in range(0, 100, 9):
        assert order.page(subset, start, 9) == expected[start : start + 9]
    for number, position in enumerate(expected):
        assert list(order.after(subset, (prices[position], position))) == expected[number + 1 :]
        assert list(order.before(subset, (prices[position], position))) == expected[:number][::-1]


@pytest.mark.usefixtures("small_chunks")
def test_a_changed_order_equals_one_built_anew() -> None:
    dice = random.Random(2)
    prices = [dice.randrange(30) for _ in range(100)]
    order = Ranking.build(range(100), lambda p: (prices[p], p), 100)
    for _ in range(30):
        moved = dice.sample(range(len(prices)), 5)
        after = [*prices, dice.randrange(30)]
        for position in moved:
            after[position] = dice.randrange(30)
        gone = sum(1 << position for position in moved)
        prices = after
        places = [*moved, len(prices) - 1]
        order = order.without(gone).with_added(places, lambda p, now=after: (now[p], p), len(after))
        expected = sorted(range(len(prices)), key=lambda p, now=after: (now[p], p))
        assert [position for chunk in order.chunks for position in chunk.positions] == expected
        assert all(chunk.mask == bits.from_positions(chunk.positions, len(after)) for chunk in order.chunks)
        assert max(len(chunk.positions) for chunk in order.chunks) <= 2 * ranking.CHUNK


def test_an_empty_order_takes_its_first_products() -> None:
    order = Ranking.build([], lambda p: (p,), 0).with_added([1, 0], lambda p: (p,), 2)
    assert order.page(0b11, 0, 5) == [0, 1]
