"""New prices for many products at once: planned and shown first, applied as a whole, undone as a whole.

A batch keeps, product by product, the columns before and after. It is applied only where the product still stands
as it was shown, so nobody's price in between is lost; and undone only where the price is still the batch's own.
A discount with dates is written into the products' sale window, exact to the second. A new list price with dates
is put in by the clock when it begins, and taken back when it ends.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.cache import caches
from django.db import transaction

from accounts import activity
from accounts.models import User
from catalog import bulk, publication, taxonomy
from catalog.models import PriceBatch, PriceBatchRow, Product
from iluminacasa.errors import Conflict, Invalid, Missing
from iluminacasa.money import MAX_CENTAVOS, brl, from_centavos, round_money

CHUNK = publication.CHUNK
MOST = 20_000  # products of one batch: one transaction holds them all
HIGHEST = from_centavos(MAX_CENTAVOS)
HUNDRED, ONE, NINETY = Decimal(100), Decimal(1), Decimal("0.90")
PROGRESS_KEPT = 3600  # seconds
Kind, State, Row = PriceBatch.Kind, PriceBatch.State, PriceBatchRow.State
LIST_PRICE = frozenset({Kind.RAISE_PERCENT, Kind.LOWER_PERCENT, Kind.RAISE_AMOUNT, Kind.LOWER_AMOUNT, Kind.SET_PRICE})
NEEDS_VALUE = LIST_PRICE | {Kind.DISCOUNT}
OPEN = frozenset({State.DRAFT, State.SCHEDULED, State.WAITING})

ACTS = uuid.UUID("0a4d5a0e-6c51-4c0b-9d0e-5f0a4f6f2b11")

type Columns = dict[str, Any]


class BatchRefused(Invalid):
    code = "price_batch_refused"
    title = "Mudança recusada"
    default_message = "Esta mudança de preços não pode ser feita."


class PricesMoved(Conflict):
    code = "prices_moved"
    title = "Preços mudaram"
    default_message = "Alguns preços mudaram desde a prévia. Nada foi aplicado; faça uma prévia nova."


class BatchClosed(Conflict):
    code = "price_batch_closed"
    title = "Mudança já tratada"
    default_message = "Esta mudança de preços já foi aplicada, desfeita ou cancelada."


@dataclass(frozen=True)
class Terms:
    """What is asked of every product chosen."""

    kind: str
    value: Decimal | None = None
    rounding: str = PriceBatch.Rounding.CENTAVO
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reason: str = ""

    def check(self, at: datetime) -> None:
        if self.kind in NEEDS_VALUE and (self.value is None or self.value <= 0):
            raise BatchRefused("Escreva um valor maior que zero.", field="value")
        if self.kind in (Kind.DISCOUNT, Kind.LOWER_PERCENT) and self.value is not None and self.value >= HUNDRED:
            raise BatchRefused("O percentual fica abaixo de 100.", field="value")
        if self.starts_at and self.ends_at and self.starts_at >= self.ends_at:
            raise BatchRefused("O fim precisa vir depois do começo.", field="ends_at")
        if self.ends_at and self.ends_at <= at:
            raise BatchRefused("O fim precisa estar no futuro.", field="ends_at")
        if self.kind == Kind.END_SALE and (self.starts_at or self.ends_at):
            raise BatchRefused("Encerrar a oferta vale na hora, sem datas.", field="starts_at")


# --- Planning ------------------------------------------------------------------------------------
@transaction.atomic
def plan(*, product_ids: Sequence[int], terms: Terms, by: User, at: datetime) -> PriceBatch:
    """Reckon the new prices and keep them as a draft; products that would not change are left out."""
    terms.check(at)
    if len(product_ids) > MOST:
        raise BatchRefused(f"Escolha no máximo {MOST:,} produtos de cada vez.".replace(",", "."))
    batch = PriceBatch.objects.create(
        kind=terms.kind,
        value=terms.value if terms.kind in NEEDS_VALUE else None,
        rounding=terms.rounding,
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
        reason=terms.reason,
        by=by,
        created_at=at,
    )
    for ids in _chunks(sorted(product_ids)):
        products = Product.objects.filter(pk__in=ids).order_by("pk")
        found = [(product.pk, *moving) for product in products if (moving := moves(product, terms))]
        rows = [(batch.pk, pk, before, after, Row.PLANNED) for pk, before, after in found]
        bulk.insert(PriceBatchRow, ("batch_id", "product_id", "before", "after", "state"), rows)
        batch.total += len(rows)
    if not batch.total:
        raise BatchRefused("Nenhum dos produtos escolhidos mudaria de preço.")
    batch.save(update_fields=["total"])
    return batch


def moves(product: Product, terms: Terms) -> tuple[Columns, Columns] | None:
    """The columns that move, before and after; None when nothing would change."""
    wanted = _wanted(product, terms)
    before = {name: as_told(getattr(product, name)) for name in wanted}
    after = {name: as_told(value) for name, value in wanted.items()}
    moving = [name for name in wanted if before[name] != after[name]]
    return ({name: before[name] for name in moving}, {name: after[name] for name in moving}) if moving else None


def _wanted(product: Product, terms: Terms) -> Columns:
    if terms.kind == Kind.END_SALE:
        return {"discount_percentage": Decimal("0.00"), "sale_starts_at": None, "sale_ends_at": None}
    if terms.kind == Kind.DISCOUNT:
        value = round_money(terms.value or Decimal(0))
        return {"discount_percentage": value, "sale_starts_at": terms.starts_at, "sale_ends_at": terms.ends_at}
    price = new_price(product.price, terms)
    if not 0 < price <= HIGHEST:
        raise BatchRefused(f"“{product.title}” ficaria com um preço impossível: {brl(price)}.")
    return {"price": price}


def new_price(price: Decimal, terms: Terms) -> Decimal:
    value = terms.value or Decimal(0)
    changed = {
        Kind.RAISE_PERCENT: price * (HUNDRED + value) / HUNDRED,
        Kind.LOWER_PERCENT: price * (HUNDRED - value) / HUNDRED,
        Kind.RAISE_AMOUNT: price + value,
        Kind.LOWER_AMOUNT: price - value,
        Kind.SET_PRICE: value,
    }[Kind(terms.kind)]
    return rounded(changed, terms.rounding)


def rounded(amount: Decimal, rounding: str) -> Decimal:
    """Half up to the centavo or the real; `,90` takes the nearest price that ends so, never below 0,90."""
    if rounding == PriceBatch.Rounding.WHOLE:
        return round_money(amount.quantize(ONE, rounding=ROUND_HALF_UP))
    if rounding == PriceBatch.Rounding.NINETY:
        whole = (amount - NINETY).quantize(ONE, rounding=ROUND_HALF_UP)
        return round_money(max(whole, Decimal(0)) + NINETY)
    return round_money(amount)


def as_told(value: Any) -> Any:
    """As JSON keeps it, so that two values are the same exactly when they are written the same."""
    if isinstance(value, Decimal):
        return str(round_money(value))
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def as_stored(name: str, told: Any) -> Any:
    if told is None or name not in ("price", "discount_percentage"):
        return datetime.fromisoformat(told) if isinstance(told, str) else told
    return Decimal(told)


# --- Applying ------------------------------------------------------------------------------------
def is_later(batch: PriceBatch, *, at: datetime) -> bool:
    """A list price that begins in the future waits for the clock; a discount's dates lie in the product."""
    return batch.kind in LIST_PRICE and batch.starts_at is not None and batch.starts_at > at


