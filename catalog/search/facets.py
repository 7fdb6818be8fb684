"""What one may narrow a list by, with the number of products each choice leads to.

A facet is counted in the products all *other* facets allow: several choices of one facet are OR, different facets
are AND, and every number is exactly what the click shows. Choices that exist in this category but lead nowhere now
stay, disabled; what is chosen is always there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from catalog.search import filters
from catalog.search.definitions import Definition, Kind
from catalog.search.filters import BASE_NAMES, Value
from iluminacasa.money import brl, from_centavos

if TYPE_CHECKING:
    from catalog.search.query import ProductQuery

MOST_OPTIONS = 60
LEAST_FOR_RANGES = 4
SHARES = (20, 40, 60, 80)  # percent of the products below each ready price limit, about
ROUND_PRICES = tuple(
    step * 10**power * 100 for power in range(6) for step in (10, 15, 20, 25, 30, 40, 50, 60, 75)
)  # centavos
RATINGS = (400, 300, 200)
LABELS = {
    "category": "Categoria",
    "price": "Preço",
    "brand": "Marca",
    "rating": "Avaliação",
    "in_stock": "Disponibilidade",
}


@dataclass(frozen=True)
class OptionData:
    value: str
    label: str
    count: int
    selected: bool
    swatch: str = ""

    @property
    def is_disabled(self) -> bool:
        return self.count == 0 and not self.selected


@dataclass(frozen=True)
class FacetData:
    key: str  # in the API
    url_key: str  # in addresses of pages
    label: str
    unit: str
    kind: str  # category, price, rating, choice, number, boolean
    options: list[OptionData]
    minimum: Decimal | None = None
    maximum: Decimal | None = None

    @property
    def selected(self) -> list[OptionData]:
        return [option for option in self.options if option.selected]


@dataclass(frozen=True)
class Candidate:
    """A choice that may be offered, and its products."""

    value: Value
    label: str
    bits: int
    swatch: str = ""


def of(query: "ProductQuery") -> list[FacetData]:
    """All facets that offer something, in the order of the panel."""
    made = [_category(query), _price(query)]
    made += [_spec(query, definition) for definition in query.snapshot.names.definitions]
    made += [_brand(query), _rating(query), _in_stock(query)]
    return [facet for facet in made if facet is not None]


# --- One facet each -------------------------------------------------------------------------------
def _category(query: "ProductQuery") -> FacetData | None:
    tree, snapshot = query.snapshot.tree, query.snapshot
    if query.scope is not None:
        shelves = tree.children(query.scope)
    else:
        shelves = [shelf for root in tree.children(None) for shelf in tree.children(root.pk) or [root]]
    offered = [Candidate(Value(each.slug, each.pk), each.name, snapshot.in_category(each.pk)) for each in shelves]
    return _facet(query, "category", kind="category", offered=offered)


def _brand(query: "ProductQuery") -> FacetData | None:
    snapshot = query.snapshot
    brands = sorted(snapshot.names.brands.values(), key=lambda brand: brand.name.casefold())
    offered = (
        Candidate(Value(brand.slug, brand.id), brand.name, snapshot.brands[brand.id])
        for brand in brands
        if brand.id in snapshot.brands
    )
    return _facet(query, "brand", kind="choice", offered=offered)


def _rating(query: "ProductQuery") -> FacetData | None:
    offered = (
        Candidate(
            Value(filters.plain(least, 2), least), f"{least // 100} ou mais", query.snapshot.rating.between(least, None)
        )
        for least in RATINGS
    )
    return _facet(query, "rating", kind="rating", offered=offered)


def _in_stock(query: "ProductQuery") -> FacetData | None:
    offered = [Candidate(Value("1", True), "Pronta entrega", query.snapshot.in_stock)]
    return _facet(query, "in_stock", kind="boolean", offered=offered)


def _price(query: "ProductQuery") -> FacetData | None:
    numbers = query.snapshot.price
    offered = (
        Candidate(
            Value(filters.span_text(low, high, 2), (low, high)), price_label(low, high), numbers.between(low, high)
        )
        for low, high in ready_prices(query)
    )
    extremes = numbers.extremes(query.without_facet("price"))
    bounds = tuple(from_centavos(each) for each in extremes) if extremes else (None, None)
    return _facet(query, "price", kind="price", unit="R$", offered=offered, bounds=bounds)


def _spec(query: "ProductQuery", definition: Definition) -> FacetData | None:
    facet = f"spec:{definition.key}"
    bounds: tuple[Decimal | None, ...] = (None, None)
    if definition.kind == Kind.NUMBER:
        numbers = query.snapshot.numbers.get(definition.id)
        if numbers is None:
            return None
        if extremes := numbers.extremes(query.without_facet(facet)):
            bounds = tuple(Decimal(filters.plain(each, 3)) for each in extremes)
    offered = _spec_choices(query, definition)
    return _facet(query, facet, kind=definition.kind, offered=offered, unit=definition.unit, bounds=bounds)


def _spec_choices(query: "ProductQuery", definition: Definition) -> Iterator[Candidate]:
    snapshot = query.snapshot
    if definition.kind == Kind.CHOICE:
        for choice in definition.choices:
            if bits := snapshot.choices.get(choice.id, 0):
                yield Candidate(Value(choice.slug, choice.id), choice.label, bits, choice.swatch)
    elif definition.kind == Kind.BOOLEAN:
        yield Candidate(filters.flag(True, query.names), "Sim", snapshot.yes.get(definition.id, 0))
        yield Candidate(filters.flag(False, query.names), "Não", snapshot.no.get(definition.id, 0))
    elif definition.facet == "ranges":
        numbers = snapshot.numbers[definition.id]
        for low, high in definition.ranges:
            value = Value(filters.span_text(low, high, 3), (low, high))
            yield Candidate(value, number_label(low, high, definition.unit), numbers.between(low, high))
    else:
        for number, bits in snapshot.numbers[definition.id].distinct() or ():
            value = Value(filters.plain(number, 3), (number, number))
            yield Candidate(value, number_label(number, number, definition.unit), bits)


# --- What they share ------------------------------------------------------------------------------
def _facet(
    query: "ProductQuery",
    facet: str,
    *,
    kind: str,
    offered: Iterable[Candidate],
    unit: str = "",
    bounds: Sequence[Decimal | None] = (None, None),
) -> FacetData | None:
    chosen = {value.text: value for value in query.chosen_in(facet)}
    shown = _worth_showing(query.universe, offered, chosen)
    known = {candidate.value.text for candidate in shown}
    shown += [_unoffered(query, facet, value, unit) for text, value in chosen.items() if text not in known]
    if not shown and bounds[0] is None:
        return None
    base = query.without_facet(facet) if facet in query.chosen else query.bits
    options = [
        OptionData(each.value.text, each.label, (each.bits & base).bit_count(), each.value.text in chosen, each.swatch)
        for each in shown
    ]
    key, url_key, label = _names(query, facet)
    return FacetData(key, url_key, label, unit, kind, options, bounds[0], bounds[1])


def _worth_showing(universe: int, offered: Iterable[Candidate], chosen: dict[str, Value]) -> list[Candidate]:
    """Those that exist here; when there are too many, the fullest, in their own order."""
    shown = [
        (candidate, count)
        for candidate in offered
        if (count := (candidate.bits & universe).bit_count()) or candidate.value.text in chosen
    ]
    if len(shown) > MOST_OPTIONS:
        least = sorted((count for _, count in shown), reverse=True)[MOST_OPTIONS - 1]
        shown = [entry for entry in shown if entry[1] >= least or entry[0].value.text in chosen]
    return [candidate for candidate, _ in shown]


def _unoffered(query: "ProductQuery", facet: str, value: Value, unit: str) -> Candidate:
    """A choice typed into the address, such as a range of one's own."""
    bits = filters.products_with(query.snapshot, facet, value.reference)
    return Candidate(value, value_label(query, facet, value, unit), bits)


