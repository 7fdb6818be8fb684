"""What a fetch brought: each product once, refused rows apart, on disk when there are many."""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import IO, Any

import orjson

from catalog.dummyjson import Issue, Kind, Parsed, RemoteProduct, Rules, category_of, mark_of, parse_row

from .heads import Head, LocalHead

IN_MEMORY = 5000


class Harvest:
    """Receives pages (`catalog.dummyjson.pages.Sink`) and gives products back by id.

    `known`: asked once, when rows come: products whose row need not be read again while its mark is the same.
    """

    def __init__(self, rules: Rules, known: Callable[[], Mapping[str, LocalHead]] = dict) -> None:
        self.rules = rules
        self._ask_known = known
        self.heads: dict[str, Head] = {}
        self.refused: set[str] = set()
        self.issues: list[Issue] = []
        self.unknown: Counter[str] = Counter()
        self.brands: set[str] = set()
        self.seen = 0
        self._memory: dict[str, bytes] = {}
        self._disk: IO[bytes] | None = None
        self._end = 0
        self._journal: list[str] = []
        self._mark = (0, 0)

    def close(self) -> None:
        if self._disk is not None:
            self._disk.close()

    def checkpoint(self) -> None:
        self._journal = []
        self._mark = (self.seen, len(self.issues))

    def restore(self) -> None:
        for external_id in self._journal:
            self.heads.pop(external_id, None)
            self._memory.pop(external_id, None)
            self.refused.discard(external_id)
        self._journal = []
        self.seen, kept = self._mark
        del self.issues[kept:]

    @cached_property
    def _known(self) -> Mapping[str, LocalHead]:
        return self._ask_known()

    def _is_known(self, row: Any, mark: str) -> bool:
        """The very row of last time: kept by its head alone."""
        told = row.get("id") if type(row) is dict else None
        local = self._known.get(str(told)) if type(told) in (int, str) else None
        if local is None or not local.mark or local.is_vanished or not local.digest:
            return False
        key = str(told)
        if key in self.heads or key in self.refused or mark != local.mark:
            return False
        self._journal.append(key)
        self.heads[key] = Head(local.digest, category_of(row), 0)
        return True

    def take(self, rows: list[Any]) -> int:
        new = 0
        for row in rows:
            self.seen += 1
            mark = mark_of(row, self.rules)
            if self._is_known(row, mark):
                new += 1
                continue
            parsed = parse_row(row, rules=self.rules, position=self.seen)
            known = parsed.external_id in self.heads or parsed.external_id in self.refused
            if known:
                self._repeat(parsed)
                continue
            new += 1
            self._journal.append(parsed.external_id)
            self.issues.extend(parsed.issues)
            if parsed.unknown:
                self.unknown.update(parsed.unknown)
            if parsed.product is None:
                self.refused.add(parsed.external_id)
            else:
                is_faultless = not (parsed.issues or parsed.unknown)
                self._keep(parsed.product, parsed.body, mark if is_faultless else "")
        return new

    def _repeat(self, parsed: Parsed) -> None:
        """The same product again: harmless when identical, otherwise nobody knows which one is right."""
        head = self.heads.get(parsed.external_id)
        if head is not None and parsed.product is not None and parsed.product.digest == head.digest:
            message = "O produto veio duas vezes, igual; conta uma vez."
            self.issues.append(Issue(Kind.NOTE, parsed.external_id, "id", "duplicate", "", message))
            return
        message = "O mesmo código veio em duas linhas diferentes; nenhuma foi aceita."
        reject = Issue(Kind.ROW, parsed.external_id, "id", "duplicate_differs", "", message)
        if head is not None:
            del self.heads[parsed.external_id]
            self._memory.pop(parsed.external_id, None)
            self.refused.add(parsed.external_id)
            self.issues.append(reject)
        self.issues.append(reject)

    def _keep(self, product: RemoteProduct, body: bytes, mark: str) -> None:
        brand = product.values.get("brand")
        if brand:
            self.brands.add(brand)
        place = 0
        stock = b"null" if product.stock is None else b"%d" % product.stock
        line = b'[%b,%b,"%b"]\n' % (stock, body, mark.encode())
        if self._disk is None:
            self._memory[product.external_id] = line
        else:
            place = self._append(self._disk, line)
        self.heads[product.external_id] = Head(product.digest, product.category, place)
        if self._disk is None and len(self._memory) > IN_MEMORY:
            self._spill()

    def _spill(self) -> None:
        handle, name = tempfile.mkstemp(prefix="sync-")
        os.unlink(name)  # gone from the folder at once, from the disk when closed or killed
        self._disk = os.fdopen(handle, "w+b")
        for external_id, line in self._memory.items():
            self.heads[external_id] = self.heads[external_id]._replace(place=self._append(self._disk, line))
        self._memory = {}

    def products(self, external_ids: Iterable[str]) -> list[RemoteProduct]:
        return [self._product(external_id) for external_id in external_ids]

    def _product(self, external_id: str) -> RemoteProduct:
        head = self.heads[external_id]
        if self._disk is None:
            line = self._memory[external_id]
        else:
            self._disk.seek(head.place)
            line = self._disk.readline()
        stock, values, mark = orjson.loads(line)
        return RemoteProduct(external_id, head.digest, stock, values, mark)

    def _append(self, disk: IO[bytes], line: bytes) -> int:
        """All is written before anything is read back, so the end is known without asking."""
        place = self._end
        disk.write(line)
        self._end += len(line)
        return place
