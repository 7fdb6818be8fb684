"""Where the marks of a chart stand. Templates print them as SVG: no script, no inline style, colours by class.

Everything is in percent of the drawing, which the page stretches; words stay HTML beside it and keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

STEPS = (1, 2, 2.5, 5, 10)
WANTED = 4  # lines of a scale
GAP = 0.25  # of a column's room stays empty
LABELS = 6  # words under the columns at most


@dataclass(frozen=True)
class Point:
    label: str  # what stands under it: "23/11"
    value: Decimal
    shown: str  # the value in words: "R$ 1.249,00"
    before: Decimal | None = None  # the same place one period earlier


@dataclass(frozen=True)
class Column:
    x: str
    y: str
    width: str
    height: str
    title: str
    is_negative: bool


@dataclass(frozen=True)
class Mark:
    """One line of the scale, or one word under the columns."""

    place: str
    label: str


@dataclass(frozen=True)
class Columns:
    columns: Sequence[Column]
    line: str  # `points` of the period before; "" when there is none
    grid: Sequence[Mark]  # from above to below
    zero: str
    words: Sequence[str]  # under the columns, evenly apart


def columns(points: Sequence[Point]) -> Columns:
    """One column for each point, above or below zero, with the period before as a line."""
    values = [point.value for point in points] + [point.before for point in points if point.before is not None]
    ticks = scale(min([Decimal(0), *values]), max([Decimal(0), *values]))
    low, high = ticks[0], ticks[-1]

    def height(value: Decimal) -> float:
        return float((high - value) / (high - low) * 100)

    room = 100 / max(1, len(points))
    zero = height(Decimal(0))
    drawn = []
    for place, point in enumerate(points):
        top, bottom = sorted((height(point.value), zero))
        drawn.append(
            Column(
                x=percent(place * room + room * GAP / 2),
                y=percent(top),
                width=percent(room * (1 - GAP)),
                height=percent(bottom - top),
                title=f"{point.label}: {point.shown}",
                is_negative=point.value < 0,
            )
        )
    earlier = [(place, point.before) for place, point in enumerate(points) if point.before is not None]
    line = " ".join(f"{percent(place * room + room / 2)},{percent(height(value))}" for place, value in earlier)
    grid = [Mark(percent(height(tick)), short(tick)) for tick in reversed(ticks)]
    return Columns(drawn, line, grid, percent(zero), words([point.label for point in points]))


def scale(low: Decimal, high: Decimal) -> list[Decimal]:
    """Round numbers from at most `low` to at least `high`, zero among them."""
    if low == high:
        return [low, low + 1]
    raw = float(high - low) / WANTED
    power = 10 ** floor(log10(raw))
    step = Decimal(str(next(each * power for each in STEPS if each * power >= raw * 0.999999)))
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return [step * number for number in range(first, last + 1)]


def words(labels: Sequence[str]) -> list[str]:
    """So few of the labels that they have room: the first, the last, and some between at equal distance."""
    if len(labels) <= LABELS:
        return list(labels)
    return [labels[round(place * (len(labels) - 1) / (LABELS - 1))] for place in range(LABELS)]


def share(value: Decimal, of: Decimal) -> str:
    """Length of a bar in a table row: percent of the longest."""
    return percent(float(max(Decimal(0), value) / of * 100)) if of > 0 else "0"


def percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def short(value: Decimal) -> str:
    """A number of a scale: `2,5 mil`."""
    if abs(value) >= 1_000_000:
        return f"{percent(float(value / 1_000_000))} mi".replace(".", ",")
    if abs(value) >= 1_000:
        return f"{percent(float(value / 1_000))} mil".replace(".", ",")
    return percent(float(value)).replace(".", ",")
