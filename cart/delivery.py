"""Where a cart goes and how: what the visitor chose, and what one product's way there would cost."""

from collections.abc import Sequence
from datetime import datetime

from cart import basket, freight, pricing
from cart.freight import DEFAULT_WEIGHT, PICKUP, FreightOption
from cart.models import Cart
from catalog.models import Product
from catalog.prices import offer

REFUSALS = (freight.UnknownPostalCode, freight.OutOfArea, freight.FreightNotOffered)


def choose(*, cart: Cart, postal_code: str, method: str, at: datetime) -> pricing.Quote:
    """Remember where to and how; returns the new quote.

    Without a code the remembered one counts, without a method the cheapest delivery there is chosen.
    `UnknownPostalCode`, `OutOfArea`, `FreightNotOffered`: then nothing is remembered.
    """
    digits = freight.clean_postal_code(postal_code) if postal_code else cart.postal_code
    offered = pricing.quote(cart=cart, at=at, postal_code=digits)
    if offered.freight_problem is not None and method != PICKUP:
        raise offered.freight_problem
    chosen = freight.choose(offered.options, method) if method else _cheapest(offered.options)
    basket.set_delivery(cart=cart, postal_code=digits, method=chosen.method, at=at)
    cart.refresh_from_db()
    return pricing.quote(cart=cart, at=at)


def _cheapest(options: Sequence[FreightOption]) -> FreightOption:
    """The first way that brings the goods; pickup is only taken by choice, or when there is nothing else."""
    return next((option for option in options if not option.is_pickup), options[0])


def of_product(*, product: Product, quantity: int, postal_code: str, at: datetime) -> list[FreightOption]:
    """What it would cost to receive so many of one product, and when."""
    price = offer(product, at=at).sale_price
    weight = (product.weight or DEFAULT_WEIGHT) * quantity
    return freight.options(postal_code=postal_code, weight=weight, value=price * quantity, at=at)
