"""CSRF without cookies for visitors who have none.

A page for a visitor without cookies carries no token, so anyone may cache it. An unsafe request is accepted
when the browser itself says it comes from this site (Sec-Fetch-Site, else Origin); refused when it says
otherwise; and when it says nothing, a request that carries a cookie of ours still needs the token, while one
without cookies has no authority to abuse (a browser always says where a cross-site POST comes from).
"""

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token

from iluminacasa.problems import csrf_failure

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
CART_COOKIE = "__Host-carrinho" if settings.IS_HTTPS else "carrinho"
PLACE_OF = {character: place for place, character in enumerate(CSRF_ALLOWED_CHARS)}
MASKS = len(CSRF_ALLOWED_CHARS) ** CSRF_SECRET_LENGTH


def token_of(request: HttpRequest) -> str:
    """What Django's `get_token` gives, drawn at once instead of letter by letter.

    Each draw lets another thread of the process go first, and every page with a form draws a mask.
    """
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return masked(secret)


def masked(secret: str) -> str:
    """A mask, and the secret under it: no two answers hold the same letters (BREACH)."""
    drawn, mask, covered = secrets.randbelow(MASKS), [], []
    for character in secret:
        drawn, place = divmod(drawn, len(PLACE_OF))
        mask.append(CSRF_ALLOWED_CHARS[place])
        covered.append(CSRF_ALLOWED_CHARS[(PLACE_OF[character] + place) % len(PLACE_OF)])
    return "".join(mask + covered)


def is_same_origin(request: HttpRequest) -> bool | None:
    """True or False when the browser tells, None when it says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return None


class OriginMiddleware:
    """Stands before Django's CsrfViewMiddleware and leaves it the requests whose origin nobody tells."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, callback: Callable[..., Any], callback_args: Any, callback_kwargs: Any
    ) -> HttpResponse | None:
        if request.method in SAFE or getattr(callback, "csrf_exempt", False):
            return None
        proof = is_same_origin(request)
        if proof is False:
            return csrf_failure(request, "another origin")
        has_authority = settings.SESSION_COOKIE_NAME in request.COOKIES or CART_COOKIE in request.COOKIES
        if proof or not has_authority:
            request.csrf_processing_done = True  # type: ignore[attr-defined]  # what Django's middleware looks at
        return None