@transaction.atomic
def confirm(*, batch_id: int, at: datetime) -> PriceBatch:
    """The person has seen the preview and wants it: scheduled, or ready to be carried out."""
    batch = _lock(batch_id)
    if batch.state != State.DRAFT:
        raise BatchClosed
    batch.state = State.SCHEDULED if is_later(batch, at=at) else State.WAITING
    batch.save(update_fields=["state"])
    return batch


@transaction.atomic
def cancel(*, batch_id: int) -> PriceBatch:
    batch = _lock(batch_id)
    if batch.state not in OPEN:
        raise BatchClosed
    batch.state = State.CANCELLED
    batch.save(update_fields=["state"])
    return batch


def carry_out(*, batch_id: int, at: datetime) -> PriceBatch:
    """Apply a confirmed batch; one whose products moved since the preview is refused whole. Done twice: done once."""
    try:
        return _apply(batch_id, at)
    except BatchClosed:
        return PriceBatch.objects.get(pk=batch_id)
    except PricesMoved as refusal:
        PriceBatch.objects.filter(pk=batch_id).update(state=State.REFUSED, message=refusal.message[:300])
        return PriceBatch.objects.get(pk=batch_id)


@transaction.atomic
def _apply(batch_id: int, at: datetime) -> PriceBatch:
    batch = _lock(batch_id)
    if batch.state not in (State.WAITING, State.SCHEDULED):
        raise BatchClosed
    left = _turn(batch, forwards=True, at=at)
    if left and batch.state == State.WAITING:
        names = ", ".join(Product.objects.filter(pk__in=left[:3]).order_by("pk").values_list("title", flat=True))
        raise PricesMoved(
            f"Preços que mudaram desde a prévia: {len(left)} ({names}). Nada foi aplicado: faça outra prévia."
        )
    batch.state, batch.applied_at, batch.left_alone = State.APPLIED, at, len(left)
    batch.save(update_fields=["state", "applied_at", "left_alone"])
    return batch


