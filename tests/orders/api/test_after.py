"""What an app does with an order afterwards; what is not its own is not there."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from cart import basket
from catalog import stock
from orders import access, lifecycle, payments
from orders.api.orders import OrderViewSet
from orders.audit import violations
from orders.models import Order, OrderEvent, Payment, Refund
from orders.serializers import OrderListSerializer, OrderSerializer, PaymentSerializer, PlacedSerializer
from tests import make
from tests.api.test_contract import misfits as unlike
from tests.buying import goods, stock_of
from tests.orders.api.conftest import App, guest_cart, order_body, own_cart, placed, signed_in
from tests.orders.api.test_placing import problem

pytestmark = pytest.mark.django_db
D = Decimal
ACTIONS = ("cancel", "withdraw", "reorder", "payment")


def bought_by(user: User) -> Order:
    own_cart(user)
    assert signed_in(user).post("orders/", order_body(), key=f"k{Order.objects.count()}").status_code == 201
    found: Order = Order.objects.latest("pk")
    return found


def pay(order: Order) -> Payment:
    payment: Payment = order.payments.get()
    payments.confirm(payment=payment, paid_amount=order.total, at=timezone.now())
    return payment


# --- Seeing --------------------------------------------------------------------------------------
def test_a_guest_reads_the_order_by_its_token(app: App) -> None:
    body = placed(app, note="Obrigada")
    told = app.get(f"orders/{body['number']}/", order_token=body["token"]).json()
    assert misfits(told, OrderSerializer()) == []
    sums = ("lines_total", "discount_total", "pix_discount_total", "freight_total", "total")
    assert [told[name] for name in sums] == ["200.00", "0.00", "10.00", "0.00", "190.00"]
    line = told["lines"][0]
    assert (line["quantity"], line["unit_price"], line["discount"], line["total"]) == (2, "100.00", "10.00", "190.00")
    assert (told["status"], told["status_text"], told["note"], told["units"]) == (
        "pending", "aguardando pagamento", "Obrigada", 2,
    )  # fmt: skip
    assert told["actions"] == {"cancel": True, "withdraw": False, "withdraw_until": None, "pay": True}
    assert told["payment"]["pix"] == body["payment"]["pix"]
    assert [each["kind"] for each in told["events"]] == ["placed"]
    assert misfits(body, PlacedSerializer()) == []


def test_the_answers_agree_with_the_pages_moments(app: App) -> None:
    body = placed(app)
    order = Order.objects.get()
    told = app.get(f"orders/{body['number']}/payment/", order_token=body["token"]).json()
    assert misfits(told, PaymentSerializer()) == []
    assert (told["amount"], told["can_pay"], told["methods"]) == ("190.00", True, ["pix"])
    assert told["pix"]["expires_at"] == order.expires_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_a_list_goes_from_the_newest_and_stays_while_new_ones_come(ana: User) -> None:
    numbers = [bought_by(ana).number for _ in range(5)][::-1]
    bought_by(make.user("eva@example.com", name="Eva", phone="+5511912345678", document="52998224725"))
    app = signed_in(ana)
    first = app.get("orders/?page_size=2").json()
    assert unlike(first, OrderListSerializer()) == []
    assert ([each["number"] for each in first["results"]], first["count"], first["previous"]) == (numbers[:2], 5, None)
    late = bought_by(ana).number
    second = app.get(first["next"].partition("/api/v1/")[2]).json()
    assert [each["number"] for each in second["results"]] == numbers[2:4]
    third = app.get(second["next"].partition("/api/v1/")[2]).json()
    assert ([each["number"] for each in third["results"]], third["next"]) == (numbers[4:], None)
    back = app.get(second["previous"].partition("/api/v1/")[2]).json()
    assert [each["number"] for each in back["results"]] == numbers[:2]
    assert app.get("orders/").json()["results"][0]["number"] == late


def test_a_list_needs_a_person_and_costs_the_same_for_many(ana: User, django_assert_max_num_queries) -> None:
    assert problem(App().get("orders/"))[:2] == (401, "not_authenticated")
    for _ in range(4):
        bought_by(ana)
    app = signed_in(ana)
    with django_assert_max_num_queries(5):
        assert len(app.get("orders/").json()["results"]) == 4


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("cursor=after.IC0", 404), ("cursor=x", 400), ("page_size=0", 400), ("page_size=101", 400),
        ("page_size=a", 400), ("cursor=%00", 400), ("status=paid", 400), ("page_size=1&page_size=2", 400),
    ],
)  # fmt: skip
def test_odd_parameters_of_the_list_are_named(ana: User, query: str, status: int) -> None:
    assert problem(signed_in(ana).get(f"orders/?{query}"))[0] == status


def test_a_list_is_not_sent_twice(ana: User) -> None:
    bought_by(ana)
    app = signed_in(ana)
    tag = app.get("orders/").headers["ETag"]
    assert app.get("orders/", **{"If-None-Match": tag}).status_code == 304


def misfits(told: dict[str, Any], shape: Any) -> list[str]:
    """Of `pix` and `card` only the one of the method is told."""
    payment = told.get("payment", told)
    return unlike(told | {"payment": payment | {"card": None}} if "payment" in told else told | {"card": None}, shape)


def told_apart(response: Any) -> tuple[int, dict[str, Any], set[str]]:
    """Everything but what differs for every request."""
    body = {name: value for name, value in response.json().items() if name != "request_id"}
    return response.status_code, body, set(response.headers)


def test_what_is_not_yours_is_not_there_in_the_same_words(ana: User) -> None:
    order = bought_by(ana)
    eva = signed_in(make.user())
    strangers = [App(), eva]
    tokens = ["", "x", access.token_of(order)[:-1], access.token_of(order).swapcase()]
    for path, call in [("", "get"), ("payment/", "get"), *[(f"{each}/", "post") for each in ACTIONS]]:
        answers = []
        for stranger in strangers:
            ask = getattr(stranger, call)
            answers += [told_apart(ask(f"orders/IC0000000000000/{path}"))]
            answers += [told_apart(ask(f"orders/{order.number}/{path}", order_token=each)) for each in tokens]
        assert answers.count(answers[0]) == len(answers), path
        assert answers[0][0] == 404
    order.refresh_from_db()
    assert (order.status, OrderEvent.objects.count()) == ("pending", 1)


def test_a_token_longer_than_any_of_ours_is_refused(app: App) -> None:
    number = placed(app)["number"]
    for answer in (
        app.get(f"orders/{number}/", order_token="x" * 201), app.post(f"orders/{number}/cancel/", order_token="x" * 201)
    ):  # fmt: skip
        assert problem(answer) == (400, "invalid", ["X-Order-Token"])


def test_a_token_opens_its_order_only_and_for_a_year(app: App) -> None:
    first, second = placed(app), placed(app)
    assert app.get(f"orders/{second['number']}/", order_token=first["token"]).status_code == 404
    Order.objects.filter(number=first["number"]).update(placed_at=timezone.now() - timedelta(days=365))
    assert app.get(f"orders/{first['number']}/", order_token=first["token"]).status_code == 404


def test_an_earlier_secret_key_still_opens(app: App, settings) -> None:
    body = placed(app)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" * 10
    assert app.get(f"orders/{body['number']}/", order_token=body["token"]).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert app.get(f"orders/{body['number']}/", order_token=body["token"]).status_code == 404


def test_staff_who_may_see_orders_read_them_and_change_none_here(ana: User) -> None:
    order = bought_by(ana)
    clerk = make.user(is_staff=True)
    assert signed_in(clerk).get(f"orders/{order.number}/").status_code == 404
    for needed, status in (("view_order", 404), ("view_personal_data", 200)):
        clerk.user_permissions.add(Permission.objects.get(codename=needed))
        clerk = User.objects.get(pk=clerk.pk)
        assert signed_in(clerk).get(f"orders/{order.number}/").status_code == status
    assert signed_in(clerk).post(f"orders/{order.number}/cancel/").status_code == 404
    assert signed_in(clerk).get("orders/").json()["count"] == 0


# --- Giving up -----------------------------------------------------------------------------------
def test_cancelling_gives_goods_and_money_back_once(ana: User) -> None:
    order = bought_by(ana)
    product = order.lines.get().product
    pay(order)
    app = signed_in(ana)
    assert stock_of(product) == 18
    told = app.post(f"orders/{order.number}/cancel/", {"reason": "Comprei errado"})
    assert (told.status_code, told.json()["status"], told.json()["actions"]["cancel"]) == (200, "canceled", False)
    assert [(each["amount"], each["status"]) for each in told.json()["refunds"]] == [("190.00", "requested")]
    assert stock_of(product) == 20
    again = app.post(f"orders/{order.number}/cancel/")
    assert problem(again)[:2] == (409, "illegal_transition")
    assert (again.json()["wanted"], Refund.objects.count(), stock_of(product)) == ("cancel", 1, 20)
    event = OrderEvent.objects.get(kind="cancel")
    assert (event.actor, event.message) == (ana, "Comprei errado")
    assert list(violations(at=timezone.now())) == []


@pytest.mark.parametrize("days", [0, 7, 8])
def test_a_change_of_mind_counts_seven_days(ana: User, days: int) -> None:
    order = bought_by(ana)
    pay(order)
    now = timezone.now()
    lifecycle.ready(order=order, at=now, by=None)
    lifecycle.deliver(order=order, at=now)
    Order.objects.filter(pk=order.pk).update(delivered_at=now - timedelta(days=days))
    app = signed_in(ana)
    offered = app.get(f"orders/{order.number}/").json()["actions"]["withdraw"]
    told = app.post(f"orders/{order.number}/withdraw/", {"reason": "Não combinou"})
    if days == 8:
        assert (offered, problem(told)[:2]) == (False, (409, "withdrawal_over"))
    else:
        assert (offered, told.status_code, told.json()["status"]) == (True, 200, "withdrawal_requested")


def test_nothing_that_was_not_sent_is_sent_back(ana: User) -> None:
    order = bought_by(ana)
    assert problem(signed_in(ana).post(f"orders/{order.number}/withdraw/"))[:2] == (409, "illegal_transition")


@pytest.mark.parametrize("body", ["[]", "null", '{"reason": []}', '{"reason": "\\u0000"}', "{", '{"method": 5}'])
@pytest.mark.parametrize("action", ["cancel", "withdraw", "payment"])
def test_no_body_breaks_an_action(ana: User, action: str, body: str) -> None:
    order = bought_by(ana)
    assert signed_in(ana).post(f"orders/{order.number}/{action}/", body).status_code in (200, 400, 409)


# --- Again ---------------------------------------------------------------------------------------
def test_ordering_again_fills_the_cart_and_names_the_rest(ana: User) -> None:
    now = timezone.now()
    kept, gone = goods(price="100.00", at=now), goods(price="10.00", stock_count=3, at=now)
    own_cart(ana, {kept: 2, gone: 3})
    app = signed_in(ana)
    number = app.post("orders/", order_body(expected_total="218.50"), key="k").json()["number"]
    stock.give_back(
        quantities={gone.pk: 1}, cause=stock.Cause.RETURN, reference="achada", at=now, actor=None
    )  # fmt: skip
    told = app.post(f"orders/{number}/reorder/").json()
    assert told == {
        "units": 3, "left_out": [{"product": gone.slug, "title": gone.title, "quantity": 2}], "cart_token": None,
    }  # fmt: skip
    cart = basket.find(user=ana, token=None)
    assert cart is not None
    assert sorted(cart.lines.values_list("product_id", "quantity")) == sorted([(kept.pk, 2), (gone.pk, 1)])


def test_a_guest_ordering_again_gets_a_new_cart_or_uses_the_one_there_is(app: App) -> None:
    body = placed(app)
    told = app.post(f"orders/{body['number']}/reorder/", order_token=body["token"]).json()
    assert (told["units"], basket.count(basket.with_token(told["cart_token"]))) == (2, 2)
    other = app.post(
        f"orders/{body['number']}/reorder/", order_token=body["token"], cart_token=told["cart_token"]
    ).json()
    assert (other["cart_token"], basket.count(basket.with_token(told["cart_token"]))) == (None, 4)


# --- Paying again --------------------------------------------------------------------------------
def test_a_waiting_payment_is_the_same_again(app: App) -> None:
    body = placed(app)
    told = app.post(f"orders/{body['number']}/payment/", order_token=body["token"]).json()
    assert (told["pix"], Payment.objects.count()) == (body["payment"]["pix"], 1)


def test_a_refused_payment_is_followed_by_another(app: App) -> None:
    body = placed(app)
    payments.decline(payment=Payment.objects.get(), at=timezone.now())
    read = app.get(f"orders/{body['number']}/payment/", order_token=body["token"]).json()
    assert (read["status"], read["can_pay"]) == ("declined", True)
    told = app.post(f"orders/{body['number']}/payment/", order_token=body["token"]).json()
    assert (told["status"], told["amount"]) == ("pending", "190.00")
    assert told["pix"]["txid"] != body["payment"]["pix"]["txid"]
    assert list(Payment.objects.order_by("pk").values_list("status", flat=True)) == ["declined", "pending"]


def test_an_order_stands_while_the_provider_is_away_and_is_paid_later(app: App, settings) -> None:
    key, settings.PIX_KEY = settings.PIX_KEY, "k" * 90
    body = placed(app)
    assert body["payment"] == {"method": "pix", "status": "pending", "pix": None}
    address = f"orders/{body['number']}/payment/"
    assert problem(app.post(address, order_token=body["token"]))[:2] == (503, "payment_provider_unavailable")
    settings.PIX_KEY = key
    assert app.post(address, order_token=body["token"]).json()["pix"]["copy_paste"].startswith("000201")


def test_nobody_is_shown_how_to_pay_what_is_over(app: App) -> None:
    body = placed(app)
    order = Order.objects.get()
    address = f"orders/{body['number']}/payment/"
    lifecycle.expire(order=order, at=timezone.now() + timedelta(hours=2))
    told = app.get(address, order_token=body["token"]).json()
    assert (told["status"], told["pix"], told["can_pay"], told["methods"]) == ("expired", None, False, [])


@pytest.mark.parametrize("how", ["paid", "canceled", "expired"])
def test_what_is_over_is_not_paid_again(app: App, how: str) -> None:
    body = placed(app)
    order = Order.objects.get()
    now = timezone.now()
    if how == "paid":
        pay(order)
    elif how == "canceled":
        payments.cancel(order=order, at=now)
    else:
        Order.objects.update(expires_at=now)
    told = app.post(f"orders/{body['number']}/payment/", order_token=body["token"])
    assert problem(told)[:2] == (409, "illegal_transition")
    assert Payment.objects.count() == 1


def test_the_pix_price_is_for_pix(app: App, settings) -> None:
    body = placed(app)
    settings.DEBUG = True  # the demo card is on offer
    address = f"orders/{body['number']}/payment/"
    told = app.post(address, {"method": "card"}, order_token=body["token"])
    assert problem(told) == (400, "payment_method_not_offered", ["method"])
    assert told.json()["methods"] == ["pix"]


def test_a_card_order_may_be_paid_by_pix_at_the_agreed_total(app: App, settings) -> None:
    settings.DEBUG = True
    body = placed(app, payment_method="card", expected_total="200.00")
    assert body["payment"] == {"method": "card", "status": "pending", "card": None}
    told = app.post(f"orders/{body['number']}/payment/", {"method": "pix"}, order_token=body["token"]).json()
    assert (told["method"], told["amount"], told["methods"]) == ("pix", "200.00", ["pix", "card", "pickup"])
    assert list(Payment.objects.order_by("pk").values_list("method", "status")) == [
        ("card", "expired"), ("pix", "pending"),
    ]  # fmt: skip
    payments.confirm(payment=Payment.objects.get(method="pix"), paid_amount=D("200.00"), at=timezone.now())
    assert Order.objects.get().status == "paid"
    assert list(violations(at=timezone.now())) == []


def test_a_free_order_is_paid_at_once(app: App) -> None:
    now = timezone.now()
    token = guest_cart({goods(price="0.00", at=now): 1})
    body = app.post("orders/", order_body(cart_token=token, expected_total="0.00"), key="k").json()
    assert (body["status"], body["payment"]) == ("paid", {"method": "pix", "status": "confirmed", "pix": None})


def test_only_documented_methods_are_taken(app: App) -> None:
    assert set(OrderViewSet.http_method_names) == {"get", "head", "post"}
    body = placed(app)
    response = app.client.delete(f"/api/v1/orders/{body['number']}/", headers={"X-Order-Token": body["token"]})
    assert response.status_code == 405


def test_the_same_reorder_again_adds_nothing_and_is_told_the_same(ana: User) -> None:
    lamp, gone = goods(price="10.00", stock_count=50, at=timezone.now()), goods(stock_count=2, at=timezone.now())
    own_cart(ana, {lamp: 3, gone: 2})
    app = signed_in(ana)
    total = app.get("payments/methods/").json()["results"][0]["total"]
    number = app.post("orders/", order_body(expected_total=total), key="k").json()["number"]
    address = f"orders/{number}/reorder/"
    answers = [app.post(address, key="again") for _ in range(3)]
    assert [each.json()["units"] for each in answers] == [3, 3, 3]
    assert len({each.content for each in answers}) == 1
    assert answers[0].json()["left_out"] == [{"product": gone.slug, "title": gone.title, "quantity": 2}]
    assert [each.headers.get("Idempotency-Replayed") for each in answers] == [None, "true", "true"]
    assert app.get("cart/").json()["units"] == 3
    assert app.post(address, key="another").json()["units"] == 3
    assert app.get("cart/").json()["units"] == 6
    reused = app.post("cart/items/", {"product": lamp.slug, "quantity": 1}, key="again")
    assert problem(reused)[:2] == (422, "idempotency_key_reused")
    assert problem(app.post(address, key="x" * 256))[:2] == (400, "invalid")
