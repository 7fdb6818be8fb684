"""A small shop with a known past, for reports: what was sold when, and what came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from cart import basket, coupons
from catalog.models import Product
from iluminacasa.brazil import SHOP_ZONE
from orders import checkout, lifecycle, payments
from orders.models import Order, Payment
from orders.payments.giving_back import Part, give_back
from tests import make
from tests.buying import ADDRESS, NOON, cart_with, coupon, goods, place, rate

DAY = timedelta(days=1)
BY_CARRIER = checkout.Delivery(method="moto", address=ADDRESS)


def at(day: int, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    """A moment of March 2026 in shop time."""
    return datetime(2026, 3, day, hour, minute, second, tzinfo=SHOP_ZONE)


def pay(order: Order, moment: datetime) -> Order:
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=moment)
    order.refresh_from_db()
    return order


def give(order: Order, moment: datetime, *, units: int = 0, freight: bool = False, key: str = "") -> None:
    """Units of the first line, the freight, or both go back."""
    parts = [Part(order.lines.order_by("position")[0].pk, units)] if units else []
    key = key or f"{order.number}-{moment:%d%H%M}"
    give_back(order=order, parts=parts, with_freight=freight, reason="r", key=key, at=moment, by=None)


@dataclass
class Past:
    pendant: Product
    table_lamp: Product
    by_pix: Order
    at_counter: Order
    with_coupon: Order
    unpaid: Order


def a_march() -> Past:
    """Four orders placed on the 10th.

    `by_pix`: two pendants, R$ 200,00 less 5 % = R$ 190,00, paid on the 10th; one goes back (R$ 95,00) on the 12th.
    `at_counter`: a table lamp, R$ 50,00, paid on the 11th.
    `with_coupon`: a pendant sent to São Paulo, R$ 100,00 less 10 % less 5 % = R$ 85,00, and R$ 20,00 freight; paid on
    the 11th, cancelled on the 13th (R$ 105,00).
    `unpaid`: ten table lamps, never paid.
    """
    light = make.category("Iluminação", slug="iluminacao")
    pendant = goods(title="Pendente Aurora", sku="PE-1", category=make.category("Pendentes", parent=light))
    table_lamp = goods(
        title="Abajur Serra", sku="AB-1", price="50.00", category=make.category("Abajures", parent=light)
    )  # fmt: skip
    rate(method="moto")
    coupon("LUZ10")
    by_pix = place(cart_with({pendant: 2}))
    at_counter = place(cart_with({table_lamp: 1}), method="pickup", email="bia@example.com")
    cart = cart_with({pendant: 1})
    basket.apply_coupon(cart=cart, coupon=coupons.find("LUZ10"), eligible_total=Decimal(100), at=NOON)
    cart.refresh_from_db()
    with_coupon = place(cart, delivery=BY_CARRIER, email="cora@example.com")
    unpaid = place(cart_with({table_lamp: 10}), email="dora@example.com")
    pay(by_pix, at(10, 13))
    pay(at_counter, at(11, 9))
    pay(with_coupon, at(11, 10))
    give(by_pix, at(12), units=1)
    payments.cancel(order=with_coupon, at=at(13), reason="Desisti")
    lifecycle.expire_due(at=at(20))
    return Past(pendant, table_lamp, by_pix, at_counter, with_coupon, unpaid)


def second_payment(order: Order, moment: datetime) -> Payment:
    """The customer pays once more by mistake; it is kept aside and given back."""
    for receipt in ("primeiro", "segundo"):
        payments.confirm(
            payment=order.payments.order_by("pk")[0], paid_amount=order.total, at=moment, external_id=receipt
        )
    kept = order.payments.get(status=Payment.Status.QUARANTINED)
    payments.refund(payment=kept, amount=order.total, reason="Pago duas vezes", key=f"again-{kept.pk}", at=moment)
    return kept
