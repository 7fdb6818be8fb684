"""Gives kept pages to visitors who are not signed in, before sessions and addresses are looked at."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from catalog.views import answers

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
