"""Many for a long time: orders that cross, last units in the middle of a cart, a server that falls."""

import http.client
import os
import queue
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.servers import children_of
from tests.trust import kills
from tests.trust.clients import Answer, App, at_once
from tests.trust.leaving import READERS, visit
from tests.trust.races import new_key, statuses
from tests.trust.shops import Trial

CLIENTS, PRODUCTS = 16, 4
WAIT = 30.0  # seconds


def in_turn(acts: list[Callable[[], Answer]]) -> tuple[list[Answer], float]:
    """So many clients take one act after another; the answers and the seconds."""
    waiting: queue.SimpleQueue[Callable[[], Answer]] = queue.SimpleQueue()
    for act in acts:
        waiting.put(act)
    answers: list[Answer] = []

    def work() -> None:
        while True:
            try:
                act = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                answers.append(act())
            except (OSError, http.client.HTTPException) as error:
                answers.append(Answer(0, repr(error)))

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers, time.monotonic() - began


def crossing(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """So many orders of one product each, then as many of the same four, put into the cart in any order."""
    told: dict[str, Any] = {}
    app, rates = App(trial.url), []
    before = trial.clerk.ask("deadlocks")
    for name, lines in (("one product", 1), ("four products", PRODUCTS)):
        made = trial.clerk.ask("baskets", count=repetitions, lines=lines, seed=trial.random.getrandbits(32))
        answers, seconds = in_turn([partial(app.order, cart, key=new_key(trial)) for cart in made["carts"]])
        rates.append(repetitions / seconds)
        left = [each["stock"] for each in trial.clerk.ask("tally", products=made["products"])]
        told[name] = {"answers": statuses(answers), "sold": [made["stock"] - each for each in left]}
    told["per second"] = [round(rate, 1) for rate in rates]
    return told | {"ratio": round(rates[1] / rates[0], 2), "deadlocks": trial.clerk.ask("deadlocks") - before}


def last_line(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """A cart of three whose last product has one unit, and a rival for that unit, at the same moment."""
    made = trial.clerk.ask("threes", count=repetitions)
    wins, refusals, odd = 0, 0, []
    for each in made["rounds"]:
        app = App(trial.url)
        three, _ = at_once([partial(app.order, each[name], key=new_key(trial)) for name in ("three", "rival")])
        if three.status == 201:
            wins += 1
            continue
        lines = three.json.get("lines", [{}]) if three.status == 409 else [{}]
        kept = app.ask("GET", "/api/v1/cart/", X_Cart_Token=each["three"]["token"]).json
        is_told = [(line.get("product"), line.get("available")) for line in lines] == [(each["slug"], 0)]
        refusals += is_told
        if not is_told or len(kept["items"]) != len(made["shared"]) + 1:
            odd.append(f"{three.status} {three.body[:200]}")
    rows = trial.clerk.ask("tally", products=made["shared"])
    return {"won": wins, "refused": refusals, "odd": odd, "sold beside": [each["sold"] for each in rows]}


def readers(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """The catalogue read for so many seconds, then as long beside one who holds the database for half seconds."""
    trial.clerk.ask("baskets", count=1, lines=PRODUCTS, seed=1)  # something to read
    alone = reads(trial, repetitions)
    holder = threading.Thread(target=trial.clerk.ask, args=("hold",), kwargs={"seconds": repetitions})
    holder.start()
    beside = reads(trial, repetitions)
    holder.join()
    told = {"alone": dict(alone), "beside a writer": dict(beside)}
    return told | {"ratio": round(beside["200"] / max(alone["200"], 1), 2)}


def reads(trial: Trial, seconds: int) -> Counter[str]:
    counted: Counter[str] = Counter()
    until = time.monotonic() + seconds

    def read() -> None:
        while time.monotonic() < until:
            counted[visit(trial.url)] += 1

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counted


# --- The whole server ----------------------------------------------------------------------------
def collapses(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """`kill -9` of the server and all its workers while people buy, and a plain start. `wrong` as in kills."""
    street = kills.Street(trial)
    threads = [threading.Thread(target=street.fill)]
    threads += [threading.Thread(target=street.shop, args=(number % 2 == 0,)) for number in range(kills.CLIENTS)]
    for thread in threads:
        thread.start()
    back, integrity = [], set()
    try:
        for _ in range(repetitions):
            flowing, deadline = street.answered + kills.CLIENTS, time.monotonic() + WAIT
            while street.answered < flowing and time.monotonic() < deadline:
                time.sleep(kills.PAUSE)
            time.sleep(trial.random.random() * 0.3)  # at any moment of the purchases under way
            back.append(fall_and_rise(trial))
            integrity.add(trial.clerk.ask("integrity"))
    finally:
        street.is_closed.set()
        for thread in threads:
            thread.join()
    made = trial.clerk.ask("orders_of", tokens=[each.cart["token"] for each in street.done])
    wrong = [each.key for each, numbers in zip(street.done, made, strict=True) if numbers != [each.number]]
    return {
        "collapses": len(back), "purchases": len(street.done), "wrong": wrong, "faults": street.faults,
        "seconds to the next answer": [round(min(back), 1), round(max(back), 1)], "integrity": sorted(integrity),
    }  # fmt: skip


def fall_and_rise(trial: Trial) -> float:
    server = trial.shop.process
    if server is None:
        raise RuntimeError("no server")
    everyone = [server.pid, *children_of(server.pid)]
    for pid in everyone:
        os.kill(pid, signal.SIGKILL)
    server.wait(timeout=WAIT)
    began = time.monotonic()
    trial.shop.start()
    return time.monotonic() - began
