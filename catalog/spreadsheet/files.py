"""CSV and XLSX as the spreadsheets of Brazil write and read them: BOM, semicolons, decimal commas, and no formula.

openpyxl is loaded by the first XLSX: most workers serve the shop for days without seeing one.
"""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from django.utils import timezone

from iluminacasa.errors import Invalid
from iluminacasa.spreadsheets import BOM, harmless, restored, sealed, unsealed

from . import packed
from .cells import Formula, as_text, plain

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 300
MOST_LINES = 100_000  # of a file, empty ones too
DELIMITERS = ";,\t"
XLSX_MAGIC = b"PK\x03\x04"
LARGEST = Decimal(10) ** 15  # a number beyond is no price, measure or count
# Everything the zip reader, the XML parser and openpyxl are known to raise on damaged or hostile bytes.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, ParseError, ArithmeticError, AttributeError, EOFError, LookupError,
    MemoryError, OSError, RuntimeError, TypeError, ValueError,
)  # fmt: skip


class SheetRefused(Invalid):
    code = "sheet_refused"
    title = "Arquivo recusado"
    default_message = "Este arquivo não é uma planilha CSV ou XLSX que se possa ler."


@dataclass
class Table:
    """A sheet as read: cells typed where the file types them, rows with their number in the file."""

    headers: list[str]
    rows: list[list[Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def add(self, number: int, cells: Sequence[Any]) -> None:
        width = len(self.headers)
        if any(cell not in (None, "") for cell in cells):
            if len(self.rows) == MOST_ROWS:
                raise SheetRefused(f"A planilha tem mais de {MOST_ROWS} linhas. Divida-a em partes.")
            self.rows.append([*cells[:width], *[""] * (width - len(cells))])
            self.numbers.append(number)


# --- In ------------------------------------------------------------------------------------------
def read(content: bytes) -> Table:
    """The kind is told by the content, never by the name."""
    if len(content) > MOST_BYTES:
        raise SheetRefused("A planilha passa de 10 MB.")
    table = _read_xlsx(content) if content.startswith(XLSX_MAGIC) else _read_csv(content)
    if len(set(table.headers)) != len(table.headers):
        twice = next(name for name in table.headers if table.headers.count(name) > 1)
        raise SheetRefused(f"A coluna “{twice}” aparece duas vezes.")
    return table


def _read_csv(content: bytes) -> Table:
    text = _decoded(content)
    head = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        table = Table(_headers(next(lines, [])))
        for number, cells in enumerate(lines, start=2):
            table.add(number, [unsealed(cell) for cell in cells])
    except csv.Error as error:
        raise SheetRefused("O CSV está quebrado: há uma célula sem fim.") from error
    return table


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_xlsx(content: bytes) -> Table:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            packed.check(parts)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        return _first_sheet(book)
    except UNREADABLE as error:
        raise SheetRefused from error


def _first_sheet(book: Any) -> Table:
    """As wide and as long as a sheet may be, whatever the file says of its size."""
    if not book.worksheets:
        return Table(_headers([]))
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1)
    table = Table(_headers([cell.value for cell in next(rows, ())]))
    for number, cells in enumerate(rows, start=2):
        if number > MOST_LINES:
            raise SheetRefused("A planilha tem linhas demais. Apague as vazias do fim.")
        table.add(number, [_typed(cell) for cell in cells])
    book.close()
    return table


def _typed(cell: Any) -> Any:
    value = cell.value
    if cell.data_type == "f":
        return Formula(value)
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    return restored(value) if isinstance(value, str) else value


def _number(value: float) -> Decimal | str:
    """What no cell of ours can hold stays a text, which its column refuses by name."""
    number = Decimal(repr(value))
    if not number.is_finite() or abs(number) > LARGEST:
        return str(value)
    return Decimal(int(number)) if number == number.to_integral_value() else number


def _headers(cells: Sequence[Any]) -> list[str]:
    names = [restored(str(cell or "")).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise SheetRefused("A planilha está vazia: a primeira linha traz os nomes das colunas.")
    if len(names) > MOST_COLUMNS:
        raise SheetRefused("A planilha tem colunas demais.")
    return names


# --- Out -----------------------------------------------------------------------------------------
def csv_lines(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Line by line, so that a long list is never whole in memory."""
    yield BOM + _line(headers)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[Any]) -> str:
    buffer = io.StringIO(newline="")
    told = [sealed(cell) if isinstance(cell, str) else as_text(cell) for cell in cells]
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow(told)
    return buffer.getvalue()


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Any]], to: IO[bytes]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Produtos")
    sheet.freeze_panes = "A2"
    sheet.append([_written(sheet, name) for name in headers])
    for row in rows:
        sheet.append([_written(sheet, cell) for cell in row])
    book.save(to)


def _written(sheet: Any, value: Any) -> Any:
    """Numbers and moments keep their type; text is text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell

    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return timezone.make_naive(value).replace(microsecond=0)
    if isinstance(value, bool | int | Decimal):
        return as_text(value) if isinstance(value, bool) else value
    cell = WriteOnlyCell(sheet, value=plain(harmless(str(value))))
    cell.data_type = "s"
    return cell
