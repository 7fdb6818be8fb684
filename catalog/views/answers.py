"""How pages answer: shared with everybody where they are the same for everybody, private otherwise."""

import hashlib
from collections.abc import Callable, Hashable
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.engine import Engine
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from catalog import cards, frame_html, kept, moments, personal, sheet
from catalog.context_processors import content_version, for_everybody
from catalog.kept import Kept
from catalog.models import Product
from catalog.visitor import note_seen
from iluminacasa import freshness, languages
from iluminacasa.context_processors import THEME_COOKIE, THEMES, shop
from iluminacasa.headers import PRIVATE, share
from iluminacasa.returning import own_path

PARTIAL_HEADER = "X-Partial"
PARTIAL_META = "HTTP_X_PARTIAL"
PERSONAL = ("cep",)
CODE = (
    "templates",
    "accounts/locale",
    "cart/locale",
    "catalog",
    "iluminacasa",
    "orders/locale",
    "staticfiles/staticfiles.json",
)


@lru_cache(maxsize=1)
def build_id() -> str:
    """Changes when templates, code or the settings a page prints do; equal in all workers of one deployment."""
    roots = [Path(settings.BASE_DIR) / part for part in CODE]
    files = [path for root in roots for path in (root.rglob("*") if root.is_dir() else [root])]
    stamps = sorted(
        (str(path), path.stat().st_mtime_ns) for path in files if path.suffix in (".html", ".py", ".json", ".mo")
        if path.is_file()
    )  # fmt: skip
    parts = (stamps, cards.form_fingerprint(), [facts_in(language) for language in languages.PREFIXES])
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def facts_in(language: str) -> list[tuple[str, Any]]:
    with languages.speaking(language):
        return sorted(shop().items())


# --- Pages kept for everybody ----------------------------------------------------------------------
def address(request: HttpRequest) -> Hashable | None:
    """What names a kept page: all of the request that everybody's part of it depends on. None: never kept."""
    asked = request.META.get("QUERY_STRING", "")
    if moments.seen() is not None:
        return None
    if request.method not in ("GET", "HEAD") or settings.DEBUG or (asked and is_personal(request)):
        return None
    theme = THEMES.get(request.COOKIES.get(THEME_COOKIE, ""), "")
    return request.path, asked, request.META.get(PARTIAL_META, ""), theme, build_id()


def given(request: HttpRequest) -> HttpResponse | None:
    """The page as it is kept, with this visitor's parts in it; None when it has to be made.

    The content version is read here, before anything the page shows: what is made next is never older than it.
    """
    known, now = vars(request), asked_at(request)
    if "is_looked_for" in known:
        return None
    known["is_looked_for"] = True
    found, state = None, None
    if (where := address(request)) is not None:
        found, state = kept.find(where, now)
    if state is None:
        content_version(request)
        return None
    known["content_version"], known["shown_product"] = state.version, state.product_id
    return None if found is None else handed(request, found)


def is_kept(request: HttpRequest) -> bool:
    """Is there a page of this address, true or not? Costs no look at the database."""
    where = address(request)
    return where is not None and where in kept.store


def kept_early(request: HttpRequest) -> HttpResponse | None:
    """The same for who is not signed in, before anything is found out about the address."""
    response = given(request) if is_kept(request) else None
    return None if response is None else note_seen(request, response)


def handed(request: HttpRequest, page: Kept) -> HttpResponse:
    """For nobody in particular the same bytes each time; for who is known, with what is theirs."""
    etag = page.page.etag
    zipped = freshness.takes_gzip(request)
    if request.COOKIES:
        ask = visitor(request)
        marks = {kind: slugs for kind, slugs in ask("marks").items() if slugs}
        content = personal.marked(page.filled(personal.values(page.gaps, ask)), marks)
        return finish(request, HttpResponse(content), "")
    values = personal.for_nobody(page.gaps)
    if not is_shared(request):
        return finish(request, HttpResponse(page.filled(values)), "")
    if freshness.has_already(request, etag):
        return finish(request, HttpResponseNotModified(), etag)
    response = HttpResponse(page.compressed(values, freshness.GZIP_LEVEL) if zipped else page.filled(values))
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return finish(request, response, etag)


