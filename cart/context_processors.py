"""What pages of every floor show of the cart. Each part is read only when a template prints it."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cart import basket, delivery, glance, visitor
from cart.freight import FreightOption
from catalog.models import Product
from iluminacasa.brazil import mask_cep
from iluminacasa.errors import ShopError

PRODUCT_PAGE = "catalog:product"
MAX_TYPED = 20  # characters of a CEP that are shown again


class Shown:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def who(self) -> visitor.Visitor:
        return visitor.of(self.request)

    @cached_property
    def count(self) -> int:
        """Units in the cart; one query, and none for a visitor who brings nothing."""
        return glance.units_of(user=self.who.user, token=self.who.token) if self.who.is_known else 0

    @property
    def key(self) -> str:
        """Marks one sending of a form, so that a second click adds nothing. A page shared with everybody has none."""
        return basket.new_token() if self.who.is_known else ""

    @cached_property
    def freight(self) -> dict[str, Any]:
        """Ways to receive one unit of the product this page shows, to the CEP asked for or that of the cart."""
        typed = self.request.GET.get("cep")
        text = self.known_postal_code() if typed is None else typed.strip()[:MAX_TYPED]
        options: list[FreightOption] = []
        errors: list[str] = []
        match = self.request.resolver_match
        if match is not None and match.view_name == PRODUCT_PAGE and (text or typed is not None):
            try:
                options = self.ways(match.kwargs["slug"], text)
            except ShopError as error:
                errors = [error.message]
        return {"postal_code": mask_cep(text), "options": options, "errors": errors}

    def known_postal_code(self) -> str:
        return glance.postal_code_of(user=self.who.user, token=self.who.token) if self.who.is_known else ""

    def ways(self, slug: str, postal_code: str) -> list[FreightOption]:
        product = Product.objects.visible().filter(slug=slug).first()
        if product is None:
            return []
        quantity = product.minimum_order_quantity
        return delivery.of_product(product=product, quantity=quantity, postal_code=postal_code, at=timezone.now())


def cart(request: HttpRequest) -> dict[str, Any]:
    shown = Shown(request)
    return {
        "cart_count": lambda: shown.count,
        "add_key": lambda: shown.key,
        "freight_quote": lambda: shown.freight,
    }
