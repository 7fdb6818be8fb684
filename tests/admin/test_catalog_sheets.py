"""Products as a spreadsheet: out as the list is filtered, in as a whole or not at all."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accounts.models import Activity
from catalog import publication, ripples, spreadsheet, stock
from catalog.models import PriceChange, Product, ProductCard, SheetImport, SlugHistory, StockMove
from iluminacasa import spreadsheets
from tests import make

pytestmark = pytest.mark.django_db
ADD = "admin:catalog_sheetimport_add"
KINDS = ["csv", "xlsx"]


def exported(browser, kind: str = "csv", query: str = "") -> bytes:
    response = browser.get(reverse("admin:catalog_product_export", args=[kind]) + query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def as_file(rows: list[dict[str, Any]], kind: str = "csv") -> bytes:
    """A sheet as somebody's program would write it."""
    headers = list(rows[0])
    if kind == "csv":
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, headers, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode("utf-8-sig")
    book = Workbook()
    book.active.append(headers)
    for row in rows:
        book.active.append([row[name] for name in headers])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def send(browser, content: bytes, name: str = "produtos.csv") -> SheetImport:
    response = browser.post(reverse(ADD), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.context["form"].errors
    return SheetImport.objects.latest("pk")


def apply(browser, sheet: SheetImport) -> SheetImport:
    browser.post(reverse("admin:catalog_sheetimport_apply", args=[sheet.pk]))
    sheet.refresh_from_db()
    return sheet


def rich() -> list[Product]:
    """Products with everything that could be lost on the way."""
    shelf = make.category("Pendentes", slug="pendentes")
    specs = {"luminous_flux": 806, "base": "e27", "room": ["sala", "quarto"], "dimmable": True}
    first = make.product(
        "=1+1 Pendente; “Globo”", price="1249.90", discount="12.5", specs=specs, category=shelf, brand="Lume",
        description="Linha um\r\nLinha dois;\n\n\"aspas\" e 'apóstrofos'\tfim", tags=["novo", "luz quente"],
        weight=Decimal("1.250"), width=Decimal("40.00"), sale_starts_at=timezone.now(), summary="-10% hoje",
    )  # fmt: skip
    second = make.product("'=HYPERLINK(1)", price="0.01", stock=0, sku="+55", warranty="@eu", is_published=False)
    third = make.product("  espaços  ", price="10.00", brand=None, sku="", source="demo", external_id="9")
    return [first, second, third]


# --- Round trip ----------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_out_comes_back_without_a_change(boss, kind: str) -> None:
    rich()
    sheet = send(boss, exported(boss, kind), f"produtos.{kind}")
    assert (sheet.state, sheet.faults, sheet.changes) == ("checked", [], [])
    assert sheet.counts == {"rows": 3, "new": 0, "changed": 0, "unchanged": 3, "faults": 0, "faulty_rows": 0}
    page = boss.get(reverse("admin:catalog_sheetimport_change", args=[sheet.pk])).content.decode()
    assert "Nenhuma mudança: a planilha diz o mesmo que a loja." in page
    assert "Aplicar a" not in page


def test_the_csv_is_what_a_spreadsheet_of_brazil_expects(boss) -> None:
    first, *_ = rich()
    content = exported(boss)
    assert content.startswith(b"\xef\xbb\xbfc\xc3\xb3digo;sku;nome;")
    row = next(row for row in table(content) if row["código"] == str(first.pk))
    assert row["preço"] == "1249,90"
    assert row["desconto %"] == "12,50"
    assert row["publicado"] == "sim"
    assert row["categoria"] == "pendentes"
    assert row["marca"] == "Lume"
    assert row["etiquetas"] == "novo | luz quente"
    assert row["ficha: luminous_flux"] == "806"
    assert row["ficha: base"] == "e27"
    assert row["ficha: dimmable"] == "sim"
    assert row["nome"] == "'=1+1 Pendente; “Globo”"
    assert row["resumo"] == "'-10% hoje"
    assert row["peso kg"] == "1,250"


def test_no_cell_that_goes_out_computes(boss) -> None:
    rich()
    for row in table(exported(boss)):
        for value in row.values():
            assert not value.lstrip().startswith(("=", "+", "-", "@"))
    book = load_workbook(io.BytesIO(exported(boss, "xlsx")))
    written = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in written} <= {"s", "n", "d"}
    prices = [cell.value for row in book.active.iter_rows(min_row=2) for cell in row[6:7]]
    assert sorted(prices) == [0.01, 10, 1249.9]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Bom,=1+1", "Bom,'=1+1"), ("a;=1", "a;'=1"), ("a\t@x", "a\t'@x"), ("a\r\n=1", "a\r\n'=1"), ("a|-1", "a|'-1"),
        ("a,'=1", "a,''=1"), (",=1", ",'=1"), ("=1,=2", "'=1,'=2"), ("\t=1", "'\t'=1"), ("a,,=1,=", "a,,'=1,'="),
        ("- um\n- dois", "'- um\n- dois"), ("10, 20", "10, 20"), ("a, b; c", "a, b; c"), ("", ""),
    ],
)  # fmt: skip
def test_a_csv_opened_with_another_separator_begins_no_cell_that_computes(text: str, written: str) -> None:
    assert spreadsheets.sealed(text) == written
    assert spreadsheets.unsealed(written) == text


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "+1", "-a", "@x", "\t=1", " =1", "'a", "a", "", "'", "＝1"])
def test_text_is_itself_again_after_being_made_harmless(text: str) -> None:
    assert spreadsheets.restored(spreadsheets.harmless(text)) == text
    assert not spreadsheets.computes(spreadsheets.harmless(text))


