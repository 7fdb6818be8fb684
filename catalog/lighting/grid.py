"""Light point by point: where lamps hang, what each place of the work plane gets straight from them and from the
faces of the room."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, log

from catalog.lighting.beam import of_angle
from catalog.lighting.lumens import MAINTENANCE, thrown_back
from catalog.lighting.rooms import Room

Point = tuple[float, float]
CELL = 0.25  # metres, at most while the room is not large
FEWEST, MOST = 8, 32  # cells along a side, always an even number


@dataclass(frozen=True)
class Group:
    """Equal lamps that hang equally high."""

    lumens: float
    degrees: float
    height: float  # above the work plane
    points: tuple[Point, ...]


@dataclass(frozen=True)
class HeatMap:
    """Lux in the middle of each cell, rows from the near wall to the far one; lamps as they are between cleanings."""

    room: Room
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    direct: tuple[tuple[float, ...], ...]
    returned: float  # the same everywhere

    @cached_property
    def values(self) -> list[list[float]]:
        return [[each + self.returned for each in row] for row in self.direct]

    @cached_property
    def direct_mean(self) -> float:
        return sum(map(sum, self.direct)) / (len(self.xs) * len(self.ys))

    @property
    def mean(self) -> float:
        return self.direct_mean + self.returned

    @property
    def lowest(self) -> float:
        return min(map(min, self.values))

    @property
    def highest(self) -> float:
        return max(map(max, self.values))

    @property
    def uniformity(self) -> float:
        return self.lowest / self.mean


def direct_lux(groups: Sequence[Group], x: float, y: float) -> float:
    """New lamps, without any reflection: the sum of I(angle) x cos(angle) / distance squared."""
    total = 0.0
    for group in groups:
        shine, deep = of_angle(group.degrees), group.height * group.height
        power = -(shine.exponent + 3) / 2
        spread = sum([((x - px) ** 2 + (y - py) ** 2 + deep) ** power for px, py in group.points])
        total += group.lumens * shine.peak * group.height ** (shine.exponent + 1) * spread
    return total


def centres(side: float) -> tuple[float, ...]:
    count = min(MOST, max(FEWEST, 2 * ceil(side / CELL / 2)))
    return tuple((number + 0.5) * side / count for number in range(count))


def heat_map(room: Room, groups: Sequence[Group]) -> HeatMap:
    """Lamps hang in a pattern that reads the same from all four sides, so a quarter is worked out and mirrored."""
    xs, ys = centres(room.length), centres(room.width)
    quarter = []
    for y in ys[: len(ys) // 2]:
        half = [MAINTENANCE * direct_lux(groups, x, y) for x in xs[: len(xs) // 2]]
        quarter.append((*half, *reversed(half)))
    direct = (*quarter, *reversed(quarter))
    mean = sum(map(sum, quarter)) / (len(xs) * len(ys) / 2)
    return HeatMap(room, xs, ys, direct, returned_lux(room, groups, mean))


def returned_lux(room: Room, groups: Sequence[Group], direct_mean: float) -> float:
    """From ceiling, walls and floor; `direct_mean` is what the plane gets straight, between cleanings."""
    flux = MAINTENANCE * sum(group.lumens * len(group.points) for group in groups)
    up = MAINTENANCE * sum(
        group.lumens * len(group.points) * of_angle(group.degrees).upward for group in groups
    )  # fmt: skip
    straight = min(direct_mean * room.area, flux - up)
    height = max(group.height for group in groups)
    sides = 2 * (room.length + room.width) * height / room.area
    share = thrown_back(straight / flux, up / flux, walls=room.walls.reflects, sides=sides)
    return share * flux / room.area


def layout(count: int, length: float, width: float) -> tuple[Point, ...]:
    """Rows of lamps, equal distances, half of one to the walls; the pattern is its own mirror image both ways."""
    best = min(
        (rows for rows in range(1, count + 1) if rows % 2 or count % 2 == 0),
        key=lambda rows: (abs(log(length * rows * rows / (count * width))), rows),
    )
    points = []
    for row, in_row in enumerate(_shared_out(count, best)):
        y = (row + 0.5) * width / best
        points += [((number + 0.5) * length / in_row, y) for number in range(in_row)]
    return tuple(points)


def _shared_out(count: int, rows: int) -> list[int]:
    """Lamps per row, the same read from either end; what does not divide goes to the outer rows, or the middle."""
    each, left = divmod(count, rows)
    shares = [each] * rows
    if left % 2:
        shares[rows // 2] += 1
    for number in range(left // 2):
        shares[number] += 1
        shares[rows - 1 - number] += 1
    return shares
