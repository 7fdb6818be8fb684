"""The cart's part of the API: what an app can do with it, to the centavo."""

import json
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.models import User
from cart import basket, repeats
from cart.models import Cart, CartLine, Coupon, FreightRate
from catalog import publication
from catalog.models import Product
from tests import make
from tests.buying import coupon, rate

pytestmark = pytest.mark.django_db
EMPTY = {
    "token": None, "version": 0, "items": [], "saved_items": [], "units": 0, "coupon": None, "subtotal": "0.00",
    "discount_total": "0.00", "shipping_total": None, "total": "0.00", "pix_total": "0.00",
    "installments": {"count": 1, "amount": "0.00"}, "currency": "BRL", "can_be_ordered": False, "notices": [],
    "home_voltage": None,
}  # fmt: skip


class App:
    """A program that speaks JSON and keeps what it is told to keep."""

    def __init__(self, *, user: User | None = None, token: str | None = None) -> None:
        self.client, self.token = Client(), token
        self.bearer = tokens.issue(user=user, agent="", address="1.2.3.4", at=timezone.now()).access if user else None

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"X-Cart-Token": self.token, "Authorization": self.bearer and f"Bearer {self.bearer}"} | headers
        return self.client.generic(
            method, f"/api/v1/cart/{path}", "" if body is None else json.dumps(body),
            content_type="application/json", headers={name: text for name, text in sent.items() if text},
        )  # fmt: skip

    def put(self, product: Any, quantity: int = 1, **headers: str) -> dict[str, Any]:
        answer = self.call("POST", "items/", {"product": product, "quantity": quantity}, **headers)
        assert answer.status_code == 201, answer.content
        cart: dict[str, Any] = answer.json()
        self.token = cart["token"]
        return cart

    def cart(self) -> dict[str, Any]:
        answer = self.call("GET", "")
        assert answer.status_code == 200
        cart: dict[str, Any] = answer.json()
        return cart


@pytest.fixture
def lamp() -> Product:
    FreightRate.objects.all().delete()
    return make.product("Lamp", slug="lamp", price="100.00", discount=10, stock=8, weight=D("1.000"))


@pytest.fixture
def app() -> App:
    return App()


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (body["code"], body["status"]) == (code, status)
    return body


# --- Reading -------------------------------------------------------------------------------------
def test_who_has_no_cart_sees_an_empty_one_and_none_is_made(app: App) -> None:
    cart = app.cart()
    shipping = cart.pop("shipping")
    assert cart == EMPTY
    assert (shipping["postal_code"], shipping["method"], shipping["free_from"]) == (None, None, None)
    assert Cart.objects.count() == 0


def test_a_token_nobody_gave_out_finds_nothing_and_one_longer_than_any_is_refused() -> None:
    assert App(token="x" * 32).cart()["token"] is None
    assert App(token="x" * 200).cart()["items"] == []
    for length in (201, 5000):
        refused = problem(App(token="x" * length).call("GET", ""), 400, "invalid")
        assert [each["field"] for each in refused["errors"]] == ["X-Cart-Token"]


def test_the_first_product_makes_the_cart_and_gives_its_token(app: App, lamp: Product) -> None:
    cart = app.put("lamp", 2)
    assert len(cart["token"]) == 32
    assert cart == app.cart()
    item = cart["items"][0]
    assert item["product"] | {"thumbnail": ""} == {
        "id": lamp.pk, "slug": "lamp", "sku": lamp.sku, "title": "Lamp", "thumbnail": "",
    }  # fmt: skip
    assert {name: item[name] for name in ("quantity", "available", "in_stock", "problem")} == {
        "quantity": 2, "available": True, "in_stock": 8, "problem": None,
    }  # fmt: skip
    money = ("list_price", "unit_price", "pix_unit_price", "seen_price", "line_total", "discount")
    assert [item[name] for name in money] == ["100.00", "90.00", "85.50", "90.00", "180.00", "0.00"]
    totals = ("subtotal", "discount_total", "shipping_total", "total", "pix_total")
    assert [cart[name] for name in totals] == ["180.00", "0.00", None, "180.00", "171.00"]
    assert cart["installments"] == {"count": 7, "amount": "25.72"}
    assert (cart["units"], cart["can_be_ordered"]) == (2, True)


def test_a_string_is_a_slug_and_an_integer_an_id(app: App, lamp: Product) -> None:
    app.put("lamp")
    assert app.put(lamp.pk)["items"][0]["quantity"] == 2
    digits = make.product(slug=str(lamp.pk), price="10.00")
    assert [item["product"]["id"] for item in app.put(str(lamp.pk))["items"]] == [lamp.pk, digits.pk]


