"""Cards: hosted page for browsers, client secret for apps, once whatever gets lost on the way."""

import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from iluminacasa import checks
from orders import access, lifecycle, payments
from orders.audit import violations
from orders.models import Order, Payment, PaymentNotice, Refund
from orders.payments import attempts, card
from orders.payments.base import ProviderDown
from tests.orders.payments.conftest import order_to_pay
from tests.orders.payments.fake_stripe import KEY, WEBHOOK_SECRET, FakeStripe, signed

pytestmark = pytest.mark.django_db
D = Decimal
CARD = {"method": "card"}


@pytest.fixture
def stripe(settings, monkeypatch) -> Iterator[FakeStripe]:
    fake = FakeStripe().start()
    card._client.cache_clear()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = KEY, WEBHOOK_SECRET
    settings.STRIPE_API_URL = fake.url
    monkeypatch.setattr(card, "RETRIES", 0)
    yield fake
    fake.stop()


def notify(event: Any, **how: Any) -> Any:
    body, headers = signed(event, **how)
    return Client().post("/api/v1/payments/webhooks/stripe/", body, content_type="application/json", headers=headers)


def state(order: Order) -> tuple[str, list[str]]:
    order.refresh_from_db()
    return order.status, list(order.payments.order_by("pk").values_list("status", flat=True))


def outcomes() -> list[str]:
    return list(PaymentNotice.objects.order_by("pk").values_list("outcome", flat=True))


# --- On offer ------------------------------------------------------------------------------------
def test_cards_are_on_offer_only_with_a_key_and_the_package(stripe: FakeStripe, settings, monkeypatch) -> None:
    assert payments.offered(is_pickup=False) == ["pix", "card"]
    assert card.form_hosts() == [stripe.url]
    settings.STRIPE_API_URL = "https://api.stripe.com"
    assert card.form_hosts() == ["https://checkout.stripe.com"]
    monkeypatch.setattr(card, "find_spec", lambda name: None)
    assert (payments.offered(is_pickup=False), card.form_hosts()) == (["pix"], [])
    monkeypatch.undo()
    settings.STRIPE_SECRET_KEY = ""
    assert (payments.offered(is_pickup=False), card.form_hosts()) == (["pix"], [])


def test_a_half_set_up_is_named(stripe: FakeStripe, settings, monkeypatch) -> None:
    assert checks.cards_can_be_taken(None) == []
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert [each.id for each in checks.cards_can_be_taken(None)] == ["iluminacasa.W003"]
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    assert [each.id for each in checks.cards_can_be_taken(None)] == ["iluminacasa.W002"]
    settings.STRIPE_SECRET_KEY = ""
    assert checks.cards_can_be_taken(None) == []


def test_without_the_package_no_notice_is_believed(stripe: FakeStripe, monkeypatch) -> None:
    monkeypatch.setattr(card, "find_spec", lambda name: None)
    assert notify({"id": "evt_1"}).status_code == 403


# --- Pages ---------------------------------------------------------------------------------------
def test_a_page_leads_to_the_hosted_page_with_total_and_instalments(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD, installments=3)
    assert (payment.provider, payment.instructions["kind"]) == ("stripe", "card_page")
    session = stripe.things[payment.external_id]
    assert payment.instructions["url"] == session["url"]
    assert (session["amount_total"], session["currency"]) == (20_000, "brl")
    back = access.link_to(order)
    assert (session["success_url"], session["cancel_url"]) == (f"{back}?cartao=retorno", f"{back}?cartao=cancelado")
    assert session["metadata"] == {"payment": str(payment.pk), "order": order.number, "installments": "3"}
    assert session["sent"]["payment_intent_data"]["metadata"] == session["metadata"]
    assert session["sent"]["custom_text"]["submit"]["message"] == (
        "Você escolheu 3x de R$\u00a066,67 sem juros, no total de R$\u00a0200,00."
    )
    assert session["expires_at"] == int(order.expires_at.timestamp())
    assert "card" not in str(session["sent"]).replace("'0': 'card'", "").replace("payment_method_types", "")


def test_a_session_never_ends_sooner_than_stripe_allows(stripe: FakeStripe, settings) -> None:
    settings.PAYMENT_EXPIRY_MINUTES = 5
    payment = order_to_pay(**CARD)[1]
    left = stripe.things[payment.external_id]["expires_at"] - time.time()
    assert 1800 < left <= 31 * 60 + 300


