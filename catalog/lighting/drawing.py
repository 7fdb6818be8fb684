"""A plan seen from above: the room by night, lines of equal light, and every lamp in its place.

Coordinates are whole centimetres. Colours follow the lamp's Kelvin step and are written as attributes, so that the
drawing keeps them wherever it is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.cards import kelvin
from catalog.lighting.grid import HeatMap
from catalog.lighting.plans import Plan
from iluminacasa.money import decimal_text

Place = tuple[float, float]
NIGHT = (13, 17, 19)
GLOW = {  # Kelvin step -> where there is little of its light, where there is much
    2200: ((214, 104, 24), (255, 221, 170)),
    2700: ((218, 124, 40), (255, 236, 204)),
    3000: ((219, 144, 66), (255, 243, 222)),
    4000: ((196, 168, 118), (255, 250, 238)),
    5000: ((150, 168, 200), (250, 252, 255)),
    6500: ((104, 146, 212), (240, 246, 255)),
}
LAYERS = 9  # from the darkest place to the brightest
FULL = 1.7  # times the light wanted: nearly white
STEPS = 60  # units along the longer side
LAMP, HELPER = 1.3, 0.9  # radius in units


@dataclass(frozen=True)
class Layer:
    """Everywhere with at least so much light."""

    lux: int
    path: str
    colour: str


@dataclass(frozen=True)
class Dot:
    x: int
    y: int
    radius: int


@dataclass(frozen=True)
class Drawing:
    """Everything around the room grows with it, so that small and large rooms look alike on the page."""

    width: int
    height: int
    unit: float  # what is one step of the shop's scale on this drawing
    layers: tuple[Layer, ...]
    dots: tuple[Dot, ...]
    length_text: str
    width_text: str

    @property
    def box(self) -> str:
        edge = self.margin
        return f"-{edge} -{edge} {self.width + 2 * edge} {self.height + 2 * edge}"

    @property
    def margin(self) -> int:
        return round(5 * self.unit)

    @property
    def letter(self) -> int:
        return round(2.6 * self.unit)

    @property
    def wall(self) -> int:
        return max(1, round(0.7 * self.unit))

    @property
    def line(self) -> int:
        return max(1, round(0.4 * self.unit))

    @property
    def hair(self) -> int:
        return max(1, round(0.12 * self.unit))

    @property
    def middle_x(self) -> int:
        return self.width // 2

    @property
    def middle_y(self) -> int:
        return self.height // 2

    @property
    def below(self) -> int:
        return self.height + round(3.7 * self.unit)

    @property
    def left(self) -> int:
        return -round(1.8 * self.unit)


def of_plan(plan: Plan) -> Drawing:
    room = plan.light.room
    step = kelvin(plan.kelvin or 3000)
    unit = max(room.length, room.width) * 100 / STEPS
    return Drawing(
        width=round(room.length * 100),
        height=round(room.width * 100),
        unit=unit,
        layers=tuple(layers(plan.light, step["step"] if step else 3000)),
        dots=tuple(
            Dot(round(x * 100), round(y * 100), max(2, round(unit * (HELPER if number else LAMP))))
            for number, item in enumerate(plan.items)
            for x, y in item.points
        ),
        length_text=metres(room.length),
        width_text=metres(room.width),
    )


def metres(side: float) -> str:
    return decimal_text(f"{side:.2f}") + " m"


def layers(light: HeatMap, step: int) -> list[Layer]:
    """One on another; the first covers the whole room."""
    drawn = []
    for number in range(LAYERS):
        level = light.lowest + (light.highest - light.lowest) * number / LAYERS
        middle = level + (light.highest - light.lowest) / LAYERS / 2
        drawn.append(Layer(round(level), outline(light, level), colour(middle / light.room.kind.lux, step)))
    return drawn


def colour(share: float, step: int) -> str:
    """Of a place with that share of the light wanted: from night over the lamp's own colour to nearly white."""
    little, much = GLOW[step]
    bright = min(1.0, share / FULL)
    dark, light, part = (NIGHT, little, bright * 2) if bright < 0.5 else (little, much, bright * 2 - 1)
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in zip(dark, light, strict=True))


