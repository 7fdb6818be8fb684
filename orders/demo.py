"""Orders for a trial shop: a customer with a past, and enough buyers for best-sellers. Never in a real one.

They are placed and moved by the same rooms as any order, so a trial shop passes `audit_shop`; nobody is mailed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts import addresses
from accounts.models import User
from cart import basket, pricing
from catalog import favorites, reviews
from catalog.models import Product
from orders import checkout, lifecycle, payments, sales
from orders.models import Order, OrderEvent

ADDRESS = addresses.AddressFields(
    recipient="Cliente Demonstração", postal_code="01310100", street="Avenida Paulista", number="1000",
    complement="Apto 12", district="Bela Vista", city="São Paulo", state="SP", phone="+5511912345678", label="Casa",
)  # fmt: skip
PHONE, DOCUMENT = "+5511912345678", "52998224725"
PLENTY = 12  # units in stock of what is bought here: no shelf of the demo runs low
OPINIONS = (
    (5, "Luz bonita", "A luz é quente e não cansa. A montagem levou dez minutos."),
    (4, "Boa peça", "Bem acabada. O cabo podia ser um pouco mais longo."),
    (5, "", "Chegou antes do prazo e muito bem embalada."),
)


class NotATrial(RuntimeError):
    """Demo orders in a shop that is not a trial would be lies in its books."""


@dataclass(frozen=True)
class Wish:
    """One order to come: how long ago, what (place in the choice: units), how it ended."""

    days_ago: int
    goods: Mapping[int, int]
    end: str  # pending, paid, picking, shipped, delivered, canceled, ready
    method: str = "pix"


OWN = (
    Wish(40, {0: 1, 4: 2, 7: 1}, "delivered"),
    Wish(12, {2: 1}, "canceled"),
    Wish(6, {5: 1}, "delivered"),
    Wish(2, {1: 2, 9: 1}, "shipped"),
    Wish(1, {3: 1}, "ready", method="pickup"),
    Wish(0, {6: 1}, "pending"),
)
OTHERS = tuple(
    Wish(3 * place + 10, {place: 3 - place % 3, (place + 3) % 12: 1 + place % 2}, "delivered") for place in range(8)
)


def fill(*, customer: User, staff: User, at: datetime) -> int:
    """All of it or nothing, once; returns how many orders were made."""
    if not settings.DEBUG:
        raise NotATrial
    goods = choose()
    with transaction.atomic():
        if Order.objects.exists() or len(goods) < PLENTY:
            return 0
        move_in(customer, at)
        for wish in OWN:
            live(wish, goods, customer, customer.email, at)
        for number, wish in enumerate(OTHERS, start=1):
            live(wish, goods, None, f"visita{number}@ilumina.example", at)
        look_around(customer, staff, goods, at)
        OrderEvent.objects.filter(told_at__isnull=True).update(told_at=at)
    sales.push_down()
    return len(OWN) + len(OTHERS)


def choose() -> Sequence[Product]:
    """A dozen shown products with plenty in stock, of different kinds."""
    rich = Product.objects.visible().filter(stock__gte=PLENTY).order_by("category_id", "pk")
    found = list(rich)
    return found[:: max(1, len(found) // PLENTY)][:PLENTY]


def move_in(customer: User, at: datetime) -> None:
    """The account of somebody who has been here before."""
    User.objects.filter(pk=customer.pk).update(phone=PHONE, document=DOCUMENT, email_verified_at=at)
    customer.refresh_from_db()
    if not addresses.of(user=customer):
        addresses.add(user=customer, fields=ADDRESS, is_default=True)


def live(wish: Wish, goods: Sequence[Product], user: User | None, email: str, now: datetime) -> Order:
    """Place one order in the past and bring it to its end."""
    at = now - timedelta(days=wish.days_ago)
    cart, _ = basket.open_for(user=user, token=None, at=at)
    for place, units in wish.goods.items():
        basket.add(cart=cart, product_id=goods[place % len(goods)].pk, quantity=units, at=at)
    fields = {name: str(getattr(ADDRESS, name)) for name in checkout.ADDRESS_FIELDS}
    is_pickup = wish.method == Order.Method.PICKUP
    delivery = checkout.Delivery(method="retirada" if is_pickup else "economico", address={} if is_pickup else fields)
    quote = pricing.quote(
        cart=cart, at=at, method=wish.method, postal_code=delivery.postal_code, freight_method=delivery.method
    )
    order = checkout.place_order(
        cart=cart, delivery=delivery, method=wish.method, expected_total=quote.total, at=at,
        buyer=checkout.Buyer(email=email, name="Cliente Demonstração", phone=PHONE, document=DOCUMENT, user=user),
    ).order  # fmt: skip
    bring_to(wish.end, order, at)
    return order


def bring_to(end: str, order: Order, at: datetime) -> None:
    hour = timedelta(hours=1)
    if end == "canceled":
        lifecycle.cancel(order=order, at=at + hour / 2, by=order.user, reason="Comprei o tamanho errado.")
    if end == "ready":
        lifecycle.ready(order=order, at=at + hour, by=None)
    if end in ("pending", "canceled", "ready"):
        return
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=at + hour / 4)
    if end in ("shipped", "delivered"):
        lifecycle.pick(order=order, at=at + 2 * hour, by=None)
        lifecycle.ship(order=order, carrier="Correios", tracking_code=f"DM{order.pk:09d}BR", at=at + 20 * hour, by=None)
    if end == "delivered":
        lifecycle.deliver(order=order, at=at + timedelta(days=4))


def look_around(customer: User, staff: User, goods: Sequence[Product], at: datetime) -> None:
    """Marks and opinions; one of these still waits for approval."""
    for product in goods[8:11]:
        favorites.add(user=customer, product_id=product.pk, at=at)
    received = [goods[place] for place in OWN[0].goods]
    written = [
        reviews.write(
            user=customer, product_id=product.pk, at=at - timedelta(days=20),
            opinion=reviews.Opinion(rating, title, text, reviews.shown_name(customer)),
        )
        for product, (rating, title, text) in zip(received, OPINIONS, strict=True)
    ]  # fmt: skip
    ids = [review.pk for review in written[:-1]]
    reviews.moderate(review_ids=ids, state="approved", by=staff, at=at)
