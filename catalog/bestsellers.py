"""What sells best: units sold, written by the orders above."""

from collections.abc import Mapping

from django.db import transaction

from catalog import publication
from catalog.models import Product


def ids(*, limit: int) -> list[int]:
    """Shown products that sold at all, most units first. One query over its index."""
    sold = Product.objects.visible().filter(units_sold__gt=0).order_by("-units_sold", "pk")
    return list(sold.values_list("pk", flat=True)[:limit])


@transaction.atomic
def write(*, sold: Mapping[int, int]) -> int:
    """Units sold of every product (0 for what is not named); returns how many numbers moved.

    Only the order of lists follows from them: no card changes, so a new content version is all it takes.
    """
    known = dict(Product.objects.filter(units_sold__gt=0).values_list("pk", "units_sold"))
    wanted = {pk: units for pk, units in sold.items() if known.get(pk, 0) != units} | dict.fromkeys(
        known.keys() - sold.keys(), 0
    )
    moved = list(Product.objects.filter(pk__in=wanted).only("units_sold"))
    for product in moved:
        product.units_sold = wanted[product.pk]
    if moved:
        Product.objects.bulk_update(moved, ["units_sold"], batch_size=500)
        publication.touch()
    return len(moved)
