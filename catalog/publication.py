"""Everything that follows from a product and is stored beside it, brought up to date in one place.

Whoever changes a product, its specs, pictures, brand or category calls `refresh` in the same transaction:
visibility, price in force, price history, card, search document, changes feed and content version then agree
with the rows, and `audit_shop` can prove it. Cost: a fixed number of statements for any number of products.
What is stored is Portuguese with its English beside it, whichever language the request speaks that changes it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from catalog import bulk, cards, documents, price_history, taxonomy
from catalog.models import (
    CatalogueState,
    Image,
    PriceChange,
    Product,
    ProductCard,
    ProductSpec,
    SearchDocument,
    Tombstone,
)
from catalog.price_history import Step
from catalog.prices import sale_at
from iluminacasa import languages, replicas

CHUNK = 500
VERSION = 'SELECT "version" FROM "catalog_cataloguestate" WHERE "id" = 1'
DERIVED = ["is_visible", "sale_price", "current_discount", "was_charged", "updated_at"]
PRICES = ("product_id", "price", "sale_price", "is_shown", "started_at")
DOCUMENTS = ("product_id", *documents.FIELDS)
NEEDED = ("category", "brand", "card", "search_document")
CARDS = ("product_id", "data", "view", "seq")


def version() -> int:
    """The content version: moves when something shown changes."""
    found = replicas.row(VERSION)  # asked by every page: the ORM would take ten times as long
    if found is None:
        raise CatalogueState.DoesNotExist
    return int(found[0])


def is_shown(product: Product, tree: taxonomy.Tree) -> bool:
    return product.is_published and product.vanished_at is None and product.category_id in tree.active_ids


def derive(product: Product, *, at: datetime, tree: taxonomy.Tree) -> bool:
    """Set the derived columns on the instance; True if one of them moved. Price moves show in `sale_price`."""
    before = (product.is_visible, product.sale_price, product.current_discount)
    product.is_visible = is_shown(product, tree)
    product.sale_price, product.current_discount = sale_at(product, at=at)
    return before != (product.is_visible, product.sale_price, product.current_discount)


def warm_up() -> None:
    """What the first card of a process loads (all addresses of the shop, 0.3 s) is loaded before a lock is held."""
    Product(slug="x").get_absolute_url()


@languages.speaking(languages.PORTUGUESE)
@transaction.atomic
def refresh(*, product_ids: Collection[int], at: datetime, tree: taxonomy.Tree | None = None) -> int:
    """Bring all that is derived of these products up to date; returns how many cards changed."""
    tree = tree or taxonomy.read()
    ordered = sorted(product_ids)
    return sum(_refresh_chunk(ordered[i : i + CHUNK], at, tree) for i in range(0, len(ordered), CHUNK))


@dataclass(frozen=True, slots=True)
class Debut:
    """What follows from a product that has no key yet, made before the transaction that will insert it."""

    product: Product
    document: tuple[str, ...]
    data: dict[str, Any]  # the card's, its `id` still missing
    view: str


@languages.speaking(languages.PORTUGUESE)
def rehearse(*, product: Product, images: Sequence[Image], at: datetime, tree: taxonomy.Tree) -> Debut | None:
    """For a new product without specs, category and brand loaded: sets its derived columns; None when not shown."""
    derive(product, at=at, tree=tree)
    if not product.is_visible:
        return None
    data, view = cards.forms(cards.Source(product, images, ()), at=at)
    return Debut(product, documents.texts(product, (), tree), data, view)


@transaction.atomic
def introduce(*, products: Sequence[Product], debuts: Sequence[Debut], at: datetime) -> int:
    """`refresh` for rehearsed products inserted in this very transaction: nothing has to be read back."""
    prices = [(product.pk, product.price, product.sale_price, product.is_visible, at) for product in products]
    bulk.insert(PriceChange, PRICES, prices)
    if not debuts:
        return 0
    found = [(debut.product.pk, *debut.document) for debut in debuts]
    bulk.insert(SearchDocument, DOCUMENTS, found)
    last, _ = _advance(len(debuts), True)
    rows = [
        (debut.product.pk, cards.dump({**debut.data, "id": debut.product.pk}), debut.view, seq)
        for seq, debut in enumerate(debuts, start=last - len(debuts) + 1)
    ]
    bulk.insert(ProductCard, CARDS, rows)
    return len(debuts)


def refresh_all(*, at: datetime) -> int:
    """Make everything anew, in chunks of their own transaction: after a change of settings or of this code."""
    tree = taxonomy.read()
    ids = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    changed = sum(
        refresh(product_ids=ids[start : start + CHUNK], at=at, tree=tree) for start in range(0, len(ids), CHUNK)
    )
    CatalogueState.objects.filter(pk=1).update(card_form=cards.form_fingerprint(), version=F("version") + 1)
    return changed


@transaction.atomic
def touch() -> int:
    """Something shown that is no product changed (menu, banner, page): a new content version."""
    return _advance(0, True)[1]


def _refresh_chunk(ids: Sequence[int], at: datetime, tree: taxonomy.Tree) -> int:
    products = list(Product.objects.filter(pk__in=ids).select_related(*NEEDED).order_by("pk"))
    images, specs = grouped_images(ids), grouped_specs(ids)
    moved = [product for product in products if derive(product, at=at, tree=tree)]
    moved += _judge_offers(products, _record_prices(products, at), at, {product.pk for product in moved})
    shown, hidden = [], []
    for product in products:
        old = getattr(product, "card", None)
        if product.is_visible:
            source = cards.Source(product, images[product.pk], specs[product.pk])
            if (card := cards.build(source, at=at, old=old)) is not None:
                shown.append(card)
        elif old is not None:
            hidden.append(product)
    _write_derived(moved, {card.product_id for card in shown}, products, at)
    _write_documents(products, specs, hidden, tree)
    _publish(shown, hidden, at)
    return len(shown) + len(hidden)


def grouped_images(ids: Collection[int]) -> dict[int, list[Image]]:
    """In the order a card shows them."""
    return _grouped(Image.objects.filter(product_id__in=ids).order_by("product_id", "position", "pk"))


def grouped_specs(ids: Collection[int]) -> dict[int, list[ProductSpec]]:
    """In the order a card tells them, with definition and choice."""
    return _grouped(
        ProductSpec.objects.filter(product_id__in=ids)
        .select_related("definition", "choice")
        .order_by("product_id", "definition__position", "definition_id", "choice__position", "choice_id")
    )


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.product_id].append(row)
    return groups


def _record_prices(products: Sequence[Product], at: datetime) -> dict[int, list[Step]]:
    """A history row for every product that differs from the last one noted; returns the histories with it."""
    histories = price_history.of([product.pk for product in products])
    moved = []
    for product in products:
        steps = histories[product.pk]
        step = Step(product.price, product.sale_price, product.is_visible, at)
        if not steps or steps[-1][:3] != step[:3]:
            steps.append(step)
            moved.append((product.pk, *step))
    bulk.insert(PriceChange, PRICES, moved)
    return histories


def _judge_offers(
    products: Sequence[Product], histories: dict[int, list[Step]], at: datetime, known: set[int]
) -> list[Product]:
    """May the list price be shown struck? Those for which that changed, beyond the `known` ones that move anyway."""
    changed = []
    for product in products:
        judged = price_history.was_charged(histories[product.pk], at)
        if judged != product.was_charged:
            product.was_charged = judged
            if product.pk not in known:
                changed.append(product)
    return changed


def _write_derived(moved: list[Product], carded: set[int], products: Sequence[Product], at: datetime) -> None:
    """One UPDATE for the rows whose columns moved, one for those whose card alone did."""
    moved_ids = {product.pk for product in moved}
    for product in moved:
        product.updated_at = at
    if moved:
        Product.objects.bulk_update(moved, DERIVED, batch_size=CHUNK)
    stale = [p.pk for p in products if p.pk in carded and p.pk not in moved_ids and p.updated_at != at]
    if stale:
        Product.objects.filter(pk__in=stale).update(updated_at=at)


def _write_documents(
    products: Sequence[Product], specs: dict[int, list[ProductSpec]], hidden: list[Product], tree: taxonomy.Tree
) -> None:
    """Only documents whose words moved: the database makes its full text index anew for each one written."""
    rows = []
    for product in products:
        if product.is_visible:
            words = documents.texts(product, specs[product.pk], tree)
            old = getattr(product, "search_document", None)
            if old is None or documents.stored(old) != words:
                rows.append((product.pk, *words))
    bulk.upsert(SearchDocument, DOCUMENTS, rows, unique=["product_id"], update=documents.FIELDS)
    if hidden:
        SearchDocument.objects.filter(pk__in=[product.pk for product in hidden]).delete()


def _advance(count: int, shows: bool) -> tuple[int, int]:
    """Take `count` numbers of the changes feed under the counter's row lock; returns (last seq, version)."""
    CatalogueState.objects.filter(pk=1).update(seq=F("seq") + count, version=F("version") + int(shows))
    state = CatalogueState.objects.get(pk=1)
    return state.seq, state.version