def test_paying_confirms_once_in_any_order_of_the_notices(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD)
    session = payment.external_id
    stripe.refuse(session)
    stripe.pay(session)
    failed, succeeded, completed = stripe.events
    for event in (completed, succeeded, completed, failed, succeeded):
        assert notify(event).status_code == 200
    payment.refresh_from_db()
    assert state(order) == ("paid", ["confirmed"])
    assert (payment.external_id, payment.paid_amount) == (stripe.things[session]["payment_intent"], D("200.00"))
    assert outcomes() == ["applied", "repeated", "ignored"]
    assert list(violations(at=timezone.now())) == []


def test_a_failed_3d_secure_leaves_the_order_payable_again(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD)
    notify(stripe.refuse(payment.external_id))
    assert state(order) == ("pending", ["declined"])
    again = attempts.open_again(order=order, at=timezone.now())
    assert again.external_id != payment.external_id
    assert stripe.things[payment.external_id]["status"] == "expired"  # nobody can pay it any more
    notify(stripe.pay(again.external_id))
    assert state(order) == ("paid", ["declined", "confirmed"])


def test_a_buyer_who_tries_another_card_on_the_hosted_page_has_paid(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD)
    notify(stripe.refuse(payment.external_id))
    notify(stripe.pay(payment.external_id))
    assert state(order) == ("paid", ["confirmed"])


def test_coming_back_before_the_notice_asks_stripe(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD)
    assert payments.look(payment=payment, at=timezone.now()).status == "pending"
    stripe.pay(payment.external_id)
    assert payments.look(payment=payment, at=timezone.now()).status == "confirmed"
    notify(stripe.events[-1])
    assert (state(order)[0], outcomes()) == ("paid", ["repeated"])


def test_a_session_that_ended_is_followed_by_another(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD)
    stripe.things[payment.external_id]["status"] = "expired"
    notify(stripe.tell("checkout.session.expired", stripe.things[payment.external_id]))
    assert state(order) == ("pending", ["expired"])
    assert attempts.open_again(order=order, at=timezone.now()).instructions["kind"] == "card_page"


def test_money_after_the_deadline_is_not_lost(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD)
    assert lifecycle.expire(order=order, at=timezone.now() + timedelta(hours=2))
    notify(stripe.pay(payment.external_id))
    assert state(order) == ("paid", ["confirmed"])


def test_cancelling_closes_the_hosted_page(stripe: FakeStripe, django_capture_on_commit_callbacks) -> None:
    order, payment = order_to_pay(**CARD)
    with django_capture_on_commit_callbacks(execute=True):
        payments.cancel(order=order, at=timezone.now())
        assert stripe.things[payment.external_id]["status"] == "open"  # never inside the transaction
    assert stripe.things[payment.external_id]["status"] == "expired"
    assert state(order) == ("canceled", ["expired"])


def test_an_order_is_cancelled_also_when_stripe_is_away(
    stripe: FakeStripe, settings, django_capture_on_commit_callbacks
) -> None:
    order, _ = order_to_pay(**CARD)
    settings.STRIPE_API_URL = "http://127.0.0.1:9"
    with django_capture_on_commit_callbacks(execute=True):
        payments.cancel(order=order, at=timezone.now())
    assert state(order) == ("canceled", ["expired"])


def test_money_after_cancelling_goes_back_through_stripe(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD)
    payments.cancel(order=order, at=timezone.now())
    notify(stripe.pay(payment.external_id))
    assert payments.send_waiting_refunds(at=timezone.now()) == 1
    refund = Refund.objects.get()
    assert (state(order)[0], refund.status, refund.amount) == ("canceled", "done", D("200.00"))
    assert stripe.things[refund.external_id]["amount"] == 20_000


@pytest.mark.parametrize(("amount", "currency"), [(19_999, "brl"), (20_001, "brl"), (20_000, "usd"), (200, "jpy")])
def test_another_amount_or_currency_is_kept_aside(stripe: FakeStripe, amount: int, currency: str) -> None:
    order, payment = order_to_pay(**CARD)
    event = stripe.pay(payment.external_id)
    event["data"]["object"] |= {"amount_total": amount, "currency": currency}
    notify(event)
    assert (state(order), outcomes()) == (("pending", ["quarantined"]), ["quarantined"])


# --- Apps ----------------------------------------------------------------------------------------
def app_order() -> tuple[Order, Payment]:
    return order_to_pay(**CARD, for_app=True)


