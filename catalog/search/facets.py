"""What one may narrow a list by, with the number of products each choice leads to.

A facet is counted in the products all *other* facets allow: several choices of one facet are OR, different facets
are AND, and every number is exactly what the click shows. Choices that exist in this category but lead nowhere now
stay, disabled; what is chosen is always there.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from catalog import said
from catalog.search import filters, offers
from catalog.search.filters import BASE_NAMES
from catalog.search.numbers import Numbers
from iluminacasa.money import from_centavos

if TYPE_CHECKING:
    from catalog.search.query import ProductQuery

MOST_OPTIONS = 60
KINDS = {"category": "category", "price": "price", "brand": "choice", "rating": "rating", "in_stock": "boolean"}
UNITS = {"price": "R$"}
LABELS = {
    "category": _("Categoria"),
    "price": _("Preço"),
    "brand": _("Marca"),
    "rating": _("Avaliação"),
    "in_stock": _("Disponibilidade"),
}


@dataclass(slots=True)  # made by the hundred for every list: frozen ones take three times as long
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


def of(query: "ProductQuery") -> list[FacetData]:
    """All facets that offer something, in the order of the panel."""
    specs = [f"spec:{definition.key}" for definition in query.snapshot.names.definitions]
    made = [_facet(query, facet) for facet in ("category", "price", *specs, "brand", "rating", "in_stock")]
    return [facet for facet in made if facet is not None]


def _facet(query: "ProductQuery", facet: str) -> FacetData | None:
    chosen = {value.text: value for value in query.chosen_in(facet)}
    offered = offers.of(query, facet)
    known = {candidate.value.text for candidate in offered}
    offered = offered + [offers.typed(query, facet, value) for text, value in chosen.items() if text not in known]
    base = query.without_facet(facet) if facet in query.chosen else query.bits
    options = [
        OptionData(each.value.text, each.label, count, each.value.text in chosen, each.swatch)
        for each in offered
        if (count := (each.bits & base).bit_count())
        or each.value.text in chosen
        or each.bits & query.universe  # leads nowhere now, but would without the other filters
    ]
    minimum, maximum = _bounds(query, facet, base)
    if not options and minimum is None:
        return None
    return FacetData(*_names(query, facet), _fullest(options), minimum, maximum)


def _fullest(options: list[OptionData]) -> list[OptionData]:
    """No more than a panel can show, in their own order; the chosen ones never fall out."""
    if len(options) <= MOST_OPTIONS:
        return options
    ranked = sorted(options, key=lambda option: (not option.selected, -option.count))
    kept = {option.value for option in ranked[:MOST_OPTIONS]}
    return [option for option in options if option.value in kept]


def _bounds(query: "ProductQuery", facet: str, base: int) -> tuple[Decimal | None, Decimal | None]:
    """Smallest and largest number among the products the other filters allow."""
    numbers = query.snapshot.price if facet == "price" else _numbers(query, facet)
    extremes = numbers.extremes(base) if numbers is not None else None
    if extremes is None:
        return None, None
    low, high = (from_centavos(each) if facet == "price" else _plain(each) for each in extremes)
    return low, high


def _plain(thousandths: int) -> Decimal:
    return Decimal(filters.plain(thousandths, 3))


def _numbers(query: "ProductQuery", facet: str) -> Numbers | None:
    if not facet.startswith("spec:"):
        return None
    return query.snapshot.numbers.get(query.snapshot.names.by_key[facet.removeprefix("spec:")].id)


def _names(query: "ProductQuery", facet: str) -> tuple[str, str, str, str, str]:
    """Key, parameter, label, unit, kind."""
    if facet in BASE_NAMES:
        return facet, BASE_NAMES[facet], gettext(LABELS[facet]), UNITS.get(facet, ""), KINDS[facet]
    definition = query.snapshot.names.by_key[facet.removeprefix("spec:")]
    return definition.key, definition.url_key, said.of(definition, "label"), definition.unit, definition.kind
