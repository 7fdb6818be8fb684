"""Worker processes are killed while people buy; whoever hears nothing asks again. Nobody buys twice or in vain."""

import http.client
import os
import queue
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.servers import children_of
from tests.trust.clients import Answer, App, Page
from tests.trust.shops import Trial

CLIENTS = 6
BATCH = 60  # carts prepared at a time
GROWN = 6.0  # seconds: granian gives up on a worker that dies younger, as in a crash loop
PATIENCE = 60.0  # seconds a client keeps asking
PAUSE = 0.05  # seconds between two tries of a client, and between two looks at the processes
STOCK = 1_000_000
SURE = frozenset({200, 201, 303, 400, 404, 409, 422})


@dataclass
class Purchase:
    cart: dict[str, str]
    key: str
    number: str = ""
    tries: int = 0
    waited: float = 0.0  # seconds from the first try to the answer
    again: Callable[[], Answer] | None = None


@dataclass
class Street:
    """The clients, the carts waiting for them, and what became of each."""

    trial: Trial
    carts: "queue.Queue[dict[str, str]]" = field(default_factory=queue.Queue)
    done: list[Purchase] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    is_closed: threading.Event = field(default_factory=threading.Event)
    faults: list[str] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return sum(count for status, count in self.statuses.items() if status in SURE)

    def fill(self) -> None:
        """Carts for the clients, before they run out."""
        while not self.is_closed.is_set():
            if self.carts.qsize() < BATCH:
                for cart in self.trial.clerk.ask("carts", rounds=1, count=BATCH, stock=STOCK)[0]["carts"]:
                    self.carts.put(cart)
            else:
                self.is_closed.wait(PAUSE)

    def shop(self, is_app: bool) -> None:
        """One client, until the street closes."""
        while not self.is_closed.is_set():
            try:
                cart = self.carts.get(timeout=PAUSE)
            except queue.Empty:
                continue
            purchase = Purchase(cart=cart, key=f"kill-{cart['email']}")
            self.done.append(purchase)
            try:
                self.buy(purchase, is_app)
            except AssertionError as error:
                self.faults.append(str(error))

    def buy(self, purchase: Purchase, is_app: bool) -> None:
        if is_app:
            purchase.again = partial(App(self.trial.url).order, purchase.cart, key=purchase.key)
        else:
            page, fields = Page(self.trial.url, purchase.cart["cookie"]), dict[str, str]()
            self.persist(lambda: self.opened(page, fields), purchase)
            purchase.again = partial(page.confirm, fields)
        began = time.monotonic()
        answer = self.persist(purchase.again, purchase)
        purchase.waited = time.monotonic() - began
        purchase.number = answer.order
        self.statuses[answer.status] += 1

    def opened(self, page: Page, fields: dict[str, str]) -> Answer:
        fields.update(page.open())
        return Answer(200)

    def persist(self, act: Callable[[], Answer], purchase: Purchase) -> Answer:
        """Ask until something other than silence or a fault of the server is the answer."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            purchase.tries += 1
            try:
                answer = act()
            except (OSError, http.client.HTTPException):
                answer = Answer(0)
            if answer.status in SURE:
                return answer
            self.statuses[answer.status] += 1
            time.sleep(PAUSE)
        raise AssertionError(f"no answer for {PATIENCE} s: {purchase.key}")


def kill_workers(trial: Trial, street: Street, *, wanted: int, limit: float) -> int:
    """One at a time, each at a random moment of the purchases under way."""
    server = trial.shop.process
    if server is None:
        raise RuntimeError("no server")
    born = dict.fromkeys(children_of(server.pid), 0.0)
    killed, flowing, deadline = 0, 0, time.monotonic() + limit
    while killed < wanted and time.monotonic() < deadline:
        assert server.poll() is None, trial.shop.log()
        for pid in children_of(server.pid):
            born.setdefault(pid, time.monotonic())
        grown = [pid for pid in children_of(server.pid) if time.monotonic() - born[pid] >= GROWN]
        if grown and street.answered >= flowing:
            os.kill(trial.random.choice(grown), signal.SIGKILL)
            killed, flowing = killed + 1, street.answered + CLIENTS  # the next one falls when all are busy again
        time.sleep(PAUSE + trial.random.random() * 0.3)
    return killed


def kills(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """`wrong`: carts that did not become exactly the one order their client was told of."""
    street = Street(trial)
    threads = [threading.Thread(target=street.fill)]
    threads += [threading.Thread(target=street.shop, args=(number % 2 == 0,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        killed = kill_workers(trial, street, wanted=repetitions, limit=60 + 10 * repetitions)
    finally:
        street.is_closed.set()
        for thread in threads:
            thread.join()
    made = trial.clerk.ask("orders_of", tokens=[each.cart["token"] for each in street.done])
    wrong = [each.key for each, numbers in zip(street.done, made, strict=True) if numbers != [each.number]]
    lost = street.statuses[0]
    return {
        "kills": killed,
        "purchases": len(street.done),
        "wrong": wrong,
        "faults": street.faults,
        "answers": {str(status): count for status, count in sorted(street.statuses.items()) if status},
        "connections lost": lost,
        "asked again": sum(each.tries > 2 for each in street.done),
        "longest wait s": round(max((each.waited for each in street.done), default=0), 1),
        "forgotten keys": forgotten(street.done[-100:]),
        "violations": trial.clerk.ask("audit"),
    }


def forgotten(purchases: list[Purchase]) -> list[str]:
    """Those whose same request, sent once more now, names another order."""
    told = [(each, each.again() if each.again else Answer(0)) for each in purchases]
    return [f"{each.key}: {answer.status} {answer.body[:200]}" for each, answer in told if answer.order != each.number]
