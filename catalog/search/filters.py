"""What may stand in the address of a list, read once for pages (Portuguese names) and API (English names).

A value that makes no sense is passed over by a page and refused by the API (`strict`). Nothing here raises
anything but `InvalidFilter`, whatever comes in.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.search.definitions import Definition, Kind
from catalog.search.snapshot import Snapshot
from iluminacasa.errors import Invalid

MOST_VALUES = 50
LONGEST_VALUE = 90
LONGEST_TEXT = 200
Vocabulary = Literal["url", "api"]
Bound = int | None
Reference = int | bool | tuple[Bound, Bound]

NUMBER = r"\d{1,9}(?:[.,]\d{1,3})?"
EXACT = re.compile(NUMBER, re.ASCII)
SPAN = re.compile(rf"({NUMBER})?-({NUMBER})?", re.ASCII)
MONEY = r"\d{1,9}(?:[.,]\d{1,2})?"
EXACT_MONEY = re.compile(MONEY, re.ASCII)
MONEY_SPAN = re.compile(rf"({MONEY})?-({MONEY})?", re.ASCII)
RATING = re.compile(r"[0-4](?:[.,]\d{1,2})?|5(?:[.,]0{1,2})?", re.ASCII)
YES, NO = frozenset({"1", "sim", "true"}), frozenset({"0", "nao", "não", "false"})

ORDERINGS = {  # in addresses of pages -> in the API and inside
    "relevancia": "relevance",
    "menor-preco": "price",
    "maior-preco": "-price",
    "avaliacao": "-rating",
    "novidades": "-created",
    "desconto": "-discount",
    "mais-vendidos": "-sold",
}
ORDERING_NAMES = {inside: outside for outside, inside in ORDERINGS.items()}
BASE_NAMES = {  # facet -> its parameter in addresses of pages
    "category": "categoria",
    "price": "preco",
    "brand": "marca",
    "rating": "nota",
    "in_stock": "disponivel",
}
API_NAMES = {"category": "category", "brand": "brand", "rating": "rating_min", "in_stock": "in_stock"}


class InvalidFilter(Invalid):
    code = "invalid_filter"
    title = gettext_lazy("Filtro inválido")
    default_message = gettext_lazy("Este filtro tem um valor que não conhecemos.")


class Parameters(Protocol):
    """A QueryDict, or anything that answers like one."""

    def getlist(self, key: str) -> list[Any]: ...
    def __contains__(self, key: object) -> bool: ...


@dataclass(frozen=True, order=True)
class Value:
    text: str  # the one way this value is written in an address
    reference: Any  # id, (low, high), True or False: what `choosing` understands


@dataclass(frozen=True)
class Filter:
    """One facet's chosen values: OR among them."""

    facet: str  # `category`, `price`, `brand`, `rating`, `in_stock` or `spec:<key>`
    values: tuple[Value, ...]

    def has(self, text: str) -> bool:
        return any(value.text == text for value in self.values)


# --- Texts to values ------------------------------------------------------------------------------
def scaled(text: str, places: int) -> int:
    """`4,5` with three places -> 4500. `text` matched one of the patterns above."""
    whole, _, rest = text.replace(",", ".").partition(".")
    return int(whole) * 10**places + int(rest.ljust(places, "0") or 0)


def plain(value: int, places: int) -> str:
    """4500 with three places -> `4.5`."""
    whole, rest = divmod(value, 10**places)
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".") if rest else str(whole)


def span_text(low: Bound, high: Bound, places: int) -> str:
    if low is not None and low == high:
        return plain(low, places)
    return "-".join("" if bound is None else plain(bound, places) for bound in (low, high))


def _span(exact: re.Pattern[str], span: re.Pattern[str], places: int) -> Callable[[str], Value | None]:
    """`2700`, `400-900`, `400-`, `-900`; never upside down."""

    def read(text: str) -> Value | None:
        if exact.fullmatch(text):
            low: Bound = scaled(text, places)
            high: Bound = low
        elif (match := span.fullmatch(text)) and text != "-":
            low, high = (None if bound is None else scaled(bound, places) for bound in match.groups())
        else:
            return None
        if low is not None and high is not None and low > high:
            return None
        return Value(span_text(low, high, places), (low, high))

    return read


read_number = _span(EXACT, SPAN, 3)
read_price = _span(EXACT_MONEY, MONEY_SPAN, 2)


def read_rating(text: str) -> Value | None:
    if not RATING.fullmatch(text):
        return None
    least = scaled(text, 2)
    return Value(plain(least, 2), least)


def flag(answer: bool, names: Vocabulary) -> Value:
    texts = ("true", "false") if names == "api" else ("sim", "nao")
    return Value(texts[0] if answer else texts[1], answer)


def read_stock(text: str) -> Value | None:
    if text.casefold() in YES:
        return Value("1", True)
    return Value("0", False) if text.casefold() in NO else None


def read_spec(definition: Definition, names: Vocabulary, text: str) -> Value | None:
    if definition.kind == Kind.NUMBER:
        return read_number(text)
    if definition.kind == Kind.BOOLEAN:
        answer = read_stock(text)
        return flag(answer.reference, names) if answer else None
    choice = definition.by_slug.get(text.casefold())
    return Value(choice.slug, choice.id) if choice else None


