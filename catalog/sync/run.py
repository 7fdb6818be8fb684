"""One whole run, from the lock to the report. Callable without HTTP or a command line."""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.utils import timezone

from catalog.dummyjson import (
    MAPPER_VERSION,
    Clock,
    DemoFeed,
    Feed,
    FileFeed,
    HttpFeed,
    Issue,
    Kind,
    Limits,
    Rules,
    SystemClock,
    Transport,
    UpstreamFault,
)
from catalog.dummyjson.feeds import Reading, base_of
from catalog.models import SyncIssue, SyncRun
from catalog.remote_images import Policy
from iluminacasa.errors import ShopError

from . import lock, pictures, stages
from .differences import Approval, Inspection
from .harvest import Harvest
from .heads import LocalHead
from .memory import collector_paused
from .options import DUMMYJSON, Busy, Exit, Options, Pictures, Stop, Usage
from .report import Report

log = logging.getLogger("catalog.sync")
DEMO_FILE = Path(__file__).resolve().parent.parent / "demo" / "catalogue.json"
REMEMBERED_RUNS = 20

type Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Nobody is watching."""


@dataclass(slots=True)
class QueryCount:
    """Statements sent, without those that only open and close transactions."""

    count: int = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.count += 1
        return execute(sql, params, many, context)


@dataclass(frozen=True, slots=True)
class History:
    """What earlier runs of this source tell."""

    has_succeeded: bool = False  # a whole fetch was applied before
    last_seen: int | None = None
    etag: str = ""
    reprice: bool = False  # the exchange rate moved since


@dataclass
class Context:
    options: Options
    at: datetime
    feed: Feed
    rate: Decimal
    report: Report
    clock: Clock
    progress: Progress = silent
    history: History = field(default_factory=History)
    lease: lock.Lease | None = None
    policy: Policy | None = None
    started: float = 0.0
    inspection: Inspection | None = None

    @cached_property
    def local(self) -> Mapping[str, LocalHead]:
        """What the shop has of this source. Read when the first row comes: after a 304 nobody needs it."""
        return stages.local_heads(self.options.name)

    @property
    def reconsiders(self) -> bool:
        """Every product is compared again, changed at the source or not."""
        return bool(self.options.force_fields) or self.history.reprice

    @property
    def approval(self) -> Approval | None:
        return self.inspection.approval if self.inspection is not None else None

    @property
    def is_whole(self) -> bool:
        """Everything the source has was judged, and all of it done."""
        return self.options.scope.is_whole and (self.approval is None or self.approval.is_all)

    def known(self) -> Mapping[str, LocalHead]:
        """Those whose rows may be taken as read."""
        return {} if self.reconsiders or self.options.full else self.local

    def beat(self) -> None:
        if self.lease is not None:
            self.lease.beat()

    def out_of_time(self) -> bool:
        return self.clock.monotonic() - self.started > self.options.deadline


def run(
    *, options: Options, at: datetime, feed: Feed | None = None, clock: Clock | None = None,
    progress: Progress = silent, policy: Policy | None = None, inspection: Inspection | None = None,
) -> Report:  # fmt: skip
    """Bring the source in; every expected failure comes back as the report's `exit_code` and `message`."""
    report = Report(source=options.name, dry_run=options.dry_run)
    clock = clock or SystemClock()
    began = time.perf_counter()
    queries = QueryCount()
    with connection.execute_wrapper(queries), collector_paused():
        try:
            rate = _rate(options)
            feed = feed or open_feed(options, clock)
            report.address, report.exchange_rate = feed.address, str(rate)
            context = Context(
                options, at, feed, rate, report, clock, progress, policy=policy, started=clock.monotonic(),
                inspection=inspection,
            )  # fmt: skip
            _guarded(context, queries, began)
        except Usage as error:
            _end(report, Exit.USAGE, error.code, error.message)
        except (ImproperlyConfigured, ValueError) as error:
            _end(report, Exit.BROKEN, "configuration", str(error))
        except Busy as error:
            _end(report, Exit.BUSY, error.code, error.message)
        except DatabaseError as error:
            _end(report, Exit.UPSTREAM, "database", f"O banco de dados falhou ({type(error).__name__}).")
    report.seconds = time.perf_counter() - began
    report.counts["queries"] = queries.count
    return report


