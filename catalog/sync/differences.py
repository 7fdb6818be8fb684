"""What a run would change, product by product, as a person reads it; and the seal that holds it to what was read.

A rehearsal collects differences. A run with an approval makes them again under its lock: it writes nothing unless they
are the approved ones, and leaves a product as it is that moved between that look and the write.
"""

import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

import orjson

from accounts import activity
from accounts.models import User
from catalog import spec_values, taxonomy
from catalog.models import Product, SpecDefinition

from .drafts import COLUMNS, DECIMALS, Desk, Draft, as_base
from .options import Stop
from .plan import PRICE_JUMP, Plan
from .shelves import Room

Line = tuple[str, str, str]  # label, before, after
NAMES = {column: name for name, column in COLUMNS.items()}
TOLD_OF_NEW = ("category", "brand", "sku")
NOTHING = "–"


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    JUMP = "jump"  # changed, the price by more than half
    BACK = "back"  # had vanished
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Difference:
    external_id: str
    product_id: int | None
    kind: Kind
    title: str
    lines: tuple[Line, ...]
    seal: str


@dataclass(frozen=True, slots=True)
class Approval:
    """What somebody has read and wants done."""

    seals: Mapping[str, str]  # external id -> seal
    is_all: bool  # all there was, not a choice of it
    by: User
    act: uuid.UUID  # under what the log of activity tells of it


@dataclass(slots=True)
class Inspection:
    """Collects what a run would change; with an approval, nothing else may be changed."""

    approval: Approval | None = None
    found: list[Difference] = field(default_factory=list)


class Moved(Stop):
    def __init__(self) -> None:
        super().__init__(
            "moved", "A origem ou a loja mudou desde a conferência.", flag="confira a diferença de agora"
        )  # fmt: skip


def check(approval: Approval, found: Collection[Difference]) -> None:
    """`Moved` unless what was approved is still what would happen."""
    now = {difference.external_id: difference.seal for difference in found}
    still = {key: now.get(key) for key in approval.seals}
    if still != approval.seals or (approval.is_all and len(now) != len(approval.seals)):
        raise Moved


def narrow(todo: Plan, approval: Approval, pks: Mapping[str, int]) -> None:
    """Of all the work only what was chosen."""
    if approval.is_all:
        return
    chosen = {pks[external_id] for external_id in approval.seals if external_id in pks}
    todo.create = [external_id for external_id in todo.create if external_id in approval.seals]
    todo.touch = [external_id for external_id in todo.touch if external_id in approval.seals]
    todo.deactivate = [pk for pk in todo.deactivate if pk in chosen]


# --- One product ---------------------------------------------------------------------------------
def of_draft(draft: Draft, desk: Desk, tree: taxonomy.Tree) -> Difference | None:
    """None when nothing anybody sees would change."""
    if not draft.shows_change:
        return None
    product, remote = draft.product, draft.remote
    if draft.is_new:
        facts: list[Any] = [remote.digest, remote.stock, str(product.price)]
        return Difference(
            remote.external_id, None, Kind.NEW, product.title, _lines_of_new(draft), _seal(Kind.NEW, facts)
        )  # fmt: skip
    changes = changes_of(draft, desk.room, tree)
    kind = Kind.BACK if draft.reactivated else Kind.JUMP if _price_jumps(draft) else Kind.CHANGED
    lines = [(each.label, each.old_text, each.new_text) for each in changes]
    lines += [(label, _count(draft.was[name]), _count(now)) for name, label, now in _around(draft)]
    facts = [product.pk, draft.reactivated, *_facts(draft)]
    return Difference(remote.external_id, product.pk, kind, product.title, tuple(lines), _seal(kind, facts))


def of_gone(external_id: str, pk: int, title: str) -> Difference:
    return Difference(external_id, pk, Kind.GONE, title, (), _seal(Kind.GONE, [pk]))


