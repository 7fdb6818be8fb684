"""The trials of trust in their long form, on a server of four processes; prints what was counted.

    .venv/bin/python -m tests.trust.full
    .venv/bin/python -m tests.trust.full --only last_units --database postgres://user@host/any --seed 7
    .venv/bin/python -m tests.trust.full --only last_units --stack   # two servers, replica, Redis, nginx
    .venv/bin/python -m tests.trust.full --share 0.02 --rounds 3     # everything, a fiftieth of it, three times

Exit code 0 only when every trial held. Without --database each trial runs on SQLite; with it, on that PostgreSQL
server, in a database of its own. `oversell` is the negative control: it holds when the shop without its guard
oversells, on PostgreSQL in every repetition.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.servers import ROOT
from tests.trust import kills, leaving, pressure, races, scaled, timing
from tests.trust.full_days import DAYS
from tests.trust.full_faults import FAULTS
from tests.trust.shops import NOTED, PLAIN, UNGUARDED, Trial, open_trial

Counted = dict[str, Any]
FAREWELL = {"200", "closed", "unanswered"}
TEN = {"orders": 10, "carts": 10, "sold": 10, "stock": 0, "numbers": 10, "refused": 54}


def is_ten(each: Counted) -> bool:
    is_known = set(each["answers"]) <= {"201", "303", "409"} and each["answers"]["409"] == 54
    return is_known and all(each[name] == value for name, value in TEN.items())


def last_units(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    rounds = races.last_units(trial, repetitions=repetitions)["rounds"]
    good, answers = sum(map(is_ten, rounds)), added(rounds)
    return good == len(rounds), {"repetitions": len(rounds), "ten orders, 54 refused, none left": good} | answers


def oversell(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    rounds = races.last_units(trial, repetitions=repetitions)["rounds"]
    sold = [each["sold"] for each in rounds]
    return all(count > 10 for count in sold), {"units sold of 10": sold} | added(rounds)


def added(rounds: list[Counted]) -> Counted:
    totals: dict[str, int] = {}
    for each in rounds:
        for status, count in each["answers"].items():
            totals[status] = totals.get(status, 0) + count
    return {"answers": totals}


def same(play: Callable[..., Counted], status: str) -> Callable[[Trial, int], tuple[bool, Counted]]:
    def judged(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
        told = play(trial, repetitions=repetitions)
        is_one = told["answers"] == {status: 11 * repetitions} and told["orders"] == repetitions
        return is_one and told["different"] == 0, told

    return judged


def both_doors(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    told = races.both_doors(trial, repetitions=repetitions)
    is_clean = set(told["answers"]) <= {"201", "303", "409"}
    return is_clean and told["several"] == 0 and told["orders"] == repetitions, told


def refreshes(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    told = races.refreshes(trial, repetitions=repetitions)
    return told["odd"] == 0 and told["answers"] == {"200": repetitions, "401": 7 * repetitions}, told


def killing(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    told = kills.kills(trial, repetitions=repetitions)
    is_whole = not (told["wrong"] or told["faults"] or told["forgotten keys"] or told["violations"])
    return is_whole and told["kills"] == repetitions, told


def crossing(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    told = pressure.crossing(trial, repetitions=repetitions)
    is_whole = all(
        told[name] == {"answers": {"201": repetitions}, "sold": [repetitions] * lines}
        for name, lines in (("one product", 1), ("four products", pressure.PRODUCTS))
    )
    return is_whole and told["deadlocks"] == 0 and told["ratio"] >= 0.6, told


def last_line(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    told = pressure.last_line(trial, repetitions=repetitions)
    is_whole = told["won"] + told["refused"] == repetitions and not told["odd"]
    return is_whole and told["sold beside"] == [told["won"]] * 2, told


def readers(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    told = pressure.readers(trial, repetitions=repetitions)
    return set(told["alone"]) == set(told["beside a writer"]) == {"200"} and told["ratio"] >= 0.5, told


def collapses(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    told = pressure.collapses(trial, repetitions=repetitions)
    is_whole = told["collapses"] == repetitions and told["integrity"] == ["ok"]
    return is_whole and not (told["wrong"] or told["faults"]), told


def farewells(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    told = leaving.farewells(trial, repetitions=repetitions)
    return is_farewell(told, FAREWELL) and told["longest s"] < 30, told


def rolling(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    """`repetitions`: visits. The door is never closed."""
    told = leaving.rolling(trial, visits=repetitions)
    return is_farewell(told, FAREWELL - {"closed"}), told


def is_farewell(told: Counted, allowed: set[str]) -> bool:
    """Nothing that was taken stayed without its answer."""
    is_noted = 0 < told["answers"]["200"] <= told["noted"]
    return is_noted and {answer.split()[0] for answer in told["answers"]} <= allowed and not told["broken"]


def enumeration(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    told = timing.timed(trial, samples=repetitions)
    return timing.is_alike(told), told


def folds(trial: Trial, repetitions: int) -> tuple[bool, Counted]:
    told = trial.clerk.ask("fold_killed", kills=repetitions, seed=trial.random.getrandbits(32))
    return not told["odd"] and set(told["found"]) == {"two carts", "union"}, told


# name: (trial, repetitions, application)
TRIALS: dict[str, tuple[Callable[[Trial, int], tuple[bool, Counted]], int, str]] = {
    "last_units": (last_units, 20, PLAIN),
    "same_key": (same(races.same_key, "201"), 20, PLAIN),
    "double_click": (same(races.double_click, "303"), 20, PLAIN),
    "renewed_token": (same(races.renewed_token, "201"), 20, PLAIN),
    "both_doors": (both_doors, 50, PLAIN),
    "refreshes": (refreshes, 50, PLAIN),
    "oversell": (oversell, 20, UNGUARDED),
    "kills": (killing, 200, PLAIN),
    "crossing": (crossing, 600, PLAIN),
    "last_line": (last_line, 200, PLAIN),
    "readers": (readers, 10, PLAIN),
    "collapses": (collapses, 20, PLAIN),
    "farewells": (farewells, 10, NOTED),
    "rolling": (rolling, 10_000, NOTED),
    "enumeration": (enumeration, 200, PLAIN),
    "folds": (folds, 200, PLAIN),
}


# name: (test module, what makes it long)
SUITES = {
    "totals": ("tests/trust/test_totals.py", {"TOTALS": "5000"}),
    "routes": ("tests/trust/test_routes.py", {"ROUTES": "full"}),
    "machine": ("tests/trust/test_machine.py", {"MACHINE": "500", "MACHINE_STEPS": "50"}),
    "garbage": ("tests/trust/test_garbage.py", {"GARBAGE": "100000"}),
    "guesses": ("tests/trust/test_guesses.py", {"GUESSES": "10000"}),
    "rivals": ("tests/orders/test_rivals.py", {}),
}
ARRANGED = FAULTS | DAYS  # each opens the shop it needs
ON_OWN_SERVERS = {"scaled", "in_turn"}  # start their PostgreSQL themselves
ROUNDS = {"rivals": 20}  # asked so often as they are
# With fewer than this a trial cannot see what it asks for: both outcomes of a kill, looks enough for half a percent.
FEWEST = {
    "kills": 10,
    "crossing": 60,
    "last_line": 10,
    "folds": 20,
    "enumeration": 100,
    "sync_killed": 6,
    "ordinary_day": 30,
    "overload": 30,
    "syncing": 60,
    "bad_day": 180,
}


def of_share(name: str, usual: int, asked: argparse.Namespace) -> int:
    """How often, how many or how long: what was asked for, else this share of the trial's own number."""
    return asked.repetitions or max(FEWEST.get(name, 1), round(usual * asked.share))


