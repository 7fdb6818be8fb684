"""Money in and out: start, confirm and refund, whatever the provider.

Providers are asked outside transactions; what they answer is compared in centavos with what the order says, and
written under the order's lock. Money is never dropped: a wrong amount and a second payment are kept aside for a
person, a late one goes through `lifecycle.pay_late`.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from iluminacasa.errors import Conflict, Invalid, KeyReused
from iluminacasa.money import to_centavos
from orders import lifecycle
from orders.models import Order, Payment, PaymentNotice, Refund
from orders.payments import aside, card, fake, pickup, pix
from orders.payments.aside import CURRENCY, HOLDS_MONEY
from orders.payments.base import Provider, ProviderDown, Reading, RefundRefused

logger = logging.getLogger(__name__)
ZERO = Decimal("0.00")
Outcome = PaymentNotice.Outcome
Status = Payment.Status
NOTICE_MAY_TAKE, ASKED_FOR, ASKED_AFTERWARDS = timedelta(minutes=5), timedelta(days=2), timedelta(hours=3)
PROVIDERS: dict[str, Provider] = {
    provider.name: provider for provider in (pix.Pix(), card.Card(), pickup.Pickup(), fake.Fake())
}


class MethodNotOffered(Invalid):
    code = "payment_method_not_offered"
    title = gettext_lazy("Pagamento indisponível")
    default_message = gettext_lazy("Esta forma de pagamento não está disponível. Escolha outra.")


class RefundTooHigh(Conflict):
    code = "refund_too_high"
    title = gettext_lazy("Reembolso acima do pago")
    default_message = gettext_lazy("Não dá para devolver mais do que foi pago.")


# --- Which provider ------------------------------------------------------------------------------
def provider_for(method: str) -> Provider:
    """Who takes money of this kind in this shop; `MethodNotOffered` when nobody is set up."""
    if method == Order.Method.PICKUP:
        return PROVIDERS["pickup"]
    if method == Order.Method.PIX and settings.PIX_KEY:
        return PROVIDERS["pix"]
    if method == Order.Method.CARD and card.is_available():
        return PROVIDERS["stripe"]
    if method in (Order.Method.PIX, Order.Method.CARD) and settings.DEBUG:
        return PROVIDERS["fake"]
    raise MethodNotOffered(field="payment_method")


def check_offered(*, method: str, is_pickup: bool) -> None:
    """Paying at the counter is for who comes to it."""
    provider_for(method)
    if method == Order.Method.PICKUP and not is_pickup:
        raise MethodNotOffered(_("Para pagar na loja, escolha retirar na loja."), field="payment_method")


def offered(*, is_pickup: bool) -> list[str]:
    """The methods a buyer may choose from, in the order of `Order.Method`."""
    found = []
    for method in Order.Method.values:
        try:
            check_offered(method=method, is_pickup=is_pickup)
        except MethodNotOffered:
            continue
        found.append(method)
    return found


# --- Money in ------------------------------------------------------------------------------------
def try_to_start(*, order: Order, at: datetime, for_app: bool = False, payment: Payment | None = None) -> None:
    """Open the order's waiting payment; a provider that does not answer is asked again on the next visit."""
    payment = payment or order.payments.filter(status=Status.PENDING).order_by("-pk").first()
    if payment is None:
        return
    try:
        start(payment=payment, at=at, for_app=for_app)
    except ProviderDown:
        logger.warning("payment not started", extra={"order": order.number, "provider": payment.provider})


def start(*, payment: Payment, at: datetime, for_app: bool = False) -> Payment:
    """Ask the provider what the customer needs to pay. Once started, the same answer again; never in a transaction."""
    if payment.status != Status.PENDING or payment.instructions:
        return payment
    if payment.amount == 0:
        confirm(payment=payment, paid_amount=ZERO, at=at)
    else:
        begun = PROVIDERS[payment.provider].start(payment, for_app=for_app)
        told = {"instructions": begun.instructions, "external_id": begun.external_id, "txid": begun.txid}
        # Two at once get the same answer from the provider (its key is the payment); the first one is kept.
        if Payment.objects.filter(pk=payment.pk, status=Status.PENDING, instructions={}).update(**told):
            vars(payment).update(told)
            return payment
    payment.refresh_from_db()
    return payment


