"""The first and the last thing that happens to a request: what it may claim, its id and its log line."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import LazyObject

from iluminacasa import measures
from iluminacasa.limits import is_trusted_peer
from iluminacasa.logs import request_id

logger = logging.getLogger("iluminacasa.access")
DOORS = frozenset({"api", "admin", "static", "media"})
ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def without_keys(request: HttpRequest) -> str:
    """The path as it is logged: what opens an order or sets a password is nobody else's to read."""
    token = request.resolver_match.kwargs.get("token") if request.resolver_match else None
    return request.path.replace(token, "...") if token else request.path


def known_user(request: HttpRequest) -> int | None:
    """Who asked, if the answer had to find out: nobody is looked up for the log's sake."""
    user = request.__dict__.get("user")
    if isinstance(user, LazyObject):
        user = getattr(request, "_cached_user", None)
    return None if user is None else user.pk


def view_of(request: HttpRequest, response: HttpResponse) -> str:
    """A name out of the code, never out of the address: what is counted by it must stay few."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    return "kept" if response.status_code < 400 else "none"


def door_of(request: HttpRequest) -> str:
    first = request.path_info.lstrip("/").partition("/")[0]
    return first if first in DOORS else "page"


class RequestMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_trusted_peer(request):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)  # only a proxy of ours knows how it was asked
        sent = request.headers.get("X-Request-Id", "")
        identity = sent if ACCEPTABLE_ID.fullmatch(sent) else uuid.uuid4().hex
        token = request_id.set(identity)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = identity
            path, took = without_keys(request), time.perf_counter() - started
            if measures.IS_COUNTED:
                view, door = view_of(request, response), door_of(request)
                measures.answered(
                    method=request.method, view=view, door=door, status=response.status_code, seconds=took
                )
            logger.info(
                "%s %s %s",
                request.method,
                path,
                response.status_code,
                extra={
                    "method": request.method,
                    "path": path,
                    "status": response.status_code,
                    "user": known_user(request),
                    "ms": round(took * 1000, 1),
                },
            )
        finally:
            request_id.reset(token)
        return response
