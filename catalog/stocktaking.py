"""Counting many shelves at once: what is typed holds only where nothing moved meanwhile.

Each line says what the screen showed and what was counted. A sale in between survives: its line is not written
and comes back with both numbers, while the other lines stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts import activity
from accounts.models import User
from catalog import publication, stock
from catalog.models import Product, StockMove
from iluminacasa.errors import Missing


@dataclass(frozen=True)
class Line:
    """One product as the person saw it, and what it shall be; None where nothing was typed."""

    product_id: int
    seen: int
    counted: int | None
    threshold_seen: int
    threshold: int | None

    @property
    def sets_threshold(self) -> bool:
        return self.threshold is not None and self.threshold != self.threshold_seen


@dataclass(frozen=True)
class Clash:
    """The line was not written: the system says `now` where the person had seen `line.seen`."""

    line: Line
    now: int
    threshold_now: int
    moves: tuple[StockMove, ...] = ()  # what happened meanwhile, newest first


@dataclass
class Outcome:
    counted: list[int] = field(default_factory=list)  # ids
    thresholds: list[int] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


@transaction.atomic
def settle(*, lines: Sequence[Line], by: User, at: datetime, reference: str = "") -> Outcome:
    """Write every line that still holds, in the order of ids, and publish what changed once."""
    outcome = Outcome()
    for line in sorted(lines, key=lambda each: each.product_id):
        try:
            with transaction.atomic():
                _write(line, by, at, reference)
        except (stock.StockMoved, stock.ThresholdMoved):
            outcome.clashes.append(_clash(line))
            continue
        if line.counted is not None:
            outcome.counted.append(line.product_id)
        if line.sets_threshold:
            outcome.thresholds.append(line.product_id)
    _log([line for line in lines if line.product_id in outcome.thresholds], by, at)
    publication.refresh(product_ids={*outcome.counted, *outcome.thresholds}, at=at)
    return outcome


def _write(line: Line, by: User, at: datetime, reference: str) -> None:
    if line.threshold is not None and line.sets_threshold:
        stock.set_threshold(product_id=line.product_id, seen=line.threshold_seen, threshold=line.threshold)
    if line.counted is not None:
        stock.set_count(
            product_id=line.product_id, seen=line.seen, counted=line.counted, at=at, actor=by, reference=reference
        )


def _log(lines: Sequence[Line], by: User, at: datetime) -> None:
    """Minimums go to the log of activity; counts have the ledger."""
    titles = {product.pk: product for product in Product.objects.filter(pk__in=[line.product_id for line in lines])}
    entries = [
        activity.Entry(
            titles[line.product_id],
            [activity.change(Product, "low_stock_threshold", line.threshold_seen, line.threshold)],
        )
        for line in lines
    ]
    activity.record_many(by=by, entries=entries, at=at)


def _clash(line: Line) -> Clash:
    found = Product.objects.filter(pk=line.product_id).values_list("stock", "low_stock_threshold").first()
    if found is None:
        raise Missing("Este produto não existe mais.")
    now, threshold = found
    return Clash(line, now, threshold, since(line.product_id, seen=line.seen))


def since(product_id: int, *, seen: int, most: int = 5) -> tuple[StockMove, ...]:
    """The moves after the balance was last `seen`, newest first; the last ones when it never was."""
    moves = list(StockMove.objects.filter(product_id=product_id).order_by("-pk")[:most])
    for place, move in enumerate(moves):
        if move.balance == seen and place:
            return tuple(moves[:place])
    return tuple(moves)
