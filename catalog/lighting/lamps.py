"""Lamps of the shop that could light a room: in stock, right for its voltage, dry or wet as it is.

The catalogue's index in memory answers a few narrow questions with the first few products each; only those are read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from catalog import said
from catalog.lighting.beam import USUAL
from catalog.lighting.rooms import UNKNOWN_VOLTAGE, Room
from catalog.models import Product, ProductSpec, SpecChoice
from catalog.prices import offer
from catalog.search import ProductQuery

CEILING, HANGING, BULBS = ("plafons", "trilhos-e-spots"), ("pendentes", "lustres"), ("lampadas",)
SOCKET = "e27"  # of the bulb that fits the lamp holder every ceiling has
BULB_BEAM = 220.0
HANGS = 0.6  # metres below the ceiling; everything else is counted as lying at it
FITS = {"127v": ("bivolt", "127v"), "220v": ("bivolt", "220v"), UNKNOWN_VOLTAGE: ("bivolt",)}
SPLASH_PROOF = ("ip44", "ip65", "ip67")
# Shares of the light needed that one lamp gives: for one lamp, two, up to four, eight, sixteen.
SIZES = ((0.85, 1.7), (0.45, 0.85), (0.23, 0.45), (0.12, 0.23), (0.05, 0.12))
PER_QUESTION, CENTREPIECES = 6, 10
KEYS = ("lumens", "watts", "color_temperature", "beam", "voltage", "base", "bulbs", "ip", "style", "room")
COLUMNS = (
    "slug", "title", "title_en", "price", "discount_percentage", "sale_starts_at", "sale_ends_at", "was_charged",
    "stock", "minimum_order_quantity", "category_id", "is_visible",
)  # fmt: skip


@dataclass(frozen=True)
class Lamp:
    id: int
    slug: str
    title: str
    lumens: float
    watts: float | None
    kelvin: int | None
    beam: float
    price: Decimal  # of one unit, now, with a card
    pix_price: Decimal
    stock: int
    minimum: int
    style: str
    is_bulb: bool
    is_hanging: bool
    suits_room: bool

    @property
    def hangs(self) -> float:
        return HANGS if self.is_hanging else 0.0


@dataclass(frozen=True)
class Found:
    """Lamps for the whole of the room, and pieces to hang in its middle, the shop's favourites first."""

    lamps: tuple[Lamp, ...]
    centrepieces: tuple[Lamp, ...]


def styles() -> list[tuple[str, str]]:
    """(slug, name) of every style the catalogue knows."""
    known = SpecChoice.objects.filter(definition__key="style").order_by("position", "pk")
    return [(each.slug, said.of(each, "label")) for each in known]


def candidates(room: Room, *, flux: float, at: datetime, any_colour: bool) -> Found:
    """`flux`: lumens the room needs, more or less."""
    wanted = _question(room)
    colour = f"{room.mood.warmest}-{room.mood.coldest}"
    of_mood = wanted.with_value("color_temperature", colour)
    general, middle = list(_general(room, of_mood, flux)), _middle(room, of_mood, flux)
    if any_colour:
        general, middle = [*general, *_general(room, wanted, flux)], [*middle, *_middle(room, wanted, flux)]
    lamps = {each.id: each for each in of_products({*general, *middle}, room=room, at=at)}
    return Found(
        lamps=tuple(lamps[pk] for pk in dict.fromkeys(general) if pk in lamps),
        centrepieces=tuple(lamps[pk] for pk in dict.fromkeys(middle) if pk in lamps and lamps[pk].is_hanging),
    )


def _question(room: Room) -> ProductQuery:
    terms: dict[str, Any] = {"in_stock": "true", "voltage": list(FITS[room.voltage])}
    if room.kind.is_wet:
        terms["ip"] = list(SPLASH_PROOF)
    return ProductQuery.from_params(terms, names="api")