def _publish(shown: list[ProductCard], hidden: list[Product], at: datetime) -> None:
    """Number the changes at commit order and store cards and tombstones."""
    count = len(shown) + len(hidden)
    if not count:
        return
    last, _ = _advance(count, True)
    for seq, card in enumerate(shown, start=last - count + 1):
        card.seq = seq
    bulk.upsert_objects(shown, unique=["product_id"], update=["data", "view", "seq"])
    if shown:
        Tombstone.objects.filter(pk__in=[card.product_id for card in shown]).delete()
    if hidden:
        bury({product.pk: product.slug for product in hidden}, first_seq=last - len(hidden) + 1, at=at)


def bury(slugs: dict[int, str], *, first_seq: int, at: datetime) -> None:
    """Tombstones for products that leave the window, and an end to their cards."""
    ProductCard.objects.filter(pk__in=list(slugs)).delete()
    stones = [
        Tombstone(product_id=pk, slug=slug, seq=seq, at=at)
        for seq, (pk, slug) in enumerate(sorted(slugs.items()), start=first_seq)
    ]
    Tombstone.objects.bulk_create(
        stones, update_conflicts=True, unique_fields=["product_id"], update_fields=["slug", "seq", "at"]
    )


@transaction.atomic
def remove(*, product: Product, at: datetime) -> None:
    """Delete a product for good and tell the feed."""
    if ProductCard.objects.filter(pk=product.pk).exists():
        last, _ = _advance(1, True)
        bury({product.pk: product.slug}, first_seq=last, at=at)
    product.delete()
