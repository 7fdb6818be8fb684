"""Place an order: the one way, for pages, API, staff and demo data.

One transaction: the idempotency key first, then the cart's row, the quote again, the stock (conditional, in the
order of product ids), the coupon, the order with its own copy of everything, the payment to come, the event and
the e-mail's task. Either all of it is there or nothing. Nothing slow happens inside: the payment provider is
asked after commit.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User, normalize_email
from cart import coupons, freight, pricing
from cart.models import Cart
from catalog import publication, stock
from iluminacasa.errors import Conflict, Invalid, KeyReused
from orders import legal, lifecycle
from orders.models import IdempotencyKey, Order, OrderLine, Payment

MAX_KEY = 255


class CartEmpty(Conflict):
    code = "cart_empty"
    title = "Carrinho vazio"
    default_message = "Seu carrinho está vazio."


class PriceChanged(Conflict):
    code = "cart_changed"
    title = "O total mudou"
    default_message = "Os valores mudaram desde que você viu o total. Confira e confirme."


class FreightMissing(Invalid):
    code = "freight_missing"
    title = "Escolha a entrega"
    default_message = "Escolha como quer receber o pedido."


@dataclass(frozen=True)
class Buyer:
    email: str
    name: str
    phone: str
    document: str
    user: User | None = None


@dataclass(frozen=True)
class Delivery:
    """Address fields as `PostalAddress` names them, empty for pickup, and the chosen method."""

    method: str
    address: dict[str, str]

    @property
    def postal_code(self) -> str:
        return self.address.get("postal_code", "")


@dataclass(frozen=True)
class Key:
    """An Idempotency-Key with its owner (`user:7`, `cart:9`) and the fingerprint of the request."""

    owner: str
    key: str
    fingerprint: str


@dataclass(frozen=True)
class Placed:
    order: Order
    is_replay: bool


def fingerprint(body: dict[str, Any]) -> str:
    """One value for one meaning: the same fields in any order give the same."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def key_for(*, user: User | None, cart: Cart, key: str, body: dict[str, Any]) -> Key:
    """Owned by the person or the cart, never by a token, so that a refreshed token replays."""
    if not key or len(key) > MAX_KEY or not key.isprintable():
        raise Invalid("A chave de idempotência deve ter de 1 a 255 caracteres visíveis.", field="Idempotency-Key")
    owner = f"user:{user.pk}" if user else f"cart:{cart.pk}"
    return Key(owner=owner, key=key, fingerprint=fingerprint(body))


def replay(*, owner: str, key: str, print_of_body: str) -> Placed | None:
    """The order this key already made; `KeyReused` when it came with other data."""
    known = IdempotencyKey.objects.filter(owner=owner, key=key).select_related("order").first()
    if known is None:
        return None
    if known.fingerprint != print_of_body:
        raise KeyReused
    return Placed(order=known.order, is_replay=True) if known.order else None


def place_order(
    *, cart: Cart, buyer: Buyer, delivery: Delivery, method: str, expected_total: Decimal, at: datetime,
    key: Key | None = None, note: str = "", installments: int = 1,
) -> Placed:  # fmt: skip
    """Turn the cart into an order, once. See the module for what is done in which order.

    Raises `PriceChanged` with the new total, `stock.OutOfStock` with the lines, `CartEmpty`, `CouponRefused`,
    `FreightMissing`, `KeyReused`. A second call for the same cart or key returns the first order.
    """
    try:
        with transaction.atomic():
            return _place(cart, buyer, delivery, method, expected_total, at, key, note, installments)
    except IntegrityError:
        # Somebody else's insert of the same key or cart won; its order is the answer to both.
        if key is not None and (placed := replay(owner=key.owner, key=key.key, print_of_body=key.fingerprint)):
            return placed
        if (order := Order.objects.filter(cart_id=cart.pk).first()) is not None:
            return Placed(order=order, is_replay=True)
        raise


def _place(
    cart: Cart, buyer: Buyer, delivery: Delivery, method: str, expected_total: Decimal, at: datetime,
    key: Key | None, note: str, installments: int,
) -> Placed:  # fmt: skip
    if key is not None:
        if (placed := replay(owner=key.owner, key=key.key, print_of_body=key.fingerprint)) is not None:
            return placed
        claimed = IdempotencyKey.objects.create(
            owner=key.owner, key=key.key, fingerprint=key.fingerprint, created_at=at
        )
    locked = Cart.objects.select_for_update().get(pk=cart.pk)
    if (made := Order.objects.filter(cart_id=locked.pk).first()) is not None:
        return Placed(order=made, is_replay=True)
    quote = pricing.quote(
        cart=locked, at=at, method=method, postal_code=delivery.postal_code, freight_method=delivery.method,
        email=buyer.email,
    )  # fmt: skip
    check(quote, expected_total)
    order = _write(locked, quote, buyer, delivery, method, at, note, installments)
    if key is not None:
        IdempotencyKey.objects.filter(pk=claimed.pk).update(order=order)
    return Placed(order=order, is_replay=False)


