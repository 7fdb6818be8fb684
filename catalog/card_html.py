"""Cards as HTML: `components/product_card.html` cast once per shape, then filled with a card's own words.

The card itself (`cards.read_view`) is the only source: nothing is stored twice, so nothing can disagree. What was
printed last is remembered by the very text it was printed from.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from catalog import cards, moulds
from catalog.moulds import Mark, Mould
from iluminacasa import languages
from iluminacasa.money import brl, decimal_text

TEMPLATE = "components/product_card.html"
MARK = "components/mark_state.html"
BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:cm|mm|m|W|V|K|A|lm|kg)\b)")
PICTURE = ("src", "avif", "webp", "width", "height")
PRICES = ("price", "sale_price", "pix_price")
MOST_SHAPES = 2_048
MOST_PRINTED = 1_024
Card = Mapping[str, Any]
Marks = Mapping[str, Collection[str]]
PictureShape = tuple[bool, ...]


def unbroken(text: str) -> str:
    """40 cm and 9 W stay on one line."""
    return BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", text)


price_text = languages.kept(maxsize=8_192)(brl)


class Place(NamedTuple):
    """Where a card stands: how wide its picture is, and how soon it is wanted."""

    sizes: str
    eager: bool = False
    first: bool = False


@dataclass(frozen=True)
class Shape:
    """All that the template asks of a card before it prints it."""

    place: Place
    availability: str
    badges: tuple[str, ...]
    day: PictureShape | None
    night: PictureShape | None
    has_kelvin: bool
    has_base: bool
    reviews: int  # none, one, two for more
    has_discount: bool
    has_installments: bool
    has_note: bool
    marked: tuple[bool, bool]  # among the favourites, in the comparison


def items(shown: Sequence[Card], marks: Marks, sizes: str, *, eager: int = 0) -> str:
    """The cards as entries of a list; the first `eager` pictures are wanted at once, the very first before all."""
    rest = Place(sizes)
    soon = [Place(sizes, eager=True, first=number == 0) for number in range(eager)]
    favorites, compare = marks.get("favorites", ()), marks.get("compare", ())
    printed = [
        html(card, soon[number] if number < eager else rest, (card["slug"] in favorites, card["slug"] in compare))
        for number, card in enumerate(shown)
    ]
    return "".join(f"<li>{each}</li>\n" for each in printed)


def html(card: Card, place: Place, marked: tuple[bool, bool] = (False, False)) -> str:
    """Printed once for as long as the process remembers it: the text a card is stored as says all of it."""
    stored = card.get("stored")
    return again(stored, place, marked) if stored else printed(card, place, marked)


@moulds.kept(maxsize=MOST_PRINTED)
def again(stored: str, place: Place, marked: tuple[bool, bool]) -> str:
    return printed(cards.read_view(stored), place, marked)


def printed(card: Card, place: Place, marked: tuple[bool, bool]) -> str:
    return mould(shape_of(card, place, marked)).fill(values(card))


def shape_of(card: Card, place: Place, marked: tuple[bool, bool]) -> Shape:
    return Shape(
        place=place,
        availability=card["availability"],
        badges=tuple([badge["kind"] for badge in card["badges"]]),
        day=picture_shape(card["day"]),
        night=picture_shape(card["night"]),
        has_kelvin=bool(card["kelvin"]),
        has_base=bool(card["base_label"]),
        reviews=min(card["review_count"], 2),
        has_discount=card["has_discount"],
        has_installments=bool(card["installments"]),
        has_note=bool(card["stock_note"]),
        marked=marked,
    )


def picture_shape(picture: Card | None) -> PictureShape | None:
    return tuple([bool(picture[name]) for name in PICTURE]) if picture else None


@moulds.kept(maxsize=MOST_SHAPES)
def mould(shape: Shape) -> Mould:
    place, slug = shape.place, Mark("slug")
    card = {
        "slug": slug,
        "url": Mark("url"),
        "title": Mark("title"),
        "day": picture_marks("day", shape.day),
        "night": picture_marks("night", shape.night),
        "badges": [{"kind": kind, "text": Mark(f"badge{number}")} for number, kind in enumerate(shape.badges)],
        "kelvin": {name: Mark(f"kelvin.{name}") for name in ("text", "name", "step")} if shape.has_kelvin else None,
        "base_label": Mark("base_label") if shape.has_base else "",
        "rating": Mark("rating"),
        "review_count": Mark("review_count", like=shape.reviews) if shape.reviews else 0,
        "has_discount": shape.has_discount,
        "installments": {"count": Mark("parts"), "amount": Mark("part")} if shape.has_installments else None,
        "stock_note": Mark("stock_note") if shape.has_note else "",
        "availability": shape.availability,
        **{name: Mark(name) for name in PRICES},
    }
    is_favorite, is_compared = shape.marked
    marks = {"favorites": {slug} if is_favorite else (), "compare": {slug} if is_compared else ()}
    context = {"card": card, "marks": marks, "sizes": place.sizes, "eager": place.eager, "first": place.first}
    return moulds.cast(TEMPLATE, context)


def picture_marks(name: str, shape: PictureShape | None) -> dict[str, Any] | None:
    if shape is None:
        return None
    return {each: Mark(f"{name}.{each}") if has else "" for each, has in zip(PICTURE, shape, strict=True)}


def values(card: Card) -> dict[str, str]:
    """Everything a mould of a card may ask for, as HTML."""
    title, parts, kelvin = card["title"], card["installments"], card["kelvin"]
    words = {
        "slug": card["slug"],
        "url": card["url"],
        "title": title,
        "title|units": unbroken(title),
        "base_label": card["base_label"],
        "rating": decimal_text(card["rating"].replace(",", ".")),  # stored as Portuguese writes it
        "review_count": str(card["review_count"]),
        "stock_note": card["stock_note"],
        "price|brl": price_text(card["price"]),
        "sale_price|brl": price_text(card["sale_price"]),
        "pix_price|brl": price_text(card["pix_price"]),
    }
    if parts:
        words["parts"], words["part|brl"] = str(parts["count"]), price_text(parts["amount"])
    if kelvin:
        words["kelvin.text"], words["kelvin.step"] = kelvin["text"], str(kelvin["step"])
    for number, badge in enumerate(card["badges"]):
        words[f"badge{number}"] = badge["text"]
    for name in ("day", "night"):
        if picture := card[name]:
            for each in PICTURE:
                words[f"{name}.{each}"] = str(picture[each])
    return dict(zip(words, moulds.escaped(list(words.values())), strict=True))


@moulds.kept(maxsize=4)
def mark_mould(kind: str, is_pressed: bool) -> Mould:
    """The part of a mark's button that tells whether it is pressed."""
    return moulds.cast(MARK, {"kind": kind, "slug": Mark("slug"), "pressed": is_pressed})
