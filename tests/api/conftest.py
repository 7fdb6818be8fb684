"""A small but complete catalogue for the tests that ask everything."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from catalog import addresses, publication
from catalog.models import Product
from tests import make


@pytest.fixture
def catalogue(db: None) -> list[Product]:
    """Every kind of filter, old addresses, reviews, a sale, a sold-out and a removed product."""
    light = make.category("Iluminação", slug="iluminacao")
    shelves = [make.category(name, parent=light) for name in ("Pendentes", "Abajures")]
    made = [
        make.product(
            f"Luminária {number}",
            slug=f"luminaria-{number}",
            category=shelves[number % 2],
            brand=("Lumiar", "Aurora")[number % 2],
            price=f"{50 + number * 10}.90",
            discount=10 * (number % 3),
            stock=(0, 3, 40)[number % 3],
            specs={
                "color_temperature": (2700, 4000)[number % 2],
                "luminous_flux": 300 + 200 * number,
                "base": ("e27", "gu10")[number % 2],
                "dimmable": bool(number % 2),
                "room": ["sala", "quarto"][: 1 + number % 2],
            },
            images=("day", "night"),
            publish=False,
        )
        for number in range(8)
    ]
    publication.refresh(product_ids=[product.pk for product in made], at=timezone.now())
    for _ in range(5):
        make.review(made[0])
    addresses.rename(product=made[1], slug="luminaria-nova", at=timezone.now())
    publication.refresh(product_ids=[made[1].pk], at=timezone.now())
    publication.remove(product=made.pop(), at=timezone.now())
    Product.objects.filter(pk=made[2].pk).update(units_sold=4)
    return made


@pytest.fixture
def unlimited(settings: Settings) -> None:
    settings.LIMITS_OFF_ON_LOOPBACK = True
