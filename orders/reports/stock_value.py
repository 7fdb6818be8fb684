"""What the goods on the shelves would bring today. The shop keeps no cost prices, so neither does this report."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Sum

from catalog import taxonomy
from catalog.models import Product
from iluminacasa.money import MoneyField
from orders.reports.sales import ZERO


@dataclass(frozen=True)
class Shelf:
    label: str
    products: int = 0
    units: int = 0
    at_list_price: Decimal = ZERO
    at_sale_price: Decimal = ZERO


def stock_by_category() -> list[Shelf]:
    """Everything in stock, published or not, by category; most money first. Two queries."""
    tree = taxonomy.load()
    sums = Product.objects.filter(stock__gt=0).order_by().values("category_id").annotate(
        products=Count("pk"), units=Sum("stock"), listed=Sum(F("stock") * F("price"), output_field=MoneyField()),
        sold_at=Sum(F("stock") * F("sale_price"), output_field=MoneyField()),
    )  # fmt: skip
    rows = [
        Shelf(
            " › ".join(step.name for step in tree.ancestors(each["category_id"])), each["products"], each["units"],
            each["listed"], each["sold_at"],
        )
        for each in sums
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.at_sale_price, row.label))


def stock_total(rows: list[Shelf]) -> Shelf:
    return Shelf(
        "Total", sum(row.products for row in rows), sum(row.units for row in rows),
        sum((row.at_list_price for row in rows), ZERO), sum((row.at_sale_price for row in rows), ZERO),
    )  # fmt: skip


def stock_by_product() -> Iterator[tuple[str, str, str, int, Decimal, Decimal, Decimal]]:
    """SKU, name, category, units, sale price, value at list and at sale price; read as it is written out."""
    tree = taxonomy.load()
    rows = Product.objects.filter(stock__gt=0).order_by("category_id", "title", "pk")
    for sku, title, category_id, stock, price, sale in rows.values_list(
        "sku", "title", "category_id", "stock", "price", "sale_price"
    ).iterator(chunk_size=2_000):
        path = " › ".join(step.name for step in tree.ancestors(category_id))
        yield sku, title, path, stock, sale, price * stock, sale * stock