@transaction.atomic
def confirm(
    *,
    payment: Payment,
    paid_amount: Decimal,
    at: datetime,
    by: User | None = None,
    external_id: str = "",
    currency: str = CURRENCY,
) -> str:
    """Money has arrived, says a person, a bank statement or a provider. Returns what that changed (an `Outcome`)."""
    order = lifecycle.lock(payment.order_id)
    fresh = Payment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    amount = _clean(paid_amount)
    if fresh.status in HOLDS_MONEY and aside.is_same(fresh, amount, external_id):
        return Outcome.REPEATED
    told: dict[str, Any] = {"at": at, "by": by, "external_id": external_id}
    if order.payments.filter(status=Status.CONFIRMED).exists():
        return aside.keep(fresh, "paid_again", amount, currency=currency, **told)
    if currency != CURRENCY or to_centavos(amount) != to_centavos(fresh.amount):
        return aside.keep(fresh, "wrong_amount", amount, currency=currency, **told)
    if fresh.status == Status.QUARANTINED:
        payment = fresh = aside.beside(fresh, at=at)
    Payment.objects.filter(pk=fresh.pk).update(
        status=Status.CONFIRMED,
        paid_amount=amount,
        external_id=external_id or fresh.external_id,
        confirmed_at=at,
        confirmed_by=by,
    )
    payment.refresh_from_db()
    if order.status != Order.Status.CANCELED:
        lifecycle.pay(order=order, at=at, by=by)
    elif lifecycle.pay_late(order=order, at=at, by=by) == lifecycle.Late.CANCELED and amount:
        request_refund(
            payment=payment, amount=amount, reason="Pago depois de cancelado", key=f"late-{payment.pk}", at=at, by=by
        )
    return Outcome.APPLIED


def _clean(amount: Decimal) -> Decimal:
    try:
        centavos = to_centavos(amount)
    except ValueError as error:
        raise Invalid(_("O valor deve ter no máximo dois decimais."), field="amount") from error
    if centavos < 0:
        raise Invalid(_("O valor não pode ser negativo."), field="amount")
    return amount


@transaction.atomic
def decline(*, payment: Payment, at: datetime) -> str:
    """The provider refused; the order waits for another try until it expires."""
    order = lifecycle.lock(payment.order_id)
    if not Payment.objects.filter(pk=payment.pk, status=Status.PENDING).update(status=Status.DECLINED):
        return Outcome.IGNORED
    lifecycle.note(order, "payment_declined", at=at)
    payment.refresh_from_db()
    return Outcome.APPLIED


def settle(*, payment: Payment, reading: Reading, at: datetime) -> str:
    """Take over what a provider says of a payment, told or asked, in any order (an `Outcome`)."""
    if reading.status == Status.CONFIRMED and reading.paid_amount is not None:
        return confirm(
            payment=payment, paid_amount=reading.paid_amount, at=at, external_id=reading.external_id,
            currency=reading.currency,
        )  # fmt: skip
    if reading.status == Status.DECLINED:
        return decline(payment=payment, at=at)
    if reading.status == Status.EXPIRED:
        waiting = Payment.objects.filter(pk=payment.pk, status=Status.PENDING)
        return Outcome.APPLIED if waiting.update(status=Status.EXPIRED) else Outcome.IGNORED
    return Outcome.IGNORED


def look(*, payment: Payment, at: datetime) -> Payment:
    """Ask the provider how a payment stands that nobody has told us about; nothing changes when it is away."""
    if payment.status not in HOLDS_MONEY and payment.external_id:
        try:
            settle(payment=payment, reading=PROVIDERS[payment.provider].read(payment), at=at)
        except ProviderDown:
            logger.warning("provider not asked", extra={"payment": payment.pk, "provider": payment.provider})
        payment.refresh_from_db()
    return payment


