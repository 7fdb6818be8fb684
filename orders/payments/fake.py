"""A provider to try the shop out with: takes every payment, moves no money. Only with DEBUG on.

Its notices are signed like a real one's, so the same road is walked: `{"event", "payment", "status", "amount",
"currency"}` as JSON, with its HMAC-SHA256 under SECRET_KEY in the header `X-Fake-Signature`.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.utils.translation import gettext as _

from iluminacasa.errors import Denied
from orders.models import Payment, Refund
from orders.payments.base import BadNotice, BadSignature, Event, Reading, Started

SIGNATURE = "X-Fake-Signature"
STATUSES = frozenset({Payment.Status.CONFIRMED, Payment.Status.DECLINED})


def check_allowed() -> None:
    if not settings.DEBUG:
        raise Denied(_("O pagamento de demonstração só existe com DEBUG ligado."))


def sign(body: bytes) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), body, hashlib.sha256).hexdigest()


class Fake:
    name = "fake"
    refunds_by_hand = False

    def start(self, payment: Payment, *, for_app: bool) -> Started:
        check_allowed()
        return Started(instructions={"kind": "demo"}, external_id=f"fake-{payment.pk}")

    def read(self, payment: Payment) -> Reading:
        check_allowed()
        return Reading(status=payment.status, paid_amount=payment.paid_amount, external_id=payment.external_id)

    def close(self, payment: Payment) -> None:
        """There is nothing open anywhere."""

    def refund(self, refund: Refund) -> str:
        check_allowed()
        return f"fake-{refund.key}"

    def parse_notice(self, *, body: bytes, headers: Mapping[str, str]) -> Sequence[Event]:
        check_allowed()
        if not hmac.compare_digest(sign(body).encode(), headers.get(SIGNATURE, "").encode()):
            raise BadSignature("wrong signature")
        try:
            told = json.loads(body)
            event, payment, status = str(told["event"]), int(told["payment"]), str(told["status"])
            amount, currency = Decimal(str(told["amount"])), str(told.get("currency", "BRL"))
        except (ValueError, KeyError, TypeError, InvalidOperation) as error:
            raise BadNotice("unreadable notice") from error
        reading = Reading(status=status, paid_amount=amount, currency=currency) if status in STATUSES else None
        return [Event(event_id=event, kind=status, reading=reading, payment_id=payment, body=told)]