def check(quote: pricing.Quote, expected_total: Decimal) -> None:
    """Whether this quote may become an order at the total the buyer saw."""
    if not quote.lines:
        raise CartEmpty
    short = [line for line in quote.lines if line.problem]
    if short:
        lines = [{"product": line.slug, "title": line.title, "available": line.available} for line in short]
        names = ", ".join(line.title for line in short)
        raise stock.OutOfStock(f"Sem estoque suficiente: {names}.", data={"lines": lines})
    if quote.coupon_problem:
        raise coupons.CouponRefused(quote.coupon_problem, field="coupon")
    if quote.freight_problem is not None and quote.freight is None:
        raise quote.freight_problem
    if quote.freight is None:
        raise FreightMissing(field="shipping_method")
    if quote.total != expected_total:
        raise PriceChanged(
            data={
                "expected_total": f"{expected_total:.2f}",
                "total": f"{quote.total:.2f}",
                "notices": [{"code": notice.code, "message": notice.message} for notice in quote.notices],
            }
        )


def _write(
    cart: Cart, quote: pricing.Quote, buyer: Buyer, delivery: Delivery, method: str, at: datetime, note: str,
    installments: int,
) -> Order:  # fmt: skip
    order = _draft(cart, quote, buyer, delivery, method, at, note, installments)
    changed = stock.take(
        quantities={line.product_id: line.quantity for line in quote.counted},
        cause=stock.Cause.SALE, reference=order.number, at=at,
    )  # fmt: skip
    if quote.coupon is not None:
        coupons.redeem(coupon=quote.coupon, email=buyer.email, order_number=order.number, at=at)
    order.save(force_insert=True)
    OrderLine.objects.bulk_create(_lines(order, quote, method))
    Payment.objects.create(
        order=order, method=method, provider=method, amount=order.total, expires_at=order.expires_at, created_at=at
    )
    Cart.objects.filter(pk=cart.pk).update(ordered_at=at, updated_at=at, version=F("version") + 1)
    lifecycle.note(order, "placed", at=at, by=buyer.user, to_status=order.status)
    if changed:
        publication.refresh(product_ids=changed, at=at)
    return order


def _draft(
    cart: Cart, quote: pricing.Quote, buyer: Buyer, delivery: Delivery, method: str, at: datetime, note: str,
    installments: int,
) -> Order:  # fmt: skip
    chosen = quote.freight
    if chosen is None:
        raise FreightMissing(field="shipping_method")
    terms, privacy = legal.current(at=at)
    waits = method != Order.Method.PICKUP
    return Order(
        cart=cart, user=buyer.user, email=normalize_email(buyer.email), name=buyer.name, phone=buyer.phone,
        document=buyer.document, is_pickup=chosen.is_pickup, payment_method=method,
        installments=max(1, min(installments, quote.installments.count)) if method == Order.Method.CARD else 1,
        freight_method=chosen.method, freight_name=chosen.name, promised_on=chosen.promised_on,
        lines_total=quote.lines_total, discount_total=quote.discount_total,
        pix_discount_total=quote.pix_discount_total, freight_total=quote.freight_total, total=quote.total,
        coupon_code=quote.coupon.code if quote.coupon else "", trace=trace(quote),
        terms_version=terms, privacy_version=privacy, note=note[:500], placed_at=at,
        expires_at=at + timedelta(minutes=settings.PAYMENT_EXPIRY_MINUTES) if waits else None,
        **({} if chosen.is_pickup else delivery.address),
    )  # fmt: skip


def _lines(order: Order, quote: pricing.Quote, method: str) -> list[OrderLine]:
    return [
        OrderLine(
            order=order, product_id=line.product_id, position=position, sku=line.sku, slug=line.slug,
            title=line.title, picture=((line.card or {}).get("day") or {}).get("src", ""), quantity=line.quantity,
            list_price=line.list_price, unit_price=line.unit_price, discount=sum(line.discounts(method), Decimal(0)),
            total=line.total(method),
        )
        for position, line in enumerate(quote.counted)
    ]  # fmt: skip


def trace(quote: pricing.Quote) -> dict[str, Any]:
    """The sum as it was made, so that `audit_shop` can make it again."""
    return {
        "method": quote.method,
        "lines": [_line_trace(line, quote.method) for line in quote.counted],
        "freight": {"method": quote.freight.method, "price": f"{quote.freight_total:.2f}"} if quote.freight else None,
        "coupon": quote.coupon.code if quote.coupon else None,
        "total": f"{quote.total:.2f}",
    }


def _line_trace(line: pricing.QuoteLine, method: str) -> dict[str, Any]:
    coupon_share, pix = line.discounts(method)
    return {
        "product": line.product_id, "quantity": line.quantity, "unit_price": f"{line.unit_price:.2f}",
        "coupon_share": f"{coupon_share:.2f}", "pix_discount": f"{pix:.2f}", "total": f"{line.total(method):.2f}",
    }  # fmt: skip


def missing_address_fields(delivery: Delivery) -> Sequence[str]:
    """What a delivery (not a pickup) still lacks."""
    if delivery.method == freight.PICKUP:
        return ()
    required = ("recipient", "postal_code", "street", "number", "district", "city", "state")
    return [name for name in required if not delivery.address.get(name)]
