"""The shop on several servers (`python -m tools.stack`): races through nginx, and what people see when one dies.

`STACK=/tmp/ilumina-stack-.../stack.json pytest tests/browser/test_buy_with_pix.py` points a journey at one that runs.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from tests.browser import sizes
from tests.servers import ROOT, Shop, children_of
from tests.trust import leaving
from tests.trust.clients import Door
from tests.trust.crowds import buying_while
from tests.trust.faults import PAGES
from tests.trust.shops import SETTINGS, Clerk, Trial
from tools.stack.running import Stack, running

JOURNEYS = ("tests/browser/test_find_a_lamp.py", "tests/browser/test_buy_with_pix.py")
# Each asked once or twice: nginx has kept none of them, so the shop has to answer whatever has fallen.
NEVER_KEPT = tuple(
    path.format(number)
    for number in range(1, 400)
    for path in ("/catalogo/?preco=0-{}000", "/api/v1/products/?price_max={}000", "/busca/?q=produto+{}", PAGES[3])
)
LEFT_ALONE = "replica left alone"


def shop_of(card: Path) -> Shop:
    """A shop that runs already: its address and its environment, nothing to start or to stop."""
    told = json.loads(card.read_text())
    settings = told["environment"]
    return Shop(settings=settings, database_url=settings["DATABASE_URL"], port=told["port"], folder=card.parent)


@contextmanager
def open_stack(*, seed: int, is_filled: bool = False, **settings: str) -> Iterator[tuple[Trial, Stack]]:
    with running(is_filled=is_filled, settings=SETTINGS | settings) as stack:
        shop = shop_of(stack.card)
        if is_filled:
            sizes.leave_for_later(shop)
        clerk = Clerk(shop)
        try:
            yield Trial(shop=shop, clerk=clerk, random=Random(seed)), stack
        finally:
            clerk.leave()


@contextmanager
def open_trial(kind: str, *, seed: int, **more: Any) -> Iterator[Trial]:
    """As the others are opened, for `--stack`."""
    with open_stack(seed=seed) as (trial, _):
        yield trial


# --- Faults -------------------------------------------------------------------------------------------
def paused(stack: Stack, name: str, seconds: float) -> None:
    """It hears, and does not say a word."""
    process = stack.programs[name].process
    if process is None:
        raise RuntimeError(f"{name} does not run")
    everyone = [process.pid, *children_of(process.pid)]
    for number in (signal.SIGSTOP, signal.SIGCONT):
        for pid in everyone:
            os.kill(pid, number)
        if number == signal.SIGSTOP:
            time.sleep(seconds)  # the length of the fault


def fallen(stack: Stack, name: str, seconds: float) -> None:
    program = stack.programs[name]
    program.kill()
    time.sleep(seconds)  # the length of the fault
    program.start()


def replica_cut_off(stack: Stack, seconds: float) -> None:
    """Nothing more reaches it, and it goes on answering: with what was so when it was cut off."""
    told_to("replica", stack, "SELECT pg_wal_replay_pause()")
    time.sleep(seconds)  # the length of the fault
    told_to("replica", stack, "SELECT pg_wal_replay_resume()")


def told_to(name: str, stack: Stack, statement: str) -> Any:
    """Its answer; asked again when the replica cancels it for the sake of the stream."""
    import psycopg

    address = f"postgres://postgres@127.0.0.1:{stack.programs[name].port}/shop"
    for attempts_left in range(4, -1, -1):
        with psycopg.connect(address, autocommit=True) as connection:
            try:
                found = connection.execute(statement).fetchone()  # type: ignore[arg-type]  # statements of ours
            except psycopg.errors.SerializationFailure:
                if not attempts_left:
                    raise
            else:
                return found[0] if found else None
    return None


def said(stack: Stack, words: str) -> int:
    """How often, in the logs of the servers."""
    logs = (program.log for name, program in stack.programs.items() if name.startswith("app"))
    return sum(log.read_text().count(words) for log in logs)


def reads_at(name: str, stack: Stack) -> int:
    """Rows of the catalogue this server has handed out so far."""
    return int(told_to(name, stack, "SELECT tup_returned + tup_fetched FROM pg_stat_database WHERE datname = 'shop'"))


def in_turn(stack: Stack, *, visits: int) -> dict[str, Any]:
    """One server of the shop after the other leaves in order and comes back, as with a new version, while people read.

    They bring a cookie, so nginx keeps nothing of theirs, and gives them nothing that it kept.
    """
    turns = 0
    with leaving.reading(stack.url, Cookie="tema=claro") as met:
        while met.counted["200"] < visits or not turns:
            for name in ("app1", "app2"):
                stack.programs[name].stop()
                stack.programs[name].start()
            turns += 1
    return {"turns": turns, "answers": dict(met.counted)}


def while_servers_fall(trial: Trial, stack: Stack, *, seconds: float) -> dict[str, Any]:
    """Replica killed, paused and cut off, Redis killed and paused, in turn, while people buy and look."""
    faults: dict[str, Callable[[], None]] = {
        "replica killed": lambda: fallen(stack, "replica", seconds),
        "replica silent": lambda: paused(stack, "replica", seconds),
        "replica cut off": lambda: replica_cut_off(stack, seconds + 4),
        "redis killed": lambda: fallen(stack, "redis", seconds),
        "redis silent": lambda: paused(stack, "redis", seconds),
    }
    told: dict[str, Any] = {}
    for name, act in faults.items():

        def both(act: Callable[[], None] = act) -> None:
            time.sleep(1)  # buying as usual
            act()
            time.sleep(1)  # and after it

        before = said(stack, LEFT_ALONE)
        told[name] = buying_while(trial, both, paths=(*PAGES, *NEVER_KEPT), carts=40)
        told[name]["left alone"] = said(stack, LEFT_ALONE) - before
    return told


# --- Journeys -------------------------------------------------------------------------------------------
def journeys(trial: Trial, stack: Stack) -> dict[str, int]:
    """Exit codes: a whole purchase by an app, and people in a browser."""
    secret = stack.environment["PIX_WEBHOOK_SECRET"]
    app = [sys.executable, "-m", "tests.trust.api_story", stack.url, "--secret", secret]
    people = [sys.executable, "-m", "pytest", "-q", "-x", "--show-capture=no", *JOURNEYS]
    asked = {"app": (app, {}), "people": (people, {"STACK": str(stack.card)})}
    return {
        name: subprocess.run(command, cwd=ROOT, env=os.environ | more, check=False).returncode
        for name, (command, more) in asked.items()
    }


def is_reading_from_replica(stack: Stack) -> bool:
    """Lists that cannot be kept are asked for, and the replica hands out rows for them."""
    before = reads_at("replica", stack)
    for number in range(20):
        answer = Door(stack.url).ask("GET", f"/api/v1/products/?page_size={number + 1}")
        assert answer.status == 200, answer
    deadline = time.monotonic() + 15
    while reads_at("replica", stack) == before and time.monotonic() < deadline:
        time.sleep(0.2)  # it tells its counts once a second
    return reads_at("replica", stack) > before