def test_the_export_holds_what_the_list_shows(boss) -> None:
    rich()
    assert [row["nome"] for row in table(exported(boss, query="?q=globo"))] == ["'=1+1 Pendente; “Globo”"]
    assert [row["nome"] for row in table(exported(boss, query="?estoque=esgotado"))] == ["''=HYPERLINK(1)"]
    everything = [row["nome"] for row in table(exported(boss, query="?o=-4"))]
    assert everything == ["'=1+1 Pendente; “Globo”", "  espaços  ", "''=HYPERLINK(1)"]


def test_ticked_products_are_exported(boss) -> None:
    products = make.products(3)
    data = {"action": "export_csv", "_selected_action": [products[1].pk], "index": "0"}
    response = boss.post(reverse("admin:catalog_product_changelist"), data, follow=True)
    rows = table(b"".join(response.streaming_content))
    assert [row["código"] for row in rows] == [str(products[1].pk)]


def test_an_export_costs_the_same_for_few_and_for_many(boss) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            exported(boss)
        return len(caught)

    make.products(3, specs={"base": "e27"})
    cost()
    few = cost()
    make.products(40, specs={"base": "e27"})
    cost()  # what is kept per process is read anew
    assert cost() == few


# --- What an import does -------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_changes_are_shown_first_and_then_reach_everything_that_follows(boss, owner, kind: str) -> None:
    make.definition("luminous_flux", 1)
    product = make.product("Pendente", price="100.00", discount="10", sku="P-1", slug="pendente")
    row = {"sku": "P-1", "nome": "Pendente Globo", "preço": "1.200,50" if kind == "csv" else 1200.5}
    row |= {"endereço": "pendente-globo", "ficha: luminous_flux": "806" if kind == "csv" else 806}
    row |= {"oferta termina": "31/12/2090 23:59", "publicado": "sim"}
    sheet = send(boss, as_file([row], kind))
    assert (sheet.state, sheet.counts["changed"]) == ("checked", 1)
    assert sheet.changes == [
        {
            "row": 2, "id": product.pk, "title": "Pendente Globo", "sku": "P-1",
            "changes": [
                ["nome", "Pendente", "Pendente Globo"], ["endereço", "pendente", "pendente-globo"],
                ["preço", "100,00", "1200,50"], ["oferta termina", "", "31/12/2090 23:59:00"],
                ["ficha: luminous_flux", "", "806"],
            ],
        }
    ]  # fmt: skip
    assert Product.objects.get().price == Decimal("100.00")
    seq = ProductCard.objects.get().seq
    assert apply(boss, sheet).state == "applied"
    product.refresh_from_db()
    assert (product.title, product.price, product.sale_price) == (
        "Pendente Globo",
        Decimal("1200.50"),
        Decimal("1080.45"),
    )
    assert SlugHistory.objects.get(slug="pendente").product_id == product.pk
    assert product.specs.get().number == 806
    card = ProductCard.objects.get()
    assert card.seq > seq
    assert '"sale_price":"1080.45"' in card.view
    assert PriceChange.objects.latest("pk").price == Decimal("1200.50")
    assert "pendente globo" in product.search_document.title
    told = Activity.objects.get(object_key=str(product.pk))
    assert (told.actor, told.note) == (owner, f"importação {sheet.pk}")
    assert [change["field"] for change in told.changes][:3] == ["title", "slug", "price"]
    version = publication.version()
    publication.refresh(product_ids=[product.pk], at=timezone.now())
    assert publication.version() == version
    assert sheet.content is None


