"""The long form of what is tried while servers fail: what each trial needs, and when it held."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.trust import (
    clocks,
    drills,
    faults,
    interrupted,
    mail_faults,
    migrating,
    scaled,
    shared_cache,
    slow_clients,
    smuggling,
)
from tests.trust.crowds import buying_while, is_whole
from tests.trust.shops import open_trial

Counted = dict[str, Any]
Judged = tuple[bool, Counted]


def redis(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """Stopped, paused and full of rubbish, in turn."""
    with faults.shop_with_redis(kind, seed=seed, server=server) as (trial, wire):
        told = faults.redis_faults(trial, wire, seconds=3, modes=("cut", "silent", "rubbish") * repetitions)
    logins = told["logins"]
    is_limited = all(set(found) <= {503, 429} for mode, found in logins.items() if mode != "between")
    return is_whole(told) and is_limited and set(logins["between"]) <= {401, 429}, told


def postgres_cut(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    with faults.shop_by_wire(seed=seed, server=server) as (trial, wire):
        told = faults.database_cut(trial, wire, seconds=2, times=repetitions)
    is_ready = told["ready"] == [(503, 200)] * repetitions and max(told["back after s"]) <= 10
    return is_whole(told) and is_ready, told


def postgres_silent(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """30 seconds each; nobody waits longer than the shop's own limit and one attempt to connect."""
    with faults.shop_by_wire(seed=seed, server=server) as (trial, wire):
        rounds = [faults.database_silent(trial, wire, seconds=30) for _ in range(repetitions)]
    good = [
        is_whole(each) and each["alive"] == [200] and each["ready"] == [503] and each["ready afterwards"] == 200
        and each["longest probe s"] < 1.5 and each["longest page s"] < 35
        for each in rounds
    ]  # fmt: skip
    return all(good), {"rounds": rounds}


