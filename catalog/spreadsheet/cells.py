"""One cell as a person of Brazil reads it, typed or as text.

What keeps it from computing: `iluminacasa/spreadsheets.py`.
"""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what XML has no letter for


class Formula(str):
    """A cell that computes; we want what a person can read."""

    __slots__ = ()


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
