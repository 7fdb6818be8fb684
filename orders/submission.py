"""An order as an app sends it: who, where to, how and at what total, all in one call.

The Idempotency-Key belongs to the person or the cart, never to a token, so the same call with a refreshed token
gives the same order.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import addresses
from accounts.models import User
from cart import basket, freight, pricing
from cart.models import Cart
from iluminacasa.errors import Invalid, Missing, ShopError
from orders import checkout, idempotency, payments
from orders.checkout import Buyer, CartEmpty, Delivery, Placed
from orders.idempotency import Key

BUYER = ("email", "name", "phone", "document")


class KeyRequired(Invalid):
    code = "idempotency_key_required"
    title = gettext_lazy("Falta a chave de idempotência")
    default_message = gettext_lazy("Envie o cabeçalho Idempotency-Key, um valor seu e único para cada pedido.")


class BuyerIncomplete(Invalid):
    code = "required"
    default_message = gettext_lazy("Este campo é obrigatório.")


@dataclass(frozen=True)
class Sent:
    shipping_method: str
    payment_method: str
    expected_total: Decimal
    email: str = ""
    name: str = ""
    phone: str = ""
    document: str = ""
    address: dict[str, str] | None = None
    address_id: int | None = None  # of the person's own book, instead of `address`
    coupon: str | None = None  # None: as the cart has it; empty: without
    note: str = ""
    installments: int = 1


def submit(
    *, user: User | None, cart_token: str | None, sent: Sent, key: str, at: datetime, language: str = ""
) -> Placed:
    """Place the order once per key. Raises what `checkout.place_order` does, and `KeyRequired`.

    `language` is no part of what is sent: the same call in another one is the same call.
    """
    if not key:
        raise KeyRequired(field="Idempotency-Key")
    cart = _cart(user, cart_token, at)
    if user is None and cart is None:
        raise CartEmpty
    mine = idempotency.key_for(user=user, cart=cart, key=key, body=asdict(sent))
    if (known := _known(mine, at)) is not None:
        return known
    try:
        return _place(cart, user, sent, mine, at, language=language)
    except ShopError:
        # The same call, a moment faster, may have emptied the cart or changed the total.
        if (known := _known(mine, at)) is not None:
            return known
        raise


def _cart(user: User | None, token: str | None, at: datetime) -> Cart | None:
    """The open cart, or the one this token's holder has already ordered."""
    open_one = basket.current(user=user, token=token, at=at)
    return open_one or (basket.with_token(token) if token else None)


def _known(key: Key, at: datetime) -> Placed | None:
    order = idempotency.replay(key)
    if order is None:
        return None
    payments.try_to_start(order=order, at=at, for_app=True)
    return Placed(order=order, is_replay=True)


def _place(cart: Cart | None, user: User | None, sent: Sent, key: Key, at: datetime, *, language: str) -> Placed:
    if cart is None:
        raise CartEmpty
    delivery = _delivery(user, sent)
    buyer = _buyer(user, sent, delivery)
    if cart.ordered_at is None:
        use_coupon(cart=cart, code=sent.coupon, at=at)
    return checkout.place_order(
        cart=cart, buyer=buyer, delivery=delivery, method=sent.payment_method, expected_total=sent.expected_total,
        at=at, key=key, note=sent.note, installments=sent.installments, for_app=True,
        language=language,
    )  # fmt: skip


def _buyer(user: User | None, sent: Sent, delivery: Delivery) -> Buyer:
    """What a signed-in person leaves out is as in the account. Whatever is missing is named at once."""
    found: dict[str, Any] = {name: getattr(sent, name) or getattr(user, name, "") for name in BUYER}
    if missing := [name for name, value in found.items() if not value]:
        text = str(BuyerIncomplete.default_message)
        errors = [{"field": name, "code": BuyerIncomplete.code, "message": text} for name in missing]
        errors += checkout.AddressIncomplete.errors(checkout.missing_address_fields(delivery))
        raise BuyerIncomplete(field=missing[0], data={"errors": errors})
    return Buyer(user=user, **found)


def _delivery(user: User | None, sent: Sent) -> Delivery:
    if sent.shipping_method == freight.PICKUP:
        return Delivery(method=sent.shipping_method, address={})
    if sent.address_id is None:
        return Delivery(method=sent.shipping_method, address=sent.address or {})
    if user is None:
        raise Missing(_("Não encontramos este endereço."))
    kept = addresses.get(user=user, address_id=sent.address_id)
    return Delivery(
        method=sent.shipping_method, address={name: getattr(kept, name) for name in checkout.ADDRESS_FIELDS}
    )


def use_coupon(*, cart: Cart, code: str | None, at: datetime) -> None:
    """Put this code on the cart, take off the one it has (empty), or leave it as it is (None)."""
    if code is None:
        return
    wanted = code.strip().upper()
    if wanted == (cart.coupon.code if cart.coupon else ""):
        return
    if not wanted:
        basket.drop_coupon(cart=cart, at=at)
        return
    pricing.apply_coupon(cart=cart, code=wanted, at=at)
