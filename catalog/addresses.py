"""Where a product can be found: its address, and those it once had."""

from datetime import datetime

from django.db import transaction

from catalog.models import Product, SlugHistory
from iluminacasa.errors import Conflict


class AddressTaken(Conflict):
    code = "address_taken"
    default_message = "Outro produto já usa este endereço."


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


def present(slug: str) -> str | None:
    """The address of the product that was once found at `slug`."""
    found = SlugHistory.objects.filter(slug=slug).values_list("product__slug", flat=True).first()
    return found if found != slug else None
