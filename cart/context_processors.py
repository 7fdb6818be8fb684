"""What pages of every floor show of the cart. Each part is read only when a template prints it."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from cart import basket, delivery, visitor
from cart.freight import FreightOption
from cart.glance import Glance
from catalog import moments
from catalog.models import Product
from iluminacasa.brazil import mask_cep
from iluminacasa.errors import ShopError

MAX_TYPED = 20  # characters of a CEP that are shown again


class Shown:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def cart(self) -> Glance:
        return visitor.glance_of(self.request)

    @property
    def key(self) -> str:
        """Marks one sending of a form, so that a second click adds nothing. A page shared with everybody has none."""
        return basket.new_token() if visitor.of(self.request).is_known else ""

    @cached_property
    def freight(self) -> dict[str, Any]:
        """Ways to receive one unit of the product this page shows, to the CEP asked for or that of the cart."""
        typed = self.request.GET.get("cep")
        text = self.cart.postal_code if typed is None else typed.strip()[:MAX_TYPED]
        options: list[FreightOption] = []
        errors: list[str] = []
        product = vars(self.request).get("shown_product")
        if product and (text or typed is not None):
            try:
                options = self.ways(product, text)
            except ShopError as error:
                errors = [error.message]
        return {"postal_code": mask_cep(text), "options": options, "errors": errors}

    def ways(self, product_id: int, postal_code: str) -> list[FreightOption]:
        product = Product.objects.visible().filter(pk=product_id).first()
        if product is None:
            return []
        quantity = product.minimum_order_quantity
        return delivery.of_product(product=product, quantity=quantity, postal_code=postal_code, at=moments.now())


def cart(request: HttpRequest) -> dict[str, Any]:
    shown = Shown(request)
    return {
        "cart_count": lambda: shown.cart.units,
        "add_key": lambda: shown.key,
        "freight_quote": lambda: shown.freight,
    }
