"""Header and footer as HTML, cast once per content version. What differs from visitor to visitor is filled in."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from catalog import menu, moulds, taxonomy
from catalog.moulds import Mark, Mould
from iluminacasa import languages

HEADER = "components/site_header.html"
FOOTER = "components/site_footer.html"
ACTIONS = "components/header_actions.html"
ACCOUNT = "components/menu_account.html"
Lines = tuple[tuple[str, str], ...]
Items = tuple[tuple[str, Any], ...]


@moulds.kept(maxsize=256)
def header_mould(version: int, announcements: Lines, current: frozenset[str]) -> Mould:
    """`current` holds those of `link_urls` that count as "you are here"."""
    context = {
        "announcements": [{"strong": strong, "text": text} for strong, text in announcements],
        "navigation": navigation(version, current),
        "search_query": Mark("search_query"),
        "twin": twin(),
        "actions": Mark("actions"),
        "account": Mark("account"),
    }
    return moulds.cast(HEADER, context)


def header(mould: Mould, search_query: str, here: str, part: Callable[[str], str]) -> str:
    """`part` gives what is a visitor's own."""
    own = {name: part(name) for name in ("actions", "account")}
    return mould.fill({"search_query": escape(search_query), "twin": twin_of(here), **own})


def twin() -> dict[str, str]:
    """The way to this page in the other language."""
    other = languages.other()
    return {"tag": languages.TAGS[other], "name": languages.NAMES[other], "url": Mark("twin")}


def twin_of(here: str) -> str:
    return escape(languages.address(here, languages.other()))


def navigation(version: int, current: frozenset[str]) -> list[dict[str, Any]]:
    return menu.navigation(menu.load(version=version), taxonomy.load(version=version), current=current)


@moulds.kept(maxsize=2)
def link_urls(version: int) -> frozenset[str]:
    return frozenset(link["url"] for link in navigation(version, frozenset()))


@moulds.kept(maxsize=8)
def footer_mould(version: int, store: Items, theme: str) -> Mould:
    groups = menu.footer_groups(menu.load(version=version), taxonomy.load(version=version))
    context = {"store": dict(store), "footer_groups": groups, "theme": theme}
    return moulds.cast(FOOTER, context | {"twin": twin(), "here": Mark("here"), "token": Mark("token")})


def footer(mould: Mould, here: str, token: str) -> str:
    return mould.fill({"here": escape(here), "twin": twin_of(here), "token": token})


def actions(name: str | None, counts: Mapping[str, int]) -> str:
    """The row of buttons in the header; `name` is that of who is signed in."""
    compare, favorites, cart = counts["compare"], counts["favorites"], counts["cart"]
    return actions_mould(name is not None, compare, favorites, cart).fill({"name": escape(name or "")})


@moulds.kept(maxsize=512)
def actions_mould(is_person: bool, compare: int, favorites: int, cart: int) -> Mould:
    person = {"get_short_name": Mark("name")} if is_person else None
    counts = {"compare_count": compare, "favorite_count": favorites, "cart_count": cart}
    return moulds.cast(ACTIONS, {"person": person, **counts})


def account(name: str | None) -> str:
    return account_mould(name is not None).fill({})


@moulds.kept(maxsize=2)
def account_mould(is_person: bool) -> Mould:
    return moulds.cast(ACCOUNT, {"person": is_person})


@moulds.kept(maxsize=32)
def piece(template: str) -> str:
    """A component without parameters."""
    return moulds.cast(template, {}).fill({})
