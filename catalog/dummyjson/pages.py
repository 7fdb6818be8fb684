"""The envelope `{products, total, skip, limit}` and walking through it page by page."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from .faults import Fault, shown
from .transport import Transport

RESTARTS = 2


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Any]
    total: int
    skip: int


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def envelope(document: Any) -> Page:
    """Nothing is guessed: what does not say exactly what it is, is refused."""
    if not isinstance(document, dict) or not isinstance(document.get("products"), list):
        raise Fault("bad_envelope", "A resposta não traz a lista `products`.").final()
    total, skip = _count(document.get("total")), _count(document.get("skip"))
    for name, value in (("total", total), ("skip", skip), ("limit", _count(document.get("limit")))):
        if value is None:
            raise Fault("bad_envelope", f"`{name}` não é um número: {shown(document.get(name))}.").final()
    return Page(document["products"], total or 0, skip or 0)


class Sink(Protocol):
    """Who receives the rows. `take` answers how many of them had not been seen: fewer means overlap."""

    def checkpoint(self) -> None: ...
    def restore(self) -> None: ...
    def take(self, rows: list[Any]) -> int: ...


class Drift(Exception):
    """The list moved while it was read."""


@dataclass
class Walk:
    """Reads all pages below `path` into a sink; starts again when the list moves meanwhile."""

    transport: Transport
    path: str
    page_size: int
    at_most: int | None = None
    allow_drift: bool = False
    drifted: bool = False
    single_page_etag: str = ""
    not_modified: bool = False
    total: int = 0

    def run(self, *, etag: str, sink: Sink) -> None:
        for attempt in range(RESTARTS + 1):
            if attempt:
                sink.restore()
            else:
                sink.checkpoint()
            try:
                self._once(etag=etag, take=sink.take, last=attempt == RESTARTS)
            except Drift as drift:
                if attempt == RESTARTS:
                    raise Fault("drift", f"A lista mudou durante a leitura: {drift}.").final() from drift
                self.transport.traffic.retries += 1
                etag = ""
                continue
            return

    def _once(self, *, etag: str, take: Callable[[list[Any]], int], last: bool) -> None:
        page = self._ask(0, etag)
        if page is None:
            self.not_modified = True
            return
        self.total = page.total
        wanted = page.total if self.at_most is None else min(page.total, self.at_most)
        pages_allowed = math.ceil(page.total / self.page_size) + 2
        taken = self._hand_over(page, wanted, take, last=last)
        for number in range(1, pages_allowed + 1):
            if taken >= wanted:
                return
            if number == pages_allowed:
                raise Fault("endless", "A lista não acaba: há mais páginas do que o total anunciado.").final()
            page = self._ask(taken, "")
            if page is None:  # no ETag was sent: the transport refuses such a 304 itself
                raise Fault("http_304", "A origem respondeu 304 sem termos perguntado.").final()
            if page.total != self.total:
                if not self.allow_drift:
                    raise Drift(f"o total passou de {self.total} para {page.total}")
                self.drifted = True
                self.total = page.total
                wanted = page.total if self.at_most is None else min(page.total, self.at_most)
            taken += self._hand_over(page, wanted - taken, take, last=last)

    def _hand_over(self, page: Page, wanted: int, take: Callable[[list[Any]], int], *, last: bool) -> int:
        rows = page.rows[:wanted]
        new = take(rows)
        if rows and not new and page.skip:
            raise Fault("repeated_page", "Uma página repete produtos já lidos; a lista não avança.").final()
        if new < len(rows) and page.skip:
            if not last:
                raise Drift("duas páginas trazem o mesmo produto")
            self.drifted = True
        return len(rows)

    def _ask(self, skip: int, etag: str) -> Page | None:
        page = self._request(skip, etag)
        if page is not None and len(page.rows) < self._expected(page):
            self.transport.traffic.retries += 1
            page = self._request(skip, "")
        if page is None:
            return None
        if not page.rows and page.total and not skip:
            self.drifted = True  # well formed and empty: the caller's guard against an empty shop decides
            return Page([], 0, 0)
        if len(page.rows) < self._expected(page):
            raise Fault(
                "short_page",
                f"A página em {skip} traz {len(page.rows)} produtos em vez de {self._expected(page)}.",
            ).final()
        if len(page.rows) > page.total - skip:
            raise Fault("too_many_rows", "A página traz mais produtos do que o total anunciado.").final()
        return page

    def _expected(self, page: Page) -> int:
        return max(min(self.page_size, page.total - page.skip), 0)

    def _request(self, skip: int, etag: str) -> Page | None:
        answer = self.transport.get(self.path, {"limit": self.page_size, "skip": skip}, etag=etag)
        if answer.not_modified:
            self.single_page_etag = answer.etag
            return None
        page = envelope(answer.document)
        if page.skip != skip:
            raise Fault("bad_envelope", f"Pedimos skip={skip} e veio skip={page.skip}.").final()
        self.single_page_etag = answer.etag if skip == 0 and len(page.rows) == page.total else ""
        return page


def derived_name(slug: str) -> str:
    """`home-decoration` -> `Home decoration`, for an upstream that does not tell."""
    return slug.replace("-", " ").replace("_", " ").strip().capitalize()


def category_names(document: Any) -> Iterator[tuple[str, str]]:
    """The names behind `/products/categories`, from both forms it has had."""
    for entry in document if isinstance(document, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("slug"), str) and isinstance(entry.get("name"), str):
            yield entry["slug"], entry["name"]
