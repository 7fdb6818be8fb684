"""What a guest has picked: favourites, comparison, products just seen.

It travels in one signed cookie, as text: product ids in base 36, newest first (`f=2s.1a~c=2s~r=9:signature`).
Nothing about the guest is stored in the shop.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.core import signing
from django.utils.http import base36_to_int, int_to_base36
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from iluminacasa.errors import Conflict

COOKIE = "__Host-escolhas" if settings.IS_HTTPS else "escolhas"
COOKIE_AGE = 365 * 24 * 3600  # seconds
MAX_FAVORITES = 60
MAX_COMPARE = 4
MAX_RECENT = 12
MAX_TEXT = 2048  # characters of the cookie; full choices need about a quarter
SALT = "catalog.choices"


class FavoritesFull(Conflict):
    code = "favorites_full"
    title = _("Lista cheia")
    default_message = format_lazy(
        _("Sua lista já tem {most} favoritos. Tire um para guardar outro."), most=MAX_FAVORITES
    )


class CompareFull(Conflict):
    code = "compare_full"
    title = _("Comparação cheia")
    default_message = format_lazy(
        _("A comparação já tem {most} produtos. Tire um para incluir outro."), most=MAX_COMPARE
    )


@dataclass(frozen=True)
class Choices:
    favorites: tuple[int, ...] = ()
    compare: tuple[int, ...] = ()
    recent: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.favorites or self.compare or self.recent)


def read(text: str) -> Choices:
    """The choices a cookie holds; none when it is absent, foreign, altered or too long."""
    if not text or len(text) > MAX_TEXT:
        return Choices()
    try:
        parts = signing.Signer(salt=SALT).unsign(text).split("~")
        ids = {part[0]: _ids(part[2:]) for part in parts if part}
    except (signing.BadSignature, ValueError):
        return Choices()
    return Choices(
        favorites=ids.get("f", ())[:MAX_FAVORITES],
        compare=ids.get("c", ())[:MAX_COMPARE],
        recent=ids.get("r", ())[:MAX_RECENT],
    )


def write(choices: Choices) -> str:
    """Text for the cookie; empty when nothing is left to remember."""
    if choices.is_empty:
        return ""
    named = (("f", choices.favorites), ("c", choices.compare), ("r", choices.recent))
    text = "~".join(f"{name}={'.'.join(map(int_to_base36, ids))}" for name, ids in named if ids)
    return signing.Signer(salt=SALT).sign(text)


def _ids(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(base36_to_int(part) for part in text.split(".")))


# --- Changing ------------------------------------------------------------------------------------
def add_favorite(choices: Choices, product_id: int) -> Choices:
    if product_id in choices.favorites:
        return choices
    if len(choices.favorites) >= MAX_FAVORITES:
        raise FavoritesFull
    return replace(choices, favorites=(product_id, *choices.favorites))


def remove_favorite(choices: Choices, product_id: int) -> Choices:
    return replace(choices, favorites=_without(choices.favorites, product_id))


def clear_favorites(choices: Choices) -> Choices:
    return replace(choices, favorites=())


def add_compare(choices: Choices, product_id: int) -> Choices:
    if product_id in choices.compare:
        return choices
    if len(choices.compare) >= MAX_COMPARE:
        raise CompareFull
    return replace(choices, compare=(*choices.compare, product_id))


def remove_compare(choices: Choices, product_id: int) -> Choices:
    return replace(choices, compare=_without(choices.compare, product_id))


def clear_compare(choices: Choices) -> Choices:
    return replace(choices, compare=())


def see(choices: Choices, product_id: int) -> Choices:
    """Note a product as just seen, and forget the oldest one beyond the limit."""
    return replace(choices, recent=(product_id, *_without(choices.recent, product_id))[:MAX_RECENT])


def _without(ids: Iterable[int], product_id: int) -> tuple[int, ...]:
    return tuple(each for each in ids if each != product_id)
