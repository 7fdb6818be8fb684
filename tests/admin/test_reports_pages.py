"""The reports as pages and as files: who may, which days, what stands in them, and no cell that computes."""

import csv
import io
import re
from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import User
from catalog.models import Product
from iluminacasa import report_pages, spreadsheets
from iluminacasa.brazil import SHOP_ZONE
from tests import make
from tests.admin.selling import a_march

pytestmark = pytest.mark.django_db
NAMES = ["dia", "produto", "categoria", "uf", "cupom", "pagamento", "estoque"]
MARCH = "?de=2026-03-01&ate=2026-03-31"
PATHS = ["/admin/relatorios/"] + [f"/admin/relatorios/{name}/{tail}" for name in NAMES for tail in ("", "csv/")]


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


def body(response) -> str:
    assert response.status_code == 200
    found: str = response.content.decode()
    return found


def table(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def cells(page: str, label: str) -> list[str]:
    """The numbers of one row of the table."""
    row = re.search(rf'<th scope="row">{label}.*?</tr>', page, re.S)
    assert row
    return [re.sub(r"<.*?>", "", each) for each in re.findall(r"<td[^>]*>(.*?)</td>", row[0], re.S)]


# --- Who -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", PATHS)
def test_only_who_may_read_reports_reads_them(staff, customer, client, path: str) -> None:
    assert client.get(path).status_code == 302
    assert customer.get(path).status_code == 302
    assert staff("orders.view_order", "catalog.view_product").get(path).status_code == 403
    assert staff("orders.view_reports").get(path).status_code == 200


@pytest.mark.parametrize("tail", ["", "csv/"])
def test_a_report_nobody_knows_is_not_there(boss, tail: str) -> None:
    assert boss.get(f"/admin/relatorios/lucro/{tail}").status_code == 404


def test_the_reports_stand_among_the_desks_of_who_may_read_them(staff) -> None:
    page = body(staff("orders.view_reports").get("/admin/"))
    assert all(f'href="/admin/relatorios/{name}/"' in page for name in NAMES)
    assert "/admin/relatorios/" not in body(staff("orders.view_order").get("/admin/"))


# --- Pages ---------------------------------------------------------------------------------------
def test_the_page_of_days_shows_rows_sum_and_chart(boss) -> None:
    a_march()
    page = body(boss.get(f"/admin/relatorios/dia/{MARCH}")).replace("\u00a0", " ")
    assert cells(page, "11/03/2026") == [
        "2", "2", "150,00", "15,00", "20,00", "155,00", "0,00", "155,00", "77,50",
    ]  # fmt: skip
    assert cells(page, "13/03/2026")[-3:] == ["105,00", "-105,00", "0,00"]
    assert cells(page, "Total") == [
        "3", "4", "350,00", "25,00", "20,00", "345,00", "200,00", "145,00", "115,00",
    ]  # fmt: skip
    assert page.count("<rect") == 31
    assert "<title>10/03: R$ 190,00</title>" in page


def test_bars_measure_rows_against_the_longest(boss) -> None:
    a_march()
    page = body(boss.get(f"/admin/relatorios/uf/{MARCH}"))
    assert re.findall(r'<rect width="([^"]+)"', page) == ["100", "0"]


@pytest.mark.parametrize("name", NAMES)
def test_every_report_keeps_the_policy_and_speaks_portuguese(boss, name: str) -> None:
    a_march()
    response = boss.get(f"/admin/relatorios/{name}/{MARCH}")
    page = body(response)
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style", page)
    assert 'lang="pt-br"' in page


@pytest.mark.parametrize("name", [name for name in NAMES if name != "estoque"])
def test_an_empty_period_says_so(boss, name: str) -> None:
    response = boss.get(f"/admin/relatorios/{name}/?de=2020-01-01&ate=2020-01-01")
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("de=2026-03-02&ate=2026-03-01", "Escolha um período que comece antes de terminar"),
        ("de=2026-03-02", "Informe os dois dias."),
        ("de=abc&ate=2026-03-01", "Informe uma data válida."),
        ("de=9999-12-31&ate=9999-12-31", "Escolha um período que comece antes de terminar"),
        ("de=2026-02-30&ate=2026-03-01", "Informe uma data válida."),
    ],
)
def test_days_that_make_no_sense_are_said_and_the_usual_ones_shown(boss, query: str, said: str) -> None:
    page = body(boss.get(f"/admin/relatorios/dia/?{query}"))
    assert said in page
    assert page.count("<rect") == 30
    assert boss.get(f"/admin/relatorios/dia/csv/?{query}").status_code == 200


