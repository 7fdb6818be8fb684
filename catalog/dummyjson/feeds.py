"""Where rows come from: a server, a saved body, the catalogue that ships with the project."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from . import document
from .extension import Shelves, shelves
from .faults import Fault, UpstreamFault, shown
from .pages import Page, Sink, Walk, category_names, envelope
from .transport import Traffic, Transport

FILE_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of the source is asked for. Rows outside are never judged to have vanished."""

    categories: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    limit: int | None = None

    @property
    def is_whole(self) -> bool:
        return not self.categories and not self.ids and self.limit is None

    @property
    def allows_deactivation(self) -> bool:
        return not self.ids and self.limit is None


@dataclass(slots=True)
class Reading:
    """How the fetch went. `complete`: everything in the scope was read, so what is missing has vanished."""

    complete: bool = True
    not_modified: bool = False
    etag: str = ""
    total: int = 0
    missing_ids: list[str] = field(default_factory=list)
    empty_categories: list[str] = field(default_factory=list)  # asked for by name, without a product
    shelves: Shelves = field(default_factory=Shelves)


class Feed(Protocol):
    @property
    def address(self) -> str: ...
    @property
    def traffic(self) -> Traffic: ...
    def read(self, *, scope: Scope, sink: Sink, etag: str) -> Reading: ...
    def category_names(self) -> dict[str, str]: ...
    def image_hosts(self) -> frozenset[str]: ...
    def folder(self) -> Path | None: ...


def base_of(url: str) -> str:
    """`https://dummyjson.com/products/` and `https://dummyjson.com` mean the same server."""
    try:
        parts = urlsplit(url.strip())
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid or parts.username is not None or parts.query or parts.fragment:
        raise ValueError(f"Endereço inválido: {shown(url, 200)}")
    return url.strip().rstrip("/").removesuffix("/products")


@dataclass
class HttpFeed:
    transport: Transport
    page_size: int = 250
    allow_drift: bool = False
    image_home: str = ""  # host whose pictures belong to this source when it is served from elsewhere

    @property
    def address(self) -> str:
        return self.transport.base

    @property
    def traffic(self) -> Traffic:
        return self.transport.traffic

    def read(self, *, scope: Scope, sink: Sink, etag: str) -> Reading:
        if scope.ids:
            return self._read_ids(scope.ids, sink)
        reading = Reading()
        left = scope.limit
        for slug in scope.categories or ("",):
            path = f"/products/category/{quote(slug, safe='')}" if slug else "/products"
            walk = Walk(self.transport, path, self.page_size, at_most=left, allow_drift=self.allow_drift)
            walk.run(etag=etag if scope.is_whole else "", sink=sink)
            reading.total += walk.total
            if slug and not walk.total and left != 0:
                reading.empty_categories.append(slug)
            reading.complete &= not walk.drifted
            reading.not_modified = walk.not_modified
            if scope.is_whole and not walk.drifted:
                reading.etag = walk.single_page_etag
            if left is not None:
                left = max(left - walk.total, 0)
        return reading

    def _read_ids(self, ids: tuple[str, ...], sink: Sink) -> Reading:
        reading = Reading(complete=False, total=len(ids))
        sink.checkpoint()
        for wanted in ids:
            try:
                answer = self.transport.get(f"/products/{quote(wanted, safe='')}")
            except UpstreamFault as fault:
                if fault.reason != "http_404":
                    raise
                reading.missing_ids.append(wanted)
                continue
            sink.take([answer.document])
        return reading

    def category_names(self) -> dict[str, str]:
        """Nice to have: an upstream that does not tell is no reason to stop."""
        try:
            return dict(category_names(self.transport.get("/products/categories", tries=1).document))
        except UpstreamFault:
            return {}

    def image_hosts(self) -> frozenset[str]:
        hosts = (urlsplit(self.transport.base).hostname, self.image_home)
        return frozenset(host for host in hosts if host)

    def folder(self) -> Path | None:
        return None


@dataclass
class FileFeed:
    """A saved answer of `/products?limit=0`; `-` is standard input."""

    path: str
    image_home: str = ""
    traffic: Traffic = field(default_factory=Traffic)

    @property
    def address(self) -> str:
        """What reports and the admin show: the name alone, not where somebody keeps their files."""
        return Path(self.path).name

    def read(self, *, scope: Scope, sink: Sink, etag: str) -> Reading:
        try:
            content = self._document()
        except Fault as fault:
            raise fault.final() from fault
        page = envelope(content)
        reading = Reading(total=page.total)
        sink.checkpoint()
        sink.take(self._in_scope(page, scope, reading))
        reading.shelves = self._shelves(content)
        return reading

    def _document(self) -> Any:
        if self.path == "-":
            body = sys.stdin.buffer.read(FILE_BYTES + 1)
        else:
            with Path(self.path).open("rb") as stream:
                body = stream.read(FILE_BYTES + 1)
        if len(body) > FILE_BYTES:
            raise Fault("too_large", f"O arquivo passa de {FILE_BYTES} bytes.")
        self.traffic.bytes += len(body)
        return document.parse(body)

    def _in_scope(self, page: Page, scope: Scope, reading: Reading) -> list[Any]:
        if page.rows and len(page.rows) != page.total:
            raise Fault(
                "short_page", f"O arquivo traz {len(page.rows)} produtos e anuncia {page.total}: não está inteiro."
            ).final()
        reading.complete = bool(page.rows) or not page.total
        rows = page.rows
        if scope.categories:
            rows = [row for row in rows if isinstance(row, dict) and row.get("category") in scope.categories]
            reading.empty_categories = sorted(set(scope.categories) - {row["category"] for row in rows})
        if scope.ids:
            wanted = set(scope.ids)
            rows = [row for row in rows if isinstance(row, dict) and str(row.get("id")) in wanted]
            reading.missing_ids = sorted(wanted - {str(row["id"]) for row in rows})
        return rows if scope.limit is None else rows[: scope.limit]

    def _shelves(self, content: Any) -> Shelves:
        return Shelves()

    def category_names(self) -> dict[str, str]:
        return {}

    def image_hosts(self) -> frozenset[str]:
        return frozenset({self.image_home} - {""})

    def folder(self) -> Path | None:
        return None


@dataclass
class DemoFeed(FileFeed):
    """The project's own catalogue: trusted, in reais, with pictures in its folder."""

    @property
    def address(self) -> str:
        return "demo"

    def _shelves(self, content: Any) -> Shelves:
        try:
            return shelves(content)
        except Fault as fault:
            raise fault.final() from fault

    def category_names(self) -> dict[str, str]:
        return {}

    def folder(self) -> Path | None:
        return Path(self.path).resolve().parent
