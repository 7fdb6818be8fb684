"""Gives kept pages to visitors nobody knows before anything is looked up about them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from catalog.views import answers


class KeptPageMiddleware:
    """Stands behind what guards and names every answer, before sessions, tokens and addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = None if request.META.get("HTTP_COOKIE") else answers.kept_for_nobody(request)
        if response is None:
            return self.get_response(request)
        request.get_host()  # refuses a host that is not the shop's
        # CommonMiddleware, which would say it, stands behind.
        response.headers["Content-Length"] = str(len(response.content))
        return response
