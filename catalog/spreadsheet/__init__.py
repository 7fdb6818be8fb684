"""Products as rows of a spreadsheet: out as the list shows them, in as a whole or not at all."""

from .files import MOST_BYTES, MOST_ROWS, SheetRefused, csv_lines, write_xlsx
from .intake import ask_recheck, carry_out, confirm, drop_old, progress, receive, recheck
from .resource import ProductResource, export_rows

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "ProductResource",
    "SheetRefused",
    "ask_recheck",
    "carry_out",
    "confirm",
    "csv_lines",
    "drop_old",
    "export_rows",
    "progress",
    "receive",
    "recheck",
    "write_xlsx",
]
