"""A sheet that comes in: checked without touching anything, then written as a whole or not at all."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import tablib
from django.core.cache import caches
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError, transaction

from accounts.models import User
from catalog import ripples, stock
from catalog.models import Product, SheetImport
from iluminacasa.errors import Conflict, Missing

from . import writing
from .cells import as_text
from .files import Table, read
from .resource import KEY, SKU, ProductResource, moved

MOST_FAULTS, MOST_SHOWN = 1000, 200
AT_ONCE = 1000  # rows that are checked while somebody waits
SHORT = 80  # characters of a value that is shown
TRIES = 3  # readings of a sheet whose products move meanwhile
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
def read_through(table: Table, *, by: User) -> Reading:
    """Every row against the shop of now; nothing is written."""
    resource = ProductResource(
        may_add=by.has_perm("catalog.add_product"), may_count=by.has_perm("catalog.add_stockmove")
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


def carry_out(*, sheet_id: int, at: datetime, later: ripples.HandOver) -> SheetImport:
    """Write a confirmed sheet; whatever speaks against one row speaks against all. Done twice: done once.

    It is read and compared without holding anybody up, and read again when a product moved before it was written.
    """
    try:
        for _ in range(TRIES):
            try:
                return _apply(sheet_id, at, later)
            except (writing.RowsMoved, stock.StockMoved):
                continue
        raise SheetFaulty("Os produtos desta planilha mudam sem parar. Nada foi aplicado: tente de novo mais tarde.")
    except SheetClosed:
        return SheetImport.objects.get(pk=sheet_id)
    except SheetFaulty as refusal:
        return _refuse(sheet_id, refusal.message, refusal.data.get("faults", []))
    except IntegrityError:
        return _refuse(sheet_id, "Outra pessoa usou um destes endereços ou SKUs, ou apagou algo. Confira de novo.", [])


def _refuse(sheet_id: int, message: str, faults: list[dict[str, Any]]) -> SheetImport:
    waiting = SheetImport.objects.filter(pk=sheet_id, state=State.WAITING)
    waiting.update(state=State.REFUSED, message=message[:300], faults=faults)
    return SheetImport.objects.get(pk=sheet_id)


def _apply(sheet_id: int, at: datetime, later: ripples.HandOver) -> SheetImport:
    sheet = SheetImport.objects.select_related("by").get(pk=sheet_id)
    if sheet.state != State.WAITING:
        raise SheetClosed
    act = writing.Act(_who(sheet), at, f"importação {sheet.pk}")
    reading = read_through(read(bytes(sheet.content or b"")), by=act.by)
    if reading.faults:
        raise SheetFaulty(data={"faults": [asdict(fault) for fault in reading.faults[:MOST_FAULTS]]})
    products = [product for _, product in reading.products]
    counts = reading.counts
    plan = writing.prepare(products, reading.resource, act=act, told=lambda count: _tell(sheet_id, count))
    with transaction.atomic():
        locked = SheetImport.objects.select_for_update().defer("content").get(pk=sheet_id)
        if locked.state != State.WAITING:
            raise SheetClosed
        writing.write(plan, act=act, later=later)
        locked.state, locked.applied_at, locked.counts, locked.content = State.APPLIED, at, counts, None
        locked.save(update_fields=["state", "applied_at", "counts", "content"])
    return locked


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