def value_label(query: "ProductQuery", facet: str, value: Value, unit: str = "") -> str:
    """A chosen value in words, for chips and titles."""
    snapshot, reference = query.snapshot, value.reference
    if facet == "category":
        category = snapshot.tree.get(reference)
        return category.name if category else value.text
    if facet == "brand":
        return snapshot.names.brands[reference].name
    if facet == "price":
        return price_label(*reference)
    if facet == "rating":
        return f"{value.text.replace('.', ',')} ou mais"
    if facet == "in_stock":
        return "Pronta entrega"
    if isinstance(reference, bool):
        return "Sim" if reference else "Não"
    if isinstance(reference, tuple):
        return number_label(*reference, unit)
    definition = snapshot.names.by_key[facet.removeprefix("spec:")]
    return next((choice.label for choice in definition.choices if choice.id == reference), value.text)


def _names(query: "ProductQuery", facet: str) -> tuple[str, str, str]:
    if facet in BASE_NAMES:
        return facet, BASE_NAMES[facet], LABELS[facet]
    definition = query.snapshot.names.by_key[facet.removeprefix("spec:")]
    return definition.key, definition.url_key, definition.label


def _span_label(low: Any, high: Any, write: Callable[[int], str], unit: str) -> str:
    after = unit if unit in ("", "°") else f" {unit}"
    if low == high:
        return write(low) + after
    if low is None or (low == 0 and high is not None):
        return f"até {write(high)}{after}"
    return f"{write(low)}{after} ou mais" if high is None else f"{write(low)} a {write(high)}{after}"


def number_label(low: int | None, high: int | None, unit: str) -> str:
    """`até 400 lm`, `400 a 800 lm`, `1600 lm ou mais`, `2700 K`."""
    return _span_label(low, high, lambda number: filters.plain(number, 3).replace(".", ","), unit)


def price_label(low: int | None, high: int | None) -> str:
    """`até R$ 100`, `R$ 100 a R$ 200`, `R$ 200 ou mais`."""
    return _span_label(low, high, lambda centavos: brl(from_centavos(centavos)).removesuffix(",00"), "")


def ready_prices(query: "ProductQuery") -> list[tuple[int | None, int | None]]:
    """About five ranges with round limits that share this category's products out evenly."""
    key = ("prices", query.scope)
    kept = query.snapshot.kept
    if query.text:
        return _ranges(query)
    if key not in kept:
        kept[key] = _ranges(query)
    found: list[tuple[int | None, int | None]] = kept[key]
    return found


def _ranges(query: "ProductQuery") -> list[tuple[int | None, int | None]]:
    count = query.universe.bit_count()
    extremes = query.snapshot.price.extremes(query.universe)
    if count < LEAST_FOR_RANGES or extremes is None:
        return []
    ranking, prices = query.snapshot.ranking("price"), query.snapshot.columns["price"]
    marks = [prices[ranking.page(query.universe, count * share // 100, 1)[0]] for share in SHARES]
    limits = {min(ROUND_PRICES, key=lambda price, mark=mark: abs(price - mark)) for mark in marks}  # type: ignore[misc]
    cuts = sorted(limit for limit in limits if extremes[0] < limit < extremes[1])
    if not cuts:
        return []
    return list(zip([None, *cuts], [*cuts, None], strict=True))
