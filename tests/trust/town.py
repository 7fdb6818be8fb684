"""A shop's ordinary day, made dense: of twenty requests sixteen look, three fill a cart and one buys."""

import http.client
import os
import queue
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from tests.servers import children_of
from tests.trust.clients import App, Door
from tests.trust.crowds import Crowd
from tests.trust.kills import PAUSE, STOCK, Purchase
from tests.trust.shops import Trial

LOOK, FILL, BUY = "look", "fill", "buy"
LISTS = [
    "/", "/catalogo/", "/catalogo/?pagina=2", "/catalogo/?ordem=menor-preco", "/busca/?q=lampada", "/categorias/",
    "/carrinho/", "/api/v1/products/", "/api/v1/products/?ordering=price", "/api/v1/categories/",
]  # fmt: skip
MIX = {LOOK: 80, FILL: 15, BUY: 5}
READY = 40  # carts kept for the buyers
BATCH = 5
SETTLING = 5.0  # seconds after a fault in which the shop may still be slow
YOUNG = 60.0  # seconds until a worker has loaded what it keeps
QUICK = 1.0  # seconds a page may take outside faults


@dataclass(frozen=True)
class Seen:
    at: float
    kind: str
    status: int
    seconds: float


@dataclass
class Town(Crowd):
    """`seen`: every request but those of the checkout, which `done` keeps with the time of its own."""

    seen: list[Seen] = field(default_factory=list)
    slugs: list[str] = field(default_factory=list)
    products: list[int] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        (made,) = self.trial.clerk.ask("carts", rounds=1, count=BATCH, stock=STOCK)
        for cart in made["carts"]:
            self.carts.put(cart)
        there = self.trial.clerk.ask("on_sale")
        self.slugs, self.products = there["slugs"], there["plenty"]
        own = [path for slug in self.slugs for path in (f"/produto/{slug}/", f"/api/v1/products/{slug}/")]
        self.paths = [*LISTS * (len(own) // len(LISTS) or 1), *own]

    def fill(self) -> None:
        while not self.is_closed.is_set():
            if self.carts.qsize() < READY:
                for cart in self.trial.clerk.ask("more_carts", products=self.products, count=BATCH):
                    self.carts.put(cart)
            else:
                self.is_closed.wait(PAUSE)

    def live(self, seed: int, pause: float) -> None:
        random = Random(seed)
        acts: dict[str, Callable[[Random], None]] = {LOOK: self.look, FILL: self.put_in, BUY: self.purchase}
        while not self.is_closed.is_set():
            (kind,) = random.choices(list(MIX), list(MIX.values()))
            acts[kind](random)
            self.is_closed.wait(pause)

    def look(self, random: Random) -> None:
        self.note(LOOK, partial(Door(self.trial.url).ask, "GET", random.choice(self.paths)))

    def put_in(self, random: Random) -> None:
        body = {"product": random.choice(self.slugs), "quantity": 1}
        self.note(FILL, partial(App(self.trial.url).post, "cart/items/", body))

    def note(self, kind: str, act: Callable[[], Any]) -> None:
        began = time.monotonic()
        try:
            status = act().status
        except (OSError, http.client.HTTPException):
            status = 0
        self.seen.append(Seen(began, kind, status, time.monotonic() - began))

    def purchase(self, random: Random) -> None:
        try:
            cart = self.carts.get(timeout=1)
        except queue.Empty:
            return
        bought = Purchase(cart=cart, key=f"town-{cart['email']}")
        self.done.append(bought)
        try:
            self.buy(bought, is_app=random.random() < 0.5)
        except AssertionError as error:
            self.faults.append(str(error))


# --- What the processes hold ---------------------------------------------------------------------
@dataclass(frozen=True)
class Weight:
    at: float
    kilobytes: int
    files: int


@dataclass
class Scales:
    """Every few seconds: memory and open files of each worker that is not young any more."""

    trial: Trial
    born: dict[int, float] = field(default_factory=dict)
    weights: list[Weight] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        server = self.trial.shop.process
        if server is None:
            raise RuntimeError("no server")
        while not self.is_over.wait(5):
            now = time.monotonic()
            for pid in children_of(server.pid):
                if now - self.born.setdefault(pid, now) >= YOUNG:
                    self.weigh(pid, now)

    def weigh(self, pid: int, now: float) -> None:
        try:
            words = Path(f"/proc/{pid}/status").read_text().split()
            files = len(os.listdir(f"/proc/{pid}/fd"))
        except OSError:
            return  # it has just ended
        self.weights.append(Weight(now, int(words[words.index("VmRSS:") + 1]), files))

    def told(self) -> dict[str, Any]:
        """The second tenth of the time beside the last: medians of a worker."""
        if len(self.weights) < 2:
            return {}
        begin, end = self.weights[0].at, self.weights[-1].at
        early = [each for each in self.weights if each.at <= begin + (end - begin) / 5]
        late = [each for each in self.weights if each.at >= end - (end - begin) / 10]
        mb = [round(statistics.median(each.kilobytes for each in some) / 1024, 1) for some in (early, late)]
        files = [round(statistics.median(each.files for each in some)) for some in (early, late)]
        return {"MB a worker": mb, "open files a worker": files, "growth": round(mb[1] / mb[0] - 1, 3)}


# --- A day ---------------------------------------------------------------------------------------
Windows = list[tuple[float, float]]


def day(
    trial: Trial, *, seconds: float, people: int, pause: float, trouble: Callable[[float], Windows] | None = None
) -> dict[str, Any]:
    """`trouble(until)` breaks things until that moment and tells when something was broken."""
    town, scales = Town(trial), Scales(trial)
    town.prepare()
    threads = [threading.Thread(target=town.fill), threading.Thread(target=scales.watch)]
    threads += [threading.Thread(target=town.live, args=(trial.random.getrandbits(32), pause)) for _ in range(people)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    windows: Windows = []
    try:
        if trouble is None:
            town.is_closed.wait(seconds)
        else:
            windows = trouble(began + seconds)
    finally:
        town.is_closed.set()
        scales.is_over.set()
        for thread in threads:
            thread.join()
    return settled_town(town) | lived(town.seen, windows, time.monotonic() - began) | scales.told() | locks(trial)


def settled_town(town: Town) -> dict[str, Any]:
    from tests.trust.crowds import settled

    waits = sorted(each.waited for each in town.done if each.number)
    p99 = round(waits[int(len(waits) * 0.99)], 2) if waits else 0
    return settled(town.trial, town) | {"checkout p99 s": p99}


def lived(seen: list[Seen], windows: Windows, seconds: float) -> dict[str, Any]:
    calm = [
        each for each in seen if not any(begin <= each.at + each.seconds and each.at <= end for begin, end in windows)
    ]
    looks = [each.seconds for each in calm if each.kind == LOOK]
    quick = sum(took < QUICK for took in looks)
    return {
        "requests": len(seen),
        "per second": round(len(seen) / seconds, 1),
        "statuses": dict(sorted(Counter(str(each.status) for each in seen).items())),
        "statuses when calm": dict(sorted(Counter(str(each.status) for each in calm).items())),
        "looks when calm": len(looks),
        "under a second": round(quick / len(looks), 5) if looks else 0,
        "p95 s": round(statistics.quantiles(looks, n=20)[-1], 3) if len(looks) > 1 else 0,
        "troubles": len(windows),
    }


def locks(trial: Trial) -> dict[str, Any]:
    return {"database is locked": trial.shop.log().count("database is locked")}
