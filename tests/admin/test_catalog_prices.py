"""Prices of many products: seen before, applied whole, undone; and prices with a date."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity
from catalog import price_batches, publication, ripples
from catalog.models import PriceBatch, PriceChange, Product, ProductCard
from catalog.price_batches import Terms
from catalog.tasks import turn_prices
from tests import make
from tests.admin.conftest import client_of

pytestmark = pytest.mark.django_db
PRICES = "admin:catalog_product_prices"
FORM = {"kind": "raise_percent", "value": "10", "rounding": "centavo", "reason": "reajuste"}


def page(batch: PriceBatch) -> str:
    return reverse("admin:catalog_pricebatch_change", args=[batch.pk])


def act(browser, batch: PriceBatch, name: str):
    return browser.post(reverse(f"admin:catalog_pricebatch_{name}", args=[batch.pk]))


def chosen(products: list[Product]) -> str:
    return f"{reverse(PRICES)}?id__in={','.join(str(product.pk) for product in products)}"


def plan(browser, products: list[Product], **changes: Any) -> PriceBatch:
    response = browser.post(chosen(products), FORM | changes)
    assert response.status_code == 302, response.context["form"].errors
    batch = PriceBatch.objects.latest("pk")
    assert response["Location"] == page(batch)
    return batch


def prices() -> list[Decimal]:
    return list(Product.objects.order_by("pk").values_list("price", flat=True))


# --- Preview, apply, undo ------------------------------------------------------------------------
def test_thirty_prices_are_shown_before_they_change_and_come_back_when_undone(boss, owner) -> None:
    products = make.products(30, price="100.00", discount="10")
    batch = plan(boss, products)
    assert (batch.state, batch.total, batch.by) == ("draft", 30, owner)
    shown = boss.get(page(batch))
    assert [change.price_after for change in shown.context["changes"]] == [Decimal("110.00")] * 30
    assert {change.sale_after for change in shown.context["changes"]} == {Decimal("99.00")}
    text = shown.content.decode()
    for told in ("Antes e depois (30)", "R$\u00a0100,00", "R$\u00a0110,00", "R$\u00a090,00", "R$\u00a099,00", "10,0 %"):
        assert told in text
    assert prices() == [Decimal("100.00")] * 30

    assert act(boss, batch, "apply").status_code == 302
    assert prices() == [Decimal("110.00")] * 30
    assert '"sale_price":"99.00"' in ProductCard.objects.get(pk=products[0].pk).view
    assert PriceChange.objects.filter(sale_price=Decimal("99.00")).count() == 30
    batch.refresh_from_db()
    assert (batch.state, batch.left_alone) == ("applied", 0)
    assert Activity.objects.filter(batch=price_batches.act_of(batch)).count() == 30

    assert act(boss, batch, "undo").status_code == 302
    assert prices() == [Decimal("100.00")] * 30
    assert '"sale_price":"90.00"' in ProductCard.objects.get(pk=products[0].pk).view
    batch.refresh_from_db()
    assert (batch.state, batch.left_alone) == ("undone", 0)
    assert act(boss, batch, "undo").status_code == 409
    assert act(boss, batch, "apply").status_code == 409
    assert prices() == [Decimal("100.00")] * 30


def test_a_price_changed_since_the_preview_refuses_the_whole_batch(boss) -> None:
    products = make.products(3, price="100.00")
    batch = plan(boss, products)
    Product.objects.filter(pk=products[1].pk).update(price=Decimal("120.00"))
    act(boss, batch, "apply")
    batch.refresh_from_db()
    assert batch.state == "refused"
    assert prices() == [Decimal("100.00"), Decimal("120.00"), Decimal("100.00")]
    shown = boss.get(page(batch)).content.decode()
    assert f"Preços que mudaram desde a prévia: 1 ({products[1].title})." in shown


def test_a_price_changed_since_is_left_alone_by_the_undoing_and_told(boss) -> None:
    products = make.products(3, price="100.00")
    batch = plan(boss, products)
    act(boss, batch, "apply")
    Product.objects.filter(pk=products[1].pk).update(price=Decimal("120.00"))
    act(boss, batch, "undo")
    assert prices() == [Decimal("100.00"), Decimal("120.00"), Decimal("100.00")]
    batch.refresh_from_db()
    assert (batch.state, batch.left_alone) == ("undone", 1)
    assert list(batch.rows.order_by("product_id").values_list("state", flat=True)) == ["undone", "left", "undone"]


def test_nothing_is_undone_when_every_price_moved_since(boss) -> None:
    products = make.products(2, price="100.00")
    batch = plan(boss, products)
    act(boss, batch, "apply")
    Product.objects.update(price=Decimal("120.00"))
    act(boss, batch, "undo")
    batch.refresh_from_db()
    assert (batch.state, prices()) == ("applied", [Decimal("120.00")] * 2)
    assert "Mudou depois disso" in batch.message


def test_what_follows_from_prices_agrees_after_applying_and_undoing(boss) -> None:
    products = make.products(4, price="100.00", discount="10")
    batch = plan(boss, products, kind="discount", value="25")
    for name in ("apply", "undo"):
        act(boss, batch, name)
        version = publication.version()
        publication.refresh(product_ids=[product.pk for product in products], at=timezone.now())
        assert publication.version() == version


def test_more_than_two_hundred_go_to_the_background_and_show_how_far_they_are(boss, monkeypatch) -> None:
    monkeypatch.setattr(ripples, "AT_ONCE", 2)
    products = make.products(3, price="100.00")
    batch = plan(boss, products)
    seen: list[str] = []
    real = price_batches.carry_out

    def watched(**given: Any) -> PriceBatch:
        seen.append(boss.get(page(batch)).content.decode())
        return real(**given)

    monkeypatch.setattr(price_batches, "carry_out", watched)
    act(boss, batch, "apply")
    assert '<progress id="progress" max="3" value="0">' in seen[0]
    assert "admin/progress.js" in seen[0]
    assert prices() == [Decimal("110.00")] * 3
    assert price_batches.progress(batch.pk) == 3
    assert "admin/progress.js" not in boss.get(page(batch)).content.decode()
    act(boss, batch, "undo")
    assert prices() == [Decimal("100.00")] * 3


def test_a_draft_can_be_thrown_away(boss) -> None:
    batch = plan(boss, make.products(2, price="100.00"))
    act(boss, batch, "discard")
    batch.refresh_from_db()
    assert (batch.state, prices()) == ("cancelled", [Decimal("100.00")] * 2)
    assert act(boss, batch, "apply").status_code == 409
    assert prices() == [Decimal("100.00")] * 2


def test_work_that_is_done_twice_is_done_once(boss, owner) -> None:
    """A worker that died is followed by another, which may come late."""
    batch = plan(boss, make.products(2, price="100.00"))
    act(boss, batch, "apply")
    for _ in range(2):
        assert price_batches.carry_out(batch_id=batch.pk, at=timezone.now()).state == "applied"
    assert prices() == [Decimal("110.00")] * 2
    act(boss, batch, "undo")
    assert price_batches.take_back(batch_id=batch.pk, by=owner, at=timezone.now()).state == "undone"
    assert price_batches.end(batch_id=batch.pk, at=timezone.now()) is False
    assert prices() == [Decimal("100.00")] * 2


# --- Which products ------------------------------------------------------------------------------
def test_the_filters_of_the_list_choose_the_products(boss) -> None:
    make.product("Pendente Globo", price="100.00")
    make.product("Vaso", price="100.00")
    response = boss.get(f"{reverse(PRICES)}?q=globo")
    assert response.context["count"] == 1
    boss.post(f"{reverse(PRICES)}?q=globo", FORM)
    assert [row.product.title for row in PriceBatch.objects.get().rows.all()] == ["Pendente Globo"]


def test_ticked_products_and_all_of_a_filter_lead_to_the_same_page(boss) -> None:
    products = make.products(3)
    path = reverse("admin:catalog_product_changelist")
    data = {"action": "change_prices", "_selected_action": [products[0].pk, products[2].pk], "index": "0"}
    ticked = boss.post(path, data)
    assert ticked["Location"] == f"{reverse(PRICES)}?id__in={products[0].pk}%2C{products[2].pk}"
    everything = boss.post(f"{path}?estoque=sim", data | {"select_across": "1"})
    assert everything["Location"] == f"{reverse(PRICES)}?estoque=sim"


def test_products_that_would_not_change_are_left_out(boss) -> None:
    same, other = make.product(price="110.00"), make.product(price="99.90")
    batch = plan(boss, [same, other], kind="set_price", value="110,00")
    assert [row.product_id for row in batch.rows.all()] == [other.pk]


# --- How prices are reckoned ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "value", "rounding", "before", "after"),
    [
        ("raise_percent", "10", "centavo", "99.90", "109.89"),
        ("raise_percent", "7.5", "centavo", "0.10", "0.11"),
        ("lower_percent", "33.33", "centavo", "100.00", "66.67"),
        ("raise_amount", "5.50", "centavo", "99.90", "105.40"),
        ("lower_amount", "5.50", "centavo", "99.90", "94.40"),
        ("set_price", "49.90", "centavo", "99.90", "49.90"),
        ("raise_percent", "10", "ninety", "99.90", "109.90"),
        ("raise_percent", "10", "ninety", "100.00", "109.90"),
        ("raise_percent", "10", "ninety", "95.00", "104.90"),
        ("raise_percent", "10", "whole", "99.90", "110.00"),
        ("lower_percent", "99", "ninety", "10.00", "0.90"),
    ],
)
def test_new_prices_are_reckoned_to_the_centavo(kind: str, value: str, rounding: str, before: str, after: str) -> None:
    terms = Terms(kind=kind, value=Decimal(value), rounding=rounding)
    assert price_batches.new_price(Decimal(before), terms) == Decimal(after)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "0"}, "value"),
        ({"value": "-5"}, "value"),
        ({"value": "abc"}, "value"),
        ({"kind": "nada"}, "kind"),
        ({"kind": "lower_percent", "value": "100"}, "value"),
        ({"kind": "discount", "value": "100"}, "value"),
        ({"kind": "lower_amount", "value": "500"}, "__all__"),
        ({"kind": "end_sale", "value": ""}, "__all__"),
        ({"ends_at_0": "01/01/2020", "ends_at_1": "10:00"}, "ends_at"),
        (
            {"starts_at_0": "02/01/2090", "starts_at_1": "10:00", "ends_at_0": "01/01/2090", "ends_at_1": "10:00"},
            "ends_at",
        ),
    ],
)
def test_what_cannot_be_done_is_said_at_its_field_and_plans_nothing(boss, changes: dict[str, str], field: str) -> None:
    response = boss.post(chosen([make.product(price="100.00")]), FORM | changes)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not PriceBatch.objects.exists()


def test_a_discount_is_put_on_and_a_sale_is_ended(boss) -> None:
    product = make.product(price="100.00")
    act(boss, plan(boss, [product], kind="discount", value="25"), "apply")
    product.refresh_from_db()
    assert (product.discount_percentage, product.sale_price) == (Decimal("25.00"), Decimal("75.00"))
    act(boss, plan(boss, [product], kind="end_sale", value=""), "apply")
    product.refresh_from_db()
    assert (product.discount_percentage, product.sale_price) == (Decimal("0.00"), Decimal("100.00"))


# --- Prices with a date --------------------------------------------------------------------------
def at_local(moment, prefix: str) -> dict[str, str]:
    local = timezone.localtime(moment)
    return {f"{prefix}_0": f"{local:%d/%m/%Y}", f"{prefix}_1": f"{local:%H:%M:%S}"}


def test_a_list_price_begins_and_ends_by_the_clock(boss) -> None:
    product, now = make.product(price="100.00"), timezone.now().replace(microsecond=0)
    begin, end = now + timedelta(days=1), now + timedelta(days=3)
    batch = plan(boss, [product], **at_local(begin, "starts_at"), **at_local(end, "ends_at"))
    assert "Agendar para 1 produto" in boss.get(page(batch)).content.decode()
    act(boss, batch, "apply")
    batch.refresh_from_db()
    assert (batch.state, prices()) == ("scheduled", [Decimal("100.00")])
    told = boss.get(reverse("admin:catalog_product_change", args=[product.pk])).content.decode()
    assert f"{timezone.localtime(begin):%d/%m/%Y %H:%M}" in told
    assert turn_prices(begin - timedelta(seconds=1)) == 0
    assert turn_prices(begin) == 1
    assert prices() == [Decimal("110.00")]
    assert turn_prices(end - timedelta(seconds=1)) == 0
    assert turn_prices(end) == 1
    assert prices() == [Decimal("100.00")]
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert PriceChange.objects.filter(product=product).order_by("pk").values_list("price", flat=True)[::1] == [
        Decimal("100.00"), Decimal("110.00"), Decimal("100.00"),
    ]  # fmt: skip
    assert turn_prices(end + timedelta(days=1)) == 0


def test_a_scheduled_price_leaves_what_somebody_changed_meanwhile(boss) -> None:
    products, now = make.products(2, price="100.00"), timezone.now()
    batch = plan(boss, products, **at_local(now + timedelta(days=1), "starts_at"))
    act(boss, batch, "apply")
    Product.objects.filter(pk=products[0].pk).update(price=Decimal("80.00"), sale_price=Decimal("80.00"))
    turn_prices(now + timedelta(days=2))
    assert prices() == [Decimal("80.00"), Decimal("110.00")]
    batch.refresh_from_db()
    assert (batch.state, batch.left_alone) == ("applied", 1)


def test_a_discount_with_dates_lies_in_the_products_own_window(boss) -> None:
    product, now = make.product(price="100.00"), timezone.now().replace(microsecond=0)
    begin, end = now + timedelta(days=1), now + timedelta(days=3)
    batch = plan(
        boss, [product], kind="discount", value="30", **at_local(begin, "starts_at"), **at_local(end, "ends_at")
    )
    shown = boss.get(page(batch)).context["changes"][0]
    assert (shown.sale_before, shown.sale_after, shown.percent) == (
        Decimal("100.00"),
        Decimal("70.00"),
        Decimal("-30.0"),
    )
    act(boss, batch, "apply")
    product.refresh_from_db()
    assert (product.sale_starts_at, product.sale_ends_at) == (begin, end)
    assert product.sale_price == Decimal("100.00")


def test_a_scheduled_change_can_be_cancelled(boss) -> None:
    batch = plan(boss, make.products(1, price="100.00"), **at_local(timezone.now() + timedelta(days=1), "starts_at"))
    act(boss, batch, "apply")
    act(boss, batch, "discard")
    assert turn_prices(timezone.now() + timedelta(days=2)) == 0
    assert prices() == [Decimal("100.00")]


# --- Who may -------------------------------------------------------------------------------------
CATALOGUE = ("catalog.view_product", "catalog.change_product", "catalog.view_pricebatch", "catalog.add_pricebatch")


def test_each_step_needs_its_own_permission(staff, owner) -> None:
    products = make.products(1, price="100.00")
    planner, looker = staff(*CATALOGUE), staff("catalog.view_product", "catalog.view_pricebatch")
    assert looker.get(chosen(products)).status_code == 403
    assert looker.post(chosen(products), FORM).status_code == 403
    batch = plan(planner, products)
    for name in ("apply", "discard", "undo"):
        assert act(looker, batch, name).status_code == 403
    assert "Aplicar a" not in looker.get(page(batch)).content.decode()
    act(planner, batch, "apply")
    assert prices() == [Decimal("110.00")]
    assert act(planner, batch, "undo").status_code == 403
    undoer = client_of(owner)
    act(undoer, batch, "undo")
    assert prices() == [Decimal("100.00")]


def test_acts_come_by_post_alone(boss) -> None:
    batch = plan(boss, make.products(1))
    for name in ("apply", "discard", "undo"):
        assert boss.get(reverse(f"admin:catalog_pricebatch_{name}", args=[batch.pk])).status_code == 405
    assert boss.post(reverse("admin:catalog_pricebatch_apply", args=[99_999])).status_code == 404


# --- Cost ----------------------------------------------------------------------------------------
def test_pages_cost_the_same_for_few_and_for_many(boss) -> None:
    def cost(address: str) -> int:
        boss.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert boss.get(address).status_code == 200
        return len(caught)

    small, large = (plan(boss, make.products(count)) for count in (3, 60))
    assert cost(page(small)) == cost(page(large)) <= 15
    everything = reverse("admin:catalog_pricebatch_changelist")
    few = cost(everything)
    for _ in range(10):
        plan(boss, make.products(1))
    assert cost(everything) == few <= 12
