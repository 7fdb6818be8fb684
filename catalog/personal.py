"""The parts of a page that differ from visitor to visitor, as HTML.

`ask` gives what the context processors know of the visitor. The templates print these parts through `personal`, so
that a page kept for everybody has gaps in their places (`kept.py`), filled for each visitor anew.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.template.loader import get_template

from catalog import card_html, frame_html, moulds

Ask = Callable[[str], Any]
COUNTS = {"compare": "compare_count", "favorites": "favorite_count", "cart": "cart_count"}
NOBODY: Mapping[str, Any] = {
    "messages": (),
    "form_field": "",
    "add_key": "",
    "freight_quote": {"postal_code": "", "options": [], "errors": []},
    "seen_before": (),
}


def name_of(ask: Ask) -> str | None:
    person = ask("person")
    return str(person.get_short_name()) if person else None


def actions(ask: Ask) -> str:
    return frame_html.actions(name_of(ask), {each: ask(key) or 0 for each, key in COUNTS.items()})


def account(ask: Ask) -> str:
    return frame_html.account(name_of(ask))


def token(ask: Ask) -> str:
    return str(ask("form_field"))


def messages(ask: Ask) -> str:
    told = ask("messages")
    return get_template("components/messages.html").render({"messages": told}) if told else ""


def buy_fields(ask: Ask) -> str:
    fields = {"key": ask("add_key"), "postal_code": ask("freight_quote")["postal_code"]}
    return moulds.pressed("components/buy_fields.html", fields) if any(fields.values()) else ""


def freight(ask: Ask) -> str:
    quote = ask("freight_quote")
    if any(quote.values()):
        return get_template("components/freight_quote.html").render({"quote": quote})
    return no_freight()


@moulds.kept(maxsize=1)
def no_freight() -> str:
    return get_template("components/freight_quote.html").render({"quote": NOBODY["freight_quote"]})


def seen_before(ask: Ask) -> str:
    cards = ask("seen_before")
    context = {"cards": cards, "marks": ask("marks")}
    return get_template("components/seen_before.html").render(context) if cards else ""


PARTS: dict[str, Callable[[Ask], str]] = {
    part.__name__: part for part in (actions, account, token, messages, buy_fields, freight, seen_before)
}


def values(names: Iterable[str], ask: Ask) -> dict[str, bytes]:
    return {name: PARTS[name](ask).encode() for name in dict.fromkeys(names)}


@moulds.kept(maxsize=64)
def for_nobody(names: tuple[str, ...]) -> Mapping[str, bytes]:
    """As a visitor sees it who brings nothing."""
    return values(names, NOBODY.get)


def marked(page: bytes, marks: card_html.Marks) -> bytes:
    """A page made for nobody, with the hearts and scales of a visitor pressed."""
    for kind, slugs in marks.items():
        loose, pressed = card_html.mark_mould(kind, False), card_html.mark_mould(kind, True)
        for slug in slugs:
            page = page.replace(loose.fill({"slug": slug}).encode(), pressed.fill({"slug": slug}).encode())
    return page
