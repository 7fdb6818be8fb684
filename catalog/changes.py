"""The changes feed: what a client that keeps its own copy must do to catch up.

Every change has a number given under one lock at commit order (`publication`), so a reader never skips one that
commits late: it reads up to the counter it saw first, and whatever moves meanwhile comes with a higher number.
"""

import json
import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from catalog.models import CatalogueState, ProductCard, Tombstone
from iluminacasa import replicas
from iluminacasa.errors import Invalid, Missing

PATTERN = r"^[0-9a-f]{1,15}$"


class MalformedPosition(Invalid):
    code = "invalid_filter"
    default_message = _("Este cursor não tem a forma dos que a API devolve.")


class UnknownPosition(Missing):
    """The feed began anew (a restored copy, for instance): the client must read everything again."""

    code = "invalid_cursor"
    default_message = _("Este ponto da lista não existe mais. Recomece sem cursor.")


@dataclass(frozen=True)
class Head:
    """Where the feed ends now."""

    version: int
    seq: int


@dataclass(frozen=True)
class Delta:
    changes: list[str]  # JSON objects, oldest first
    position: int
    has_more: bool


def head() -> Head:
    """At the primary, and so is what follows: the position a client comes back with was given by some other server."""
    replicas.from_primary()
    return Head(*CatalogueState.objects.values_list("version", "seq").get(pk=1))


def read_position(text: str | None, *, upto: Head) -> int:
    """The number behind an opaque cursor; the beginning without one."""
    if text is None:
        return 0
    if not re.fullmatch(PATTERN, text):
        raise MalformedPosition(field="cursor")
    position = int(text, 16)
    if position > upto.seq:
        raise UnknownPosition(field="cursor")
    return position


def position_text(position: int) -> str:
    return f"{position:x}"


def since(position: int, *, upto: Head, limit: int) -> Delta:
    """At most `limit` changes after `position`. Two queries."""
    cards = ProductCard.objects.filter(seq__gt=position, seq__lte=upto.seq).order_by("seq")
    stones = Tombstone.objects.filter(seq__gt=position, seq__lte=upto.seq).order_by("seq")
    found = [(seq, upsert(data)) for seq, data in cards.values_list("seq", "data")[: limit + 1]]
    found += [
        (seq, deletion(product_id, slug))
        for seq, product_id, slug in stones.values_list("seq", "product_id", "slug")[: limit + 1]
    ]
    found.sort(key=lambda change: change[0])
    has_more = len(found) > limit
    kept = found[:limit]
    return Delta(
        changes=[text for _, text in kept],
        position=kept[-1][0] if has_more else upto.seq,
        has_more=has_more,
    )


def upsert(data: str) -> str:
    return f'{{"type":"upsert","product":{data}}}'


def deletion(product_id: int, slug: str) -> str:
    return json.dumps({"type": "delete", "id": product_id, "slug": slug}, separators=(",", ":"))
