"""A run that is looked at before it happens: read, shown, and applied exactly as shown.

The dry run is that of `sync_products --dry-run`. What is applied goes through the same run, with its lock, its guards
and its report; if the source or the shop moved since, nothing is written and the new differences take the place of the
old ones.
"""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from accounts.models import User
from catalog import bulk
from catalog.dummyjson import Clock, FileFeed, SystemClock, document
from catalog.dummyjson.faults import Fault
from catalog.models import SyncDifference, SyncRehearsal, SyncRun
from iluminacasa.errors import Conflict, Invalid, Missing

from .differences import Approval, Difference, Inspection
from .options import DEMO, DUMMYJSON, Exit, Options
from .report import LISTS, Report
from .run import open_feed, run

MOST_BYTES = 16 * 1024 * 1024
MOST_ROWS = 20_000  # differences one can still want to look through
MOST_ISSUES = 200  # listed of each kind
MOST_LINE = 300  # characters of a value
KEPT = timedelta(days=7)
NEEDED = ("catalog.add_syncrun", "catalog.change_product", "catalog.add_product")  # to apply one
SOURCES = (DEMO, DUMMYJSON)
State, Row = SyncRehearsal.State, SyncDifference.State
COLUMNS = ("rehearsal_id", "external_id", "product_id", "kind", "title", "lines", "seal", "state")


class RehearsalRefused(Invalid):
    code = "rehearsal_refused"
    title = "Ensaio recusado"
    default_message = "Escolha uma origem da lista."


class RehearsalClosed(Conflict):
    code = "rehearsal_closed"
    title = "Ensaio já tratado"
    default_message = "Este ensaio já foi aplicado ou está em andamento. Peça outro."


class RehearsalMoved(Conflict):
    code = "rehearsal_moved"
    title = "Diferença já é outra"
    default_message = "A diferença foi lida de novo desde que a página se abriu. Nada foi aplicado: confira outra vez."


@dataclass
class UploadedFeed(FileFeed):
    """A saved answer of `/products?limit=0` somebody sent."""

    content: bytes = b""

    def _document(self) -> Any:
        self.traffic.bytes += len(self.content)
        return document.parse(self.content)


# --- Reading -------------------------------------------------------------------------------------
@transaction.atomic
def ask(
    *, source: str, by: User, at: datetime, later: Callable[[int], object], accepts_jumps: bool = False,
    content: bytes = b"", filename: str = "",
) -> SyncRehearsal:  # fmt: skip
    """Only sources the shop is set up with; a file stands for what the DummyJSON source would answer."""
    if source not in SOURCES or (content and source == DEMO):
        raise RehearsalRefused
    if content:
        check_file(content)
    made = SyncRehearsal.objects.create(
        source=source, filename=filename[-200:], content=content or None, accepts_jumps=accepts_jumps, by=by,
        created_at=at,
    )  # fmt: skip
    later(made.pk)
    return made