def test_days_of_brazil_are_understood_too(boss) -> None:
    assert body(boss.get("/admin/relatorios/dia/?de=01/03/2026&ate=02/03/2026")).count("<rect") == 2


def test_the_chosen_period_goes_along_to_the_other_reports_and_the_file(boss) -> None:
    page = body(boss.get("/admin/relatorios/dia/?periodo=ano"))
    assert '<a href="?periodo=ano" aria-current="true">Este ano</a>' in page
    assert 'href="/admin/relatorios/uf/?periodo=ano"' in page
    assert 'href="/admin/relatorios/dia/csv/?periodo=ano"' in page
    page = body(boss.get(f"/admin/relatorios/dia/{MARCH}"))
    assert 'href="/admin/relatorios/dia/csv/?de=2026-03-01&amp;ate=2026-03-31"' in page


def test_a_long_table_is_cut_on_the_page_and_whole_in_the_file(boss, monkeypatch) -> None:
    monkeypatch.setattr(report_pages, "SHOWN", 2)
    a_march()
    page = body(boss.get(f"/admin/relatorios/produto/{MARCH}"))
    assert "Mais 1 linha no CSV." in page
    assert len(table(boss.get(f"/admin/relatorios/produto/csv/{MARCH}"))) == 4


# --- Files ---------------------------------------------------------------------------------------
def test_a_file_has_the_whole_table_in_the_manner_of_brazil(boss) -> None:
    a_march()
    response = boss.get(f"/admin/relatorios/produto/csv/{MARCH}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="vendas-por-produto-2026-03-01-a-2026-03-31.csv"'
    )  # fmt: skip
    assert table(response) == [
        ["Produto", "SKU", "Pedidos", "Unidades", "Devolvidas", "Vendas", "Devoluções", "Líquido"],
        ["Pendente Aurora", "PE-1", "2", "3", "2", "275,00", "180,00", "95,00"],
        ["Abajur Serra", "AB-1", "1", "1", "0", "50,00", "0,00", "50,00"],
        ["Frete", "", "1", "0", "0", "20,00", "20,00", "0,00"],
    ]


def test_days_are_days_in_a_file(boss) -> None:
    a_march()
    rows = table(boss.get(f"/admin/relatorios/dia/csv/{MARCH}"))
    assert rows[12] == ["12/03/2026", "0", "0", "0,00", "0,00", "0,00", "0,00", "95,00", "-95,00", "0,00"]
    assert len(rows) == 32


def test_the_file_of_the_stock_lists_every_product(boss) -> None:
    make.product(title="Arandela", sku="AR-1", price="80.00", discount="25", stock=3)
    make.product(stock=0)
    rows = table(boss.get("/admin/relatorios/estoque/csv/"))
    assert rows[1:] == [["AR-1", "Arandela", "Iluminação", "3", "60,00", "240,00", "180,00"]]


@pytest.mark.parametrize(
    "title", ["=1+1", "+55", "-2", "@SOMA(A1)", "\t=1", " =1", "＝1", '=HYPERLINK("http://x";"y")']
)  # fmt: skip
def test_no_cell_of_a_file_computes(boss, title: str) -> None:
    make.product(title="x", sku="S", stock=1)
    Product.objects.update(title=title)
    written = table(boss.get("/admin/relatorios/estoque/csv/"))[1][1]
    assert (written[0], spreadsheets.unsealed(written)) == ("'", title)


@pytest.mark.parametrize("text", ["Pendente = bonito", "a-b", "R$ 10", "", "1e5"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert spreadsheets.harmless(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("-1234.50"), "-1234,50"),
        (7, "7"),
        (True, "sim"),
        (None, ""),
        (datetime(2026, 3, 10, 23, 30, tzinfo=SHOP_ZONE), "10/03/2026 23:30"),
        ("-5", "'-5"),
    ],
)
def test_numbers_and_days_stay_what_they_are(value: object, text: str) -> None:
    assert spreadsheets.cell(value) == text


@pytest.mark.parametrize("name", NAMES)
def test_a_report_costs_the_same_for_ten_orders_and_for_forty(boss, name: str, django_assert_max_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.admin.selling import at, pay
    from tests.buying import cart_with, goods, place

    def cost() -> int:
        boss.get(reverse("admin:report", args=[name]) + MARCH)
        with CaptureQueriesContext(connection) as caught:
            assert boss.get(reverse("admin:report", args=[name]) + MARCH).status_code == 200
        return len(caught)

    def sell(count: int) -> None:
        for _ in range(count):
            pay(place(cart_with({goods(): 1})), at(10, 13))

    a_march()
    few = cost()
    sell(10)
    assert cost() == few <= 12
    assert User.objects.count() == 1