def test_a_new_sku_makes_a_new_product_with_its_own_address(boss) -> None:
    make.category("Pendentes", slug="pendentes")
    make.product(slug="pendente-novo")
    row = {
        "sku": "N-1",
        "nome": "Pendente Novo",
        "categoria": "pendentes",
        "preço": "89,90",
        "contado": "",
        "saldo": "",
    }
    again = row | {"sku": "N-2", "contado": "12"}
    sheet = send(boss, as_file([row, again]))
    assert (sheet.counts["new"], sheet.faults) == (2, [])
    apply(boss, sheet)
    first, second = Product.objects.filter(sku__startswith="N-").order_by("sku")
    assert (first.slug, second.slug) == ("pendente-novo-2", "pendente-novo-3")
    assert (first.source, first.is_visible, first.stock, second.stock) == ("", True, 0, 12)
    assert StockMove.objects.get().balance == 12


def test_a_count_holds_only_while_the_stock_is_as_it_was_exported(boss) -> None:
    lamp, vase = make.product(sku="L", stock=20), make.product(sku="V", stock=9)
    rows = [{"sku": "L", "saldo": "20", "contado": "18"}, {"sku": "V", "saldo": "9", "contado": "9"}]
    sheet = send(boss, as_file(rows))
    assert (sheet.counts["changed"], sheet.counts["unchanged"]) == (1, 1)
    stock.take(quantities={lamp.pk: 1}, cause="sale", reference="IC-1", at=timezone.now())
    refused = apply(boss, sheet)
    assert refused.state == "refused"
    assert refused.faults == [
        {
            "row": 2,
            "column": "contado",
            "value": "18",
            "message": "O saldo mudou: agora o sistema diz 19. Exporte e conte de novo.",
        }
    ]
    lamp.refresh_from_db()
    assert lamp.stock == 19
    good = apply(boss, send(boss, as_file([rows[0] | {"saldo": "19"}])))
    assert (good.state, StockMove.objects.latest("pk").cause) == ("applied", "count")
    lamp.refresh_from_db()
    vase.refresh_from_db()
    assert (lamp.stock, vase.stock) == (18, 9)


def test_a_fault_that_came_since_the_check_refuses_every_row(boss) -> None:
    products = make.products(3, price="100.00")
    rows = [{"código": product.pk, "preço": "50,00"} for product in products]
    sheet = send(boss, as_file(rows))
    assert sheet.counts["changed"] == 3
    products[1].delete()
    refused = apply(boss, sheet)
    assert (refused.state, [fault["row"] for fault in refused.faults]) == ("refused", [3])
    assert set(Product.objects.values_list("price", flat=True)) == {Decimal("100.00")}


def test_many_rows_go_to_the_background(boss, monkeypatch) -> None:
    monkeypatch.setattr(ripples, "AT_ONCE", 2)
    products = make.products(3, price="100.00")
    sheet = send(boss, as_file([{"código": product.pk, "preço": "50,00"} for product in products]))
    pages: list[str] = []
    real = spreadsheet.carry_out

    def watched(**given: Any) -> SheetImport:
        pages.append(boss.get(reverse("admin:catalog_sheetimport_change", args=[sheet.pk])).content.decode())
        return real(**given)

    monkeypatch.setattr(spreadsheet, "carry_out", watched)
    assert apply(boss, sheet).state == "applied"
    assert '<progress id="progress" max="3" value="0">' in pages[0]
    assert set(Product.objects.values_list("price", flat=True)) == {Decimal("50.00")}


def test_a_sheet_is_applied_once(boss) -> None:
    product = make.product(price="100.00")
    sheet = apply(boss, send(boss, as_file([{"código": product.pk, "preço": "50,00"}])))
    Product.objects.update(price=Decimal("80.00"), sale_price=Decimal("80.00"))
    assert boss.post(reverse("admin:catalog_sheetimport_apply", args=[sheet.pk])).status_code == 409
    assert Product.objects.get().price == Decimal("80.00")


