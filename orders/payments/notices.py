"""What providers tell: checked, written down once by its event id, and applied in whatever order it comes.

A notice and its effect are one transaction, so a crash leaves neither and the provider sends it again. Money whose
payment is not found, and whatever needs a person, is kept in quarantine.
"""

import logging
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iluminacasa.errors import Denied, Invalid, Missing
from orders import payments
from orders.models import Payment, PaymentNotice, Refund
from orders.payments.base import BadNotice, BadSignature, Event

logger = logging.getLogger(__name__)
Outcome = PaymentNotice.Outcome
Status = Payment.Status


class SignatureRefused(Denied):
    code = "invalid_signature"
    title = gettext_lazy("Assinatura inválida")
    default_message = gettext_lazy("A assinatura deste aviso não confere.")


class NoticeUnreadable(Invalid):
    code = "invalid_notice"
    title = gettext_lazy("Aviso ilegível")
    default_message = gettext_lazy("Este aviso não tem a forma combinada.")


def receive(*, provider: str, body: bytes, headers: Mapping[str, str], at: datetime) -> list[str]:
    """Take in one message of a provider; what each of its events changed (an `Outcome`)."""
    known = payments.PROVIDERS.get(provider)
    if known is None or (provider == "fake" and not settings.DEBUG):
        raise Missing(_("Este provedor de pagamento não existe aqui."))
    try:
        events = known.parse_notice(body=body, headers=headers)
    except BadSignature as error:
        logger.warning("payment notice refused", extra={"provider": provider, "reason": str(error)})
        raise SignatureRefused from error
    except BadNotice as error:
        logger.warning("payment notice unreadable", extra={"provider": provider, "reason": str(error)})
        raise NoticeUnreadable from error
    return [apply(provider=provider, event=event, at=at) for event in events]


@transaction.atomic
def apply(*, provider: str, event: Event, at: datetime) -> str:
    """Once per event id; `repeated` for one that is known."""
    try:
        with transaction.atomic():
            notice = PaymentNotice.objects.create(
                provider=provider, event_id=event.event_id, kind=event.kind[:80], body=event.body,
                outcome=Outcome.IGNORED, received_at=at,
            )  # fmt: skip
    except IntegrityError:
        return Outcome.REPEATED
    payment = find(provider, event)
    outcome = _refund(provider, event, at) if event.refund_key else _pay(payment, event, at)
    if outcome == Outcome.QUARANTINED:
        logger.error("payment notice needs a person", extra={"provider": provider, "event": event.event_id})
    PaymentNotice.objects.filter(pk=notice.pk).update(payment=payment, outcome=outcome)
    return outcome


def find(provider: str, event: Event) -> Payment | None:
    """Whose money this is: by our own number, by txid, by the provider's."""
    ours = Payment.objects.filter(provider=provider)
    if event.payment_id is not None:
        return ours.filter(pk=event.payment_id).first()
    if event.txid:
        return ours.filter(txid=event.txid.upper()).first()
    return ours.filter(external_id=event.external_id).order_by("pk").first() if event.external_id else None


def _pay(payment: Payment | None, event: Event, at: datetime) -> str:
    reading = event.reading
    if event.needs_person:
        return Outcome.QUARANTINED
    if reading is None:
        return Outcome.IGNORED
    if payment is None:
        return Outcome.QUARANTINED if reading.status == Status.CONFIRMED else Outcome.IGNORED
    return payments.settle(payment=payment, reading=reading, at=at)


def _refund(provider: str, event: Event, at: datetime) -> str:
    refund = Refund.objects.filter(key=event.refund_key, payment__provider=provider).first()
    if refund is None:
        return Outcome.QUARANTINED
    if event.is_refund_failed:
        return Outcome.APPLIED if payments.fail_refund(refund=refund, at=at) else Outcome.IGNORED
    before = refund.status
    payments.finish_refund(refund=refund, external_id=event.external_id, at=at)
    return Outcome.APPLIED if before == Refund.Status.REQUESTED else Outcome.REPEATED