def check_file(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise RehearsalRefused("O arquivo passa de 16 MB.")
    try:
        document.parse(content)
    except Fault as fault:
        raise RehearsalRefused(f"Isto não é uma resposta salva de produtos: {fault.message}") from fault


@transaction.atomic
def ask_again(*, rehearsal_id: int, later: Callable[[int], object]) -> SyncRehearsal:
    found = _lock(rehearsal_id)
    if found.state not in (State.READY, State.STOPPED):
        raise RehearsalClosed
    found.state = State.READING
    found.save(update_fields=["state"])
    later(found.pk)
    return found


def read(*, rehearsal_id: int, at: datetime, clock: Clock | None = None) -> SyncRehearsal:
    """The dry run; its differences are kept for reading."""
    found = _find(rehearsal_id)
    if found.state != State.READING:
        return found
    seen = Inspection()
    report = _run(found, seen, at=at, clock=clock, dry_run=True)
    _keep(found, seen.found, report, at)
    return found


def _run(found: SyncRehearsal, seen: Inspection, *, at: datetime, clock: Clock | None, dry_run: bool) -> Report:
    options = Options(source=found.source, dry_run=dry_run, accept_price_change=found.accepts_jumps)
    clock = clock or SystemClock()
    feed = _uploaded(found) if found.content is not None else open_feed(options, clock)
    return run(options=options, at=at, feed=feed, clock=clock, inspection=seen)


def _uploaded(found: SyncRehearsal) -> UploadedFeed:
    home = urlsplit(settings.DUMMYJSON_URL).hostname or ""
    return UploadedFeed(Path(found.filename).name or "arquivo", image_home=home, content=bytes(found.content or b""))


@transaction.atomic
def _keep(found: SyncRehearsal, differences: Sequence[Difference], report: Report, at: datetime) -> None:
    """The rows of this reading in place of those of the last one."""
    found.rows.all().delete()
    is_readable = len(differences) <= MOST_ROWS
    ok = report.exit_code in (Exit.IN_SYNC, Exit.WITH_REFUSALS) or report.reason == "moved"
    if is_readable and ok:
        bulk.insert(SyncDifference, COLUMNS, [_row(found.pk, each) for each in differences])
    found.state = State.READY if is_readable and ok else State.STOPPED
    found.counts = {**_counted(differences), **{name: report.counts[name] for name in (*LISTS, "unchanged", "seen")}}
    found.issues = [
        {**row, "kind": name} for name, rows in report.rows.items() for row in rows[:MOST_ISSUES]
    ]  # fmt: skip
    found.message, found.read_at, found.round = report.message[:500], at, found.round + 1
    if not is_readable:
        found.message = f"São {len(differences)} diferenças, demais para conferir aqui: use sync_products --dry-run."
    found.save()


def _row(rehearsal_id: int, each: Difference) -> tuple[Any, ...]:
    lines = [[text[:MOST_LINE] for text in line] for line in each.lines]
    return (
        rehearsal_id, each.external_id, each.product_id, each.kind.value, each.title[:300], lines, each.seal,
        Row.PENDING.value,
    )  # fmt: skip


def _counted(differences: Sequence[Difference]) -> dict[str, int]:
    counts = dict.fromkeys(SyncDifference.Kind.values, 0)
    for each in differences:
        counts[each.kind] += 1
    return counts | {"differences": len(differences)}


# --- Applying ------------------------------------------------------------------------------------
@transaction.atomic
def confirm(
    *, rehearsal_id: int, seen_round: int, by: User, rows: Collection[int] | None, later: Callable[[int], object]
) -> SyncRehearsal:
    """`rows` of the page, or all that wait (None), as they stood in that reading."""
    found = _lock(rehearsal_id)
    if found.state != State.READY:
        raise RehearsalClosed
    if found.round != seen_round:
        raise RehearsalMoved
    waiting = found.rows.filter(state=Row.PENDING)
    chosen = waiting if rows is None else waiting.filter(pk__in=rows)
    if not chosen.update(state=Row.CHOSEN):
        raise RehearsalRefused("Nada foi escolhido.")
    found.state, found.applied_by, found.act = State.APPLYING, by, uuid.uuid4()
    found.save(update_fields=["state", "applied_by", "act"])
    later(found.pk)
    return found


def carry_out(*, rehearsal_id: int, at: datetime, clock: Clock | None = None) -> SyncRehearsal:
    """Done twice: done once."""
    found = _find(rehearsal_id)
    if found.state != State.APPLYING:
        return found
    by, act = found.applied_by, found.act
    if by is None or act is None or not by.has_perms(NEEDED):
        return _stop(found, "Quem pediu já não pode aplicar. Nada foi aplicado.")
    chosen = dict(found.rows.filter(state=Row.CHOSEN).values_list("external_id", "seal"))
    is_all = not found.rows.filter(state=Row.PENDING).exists()
    seen = Inspection(Approval(chosen, is_all, by, act))
    report = _run(found, seen, at=at, clock=clock, dry_run=False)
    found.run = SyncRun.objects.filter(pk=report.run_id).first() if report.run_id else None
    if report.reason == "moved":
        _keep(found, seen.found, report, at)
        return found
    if report.exit_code not in (Exit.IN_SYNC, Exit.WITH_REFUSALS):
        return _stop(found, report.message)
    return _done(found, report, at)


def _done(found: SyncRehearsal, report: Report, at: datetime) -> SyncRehearsal:
    """What the run held back in the last moment waits on."""
    late = [row["id"] for row in report.rows["held"] if row["code"] == "moved"]
    chosen = found.rows.filter(state=Row.CHOSEN)
    chosen.filter(external_id__in=late).update(state=Row.PENDING)
    count = chosen.update(state=Row.APPLIED)
    found.state = State.READY if found.rows.filter(state=Row.PENDING).exists() else State.APPLIED
    found.message, found.applied_at = f"Produtos aplicados: {count}.", at
    if found.state == State.APPLIED:
        found.content = None
    found.save()
    return found


def _stop(found: SyncRehearsal, message: str) -> SyncRehearsal:
    found.rows.filter(state=Row.CHOSEN).update(state=Row.PENDING)
    found.state, found.message = State.STOPPED, message[:500]
    found.save()
    return found


# --- Upkeep --------------------------------------------------------------------------------------
def drop_old(*, at: datetime) -> int:
    """Rehearsals are for today; the runs and the log of activity stay."""
    return SyncRehearsal.objects.filter(created_at__lt=at - KEPT).delete()[0]


def _find(rehearsal_id: int) -> SyncRehearsal:
    found = SyncRehearsal.objects.select_related("applied_by").filter(pk=rehearsal_id).first()
    if found is None:
        raise Missing("Este ensaio não existe.")
    return found


def _lock(rehearsal_id: int) -> SyncRehearsal:
    found = SyncRehearsal.objects.select_for_update().filter(pk=rehearsal_id).first()
    if found is None:
        raise Missing("Este ensaio não existe.")
    return found
