"""Money that does not fit its order: kept in a payment of its own until a person decides, never dropped."""

from datetime import datetime
from decimal import Decimal

from accounts.models import User
from orders import lifecycle
from orders.models import Payment, PaymentNotice

CURRENCY = "BRL"
Status = Payment.Status
HOLDS_MONEY = (Status.CONFIRMED, Status.QUARANTINED)


def is_same(payment: Payment, amount: Decimal, external_id: str) -> bool:
    """Told again, perhaps by another way: a statement may name a receipt that a person confirmed by hand."""
    if not external_id or external_id == payment.external_id:
        return True
    if Payment.objects.filter(order_id=payment.order_id, external_id=external_id).exists():
        return True
    if payment.external_id == "" and payment.paid_amount == amount:
        Payment.objects.filter(pk=payment.pk).update(external_id=external_id)
        return True
    return False


def beside(payment: Payment, *, at: datetime) -> Payment:
    """A payment for the same sum next to one that holds other money already."""
    row: Payment = Payment.objects.create(
        order_id=payment.order_id, method=payment.method, provider=payment.provider, amount=payment.amount,
        expires_at=payment.expires_at, created_at=at,
    )  # fmt: skip
    return row


def keep(
    payment: Payment, kind: str, amount: Decimal, *, at: datetime, by: User | None, external_id: str, currency: str
) -> str:
    """Set this money aside. The order does not move, and waits for whoever decides."""
    kept = beside(payment, at=at) if payment.status in HOLDS_MONEY else payment
    kept.status = Status.QUARANTINED
    kept.paid_amount = amount if currency == CURRENCY else None
    kept.external_id = external_id or kept.external_id
    kept.save()
    data = {"payment": kept.pk, "amount": f"{amount:.2f}", "currency": currency, "expected": f"{payment.amount:.2f}"}
    lifecycle.note(payment.order, kind, at=at, by=by, data=data, is_public=False)
    return PaymentNotice.Outcome.QUARANTINED
