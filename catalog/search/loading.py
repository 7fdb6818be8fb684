"""Rows for the snapshot, streamed as raw tuples: 100 000 products without 100 000 objects."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from catalog.models import Product
from iluminacasa import replicas

STEP = 2_000
STATE = "SELECT version, seq FROM catalog_cataloguestate WHERE id = 1"
PRODUCT = (
    "SELECT p.id, p.category_id, p.brand_id, p.sale_price, p.rating, p.review_count, p.boost, p.units_sold,"
    " p.created_at, p.current_discount, p.stock FROM catalog_product p"
)
ALL = PRODUCT + " WHERE p.is_visible ORDER BY p.id"
CHANGED = PRODUCT + " JOIN catalog_productcard c ON c.product_id = p.id WHERE c.seq > %s AND p.is_visible"
GONE = "SELECT product_id FROM catalog_tombstone WHERE seq > %s"
SPECS_OF_CHANGED = (
    "SELECT product_id, definition_id, choice_id, number, flag FROM catalog_productspec"
    " WHERE product_id IN (SELECT product_id FROM catalog_productcard WHERE seq > %s)"
)
CHANGED_DOCUMENTS = (
    "SELECT d.product_id, p.title, d.head, d.title, d.brand, d.specs, d.description, d.codes"
    " FROM catalog_searchdocument d JOIN catalog_productcard c ON c.product_id = d.product_id"
    " JOIN catalog_product p ON p.id = d.product_id WHERE c.seq > %s"
)
TEXTS = (
    "SELECT p.title, d.brand, d.specs FROM catalog_searchdocument d"
    " JOIN catalog_product p ON p.id = d.product_id ORDER BY d.product_id"
)
SPECS_BY_VALUE = (
    "SELECT definition_id, choice_id, CAST(NULL AS numeric), CAST(NULL AS boolean), {ids}"
    " FROM catalog_productspec WHERE choice_id IS NOT NULL"
    " AND definition_id IN ({filterable}) GROUP BY definition_id, choice_id"
    " UNION ALL SELECT definition_id, NULL, number, NULL, {ids} FROM catalog_productspec WHERE number IS NOT NULL"
    " AND definition_id IN ({filterable}) GROUP BY definition_id, number"
    " UNION ALL SELECT definition_id, NULL, NULL, flag, {ids} FROM catalog_productspec WHERE flag IS NOT NULL"
    " AND definition_id IN ({filterable}) GROUP BY definition_id, flag"
)
FILTERABLE = "SELECT id FROM catalog_specdefinition WHERE facet <> 'none'"
ID_LIST = {"sqlite": "group_concat(product_id)", "postgresql": "string_agg(product_id::text, ',')"}


@dataclass(frozen=True)
class Stamp:
    """Which catalogue a snapshot shows."""

    version: int
    seq: int

    def is_after(self, other: "Stamp") -> bool:
        return self != other and self.version >= other.version and self.seq >= other.seq


# Kept as columns: centavos, hundredths, counts, microseconds, hundredths of a percent.
COLUMNS = ("price", "rating", "review_count", "boost", "units_sold", "created", "discount")


class Row(NamedTuple):
    id: int
    category_id: int
    brand_id: int | None
    is_in_stock: bool
    numbers: tuple[int, ...]  # as COLUMNS names them

    @property
    def price(self) -> int:
        return self.numbers[0]

    @property
    def rating(self) -> int:
        return self.numbers[1]


@dataclass(frozen=True)
class SpecRow:
    product_id: int
    definition_id: int
    choice_id: int | None
    number: int | None  # thousandths
    flag: bool | None


class Document(NamedTuple):
    product_id: int
    written: str  # the title as people read it
    head: str
    title: str
    brand: str
    specs: str
    description: str
    codes: str


@dataclass(frozen=True)
class SpecGroup:
    """All products that share one value."""

    definition_id: int
    choice_id: int | None
    number: int | None
    flag: bool | None
    ids: Iterator[int]


def stamp() -> Stamp:
    """By hand: asked by every request, and the ORM costs more than the answer."""
    found = replicas.row(STATE)
    return Stamp(*found) if found is not None else Stamp(0, 0)


def all_rows() -> Iterator[Row]:
    return map(_row, _stream(ALL))


def changed_rows(since: int) -> list[Row]:
    return [_row(row) for row in _select(CHANGED, [since])]


def gone_ids(since: int) -> list[int]:
    return [row[0] for row in _select(GONE, [since])]


def best_placed(count: int) -> list[tuple[int, int, int]]:
    """(id, boost, units sold) of those that lead the shop window; sales alone do not number a change."""
    query = Product.objects.visible().order_by("-boost", "-units_sold", "pk")
    return list(query.values_list("pk", "boost", "units_sold")[:count])


def spec_groups() -> Iterator[SpecGroup]:
    query = SPECS_BY_VALUE.format(ids=ID_LIST[replicas.reading().vendor], filterable=FILTERABLE)
    for definition_id, choice_id, number, flag, ids in _select(query, []):
        yield SpecGroup(definition_id, choice_id, _thousandths(number), _flag(flag), map(int, ids.split(",")))


def changed_specs(since: int) -> list[SpecRow]:
    return [
        SpecRow(product_id, definition_id, choice_id, _thousandths(number), _flag(flag))
        for product_id, definition_id, choice_id, number, flag in _select(SPECS_OF_CHANGED, [since])
    ]


def changed_documents(since: int) -> list[Document]:
    return [Document(*row) for row in _select(CHANGED_DOCUMENTS, [since])]


def texts() -> Iterator[tuple[str, str]]:
    """(title as written, stems of brand and specs) of every product shown."""
    return ((title, f"{brand} {specs}") for title, brand, specs in _stream(TEXTS))


def _stream(query: str) -> Iterator[tuple[Any, ...]]:
    """One query, never all of its rows at once."""
    connection = replicas.reading()
    plain = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS", False)
    with connection.cursor() if plain else connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(STEP):
            yield from rows


def _select(query: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with replicas.reading().cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def _row(row: tuple[Any, ...]) -> Row:
    pk, category_id, brand_id, price, rating, reviews, boost, sold, created, discount, stock = row
    numbers = (price, round(rating * 100), reviews, boost, sold, _microseconds(created), round(discount * 100))
    return Row(pk, category_id, brand_id, stock > 0, numbers)


def _microseconds(moment: datetime | str) -> int:
    """SQLite answers text without an offset, in UTC."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1_000_000)


def _thousandths(number: Any) -> int | None:
    return None if number is None else round(number * 1000)


def _flag(value: Any) -> bool | None:
    return None if value is None else bool(value)
