"""One question to the catalogue: text, filters and order from an address, asked by pages and API alike."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import Category
from catalog.search import facets, filters, keyset, renewal, scoring
from catalog.search.facets import FacetData
from catalog.search.filters import ORDERING_NAMES, Filter, Parameters, Value, Vocabulary
from catalog.search.keyset import KeysetPage, Place
from catalog.search.scoring import Match
from catalog.search.snapshot import Snapshot
from iluminacasa.errors import Missing

MOST_PER_PAGE = 100


@dataclass(frozen=True)
class Found:
    ids: list[int]
    total: int
    number: int
    size: int
    is_total_exact: bool = True

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


@dataclass(frozen=True)
class ProductQuery:
    """Frozen; asks one snapshot of the catalogue, so list, total and facets always agree."""

    snapshot: Snapshot = field(repr=False, compare=False)
    names: Vocabulary = "url"
    scope: int | None = None  # the category whose page this is
    text: str = ""
    filters: tuple[Filter, ...] = ()
    ordering: str = "relevance"

    @classmethod
    def from_params(
        cls,
        params: Parameters | Mapping[str, Any],
        *,
        category: Category | None = None,
        strict: bool = False,
        names: Vocabulary = "url",
    ) -> "ProductQuery":
        """`strict` refuses what makes no sense with InvalidFilter; otherwise it is passed over."""
        lists = params if hasattr(params, "getlist") else _Lists(params)
        snapshot = renewal.current()
        return cls(
            snapshot=snapshot,
            names=names,
            scope=category.pk if category is not None else None,
            text=filters.read_text(lists),
            filters=filters.read(lists, snapshot, names, strict=strict),
            ordering=filters.read_ordering(lists, names, strict=strict),
        )

    # --- Answers ------------------------------------------------------------------------------
    @cached_property
    def match(self) -> Match:
        """What the text alone finds; everything when there is none."""
        if not self.text:
            return Match(self.snapshot.shown, ((0, self.snapshot.shown),))
        return scoring.match(self.snapshot, self.text)

    @cached_property
    def universe(self) -> int:
        """What there is before any filter: the category, and the products the text finds."""
        scope = self.snapshot.shown if self.scope is None else self.snapshot.in_category(self.scope)
        return scope & self.match.bits & self.snapshot.shown

    @cached_property
    def chosen(self) -> dict[str, int]:
        """Facet -> products any of its chosen values allows."""
        return {each.facet: filters.choosing(self.snapshot, each) for each in self.filters}

    @cached_property
    def bits(self) -> int:
        return self.without_facet("")

    def without_facet(self, facet: str) -> int:
        """The products when that facet's own choice is left out: what its options are counted in."""
        bits = self.universe
        for other, allowed in self.chosen.items():
            if other != facet:
                bits &= allowed
        return bits

    @cached_property
    def total(self) -> int:
        return self.bits.bit_count()

    def page(self, number: int, size: int) -> Found:
        """Page `number` from 1; Missing past the end, but page 1 may be empty."""
        size = min(max(size, 1), MOST_PER_PAGE)
        start = (number - 1) * size
        if number < 1 or (number > 1 and start >= self.total):
            raise Missing(_("Esta página não existe."))
        ids = self.snapshot.id_list(self._slice(start, size))
        return Found(ids=ids, total=self.total, number=number, size=size)

    def keyset(self, cursor: str | None, size: int) -> KeysetPage:
        """The page behind (or before) a cursor of this same list; InvalidFilter for any other."""
        size = min(max(size, 1), MOST_PER_PAGE)
        ranking = self.snapshot.ranking(self.ordering)
        key_length = len(ranking.key_of(0)) if self.snapshot.size else 0
        place = keyset.read(cursor, self.list_name, key_length) if cursor else None
        found, has_before, has_after = keyset.window(ranking, self._groups, place, size)

        def cursor_at(entry: tuple[int, int], *, is_backwards: bool) -> str:
            score, position = entry
            return keyset.write(Place(score, ranking.key_of(position), is_backwards), self.list_name)

        previous = cursor_at(found[0], is_backwards=True) if found and has_before else None
        if not found and has_before and place is not None:
            previous = keyset.write(place.before_what_follows(), self.list_name)
        return KeysetPage(
            ids=self.snapshot.id_list(position for _, position in found),
            next=cursor_at(found[-1], is_backwards=False) if found and has_after else None,
            previous=previous,
            count=self.total,
        )

    def first(self, count: int) -> list[int]:
        """The ids of the first few."""
        return self.snapshot.id_list(self._slice(0, count))

    def facets(self) -> list[FacetData]:
        return facets.of(self)

    @cached_property
    def _groups(self) -> Sequence[tuple[int, int]]:
        """(score, products) best first; one group when the order is not by relevance."""
        if self.ordering != "relevance" or not self.text:
            return ((0, self.bits),)
        return tuple((score, inside) for score, bits in self.match.groups if (inside := bits & self.bits))

    def _slice(self, start: int, count: int) -> list[int]:
        ranking = self.snapshot.ranking(self.ordering)
        found: list[int] = []
        for __, bits in self._groups:
            held = bits.bit_count()
            if start < held:
                found += ranking.page(bits, start, count - len(found))
            start = max(0, start - held)
            if len(found) >= count:
                break
        return list(islice(found, count))

    # --- What was asked -----------------------------------------------------------------------
    @property
    def correction(self) -> str | None:
        """The text really searched, when the typed one finds nothing."""
        return self.match.correction

    @property
    def is_partial(self) -> bool:
        """No product has all the words."""
        return self.match.is_partial

    @property
    def is_empty(self) -> bool:
        """Neither text nor filter."""
        return not self.text and not self.filters

    def chosen_in(self, facet: str) -> tuple[Value, ...]:
        return next((each.values for each in self.filters if each.facet == facet), ())

    def with_value(self, param: str, value: str) -> "ProductQuery":
        """With one value more; the same query when it makes no sense. `param` as in the address."""
        facet = self._facet(param)
        read = filters.reader(self.snapshot, facet, self.names)(value) if facet else None
        if facet is None or read is None:
            return self
        kept = {each.text: each for each in (*self.chosen_in(facet), read)}
        return self._with(facet, tuple(sorted(kept.values(), key=lambda each: each.text)))

    def without_value(self, param: str, value: str | None = None) -> "ProductQuery":
        """Without one value, or without the whole filter. `param` may be `q` as well."""
        if param == "q":
            return replace(self, text="")
        facet = self._facet(param)
        if facet is None:
            return self
        return self._with(facet, tuple(v for v in self.chosen_in(facet) if value is not None and v.text != value))

    def with_text(self, text: str) -> "ProductQuery":
        return replace(self, text=text)

    def with_ordering(self, ordering: str) -> "ProductQuery":
        """By its name in the address; the same query when there is no such order."""
        known = filters.ORDERINGS.get(ordering, ordering)
        return replace(self, ordering=known) if known in ORDERING_NAMES else self

    def _with(self, facet: str, values: tuple[Value, ...]) -> "ProductQuery":
        others = [each for each in self.filters if each.facet != facet]
        if values:
            others.append(Filter(facet, values))
        return replace(self, filters=tuple(sorted(others, key=lambda each: each.facet)))

    def _facet(self, param: str) -> str | None:
        return "price" if param == "price" else filters.parameter_names(self.snapshot, self.names).get(param)

    def params(self) -> list[tuple[str, str]]:
        """The canonical address: sorted, each thing written in one way, the page number left to the caller."""
        parameter_of = {facet: name for name, facet in filters.parameter_names(self.snapshot, self.names).items()}
        pairs = [("q", self.text)] if self.text else []
        for each in self.filters:
            if each.facet == "price" and self.names == "api":
                pairs += _api_price_pairs(each)
            else:
                pairs += [(parameter_of[each.facet], value.text) for value in each.values]
        if self.ordering != "relevance":
            by_url = self.names == "url"
            pairs.append(("ordem", ORDERING_NAMES[self.ordering]) if by_url else ("ordering", self.ordering))
        return sorted(pairs)

    @cached_property
    def list_name(self) -> str:
        """Tells this list from every other."""
        asked = repr(
            (self.scope, self.text, [(f.facet, [v.text for v in f.values]) for f in self.filters], self.ordering)
        )
        return hashlib.sha256(asked.encode("utf-8", "backslashreplace")).hexdigest()


def _api_price_pairs(each: Filter) -> list[tuple[str, str]]:
    low, high = each.values[0].reference
    bounds = (("price_min", low), ("price_max", high))
    return [(name, filters.plain(bound, 2)) for name, bound in bounds if bound is not None]


class _Lists:
    """A plain mapping with the one method of a QueryDict that is needed."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        self.params = params

    def __contains__(self, key: object) -> bool:
        return key in self.params

    def getlist(self, key: str) -> list[Any]:
        value = self.params.get(key, [])
        return list(value) if isinstance(value, list | tuple) else [value]
