"""Changes that show on many products at once: a category, a brand, a definition of the sheet.

Few products are published at once; many are left to the background, in batches, and the caller is told so.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from catalog import publication, taxonomy
from catalog.models import Brand, Category, Product, SpecDefinition

AT_ONCE = 200  # products published while somebody waits
BATCH = 500

type HandOver = Callable[[list[int]], object]


def below(category: Category) -> list[int]:
    """Products in the category and in everything it holds."""
    ids = taxonomy.read().descendants(category.pk)
    return list(Product.objects.filter(category_id__in=ids).order_by("pk").values_list("pk", flat=True))


def of_brand(brand: Brand) -> list[int]:
    return list(brand.products.order_by("pk").values_list("pk", flat=True))


def with_definition(definition: SpecDefinition) -> list[int]:
    found = Product.objects.filter(specs__definition=definition)
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


@transaction.atomic
def publish(*, product_ids: Iterable[int], at: datetime, later: HandOver) -> int:
    """Publish these products, the first ones now; returns how many were handed to `later` in batches."""
    ids = list(product_ids)
    publication.touch()
    if len(ids) <= AT_ONCE:
        publication.refresh(product_ids=ids, at=at)
        return 0
    for start in range(0, len(ids), BATCH):
        later(ids[start : start + BATCH])
    return len(ids)


@transaction.atomic
def set_published(*, product_ids: Iterable[int], is_published: bool, at: datetime, later: HandOver) -> int:
    """Show or hide products; returns how many changed."""
    chosen = Product.objects.filter(pk__in=list(product_ids)).exclude(is_published=is_published)
    ids = list(chosen.order_by("pk").values_list("pk", flat=True))
    Product.objects.filter(pk__in=ids).update(is_published=is_published, updated_at=at)
    publish(product_ids=ids, at=at, later=later)
    return len(ids)