def test_a_file_nobody_applied_is_forgotten_after_a_week(boss) -> None:
    sheet = send(boss, as_file([{"código": make.product(price="100.00").pk, "preço": "50,00"}]))
    assert spreadsheet.drop_old(at=sheet.created_at + timedelta(days=6)) == 0
    assert spreadsheet.drop_old(at=sheet.created_at + timedelta(days=8)) == 1
    page = boss.get(reverse("admin:catalog_sheetimport_change", args=[sheet.pk])).content.decode()
    assert "Aplicar a" not in page


# --- Faults --------------------------------------------------------------------------------------
FAULTS: list[tuple[str, Any, str]] = [
    ("código", "999999999", "Não há produto com este código."),
    ("código", "abc", "Não há produto com este código."),
    ("sku", "x" * 65, "no máximo 64"),
    ("nome", "", "não pode"),
    ("nome", "x" * 201, "no máximo 200"),
    ("endereço", "com espaço", "Use só letras sem acento, números e hífens."),
    ("categoria", "nenhuma", "Não há esta categoria."),
    ("categoria", "", "Este campo não pode ficar vazio."),
    ("marca", "Nenhuma", "Não há esta marca."),
    ("preço", "0", "O preço precisa ser maior que zero."),
    ("preço", "abc", "Não é um valor em reais"),
    ("preço", "1,999", "Não é um valor em reais"),
    ("desconto %", "100", "Fica entre 0 e 99,99."),
    ("oferta começa", "31/02/2026", "Não é uma data"),
    ("publicado", "talvez", "Escreva sim ou não."),
    ("pedido mínimo", "0", "Fica entre 1"),
    ("mínimo em estoque", "2,5", "um número inteiro"),
    ("peso kg", "muito", "Não é um número"),
    ("ficha: base", "e99", "Opção desconhecida: e99"),
    ("ficha: luminous_flux", "claro", "Não é um número"),
]


@pytest.fixture
def five_thousand(boss) -> list[Product]:
    shelf = make.category("Luzes", slug="luzes")
    base = make.definition("base", "e27")
    make.choice(base, "e27")
    make.definition("luminous_flux", 1)
    brand = make.brand_named("Lume")
    at = timezone.now()
    rows = [
        Product(
            title=f"Luminária {n}", slug=f"l-{n}", sku=f"S-{n}", category=shelf, brand=brand, price=Decimal("99.90"),
            sale_price=Decimal("99.90"), stock=5, created_at=at, updated_at=at,
        )
        for n in range(5000)
    ]  # fmt: skip
    Product.objects.bulk_create(rows, batch_size=500)
    return list(Product.objects.order_by("pk"))


@pytest.mark.parametrize("kind", KINDS)
def test_five_thousand_rows_with_twenty_faults_name_all_twenty(boss, five_thousand, kind: str) -> None:
    rows = table(exported(boss, "csv", "?o=1"))
    assert len(rows) == 5000
    planted = {}
    for number, (column, value, message) in enumerate(FAULTS):
        place = 137 + number * 241
        rows[place][column] = value
        planted[(place + 2, column)] = message
    rows[50]["preço"] = "50,00"
    with CaptureQueriesContext(connection) as caught:
        sheet = send(boss, as_file(rows, kind), f"planilha.{kind}")
    assert len(caught) < 120
    assert sheet.state == "faulty"
    assert {(fault["row"], fault["column"]) for fault in sheet.faults} == set(planted)
    for fault in sheet.faults:
        assert planted[(fault["row"], fault["column"])] in fault["message"], fault
    assert (sheet.counts["rows"], sheet.counts["faults"], sheet.counts["changed"]) == (5000, 20, 1)
    boss.post(reverse("admin:catalog_sheetimport_apply", args=[sheet.pk]))
    assert not Product.objects.exclude(price=Decimal("99.90")).exists()
    page = boss.get(reverse("admin:catalog_sheetimport_change", args=[sheet.pk])).content.decode()
    assert "Falhas (20)" in page
    assert "Aplicar a" not in page


