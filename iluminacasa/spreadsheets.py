"""Files a spreadsheet of Brazil opens well: CSV with BOM and semicolons, decimal commas, and no cell that computes."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

BOM = "\ufeff"
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what makes a spreadsheet compute (OWASP)
MARK = "'"
# Where another separator than ours would begin a cell: there, too, nothing may compute. `- ` begins a line of a list.
SEAM = r"([,;|\t\r\n]){}('*)(?=[=+@＝＋－＠]|-(?! ))"
OPEN, SEALED = re.compile(SEAM.format("")), re.compile(SEAM.format(MARK))


def computes(text: str) -> bool:
    return text.lstrip(" \u00a0").startswith(STARTS)


def harmless(text: str) -> str:
    """An apostrophe before what a spreadsheet would take for a formula; `restored` takes exactly that one away."""
    return MARK + text if computes(text.lstrip(MARK)) else text


def restored(text: str) -> str:
    return text[1:] if text.startswith(MARK) and computes(text.lstrip(MARK)) else text


def sealed(text: str) -> str:
    """For a CSV, which somebody may open with another separator; `unsealed` gives the text back."""
    return OPEN.sub(rf"\1{MARK}\2", harmless(text))


def unsealed(text: str) -> str:
    return restored(SEALED.sub(r"\1\2", text))


def cell(value: object) -> str:
    """Numbers and dates are the shop's own and stay numbers and dates; text may be anybody's."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sim" if value else "não"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else sealed(str(value))


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Line by line, so that a long file is never whole in memory."""
    yield BOM + line(header)
    for row in rows:
        yield line(row)


def line(values: Sequence[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow([cell(value) for value in values])
    return buffer.getvalue()
