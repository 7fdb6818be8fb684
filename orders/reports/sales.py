"""Paid orders and what went back, by day, state, coupon and method. Three queries each, however many orders."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, TruncDate

from iluminacasa.brazil import SHOP_ZONE, UF_NAMES
from iluminacasa.money import round_money
from orders.models import Order, OrderLine, Payment, Refund
from orders.reports.period import Period

ZERO = Decimal("0.00")
AT_COUNTER = "retirada"
Key = Any  # what rows are told apart by: a day, or a word


@dataclass(frozen=True)
class Row:
    key: Key
    label: str
    orders: int = 0
    units: int = 0
    goods: Decimal = ZERO  # at the unit prices, before coupon and Pix discount
    discounts: Decimal = ZERO
    freight: Decimal = ZERO
    gross: Decimal = ZERO  # goods - discounts + freight: what was paid
    refunds: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.gross - self.refunds

    @property
    def ticket(self) -> Decimal:
        """What one order came to, before anything went back."""
        return round_money(self.gross / self.orders) if self.orders else ZERO


# --- What counts ---------------------------------------------------------------------------------
def sold(period: Period) -> QuerySet[Order]:
    """Orders whose money was confirmed in these days, whatever became of them later."""
    found: QuerySet[Order] = Order.objects.filter(paid_at__gte=period.start, paid_at__lt=period.end).order_by()
    return found


def lines_of(period: Period) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order__paid_at__gte=period.start, order__paid_at__lt=period.end).order_by()


def given_back(period: Period) -> QuerySet[Refund]:
    """Refunds promised in these days. Money that never was a sale does not reduce one: a second payment of the same
    order, a payment that did not fit, or one that came after the customer had cancelled."""
    counted = countable_refunds()
    return counted.filter(requested_at__gte=period.start, requested_at__lt=period.end).order_by()


def countable_refunds() -> QuerySet[Refund]:
    of_sales = Refund.objects.filter(payment__status=Payment.Status.CONFIRMED, payment__order__paid_at__isnull=False)
    return of_sales.exclude(status=Refund.Status.FAILED)


def count_orders(*, period: Period) -> int:
    return sold(period).count()


# --- Grouping ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Grouping:
    """The same question asked of an order, of its line and of its refund."""

    order: Any
    line: Any
    refund: Any

    @classmethod
    def by(cls, expression: Callable[[str], Any]) -> "Grouping":
        """Of a column of the order; `expression` gets the way to it."""
        return cls(expression(""), expression("order__"), expression("payment__order__"))


def collect(period: Period, grouping: Grouping, label: Callable[[Key], str]) -> dict[Key, Row]:
    rows: dict[Key, Row] = {}

    def add(key: Key, **sums: Any) -> None:
        known = rows.get(key) or Row(key, label(key))
        rows[key] = replace(known, **{name: value or getattr(known, name) for name, value in sums.items()})

    orders = sold(period).values(group=grouping.order).annotate(
        orders=Count("pk"), goods=Sum("lines_total"), coupon=Sum("discount_total"), pix=Sum("pix_discount_total"),
        freight=Sum("freight_total"), gross=Sum("total"),
    )  # fmt: skip
    for each in orders:
        add(
            each["group"], orders=each["orders"], goods=each["goods"], discounts=each["coupon"] + each["pix"],
            freight=each["freight"], gross=each["gross"],
        )  # fmt: skip
    for line in lines_of(period).values(group=grouping.line).annotate(units=Sum("quantity")):
        add(line["group"], units=line["units"])
    for refund in given_back(period).values(group=grouping.refund).annotate(refunds=Sum("amount")):
        add(refund["group"], refunds=refund["refunds"])
    return rows


def best_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.net, row.label))


# --- Reports -------------------------------------------------------------------------------------
def by_day(*, period: Period) -> list[Row]:
    """Every day, also those without a sale."""
    grouping = Grouping(
        TruncDate("paid_at", tzinfo=SHOP_ZONE),
        TruncDate("order__paid_at", tzinfo=SHOP_ZONE),
        TruncDate("requested_at", tzinfo=SHOP_ZONE),
    )
    found = collect(period, grouping, in_words)
    return [found.get(day) or Row(day, in_words(day)) for day in period.days()]


def in_words(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def by_state(*, period: Period) -> list[Row]:
    """Where it was sent; what was fetched at the counter stands by itself."""

    def state(way: str) -> Any:
        return Case(When(**{f"{way}is_pickup": True}, then=Value(AT_COUNTER)), default=F(f"{way}state"))

    def label(key: Key) -> str:
        if key == AT_COUNTER:
            return "Retirada na loja"
        return f"{UF_NAMES[key]} ({key})" if key in UF_NAMES else "Não informada"

    return best_first(collect(period, Grouping.by(state), label).values())


def by_coupon(*, period: Period) -> list[Row]:
    found = collect(period, Grouping.by(lambda way: F(f"{way}coupon_code")), lambda key: key or "Sem cupom")
    return best_first(found.values())


def by_method(*, period: Period) -> list[Row]:
    """As it was paid in the end, which may differ from what was chosen first."""
    paid = Payment.objects.filter(status=Payment.Status.CONFIRMED).order_by().values("method")
    grouping = Grouping(
        Coalesce(Subquery(paid.filter(order=OuterRef("pk"))[:1]), F("payment_method")),
        Coalesce(Subquery(paid.filter(order=OuterRef("order_id"))[:1]), F("order__payment_method")),
        F("payment__method"),
    )
    words = dict(Order.Method.choices)
    return best_first(collect(period, grouping, lambda key: capital(str(words.get(key, key)))).values())


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def total(rows: Iterable[Row], *, label: str = "Total") -> Row:
    every = list(rows)
    return Row(
        key="total", label=label, orders=sum(row.orders for row in every), units=sum(row.units for row in every),
        goods=sum((row.goods for row in every), ZERO), discounts=sum((row.discounts for row in every), ZERO),
        freight=sum((row.freight for row in every), ZERO), gross=sum((row.gross for row in every), ZERO),
        refunds=sum((row.refunds for row in every), ZERO),
    )  # fmt: skip
