"""Requests a cart has followed already: the same key has its effect once per cart. Called under the cart's lock."""

from typing import Any

from django.utils.translation import gettext as _

from cart.models import Cart
from iluminacasa.errors import Invalid, KeyReused

MAX_KEY = 255  # characters of an idempotency key
KEPT = 20  # per cart, the last ones


def check_key(key: str) -> None:
    if len(key) > MAX_KEY or not key.isprintable():
        text = _("A chave deve ter de 1 a {most} caracteres visíveis.").format(most=MAX_KEY)
        raise Invalid(text, field="Idempotency-Key")


def known(*, cart: Cart, key: str, meaning: list[Any]) -> list[Any] | None:
    """What was kept with this key, its meaning first; `KeyReused` when it came with another meaning."""
    found = next((rest for name, *rest in _keys(cart) if name == key), None)
    if found is not None and found[: len(meaning)] != meaning:
        raise KeyReused
    return found


def remember(*, cart: Cart, key: str, kept: list[Any]) -> None:
    Cart.objects.filter(pk=cart.pk).update(keys=[*_keys(cart), [key, *kept]][-KEPT:])


def _keys(cart: Cart) -> list[list[Any]]:
    keys: list[list[Any]] = Cart.objects.values_list("keys", flat=True).get(pk=cart.pk)
    return keys
