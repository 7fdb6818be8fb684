"""A copy kept by the changes feed is the catalogue, whatever happened to it meanwhile."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.utils import timezone
from replica import Replica
from shop_api import ShopApi
from shop_api.shapes import Product as Shown

from catalog import publication
from catalog.models import Product
from tests import make
from tests.examples.ways import Inside

pytestmark = pytest.mark.django_db
SEED, ROUNDS, EDITS = 20260310, 25, 40


def everything(shop: ShopApi) -> dict[int, Shown]:
    found: dict[int, Shown] = {}
    cursor: str | None = None
    while True:
        page = shop.products(cursor=cursor, page_size=100, ordering="price")
        found |= {each["id"]: each for each in page["results"]}
        if page["next"] is None:
            assert len(found) == page["count"]
            return found
        cursor = page["next"].partition("cursor=")[2].partition("&")[0]


def edit(random: Random, key: int) -> bool:
    """Something a day brings; False when the product is gone for good."""
    if random.random() < 0.03:
        publication.remove(product=Product.objects.get(pk=key), at=timezone.now())
        return False
    price = Decimal(random.randrange(1_000, 90_000)) / 100
    changed: dict[str, object] = random.choice(
        [
            {"title": f"Luminária {random.randrange(10_000)}"},
            {"price": price, "sale_price": price, "current_discount": 0},
            {"discount_percentage": Decimal(random.choice([0, 5, 10, 25]))},
            {"stock": random.choice([0, 1, 50])},
            {"is_published": random.random() < 0.5},
        ]
    )
    Product.objects.filter(pk=key).update(**changed)
    return True


@pytest.mark.parametrize("seed", [SEED])
def test_it_equals_the_whole_list_after_a_thousand_edits_and_deletions(seed: int) -> None:
    random, shop, replica = Random(seed), Inside("http://testserver"), Replica()
    now = timezone.now()
    goods = {each.pk for each in make.products(60)}
    deleted = 0
    for number in range(ROUNDS):
        touched = random.choices(sorted(goods), k=EDITS)
        for key in touched:
            if key in goods and not edit(random, key):
                goods.remove(key)
                deleted += 1
        publication.refresh(product_ids=goods & set(touched), at=now + timedelta(minutes=number))
        goods |= {fresh.pk for fresh in make.products(random.randrange(2))}
        if random.random() < 0.6:  # an app is not always there
            replica.catch_up(shop)
    replica.catch_up(shop)
    assert deleted > 20
    assert replica.products == everything(shop)
    assert replica.catch_up(shop) == 0


def test_a_cursor_of_another_shop_begins_anew() -> None:
    shop = Inside("http://testserver")
    lamp = make.product("Pendente Cúpula")
    replica = Replica(cursor="fffffffffffff", products={99: everything(shop)[lamp.pk]})
    replica.catch_up(shop)
    assert replica.products == everything(shop)
