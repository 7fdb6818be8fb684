"""Where a visitor goes after a form: only to pages of this site."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

MAX_NEXT = 2000  # characters of an address to go back to
View = Callable[..., HttpResponse]


def own_path(wanted: str, *, default: str) -> str:
    """`wanted` if it is a path of this site; anything else counts as `default`."""
    wanted = wanted[:MAX_NEXT]
    if not wanted.startswith("/") or not wanted.isprintable():
        return default
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else default


def see_other(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address, status=303)


def posted_from(page: str) -> Callable[[View], View]:
    """For the address a form is sent to: who opens it (a refused form, loaded again) is led to the form's page."""

    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return see_other(reverse(page))
            return view(request, *args, **kwargs)

        return inner

    return decorate
