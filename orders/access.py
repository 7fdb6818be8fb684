"""Who may see an order: its person, whoever holds its token, staff. For everybody else it is not there.

The token goes with the confirmation and in every mail about the order. Nothing is stored: it is made from the
order's number and e-mail, so it dies when the e-mail is erased, and counts for a year.
"""

import base64
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy

from accounts.models import User, normalize_email
from iluminacasa.errors import Missing
from orders.models import Order

SALT = "orders.access"
TOKEN_BYTES = 24
TOKEN_KEPT = timedelta(days=365)


class OrderMissing(Missing):
    default_message = gettext_lazy("Não encontramos este pedido.")


def token_of(order: Order) -> str:
    """32 characters of A-Z a-z 0-9 - _ that open this order and no other."""
    return _sign(order.number, order.email, settings.SECRET_KEY)


def _sign(number: str, email: str, secret: str) -> str:
    digest = salted_hmac(SALT, f"{number}:{email}", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()


def opens(order: Order, token: str, *, at: datetime) -> bool:
    """Whether this token is the order's and still counts."""
    if not token or at >= order.placed_at + TOKEN_KEPT:
        return False
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return sum(constant_time_compare(_sign(order.number, order.email, secret), token) for secret in secrets) > 0


def by_token(*, number: str, token: str, at: datetime) -> Order:
    """For links: `OrderMissing` for a wrong number and for a wrong token, which one is not told."""
    order = Order.objects.filter(number=number).first()
    known = order or Order(number=number, email="", placed_at=at)  # as much work for a number that does not exist
    if not opens(known, token, at=at) or order is None:
        raise OrderMissing
    return order


def by_email(*, number: str, email: str) -> Order:
    """For who knows the number and the buyer's e-mail; `OrderMissing` for any other pair."""
    order = Order.objects.filter(number=number).first()
    if order is None or not order.email or not constant_time_compare(order.email, normalize_email(email)):
        raise OrderMissing
    return order


def find(*, number: str, user: User | None, token: str, at: datetime) -> Order:
    """To read: the person's own (staff with permission: any), or the one the token opens."""
    if user is not None and (order := Order.objects.visible_to(user).filter(number=number).first()) is not None:
        return order
    return by_token(number=number, token=token, at=at)


def find_own(*, number: str, user: User | None, token: str, at: datetime) -> Order:
    """To change: staff have no part in it here, they have the back office."""
    if user is not None and (order := Order.objects.filter(user=user, number=number).first()) is not None:
        return order
    return by_token(number=number, token=token, at=at)


def path_of(order: Order) -> str:
    return reverse("orders:order", args=[order.number, token_of(order)])


def link_to(order: Order) -> str:
    """For letters: on the shop's own host, whatever a request named."""
    return f"{settings.SITE_URL}{path_of(order)}"
