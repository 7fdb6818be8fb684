"""A checkout under way: who buys, where to and how, kept from step to step on the server."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from cart import basket
from cart.models import Cart
from orders.checkout import Buyer, Delivery
from orders.models import CheckoutDraft

KEPT = timedelta(days=7)
BUYER_FIELDS = ("email", "name", "phone", "document")


@dataclass(frozen=True)
class Draft:
    """`None` for a step that is not done yet."""

    buyer: Buyer | None = None
    delivery: Delivery | None = None
    key: str = ""


def of(*, cart: Cart, user: User | None) -> Draft:
    row = CheckoutDraft.objects.filter(cart=cart).first()
    if row is None:
        return Draft()
    buyer = Buyer(**row.buyer, user=user) if row.buyer else None
    delivery = Delivery(**row.delivery) if row.delivery else None
    return Draft(buyer=buyer, delivery=delivery, key=row.key)


def keep_buyer(*, cart: Cart, buyer: Buyer, at: datetime) -> None:
    _keep(cart, at, buyer={name: getattr(buyer, name) for name in BUYER_FIELDS})


@transaction.atomic
def keep_delivery(*, cart: Cart, delivery: Delivery, at: datetime, preferred: str = "") -> None:
    """The cart remembers where to and how as well, so that its own page shows the same total.

    `preferred` is the way to offer first when none is agreed yet.
    """
    _keep(cart, at, delivery=asdict(delivery))
    postal_code = delivery.postal_code or cart.postal_code
    basket.set_delivery(cart=cart, postal_code=postal_code, method=delivery.method or preferred, at=at)


def _keep(cart: Cart, at: datetime, **parts: dict[str, Any]) -> None:
    fresh = CheckoutDraft(cart=cart, key=secrets.token_urlsafe(24), updated_at=at, **parts)
    CheckoutDraft.objects.bulk_create(  # one statement, whether it is the first step or not; the key stays
        [fresh], update_conflicts=True, unique_fields=["cart"], update_fields=[*parts, "updated_at"]
    )


def forget(*, cart: Cart) -> None:
    CheckoutDraft.objects.filter(cart=cart).delete()


def drop_old(*, at: datetime) -> int:
    """Personal data of checkouts nobody finished; returns how many went."""
    return CheckoutDraft.objects.filter(updated_at__lt=at - KEPT).delete()[0]
