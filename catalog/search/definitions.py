"""What the filters are called: specs with their choices, and brands, as plain values of one content version."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from catalog.models import Brand, SpecDefinition

Kind = SpecDefinition.Kind


@dataclass(frozen=True)
class Choice:
    id: int
    slug: str
    label: str
    label_en: str
    swatch: str


@dataclass(frozen=True)
class Definition:
    id: int
    key: str
    url_key: str
    label: str
    label_en: str
    unit: str
    kind: str
    facet: str
    ranges: tuple[tuple[int | None, int | None], ...]  # thousandths
    choices: tuple[Choice, ...] = ()
    by_slug: dict[str, Choice] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True)
class BrandName:
    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Names:
    definitions: tuple[Definition, ...]  # filterable ones, in order
    by_url_key: dict[str, Definition]
    by_key: dict[str, Definition]
    brands: dict[int, BrandName]
    brand_by_slug: dict[str, BrandName]


def load() -> Names:
    """Two queries."""
    choices: dict[int, list[Choice]] = defaultdict(list)
    rows: dict[int, tuple[Any, ...]] = {}
    columns = ("id", "key", "url_key", "label", "label_en", "unit", "kind", "facet", "ranges")
    of_choice = ("choices__id", "choices__slug", "choices__label", "choices__label_en", "choices__swatch")
    query = SpecDefinition.objects.exclude(facet=SpecDefinition.Facet.NONE).exclude(kind=Kind.TEXT)
    for row in query.order_by("position", "pk", "choices__position", "choices__pk").values_list(*columns, *of_choice):
        rows[row[0]] = row[: len(columns)]
        if row[len(columns)] is not None:
            choices[row[0]].append(Choice(*row[len(columns) :]))
    definitions = tuple(_definition(row, choices[pk]) for pk, row in rows.items())
    brands = [BrandName(*row) for row in Brand.objects.values_list("id", "slug", "name")]
    return Names(
        definitions=definitions,
        by_url_key={each.url_key: each for each in definitions},
        by_key={each.key: each for each in definitions},
        brands={brand.id: brand for brand in brands},
        brand_by_slug={brand.slug: brand for brand in brands},
    )


def _definition(row: tuple[Any, ...], choices: list[Choice]) -> Definition:
    pk, key, url_key, label, label_en, unit, kind, facet, pairs = row
    ranges = [_bounds(pair) for pair in pairs] if isinstance(pairs, list) else []
    return Definition(
        id=pk,
        key=key,
        url_key=url_key,
        label=label,
        label_en=label_en,
        unit=unit,
        kind=kind,
        facet=facet,
        ranges=tuple(each for each in ranges if each is not None),
        choices=tuple(choices),
        by_slug={choice.slug.casefold(): choice for choice in choices},
    )


def _bounds(pair: Any) -> tuple[int | None, int | None] | None:
    """[400, 800] -> thousandths; anything else the admin may have typed is no range."""
    if not isinstance(pair, list) or len(pair) != 2 or pair == [None, None]:
        return None
    if any(not isinstance(each, int | float | None) or isinstance(each, bool) for each in pair):
        return None
    low, high = (None if each is None else round(each * 1000) for each in pair)
    return None if low is not None and high is not None and low > high else (low, high)