def test_an_app_gets_a_client_secret_and_pays_with_it(stripe: FakeStripe) -> None:
    order, payment = app_order()
    told = Client().get(f"/api/v1/orders/{order.number}/", headers={"X-Order-Token": access.token_of(order)}).json()
    intent = stripe.things[payment.external_id]
    assert told["payment"]["card"] == {"client_secret": intent["client_secret"]}
    assert (intent["amount"], intent["currency"], intent["sent"]["payment_method_types"]) == (
        20_000, "brl", {"0": "card"},
    )  # fmt: skip
    notify(stripe.pay(payment.external_id))
    assert state(order) == ("paid", ["confirmed"])


def test_an_app_never_gets_a_page_nor_a_page_a_secret(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD)
    address, token = f"/api/v1/orders/{order.number}/payment/", {"X-Order-Token": access.token_of(order)}
    told = Client().post(address, b"{}", content_type="application/json", headers=token).json()
    assert told["card"]["client_secret"].startswith("pi_")
    assert stripe.things[payment.external_id]["status"] == "expired"
    assert state(order)[1] == ["expired", "pending"]
    assert attempts.open_again(order=order, at=timezone.now()).instructions["kind"] == "card_page"


# --- Outages -------------------------------------------------------------------------------------
@pytest.mark.parametrize("mood", ["away", "broken", "lost", "slow"])
@pytest.mark.parametrize("for_app", [False, True])
def test_an_outage_loses_no_order_and_asks_only_once_for_the_same(
    stripe: FakeStripe, monkeypatch, mood: str, for_app: bool
) -> None:
    monkeypatch.setattr(card, "TIMEOUT", (0.3, 0.3))
    stripe.mood = mood
    order, payment = order_to_pay(**CARD, for_app=for_app)
    assert (order.status, payment.status, payment.instructions) == ("pending", "pending", {})
    with pytest.raises(ProviderDown):
        payments.start(payment=payment, at=timezone.now(), for_app=for_app)
    stripe.mood = "well"
    payments.start(payment=payment, at=timezone.now(), for_app=for_app)
    assert len(stripe.things) == 1
    assert payment.external_id in stripe.things


def test_a_wrong_key_of_the_shop_loses_no_order(stripe: FakeStripe, settings) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_other"
    order, payment = order_to_pay(**CARD)
    assert (order.status, payment.instructions) == ("pending", {})


def test_asking_in_vain_changes_nothing(stripe: FakeStripe) -> None:
    payment = order_to_pay(**CARD)[1]
    stripe.mood = "broken"
    assert payments.look(payment=payment, at=timezone.now()).status == "pending"


def test_a_lost_notice_is_made_up_for_by_asking(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD)
    order_to_pay(**CARD)
    stripe.pay(payment.external_id)
    assert payments.look_after_waiting(at=timezone.now()) == 0
    assert payments.look_after_waiting(at=timezone.now() + timedelta(minutes=6)) == 1
    assert state(order) == ("paid", ["confirmed"])


def test_a_lost_notice_is_found_out_though_the_order_has_expired(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD)
    stripe.pay(payment.external_id)
    later = timezone.now() + timedelta(minutes=61)
    assert lifecycle.expire(order=order, at=later)
    assert payments.look_after_waiting(at=later) == 1
    assert state(order) == ("paid", ["confirmed"])
    stripe.asked.clear()
    assert (payments.look_after_waiting(at=later + timedelta(hours=3)), stripe.asked) == (0, [])


# --- Refunds -------------------------------------------------------------------------------------
def paid(stripe: FakeStripe) -> tuple[Order, Payment]:
    order, payment = order_to_pay(**CARD)
    notify(stripe.pay(payment.external_id))
    payment.refresh_from_db()
    return order, payment


def back(payment: Payment, amount: str, key: str) -> Refund:
    return payments.refund(payment=payment, amount=D(amount), reason="troca", key=key, at=timezone.now())


def test_a_refund_goes_out_once_though_the_answer_was_lost(stripe: FakeStripe) -> None:
    payment = paid(stripe)[1]
    stripe.mood = "lost"
    refund = back(payment, "50.00", "a")
    assert refund.status == "requested"
    stripe.mood = "well"
    assert payments.send_waiting_refunds(at=timezone.now()) == 1
    refund.refresh_from_db()
    made = [each for each in stripe.things.values() if each["object"] == "refund"]
    assert ([each["amount"] for each in made], refund.status, refund.external_id) == ([5000], "done", made[0]["id"])
    assert list(violations(at=timezone.now())) == []


def test_a_refund_stripe_refuses_is_marked_failed_and_may_be_asked_anew(stripe: FakeStripe) -> None:
    order, payment = paid(stripe)
    stripe.things[payment.external_id]["amount_received"] = 0
    assert back(payment, "50.00", "a").status == "failed"
    assert order.events.get(kind="refund_failed").is_public is False
    assert payments.refundable(payment) == D("200.00")