def look_after_waiting(*, at: datetime) -> int:
    """Ask after payments by card whose notice may have been lost; returns how many are paid after all."""
    is_over = Q(status__in=(Status.DECLINED, Status.EXPIRED), created_at__gt=at - ASKED_AFTERWARDS)
    waiting = Payment.objects.filter(Q(status=Status.PENDING) | is_over, provider="stripe").filter(
        created_at__lt=at - NOTICE_MAY_TAKE, created_at__gt=at - ASKED_FOR
    )
    return sum(look(payment=each, at=at).status == Status.CONFIRMED for each in waiting.order_by("pk"))


# --- Money out -----------------------------------------------------------------------------------
def refundable(payment: Payment) -> Decimal:
    """What of this payment has not been given back or promised yet."""
    if payment.status not in HOLDS_MONEY:
        return ZERO
    given: Decimal | None = payment.refunds.exclude(status=Refund.Status.FAILED).aggregate(sum=Sum("amount"))["sum"]
    return (payment.paid_amount or ZERO) - (given or ZERO)


@transaction.atomic
def request_refund(
    *,
    payment: Payment,
    amount: Decimal,
    reason: str,
    key: str,
    at: datetime,
    by: User | None = None,
    lines: Sequence[dict[str, Any]] = (),
    includes_freight: bool = False,
) -> Refund:
    """Write down that money goes back: never above what was paid, and once per key."""
    order = lifecycle.lock(payment.order_id)
    known = Refund.objects.filter(key=key).first()
    if known is not None:
        if (known.payment_id, known.amount) != (payment.pk, amount):
            raise KeyReused
        return known
    fresh = Payment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    if _clean(amount) == 0:
        raise Invalid(_("O valor do reembolso deve ser maior que zero."), field="amount")
    if amount > (left := refundable(fresh)):
        raise RefundTooHigh(field="amount", data={"refundable": f"{left:.2f}"})
    _count_lines(order, lines)
    lifecycle.note(order, "refund_requested", at=at, by=by, message=reason[:500], data={"amount": f"{amount:.2f}"})
    return Refund.objects.create(
        payment=fresh,
        amount=amount,
        reason=reason[:200],
        key=key,
        lines=list(lines),
        includes_freight=includes_freight,
        requested_by=by,
        requested_at=at,
    )


def _count_lines(order: Order, lines: Sequence[dict[str, Any]]) -> None:
    for named in lines:
        line = order.lines.filter(pk=named["line"]).first()
        if line is None or not 1 <= named["quantity"] <= line.quantity - line.refunded_quantity:
            raise Invalid(_("Estes itens não podem ser reembolsados nesta quantidade."), field="lines")
        line.refunded_quantity += named["quantity"]
        line.save(update_fields=["refunded_quantity"])


def refund(
    *,
    payment: Payment,
    amount: Decimal,
    reason: str,
    key: str,
    at: datetime,
    by: User | None = None,
    lines: Sequence[dict[str, Any]] = (),
    includes_freight: bool = False,
) -> Refund:
    """Give money back: written first, then asked of the provider; where a person pays by hand it stays requested."""
    wanted = request_refund(
        payment=payment, amount=amount, reason=reason, key=key, at=at, by=by, lines=lines,
        includes_freight=includes_freight,
    )  # fmt: skip
    return send_refund(refund=wanted, at=at)


def send_refund(*, refund: Refund, at: datetime) -> Refund:
    """Ask the provider once more; its own idempotency key is the refund's, so asking twice pays once."""
    provider = PROVIDERS[refund.payment.provider]
    if refund.status != Refund.Status.REQUESTED or provider.refunds_by_hand:
        return refund
    try:
        external_id = provider.refund(refund)
    except RefundRefused as refusal:
        logger.error("refund refused by the provider", extra={"refund": refund.pk, "reason": str(refusal)})
        fail_refund(refund=refund, at=at, message=str(refusal))
        return refund
    except ProviderDown:
        logger.warning("refund not sent yet", extra={"refund": refund.pk, "provider": provider.name})
        return refund
    return finish_refund(refund=refund, external_id=external_id, at=at)


