"""Which fields of a product still follow its source, and giving one back to it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from catalog import publication
from catalog.models import Product
from iluminacasa.errors import Missing

from .drafts import COLUMNS, as_stored, mine


def edited_fields(product: Product) -> dict[str, object]:
    """{field: what the source says} for every field where the shop says otherwise; {} for the shop's own."""
    base = (product.source_base or {}).get("fields", {})
    here = mine(product)
    return {name: base[name] for name in COLUMNS if name in base and base[name] != here[name]}


def followed_fields(product: Product) -> list[str]:
    """Columns the source would overwrite at the next run: the admin marks them."""
    if not product.source:
        return []
    base = (product.source_base or {}).get("fields", {})
    here, locked = mine(product), set(product.locked_fields)
    return [COLUMNS[name] for name in COLUMNS if name in base and base[name] == here[name] and name not in locked]


def spoken_of(product: Product) -> list[str]:
    """Fields the source has an opinion on: each can be locked."""
    base = (product.source_base or {}).get("fields", {}) if product.source else {}
    return [name for name in COLUMNS if name in base]


@transaction.atomic
def lock_fields(*, product_id: int, names: Collection[str]) -> None:
    """From now on no run touches these fields, whatever the source says; all others are open to it again."""
    product = Product.objects.select_for_update().filter(pk=product_id).exclude(source="").first()
    if product is None:
        raise Missing("Este produto não vem de uma origem.")
    product.locked_fields = [name for name in spoken_of(product) if name in names]
    product.save(update_fields=["locked_fields"])


@transaction.atomic
def take_upstream(*, product_id: int, names: frozenset[str], at: datetime) -> list[str]:
    """Put the source's last known values back; returns the fields that changed."""
    product = Product.objects.select_for_update().filter(pk=product_id).exclude(source="").first()
    if product is None:
        raise Missing("Este produto não vem de uma origem.")
    theirs = {name: value for name, value in edited_fields(product).items() if name in names}
    if set(product.locked_fields) & names:
        product.locked_fields = [name for name in product.locked_fields if name not in names]
        product.save(update_fields=["locked_fields"])
    for name, value in theirs.items():
        setattr(product, COLUMNS[name], as_stored(name, value))
    if theirs:
        product.updated_at = at
        publication.derive(product, at=at, tree=publication.taxonomy.read())
        columns = {COLUMNS[name] for name in theirs} | set(publication.DERIVED)
        product.save(update_fields=sorted(columns))
        publication.refresh(product_ids=[product.pk], at=at)
    return sorted(theirs)
