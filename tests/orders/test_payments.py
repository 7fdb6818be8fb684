"""Money in and out: compared in centavos, never dropped, never given back above what came."""

import json
from decimal import Decimal

import pytest

from iluminacasa.errors import Denied, Invalid, KeyReused
from orders import payments
from orders.audit import violations
from orders.models import Order, Payment, Refund
from orders.payments import brcode, fake, pickup, pix
from orders.payments.base import BadSignature, ProviderDown
from tests.buying import NOON, cart_with, goods, place

pytestmark = pytest.mark.django_db
D = Decimal


def order_to_pay(**fields: object) -> tuple[Order, Payment]:
    order = place(cart_with({goods(price="100.00"): 2}), **fields)  # type: ignore[arg-type]
    return order, order.payments.get()


def paid_order() -> tuple[Order, Payment]:
    order, payment = order_to_pay()
    payments.confirm(payment=payment, paid_amount=order.total, at=NOON)
    payment.refresh_from_db()
    return order, payment


# --- In ------------------------------------------------------------------------------------------
def test_a_pix_code_names_the_orders_amount_and_a_txid_of_its_own() -> None:
    order, payment = order_to_pay()
    other = order_to_pay()[1]
    code = brcode.parse(payment.instructions["copy_paste"])
    assert (code.amount, code.txid, code.merchant_name, code.merchant_city) == (
        D("190.00"), payment.txid, "ILUMINA CASA", "SAO PAULO",
    )  # fmt: skip
    assert payment.txid == f"{order.number}{payment.pk:X}"
    assert payment.txid != other.txid
    assert len(pix.txid_of(Payment(pk=2**40 - 1, order=order))) == 25


def test_starting_again_changes_nothing(settings) -> None:
    payment = order_to_pay()[1]
    settings.PIX_KEY = "outra@example.com"
    assert payments.start(payment=payment, at=NOON).instructions == payment.instructions


def test_an_order_stands_when_the_provider_cannot_start_and_starts_later(settings) -> None:
    settings.PIX_KEY = "k" * 90  # no code can be made of this
    order, payment = order_to_pay()
    assert (order.status, payment.instructions) == ("pending", {})
    with pytest.raises(ProviderDown):
        payments.start(payment=payment, at=NOON)
    settings.PIX_KEY = "pix@example.com"
    assert payments.start(payment=payment, at=NOON).txid == payment.txid


def test_the_right_amount_pays_the_order_once() -> None:
    order, payment = order_to_pay()
    told = [payments.confirm(payment=payment, paid_amount=D("190.00"), at=NOON, external_id="E1") for _ in range(3)]
    order.refresh_from_db()
    assert told == ["applied", "repeated", "repeated"]
    assert (order.status, order.paid_at, order.events.filter(kind="pay").count()) == ("paid", NOON, 1)


@pytest.mark.parametrize(
    ("amount", "currency"), [("189.99", "BRL"), ("190.01", "BRL"), ("0.00", "BRL"), ("1.90", "BRL"), ("190.00", "USD")]
)
def test_a_wrong_amount_or_currency_is_kept_aside_and_the_order_waits(amount: str, currency: str) -> None:
    order, payment = order_to_pay()
    told = payments.confirm(payment=payment, paid_amount=D(amount), at=NOON, currency=currency, external_id="E1")
    order.refresh_from_db()
    payment.refresh_from_db()
    assert (told, payment.status, order.status) == ("quarantined", "quarantined", "pending")
    assert payment.paid_amount == (D(amount) if currency == "BRL" else None)
    event = order.events.get(kind="wrong_amount")
    assert (event.is_public, event.data["amount"], event.data["currency"]) == (False, amount, currency)
    assert list(violations(at=NOON)) == []


