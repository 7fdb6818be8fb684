"""A person's orders, page by page: the newest first, stable while new ones come."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from catalog.cursors import Cursor, Slice, UnknownCursor, around
from orders.models import Order


@dataclass(frozen=True)
class Found:
    rows: Slice[Any]  # orders with `units`
    count: int


def of(*, user: User, cursor: Cursor | None, size: int) -> Found:
    """Three queries at most, however deep."""
    mine = Order.objects.filter(user=user)
    rows = mine.annotate(units=Coalesce(Sum("lines__quantity"), 0))
    if cursor is None:
        return Found(around(rows.order_by("-placed_at", "-pk")[: size + 1], None, size, _key), mine.count())
    place = mine.filter(number=cursor.key).values_list("placed_at", "pk").first()
    if place is None:
        raise UnknownCursor(field="cursor")
    at, pk = place
    if cursor.is_forward:
        beyond, order = Q(placed_at__lt=at) | Q(placed_at=at, pk__lt=pk), ("-placed_at", "-pk")
    else:
        beyond, order = Q(placed_at__gt=at) | Q(placed_at=at, pk__gt=pk), ("placed_at", "pk")
    return Found(around(rows.filter(beyond).order_by(*order)[: size + 1], cursor, size, _key), mine.count())


def _key(order: Order) -> str:
    return order.number
