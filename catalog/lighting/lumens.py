"""The lumen method: how much light a room needs, and how many lamps give it.

    flux = E x A / (u x d)        lamps = flux / lumens of one, rounded up

E is the illuminance wanted, A the area, d what is left of the light between two cleanings, u the share of the lamps'
light that arrives where it is wanted: straight from the lamp, and thrown back by ceiling, walls and floor. u is read
from the room index k = C x L / (h x (C + L)) and the lamp's beam; who does not know the ceiling's height gets 0.6.
"""

from functools import lru_cache
from math import atan, ceil, cos, tan

from catalog.lighting.beam import of_angle
from catalog.lighting.rooms import CEILING_REFLECTS, FLOOR_REFLECTS

UTILISATION = 0.6  # usual in homes
MAINTENANCE = 0.8  # a clean home
FORMULA = "Φ = E × A ÷ (u × d)"
STEPS = 16  # of the sum from a lamp to a wall
ALMOST = 1e-6  # of a lamp: noise of the arithmetic is no reason for one more


def room_index(length: float, width: float, height: float) -> float:
    return length * width / (height * (length + width))


def flux_needed(lux: float, area: float, utilisation: float, maintenance: float = MAINTENANCE) -> float:
    return lux * area / (utilisation * maintenance)


def lamps_needed(flux: float, lumens: float) -> int:
    return max(1, ceil(flux / lumens - ALMOST))


def lux_of(lumens: float, area: float, utilisation: float, maintenance: float = MAINTENANCE) -> float:
    return lumens * utilisation * maintenance / area


def utilisation(index: float, degrees: float, walls: float) -> float:
    """The share of a lamp's light that arrives on the work plane of a room with this index."""
    straight = direct_share(round(index, 2), degrees)
    return straight + thrown_back(straight, of_angle(degrees).upward, walls=walls, sides=2 / index)


def thrown_back(straight: float, upward: float, *, walls: float, sides: float) -> float:
    """What comes back to the plane: the first reflection, spread over all faces and reflected on and on.

    `straight` and `upward` are the shares that hit floor and ceiling first, the rest hits the walls, whose area is
    `sides` times the floor's. The formula of the integrating sphere: flux x mean / (faces x (1 - mean)).
    """
    first = straight * FLOOR_REFLECTS + upward * CEILING_REFLECTS + (1 - straight - upward) * walls
    faces = 2 + sides
    mean = (CEILING_REFLECTS + FLOOR_REFLECTS + walls * sides) / faces
    return first / (faces * (1 - mean))


@lru_cache(maxsize=4096)
def direct_share(index: float, degrees: float) -> float:
    """Of four lamps, each over the middle of its quarter of a square room: what falls straight on the plane.

    The plane lies 1 below the lamps, so the side is 2k. From one lamp it is half a side to one wall of each pair less
    than to the other: a sum over the four rectangles around it, in steps of equal angle.
    """
    shine = of_angle(degrees)
    strips = [each for reach in (index / 2, 3 * index / 2) for each in _strips(reach)]
    return sum(shine.lux_at(1, 1 + x * x + y * y) * dx * dy for x, dx in strips for y, dy in strips)


def _strips(reach: float) -> list[tuple[float, float]]:
    """Where the strips from 0 to `reach` lie and how wide each is."""
    step = atan(reach) / STEPS
    angles = [(number + 0.5) * step for number in range(STEPS)]
    return [(tan(angle), step / cos(angle) ** 2) for angle in angles]
