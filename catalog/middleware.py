"""Gives kept pages to visitors who are not signed in; shows a colleague the shop of a later moment."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils import timezone

from catalog import foresight, moments
from catalog.views import answers
from catalog.views.product import may_preview
from iluminacasa.csrf import SAFE
from iluminacasa.headers import PRIVATE
from iluminacasa.problems import problem_response

MOMENT_KEY = "moment"  # in the session of who looks: nobody else has it
MOMENT_COOKIE = "previa"  # only says that it is worth looking there; of itself it opens nothing
PRESENT = ("/admin/", "/api/", "/media/", "/static/", "/healthz", "/readyz")  # always as it is now

NEEDS_MORE = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)


class KeptPageMiddleware:
    """Stands behind what guards and names every answer, before sessions, messages and addresses.

    A guest with a cart gets the token of the forms from Django's own middleware, asked here as it would be further
    down. Whoever is signed in, or is to be told something, takes the long way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.tokens = CsrfViewMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.kept(request)
        if response is None:
            return self.get_response(request)
        request.get_host()  # refuses a host that is not the shop's
        # CommonMiddleware, which would say it, stands behind.
        response.headers["Content-Length"] = str(len(response.content))
        return response

    def kept(self, request: HttpRequest) -> HttpResponse | None:
        if not request.META.get("HTTP_COOKIE"):
            return answers.kept_early(request)
        if not answers.is_kept(request) or any(request.COOKIES.get(name) for name in NEEDS_MORE):
            return None
        self.tokens.process_request(request)
        response = answers.kept_early(request)
        if response is not None:
            self.tokens.process_response(request, response)
        return response


class MomentMiddleware:
    """Every page of the storefront as it will be, for the colleague who asked; nothing can be done there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = moment_of(request)
        if at is None:
            return self.get_response(request)
        with moments.seen_from(foresight.look(at)), foresight.without_writes():
            response = refused(request) or self.get_response(request)
        response.headers["Cache-Control"] = PRIVATE
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers.pop("ETag", None)
        return response


def moment_of(request: HttpRequest) -> datetime | None:
    """The later moment chosen in the back office, while it is later and they still may."""
    if MOMENT_COOKIE not in request.COOKIES or request.path_info.startswith(PRESENT):
        return None
    return chosen(request) if may_preview(request) else None


def chosen(request: HttpRequest) -> datetime | None:
    """What stands in the session, while it is still to come."""
    told = request.session.get(MOMENT_KEY)
    at = datetime.fromisoformat(told) if isinstance(told, str) else None
    return at if at is not None and at > timezone.now() else None


def refused(request: HttpRequest) -> HttpResponse | None:
    if request.method in SAFE and not request.path.startswith(reverse("orders:checkout")):
        return None
    return problem_response(request, foresight.FalseMoment())
