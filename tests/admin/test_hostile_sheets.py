"""A spreadsheet made to hurt: it is refused beside its field, at once, and nothing of it is kept."""

import io
import struct
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import Activity
from catalog import ripples, spreadsheet
from catalog.models import Product, SheetImport, StockMove
from catalog.spreadsheet import packed, writing
from tests import make
from tests.admin.test_catalog_sheets import ADD, apply, as_file, send

pytestmark = pytest.mark.django_db
SHEET = "xl/worksheets/sheet1.xml"


def plain(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in (["código", "nome", "peso kg"], *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def bent(part: str, change: Callable[[bytes], bytes], content: bytes = b"") -> bytes:
    """The same file with one of its parts rewritten."""
    there, stream = zipfile.ZipFile(io.BytesIO(content or plain([1, "Globo", 2]))), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in there.namelist():
            data = there.read(name)
            made.writestr(name, change(data) if name == part else data)
    return stream.getvalue()


def with_texts(count: int) -> bytes:
    stream = io.BytesIO(plain([1, "Globo", 2]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/sharedStrings.xml", b"<sst>" + b"<si/>" * count + b"</sst>")
    return stream.getvalue()


def with_type(declaration: str, use: str) -> Callable[[bytes], bytes]:
    head = f'<?xml version="1.0"?><!DOCTYPE x [{declaration}]>'.encode()
    return lambda data: head + data.split(b"?>", 1)[-1].replace(b"Globo", use.encode())


LAUGHS = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
SECRET = '<!ENTITY x SYSTEM "file:///etc/passwd">'
ROW = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'


def coded(encoding: str) -> Callable[[bytes], bytes]:
    return lambda data: (
        f'<?xml version="1.0" encoding="{encoding}"?>'.encode("ascii" if encoding == "cp037" else encoding)
        + data.split(b"?>", 1)[-1].decode().encode(encoding)
    )


def before(mark: bytes, more: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(mark, more + mark)


def locked(content: bytes) -> bytes:
    """Every part says that it needs a password."""
    data = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at != -1:
            struct.pack_into("<H", data, at + place, 1)
            at = data.find(mark, at + 4)
    return bytes(data)


def spoiled(content: bytes) -> bytes:
    at = content.find(b"sheet1.xml") + 40
    return content[:at] + bytes(255 - each for each in content[at : at + 20]) + content[at + 20 :]


HOSTILE = {
    "entities that double": lambda: bent(SHEET, with_type(LAUGHS, "&j;")),
    "a file of the server": lambda: bent(SHEET, with_type(SECRET, "&x;")),
    "a document type alone": lambda: bent(SHEET, with_type("", "")),
    "UTF-16": lambda: bent(SHEET, coded("utf-16")),
    "EBCDIC": lambda: bent(SHEET, coded("cp037")),
    "a row far below": lambda: bent(SHEET, before(b"</sheetData>", ROW % (1_048_576, 1_048_576))),
    "cells without end": lambda: bent(SHEET, before(b"</row>", b"<c/>" * 1_100)),
    "texts without end": lambda: with_texts(packed.MOST_TEXTS + 1),
    "styles without end": lambda: bent("xl/styles.xml", before(b"</styleSheet>", b"<x/>" * (packed.MOST_OTHER + 1))),
    "no XML": lambda: bent(SHEET, lambda data: data[: len(data) // 2]),
    "no styles": lambda: bent("xl/styles.xml", lambda data: b""),
    "a text that is not there": lambda: bent(SHEET, before(b"</sheetData>", b'<row><c t="s"><v>999</v></c></row>')),
    "a word for a number": lambda: bent(SHEET, before(b"</sheetData>", b"<row><c><v>abc</v></c></row>")),
    "a cell nowhere": lambda: bent(SHEET, before(b"</sheetData>", b'<row><c r="??"><v>1</v></c></row>')),
    "a password": lambda: locked(plain([1, "Globo", 2])),
    "spoiled bytes": lambda: spoiled(plain([1, "Globo", 2])),
    "no workbook": lambda: bent("xl/workbook.xml", lambda data: b"<a/>"),
    "cut off": lambda: plain([1, "Globo", 2])[:-40],
}  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_hurt_is_refused_at_once(boss, name: str) -> None:
    content = HOSTILE[name]()
    begun = time.process_time()
    response = boss.post(reverse(ADD), {"file": SimpleUploadedFile("x.xlsx", content)})
    assert response.status_code == 200
    errors = str(response.context["form"].errors.get("file", ""))
    assert "não é uma planilha" in errors or "linhas demais" in errors or "está vazia" in errors, name
    assert "root:" not in response.content.decode()
    assert not SheetImport.objects.exists()
    assert time.process_time() - begun < 5


@pytest.mark.once
def test_a_file_that_would_burst_is_not_unpacked(boss, monkeypatch) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 2_000_000)
    content = bent("docProps/app.xml", lambda data: b" " * 3_000_000)
    assert len(content) < 20_000
    response = boss.post(reverse(ADD), {"file": SimpleUploadedFile("x.xlsx", content)})
    assert "não é uma planilha" in str(response.context["form"].errors["file"])


@pytest.mark.once
def test_a_sheet_is_as_wide_as_its_cells_whatever_it_says_of_itself(boss) -> None:
    product = make.product("Globo")
    content = bent(
        SHEET, lambda data: data.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'), plain([product.pk, "Globo", 2])
    )
    begun = time.process_time()
    sheet = send(boss, content, "x.xlsx")
    assert (sheet.counts["rows"], sheet.faults, time.process_time() - begun < 5) == (1, [], True)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1e300", "123456789012345678901234567890"])
def test_a_number_beyond_all_numbers_is_a_fault_of_its_cell(boss, number: str) -> None:
    product = make.product("Globo")
    made = bent(
        SHEET, lambda data: data.replace(b"<v>77</v>", f"<v>{number}</v>".encode()), plain([product.pk, "Globo", 77])
    )
    for content in (made, as_file([{"código": product.pk, "peso kg": number, "contado": number, "preço": number}])):
        sheet = send(boss, content, "x.xlsx")
        assert sheet.state == "faulty"
        assert {fault["column"] for fault in sheet.faults} >= {"peso kg"}
    keyless = as_file([{"código": number, "nome": "x"}])
    assert [fault["column"] for fault in send(boss, keyless).faults] == ["código"]


# --- A sale in between ---------------------------------------------------------------------------
def test_a_product_that_moves_while_the_sheet_is_read_is_read_again(boss, monkeypatch) -> None:
    product = make.product("Globo", price="100.00")
    sheet = send(boss, as_file([{"código": product.pk, "preço": "50,00"}]))
    calls: list[int] = []
    real = writing.prepare

    def moved_meanwhile(*given: Any, **more: Any) -> Any:
        plan = real(*given, **more)
        if not calls:
            Product.objects.filter(pk=product.pk).update(price=80, sale_price=80, title="Globo novo")
        calls.append(1)
        return plan

    monkeypatch.setattr(writing, "prepare", moved_meanwhile)
    assert (apply(boss, sheet).state, len(calls)) == ("applied", 2)
    product.refresh_from_db()
    assert (product.title, f"{product.price:.2f}") == ("Globo novo", "50.00")
    assert [(each["field"], each["old"], each["new"]) for each in Activity.objects.get().changes] == [
        ("price", "80.00", "50.00")
    ]


def test_products_that_never_stand_still_refuse_the_sheet_and_lose_nothing(boss, monkeypatch) -> None:
    product = make.product("Globo", price="100.00", stock=9)
    sheet = send(boss, as_file([{"código": product.pk, "preço": "50,00"}]))
    real = writing.prepare

    def moved_always(*given: Any, **more: Any) -> Any:
        plan = real(*given, **more)
        Product.objects.filter(pk=product.pk).update(boost=Product.objects.get(pk=product.pk).boost + 1)
        return plan

    monkeypatch.setattr(writing, "prepare", moved_always)
    refused = apply(boss, sheet)
    assert (refused.state, "mudam sem parar" in refused.message) == ("refused", True)
    product.refresh_from_db()
    assert (product.boost, f"{product.price:.2f}") == (3, "100.00")


def test_a_sale_of_a_product_that_is_not_counted_stops_nothing(boss, monkeypatch) -> None:
    product = make.product("Globo", price="100.00", stock=9)
    sheet = send(boss, as_file([{"código": product.pk, "preço": "50,00"}]))
    real = writing.prepare

    def sold_meanwhile(*given: Any, **more: Any) -> Any:
        plan = real(*given, **more)
        Product.objects.filter(pk=product.pk).update(stock=7, units_sold=2)
        return plan

    monkeypatch.setattr(writing, "prepare", sold_meanwhile)
    assert apply(boss, sheet).state == "applied"
    product.refresh_from_db()
    assert (product.stock, product.units_sold, f"{product.price:.2f}") == (7, 2, "50.00")


def test_two_products_of_a_sheet_may_not_exchange_their_skus_by_force(boss) -> None:
    first, second = make.product(sku="A"), make.product(sku="B")
    sheet = send(boss, as_file([{"código": first.pk, "sku": "B"}, {"código": second.pk, "sku": "A"}]))
    assert sheet.state == "faulty"
    assert sorted(Product.objects.values_list("sku", flat=True)) == ["A", "B"]


def held(statements: list[dict[str, str]]) -> list[str]:
    """What is asked between the beginning and the end of the transaction that writes."""
    asked = [each["sql"] for each in statements]
    begun = [place for place, sql in enumerate(asked) if sql.startswith("BEGIN")]
    spans = [asked[place : next((end for end in range(place, len(asked)) if asked[end].startswith("COMMIT")), place)]
             for place in begun]  # fmt: skip
    return max(spans, key=len)


@pytest.mark.django_db(transaction=True)
def test_while_a_sheet_is_written_nothing_is_read_row_by_row(owner, monkeypatch) -> None:
    monkeypatch.setattr(ripples, "AT_ONCE", 10)
    shelf, counts = make.category("Luzes"), []
    base = make.definition("base", "e27")
    make.choice(base, "e27")
    for size in (40, 120):
        products = make.products(size, price="100.00", category=shelf, stock=5)
        rows = [
            {"código": each.pk, "preço": "50,00", "ficha: base": "e27", "saldo": "5", "contado": "4"}
            for each in products
        ]
        sheet = spreadsheet.receive(content=as_file(rows), filename="x.csv", by=owner, at=timezone.now(), later=print)
        spreadsheet.confirm(sheet_id=sheet.pk)
        with CaptureQueriesContext(connection) as caught:
            done = spreadsheet.carry_out(sheet_id=sheet.pk, at=timezone.now(), later=print)
        assert (done.state, StockMove.objects.filter(cause="count").count()) == (
            "applied",
            sum((40, 120)[: len(counts) + 1]),
        )
        inside = held(caught.captured_queries)
        assert not any("catalog_specchoice" in sql for sql in inside)
        counts.append(len(inside))
    assert counts[0] == counts[1] < 45
