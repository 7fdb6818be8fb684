"""The words of a product as the search engine reads them: names in both languages, descriptions in Portuguese."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from catalog import words
from catalog.models import Product, ProductSpec, SearchDocument, SpecDefinition
from catalog.taxonomy import Tree

FIELDS = ("sku", "head", "title", "brand", "specs", "description", "codes")
MAX_DESCRIPTION = 6_000
Kind = SpecDefinition.Kind
UNIT_WORDS = {
    "k": "k",
    "w": "w",
    "v": "v",
    "lm": "lm",
    "cm": "cm",
    "m": "m",
    "h": "h",
    "°": "graus",
    "kg": "kg",
}
LIGHT_BY_KELVIN = (  # up to this many kelvins: what a customer calls that light
    (2400, "luz âmbar vela quente amarela"),
    (3300, "luz quente amarela"),
    (4500, "luz neutra natural"),
    (20_000, "luz fria branca dia"),
)
VOLTAGE_CODES = {"bivolt": "127v 220v bivolt"}


def stored(document: SearchDocument) -> tuple[str, ...]:
    """The columns of a document in the order of `FIELDS`."""
    return tuple(getattr(document, name) for name in FIELDS)


def texts(product: Product, specs: Sequence[ProductSpec], tree: Tree) -> tuple[str, ...]:
    """What they ought to be. `product` with brand loaded, `specs` with definition and choice loaded."""
    title, english = words.stems(product.title), words.stems(product.title_en)
    shelves = [name for category in tree.ancestors(product.category_id) for name in (category.name, category.name_en)]
    tags = [str(tag)[:80] for tag in product.tags[:40]] if isinstance(product.tags, list) else []
    return (
        words.code(product.sku),
        title[0] if title else "",
        " ".join([*title, *english]),
        words.line(product.brand.name) if product.brand else "",
        words.line(*shelves, *tags, *_labels(specs)),
        words.line(product.summary, product.description[:MAX_DESCRIPTION]),
        " ".join(dict.fromkeys([*words.stems(product.sku), *_codes(specs)])),
    )


def _labels(specs: Sequence[ProductSpec]) -> Iterator[str]:
    """Choices by name, a yes by the name of the question, light by the name of its colour."""
    for spec in specs:
        if spec.choice is not None:
            yield from (spec.choice.label, spec.choice.label_en)
        elif spec.flag:
            yield from (spec.definition.label, spec.definition.label_en)
        elif spec.definition.key == "color_temperature" and spec.number is not None:
            yield next((name for limit, name in LIGHT_BY_KELVIN if spec.number <= limit), "")
        elif spec.text:
            yield spec.text


def _codes(specs: Sequence[ProductSpec]) -> Iterator[str]:
    """`2700k`, `9w`, `e27`, `127v`: what people type beside a noun."""
    for spec in specs:
        if spec.choice is not None:
            yield from VOLTAGE_CODES.get(spec.choice.slug, "").split()
            yield from filter(words.has_digit, words.stems(spec.choice.slug))
        elif spec.number is not None:
            unit = UNIT_WORDS.get(words.fold(spec.definition.unit).strip())
            if unit or spec.definition.key == "cri":
                yield from words.stems(f"{_plain(spec.number)}{unit or ' irc'}")


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