def test_a_cart_is_kept_by_nobody_on_the_way_and_answered_304(app: App, lamp: Product) -> None:
    app.put("lamp")
    first = app.call("GET", "")
    assert first.headers["Cache-Control"] == "private, no-store"
    assert set(first.headers["Vary"].split(", ")) >= {"Authorization", "X-Cart-Token"}
    again = app.call("GET", "", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    app.put("lamp")
    assert app.call("GET", "", **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_cookie_of_the_pages_means_nothing_here(lamp: Product) -> None:
    browser = Client()
    browser.post("/carrinho/adicionar/", {"produto": "lamp"})
    assert browser.get("/api/v1/cart/").json()["items"] == []


def test_a_bad_bearer_is_refused_not_taken_for_a_guest(app: App) -> None:
    problem(app.call("GET", "", Authorization="Bearer nonsense"), 401, "invalid_token")


# --- Changing ------------------------------------------------------------------------------------
def test_a_quantity_is_set_and_an_item_set_aside_and_brought_back(app: App, lamp: Product) -> None:
    number = app.put("lamp")["items"][0]["id"]
    assert app.call("PATCH", f"items/{number}/", {"quantity": 5}).json()["total"] == "450.00"
    aside = app.call("PATCH", f"items/{number}/", {"saved": True}).json()
    assert (aside["items"], aside["saved_items"][0]["id"], aside["total"]) == ([], number, "0.00")
    back = app.call("PATCH", f"items/{number}/", {"saved": False, "quantity": 3}).json()
    assert (back["items"][0]["quantity"], back["saved_items"], back["total"]) == (3, [], "270.00")


def test_half_of_a_change_is_none(app: App, lamp: Product) -> None:
    number = app.put("lamp")["items"][0]["id"]
    problem(app.call("PATCH", f"items/{number}/", {"saved": True, "quantity": 9}), 409, "out_of_stock")
    line = CartLine.objects.get()
    assert (line.is_saved, line.quantity) == (False, 1)


def test_an_item_is_taken_out_once(app: App, lamp: Product) -> None:
    number = app.put("lamp")["items"][0]["id"]
    assert app.call("DELETE", f"items/{number}/").status_code == 204
    problem(app.call("DELETE", f"items/{number}/"), 404, "not_found")
    assert app.cart()["items"] == []


def test_the_whole_cart_is_emptied_and_the_token_still_holds(app: App, lamp: Product) -> None:
    token = app.put("lamp")["token"]
    assert app.call("DELETE", "").status_code == 204
    assert (app.cart()["items"], app.cart()["token"]) == ([], token)
    assert App().call("DELETE", "").status_code == 204


def test_more_than_there_is_is_refused_with_what_is_left(app: App, lamp: Product) -> None:
    app.put("lamp", 6)
    body = problem(app.call("POST", "items/", {"product": "lamp", "quantity": 3}), 409, "out_of_stock")
    assert (body["available"], body["product"], body["errors"][0]["field"]) == (8, "lamp", "quantity")
    assert app.cart()["items"][0]["quantity"] == 6


def test_a_refused_first_product_leaves_no_cart_behind(app: App, lamp: Product) -> None:
    problem(app.call("POST", "items/", {"product": "lamp", "quantity": 9}), 409, "out_of_stock")
    assert Cart.objects.count() == 0


@pytest.mark.parametrize("quantity", [0, -1, 100, 10**25, -(10**25)])
def test_quantities_out_of_range_have_a_code(app: App, lamp: Product, quantity: int) -> None:
    problem(app.call("POST", "items/", {"product": "lamp", "quantity": quantity}), 400, "invalid_quantity")


@pytest.mark.parametrize("quantity", [True, None, "2", "2\x00", 2.0, 2.5, [], [2], {}, "x" * 20_000])
def test_what_is_no_whole_number_is_refused_by_name(app: App, lamp: Product, quantity: Any) -> None:
    body = problem(app.call("POST", "items/", {"product": "lamp", "quantity": quantity}), 400, "invalid")
    assert [error["field"] for error in body["errors"]] == ["quantity"]


@pytest.mark.parametrize("product", [True, None, "", [], ["lamp"], {}, 2.0, "x" * 20_000])
def test_what_names_no_product_is_refused_by_name(app: App, lamp: Product, product: Any) -> None:
    body = problem(app.call("POST", "items/", {"product": product, "quantity": 1}), 400, "invalid")
    assert [error["field"] for error in body["errors"]] == ["product"]


@pytest.mark.parametrize("product", ["nothing", "lamp\x00", 0, -1, 10**25, "\ud800"])
def test_a_product_that_is_not_there_is_404(app: App, lamp: Product, product: Any) -> None:
    problem(app.call("POST", "items/", {"product": product, "quantity": 1}), 404, "not_found")


def test_a_hidden_product_is_not_there(app: App, lamp: Product) -> None:
    hide(lamp)
    problem(app.call("POST", "items/", {"product": lamp.pk}), 404, "not_found")


def hide(product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(is_published=False)
    publication.refresh(product_ids=[product.pk], at=timezone.now())


@pytest.mark.parametrize("body", ["", "[]", "7", "null", '"x"', "{", "\x00", '{"product": "lamp", "product": '])
@pytest.mark.parametrize("path", ["items/", "coupon/", "shipping-quote/"])
def test_what_is_no_object_is_refused(app: App, body: str, path: str) -> None:
    answer = app.client.generic("POST", f"/api/v1/cart/{path}", body, content_type="application/json")
    problem(answer, 400, "invalid")


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_an_item_that_is_not_there_is_404(app: App, lamp: Product, number: str) -> None:
    app.put("lamp")
    problem(app.call("PATCH", f"items/{number}/", {"quantity": 2}), 404, "not_found")
    problem(app.call("DELETE", f"items/{number}/"), 404, "not_found")


def test_the_item_of_another_cart_is_not_there(lamp: Product) -> None:
    mine, other = App(), App()
    number = other.put("lamp")["items"][0]["id"]
    mine.put("lamp")
    problem(mine.call("PATCH", f"items/{number}/", {"quantity": 2}), 404, "not_found")
    problem(mine.call("DELETE", f"items/{number}/"), 404, "not_found")
    assert other.cart()["items"][0]["quantity"] == 1


def test_an_empty_change_is_refused(app: App, lamp: Product) -> None:
    number = app.put("lamp")["items"][0]["id"]
    problem(app.call("PATCH", f"items/{number}/", {}), 400, "invalid")


# --- The same request twice ----------------------------------------------------------------------
def test_the_same_key_adds_once(app: App, lamp: Product) -> None:
    app.put("lamp")
    key = {"Idempotency-Key": "abc"}
    app.put("lamp", 2, **key)
    again = app.call("POST", "items/", {"product": "lamp", "quantity": 2}, **key)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert again.json()["items"][0]["quantity"] == 3


def test_the_same_key_with_other_goods_is_refused(app: App, lamp: Product) -> None:
    app.put("lamp", 1, **{"Idempotency-Key": "abc"})
    answer = app.call("POST", "items/", {"product": "lamp", "quantity": 2}, **{"Idempotency-Key": "abc"})
    problem(answer, 422, "idempotency_key_reused")
    assert app.cart()["units"] == 1


def test_a_refused_request_leaves_its_key_free(app: App, lamp: Product) -> None:
    app.put("lamp", 7)
    key = {"Idempotency-Key": "abc"}
    problem(app.call("POST", "items/", {"product": "lamp", "quantity": 2}, **key), 409, "out_of_stock")
    app.call("PATCH", f"items/{CartLine.objects.get().pk}/", {"quantity": 1})
    assert app.put("lamp", 2, **key)["units"] == 3


def test_a_key_belongs_to_its_cart(lamp: Product) -> None:
    mine, other = App(), App()
    for each in (mine, other):
        assert each.put("lamp", 1, **{"Idempotency-Key": "abc"})["units"] == 1


def test_a_key_too_long_is_refused(app: App, lamp: Product) -> None:
    answer = app.call("POST", "items/", {"product": "lamp"}, **{"Idempotency-Key": "k" * 256})
    assert problem(answer, 400, "invalid")["errors"][0]["field"] == "Idempotency-Key"


def test_the_last_keys_are_kept(app: App, lamp: Product) -> None:
    cheap = make.product(slug="cheap", price="1.00", stock=99)
    for number in range(repeats.KEPT + 2):
        app.put(cheap.slug, 1, **{"Idempotency-Key": f"k{number}"})
    assert len(Cart.objects.get().keys) == repeats.KEPT
    last = f"k{repeats.KEPT + 1}"
    assert app.put(cheap.slug, 1, **{"Idempotency-Key": last})["units"] == repeats.KEPT + 2


# --- Person and guest ----------------------------------------------------------------------------
def test_a_call_with_both_folds_the_guests_cart(lamp: Product) -> None:
    person = make.user()
    own, guest = App(user=person), App()
    assert own.put("lamp", 5)["token"] is None
    token = guest.put("lamp", 4)["token"]
    both = App(user=person, token=token).cart()
    assert (both["items"][0]["quantity"], both["token"]) == (8, None)
    assert [(notice["code"], notice["data"]["quantity"], notice["data"]["wanted"]) for notice in both["notices"]] == [
        ("capped", 8, 9)
    ]
    assert guest.cart()["items"] == []


def test_merge_says_the_same_however_often(lamp: Product) -> None:
    person = make.user()
    guest = App()
    token = guest.put("lamp", 2)["token"]
    own = App(user=person)
    for _ in range(3):
        answer = own.call("POST", "merge/", {"token": token})
        assert (answer.status_code, answer.json()["units"], answer.json()["token"]) == (200, 2, None)
    assert Cart.objects.count() == 1


def test_merge_needs_a_person_and_a_token(lamp: Product) -> None:
    problem(App(token="x" * 32).call("POST", "merge/", {}), 401, "not_authenticated")
    body = problem(App(user=make.user()).call("POST", "merge/", {}), 400, "invalid")
    assert body["errors"][0]["field"] == "token"


def test_two_people_have_two_carts(lamp: Product) -> None:
    one, two = App(user=make.user()), App(user=make.user())
    one.put("lamp", 2)
    assert two.cart()["items"] == []


# --- Coupon, shipping, notices -------------------------------------------------------------------
def test_a_coupon_is_shared_over_the_items(app: App, lamp: Product) -> None:
    coupon("LUZ10")
    app.put("lamp", 2)
    cart = app.call("POST", "coupon/", {"code": " luz10 "}).json()
    assert cart["coupon"] == {"code": "LUZ10", "kind": "percent", "problem": None}
    totals = ("subtotal", "discount_total", "total", "pix_total")
    assert [cart[name] for name in totals] == ["180.00", "18.00", "162.00", "153.00"]
    assert cart["items"][0]["discount"] == "18.00"
    assert app.call("DELETE", "coupon/").status_code == 204
    assert app.call("DELETE", "coupon/").status_code == 204
    assert (app.cart()["coupon"], app.cart()["total"]) == (None, "180.00")


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ({"is_active": False}, "unknown"),
        ({"minimum_total": D("90.01")}, "minimum"),
        ({"ends_at": timezone.now() - timedelta(days=1)}, "expired"),
        ({"starts_at": timezone.now() + timedelta(days=1)}, "not_started"),
        ({"usage_limit": 0}, "used_up"),
        ({"combines_with_sale": False}, "no_product"),
    ],
)
def test_a_refused_coupon_says_why(app: App, lamp: Product, terms: dict[str, Any], reason: str) -> None:
    coupon("LUZ10", **terms)
    app.put("lamp")
    body = problem(app.call("POST", "coupon/", {"code": "LUZ10"}), 409, "coupon_refused")
    assert (body["reason"], body["errors"][0]["field"], app.cart()["coupon"]) == (reason, "code", None)


def test_a_coupon_that_stopped_holding_stays_visible_and_takes_nothing_off(app: App, lamp: Product) -> None:
    code = coupon("LUZ10")
    app.put("lamp")
    app.call("POST", "coupon/", {"code": "LUZ10"})
    Coupon.objects.filter(pk=code.pk).update(is_active=False)
    cart = app.cart()
    assert cart["coupon"]["problem"] == "Este cupom não existe."
    assert (cart["total"], cart["can_be_ordered"]) == ("90.00", False)


@pytest.mark.parametrize("code", ["", " ", None, [], {}, "x" * 20_000, "LUZ\x00", "\ud800", 10**25])
def test_odd_codes_are_refused(app: App, lamp: Product, code: Any) -> None:
    app.put("lamp")
    answer = app.call("POST", "coupon/", {"code": code})
    assert answer.status_code in (400, 409)


def test_shipping_is_quoted_with_days_and_remembered(app: App, lamp: Product) -> None:
    rate()
    rate(method="expresso", name="Expresso", price=D("35.00"), business_days=1)
    app.put("lamp", 2)
    answer = app.call("POST", "shipping-quote/", {"postal_code": "01310-100"}).json()
    assert (answer["postal_code"], answer["method"]) == ("01310100", "economico")
    assert [(way["method"], way["price"], way["is_pickup"], way["is_free"]) for way in answer["options"]] == [
        ("economico", "20.00", False, False), ("expresso", "35.00", False, False), ("retirada", "0.00", True, True),
    ]  # fmt: skip
    days = [way["promised_on"] for way in answer["options"]]
    assert days[2] < days[1] < days[0]
    assert (app.cart()["total"], app.cart()["pix_total"]) == ("200.00", "191.00")
    app.call("POST", "shipping-quote/", {"postal_code": "01310-100", "shipping_method": "expresso"})
    assert (app.cart()["shipping_total"], app.cart()["total"]) == ("35.00", "215.00")


def test_free_freight_tells_what_is_missing(app: App, lamp: Product) -> None:
    rate(free_above=D("200.00"))
    app.put("lamp", 2)
    shipping = app.call("POST", "shipping-quote/", {"postal_code": "01310100"}).json()
    assert (shipping["free_from"], shipping["free_missing"]) == ("200.00", "20.00")
    app.put("lamp", 1)
    assert (app.cart()["shipping"]["free_missing"], app.cart()["shipping_total"]) == ("0.00", "0.00")


def test_shipping_can_be_asked_before_there_is_a_cart(app: App, lamp: Product) -> None:
    rate()
    answer = app.call("POST", "shipping-quote/", {"postal_code": "01310100"})
    assert (answer.status_code, len(answer.json()["options"]), Cart.objects.count()) == (200, 2, 0)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"postal_code": "00000000"}, 400, "unknown_postal_code"),
        ({"postal_code": "0131010"}, 400, "unknown_postal_code"),
        ({"postal_code": "٠١٣١٠١٠٠"}, 400, "unknown_postal_code"),
        ({"postal_code": "69900000"}, 404, "out_of_delivery_area"),
        ({"postal_code": "01310100", "shipping_method": "drone"}, 400, "freight_not_offered"),
        ({"postal_code": "01310\x00100"}, 400, "invalid"),
        ({"postal_code": "1" * 20_000}, 400, "invalid"),
        ({"postal_code": [1]}, 400, "invalid"),
        ({}, 400, "invalid"),
    ],
)
def test_addresses_that_lead_nowhere(app: App, lamp: Product, body: dict[str, Any], status: int, code: str) -> None:
    rate()
    app.put("lamp")
    problem(app.call("POST", "shipping-quote/", body), status, code)
    assert app.cart()["shipping"]["postal_code"] is None


