"""Static Pix: a code drawn by the shop itself. Who says it was paid: staff, the bank's statement, or a signed notice.

A notice is what the Banco Central's Pix API sends to a receiver's webhook, signed by whoever relays it to the shop:

    X-Pix-Timestamp: 1773154800
    X-Pix-Signature: v1=<HMAC-SHA256 under PIX_WEBHOOK_SECRET of "1773154800." and the body, in hex>

    {"pix": [{"endToEndId": "E1234...", "txid": "IC7Q...", "valor": "189.90", "horario": "2026-03-10T15:00:00Z"}]}

It counts for five minutes after its timestamp. `endToEndId` is unique in the whole country: the event's id.
"""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings

from iluminacasa.money import read_amount
from orders.models import Payment, Refund
from orders.payments import brcode
from orders.payments.base import BadNotice, BadSignature, Event, ProviderDown, Reading, Started

TIMESTAMP, SIGNATURE, VERSION = "X-Pix-Timestamp", "X-Pix-Signature", "v1="
TOLERANCE = 300  # seconds a notice may be on its way, and clocks may differ
MAX_EVENTS = 200
IDENTITY = re.compile(r"[!-~]{1,64}")


def txid_of(payment: Payment) -> str:
    """Order number and payment in hex: 1 to 25 letters and digits, and no other payment has it."""
    return f"{payment.order.number}{payment.pk:X}"


def sign(body: bytes, *, timestamp: str, secret: str) -> str:
    """The value of `X-Pix-Signature`."""
    return VERSION + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Pix:
    name = "pix"
    refunds_by_hand = True

    def start(self, payment: Payment, *, for_app: bool) -> Started:
        txid = txid_of(payment)
        try:
            text = brcode.payload(
                key=settings.PIX_KEY,
                merchant_name=settings.PIX_MERCHANT_NAME,
                merchant_city=settings.PIX_MERCHANT_CITY,
                amount=payment.amount,
                txid=txid,
            )
        except brcode.BadCode as error:  # the shop's settings are wrong: the order is safe, staff must mend them
            raise ProviderDown from error
        return Started(instructions={"kind": "pix", "copy_paste": text, "txid": txid}, txid=txid)

    def read(self, payment: Payment) -> Reading:
        """Nobody to ask."""
        return Reading(status=payment.status, paid_amount=payment.paid_amount)

    def close(self, payment: Payment) -> None:
        """A static code lives for ever at the bank; money that still comes finds its payment by txid."""

    def refund(self, refund: Refund) -> str:
        raise ProviderDown("Devolva este Pix pelo aplicativo do banco.")

    def parse_notice(self, *, body: bytes, headers: Mapping[str, str]) -> Sequence[Event]:
        check_signature(body, headers, now=time.time())
        try:
            told = json.loads(body)["pix"]
            if not isinstance(told, list) or len(told) > MAX_EVENTS:
                raise BadNotice("pix is not a short list")
            return [event_of(each) for each in told]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BadNotice("unreadable notice") from error


def check_signature(body: bytes, headers: Mapping[str, str], *, now: float) -> None:
    if not settings.PIX_WEBHOOK_SECRET:
        raise BadSignature("a static Pix code sends no notices: PIX_WEBHOOK_SECRET is not set")
    timestamp, given = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
    wanted = sign(body, timestamp=timestamp, secret=settings.PIX_WEBHOOK_SECRET)
    if not hmac.compare_digest(wanted.encode(), given.encode()):
        raise BadSignature("wrong signature")
    is_number = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    if not is_number or abs(now - int(timestamp)) > TOLERANCE:
        raise BadSignature("not of these minutes")


def event_of(told: Any) -> Event:
    """One receipt out of the list; ValueError, KeyError or TypeError for what is none."""
    identity, txid, amount = told["endToEndId"], told.get("txid", ""), told["valor"]
    if not IDENTITY.fullmatch(identity) or not (txid == "" or IDENTITY.fullmatch(txid)):
        raise ValueError("an endToEndId or a txid is visible ASCII")
    paid: Decimal = read_amount(amount)
    return Event(
        event_id=identity,
        kind="pix",
        reading=Reading(status=Payment.Status.CONFIRMED, paid_amount=paid, external_id=identity),
        txid=txid,
        body={"endToEndId": identity, "txid": txid, "valor": amount},
    )
