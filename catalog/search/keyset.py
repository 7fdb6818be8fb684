"""Places in a list that stay right while products come and go: the last one's sort key, sealed.

A cursor is base64url of a seal and of JSON; one flipped letter, another list's cursor or a forged one is refused
with `invalid_cursor`.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from catalog.search.filters import InvalidFilter
from catalog.search.ranking import Key, Ranking

SALT = "catalog.search.keyset"
SEAL_BYTES = 9
LONGEST = 400
Groups = Sequence[tuple[int, int]]  # (score, products), best first


class InvalidCursor(InvalidFilter):
    code = "invalid_cursor"
    title = _("Cursor inválido")
    default_message = _("Este cursor não vale para esta lista. Comece de novo, sem ele.")

    def __init__(self) -> None:
        super().__init__(field="cursor")


@dataclass(frozen=True)
class Place:
    """Just behind (or, backwards, in front of) the product with this score and key."""

    score: int
    key: Key
    is_backwards: bool = False

    def before_what_follows(self) -> "Place":
        """Backwards from here, this product included: keys end in a whole number no other product has."""
        return Place(self.score, (*self.key[:-1], self.key[-1] + 1), True)


@dataclass(frozen=True)
class KeysetPage:
    ids: list[int]
    next: str | None
    previous: str | None
    count: int


def write(place: Place, list_name: str) -> str:
    """`list_name` says which filters and order the place belongs to."""
    body = json.dumps([int(place.is_backwards), place.score, *place.key], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_seal(body, list_name) + body).rstrip(b"=").decode()


def read(cursor: str, list_name: str, key_length: int) -> Place:
    if not isinstance(cursor, str) or not cursor.isascii() or not 0 < len(cursor) <= LONGEST:
        raise InvalidCursor
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidCursor from None
    seal, body = sealed[:SEAL_BYTES], sealed[SEAL_BYTES:]
    if not constant_time_compare(seal, _seal(body, list_name)):
        raise InvalidCursor
    place = _place(json.loads(body))
    if len(place.key) != key_length or write(place, list_name) != cursor:
        raise InvalidCursor
    return place


def _place(parts: list[Any]) -> Place:
    backwards, score, *key = parts
    return Place(score, tuple(key), bool(backwards))


def _seal(body: bytes, list_name: str) -> bytes:
    return salted_hmac(SALT, list_name.encode() + b"\0" + body, algorithm="sha256").digest()[:SEAL_BYTES]


def behind(ranking: Ranking, groups: Groups, place: Place | None) -> Iterator[tuple[int, int]]:
    """(score, position) of what follows, in order."""
    for score, bits in groups:
        if place is None or score < place.score:
            yield from ((score, position) for position in ranking.after(bits, None))
        elif score == place.score:
            yield from ((score, position) for position in ranking.after(bits, place.key))


def in_front(ranking: Ranking, groups: Groups, place: Place) -> Iterator[tuple[int, int]]:
    """(score, position) of what stands before, nearest first."""
    for score, bits in reversed(groups):
        if score > place.score:
            yield from ((score, position) for position in ranking.before(bits, None))
        elif score == place.score:
            yield from ((score, position) for position in ranking.before(bits, place.key))


def window(
    ranking: Ranking, groups: Groups, place: Place | None, size: int
) -> tuple[list[tuple[int, int]], bool, bool]:
    """The products asked for, and whether there are some in front of and behind them."""
    if place is not None and place.is_backwards:
        found = list(islice(in_front(ranking, groups, place), size + 1))
        return found[:size][::-1], len(found) > size, _any_behind(ranking, groups, found)
    found = list(islice(behind(ranking, groups, place), size + 1))
    has_before = place is not None and _any_in_front(ranking, groups, found, place)
    return found[:size], has_before, len(found) > size


def _any_behind(ranking: Ranking, groups: Groups, found: Sequence[tuple[int, int]]) -> bool:
    if not found:
        return False
    score, position = found[0]
    return next(behind(ranking, groups, Place(score, ranking.key_of(position))), None) is not None


def _any_in_front(ranking: Ranking, groups: Groups, found: Sequence[tuple[int, int]], place: Place) -> bool:
    if found:
        score, position = found[0]
        place = Place(score, ranking.key_of(position))
    return next(in_front(ranking, groups, place), None) is not None
