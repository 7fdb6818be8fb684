"""The lumen method and the share of light that arrives, against numbers worked out by hand."""

from collections.abc import Callable
from math import atan, pi, sqrt

import pytest

from catalog.lighting import lumens, rooms
from catalog.lighting.beam import of_angle

# lux, length, width, utilisation, lumens of one lamp -> lumens needed, lamps. Maintenance 0.8 throughout.
BY_HAND = [
    (150, 4, 3, 0.6, 806, 3750, 5),  # the bedroom everybody asks about
    (150, 5, 4, 0.6, 806, 6250, 8),
    (150, 5, 4, 0.6, 2160, 6250, 3),
    (150, 4, 4, 0.6, 1080, 5000, 5),
    (150, 3, 3, 0.6, 806, 2812.5, 4),
    (150, 6, 4, 0.6, 1500, 7500, 5),
    (150, 6, 4, 0.6, 1499, 7500, 6),
    (150, 8, 5, 0.6, 2520, 12500, 5),
    (150, 2, 2, 0.6, 540, 1250, 3),
    (150, 2.5, 2, 0.5, 1080, 1875, 2),
    (200, 3, 3, 0.6, 2160, 3750, 2),
    (200, 3, 3, 0.6, 3750, 3750, 1),
    (200, 4, 3, 0.5, 1500, 6000, 4),
    (200, 3.6, 2.5, 0.5, 630, 4500, 8),
    (200, 2.4, 1.5, 0.4, 855, 2250, 3),
    (200, 5, 3, 0.75, 1080, 5000, 5),
    (500, 3, 2.4, 0.5, 2850, 9000, 4),
    (500, 4, 3, 0.6, 2520, 12500, 5),
    (500, 4, 3, 0.625, 2000, 12000, 6),
    (500, 2, 2, 0.5, 1250, 5000, 4),
    (100, 6, 1.2, 0.4, 450, 2250, 5),
    (100, 5, 1, 0.5, 630, 1250, 2),
    (100, 4, 1.5, 0.3, 850, 2500, 3),
    (100, 5, 3, 0.5, 855, 3750, 5),
    (100, 6, 5, 0.6, 990, 6250, 7),
    (75, 4, 1, 0.5, 270, 750, 3),
    (300, 4, 3, 0.6, 806, 7500, 10),
    (150, 10, 8, 0.75, 3060, 20000, 7),
    (150, 20, 20, 0.75, 10000, 100000, 10),
    (150, 1, 1, 0.3, 806, 625, 1),
    (120, 4, 2, 0.5, 600, 2400, 4),
]


@pytest.mark.parametrize("row", BY_HAND)
def test_lumens_and_lamps(row: tuple[float, ...]) -> None:
    lux, length, width, share, lamp, flux, count = row
    needed = lumens.flux_needed(lux, length * width, share)
    assert needed == pytest.approx(flux, rel=1e-9)
    assert lumens.lamps_needed(needed, lamp) == count


def test_five_bulbs_give_the_bedroom_161_lux() -> None:
    assert round(lumens.lux_of(5 * 806, 12, lumens.UTILISATION)) == 161


@pytest.mark.parametrize(
    ("length", "width", "height", "index"), [(4, 4, 2, 1), (4, 3, 1.85, 0.92664), (6, 3, 2, 1), (10, 10, 1, 5)]
)
def test_the_room_index(length: float, width: float, height: float, index: float) -> None:
    assert lumens.room_index(length, width, height) == pytest.approx(index, rel=1e-4)


def four_around(index: float, of_corner: Callable[[float, float], float]) -> float:
    """A lamp over the middle of a quarter: four rectangles with it at a corner, half and three halves of k long."""
    near, far = index / 2, 3 * index / 2
    return of_corner(near, near) + 2 * of_corner(near, far) + of_corner(far, far)


@pytest.mark.parametrize("index", [0.6, 1, 2, 4])
def test_the_direct_share_is_the_one_of_the_closed_formulas(index: float) -> None:
    """For a matt lamp the form factor of a corner, for an even one the solid angle: neither sums anything."""

    def matt(a: float, b: float) -> float:
        one, other = sqrt(1 + a * a), sqrt(1 + b * b)
        return (a / one * atan(b / one) + b / other * atan(a / other)) / (2 * pi)

    def even(a: float, b: float) -> float:
        return atan(a * b / sqrt(1 + a * a + b * b)) / (4 * pi)

    assert lumens.direct_share(index, 120) == pytest.approx(four_around(index, matt), rel=0.005)
    assert lumens.direct_share(index, 360) == pytest.approx(four_around(index, even), rel=0.005)


@pytest.mark.parametrize(
    ("degrees", "peak", "upward"),
    [(120, 1 / pi, 0), (180, 1 / (2 * pi), 0), (360, 1 / (4 * pi), 0.5), (60, 0.92610, 0), (220, 0.118593, 0.25486)],
)
def test_a_beam_keeps_all_its_light(degrees: float, peak: float, upward: float) -> None:
    beam = of_angle(degrees)
    assert (beam.peak, beam.upward) == pytest.approx((peak, upward), rel=1e-3)


def test_half_the_peak_is_left_at_the_edge_of_the_beam() -> None:
    beam = of_angle(90)
    straight, edge = beam.lux_at(1, 1), beam.lux_at(1, 2)
    assert edge / straight == pytest.approx(0.5 * 0.5 * sqrt(0.5), rel=1e-9)  # half the candelas, twice as far, aslant


def test_what_comes_back_from_the_faces() -> None:
    """k = 1: walls twice the floor. First 0.4x0.2 + 0.6x0.5 = 0.38; mean (0.7+0.2+1)/4 = 0.475; 0.38/(4x0.525)."""
    assert lumens.thrown_back(0.4, 0, walls=0.5, sides=2) == pytest.approx(0.380 / 2.1, rel=1e-9)


def test_brighter_walls_and_wider_rooms_waste_less() -> None:
    shares = [lumens.utilisation(index, 120, walls) for index in (0.6, 1, 3) for walls in (0.3, 0.5, 0.7)]
    assert shares == sorted(shares)
    assert 0.3 < shares[0] < shares[-1] < 1.1  # a wide white room gives light back more than once


def test_every_room_names_its_norm() -> None:
    assert all("NBR" in kind.source and 75 <= kind.lux <= 500 for kind in rooms.KINDS)
