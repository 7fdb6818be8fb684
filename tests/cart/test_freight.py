"""What delivery costs, by table."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cart import freight
from cart.models import FreightRate
from tests.buying import rate

pytestmark = pytest.mark.django_db


def prices(postal_code: str, now, *, weight: str = "2.000", value: str = "100.00") -> dict[str, str]:
    offered = freight.options(postal_code=postal_code, weight=Decimal(weight), value=Decimal(value), at=now)
    return {option.method: f"{option.price}" for option in offered}


@pytest.mark.parametrize(
    ("postal_code", "value", "economic", "express"),
    [
        ("01310-100", "100.00", "16.70", "27.90"),
        ("19999999", "398.99", "16.70", "27.90"),
        ("01310100", "399.00", "0.00", "27.90"),
        ("20000000", "399.00", "0.00", "39.30"),
        ("39999-999", "100.00", "22.30", "39.30"),
        ("40000-000", "5000.00", "40.70", "69.70"),  # the Northeast is never free
        ("69050-000", "399.00", "52.70", "98.70"),
        ("70040-010", "399.00", "34.70", "57.70"),
        ("90010-000", "399.00", "0.00", "45.10"),
        ("99999-999", "398.99", "25.70", "45.10"),
    ],
)
def test_the_shop_opens_with_a_price_table_for_the_whole_country(
    now, postal_code: str, value: str, economic: str, express: str
) -> None:
    offered = prices(postal_code, now, value=value)
    assert offered == {"economico": economic, "expresso": express, "retirada": "0.00"}


def test_every_state_can_be_delivered_to(now) -> None:
    from iluminacasa.brazil import CEP_RANGES

    edges = [f"{end:05d}{tail}" for _, first, last in CEP_RANGES for end, tail in ((first, "000"), (last, "999"))]
    assert {len(prices(edge, now)) for edge in edges} == {3}


@pytest.mark.parametrize("text", ["", "0131010", "013101000", "00999-999", "abcdefgh", "٠١٣١٠١٠٠", "99999"])
def test_what_is_no_postal_code_is_refused(now, text: str) -> None:
    with pytest.raises(freight.UnknownPostalCode) as refusal:
        prices(text, now)
    assert (refusal.value.code, refusal.value.field) == ("unknown_postal_code", "postal_code")


class TestOwnTable:
    @pytest.fixture(autouse=True)
    def _empty_table(self) -> None:
        FreightRate.objects.all().delete()

    def test_a_place_without_a_carrier_is_out_of_area(self, now) -> None:
        rate(cep_from="01000000", cep_to="01999999")
        with pytest.raises(freight.OutOfArea):
            prices("02000000", now)

    def test_weight_ranges_are_half_open_and_extra_weight_is_paid_by_kilo(self, now) -> None:
        rate(weight_to=Decimal("5.000"), price=Decimal("10.00"))
        rate(weight_from=Decimal("5.000"), weight_to=Decimal("30.000"), price=Decimal("30.00"),
             price_per_kg=Decimal("1.50"))  # fmt: skip
        asked = [prices("01310100", now, weight=weight)["economico"] for weight in ("4.999", "5.000", "7.345")]
        assert asked == ["10.00", "30.00", "33.52"]  # 30 + 2.345 x 1.50 = 33.5175
        with pytest.raises(freight.OutOfArea):
            prices("01310100", now, weight="30.000")

    def test_insurance_is_a_share_of_the_value_rounded_half_up(self, now) -> None:
        rate(value_percentage=Decimal("0.50"))
        assert prices("01310100", now, value="101.00")["economico"] == "20.51"  # 20 + 0.505

    def test_of_two_rows_of_one_method_the_cheaper_is_offered(self, now) -> None:
        rate(price=Decimal("20.00"))
        rate(price=Decimal("12.00"), cep_from="01300000", cep_to="01399999")
        rate(price=Decimal("1.00"), is_active=False)
        assert prices("01310100", now)["economico"] == "12.00"

    def test_options_come_cheapest_first_with_pickup_last_and_with_dates(self, now) -> None:
        rate(method="expresso", name="Expresso", price=Decimal("45.00"), business_days=1)
        rate(price=Decimal("20.00"), business_days=4)
        offered = freight.options(postal_code="01310100", weight=Decimal(1), value=Decimal(1), at=now)
        assert [(o.method, o.promised_on, o.is_pickup) for o in offered] == [
            ("economico", date(2026, 3, 17), False),
            ("expresso", date(2026, 3, 12), False),
            ("retirada", date(2026, 3, 11), True),
        ]
        later = freight.options(
            postal_code="01310100", weight=Decimal(1), value=Decimal(1), at=now + timedelta(hours=2)
        )
        assert [o.promised_on for o in later] == [date(2026, 3, 18), date(2026, 3, 13), date(2026, 3, 12)]

    def test_a_method_that_is_not_offered_is_refused(self, now) -> None:
        rate()
        offered = freight.options(postal_code="01310100", weight=Decimal(1), value=Decimal(1), at=now)
        assert freight.choose(offered, "economico").method == "economico"
        with pytest.raises(freight.FreightNotOffered):
            freight.choose(offered, "drone")
