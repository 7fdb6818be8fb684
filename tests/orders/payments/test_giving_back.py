"""Money back by line: the parts sum exactly to what was paid, stock comes back only when staff say so."""

from decimal import Decimal

import pytest
from django.utils import timezone

from cart import basket, coupons
from iluminacasa.errors import Invalid
from orders import lifecycle, payments
from orders.audit import violations
from orders.models import Order, Refund
from orders.payments import giving_back
from orders.payments.giving_back import Part
from tests.buying import ADDRESS, cart_with, coupon, goods, place, rate, stock_of
from tests.orders.payments.conftest import order_to_pay

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def order() -> Order:
    """Three at R$ 33,33 and one at R$ 10, ten percent off by coupon, by Pix, with freight; paid."""
    from orders import checkout

    now = timezone.now()
    coupon()
    rate(method="moto", price=D("20.00"))
    cart = cart_with({goods(price="33.33", at=now): 3, goods(price="10.00", at=now): 1}, at=now)
    basket.apply_coupon(cart=cart, coupon=coupons.find("LUZ10"), eligible_total=D("109.99"), at=now)
    cart.refresh_from_db()
    made = place(cart, at=now, delivery=checkout.Delivery(method="moto", address=ADDRESS))
    payments.confirm(payment=made.payments.get(), paid_amount=made.total, at=now)
    made.refresh_from_db()
    return made


def back(order: Order, *parts: Part, freight: bool = False, key: str = "") -> Refund:
    return giving_back.give_back(
        order=order, parts=parts, with_freight=freight, reason="troca", key=key or giving_back.new_word(),
        at=timezone.now(), by=None,
    )  # fmt: skip


def test_unit_by_unit_the_refunds_sum_to_the_lines_total(order: Order) -> None:
    first, second = order.lines.order_by("position")
    amounts = [back(order, Part(first.pk, 1)).amount for _ in range(3)]
    assert (first.total, sum(amounts)) == (D("84.98"), D("84.98"))
    assert amounts == [D("28.33"), D("28.32"), D("28.33")]
    assert back(order, Part(second.pk, 1), freight=True).amount == second.total + D("20.00")
    assert payments.refundable(order.payments.get()) == 0
    assert list(violations(at=timezone.now())) == []


def test_stock_comes_back_only_when_staff_say_so(order: Order) -> None:
    first, second = order.lines.order_by("position")
    assert first.product is not None
    back(order, Part(first.pk, 1), Part(second.pk, 1, is_restocked=True))
    first.refresh_from_db()
    assert (stock_of(first.product), stock_of(second.product)) == (17, 20)  # type: ignore[arg-type]
    assert (first.refunded_quantity, first.restocked_quantity) == (1, 0)
    assert list(violations(at=timezone.now())) == []


def test_the_same_submit_gives_back_once(order: Order) -> None:
    line = order.lines.order_by("position")[0]
    one, two = (back(order, Part(line.pk, 1, is_restocked=True), key="k") for _ in range(2))
    line.refresh_from_db()
    assert (one, Refund.objects.count(), line.refunded_quantity, line.restocked_quantity) == (two, 1, 1, 1)


def test_freight_goes_back_once(order: Order) -> None:
    assert back(order, freight=True).amount == D("20.00")
    with pytest.raises(Invalid):
        back(order, freight=True)


def test_freight_given_back_at_the_desk_is_not_in_what_is_left(order: Order) -> None:
    back(order, freight=True)
    payments.cancel(order=order, at=timezone.now())
    refunds = Refund.objects.order_by("pk")
    assert [(each.amount, each.includes_freight) for each in refunds] == [
        (D("20.00"), True), (order.total - D("20.00"), False),
    ]  # fmt: skip
    assert list(violations(at=timezone.now())) == []


def test_odd_money_takes_no_freight_along(order: Order) -> None:
    payment = order.payments.get()
    payments.confirm(payment=payment, paid_amount=D("7.00"), at=timezone.now(), external_id="E2")
    payments.cancel(order=order, at=timezone.now())
    assert [(each.amount, each.includes_freight) for each in Refund.objects.order_by("pk")] == [
        (order.total, True), (D("7.00"), False),
    ]  # fmt: skip
    assert list(violations(at=timezone.now())) == []


def test_nothing_beyond_what_was_bought_and_paid(order: Order) -> None:
    line, other = order.lines.order_by("position")[0], order_to_pay()[0]
    for part in (Part(line.pk, 4), Part(line.pk, 0), Part(line.pk, -1), Part(other.lines.get().pk, 1), Part(0, 1)):
        with pytest.raises(Invalid):
            back(order, part)
    with pytest.raises(Invalid):
        back(order)
    with pytest.raises(giving_back.NothingPaid):
        back(other, Part(other.lines.get().pk, 1))
    assert Refund.objects.count() == 0


def test_a_refund_that_failed_frees_its_lines(order: Order) -> None:
    line = order.lines.order_by("position")[0]
    payments.fail_refund(refund=back(order, Part(line.pk, 3)), at=timezone.now())
    line.refresh_from_db()
    assert line.refunded_quantity == 0
    assert back(order, Part(line.pk, 3)).amount == D("84.98")
    assert list(violations(at=timezone.now())) == []


def test_a_return_gives_everything_back_with_freight(order: Order) -> None:
    now = timezone.now()
    first, second = order.lines.order_by("position")
    lifecycle.ship(order=order, carrier="Moto", tracking_code="1", at=now, by=None)
    lifecycle.request_withdrawal(order=order, at=now)
    refunds = giving_back.take_return(order=order, restock={first.pk: 2}, at=now, by=None)
    order.refresh_from_db()
    assert (order.status, [each.amount for each in refunds]) == ("returned", [order.total])
    assert (stock_of(first.product), stock_of(second.product)) == (19, 19)  # type: ignore[arg-type]
    assert list(violations(at=now)) == []
