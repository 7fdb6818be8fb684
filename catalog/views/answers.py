"""How pages answer: shared with everybody where they are the same for everybody, private otherwise."""

import gzip
import hashlib
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from catalog import cards, menu
from catalog.context_processors import content_version
from catalog.models import Banner
from iluminacasa import freshness
from iluminacasa.context_processors import STORE
from iluminacasa.headers import share
from iluminacasa.returning import own_path

PARTIAL_HEADER = "X-Partial"
PERSONAL = ("cep",)
CODE = ("templates", "catalog", "iluminacasa", "staticfiles/staticfiles.json")


@lru_cache(maxsize=1)
def build_id() -> str:
    """Changes when templates, code or the settings a page prints do; equal in all workers of one deployment."""
    roots = [Path(settings.BASE_DIR) / part for part in CODE]
    files = [path for root in roots for path in (root.rglob("*") if root.is_dir() else [root])]
    stamps = sorted(
        (str(path), path.stat().st_mtime_ns) for path in files if path.suffix in (".html", ".py", ".json")
        if path.is_file()
    )  # fmt: skip
    parts = (stamps, cards.form_fingerprint(), sorted(STORE.items()))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def etag_of(request: HttpRequest, *parts: object) -> str:
    """Names a page by all it depends on: content, address, code, and the banners of this minute."""
    version = content_version(request)
    loaded, now = menu.load(version=version), timezone.now()
    banners = [banner.pk for place in Banner.Place.values for banner in loaded.in_force(place, now)]
    partial = request.headers.get(PARTIAL_HEADER, "")
    return freshness.tag(build_id(), version, request.get_full_path(), partial, banners, parts)


def is_shared(request: HttpRequest) -> bool:
    """Is this the page everybody gets? Any cookie makes it somebody's own."""
    return not request.COOKIES and not is_personal(request) and not settings.DEBUG


def is_personal(request: HttpRequest) -> bool:
    """Does the address itself say something about who asks? Then no shared cache may keep the answer."""
    return any(name in request.GET for name in PERSONAL)


def unchanged(request: HttpRequest, *parts: object) -> HttpResponse | None:
    """304 before anything is rendered, when the visitor's copy is still right."""
    if not is_shared(request):
        return None
    etag = etag_of(request, *parts)
    if not freshness.has_already(request, etag):
        return None
    return finish(request, HttpResponseNotModified(), etag)


def page(request: HttpRequest, template: str, context: dict[str, Any], *parts: object) -> HttpResponse:
    """A page that is the same for every visitor without cookies; `parts` as given to `unchanged`."""
    etag = etag_of(request, *parts) if is_shared(request) else ""
    return finish(request, render(request, template, context), etag)


def finish(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """Compressed for who takes it, named by its ETag, and open to shared caches."""
    zipped = freshness.takes_gzip(request)
    if response.status_code != HTTPStatus.NOT_MODIFIED:
        zipped = zipped and len(response.content) >= freshness.GZIP_FROM
        if zipped:
            response.content = gzip.compress(response.content, freshness.GZIP_LEVEL)
            response.headers["Content-Encoding"] = "gzip"
    if etag:
        response.headers["ETag"] = freshness.in_gzip(etag) if zipped else etag
    patch_vary_headers(response, [PARTIAL_HEADER, "Accept-Encoding"])
    return response if is_personal(request) else share(request, response)


def is_partial(request: HttpRequest, name: str) -> bool:
    return request.headers.get(PARTIAL_HEADER) == name


def next_url(request: HttpRequest, *, default: str) -> str:
    """The page of this site a form was sent from; anything else counts as `default`."""
    return own_path(request.POST.get("next", ""), default=default)
