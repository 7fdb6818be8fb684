"""What is held for days without money has measure, whoever asks."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from iluminacasa.limits import RULES
from orders import holding, lifecycle, notices, payments
from orders.audit import violations
from orders.models import Order
from tests import make
from tests.buying import NOON, PICKUP, buyer, cart_with, checkout, goods, place, stock_of, total_of
from tests.orders.api.conftest import App, guest_cart, order_body
from tests.orders.api.test_placing import problem

pytestmark = pytest.mark.django_db


def held(*, email: str = "ana@example.com", document: str = "52998224725", user=None, units: int = 1) -> Order:
    cart = cart_with({goods(): units}, user=user)
    who = checkout.Buyer(email=email, name="Ana", phone="+5511912345678", document=document, user=user)
    return checkout.place_order(
        cart=cart, buyer=who, delivery=PICKUP, method="pickup", expected_total=total_of(cart, method="pickup"), at=NOON
    ).order


def test_three_orders_wait_at_the_counter_and_the_fourth_is_refused() -> None:
    orders = [held() for _ in range(3)]
    for told in ({}, {"document": "39053344705"}, {"email": "eva@example.com"}, {"email": "ANA@example.com"}):
        with pytest.raises(holding.TooManyUnpaid) as refusal:
            held(**told)
        assert (refusal.value.status, refusal.value.code, refusal.value.data) == (
            409, "too_many_unpaid_orders", {"maximum": 3},
        )  # fmt: skip
    assert Order.objects.count() == 3
    assert held(email="eva@example.com", document="39053344705").status == "pending"
    payments.cancel(order=orders[0], at=NOON)
    assert held().status == "pending"
    assert list(violations(at=NOON)) == []


@pytest.mark.parametrize("end", ["paid", "expired"])
def test_what_is_paid_or_over_does_not_count(end: str) -> None:
    orders = [held() for _ in range(3)]
    if end == "paid":
        payments.confirm(payment=orders[0].payments.get(), paid_amount=orders[0].total, at=NOON)
    else:
        Order.objects.filter(pk=orders[0].pk).update(expires_at=NOON)
    assert held().status == "pending"


def test_strangers_orders_in_my_name_do_not_stop_me_once_my_mailbox_is_confirmed() -> None:
    [held() for _ in range(3)]
    ana = make.user("ana@example.com", email_verified_at=NOON)
    assert [held(user=ana).user for _ in range(3)] == [ana] * 3
    with pytest.raises(holding.TooManyUnpaid):
        held(user=ana)
    eva = make.user("eva@example.com")  # not confirmed: counted like a guest
    with pytest.raises(holding.TooManyUnpaid):
        held(user=eva, email="ana@example.com", document="39053344705")


def test_at_most_ten_units_of_a_product_are_held() -> None:
    product = goods(stock_count=99)
    cart = cart_with({product: 11})
    with pytest.raises(holding.TooMuchUnpaid) as refusal:
        place(cart, method="pickup")
    assert (refusal.value.code, refusal.value.data) == (
        "too_many_units_unpaid", {"maximum": 10, "products": [product.slug]},
    )  # fmt: skip
    assert (stock_of(product), Order.objects.count()) == (99, 0)
    assert held(units=10).lines.get().quantity == 10
    assert place(cart, method="pix").lines.get().quantity == 11


def test_other_ways_to_pay_are_not_counted() -> None:
    assert [place(cart_with({goods(): 1})).status for _ in range(5)] == ["pending"] * 5
    assert held().status == "pending"


def test_an_app_is_told_and_one_client_asks_only_so_often() -> None:
    app = App()
    body = {"payment_method": "pickup", "expected_total": "200.00"}
    answers = [app.post("orders/", order_body(cart_token=guest_cart(), **body), key="k") for _ in range(4)]
    assert [each.status_code for each in answers] == [201, 201, 201, 409]
    assert problem(answers[3]) == (409, "too_many_unpaid_orders", ["payment_method"])
    assert RULES["counter_orders"].rate == "30/h"
    for _ in range(26):
        app.post("orders/", order_body(cart_token="x", **body), key="k")
    answer = app.post("orders/", order_body(cart_token="x", **body), key="k")
    assert (*problem(answer)[:2], int(answer["Retry-After"]) > 0) == (429, "too_many_requests", True)


# --- Letters -------------------------------------------------------------------------------------
def written() -> int:
    mail.outbox.clear()
    notices.hand_over(at=timezone.now())
    return len(mail.outbox)


def bought(count: int, **more) -> None:
    now = timezone.now()
    for _ in range(count):
        cart = cart_with({goods(at=now): 1}, at=now, user=more.get("user"))
        checkout.place_order(
            cart=cart, buyer=buyer(**more), delivery=PICKUP, method="pix", expected_total=total_of(cart, at=now), at=now
        )


def test_a_mailbox_gets_ten_letters_a_day_about_orders_nobody_paid() -> None:
    bought(12)
    assert written() == 10
    lifecycle.expire_due(at=timezone.now() + timedelta(hours=2))
    bought(1)
    assert written() == 0
    bought(1, email="eva@example.com")
    assert written() == 1
    paid = Order.objects.filter(email="ana@example.com").latest("pk")
    payments.confirm(payment=paid.payments.get(), paid_amount=paid.total, at=timezone.now())
    assert (written(), mail.outbox[0].subject.partition(" · ")[0]) == (1, "Pagamento confirmado")


def test_a_confirmed_mailbox_gets_every_letter_of_its_own_orders() -> None:
    ana = make.user("ana@example.com", email_verified_at=NOON)
    bought(11, user=ana)
    assert written() == 11
