"""The offers of the demo catalogue stand: their list price was asked before, in their history and in its orders."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.models import PriceChange, Product, ProductCard
from catalog.sync import Options, demo_past, run

pytestmark = pytest.mark.django_db


def test_every_offer_of_the_demo_catalogue_may_strike_its_list_price() -> None:
    at = timezone.now()
    assert run(options=Options(source="demo", images="none"), at=at).exit_code == 0
    offers = list(Product.objects.filter(discount_percentage__gt=0))
    assert len(offers) == 34
    assert {product.was_charged for product in offers} == {True}
    assert {product.sale_starts_at for product in offers} == {at - timedelta(days=9)}
    assert Product.objects.filter(was_charged=True).count() == 34
    lamp = Product.objects.get(sku="IC-0101")
    history = PriceChange.objects.filter(product=lamp).order_by("started_at")
    assert list(history.values_list("price", "sale_price", "started_at")) == [
        (Decimal("399.90"), Decimal("399.90"), at - timedelta(days=75)),
        (Decimal("399.90"), Decimal("319.92"), at - timedelta(days=9)),
    ]
    assert '"struck_price":"399.90"' in ProductCard.objects.get(pk=lamp.pk).data
    again = run(options=Options(source="demo", images="none"), at=timezone.now())
    assert again.counts["unchanged"] == Product.objects.count()
    assert PriceChange.objects.filter(product=lamp).count() == 2


def test_another_source_has_no_past() -> None:
    at = timezone.now()
    run(options=Options(source="demo", images="none"), at=at)
    assert demo_past.tell(source="dummyjson", at=at) == 0
    assert demo_past.tell(source="demo", at=at + timedelta(days=1)) == 0
