"""What an app needs around an order: ways to pay with their totals, a lost token, the words agreed to, freight."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from catalog.models import Page
from orders.models import LegalText, Order
from orders.serializers import LegalTextSerializer, OrderTokenSerializer, PaymentMethodSerializer
from tests.api.test_contract import misfits
from tests.buying import goods, rate
from tests.orders.api.conftest import App, guest_cart, order_body, own_cart, placed, signed_in
from tests.orders.api.test_placing import problem

pytestmark = pytest.mark.django_db


# --- Ways to pay ---------------------------------------------------------------------------------
def ways(app: App, **headers: str) -> list[dict[str, Any]]:
    answer = app.get("payments/methods/", **headers)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Cache-Control"] == "private, no-store"
    found: list[dict[str, Any]] = answer.json()["results"]
    assert [misfits(each, PaymentMethodSerializer()) for each in found] == [[]] * len(found)
    return found


def test_each_way_to_pay_comes_with_the_total_to_expect(app: App, settings) -> None:
    token = guest_cart()
    assert ways(app, cart_token=token) == [
        {"method": "pix", "name": "Pix", "total": "190.00", "needs_pickup": False, "installments": 1, "is_demo": False},
        {
            "method": "pickup", "name": "pagamento na retirada", "total": "200.00", "needs_pickup": True,
            "installments": 1, "is_demo": False,
        },
    ]  # fmt: skip
    settings.DEBUG = True
    told = ways(app, cart_token=token)
    assert [(each["method"], each["installments"], each["is_demo"]) for each in told] == [
        ("pix", 1, False), ("card", 8, True), ("pickup", 1, False),
    ]  # fmt: skip
    for way in told:
        body = order_body(cart_token=guest_cart(), payment_method=way["method"], expected_total=way["total"])
        assert app.post("orders/", body, key="k").status_code == 201


def test_a_persons_cart_is_reckoned_with_its_delivery(ana: User) -> None:
    rate(method="moto")
    own_cart(ana)
    app = signed_in(ana)
    app.post("cart/shipping-quote/", {"postal_code": "01310100", "shipping_method": "moto"})
    assert [each["total"] for each in ways(app)] == ["210.00", "220.00"]


def test_without_a_cart_the_ways_are_told_without_a_sum(app: App) -> None:
    assert [(each["method"], each["total"]) for each in ways(app)] == [("pix", "0.00"), ("pickup", "0.00")]


def test_a_refused_way_to_pay_names_those_there_are(app: App) -> None:
    body = order_body(cart_token=guest_cart(), payment_method="card", expected_total="200.00")
    assert app.post("orders/", body, key="k").json()["methods"] == ["pix", "pickup"]


# --- A lost token --------------------------------------------------------------------------------
def test_number_and_e_mail_give_the_token_again(app: App) -> None:
    body = placed(app)
    told = app.post("order-tokens/", {"number": body["number"].lower(), "email": "ANA@example.com"})
    assert (told.status_code, told.json()) == (200, {"number": body["number"], "token": body["token"]})
    assert misfits(told.json(), OrderTokenSerializer()) == []
    assert app.get(f"orders/{body['number']}/", order_token=told.json()["token"]).status_code == 200


def test_every_wrong_pair_is_one_answer_and_tries_are_few(app: App) -> None:
    number = placed(app)["number"]
    pairs = [(number, "eva@example.com"), ("IC0000000000000", "ana@example.com"), ("x", "a@b.co")]
    told = [app.post("order-tokens/", {"number": number, "email": email}) for number, email in pairs]
    assert [problem(each)[:2] for each in told] == [(404, "not_found")] * 3
    assert len({each.json()["detail"] for each in told}) == 1
    assert problem(app.post("order-tokens/", {"number": number})) == (400, "invalid", ["email"])
    for _ in range(17):
        app.post("order-tokens/", {"number": number, "email": "eva@example.com"})
    refused = app.post("order-tokens/", {"number": number, "email": "ana@example.com"})
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (429, True)


# --- The words agreed to -------------------------------------------------------------------------
def test_the_texts_in_force_and_those_of_an_order_can_be_read(app: App) -> None:
    Page.objects.update_or_create(slug="termos", defaults={"title": "Termos", "body": "Primeira versão."})
    body = placed(app)
    Page.objects.filter(slug="termos").update(body="Segunda versão.")
    now = app.get("legal/").json()["results"]
    assert [(each["kind"], each["title"]) for each in now] == [
        ("terms", "Termos de compra"), ("privacy", "Política de privacidade"),
    ]  # fmt: skip
    assert [misfits(each, LegalTextSerializer()) for each in now] == [[], []]
    assert (now[0]["body"], app.get("legal/terms/").json()) == ("Segunda versão.", now[0])
    order = Order.objects.get(number=body["number"])
    agreed = app.get(f"legal/terms/?version={order.terms_version}").json()
    assert (agreed["body"], agreed["version"]) == ("Primeira versão.", order.terms_version)
    assert LegalText.objects.filter(kind="terms").count() == 2


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("legal/terms/?version=2020-01-01-abc", 404, "not_found"), ("legal/terms/?version=%00", 404, "not_found"),
        ("legal/terms/?version=", 404, "not_found"),
        ("legal/terms/?v=1", 400, "invalid_filter"), ("legal/other/", 404, "not_found"),
    ],
)  # fmt: skip
def test_what_was_never_in_force_is_not_there(app: App, address: str, status: int, code: str) -> None:
    assert problem(app.get(address))[:2] == (status, code)


# --- Freight of one product ----------------------------------------------------------------------
def test_the_freight_of_one_product_needs_no_cart(app: App) -> None:
    rate(method="moto", price_per_kg="1.00")
    lamp = goods(price="100.00", weight="2.000", at=timezone.now() - timedelta(days=1))
    for reference in (lamp.slug, lamp.pk):
        told = app.post("cart/shipping-quote/", {"postal_code": "01310-100", "product": reference, "quantity": 3})
        prices = {each["method"]: each["price"] for each in told.json()["options"]}
        assert (told.status_code, prices["moto"], prices["retirada"]) == (200, "26.00", "0.00")
        assert (told.json()["postal_code"], told.json()["method"]) == ("01310100", None)
    for wrong, status in (({"product": "nada"}, 404), ({"product": lamp.slug, "quantity": 0}, 400)):
        assert app.post("cart/shipping-quote/", {"postal_code": "01310100"} | wrong).status_code == status


# --- The document --------------------------------------------------------------------------------
def test_the_document_tells_every_code_every_member_and_the_header_of_a_replay(app: App) -> None:
    document = app.get("schema/").json()
    problem_shape = document["components"]["schemas"]["Problem"]["properties"]
    for code in ("cart_changed", "cart_already_ordered", "freight_not_offered", "payment_method_not_offered"):
        assert code in problem_shape["code"]["examples"]
        assert f"`{code}`" in problem_shape["code"]["description"]
    assert {"reason", "lines", "total", "expected_total", "notices", "methods", "fields", "wanted"} <= set(
        problem_shape
    )
    placing = document["paths"]["/api/v1/orders/"]["post"]["responses"]["201"]["headers"]
    adding = document["paths"]["/api/v1/cart/items/"]["post"]["responses"]["201"]["headers"]
    assert placing["Idempotency-Replayed"]["schema"] == adding["Idempotency-Replayed"]["schema"]
    total = document["components"]["schemas"]["PlaceOrderRequest"]["properties"]["expected_total"]["pattern"]
    allowed = [text for text in ("", "-", "-1.00", "190", "190.00", "1.234", "0.00") if re.fullmatch(total, text)]
    assert allowed == ["190", "190.00", "0.00"]


def test_the_type_of_a_problem_leads_to_its_place_on_the_page(app: App) -> None:
    told = app.post("orders/", order_body(), key="k").json()
    assert told["type"] == "http://testserver/api/v1/docs/#cart_empty"
    page = app.client.get("/api/v1/docs/").content.decode()
    assert '<dt id="cart_empty"><code>cart_empty</code> · 409 · Carrinho vazio</dt>' in page


def test_merging_takes_the_token_by_either_name(ana: User) -> None:
    for name in ("token", "cart_token"):
        told = signed_in(ana).post("cart/merge/", {name: guest_cart()})
        assert (told.status_code, told.json()["token"]) == (200, None)
    assert told.json()["units"] == 4