def _guarded(context: Context, queries: QueryCount, began: float) -> None:
    """With the lock held: whatever happens, the SyncRun row says how it ended."""
    options, report = context.options, context.report
    if options.dry_run:
        if lock.is_taken():
            raise Busy
        _work(context)
        return
    context.lease = lock.take(
        options=options, address=context.feed.address, rate=context.rate, mapper=MAPPER_VERSION, at=context.at,
        whole=context.is_whole,
    )  # fmt: skip
    report.run_id = context.lease.run.pk
    if isinstance(context.feed, HttpFeed):
        context.feed.transport.beat = context.beat
    etag = ""
    try:
        etag = _work(context)
    except Exception as error:
        _end(report, Exit.BROKEN, "bug", f"Erro interno: {type(error).__name__}.")
        raise
    finally:
        report.seconds = time.perf_counter() - began
        report.counts["queries"] = queries.count + 1
        _close(context, context.lease, etag)


def _work(context: Context) -> str:
    """Fetch, judge, apply; returns the ETag worth keeping."""
    report = context.report
    harvest = Harvest(_rules(context), context.known)
    try:
        return _fetch_and_apply(context, harvest)
    except UpstreamFault as fault:
        _end(report, Exit.UPSTREAM, fault.reason, fault.message)
    except Stop as stop:
        _end(report, Exit.STOPPED, stop.reason, stop.message)
        report.flag = stop.flag
    except (KeyboardInterrupt, SystemExit):
        _end(report, Exit.INTERRUPTED, "interrupted", "Interrompida. O bloco em andamento foi desfeito.")
    except (Busy, Usage, ImproperlyConfigured):
        raise
    except ShopError as error:
        _end(report, Exit.UPSTREAM, error.code, error.message)
    except DatabaseError as error:
        done = report.counts["chunks"]
        _end(report, Exit.UPSTREAM, "database", f"O banco falhou ({type(error).__name__}); {done} blocos aplicados.")
    finally:
        harvest.close()
        traffic = context.feed.traffic
        report.counts.update(requests=traffic.requests, bytes=traffic.bytes, retries=traffic.retries)
    return ""


def _fetch_and_apply(context: Context, harvest: Harvest) -> str:
    options, report = context.options, context.report
    context.history = _history(context)
    context.progress("leitura", 0, 0)
    reading = context.feed.read(scope=options.scope, sink=harvest, etag=context.history.etag)
    if reading.not_modified:
        report.counts["unchanged"] = report.counts["seen"] = context.history.last_seen or 0
        report.message = "A origem não mudou."
    else:
        _tell_reading(context, harvest, reading)
        stages.apply_all(context, harvest, reading)
    if options.pictures == Pictures.COPY and not options.dry_run:
        _copy_pictures(context)
    code = Exit.IN_SYNC if report.is_clean else Exit.WITH_REFUSALS
    if options.strict and report.counts["warnings"]:
        code = Exit.WITH_REFUSALS
    _end(report, code, report.reason, report.message)
    return reading.etag if report.is_clean and context.is_whole else ""


def _tell_reading(context: Context, harvest: Harvest, reading: Reading) -> None:
    report = context.report
    report.counts["seen"] = harvest.seen
    for issue in harvest.issues:
        report.add(issue)
    for wanted in reading.missing_ids:
        report.add(Issue(Kind.NOTE, wanted, "id", "not_at_source", "", "A origem não tem este código."))
    for slug in reading.empty_categories:
        report.add(Issue(Kind.NOTE, slug, "category", "not_at_source", "", "A origem não tem nada nesta categoria."))
    if harvest.unknown:
        names = ", ".join(sorted(harvest.unknown)[:10])
        count = len(harvest.unknown)
        report.note("", "", "unknown_fields", names, f"{count} campos que não usamos, em uma linha ou mais.")
    if not reading.complete and context.options.scope.allows_deactivation:
        report.note("", "", "incomplete", "", "A leitura não foi inteira: nada será retirado da loja.")


def _copy_pictures(context: Context) -> None:
    hosts = {host for name in context.feed.image_hosts() for host in (name, f".{name}")}
    policy = context.policy or Policy(frozenset(hosts | set(settings.SYNC_IMAGE_HOSTS)))
    pictures.copy(
        source=context.options.name, shelf=pictures.Shelf(context.feed.folder(), policy), report=context.report,
        at=context.at, beat=context.beat, progress=context.progress, out_of_time=context.out_of_time,
    )  # fmt: skip