def reader(snapshot: Snapshot, facet: str, names: Vocabulary) -> Callable[[str], Value | None]:
    """What turns one text into a value of that facet."""
    if facet == "category":
        return lambda text: _category(snapshot, text)
    if facet == "brand":
        return lambda text: _brand(snapshot, text)
    if facet.startswith("spec:"):
        definition = snapshot.names.by_key[facet.removeprefix("spec:")]
        return lambda text: read_spec(definition, names, text)
    return {"price": read_price, "rating": read_rating, "in_stock": read_stock}[facet]


def _category(snapshot: Snapshot, slug: str) -> Value | None:
    category = snapshot.tree.by_slug.get(slug.casefold())
    if category is None or category.pk not in snapshot.tree.active_ids:
        return None
    return Value(category.slug, category.pk)


def _brand(snapshot: Snapshot, slug: str) -> Value | None:
    brand = snapshot.names.brand_by_slug.get(slug.casefold())
    return Value(brand.slug, brand.id) if brand else None


# --- Parameters to filters ------------------------------------------------------------------------
def read(params: Parameters, snapshot: Snapshot, names: Vocabulary, *, strict: bool) -> tuple[Filter, ...]:
    found = [
        Filter(facet, values)
        for name, facet in parameter_names(snapshot, names).items()
        if name in params and (values := _values(params.getlist(name), name, reader(snapshot, facet, names), strict))
    ]
    if names == "api" and (price := _api_price(params, strict)):
        found.append(Filter("price", (price,)))
    found = [each for each in found if not _says_nothing(each)]
    return tuple(sorted(found, key=lambda each: each.facet))


def parameter_names(snapshot: Snapshot, names: Vocabulary) -> Mapping[str, str]:
    """Parameter -> facet. Specs may not take the name of one of ours."""
    key = (names, "parameters")
    if key not in snapshot.kept:
        own = API_NAMES if names == "api" else BASE_NAMES
        specs = {
            (each.key if names == "api" else each.url_key): f"spec:{each.key}" for each in snapshot.names.definitions
        }
        snapshot.kept[key] = specs | {parameter: facet for facet, parameter in own.items()}
    found: Mapping[str, str] = snapshot.kept[key]
    return found


def _values(
    texts: Iterable[Any], name: str, read_one: Callable[[str], Value | None], strict: bool
) -> tuple[Value, ...]:
    texts = list(texts)
    if len(texts) > MOST_VALUES and strict:
        raise InvalidFilter(_("Há valores demais neste filtro."), field=name)
    values: dict[str, Value] = {}
    for text in texts[:MOST_VALUES]:
        value = _one(text, read_one)
        if value is not None:
            values[value.text] = value
        elif strict:
            raise InvalidFilter(_("O filtro “{name}” tem um valor que não conhecemos.").format(name=name), field=name)
    return tuple(sorted(values.values(), key=lambda value: value.text))


def _one(text: Any, read_one: Callable[[str], Value | None]) -> Value | None:
    if not isinstance(text, str) or not text or len(text) > LONGEST_VALUE:
        return None
    return read_one(text.strip())


def _api_price(params: Parameters, strict: bool) -> Value | None:
    bounds: list[Bound] = []
    for name in ("price_min", "price_max"):
        read_bound = _values(params.getlist(name) if name in params else (), name, _money, strict)
        bounds.append(read_bound[-1].reference if read_bound else None)
    low, high = bounds
    if low is None and high is None:
        return None
    return Value(span_text(low, high, 2), (low, high))  # upside down: no product costs that


def _money(text: str) -> Value | None:
    return Value(text, scaled(text, 2)) if EXACT_MONEY.fullmatch(text) else None


def _says_nothing(each: Filter) -> bool:
    """`in_stock=0` asks for everything."""
    return each.facet == "in_stock" and any(value.reference is False for value in each.values)


def read_ordering(params: Parameters, names: Vocabulary, *, strict: bool) -> str:
    parameter = "ordering" if names == "api" else "ordem"
    known = ORDERINGS if names == "url" else {inside: inside for inside in ORDERING_NAMES}
    for text in params.getlist(parameter) if parameter in params else ():
        if isinstance(text, str) and text in known:
            return known[text]
        if strict:
            raise InvalidFilter(_("Esta ordem não existe."), field=parameter)
    return "relevance"


def read_text(params: Parameters) -> str:
    texts = [text for text in (params.getlist("q") if "q" in params else ()) if isinstance(text, str)]
    return " ".join(texts[-1].replace("\0", " ").split())[:LONGEST_TEXT] if texts else ""


# --- Filters to sets ------------------------------------------------------------------------------
def choosing(snapshot: Snapshot, each: Filter) -> int:
    """The products of any of its values."""
    found = 0
    for value in each.values:
        found |= products_with(snapshot, each.facet, value.reference)
    return found


def products_with(snapshot: Snapshot, facet: str, reference: Any) -> int:
    if facet == "category":
        return snapshot.in_category(reference)
    if facet == "brand":
        return snapshot.brands.get(reference, 0)
    if facet == "price":
        return snapshot.price.between(*reference)
    if facet == "rating":
        return snapshot.rating.between(reference, None)
    if facet == "in_stock":
        return snapshot.in_stock
    definition = snapshot.names.by_key[facet.removeprefix("spec:")]
    if definition.kind == Kind.NUMBER:
        numbers = snapshot.numbers.get(definition.id)
        return numbers.between(*reference) if numbers else 0
    if definition.kind == Kind.BOOLEAN:
        return (snapshot.yes if reference else snapshot.no).get(definition.id, 0)
    return snapshot.choices.get(reference, 0)
