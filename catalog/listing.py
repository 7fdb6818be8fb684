"""What a list page shows of a found set: filters, chips, order, pages, and what to do when nothing was found.

Works on pairs of URL parameters, so that every link of the page is the canonical address of its own result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog import menu, paging, said, structured_data, twins
from catalog.cards import kelvin
from catalog.models import Category
from catalog.search import FacetData, Found, OptionData, ProductQuery
from catalog.taxonomy import Tree
from iluminacasa import languages

PAGE_SIZE = 24
SORT_PARAM = "ordem"
TEXT_PARAM = "q"
NO_FACETS = (SORT_PARAM, TEXT_PARAM, "pagina")
ORDERS = (
    ("relevancia", gettext_noop("Relevância")),
    ("menor-preco", gettext_noop("Menor preço")),
    ("maior-preco", gettext_noop("Maior preço")),
    ("avaliacao", gettext_noop("Mais bem avaliados")),
    ("novidades", gettext_noop("Novidades")),
    ("desconto", gettext_noop("Maior desconto")),
    ("mais-vendidos", gettext_noop("Mais vendidos")),
)
OPEN_FACETS = 4  # the rest begins closed
NEED_NAME = ("", "cm")  # units that do not say what is measured
MAX_OPTIONS = 14  # of one facet; the chosen ones are always among them
MAX_REMOVALS = 6
MAX_NEARLY = 8
FEWEST_WISHES = 2  # with one alone, what is left without it is no answer to anything
MOST_FACES = 4_096
SHORT_QUERY = 60  # characters of what was typed, in titles
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Shelf:
    """Which list is looked at, in words."""

    kind: str  # catalog, category, search
    heading: str
    base_url: str
    intro: str = ""
    category: Category | None = None
    text: str = ""  # what was searched for
    corrected_from: str = ""
    above: tuple[Category, ...] = ()  # categories above, from the root


@dataclass(frozen=True)
class Result:
    query: ProductQuery
    found: Found
    facets: Sequence[FacetData]
    cards: Sequence[Mapping[str, Any]]
    number: int  # of the page


def address(base_url: str, pairs: Sequence[tuple[str, str]], *, page: int = 1) -> str:
    """Readable and always the same for the same selection: parameters in order, the first page unnamed."""
    ordered = sorted(pairs) + ([("pagina", str(page))] if page > 1 else [])
    return f"{base_url}?{urlencode(ordered)}" if ordered else base_url


def without(pairs: Sequence[tuple[str, str]], *gone: tuple[str, str]) -> Pairs:
    return [pair for pair in pairs if pair not in gone]


def without_name(pairs: Sequence[tuple[str, str]], name: str) -> Pairs:
    return [pair for pair in pairs if pair[0] != name]


def context(shelf: Shelf, result: Result, *, tree_children: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Everything `catalog/product_list.html` prints, except what only an empty list shows."""
    pairs = result.query.params()
    chips = chips_of(pairs, result.facets, shelf.base_url)
    heading = f"{shelf.heading}: {chips[0]['label']}" if len(chips) == 1 and shelf.kind != "search" else shelf.heading
    page_links = paging.links(
        number=result.number,
        size=PAGE_SIZE,
        total=result.found.total,
        address=lambda number: address(shelf.base_url, pairs, page=number),
    )
    facets = shown_facets(result.facets)
    facet_names = {facet["param"] for facet in facets}
    return {
        "kind": shelf.kind,
        "heading": heading,
        "intro": shelf.intro if result.number == 1 and not chips else "",
        "base_url": shelf.base_url,
        "facet_fields": fields(pair for pair in pairs if pair[0] not in facet_names),
        "sort_fields": fields(without_name(pairs, SORT_PARAM)),
        "promoted": promoted(shelf, result.query),
        "chips": chips,
        "clear_url": address(shelf.base_url, [pair for pair in pairs if pair[0] in NO_FACETS]) if chips else "",
        "facets": facets,
        "selected_count": len(chips),
        "sort": sort_options(pairs),
        "sort_param": SORT_PARAM,
        "cards": result.cards,
        "page": page_links,
        "total_text": total_text(result.found),
        "children": tree_children,
        "query": shelf.text,
        "search_query": shelf.corrected_from or shelf.text,
        "corrected_from": shelf.corrected_from,
        **about(shelf, heading, pairs, chips, result),
    }


def fields(pairs: Any) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def total_text(found: Found) -> str:
    text = menu.count_text(found.total)
    return text if found.is_total_exact else _("mais de {count_text}").format(count_text=text)


