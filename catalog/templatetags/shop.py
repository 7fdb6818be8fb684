"""What templates may ask for beyond printing: money, icons, structured data, the token of a form."""

import json
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.middleware.csrf import get_token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from iluminacasa import money
from iluminacasa.csrf import CART_COOKIE

register = template.Library()

KNOWN_BY = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CART_COOKIE}
BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:cm|mm|m|W|V|K|A|lm|kg)\b)")
SCRIPT_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def brl(amount: Decimal | None) -> str:
    """R$ 1.249,00 with a no-break space; nothing for nothing."""
    return "" if amount is None else money.brl(amount)


@register.filter
def units(text: str) -> str:
    """40 cm and 9 W stay on one line."""
    return BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", text)


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
    printed = [
        f'<script type="application/ld+json">{json.dumps(block, ensure_ascii=False).translate(SCRIPT_ESCAPES)}</script>'
        for block in blocks or []
    ]
    # Reviewed: the only text inside is JSON with <, > and & escaped.
    return mark_safe("\n".join(printed))


@register.simple_tag(takes_context=True)
def form_token(context: Context) -> SafeString:
    """The CSRF field for visitors known by a cookie.

    Others are judged by the origin of their request, so that their pages can be cached by anyone.
    """
    request = getattr(context, "request", None)
    if request is None or not KNOWN_BY & set(request.COOKIES):
        return SafeString("")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
