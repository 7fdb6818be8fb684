"""Long days in a dense shop; `repetitions` are their seconds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.trust import faults
from tests.trust.shops import Trial, open_trial
from tests.trust.town import day
from tests.trust.troubles import BadDay, Feed, Syncing

Counted = dict[str, Any]
Judged = tuple[bool, Counted]
PEOPLE, PAUSE = 8, 0.1  # about six tenths of what two processors can serve
CROWD = 96  # without a pause
WARM = 600  # seconds; in a shorter day a worker still loads what it has never served
FINE = {"200", "201", "303", "409"}  # 409: a lamp of the demo catalogue has no unit left


@contextmanager
def filled(kind: str, seed: int, server: str) -> Iterator[Trial]:
    with open_trial(kind, seed=seed, server=server) as trial:
        trial.shop.manage("sync_products", "--source", "demo")
        yield trial


def is_whole(told: Counted) -> bool:
    """Every purchase became the order its buyer was told of, and no database said that it was locked."""
    broken = told["wrong"] or told["faults"] or told["forgotten keys"] or told["violations"]
    return not broken and told["database is locked"] == 0 and told["purchases"] > 0


def ordinary(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """Nothing breaks: nothing but answers, checkouts under two seconds."""
    with filled(kind, seed, server) as trial:
        told = day(trial, seconds=repetitions, people=PEOPLE, pause=PAUSE)
    return is_whole(told) and set(told["statuses"]) <= FINE and told["checkout p99 s"] < 2, told


def overload(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """Several times more people than can be served: shed or slow, but served within five seconds, and calm again."""
    with filled(kind, seed, server) as trial:
        told = day(trial, seconds=repetitions, people=CROWD, pause=0)
        after = day(trial, seconds=30, people=PEOPLE, pause=PAUSE)
    told["afterwards"] = {name: after[name] for name in ("under a second", "p95 s", "statuses")}
    is_fine = set(told["statuses"]) <= FINE | {"503", "429"} and told["p95 s"] < 5
    return is_whole(told) and is_whole(after) and is_fine and after["under a second"] > 0.99, told


def syncing(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """Sync after sync while people buy."""
    with filled(kind, seed, server) as trial:
        feed = Feed(trial)
        feed.sync("right")
        told = day(trial, seconds=repetitions, people=PEOPLE, pause=PAUSE, trouble=Syncing(feed).run)
        feed.upstream.close()
    told["runs"] = dict(feed.exits)
    return is_whole(told) and set(told["statuses"]) <= FINE and set(told["runs"]) == {
        "right: 0",
        "other prices: 0",
    }, told


def bad(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """Workers killed, Redis broken, feeds wrong: no order lost, memory flat, pages quick whenever nothing is broken."""
    with faults.shop_with_redis(kind, seed=seed, server=server) as (trial, wire):
        trial.shop.manage("sync_products", "--source", "demo")
        feed = Feed(trial)
        feed.sync("right")
        trouble = BadDay(trial, wire, feed)
        told = day(trial, seconds=repetitions, people=PEOPLE, pause=PAUSE, trouble=trouble.run)
        feed.upstream.close()
    told["brought"], told["runs"] = dict(trouble.told), dict(sorted(feed.exits.items()))
    is_quick = told["under a second"] >= 0.995 and set(told["statuses when calm"]) <= FINE | {
        "404"
    }  # of a withdrawn lamp
    is_flat = repetitions < WARM or told["growth"] < 0.1
    return is_whole(told) and is_quick and is_flat, told


# name: (trial, seconds, databases)
DAYS: dict[str, tuple[Callable[[str, int, str, int], Judged], int, tuple[str, ...]]] = {
    "ordinary_day": (ordinary, 600, ("sqlite", "postgresql")),
    "overload": (overload, 300, ("sqlite", "postgresql")),
    "syncing": (syncing, 300, ("sqlite", "postgresql")),
    "bad_day": (bad, 1800, ("sqlite", "postgresql")),
}
