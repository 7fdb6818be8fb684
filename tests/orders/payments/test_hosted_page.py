"""From the order's page to the provider's and back, as a browser without JavaScript goes."""

from collections.abc import Iterator

import pytest
from django.test import Client

from orders import access
from orders.models import Order
from orders.payments import card
from tests.orders.payments.conftest import order_to_pay
from tests.orders.payments.fake_stripe import KEY, WEBHOOK_SECRET, FakeStripe

pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe(settings) -> Iterator[FakeStripe]:
    fake = FakeStripe().start()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_API_URL = KEY, WEBHOOK_SECRET, fake.url
    yield fake
    fake.stop()


def test_the_page_leads_there_and_only_there(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(method="card")
    page = Client().get(access.path_of(order))
    assert payment.instructions["url"] in page.content.decode()
    assert f"form-action 'self' {stripe.url}" in page.headers["Content-Security-Policy"]


def test_without_a_provider_no_form_leaves_the_shop() -> None:
    order = order_to_pay()[0]
    assert card.form_hosts() == []
    assert "form-action 'self';" in f"{Client().get(access.path_of(order)).headers['Content-Security-Policy']};"


def test_who_comes_back_having_paid_sees_it_at_once(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(method="card")
    stripe.pay(payment.external_id)
    assert Client().get(f"{access.path_of(order)}?cartao=retorno").status_code == 200
    assert Order.objects.get().status == "paid"


@pytest.mark.parametrize("mood", ["well", "broken"])
@pytest.mark.parametrize("how", ["cancelado", "retorno", "x"])
def test_who_comes_back_without_may_go_again(stripe: FakeStripe, how: str, mood: str) -> None:
    order, payment = order_to_pay(method="card")
    stripe.mood = mood
    page = Client().get(f"{access.path_of(order)}?cartao={how}")
    assert (page.status_code, Order.objects.get().status) == (200, "pending")
    assert payment.instructions["url"] in page.content.decode()


def test_after_a_failed_3d_secure_the_page_opens_another_session(stripe: FakeStripe) -> None:
    order, payment = order_to_pay(method="card")
    from orders import payments

    payments.decline(payment=payment, at=order.placed_at)
    answer = Client().post(
        f"{access.path_of(order)}pagar/", {"forma": "card"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    again = order.payments.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (303, again.instructions["url"])
    assert again.pk != payment.pk
