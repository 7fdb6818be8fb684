"""Kelvin becomes a colour: on the loci of the CIE, and on the screen as a settled eye sees it."""

import pytest

from catalog.lighting import colour

ILLUMINANTS = {  # CIE 15: x and y
    2856: (0.44757, 0.40745),  # A
    5003: (0.34567, 0.35850),  # D50
    5503: (0.33242, 0.34743),  # D55
    6504: (0.31272, 0.32903),  # D65
}


@pytest.mark.parametrize(("kelvin", "place"), ILLUMINANTS.items())
def test_the_illuminants_of_the_cie_lie_where_it_says(kelvin: int, place: tuple[float, float]) -> None:
    assert colour.chromaticity(kelvin) == pytest.approx(place, abs=0.0006)


@pytest.mark.parametrize("kelvin", [2222, 4000, 5000])
def test_the_curves_meet_without_a_step(kelvin: int) -> None:
    before, after = colour.chromaticity(kelvin - 0.01), colour.chromaticity(kelvin + 0.01)
    assert before == pytest.approx(after, abs=0.0001)


def test_from_warm_to_cold_red_falls_and_blue_rises() -> None:
    shown = [colour.of_kelvin(kelvin) for kelvin in range(colour.WARMEST, colour.COLDEST + 1, 100)]
    reds, blues = [each[0] for each in shown], [each[2] for each in shown]
    assert reds == sorted(reds, reverse=True)
    assert blues == sorted(blues)


def test_neutral_light_is_white_on_the_screen() -> None:
    assert colour.of_kelvin(4000) == pytest.approx((1, 1, 1), abs=0.001)


@pytest.mark.parametrize(
    ("kelvin", "wall"), [(2200, "#E9C686"), (2700, "#E1CCA8"), (4000, "#D1D1D1"), (6500, "#BBD4E6")]
)
def test_a_white_wall_under_the_light_wanted(kelvin: int, wall: str) -> None:
    assert colour.lit("#FFFFFF", 1.0, colour.of_kelvin(kelvin)) == wall


def test_more_light_is_brighter_and_never_more_than_white() -> None:
    light = colour.of_kelvin(3000)
    assert [colour.lit("#808080", level, light) for level in (0, 0.1, 1, 10, 1000)] == [
        "#070A0F", "#302A24", "#877764", "#F8F0DE", "#FFFFFF",
    ]  # fmt: skip
    assert colour.lit("#000000", 5, light) == "#000000"
