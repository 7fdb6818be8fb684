"""Which goods a refund gave the money back for.

A refund names lines and units, or nothing: then everything still paid went back, or a sum somebody typed. Here each
is split over the lines and the freight of its order so that the parts always add up to it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cart.coupons import share_out
from iluminacasa.money import round_money
from orders.models import OrderLine, Refund
from orders.reports.period import Period
from orders.reports.sales import ZERO, countable_refunds, given_back


@dataclass
class Part:
    units: int = 0
    amount: Decimal = ZERO


@dataclass
class Returned:
    """What went back in a period, by product and by what is no product."""

    by_product: dict[int | None, Part] = field(default_factory=lambda: defaultdict(Part))
    freight: Decimal = ZERO


@dataclass
class Account:
    """How much of one order has been given back so far."""

    lines: Sequence[OrderLine]
    freight_left: Decimal
    given: dict[int, Part] = field(default_factory=lambda: defaultdict(Part))

    def take(self, refund: Refund) -> tuple[dict[int, Part], Decimal]:
        """Book one refund; returns what of it falls on each line and on the freight."""
        parts = self.named(refund)
        freight = self.freight_left if refund.includes_freight else ZERO
        expected = sum((part.amount for part in parts.values()), ZERO) + freight
        if refund.amount < expected:
            weights = [*(part.amount for part in parts.values()), freight]
            *amounts, freight = share_out(refund.amount, weights)
            for part, amount in zip(parts.values(), amounts, strict=True):
                part.amount = amount
        freight += self.spread(refund.amount - expected, parts) if refund.amount > expected else ZERO
        self.freight_left -= min(freight, self.freight_left)
        for line in self.lines:
            if line.pk in parts:
                self.given[line.pk].units += parts[line.pk].units
                self.given[line.pk].amount += parts[line.pk].amount
        return parts, freight

    def named(self, refund: Refund) -> dict[int, Part]:
        """The lines a refund names, at the prices their units were paid with."""
        lines = {line.pk: line for line in self.lines}
        parts: dict[int, Part] = {}
        for each in refund.lines:
            line = lines.get(each["line"])
            if line is None:
                continue
            before = self.given[line.pk].units
            after = min(line.quantity, before + each["quantity"])
            amount = round_money(line.total * after / line.quantity) - round_money(line.total * before / line.quantity)
            parts[line.pk] = Part(after - before, amount)
        return parts

    def spread(self, rest: Decimal, parts: dict[int, Part]) -> Decimal:
        """Money that names no units goes over what is still paid; a line paid back whole came back whole."""
        left = [line.total - self.given[line.pk].amount - amount_in(parts, line.pk) for line in self.lines]
        left = [max(ZERO, each) for each in left]
        covered = min(rest, sum(left, ZERO))
        for line, amount, paid in zip(self.lines, share_out(covered, left), left, strict=True):
            if not amount:
                continue
            part = parts.setdefault(line.pk, Part())
            part.amount += amount
            if amount == paid:
                part.units = line.quantity - self.given[line.pk].units
        return rest - covered


def amount_in(parts: dict[int, Part], pk: int) -> Decimal:
    return parts[pk].amount if pk in parts else ZERO


def returned(*, period: Period) -> Returned:
    """Three queries, however many refunds."""
    wanted = set(given_back(period).values_list("pk", flat=True))
    orders = given_back(period).values("payment__order")
    refunds: dict[int, list[Refund]] = defaultdict(list)
    every = countable_refunds().filter(payment__order__in=orders).select_related("payment__order")
    for refund in every.order_by("pk"):
        refunds[refund.payment.order_id].append(refund)
    lines: dict[int, list[OrderLine]] = defaultdict(list)
    for line in OrderLine.objects.filter(order__in=orders).order_by("position", "pk"):
        lines[line.order_id].append(line)
    found = Returned()
    for order_id, own in refunds.items():
        book(own, lines[order_id], wanted, found)
    return found


def book(refunds: Sequence[Refund], lines: Sequence[OrderLine], wanted: set[Any], found: Returned) -> None:
    account = Account(lines, refunds[0].payment.order.freight_total)
    products = {line.pk: line.product_id for line in lines}
    for refund in refunds:
        parts, freight = account.take(refund)
        if refund.pk not in wanted:
            continue
        found.freight += freight
        for pk, part in parts.items():
            kept = found.by_product[products[pk]]
            kept.units += part.units
            kept.amount += part.amount
