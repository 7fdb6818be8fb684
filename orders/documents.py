"""Papers for many orders: what to fetch from the shelves, what goes into each parcel, what was paid."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from iluminacasa.brazil import mask_document
from orders import barcodes
from orders.barcodes import Bars
from orders.envelope import address_lines
from orders.models import Order, OrderLine, Payment

MOST = 100  # orders in one print
S = Order.Status
IN_HAND = frozenset({S.PENDING, S.PAID, S.PICKING, S.READY, S.SHIPPED, S.SHORT})  # a parcel is there, or will be


@dataclass
class Shelf:
    """One article, and which orders want it."""

    sku: str
    title: str
    units: int = 0
    wanted_by: list[tuple[str, int]] = field(default_factory=list)  # (number of the order, units)


@dataclass(frozen=True)
class Paper:
    order: Order
    lines: Sequence[OrderLine]
    bars: Bars
    address: Sequence[str]  # empty for a pickup
    document: str
    paid_at: datetime | None

    @property
    def units(self) -> int:
        return sum(line.left_quantity for line in self.lines)


def papers(ids: Sequence[int]) -> list[Paper]:
    """In the order asked for; what does not exist is left out. Three queries."""
    orders = Order.objects.filter(pk__in=ids[:MOST]).prefetch_related("lines", "payments")
    found = {order.pk: order for order in orders}
    return [_paper(found[pk]) for pk in dict.fromkeys(ids[:MOST]) if pk in found]


def _paper(order: Order) -> Paper:
    paid = [each.confirmed_at for each in order.payments.all() if each.status == Payment.Status.CONFIRMED]
    return Paper(
        order=order, lines=sorted(order.lines.all(), key=lambda line: line.position), bars=barcodes.draw(order.number),
        address=address_lines(order), document=mask_document(order.document), paid_at=next(iter(paid), None),
    )  # fmt: skip


def shelves(found: Sequence[Paper]) -> list[Shelf]:
    """Every article once, by SKU, with the units all these orders want together, less what is given back."""
    by_article: dict[tuple[str, str], Shelf] = {}
    for paper in found:
        for line in paper.lines:
            if line.left_quantity < 1:
                continue
            shelf = by_article.setdefault((line.sku, line.title), Shelf(sku=line.sku, title=line.title))
            shelf.units += line.left_quantity
            shelf.wanted_by.append((paper.order.number, line.left_quantity))
    return [by_article[key] for key in sorted(by_article)]
