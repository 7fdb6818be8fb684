"""One call buys what is in the cart: once per key, at the total the buyer saw."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Address, User
from cart import basket, coupons
from cart.models import Coupon, CouponUse
from catalog import stock
from orders.models import IdempotencyKey, Order, OrderLine, Payment
from orders.payments import brcode
from tests import make
from tests.buying import ADDRESS, coupon, goods, rate, stock_of
from tests.orders.api.conftest import App, delivered, guest_cart, order_body, own_cart, placed, signed_in

pytestmark = pytest.mark.django_db
D = Decimal


def problem(response: Any) -> tuple[int, str, list[str]]:
    body = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.status_code, body["code"], [each["field"] for each in body.get("errors", [])]


def nothing_bought() -> bool:
    return not any(model.objects.exists() for model in (Order, OrderLine, Payment, IdempotencyKey))


def test_a_guest_buys_by_pix_and_is_told_exactly_how_to_pay(app: App) -> None:
    body = placed(app)
    order, payment = Order.objects.get(), Payment.objects.get()
    pix = body["payment"].pop("pix")
    assert body == {
        "number": order.number, "token": body["token"], "status": "pending", "total": "190.00",
        "payment": {"method": "pix", "status": "pending"},
    }  # fmt: skip
    assert pix.keys() == {"copy_paste", "txid", "expires_at"}
    code = brcode.parse(pix["copy_paste"])
    assert (code.amount, code.txid, pix["txid"]) == (D("190.00"), payment.txid, payment.txid)
    assert len(body["token"]) == 32
    assert (order.email, order.phone, order.document, order.user) == (
        "ana@example.com", "+5511912345678", "52998224725", None,
    )  # fmt: skip


def test_the_answer_is_kept_by_no_cache(app: App) -> None:
    response = app.post("orders/", order_body(cart_token=guest_cart()), key="k")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_the_cart_may_be_named_by_header(app: App) -> None:
    assert app.post("orders/", order_body(), key="k", cart_token=guest_cart()).status_code == 201


def test_a_delivery_keeps_the_address_and_costs_its_freight(app: App) -> None:
    rate(method="moto")
    response = app.post("orders/", delivered(cart_token=guest_cart(), expected_total="210.00"), key="k")
    assert response.status_code == 201, response.content
    order = Order.objects.get()
    assert (order.freight_total, order.street_number, order.postal_code, order.city) == (
        D("20.00"), "1000", "01310100", "São Paulo",
    )  # fmt: skip


def test_a_person_buys_with_what_the_account_knows(ana: User) -> None:
    rate(method="moto")
    kept = Address.objects.create(user=ana, **(ADDRESS | {"postal_code": "01310100"}))
    own_cart(ana)
    body = {
        "shipping_method": "moto", "payment_method": "pix", "expected_total": "210.00", "address_id": kept.pk,
    }  # fmt: skip
    response = signed_in(ana).post("orders/", body, key="k")
    assert response.status_code == 201, response.content
    order = Order.objects.get()
    assert (order.user, order.email, order.name, order.document, order.street) == (
        ana, "ana@example.com", "Ana Souza", "52998224725", "Avenida Paulista",
    )  # fmt: skip


def test_a_guest_cart_is_folded_into_the_persons_before_it_is_bought(ana: User) -> None:
    own_cart(ana, {goods(price="50.00", at=timezone.now()): 1})
    body = order_body(cart_token=guest_cart(), expected_total="237.50")
    assert signed_in(ana).post("orders/", body, key="k").status_code == 201
    assert sorted(OrderLine.objects.values_list("quantity", flat=True)) == [1, 2]


def test_a_coupon_comes_with_the_order_or_stays_as_the_cart_has_it(app: App) -> None:
    coupon()
    first = app.post("orders/", order_body(cart_token=guest_cart(), coupon="luz10", expected_total="170.00"), key="k")
    assert (first.status_code, Order.objects.get().coupon_code) == (201, "LUZ10")
    refused = app.post("orders/", order_body(cart_token=guest_cart(), coupon="NADA"), key="k2")
    assert problem(refused)[:2] == (409, "coupon_refused")
    assert Order.objects.count() == 1


def test_an_empty_coupon_takes_the_carts_away(app: App) -> None:
    coupon()
    token = guest_cart()
    cart = basket.with_token(token)
    assert cart is not None
    basket.apply_coupon(cart=cart, coupon=coupons.find("LUZ10"), eligible_total=D("200.00"), at=timezone.now())
    assert app.post("orders/", order_body(cart_token=token, coupon=""), key="k").status_code == 201
    assert Order.objects.get().coupon_code == ""


def test_a_stranger_is_not_told_who_used_a_coupon_before_buying(app: App) -> None:
    coupon(per_customer_limit=1)
    terms = {"coupon": "LUZ10", "expected_total": "170.00"}
    assert app.post("orders/", order_body(cart_token=guest_cart(), **terms), key="k").status_code == 201
    token = guest_cart()
    asked = app.post("cart/coupon/", {"code": "LUZ10", "email": "ana@example.com"}, cart_token=token)
    assert (asked.status_code, asked.json()["coupon"]["problem"]) == (200, None)
    wrong = app.post("orders/", order_body(cart_token=token, **terms | {"expected_total": "1.00"}), key="k")
    assert problem(wrong)[:2] == (409, "cart_changed")
    refused = app.post("orders/", order_body(cart_token=token, **terms), key="k")
    assert (*problem(refused)[:2], refused.json()["reason"]) == (409, "coupon_refused", "used_by_customer")
    assert (Order.objects.count(), Coupon.objects.get().used_count) == (1, 1)


@pytest.mark.parametrize("document", ["529.982.247-25", "390.533.447-05"])
def test_once_per_customer_is_once_for_an_account_whatever_e_mail_it_writes(ana: User, document: str) -> None:
    coupon(per_customer_limit=1)
    app, terms = signed_in(ana), {"expected_total": "170.00", "coupon": "LUZ10"}
    own_cart(ana)
    assert app.post("orders/", order_body(email="a@example.com", **terms), key="k1").status_code == 201
    own_cart(ana)
    again = app.post("orders/", order_body(email="b@example.com", document=document, **terms), key="k2")
    assert (*problem(again)[:2], again.json()["reason"]) == (409, "coupon_refused", "used_by_customer")
    use = CouponUse.objects.get()
    assert (use.user, use.email, use.document) == (ana, "a@example.com", "52998224725")


def test_once_per_customer_is_once_for_a_document_and_for_a_mailbox_with_a_plus(app: App) -> None:
    coupon(per_customer_limit=1)
    sent = [("ana@example.com", "529.982.247-25"), ("ana+1@example.com", "390.533.447-05"), ("eva@example.com", "")]
    told = [
        app.post(
            "orders/",
            order_body(cart_token=guest_cart(), email=email, coupon="LUZ10", expected_total="170.00")
            | ({"document": document} if document else {}),
            key="k",
        ).status_code
        for email, document in sent
    ]
    assert told == [201, 409, 409]


# --- Keys ----------------------------------------------------------------------------------------
def test_the_same_call_again_is_the_same_order_and_says_so(app: App) -> None:
    body = order_body(cart_token=guest_cart())
    answers = [app.post("orders/", body, key="k") for _ in range(3)]
    assert [each.status_code for each in answers] == [201, 201, 201]
    assert len({each.content for each in answers}) == 1
    assert [each.headers.get("Idempotency-Replayed") for each in answers] == [None, "true", "true"]
    assert (Order.objects.count(), Payment.objects.count()) == (1, 1)


def test_a_refreshed_token_replays(ana: User) -> None:
    own_cart(ana)
    first = signed_in(ana).post("orders/", order_body(), key="k")
    second = signed_in(ana).post("orders/", order_body(), key="k")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["Idempotency-Replayed"] == "true"


def test_the_same_meaning_in_another_spelling_replays(app: App) -> None:
    body = order_body(cart_token=guest_cart())
    first = app.post("orders/", body, key="k").json()
    spelled = body | {"document": "52998224725", "phone": "+55 11 91234 5678", "expected_total": 190}
    assert app.post("orders/", spelled, key="k").json() == first


@pytest.mark.parametrize(
    "change",
    [{"note": "outra"}, {"email": "eva@example.com"}, {"expected_total": "190.01"}, {"payment_method": "card"}],
)
def test_the_same_key_with_another_body_is_422_and_changes_nothing(app: App, change: dict[str, str]) -> None:
    body = order_body(cart_token=guest_cart())
    assert app.post("orders/", body, key="k").status_code == 201
    assert problem(app.post("orders/", body | change, key="k"))[:2] == (422, "idempotency_key_reused")
    assert Order.objects.count() == 1


def test_the_same_key_of_somebody_else_is_another_order(app: App) -> None:
    first, second = (app.post("orders/", order_body(cart_token=guest_cart()), key="k").json() for _ in range(2))
    assert first["number"] != second["number"]


def test_one_cart_gives_one_order_whatever_the_keys(app: App) -> None:
    body = order_body(cart_token=guest_cart())
    first, second = (app.post("orders/", body, key=key) for key in ("a", "b"))
    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    "change", [{"email": "eva@example.com"}, {"payment_method": "pickup"}, {"expected_total": "1.00"}, {"note": "x"}]
)
def test_a_cart_that_is_an_order_already_gives_no_other(app: App, change: dict[str, str]) -> None:
    body = order_body(cart_token=guest_cart())
    first = app.post("orders/", body, key="a").json()
    refused = app.post("orders/", body | change, key="b")
    assert problem(refused) == (409, "cart_already_ordered", [])
    assert (refused.json()["number"], refused.json()["order_status"]) == (first["number"], "pending")
    assert (Order.objects.count(), IdempotencyKey.objects.count()) == (1, 1)


def test_a_cancelled_order_is_never_given_as_a_new_one(app: App) -> None:
    body = order_body(cart_token=guest_cart())
    first = app.post("orders/", body, key="a").json()
    assert app.post(f"orders/{first['number']}/cancel/", order_token=first["token"]).status_code == 200
    refused = app.post("orders/", body, key="b")
    assert problem(refused) == (409, "cart_already_ordered", [])
    assert (refused.json()["number"], refused.json()["order_status"]) == (first["number"], "canceled")
    again = app.post("orders/", body, key="a")  # the same request: its answer, as things stand now
    assert (again.status_code, again.json()["status"], again.headers["Idempotency-Replayed"]) == (
        201, "canceled", "true",
    )  # fmt: skip


def test_a_key_is_required_and_has_a_form(app: App) -> None:
    body = order_body(cart_token=guest_cart())
    assert problem(app.post("orders/", body)) == (400, "idempotency_key_required", ["Idempotency-Key"])
    for key in ("a" * 256, "a b", "ç", "a\x01"):
        assert problem(app.post("orders/", body, key=key))[:2] == (400, "invalid")
    assert nothing_bought()


def test_a_refused_order_leaves_its_key_free(app: App) -> None:
    body = order_body(cart_token=guest_cart())
    assert app.post("orders/", body | {"expected_total": "1.00"}, key="k").status_code == 409
    assert app.post("orders/", body, key="k").status_code == 201


# --- Refusals ------------------------------------------------------------------------------------
def test_another_total_is_refused_with_both(app: App) -> None:
    response = app.post("orders/", order_body(cart_token=guest_cart(), expected_total="180.00"), key="k")
    assert problem(response)[:2] == (409, "cart_changed")
    assert {name: response.json()[name] for name in ("expected_total", "total", "notices")} == {
        "expected_total": "180.00", "total": "190.00", "notices": [],
    }  # fmt: skip
    assert nothing_bought()


def test_what_is_sold_out_is_named_with_what_is_left(app: App) -> None:
    now = timezone.now()
    product = goods(price="100.00", stock_count=2, at=now)
    token = guest_cart({product: 2})
    stock.take(quantities={product.pk: 1}, cause=stock.Cause.SALE, reference="rival", at=now)
    response = app.post("orders/", order_body(cart_token=token), key="k")
    assert problem(response)[:2] == (409, "out_of_stock")
    assert response.json()["lines"] == [{"product": product.slug, "title": product.title, "available": 1}]
    assert (nothing_bought(), stock_of(product)) == (True, 1)


@pytest.mark.parametrize("token", ["", "unknown-token", "a" * 200])
def test_without_a_cart_there_is_nothing_to_buy(app: App, token: str) -> None:
    response = app.post("orders/", order_body(), key="k", cart_token=token)
    assert problem(response)[:2] == (409, "cart_empty")


def test_a_method_nobody_is_set_up_for_is_refused(app: App) -> None:
    response = app.post(
        "orders/", order_body(cart_token=guest_cart(), payment_method="card", expected_total="200.00"), key="k"
    )
    assert problem(response) == (400, "payment_method_not_offered", ["payment_method"])
    assert nothing_bought()


@pytest.mark.parametrize("missing", ["email", "name", "phone", "document"])
def test_a_guest_says_who_buys(app: App, missing: str) -> None:
    body = {name: value for name, value in order_body(cart_token=guest_cart()).items() if name != missing}
    assert problem(app.post("orders/", body, key="k")) == (400, "required", [missing])
    assert nothing_bought()


def test_all_that_is_missing_is_named_at_once(app: App) -> None:
    rate(method="moto")
    bare = {"cart_token": guest_cart(), "payment_method": "pix", "expected_total": "210.00", "shipping_method": "moto"}
    where = ["recipient", "postal_code", "street", "number", "district", "city", "state"]
    refused = app.post("orders/", bare, key="k")
    assert problem(refused) == (400, "required", ["email", "name", "phone", "document", *where])
    assert {each["code"] for each in refused.json()["errors"]} == {"required", "address_incomplete"}
    refused = app.post("orders/", order_body(**bare), key="k")
    assert problem(refused) == (400, "address_incomplete", where)
    assert nothing_bought()


def test_an_unknown_way_of_delivery_is_refused_with_those_there_are(app: App) -> None:
    rate(method="moto")
    body = order_body(cart_token=guest_cart(), address=ADDRESS, shipping_method="drone", expected_total="190.00")
    refused = app.post("orders/", body, key="k")
    assert problem(refused) == (400, "freight_not_offered", ["shipping_method"])
    assert {"moto", "retirada"} <= set(refused.json()["methods"])
    assert nothing_bought()


@pytest.mark.parametrize(
    ("method", "count", "most"), [("pix", 2, 1), ("pickup", 2, 1), ("card", 99, 8), ("card", 9, 8)]
)
def test_parcels_nobody_offers_are_refused(app: App, settings, method: str, count: int, most: int) -> None:
    settings.DEBUG = True  # the demo card is on offer
    total = "190.00" if method == "pix" else "200.00"
    body = order_body(cart_token=guest_cart(), payment_method=method, expected_total=total, installments=count)
    refused = app.post("orders/", body, key="k")
    assert problem(refused) == (400, "installments_not_offered", ["installments"])
    assert refused.json()["maximum"] == most
    assert nothing_bought()


def test_as_many_parcels_as_are_offered_are_agreed(app: App, settings) -> None:
    settings.DEBUG = True
    placed(app, payment_method="card", expected_total="200.00", installments=8)
    assert Order.objects.get().installments == 8


def test_somebody_elses_address_is_not_there(ana: User) -> None:
    rate(method="moto")
    foreign = Address.objects.create(user=make.user(), **(ADDRESS | {"postal_code": "01310100"}))
    own_cart(ana)
    for number in (foreign.pk, 10**15):
        response = signed_in(ana).post(
            "orders/", order_body(shipping_method="moto", address_id=number, expected_total="210.00"), key="k"
        )
        assert (problem(response)[:2], "Paulista" in response.content.decode()) == ((404, "not_found"), False)
    assert nothing_bought()


def test_what_the_shop_decides_cannot_be_sent(app: App) -> None:
    sneaky = {
        "status": "paid", "number": "IC1", "total": "0.01", "user": 1, "placed_at": "2020-01-01",
        "discount_total": "99",
        "paid_at": "2020-01-01", "freight_total": "0", "lines": [{"unit_price": "0.01"}], "cart": 1, "trace": {},
    }  # fmt: skip
    body = placed(app, **sneaky)
    order = Order.objects.get()
    assert (body["total"], order.total, order.status, order.paid_at, order.discount_total) == (
        "190.00", D("190.00"), "pending", None, D(0),
    )  # fmt: skip
    assert order.number != "IC1"


ODD: list[Any] = [
    "", "[]", "null", "1", '"x"', "{", "[" * 5000, "{}", '{"email": {"a": 1}}', '{"expected_total": NaN}',
    '{"expected_total": 1e999}', '{"expected_total": "-1"}', '{"expected_total": true}', '{"address": []}',
    '{"address_id": 9999999999999999999999}', '{"address_id": "1"}', '{"installments": 0}',
    '{"email": "a\\u0000b@c.d"}', '{"cart_token": "\\ud800"}', '{"payment_method": "boleto"}',
    '{"note": "\\u0000"}', '{"coupon": 5}',
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_no_body_breaks_the_door(app: App, text: str) -> None:
    response = app.client.post(
        "/api/v1/orders/", text, content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert response.status_code == 400, response.content
    assert nothing_bought()


@pytest.mark.parametrize(
    "change",
    [
        {"expected_total": "NaN"}, {"expected_total": "Infinity"}, {"expected_total": "190.001"}, {"email": "ana"},
        {"email": "a\x00@b.co"}, {"document": "123"}, {"phone": "123"}, {"name": "\x00"}, {"name": ["a"]},
        {"shipping_method": "x" * 41}, {"cart_token": "\ud800"}, {"cart_token": "a" * 201}, {"coupon": "\x00"},
        {"installments": 100}, {"installments": "a"}, {"address": {"postal_code": "0"}}, {"address_id": 0},
        {"note": "a" * 501}, {"payment_method": ["pix"]}, {"address": ADDRESS, "address_id": 1},
        {"address": ADDRESS | {"state": "RJ"}}, {"address": ADDRESS | {"postal_code": "00000000"}},
    ],
)  # fmt: skip
def test_no_value_breaks_the_door(app: App, change: dict[str, Any]) -> None:
    response = app.post("orders/", order_body(cart_token=guest_cart()) | change, key="k")
    assert response.status_code in (400, 409), response.content
    assert nothing_bought()
