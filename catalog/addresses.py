"""Where a product or a category can be found: its address, and those it once had."""

import itertools
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from catalog.models import Category, CategorySlugHistory, Product, SlugHistory
from catalog.taxonomy import Tree
from iluminacasa.errors import Conflict

LONGEST = 200  # characters: a number may follow


class AddressTaken(Conflict):
    code = "address_taken"
    default_message = "Este endereço já está em uso."


@transaction.atomic
def rename(*, product: Product, slug: str, at: datetime) -> None:
    """Give a product another address; the old one answers with 301 from now on.

    A living product goes before a memory: an old address of another product is taken over.
    """
    current = Product.objects.values_list("slug", flat=True).get(pk=product.pk)
    if slug == current:
        return
    if Product.objects.filter(slug=slug).exclude(pk=product.pk).exists():
        raise AddressTaken(field="slug")
    SlugHistory.objects.filter(slug=slug).delete()
    SlugHistory.objects.update_or_create(slug=current, defaults={"product": product, "retired_at": at})
    Product.objects.filter(pk=product.pk).update(slug=slug)
    product.slug = slug


def free(wanted: str, *, claimed: Collection[str] = ()) -> str:
    """`wanted`, or `wanted-2`, `wanted-3`... whatever no product has now."""
    root = wanted[:LONGEST].strip("-") or "produto"
    near = Product.objects.filter(Q(slug=root) | Q(slug__startswith=f"{root}-")).values_list("slug", flat=True)
    taken = {*near, *claimed}
    numbers = itertools.count(2)
    slug = root
    while slug in taken:
        slug = f"{root}-{next(numbers)}"
    return slug


def present(slug: str) -> str | None:
    """The address of the product that was once found at `slug`."""
    found = SlugHistory.objects.filter(slug=slug).values_list("product__slug", flat=True).first()
    return found if found != slug else None


@transaction.atomic
def rename_category(*, category: Category, slug: str, at: datetime) -> None:
    """As `rename`, for a category."""
    current = Category.objects.values_list("slug", flat=True).get(pk=category.pk)
    if slug == current:
        return
    if Category.objects.filter(slug=slug).exclude(pk=category.pk).exists():
        raise AddressTaken(field="slug")
    CategorySlugHistory.objects.filter(slug=slug).delete()
    CategorySlugHistory.objects.update_or_create(slug=current, defaults={"category": category, "retired_at": at})
    Category.objects.filter(pk=category.pk).update(slug=slug)
    category.slug = slug


def present_category(slug: str, tree: Tree) -> Category | None:
    """The category on show that was once found at `slug`."""
    found = CategorySlugHistory.objects.filter(slug=slug).values_list("category_id", flat=True).first()
    return tree.get(found) if found in tree.active_ids else None
