"""A number per product (price, lumens, rating), kept as buckets of sets so that any range is a few ORs."""

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from catalog.search import bits as bitset

MOST_BUCKETS = 64


@dataclass(frozen=True)
class Bucket:
    low: int  # smallest and largest value ever put in; equal: every member has exactly this value
    high: int
    bits: int
    order: Sequence[int] = ()  # members by value, where there are several values

    @property
    def is_mixed(self) -> bool:
        return self.low != self.high

    def without(self, gone: int) -> "Bucket":
        if not self.bits & gone:
            return self
        left = self.bits & ~gone
        return Bucket(self.low, self.high, left, array("I", bitset.members(left, self.order)))


class Overfull(Exception):
    """Too many values for sets of one value each: build anew, with the values beside."""


@dataclass(frozen=True)
class Numbers:
    """Whole numbers (centavos, thousandths) by position. `buckets` ascend and do not overlap."""

    values: "array[int]"  # by position; empty while every bucket holds one value only
    buckets: tuple[Bucket, ...]
    has: int  # positions with a value

    @classmethod
    def of_column(cls, column: "array[int]") -> "Numbers":
        """Every position has a value."""
        order = sorted(range(len(column)), key=column.__getitem__)
        groups = ((value, array("I", found)) for value, found in groupby(order, key=column.__getitem__))
        return cls.build(groups, len(column), column)

    @classmethod
    def build(
        cls, groups: Iterable[tuple[int, "array[int]"]], size: int, values: "array[int] | None" = None
    ) -> "Numbers":
        """From (value, positions) pairs with ascending values, each value once."""
        groups = list(groups)
        fill = 0
        if len(groups) > MOST_BUCKETS:
            fill = sum(len(found) for _, found in groups) // MOST_BUCKETS + 1
            values = values if values is not None else _spread(groups, size)
        spans: list[tuple[int, int, array[int]]] = []
        for value, found in groups:
            if spans and len(spans[-1][2]) + len(found) <= fill:
                spans[-1] = (spans[-1][0], value, spans[-1][2] + found)
            else:
                spans.append((value, value, found))
        buckets = tuple(
            Bucket(low, high, bitset.from_positions(found, size), found if low != high else ())
            for low, high, found in spans
        )
        has = 0
        for bucket in buckets:
            has |= bucket.bits
        return cls(values if values is not None else array("q"), buckets, has)

    def between(self, low: int | None, high: int | None) -> int:
        """The members from `low` to `high`, both included."""
        found = 0
        for bucket in self.buckets:
            if (low is not None and bucket.high < low) or (high is not None and bucket.low > high):
                continue
            if (low is None or low <= bucket.low) and (high is None or bucket.high <= high):
                found |= bucket.bits
            else:
                found |= self._inside(bucket, low, high)
        return found

    def _inside(self, bucket: Bucket, low: int | None, high: int | None) -> int:
        """Part of a mixed bucket."""
        value_of = self.values.__getitem__
        start = 0 if low is None else bisect_left(bucket.order, low, key=value_of)
        end = len(bucket.order) if high is None else bisect_right(bucket.order, high, key=value_of)
        chosen = bucket.order[start:end]
        return bitset.from_positions(chosen, len(self.values))

    def extremes(self, bits: int) -> tuple[int, int] | None:
        """Smallest and largest value among `bits`."""
        first = next((bucket for bucket in self.buckets if bucket.bits & bits), None)
        if first is None:
            return None
        last = next(bucket for bucket in reversed(self.buckets) if bucket.bits & bits)
        return self._value(first, bits, first.order), self._value(last, bits, last.order[::-1])

    def _value(self, bucket: Bucket, bits: int, order: Sequence[int]) -> int:
        """Of the first member in `order`."""
        if not bucket.is_mixed:
            return bucket.low
        return self.values[next(bitset.members(bucket.bits & bits, order))]

    def distinct(self) -> list[tuple[int, int]] | None:
        """(value, members) ascending, or None when there are too many values to list."""
        if any(bucket.is_mixed for bucket in self.buckets):
            return None
        return [(bucket.low, bucket.bits) for bucket in self.buckets if bucket.bits]

    def changed(
        self, gone: int, added: Sequence[tuple[int, int]], size: int, values: "array[int] | None" = None
    ) -> "Numbers":
        """Without the members of `gone`, with (position, value) pairs added."""
        if values is None and self.values:
            values = array("q", self.values)
            values.extend([0] * (size - len(values)))
            for position, value in added:
                values[position] = value
        buckets = [bucket.without(gone) for bucket in self.buckets]
        has = self.has & ~gone
        for position, value in added:
            has |= 1 << position
            _put(buckets, position, value, values)
        return Numbers(values if values is not None else self.values, tuple(buckets), has)


def _spread(groups: Iterable[tuple[int, "array[int]"]], size: int) -> "array[int]":
    values = array("q", bytes(8 * size))
    for value, found in groups:
        for position in found:
            values[position] = value
    return values


def _put(buckets: list[Bucket], position: int, value: int, values: "array[int] | None") -> None:
    """Into the bucket that holds `value`, into one of its own, or, when there are many, into its neighbour."""
    number = max(0, bisect_right(buckets, value, key=lambda bucket: bucket.low) - 1)
    near = buckets[number] if buckets else None
    if near is not None and near.low <= value <= near.high:
        buckets[number] = _joined(near, position, value, values)
    elif near is None or len(buckets) < 2 * MOST_BUCKETS:
        after = near is not None and near.low < value
        buckets.insert(number + int(after), Bucket(value, value, 1 << position))
    elif values is not None:
        buckets[number] = _joined(near, position, value, values)
    else:
        raise Overfull


def _joined(bucket: Bucket, position: int, value: int, values: "array[int] | None") -> Bucket:
    low, high, held = min(bucket.low, value), max(bucket.high, value), bucket.bits | 1 << position
    if low == high or values is None:
        return Bucket(low, high, held)
    order = list(bucket.order if bucket.is_mixed else bitset.positions(bucket.bits))
    insort(order, position, key=values.__getitem__)
    return Bucket(low, high, held, array("I", order))
