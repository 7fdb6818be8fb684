"""Cards through Stripe's official SDK, an optional extra (`requirements-card.txt`): without it, or without
STRIPE_SECRET_KEY, cards are simply not on offer.

Pages send the buyer to Stripe's hosted Checkout, so no card number ever comes near this shop and no script is
needed; apps get a PaymentIntent's client secret. Everything that is asked carries an idempotency key, so asking
again after a lost answer pays once. What Stripe tells by webhook and what it answers when asked is read alike.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from iluminacasa import languages
from iluminacasa.money import brl, from_centavos, split_evenly, to_centavos
from orders import access
from orders.models import Order, Payment, Refund
from orders.payments.base import BadNotice, BadSignature, Event, ProviderDown, Reading, RefundRefused, Started

logger = logging.getLogger(__name__)
TIMEOUT = (3.05, 10.0)  # seconds to connect, to answer
RETRIES = 1
STRIPE_API, CHECKOUT_HOST = "https://api.stripe.com", "https://checkout.stripe.com"
SHORTEST_SESSION = timedelta(minutes=31)  # Stripe takes nothing under half an hour
STEP = 300  # seconds
CURRENCY = "brl"
SIGNATURE = "Stripe-Signature"
TOLERANCE = 300  # seconds
MAX_ID = 255
Status = Payment.Status


def is_available() -> bool:
    return bool(settings.STRIPE_SECRET_KEY) and find_spec("stripe") is not None


def form_hosts() -> list[str]:
    """Where a form of ours may lead: for `form-action` of the page that sends the buyer to pay."""
    if not is_available():
        return []
    if settings.STRIPE_API_URL == STRIPE_API:
        return [CHECKOUT_HOST]
    parts = urlsplit(settings.STRIPE_API_URL)
    return [f"{parts.scheme}://{parts.netloc}"]


@lru_cache(maxsize=4)
def _client(key: str, address: str) -> Any:
    import stripe

    return stripe.StripeClient(
        key, base_addresses={"api": address}, http_client=stripe.RequestsClient(timeout=TIMEOUT),
        max_network_retries=RETRIES,
    ).v1  # fmt: skip


def _ask(what: Callable[[Any], Any]) -> Any:
    """One call of Stripe; whatever keeps it from answering as agreed is `ProviderDown`."""
    if not is_available():
        raise ProviderDown
    import stripe

    try:
        return what(_client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_URL))
    except stripe.StripeError as error:
        logger.warning("stripe did not do as asked", extra={"error": type(error).__name__, "code": error.code})
        raise ProviderDown from error


class Card:
    name = "stripe"
    refunds_by_hand = False

    def start(self, payment: Payment, *, for_app: bool) -> Started:
        return _start_for_app(payment) if for_app else _start_page(payment)

    def read(self, payment: Payment) -> Reading:
        known = payment.external_id
        if known.startswith("cs_"):
            return _of_session(_ask(lambda api: api.checkout.sessions.retrieve(known)).to_dict())
        if known.startswith("pi_"):
            return _of_intent(_ask(lambda api: api.payment_intents.retrieve(known)).to_dict())
        return Reading(status=payment.status)

    def close(self, payment: Payment) -> None:
        known = payment.external_id
        if known.startswith("cs_"):
            _ask(lambda api: api.checkout.sessions.expire(known))
        elif known.startswith("pi_"):
            _ask(lambda api: api.payment_intents.cancel(known))

    def refund(self, refund: Refund) -> str:
        import stripe

        terms = {
            "payment_intent": refund.payment.external_id,
            "amount": to_centavos(refund.amount),
            "metadata": {"key": refund.key},
        }
        try:
            done = _ask(lambda api: api.refunds.create(terms, {"idempotency_key": f"refund-{refund.key}"}))
        except ProviderDown as error:
            if isinstance(error.__cause__, stripe.InvalidRequestError):
                raise RefundRefused(str(error.__cause__.user_message or error.__cause__.code)) from error
            raise
        if done.status in ("failed", "canceled"):
            raise RefundRefused(str(done.status))
        return str(done.id)

    def parse_notice(self, *, body: bytes, headers: Mapping[str, str]) -> Sequence[Event]:
        _check_signature(body, headers.get(SIGNATURE, ""))
        try:
            return [_event(json.loads(body))]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BadNotice("unreadable notice") from error


# --- Asking --------------------------------------------------------------------------------------
def _names(payment: Payment) -> dict[str, str]:
    """What lets a notice find its payment again."""
    order = payment.order
    return {"payment": str(payment.pk), "order": order.number, "installments": str(order.installments)}


def _key(payment: Payment, what: str) -> dict[str, str]:
    return {"idempotency_key": f"{payment.order.number}-{payment.pk}-{what}"}


def _start_for_app(payment: Payment) -> Started:
    terms = {
        "amount": to_centavos(payment.amount),
        "currency": CURRENCY,
        "payment_method_types": ["card"],
        "metadata": _names(payment),
    }
    intent = _ask(lambda api: api.payment_intents.create(terms, _key(payment, "intent")))
    return Started(instructions={"kind": "card_app", "client_secret": intent.client_secret}, external_id=str(intent.id))


def _start_page(payment: Payment) -> Started:
    """In the language of the order, whoever asks for it first: its buyer, the desk or a job."""
    with languages.speaking(payment.order.language):
        return _page(payment)


def _page(payment: Payment) -> Started:
    order, ends = payment.order, int(session_ends(payment).timestamp())
    back = access.link_to(order)
    price = {
        "currency": CURRENCY,
        "unit_amount": to_centavos(payment.amount),
        "product_data": {"name": _("Pedido {number}").format(number=order.number)},
    }
    terms = {
        "mode": "payment",
        "locale": languages.tag(),
        "payment_method_types": ["card"],
        "line_items": [{"quantity": 1, "price_data": price}],
        "client_reference_id": str(payment.pk),
        "customer_email": order.email,
        "success_url": f"{back}?cartao=retorno",
        "cancel_url": f"{back}?cartao=cancelado",
        "expires_at": ends,
        "custom_text": {"submit": {"message": parcels(order)}},
        "metadata": _names(payment),
        "payment_intent_data": {
            "description": f"{settings.STORE_NAME}, pedido {order.number}",
            "metadata": _names(payment),
        },
    }
    session = _ask(lambda api: api.checkout.sessions.create(terms, _key(payment, f"session-{ends}")))
    return Started(instructions={"kind": "card_page", "url": session.url}, external_id=str(session.id))


def parcels(order: Order) -> str:
    """The instalments agreed on, as the buyer reads them beside the button."""
    if order.installments <= 1:
        return _("Pagamento à vista de {total}.").format(total=brl(order.total))
    parts = split_evenly(order.total, order.installments)
    text = _("Você escolheu {count}x de {part} sem juros, no total de {total}.")
    return text.format(count=order.installments, part=brl(parts[0]), total=brl(order.total))


def session_ends(payment: Payment) -> datetime:
    """When the order does, but no sooner than Stripe allows; then in steps, so that two at once ask for the same."""
    soonest = int((timezone.now() + SHORTEST_SESSION).timestamp())
    if payment.expires_at is not None and payment.expires_at.timestamp() >= soonest:
        return payment.expires_at
    return datetime.fromtimestamp(-(-soonest // STEP) * STEP, tz=UTC)


# --- Reading -------------------------------------------------------------------------------------
def _money(centavos: Any) -> Decimal:
    if type(centavos) is not int or centavos < 0:
        raise ValueError("an amount is a whole number of centavos")
    return from_centavos(centavos)


def _of_session(told: Mapping[str, Any]) -> Reading:
    intent = str(told.get("payment_intent") or told["id"])
    if told.get("payment_status") == "paid":
        return Reading(Status.CONFIRMED, _money(told["amount_total"]), str(told["currency"]).upper(), intent)
    return Reading(Status.EXPIRED if told.get("status") == "expired" else Status.PENDING)


def _of_intent(told: Mapping[str, Any]) -> Reading:
    status = told.get("status")
    if status == "succeeded":
        received = told.get("amount_received", told.get("amount"))
        return Reading(Status.CONFIRMED, _money(received), str(told["currency"]).upper(), str(told["id"]))
    if status == "canceled":
        return Reading(Status.EXPIRED)
    return Reading(Status.DECLINED if told.get("last_payment_error") else Status.PENDING)


# --- Being told ----------------------------------------------------------------------------------
def _check_signature(body: bytes, given: str) -> None:
    if not settings.STRIPE_WEBHOOK_SECRET or find_spec("stripe") is None:
        raise BadSignature("STRIPE_WEBHOOK_SECRET is not set")
    import stripe

    try:
        stripe.WebhookSignature.verify_header(body.decode(), given, settings.STRIPE_WEBHOOK_SECRET, TOLERANCE)
    except (stripe.SignatureVerificationError, ValueError, TypeError) as error:
        raise BadSignature(type(error).__name__) from error


def _event(told: Any) -> Event:
    identity, kind, thing = told["id"], told["type"], told["data"]["object"]
    if not all(isinstance(each, str) and 0 < len(each) <= MAX_ID and each.isprintable() for each in (identity, kind)):
        raise ValueError("an event has an id and a type")
    owner = str((thing.get("metadata") or {}).get("payment", ""))
    about: dict[str, Any] = {
        "event_id": identity,
        "kind": kind,
        "payment_id": int(owner) if owner.isascii() and owner.isdigit() and len(owner) <= 18 else None,
        "external_id": str(thing.get("id", ""))[:MAX_ID],
        "body": {name: thing[name] for name in ("id", "amount", "amount_total", "currency", "status") if name in thing},
    }
    family, _, what = kind.rpartition(".")
    if family == "checkout.session":
        return Event(reading=_news_of_session(thing, what), **about)
    if family == "payment_intent":
        return Event(reading=_news_of_intent(thing, what), **about)
    if family in ("refund", "charge.refund"):
        return _news_of_refund(thing, about)
    return Event(reading=None, needs_person=kind.startswith("charge.dispute."), **about)


def _news_of_session(thing: Mapping[str, Any], what: str) -> Reading | None:
    if what == "async_payment_failed":
        return Reading(Status.DECLINED)
    return _of_session(thing) if what in ("completed", "async_payment_succeeded", "expired") else None


def _news_of_intent(thing: Mapping[str, Any], what: str) -> Reading | None:
    if what == "payment_failed":
        return Reading(Status.DECLINED)
    return _of_intent(thing) if what in ("succeeded", "canceled") else None


def _news_of_refund(thing: Mapping[str, Any], about: dict[str, Any]) -> Event:
    """Ours carry their key; one made by hand at Stripe needs a person here."""
    key, status = str((thing.get("metadata") or {}).get("key", "")), thing.get("status")
    if not key:
        return Event(reading=None, needs_person=True, **about)
    if status in ("failed", "canceled"):
        return Event(reading=None, refund_key=key, is_refund_failed=True, **about)
    return Event(reading=None, refund_key=key if status == "succeeded" else "", **about)
