"""Numbers and light as people read them."""

from decimal import Decimal

import pytest

from catalog import light
from catalog.specs import number_text


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        ("806.000", "lm", "806\u00a0lm"),
        ("12.500", "W", "12,5\u00a0W"),
        ("15000", "h", "15.000\u00a0h"),
        ("2700.000", "K", "2700\u00a0K"),
        ("24", "°", "24°"),
        ("1000000.125", "", "1.000.000,125"),
        ("0", "kg", "0\u00a0kg"),
        ("100", "", "100"),
        ("0.050", "kg", "0,05\u00a0kg"),
    ],
)
def test_numbers_are_written_the_brazilian_way(number: str, unit: str, text: str) -> None:
    assert number_text(Decimal(number), unit) == text


@pytest.mark.parametrize(("lumens", "area"), [(806, "2.5"), (31, "0.0"), (3124, "9.9"), (3125, "10"), (3750, "12")])
def test_area_by_the_lumen_method(lumens: int, area: str) -> None:
    """Bedroom of 12 m²: 3750 lm at 150 lx, utilisation 0.6, maintenance 0.8."""
    assert light.lit_area(Decimal(lumens)) == Decimal(area)


@pytest.mark.parametrize(
    ("lumens", "watts"), [(219, 0), (220, 25), (470, 40), (806, 60), (1055, 75), (1521, 100), (9000, 150)]
)
def test_bulbs_stand_for_the_incandescent_of_the_same_light(lumens: int, watts: int) -> None:
    text = light.equivalence(Decimal(lumens), {"base": None})
    assert text == (f"Ilumina como uma incandescente de {watts}\u00a0W." if watts else "")
