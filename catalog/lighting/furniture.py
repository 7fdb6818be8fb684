"""What stands in the rooms of the scene, as flat parts: drawn in metres, from behind to before.

x runs from the middle of the room, y from the floor, `depth` from the far wall (0) to us (1). The drawn room is 4.9 m
wide and 2.6 m high whatever the measures of the real one; only the light follows those.
"""

from collections.abc import Sequence
from typing import NamedTuple

WIDE, HIGH = 4.9, 2.6
WALL_COLOURS = {"light": "#E4DDD0", "medium": "#B9C1B0", "dark": "#8E6A58"}
CEILING_COLOUR = "#F1EEE8"
WOOD, TILE = "#B98F66", "#C9BFB0"
WALNUT, OAK, RATTAN = "#7A5638", "#C39A6B", "#D9B98A"
INK, CREAM, LINEN = "#22302F", "#F2EADB", "#E7DCC8"
TERRACOTTA, MUSTARD, FOREST, SAGE, NAVY = "#C4623A", "#D79A3C", "#3F6B58", "#8FA68E", "#33495E"
CLAY, RUST = "#CF8C68", "#B86A4C"
LEAF, POT, BRASS, STEEL = "#4C7A4A", "#B5654A", "#C79A4B", "#B9BEC0"
FRONT, TOP = "front", "top"
TOWN = (  # outside the window: colour, then left, low, width and height as shares of it
    ("#16202F", 0.0, 0.0, 0.24, 0.34), ("#1B2738", 0.2, 0.0, 0.2, 0.5), ("#141D2B", 0.42, 0.0, 0.2, 0.26),
    ("#1B2738", 0.6, 0.0, 0.18, 0.4), ("#16202F", 0.78, 0.0, 0.22, 0.56),
    *(("#E9B765", left, low, 0.04, 0.022) for left, low in
      ((0.06, 0.24), (0.15, 0.14), (0.25, 0.4), (0.33, 0.28), (0.25, 0.16), (0.5, 0.18), (0.64, 0.3), (0.72, 0.2),
       (0.84, 0.46), (0.92, 0.34), (0.84, 0.24))),
)  # fmt: skip


class Part(NamedTuple):
    colour: str
    form: str  # box: x, y, width, height, radius; oval: x, y, rx, ry; shape: x, y, ...; flat: height, x, depth, ...
    numbers: tuple[float, ...]
    depth: float
    faces: str = FRONT


def box(colour: str, depth: float, *numbers: float) -> Part:
    """x, y, width, height and, unless it is usual, the radius of the corners."""
    return Part(colour, "box", numbers if len(numbers) > 4 else (*numbers, 0.02), depth)


def oval(colour: str, depth: float, *numbers: float, faces: str = FRONT) -> Part:
    """x and y of the middle, half the width, half the height."""
    return Part(colour, "oval", numbers, depth, faces)


def shape(colour: str, depth: float, *numbers: float) -> Part:
    return Part(colour, "shape", numbers, depth)


def flat(colour: str, height: float, *numbers: float) -> Part:
    """A level face: pairs of x and depth."""
    return Part(colour, "flat", (height, *numbers), sum(numbers[1::2]) / len(numbers[1::2]), TOP)


def disc(colour: str, height: float, *numbers: float) -> Part:
    """A level circle: x, depth, half its width, half its reach in shares of the depth."""
    x, depth, rx, reach = numbers
    return Part(colour, "disc", (height, x, rx, reach), depth, TOP)


def block(colour: str, *numbers: float) -> list[Part]:
    """A body with its top and its front: near and far end, x, y, width, height."""
    near, far, x, y, width, height = numbers
    return [
        flat(colour, y + height, x, far, x + width, far, x + width, near, x, near),
        box(colour, near, x, y, width, height, 0.0),
    ]


