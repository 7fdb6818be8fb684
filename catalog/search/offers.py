"""What can be chosen in each facet, with its products: worked out once per snapshot and kept there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from catalog import said
from catalog.search import filters
from catalog.search.definitions import Definition, Kind
from catalog.search.filters import Bound, Value
from catalog.search.snapshot import Snapshot
from iluminacasa import languages
from iluminacasa.money import brl, decimal_text, from_centavos

if TYPE_CHECKING:
    from catalog.search.query import ProductQuery

LEAST_FOR_RANGES = 4
SHARES = (20, 40, 60, 80)  # percent of the products below each ready price limit, about
ROUND_PRICES = tuple(
    step * 10**power * 100 for power in range(6) for step in (10, 15, 20, 25, 30, 40, 50, 60, 75)
)  # centavos
RATINGS = (400, 300, 200)


@dataclass(frozen=True)
class Candidate:
    """A choice that may be offered, and its products."""

    value: Value
    label: str
    bits: int
    swatch: str = ""


def of(query: "ProductQuery", facet: str) -> list[Candidate]:
    """Kept per snapshot and language, except the price ranges of a search, which are made for what it finds."""
    if facet == "price" and query.text:
        return list(_prices(query))
    key = ("offers", languages.current(), facet, query.names, query.scope if facet in ("category", "price") else None)
    kept = query.snapshot.kept
    if key not in kept:
        kept[key] = list(_made(query, facet))
    found: list[Candidate] = kept[key]
    return found


def _made(query: "ProductQuery", facet: str) -> Iterator[Candidate]:
    if facet.startswith("spec:"):
        definition = query.snapshot.names.by_key[facet.removeprefix("spec:")]
        return _spec(query, definition)
    makers = {"category": _shelves, "brand": _brands, "rating": _ratings, "in_stock": _stock, "price": _prices}
    return makers[facet](query)


def _shelves(query: "ProductQuery") -> Iterator[Candidate]:
    """What lies directly below; beside the whole catalogue, what lies below its roots."""
    tree, snapshot = query.snapshot.tree, query.snapshot
    if query.scope is not None:
        shelves = tree.children(query.scope)
    else:
        shelves = [shelf for root in tree.children(None) for shelf in tree.children(root.pk) or [root]]
    return (
        Candidate(Value(each.slug, each.pk), said.of(each, "name"), snapshot.in_category(each.pk)) for each in shelves
    )


def _brands(query: "ProductQuery") -> Iterator[Candidate]:
    snapshot = query.snapshot
    for brand in sorted(snapshot.names.brands.values(), key=lambda brand: brand.name.casefold()):
        if bits := snapshot.brands.get(brand.id, 0):
            yield Candidate(Value(brand.slug, brand.id), brand.name, bits)


def _ratings(query: "ProductQuery") -> Iterator[Candidate]:
    for least in RATINGS:
        value = Value(filters.plain(least, 2), least)
        yield Candidate(value, rating_label(value), query.snapshot.rating.between(least, None))


def _stock(query: "ProductQuery") -> Iterator[Candidate]:
    yield Candidate(Value("1", True), _("Pronta entrega"), query.snapshot.in_stock)


def _prices(query: "ProductQuery") -> Iterator[Candidate]:
    for low, high in _ready_prices(query):
        value = Value(filters.span_text(low, high, 2), (low, high))
        yield Candidate(value, price_label(low, high), query.snapshot.price.between(low, high))


def _spec(query: "ProductQuery", definition: Definition) -> Iterator[Candidate]:
    snapshot = query.snapshot
    numbers = snapshot.numbers.get(definition.id)
    if definition.kind == Kind.CHOICE:
        for choice in definition.choices:
            if bits := snapshot.choices.get(choice.id, 0):
                yield Candidate(Value(choice.slug, choice.id), said.of(choice, "label"), bits, choice.swatch)
    elif definition.kind == Kind.BOOLEAN:
        yield Candidate(filters.flag(True, query.names), _("Sim"), snapshot.yes.get(definition.id, 0))
        yield Candidate(filters.flag(False, query.names), _("Não"), snapshot.no.get(definition.id, 0))
    elif numbers is not None and definition.facet == "ranges":
        for low, high in definition.ranges:
            value = Value(filters.span_text(low, high, 3), (low, high))
            yield Candidate(value, number_label(low, high, definition.unit), numbers.between(low, high))
    elif numbers is not None:
        for number, bits in numbers.distinct() or ():
            value = Value(filters.plain(number, 3), (number, number))
            yield Candidate(value, number_label(number, number, definition.unit), bits)


def typed(query: "ProductQuery", facet: str, value: Value) -> Candidate:
    """A choice that is not offered but stands in the address, such as a range of one's own."""
    snapshot = query.snapshot
    bits = filters.products_with(snapshot, facet, value.reference)
    return Candidate(value, _typed_label(snapshot, facet, value), bits)


# --- In words -------------------------------------------------------------------------------------
def _typed_label(snapshot: Snapshot, facet: str, value: Value) -> str:
    reference = value.reference
    if facet == "category":
        category = snapshot.tree.get(reference)
        return said.of(category, "name") if category else value.text
    if facet == "brand":
        return snapshot.names.brands[reference].name
    if facet == "price":
        return price_label(*reference)
    if facet == "rating":
        return rating_label(value)
    definition = snapshot.names.by_key.get(facet.removeprefix("spec:"))
    if definition is None or isinstance(reference, bool):
        return _("Sim") if reference else _("Não")
    if isinstance(reference, tuple):
        low, high = reference
        return number_label(low, high, definition.unit)
    return next((said.of(choice, "label") for choice in definition.choices if choice.id == reference), value.text)


def _span_label(low: Bound, high: Bound, write: Callable[[int], str], unit: str) -> str:
    after = unit if unit in ("", "°") else f" {unit}"
    if low is not None and low == high:
        return write(low) + after
    if high is None:
        return _("{least} ou mais").format(least=write(low or 0) + after)
    most = write(high) + after
    return _("{least} a {most}").format(least=write(low), most=most) if low else _("até {most}").format(most=most)


def number_label(low: Bound, high: Bound, unit: str) -> str:
    """`até 400 lm`, `400 a 800 lm`, `1600 lm ou mais`, `2700 K`."""
    return _span_label(low, high, lambda number: decimal_text(filters.plain(number, 3)), unit)


def price_label(low: Bound, high: Bound) -> str:
    """`até R$ 100`, `R$ 100 a R$ 200`, `R$ 200 ou mais`."""
    return _span_label(low, high, lambda centavos: brl(from_centavos(centavos)).removesuffix(decimal_text(".00")), "")


def rating_label(value: Value) -> str:
    return _("{least} ou mais").format(least=decimal_text(value.text))


def nearest_round(centavos: int) -> int:
    """The ready limit nearest to a price."""
    return min(ROUND_PRICES, key=lambda price: abs(price - centavos))


def _ready_prices(query: "ProductQuery") -> list[tuple[Bound, Bound]]:
    """About five ranges with round limits that share these products out evenly."""
    count = query.universe.bit_count()
    extremes = query.snapshot.price.extremes(query.universe)
    if count < LEAST_FOR_RANGES or extremes is None:
        return []
    ranking, prices = query.snapshot.ranking("price"), query.snapshot.columns["price"]
    marks = [prices[ranking.page(query.universe, count * share // 100, 1)[0]] for share in SHARES]
    limits = {nearest_round(mark) for mark in marks}
    cuts = sorted(limit for limit in limits if extremes[0] < limit < extremes[1])
    if not cuts:
        return []
    return list(zip([None, *cuts], [*cuts, None], strict=True))