def run_suite(name: str, asked: argparse.Namespace) -> bool:
    """Those that need no server of their own: the same tests as in the short form, longer or oftener."""
    module, more = SUITES[name]
    own, rounds = name.upper(), of_share(name, ROUNDS[name], asked) if name in ROUNDS else 1
    told = {"TEST_DATABASE_URL": asked.database, f"{own}_SEED": str(asked.seed)} | more
    if own in more and more[own].isdecimal():
        told |= {own: str(of_share(name, int(more[own]), asked))}
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-s", "--show-capture=no", "--tb=short", module]
    held = sum(
        subprocess.run(command, cwd=ROOT, env=os.environ | told, check=False).returncode == 0 for _ in range(rounds)
    )
    seconds = time.monotonic() - began
    word = "held  " if held == rounds else "BROKEN"
    print(f"{word} {name}: {held} of {rounds}, {seconds:.1f} s, load {os.getloadavg()[0]:.1f}", flush=True)
    return held == rounds


def run_fault(name: str, asked: argparse.Namespace) -> bool:
    """Those that break something around the shop, and open a shop arranged for it."""
    judge, usual, kinds = ARRANGED[name]
    kind = "postgresql" if asked.database or name in ON_OWN_SERVERS else "sqlite"
    if kind not in kinds:
        print(f"passed over {name}: it is not about {kind}", flush=True)
        return True
    began = time.monotonic()
    held, told = judge(kind, asked.seed, asked.database, of_share(name, usual, asked))
    told |= {"seed": asked.seed, "seconds": round(time.monotonic() - began, 1), "load": round(os.getloadavg()[0], 1)}
    print(f"{'held  ' if held else 'BROKEN'} {name} on {kind}: {json.dumps(told, ensure_ascii=False)}", flush=True)
    return held


