"""An app on the telephone: JSON in and out, tokens in headers, no cookie ever."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.models import User
from cart import basket
from cart.models import Cart
from catalog.models import Product
from tests import make
from tests.buying import ADDRESS, goods

BUYER = {"email": "ana@example.com", "name": "Ana Souza", "phone": "(11) 91234-5678", "document": "529.982.247-25"}


@dataclass
class App:
    client: Client = field(default_factory=Client)
    access: str = ""

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        return ({"Authorization": f"Bearer {self.access}"} if self.access else {}) | more

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1/{address}", headers=self.headers(named(headers)))

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        text = body if isinstance(body, str) else json.dumps({} if body is None else body)
        return self.client.post(
            f"/api/v1/{address}", text, content_type="application/json", headers=self.headers(named(headers))
        )


def named(headers: dict[str, str]) -> dict[str, str]:
    """`order_token` is the header X-Order-Token; `key` is Idempotency-Key."""
    names = {"key": "Idempotency-Key", "order_token": "X-Order-Token", "cart_token": "X-Cart-Token"}
    return {names.get(name, name): value for name, value in headers.items()}


@pytest.fixture
def app(db: None) -> App:
    return App()


def signed_in(user: User) -> App:
    pair = tokens.issue(user=user, agent="tests", address="127.0.0.1", at=timezone.now())
    return App(access=pair.access)


@pytest.fixture
def ana(db: None) -> User:
    return make.user("ana@example.com", name="Ana Souza", phone="+5511912345678", document="52998224725")


def guest_cart(quantities: dict[Product, int] | None = None) -> str:
    """The token of a guest's cart with things in it."""
    now = timezone.now()
    cart, token = basket.open_for(user=None, token=None, at=now)
    fill(cart, quantities)
    return token or ""


def own_cart(user: User, quantities: dict[Product, int] | None = None) -> Cart:
    cart, _ = basket.open_for(user=user, token=None, at=timezone.now())
    fill(cart, quantities)
    return cart


def fill(cart: Cart, quantities: dict[Product, int] | None) -> None:
    now = timezone.now()
    for product, quantity in (quantities or {goods(price="100.00", at=now): 2}).items():
        basket.add(cart=cart, product_id=product.pk, quantity=quantity, at=now)


def order_body(**more: Any) -> dict[str, Any]:
    """Two lamps of R$ 100 by Pix, collected at the shop."""
    body = {"shipping_method": "retirada", "payment_method": "pix", "expected_total": "190.00"}
    return BUYER | body | more


def delivered(**more: Any) -> dict[str, Any]:
    return order_body(shipping_method="moto", address=ADDRESS, **more)


def placed(app: App, **more: Any) -> dict[str, Any]:
    """The answer to a guest's order."""
    response = app.post("orders/", order_body(cart_token=guest_cart(), **more), key="k")
    assert response.status_code == 201, response.content
    body: dict[str, Any] = response.json()
    return body
