"""Numbers of light as people read them."""

from decimal import Decimal

from catalog.specs import number_text


def text(number: float, unit: str = "", places: int = 0) -> str:
    return number_text(Decimal(f"{number:.{places}f}"), unit)