# --- What machines read --------------------------------------------------------------------------
def about(
    shelf: Shelf, heading: str, pairs: Pairs, chips: Sequence[Mapping[str, str]], result: Result
) -> dict[str, Any]:
    """Title, canonical address, robots, breadcrumbs and structured data."""
    crumbs = breadcrumbs(shelf)
    title = heading
    if result.number > 1:
        title = _("{heading}, página {number}").format(heading=heading, number=result.number)
    hides = len(chips) > 1 or shelf.kind == "search" or any(name == SORT_PARAM for name, _ in pairs)
    blocks = [structured_data.breadcrumbs(crumbs)]
    if result.cards:
        blocks.append(structured_data.item_list(result.cards, first=(result.number - 1) * PAGE_SIZE + 1))
    return {
        "breadcrumbs": crumbs,
        "structured_data": blocks,
        "partial_title": f"{title} · {settings.STORE_NAME}",
        "meta": {
            "title": title,
            "description": shelf.intro or description(heading, result.found),
            **twins.of(address(shelf.base_url, pairs, page=result.number)),
            "robots": "noindex,follow" if hides else "",
        },
    }


def description(heading: str, found: Found) -> str:
    sentence = _("{heading}: {count_text} na {store}.")
    return sentence.format(heading=heading, count_text=total_text(found), store=settings.STORE_NAME)


def breadcrumbs(shelf: Shelf) -> list[dict[str, str]]:
    steps = [{"name": said.of(category, "name"), "url": category.get_absolute_url()} for category in shelf.above]
    return [*steps, {"name": shelf.heading, "url": shelf.base_url}]


# --- Filters -------------------------------------------------------------------------------------
def chips_of(pairs: Pairs, facets: Sequence[FacetData], base_url: str) -> list[dict[str, str]]:
    """One per chosen filter; its link takes it away. A chosen value is always among its facet's options."""
    labels = {(facet.url_key, option.value): chip_label(facet, option) for facet in facets for option in facet.selected}
    return [
        {"label": labels.get(pair, pair[1]), "url": address(base_url, without(pairs, pair))} for pair in chosen(pairs)
    ]


def chosen(pairs: Pairs) -> Pairs:
    """The pairs that are filters."""
    return [pair for pair in pairs if pair[0] not in NO_FACETS]


def chip_label(facet: FacetData, option: OptionData) -> str:
    """What the choice says without its facet's name beside it."""
    if facet.kind == "boolean" and option.label == _("Sim"):
        return facet.label
    if facet.kind == "number" and facet.unit in NEED_NAME:
        return f"{facet.label}: {option.label}"
    bare = facet.kind in ("boolean", "rating") and option.label != _("Pronta entrega")
    return f"{facet.label}: {option.label.lower()}" if bare else option.label


def shown_facets(facets: Sequence[FacetData]) -> list[dict[str, Any]]:
    """Filters that can still change something, the first ones and the chosen ones open."""
    shown = [facet for facet in facets if is_useful(facet)]
    return [facet_view(facet, is_open=number < OPEN_FACETS) for number, facet in enumerate(shown)]


def is_useful(facet: FacetData) -> bool:
    if facet.selected:
        return True
    if facet.kind == "price":
        return facet.minimum is not None and facet.minimum != facet.maximum
    return len(facet.options) > 1 or facet.kind == "boolean"


def facet_view(facet: FacetData, *, is_open: bool) -> dict[str, Any]:
    options = [option_view(facet, option) for option in leading(facet.options)]
    selected = sum(1 for option in options if option["checked"])
    view: dict[str, Any] = {
        "key": facet.url_key,
        "label": facet.label,
        "kind": facet.kind,
        "param": facet.url_key,
        "unit": facet.unit,
        "options": options,
        "selected_count": selected,
        "open": is_open or selected > 0,
    }
    if facet.kind == "price":
        view |= {"min": "", "max": "", "floor": whole(facet.minimum), "ceiling": whole(facet.maximum)}
    return view


def whole(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.0f}"


def leading(options: Sequence[OptionData]) -> list[OptionData]:
    """The fullest options in their own order; the chosen ones never fall out."""
    if len(options) <= MAX_OPTIONS:
        return list(options)
    ranked = sorted(options, key=lambda option: (not option.selected, -option.count))
    kept = {option.value for option in ranked[:MAX_OPTIONS]}
    return [option for option in options if option.value in kept or option.selected]


@lru_cache(maxsize=MOST_FACES)
def face(param: str, unit: str, value: str) -> tuple[str, int | str]:
    """Id of a choice's box, and the step of the scale it is coloured by."""
    shade = kelvin(int(value)) if unit == "K" and value.isdigit() else None
    return f"f-{param}-{value}".replace(" ", "-"), shade["step"] if shade else ""


def option_view(facet: FacetData, option: OptionData) -> dict[str, Any]:
    name, step = face(facet.url_key, facet.unit, option.value)
    return {
        "id": name,
        "value": option.value,
        "label": option.label,
        "count": option.count,
        "checked": option.selected,
        "disabled": option.is_disabled,
        "swatch": option.swatch,
        "kelvin_step": step,
    }


