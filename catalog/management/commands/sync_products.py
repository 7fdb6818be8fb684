"""`manage.py sync_products`: bring a source's products in. Reads the arguments, shows the report, sets the code."""

import gc
import json
import signal
import sys
import time
from argparse import ArgumentTypeError
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from catalog.sync import Options, Report, run
from catalog.sync.options import Exit, Usage
from catalog.sync.printing import as_csv, as_text

LINE_EVERY = 10.0  # seconds between lines of progress when nobody watches a terminal
BAR = 30


def percent(text: str) -> Decimal:
    try:
        value = Decimal(text.strip().removesuffix("%"))
    except InvalidOperation as error:
        raise ArgumentTypeError(f"{text!r} is not a percentage") from error
    if not 0 <= value <= 100:
        raise ArgumentTypeError("a percentage lies between 0 and 100")
    return value


def rename(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not (equals and old and new and old != new):
        raise ArgumentTypeError("write OLD=NEW")
    return old, new


class ProgressBar:
    """A bar on a terminal, else one line per ten seconds; always on stderr."""

    def __init__(self) -> None:
        self.is_terminal = sys.stderr.isatty()
        self.shown_at = time.monotonic()
        self.is_open = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if self.is_terminal:
            filled = BAR * done // total if total else 0
            count = f"{done}/{total}" if total else ""
            sys.stderr.write(f"\r{stage:<10} [{'#' * filled}{'.' * (BAR - filled)}] {count}\x1b[K")
            self.is_open = True
        elif now - self.shown_at >= LINE_EVERY:
            self.shown_at = now
            sys.stderr.write(f"{stage} {done}/{total}\n")
        sys.stderr.flush()

    def close(self) -> None:
        if self.is_open:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


class Command(BaseCommand):
    help = "Bring products in from DummyJSON, a compatible server, a saved body or the demo catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        self._add_source(parser)
        self._add_guards(parser)
        self._add_limits(parser)

    def _add_source(self, parser: CommandParser) -> None:
        where = parser.add_argument_group("what to read")
        where.add_argument("--source", default="", help="name of the source; `demo` is the catalogue that ships along")
        where.add_argument("--url", default="", help="base address of a compatible server (default DUMMYJSON_URL)")
        where.add_argument("--file", default="", help="a saved answer of /products?limit=0; - is standard input")
        where.add_argument("--category", action="append", default=[], metavar="SLUG", help="only this one; repeatable")
        where.add_argument("--id", action="append", default=[], metavar="ID", help="only this product; repeatable")
        where.add_argument("--limit", type=int, help="only the first N products")
        where.add_argument("--page-size", type=int, default=250, metavar="N")
        where.add_argument("--full", action="store_true", help="do not trust the upstream's ETag")
        where.add_argument("--images", default="", choices=["", "none", "link", "copy"], help="pictures")

    def _add_guards(self, parser: CommandParser) -> None:
        guards = parser.add_argument_group("what may happen")
        guards.add_argument("--dry-run", action="store_true", help="write nothing; report and code as the real run")
        guards.add_argument("--diff", action="store_true", help="list every field that changes")
        guards.add_argument(
            "--on-error", default="reject", choices=["reject", "abort"], help="a bad row: skip it or stop"
        )
        guards.add_argument("--max-rejects", type=percent, default=Decimal(5), metavar="5%%")
        guards.add_argument("--no-deactivate", action="store_true", help="keep products the source no longer has")
        guards.add_argument("--max-deactivate", type=percent, default=Decimal(10), metavar="10%%")
        guards.add_argument("--accept-shrink", action="store_true", help="an empty or halved source is right")
        guards.add_argument("--accept-identity-change", action="store_true", help="an id may mean another product now")
        guards.add_argument("--accept-price-change", action="store_true", help="prices may move by more than half")
        guards.add_argument("--allow-drift", action="store_true", help="the list may move while it is read")
        guards.add_argument("--rename-category", action="append", type=rename, default=[], metavar="OLD=NEW")
        guards.add_argument("--force-fields", default="", metavar="F,F", help="take these over the shop's own")
        guards.add_argument("--strict", action="store_true", help="warnings count: exit 3")

    def _add_limits(self, parser: CommandParser) -> None:
        limits = parser.add_argument_group("limits and output")
        limits.add_argument("--chunk", type=int, default=500, metavar="N", help="products per transaction")
        limits.add_argument("--timeout", type=float, default=30, metavar="S", help="seconds per request")
        limits.add_argument("--deadline", type=float, default=900, metavar="S", help="seconds for the whole run")
        limits.add_argument("--max-rps", type=float, default=5, metavar="N", help="requests per second")
        limits.add_argument("--format", default="text", choices=["text", "json"])
        limits.add_argument("--report", default="", metavar="PATH", help="also write it here: .json, .csv or text")
        limits.add_argument("--no-input", action="store_true", help="accepted for cron files; nothing is ever asked")

    def handle(self, *args: Any, **given: Any) -> None:
        try:
            options = self._options(given)
        except Usage as error:
            raise CommandError(error.message, returncode=Exit.USAGE) from error
        gc.freeze()  # what the process started with is never garbage: a sixth of a large import was spent looking at it
        bar = ProgressBar()
        previous = signal.signal(signal.SIGTERM, self._interrupt)
        try:
            report = run(options=options, at=timezone.now(), progress=bar)
        finally:
            bar.close()
            signal.signal(signal.SIGTERM, previous)
        self._show(report, given["format"], given["report"])
        if report.exit_code != Exit.IN_SYNC:
            self.stderr.write(report.message)
            sys.exit(int(report.exit_code))

    @staticmethod
    def _interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def _options(self, given: dict[str, Any]) -> Options:
        same = (
            "source url file limit page_size full dry_run diff on_error max_rejects max_deactivate accept_shrink"
            " accept_identity_change accept_price_change allow_drift images chunk timeout deadline max_rps strict"
        ).split()
        return Options(
            **{name: given[name] for name in same},
            categories=tuple(given["category"]),
            ids=tuple(given["id"]),
            deactivate=not given["no_deactivate"],
            rename_categories=dict(given["rename_category"]),
            force_fields=frozenset(name.strip() for name in given["force_fields"].split(",") if name.strip()),
        )

    def _show(self, report: Report, form: str, path: str) -> None:
        body = json.dumps(report.as_dict(), ensure_ascii=False, indent=1)
        in_sync = report.exit_code == Exit.IN_SYNC  # otherwise the message goes to stderr
        self.stdout.write(body if form == "json" else as_text(report, with_message=in_sync))
        if path:
            kind = Path(path).suffix
            text = body if kind == ".json" else as_csv(report) if kind == ".csv" else as_text(report)
            try:
                Path(path).write_text(text + "\n", encoding="utf-8")
            except OSError as error:
                raise CommandError(f"The report could not be written: {error}", returncode=Exit.BROKEN) from error
