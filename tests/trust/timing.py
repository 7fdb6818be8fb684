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
    """Per question the medians in ms, and how likely so different times of two kinds are by chance.

    What seems apart is asked once more of other mailboxes: of twelve comparisons one in nine runs has a chance below
    LIKELY though nothing is told, but hardly ever the same one twice; what is really told shows again.
    """
    told: dict[str, Any] = {}
    boxes = trial.clerk.ask("mailboxes", count=samples)
    for question in questions(trial):
        told[question.name] = asked(trial, question, boxes)
        if not is_near(told[question.name]):
            told[question.name]["again"] = asked(trial, question, trial.clerk.ask("mailboxes", count=samples))
    return told


def asked(trial: Trial, question: Question, boxes: dict[str, list[str]]) -> dict[str, Any]:
    took: dict[str, list[float]] = {kind: [] for kind in question.kinds}
    statuses: dict[str, set[int]] = {kind: set() for kind in question.kinds}
    turns = [(kind, mailbox) for kind in question.kinds for mailbox in boxes[kind]]
    trial.random.shuffle(turns)
    for kind, mailbox in turns:
        began = time.perf_counter()
        statuses[kind].add(question.ask(mailbox))
        took[kind].append(time.perf_counter() - began)
    return compared(took) | {
        "statuses": sorted(set[int]().union(*statuses.values())),
        "same answer": len({tuple(sorted(each)) for each in statuses.values()}) == 1,
    }


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


def is_near(told: dict[str, Any]) -> bool:
    return told["apart"] <= NEAR and told["chance"] > LIKELY


def is_alike(told: dict[str, Any]) -> bool:
    twice = [(each, each.get("again", each)) for each in told.values()]
    return all(
        first["same answer"] and again["same answer"] and (is_near(first) or is_near(again)) for first, again in twice
    )
