"""A room seen from its fourth wall: where its lamps are and how much light each place of its faces gets.

Places are shares of the room, from left to right, from floor to ceiling and from the far wall to the near one.
How bright the room is as a whole comes from the lumen method of the calculator; what falls straight from the lamps is
added point by point, as in its map.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import acos, degrees, radians, sqrt, tan

from django.utils.translation import gettext_noop as _

from catalog.lighting import lumens
from catalog.lighting.beam import HALF_TURN, of_angle
from catalog.lighting.colour import Triple, of_kelvin
from catalog.lighting.grid import layout
from catalog.lighting.lumens import MAINTENANCE
from catalog.lighting.rooms import SUPPOSED_HEIGHT, Room

type Place = tuple[float, float, float]
type Direction = tuple[float, float, float]

UP: Direction = (0.0, 1.0, 0.0)
DOWN: Direction = (0.0, -1.0, 0.0)
NEAR: Direction = (0.0, 0.0, 1.0)  # what faces us
RIGHT: Direction = (1.0, 0.0, 0.0)
LEFT: Direction = (-1.0, 0.0, 0.0)

HANGING, CEILING, WALL, TABLE, STANDING = "hanging", "ceiling", "wall", "table", "standing"
FORMS = {
    "pendentes": HANGING, "lustres": HANGING, "lampadas": HANGING, "plafons": CEILING, "trilhos-e-spots": CEILING,
    "fitas-e-perfis": CEILING, "arandelas": WALL, "abajures": TABLE, "luminarias-de-mesa": TABLE,
    "luminarias-de-piso": STANDING,
}  # fmt: skip
HANGS = 0.6  # metres below the ceiling
HEIGHTS = {WALL: 1.75, TABLE: 1.0, STANDING: 1.55}  # metres above the floor
PLACES = {  # where what stands or is fixed to a wall goes, one after another
    WALL: ((0.36, 0.02), (0.64, 0.02), (0.2, 0.02), (0.8, 0.02)),
    TABLE: ((0.8, 0.1), (0.2, 0.1)),
    STANDING: ((0.83, 0.14), (0.14, 0.14)),
}
NEAREST = 0.12  # metres: nothing is lit from closer by
BRIGHTEST = 12.0  # times the light wanted: more makes no difference to the eye
WORDS = (
    (0.12, _("só um ponto de luz, o resto na penumbra")),
    (0.4, _("penumbra, para conversar ou ver um filme")),
    (0.8, _("luz baixa, de descanso")),
    (1.5, _("luz de uso geral, a que a norma pede")),
)
BRIGHT = _("luz forte, mais do que a norma pede")


@dataclass(frozen=True)
class Fixture:
    """Equal lamps of one form."""

    form: str
    lumens: float  # of one
    beam: float
    count: int


@dataclass(frozen=True)
class Source:
    form: str
    at: Place
    lumens: float
    beam: float


@dataclass(frozen=True)
class Scene:
    room: Room
    fixtures: Sequence[Fixture]
    kelvin: int

    @cached_property
    def light(self) -> Triple:
        return of_kelvin(float(self.kelvin))

    @property
    def height(self) -> float:
        return SUPPOSED_HEIGHT if self.room.height is None else self.room.height

    @property
    def flux(self) -> float:
        return sum(each.lumens * each.count for each in self.fixtures)

    @cached_property
    def lux(self) -> float:
        """The mean on the work plane, by the lumen method."""
        return sum(self._lux_of(each) for each in self.fixtures)

    @cached_property
    def returned(self) -> float:
        """What the faces of the room give back, taken as the same everywhere: the mean less what comes straight."""
        return sum(self._lux_of(each, returned=True) for each in self.fixtures)

    @property
    def share(self) -> float:
        """Of the light such a room wants."""
        return self.lux / self.room.kind.lux

    @property
    def words(self) -> str:
        return next((text for most, text in WORDS if self.share < most), BRIGHT)

    def _lux_of(self, fixture: Fixture, *, returned: bool = False) -> float:
        room, flux = self.room, fixture.lumens * fixture.count
        drop = room.drop_to_plane(HANGS if fixture.form == HANGING else 0.0)
        index = lumens.room_index(room.length, room.width, drop)
        share = lumens.utilisation(index, fixture.beam, room.walls.reflects)
        if returned:
            return lumens.lux_of(flux, room.area, share - lumens.direct_share(round(index, 2), fixture.beam))
        return lumens.lux_of(flux, room.area, lumens.UTILISATION if room.height is None else share)

    @cached_property
    def sources(self) -> list[Source]:
        found: list[Source] = []
        for fixture in self.fixtures:
            found += [Source(fixture.form, place, fixture.lumens, fixture.beam) for place in self._places(fixture)]
        return found

    def _places(self, fixture: Fixture) -> list[Place]:
        if fixture.form in PLACES:
            spots = PLACES[fixture.form]
            up = HEIGHTS[fixture.form] / self.height
            chosen = [spots[number % len(spots)] for number in range(fixture.count)]
            return [(x, up, z) for x, z in chosen]
        up = 1 - HANGS / self.height if fixture.form == HANGING else 1 - NEAREST / self.height
        points = layout(fixture.count, self.room.length, self.room.width)
        return [(x / self.room.length, up, 1 - y / self.room.width) for x, y in points]

    # --- Light on a place -------------------------------------------------------------------------
    def level(self, at: Place, faces: Direction) -> float:
        """Times the light wanted: what the room gives back and what falls straight on a face turned that way."""
        straight = MAINTENANCE * sum(self._straight(source, at, faces) for source in self.sources)
        return min(BRIGHTEST, (self.returned + straight) / self.room.kind.lux)

    def _straight(self, source: Source, at: Place, faces: Direction) -> float:
        sides = (self.room.length, self.height, self.room.width)
        x, y, z = ((to - of) * side for to, of, side in zip(at, source.at, sides, strict=True))
        away = sqrt(x * x + y * y + z * z)
        meets = -(x * faces[0] + y * faces[1] + z * faces[2])
        if meets <= 0:
            return 0.0
        shine = of_angle(source.beam)
        down = -y / away
        if source.beam >= HALF_TURN:
            strength = shine.peak if degrees(acos(max(-1.0, min(1.0, down)))) <= source.beam / 2 else 0.0
        else:
            strength = shine.peak * down**shine.exponent if down > 0 else 0.0
        near = max(away, NEAREST)
        return source.lumens * strength * meets / near**3

    # --- In words ---------------------------------------------------------------------------------
    def pool(self) -> float | None:
        """How wide the circle of light is on the floor, in metres; None for lamps without a circle."""
        source = self.sources[0]
        if source.beam >= HALF_TURN or source.form not in (HANGING, CEILING):
            return None
        return 2 * source.at[1] * self.height * tan(radians(source.beam) / 2)
