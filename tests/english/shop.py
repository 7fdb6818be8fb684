"""A small shop as people find it: the demo catalogue without its pictures, a customer with a past, an order in every
state, and the names in it that are in no language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts import tokens
from accounts.models import Address, User
from cart.models import Coupon
from catalog import publication, search
from catalog.models import Alert, Brand, Product, Related, Review
from catalog.sync import Options, run
from catalog.sync.options import Exit, Pictures
from iluminacasa.brazil import UF_NAMES
from orders import demo, lifecycle, payments
from orders.models import Order, OrderLine
from tests import buying, make
from tests.pages_buy.shopper import ADDRESS, BUYER
from tests.people import PASSWORD

SETTINGS: dict[str, Any] = {
    "PIX_KEY": "123e4567-e12b-12d1-a456-426655440000", "PIX_MERCHANT_NAME": "Ilumina Casa",
    "PIX_MERCHANT_CITY": "Sao Paulo", "DEBUG": True, "LIMITS_OFF_ON_LOOPBACK": True,
    "TASKS": settings.TASKS,  # said again, so that it is heard: they run where they are enqueued
}  # fmt: skip
CUSTOMER = "cliente@ilumina.example"
LAMP, SOLD_OUT = "pendente-cupula-terracota-40-cm", "pendente-cupula-preta-40-cm"
BULB = "lampada-bulbo-led-9-w-2700-k-e27"
FURTHER = ("paid", "picking", "expired", "withdrawn", "returned", "refunded", "refused")


@dataclass
class World:
    customer: User
    at: datetime
    orders: dict[str, Order]
    lamp: Product
    bought: Product  # by the customer, who may write about it

    def names(self) -> Iterator[str]:
        """Of products, brands, people and places, and what people wrote themselves."""
        for model, columns in NAMES:
            for row in model.objects.values_list(*columns):
                yield from map(str, filter(None, row))
        yield from (settings.STORE_LEGAL_NAME, settings.STORE_ADDRESS, settings.STORE_NAME)
        yield from UF_NAMES.values()
        yield from (*ADDRESS.values(), *BUYER.values(), *TYPED)


NAMES: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Product, ("title", "title_en")),
    (Brand, ("name",)),
    (OrderLine, ("title",)),
    (User, ("name",)),
    (Address, ("recipient", "street", "district", "city", "complement", "label", "reference")),
    (Review, ("author_name", "title", "text", "reply")),
)
TYPED = (
    "“pendente”",
    "“pendente terracota”",
    "“luz”",
    "“luz para quarto”",
    "“a”",
    "“ambiente”",
    "“nada”",
    "“adicionar”",
    "“remover”",
    "luz para quarto",
    "zzzxqw",
    "pendete",
    "Comprei o tamanho errado.",
    "nada que exista",
)


def build(language: str) -> World:
    search.forget()
    now = timezone.now()
    report = run(options=Options(source="demo", images=Pictures.NONE), at=now)
    assert report.exit_code == Exit.IN_SYNC, report.message
    customer = make.user(
        CUSTOMER, password=PASSWORD, name="Cliente Demonstração", email_verified_at=now, language=language
    )
    staff = make.user("equipe@ilumina.example", is_staff=True)
    demo.fill(customer=customer, staff=staff, at=now)
    lamp = Product.objects.get(slug=LAMP)
    bulb = Product.objects.get(slug=BULB)
    Related.objects.get_or_create(product=lamp, other=bulb)
    Coupon.objects.create(code="LUZ10", kind=Coupon.Kind.PERCENT, percentage=10)
    Coupon.objects.create(code="VENCIDO", kind=Coupon.Kind.PERCENT, percentage=10, ends_at=now - timedelta(days=1))
    for kind in Alert.Kind.values:
        Alert.objects.create(
            product=lamp, email=CUSTOMER, kind=kind, price_seen=lamp.price * 2, confirmed_at=now, language=language
        )
    tokens.issue(user=customer, agent="Ilumina/1.0", address="10.0.0.1", at=now)
    orders = {order.status: order for order in Order.objects.filter(user=customer)}
    for name in FURTHER:
        orders[name] = further(name, bulb, customer, now)
    publication.touch()
    bought = orders["delivered"].lines.order_by("-position")[0].product
    assert bought is not None
    return World(customer=customer, at=now, orders=orders, lamp=lamp, bought=bought)


def further(name: str, bulb: Product, customer: User, now: datetime) -> Order:
    """Orders the demo has none of."""
    at = now - timedelta(days=3)
    delivery = buying.checkout.Delivery(method="economico", address=buying.ADDRESS)
    order = buying.place(buying.cart_with({bulb: 1}, user=customer, at=at), delivery=delivery, email=CUSTOMER, at=at)
    Order.objects.filter(pk=order.pk).update(user=customer, language=customer.language)
    order.refresh_from_db()
    if name == "expired":
        lifecycle.expire(order=order, at=now)
        return order
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=at)
    if name == "paid":
        return order
    lifecycle.pick(order=order, at=at, by=None)
    if name == "picking":
        return order
    lifecycle.ship(order=order, carrier="Correios", tracking_code="DM123456789BR", at=at, by=None)
    lifecycle.deliver(order=order, at=at + timedelta(days=1))
    lifecycle.request_withdrawal(order=order, reason=TYPED[2], at=now, by=customer)
    if name == "refused":
        lifecycle.refuse_withdrawal(order=order, reason="nada que exista", at=now, by=None)
    if name in ("returned", "refunded"):
        lifecycle.receive_return(order=order, restock={}, at=now, by=None)
    if name == "refunded":
        payments.refund(payment=order.payments.get(), amount=order.total, reason="amassado", key="r1", at=now)
    return order