def visitor(request: HttpRequest) -> Callable[[str], Any]:
    """What the context processors know of who asks, without a template."""
    known: dict[str, Any] = {}
    for processor in Engine.get_default().template_context_processors:
        known |= processor(request)

    def ask(name: str) -> Any:
        value = known.get(name)
        return value() if callable(value) else value

    return ask


def keep(
    request: HttpRequest, template: str, context: dict[str, Any], *parts: object, product: Product | None = None
) -> HttpResponse:
    """`page`, kept for the next visitor; `product` when it is the page of one."""
    if address(request) is None:
        return page(request, template, context, *parts)
    with for_everybody(request):
        text = render_to_string(template, context | {"marks": {}}, request)
    return printed(request, text, *parts, product=product)


def printed(
    request: HttpRequest, text: str, *parts: object, product: Product | None = None, is_lasting: bool = True
) -> HttpResponse:
    """A page that was printed with gaps; one that `is_lasting` is kept for the next visitor."""
    where, now = address(request), asked_at(request)
    version = content_version(request)
    page = kept.Page(
        slug=product.slug if product is not None else "",
        version=version,
        product_id=product.pk if product is not None else None,
        stocks=range(0) if product is None else sheet.same_stocks(product),
        banners=kept.banners(version, now),
        until=kept.ends_at(product, now),
        etag=etag_of(request, *parts),
    )
    made = kept.cut(text, page)
    if where is not None and is_lasting:
        kept.store.put(where, made)
    return handed(request, made)


def frame(request: HttpRequest, search_query: str) -> tuple[dict[str, Any], str]:
    """What stands around every page, for one that is printed from a mould; and its theme."""
    ask, token = visitor(request), str(kept.gap("token"))
    around, store, theme, here = (ask(name) for name in ("frame", "store", "theme", "here"))
    footer = frame_html.footer(around.footer(store, theme), here, token)
    header = frame_html.header(around.header, search_query, here, lambda name: str(kept.gap(name)))
    named = {name: store[name] for name in ("name", "url")}
    return {"ready_header": header, "ready_footer": footer, "store": named, "here": here}, theme


# --- Every page ------------------------------------------------------------------------------------
def etag_of(request: HttpRequest, *parts: object) -> str:
    """Names a page by all it depends on: content, address, code, and the banners of this minute."""
    version = content_version(request)
    banners = kept.banners(version, asked_at(request))
    partial = request.headers.get(PARTIAL_HEADER, "")
    return freshness.tag(build_id(), version, request.get_full_path(), partial, banners, parts)


def asked_at(request: HttpRequest) -> datetime:
    """When it was first asked for: what begins or ends while a page is made is not yet in it, nor in its name."""
    found: datetime = vars(request).setdefault("asked_at", timezone.now())
    return found


def passing(response: HttpResponse) -> HttpResponse:
    """Made while what it is made of was being renewed: older than its name, so it gets none and nobody keeps it."""
    if response.status_code != HTTPStatus.NOT_MODIFIED:
        del response.headers["ETag"]
        response.headers["Cache-Control"] = PRIVATE
    return response


def is_shared(request: HttpRequest) -> bool:
    """Is this the page everybody gets? Any cookie makes it somebody's own."""
    return not request.COOKIES and moments.seen() is None and not is_personal(request) and not settings.DEBUG


def is_personal(request: HttpRequest) -> bool:
    """Does the address itself say something about who asks? Then no shared cache may keep the answer."""
    return any(name in request.GET for name in PERSONAL)


def unchanged(request: HttpRequest, *parts: object) -> HttpResponse | None:
    """304 before anything is rendered, when the visitor's copy is still right."""
    if "HTTP_IF_NONE_MATCH" not in request.META or not is_shared(request):
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
        zipped = response.has_header("Content-Encoding") or freshness.compress(request, response)
    if etag:
        response.headers["ETag"] = freshness.in_gzip(etag) if zipped else etag
    patch_vary_headers(response, [PARTIAL_HEADER, "Accept-Encoding"])
    return response if is_personal(request) or moments.seen() is not None else share(request, response)


def is_partial(request: HttpRequest, name: str) -> bool:
    return request.headers.get(PARTIAL_HEADER) == name


def next_url(request: HttpRequest, *, default: str) -> str:
    """The page of this site a form was sent from; anything else counts as `default`."""
    return own_path(request.POST.get("next", ""), default=default)