def _history(context: Context) -> History:
    """One query: the last runs of this source, newest first."""
    options = context.options
    rows = SyncRun.objects.filter(source=options.name, is_dry_run=False).exclude(state=SyncRun.State.RUNNING)
    columns = ("state", "options", "counts", "etag", "address", "exchange_rate", "mapper_version")
    runs = list(rows.order_by("-started_at", "-pk").values(*columns)[:REMEMBERED_RUNS])
    applied = [run for run in runs if run["state"] in (SyncRun.State.DONE, SyncRun.State.PARTIAL)]
    whole = next((run for run in applied if run["options"].get("whole")), None)
    if whole is None:
        return History()
    etag = ""
    same = (whole["address"], whole["exchange_rate"], whole["mapper_version"]) == (
        context.feed.address[:500], context.rate, MAPPER_VERSION,
    )  # fmt: skip
    pictures_kept = whole["options"].get("images") == (options.images or None)
    plain = not (options.full or options.force_fields or options.rename_categories)
    if same and pictures_kept and plain and runs[0] is whole and whole["state"] == SyncRun.State.DONE:
        etag = whole["etag"]
    reprice = any(run["exchange_rate"] != context.rate for run in applied[:1])
    return History(True, whole["counts"].get("seen"), etag, reprice)


def _rate(options: Options) -> Decimal:
    if options.is_demo:
        return Decimal("1.000000")
    try:
        rate = Decimal(settings.SYNC_EXCHANGE_RATE)
    except InvalidOperation as error:
        raise ImproperlyConfigured("SYNC_EXCHANGE_RATE não é um número.") from error
    if not rate.is_finite() or not Decimal("0.000001") <= rate <= 1_000_000:
        raise ImproperlyConfigured("SYNC_EXCHANGE_RATE precisa ser maior que zero.")
    return rate.quantize(Decimal("0.000001"))


def _rules(context: Context) -> Rules:
    return Rules(
        allow_zero_price=settings.SYNC_ALLOW_ZERO_PRICE,
        trusted=context.options.is_demo,
        with_images=context.options.pictures != Pictures.NONE,
        is_english=context.options.name == DUMMYJSON,
        exchange_rate=context.rate,
    )


def open_feed(options: Options, clock: Clock) -> Feed:
    home = urlsplit(settings.DUMMYJSON_URL).hostname or ""
    if options.is_demo:
        if options.url:
            raise Usage("O catálogo de demonstração vem de um arquivo, não de --url.")
        return DemoFeed(_readable(options.file or str(DEMO_FILE)))
    if options.file:
        return FileFeed(options.file if options.file == "-" else _readable(options.file), image_home=home)
    try:
        base = base_of(options.url or settings.DUMMYJSON_URL)
    except ValueError as error:
        raise Usage(str(error)) from error
    limits = Limits(options.timeout, options.deadline, options.max_rps)
    transport = Transport(base, limits, clock)
    return HttpFeed(transport, options.page_size, options.allow_drift, image_home=home)


def _readable(path: str) -> str:
    if not Path(path).is_file():
        raise Usage(f"Arquivo não encontrado: {path[:200]}")
    return path


def _end(report: Report, code: Exit, reason: str, message: str) -> None:
    report.exit_code, report.reason, report.message = code, reason, message


def _close(context: Context, lease: lock.Lease, etag: str) -> None:
    """Write how it ended and let the next run in. A database that is gone cannot be told."""
    report = context.report
    summary = {key: value for key, value in report.as_dict().items() if isinstance(value, int | float)}
    with suppress(DatabaseError):
        mine = SyncRun.objects.filter(pk=lease.run.pk, state=SyncRun.State.RUNNING, owner=lease.run.owner)
        mine.update(
            state=report.state, exit_code=int(report.exit_code), counts=summary, etag=etag[:200],
            message=report.message[:500], finished_at=timezone.now(), heartbeat_at=timezone.now(),
        )  # fmt: skip
        rows = report.issue_rows(lease.run)
        if rows:
            SyncIssue.objects.bulk_create(rows, batch_size=1000)
    log.info("sync finished", extra={"sync": {"source": report.source, **summary}})
