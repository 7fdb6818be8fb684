"""Many products at once into a cart: as many of each as there are, and a word about what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cart import basket, notices, repeats
from cart.models import MAX_QUANTITY, Cart, CartLine
from catalog.fit.pieces import SINGLE
from catalog.models import Product
from catalog.stock import OutOfStock

MOST_PRODUCTS = 20


@dataclass(frozen=True)
class Filled:
    cart: Cart
    token: str | None  # of a new guest cart: whoever asked has to keep it
    added: int  # units that went in
    is_replay: bool


@transaction.atomic
def fill(
    *, user: User | None, token: str | None, quantities: Mapping[int, int], at: datetime, key: str = "",
    voltage: str = "",
) -> Filled:  # fmt: skip
    """Put units of several products in, capped at what is left beside those in the cart already.

    What was capped is noted on the cart. `OutOfStock` when nothing at all can go in, and then no cart is left behind.
    `voltage` of the home the plan was made for counts where nobody told one yet.
    The same `key` has its effect once per cart; `KeyReused` when it comes with other goods.
    """
    repeats.check_key(key)
    cart, fresh = basket.open_for(user=user, token=token, at=at)
    basket.lock(cart)
    meaning: list[Any] = [sorted(map(list, quantities.items()))]
    if key and repeats.known(cart=cart, key=key, meaning=meaning) is not None:
        return Filled(cart=cart, token=fresh, added=0, is_replay=True)
    short, added = [], 0
    for product in Product.objects.filter(pk__in=quantities).order_by("pk"):
        wanted = quantities[product.pk]
        basket.check_quantity(wanted)
        possible = min(wanted, room_for(cart, product))
        if possible:
            basket.add(cart=cart, product_id=product.pk, quantity=possible, at=at)
            added += possible
        if possible < wanted:
            short.append(notices.noted(notices.CAPPED, notices.SHORT, product, wanted=wanted, quantity=possible))
    if not added:
        raise OutOfStock(_("Nada deste plano cabe mais no carrinho: o estoque acabou ou já está todo nele."))
    if voltage in SINGLE:
        Cart.objects.filter(pk=cart.pk, home_voltage="").update(home_voltage=voltage)
    if short:
        tell(cart, short)
    if key:
        repeats.remember(cart=cart, key=key, kept=meaning)
    return Filled(cart=cart, token=fresh, added=added, is_replay=False)


def room_for(cart: Cart, product: Product) -> int:
    """Units that may still go in; none when they would stay below the minimum."""
    line = CartLine.objects.filter(cart=cart, product=product, is_saved=False).first()
    held = line.quantity if line else 0
    possible = max(0, min(product.stock, MAX_QUANTITY) - held) if product.is_visible else 0
    return possible if held + possible >= product.minimum_order_quantity else 0


def tell(cart: Cart, told: list[dict[str, Any]]) -> None:
    """Once, where the cart is shown."""
    cart.refresh_from_db(fields=["notices"])
    Cart.objects.filter(pk=cart.pk).update(notices=notices.with_newer(cart.notices, told))
