"""The shown catalogue of one moment in memory: who has which value, and every order of the shop window.

A snapshot never changes (only what it can work out again is kept in it); `renewal.py` makes the next one from the
products the changes feed names since, sharing whatever stayed.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog import taxonomy
from catalog.search import bits as bitset
from catalog.search import definitions, loading
from catalog.search.loading import COLUMNS, Stamp
from catalog.search.numbers import Numbers
from catalog.search.ranking import Key, Ranking
from catalog.search.terms import Terms

Sets = dict[int, int]  # id of a category, brand or choice -> its products


@dataclass(frozen=True)
class Snapshot:
    stamp: Stamp
    tree: taxonomy.Tree
    names: definitions.Names
    ids: "array[int]"  # by position
    position_of: Mapping[int, int]
    shown: int
    in_stock: int
    columns: Mapping[str, "array[int]"]
    categories: Sets  # own products only; `in_category` adds what lies below
    brands: Sets
    choices: Sets
    yes: Sets  # by definition
    no: Sets
    numbers: Mapping[int, Numbers]  # by definition
    price: Numbers
    rating: Numbers
    rankings: dict[str, Ranking] = field(default_factory=dict)  # filled when first asked for
    scopes: Sets = field(default_factory=dict)  # filled when first asked for
    kept: dict[object, Any] = field(default_factory=dict)  # what was worked out from this snapshot
    terms: Terms = field(default_factory=Terms)

    @property
    def size(self) -> int:
        return len(self.ids)

    def in_category(self, category_id: int) -> int:
        """Products of the category and of everything below it."""
        if category_id not in self.scopes:
            scope = 0
            for each in self.tree.descendants(category_id):
                scope |= self.categories.get(each, 0)
            self.scopes[category_id] = scope
        return self.scopes[category_id]

    def key(self, ordering: str) -> Callable[[int], Key]:
        """Position -> sort key, whole numbers ending in the id, so no two are equal."""
        return KEYS[ordering](self)

    def ranking(self, ordering: str) -> Ranking:
        if ordering not in self.rankings:
            self.rankings[ordering] = Ranking.build(bitset.positions(self.shown), self.key(ordering), self.size)
        return self.rankings[ordering]

    def id_list(self, positions: Iterable[int]) -> list[int]:
        return [self.ids[position] for position in positions]


def _relevance(snapshot: Snapshot) -> Callable[[int], Key]:
    ids, columns = snapshot.ids, snapshot.columns
    boost, sold = columns["boost"], columns["units_sold"]
    packed = snapshot.in_stock.to_bytes(snapshot.size // 8 + 1, "little")
    return lambda p: (~packed[p >> 3] >> (p & 7) & 1, -boost[p], -sold[p], ids[p])


def _by(*names: str) -> Callable[[Snapshot], Callable[[int], Key]]:
    """Keys from columns; a leading minus turns the direction, `id` is the last word."""

    def keys(snapshot: Snapshot) -> Callable[[int], Key]:
        columns = []
        for name in names:
            plain = name.lstrip("-")
            columns.append((-1 if name[0] == "-" else 1, snapshot.ids if plain == "id" else snapshot.columns[plain]))
        return lambda p: tuple([sign * column[p] for sign, column in columns])

    return keys


KEYS: dict[str, Callable[[Snapshot], Callable[[int], Key]]] = {
    "relevance": _relevance,
    "price": _by("price", "id"),
    "-price": _by("-price", "id"),
    "-rating": _by("-rating", "-review_count", "id"),
    "-created": _by("-created", "-id"),
    "-discount": _by("-discount", "id"),
    "-sold": _by("-units_sold", "id"),
}


def _positions() -> "array[int]":
    return array("I")


# --- From nothing ---------------------------------------------------------------------------------
def load(stamp: Stamp) -> Snapshot:
    """Everything anew."""
    ids = array("q")
    columns = {name: array("q") for name in COLUMNS}
    categories: dict[int, array[int]] = defaultdict(_positions)
    brands: dict[int, array[int]] = defaultdict(_positions)
    in_stock = _positions()
    ordered = [columns[name] for name in COLUMNS]
    for position, row in enumerate(loading.all_rows()):
        ids.append(row.id)
        for column, value in zip(ordered, row.numbers, strict=True):
            column.append(value)
        categories[row.category_id].append(position)
        if row.brand_id is not None:
            brands[row.brand_id].append(position)
        if row.is_in_stock:
            in_stock.append(position)
    size = len(ids)
    position_of = dict(zip(ids, range(size), strict=True))
    specs = _load_specs(position_of, size)
    return Snapshot(
        stamp=stamp,
        tree=taxonomy.load(version=stamp.version),
        names=definitions.load(),
        ids=ids,
        position_of=position_of,
        shown=(1 << size) - 1,
        in_stock=bitset.from_positions(in_stock, size),
        columns=columns,
        categories={pk: bitset.from_positions(found, size) for pk, found in categories.items()},
        brands={pk: bitset.from_positions(found, size) for pk, found in brands.items()},
        price=Numbers.of_column(columns["price"]),
        rating=Numbers.of_column(columns["rating"]),
        choices=specs.choices,
        yes=specs.yes,
        no=specs.no,
        numbers=specs.numbers,
    )


@dataclass
class _SpecSets:
    choices: Sets = field(default_factory=dict)
    yes: Sets = field(default_factory=dict)
    no: Sets = field(default_factory=dict)
    numbers: dict[int, Numbers] = field(default_factory=dict)


def _load_specs(position_of: Mapping[int, int], size: int) -> _SpecSets:
    sets = _SpecSets()
    numbers: dict[int, dict[int, array[int]]] = defaultdict(lambda: defaultdict(_positions))
    for group in loading.spec_groups():
        found = array("I", (position for position in map(position_of.get, group.ids) if position is not None))
        if group.number is not None:
            numbers[group.definition_id][group.number] += found
        elif group.choice_id is not None:
            sets.choices[group.choice_id] = bitset.from_positions(found, size)
        else:
            flags = sets.yes if group.flag else sets.no
            flags[group.definition_id] = bitset.from_positions(found, size)
    for definition_id, by_value in numbers.items():
        sets.numbers[definition_id] = Numbers.build(sorted(by_value.items()), size)
    return sets
