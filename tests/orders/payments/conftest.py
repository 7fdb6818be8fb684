"""Orders that wait for money, and providers that call about it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from orders.models import Order, Payment
from orders.payments import pix
from tests.buying import cart_with, goods, place

SECRET = "a-secret-between-bank-and-shop"


def order_to_pay(price: str = "100.00", **more: Any) -> tuple[Order, Payment]:
    """Two of them by Pix: R$ 190,00, at this very moment."""
    now = timezone.now()
    order = place(cart_with({goods(price=price, at=now): 2}, at=now), at=now, **more)
    return order, order.payments.get()


@pytest.fixture
def told_by_pix(settings) -> Callable[..., Any]:
    """Send a signed notice of received Pix, as the relay of the bank does."""
    settings.PIX_WEBHOOK_SECRET = SECRET

    def send(*receipts: Any, body: bytes | None = None, timestamp: Any = None, **headers: str) -> Any:
        text = json.dumps({"pix": receipts}).encode() if body is None else body
        moment = str(int(timezone.now().timestamp())) if timestamp is None else timestamp
        signed = {pix.TIMESTAMP: moment, pix.SIGNATURE: pix.sign(text, timestamp=moment, secret=SECRET)}
        return Client().post(
            "/api/v1/payments/webhooks/pix/", text, content_type="application/json", headers=signed | headers
        )

    return send


def receipt(payment: Payment, amount: str = "190.00", end_to_end: str = "E1234") -> dict[str, str]:
    return {"endToEndId": end_to_end, "txid": payment.txid or "", "valor": amount, "horario": "2026-03-10T15:00:00Z"}
