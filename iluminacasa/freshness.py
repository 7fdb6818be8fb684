"""ETags decided before the work: what the client has already is neither read nor made again."""

import gzip
import hashlib
import json
from collections.abc import Callable

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

SHARED = "public, max-age=0, s-maxage=60"  # the same for everybody; a browser asks again each time
GZIP_FROM = 1024  # bytes; below, the header costs more than it saves
GZIP_LEVEL = 5
GZIP_MARK = "-gz"  # the same content in another coding is another strong tag


def tag(*parts: object) -> str:
    """A strong ETag of everything the answer depends on."""
    return f'"{hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


def has_already(request: HttpRequest, etag: str) -> bool:
    """Does If-None-Match name this content in any coding, weakened by a proxy or not?"""
    known = {candidate.removeprefix("W/") for candidate in parse_etags(request.headers.get("If-None-Match", ""))}
    return bool(known & {"*", etag, in_gzip(etag)})


def in_gzip(etag: str) -> str:
    return f'{etag[:-1]}{GZIP_MARK}"'


def takes_gzip(request: HttpRequest) -> bool:
    for coding in request.headers.get("Accept-Encoding", "").split(","):
        name, _, weight = coding.strip().partition(";")
        if name.strip().lower() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def compress(request: HttpRequest, response: HttpResponse) -> bool:
    """Make the answer smaller for who takes it so; True when it travels compressed."""
    patch_vary_headers(response, ["Accept-Encoding"])
    if not takes_gzip(request) or len(response.content) < GZIP_FROM or response.has_header("Content-Encoding"):
        return False
    response.content = gzip.compress(response.content, GZIP_LEVEL)
    response.headers["Content-Encoding"] = "gzip"
    return True


def answer(
    request: HttpRequest, etag: str, make: Callable[[], str], *, content_type: str = "application/json"
) -> HttpResponse:
    """304 when the client has it, and then `make` is not called; else its text, compressed for who takes it."""
    zipped = takes_gzip(request)
    response: HttpResponse
    if has_already(request, etag):
        if request.headers["If-None-Match"].strip() == "*":
            make()  # "anything at all?": only the work itself knows whether there is something
        response = HttpResponseNotModified()
    else:
        body = make().encode()
        zipped = zipped and len(body) >= GZIP_FROM
        response = HttpResponse(gzip.compress(body, GZIP_LEVEL) if zipped else body, content_type=content_type)
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = in_gzip(etag) if zipped else etag
    response.headers["Cache-Control"] = SHARED
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def private_answer(request: HttpRequest, value: object, *, status: int = 200) -> HttpResponse:
    """A person's own data as JSON: kept by no cache, still answered 304 when the app has it."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)
    return private_text(request, body, status=status)


def private_text(request: HttpRequest, body: str, *, status: int = 200) -> HttpResponse:
    """The same for text that is JSON already."""
    is_read = request.method in ("GET", "HEAD")
    etag = tag(body)
    response: HttpResponse
    if is_read and has_already(request, etag):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="application/json", status=status)
    if is_read:
        response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Authorization"])
    return response
