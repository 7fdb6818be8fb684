"""A signed notice pays an order once, in whatever order it comes; nothing unsigned is even read."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from catalog import stock
from orders import lifecycle, payments
from orders.audit import violations
from orders.models import Order, OrderEvent, Payment, PaymentNotice, Refund
from orders.payments import attempts, pix
from tests.buying import stock_of
from tests.orders.payments.conftest import SECRET, order_to_pay, receipt

pytestmark = pytest.mark.django_db
D = Decimal
Send = Callable[..., Any]


def states(order: Order) -> tuple[str, list[str]]:
    order.refresh_from_db()
    return order.status, list(order.payments.order_by("pk").values_list("status", flat=True))


def test_a_receipt_pays_its_order_and_a_repeated_one_changes_nothing(told_by_pix: Send) -> None:
    order, payment = order_to_pay()
    answers = [told_by_pix(receipt(payment)) for _ in range(3)]
    assert [(each.status_code, each.json()) for each in answers] == [(200, {"received": 1})] * 3
    payment.refresh_from_db()
    assert states(order) == ("paid", ["confirmed"])
    assert (payment.paid_amount, payment.external_id, OrderEvent.objects.filter(kind="pay").count()) == (
        D("190.00"), "E1234", 1,
    )  # fmt: skip
    notice = PaymentNotice.objects.get()
    assert (notice.outcome, notice.payment, notice.event_id, notice.kind) == ("applied", payment, "E1234", "pix")
    assert list(violations(at=timezone.now())) == []


def test_one_notice_may_tell_of_many(told_by_pix: Send) -> None:
    pairs = [order_to_pay() for _ in range(3)]
    answer = told_by_pix(*[receipt(payment, end_to_end=f"E{payment.pk}") for _, payment in pairs])
    assert answer.json() == {"received": 3}
    assert [states(order)[0] for order, _ in pairs] == ["paid"] * 3


@pytest.mark.parametrize("amount", ["189.99", "190.01", "0.00", "19000.00"])
def test_a_wrong_amount_is_kept_aside(told_by_pix: Send, amount: str) -> None:
    order, payment = order_to_pay()
    assert told_by_pix(receipt(payment, amount)).status_code == 200
    assert states(order) == ("pending", ["quarantined"])
    assert PaymentNotice.objects.get().outcome == "quarantined"
    assert list(violations(at=timezone.now())) == []


@pytest.mark.parametrize("amounts", [["0.01"], ["0.01", "190.01"]])
def test_the_exact_amount_pays_the_order_whatever_came_before(told_by_pix: Send, amounts: list[str]) -> None:
    order, payment = order_to_pay()
    for amount in amounts:
        told_by_pix(receipt(payment, amount, end_to_end=f"E{amount}"))
    for _ in range(2):
        told_by_pix(receipt(payment, end_to_end="E2"))
    assert states(order) == ("paid", sorted(["quarantined"] * len(amounts) + ["confirmed"], reverse=True))
    paid = order.payments.get(status="confirmed")
    assert (paid.paid_amount, paid.external_id, paid.txid) == (D("190.00"), "E2", None)
    assert [payments.refundable(each) for each in order.payments.filter(status="quarantined").order_by("pk")] == [
        D(amount) for amount in amounts
    ]
    assert PaymentNotice.objects.get(event_id="E2").outcome == "applied"
    assert list(violations(at=timezone.now())) == []


def test_an_order_with_money_in_question_neither_expires_nor_asks_for_more(told_by_pix: Send) -> None:
    order, payment = order_to_pay()
    told_by_pix(receipt(payment, "0.01", end_to_end="E1"))
    now, late = timezone.now(), timezone.now() + timedelta(hours=2)
    order.refresh_from_db()
    with pytest.raises(attempts.PayingInQuestion) as refusal:
        attempts.open_again(order=order, at=now)
    assert (refusal.value.code, attempts.can_pay(order, at=now)) == ("payment_in_question", False)
    assert (lifecycle.expire_due(at=late), lifecycle.expire(order=order, at=late)) == (0, False)
    assert states(order) == ("pending", ["quarantined"])
    told_by_pix(receipt(payment, end_to_end="E2"))
    assert states(order) == ("paid", ["quarantined", "confirmed"])


def test_once_the_odd_money_is_promised_back_the_order_can_be_paid_or_expires(told_by_pix: Send) -> None:
    (first, one), (second, two) = order_to_pay(), order_to_pay()
    now = timezone.now()
    for payment in (one, two):
        told_by_pix(receipt(payment, "189.99", end_to_end=f"E{payment.pk}"))
        payment.refresh_from_db()
        payments.request_refund(payment=payment, amount=D("189.99"), reason="Valor", key=f"k{payment.pk}", at=now)
    again = attempts.open_again(order=first, at=now)
    told_by_pix(receipt(again, end_to_end="E9"))
    assert states(first) == ("paid", ["quarantined", "confirmed"])
    assert lifecycle.expire_due(at=now + timedelta(hours=2)) == 1
    assert states(second) == ("canceled", ["quarantined"])
    assert list(violations(at=now)) == []


def test_who_cancels_gets_the_odd_money_back_too(told_by_pix: Send) -> None:
    order, payment = order_to_pay()
    told_by_pix(receipt(payment, "0.01"))
    payments.cancel(order=order, at=timezone.now())
    assert (states(order)[0], Refund.objects.get().amount) == ("canceled", D("0.01"))


def test_a_second_payment_of_the_same_code_is_kept_aside(told_by_pix: Send) -> None:
    order, payment = order_to_pay()
    for identity in ("E1", "E2", "E2"):
        told_by_pix(receipt(payment, end_to_end=identity))
    assert states(order) == ("paid", ["confirmed", "quarantined"])
    assert payments.refundable(order.payments.get(external_id="E2")) == D("190.00")


def test_money_after_the_deadline_takes_the_goods_again_or_is_flagged(told_by_pix: Send) -> None:
    now = timezone.now()
    (first, one), (second, two) = order_to_pay(), order_to_pay()
    for order in (first, second):
        assert lifecycle.expire(order=order, at=now + timedelta(hours=2))
    product = second.lines.get().product
    assert product is not None
    stock.take(quantities={product.pk: 19}, cause=stock.Cause.SALE, reference="rival", at=now)
    told_by_pix(receipt(one, end_to_end="E1"))
    told_by_pix(receipt(two, end_to_end="E2"))
    assert (states(first)[0], states(second)[0], stock_of(product)) == ("paid", "paid_without_stock", 1)
    assert list(PaymentNotice.objects.order_by("pk").values_list("outcome", flat=True)) == ["applied", "applied"]


def test_money_for_an_order_somebody_cancelled_goes_back(told_by_pix: Send) -> None:
    order, payment = order_to_pay()
    payments.cancel(order=order, at=timezone.now())
    told_by_pix(receipt(payment))
    assert states(order) == ("canceled", ["confirmed"])
    assert Refund.objects.get().amount == D("190.00")
    assert list(violations(at=timezone.now())) == []


@pytest.mark.parametrize("txid", ["", "IC0", "***"])
def test_money_nobody_can_place_is_kept_for_a_person(told_by_pix: Send, txid: str) -> None:
    order, payment = order_to_pay()
    told_by_pix(receipt(payment) | {"txid": txid})
    notice = PaymentNotice.objects.get()
    assert (notice.outcome, notice.payment, notice.body["valor"]) == ("quarantined", None, "190.00")
    assert states(order) == ("pending", ["pending"])


def test_a_bank_that_writes_small_letters_is_understood(told_by_pix: Send) -> None:
    order, payment = order_to_pay()
    told_by_pix(receipt(payment) | {"txid": str(payment.txid).lower()})
    assert states(order)[0] == "paid"


# --- Unsigned ------------------------------------------------------------------------------------
def refused(answer: Any) -> tuple[int, str, int]:
    return answer.status_code, answer.json()["code"], PaymentNotice.objects.count()


@pytest.mark.parametrize(
    "headers",
    [
        {pix.SIGNATURE: ""}, {pix.SIGNATURE: "v1=" + "0" * 64}, {pix.SIGNATURE: "é"}, {pix.TIMESTAMP: ""},
        {pix.TIMESTAMP: "1"}, {pix.TIMESTAMP: "NaN"}, {pix.TIMESTAMP: "9" * 400},
    ],
)  # fmt: skip
def test_nothing_unsigned_is_read(told_by_pix: Send, headers: dict[str, str]) -> None:
    order, payment = order_to_pay()
    assert refused(told_by_pix(receipt(payment), **headers)) == (403, "invalid_signature", 0)
    assert states(order)[0] == "pending"


@pytest.mark.parametrize(("seconds", "status"), [(-299, 200), (-302, 403), (299, 200), (302, 403)])
def test_a_notice_counts_for_five_minutes(told_by_pix: Send, seconds: int, status: int) -> None:
    payment = order_to_pay()[1]
    moment = str(int(timezone.now().timestamp()) + seconds)
    assert told_by_pix(receipt(payment), timestamp=moment).status_code == status


def test_the_signature_is_of_this_body_and_this_moment(told_by_pix: Send) -> None:
    one, two = b'{"pix": []}', b'{"pix":  []}'
    moment = str(int(timezone.now().timestamp()))
    wrong = {pix.SIGNATURE: pix.sign(one, timestamp=moment, secret=SECRET)}
    assert told_by_pix(body=two, timestamp=moment, **wrong).status_code == 403
    assert told_by_pix(body=one, timestamp=str(int(moment) - 1), **wrong).status_code == 403


def test_without_a_secret_the_door_is_shut(told_by_pix: Send, settings) -> None:
    settings.PIX_WEBHOOK_SECRET = ""
    body, moment = b'{"pix": []}', str(int(timezone.now().timestamp()))
    signed = {pix.SIGNATURE: pix.sign(body, timestamp=moment, secret="")}
    assert refused(told_by_pix(body=body, timestamp=moment, **signed)) == (403, "invalid_signature", 0)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b"null", b'{"pix": 1}', b'{"pix": {}}', b'{"pix": [1]}', b'{"pix": [[]]}', b"\xff",
        b"[" * 9999,
        b'{"pix": [{"endToEndId": "E", "txid": 5, "valor": "1.00"}]}',
        b'{"pix": [{"endToEndId": "", "txid": "", "valor": "1.00"}]}',
        b'{"pix": [{"endToEndId": "E", "valor": 1.0}]}', b'{"pix": [{"endToEndId": "E", "valor": "-1.00"}]}',
        b'{"pix": [{"endToEndId": "E", "valor": "NaN"}]}', b'{"pix": [{"endToEndId": "E", "valor": "1.001"}]}',
        b'{"pix": [{"endToEndId": "E", "valor": "1,00"}]}', b'{"pix": [{"txid": "a", "valor": "1.00"}]}',
        b'{"pix": [{"endToEndId": "E\\u0000", "valor": "1.00"}]}',
    ],
)  # fmt: skip
def test_a_signed_muddle_is_400_and_changes_nothing(told_by_pix: Send, body: bytes) -> None:
    assert refused(told_by_pix(body=body)) == (400, "invalid_notice", 0)


@pytest.mark.parametrize("provider", ["pickup", "fake", "stripe", "paypal"])
def test_other_doors_are_shut(provider: str) -> None:
    answer = Client().post(f"/api/v1/payments/webhooks/{provider}/", b"{}", content_type="application/json")
    assert answer.status_code in (403, 404)
    assert PaymentNotice.objects.count() == 0


def test_the_door_takes_only_json_by_post() -> None:
    assert Client().get("/api/v1/payments/webhooks/pix/").status_code == 405
    assert Client().post("/api/v1/payments/webhooks/pix/", {"a": "b"}).status_code == 415


def test_the_demo_provider_pays_and_declines_under_debug(settings) -> None:
    import json

    from orders.payments import fake

    settings.DEBUG = True
    order, payment = order_to_pay(method="card")

    def send(event: str, status: str, amount: str = "200.00") -> int:
        body = json.dumps({"event": event, "payment": payment.pk, "status": status, "amount": amount}).encode()
        answer = Client().post(
            "/api/v1/payments/webhooks/fake/", body, content_type="application/json",
            headers={fake.SIGNATURE: fake.sign(body)},
        )  # fmt: skip
        return answer.status_code

    assert (send("e1", "declined"), states(order)) == (200, ("pending", ["declined"]))
    assert (send("e2", "confirmed"), states(order)) == (200, ("paid", ["confirmed"]))
    assert (send("e3", "declined"), states(order)) == (200, ("paid", ["confirmed"]))
    assert list(PaymentNotice.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "applied", "applied", "ignored",
    ]  # fmt: skip
    assert Payment.objects.get().status == "confirmed"