def _general(room: Room, wanted: ProductQuery, flux: float) -> Iterator[int]:
    fixtures = _on_shelves(wanted, (*CEILING, *HANGING))
    bulbs = _on_shelves(wanted, BULBS).with_value("base", SOCKET)
    for low, high in SIZES:
        size = f"{int(low * flux)}-{int(high * flux)}"
        for shelf in (fixtures, bulbs):
            sized = shelf.with_value("lumens", size)
            yield from sized.with_ordering("price").first(PER_QUESTION)
            yield from sized.first(PER_QUESTION)
        suited = fixtures.with_value("lumens", size)
        for name in room.kind.shelves:
            suited = suited.with_value("room", name)
        yield from suited.first(PER_QUESTION)
        if room.style:
            yield from fixtures.with_value("lumens", size).with_value("style", room.style).first(PER_QUESTION)


def _middle(room: Room, wanted: ProductQuery, flux: float) -> list[int]:
    hanging = _on_shelves(wanted, HANGING).with_value("lumens", f"200-{int(1.5 * flux)}")
    for name in room.kind.shelves:
        hanging = hanging.with_value("room", name)
    styled = hanging.with_value("style", room.style) if room.style else hanging
    return [*styled.first(CENTREPIECES), *hanging.first(CENTREPIECES)]


def _on_shelves(wanted: ProductQuery, slugs: Sequence[str]) -> ProductQuery:
    for slug in slugs:
        wanted = wanted.with_value("category", slug)
    return wanted


def of_products(ids: Iterable[int], *, room: Room, at: datetime) -> Iterator[Lamp]:
    """Those of the products that light at all, can be bought now and fit. Two queries and the category tree's."""
    rows = Product.objects.visible().filter(pk__in=list(ids), stock__gt=0).select_related("category")
    products = list(rows.only(*COLUMNS, "category__slug"))
    facts = _facts([product.pk for product in products])
    for product in products:
        lamp = _lamp(product, facts.get(product.pk, {}), room, at)
        if lamp is not None:
            yield lamp


def _facts(ids: Sequence[int]) -> dict[int, dict[str, list[Any]]]:
    """{product: {key: its numbers or the slugs of its choices}}. All of a product's: by definition would read more."""
    specs = ProductSpec.objects.filter(product_id__in=ids)
    found: dict[int, dict[str, list[Any]]] = {}
    for pk, key, number, slug in specs.values_list("product_id", "definition__key", "number", "choice__slug"):
        if key in KEYS:
            found.setdefault(pk, {}).setdefault(key, []).append(slug if number is None else float(number))
    return found


def _lamp(product: Product, facts: Mapping[str, list[Any]], room: Room, at: datetime) -> Lamp | None:
    def number(key: str) -> float | None:
        value = facts.get(key, [None])[0]
        return value if isinstance(value, float) and value > 0 else None

    lumens, base = number("lumens"), facts.get("base", [""])[0]
    is_bulb = product.category.slug in BULBS or (bool(base) and base != "led-integrado" and "bulbs" not in facts)
    fits = facts.get("voltage", [""])[0] in FITS[room.voltage] and (not is_bulb or base == SOCKET)
    is_dry = not room.kind.is_wet or facts.get("ip", [""])[0] in SPLASH_PROOF
    if lumens is None or not fits or not is_dry or product.minimum_order_quantity > product.stock:
        return None
    prices, kelvin = offer(product, at=at), number("color_temperature")
    return Lamp(
        id=product.pk, slug=product.slug, title=product.spoken_title, lumens=lumens, watts=number("watts"),
        kelvin=round(kelvin) if kelvin else None, beam=number("beam") or (BULB_BEAM if is_bulb else USUAL),
        price=prices.sale_price, pix_price=prices.pix_price, stock=product.stock,
        minimum=product.minimum_order_quantity, style=facts.get("style", [""])[0], is_bulb=is_bulb,
        is_hanging=product.category.slug in HANGING, suits_room=bool({*facts.get("room", [])} & {*room.kind.shelves}),
    )  # fmt: skip
