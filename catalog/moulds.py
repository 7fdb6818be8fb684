"""Templates read once: their fixed text, and in it the places of what is printed.

A page prints the same small piece hundreds of times (a card, a choice of a filter). The template stays the only
place where its HTML stands; it is rendered once for every *shape* it can have, with a `Mark` wherever a value goes,
and each piece after that is one `%` of a text.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.template.loader import get_template
from django.utils.functional import Promise

from iluminacasa import languages

SECRET = secrets.token_hex(8)  # nobody who writes a name or a title can guess it
BEGIN, END, BETWEEN = f"\ue000{SECRET}:", "\ue001", f"\ue002{SECRET}"
MARKED = re.compile(f"{BEGIN}([^{END}]*){END}")
GAP = "gap:"  # marks named so are left in what a mould prints: they are filled for each visitor (`kept.py`)
FILLED = re.compile(f"{BEGIN}((?!{GAP})[^{END}]*){END}")


class Mark(str):
    """Stands where a value will be printed. Filters of ours note their name on it; tests see `like`."""

    name: str
    like: float
    lang: str  # of a text in another language than the page's

    def __new__(cls, name: str, *, like: float = 2, lang: str = "") -> "Mark":
        mark = super().__new__(cls, f"{BEGIN}{name}{END}")
        mark.name, mark.like, mark.lang = name, like, lang
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
    skeleton = FILLED.sub(r"%(\1)s", text.replace("%", "%%"))
    return Mould(skeleton, frozenset(FILLED.findall(text)))


def escaped(words: Sequence[str]) -> list[str]:
    """All of them at once: a card has thirty, most of them short."""
    return escape(BETWEEN.join(words)).split(BETWEEN)


# --- Kept by each process --------------------------------------------------------------------------
_kept: list[Callable[[], None]] = []


def kept[**P, R](*, maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Remembered for each language: for what is made of templates."""

    def keep(make: Callable[P, R]) -> Callable[P, R]:
        remembered = languages.kept(maxsize=maxsize)(make)
        _kept.append(remembered.cache_clear)
        return remembered

    return keep


def forget(**_signal: object) -> None:
    """A template was written anew under a running process, as happens while the shop is being worked on."""
    for clear in _kept:
        clear()


NOTHING: Mapping[str, Any] = {}
MOST_WORDS = 120  # of a shape that is kept: addresses with fifty filters would fill the memory with shapes of their own


# --- Any component ----------------------------------------------------------------------------------
def pressed(template: str, values: Mapping[str, Any], *, fixed: Mapping[str, Any] = NOTHING) -> str:
    """A component, or a whole page, printed from a mould of its own for every shape its values have.

    The shape says what is there and how often. Texts and numbers are filled in: a template may print them and ask
    whether they are there, one or more; it may compare none of them, nor change one by a filter. What is `fixed`
    belongs to the shape as it is: that may be compared.
    """
    words: dict[str, str] = {}
    ready: dict[str, str] = {}
    kind, content = outline("", values, words, ready)
    shape = (kind, (*content, *fixed.items()))
    found = dict(zip(words, escaped(list(words.values())), strict=True)) if words else {}
    is_usual = len(words) + len(ready) <= MOST_WORDS
    mould = shaped(template, shape) if is_usual else cast(template, marked(shape))
    return mould.fill(found | ready)


def outline(name: str, value: Any, words: dict[str, str], ready: dict[str, str]) -> Any:
    """What a template can ask of the value. What it prints goes into `words`, or `ready` when it is HTML already."""
    if isinstance(value, str | Promise):
        value = value if isinstance(value, str) else str(value)
        if not value:
            return ""
        (ready if hasattr(value, "__html__") else words)[name] = value
        return (TEXT, name, getattr(value, "lang", ""))
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        ready[name] = str(value)
        return (NUMBER, name, min(value, 2))
    if isinstance(value, Mapping):
        return (GROUP, tuple([(key, outline(f"{name}.{key}", each, words, ready)) for key, each in value.items()]))
    if not isinstance(value, list | tuple):
        raise TypeError(f"{name}: a mould has no place for {type(value).__name__}")
    return (ROW, tuple([outline(f"{name}.{number}", each, words, ready) for number, each in enumerate(value)]))


TEXT, NUMBER, GROUP, ROW = "text", "number", "group", "row"


@kept(maxsize=2_048)
def shaped(template: str, shape: Any) -> Mould:
    return cast(template, marked(shape))


def marked(shape: Any) -> Any:
    """The values of a shape, with marks where something is printed."""
    if not isinstance(shape, tuple):
        return shape
    kind, content = shape[0], shape[1]
    if kind == TEXT:
        return Mark(content, lang=shape[2])
    if kind == NUMBER:
        return Mark(content, like=shape[2]) if shape[2] else 0
    if kind == GROUP:
        return {key: marked(each) for key, each in content}
    return [marked(each) for each in content]
