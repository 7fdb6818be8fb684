"""Orders for the tests of their desk: placed by the shop's own rooms, today."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from orders import checkout, payments
from orders.models import Order
from tests.buying import ADDRESS, cart_with, goods, place, rate

SEE = ("orders.view_order", "orders.view_payment", "orders.view_refund")
CHANGE, PHONE, PEOPLE = "orders.change_order", "orders.add_order", "accounts.view_personal_data"
LIST = "admin:orders_order_changelist"


def ordered(
    *, units: int = 2, price: str = "100.00", title: str = "", paid: bool = True, by_carrier: bool = True, **more: Any
) -> Order:
    """By Pix, by carrier for R$ 20,00 unless picked up: two lamps of R$ 100,00 make R$ 210,00."""
    now = timezone.now()
    if by_carrier:
        rate(method="moto", name="Moto")
        more["delivery"] = checkout.Delivery(method="moto", address=ADDRESS)
    lamp = goods(price=price, at=now, title=title)
    order = place(cart_with({lamp: units}, at=now), at=now, **more)
    if paid:
        pay(order)
    return order


def pay(order: Order) -> None:
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=timezone.now())
    order.refresh_from_db()


def rows(count: int, **fields: Any) -> Sequence[Order]:
    """Many orders that nobody placed, for lists."""
    terms: dict[str, Any] = {
        "email": "ana@example.com", "name": "Ana Souza", "document": "52998224725", "phone": "+5511912345678",
        "payment_method": "pix", "freight_method": "moto", "freight_name": "Moto", "state": "SP", "lines_total": 10,
        "total": 10, "status": "paid", "paid_at": timezone.now(),
    }  # fmt: skip
    return [Order.objects.create(**(terms | fields)) for _ in range(count)]


def act(browser: Any, order: Order, name: str, **data: Any) -> Any:
    return browser.post(reverse("admin:orders_order_act", args=[order.pk, name]), data)


def state(order: Order) -> str:
    order.refresh_from_db()
    return str(order.status)


def listed(browser: Any, **asked: str) -> list[str]:
    """The numbers a list shows, in its order."""
    response = browser.get(reverse(LIST), asked)
    assert response.status_code == 200
    return [order.number for order in response.context["cl"].result_list]
