"""Lists as text, and their links."""

import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from catalog import cursors
from iluminacasa import freshness, languages

SLUG = "[-a-zA-Z0-9_]+"


class ReadViewSet(ViewSet):
    """A resource that is only read; `head` comes with `get`."""

    http_method_names = ["get", "head"]
    lookup_field = "slug"
    lookup_value_regex = SLUG


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def neutral[T](make: Callable[[], T]) -> T:
    """Facts are made in Portuguese: shared caches keep one answer for whoever asks."""
    with languages.speaking(languages.PORTUGUESE):
        return make()


def link(request: HttpRequest | Request, cursor: str | None) -> str | None:
    """This address with another cursor, at the shop's own host: a shared cache keeps it for everybody."""
    if cursor is None:
        return None
    pairs = [(name, value) for name, values in request.GET.lists() for value in values if name != "cursor"]
    return f"{settings.SITE_URL}{request.path}?{urlencode([*pairs, ('cursor', cursor)])}"


def page(
    results: Sequence[str], *, count: int, following: str | None = None, preceding: str | None = None, more: str = ""
) -> str:
    """The list form around ready JSON objects; `more` is further members, as text."""
    return (
        f'{{"count":{count},"next":{dump(following)},"previous":{dump(preceding)},'
        f'{more}"results":[{",".join(results)}]}}'
    )


def sliced[T](request: Request, found: cursors.Slice[T], texts: Sequence[str], *, count: int, more: str = "") -> str:
    return page(
        texts,
        count=count,
        following=link(request, str(found.next) if found.next else None),
        preceding=link(request, str(found.previous) if found.previous else None),
        more=more,
    )


def moved(request: Request, slug: str) -> Response:
    """To the same resource at the address it has now."""
    address = reverse(resolve(request.path_info).view_name, kwargs={"slug": slug})
    headers = {"Location": address, "Cache-Control": freshness.SHARED}
    return Response(status=HTTPStatus.MOVED_PERMANENTLY, headers=headers)
