"""Leaving while people read: the whole server at once, or its workers one after another."""

import http.client
import signal
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.servers import children_of
from tests.trust.clients import Door
from tests.trust.shops import Trial

READERS = 8
WAIT = 30.0  # seconds
LONGEST_TURN = 120.0  # seconds until every worker has a successor
LOOK = 0.05  # seconds between two looks at who is there


@dataclass
class Reading:
    """What visitors met, and the names of visits nobody answered."""

    counted: Counter[str] = field(default_factory=Counter)
    unanswered: list[str] = field(default_factory=list)

    def told(self, log: str) -> dict[str, Any]:
        """`broken`: requests the shop took and did not answer."""
        broken = [name for name in self.unanswered if f"taken {name}" in log]
        return {"answers": dict(self.counted), "noted": log.count("taken "), "broken": broken}


@contextmanager
def reading(url: str, **headers: str) -> Iterator[Reading]:
    """Visitors read on and on until the block ends."""
    met, is_over = Reading(), threading.Event()

    def read() -> None:
        while not is_over.is_set():
            name = uuid.uuid4().hex
            told = visit(url, X_Request_Id=name, **headers)
            met.counted[told] += 1
            if told.startswith("unanswered"):
                met.unanswered.append(name)

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield met
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def farewells(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """SIGTERM to the server: every request that was taken is answered whole.

    A connection may be closed before anybody read what came over it: that is a closed door, and the shop, which notes
    each request it takes, knows nothing of it.
    """
    seconds = []
    with reading(trial.url) as met:
        for _ in range(repetitions):
            time.sleep(0.5 + trial.random.random())  # at any moment of the reading under way
            seconds.append(leave_and_return(trial))
    return {"farewells": len(seconds), "longest s": round(max(seconds), 1)} | met.told(trial.shop.log())


def rolling(trial: Trial, *, visits: int) -> dict[str, Any]:
    """SIGHUP to the server, as after new code, again and again until so many visits were answered."""
    turns = 0
    with reading(trial.url) as met:
        while met.counted["200"] < visits or not turns:
            take_turns(trial)
            turns += 1
    return {"turns": turns} | met.told(trial.shop.log())


def take_turns(trial: Trial) -> None:
    """Every worker gets its successor; back when those of before are gone."""
    server = trial.shop.process
    if server is None:
        raise RuntimeError("no server")
    before = set(children_of(server.pid))
    server.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + LONGEST_TURN
    while before & set(children_of(server.pid)):
        assert time.monotonic() < deadline, "some worker stayed"
        time.sleep(LOOK)


def visit(url: str, **headers: str) -> str:
    """`closed`: nobody was there; `unanswered`: a connection that ended without a word."""
    place = Door(url)
    try:
        return str(place.ask("GET", "/catalogo/", **headers).status)
    except ConnectionRefusedError:
        time.sleep(0.02)  # nobody is there
        return "closed"
    except (OSError, http.client.HTTPException) as error:
        return f"unanswered {type(error).__name__}"


def leave_and_return(trial: Trial) -> float:
    server = trial.shop.process
    if server is None:
        raise RuntimeError("no server")
    began = time.monotonic()
    server.terminate()
    server.wait(timeout=WAIT)
    took = time.monotonic() - began
    trial.shop.start()
    return took
