"""The API's way of paying by card against localstripe: another hand's reading of Stripe's interface."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from importlib.util import find_spec
from urllib.error import URLError
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from orders import payments
from orders.models import Order
from orders.payments import attempts, card
from tests.orders.payments.conftest import order_to_pay

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.server,
    pytest.mark.skipif(find_spec("localstripe") is None, reason="localstripe is not installed"),
]
KEY = "sk_test_12345"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1)
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                return  # it answers, if only with a refusal
            time.sleep(0.1)
        else:
            return
    raise AssertionError("localstripe did not start")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/v1/customers")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def localstripe(address: str, settings) -> None:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_URL = KEY, address


def pay_in_the_app(intent: str, number: str) -> None:
    """What Stripe's SDK in the app does with the client secret, said by the server's key."""
    api = card._client(KEY, card.settings.STRIPE_API_URL)
    month = {"number": number, "exp_month": 12, "exp_year": timezone.now().year + 2, "cvc": "123"}
    method = api.payment_methods.create({"type": "card", "card": month})
    api.payment_intents.update(intent, {"payment_method": method.id})
    api.payment_intents.confirm(intent)


def test_an_intent_is_paid_and_partly_given_back(localstripe: None) -> None:
    order, payment = order_to_pay(method="card", for_app=True)
    assert payment.instructions["client_secret"].startswith(payment.external_id)
    assert payments.look(payment=payment, at=timezone.now()).status == "pending"
    pay_in_the_app(payment.external_id, "4242424242424242")
    assert payments.look(payment=payment, at=timezone.now()).status == "confirmed"
    assert Order.objects.get().status == "paid"
    refund = payments.refund(
        payment=payment, amount=Decimal("50.00"), reason="risco", key=f"local-{order.number}", at=timezone.now()
    )
    assert (refund.status, refund.external_id[:3]) == ("done", "re_")
    assert payments.refundable(payment) == Decimal("150.00")


def test_an_intent_that_was_closed_cannot_be_paid(localstripe: None) -> None:
    payment = order_to_pay(method="card", for_app=True)[1]
    payments.PROVIDERS["stripe"].close(payment)
    assert payments.look(payment=payment, at=timezone.now()).status == "expired"


def test_a_refused_card_leaves_the_order_payable_with_another(localstripe: None) -> None:
    order, payment = order_to_pay(method="card", for_app=True)
    with pytest.raises(card_refused()):
        pay_in_the_app(payment.external_id, "4000000000000341")
    assert payments.look(payment=payment, at=timezone.now()).status == "declined"
    again = attempts.open_again(order=order, at=timezone.now(), for_app=True)
    assert again.external_id != payment.external_id
    pay_in_the_app(again.external_id, "5555555555554444")
    assert payments.look(payment=again, at=timezone.now()).status == "confirmed"


@pytest.mark.parametrize(("success", "status"), [("true", "confirmed"), ("false", "declined")])
def test_3d_secure_decides(localstripe: None, address: str, success: str, status: str) -> None:
    payment = order_to_pay(method="card", for_app=True)[1]
    pay_in_the_app(payment.external_id, "4000002760003184")
    assert payments.look(payment=payment, at=timezone.now()).status == "pending"
    answer = urlencode({"client_secret": payment.instructions["client_secret"], "success": success}).encode()
    urllib.request.urlopen(
        urllib.request.Request(
            f"{address}/v1/payment_intents/{payment.external_id}/_authenticate", answer,
            {"Authorization": f"Bearer {KEY}"},
        )
    )  # fmt: skip
    assert payments.look(payment=payment, at=timezone.now()).status == status


def card_refused() -> type[Exception]:
    import stripe

    return stripe.CardError