# --- Lines of equal light ----------------------------------------------------------------------------
def outline(light: HeatMap, level: float) -> str:
    """Closed lines around everything at or above `level`, as one path for the even-odd rule."""
    return "".join(f"M{_points(ring)}z" for ring in _rings(*_framed(light), level))


def _points(ring: Sequence[Place]) -> str:
    places = [(round(x * 100), round(y * 100)) for x, y in ring]
    apart = [place for number, place in enumerate(places) if place != places[number - 1]] or places[:1]
    corners = [
        (x, y)
        for (bx, by), (x, y), (ax, ay) in zip([apart[-1], *apart], apart, [*apart[1:], apart[0]], strict=False)
        if (x - bx) * (ay - y) != (y - by) * (ax - x)
    ]
    return "L".join(f"{x} {y}" for x, y in corners or apart)


def _framed(light: HeatMap) -> tuple[list[float], list[float], list[list[float]]]:
    """The points with the walls around them, and darkness right behind the walls, so that every line closes."""
    xs = [0.0, 0.0, *light.xs, light.room.length, light.room.length]
    ys = [0.0, 0.0, *light.ys, light.room.width, light.room.width]
    rows = [[0.0, row[0], *row, row[-1], 0.0] for row in light.values]
    dark = [0.0] * len(xs)
    return xs, ys, [dark, rows[0], *rows, rows[-1], dark]


def _rings(
    xs: Sequence[float], ys: Sequence[float], values: Sequence[Sequence[float]], level: float
) -> list[list[Place]]:
    """Marching squares: each square adds the pieces of line that cross it, joined where they meet."""
    following: dict[tuple[int, int, bool], tuple[int, int, bool]] = {}
    for j in range(len(ys) - 1):
        above, below = values[j], values[j + 1]
        for i in range(len(xs) - 1):
            corners = (above[i] >= level, above[i + 1] >= level, below[i + 1] >= level, below[i] >= level)
            if any(corners) and not all(corners):
                following |= _pieces(i, j, corners)
    rings = []
    while following:
        edge = start = next(iter(following))
        ring = []
        while edge in following:
            ring.append(_crossing(edge, xs, ys, values, level))
            edge = following.pop(edge)
        if edge == start and len(ring) > 2:
            rings.append(ring)
    return rings


def _pieces(
    i: int, j: int, corners: tuple[bool, bool, bool, bool]
) -> dict[tuple[int, int, bool], tuple[int, int, bool]]:
    """From edge to edge around the lit corners, always with the light on the same side.

    An edge is named by the point it starts from and whether it runs along a row.
    """
    edges = ((i, j, True), (i + 1, j, False), (i, j + 1, True), (i, j, False))  # above, right, below, left
    into = [edges[n] for n in range(4) if not corners[n] and corners[(n + 1) % 4]]
    out_of = [edges[n] for n in range(4) if corners[n] and not corners[(n + 1) % 4]]
    if len(into) == 1:
        return {into[0]: out_of[0]}
    return {into[0]: out_of[0], into[1]: out_of[1]} if corners[1] else {into[0]: out_of[1], into[1]: out_of[0]}


def _crossing(
    edge: tuple[int, int, bool], xs: Sequence[float], ys: Sequence[float], values: Sequence[Sequence[float]],
    level: float,
) -> Place:  # fmt: skip
    """Where along the edge the light has exactly that level."""
    i, j, is_along_row = edge
    here, there = values[j][i], values[j][i + 1] if is_along_row else values[j + 1][i]
    share = (level - here) / (there - here)
    if is_along_row:
        return xs[i] + share * (xs[i + 1] - xs[i]), ys[j]
    return xs[i], ys[j] + share * (ys[j + 1] - ys[j])
