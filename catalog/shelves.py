"""Categories and brands as the API shows them, with how many products stand there."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import menu, taxonomy
from catalog.models import Brand, Category, Product
from iluminacasa.errors import Missing

Object = dict[str, Any]


class CategoryMissing(Missing):
    default_message = gettext_lazy("Esta categoria não existe.")


def _depth_first(tree: taxonomy.Tree, parent_id: int | None) -> Iterator[Category]:
    for child in tree.children(parent_id):
        yield child
        yield from _depth_first(tree, child.pk)


@lru_cache(maxsize=2)
def categories(*, version: int) -> dict[str, Object]:
    """{slug: object} of every active category, parents before children. Read once per content version."""
    tree = taxonomy.load(version=version)
    counts = menu.load(version=version)
    return {category.slug: _category(tree, counts, category) for category in _depth_first(tree, None)}


def _category(tree: taxonomy.Tree, counts: menu.Menu, category: Category) -> Object:
    path = tree.ancestors(category.pk)
    return {
        "slug": category.slug,
        "name": category.name,
        "description": category.description,
        "parent": path[-2].slug if len(path) > 1 else None,
        "path": [_name(step) for step in path],
        "children": [_name(child) for child in tree.children(category.pk)],
        "product_count": counts.count(tree, category.pk),
    }


def _name(category: Category) -> Object:
    return {"slug": category.slug, "name": category.name}


def category(slug: str, *, version: int) -> Object:
    found = categories(version=version).get(slug)
    if found is None:
        raise CategoryMissing
    return found


@lru_cache(maxsize=2)
def brands(*, version: int) -> dict[str, Object]:
    """{slug: object} of every brand with something to sell, by name. Read once per content version."""
    shown = Product.objects.visible().filter(brand__isnull=False).order_by()
    counts = dict(shown.values_list("brand_id").annotate(Count("pk")))
    rows = sorted(Brand.objects.filter(pk__in=counts), key=lambda brand: (brand.name.casefold(), brand.slug))
    return {brand.slug: {"slug": brand.slug, "name": brand.name, "product_count": counts[brand.pk]} for brand in rows}


def brand(slug: str, *, version: int) -> Object:
    found = brands(version=version).get(slug)
    if found is None:
        raise Missing(_("Esta marca não existe."))
    return found
