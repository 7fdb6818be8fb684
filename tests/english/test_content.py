"""What staff write, in English: ways to receive, pages, banners, opening hours."""

from datetime import datetime
from decimal import Decimal

import pytest

from cart import freight
from cart.models import FreightRate
from iluminacasa import languages
from iluminacasa.languages import ENGLISH


def ways(at: datetime) -> list[freight.FreightOption]:
    return freight.options(postal_code="01310-100", weight=Decimal(1), value=Decimal(50), at=at)


@pytest.mark.django_db
def test_a_way_to_receive_is_kept_in_portuguese_and_said_in_english(now: datetime) -> None:
    FreightRate.objects.filter(method="expresso").update(name="Motoboy", name_en="Courier")
    offered = ways(now)
    assert [way.spoken_name for way in offered] == ["Econômico", "Motoboy", "Retirar na loja"]
    with languages.speaking(ENGLISH):
        assert [way.name for way in ways(now)] == ["Econômico", "Motoboy", "Retirar na loja"]
        assert [way.spoken_name for way in offered] == ["Economy", "Courier", "Pick up at the shop"]


@pytest.mark.django_db
def test_what_an_order_keeps_of_its_way_is_said_as_the_table_calls_it_today() -> None:
    FreightRate.objects.filter(method="expresso").update(name="Motoboy", name_en="Courier")
    kept = ["Econômico", "Expresso", "Motoboy", "Retirar na loja", "Balão", ""]
    assert [freight.spoken_name(name) for name in kept] == kept
    with languages.speaking(ENGLISH):
        said = [freight.spoken_name(name) for name in kept]
    assert said == ["Economy", "Express", "Courier", "Pick up at the shop", "Balão", ""]