# --- Small things -----------------------------------------------------------------------------------
def plant(x: float, depth: float, size: float = 1.0) -> list[Part]:
    """A monstera in its pot."""
    leaves = [(-0.42, 1.05, 0.2), (0.4, 1.12, 0.2), (-0.2, 1.42, 0.21), (0.2, 1.5, 0.19), (0.0, 1.1, 0.22),
              (-0.5, 0.74, 0.16), (0.46, 0.76, 0.16)]  # fmt: skip
    parts = [
        shape(FOREST, depth, x - 0.012, 0.3, x + tip * size * 0.8, up * size, x + 0.02, 0.3) for tip, up, _ in leaves
    ]
    for tip, up, wide in leaves:
        px, py, half = x + tip * size, up * size, wide * size
        lean = tip * size * 0.5
        parts.append(
            Part(LEAF, "leaf", (px - lean * 0.7, py - half * 0.8, px + lean * 0.7, py + half * 0.9, half), depth)
        )
    pot = shape(
        POT, depth, x - 0.2 * size, 0.4 * size, x + 0.2 * size, 0.4 * size, x + 0.14 * size, 0, x - 0.14 * size, 0
    )
    return [*parts, pot]


def picture(x: float, y: float, width: float, height: float, colours: Sequence[str]) -> list[Part]:
    """A frame with two hills and a sun."""
    ground, sun, hill, near = colours
    left, low = x + 0.05, y + 0.05
    w, h = width - 0.1, height - 0.1
    return [
        box(OAK, 0.004, x, y, width, height, 0.01),
        box(ground, 0.004, left, low, w, h, 0.0),
        oval(sun, 0.004, x + width * 0.6, y + height * 0.62, w * 0.2, w * 0.2),
        shape(hill, 0.004, left, low + h * 0.42, left + w * 0.35, low + h * 0.55, left + w * 0.7, low + h * 0.34,
              left + w, low + h * 0.46, left + w, low, left, low),
        shape(near, 0.004, left, low + h * 0.2, left + w * 0.5, low + h * 0.3, left + w, low + h * 0.16, left + w, low,
              left, low),
    ]  # fmt: skip


def window(x: float, y: float, width: float, height: float) -> list[Part]:
    """The evening outside shines by itself."""
    half = width / 2
    return [
        box(CREAM, 0.002, x - 0.06, y - 0.06, width + 0.12, height + 0.12, 0.01),
        Part("", "night", (x, y, width, height), 0.002),
        *[
            Part(colour, "outside", (x + left * width, y + low * height, wide * width, high * height), 0.002)
            for colour, left, low, wide, high in TOWN
        ],
        box(CREAM, 0.003, x + half - 0.02, y, 0.04, height, 0.0),
        box(LINEN, 0.01, x - 0.42, 0.04, 0.4, y + height + 0.1, 0.02),
        box(CREAM, 0.01, x - 0.3, 0.04, 0.05, y + height + 0.1, 0.0),
        box(CREAM, 0.01, x - 0.16, 0.04, 0.04, y + height + 0.1, 0.0),
        box(BRASS, 0.01, x - 0.5, y + height + 0.12, width + 0.62, 0.03, 0.01),
    ]


def cobogo(x: float, y: float, columns: int, rows: int, side: float = 0.24) -> list[Part]:
    """A screen of pierced bricks: of Brazil, and a beauty by lamp light."""
    parts = [box(CLAY, 0.006, x, y, columns * side, rows * side, 0.01)]
    for number in range(columns * rows):
        left, low = x + number % columns * side, y + number // columns * side
        parts.append(oval("#8F5A42", 0.006, left + side / 2, low + side / 2, side * 0.38, side * 0.38))
        parts.append(oval(CLAY, 0.006, left + side / 2, low + side / 2, side * 0.16, side * 0.16))
    return parts


def books(x: float, y: float, depth: float) -> list[Part]:
    colours = (NAVY, MUSTARD, CREAM, TERRACOTTA, FOREST)
    return [
        box(colour, depth, x + 0.055 * place, y, 0.048, 0.2 + 0.03 * (place % 3), 0.004)
        for place, colour in enumerate(colours)
    ]


