"""A checked sheet becomes rows. Everything is reckoned before; the transaction that writes is as short as it can be.

While one writes, SQLite lets nobody else: a sale must not wait until twenty thousand rows are read and compared. So
the rows are locked only to see that they still are as the sheet was checked against, and are then written in bulk.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.utils.text import slugify

from accounts import activity
from accounts.models import Activity, User
from catalog import addresses, bulk, publication, ripples, spec_values, stock, taxonomy
from catalog.models import Product

from .resource import COLUMNS, ProductResource, attribute, moved


class RowsMoved(Exception):
    """Somebody changed one of these products after the sheet was read: it has to be read again."""


@dataclass(frozen=True)
class Act:
    by: User
    at: datetime
    reference: str


@dataclass
class Plan:
    """What will be written; `known` and `fresh` carry their new values."""

    known: list[Any] = field(default_factory=list)
    fresh: list[Any] = field(default_factory=list)
    stood: dict[int, tuple[Any, ...]] = field(default_factory=dict)  # the columns as they were read
    names: set[str] = field(default_factory=set)  # columns to write
    sheets: list[tuple[Product, dict[Any, Any]]] = field(default_factory=list)  # technical sheets
    told: list[Activity] = field(default_factory=list)  # what the log will say of `known`
    batch: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def products(self) -> list[Any]:
        return [*self.known, *self.fresh]


# --- Before --------------------------------------------------------------------------------------
def prepare(
    products: Sequence[Any], resource: ProductResource, *, act: Act, told: Callable[[int], object]
) -> Plan:  # fmt: skip
    """Reads, writes nothing."""
    at, entries = act.at, list[activity.Entry]()
    plan, tree = Plan(names=set(publication.DERIVED)), taxonomy.read()
    claimed: set[str] = {product.slug for product in products if product.pk is None and product.slug}
    for number, product in enumerate(products, start=1):
        if product.pk is None:
            _prepare_new(product, claimed, at)
            plan.fresh.append(product)
        else:
            plan.stood[product.pk] = stood(product)
            plan.names |= COLUMNS & set(product.moved)
            entries.append(activity.Entry(product, changes(resource, product)))
            plan.known.append(product)
        product.updated_at = at
        publication.derive(product, at=at, tree=tree)
        values = {d: getattr(product, attribute(d)) for d in resource.definitions if attribute(d) in moved(product)}
        if values:
            plan.sheets.append((product, values))
        if not number % publication.CHUNK:
            told(number)
    plan.names -= {"slug"}
    plan.told = activity.rows_of(by=act.by, entries=entries, at=at, note=act.reference, batch=plan.batch)
    return plan


def _prepare_new(product: Any, claimed: set[str], at: datetime) -> None:
    if not product.slug:
        product.slug = addresses.free(slugify(product.title), claimed=claimed)
        claimed.add(product.slug)
    product.created_at = at


def stood(product: Any) -> tuple[Any, ...]:
    """The values the sheet was compared with; the count only where it was counted."""
    before = {name: values[0] for name, values in moved(product).items()}
    count = before.get("stock") if product.counted is not None else None
    return (*(before.get(name, getattr(product, name)) for name in sorted(COLUMNS)), count)


def changes(resource: ProductResource, product: Product) -> list[activity.Change]:
    """What the log says; stock has a ledger of its own."""
    columns = {column.attname: column.name for column in Product._meta.concrete_fields}
    sheet = {attribute(definition): definition for definition in resource.definitions}
    found = []
    for name, (before, after) in moved(product).items():
        if name in sheet:
            found.append(spec_values.change_of(sheet[name], before, after))
        elif name in columns and name != "stock":
            found.append(activity.change(Product, columns[name], before, after))
    return found


# --- Writing -------------------------------------------------------------------------------------
def write(plan: Plan, *, act: Act, later: ripples.HandOver) -> None:
    """All rows; called inside one transaction. `RowsMoved` if one of them is not as it was read."""
    _check_stood(plan)
    for product in plan.known:
        if "slug" in product.moved:
            wanted, product.slug = product.slug, product.moved["slug"][0]
            addresses.rename(product=product, slug=wanted, at=act.at)
    _update(plan.known, plan.names)
    Product.objects.bulk_create(plan.fresh, batch_size=publication.CHUNK)
    spec_values.write_many(sheets=plan.sheets)
    counts = {p.pk: (p.moved["stock"][0], p.counted) for p in plan.products if p.counted is not None}
    stock.set_counts(counts=counts, note=stock.Note(stock.Cause.COUNT, act.reference, act.at, act.by))
    activity.keep(plan.told)
    added = [activity.Entry(product) for product in plan.fresh]
    activity.record_many(by=act.by, entries=added, at=act.at, note=act.reference, verb="added", batch=plan.batch)
    ripples.publish(product_ids=sorted(product.pk for product in plan.products), at=act.at, later=later)


def _check_stood(plan: Plan) -> None:
    names = ("pk", *sorted(COLUMNS), "stock")
    for some in batched(sorted(plan.stood), publication.CHUNK):
        rows = Product.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk").values_list(*names)
        now = {pk: values for pk, *values in rows}
        for pk in some:
            expected = plan.stood[pk]
            is_counted = expected[-1] is not None
            if pk not in now or tuple(now[pk][: None if is_counted else -1]) != expected[: None if is_counted else -1]:
                raise RowsMoved


def _update(products: Sequence[Any], names: set[str]) -> None:
    """One statement for very many rows, their key in front; columns that are not named stay as they are."""
    columns = [column.attname for column in Product._meta.concrete_fields]
    rows = [[getattr(product, name) for name in columns] for product in products]
    bulk.upsert(Product, columns, rows, unique=["id"], update=sorted(names))
