"""People who buy through both doors while something breaks, and what must be true of them afterwards."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.trust.clients import HIDDEN, PAYMENT, Answer, Door, Page
from tests.trust.kills import STOCK, Street, forgotten
from tests.trust.shops import Trial

CLIENTS = 4
LOOK = "/catalogo/"


@dataclass
class Crowd(Street):
    """Carts are filled before the trouble begins: the clerk has the same database and would wait too."""

    def opened(self, page: Page, fields: dict[str, str]) -> Answer:
        shown = page.ask("GET", PAYMENT, Cookie=f"carrinho={page.cookie}")
        if shown.status == 200:
            fields.update({name: value for name, value in HIDDEN.findall(shown.body) if name != "next"})
        return shown


@dataclass
class Visitor:
    """Looks at pages all the time, and notes every answer with the seconds it took."""

    url: str
    paths: tuple[str, ...] = (LOOK,)
    seen: list[tuple[float, int, float]] = field(default_factory=list)  # moment, status, seconds
    is_over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        turn = 0
        while not self.is_over.is_set():
            began = time.monotonic()
            try:
                status = Door(self.url).ask("GET", self.paths[turn % len(self.paths)]).status
            except OSError:
                status = 0
            self.seen.append((began, status, time.monotonic() - began))
            turn += 1
            self.is_over.wait(0.02)


def buying_while(
    trial: Trial, act: Callable[[], None], *, carts: int = 60, clients: int = CLIENTS, paths: tuple[str, ...] = (LOOK,)
) -> dict[str, Any]:
    """What the buyers and one visitor heard; `wrong` are carts that did not become the one order they were told."""
    crowd, visitor = Crowd(trial), Visitor(trial.url, paths)
    (made,) = trial.clerk.ask("carts", rounds=1, count=carts, stock=STOCK)
    for cart in made["carts"]:
        crowd.carts.put(cart)
    threads = [threading.Thread(target=crowd.shop, args=(number % 2 == 0,)) for number in range(clients)]
    threads.append(threading.Thread(target=visitor.look))
    for thread in threads:
        thread.start()
    try:
        act()
    finally:
        crowd.is_closed.set()
        visitor.is_over.set()
        for thread in threads:
            thread.join()
    return settled(trial, crowd) | looked(visitor)


def settled(trial: Trial, crowd: Crowd) -> dict[str, Any]:
    made = trial.clerk.ask("orders_of", tokens=[each.cart["token"] for each in crowd.done])
    wrong = [each.key for each, numbers in zip(crowd.done, made, strict=True) if numbers != [each.number]]
    return {
        "purchases": len(crowd.done),
        "wrong": wrong,
        "faults": crowd.faults,
        "answers": {str(status): count for status, count in sorted(crowd.statuses.items())},
        "longest wait s": round(max((each.waited for each in crowd.done), default=0), 1),
        "forgotten keys": forgotten(crowd.done[-20:]),
        "violations": trial.clerk.ask("audit"),
    }


def looked(visitor: Visitor) -> dict[str, Any]:
    statuses = sorted({status for _, status, _ in visitor.seen})
    return {
        "pages seen": len(visitor.seen),
        "pages": {str(code): sum(status == code for _, status, _ in visitor.seen) for code in statuses},
        "longest page s": round(max((seconds for _, _, seconds in visitor.seen), default=0), 1),
    }


def is_whole(told: dict[str, Any], *, allowed: frozenset[str] = frozenset({"0", "503"})) -> bool:
    """Every cart became the order its buyer was told of; nobody saw an error but those a fault may cause."""
    good = {"200", "201", "303"} | allowed
    broken = told["wrong"] or told["faults"] or told["forgotten keys"] or told["violations"]
    return not broken and set(told["answers"]) <= good and set(told["pages"]) <= good and told["purchases"] > 0