def vase(colour: str, x: float, y: float, depth: float) -> list[Part]:
    return [
        shape(SAGE, depth, x - 0.01, y + 0.2, x - 0.1, y + 0.52, x + 0.01, y + 0.2),
        shape(LEAF, depth, x, y + 0.2, x + 0.07, y + 0.58, x + 0.02, y + 0.2),
        oval(colour, depth, x, y + 0.1, 0.085, 0.11),
        box(colour, depth, x - 0.035, y + 0.16, 0.07, 0.08, 0.01),
    ]


# --- Rooms --------------------------------------------------------------------------------------------
def living() -> list[Part]:
    seat = [
        box(FOREST, 0.06, -1.15, 0.36, 2.3, 0.52, 0.1),
        *[box(FOREST, 0.08, -1.02 + 0.69 * place, 0.42, 0.66, 0.42, 0.09) for place in range(3)],
        flat("#4B7D68", 0.44, -1.05, 0.1, 1.05, 0.1, 1.05, 0.24, -1.05, 0.24),
        box(FOREST, 0.24, -0.98, 0.13, 1.96, 0.29, 0.06),
        box("#4B7D68", 0.24, -1.17, 0.13, 0.22, 0.47, 0.08),
        box("#4B7D68", 0.24, 0.95, 0.13, 0.22, 0.47, 0.08),
        *[box(WALNUT, 0.24, x, 0.0, 0.05, 0.14, 0.01) for x in (-1.05, 1.0)],
        shape(TERRACOTTA, 0.1, -0.95, 0.46, -0.55, 0.43, -0.5, 0.78, -0.9, 0.84),
        shape(MUSTARD, 0.1, 0.5, 0.43, 0.9, 0.46, 0.86, 0.82, 0.48, 0.8),
        shape(CREAM, 0.11, -0.58, 0.43, -0.24, 0.43, -0.26, 0.7, -0.56, 0.72),
    ]
    table = [
        *[box(WALNUT, depth, x, 0.0, 0.04, 0.34, 0.01) for x, depth in ((-0.32, 0.44), (0.28, 0.44), (-0.02, 0.5))],
        disc(WALNUT, 0.34, 0, 0.455, 0.62, 0.066),
        disc(OAK, 0.37, 0, 0.455, 0.62, 0.066),
        *[box(colour, 0.44, -0.3, 0.37 + 0.035 * place, 0.34, 0.035, 0.004) for place, colour in
          enumerate((NAVY, CREAM))],
        *vase(TERRACOTTA, 0.22, 0.37, 0.45),
    ]  # fmt: skip
    return [
        *window(-2.0, 0.95, 0.72, 1.2), *cobogo(1.55, 0.0, 3, 10, 0.2),
        *picture(-0.86, 1.25, 0.74, 0.92, (CREAM, TERRACOTTA, SAGE, FOREST)),
        *picture(0.02, 1.4, 0.56, 0.7, ("#EAD2B0", MUSTARD, NAVY, INK)),
        *rug(RUST, CREAM), *plant(-1.62, 0.12, 0.92), *seat, *table,
    ]  # fmt: skip


def rug(colour: str, border: str) -> list[Part]:
    return [
        flat(border, 0.004, -1.55, 0.24, 1.55, 0.24, 1.55, 0.66, -1.55, 0.66),
        flat(colour, 0.005, -1.47, 0.255, 1.47, 0.255, 1.47, 0.645, -1.47, 0.645),
        flat(border, 0.006, -1.36, 0.285, 1.36, 0.285, 1.36, 0.297, -1.36, 0.297),
        flat(border, 0.006, -1.36, 0.6, 1.36, 0.6, 1.36, 0.615, -1.36, 0.615),
    ]


