"""Many coupons at once: codes of their own, handed out as a file, ended together."""

import csv
import io
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity
from cart import coupon_batches, coupons
from cart.models import Coupon, CouponBatch
from iluminacasa import codes as codes_room
from tests import make

pytestmark = pytest.mark.django_db
ADD = "admin:cart_couponbatch_add"
ANA = coupons.Customer("ana@example.com")
TERMS = {
    "kind": "percent", "percentage": Decimal(10), "amount": None, "maximum_discount": None, "minimum_total": Decimal(0),
    "combines_with_sale": True, "starts_at": None, "ends_at": None, "usage_limit": 1, "per_customer_limit": None,
}  # fmt: skip


def made(quantity: int = 5, prefix: str = "NATAL", **terms: object) -> CouponBatch:
    batch = CouponBatch(name="Natal dos parceiros", prefix=prefix, quantity=quantity)
    return coupon_batches.make(batch=batch, terms=TERMS | terms, by=make.user(is_staff=True), at=timezone.now())


def form(**changes: object) -> dict[str, object]:
    return {
        "name": "Natal", "prefix": "natal", "quantity": "25", "kind": "percent", "percentage": "10",
        "minimum_total": "100,00", "combines_with_sale": "on", "usage_limit": "1",
        "ends_at_0": "31/12/2099", "ends_at_1": "23:59:59",
    } | changes  # fmt: skip


# --- Codes ---------------------------------------------------------------------------------------
def test_codes_differ_and_tell_nothing_of_each_other() -> None:
    codes = list(made(2000).coupons.order_by("pk").values_list("code", flat=True))
    assert len(set(codes)) == 2000
    parts = [code.removeprefix("NATAL-") for code in codes]
    assert {len(part) for part in parts} == {10}
    for place in range(10):
        seen = Counter(part[place] for part in parts)
        assert set(seen) == set(codes_room.ALPHABET)
        assert max(seen.values()) < 2000 / 32 * 2  # no sign is likelier than chance would have it


def test_a_code_that_is_there_already_is_not_made_again(monkeypatch) -> None:
    drawn = iter(["AAAAAAAAAA", "BBBBBBBBBB", "CCCCCCCCCC"])
    monkeypatch.setattr(coupon_batches, "random_code", lambda length: next(drawn))
    Coupon.objects.create(code="NATAL-AAAAAAAAAA", kind="free_freight")
    assert set(made(2).coupons.values_list("code", flat=True)) == {"NATAL-BBBBBBBBBB", "NATAL-CCCCCCCCCC"}


@pytest.mark.parametrize("quantity", [0, coupon_batches.MOST + 1])
def test_none_and_too_many_are_refused_and_leave_nothing(quantity: int) -> None:
    with pytest.raises(coupon_batches.WrongQuantity):
        made(quantity)
    assert (CouponBatch.objects.count(), Coupon.objects.count()) == (0, 0)


