"""A sheet that comes in: checked without touching anything, then written whole in one transaction or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import tablib
from django.core.cache import caches
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.utils.text import slugify

from accounts import activity
from accounts.models import User
from catalog import addresses, publication, spec_values, stock, taxonomy
from catalog.models import Product, SheetImport
from iluminacasa.errors import Conflict, Missing

from .cells import as_text
from .files import Table, read
from .resource import KEY, SKU, ProductResource, attribute, moved

MOST_FAULTS, MOST_SHOWN = 1000, 200
AT_ONCE = 1000  # rows that are checked while somebody waits
SHORT = 80  # characters of a value that is shown
CONTENT_KEPT = timedelta(days=7)
PROGRESS_KEPT = 3600  # seconds
State = SheetImport.State


class SheetClosed(Conflict):
    code = "sheet_closed"
    title = "Importação já tratada"
    default_message = "Esta importação já foi aplicada ou recusada. Envie a planilha de novo."


class SheetFaulty(Conflict):
    code = "sheet_faulty"
    title = "Planilha com falhas"
    default_message = "A planilha tem falhas desde a conferência. Nada foi aplicado."


@dataclass(frozen=True)
class Fault:
    """`row` as the spreadsheet counts it, the headers being row 1."""

    row: int
    column: str
    value: str
    message: str


@dataclass
class Reading:
    resource: ProductResource
    products: list[tuple[int, Product]] = field(default_factory=list)  # (row, product with its new values)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0

    @property
    def counts(self) -> dict[str, int]:
        fresh = sum(product.pk is None for _, product in self.products)
        changed = len(self.products) - fresh
        bad = len({fault.row for fault in self.faults if fault.row > 1})
        unchanged = self.rows - len({row for row, _ in self.products} | {f.row for f in self.faults if f.row > 1})
        counts = {"rows": self.rows, "new": fresh, "changed": changed, "unchanged": unchanged}
        return counts | {"faults": len(self.faults), "faulty_rows": bad}


# --- Checking ------------------------------------------------------------------------------------
def read_through(table: Table, *, by: User, lock: bool = False) -> Reading:
    """Every row against the shop of now; nothing is written."""
    resource = ProductResource(
        lock=lock, may_add=by.has_perm("catalog.add_product"), may_count=by.has_perm("catalog.add_stockmove")
    )
    known = {column.column_name for column in resource.fields.values()}
    faults = [Fault(1, name, "", "Não conhecemos esta coluna.") for name in table.headers if name not in known]
    if not {KEY, SKU} & set(table.headers):
        faults.append(Fault(1, KEY, "", "Falta a coluna que diz de que produto se fala: código ou sku."))
    if faults:
        return Reading(resource, faults=faults, rows=len(table.rows))
    dataset = tablib.Dataset(*table.rows, headers=table.headers)
    result = resource.import_data_inner(
        dataset, dry_run=True, raise_errors=False, using_transactions=False, collect_failed_rows=False
    )
    for base in result.base_errors:
        raise base.error
    for _, errors in result.row_errors():
        raise errors[0].error
    faults = faults_of(result, table, resource)
    bad = {fault.row for fault in faults}
    products = [(row, p) for number, p in resource.done if (row := table.numbers[number - 1]) not in bad]
    return Reading(resource, products, faults, len(table.rows))


def faults_of(result: Any, table: Table, resource: ProductResource) -> list[Fault]:
    found = []
    places = {name: place for place, name in enumerate(table.headers)}
    for invalid in result.invalid_rows:
        row, cells = table.numbers[invalid.number - 1], table.rows[invalid.number - 1]
        for name, messages in invalid.error_dict.items():
            column = "" if name == NON_FIELD_ERRORS else resource.names.get(name, name)
            value = as_text(cells[places[column]]) if column in places else ""
            found += [Fault(row, column, value[:SHORT], message) for message in messages]
    return sorted(found, key=lambda fault: (fault.row, places.get(fault.column, -1)))


def receive(*, content: bytes, filename: str, by: User, at: datetime, later: Callable[[int], object]) -> SheetImport:
    """Keep the file and say what it would do; a long one is left to `later`. `SheetRefused` for no sheet at all."""
    table = read(content)
    sheet = SheetImport(filename=filename[-200:] or "planilha", content=content, by=by, created_at=at)
    sheet.counts = {"rows": len(table.rows)}
    if len(table.rows) <= AT_ONCE:
        _judge(sheet, read_through(table, by=by))
    with transaction.atomic():
        sheet.save()
        if sheet.state == State.CHECKING:
            later(sheet.pk)
    return sheet


@transaction.atomic
def ask_recheck(*, sheet_id: int, later: Callable[[int], object]) -> SheetImport:
    sheet = _checkable(sheet_id)
    if sheet.counts.get("rows", 0) <= AT_ONCE:
        return recheck(sheet_id=sheet_id)
    sheet.state = State.CHECKING
    sheet.save(update_fields=["state"])
    later(sheet.pk)
    return sheet


def recheck(*, sheet_id: int) -> SheetImport:
    """The same file against the shop of now."""
    sheet = _checkable(sheet_id)
    _judge(sheet, read_through(read(bytes(sheet.content or b"")), by=_who(sheet)))
    sheet.save(update_fields=["state", "counts", "faults", "changes", "message"])
    return sheet


def _judge(sheet: SheetImport, reading: Reading) -> None:
    sheet.counts = reading.counts
    sheet.faults = [asdict(fault) for fault in reading.faults[:MOST_FAULTS]]
    sheet.changes = [shown(reading.resource, row, product) for row, product in reading.products[:MOST_SHOWN]]
    sheet.state = State.FAULTY if reading.faults else State.CHECKED
    sheet.message = ""


def shown(resource: ProductResource, row: int, product: Product) -> dict[str, Any]:
    """One row of the preview: what it was and what it becomes."""
    lines = []
    for name, (before, after) in moved(product).items():
        widget = resource.fields[name].widget
        told = [as_text(widget.render(value))[:SHORT] for value in (before, after)]
        lines.append([resource.names[name], *told])
    return {"row": row, "id": product.pk, "title": product.title, "sku": product.sku, "changes": lines}


# --- Writing -------------------------------------------------------------------------------------
@transaction.atomic
def confirm(*, sheet_id: int) -> SheetImport:
    sheet = SheetImport.objects.select_for_update().filter(pk=sheet_id).first()
    if sheet is None:
        raise Missing("Esta importação não existe.")
    if sheet.state != State.CHECKED or not sheet.content:
        raise SheetClosed
    sheet.state = State.WAITING
    sheet.save(update_fields=["state"])
    return sheet


def carry_out(*, sheet_id: int, at: datetime) -> SheetImport:
    """Write a confirmed sheet; whatever speaks against one row speaks against all. Done twice: done once."""
    try:
        return _apply(sheet_id, at)
    except SheetClosed:
        return SheetImport.objects.get(pk=sheet_id)
    except (SheetFaulty, stock.StockMoved) as refusal:
        message = refusal.message[:300]
        faults = refusal.data.get("faults", [])
        SheetImport.objects.filter(pk=sheet_id).update(state=State.REFUSED, message=message, faults=faults)
        return SheetImport.objects.get(pk=sheet_id)


@transaction.atomic
def _apply(sheet_id: int, at: datetime) -> SheetImport:
    sheet = SheetImport.objects.select_for_update().get(pk=sheet_id)
    if sheet.state != State.WAITING:
        raise SheetClosed
    by = _who(sheet)
    reading = read_through(read(bytes(sheet.content or b"")), by=by, lock=True)
    if reading.faults:
        told = [asdict(fault) for fault in reading.faults[:MOST_FAULTS]]
        raise SheetFaulty(data={"faults": told})
    write(reading, act=Act(by, at, f"importação {sheet.pk}"), told=lambda count: _tell(sheet.pk, count))
    sheet.state, sheet.applied_at, sheet.counts, sheet.content = State.APPLIED, at, reading.counts, None
    sheet.save(update_fields=["state", "applied_at", "counts", "content"])
    return sheet


@dataclass(frozen=True)
class Act:
    by: User
    at: datetime
    reference: str


def write(reading: Reading, *, act: Act, told: Callable[[int], object]) -> None:
    """All rows, each through the room that owns the rule; called inside one transaction."""
    tree = taxonomy.read()
    products = [product for _, product in reading.products]
    fresh = [product for product in products if product.pk is None]
    _create(fresh, act.at, tree)
    new = {product.pk for product in fresh}
    _update([product for product in products if product.pk not in new], act.at, tree)
    for product in products:
        _write_specs(reading.resource, product)
    _count(products, act)
    _log(reading.resource, products, new, act)
    ids = sorted(product.pk for product in products)
    for start in range(0, len(ids), publication.CHUNK):
        publication.refresh(product_ids=ids[start : start + publication.CHUNK], at=act.at, tree=tree)
        told(min(start + publication.CHUNK, len(ids)))


def _create(products: Sequence[Product], at: datetime, tree: taxonomy.Tree) -> None:
    claimed: set[str] = {product.slug for product in products if product.slug}
    for product in products:
        if not product.slug:
            product.slug = addresses.free(slugify(product.title), claimed=claimed)
            claimed.add(product.slug)
        product.created_at = product.updated_at = at
        publication.derive(product, at=at, tree=tree)
    Product.objects.bulk_create(products, batch_size=publication.CHUNK)


def _update(products: Sequence[Any], at: datetime, tree: taxonomy.Tree) -> None:
    names: set[str] = set(publication.DERIVED)
    columns = {column.attname for column in Product._meta.concrete_fields} - {"slug", "stock"}
    for product in products:
        if "slug" in product.moved:
            wanted = product.slug
            product.slug = product.moved["slug"][0]
            addresses.rename(product=product, slug=wanted, at=at)
        names |= columns & set(product.moved)
        publication.derive(product, at=at, tree=tree)
        product.updated_at = at
    fields = sorted(name.removesuffix("_id") for name in names)
    Product.objects.bulk_update(products, fields, batch_size=200)


def _write_specs(resource: ProductResource, product: Product) -> None:
    values = {d: getattr(product, attribute(d)) for d in resource.definitions if attribute(d) in moved(product)}
    if values:
        spec_values.write(product=product, values=values)


def _count(products: Sequence[Any], act: Act) -> None:
    counted = [product for product in products if product.counted is not None]
    for product in sorted(counted, key=lambda each: each.pk):
        stock.set_count(
            product_id=product.pk,
            seen=product.moved["stock"][0],
            counted=product.counted,
            at=act.at,
            actor=act.by,
            reference=act.reference,
        )


def _log(resource: ProductResource, products: Sequence[Product], new: set[int], act: Act) -> None:
    added = [activity.Entry(product) for product in products if product.pk in new]
    changed = [activity.Entry(p, _told(resource, p)) for p in products if p.pk not in new]
    batch = activity.record_many(by=act.by, entries=changed, at=act.at, note=act.reference)
    activity.record_many(by=act.by, entries=added, at=act.at, note=act.reference, verb="added", batch=batch)


def _told(resource: ProductResource, product: Product) -> list[activity.Change]:
    """What the log says; stock has a ledger of its own."""
    columns = {column.attname: column.name for column in Product._meta.concrete_fields}
    found = []
    for name, (before, after) in moved(product).items():
        if name in columns and name != "stock":
            found.append(activity.change(Product, columns[name], before, after))
        elif name not in columns:
            widget = resource.fields[name].widget
            texts = [as_text(widget.render(value)) for value in (before, after)]
            found.append(activity.change(Product, name, *texts, label=resource.names[name]))
    return found


# --- Upkeep --------------------------------------------------------------------------------------
def drop_old(*, at: datetime) -> int:
    """Files nobody applied are forgotten after a week; what they would have done stays readable."""
    old = SheetImport.objects.filter(created_at__lt=at - CONTENT_KEPT).exclude(content=None)
    return old.exclude(state=State.WAITING).update(content=None)


def _checkable(sheet_id: int) -> SheetImport:
    sheet = SheetImport.objects.select_related("by").filter(pk=sheet_id).first()
    if sheet is None:
        raise Missing("Esta importação não existe.")
    if sheet.state not in (State.CHECKING, State.CHECKED, State.FAULTY, State.REFUSED) or not sheet.content:
        raise SheetClosed
    return sheet


def _who(sheet: SheetImport) -> User:
    """What a sheet may do is what its sender may do at this moment."""
    if sheet.by is None or not sheet.by.is_active:
        raise SheetFaulty("Quem enviou a planilha já não trabalha aqui. Nada foi aplicado.")
    return sheet.by


def _tell(sheet_id: int, count: int) -> None:
    caches["counters"].set(f"sheet-import:{sheet_id}", count, PROGRESS_KEPT)


def progress(sheet_id: int) -> int:
    return int(caches["counters"].get(f"sheet-import:{sheet_id}", 0))
