"""The stock room's list: counts and minimums typed in place, and what happens when somebody sells meanwhile."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity
from catalog import publication, stock, stocktaking
from catalog.models import Product, ProductCard, StockMove
from tests import make

pytestmark = pytest.mark.django_db
LIST = "admin:catalog_stocklevel_changelist"
STOCK_ROOM = ("catalog.view_stocklevel", "catalog.change_stocklevel")


def typed(product: Product, counted: Any = "", threshold: Any = None, seen: Any = None) -> dict[str, Any]:
    """What a browser sends of one row."""
    row = {"seen": product.stock if seen is None else seen, "counted": counted}
    row |= {"threshold_seen": product.low_stock_threshold}
    row["threshold"] = product.low_stock_threshold if threshold is None else threshold
    return {f"linha-{product.pk}-{name}": value for name, value in row.items()}


def post(browser, *rows: dict[str, Any], query: str = "", reference: str = ""):
    data: dict[str, Any] = {"reference": reference}
    for row in rows:
        data |= row
    data["linha"] = sorted({name.split("-")[1] for row in rows for name in row})
    return browser.post(reverse(LIST) + query, data)


def test_counts_and_minimums_are_saved_together_with_cause_person_and_reason(boss, owner) -> None:
    lamp, vase, rug = make.product(stock=20), make.product(stock=4), make.product(stock=7)
    rows = [typed(lamp, counted="18"), typed(vase, threshold="3"), typed(rug)]
    response = post(boss, *rows, query="?saldo=acima", reference="inventário")
    assert (response.status_code, response["Location"]) == (302, f"{reverse(LIST)}?saldo=acima")
    move = StockMove.objects.get()
    assert (move.product_id, move.delta, move.balance, move.cause) == (lamp.pk, -2, 18, "count")
    assert (move.actor, move.reference) == (owner, "inventário")
    assert list(Product.objects.order_by("pk").values_list("stock", "low_stock_threshold")) == [(18, 5), (4, 3), (7, 5)]
    told = Activity.objects.get()
    assert (told.actor, told.object_key) == (owner, str(vase.pk))
    assert [(each["field"], each["old"], each["new"]) for each in told.changes] == [("low_stock_threshold", 5, 3)]


def test_a_sale_while_the_editor_counts_survives_and_the_editor_sees_both_numbers(boss) -> None:
    lamp, vase = make.product("Pendente Globo", stock=20), make.product("Vaso", stock=9)
    stock.take(quantities={lamp.pk: 3}, cause="sale", reference="IC-1", at=timezone.now())
    response = post(boss, typed(lamp, counted="18", seen=20), typed(vase, counted="8"), reference="corredor 2")
    assert response.status_code == 409
    lamp.refresh_from_db()
    vase.refresh_from_db()
    assert (lamp.stock, vase.stock) == (17, 8)
    assert list(StockMove.objects.order_by("pk").values_list("product", "delta", "cause")) == [
        (lamp.pk, -3, "sale"), (vase.pk, -1, "count"),
    ]  # fmt: skip
    product, clash = response.context["clashes"][0]
    assert (product.pk, clash.line.seen, clash.line.counted, clash.now) == (lamp.pk, 20, 18, 17)
    assert [(move.delta, move.reference) for move in clash.moves] == [(-3, "IC-1")]
    page = response.content.decode()
    assert "O saldo mudou enquanto você contava" in page
    assert f'name="linha-{lamp.pk}-seen" value="17"' in page
    assert 'value="corredor 2"' in page
    again = post(boss, typed(lamp, counted="16"))
    assert again.status_code == 302
    lamp.refresh_from_db()
    assert lamp.stock == 16


def test_two_editors_of_one_minimum_do_not_overwrite_each_other(boss) -> None:
    lamp = make.product(stock=20)
    Product.objects.filter(pk=lamp.pk).update(low_stock_threshold=8)
    response = post(boss, typed(lamp, counted="19", threshold="2"))
    assert response.status_code == 409
    lamp.refresh_from_db()
    assert (lamp.stock, lamp.low_stock_threshold) == (20, 8)
    assert not StockMove.objects.exists()


@pytest.mark.parametrize("counted", ["-1", "abc", "1000001", "1,5"])
def test_a_number_that_does_not_serve_stands_in_its_row_and_the_others_are_saved(boss, counted: str) -> None:
    lamp, vase = make.product(stock=20), make.product(stock=9)
    response = post(boss, typed(lamp, counted=counted), typed(vase, counted="8"))
    assert response.status_code == 200
    assert "Há um número que não serve." in response.content.decode()
    assert list(Product.objects.order_by("pk").values_list("stock", flat=True)) == [20, 8]


def test_a_new_minimum_changes_what_the_shop_says_of_availability(boss) -> None:
    lamp = make.product(stock=6)
    assert '"availability":"in_stock"' in ProductCard.objects.get(pk=lamp.pk).data
    post(boss, typed(lamp, threshold="6"))
    assert '"availability":"low_stock"' in ProductCard.objects.get(pk=lamp.pk).data


def test_a_page_saved_untouched_writes_nothing(boss) -> None:
    lamp, version = make.product(stock=6), publication.version()
    assert post(boss, typed(lamp)).status_code == 302
    assert (publication.version(), StockMove.objects.count()) == (version, 0)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("saldo=abaixo", ["Abajur", "Pendente"]),
        ("saldo=esgotado", ["Abajur"]),
        ("saldo=acima", ["Vaso"]),
        ("q=pend", ["Pendente"]),
    ],
)
def test_the_list_is_filtered_by_the_minimum(boss, query: str, titles: list[str]) -> None:
    make.product("Pendente", stock=3, low_stock_threshold=3)
    make.product("Abajur", stock=0)
    make.product("Vaso", stock=4, low_stock_threshold=3)
    response = boss.get(f"{reverse(LIST)}?{query}")
    assert [product.title for product in response.context["cl"].result_list] == titles


def test_who_may_only_look_sees_no_fields_and_cannot_count(staff) -> None:
    lamp = make.product(stock=20)
    looker = staff("catalog.view_stocklevel")
    assert "linha-" not in looker.get(reverse(LIST)).content.decode()
    assert post(looker, typed(lamp, counted="1")).status_code == 403
    assert staff("catalog.view_product").get(reverse(LIST)).status_code == 403
    assert post(staff(*STOCK_ROOM), typed(lamp, counted="1")).status_code == 302
    lamp.refresh_from_db()
    assert lamp.stock == 1


def test_a_level_has_no_page_of_its_own(boss) -> None:
    lamp = make.product()
    for name, status in (("change", 302), ("delete", 403)):
        assert boss.get(reverse(f"admin:catalog_stocklevel_{name}", args=[lamp.pk])).status_code == status
    assert boss.get(reverse("admin:catalog_stocklevel_add")).status_code == 403


def test_a_product_that_is_gone_is_left_out(boss) -> None:
    lamp, gone = make.product(stock=20), make.product(stock=3)
    row = typed(gone, counted="1")
    gone.delete()
    assert post(boss, row, typed(lamp, counted="19")).status_code == 302
    assert StockMove.objects.get().product_id == lamp.pk


def test_the_list_costs_the_same_for_ten_rows_and_for_fifty(boss) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert boss.get(reverse(LIST)).status_code == 200
        return len(caught)

    make.products(10, brand="Lume")
    cost()
    few = cost()
    make.products(45, brand="Lume")
    cost()  # what is kept per process is read anew
    assert cost() == few <= 12


def test_what_happened_since_is_told_from_the_balance_last_seen() -> None:
    lamp = make.product(stock=20)
    for reference in ("a", "b", "c"):
        stock.take(quantities={lamp.pk: 1}, cause="sale", reference=reference, at=timezone.now())
    assert [move.reference for move in stocktaking.since(lamp.pk, seen=19)] == ["c", "b"]
    assert [move.reference for move in stocktaking.since(lamp.pk, seen=99)] == ["c", "b", "a"]


def test_moves_are_filtered_by_product_and_by_hand(boss, owner) -> None:
    lamp, vase = make.product(stock=20), make.product(stock=20)
    stock.take(quantities={lamp.pk: 1, vase.pk: 1}, cause="sale", reference="IC-1", at=timezone.now())
    stock.set_count(product_id=lamp.pk, seen=19, counted=18, at=timezone.now(), actor=owner)
    moves = reverse("admin:catalog_stockmove_changelist")

    def found(query: str) -> list[tuple[int, int]]:
        return [(m.product_id, m.delta) for m in boss.get(f"{moves}?{query}").context["cl"].result_list]

    assert found(f"product__id__exact={vase.pk}") == [(vase.pk, -1)]
    assert found("quem=equipe") == [(lamp.pk, -1)]
    assert found("quem=loja") == [(vase.pk, -1), (lamp.pk, -1)]


def test_the_count_page_says_what_was_seen_counted_and_is_there(boss) -> None:
    lamp = make.product(stock=20)
    stock.take(quantities={lamp.pk: 3}, cause="sale", reference="IC-1", at=timezone.now())
    page = reverse("admin:catalog_product_count", args=[lamp.pk])
    response = boss.post(page, {"counted": "18", "seen": "20"})
    assert "Você viu 20 e contou 18. Agora o sistema diz 17." in response.content.decode()
    lamp.refresh_from_db()
    assert lamp.stock == 17
