"""The colour of light from its temperature, and the colour of a surface under so much of it.

Where the colour lies (CIE 1931 x, y): below 4000 K on the locus of the black body, by the cubic approximation of Kim
et al. (US patent 7 024 034, 2006); from 5000 K on that of daylight, CIE 15; between them on the straight line from one
to the other, as lamps are graded (ANSI C78.377 has black bodies below 5000 K and daylight above).

How it looks: to an eye that has settled for 4000 K and follows the lamp a fifth of the way, by Bradford's chromatic
adaptation. Neutral light then is white on the screen, warm light yellow and cold light blue, as at home in the evening.

On the screen: primaries and curve of sRGB (IEC 61966-2-1); more light than white can show is bent as film bends it.
"""

from functools import lru_cache
from math import exp

type Triple = tuple[float, float, float]

WARMEST, COLDEST = 2200, 6500
SETTLED = 4000.0  # kelvin: what the eye takes for white
FOLLOWS = 0.2  # of the way it goes along with the lamp itself
BLACK_BODY_TO, DAYLIGHT_FROM = 4000.0, 5000.0
D65 = (0.3127, 0.3290)
TO_SRGB = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)
BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
FROM_BRADFORD = (
    (0.9869929, -0.1470543, 0.1599627),
    (0.4323053, 0.5183603, 0.0492912),
    (-0.0085287, 0.0400428, 0.9684867),
)
NIGHT = (0.010, 0.014, 0.022)  # what comes through the window when no lamp is on
LINEAR_BELOW, LINEAR, POWER, OFFSET = 0.0031308, 12.92, 2.4, 0.055


# --- Where it lies --------------------------------------------------------------------------------
def chromaticity(kelvin: float) -> tuple[float, float]:
    """x and y of lamps of that temperature."""
    if kelvin <= BLACK_BODY_TO:
        return black_body(kelvin)
    if kelvin >= DAYLIGHT_FROM:
        return daylight(kelvin)
    part = (kelvin - BLACK_BODY_TO) / (DAYLIGHT_FROM - BLACK_BODY_TO)
    (x, y), (day_x, day_y) = black_body(kelvin), daylight(kelvin)
    return x + (day_x - x) * part, y + (day_y - y) * part


def black_body(kelvin: float) -> tuple[float, float]:
    t = 1000 / kelvin
    if kelvin <= 4000:
        x = ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.179910
    else:
        x = ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.240390
    if kelvin <= 2222:
        return x, ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683
    if kelvin <= 4000:
        return x, ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
    return x, ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483


def daylight(kelvin: float) -> tuple[float, float]:
    """Between 4000 and 7000 K."""
    t = 1000 / kelvin
    x = ((-4.6070 * t + 2.9678) * t + 0.09911) * t + 0.244063
    return x, -3.000 * x * x + 2.870 * x - 0.275


# --- How it looks ---------------------------------------------------------------------------------
@lru_cache(maxsize=64)
def of_kelvin(kelvin: float) -> Triple:
    """Linear red, green and blue of one unit of light on white, to the settled eye."""
    seen = _times(BRADFORD, _xyz(*chromaticity(kelvin)))
    usual, shown = _times(BRADFORD, _xyz(*chromaticity(SETTLED))), _times(BRADFORD, _xyz(*D65))
    white = [FOLLOWS * own + (1 - FOLLOWS) * each for own, each in zip(seen, usual, strict=True)]
    settled = [each * to / of for each, to, of in zip(seen, shown, white, strict=True)]
    red, green, blue = _times(TO_SRGB, _times(FROM_BRADFORD, settled))
    return max(0.0, red), max(0.0, green), max(0.0, blue)


def _xyz(x: float, y: float) -> Triple:
    return x / y, 1.0, (1 - x - y) / y


def _times(matrix: tuple[Triple, Triple, Triple], vector: Triple | list[float]) -> Triple:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


# --- On the screen --------------------------------------------------------------------------------
@lru_cache(maxsize=256)
def reflectance(colour: str) -> Triple:
    """What a surface painted `#RRGGBB` throws back of red, green and blue."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def _linear(value: float) -> float:
    if value <= LINEAR * LINEAR_BELOW:
        return value / LINEAR
    return float(((value + OFFSET) / (1 + OFFSET)) ** POWER)


def lit(colour: str, level: float, light: Triple) -> str:
    """The surface under `level` times the light that is wanted in the room, as `#RRGGBB`."""
    thrown = [r * (level * c + night) for r, c, night in zip(reflectance(colour), light, NIGHT, strict=True)]
    return "#" + "".join(f"{_encoded(1 - exp(-each)):02X}" for each in thrown)


def _encoded(value: float) -> int:
    curved = LINEAR * value if value <= LINEAR_BELOW else (1 + OFFSET) * value ** (1 / POWER) - OFFSET
    return round(255 * min(1.0, curved))
