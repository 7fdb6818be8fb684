"""What is noted on a cart, to be told once where it is shown: kept in Portuguese, said as whoever looks speaks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, gettext_noop

from catalog.models import Product

MERGED, CAPPED = JOINED = ("merged", "capped")  # of two carts that became one
GREW = gettext_noop("{title}: juntamos seus carrinhos, agora são {quantity} unidades.")
SHRANK = gettext_noop("{title}: juntamos seus carrinhos e ficaram {quantity} de {wanted} unidades.")
SHORT = gettext_noop("{title}: havia {quantity} de {wanted} unidades em estoque.")
TEXTS: dict[str, Sequence[str]] = {MERGED: (GREW,), CAPPED: (SHRANK, SHORT)}


def noted(code: str, text: str, product: Product, **data: int) -> dict[str, Any]:
    message = text.format(title=product.title, **data)
    return {"code": code, "message": message, "data": {"product": product.slug, **data}}


def with_newer(kept: Iterable[dict[str, Any]], newer: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A newer word about a product takes the place of the older."""
    said_anew = {notice["data"]["product"] for notice in newer}
    return [*(old for old in kept if old["data"]["product"] not in said_anew), *newer]


def said(notice: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """The message of a kept notice as it is to be read now; `titles`: slug -> name of what is in the cart."""
    message, data = str(notice["message"]), notice["data"]
    for text in TEXTS.get(notice["code"], ()):
        rest = text.removeprefix("{title}").format(**data)
        if message.endswith(rest):
            title = titles.get(data["product"], message.removesuffix(rest))
            return gettext(text).format(title=title, **data)
    return message
