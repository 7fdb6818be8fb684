"""What a run would do, from two lists of heads. Pure: nothing is read or written here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from catalog.dummyjson import RemoteProduct

from .heads import Head, LocalHead

PRICE_JUMP = Decimal("0.5")
RENAME_OVERLAP = Decimal("0.8")


@dataclass(slots=True)
class Plan:
    create: list[str] = field(default_factory=list)
    touch: list[str] = field(default_factory=list)  # known, and perhaps changed: a merge decides
    unchanged: int = 0
    deactivate: list[int] = field(default_factory=list)  # primary keys
    active: int = 0  # local products of this source in the scope that are not vanished


def plan(
    *,
    remote: Mapping[str, Head],
    refused: Collection[str],
    local: Mapping[str, LocalHead],
    reconsider_all: bool,
    may_deactivate: bool,
    categories: Collection[int] | None,
) -> Plan:
    """`categories` limits deactivation to products of these local categories (None = everywhere)."""
    result = Plan()
    for external_id, head in remote.items():
        known = local.get(external_id)
        if known is None:
            result.create.append(external_id)
        elif reconsider_all or known.is_vanished or known.digest != head.digest:
            result.touch.append(external_id)
        else:
            result.unchanged += 1
    for external_id, known in local.items():
        if known.is_vanished or (categories is not None and known.category_id not in categories):
            continue
        result.active += 1
        if may_deactivate and external_id not in remote and external_id not in refused:
            result.deactivate.append(known.pk)
    return result


def identity_lost(was: Mapping[str, Any], now: RemoteProduct) -> bool:
    """The same id seems to mean another article: nothing that names it is left."""
    title_kept = str(was.get("title", "")).casefold() == str(now.values["title"]).casefold()
    if title_kept or was.get("category") == now.category:
        return False
    return not any(was.get(name) and was.get(name) == now.values.get(name) for name in ("sku", "brand"))


def price_jumped(was: Mapping[str, Any], now: RemoteProduct) -> bool:
    """More than half up or down, in the source's own money."""
    old, new = Decimal(was.get("price") or 0), Decimal(now.values["price"])
    return old > 0 and abs(new - old) > old * PRICE_JUMP


def renamed_categories(
    *, remote: Mapping[str, Head], local: Mapping[str, LocalHead], known: Mapping[str, int]
) -> Iterable[tuple[str, str]]:
    """Pairs (old, new): a category of ours is gone and at least 80 % of its products stand in one unknown one."""
    gone = {pk: slug for slug, pk in known.items()}
    for head in remote.values():
        gone.pop(known.get(head.category, 0), None)
    members: dict[int, int] = defaultdict(int)
    moved: dict[tuple[int, str], int] = defaultdict(int)
    for external_id, mine in local.items():
        if mine.category_id not in gone or mine.is_vanished:
            continue
        members[mine.category_id] += 1
        there = remote.get(external_id)
        if there is not None and there.category not in known:
            moved[mine.category_id, there.category] += 1
    for (pk, slug), count in moved.items():
        if count >= members[pk] * RENAME_OVERLAP:
            yield gone[pk], slug
