"""What must hold in the catalogue at any moment, asked of the rows themselves. Nothing here repairs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Sum

from catalog import cards, clock, documents, price_history, taxonomy
from catalog.models import Category, Product, ProductCard, SearchDocument, StockMove
from catalog.publication import grouped_images, grouped_specs

CHUNK = 500


@dataclass(frozen=True)
class Violation:
    """A row that breaks a rule."""

    rule: str
    row: str  # model and key, for a person to find it
    detail: str


def violations(*, at: datetime) -> Iterator[Violation]:
    yield from stock_below_zero()
    yield from stock_without_reason()
    yield from paths_astray()
    yield from shown_out_of_step(at=at)


def stock_below_zero() -> Iterator[Violation]:
    for pk, slug, stock in Product.objects.filter(stock__lt=0).values_list("pk", "slug", "stock"):
        yield Violation("stock_not_negative", f"Product {pk}", f"{slug}: stock {stock}")


def stock_without_reason() -> Iterator[Violation]:
    """The movements of a product, the first count among them, sum to its stock; the last one says the same."""
    moves = StockMove.objects.order_by().values("product_id").annotate(sum=Sum("delta"), last=Max("pk"))
    by_product = {row["product_id"]: row for row in moves}
    balance = dict(StockMove.objects.filter(pk__in=moves.values("last")).values_list("product_id", "balance"))
    for pk, slug, stock in Product.objects.order_by("pk").values_list("pk", "slug", "stock"):
        moved = by_product[pk]["sum"] if pk in by_product else 0
        if moved != stock or balance.get(pk, 0) != stock:
            detail = f"{slug}: stock {stock}, movements {moved}, last balance {balance.get(pk, 0)}"
            yield Violation("stock_equals_movements", f"Product {pk}", detail)


def paths_astray() -> Iterator[Violation]:
    tree = taxonomy.read()
    for category in Category.objects.order_by("pk"):
        path = "/" + "/".join(str(step.pk) for step in tree.ancestors(category.pk)) + "/"
        if category.path != path:
            yield Violation("category_path", f"Category {category.pk}", f"{category.path} should be {path}")


def shown_out_of_step(*, at: datetime) -> Iterator[Violation]:
    """Each shown product has the card and the search text its rows make, each hidden one neither."""
    tree = taxonomy.read()
    waiting = set(clock.out_of_date(at=at))  # a sale has just begun or ended: the next `run_jobs` publishes it
    ids = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        yield from _chunk_out_of_step(ids[start : start + CHUNK], tree, at, waiting)


def _chunk_out_of_step(ids: list[int], tree: taxonomy.Tree, at: datetime, waiting: set[int]) -> Iterator[Violation]:
    images, specs, histories = grouped_images(ids), grouped_specs(ids), price_history.of(ids)
    kept_cards = ProductCard.objects.in_bulk(ids)
    kept_texts = SearchDocument.objects.in_bulk(ids)
    for product in Product.objects.filter(pk__in=ids).select_related("category", "brand").order_by("pk"):
        row = f"Product {product.pk}"
        card, text = kept_cards.get(product.pk), kept_texts.get(product.pk)
        if not product.is_visible:
            if card is not None or text is not None:
                yield Violation("hidden_has_no_card", row, f"{product.slug} is hidden and still listed")
            continue
        source = cards.Source(product, images[product.pk], specs[product.pk])
        if product.pk not in waiting and (card is None or cards.build(source, at=at, old=card) is not None):
            yield Violation("card_agrees", row, f"{product.slug}: the card says something else than the rows")
        if product.pk not in waiting and product.was_charged != price_history.was_charged(histories[product.pk], at):
            yield Violation("struck_price_was_asked", row, f"{product.slug}: its history says otherwise")
        if text is None or documents.stored(text) != documents.texts(product, specs[product.pk], tree):
            yield Violation("search_text_agrees", row, f"{product.slug}: the search text is not what the rows make")
