"""The scene as shapes for an SVG: paths with colours as attributes, so that it needs neither style nor script.

The faces of the room are patches, each in the colour its material has under the light of its place, and blurred into
one another; what stands before them is flat. The far wall is a rectangle, everything else comes nearer in a perspective
with one vanishing point.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import radians, tan

from catalog.lighting import furniture
from catalog.lighting.beam import HALF_TURN
from catalog.lighting.colour import lit
from catalog.lighting.furniture import HIGH, TOP, WIDE, Part
from catalog.lighting.scene import (
    CEILING,
    DOWN,
    HANGING,
    LEFT,
    NEAR,
    RIGHT,
    STANDING,
    TABLE,
    UP,
    WALL,
    Direction,
    Place,
    Scene,
    Source,
)

WIDTH, HEIGHT = 960, 560
MIDDLE, HORIZON = 480, 250  # the vanishing point
BACK_WIDTH, BACK_HEIGHT, BACK_FLOOR = 580, 310, 150  # the far wall; its floor below the horizon
APPROACH = 0.524  # 1 - far size / near size
METRE = BACK_WIDTH / WIDE
OVER = 0.14  # patches reach past their face, so that blurring leaves no rim
WHITE, SHADE, CLAY = "#FFFFFF", "#1A1410", "#C4623A"
GLOWING = 6.0  # times the light wanted: what shines itself
NARROW = 115  # degrees: a beam one sees in the air
MOST_CONES = 6
WIDEST_CONE = 0.95  # metres to either side: a wider beam is lost in the air


@dataclass(frozen=True)
class Face:
    name: str
    outline: str
    ground: str
    patches: Sequence[tuple[str, str]]  # (colour, path)


@dataclass(frozen=True)
class Mark:
    """One path; `fill` a colour or the name of a gradient of the drawing."""

    path: str
    fill: str
    opacity: str = ""
    gradient: str = ""


@dataclass(frozen=True)
class Glow:
    x: int
    y: int
    radius: int
    opacity: str


@dataclass(frozen=True)
class Drawing:
    name: str  # before every id: several drawings may share a page
    light: str  # the colour of the light itself
    faces: Sequence[Face]
    seams: str  # of planks or tiles
    shadows: Sequence[Mark]
    things: Sequence[Mark]
    cones: Sequence[Mark]
    glows: Sequence[Glow]
    lamps: Sequence[Mark]
    width: int = WIDTH
    height: int = HEIGHT


def draw(scene: Scene, *, kind: str, name: str = "scene") -> Drawing:
    """`kind` is one of `furniture.ROOMS`."""
    parts = furniture.ROOMS[kind]()
    for source in scene.sources:
        if source.form == TABLE:
            parts += furniture.side_table((source.at[0] - 0.5) * WIDE, source.at[2], 0.58)
    return Drawing(
        name=name,
        light=lit(WHITE, 2.2, scene.light),
        faces=list(faces(scene, kind)),
        shadows=[shadow(part) for part in parts if part.form == "box" and part.numbers[1] < 0.2],
        seams=seams(furniture.SEAMS.get(kind, furniture.PLANKS)),
        things=[thing(part, scene) for part in parts],
        cones=[mark for source in scene.sources[:MOST_CONES] for mark in cone(source, scene)],
        glows=[glow(source) for source in scene.sources],
        lamps=[mark for source in sorted(scene.sources, key=lambda each: each.at[2]) for mark in lamp(source, scene)],
    )


# --- Perspective ----------------------------------------------------------------------------------------
def nearness(depth: float) -> float:
    return 1 / (1 - APPROACH * depth)


def seen(x: float, y: float, depth: float) -> tuple[int, int]:
    """Where on the picture a place of the room is; x and y as shares of its sides."""
    near = nearness(depth)
    return round(MIDDLE + (x - 0.5) * BACK_WIDTH * near), round(HORIZON + (BACK_FLOOR - BACK_HEIGHT * y) * near)


def on_picture(x: float, y: float, depth: float) -> tuple[int, int]:
    """The same in metres: x from the middle, y from the floor."""
    return seen(0.5 + x / WIDE, y / HIGH, depth)


def polygon(places: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in places) + "z"


def ellipse(x: float, y: float, rx: float, ry: float) -> str:
    wide, high = max(1, round(rx)), max(1, round(ry))
    half = f"a{wide} {high} 0 0 0 "
    return f"M{round(x) - wide} {y:.0f}{half}{2 * wide} 0{half}{-2 * wide} 0z"


# --- Faces of the room ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Plane:
    name: str
    colour: str
    columns: int
    rows: int
    place: Callable[[float, float], Place]  # of two shares along its sides
    turned: Direction


def planes(scene: Scene, kind: str) -> list[Plane]:
    wall = furniture.WALL_COLOURS[scene.room.walls.key]
    return [
        Plane("ceiling", furniture.CEILING_COLOUR, 9, 4, lambda a, b: (a, 1.0, b), DOWN),
        Plane("left", wall, 5, 6, lambda a, b: (0.0, b, a), RIGHT),
        Plane("right", wall, 5, 6, lambda a, b: (1.0, b, a), LEFT),
        Plane("back", wall, 16, 9, lambda a, b: (a, b, 0.0), NEAR),
        Plane("floor", furniture.FLOORS.get(kind, furniture.WOOD), 13, 8, lambda a, b: (a, 0.0, b), UP),
    ]


def faces(scene: Scene, kind: str) -> Iterator[Face]:
    for plane in planes(scene, kind):
        corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
        patches = list(patched(plane, scene))
        dim = min(scene.level(plane.place(a, b), plane.turned) for a, b in corners)
        outline = polygon([seen(*plane.place(a, b)) for a, b in corners])
        yield Face(plane.name, outline, lit(plane.colour, dim, scene.light), patches)


def patched(plane: Plane, scene: Scene) -> Iterator[tuple[str, str]]:
    across, along = 1 / plane.columns, 1 / plane.rows
    for number in range(plane.columns * plane.rows):
        column, row = number % plane.columns, number // plane.columns
        left, low = column * across, row * along
        ends_a = (left - OVER * (column == 0), left + across + OVER * (column == plane.columns - 1))
        ends_b = (low - OVER * (row == 0), low + along + OVER * (row == plane.rows - 1))
        corners = [(ends_a[0], ends_b[0]), (ends_a[1], ends_b[0]), (ends_a[1], ends_b[1]), (ends_a[0], ends_b[1])]
        places = [seen(*plane.place(a, b)) for a, b in corners]
        if is_in_sight(places):
            level = scene.level(plane.place(left + across / 2, low + along / 2), plane.turned)
            yield lit(plane.colour, level, scene.light), polygon(places)


def is_in_sight(places: Sequence[tuple[int, int]]) -> bool:
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return max(xs) > 0 and min(xs) < WIDTH and max(ys) > 0 and min(ys) < HEIGHT


def seams(laid: tuple[int, int]) -> str:
    """Lines of the floor: so many away from us, so many across."""
    away, across = laid
    lines = [((number / away, 0.0, 0.0), (number / away, 0.0, 1.0)) for number in range(1, away)]
    lines += [((0.0, 0.0, number / across), (1.0, 0.0, number / across)) for number in range(1, across)]
    return "".join("M{} {}L{} {}".format(*seen(*start), *seen(*end)) for start, end in lines)


# --- What stands in it ------------------------------------------------------------------------------------
def thing(part: Part, scene: Scene) -> Mark:
    path, (x, y) = outlined(part)
    if part.form == "night":
        return Mark(path, "", gradient="night")
    if part.form == "outside":
        return Mark(path, part.colour)
    at = (min(1.0, max(0.0, 0.5 + x / WIDE)), min(1.0, max(0.0, y / HIGH)), part.depth)
    level = scene.level(at, UP if part.faces == TOP else NEAR)
    if part.faces != TOP:  # round and soft things catch some of what comes from above
        level = 0.75 * level + 0.25 * scene.level(at, UP)
    return Mark(path, lit(part.colour, level, scene.light))


def outlined(part: Part) -> tuple[str, tuple[float, float]]:
    """The path, and its middle in metres."""
    numbers, depth = part.numbers, part.depth
    if part.form in ("box", "night", "outside"):
        x, y, width, height = numbers[:4]
        return rounded(part), (x + width / 2, y + height / 2)
    if part.form in ("oval", "disc"):
        return circled(part)
    if part.form == "leaf":
        return leaf(part), (numbers[0], numbers[1])
    if part.form == "flat":
        height, pairs = numbers[0], list(zip(numbers[1::2], numbers[2::2], strict=True))
        return polygon([on_picture(x, height, at) for x, at in pairs]), (sum(x for x, _ in pairs) / len(pairs), height)
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    middle = sum(x for x, _ in pairs) / len(pairs), sum(y for _, y in pairs) / len(pairs)
    return polygon([on_picture(x, y, depth) for x, y in pairs]), middle


def rounded(part: Part) -> str:
    x, y, width, height = part.numbers[:4]
    (left, top), (right, low) = on_picture(x, y + height, part.depth), on_picture(x + width, y, part.depth)
    corner = part.numbers[4] if len(part.numbers) > 4 else 0.0
    r = min(round(corner * METRE * nearness(part.depth)), (right - left) // 2, (low - top) // 2)
    if r <= 1:
        return f"M{left} {top}H{right}V{low}H{left}z"
    turn = f"a{r} {r} 0 0 1"
    above = f"M{left + r} {top}H{right - r}{turn} {r} {r}V{low - r}"
    return f"{above}{turn}-{r} {r}H{left + r}{turn}-{r}-{r}V{top + r}{turn} {r}-{r}z"


def circled(part: Part) -> tuple[str, tuple[float, float]]:
    size = METRE * nearness(part.depth)
    if part.form == "oval":
        x, y, rx, ry = part.numbers
        px, py = on_picture(x, y, part.depth)
        return ellipse(px, py, rx * size, ry * size), (x, y)
    height, x, rx, deep = part.numbers
    px, far = on_picture(x, height, part.depth - deep)
    _, near = on_picture(x, height, part.depth + deep)
    return ellipse(px, (far + near) / 2, rx * size, max(2.0, (near - far) / 2)), (x, height)


def leaf(part: Part) -> str:
    """From stem to tip, bulging to both sides."""
    x, y, tip_x, tip_y, half = part.numbers
    (ax, ay), (bx, by) = on_picture(x, y, part.depth), on_picture(tip_x, tip_y, part.depth)
    wide = half * METRE * nearness(part.depth)
    dx, dy = bx - ax, by - ay
    long = max(1.0, (dx * dx + dy * dy) ** 0.5)
    nx, ny = -dy / long * wide, dx / long * wide
    mx, my = ax + dx * 0.35, ay + dy * 0.35
    return f"M{ax} {ay}Q{mx + nx:.0f} {my + ny:.0f} {bx} {by}Q{mx - nx:.0f} {my - ny:.0f} {ax} {ay}z"


def shadow(part: Part) -> Mark:
    """Under what stands on the floor."""
    x, _, width = part.numbers[:3]
    (left, low), (right, _) = on_picture(x, 0, part.depth), on_picture(x + width, 0, part.depth)
    return Mark(ellipse((left + right) / 2, low, (right - left) * 0.54 + 6, 7 * nearness(part.depth)), SHADE, ".3")


# --- Lamps ------------------------------------------------------------------------------------------------
def cone(source: Source, scene: Scene) -> Iterator[Mark]:
    """The beam in the air, for lamps that have one."""
    reach = scene.height * source.at[1]
    if source.beam >= NARROW or source.form in (WALL, TABLE):
        return
    spread = min(WIDEST_CONE, reach * tan(radians(source.beam / 2))) / WIDE
    x, y, depth = source.at
    (left, top), (right, _) = seen(x - 0.018, y - 0.03, depth), seen(x + 0.018, y - 0.03, depth)
    (far_left, low), (far_right, _) = seen(x - spread, 0.0, depth), seen(x + spread, 0.0, depth)
    yield Mark(f"M{left} {top}H{right}L{far_right} {low}H{far_left}z", "", thinned(source), gradient="cone")


def strength(source: Source) -> str:
    return f"{min(0.95, 0.25 + 0.7 * (source.lumens / 1500) ** 0.5):.2f}"


def thinned(source: Source) -> str:
    """The wider the beam, the less of it is seen in the air."""
    return f"{float(strength(source)) * (1 - source.beam / HALF_TURN):.2f}"


def glow(source: Source) -> Glow:
    x, y = seen(*source.at)
    size = {CEILING: 90, HANGING: 150, WALL: 110, TABLE: 120, STANDING: 130}[source.form]
    return Glow(x, y, round(size * nearness(source.at[2])), strength(source))


def lamp(source: Source, scene: Scene) -> Iterator[Mark]:
    x, y = seen(*source.at)
    near = nearness(source.at[2])
    body = lit(
        CLAY, scene.level((source.at[0], source.at[1], min(1.0, source.at[2] + 0.2)), UP) * 0.5 + 0.12, scene.light
    )
    metal = lit("#C79A4B", max(0.25, scene.share), scene.light)
    yield from BODIES[source.form](Spot(source, x, y, near * METRE, body, metal, lit(WHITE, GLOWING, scene.light)))


@dataclass(frozen=True)
class Spot:
    """A lamp as it is drawn: where, how many units a metre has there, and its colours."""

    source: Source
    x: int
    y: int
    metre: float
    body: str
    metal: str
    shine: str

    def box(self, left: float, top: float, width: float, height: float) -> str:
        m = self.metre
        return f"M{self.x + left * m:.0f} {self.y + top * m:.0f}h{width * m:.0f}v{height * m:.0f}h{-width * m:.0f}z"

    def shade(self, narrow: float, wide: float, top: float, low: float) -> str:
        m, x, y = self.metre, self.x, self.y
        return polygon([
            (round(x + side * m), round(y + at * m))
            for side, at in ((-narrow, top), (narrow, top), (wide, low), (-wide, low))
        ])  # fmt: skip

    def round(self, rx: float, ry: float, down: float = 0.0) -> str:
        return ellipse(self.x, self.y + down * self.metre, rx * self.metre, ry * self.metre)


def hanging(spot: Spot) -> Iterator[Mark]:
    ceiling = seen(spot.source.at[0], 1.0, spot.source.at[2])[1]
    cord = round(spot.y - 0.14 * spot.metre)
    yield Mark(f"M{spot.x - 1} {ceiling}h2V{cord}h-2z", "#161312")
    if spot.source.beam >= HALF_TURN:
        yield Mark(spot.box(-0.03, -0.2, 0.06, 0.1), spot.metal)
        yield Mark(spot.round(0.13, 0.13), spot.shine)
        return
    yield Mark(spot.round(0.2, 0.045), spot.shine)
    yield Mark(dome(spot), spot.body)


def dome(spot: Spot) -> str:
    """From rim to neck, over it and down to the rim, which bends a little."""
    half, high, neck = (round(each * spot.metre) for each in (0.2, 0.2, 0.03))
    rise, near, far = round(0.75 * high), round(0.05 * half), round(0.4 * half)
    return (
        f"M{spot.x - half} {spot.y}c{near}-{rise} {half - far}-{high} {half - neck}-{high}h{2 * neck}"
        f"c{far - neck} 0 {half - neck - near} {high - rise} {half - neck} {high}a{half} {neck} 0 0 0-{2 * half} 0z"
    )


def at_ceiling(spot: Spot) -> Iterator[Mark]:
    if spot.source.beam < 90:
        yield Mark(spot.box(-0.05, -0.13, 0.1, 0.13), "#2A2522")
        yield Mark(spot.round(0.05, 0.02), spot.shine)
        return
    yield Mark(spot.round(0.22, 0.05, -0.05), spot.metal)
    yield Mark(spot.round(0.2, 0.045), spot.shine)


def on_wall(spot: Spot) -> Iterator[Mark]:
    if spot.source.beam >= HALF_TURN:
        yield Mark(spot.box(-0.02, 0.0, 0.04, 0.24), spot.metal)
        yield Mark(spot.round(0.11, 0.11), spot.shine)
        return
    yield Mark(spot.box(-0.06, -0.16, 0.12, 0.2), spot.metal)
    yield Mark(spot.round(0.055, 0.02, 0.04), spot.shine)


def on_table(spot: Spot) -> Iterator[Mark]:
    yield Mark(spot.box(-0.015, 0.0, 0.03, 0.36), spot.metal)
    yield Mark(spot.round(0.09, 0.025, 0.38), spot.metal)
    yield Mark(spot.shade(0.1, 0.19, -0.2, 0.1), spot.shine)


def standing(spot: Spot) -> Iterator[Mark]:
    floor = spot.source.at[1] * HIGH
    yield Mark(spot.box(-0.015, 0.0, 0.03, floor), spot.metal)
    yield Mark(spot.round(0.16, 0.03, floor), spot.metal)
    if spot.source.beam >= HALF_TURN:
        yield Mark(spot.round(0.17, 0.17), spot.shine)
        return
    yield Mark(spot.round(0.21, 0.03, 0.1), spot.shine)
    yield Mark(spot.shade(0.13, 0.21, -0.2, 0.1), spot.body)


BODIES: dict[str, Callable[[Spot], Iterator[Mark]]] = {
    HANGING: hanging, CEILING: at_ceiling, WALL: on_wall, TABLE: on_table, STANDING: standing,
}  # fmt: skip
