"""How a lamp throws its light, from the two numbers on its box: lumens and beam angle.

Up to 180° the beam is the angle at which the intensity has fallen to half, and the intensity follows a power of the
cosine (120° is the lamp whose brightness looks the same from everywhere). Above it the lamp shines evenly in all
directions of its angle, part of them upwards.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, log, pi, radians

HALF_TURN = 180.0
NARROWEST, WIDEST = 5.0, 360.0
USUAL = 120.0  # of a lamp that does not say


@dataclass(frozen=True)
class Beam:
    exponent: float  # intensity = peak x cos(angle) ** exponent, downwards
    peak: float  # candelas per lumen, straight down
    upward: float  # share of the flux that leaves above the horizon

    def lux_at(self, height: float, square: float) -> float:
        """Per lumen, on a level plane `height` below the lamp at a place whose distance from it squared is `square`."""
        return self.peak * height ** (self.exponent + 1) / square ** ((self.exponent + 3) / 2)


@lru_cache(maxsize=256)
def of_angle(degrees: float) -> Beam:
    angle = min(max(degrees, NARROWEST), WIDEST)
    if angle < HALF_TURN:
        exponent = log(0.5) / log(cos(radians(angle / 2)))
        return Beam(exponent, (exponent + 1) / (2 * pi), 0.0)
    solid = 1 - cos(radians(angle / 2))  # of the lit part of the sphere, in units of 2 pi
    return Beam(0.0, 1 / (2 * pi * solid), 1 - 1 / solid)
