"""What templates may ask for beyond printing: money, icons, structured data, the token of a form."""

import json
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.middleware.csrf import get_token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from catalog import card_html, facet_html, frame_html
from catalog.moulds import Mark
from iluminacasa import money
from iluminacasa.csrf import CART_COOKIE

register = template.Library()

KNOWN_BY = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CART_COOKIE}
SCRIPT_ESCAPES = ((">", "\\u003E"), ("<", "\\u003C"), ("&", "\\u0026"))


@register.filter
def brl(amount: Decimal | Mark | None) -> str:
    """R$ 1.249,00 with a no-break space; nothing for nothing."""
    if isinstance(amount, Mark):
        return amount.through("brl")
    return "" if amount is None else money.brl(amount)


@register.filter
def units(text: str) -> str:
    """40 cm and 9 W stay on one line."""
    return text.through("units") if isinstance(text, Mark) else card_html.unbroken(text)


@register.filter
def tel(phone: str) -> str:
    """(11) 4000-0000 as the address of a call."""
    return "tel:+55" + "".join(character for character in phone if character.isdigit())


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, css: str = "") -> SafeString:
    """One drawing of the sprite; always decoration, the text beside it speaks."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def structured_data(blocks: list[dict[str, Any]] | None) -> SafeString:
    """JSON-LD blocks, escaped so that no text inside can end the script element."""
    printed = [f'<script type="application/ld+json">{in_script(block)}</script>' for block in blocks or []]
    # Reviewed: the only text inside is JSON with <, > and & escaped.
    return mark_safe("\n".join(printed))


def in_script(block: dict[str, Any]) -> str:
    text = json.dumps(block, ensure_ascii=False)
    for character, escaped in SCRIPT_ESCAPES:
        text = text.replace(character, escaped)
    return text


@register.simple_tag(takes_context=True)
def form_token(context: Context) -> SafeString:
    """The CSRF field for visitors known by a cookie.

    Others are judged by the origin of their request, so that their pages can be cached by anyone.
    """
    request = getattr(context, "request", None)
    if request is None or not KNOWN_BY & set(request.COOKIES):
        return SafeString("")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


@register.simple_tag
def card_items(cards: Sequence[card_html.Card], marks: card_html.Marks, sizes: str, eager: int = 0) -> SafeString:
    """Cards as entries of a list, each as `components/product_card.html` shows it."""
    # Reviewed: the template's own HTML, every value in it escaped by `card_html.values`.
    return mark_safe(card_html.items(cards, marks or {}, sizes, eager=eager))


@register.simple_tag
def facet_panel(facets: Sequence[facet_html.Facet]) -> SafeString:
    """Every filter with its choices, as `components/facet.html` shows it."""
    # Reviewed: the templates' own HTML, every value in it escaped by `facet_html`.
    return mark_safe(facet_html.panel(facets))


# --- Around every page ----------------------------------------------------------------------------
# Reviewed, all four: HTML of our own templates; what is filled in is escaped here or in `frame_html`.
@register.simple_tag(takes_context=True)
def site_header(context: Context) -> SafeString:
    person = asked(context, "person")
    name = person.get_short_name() if person else None
    counts = {"compare": "compare_count", "favorites": "favorite_count", "cart": "cart_count"}
    values = {
        "search_query": escape(str(asked(context, "search_query") or "")),
        "actions": frame_html.actions(name, {each: asked(context, key) or 0 for each, key in counts.items()}),
        "account": frame_html.account(name),
    }
    return mark_safe(context["frame"].header.fill(values))


@register.simple_tag(takes_context=True)
def site_footer(context: Context) -> SafeString:
    mould = context["frame"].footer(context["store"], context["theme"])
    return mark_safe(mould.fill({"here": escape(context["here"]), "token": form_token(context)}))


@register.simple_tag
def piece(template: str) -> SafeString:
    """A component without parameters, made once."""
    return mark_safe(frame_html.piece(template))


def asked(context: Context, name: str) -> Any:
    """A value of the context as templates see it: what can be called is called."""
    value = context.get(name)
    return value() if callable(value) else value
