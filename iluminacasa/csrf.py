"""CSRF without cookies for visitors who have none.

A page for a visitor without cookies carries no token, so anyone may cache it. An unsafe request is accepted
when the browser itself says it comes from this site (Sec-Fetch-Site, else Origin); refused when it says
otherwise; and when it says nothing, a request that carries a cookie of ours still needs the token, while one
without cookies has no authority to abuse (a browser always says where a cross-site POST comes from).
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
CART_COOKIE = "__Host-carrinho" if settings.IS_HTTPS else "carrinho"


def is_same_origin(request: HttpRequest) -> bool | None:
    """True or False when the browser tells, None when it says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return None


class CsrfMiddleware(CsrfViewMiddleware):
    _accept: Callable[[HttpRequest], HttpResponseForbidden | None]  # Django's own, absent from the type stubs
    _reject: Callable[[HttpRequest, str], HttpResponseForbidden]

    def process_view(
        self, request: HttpRequest, callback: Callable[..., Any], callback_args: Any, callback_kwargs: Any
    ) -> HttpResponseForbidden | None:
        if request.method in SAFE or getattr(callback, "csrf_exempt", False):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        proof = is_same_origin(request)
        if proof is False:
            return self._reject(request, "another origin")
        has_authority = settings.SESSION_COOKIE_NAME in request.COOKIES or CART_COOKIE in request.COOKIES
        if proof or not has_authority:
            return self._accept(request)
        return super().process_view(request, callback, callback_args, callback_kwargs)
