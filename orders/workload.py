"""How much waits for somebody: one number for each kind of work, all in one query."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value

from catalog.models import Product, Review
from orders.models import Order, Refund
from orders.reports.pulse import carts_begun

S = Order.Status
SOON = timedelta(hours=1)  # a Pix that ends within this time is about to be lost


def of_orders(status: str) -> Callable[[datetime], QuerySet[Any]]:
    return lambda at: Order.objects.filter(status=status)


def pix(at: datetime) -> QuerySet[Any]:
    waiting: QuerySet[Any] = Order.objects.filter(status=S.PENDING, payment_method=Order.Method.PIX)
    return waiting


def running_low() -> QuerySet[Product]:
    """Published goods of which staff wants to know, the sold out ones too; written like the index that finds them."""
    low: QuerySet[Product] = Product.objects.filter(is_published=True, stock__lte=F("low_stock_threshold"))
    return low


KINDS: dict[str, Callable[[datetime], QuerySet[Any]]] = {
    "to_pick": of_orders(S.PAID),
    "pix_waiting": pix,
    "pix_ending": lambda at: pix(at).filter(expires_at__lte=at + SOON),
    "ready": of_orders(S.READY),
    "short": of_orders(S.SHORT),
    "withdrawals": of_orders(S.WITHDRAWAL),
    "refunds": lambda at: Refund.objects.filter(status=Refund.Status.REQUESTED),
    "reviews": lambda at: Review.objects.filter(state=Review.State.PENDING),
    "low_stock": lambda at: running_low().filter(stock__gt=0),
    "sold_out": lambda at: running_low().filter(stock__lte=0),
    "carts": lambda at: carts_begun(at=at),
    "carts_ordered": lambda at: carts_begun(at=at).filter(ordered_at__isnull=False),
}


def count(kinds: Iterable[str], *, at: datetime) -> dict[str, int]:
    """How many of each; at most one query, whatever is asked."""
    wanted = list(dict.fromkeys(kinds))
    parts = [
        KINDS[kind](at).order_by().values(kind=Value(kind, output_field=CharField())).annotate(
            amount=Count("pk")
        )
        for kind in wanted
    ]  # fmt: skip
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return dict.fromkeys(wanted, 0) | {row["kind"]: row["amount"] for row in rows}