def promoted(shelf: Shelf, query: ProductQuery) -> list[dict[str, Any]]:
    """The owner's short ways, as far as they lead somewhere; a second click takes them back."""
    offered = shelf.category.promoted if shelf.category is not None else []
    pairs = query.params()
    bare = query
    for name, __ in chosen(pairs):
        bare = bare.without_value(name)
    links = []
    for entry in offered if isinstance(offered, list) else []:
        typed = parse_qsl(str(entry.get("query", ""))) if isinstance(entry, dict) else []
        wanted = written(bare, typed)
        active = bool(wanted) and all(pair in pairs for pair in wanted)
        if len(wanted) != len(typed) or not wanted or not (active or leads_somewhere(query, wanted)):
            continue
        left = without(pairs, *wanted)
        url = address(shelf.base_url, left if active else [*left, *wanted])
        label = languages.spoken(str(entry.get("label", "")), str(entry.get("label_en", "")))
        links.append({"label": label, "url": url, "active": active})
    return links


def written(bare: ProductQuery, typed: Sequence[tuple[str, str]]) -> Pairs:
    """The filters among `typed` as addresses write them; what is no filter falls away."""
    asked = bare
    for name, value in typed:
        asked = asked.with_value(name, value)
    return [pair for pair in asked.params() if pair not in bare.params()]


def leads_somewhere(query: ProductQuery, wanted: Pairs) -> bool:
    for name, value in wanted:
        query = query.with_value(name, value)
    return query.total > 0


def sort_options(pairs: Pairs) -> list[dict[str, Any]]:
    current = dict(pairs).get(SORT_PARAM, ORDERS[0][0])
    return [{"value": value, "label": _(label), "selected": value == current} for value, label in ORDERS]


# --- Nothing found -------------------------------------------------------------------------------
def empty_state(
    shelf: Shelf,
    result: Result,
    *,
    categories: Sequence[Mapping[str, Any]],
    best_sellers: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Which filter is in the way, and other ways on."""
    pairs = result.query.params()
    removals = []
    for chip, pair in zip(chips_of(pairs, result.facets, shelf.base_url), chosen(pairs), strict=True):
        left = result.query.without_value(*pair).total
        text = removal_text(chip["label"], left)
        removals.append((-left, {"label": text, "url": chip["url"]}))
    removals.sort(key=lambda entry: entry[0])
    if removals:
        title, text = _("Nenhum produto com todos estes filtros"), _("Tire um deles e veja o que aparece.")
    elif shelf.text:
        title = _("Nada encontrado para “{text}”").format(text=shelf.text[:SHORT_QUERY])
        text = _("Confira a escrita ou tente uma palavra mais geral, como pendente, trilho ou 2700 K.")
    else:
        title, text = _("Ainda não há produtos aqui"), _("Veja as outras categorias.")
    return {
        "title": title,
        "text": text,
        "removals": [chip for _, chip in removals[:MAX_REMOVALS]],
        "categories": list(categories),
        "best_sellers": list(best_sellers),
    }


def removal_text(label: str, left: int) -> str:
    if not left:
        return _("Sem {label}").format(label=label)
    return _("Sem {label} ({count_text})").format(label=label, count_text=menu.count_text(left))


def nearly(result: Result) -> tuple[str, list[int]]:
    """Of several wishes: the filter without which there is most, in words, and the first few there are without it."""
    pairs = result.query.params()
    chips = chips_of(pairs, result.facets, "")
    left = [(result.query.without_value(*pair), chip) for chip, pair in zip(chips, chosen(pairs), strict=True)]
    if len(left) < FEWEST_WISHES:
        return "", []
    query, chip = max(left, key=lambda each: each[0].total)
    return chip["label"], query.first(MAX_NEARLY)


def search_heading(text: str) -> str:
    short = text if len(text) <= SHORT_QUERY else f"{text[:SHORT_QUERY]}…"
    return _("Resultados para “{text}”").format(text=short) if text else _("Busca")


def category_shelf(category: Category, tree: Tree) -> Shelf:
    return Shelf(
        kind="category",
        heading=said.of(category, "name"),
        base_url=category.get_absolute_url(),
        intro=said.of(category, "description"),
        category=category,
        above=tuple(tree.ancestors(category.pk)[:-1]),
    )


@languages.kept(maxsize=1)
def catalogue_shelf() -> Shelf:
    return Shelf(kind="catalog", heading=_("Todos os produtos"), base_url=reverse("catalog:product_list"))


def search_shelf(text: str, *, corrected_from: str = "") -> Shelf:
    return Shelf(
        kind="search",
        heading=search_heading(text),
        base_url=reverse("catalog:search"),
        text=text,
        corrected_from=corrected_from,
    )