def bedroom() -> list[Part]:
    bed = [
        box(OAK, 0.01, -1.02, 0.2, 2.04, 0.98, 0.06),
        *[box(RATTAN, 0.012, -0.96 + 0.49 * place, 0.28, 0.45, 0.84, 0.03) for place in range(4)],
        *[box(CREAM, 0.05, x, 0.52, 0.82, 0.34, 0.12) for x in (-0.88, 0.06)],
        *[box(colour, 0.08, x, 0.5, 0.52, 0.28, 0.1) for x, colour in ((-0.74, TERRACOTTA), (0.22, SAGE))],
        flat(CREAM, 0.52, -0.95, 0.08, 0.95, 0.08, 0.97, 0.46, -0.97, 0.46),
        flat(SAGE, 0.53, -0.96, 0.2, 0.96, 0.2, 0.98, 0.47, -0.98, 0.47),
        flat(TERRACOTTA, 0.54, -0.97, 0.35, 0.97, 0.35, 0.98, 0.44, -0.98, 0.44),
        box(SAGE, 0.47, -0.98, 0.12, 1.96, 0.42, 0.03),
        box(TERRACOTTA, 0.472, -0.98, 0.46, 1.96, 0.08, 0.02),
        *[box(OAK, 0.46, x, 0.0, 0.07, 0.13, 0.01) for x in (-0.94, 0.87)],
    ]
    beside = [
        *block(WALNUT, 0.14, 0.02, -1.68, 0.1, 0.52, 0.42), *block(WALNUT, 0.14, 0.02, 1.16, 0.1, 0.52, 0.42),
        *[box(BRASS, 0.142, x, 0.3, 0.1, 0.025, 0.01) for x in (-1.47, 1.37)],
        *[box(INK, 0.14, x, 0.0, 0.04, 0.1, 0.0) for x in (-1.66, -1.22, 1.18, 1.62)],
        *vase(POT, -1.5, 0.52, 0.08), box(NAVY, 0.1, -1.38, 0.52, 0.2, 0.035, 0.0),
        box(MUSTARD, 0.1, -1.37, 0.555, 0.18, 0.03, 0.0),
    ]  # fmt: skip
    return [
        *window(-2.1, 0.95, 0.7, 1.2), oval(RATTAN, 0.004, 0, 1.74, 0.36, 0.36), oval(OAK, 0.004, 0, 1.74, 0.26, 0.26),
        oval(CREAM, 0.004, 0, 1.74, 0.16, 0.16), *rug(LINEN, OAK), *plant(2.02, 0.1, 0.86), *beside, *bed,
    ]  # fmt: skip


def chair(x: float, depth: float, *, from_behind: bool) -> list[Part]:
    seat = flat(
        RATTAN, 0.46, x - 0.22, depth - 0.04, x + 0.22, depth - 0.04, x + 0.22, depth + 0.04, x - 0.22, depth + 0.04
    )
    at = depth + 0.04 if from_behind else depth - 0.04
    back = [
        box(WALNUT, at, x - 0.22, 0.46, 0.035, 0.44, 0.01), box(WALNUT, at, x + 0.185, 0.46, 0.035, 0.44, 0.01),
        box(RATTAN, at, x - 0.2, 0.6, 0.4, 0.26, 0.05), box(WALNUT, at, x - 0.22, 0.84, 0.44, 0.06, 0.03),
    ]  # fmt: skip
    legs = [box(WALNUT, depth + 0.04, x + side, 0.0, 0.035, 0.46, 0.01) for side in (-0.21, 0.175)]
    rim = box(WALNUT, depth + 0.04, x - 0.22, 0.41, 0.44, 0.05, 0.01)
    return [*legs, seat, rim, *back] if from_behind else [*back, *legs, seat, rim]


