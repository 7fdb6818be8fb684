"""What a product was really sold for, and the one rule of the struck price that follows from it.

The list price is shown struck beside a sale only if it was really asked:

    In the last 30 days on which the product was on show before the offer began, nobody was asked less than the price
    that is to be struck. A product with fewer days on show behind it has no struck price.

The offer began with the first of the reduced prices that follow one another without a break, so a deeper discount
later, or a list price raised meanwhile, starts no new count. Days on which the product was hidden count for nothing.

From: CDC (Lei 8.078/1990) art. 37, § 1, which forbids advertising that misleads about the price and names no number of
days; the number is the benchmark of the European Union, Directive 98/6/EC art. 6a (put in by Directive (EU) 2019/2161):
the prior price is the lowest one of at least 30 days before the reduction, and of a reduction that grows the one
before its first step.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from catalog.models import PriceChange, Product
from iluminacasa.money import brl

WINDOW = timedelta(days=30)
DAY = timedelta(days=1)
NOTHING = timedelta(0)


class Step(NamedTuple):
    """From this moment on."""

    price: Decimal
    sale_price: Decimal
    is_shown: bool
    started_at: datetime

    @property
    def is_reduced(self) -> bool:
        return self.sale_price < self.price


@dataclass(frozen=True)
class Charged:
    """What was asked on the last days on show before an offer, at most 30 of them."""

    lowest: Decimal | None  # None: it was never on show
    time: timedelta

    def supports(self, price: Decimal) -> bool:
        """May this price be struck?"""
        return self.lowest is not None and self.time >= WINDOW and self.lowest >= price

    def objection(self, price: Decimal) -> str:
        """Why it may not, as staff is told; empty when it may."""
        if self.supports(price):
            return ""
        if self.lowest is not None and self.lowest < price:
            return f"foi vendido por {brl(self.lowest)} nos {WINDOW.days} dias à venda antes da oferta"
        days = self.time // DAY
        told = "1 dia" if days == 1 else f"{days} dias"
        return f"ficou {told} à venda antes da oferta, e são precisos {WINDOW.days}"


def of(product_ids: Collection[int]) -> dict[int, list[Step]]:
    """Every step of each product, in time. One query."""
    found: dict[int, list[Step]] = {pk: [] for pk in product_ids}
    rows = PriceChange.objects.filter(product_id__in=product_ids).order_by("product_id", "started_at", "pk")
    told = rows.values_list("product_id", "price", "sale_price", "is_shown", "started_at")
    for pk, price, sale_price, is_shown, started_at in told:
        found[pk].append(Step(price, sale_price, is_shown, started_at))
    return found


def began(steps: Sequence[Step], at: datetime) -> datetime | None:
    """When the offer in force at `at` began; None when nothing is reduced then."""
    start = None
    for step in reversed(steps):
        if step.started_at > at:
            continue
        if not step.is_reduced:
            break
        start = step.started_at
    return start


def spans_before(steps: Sequence[Step], moment: datetime) -> Iterator[tuple[Step, datetime]]:
    """What was in force before `moment` and until when, backwards; what lasted no time is left out."""
    end = moment
    for step in reversed(steps):
        if step.started_at < end:
            yield step, end
            end = step.started_at


def charged_before(steps: Sequence[Step], moment: datetime) -> Charged:
    """On the last days on show before `moment`: as many as the rule asks for, or all there are."""
    lowest: Decimal | None = None
    left = WINDOW
    for step, end in spans_before(steps, moment):
        if step.is_shown and left > NOTHING:
            lowest = step.sale_price if lowest is None else min(lowest, step.sale_price)
            left -= end - step.started_at
    return Charged(lowest, WINDOW - max(left, NOTHING))


def was_charged(steps: Sequence[Step], at: datetime) -> bool:
    """Was the list price of the offer in force at `at` really asked before it? False when there is no offer."""
    start, now = began(steps, at), in_force(steps, at)
    return start is not None and now is not None and charged_before(steps, start).supports(now.price)


def objection(steps: Sequence[Step], *, price: Decimal, starts_at: datetime | None, at: datetime) -> str:
    """Why a list price may not be struck in an offer that is on, or shall begin; empty when it may.

    What is on has its own beginning; what is planned begins now at the earliest.
    """
    is_to_come = starts_at is not None and starts_at > at
    start = None if is_to_come else began(steps, at)
    return charged_before(steps, start or max(starts_at or at, at)).objection(price)


def objection_to_offer(product: Product, steps: Sequence[Step], *, at: datetime) -> str:
    """Why this product's offer, on or to come, has no struck price; empty when it has one, or there is no offer."""
    is_over = product.sale_ends_at is not None and product.sale_ends_at <= at
    if is_over or not product.discount_percentage:
        return ""
    return objection(steps, price=product.price, starts_at=product.sale_starts_at, at=at)


def in_force(steps: Sequence[Step], at: datetime) -> Step | None:
    return next((step for step in reversed(steps) if step.started_at <= at), None)


def lowest_recent(steps: Sequence[Step], *, at: datetime) -> Decimal | None:
    """The lowest price really asked in the 30 days before `at`, the present one included; None: never on show."""
    asked = [step for step, end in spans_before(steps, at) if end > at - WINDOW]
    now = in_force(steps, at)
    return min((step.sale_price for step in [*asked, *([now] if now else [])] if step.is_shown), default=None)