def run(name: str, asked: argparse.Namespace) -> bool:
    if name in SUITES:
        return run_suite(name, asked)
    if name in ARRANGED:
        return run_fault(name, asked)
    judge, usual, application = TRIALS[name]
    kind = "postgresql" if asked.database or asked.stack else "sqlite"
    began = time.monotonic()
    opened = scaled.open_trial if asked.stack else open_trial
    with opened(kind, seed=asked.seed, server=asked.database, application=application) as trial:
        held, told = judge(trial, of_share(name, usual, asked))
        if application != UNGUARDED:
            told["violations"] = trial.clerk.ask("audit")
            held = held and not told["violations"]
    told |= {"seed": asked.seed, "seconds": round(time.monotonic() - began, 1), "load": round(os.getloadavg()[0], 1)}
    print(f"{'held  ' if held else 'BROKEN'} {name} on {kind}: {json.dumps(told, ensure_ascii=False)}", flush=True)
    return held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--only", action="append", choices=[*TRIALS, *SUITES, *ARRANGED], help="may be given several times"
    )
    parser.add_argument("--database", default="", help="address of a PostgreSQL server; SQLite without it")
    parser.add_argument("--repetitions", type=int, default=0, help="instead of each trial's own number")
    parser.add_argument("--share", type=float, default=1.0, help="of each trial's own number, never below FEWEST")
    parser.add_argument("--rounds", type=int, default=1, help="everything again, each time with the next seed")
    parser.add_argument("--stack", action="store_true", help="several servers behind nginx, for the trials of races")
    parser.add_argument("--seed", type=int, default=20260310)
    asked = parser.parse_args()
    wanted = asked.only or [name for name in [*TRIALS, *SUITES, *ARRANGED] if name != "oversell" or asked.database]
    broken = []
    for turn in range(asked.rounds):
        began = time.monotonic()
        failed = [name for name in wanted if not run(name, asked)]
        minutes = (time.monotonic() - began) / 60
        held = len(wanted) - len(failed)
        print(f"round {turn + 1}, seed {asked.seed}: {held} of {len(wanted)} held, {minutes:.1f} min", flush=True)
        broken += failed
        asked.seed += 1
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