@transaction.atomic
def ask_undo(*, batch_id: int) -> PriceBatch:
    batch = _lock(batch_id)
    if batch.state != State.APPLIED:
        raise BatchClosed
    batch.state = State.REVERTING
    batch.save(update_fields=["state"])
    return batch


def take_back(*, batch_id: int, by: User, at: datetime) -> PriceBatch:
    """`undo` for a person who asked for it; what speaks against it is kept with the batch."""
    try:
        return undo(batch_id=batch_id, by=by, at=at)
    except BatchClosed:
        return PriceBatch.objects.get(pk=batch_id)
    except (activity.ChangedMeanwhile, activity.NotUndoable) as refusal:
        PriceBatch.objects.filter(pk=batch_id).update(state=State.APPLIED, message=refusal.message[:300])
        return PriceBatch.objects.get(pk=batch_id)


@transaction.atomic
def undo(*, batch_id: int, by: User | None, at: datetime) -> PriceBatch:
    """Put every price back that is still the batch's own; what was changed since stays as it is.

    A person undoes through the log, which then knows it; `by=None` is the clock, at the end of a batch.
    """
    batch = _lock(batch_id)
    if batch.state not in (State.APPLIED, State.REVERTING):
        raise BatchClosed
    if by is None:
        left = _turn(batch, forwards=False, at=at)
    else:
        undone = activity.undo_batch(batch=act_of(batch), by=by, at=at, leave_changed=True)
        left = sorted(int(row.object_key) for row in undone.kept)
        batch.rows.filter(state=Row.APPLIED).exclude(product_id__in=left).update(state=Row.UNDONE)
        batch.rows.filter(state=Row.APPLIED).update(state=Row.LEFT)
    batch.state, batch.undone_at, batch.left_alone = State.UNDONE, at, len(left)
    batch.save(update_fields=["state", "undone_at", "left_alone"])
    return batch


def act_of(batch: PriceBatch) -> uuid.UUID:
    """Under what the log tells of the batch being applied."""
    return uuid.uuid5(ACTS, str(batch.pk))


