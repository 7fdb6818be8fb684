"""The suite's own ground: what `make` makes is published like the shop publishes it."""

import json

import pytest

from catalog.models import CatalogueState, Product, ProductCard
from tests import make

pytestmark = pytest.mark.django_db


def test_a_made_product_is_in_the_shop_window_with_its_card_and_specs() -> None:
    product = make.product(
        "Pendente Aurora",
        price="199.90",
        discount=10,
        brand="Lumiar",
        specs={"color_temperature": 2700, "base": "e27", "room": ["sala", "quarto"], "dimmable": True},
        images=("day", "night"),
    )
    card = json.loads(ProductCard.objects.get(pk=product.pk).data)
    assert product.is_visible
    assert card["sale_price"] == "179.91"
    assert card["specs"] == {
        "color_temperature": 2700, "base": "e27", "room": ["sala", "quarto"], "dimmable": True,
    }  # fmt: skip
    assert card["image_lit"] == f"http://testserver/media/p/ab/{product.pk}-night-1-480.webp"


def test_products_are_published_in_one_go() -> None:
    before = CatalogueState.objects.get().version
    assert len(make.products(5)) == 5
    assert Product.objects.visible().count() == 5
    assert CatalogueState.objects.get().version > before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_the_state_row_survives_a_flush(round_: int) -> None:
    assert CatalogueState.objects.filter(pk=1).exists()