def test_a_new_price_is_told_until_it_is_accepted(app: App, lamp: Product) -> None:
    app.put("lamp", 2)
    Product.objects.filter(pk=lamp.pk).update(price=D("120.00"))
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    cart = app.cart()
    assert cart["notices"] == [
        {
            "code": "price_changed",
            "message": "Lamp mudou de R$\xa090,00 para R$\xa0108,00.",
            "data": {"product": "lamp", "from": "90.00", "to": "108.00"},
        }
    ]
    assert (cart["items"][0]["seen_price"], cart["total"]) == ("90.00", "216.00")
    assert app.call("DELETE", "notices/").status_code == 204
    assert (app.cart()["notices"], app.cart()["items"][0]["seen_price"]) == ([], "108.00")


def test_what_cannot_be_bought_stays_out_of_the_total(app: App, lamp: Product) -> None:
    other = make.product(slug="other", price="50.00", stock=5)
    app.put("lamp", 2)
    app.put("other", 1)
    hide(lamp)
    cart = app.cart()
    assert [(item["problem"], item["available"]) for item in cart["items"]] == [("unavailable", False), (None, True)]
    assert (cart["total"], cart["units"], cart["can_be_ordered"]) == ("50.00", 1, False)
    Product.objects.filter(pk=other.pk).update(stock=0)
    assert app.cart()["items"][1]["problem"] == "out_of_stock"


# --- A cart that became an order -----------------------------------------------------------------
def test_the_token_of_an_ordered_cart_opens_a_new_one(app: App, lamp: Product) -> None:
    old = app.put("lamp")["token"]
    Cart.objects.update(ordered_at=timezone.now())
    assert app.cart()["items"] == []
    fresh = app.put("lamp")
    assert fresh["token"] != old
    assert fresh["units"] == 1


def test_the_token_is_kept_as_a_hash_only(app: App, lamp: Product) -> None:
    token = app.put("lamp")["token"]
    assert Cart.objects.get().token_hash == basket.hash_of(token) != token