@pytest.mark.parametrize("amount", ["-1.00", "190.001", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    payment = order_to_pay()[1]
    with pytest.raises(Invalid):
        payments.confirm(payment=payment, paid_amount=D(amount), at=NOON)
    assert Payment.objects.get().status == "pending"


def test_a_code_paid_twice_is_two_receipts_and_the_second_can_go_back() -> None:
    order, payment = order_to_pay()
    told = [
        payments.confirm(payment=payment, paid_amount=order.total, at=NOON, external_id=receipt)
        for receipt in ("E1", "E2", "E2", "E1")
    ]
    assert told == ["applied", "quarantined", "repeated", "repeated"]
    extra = order.payments.get(external_id="E2")
    assert (extra.status, extra.paid_amount, extra.txid) == ("quarantined", order.total, None)
    assert payments.refundable(extra) == order.total
    assert list(violations(at=NOON)) == []


def test_a_receipt_first_confirmed_by_hand_is_recognised_in_the_statement() -> None:
    order, payment = paid_order()
    assert payments.confirm(payment=payment, paid_amount=order.total, at=NOON, external_id="E1") == "repeated"
    assert payments.confirm(payment=payment, paid_amount=order.total, at=NOON, external_id="E2") == "quarantined"
    assert list(order.payments.order_by("pk").values_list("external_id", flat=True)) == ["E1", "E2"]


def test_a_declined_payment_leaves_the_order_waiting_and_news_out_of_order_do_not_undo() -> None:
    order, payment = order_to_pay()
    assert [payments.decline(payment=payment, at=NOON) for _ in range(2)] == ["applied", "ignored"]
    assert payments.confirm(payment=payment, paid_amount=order.total, at=NOON) == "applied"
    assert payments.decline(payment=payment, at=NOON) == "ignored"
    order.refresh_from_db()
    assert order.status == "paid"


# --- Out -----------------------------------------------------------------------------------------
def back(payment: Payment, amount: str, key: str, **fields: object) -> Refund:
    return payments.refund(payment=payment, amount=D(amount), reason="troca", key=key, at=NOON, **fields)  # type: ignore[arg-type]


def test_refunds_never_pass_what_was_paid() -> None:
    payment = paid_order()[1]
    back(payment, "100.00", "a")
    back(payment, "89.99", "b")
    with pytest.raises(payments.RefundTooHigh) as refusal:
        back(payment, "0.02", "c")
    assert refusal.value.data == {"refundable": "0.01"}
    back(payment, "0.01", "d")
    assert payments.refundable(payment) == 0
    assert list(violations(at=NOON)) == []


def test_the_same_key_refunds_once_and_only_the_same_amount() -> None:
    payment = paid_order()[1]
    assert back(payment, "50.00", "a") == back(payment, "50.00", "a")
    with pytest.raises(KeyReused):
        back(payment, "60.00", "a")
    assert Refund.objects.count() == 1


def test_a_failed_refund_may_be_tried_anew() -> None:
    payment = paid_order()[1]
    failed = back(payment, "190.00", "a")
    Refund.objects.filter(pk=failed.pk).update(status="failed")
    assert back(payment, "190.00", "b").status == "requested"


def test_nothing_goes_back_of_what_never_came() -> None:
    payment = order_to_pay()[1]
    with pytest.raises(payments.RefundTooHigh):
        back(payment, "0.01", "a")
    with pytest.raises(Invalid):
        back(paid_order()[1], "0.00", "b")


def test_lines_are_refunded_up_to_what_was_bought() -> None:
    order, payment = paid_order()
    line = order.lines.get()
    back(payment, "95.00", "a", lines=[{"line": line.pk, "quantity": 1}])
    for wrong in ({"line": line.pk, "quantity": 2}, {"line": line.pk, "quantity": 0}, {"line": 0, "quantity": 1}):
        with pytest.raises(Invalid):
            back(payment, "1.00", "b", lines=[wrong])
    line.refresh_from_db()
    assert (line.refunded_quantity, Refund.objects.count()) == (1, 1)


def test_pix_is_given_back_by_a_person_who_says_so_once() -> None:
    order, payment = paid_order()
    refund = back(payment, "190.00", "a")
    assert (refund.status, payments.send_waiting_refunds(at=NOON)) == ("requested", 0)
    for _ in range(2):
        payments.finish_refund(refund=refund, at=NOON, external_id="D1")
    assert (refund.status, refund.external_id, order.events.filter(kind="refunded").count()) == ("done", "D1", 1)


# --- Providers -----------------------------------------------------------------------------------
def test_the_demo_provider_walks_the_whole_way_under_debug(settings) -> None:
    settings.DEBUG = True
    payment = order_to_pay(method="card")[1]
    assert (payment.provider, payment.instructions) == ("fake", {"kind": "demo"})
    body = json.dumps({"event": "e1", "payment": payment.pk, "status": "confirmed", "amount": "200.00"}).encode()
    (event,) = fake.Fake().parse_notice(body=body, headers={fake.SIGNATURE: fake.sign(body)})
    assert event.reading is not None
    assert (event.event_id, event.payment_id, event.reading.paid_amount) == ("e1", payment.pk, D("200.00"))
    assert payments.confirm(payment=payment, paid_amount=D("200.00"), at=NOON) == "applied"
    payment.refresh_from_db()
    refund = back(payment, "200.00", "a")
    assert (refund.status, refund.external_id) == ("done", "fake-a")


@pytest.mark.parametrize("signature", ["", "0" * 64, "ñ".encode("latin-1").decode("latin-1") * 3])
def test_a_notice_without_the_right_signature_is_not_read(settings, signature: str) -> None:
    settings.DEBUG = True
    with pytest.raises(BadSignature):
        fake.Fake().parse_notice(body=b"{}", headers={fake.SIGNATURE: signature})


def test_the_demo_provider_refuses_without_debug() -> None:
    payment = order_to_pay()[1]
    demo = fake.Fake()
    for act in (
        lambda: demo.start(payment, for_app=False),
        lambda: demo.read(payment),
        lambda: demo.refund(Refund(key="a")),
        lambda: demo.parse_notice(body=b"{}", headers={}),
    ):
        with pytest.raises(Denied):
            act()


def test_nobody_calls_back_about_static_pix_or_the_counter() -> None:
    for provider in (pix.Pix(), pickup.Pickup()):
        with pytest.raises(BadSignature):
            provider.parse_notice(body=b"{}", headers={})
        with pytest.raises(ProviderDown):
            provider.refund(Refund(key="a"))


def test_the_shop_offers_what_is_set_up(settings) -> None:
    assert (payments.offered(is_pickup=False), payments.offered(is_pickup=True)) == (["pix"], ["pix", "pickup"])
    settings.PIX_KEY = ""
    assert payments.offered(is_pickup=False) == []
    settings.DEBUG = True
    assert payments.offered(is_pickup=True) == ["pix", "card", "pickup"]
