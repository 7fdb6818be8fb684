"""What the clock alone will change in the shop: read for a look at a later moment, never written for one."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog import clock, price_batches, price_history
from catalog.models import Banner, PriceBatch, PriceBatchRow, Product
from catalog.moments import Moment
from catalog.price_history import Step
from catalog.prices import discount_at, reduce_by
from iluminacasa.errors import Conflict, Invalid

FURTHEST = timedelta(days=730)
MOST_TURNS = 12
CHUNK = 500
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class FalseMoment(Conflict):
    code = "false_moment"
    title = _("Isto é uma prévia")
    default_message = _(
        "Você está vendo a loja em outro momento. Nada se compra nem se grava na prévia: encerre-a antes."
    )


class BadMoment(Invalid):
    code = "bad_moment"
    default_message = "Escolha um momento no futuro, dentro de dois anos."


def check(at: datetime, *, now: datetime) -> None:
    if not now < at <= now + FURTHEST:
        raise BadMoment(field="at")


def look(at: datetime) -> Moment:
    """The shop at `at`, as far as its clock is set today."""
    changes = list_prices(at)
    moved = frozenset(clock.out_of_date(at=at)) | changes.keys()
    prices = {pk: price for pk, (price, _) in changes.items()}
    return Moment(at, prices, charged(moved, changes, at), moved)


def charged(moved: Collection[int], changes: Mapping[int, tuple[Decimal, datetime]], at: datetime) -> dict[int, bool]:
    """The rule of `price_history` over the steps there were and the ones to come."""
    found = {}
    for start in range(0, len(moved), CHUNK):
        ids = sorted(moved)[start : start + CHUNK]
        histories = price_history.of(ids)
        for product in Product.objects.filter(pk__in=ids):
            steps = [*histories[product.pk], *steps_to_come(product, changes.get(product.pk), at)]
            found[product.pk] = price_history.was_charged(steps, at)
    return found


def steps_to_come(product: Product, change: tuple[Decimal, datetime] | None, at: datetime) -> list[Step]:
    price, since = change if change is not None else (product.price, None)
    starts = product.sale_starts_at
    turns = sorted(moment for moment in {since, starts} if moment is not None and moment <= at)
    steps = []
    for turn in turns:
        listed = price if since is not None and since <= turn else product.price
        sale = reduce_by(listed, discount_at(product, turn))
        steps.append(Step(listed, sale, product.is_visible, turn))
    return steps


def list_prices(at: datetime) -> dict[int, tuple[Decimal, datetime]]:
    """Scheduled prices that will be in force, and those of before that will be back, as the job would write them."""
    begins = Q(batch__state=PriceBatch.State.SCHEDULED, batch__starts_at__lte=at, state=PriceBatchRow.State.PLANNED)
    begins &= Q(batch__ends_at__isnull=True) | Q(batch__ends_at__gt=at)
    ends = Q(batch__state=PriceBatch.State.APPLIED, batch__ends_at__lte=at, state=PriceBatchRow.State.APPLIED)
    rows = PriceBatchRow.objects.filter(begins | ends, batch__kind__in=price_batches.LIST_PRICE)
    found: dict[int, tuple[Decimal, datetime]] = {}
    for row in rows.select_related("batch", "product").order_by("batch__starts_at", "pk"):
        is_end = row.batch.state == PriceBatch.State.APPLIED
        before, after = (row.after, row.before) if is_end else (row.before, row.after)
        price, _ = found.get(row.product_id, (row.product.price, None))
        since = row.batch.ends_at if is_end else row.batch.starts_at
        if before.get("price") == price_batches.as_told(price) and since is not None:
            found[row.product_id] = Decimal(after["price"]), since
    return found


# --- When something changes ------------------------------------------------------------------------
@dataclass(frozen=True)
class Turn:
    at: datetime
    text: str


def turns(*, now: datetime) -> list[Turn]:
    """The next moments at which something begins or ends by itself, and what."""
    sources: list[tuple[Any, str, str]] = [
        (Product.objects.visible().filter(discount_percentage__gt=0), "sale_starts_at", "oferta começa"),
        (Product.objects.visible().filter(discount_percentage__gt=0), "sale_ends_at", "oferta termina"),
        (Banner.objects.filter(is_active=True), "starts_at", "banner começa"),
        (Banner.objects.filter(is_active=True), "ends_at", "banner termina"),
        (PriceBatch.objects.filter(state=PriceBatch.State.SCHEDULED), "starts_at", "preço agendado começa"),
        (PriceBatch.objects.filter(state=PriceBatch.State.APPLIED), "ends_at", "preço agendado termina"),
    ]
    found: dict[datetime, Counter[str]] = {}
    for rows, name, words in sources:
        coming = rows.filter(**{f"{name}__gt": now, f"{name}__lte": now + FURTHEST}).order_by(name)
        for at in coming.values_list(name, flat=True)[: MOST_TURNS * 100]:
            found.setdefault(at, Counter())[words] += 1
    return [
        Turn(at, ", ".join(f"{words} ({count})" if count > 1 else words for words, count in found[at].items()))
        for at in sorted(found)[:MOST_TURNS]
    ]


# --- Nothing is written ----------------------------------------------------------------------------
@contextmanager
def without_writes() -> Iterator[None]:
    """Whatever would write at a moment that is not there is refused before it reaches the database."""

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            raise FalseMoment
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
