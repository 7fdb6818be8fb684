"""How long known, unknown and deactivated people wait for the same refusal: nobody can tell them apart by the clock.

Asked in turn and in any order, so that whatever else the machine does falls on all of them alike.
"""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.trust.clients import App, Door
from tests.trust.shops import Trial

KINDS = ("known", "unknown", "inactive")
LIKELY = 0.01  # below it two groups differ
NEAR = 0.10  # medians may differ by so much
FORM = {"Content_Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Question:
    name: str
    ask: Callable[[str], int]
    kinds: tuple[str, ...] = KINDS


def questions(trial: Trial) -> list[Question]:
    """`ask`: with a mailbox; the status."""
    app, door, origin = App(trial.url), Door(trial.url), {"Origin": trial.url}

    def page(path: str, **fields: str) -> Callable[[str], int]:
        def ask(mailbox: str) -> int:
            body = "&".join(f"{name}={value}" for name, value in fields.items()) + f"&email={mailbox}"
            return door.ask("POST", path, body=body, **FORM, **origin).status

        return ask

    def api(path: str, **fields: str) -> Callable[[str], int]:
        return lambda mailbox: app.post(path, fields | {"email": mailbox}).status

    return [
        Question("page: sign in", page("/entrar/", senha="nao-e-esta-senha-7")),
        Question(
            "page: sign up", page("/cadastro/", nome="Ana", senha="casa-amarela-no-alto-7"), ("known", "new here")
        ),
        Question("page: forgotten", page("/senha/esqueci/")),
        Question("api: sign in", api("auth/login/", password="nao-e-esta-senha-7")),
        Question(
            "api: sign up", api("auth/register/", password="casa-amarela-no-alto-7", name="Ana"), ("known", "new there")
        ),
        Question("api: reset", api("auth/password/reset/")),
        Question("api: order by number and mailbox", api("order-tokens/", number="IC0000000000000")),
    ]


def timed(trial: Trial, *, samples: int) -> dict[str, Any]:
    """Per question the medians in ms, and how likely so different times of two kinds are by chance."""
    boxes = trial.clerk.ask("mailboxes", count=samples)
    told: dict[str, Any] = {}
    for question in questions(trial):
        took: dict[str, list[float]] = {kind: [] for kind in question.kinds}
        statuses: dict[str, set[int]] = {kind: set() for kind in question.kinds}
        turns = [(kind, number) for number in range(samples) for kind in question.kinds]
        trial.random.shuffle(turns)
        for kind, number in turns:
            began = time.perf_counter()
            statuses[kind].add(question.ask(boxes[kind][number]))
            took[kind].append(time.perf_counter() - began)
        told[question.name] = compared(took) | {"statuses": sorted(set[int]().union(*statuses.values()))}
        told[question.name]["same answer"] = len({tuple(sorted(each)) for each in statuses.values()}) == 1
    return told


def compared(took: dict[str, list[float]]) -> dict[str, Any]:
    medians = {kind: round(statistics.median(times) * 1000, 2) for kind, times in took.items()}
    first, *others = took
    chance = min(likelihood(took[first], took[other]) for other in others)
    return {
        "medians ms": medians,
        "apart": round(max(medians.values()) / min(medians.values()) - 1, 3),
        "chance": round(chance, 4),
    }


def likelihood(left: Sequence[float], right: Sequence[float]) -> float:
    """Mann and Whitney's test, both sides, by the normal approximation (no ties between times)."""
    ranks = {value: rank for rank, value in enumerate(sorted([*left, *right]), start=1)}
    n, m = len(left), len(right)
    above = sum(ranks[value] for value in left) - n * (n + 1) / 2
    spread = math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(above - n * m / 2) / spread / math.sqrt(2))


def is_alike(told: dict[str, Any]) -> bool:
    return all(each["same answer"] and each["apart"] <= NEAR and each["chance"] > LIKELY for each in told.values())