def test_ten_thousand_cost_few_statements(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(60):
        made(10_000)
    assert Coupon.objects.count() == 10_000


def test_each_code_holds_once() -> None:
    coupon = made(2).coupons.order_by("pk")[0]
    at = timezone.now()
    coupons.check(coupon=coupons.find(coupon.code), eligible_total=Decimal(50), customer=ANA, at=at)
    coupons.redeem(coupon=coupon, customer=ANA, order_number="IC1", at=at)
    with pytest.raises(coupons.CouponRefused):
        coupons.redeem(coupon=coupon, customer=coupons.Customer("bia@example.com"), order_number="IC2", at=at)
    assert Coupon.objects.aggregate(used=Sum("used_count"))["used"] == 1


# --- The desk ------------------------------------------------------------------------------------
def test_one_page_makes_them_all(boss, owner) -> None:
    assert boss.get(reverse(ADD)).status_code == 200
    assert boss.post(reverse(ADD), form()).status_code == 302
    batch = CouponBatch.objects.get()
    assert (batch.name, batch.prefix, batch.quantity, batch.made_by) == ("Natal", "NATAL", 25, owner)
    assert batch.coupons.count() == 25
    one = batch.coupons.order_by("pk")[0]
    assert (one.kind, one.percentage, one.minimum_total, one.usage_limit, one.is_active, one.note) == (
        "percent", Decimal(10), Decimal(100), 1, True, "Natal",
    )  # fmt: skip
    assert one.ends_at is not None
    assert timezone.localtime(one.ends_at).year == 2099
    assert (Activity.objects.latest("pk").verb, Activity.objects.latest("pk").object_text) == ("added", "Natal")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prefix", "NÃO-PODE"), ("quantity", "0"), ("quantity", "10001"), ("quantity", "-1"), ("percentage", "0"),
        ("percentage", "101"), ("kind", "gratis"), ("name", ""), ("minimum_total", "muito"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_at_its_field(boss, field: str, value: str) -> None:
    response = boss.post(reverse(ADD), form(**{field: value}))
    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors
    assert not Coupon.objects.exists()


def test_an_end_before_the_beginning_is_said(boss) -> None:
    response = boss.post(reverse(ADD), form(starts_at_0="01/01/2100", starts_at_1="00:00:00"))
    assert "ends_at" in response.context["adminform"].form.errors


def test_the_terms_of_a_batch_cannot_be_changed_by_its_form(boss) -> None:
    batch = made(3)
    path = reverse("admin:cart_couponbatch_change", args=[batch.pk])
    assert boss.get(path).status_code == 200
    boss.post(path, form(name="Outro nome", quantity="9", percentage="99"))
    batch.refresh_from_db()
    assert (batch.name, batch.quantity, batch.coupons.count()) == ("Outro nome", 3, 3)
    assert set(batch.coupons.values_list("percentage", flat=True)) == {Decimal(10)}


def test_the_file_holds_every_code_and_no_formula(boss) -> None:
    batch = made(30, kind="fixed", percentage=None, amount=Decimal("15.00"), ends_at=timezone.now() + timedelta(days=9))
    response = boss.get(reverse("admin:cart_couponbatch_csv", args=[batch.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="natal-dos-parceiros.csv"'
    assert response["Cache-Control"] == "private, no-store"
    text = b"".join(response).decode()
    assert text.startswith("\ufeffcódigo;vale;")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert {row[0] for row in rows[1:]} == set(batch.coupons.values_list("code", flat=True))
    assert {row[1] for row in rows[1:]} == {"R$\u00a015,00"}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_file_is_for_who_may_see_coupons(staff) -> None:
    path = reverse("admin:cart_couponbatch_csv", args=[made(1).pk])
    assert staff("cart.view_couponbatch").get(path).status_code == 403
    assert staff("cart.view_coupon").get(path).status_code == 403
    assert staff("cart.view_couponbatch", "cart.view_coupon").get(path).status_code == 200
    assert staff("cart.view_couponbatch", "cart.view_coupon").post(path).status_code == 405


def test_what_nobody_used_is_switched_off_together(boss) -> None:
    batch, other = made(4), made(1, prefix="PASCOA")
    used = batch.coupons.order_by("pk")[0]
    coupons.redeem(coupon=used, customer=ANA, order_number="IC1", at=timezone.now())
    path = reverse("admin:cart_couponbatch_changelist")
    boss.post(path, {"action": "switch_off", "_selected_action": [str(batch.pk)], "index": "0"})
    still_on = set(Coupon.objects.filter(is_active=True).values_list("pk", flat=True))
    assert still_on == {used.pk, *other.coupons.values_list("pk", flat=True)}
    assert Activity.objects.latest("pk").note == "Códigos não usados desligados: 3."


def test_the_list_of_coupons_narrows_to_one_batch(boss) -> None:
    batch = made(2)
    Coupon.objects.create(code="SOLTO", kind="free_freight")
    path = reverse("admin:cart_coupon_changelist")
    assert boss.get(path, {"lote": str(batch.pk)}).context["cl"].result_count == 2
    assert boss.get(path, {"lote": "nenhum"}).context["cl"].result_count == 1
    assert boss.get(path, {"lote": "algum"}).context["cl"].result_count == 2
    assert boss.get(path, {"lote": "x'; --"}).context["cl"].result_count == 3


def test_the_list_of_batches_costs_the_same_for_ten_and_for_many(boss, django_assert_max_num_queries) -> None:
    for _ in range(12):
        made(3)
    boss.get(reverse("admin:cart_couponbatch_changelist"))  # notes the browser
    with django_assert_max_num_queries(12):
        boss.get(reverse("admin:cart_couponbatch_changelist"))
