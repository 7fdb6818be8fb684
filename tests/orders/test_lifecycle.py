"""The state table: what may follow what, and what comes back when an order ends."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product as pairs

import pytest

from cart import basket, coupons
from cart.models import Coupon
from catalog import stock
from catalog.models import StockMove
from iluminacasa.brazil import SHOP_ZONE
from iluminacasa.errors import Invalid
from orders import checkout, lifecycle, payments
from orders.audit import violations
from orders.models import Order, OrderEvent, Payment
from tests.buying import ADDRESS, NOON, PICKUP, cart_with, coupon, goods, place, stock_of

pytestmark = pytest.mark.django_db
FAR = checkout.Delivery(method="economico", address=ADDRESS)
ALLOWED = {
    ("pending", "pay"), ("pending", "cancel"), ("pending", "expire"),
    ("paid", "pick"), ("paid", "ship"), ("paid", "cancel"),
    ("picking", "ship"), ("picking", "cancel"),
    ("shipped", "deliver"), ("shipped", "request_withdrawal"),
    ("ready_for_pickup", "deliver"), ("ready_for_pickup", "cancel"),
    ("delivered", "request_withdrawal"),
    ("withdrawal_requested", "receive_return"), ("withdrawal_requested", "refuse_withdrawal"),
    ("canceled", "pay_late"),
    ("paid_without_stock", "supply"), ("paid_without_stock", "cancel"),
}  # fmt: skip  # for an order that is sent home and paid by Pix
VERBS: dict[str, Callable[[Order], object]] = {
    "pay": lambda order: lifecycle.pay(order=order, at=NOON),
    "pay_late": lambda order: lifecycle.pay_late(order=order, at=NOON),
    "supply": lambda order: lifecycle.supply(order=order, at=NOON, by=None),
    "pick": lambda order: lifecycle.pick(order=order, at=NOON, by=None),
    "ship": lambda order: lifecycle.ship(order=order, carrier="C", tracking_code="T", at=NOON, by=None),
    "ready": lambda order: lifecycle.ready(order=order, at=NOON, by=None),
    "deliver": lambda order: lifecycle.deliver(order=order, at=NOON),
    "cancel": lambda order: lifecycle.cancel(order=order, at=NOON),
    "expire": lambda order: lifecycle.expire(order=order, at=NOON + timedelta(hours=1)),
    "request_withdrawal": lambda order: lifecycle.request_withdrawal(order=order, at=NOON),
    "receive_return": lambda order: lifecycle.receive_return(order=order, restock={}, at=NOON, by=None),
    "refuse_withdrawal": lambda order: lifecycle.refuse_withdrawal(order=order, reason="não veio", at=NOON, by=None),
}


def paid(delivery: checkout.Delivery = FAR, count: int = 2) -> Order:
    order = place(cart_with({goods(): count}), delivery=delivery)
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=NOON)
    order.refresh_from_db()
    return order


def in_state(status: str) -> Order:
    """An order as if it had come there, with the rows that go with it."""
    order = place(cart_with({goods(stock_count=2): 2}), delivery=FAR)
    if status == "canceled":
        lifecycle.expire(order=order, at=NOON + timedelta(hours=1))
    elif status != "pending":
        Order.objects.filter(pk=order.pk).update(status=status, paid_at=NOON)
    if status == "paid_without_stock":
        line = order.lines.get()
        stock.give_back(quantities={line.product_id: 2}, cause="return", reference=order.number, at=NOON)
    order.refresh_from_db()
    return order


def snapshot(order: Order) -> tuple[object, ...]:
    row = Order.objects.values().get(pk=order.pk)
    return row, OrderEvent.objects.count(), StockMove.objects.count(), list(Payment.objects.values())


@pytest.mark.once
@pytest.mark.parametrize(("status", "verb"), list(pairs(Order.Status.values, VERBS)))
def test_every_pair_of_state_and_verb_is_allowed_or_refused_with_nothing_changed(status: str, verb: str) -> None:
    order = in_state(status)
    before = snapshot(order)
    if (status, verb) in ALLOWED:
        VERBS[verb](order)
        assert snapshot(order) != before
        return
    if verb == "expire":  # asked by a clock: not due is no error
        assert VERBS[verb](order) is False
    else:
        with pytest.raises(lifecycle.WrongState) as refusal:
            VERBS[verb](order)
        assert (refusal.value.code, refusal.value.status) == ("illegal_transition", 409)
    assert snapshot(order) == before


def test_the_way_home() -> None:
    order = paid()
    lifecycle.pick(order=order, at=NOON, by=None)
    shipment = lifecycle.ship(order=order, carrier="Transporte", tracking_code="BR1", at=NOON, by=None)
    lifecycle.deliver(order=order, at=NOON + timedelta(days=3))
    shipment.refresh_from_db()
    assert shipment.delivered_at == order.delivered_at == NOON + timedelta(days=3)
    assert list(order.events.order_by("id").values_list("kind", "from_status", "to_status")) == [
        ("placed", "", "pending"), ("pay", "pending", "paid"), ("pick", "paid", "picking"),
        ("ship", "picking", "shipped"), ("deliver", "shipped", "delivered"),
    ]  # fmt: skip
    assert list(violations(at=NOON)) == []


def test_at_the_counter_goods_wait_unpaid_and_leave_paid() -> None:
    order = place(cart_with({goods(): 1}), method="pickup", delivery=PICKUP)
    lifecycle.pick(order=order, at=NOON, by=None)
    lifecycle.ready(order=order, at=NOON, by=None)
    with pytest.raises(lifecycle.WrongState):
        lifecycle.deliver(order=order, at=NOON)
    with pytest.raises(lifecycle.WrongState):
        lifecycle.ship(order=order, carrier="C", tracking_code="T", at=NOON, by=None)
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=NOON)
    order.refresh_from_db()
    assert (order.status, order.paid_at) == ("ready_for_pickup", NOON)
    lifecycle.deliver(order=order, at=NOON)
    assert order.status == "delivered"
    assert list(violations(at=NOON)) == []


@pytest.mark.parametrize("end", ["cancel", "expire"])
def test_an_ended_order_gives_goods_and_coupon_back_once(end: str) -> None:
    product = goods(stock_count=5)
    code = coupon(usage_limit=1)
    cart = cart_with({product: 5})
    basket.apply_coupon(cart=cart, coupon=coupons.find("LUZ10"), eligible_total=Decimal(500), at=NOON)
    cart.refresh_from_db()
    order = place(cart)
    assert (stock_of(product), Coupon.objects.get(pk=code.pk).used_count) == (0, 1)
    VERBS[end](order)
    if end == "cancel":
        with pytest.raises(lifecycle.WrongState):
            VERBS[end](order)
    else:
        assert VERBS[end](order) is False
    assert (stock_of(product), Coupon.objects.get(pk=code.pk).used_count) == (5, 0)
    assert order.payments.get().status == "expired"
    assert list(violations(at=NOON)) == []


def test_broken_goods_of_a_cancelled_order_do_not_return() -> None:
    order = paid()
    line = order.lines.get()
    assert line.product is not None
    payments.cancel(order=order, at=NOON, reason="quebrou", restock=False)
    assert stock_of(line.product) == 18
    assert order.payments.get().refunds.get().amount == order.total
    assert list(violations(at=NOON)) == []


def test_orders_expire_at_their_minute_and_only_when_unpaid() -> None:
    late, in_time = place(cart_with({goods(): 1})), paid()
    assert lifecycle.expire_due(at=NOON + timedelta(minutes=60) - timedelta(microseconds=1)) == 0
    assert lifecycle.expire_due(at=NOON + timedelta(minutes=60)) == 1
    late.refresh_from_db()
    in_time.refresh_from_db()
    assert (late.status, in_time.status) == ("canceled", "paid")


# --- Late money ----------------------------------------------------------------------------------
def expired_order(product: object, code: Coupon | None = None) -> Order:
    cart = cart_with({product: 2})  # type: ignore[dict-item]
    if code is not None:
        basket.apply_coupon(cart=cart, coupon=code, eligible_total=Decimal(200), at=NOON)
        cart.refresh_from_db()
    order = place(cart)
    lifecycle.expire(order=order, at=NOON + timedelta(hours=1))
    return order


def test_late_money_revives_an_order_whose_goods_are_still_there() -> None:
    product, code = goods(stock_count=2), coupon(usage_limit=1)
    order = expired_order(product, code)
    outcome = payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=NOON + timedelta(hours=2))
    order.refresh_from_db()
    assert (outcome, order.status, stock_of(product)) == ("applied", "paid", 0)
    assert Coupon.objects.get().used_count == 1
    assert list(violations(at=NOON)) == []


def test_late_money_without_goods_is_flagged_and_supplied_when_they_come() -> None:
    product = goods(stock_count=2)
    order = expired_order(product)
    place(cart_with({product: 1}), email="rival@example.com")
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=NOON + timedelta(hours=2))
    order.refresh_from_db()
    assert (order.status, stock_of(product), order.payments.get().status) == ("paid_without_stock", 1, "confirmed")
    assert list(violations(at=NOON)) == []
    with pytest.raises(stock.OutOfStock):
        lifecycle.supply(order=order, at=NOON, by=None)
    stock.give_back(quantities={product.pk: 5}, cause="adjust", reference="", at=NOON)
    lifecycle.supply(order=order, at=NOON, by=None)
    assert (order.status, stock_of(product)) == ("paid", 4)
    assert list(violations(at=NOON)) == []


def test_money_for_an_order_somebody_cancelled_goes_back() -> None:
    product = goods(stock_count=2)
    order = place(cart_with({product: 2}))
    lifecycle.cancel(order=order, at=NOON)
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=NOON)
    order.refresh_from_db()
    refund = order.payments.get().refunds.get()
    assert (order.status, stock_of(product), refund.amount, refund.status) == ("canceled", 2, order.total, "requested")
    assert list(violations(at=NOON)) == []


# --- Withdrawal ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "is_open"),
    [
        ("2026-03-10 09:00:00", True),
        ("2026-03-17 23:59:59", True),  # the seventh calendar day after receipt, to its end
        ("2026-03-18 00:00:00", False),
    ],
)
@pytest.mark.parametrize("received", ["2026-03-10 00:00:00", "2026-03-10 23:59:59"])
def test_a_purchase_can_be_given_up_for_seven_calendar_days_of_the_shop(
    received: str, asked: str, is_open: bool
) -> None:
    order = paid()
    lifecycle.ship(order=order, carrier="C", tracking_code="T", at=NOON, by=None)
    lifecycle.deliver(order=order, at=datetime.fromisoformat(received).replace(tzinfo=SHOP_ZONE))
    moment = datetime.fromisoformat(asked).replace(tzinfo=SHOP_ZONE)
    if is_open:
        event = lifecycle.request_withdrawal(order=order, at=moment)
        assert (event.at, order.status) == (moment, "withdrawal_requested")
    else:
        with pytest.raises(lifecycle.WithdrawalOver):
            lifecycle.request_withdrawal(order=order, at=moment)
        assert order.status == "delivered"


def test_returned_goods_go_back_to_the_shelf_by_line_and_all_money_to_the_customer() -> None:
    order = paid(count=3)
    line = order.lines.get()
    assert line.product is not None
    lifecycle.ship(order=order, carrier="C", tracking_code="T", at=NOON, by=None)
    lifecycle.request_withdrawal(order=order, at=NOON + timedelta(days=300))  # not yet received: still open
    with pytest.raises(Invalid):
        lifecycle.receive_return(order=order, restock={line.pk: 4}, at=NOON, by=None)
    assert Order.objects.get(pk=order.pk).status == "withdrawal_requested"
    lifecycle.receive_return(order=order, restock={line.pk: 2}, at=NOON, by=None)  # one came back broken
    refunds = payments.refund_rest(order=order, reason="Arrependimento", at=NOON)
    assert (order.status, stock_of(line.product)) == ("returned", 19)
    assert [(refund.amount, refund.includes_freight) for refund in refunds] == [(order.total, True)]
    assert order.freight_total > 0
    assert payments.refund_rest(order=order, reason="Arrependimento", at=NOON) == []
    assert list(violations(at=NOON)) == []


def test_a_refused_withdrawal_leaves_the_day_of_receipt_as_it_was() -> None:
    order = paid()
    lifecycle.ship(order=order, carrier="C", tracking_code="T", at=NOON, by=None)
    lifecycle.deliver(order=order, at=NOON)
    lifecycle.request_withdrawal(order=order, at=NOON + timedelta(days=1))
    lifecycle.refuse_withdrawal(order=order, reason="Veio outra peça.", at=NOON + timedelta(days=5), by=None)
    assert (order.status, order.delivered_at) == ("delivered", NOON)