def _turn(batch: PriceBatch, *, forwards: bool, at: datetime) -> list[int]:
    """Move all rows that stand as expected in one transaction; ids of the products that stood otherwise."""
    due, done = (Row.PLANNED, Row.APPLIED) if forwards else (Row.APPLIED, Row.UNDONE)
    tree, left, count = taxonomy.read(), list[int](), 0
    for chunk in _chunks(list(batch.rows.filter(state=due).order_by("product_id"))):
        steps = {row.product_id: (row.before, row.after)[:: 1 if forwards else -1] for row in chunk}
        products = list(Product.objects.select_for_update().filter(pk__in=steps).order_by("pk"))
        still = [product for product in products if stands(product, steps[product.pk][0])]
        _write(still, {product.pk: steps[product.pk][1] for product in still}, at, tree)
        _log(batch, still, steps, forwards=forwards, at=at)
        moved = {product.pk for product in still}
        elsewhere = [pk for pk in steps if pk not in moved]
        batch.rows.filter(product_id__in=moved).update(state=done)
        batch.rows.filter(product_id__in=elsewhere).update(state=Row.LEFT)
        left += elsewhere
        count += len(chunk)
        _tell(batch.pk, count)
    return left


def _log(
    batch: PriceBatch,
    products: Sequence[Product],
    steps: dict[int, tuple[Columns, Columns]],
    *,
    forwards: bool,
    at: datetime,
) -> None:
    entries = []
    for product in products:
        old, new = steps[product.pk]
        told = [activity.change(Product, n, as_stored(n, old[n]), as_stored(n, new[n])) for n in new]
        entries.append(activity.Entry(product, told))
    note = f"Mudança de preços {batch.pk}: {batch.get_kind_display()}"
    if forwards:
        activity.record_many(by=batch.by, entries=entries, at=at, note=note, batch=act_of(batch))
    else:
        activity.record_many(by=None, entries=entries, at=at, note=f"{note}, terminada")


def stands(product: Product, columns: Columns) -> bool:
    return all(as_told(getattr(product, name)) == told for name, told in columns.items())


def _write(products: Sequence[Product], wanted: dict[int, Columns], at: datetime, tree: taxonomy.Tree) -> None:
    if not products:
        return
    names: set[str] = set(publication.DERIVED)
    for product in products:
        for name, told in wanted[product.pk].items():
            setattr(product, name, as_stored(name, told))
            names.add(name)
        publication.derive(product, at=at, tree=tree)
        product.updated_at = at
    Product.objects.bulk_update(products, sorted(names), batch_size=200)
    publication.refresh(product_ids=[product.pk for product in products], at=at, tree=tree)


# --- The clock -----------------------------------------------------------------------------------
def run_due(*, at: datetime) -> int:
    """Begin what is due to begin and end what is due to end; returns how many batches turned."""
    begins = PriceBatch.objects.filter(state=State.SCHEDULED, starts_at__lte=at)
    ends = PriceBatch.objects.filter(state=State.APPLIED, kind__in=LIST_PRICE, ends_at__lte=at)
    turned = 0
    for batch_id in begins.order_by("starts_at", "pk").values_list("pk", flat=True):
        carry_out(batch_id=batch_id, at=at)
        turned += 1
    for batch_id in ends.order_by("ends_at", "pk").values_list("pk", flat=True):
        turned += end(batch_id=batch_id, at=at)
    return turned


@transaction.atomic
def end(*, batch_id: int, at: datetime) -> bool:
    """Its time is over; False when somebody else has ended it meanwhile."""
    if _lock(batch_id).state != State.APPLIED:
        return False
    undo(batch_id=batch_id, by=None, at=at)
    return True


# --- Small parts ------------------------------------------------------------------------------------
def _chunks[T](rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _lock(batch_id: int) -> PriceBatch:
    batch = PriceBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise Missing("Esta mudança de preços não existe.")
    return batch


# --- How far it is: kept beside the transaction, which nobody can see into ------------------------
def _tell(batch_id: int, count: int) -> None:
    caches["counters"].set(f"price-batch:{batch_id}", count, PROGRESS_KEPT)


def progress(batch_id: int) -> int:
    return int(caches["counters"].get(f"price-batch:{batch_id}", 0))
