"""Whether the goods of a cart fit one another and the home: typed notices, each with the one click that mends it.

Told where the cart is shown; no order is refused for it. The facts come with the quote, so a cart in which all fits
costs no query; one in which something does not costs two.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from cart import basket, filling
from cart.models import Cart, CartLine
from cart.pricing import Notice, Quote
from catalog import fit
from catalog.models import Product
from catalog.stock import OutOfStock


def checked(quote: Quote, cart: Cart | None) -> Quote:
    """The quote with what does not fit among its notices."""
    return replace(quote, notices=[*quote.notices, *notices(quote, cart)])


def pieces(quote: Quote) -> list[fit.Piece]:
    return [
        fit.Piece.of_card(
            read(line.facts), key=line.line_id, quantity=line.quantity, zone=line.zone, title_en=line.title_en
        )
        for line in quote.lines
        if line.facts
    ]


@lru_cache(maxsize=256)
def read(facts: str) -> Mapping[str, Any]:
    """Once, though notices, places and the question about the voltage each ask; nobody changes what comes back."""
    found: Mapping[str, Any] = orjson.loads(facts)
    return found


def notices(quote: Quote, cart: Cart | None) -> list[Notice]:
    problems = fit.check(pieces(quote), voltage=cart.home_voltage if cart else "")
    return [
        Notice(
            problem.code,
            problem.message,
            told(problem, suggestion),
            fix_title=suggestion.spoken_title if suggestion else "",
        )
        for problem, suggestion in zip(problems, fit.suggest(problems), strict=True)
    ]


def told(problem: fit.Problem, suggestion: fit.Suggestion | None) -> dict[str, Any]:
    """`fix` names what to put in, and with a swap the item that goes for it; null where the shop has nothing."""
    about: dict[str, Any] = {"product": problem.piece.slug, "item": problem.piece.key, **problem.data, "fix": None}
    if suggestion is not None:
        about["fix"] = {
            "action": suggestion.action,
            "item": suggestion.key if suggestion.action == "swap" else None,
            "product": {
                "id": suggestion.product_id, "slug": suggestion.slug, "title": suggestion.title,
                "sale_price": f"{suggestion.price:.2f}",
            },
            "quantity": suggestion.quantity,
        }  # fmt: skip
    return about


@transaction.atomic
def swap(*, cart: Cart, line_id: int, product: Product, quantity: int, at: datetime) -> None:
    """Put `product` in the place of a line, as many as there are. `Missing` when the line is gone, as after a swap."""
    basket.lock(cart)
    zone = CartLine.objects.filter(cart=cart, pk=line_id).values_list("zone", flat=True).first() or ""
    basket.remove(cart=cart, line_id=line_id, at=at)
    possible = min(quantity, filling.room_for(cart, product))
    if not possible:
        raise OutOfStock(_("Este produto esgotou agora há pouco."), field="quantity", data={"product": product.slug})
    line = basket.add(cart=cart, product_id=product.pk, quantity=possible, at=at)
    CartLine.objects.filter(pk=line.pk).update(zone=zone)


def places(quote: Quote) -> list[tuple[int, str, str]]:
    """(line, title, where it will hang) of every piece of which that matters."""
    return [(piece.key, piece.spoken_title, piece.zone) for piece in pieces(quote) if piece.has_place]


def is_electric(quote: Quote) -> bool:
    """Is there anything in it of which the voltage matters?"""
    return any(piece.is_electric for piece in pieces(quote))
