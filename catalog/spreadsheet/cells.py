"""One cell: text that stays text on its way out, and is itself again on its way in."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

MARK = "'"
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what makes a spreadsheet compute
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what XML has no letter for


class Formula(str):
    """A cell that computes; we want what a person can read."""

    __slots__ = ()


def computes(text: str) -> bool:
    return text.lstrip(" \u00a0").startswith(STARTS)


def harmless(text: str) -> str:
    """An apostrophe before what would be computed; `restored` takes exactly that one away again."""
    return MARK + text if computes(text.lstrip(MARK)) else text


def restored(text: str) -> str:
    return text[1:] if text.startswith(MARK) and computes(text.lstrip(MARK)) else text


def as_text(value: Any) -> str:
    """A value as a person of Brazil reads it; the same for a typed cell and for its text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sim" if value else "não"
    if isinstance(value, datetime):
        moment = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{moment:%d/%m/%Y %H:%M:%S}"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return str(value)


def is_same(one: Any, other: Any) -> bool:
    """Whether two cells say the same, whatever the file made of line ends and unprintable signs."""
    return plain(as_text(one)) == plain(as_text(other))


def plain(text: str) -> str:
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
