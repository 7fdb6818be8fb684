"""What a product costs: list price, sale, Pix, instalments. The one truth for all floors.

Sale windows are half open, [starts, ends), in aware time. Rounding is half up to centavos: once for the sale
price, once for the unit Pix price. Instalments without interest, as Lei 10.962/2004 and Decreto 5.903/2006 want
them shown: number and value, the first ones taking the odd centavos.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from django.conf import settings

from catalog import moments
from catalog.models import Product
from iluminacasa.money import largest_part, round_money, to_centavos

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Installments:
    count: int
    amount: Decimal  # the largest one, which the customer is told


@dataclass(frozen=True)
class Offer:
    """All prices of one unit at one moment."""

    price: Decimal  # list price
    sale_price: Decimal  # what a card costs
    pix_price: Decimal
    discount_percentage: Decimal  # in force now, 0 outside a sale
    installments: Installments
    was_charged: bool = False  # the list price, before the offer: the rule of `price_history`

    @property
    def is_reduced(self) -> bool:
        return self.sale_price < self.price

    @property
    def has_discount(self) -> bool:
        """May anybody be told of a discount, by a struck price, a badge or a percentage?"""
        return self.is_reduced and self.was_charged

    @property
    def struck_price(self) -> Decimal | None:
        return self.price if self.has_discount else None


def discount_at(product: Product, at: datetime) -> Decimal:
    """The sale's percentage if `at` lies in its window, else 0."""
    if product.sale_starts_at is not None and at < product.sale_starts_at:
        return Decimal(0)
    if product.sale_ends_at is not None and at >= product.sale_ends_at:
        return Decimal(0)
    return product.discount_percentage


def reduce_by(amount: Decimal, percentage: Decimal) -> Decimal:
    return round_money(amount * (HUNDRED - percentage) / HUNDRED)


def pix_price(sale_price: Decimal) -> Decimal:
    return reduce_by(sale_price, Decimal(settings.PIX_DISCOUNT_PERCENT))


def installments(total: Decimal) -> Installments:
    """As many parcels as the shop allows without one falling below the minimum; never fewer than one."""
    affordable = to_centavos(total) // _in_centavos(settings.MIN_INSTALLMENT)
    count = max(1, min(settings.MAX_INSTALLMENTS, affordable))
    return Installments(count=count, amount=largest_part(total, count))


@lru_cache(maxsize=8)
def _in_centavos(setting: str) -> int:
    return to_centavos(Decimal(setting))


def installment_table(total: Decimal) -> list[tuple[int, Decimal]]:
    """(number, value of the first) for every number of parcels on offer."""
    return [(count, largest_part(total, count)) for count in range(1, installments(total).count + 1)]


def sale_at(product: Product, *, at: datetime) -> tuple[Decimal, Decimal]:
    """The price in force and the discount that makes it."""
    discount, price = discount_at(product, at), moments.list_price(product.pk, product.price)
    sale = reduce_by(price, discount)
    return sale, discount if sale < price else Decimal(0)


def offer(product: Product, *, at: datetime) -> Offer:
    """What one unit of `product` costs at `at`."""
    sale, discount = sale_at(product, at=at)
    price = moments.list_price(product.pk, product.price)
    charged = moments.was_charged(product.pk, product.was_charged)
    return Offer(price, sale, pix_price(sale), discount, installments(sale), charged)
