"""The same sales and refunds, by what was sold. Freight stands in a row of its own, so the sums are the same."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Max, Sum

from catalog import taxonomy
from catalog.models import Product
from orders.reports.period import Period
from orders.reports.returns import Returned, returned
from orders.reports.sales import ZERO, lines_of, sold

FREIGHT = "frete"


@dataclass(frozen=True)
class GoodsRow:
    key: int | str | None
    label: str
    sku: str = ""
    orders: int = 0
    units: int = 0
    returned: int = 0  # units whose money went back
    gross: Decimal = ZERO  # what was paid for them, discounts taken off
    refunds: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.gross - self.refunds


def by_product(*, period: Period) -> list[GoodsRow]:
    """Most money first, the freight last. Six queries."""
    back = returned(period=period)
    sums = lines_of(period).values("product_id").annotate(
        title=Max("title"), code=Max("sku"), orders=Count("order_id", distinct=True), units=Sum("quantity"),
        gross=Sum("total"),
    )  # fmt: skip
    rows: dict[int | None, GoodsRow] = {
        each["product_id"]: GoodsRow(
            each["product_id"], each["title"] if each["product_id"] else "Produtos apagados", each["code"],
            each["orders"], each["units"], 0, each["gross"],
        )
        for each in sums
    }  # fmt: skip
    missing = [pk for pk in back.by_product if pk not in rows]
    named = {pk: (title, sku) for pk, title, sku in titles(missing)}
    for pk in missing:
        title, sku = named.get(pk, ("Produtos apagados", ""))
        rows[pk] = GoodsRow(pk, title, sku)
    for pk, part in back.by_product.items():
        rows[pk] = replace(rows[pk], returned=part.units, refunds=part.amount)
    return [*best_first(rows.values()), freight_row(period, back)]


def titles(ids: Iterable[int | None]) -> Iterable[tuple[int | None, str, str]]:
    """Of products only given back in these days."""
    wanted = [pk for pk in ids if pk is not None]
    return Product.objects.filter(pk__in=wanted).values_list("pk", "title", "sku") if wanted else []


def by_category(*, period: Period) -> list[GoodsRow]:
    """By the category a product is in today, each with its path from the root."""
    back = returned(period=period)
    tree = taxonomy.load()
    sums = lines_of(period).values("product__category_id").annotate(
        orders=Count("order_id", distinct=True), units=Sum("quantity"), gross=Sum("total")
    )  # fmt: skip

    def label(pk: int | None) -> str:
        return " › ".join(step.name for step in tree.ancestors(pk)) if pk else "Produtos apagados"

    rows: dict[int | None, GoodsRow] = {
        pk: GoodsRow(pk, label(pk), "", each["orders"], each["units"], 0, each["gross"])
        for each in sums
        for pk in [each["product__category_id"]]
    }
    places = dict(Product.objects.filter(pk__in=[pk for pk in back.by_product if pk]).values_list("pk", "category_id"))
    for product_id, part in back.by_product.items():
        pk = places.get(product_id) if product_id else None
        known = rows.get(pk) or GoodsRow(pk, label(pk))
        rows[pk] = replace(known, returned=known.returned + part.units, refunds=known.refunds + part.amount)
    return [*best_first(rows.values()), freight_row(period, back)]


def freight_row(period: Period, back: Returned) -> GoodsRow:
    sums = sold(period).filter(freight_total__gt=0).aggregate(orders=Count("pk"), gross=Sum("freight_total"))
    return GoodsRow(FREIGHT, "Frete", "", sums["orders"], 0, 0, sums["gross"] or ZERO, back.freight)


def best_first(rows: Iterable[GoodsRow]) -> list[GoodsRow]:
    return sorted(rows, key=lambda row: (-row.net, row.label))


def goods_total(rows: Iterable[GoodsRow], *, orders: int) -> GoodsRow:
    """`orders` is said, since one order is in many rows."""
    every = list(rows)
    return GoodsRow(
        "total", "Total", "", orders, sum(row.units for row in every), sum(row.returned for row in every),
        sum((row.gross for row in every), ZERO), sum((row.refunds for row in every), ZERO),
    )  # fmt: skip