def locked(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """PostgreSQL: a table locked for 8 seconds; SQLite: the write lock held for 8."""
    with open_trial(kind, seed=seed, server=server) as trial:
        if kind == "sqlite":
            rounds = [faults.writer_stays(trial, seconds=8) for _ in range(repetitions)]
        else:
            rounds = [faults.table_locked(trial, seconds=8) for _ in range(repetitions)]
    return all(is_whole(each) for each in rounds), {"rounds": rounds}


def mail(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """Away, refusing, silent for 30 s; then the sender is killed again and again."""
    with mail_faults.shop_with_mail(kind, seed=seed, server=server) as (trial, port):
        away = mail_faults.mail_away(trial, port, orders=50, silence=30)
        killed = mail_faults.sender_killed(trial, port, kills=repetitions, orders=100)
    is_good = not away["not once"] and not away["violations"] and away["slowest order s"] < 2
    is_sent = not killed["missing"] and not killed["violations"] and killed["more than once"] <= killed["kills"]
    return is_good and is_sent, {"away": away, "killed": killed}


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    folder = Path(mkdtemp(prefix="ilumina-small-"))
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", "-l", str(folder)], check=True)
        folder.rmdir()


def disk_full(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """A tmpfs of 64 MB (root only) for database, counters, pictures, mail and log."""
    rounds = []
    with small_disk(64) as folder, open_trial(kind, seed=seed, server=server, folder=folder) as trial:
        rounds = [faults.disk_full(trial, seconds=3 + number) for number in range(repetitions)]
    wants = {"read while full": [200], "afterwards": [201]}
    good = [is_whole(each) and {name: each[name] for name in wants} == wants for each in rounds]
    told = [set(each["orders while full"]) for each in rounds]
    # A log that has grown before may have room for one more order; some must have met the wall.
    return all(good) and {503} in told and set[int]().union(*told) <= {201, 503}, {"rounds": rounds}


def clock(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    with clocks.shop_with_a_clock(kind, seed=seed, server=server) as (trial, file):
        told = clocks.clock_jumps(trial, file, seconds=4)
    return is_whole(told) and set(told["looked"]) == {200} and set(told["renewed"]) <= {200, 429}, told


def midnights(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """Into a leap day, out of it, and into a new year after one."""
    rounds = []
    for eve in clocks.EVES:
        with clocks.shop_with_a_clock(kind, seed=seed, server=server) as (trial, file):
            rounds.append(clocks.through_midnight(trial, file, eve, seconds=20.0 * repetitions))
    return all(is_whole(each) and each["both days"] for each in rounds), {"rounds": rounds}


def sync_killed(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    with (
        open_trial(kind, seed=seed, server=server, workers=1) as trial,
        open_trial(kind, seed=seed, server=server, workers=1) as twin,
    ):
        told = interrupted.killed_everywhere(trial, twin, kills=repetitions)
    is_same = not told["different"] and not told["violations"]
    return is_same and told["kills"] >= 0.8 * repetitions and told["left half done"] >= 0.5 * repetitions, told


def cache(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    with shared_cache.shop_behind_nginx(kind, seed=seed, server=server) as trial:
        control = shared_cache.careless_control(trial)
        told = shared_cache.cached_and_personal(trial, pages=60 * repetitions)
    is_clean = not (told["leaks"] or told["personal files"] or told["lacking"])
    does_keep = control == {"first": "MISS", "second": "HIT"} and told["files kept"] > 0
    has_names = all(told["own name seen"].get(key, 0) > 0 for key in ("A", "B"))
    return is_clean and does_keep and has_names, told | {"control": control}


def slow(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    with shared_cache.shop_behind_nginx(kind, seed=seed, server=server) as trial:
        told = slow_clients.slow_clients(trial, connections=200, seconds=60)
    return told["p95 beside ms"] < 2 * told["p95 alone ms"], told


def smuggled(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    with shared_cache.shop_behind_nginx(kind, seed=seed, server=server, workers=1) as trial:
        told = smuggling.through_nginx(trial)
        direct = smuggling.smuggled(trial.shop.port)
    both = (told, direct)
    return not any(each["mixed"] or each["faults"] for each in both) and not told["believed"], told | {"direct": direct}


def migrations(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """`repetitions` thousand products and as many orders."""
    with open_trial(kind, seed=seed, server=server, workers=1) as trial:
        told = migrating.back_and_forth(trial, products=1000 * repetitions, orders=1000 * repetitions)
    is_there = told["was behind"] and not (told["behind now"] or told["model and tables differ"] or told["violations"])
    return is_there and told["exits"][0] == 0, told


def code_of_before(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """The release before the last migration sells on the tables of after it; `repetitions` are seconds."""
    with (
        migrating.code_before() as (commit, code),
        open_trial(kind, seed=seed, server=server, code=code) as trial,
    ):
        told = buying_while(trial, lambda: time.sleep(repetitions), paths=faults.PAGES, carts=400)
    return is_whole(told, allowed=frozenset()), told | {"code": commit}


def worst(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """`repetitions` thousand products."""
    with open_trial(kind, seed=seed, server=server, workers=1) as trial:
        migrating.stop_selling(trial.shop)
        migrating.fill(trial.shop, products=1000 * repetitions, orders=0)
        told = trial.clerk.ask("worst_addresses")
    good = [each["status"] < 500 and each["ms"] < 500 and each["statements"] <= 15 for each in told]
    return all(good) and {each["status"] for each in told} <= {200, 400, 404}, {"asked": told}


def is_restored(told: Counted) -> bool:
    is_right = told["exit"] == 0 and "\n0 violations\n" in told["said"] and told["page"] == 200 and told["picture"]
    return is_whole(told) and is_right and not told["forgotten is back"] and told["second restore"][0] == 1


def backup(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    rounds = []
    with open_trial(kind, seed=seed, server=server) as trial:
        rounds = [drills.backup_and_restore(trial, carts=80) for _ in range(repetitions)]
    return all(map(is_restored, rounds)), {"rounds": rounds}


def large_backup(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """`repetitions` thousand products and a tenth as many orders, back in five minutes."""
    with open_trial(kind, seed=seed, server=server) as trial:
        migrating.fill(trial.shop, products=1000 * repetitions, orders=100 * repetitions)
        told = drills.backup_and_restore(trial, carts=80)
    return is_restored(told) and told["restore s"] < 300, told


def scaled_out(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """Primary, replica, Redis, two servers and nginx of its own: journeys, then each of them falls while people buy."""
    with scaled.open_stack(seed=seed, is_filled=True, **faults.LIMITED) as (trial, stack):
        told: Counted = {"reads at the replica": scaled.is_reading_from_replica(stack)}
        told["journeys"] = scaled.journeys(trial, stack)
        rounds = [scaled.while_servers_fall(trial, stack, seconds=3) for _ in range(repetitions)]
    good = [is_whole(each, allowed=frozenset()) for one in rounds for each in one.values()]
    good += [one[name]["left alone"] > 0 for one in rounds for name in ("replica killed", "replica silent")]
    is_travelled = set(told["journeys"].values()) == {0}
    return all(good) and is_travelled and told["reads at the replica"], told | {"rounds": rounds}


def in_turn(kind: str, seed: int, server: str, repetitions: int) -> Judged:
    """`repetitions`: visits through nginx."""
    with scaled.open_stack(seed=seed) as (_, stack):
        told = scaled.in_turn(stack, visits=repetitions)
    return set(told["answers"]) == {"200"}, told


# name: (trial, repetitions, databases)
FAULTS: dict[str, tuple[Callable[[str, int, str, int], Judged], int, tuple[str, ...]]] = {
    "redis": (redis, 3, ("sqlite", "postgresql")),
    "postgres_cut": (postgres_cut, 5, ("postgresql",)),
    "postgres_silent": (postgres_silent, 1, ("postgresql",)),
    "locked": (locked, 2, ("sqlite", "postgresql")),
    "mail": (mail, 20, ("sqlite", "postgresql")),
    "disk_full": (disk_full, 3, ("sqlite",)),
    "clock": (clock, 1, ("sqlite", "postgresql")),
    "midnights": (midnights, 1, ("sqlite", "postgresql")),
    "sync_killed": (sync_killed, 50, ("sqlite", "postgresql")),
    "cache": (cache, 2, ("sqlite", "postgresql")),
    "migrations": (migrations, 100, ("sqlite", "postgresql")),
    "code_of_before": (code_of_before, 30, ("sqlite", "postgresql")),
    "worst": (worst, 100, ("sqlite", "postgresql")),
    "smuggling": (smuggled, 1, ("sqlite",)),
    "slow_clients": (slow, 1, ("sqlite",)),
    "backup": (backup, 3, ("sqlite", "postgresql")),
    "large_backup": (large_backup, 100, ("sqlite", "postgresql")),
    "scaled": (scaled_out, 1, ("postgresql",)),
    "in_turn": (in_turn, 10_000, ("postgresql",)),
}
