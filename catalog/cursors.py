"""A place in a list of the API, as text a client hands back unread: `after.<key>` or `before.<key>`."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from iluminacasa.errors import Invalid, Missing

KEY = r"[-a-zA-Z0-9_]{1,90}"
MAX_DIGITS = 18  # of a primary key: inside 64 bits
PATTERN = rf"^(after|before)\.{KEY}$"


class MalformedCursor(Invalid):
    code = "invalid_filter"
    default_message = _("Este cursor não tem a forma dos que a API devolve.")


class UnknownCursor(Missing):
    code = "invalid_cursor"
    default_message = _("Este ponto da lista não existe mais. Recomece sem cursor.")


@dataclass(frozen=True)
class Cursor:
    key: str
    is_forward: bool = True

    def __str__(self) -> str:
        return f"{'after' if self.is_forward else 'before'}.{self.key}"

    @classmethod
    def read(cls, text: str) -> "Cursor":
        if not re.fullmatch(PATTERN, text):
            raise MalformedCursor(field="cursor")
        direction, _, key = text.partition(".")
        return cls(key, direction == "after")


@dataclass(frozen=True)
class Slice[T]:
    items: Sequence[T]
    next: Cursor | None
    previous: Cursor | None


def around[T](found: Iterable[T], cursor: Cursor | None, size: int, key_of: Callable[[T], str]) -> Slice[T]:
    """A page out of up to `size + 1` rows read in the direction of `cursor`."""
    rows = list(found)
    has_more = len(rows) > size
    items = rows[:size]
    is_forward = cursor is None or cursor.is_forward
    if not is_forward:
        items.reverse()
    has_next = has_more if is_forward else True
    has_previous = cursor is not None if is_forward else has_more
    return Slice(
        items=items,
        next=Cursor(key_of(items[-1])) if items and has_next else None,
        previous=Cursor(key_of(items[0]), False) if items and has_previous else None,
    )


def cut[T](items: Sequence[T], cursor: Cursor | None, size: int, key_of: Callable[[T], str]) -> Slice[T]:
    """A page of a list held whole in memory."""
    if cursor is None:
        return around(items[: size + 1], None, size, key_of)
    places = {key_of(item): place for place, item in enumerate(items)}
    place = places.get(cursor.key)
    if place is None:
        raise UnknownCursor(field="cursor")
    if cursor.is_forward:
        return around(items[place + 1 : place + 2 + size], cursor, size, key_of)
    return around(items[max(0, place - size - 1) : place][::-1], cursor, size, key_of)


def newest_first(rows: QuerySet[Any], cursor: Cursor | None, size: int) -> Slice[Any]:
    """A page of rows by `created_at`, the key being the primary key. One query, two with a cursor."""
    if cursor is None:
        return around(rows.order_by("-created_at", "-pk")[: size + 1], None, size, primary_key)
    is_number = cursor.key.isascii() and cursor.key.isdigit() and len(cursor.key) <= MAX_DIGITS
    place = rows.filter(pk=int(cursor.key)).values_list("created_at", "pk").first() if is_number else None
    if place is None:
        raise UnknownCursor(field="cursor")
    at, pk = place
    if cursor.is_forward:
        beyond = Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(pk__lt=pk))
        found = rows.filter(beyond).order_by("-created_at", "-pk")
    else:
        beyond = Q(created_at__gte=at) & (Q(created_at__gt=at) | Q(pk__gt=pk))
        found = rows.filter(beyond).order_by("created_at", "pk")
    return around(found[: size + 1], cursor, size, primary_key)


def primary_key(row: Any) -> str:
    return str(row.pk)
