"""A number per product (price, lumens, rating), kept as buckets of sets so that any range is a few ORs."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from catalog.search import bits as bitset

MOST_BUCKETS = 64


@dataclass(frozen=True)
class Bucket:
    low: int  # smallest and largest value ever put in; equal: every member has exactly this value
    high: int
    bits: int


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
        groups = ((value, list(found)) for value, found in groupby(order, key=column.__getitem__))
        return cls.build(groups, len(column), column)

    @classmethod
    def build(cls, groups: Iterable[tuple[int, list[int]]], size: int, values: "array[int] | None" = None) -> "Numbers":
        """From (value, positions) pairs with ascending values, each value once."""
        groups = list(groups)
        fill = 0
        if len(groups) > MOST_BUCKETS:
            fill = sum(len(found) for _, found in groups) // MOST_BUCKETS + 1
            values = values if values is not None else _spread(groups, size)
        spans: list[tuple[int, int, list[int]]] = []
        for value, found in groups:
            if spans and len(spans[-1][2]) + len(found) <= fill:
                spans[-1] = (spans[-1][0], value, spans[-1][2] + found)
            else:
                spans.append((value, value, found))
        buckets = tuple(Bucket(low, high, bitset.from_positions(found, size)) for low, high, found in spans)
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
        values = self.values
        chosen = [
            position
            for position in bitset.positions(bucket.bits)
            if (low is None or values[position] >= low) and (high is None or values[position] <= high)
        ]
        return bitset.from_positions(chosen, chosen[-1] + 1) if chosen else 0

    def extremes(self, bits: int) -> tuple[int, int] | None:
        """Smallest and largest value among `bits`."""
        touched = [(bucket, inside) for bucket in self.buckets if (inside := bucket.bits & bits)]
        if not touched:
            return None
        return min(self._values_in(*touched[0])), max(self._values_in(*touched[-1]))

    def _values_in(self, bucket: Bucket, inside: int) -> Iterator[int]:
        if bucket.low == bucket.high:
            return iter((bucket.low,))
        return (self.values[position] for position in bitset.positions(inside))

    def distinct(self) -> list[tuple[int, int]] | None:
        """(value, members) ascending, or None when there are too many values to list."""
        if any(bucket.low != bucket.high for bucket in self.buckets):
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
        buckets = [Bucket(b.low, b.high, b.bits & ~gone) if b.bits & gone else b for b in self.buckets]
        has = self.has & ~gone
        for position, value in added:
            has |= 1 << position
            _put(buckets, 1 << position, value, may_mix=values is not None)
        return Numbers(values if values is not None else self.values, tuple(buckets), has)


def _spread(groups: Iterable[tuple[int, list[int]]], size: int) -> "array[int]":
    values = array("q", bytes(8 * size))
    for value, found in groups:
        for position in found:
            values[position] = value
    return values


def _put(buckets: list[Bucket], bit: int, value: int, *, may_mix: bool) -> None:
    """Into the bucket that holds `value`, into one of its own, or, when there are many, into its neighbour."""
    number = max(0, bisect_right(buckets, value, key=lambda bucket: bucket.low) - 1)
    near = buckets[number] if buckets else None
    if near is not None and near.low <= value <= near.high:
        buckets[number] = Bucket(near.low, near.high, near.bits | bit)
    elif near is None or len(buckets) < 2 * MOST_BUCKETS:
        buckets.insert(number + int(near is not None and near.low < value), Bucket(value, value, bit))
    elif may_mix:
        buckets[number] = Bucket(min(near.low, value), max(near.high, value), near.bits | bit)
    else:
        raise Overfull
