"""One thing that was looked at: how it is, and in one line what to do."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Finding:
    part: str
    level: Level
    found: str
    advice: str = ""


def ok(part: str, found: str) -> Finding:
    return Finding(part, "ok", found)


def warning(part: str, found: str, advice: str) -> Finding:
    return Finding(part, "warning", found, advice)


def error(part: str, found: str, advice: str) -> Finding:
    return Finding(part, "error", found, advice)
