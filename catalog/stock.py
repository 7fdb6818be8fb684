"""How many we have. The only place that changes a count.

Every change is a conditional UPDATE, so two buyers never get the same unit on any database, and leaves one
StockMove. Several products are always taken in the order of their ids, so two orders never lock each other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from catalog import bulk
from catalog.models import Product, StockMove
from iluminacasa.errors import Conflict, Missing

Cause = StockMove.Cause
CHUNK = 500


@dataclass(frozen=True)
class Note:
    """What the ledger keeps of a change beside the numbers."""

    cause: str
    reference: str
    at: datetime
    actor: User | None


class OutOfStock(Conflict):
    code = "out_of_stock"
    title = gettext_lazy("Estoque insuficiente")
    default_message = gettext_lazy("Não há unidades suficientes em estoque.")


class StockMoved(Conflict):
    code = "stock_moved"
    title = "O estoque mudou"
    default_message = "O estoque mudou desde que você abriu esta página. Confira o saldo atual e tente de novo."


class ThresholdMoved(Conflict):
    code = "threshold_moved"
    title = "O mínimo mudou"
    default_message = "Outra pessoa mudou o mínimo desde que você abriu esta página. Confira e tente de novo."


@transaction.atomic(savepoint=False)  # units of several products or of none: whoever asks gives all of it up
def take(
    *, quantities: Mapping[int, int], cause: str, reference: str, at: datetime, actor: User | None = None
) -> list[int]:
    """Remove units of several products or of none; returns the ids whose availability class changed."""
    note = Note(cause, reference, at, actor)
    changed = []
    for product_id in sorted(quantities):
        quantity = quantities[product_id]
        updated = Product.objects.filter(pk=product_id, stock__gte=quantity).update(stock=F("stock") - quantity)
        left, threshold = _count_and_threshold(product_id)
        if not updated:
            raise OutOfStock(data={"product": product_id, "available": left})
        _record(product_id, -quantity, left, note)
        if availability(left + quantity, threshold) != availability(left, threshold):
            changed.append(product_id)
    return changed


@transaction.atomic
def give_back(
    *, quantities: Mapping[int, int], cause: str, reference: str, at: datetime, actor: User | None = None
) -> list[int]:
    """Put units back; returns the ids whose availability class changed."""
    note = Note(cause, reference, at, actor)
    changed = []
    for product_id in sorted(quantities):
        quantity = quantities[product_id]
        if not Product.objects.filter(pk=product_id).update(stock=F("stock") + quantity):
            raise Missing(_("Este produto não existe mais."))
        left, threshold = _count_and_threshold(product_id)
        _record(product_id, quantity, left, note)
        if availability(left - quantity, threshold) != availability(left, threshold):
            changed.append(product_id)
    return changed


@transaction.atomic
def set_count(*, product_id: int, seen: int, counted: int, at: datetime, actor: User, reference: str = "") -> None:
    """A person counted `counted` units while the screen said `seen`; refused if the count moved meanwhile."""
    if not Product.objects.filter(pk=product_id, stock=seen).update(stock=counted):
        raise StockMoved(data={"product": product_id, "available": _count(product_id)})
    if counted != seen:
        _record(product_id, counted - seen, counted, Note(Cause.COUNT, reference, at, actor))


@transaction.atomic
def set_counts(*, counts: Mapping[int, tuple[int, int]], note: Note) -> None:
    """Many shelves counted, each as (seen, counted): all of them hold, or none is written."""
    keys = sorted(counts)
    for some in (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)):
        locked = Product.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk")
        now = dict(locked.values_list("pk", "stock"))
        if moved := [pk for pk in some if now.get(pk) != counts[pk][0]]:
            raise StockMoved(data={"product": moved[0], "available": now.get(moved[0], 0)})
    changed = {pk: counts[pk] for pk in keys if counts[pk][0] != counts[pk][1]}
    bulk.set_numbers(Product, "stock", {pk: counted for pk, (_, counted) in changed.items()})
    record_many(changes=[(pk, counted - seen, counted) for pk, (seen, counted) in changed.items()], note=note)


@transaction.atomic
def set_threshold(*, product_id: int, seen: int, threshold: int) -> None:
    """From how many units on the product counts as low; refused if somebody else moved it meanwhile."""
    found = Product.objects.filter(pk=product_id, low_stock_threshold=seen)
    if not found.update(low_stock_threshold=threshold):
        raise ThresholdMoved(data={"product": product_id})


def _count(product_id: int) -> int:
    return _count_and_threshold(product_id)[0]


def _count_and_threshold(product_id: int) -> tuple[int, int]:
    found = Product.objects.filter(pk=product_id).values_list("stock", "low_stock_threshold").first()
    if found is None:
        raise Missing(_("Este produto não existe mais."))
    return found


def availability(count: int, threshold: int) -> str:
    return Product(stock=count, low_stock_threshold=threshold).availability


def _record(product_id: int, delta: int, balance: int, note: Note) -> None:
    StockMove.objects.create(
        product_id=product_id,
        delta=delta,
        balance=balance,
        cause=note.cause,
        reference=note.reference,
        at=note.at,
        actor=note.actor,
    )


def record_many(*, changes: Iterable[tuple[int, int, int]], note: Note) -> None:
    """Moves of counts a bulk writer has set in its own transaction: (product id, change, what is left)."""
    columns = ("product_id", "delta", "balance", "cause", "reference", "at", "actor_id")
    by = note.actor.pk if note.actor else None
    rows = [(pk, delta, left, note.cause, note.reference, note.at, by) for pk, delta, left in changes]
    bulk.insert(StockMove, columns, rows)
