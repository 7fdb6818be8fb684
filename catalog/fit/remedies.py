"""The product of the shop that mends what does not fit: in stock, in the quantity needed, nearest in light.

The index in memory names a few; one query reads them, however many problems there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from catalog.fit.pieces import Piece
from catalog.fit.rules import Problem, Remedy, Wanted
from catalog.models import Product
from catalog.search import ProductQuery

PER_QUESTION = 8
FEWER, MORE = 0.6, 1.6  # times the light there was
STEP = 500  # kelvin that weigh as much as twice the light


@dataclass(frozen=True)
class Suggestion:
    action: str  # `add` or `swap`
    key: int  # of the line that goes when it is a swap
    quantity: int
    product_id: int
    slug: str
    title: str
    price: Decimal
    url: str
    spoken_title: str


@dataclass(frozen=True)
class Candidate:
    piece: Piece
    price: Decimal
    stock: int
    minimum: int


def suggest(problems: Sequence[Problem]) -> list[Suggestion | None]:
    """One for each problem, None where the shop has nothing. Two queries, and none without problems."""
    if not problems:
        return []
    shop = ProductQuery.from_params({"in_stock": "true"}, names="api")
    named = [list(dict.fromkeys(ids_for(shop, problem.remedy.wanted))) for problem in problems]
    candidates = read({pk for ids in named for pk in ids})
    return [best(problem.remedy, ids, candidates) for problem, ids in zip(problems, named, strict=True)]


def ids_for(shop: ProductQuery, wanted: Wanted) -> Iterator[int]:
    """From narrow to wide: the same colour and about the light, the same colour, any."""
    for shelf in wanted.shelves:
        asked = narrowed(shop, shelf, wanted)
        coloured = asked.with_value("color_temperature", str(wanted.kelvin)) if wanted.kelvin else asked
        if wanted.lumens:
            light = f"{int(wanted.lumens * FEWER)}-{int(wanted.lumens * MORE)}"
            yield from coloured.with_value("lumens", light).first(PER_QUESTION)
        yield from coloured.first(PER_QUESTION)
        yield from asked.first(PER_QUESTION)


def narrowed(shop: ProductQuery, shelf: str, wanted: Wanted) -> ProductQuery:
    asked = shop.with_value("category", shelf)
    for voltage in wanted.voltages:
        asked = asked.with_value("voltage", voltage)
    for base in wanted.bases:
        asked = asked.with_value("base", base)
    return asked.with_value("dimmable", "true") if wanted.dimmable else asked


def read(ids: set[int]) -> dict[int, Candidate]:
    rows = Product.objects.visible().filter(pk__in=ids, stock__gt=0)
    found = rows.values_list("pk", "stock", "minimum_order_quantity", "card__data", "title_en")
    return {row[0]: candidate(*row) for row in found if row[3]}


def candidate(pk: int, stock: int, minimum: int, data: str, title_en: str) -> Candidate:
    card: dict[str, Any] = orjson.loads(data)
    piece = Piece.of_card(card, key=pk, quantity=1, title_en=title_en)
    return Candidate(piece, Decimal(card["sale_price"]), stock, minimum)


def best(remedy: Remedy, ids: Sequence[int], known: dict[int, Candidate]) -> Suggestion | None:
    """The first shelf that has one decides; there the nearest, then the cheapest."""
    wanted = remedy.wanted
    fitting = [known[pk] for pk in ids if pk in known and mends(known[pk], remedy)]
    if not fitting:
        return None
    shelf = fitting[0].piece.category
    chosen = min(
        (each for each in fitting if each.piece.category == shelf),
        key=lambda each: (distance(each.piece, wanted), each.price, each.piece.key),
    )
    piece = chosen.piece
    return Suggestion(
        action=remedy.action, key=remedy.piece.key, quantity=remedy.quantity, product_id=piece.key, slug=piece.slug,
        title=piece.title, price=chosen.price, url=Product(slug=piece.slug).get_absolute_url(),
        spoken_title=piece.spoken_title,
    )  # fmt: skip


def mends(found: Candidate, remedy: Remedy) -> bool:
    piece, wanted = found.piece, remedy.wanted
    return (
        piece.slug != remedy.piece.slug
        and found.minimum <= remedy.quantity <= found.stock
        and piece.voltage in wanted.voltages
        and (not wanted.bases or piece.base in wanted.bases)
        and (not wanted.dimmable or piece.dimmable is True)
        and (piece.against_water or 0) >= wanted.against_water
        and not (wanted.most_watts and piece.watts > wanted.most_watts)
        and same_kind(piece, remedy)
    )


def same_kind(piece: Piece, remedy: Remedy) -> bool:
    """A bulb for a bulb or beside a fixture, a fixture for a fixture, a dimmer for a dimmer."""
    if remedy.action == "add":
        return piece.is_bulb
    old = remedy.piece
    return (piece.is_bulb, piece.is_dimmer, piece.is_lamp) == (old.is_bulb, old.is_dimmer, old.is_lamp)


def distance(piece: Piece, wanted: Wanted) -> float:
    colour = abs(piece.kelvin - wanted.kelvin) / STEP if piece.kelvin and wanted.kelvin else 0
    light = abs(piece.lumens - wanted.lumens) / wanted.lumens if piece.lumens and wanted.lumens else 0
    return colour + light
