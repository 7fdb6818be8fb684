"""Staff make coupons and price rows; what makes no sense is said in words, never an error page."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from cart import coupons
from cart.models import Coupon, FreightRate
from tests import make
from tests.buying import NOON, coupon

pytestmark = pytest.mark.django_db
COUPON = {
    "code": "luz 10", "kind": "percent", "percentage": "10", "amount": "", "is_active": "on", "note": "",
    "minimum_total": "1.249,00", "maximum_discount": "", "combines_with_sale": "on", "starts_at_0": "",
    "starts_at_1": "", "ends_at_0": "", "ends_at_1": "", "usage_limit": "", "per_customer_limit": "1",
}  # fmt: skip
RATE = {
    "name": "Econômico", "method": "economico", "is_active": "on", "cep_from": "01000-000", "cep_to": "19999-999",
    "weight_from": "0", "weight_to": "30", "price": "14,90", "price_per_kg": "0,90", "value_percentage": "0",
    "free_above": "399,00", "business_days": "4",
}  # fmt: skip


def browser(user: User) -> Client:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(user)
    return client


@pytest.fixture
def boss() -> Client:
    return browser(User.objects.create_superuser("dona@iluminacasa.example", "senha", name="Dona"))


def errors(response: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = response.context["adminform"].form.errors
    return {name: list(texts) for name, texts in found.items()}


def test_a_coupon_is_made_as_it_is_typed(boss: Client) -> None:
    response = boss.post("/admin/cart/coupon/add/", COUPON)
    assert response.status_code == 302, response.context["errors"]
    made = Coupon.objects.get()
    assert (made.code, made.kind, str(made.percentage), str(made.minimum_total)) == (
        "LUZ10", "percent", "10.00", "1249.00",
    )  # fmt: skip
    assert (made.per_customer_limit, made.usage_limit, made.combines_with_sale) == (1, None, True)
    page = boss.get("/admin/cart/coupon/").text
    assert "10,00%" in page
    assert "R$\xa01.249,00" in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"percentage": ""}, "percentage"),
        ({"percentage": "0"}, "percentage"),
        ({"percentage": "100,01"}, "percentage"),
        ({"kind": "fixed"}, "amount"),
        ({"kind": "fixed", "amount": "-1"}, "amount"),
        ({"kind": "nothing"}, "kind"),
        ({"code": ""}, "code"),
        ({"code": "VELHO"}, "code"),
        ({"code": "x" * 20_000}, "code"),
        ({"minimum_total": "1" * 25}, "minimum_total"),
        ({"usage_limit": "-1"}, "usage_limit"),
        (
            {"starts_at_0": "10/03/2026", "starts_at_1": "12:00", "ends_at_0": "10/03/2026", "ends_at_1": "12:00"},
            "ends_at",
        ),
    ],
)
def test_a_coupon_that_makes_no_sense_is_explained(boss: Client, fields: dict[str, str], field: str) -> None:
    coupon("VELHO")
    response = boss.post("/admin/cart/coupon/add/", COUPON | fields)
    assert response.status_code == 200
    assert field in errors(response)
    assert Coupon.objects.count() == 1


def test_the_value_of_another_kind_is_emptied(boss: Client) -> None:
    boss.post("/admin/cart/coupon/add/", COUPON | {"kind": "free_freight", "amount": "5,00"})
    made = Coupon.objects.get()
    assert (made.kind, made.percentage, made.amount) == ("free_freight", None, None)


def test_a_used_coupon_is_switched_off_not_deleted(boss: Client) -> None:
    used = coupon("LUZ10")
    coupons.redeem(coupon=used, customer=coupons.Customer("ana@example.com"), order_number="IC-1", at=NOON)
    page = boss.get(f"/admin/cart/coupon/{used.pk}/change/")
    assert "ana@example.com" in page.text
    assert boss.post(f"/admin/cart/coupon/{used.pk}/delete/", {"post": "yes"}).status_code == 403
    fresh = coupon("NOVO")
    assert boss.post(f"/admin/cart/coupon/{fresh.pk}/delete/", {"post": "yes"}).status_code == 302


def test_the_limit_does_not_fall_below_what_was_used(boss: Client) -> None:
    used = coupon("LUZ10", usage_limit=5)
    coupons.redeem(coupon=used, customer=coupons.Customer("ana@example.com"), order_number="IC-1", at=NOON)
    inline = {"uses-TOTAL_FORMS": "0", "uses-INITIAL_FORMS": "0"}
    response = boss.post(f"/admin/cart/coupon/{used.pk}/change/", COUPON | inline | {"usage_limit": "0"})
    assert errors(response) == {"usage_limit": ["Este cupom já foi usado 1 vezes."]}


def test_who_may_change_coupons_does_not_see_customers_by_that() -> None:
    used = coupon("LUZ10")
    coupons.redeem(coupon=used, customer=coupons.Customer("ana@example.com"), order_number="IC-1", at=NOON)
    clerk = make.user(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(content_type__app_label="cart", codename="change_coupon"))
    page = browser(User.objects.get(pk=clerk.pk)).get(f"/admin/cart/coupon/{used.pk}/change/")
    assert page.status_code == 200
    assert "ana@example.com" not in page.text


def test_a_row_of_the_price_table_is_made_as_it_is_typed(boss: Client) -> None:
    FreightRate.objects.all().delete()
    response = boss.post("/admin/cart/freightrate/add/", RATE)
    assert response.status_code == 302, response.context["errors"]
    made = FreightRate.objects.get()
    assert (made.cep_from, made.cep_to, str(made.price), str(made.free_above)) == (
        "01000000", "19999999", "14.90", "399.00",
    )  # fmt: skip
    page = boss.get("/admin/cart/freightrate/").text
    assert "01000-000 a 19999-999" in page
    assert "R$\xa014,90 + R$\xa00,90/kg" in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"cep_from": "123"}, "cep_from"),
        ({"cep_to": "ABCDEFGH"}, "cep_to"),
        ({"cep_to": "00999-999"}, "cep_to"),
        ({"weight_to": "0"}, "weight_to"),
        ({"weight_from": "-1"}, "weight_from"),
        ({"price": "-1,00"}, "price"),
        ({"value_percentage": "-1"}, "value_percentage"),
        ({"business_days": "-1"}, "business_days"),
        ({"method": "não é"}, "method"),
    ],
)
def test_a_row_that_makes_no_sense_is_explained(boss: Client, fields: dict[str, str], field: str) -> None:
    before = FreightRate.objects.count()
    response = boss.post("/admin/cart/freightrate/add/", RATE | fields)
    assert response.status_code == 200
    assert field in errors(response)
    assert FreightRate.objects.count() == before