def dining() -> list[Part]:
    buffet = [
        *block(OAK, 0.1, 0.0, -1.1, 0.16, 2.2, 0.62),
        *[box(RATTAN, 0.102, -1.04 + 0.72 * place, 0.24, 0.66, 0.46, 0.02) for place in range(3)],
        *[box(WALNUT, 0.1, x, 0.0, 0.05, 0.17, 0.0) for x in (-1.0, 0.95)],
        *vase(TERRACOTTA, -0.85, 0.78, 0.05), *books(0.55, 0.78, 0.05), oval(BRASS, 0.05, 0.3, 0.84, 0.12, 0.06),
    ]  # fmt: skip
    top = [
        *[box(WALNUT, 0.56, x, 0.0, 0.08, 0.74, 0.01) for x in (-0.86, 0.78)],
        flat(OAK, 0.76, -0.98, 0.4, 0.98, 0.4, 1.0, 0.57, -1.0, 0.57),
        box(WALNUT, 0.57, -1.0, 0.71, 2.0, 0.05, 0.01),
        disc(CREAM, 0.765, 0, 0.48, 0.2, 0.022), oval(POT, 0.48, 0, 0.81, 0.2, 0.05),
        oval(LEAF, 0.478, -0.08, 0.87, 0.07, 0.05), oval(MUSTARD, 0.479, 0.03, 0.865, 0.06, 0.05),
        oval(TERRACOTTA, 0.479, 0.11, 0.855, 0.05, 0.045),
        *[disc(CREAM, 0.765, x, 0.525, 0.15, 0.017) for x in (-0.55, 0.55)],
    ]  # fmt: skip
    return [
        *window(-2.1, 0.95, 0.7, 1.2), *cobogo(1.72, 0.0, 3, 11, 0.2),
        *picture(-0.6, 1.2, 1.2, 0.84, (CREAM, MUSTARD, TERRACOTTA, FOREST)), *rug(LINEN, SAGE), *buffet,
        *plant(-1.7, 0.12, 0.9), *chair(-0.5, 0.36, from_behind=False), *chair(0.5, 0.36, from_behind=False), *top,
        *chair(-0.52, 0.64, from_behind=True), *chair(0.52, 0.64, from_behind=True),
    ]  # fmt: skip


def kitchen() -> list[Part]:
    tiles = [
        box((LINEN, SAGE)[(row + column) % 2], 0.004, -2.2 + 0.2 * column, 0.92 + 0.2 * row, 0.19, 0.19, 0.008)
        for row in range(3)
        for column in range(22)
    ]  # fmt: skip
    lower = [
        *block(FOREST, 0.14, 0.0, -2.2, 0.08, 3.7, 0.8),
        *[box("#4B7D68", 0.142, -2.16 + 0.615 * place, 0.12, 0.58, 0.72, 0.015) for place in range(6)],
        *[box(BRASS, 0.143, -2.0 + 0.615 * place, 0.74, 0.22, 0.025, 0.01) for place in range(6)],
        box(INK, 0.143, -0.3, 0.2, 0.56, 0.48, 0.02), box(STEEL, 0.144, -0.26, 0.6, 0.48, 0.03, 0.01),
        flat(CREAM, 0.9, -2.24, 0.0, 1.52, 0.0, 1.52, 0.145, -2.24, 0.145),
        box(CREAM, 0.146, -2.24, 0.86, 3.76, 0.05, 0.0),
        flat(INK, 0.902, -0.26, 0.04, 0.24, 0.04, 0.25, 0.11, -0.27, 0.11),
        oval(POT, 0.07, 0.08, 0.97, 0.13, 0.07), box(POT, 0.07, -0.05, 0.95, 0.26, 0.07, 0.02),
    ]  # fmt: skip
    upper = [
        shape(STEEL, 0.05, -0.12, 2.6, 0.1, 2.6, 0.1, 1.9, 0.4, 1.66, -0.42, 1.66, -0.12, 1.9),
        *[box(OAK, 0.07, x, 1.6, 1.3, 0.05, 0.01) for x in (-1.95, 0.52)],
        *vase(CREAM, -1.75, 1.65, 0.06), *books(-1.4, 1.65, 0.06), oval(TERRACOTTA, 0.06, -0.88, 1.73, 0.1, 0.08),
        *[box(colour, 0.06, 0.62 + 0.19 * place, 1.65, 0.14, 0.2, 0.03) for place, colour in
          enumerate((CREAM, SAGE, MUSTARD))], *vase(POT, 1.35, 1.65, 0.06),
        *block(STEEL, 0.15, 0.0, 1.56, 0.04, 0.72, 1.82), box(INK, 0.152, 1.6, 1.18, 0.64, 0.012, 0.0),
        *[box(INK, 0.152, 1.64, y, 0.025, 0.3, 0.01) for y in (0.82, 1.24)],
    ]  # fmt: skip
    island = [
        box(OAK, 0.58, -0.95, 0.02, 1.9, 0.86, 0.0),
        *[box("#B08856", 0.581, -0.95 + 0.19 * place, 0.02, 0.012, 0.84, 0.0) for place in range(1, 10)],
        flat(CREAM, 0.93, -1.1, 0.4, 1.1, 0.4, 1.12, 0.6, -1.12, 0.6), box(LINEN, 0.6, -1.12, 0.87, 2.24, 0.06, 0.01),
        oval(POT, 0.5, 0.45, 0.97, 0.19, 0.055), oval(MUSTARD, 0.5, 0.38, 1.02, 0.06, 0.05),
        oval(LEAF, 0.5, 0.5, 1.025, 0.06, 0.05), *vase(TERRACOTTA, -0.5, 0.93, 0.5),
    ]  # fmt: skip
    return [*tiles, *lower, *upper, *island, *stool(-0.55), *stool(0.05), *stool(0.65)]


