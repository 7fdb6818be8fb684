"""How the shop does right now, beside the same stretch of time before: for the first page of a working day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import TruncDate

from cart.models import Cart, CartLine
from iluminacasa.brazil import SHOP_ZONE
from iluminacasa.money import round_money
from orders.models import Order, OrderLine
from orders.reports.period import DAY, Period, midnight
from orders.reports.sales import ZERO, given_back

SPANS = (1, 7, 30)  # days, today included
MONTH = 30


@dataclass(frozen=True)
class Window:
    """Today and the days before it, up to this hour; and as many days before those, up to the same hour."""

    days: int
    orders: int
    gross: Decimal
    refunds: Decimal
    gross_before: Decimal

    @property
    def ticket(self) -> Decimal:
        return round_money(self.gross / self.orders) if self.orders else ZERO

    @property
    def change(self) -> Decimal | None:
        """Percent more (or less) than before; None when there was nothing to compare with."""
        if not self.gross_before:
            return None
        return ((self.gross / self.gross_before - 1) * 100).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class Day:
    day: date
    orders: int
    gross: Decimal
    gross_before: Decimal  # of the day 30 days earlier


@dataclass(frozen=True)
class Pulse:
    windows: Sequence[Window]
    days: Sequence[Day]  # 30, the last one is today so far


def pulse(*, at: datetime) -> Pulse:
    """Two queries."""
    today = at.astimezone(SHOP_ZONE).date()
    start = midnight(today - DAY * (2 * MONTH - 1))
    elapsed = at - midnight(today)
    cuts = [today - DAY * span for span in SPANS]  # days that count up to this hour only
    early = Q()
    for day in cuts:
        early |= Q(paid_at__gte=midnight(day), paid_at__lt=midnight(day) + elapsed)
    paid = Order.objects.filter(paid_at__gte=start, paid_at__lt=at).order_by()
    sold = paid.values(day=TruncDate("paid_at", tzinfo=SHOP_ZONE)).annotate(
        count=Count("pk"), gross=Sum("total"), early=Sum("total", filter=early)
    )  # fmt: skip
    days: dict[date, dict[str, Any]] = {each["day"]: dict(each) for each in sold}
    back = given_back(Period(today - DAY * (MONTH - 1), today)).filter(requested_at__lt=at)
    sums = back.values(day=TruncDate("requested_at", tzinfo=SHOP_ZONE)).annotate(sum=Sum("amount"))
    refunds: dict[date, Decimal] = {each["day"]: each["sum"] for each in sums}

    def of(day: date, name: str) -> Any:
        return (days.get(day) or {}).get(name) or 0

    def window(span: int) -> Window:
        own = [today - DAY * number for number in range(span)]
        earlier = [day - DAY * span for day in own]
        before = sum((of(day, "early" if day == today - DAY * span else "gross") for day in earlier), ZERO)
        return Window(
            span, sum(of(day, "count") for day in own), sum((of(day, "gross") for day in own), ZERO),
            sum((refunds.get(day, ZERO) for day in own), ZERO), before,
        )  # fmt: skip

    month = [today - DAY * number for number in reversed(range(MONTH))]
    return Pulse(
        [window(span) for span in SPANS],
        [Day(day, of(day, "count"), ZERO + of(day, "gross"), ZERO + of(day - DAY * MONTH, "gross")) for day in month],
    )


def carts_begun(*, at: datetime) -> Any:
    """Carts of the last 30 days that held anything: what `conversion` is a share of."""
    recent = Cart.objects.filter(created_at__gte=at - timedelta(days=MONTH), created_at__lt=at)
    return recent.filter(Q(ordered_at__isnull=False) | Exists(CartLine.objects.filter(cart=OuterRef("pk"))))


def conversion(*, begun: int, ordered: int) -> Decimal | None:
    """Percent of carts that became an order."""
    return (Decimal(ordered) / begun * 100).quantize(Decimal("0.1")) if begun else None


def best_sellers(*, at: datetime, limit: int = 5) -> list[dict[str, Any]]:
    """Units and money of the last 30 days, without the units that came back since. One query."""
    start = midnight(at.astimezone(SHOP_ZONE).date() - DAY * (MONTH - 1))
    lines = OrderLine.objects.filter(order__paid_at__gte=start, order__paid_at__lt=at, product__isnull=False)
    sums = lines.order_by().values("product_id", "product__title").annotate(
        units=Sum(F("quantity") - F("refunded_quantity")), gross=Sum("total")
    )  # fmt: skip
    return [dict(each) for each in sums.filter(units__gt=0).order_by("-units", "-gross", "product_id")[:limit]]
