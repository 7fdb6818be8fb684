"""Part of an order given back: these units of these lines, with the freight or without, into stock again or not."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from iluminacasa.errors import Conflict, Invalid
from iluminacasa.money import round_money
from orders import lifecycle, payments
from orders.models import Order, OrderLine, Payment, Refund

ZERO = Decimal("0.00")


class NothingPaid(Conflict):
    code = "nothing_paid"
    title = "Nada a devolver"
    default_message = "Este pedido não tem pagamento confirmado."


@dataclass(frozen=True)
class Part:
    line_id: int
    quantity: int
    is_restocked: bool = False


def share_of(line: OrderLine, quantity: int) -> Decimal:
    """What the next `quantity` units of a line were paid with; all its units together give its total exactly."""
    before = round_money(line.total * line.refunded_quantity / line.quantity)
    after = round_money(line.total * (line.refunded_quantity + quantity) / line.quantity)
    return after - before


def amount_of(order: Order, parts: Sequence[Part], *, with_freight: bool) -> Decimal:
    """Reais for these parts; `Invalid` for units that were not bought or are given back already."""
    lines: Mapping[int, OrderLine] = {line.pk: line for line in order.lines.all()}
    amount = order.freight_total if with_freight else ZERO
    for part in parts:
        line = lines.get(part.line_id)
        if line is None or not 1 <= part.quantity <= line.quantity - line.refunded_quantity:
            raise Invalid("Estes itens não podem ser reembolsados nesta quantidade.", field="lines")
        amount += share_of(line, part.quantity)
    return amount


def new_word() -> str:
    """For a form: the same submit gives back once."""
    return uuid.uuid4().hex


def key_of(word: str) -> str:
    """Whatever a form says, it never names a refund the shop itself will make (`rest-…`, `late-…`)."""
    return f"desk-{word}"


def give_back(
    *, order: Order, parts: Sequence[Part], with_freight: bool, reason: str, key: str, at: datetime, by: User | None
) -> Refund:
    """Promise the money and put the goods where they belong in one transaction, then ask the provider."""
    promised = promise(
        order=order, parts=parts, with_freight=with_freight, reason=reason, key=key, at=at, by=by
    )  # fmt: skip
    return payments.send_refund(refund=promised, at=at)


@transaction.atomic
def promise(
    *, order: Order, parts: Sequence[Part], with_freight: bool, reason: str, key: str, at: datetime, by: User | None
) -> Refund:
    """The part of `give_back` that is written down."""
    fresh = lifecycle.lock(order.pk)
    known = Refund.objects.filter(key=key, payment__order=fresh).first()
    if known is not None:
        return known
    payment = fresh.payments.filter(status=Payment.Status.CONFIRMED).first()
    if payment is None:
        raise NothingPaid
    if with_freight and freight_is_back(fresh):
        raise Invalid("O frete deste pedido já foi devolvido.", field="freight")
    promised = payments.request_refund(
        payment=payment,
        amount=amount_of(fresh, parts, with_freight=with_freight),
        reason=reason,
        key=key,
        at=at,
        by=by,
        lines=[{"line": part.line_id, "quantity": part.quantity} for part in parts],
        includes_freight=with_freight,
    )
    again = {part.line_id: part.quantity for part in parts if part.is_restocked}
    if again:
        lifecycle.restock_lines(order=fresh, quantities=again, at=at, by=by)
    return promised


def freight_is_back(order: Order) -> bool:
    given = Refund.objects.filter(payment__order=order, includes_freight=True)
    return given.exclude(status=Refund.Status.FAILED).exists()


def held_aside() -> int:
    """How many payments in quarantine still hold money nobody has decided about. One query."""
    count: int = Payment.objects.undecided().count()
    return count


@transaction.atomic
def take_return(*, order: Order, restock: dict[int, int], at: datetime, by: User | None) -> list[Refund]:
    """The goods of a withdrawal are back: everything paid goes back, freight included (CDC art. 49)."""
    lifecycle.receive_return(order=order, restock=restock, at=at, by=by)
    return payments.refund_rest(order=order, reason="Arrependimento: devolução recebida", at=at, by=by)
