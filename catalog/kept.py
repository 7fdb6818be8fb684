"""Whole pages kept by each process: what is the same for everybody as bytes, with gaps for what is a visitor's own.

A kept page is given again while it is still true: the content version and the banners in force are those it was made
with, the stock of a product is one with which its page says the same, and no sale of it has begun or ended since.
Nothing personal is ever in here.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from catalog import menu, moulds
from catalog.models import Banner, CatalogueState, Product
from catalog.moulds import Mark
from iluminacasa import replicas

MOST_BYTES = 16 * 1024 * 1024
ON_TRIAL = 4  # one part in so many is for what was asked once: addresses nobody asks again push out no others
REMEMBERED = 4096  # addresses whose page went while it was on trial: asked again, they are no longer on trial
MOST_TEXT_BYTES = 2 * 1024 * 1024
LONGEST = timedelta(minutes=10)  # what moves with the clock alone (the lowest price of 30 days) is late by this at most
# By hand, for it is asked by every kept page: the ORM would take ten times as long to write it.
STATE = (
    'SELECT s."version", p."id", p."stock" FROM "catalog_cataloguestate" s'
    ' LEFT JOIN "catalog_product" p ON p."slug" = %s AND p."is_visible" WHERE s."id" = 1'
)


class State(NamedTuple):
    """What a page may depend on, as it is now; asked in one statement."""

    version: int
    product_id: int | None
    stock: int | None


class Page(NamedTuple):
    """What a kept page was made of."""

    slug: str  # of the product whose page it is, or ""
    version: int
    product_id: int | None
    stocks: range  # with which the page of a product says the same
    banners: tuple[int, ...]
    until: datetime
    etag: str

    def is_of(self, now: State) -> bool:
        is_same = (now.version, now.product_id) == (self.version, self.product_id)
        return is_same and (now.stock is None or now.stock in self.stocks)


@dataclass(slots=True)
class Kept:
    page: Page
    texts: tuple[bytes, ...]
    gaps: tuple[str, ...]  # behind each text but the last
    zipped: bytes = b""  # as nobody in particular gets it

    @property
    def size(self) -> int:
        """The compressed form is counted before it is there: about a sixth."""
        return sum(map(len, self.texts)) * 7 // 6

    def filled(self, values: Mapping[str, bytes]) -> bytes:
        parts = [self.texts[0]]
        for gap, text in zip(self.gaps, self.texts[1:], strict=True):
            parts += (values[gap], text)
        return b"".join(parts)

    def compressed(self, values: Mapping[str, bytes], level: int) -> bytes:
        """For a visitor nobody knows: the same bytes each time."""
        if not self.zipped:
            self.zipped = gzip.compress(self.filled(values), level, mtime=0)
        return self.zipped


def gap(name: str) -> Mark:
    """Printed where something personal goes, while a page is made to be kept."""
    return Mark(f"{moulds.GAP}{name}")


def state(slug: str) -> State:
    found = replicas.row(STATE, [slug])
    if found is None:
        raise CatalogueState.DoesNotExist
    return State(*found)


def banners(version: int, at: datetime) -> tuple[int, ...]:
    loaded = menu.load(version=version)
    return tuple([banner.pk for place in Banner.Place for banner in loaded.in_force(place, at)])


def ends_at(product: Product | None, at: datetime) -> datetime:
    """When the clock alone may change what a page says."""
    moments = [product.sale_starts_at, product.sale_ends_at] if product is not None else []
    return min([at + LONGEST, *(moment for moment in moments if moment is not None and moment > at)])


# --- The store ------------------------------------------------------------------------------------
class Sized(Protocol):
    @property
    def size(self) -> int: ...


class Room[S: Sized]:
    """What was asked last, as much as fits."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.held = 0
        self.pages: OrderedDict[Hashable, S] = OrderedDict()

    def put(self, address: Hashable, made: S) -> list[Hashable]:
        """The addresses that had to go for it."""
        self.drop(address)
        self.pages[address] = made
        self.held += made.size
        gone = []
        while self.held > self.most_bytes and len(self.pages) > 1:
            gone.append(next(iter(self.pages)))
            self.drop(gone[-1])
        return gone

    def drop(self, address: Hashable) -> S | None:
        gone = self.pages.pop(address, None)
        self.held -= gone.size if gone is not None else 0
        return gone


class Store[S: Sized]:
    """What was asked again stays before what was asked once, even when its page had to go between the two."""

    def __init__(self, most_bytes: int) -> None:
        self.once: Room[S] = Room(most_bytes // ON_TRIAL)
        self.again: Room[S] = Room(most_bytes - most_bytes // ON_TRIAL)
        self.gone: OrderedDict[int, None] = OrderedDict()  # hashes of addresses: two that share one harm nobody
        self.lock = threading.Lock()

    def __contains__(self, address: Hashable) -> bool:
        return address in self.again.pages or address in self.once.pages

    @property
    def addresses(self) -> list[Hashable]:
        """Those that go first in front."""
        return [*self.once.pages, *self.again.pages]

    def get(self, address: Hashable) -> S | None:
        with self.lock:
            found = self.again.pages.get(address)
            if found is not None:
                self.again.pages.move_to_end(address)
            elif (found := self.once.drop(address)) is not None:
                self.again.put(address, found)
            return found

    def put(self, address: Hashable, made: S) -> None:
        with self.lock:
            if address in self.again.pages or hash(address) in self.gone:
                self.gone.pop(hash(address), None)
                self.again.put(address, made)
                return
            self.gone |= dict.fromkeys(map(hash, self.once.put(address, made)))
            while len(self.gone) > REMEMBERED:
                self.gone.popitem(last=False)

    def clear(self) -> None:
        with self.lock:
            for room in (self.once, self.again):
                room.pages.clear()
                room.held = 0
            self.gone.clear()


store: Store[Kept] = Store(MOST_BYTES)
texts: Store["Text"] = Store(MOST_TEXT_BYTES)


@dataclass(frozen=True, slots=True)
class Text:
    """A list of the API; its name tells everything it was made of."""

    text: str

    @property
    def size(self) -> int:
        return 2 * len(self.text)


def text(name: Hashable, make: Callable[[], str]) -> str:
    found = texts.get(name)
    if found is None:
        found = Text(make())
        texts.put(name, found)
    return found.text


def find(address: Hashable, at: datetime) -> tuple[Kept | None, State | None]:
    """The page of this address, if it is kept and still true. One statement, and none for an unknown address."""
    found = store.get(address)
    if found is None:
        return None, None
    page, now = found.page, state(found.page.slug)
    is_true = page.is_of(now) and at < page.until and banners(now.version, at) == page.banners
    return (found if is_true else None), now


def cut(text: str, page: Page) -> Kept:
    """A page printed with gaps, at its gaps."""
    parts = moulds.MARKED.split(text)
    texts, gaps = [part.encode() for part in parts[::2]], [name.removeprefix(moulds.GAP) for name in parts[1::2]]
    return Kept(page, tuple(texts), tuple(gaps))
