"""The demo catalogue comes with a past: its offers began some days ago, after weeks at the list price.

Only there. A source that could tell its own past could prove any struck price.
"""

from datetime import datetime, timedelta

from django.db import transaction

from catalog import bulk, publication
from catalog.models import PriceChange, Product

ON_SALE = timedelta(days=75)
IN_OFFER = timedelta(days=9)  # the demo orders of the weeks before paid the list price


@transaction.atomic
def tell(*, source: str, at: datetime) -> int:
    """Write the past of the offers this run brought in; returns how many. Their window begins when they did."""
    offers = Product.objects.from_source(source).filter(
        created_at=at, discount_percentage__gt=0, sale_starts_at=None, is_visible=True
    )
    products = list(offers.order_by("pk"))
    ids = [product.pk for product in products]
    PriceChange.objects.filter(product_id__in=ids).delete()
    steps = [
        (product.pk, product.price, sale, True, since)
        for product in products
        for sale, since in ((product.price, at - ON_SALE), (product.sale_price, at - IN_OFFER))
    ]
    bulk.insert(PriceChange, publication.PRICES, steps)
    Product.objects.filter(pk__in=ids).update(sale_starts_at=at - IN_OFFER)
    publication.refresh(product_ids=ids, at=at)
    return len(ids)
