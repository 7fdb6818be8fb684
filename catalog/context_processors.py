"""What every page shows of the catalogue. Each part is read only when a template prints it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html

from accounts.models import User
from catalog import cards, choices, favorites, frame_html, lost, menu, moments, publication, taxonomy
from catalog.models import Product
from catalog.moulds import Mould
from iluminacasa.csrf import CART_COOKIE, token_of

MOST_RECENT = 8
KNOWN_BY = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CART_COOKIE}


def content_version(request: HttpRequest) -> int:
    """One query per request, however many ask."""
    version: int | None = vars(request).get("content_version")
    if version is None:
        version = vars(request)["content_version"] = publication.version()
    return version


def guest_choices(request: HttpRequest) -> choices.Choices:
    """What this browser remembers by itself."""
    return choices.read(request.COOKIES.get(choices.COOKIE, ""))


def person_of(request: HttpRequest) -> User | None:
    """Who is signed in. A visitor without the session cookie costs no query."""
    user = getattr(request, "user", None) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    return user if isinstance(user, User) else None


def choices_of(request: HttpRequest) -> choices.Choices:
    """With an account: its favourites, and those of this browser that are not folded in yet."""
    guest, person = guest_choices(request), person_of(request)
    if person is None:
        return guest
    kept = favorites.of(person)
    return replace(guest, favorites=tuple(dict.fromkeys((*guest.favorites, *kept)))[: choices.MAX_FAVORITES])


# --- A page made for everybody ---------------------------------------------------------------------
def is_for_everybody(request: HttpRequest | None) -> bool:
    """Is this page being made to be kept, with gaps for what is a visitor's own?"""
    return request is not None and "is_for_everybody" in vars(request)


@contextmanager
def for_everybody(request: HttpRequest) -> Iterator[None]:
    vars(request)["is_for_everybody"] = True
    try:
        yield
    finally:
        del vars(request)["is_for_everybody"]


def form_field(request: HttpRequest) -> str:
    """The CSRF field for who is known by a cookie; one token for all forms of the page."""
    if not KNOWN_BY & request.COOKIES.keys():
        return ""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token_of(request))


class Frame:
    """Header, footer and marks around one page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def tree(self) -> taxonomy.Tree:
        return taxonomy.load(version=content_version(self.request))

    @cached_property
    def menu(self) -> menu.Menu:
        return menu.load(version=content_version(self.request))

    @cached_property
    def choices(self) -> choices.Choices:
        return choices_of(self.request)

    @cached_property
    def slugs(self) -> dict[int, str]:
        """Addresses of the chosen products that are still shown; no query for who chose nothing."""
        ids = {*self.choices.favorites, *self.choices.compare}
        return dict(Product.objects.visible().filter(pk__in=ids).values_list("pk", "slug")) if ids else {}

    @cached_property
    def marks(self) -> dict[str, set[str]]:
        return {
            "favorites": {self.slugs[pk] for pk in self.choices.favorites if pk in self.slugs},
            "compare": {self.slugs[pk] for pk in self.choices.compare if pk in self.slugs},
        }

    @cached_property
    def current(self) -> set[str]:
        """Addresses that count as "you are here": the page itself and the categories above it."""
        match = self.request.resolver_match
        slug = match.kwargs.get("slug") if match is not None and match.view_name == "catalog:category" else None
        category = self.tree.by_slug.get(slug) if slug else None
        above = self.tree.ancestors(category.pk) if category is not None else []
        return {self.request.get_full_path(), self.request.path, *(c.get_absolute_url() for c in above)}

    @cached_property
    def seen_before(self) -> list[cards.View]:
        """What this browser looked at last, without the product this page shows."""
        shown = vars(self.request).get("shown_product")
        return cards.views([pk for pk in self.choices.recent if pk != shown][:MOST_RECENT])

    @property
    def header(self) -> Mould:
        version = content_version(self.request)
        lines = menu.announcements(self.menu, at=moments.now())
        current = frame_html.link_urls(version) & self.current
        return frame_html.header_mould(version, tuple([(line["strong"], line["text"]) for line in lines]), current)

    def footer(self, store: Mapping[str, Any], theme: str) -> Mould:
        return frame_html.footer_mould(content_version(self.request), tuple(store.items()), theme)


def shop_window(request: HttpRequest) -> dict[str, Any]:
    """Callables: templates call what they print, so the admin pays for none of it."""
    frame = Frame(request)
    return {
        "frame": frame,
        "marks": lambda: frame.marks,
        "favorite_count": lambda: len(frame.marks["favorites"]),
        "compare_count": lambda: len(frame.marks["compare"]),
        "seen_before": lambda: frame.seen_before,
        "form_field": lambda: form_field(request),
        "lost": lambda: lost.help_for(request.path, menu=frame.menu, tree=frame.tree),
        "search_query": "",
        "moment": moments.seen(),
        "here": request.get_full_path(),
    }
