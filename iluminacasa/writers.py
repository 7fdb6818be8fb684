"""Who has just written reads what was written: for a few seconds the primary answers them, whatever they ask.

A browser carries a signed mark with the moment; it is a cookie, so caches in front let its bearer through. An app has
no cookies: its token, or its address when it shows none, is noted beside the counters, which all servers share.
The rule is exact, since no replica is asked that is further behind (`replicas.FARTHEST`) than a mark is believed.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from iluminacasa import replicas
from iluminacasa.limits import STORE_DOWN, client_address

FRESH = 10  # seconds; more than twice replicas.FARTHEST, so that clocks of two servers may differ
COOKIE = "__Host-escreveu" if settings.IS_HTTPS else "escreveu"
TOKENS = ("HTTP_X_CART_TOKEN", "HTTP_X_ORDER_TOKEN")
READS = frozenset({"GET", "HEAD"})
signer = TimestampSigner(salt="iluminacasa.writers")


class ReplicaMiddleware:
    """Opens to the replica what strangers to it ask of the catalogue, and asks again when it breaks meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.REPLICA_URL:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READS:
            response = self.get_response(request)
            note(request, response)
            return response
        if has_written(request):
            return self.get_response(request)
        with replicas.opened() as use:
            response = self.get_response(request)
        return self.get_response(request) if use.has_failed else response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if not is_of_catalogue(view):
            replicas.from_primary()


def is_of_catalogue(view: Callable[..., Any]) -> bool:
    """Carts, orders and accounts, and the desks of staff, show what is so now."""
    owner = getattr(view, "cls", None) or getattr(view, "view_class", None) or view
    return owner.__module__.startswith("catalog.") and not owner.__module__.startswith("catalog.admin")


# --- The mark -----------------------------------------------------------------------------------------
def note(request: HttpRequest, response: HttpResponse) -> None:
    """Whatever came of it: a refusal may have written, too."""
    if is_of_app(request):
        noted = dict.fromkeys([*credentials(request), key("address", client_address(request))], 1)
        try:
            caches["counters"].set_many(noted, FRESH)
        except STORE_DOWN:
            return  # nor will anybody find that nothing is noted: who cannot be looked up reads the primary
        return
    response.set_cookie(
        COOKIE, signer.sign("1"), max_age=FRESH, secure=settings.IS_HTTPS, httponly=True, samesite="Lax"
    )


def has_written(request: HttpRequest) -> bool:
    mark = request.COOKIES.get(COOKIE)
    if mark is not None and is_fresh(mark):
        return True
    if not is_of_app(request):
        return False
    try:
        return bool(caches["counters"].get_many(credentials(request) or [key("address", client_address(request))]))
    except STORE_DOWN:
        return True


def is_fresh(mark: str) -> bool:
    try:
        signer.unsign(mark, max_age=FRESH)
    except BadSignature:
        return False
    return True


def is_of_app(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def credentials(request: HttpRequest) -> list[str]:
    """Keys of whatever the app shows of itself. Nothing here is believed: it decides which database is asked."""
    shown = [key(name, request.META[name]) for name in TOKENS if request.META.get(name)]
    bearer = request.META.get("HTTP_AUTHORIZATION", "")
    return [*shown, key("person", subject(bearer))] if bearer else shown


def subject(bearer: str) -> str:
    """Of whom a token speaks: it lasts ten minutes, and the next one speaks of the same person."""
    middle = bearer.partition(".")[2].partition(".")[0]
    try:
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return bearer
    return str(claims.get("sub", bearer)) if isinstance(claims, dict) else bearer


def key(kind: str, value: str) -> str:
    return f"wrote:{hashlib.sha256(f'{kind}:{value}'.encode()).hexdigest()[:32]}"
