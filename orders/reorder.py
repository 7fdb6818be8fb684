"""The same again: what an order had, put into the cart as far as it can be bought today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from cart import basket, repeats
from cart.basket import CartFull, NotForSale, QuantityRefused
from cart.models import MAX_QUANTITY, Cart
from catalog.stock import OutOfStock
from iluminacasa.errors import Missing
from orders import drafts
from orders.checkout import ADDRESS_FIELDS, Buyer, Delivery
from orders.models import Order, OrderLine


@dataclass(frozen=True)
class LeftOut:
    """Units of a line that could not be put into the cart."""

    line: OrderLine
    quantity: int


@dataclass(frozen=True)
class Reordered:
    units: int
    left_out: Sequence[LeftOut]
    is_replay: bool = False


@transaction.atomic
def reorder_once(*, order: Order, cart: Cart, key: str, at: datetime) -> Reordered:
    """`reorder` once per key and cart: the same call again changes nothing and is told the same."""
    if not key:
        return reorder(order=order, cart=cart, at=at)
    repeats.check_key(key)
    basket.lock(cart)
    kept = repeats.known(cart=cart, key=key, meaning=[order.number])
    if kept is not None:
        _, units, missing = kept
        lines = {line.pk: line for line in order.lines.all()}
        left_out = [LeftOut(line=lines[pk], quantity=quantity) for pk, quantity in missing]
        return Reordered(units=units, left_out=left_out, is_replay=True)
    done = reorder(order=order, cart=cart, at=at)
    missing = [[each.line.pk, each.quantity] for each in done.left_out]
    repeats.remember(cart=cart, key=key, kept=[order.number, done.units, missing])
    return done


def reorder(*, order: Order, cart: Cart, at: datetime) -> Reordered:
    """Add every line that is still sold, at today's price, up to what is in stock; the rest is named."""
    units, left_out = 0, []
    for line in order.lines.select_related("product").order_by("position"):
        added = _add(cart, line, at)
        units += added
        if added < line.quantity:
            left_out.append(LeftOut(line=line, quantity=line.quantity - added))
    return Reordered(units=units, left_out=left_out)


def carry(*, order: Order, cart: Cart, user: User | None, at: datetime) -> None:
    """Who bought and where to, for a checkout in which nothing was typed yet; never for another person."""
    if not order.email or (user is not None and user.pk != order.user_id):
        return
    draft = drafts.of(cart=cart, user=user)
    if draft.buyer is None:
        buyer = Buyer(email=order.email, name=order.name, phone=order.phone, document=order.document, user=user)
        drafts.keep_buyer(cart=cart, buyer=buyer, at=at)
    if draft.delivery is None:
        told = {name: getattr(order, name) for name in ADDRESS_FIELDS} | {"number": order.street_number}
        address = {} if order.is_pickup else told
        drafts.keep_delivery(cart=cart, delivery=Delivery(method=order.freight_method, address=address), at=at)


def _add(cart: Cart, line: OrderLine, at: datetime) -> int:
    if line.product_id is None:
        return 0
    held = cart.lines.filter(product_id=line.product_id, is_saved=False).values_list("quantity", flat=True).first() or 0
    available = line.product.stock if line.product is not None else 0
    wanted = min(line.quantity, available - held, MAX_QUANTITY - held)
    if wanted < 1:
        return 0
    try:
        basket.add(cart=cart, product_id=line.product_id, quantity=wanted, at=at)
    except (OutOfStock, NotForSale, QuantityRefused, CartFull, Missing):
        return 0
    return wanted