def test_faults_between_rows_are_told_at_the_later_one(boss) -> None:
    make.category("Pendentes", slug="pendentes")
    taken = make.product(sku="T", slug="tomado")
    other = make.product(sku="O", slug="outro")
    new = {"código": "", "sku": "N", "nome": "Novo", "endereço": "", "categoria": "pendentes", "preço": "10,00"}
    rows = [
        new,
        new,
        new | {"código": other.pk, "sku": "T", "endereço": "outro", "categoria": "iluminacao"},
        new | {"sku": "N-2", "endereço": "tomado"},
        new | {"sku": "N-3", "nome": "", "categoria": ""},
        new | {"código": taken.pk, "sku": "T", "endereço": "tomado", "categoria": "iluminacao"},
        new | {"código": taken.pk, "sku": "T", "endereço": "tomado", "categoria": "iluminacao"},
    ]
    sheet = send(boss, as_file(rows))
    assert [(fault["row"], fault["column"], fault["message"]) for fault in sheet.faults] == [
        (3, "sku", "Outra linha desta planilha já tem este valor."),
        (4, "sku", "Outro produto já usa este SKU."),
        (5, "endereço", "Outro produto já usa este endereço."),
        (6, "nome", "Um produto novo precisa de nome."),
        (6, "categoria", "Um produto novo precisa de categoria."),
        (8, "código", "Outra linha desta planilha já tem este valor."),
    ]


def test_a_formula_in_a_sheet_is_no_value(boss) -> None:
    product = make.product(price="100.00")
    sheet = send(boss, as_file([{"código": product.pk, "preço": "=A2*2", "nome": "=A2"}], "xlsx"))
    assert [(fault["column"], fault["message"]) for fault in sheet.faults] == [
        ("preço", "É uma fórmula: cole só o valor."), ("nome", "É uma fórmula: cole só o valor."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "vazio"),
        (b"PK\x03\x04 nada", "não é uma planilha CSV ou XLSX"),
        (b"\xef\xbb\xbf\r\n", "A planilha está vazia"),
        ("código;preço;preço\r\n1;2;3\r\n".encode(), "A coluna “preço” aparece duas vezes."),
    ],
)
def test_what_is_no_sheet_is_refused_at_the_file(boss, content: bytes, message: str) -> None:
    response = boss.post(reverse(ADD), {"file": SimpleUploadedFile("x.csv", content)})
    assert response.status_code == 200
    assert message in str(response.context["form"].errors["file"])
    assert not SheetImport.objects.exists()


def test_a_column_nobody_knows_and_a_missing_key_are_faults_of_the_first_row(boss) -> None:
    sheet = send(boss, as_file([{"nome": "x", "preco": "1"}]))
    assert [(fault["row"], fault["column"]) for fault in sheet.faults] == [(1, "preco"), (1, "código")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_ways_spreadsheets_save_csv_are_read(boss, encoding: str, delimiter: str) -> None:
    product = make.product()
    text = delimiter.join(["código", "nome"]) + "\r\n" + delimiter.join([str(product.pk), "Luminária ação"]) + "\r\n"
    sheet = send(boss, text.encode(encoding))
    assert sheet.changes[0]["changes"] == [["nome", product.title, "Luminária ação"]]


# --- Who may -------------------------------------------------------------------------------------
def test_each_act_needs_its_permission(staff) -> None:
    product = make.product(price="100.00", sku="P")
    looker = staff("catalog.view_product", "catalog.view_sheetimport")
    assert looker.get(reverse(ADD)).status_code == 403
    assert looker.get(reverse("admin:catalog_product_export", args=["csv"])).status_code == 200
    assert staff("catalog.view_brand").get(reverse("admin:catalog_product_export", args=["csv"])).status_code == 403
    sender = staff("catalog.change_product", "catalog.view_sheetimport", "catalog.add_sheetimport")
    rows = [{"sku": "P", "saldo": "20", "contado": "1"}, {"sku": "N", "saldo": "", "contado": ""}]
    sheet = send(sender, as_file(rows))
    assert [(fault["row"], fault["column"], fault["message"]) for fault in sheet.faults][:2] == [
        (2, "contado", "Você não tem permissão para contar estoque."),
        (3, "código", "Você não tem permissão para criar produtos."),
    ]
    good = send(sender, as_file([{"código": product.pk, "preço": "50,00"}]))
    for name in ("apply", "recheck"):
        assert looker.post(reverse(f"admin:catalog_sheetimport_{name}", args=[good.pk])).status_code == 403
    assert apply(sender, good).state == "applied"


def test_the_list_of_imports_costs_the_same_for_few_and_for_many(boss) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert boss.get(reverse("admin:catalog_sheetimport_changelist")).status_code == 200
        return len(caught)

    content = as_file([{"código": make.product().pk, "nome": "x"}])
    send(boss, content)
    cost()
    few = cost()
    for _ in range(12):
        send(boss, content)
    assert cost() == few <= 12
