"""What pages of every floor show of the cart. Each part is read only when a template prints it."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from cart import basket, visitor


class Shown:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def count(self) -> int:
        """Units in the cart; one query, and none for a visitor who brings nothing."""
        who = visitor.of(self.request)
        return basket.units_of(user=who.user, token=who.token) if who.is_known else 0


def cart(request: HttpRequest) -> dict[str, Any]:
    shown = Shown(request)
    return {"cart_count": lambda: shown.count}
