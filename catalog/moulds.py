"""Templates read once: their fixed text, and in it the places of what is printed.

A page prints the same small piece hundreds of times (a card, a choice of a filter). The template stays the only
place where its HTML stands; it is rendered once for every *shape* it can have, with a `Mark` wherever a value goes,
and each piece after that is one `%` of a text.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from typing import cast as cast_to

from django.template.loader import get_template

BEGIN, END = f"\ue000{secrets.token_hex(8)}:", "\ue001"  # nobody who writes a name or a title can guess it
MARKED = re.compile(f"{BEGIN}([^{END}]*){END}")


class Mark(str):
    """Stands where a value will be printed. Filters of ours note their name on it; tests see `like`."""

    name: str
    like: float

    def __new__(cls, name: str, *, like: float = 2) -> "Mark":
        mark = super().__new__(cls, f"{BEGIN}{name}{END}")
        mark.name, mark.like = name, like
        return mark

    def through(self, filter_name: str) -> "Mark":
        return Mark(f"{self.name}|{filter_name}", like=self.like)

    def __float__(self) -> float:
        return float(self.like)

    def __gt__(self, other: Any) -> bool:
        return bool(self.like > other)


@dataclass(frozen=True)
class Mould:
    skeleton: str  # `%(name)s` where a value goes
    names: frozenset[str]

    def fill(self, values: Mapping[str, str]) -> str:
        """`values` are HTML already."""
        return self.skeleton % values


def cast(template: str, context: Mapping[str, Any]) -> Mould:
    text = get_template(template).render(dict(context))
    skeleton = MARKED.sub(r"%(\1)s", text.replace("%", "%%"))
    return Mould(skeleton, frozenset(MARKED.findall(text)))


# --- Kept by each process --------------------------------------------------------------------------
_kept: list[Callable[[], None]] = []


def kept[**P, R](*, maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """`lru_cache` for what is made of templates."""

    def keep(make: Callable[P, R]) -> Callable[P, R]:
        cached = lru_cache(maxsize=maxsize)(make)
        _kept.append(cached.cache_clear)
        return cast_to(Callable[P, R], cached)

    return keep


def forget(**_signal: object) -> None:
    """A template was written anew under a running process, as happens while the shop is being worked on."""
    for clear in _kept:
        clear()
