"""A browser with a cart, and what it types at the checkout."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cart import basket
from cart.models import Cart
from cart.visitor import SALT
from catalog.models import Product
from iluminacasa.csrf import CART_COOKIE
from orders.models import Order

BUYER = {
    "email": "ana@example.com", "nome": "Ana Souza", "documento": "529.982.247-25", "telefone": "(11) 91234-5678",
}  # fmt: skip
ADDRESS = {
    "destinatario": "Ana Souza", "cep": "01310-100", "rua": "Avenida Paulista", "numero": "1000",
    "complemento": "ap 12", "bairro": "Bela Vista", "cidade": "São Paulo", "estado": "SP", "referencia": "",
}  # fmt: skip
DATA, DELIVERY, PAYMENT = "/finalizar/dados/", "/finalizar/entrega/", "/finalizar/pagamento/"


@dataclass
class Shopper:
    cart: Cart
    client: Client = field(default_factory=Client)

    @classmethod
    def as_guest(cls, quantities: Mapping[Product, int]) -> "Shopper":
        cart, token = basket.open_for(user=None, token=None, at=timezone.now())
        return cls._filled(cart, quantities, token)

    @classmethod
    def as_person(cls, user: User, quantities: Mapping[Product, int]) -> "Shopper":
        cart, _ = basket.open_for(user=user, token=None, at=timezone.now())
        made = cls._filled(cart, quantities, None)
        made.client.force_login(user)
        return made

    @classmethod
    def _filled(cls, cart: Cart, quantities: Mapping[Product, int], token: str | None) -> "Shopper":
        for product, quantity in quantities.items():
            basket.add(cart=cart, product_id=product.pk, quantity=quantity, at=timezone.now())
        made = cls(cart=cart)
        if token:
            made.client.cookies[CART_COOKIE] = signing.Signer(salt=SALT).sign(token)
        return made

    def says_who(self, **changes: str) -> Any:
        return self.client.post(DATA, BUYER | changes)

    def says_where(self, method: str = "economico", *, seen: str = "01310100", **changes: str) -> Any:
        return self.client.post(DELIVERY, ADDRESS | {"entrega": method, "cep_visto": seen} | changes)

    def at_payment(self, method: str = "retirada") -> dict[str, str]:
        """Goes through the first two steps; returns the hidden fields of the third."""
        assert self.says_who().status_code == 303
        assert self.says_where(method).status_code == 303
        return hidden_fields(self.client.get(PAYMENT).content.decode())

    def pays(self, method: str = "pix", *, delivery: str = "retirada", **changes: str) -> Any:
        return self.client.post(PAYMENT, self.at_payment(delivery) | {"forma": method} | changes)

    def orders(self, method: str = "pix", *, delivery: str = "retirada") -> Order:
        answer = self.pays(method, delivery=delivery)
        assert answer.status_code == 303, answer.content.decode()
        return Order.objects.get(cart=self.cart)


def hidden_fields(page: str) -> dict[str, str]:
    """Of the main form: names and values."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: value for name, value in found if name != "next"}
