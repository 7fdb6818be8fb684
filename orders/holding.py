"""Goods set aside for who pays at the counter: for days, without a centavo. So it has measure."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from accounts.models import User, normalize_email
from iluminacasa.errors import Conflict
from orders.models import Order

OPEN_ORDERS = 3  # waiting at once for one buyer
UNITS = 10  # of one product in one order
WAITING = (Order.Status.PENDING, Order.Status.PICKING, Order.Status.READY)


class TooManyUnpaid(Conflict):
    code = "too_many_unpaid_orders"
    title = gettext_lazy("Pedidos por pagar")
    default_message = format_lazy(
        gettext_lazy(
            "Já há {most} pedidos por pagar na loja com este e-mail ou documento. Retire ou cancele um deles, "
            "ou pague este agora."
        ),
        most=OPEN_ORDERS,
    )


class TooMuchUnpaid(Conflict):
    code = "too_many_units_unpaid"
    title = gettext_lazy("Quantidade acima do que reservamos")
    default_message = format_lazy(
        gettext_lazy("Para pagar na loja, reservamos até {most} unidades de cada produto. Leve menos, ou pague agora."),
        most=UNITS,
    )


def check(*, user: User | None, email: str, document: str, quantities: Mapping[str, int], at: datetime) -> None:
    """May this buyer have these units (by slug) held until they come? `TooMuchUnpaid`, `TooManyUnpaid` if not.

    Called in the transaction that places the order: of two orders of one buyer, the second counts the first.
    """
    over = [slug for slug, quantity in quantities.items() if quantity > UNITS]
    if over:
        raise TooMuchUnpaid(field="payment_method", data={"maximum": UNITS, "products": over})
    _queue(user=user, email=email, document=document)
    if waiting_of(user=user, email=email, document=document, at=at).count() >= OPEN_ORDERS:
        raise TooManyUnpaid(field="payment_method", data={"maximum": OPEN_ORDERS})


def _queue(*, user: User | None, email: str, document: str) -> None:
    """One buyer at a time until the transaction ends; always in the same order, so that nobody waits in a circle.

    SQLite has one writer anyway, and its transactions begin as writers.
    """
    if connection.vendor != "postgresql":
        return
    named = {f"user {user.pk}" if user else "", f"email {normalize_email(email)}", f"document {document}"}
    with connection.cursor() as cursor:
        for name in sorted(named - {"", "document "}):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"counter order of {name}"])


def waiting_of(*, user: User | None, email: str, document: str, at: datetime) -> "QuerySet[Order]":
    """Who has proven a mailbox is only held to their own orders: strangers may know its address."""
    mine = Q(user=user) if user is not None else Q()
    if user is None or not user.is_verified:
        mine |= Q(email=normalize_email(email))
        mine |= Q(document=document) if document else Q()
    found: QuerySet[Order] = Order.objects.filter(
        mine, payment_method=Order.Method.PICKUP, status__in=WAITING, paid_at__isnull=True, expires_at__gt=at
    )
    return found