def changes_of(draft: Draft, room: Room, tree: taxonomy.Tree) -> list[activity.Change]:
    """Columns and technical sheet, as the log of activity tells them and can put them back."""
    product = draft.product
    found = [_change(draft, NAMES[column], old, tree) for column, old in draft.changes.items()]
    for key, new in draft.specs.items():
        definition = room.specs[key]
        told = [_spec_value(definition, room, value) for value in (draft.was.get(f"specs.{key}"), new)]
        found.append(spec_values.change_of(definition, *told))
    if draft.stock_delta:
        found.append(activity.change(Product, "stock", product.stock - draft.stock_delta, product.stock))
    return [change for change in found if change.old != change.new or change.old_text != change.new_text]


def note_of(draft: Draft) -> str:
    """What changed beside the fields."""
    return " ".join(f"{label}: {_count(draft.was[name])} → {_count(now)}." for name, label, now in _around(draft))


def _change(draft: Draft, name: str, old: Any, tree: taxonomy.Tree) -> activity.Change:
    new = getattr(draft.product, COLUMNS[name])
    change = activity.change(Product, name, old, new)
    if name == "category":
        words = (_category(old, tree, ""), _category(new, tree, draft.remote.category))
    elif name == "brand":
        words = (draft.was.get("brand") or NOTHING, draft.remote.values.get("brand") or NOTHING)
    else:
        return change
    return activity.Change(change.field, change.label, change.old, change.new, *words)


def _category(pk: int, tree: taxonomy.Tree, slug: str) -> str:
    known = tree.by_id.get(pk)
    return known.name if known is not None else slug or NOTHING


def _spec_value(definition: SpecDefinition, room: Room, told: Any) -> spec_values.Value:
    if isinstance(told, list):
        return [room.choices[definition.pk, slug] for slug in told]
    value: spec_values.Value = Decimal(told["n"]) if isinstance(told, dict) else told
    return value


def _around(draft: Draft) -> Iterable[tuple[str, str, list[Any]]]:
    """What hangs beside the columns: name, label, what the source says now."""
    if draft.images is not None:
        yield "images", "Imagens", [image["url"] for image in draft.images]
    if draft.related is not None:
        yield "related", "Combina com", draft.related


def _count(values: Any) -> str:
    return str(len(values or ()))


def _lines_of_new(draft: Draft) -> tuple[Line, ...]:
    product, values = draft.product, draft.remote.values
    lines = [("Preço", NOTHING, activity.in_words(product.price, activity.column(Product, "price")))]
    labels = {name: str(activity.column(Product, name).verbose_name) for name in TOLD_OF_NEW}
    lines += [(labels[n][:1].upper() + labels[n][1:], NOTHING, str(values[n])) for n in TOLD_OF_NEW if values.get(n)]
    return (*lines, ("Estoque", NOTHING, str(product.stock)))


def _price_jumps(draft: Draft) -> bool:
    old = draft.changes.get("price")
    return old is not None and abs(draft.product.price - old) > old * PRICE_JUMP


# --- The seal ------------------------------------------------------------------------------------
def _facts(draft: Draft) -> list[Any]:
    """Everything that would be written and seen, in full. Shelves by the source's names: ours may not be made yet."""
    theirs = {"category_id": draft.remote.category, "brand_id": draft.remote.values.get("brand")}
    columns = [
        [column, _plain(column, old), theirs.get(column) or _plain(column, getattr(draft.product, column))]
        for column, old in sorted(draft.changes.items())
    ]
    specs = [[key, draft.was.get(f"specs.{key}"), new] for key, new in sorted(draft.specs.items())]
    around = [[name, draft.was[name], now] for name, _, now in _around(draft)]
    return [columns, specs, around, draft.stock_delta]


def _plain(column: str, value: Any) -> Any:
    return as_base(column, value) if column in DECIMALS else value


def _seal(kind: Kind, facts: list[Any]) -> str:
    return hashlib.sha256(orjson.dumps([kind.value, *facts], default=str, option=orjson.OPT_SORT_KEYS)).hexdigest()
