"""The file of purchases, read strictly: a word it does not know is a mistake in the file."""

import tomllib
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.servers import ROOT

FILE = ROOT / "examples" / "scenarios" / "purchases.toml"
FORM = 1
STEPS = {
    "look": {"product"}, "add": {"product", "quantity"}, "change": {"product", "quantity"}, "remove": {"product"},
    "coupon": {"code"}, "deliver": {"cep", "method"}, "sign_in": set(), "order": {"payment"}, "pay": set(),
    "cancel": {"reason"},
}  # fmt: skip
Seen = dict[str, Any]


@dataclass(frozen=True)
class Step:
    do: str
    given: dict[str, Any]
    expect: Seen


@dataclass(frozen=True)
class Scenario:
    name: str
    title: str
    steps: list[Step]
    end: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Book:
    goods: list[dict[str, Any]] = field(default_factory=list)
    coupons: list[dict[str, Any]] = field(default_factory=list)
    freight: list[dict[str, Any]] = field(default_factory=list)
    scenarios: list[Scenario] = field(default_factory=list)


class Way(Protocol):
    """A way through the shop. Each answers what a customer sees after the step."""

    def look(self, product: str) -> Seen: ...
    def add(self, product: str, quantity: int) -> Seen: ...
    def change(self, product: str, quantity: int) -> Seen: ...
    def remove(self, product: str) -> Seen: ...
    def coupon(self, code: str) -> Seen: ...
    def deliver(self, cep: str, method: str) -> Seen: ...
    def sign_in(self) -> Seen: ...
    def order(self, payment: str) -> Seen: ...
    def pay(self) -> Seen: ...
    def cancel(self, reason: str) -> Seen: ...


def read(text: str) -> Book:
    told = tomllib.loads(text)
    if told.pop("form", None) != FORM:
        raise ValueError(f"This is not a file of form {FORM}.")
    scenarios = [scenario(each) for each in told.pop("scenario", [])]
    book = Book(told.pop("goods", []), told.pop("coupons", []), told.pop("freight", []), scenarios)
    if told:
        raise ValueError(f"Unknown: {', '.join(sorted(told))}.")
    return book


def scenario(told: dict[str, Any]) -> Scenario:
    return Scenario(told["name"], told["title"], [step(each) for each in told["step"]], told["end"])


def step(told: dict[str, Any]) -> Step:
    do, expect = told.pop("do"), told.pop("expect", {})
    if STEPS.get(do) != told.keys():
        raise ValueError(f"The step {do} is told as {sorted(told)}.")
    return Step(do, told, expect)


def play(found: Scenario, way: Way) -> list[Seen]:
    """What was seen after each step; it must hold what the file expects."""
    trace = []
    for number, each in enumerate(found.steps, start=1):
        seen: Seen = getattr(way, each.do)(**each.given)
        said = {name: seen.get(name) for name in each.expect}
        assert said == each.expect, f"{found.name}, step {number} ({each.do}): {seen}"
        trace.append(seen)
    return trace
