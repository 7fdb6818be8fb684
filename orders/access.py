"""Who may open an order without an account: whoever holds its token, which only the buyer was given.

The token is made from the number and the buyer's e-mail under SECRET_KEY. Nothing is stored, and it dies when the
e-mail is erased. Orders are found by number first, so a wrong token and a wrong number are the same answer.
"""

from django.conf import settings
from django.core.signing import b64_encode
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import normalize_email
from iluminacasa.errors import Missing
from orders.models import Order

SALT = "orders.access"
TOKEN_BYTES = 18
MAX_NUMBER = 20


class OrderMissing(Missing):
    default_message = "Não encontramos este pedido."


def token_of(order: Order) -> str:
    """24 letters, digits, `-` and `_`."""
    return _made(order, settings.SECRET_KEY)


def _made(order: Order, key: str) -> str:
    digest = salted_hmac(SALT, f"{order.number}:{order.email}", secret=key, algorithm="sha256").digest()
    return b64_encode(digest[:TOKEN_BYTES]).decode()


def is_token_of(order: Order, token: str) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any([constant_time_compare(_made(order, key), token) for key in keys])


def with_token(*, number: str, token: str) -> Order:
    """The order this token opens; `OrderMissing` for any other pair."""
    order = Order.objects.filter(number=number[:MAX_NUMBER]).first()
    if order is None or not is_token_of(order, token):
        raise OrderMissing
    return order


def with_email(*, number: str, email: str) -> Order:
    """The order of who knows its number and the buyer's e-mail; `OrderMissing` for any other pair."""
    order = Order.objects.filter(number=number.strip().upper()[:MAX_NUMBER]).first()
    if order is None or not constant_time_compare(order.email, normalize_email(email)):
        raise OrderMissing
    return order


def path_of(order: Order) -> str:
    return reverse("orders:order", args=[order.number, token_of(order)])


def link_to(order: Order) -> str:
    """For letters: always the shop's own host."""
    return f"{settings.SITE_URL}{path_of(order)}"