@transaction.atomic
def finish_refund(*, refund: Refund, at: datetime, external_id: str = "", by: User | None = None) -> Refund:
    """The money has gone back; said by the provider, or by whoever paid it out."""
    order = lifecycle.lock(refund.payment.order_id)
    done = Refund.objects.filter(pk=refund.pk, status=Refund.Status.REQUESTED).update(
        status=Refund.Status.DONE, external_id=external_id, done_at=at
    )
    if done:
        lifecycle.note(order, "refunded", at=at, by=by, data={"amount": f"{refund.amount:.2f}"})
    refund.refresh_from_db()
    return refund


@transaction.atomic
def fail_refund(*, refund: Refund, at: datetime, by: User | None = None, message: str = "") -> bool:
    """The provider could not give the money back after all: it can be asked for anew. False when known."""
    order = lifecycle.lock(refund.payment.order_id)
    failed = (
        Refund.objects.filter(pk=refund.pk)
        .exclude(status=Refund.Status.FAILED)
        .update(status=Refund.Status.FAILED, done_at=None)
    )
    if failed:
        data = {"amount": f"{refund.amount:.2f}", "refund": refund.pk}
        lifecycle.note(order, "refund_failed", at=at, by=by, message=message[:500], data=data, is_public=False)
        _uncount_lines(order, refund.lines)
    refund.refresh_from_db()
    return bool(failed)


def _uncount_lines(order: Order, lines: Sequence[dict[str, Any]]) -> None:
    for named in lines:
        order.lines.filter(pk=named["line"]).update(refunded_quantity=F("refunded_quantity") - named["quantity"])


def send_waiting_refunds(*, at: datetime) -> int:
    """Refunds no provider has taken yet; returns how many went out."""
    waiting = Refund.objects.filter(status=Refund.Status.REQUESTED).select_related("payment").order_by("pk")
    return sum(send_refund(refund=each, at=at).status == Refund.Status.DONE for each in waiting)


@transaction.atomic
def cancel(*, order: Order, at: datetime, by: User | None = None, reason: str = "", restock: bool = True) -> None:
    """Cancel the order and promise back all its money; `send_waiting_refunds` hands it to the provider.

    After commit what was open at a provider is closed, so that nobody pays for what they gave up.
    """
    lifecycle.lock(order.pk)
    begun = list(order.payments.filter(status__in=(Status.PENDING, Status.DECLINED)).exclude(external_id=""))
    lifecycle.cancel(order=order, at=at, by=by, reason=reason, restock=restock)
    refund_rest(order=order, reason=reason or "Pedido cancelado", at=at, by=by)
    for payment in begun:
        transaction.on_commit(partial(close, payment))


def close(payment: Payment) -> None:
    """So that nobody pays it (twice). If it cannot be closed, its money is kept aside or goes back when it comes."""
    try:
        PROVIDERS[payment.provider].close(payment)
    except ProviderDown:
        logger.warning("payment not closed", extra={"payment": payment.pk, "provider": payment.provider})


@transaction.atomic
def refund_rest(*, order: Order, reason: str, at: datetime, by: User | None = None) -> list[Refund]:
    """Everything still paid, freight included: for cancelled orders and withdrawals (CDC art. 49)."""
    lifecycle.lock(order.pk)
    given = Refund.objects.filter(payment__order=order, includes_freight=True)
    owes_freight = not given.exclude(status=Refund.Status.FAILED).exists()
    return [
        request_refund(
            payment=payment, amount=left, reason=reason, key=f"rest-{payment.pk}-{to_centavos(left)}", at=at, by=by,
            includes_freight=owes_freight and payment.status == Status.CONFIRMED,
        )
        for payment in order.payments.filter(status__in=HOLDS_MONEY).order_by("pk")
        if (left := refundable(payment)) > 0
    ]  # fmt: skip
