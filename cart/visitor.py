"""Who comes to the cart: a person who signed in, a guest who holds a token, or somebody who is both.

Pages know a guest by a signed cookie. Apps send the token itself as `X-Cart-Token`; no cookie counts there.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from accounts.models import User
from cart import basket, glance
from cart.glance import Glance
from cart.models import Cart
from catalog.context_processors import person_of
from iluminacasa.csrf import CART_COOKIE
from iluminacasa.errors import Invalid

HEADER = "X-Cart-Token"
MAX_TEXT = 200  # characters of a cookie or header that are looked at
SALT = "cart.visitor"


@dataclass(frozen=True)
class Visitor:
    user: User | None
    token: str | None  # what a guest keeps; the shop stores only its hash

    @property
    def is_known(self) -> bool:
        """Could there be a cart at all? Nobody is asked about a visitor who brings nothing."""
        return self.user is not None or self.token is not None


def of(request: HttpRequest | Request) -> Visitor:
    """Whoever sent this request. Costs no query for a visitor without the session cookie."""
    if isinstance(request, Request):
        user = request.user if isinstance(request.user, User) else None
        return Visitor(user=user, token=token_in(request, HEADER))
    return Visitor(user=person_of(request), token=read_cookie(request.COOKIES.get(CART_COOKIE, "")))


def token_in(request: HttpRequest | Request, header: str) -> str | None:
    """What an app sends in a header; a text longer than any token of ours is refused, not passed over."""
    text = request.headers.get(header, "")
    if len(text) > MAX_TEXT:
        raise Invalid(_("O cabeçalho {header} é longo demais.").format(header=header), field=header)
    return text or None


def read_cookie(text: str) -> str | None:
    """The token a cookie holds; none when it is absent, foreign or altered."""
    if not text or len(text) > MAX_TEXT:
        return None
    try:
        return signing.Signer(salt=SALT).unsign(text)
    except signing.BadSignature:
        return None


def note(request: HttpRequest, *, units: int, cart: Cart) -> None:
    """What the frame of a page tells of the cart, known to whoever has just loaded it."""
    vars(request)["cart_glance"] = Glance(units=units, postal_code=cart.postal_code)


def glance_of(request: HttpRequest) -> Glance:
    """Units in the cart and where to; one query, and none for a visitor who brings nothing."""
    noted: Glance | None = vars(request).get("cart_glance")
    who = of(request)
    return glance.of(user=who.user, token=who.token) if noted is None else noted


def current_cart(request: HttpRequest | Request, at: datetime) -> Cart | None:
    """The open cart of whoever asks, or None; a guest's cart is folded into the person's."""
    who = of(request)
    return basket.current(user=who.user, token=who.token, at=at) if who.is_known else None


def open_cart(request: HttpRequest | Request, at: datetime) -> tuple[Cart, str | None]:
    """The same, made if need be; with it the token to `keep` when it is new."""
    who = of(request)
    return basket.open_for(user=who.user, token=who.token, at=at)


def keep(response: HttpResponse, token: str | None) -> None:
    """Give a guest the cookie of a new cart. `None` (nothing new) leaves everything as it is."""
    if token is None:
        return
    response.set_cookie(
        CART_COOKIE, signing.Signer(salt=SALT).sign(token), max_age=int(basket.GUEST_KEPT.total_seconds()),
        secure=settings.IS_HTTPS, httponly=True, samesite="Lax",
    )  # fmt: skip


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Take the guest's cookie back, once the cart belongs to a person."""
    if CART_COOKIE in request.COOKIES:
        response.delete_cookie(CART_COOKIE, samesite="Lax")
