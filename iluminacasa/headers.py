"""Headers every answer carries, and the rule that nothing is cacheable unless a view says so."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)
ALWAYS = {
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    # Django's own middleware sends these too, but not with what it refuses itself (a wrong host).
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PRIVATE = "private, no-store"
PUBLIC = "public, max-age=0, s-maxage=60, stale-while-revalidate=300"


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if response.cookies or "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = PRIVATE
        return response


def share(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let shared caches keep a page that is the same for everybody: only when the visitor sent no cookie."""
    response.headers["Vary"] = ", ".join(dict.fromkeys([*filter(None, [response.headers.get("Vary")]), "Cookie"]))
    if not request.COOKIES and response.status_code in (200, 301, 304, 404) and not settings.DEBUG:
        response.headers["Cache-Control"] = PUBLIC
    return response