def test_a_refund_that_fails_later_is_told_by_notice(stripe: FakeStripe) -> None:
    payment = paid(stripe)[1]
    refund = back(payment, "50.00", "a")
    stripe.things[refund.external_id]["status"] = "failed"
    event = stripe.tell("refund.failed", stripe.things[refund.external_id])
    for _ in range(2):
        assert notify(event).status_code == 200
    refund.refresh_from_db()
    assert (refund.status, payments.refundable(payment)) == ("failed", D("200.00"))


def test_a_refund_made_by_hand_at_stripe_and_a_dispute_wait_for_a_person(stripe: FakeStripe) -> None:
    paid(stripe)
    notify(stripe.tell("refund.created", {"id": "re_1", "object": "refund", "amount": 1, "status": "succeeded"}))
    notify(stripe.tell("charge.dispute.created", {"id": "dp_1", "amount": 20_000}))
    assert outcomes()[-2:] == ["quarantined", "quarantined"]


# --- Notices -------------------------------------------------------------------------------------
def test_money_of_no_payment_waits_for_a_person(stripe: FakeStripe) -> None:
    for number in ("999999", "x", "", "9" * 30):
        thing = {"id": "pi_9", "status": "succeeded", "amount_received": 1, "currency": "brl"}
        assert (
            notify(stripe.tell("payment_intent.succeeded", thing | {"metadata": {"payment": number}})).status_code
            == 200
        )
    assert outcomes() == ["quarantined"] * 4


def test_what_does_not_concern_us_has_no_effect(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(**CARD)
    for kind in ("customer.created", "payment_intent.created", "checkout.session.async_payment_pending", "x"):
        notify(stripe.tell(kind, {"id": "x", "metadata": {"payment": str(payment.pk)}}))
    assert (state(order), outcomes()) == (("pending", ["pending"]), ["ignored"] * 4)


def test_a_notice_of_one_provider_cannot_pay_anothers(stripe: FakeStripe) -> None:
    order, payment = order_to_pay()  # Pix
    thing = {"id": "pi_9", "status": "succeeded", "amount_received": 19_000, "currency": "brl"}
    notify(stripe.tell("payment_intent.succeeded", thing | {"metadata": {"payment": str(payment.pk)}}))
    assert (state(order), outcomes()) == (("pending", ["pending"]), ["quarantined"])


@pytest.mark.parametrize("how", [{"secret": "other"}, {"at": 0.0}, {"at": time.time() - 400}])
def test_only_fresh_notices_with_the_right_signature_are_read(stripe: FakeStripe, how: dict[str, Any]) -> None:
    order, payment = order_to_pay(**CARD)
    answer = notify(stripe.pay(payment.external_id), **how)
    assert (answer.status_code, answer.json()["code"]) == (403, "invalid_signature")
    assert (state(order)[0], outcomes()) == ("pending", [])


@pytest.mark.parametrize("header", ["", "t=", "t=a,v1=b", "v1=", "t=1,v1=é", ",,,=,", "t=99999999999999999999,v1=0"])
def test_no_signature_breaks_the_door(stripe: FakeStripe, header: str) -> None:
    answer = Client().post(
        "/api/v1/payments/webhooks/stripe/", b"{}", content_type="application/json", headers={card.SIGNATURE: header}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff", b"[]", b"1", b"{}", b'{"id": "e"}', b'{"id": "e", "type": "a.b", "data": []}', b"[" * 9999,
        b'{"id": "e", "type": "a.b", "data": {"object": 1}}', b'{"id": 5, "type": "a.b", "data": {"object": {}}}',
        b'{"id": "e", "type": "payment_intent.succeeded", "data": {"object": {"id": "p", "status": "succeeded"}}}',
        b'{"id": "e", "type": "payment_intent.succeeded", "data": {"object": {"id": "p", "status": "succeeded",'
        b' "amount_received": 1.5, "currency": "brl"}}}',
        b'{"id": "e", "type": "payment_intent.succeeded", "data": {"object": {"id": "p", "status": "succeeded",'
        b' "amount_received": -1, "currency": "brl"}}}',
        b'{"id": "e", "type": "a.b", "data": {"object": {"metadata": []}}}',
    ],
)  # fmt: skip
def test_a_signed_muddle_breaks_nothing(stripe: FakeStripe, body: bytes) -> None:
    assert notify(body).status_code in (200, 400, 403)
    assert set(outcomes()) <= {"ignored"}
