"""The same request twice has its effect once: keys, whose they are, and the order each one made.

A key is written in the transaction of its effect, so no crash leaves one without the other.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from cart.models import Cart
from iluminacasa.errors import Invalid, KeyReused
from orders.models import IdempotencyKey, Order

VISIBLE = re.compile(r"[!-~]{1,255}")  # ASCII without spaces
KEPT = timedelta(days=7)  # far beyond any client's retries


@dataclass(frozen=True)
class Key:
    """An Idempotency-Key with its owner (`user:7`, `cart:9`) and the fingerprint of the request."""

    owner: str
    key: str
    fingerprint: str


def fingerprint(body: dict[str, Any]) -> str:
    """One value for one meaning: the same fields in any order give the same."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def key_for(*, user: User | None, cart: Cart | None, key: str, body: dict[str, Any]) -> Key:
    """Owned by the person or the cart, never by a token, so that a refreshed token replays."""
    if not VISIBLE.fullmatch(key):
        text = _("A chave de idempotência deve ter de 1 a 255 caracteres visíveis.")
        raise Invalid(text, field="Idempotency-Key")
    if user is None and cart is None:
        raise Invalid(_("Não há carrinho a que esta chave pertença."), field="Idempotency-Key")
    owner = f"user:{user.pk}" if user else f"cart:{cart.pk if cart else ''}"
    return Key(owner=owner, key=key, fingerprint=fingerprint(body))


def replay(key: Key) -> Order | None:
    """The order this key already made; `KeyReused` when it came with other data."""
    known = IdempotencyKey.objects.filter(owner=key.owner, key=key.key).select_related("order").first()
    if known is None:
        return None
    if known.fingerprint != key.fingerprint:
        raise KeyReused
    return known.order


def made(key: Key, order: Order) -> bool:
    """Did a request of the same meaning, under whatever key, make this order?"""
    return IdempotencyKey.objects.filter(order=order, fingerprint=key.fingerprint).exists()


def claim(key: Key, *, at: datetime) -> None:
    """Inside the effect's transaction, before anything else; IntegrityError when somebody else was first."""
    IdempotencyKey.objects.create(owner=key.owner, key=key.key, fingerprint=key.fingerprint, created_at=at)


def settle(key: Key, order: Order) -> None:
    IdempotencyKey.objects.filter(owner=key.owner, key=key.key).update(order=order)


def prune(*, at: datetime) -> int:
    return IdempotencyKey.objects.filter(created_at__lt=at - KEPT).delete()[0]