def stool(x: float) -> list[Part]:
    legs = [shape(INK, 0.7, x + a, 0.58, x + a + 0.03, 0.58, x + b + 0.03, 0.0, x + b, 0.0) for a, b in
            ((-0.12, -0.17), (0.09, 0.14))]  # fmt: skip
    return [*legs, box(INK, 0.7, x - 0.14, 0.22, 0.28, 0.02, 0.0), oval(WALNUT, 0.7, x, 0.6, 0.18, 0.05, faces=TOP)]


def plain() -> list[Part]:
    return [
        box(OAK, 0.004, 0.95, 0.0, 0.92, 2.14, 0.01), box(WALNUT, 0.006, 1.0, 0.0, 0.82, 2.08, 0.0),
        box(BRASS, 0.008, 1.08, 1.0, 0.12, 0.03, 0.01), *window(-2.0, 0.95, 0.72, 1.2),
        *picture(-0.75, 1.25, 0.7, 0.86, (CREAM, MUSTARD, SAGE, NAVY)), *plant(2.1, 0.12, 0.85),
        *block(OAK, 0.13, 0.03, -0.95, 0.38, 1.3, 0.06),
        *[box(WALNUT, 0.12, x, 0.0, 0.05, 0.38, 0.0) for x in (-0.9, 0.25)],
        *books(-0.6, 0.44, 0.08), *vase(TERRACOTTA, 0.1, 0.44, 0.08),
    ]  # fmt: skip


def side_table(x: float, depth: float, top: float) -> list[Part]:
    """What a table lamp stands on."""
    return [
        box(WALNUT, depth, x - 0.02, 0.0, 0.04, top, 0.0), oval(WALNUT, depth, x, 0.02, 0.18, 0.03),
        oval(OAK, depth, x, top, 0.27, 0.045, faces=TOP),
    ]  # fmt: skip


ROOMS = {"sala": living, "quarto": bedroom, "jantar": dining, "cozinha": kitchen, "vazio": plain}
FLOORS = {"cozinha": TILE}
PLANKS, SEAMS = (15, 1), {"cozinha": (10, 8)}  # lines of the floor: away from us, across
