"""What a lamp costs while it shines: by hand, to the centavo."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog import energy, specs
from catalog.models import Product
from tests import make
from tests.pages.reading import read

pytestmark = pytest.mark.django_db
BULB = {"lumens": 806, "watts": 9, "base": "e27"}


def block(price: str = "24.90", asked: energy.Asked = energy.EXAMPLE, **facts: Any) -> dict[str, Any] | None:
    made = make.product(price=price, specs={key: value for key, value in (BULB | facts).items() if value})
    return energy.block(specs.of_products([made.pk])[made.pk], price=Decimal(price), asked=asked)


def told(found: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    assert found is not None
    rows = [(row["watts"], row["cost"], row["note"]) for row in found["rows"]]
    return [(watts, cost, note) for watts, cost, note in rows]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_bulb_of_9_watts() -> None:
    """9 W x 4 h x 30 = 1.08 kWh, R$ 1.03. 806/13 = 62 W: 7.44 kWh, R$ 7.07; 806/17 = 47 W: 5.64 kWh, R$ 5.36.

    Less 6.36 kWh = R$ 6.04 a month: 24.90/6.04 = 4.1. Less 4.56 kWh = R$ 4.33: 5.8. CO2: 6.36 x 12 x 0.0385 = 2.9 kg.
    """
    found = block()
    assert [tuple(map(plain, row)) for row in told(found)] == [
        ("9 W", "R$ 1,03", ""),
        ("62 W", "R$ 7,07", "economia de R$ 6,04 por mês; se paga em cerca de 5 meses"),
        ("47 W", "R$ 5,36", "economia de R$ 4,33 por mês; se paga em cerca de 6 meses"),
    ]
    assert found is not None
    assert plain(found["co2"]) == "2,9 kg"


def test_a_pendant_is_not_bought_to_save() -> None:
    assert plain(told(block(price="399.90", bulbs=1))[1][2]) == "economia de R$ 6,04 por mês"
    assert "se paga" not in told(block(base="led-integrado"))[1][2]


def test_no_box_without_light_or_watts_or_gain() -> None:
    assert block(watts=0) is None
    assert block(lumens=0) is None
    assert block(watts=48) is None  # a halogen lamp itself


@pytest.mark.parametrize(
    ("tariff", "hours", "read_as"),
    [
        ("1,20", "6", ("1.20", "6")),
        ("0.8", "0,5", ("0.8", "0.5")),
        ("0", "25", ("0.95", "4")),
        ("9,99", "0", ("0.95", "4")),
        ("NaN", "1e1", ("0.95", "4")),
        ("", "\x00", ("0.95", "4")),
    ],
)
def test_tariff_and_hours_are_anybodys(tariff: str, hours: str, read_as: tuple[str, str]) -> None:
    assert energy.asked(tariff, hours) == energy.Asked(*map(Decimal, read_as))


def test_a_payback_too_far_off_is_not_told() -> None:
    assert energy.payback(Decimal("120.01"), Decimal(1)) is None
    assert energy.payback(Decimal(120), Decimal(1)) == 120
    assert energy.payback(Decimal(10), Decimal(0)) is None


def test_the_page_of_a_lamp_reckons_with_what_is_asked(client: Client) -> None:
    made: Product = make.product("Bulbo", slug="bulbo", price="24.90", specs=BULB)
    shown = read(client.get(f"{made.get_absolute_url()}?tarifa=1,00&horas=10")).one("section", id="energia")
    assert shown.all("td")[0].text == "R$ 2,70"
    assert [each["value"] for each in shown.all("input")] == ["1,00", "10"]
    assert "Estimativa, não promessa" in shown.text
