"""What templates may ask for beyond printing: money, icons, structured data, the token of a form."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from catalog import card_html, facet_html, frame_html, kept, moulds
from catalog import personal as parts
from catalog import structured_data as described
from catalog.context_processors import form_field, is_for_everybody
from catalog.moulds import Mark
from iluminacasa import dates, languages, money

register = template.Library()


@register.filter
def brl(amount: Decimal | Mark | None) -> str:
    """R$ 1.249,00 with a no-break space; nothing for nothing."""
    if isinstance(amount, Mark):
        return amount.through("brl")
    return "" if amount is None else money.brl(amount)


for each in (dates.day, dates.moment, dates.short_day, dates.long_day, dates.day_and_month, dates.weekday):
    register.filter(each.__name__, each)


@register.filter
def lang(text: str) -> SafeString | str:
    """The attribute that marks a text in another language than the page's; nothing for all others."""
    told = getattr(text, "lang", "")
    return format_html(' lang="{}"', told) if told else ""


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
def language_tag() -> str:
    """`pt-BR` or `en`, for the `lang` of what follows."""
    return languages.tag()


@register.simple_tag
def office_url(name: str) -> str:
    """Of a page of the back office, which has no English twin."""
    with languages.speaking(languages.PORTUGUESE):
        return reverse(f"admin:{name}")


@register.simple_tag
def structured_data(blocks: list[dict[str, Any]] | str | None) -> SafeString:
    """JSON-LD blocks; a text is printed already."""
    # Reviewed: the only text inside is JSON with <, > and & escaped.
    return mark_safe(blocks if isinstance(blocks, str) else described.printed(blocks or []))


@register.simple_tag(takes_context=True)
def form_token(context: Context) -> SafeString:
    """The CSRF field for visitors known by a cookie.

    Others are judged by the origin of their request, so that their pages can be cached by anyone.
    """
    if has_gaps(context):
        return SafeString(kept.gap("token"))
    request = getattr(context, "request", None)
    return SafeString("" if request is None else form_field(request))


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


@register.simple_tag
def pressed(template: str, **values: Any) -> SafeString:
    """A component that compares nothing it prints: see `moulds.pressed`."""
    # Reviewed: the template's own HTML, every value in it escaped by `moulds.outline`.
    return mark_safe(moulds.pressed(template, values))


# --- Around every page, and what in it is a visitor's own ------------------------------------------
# Reviewed, all four: HTML of our own templates; what is filled in is escaped here or in the room that makes it.
@register.simple_tag(takes_context=True)
def site_header(context: Context) -> SafeString:
    if "ready_header" in context:
        return mark_safe(context["ready_header"])
    typed = str(asked(context, "search_query") or "")
    return mark_safe(frame_html.header(context["frame"].header, typed, context["here"], partial(personal, context)))


@register.simple_tag(takes_context=True)
def site_footer(context: Context) -> SafeString:
    if "ready_footer" in context:
        return mark_safe(context["ready_footer"])
    mould = context["frame"].footer(context["store"], context["theme"])
    return mark_safe(frame_html.footer(mould, context["here"], form_token(context)))


@register.simple_tag
def piece(template: str) -> SafeString:
    """A component without parameters, made once."""
    return mark_safe(frame_html.piece(template))


@register.simple_tag(takes_context=True)
def personal(context: Context, name: str) -> SafeString:
    """A part that differs from visitor to visitor; a gap in a page that is made for everybody."""
    if has_gaps(context):
        return mark_safe(kept.gap(name))
    return mark_safe(parts.PARTS[name](partial(asked, context)))


def has_gaps(context: Context) -> bool:
    """Is this a page made for everybody, or the mould of one?"""
    return "has_gaps" in context or is_for_everybody(getattr(context, "request", None))


def asked(context: Context, name: str) -> Any:
    """A value of the context as templates see it: what can be called is called."""
    value = context.get(name)
    return value() if callable(value) else value
