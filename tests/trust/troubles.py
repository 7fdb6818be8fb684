"""What goes wrong on a bad day, one thing after another: a worker killed, Redis gone, a feed that is full of faults."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.catalog.sync.upstream import Answer, Reply, Upstream, row
from tests.servers import ROOT, children_of
from tests.trust.kills import GROWN
from tests.trust.shops import Trial
from tests.trust.town import SETTLING, Windows
from tests.trust.wires import Wire

ROWS, PLENTY = 300, 1_000_000
REDIS_FAULTS = ("cut", "silent", "rubbish")
FEEDS = ("right", "broken off", "not json", "refusing", "empty", "bad rows", "other prices")
SYNC_LIMIT = 120


@dataclass
class Feed:
    """A source whose next answer may be wrong in any of the ways of `FEEDS`."""

    trial: Trial
    upstream: Upstream = field(default_factory=Upstream)
    exits: Counter[str] = field(default_factory=Counter)
    turn: int = 0

    def __post_init__(self) -> None:
        self.upstream.rows = [row(number) for number in range(1, ROWS + 1)]

    def sync(self, kind: str) -> None:
        self.turn += 1
        self.upstream.rows = [self.fresh(number) for number in range(1, ROWS + 1)]
        if kind == "bad rows":
            self.upstream.rows[::20] = [{"id": None, "price": "NaN"}] * (ROWS // 20)  # none there is plenty of
        self.upstream.script = lambda asked, number: self.wrong(kind)
        words = [
            sys.executable, "manage.py", "sync_products", "--url", self.upstream.url, "--format", "json",
            "--images", "none", "--force-fields", "stock", "--timeout", "2", "--deadline", "20",
        ]  # fmt: skip
        done = subprocess.run(
            words, cwd=ROOT, env=self.trial.shop.environment, capture_output=True, text=True, timeout=SYNC_LIMIT,
            check=False,
        )  # fmt: skip
        self.exits[f"{kind}: {exit_of(done)}"] += 1

    def fresh(self, number: int) -> dict[str, Any]:
        """Of every fifth there is plenty, another number with each run; a tenth of the others has a new price."""
        if number % 5 == 0:
            return row(number, stock=PLENTY + self.turn)
        return row(number, price=10.5 + (self.turn % 3 if number % 10 == self.turn % 10 else 0), stock=500)

    def wrong(self, kind: str) -> Reply:
        answers = {
            "broken off": Answer(body=b'{"products": [', length=9_999),
            "not json": Answer(body=b"<html>gateway</html>"),
            "refusing": Answer(status=503, headers={"Retry-After": "1"}),
            "empty": Answer(body=json.dumps({"products": [], "total": 0, "skip": 0, "limit": 0}).encode()),
        }
        return answers.get(kind)


def exit_of(done: subprocess.CompletedProcess[str]) -> str:
    try:
        return str(json.loads(done.stdout)["exit_code"])
    except (ValueError, KeyError):
        return f"{done.returncode} without a report: {done.stderr[-200:]}"


def kill_one(trial: Trial, born: dict[int, float]) -> bool:
    """A worker old enough for the server to start it anew; false when there is none."""
    server = trial.shop.process
    if server is None or server.poll() is not None:
        raise RuntimeError(trial.shop.log())
    now = time.monotonic()
    grown = [pid for pid in children_of(server.pid) if now - born.setdefault(pid, now) >= GROWN]
    if grown:
        os.kill(trial.random.choice(grown), signal.SIGKILL)
    return bool(grown)


@dataclass
class BadDay:
    trial: Trial
    wire: Wire
    feed: Feed
    pause: float = 15.0  # seconds on average between two troubles
    born: dict[int, float] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)

    def run(self, until: float) -> Windows:
        windows: Windows = []
        while time.monotonic() < until:
            time.sleep(self.pause * (0.5 + self.trial.random.random()))  # calm between two troubles
            kind = self.trial.random.choice(("worker", "redis", "feed"))
            began = time.monotonic()
            self.bring(kind)
            self.told[kind] += 1
            if kind != "feed":  # a sync is no excuse for a slow page
                windows.append((began, time.monotonic() + SETTLING))
        return windows

    def bring(self, kind: str) -> None:
        if kind == "worker":
            kill_one(self.trial, self.born)
        elif kind == "redis":
            with self.wire.being(self.trial.random.choice(REDIS_FAULTS)):
                time.sleep(3)  # the length of the fault
        else:
            self.feed.sync(self.trial.random.choice(FEEDS))


@dataclass
class Syncing:
    """The catalogue is brought in again and again, without a pause."""

    feed: Feed

    def run(self, until: float) -> Windows:
        while time.monotonic() < until:
            self.feed.sync("right" if self.feed.turn % 2 else "other prices")
        return []
