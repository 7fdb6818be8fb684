"""The report as text for a terminal and as CSV for a spreadsheet: nothing in it can act."""

import csv
import io
import re

from iluminacasa.spreadsheets import harmless

from .report import COUNTS, Report

LISTS = ("rejected", "held", "conflicts", "warnings")
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")


def quoted(value: str) -> str:
    """In quotes, and not a formula for a program that opens the text as a table."""
    text = value if NUMBER.fullmatch(value) else harmless(value)
    return '"' + text.replace('"', '""') + '"'


def as_text(report: Report, *, with_message: bool = True) -> str:
    summary = " ".join(f"{name} {report.counts[name]}" for name in COUNTS)
    rehearsal = " (ensaio: nada foi gravado)" if report.dry_run else ""
    lines = [f"{report.source}{rehearsal}: {summary} seconds {report.seconds:.2f}"]
    for name in LISTS:
        rows = report.rows[name]
        lines += [
            f"{name} {row['id'] or '-'} {row['field'] or '-'} {row['code']} {quoted(row['value'])} {row['message']}"
            for row in rows
        ]
        if report.counts[name] > len(rows):
            lines.append(f"{name}: +{report.counts[name] - len(rows)}")
    for row in report.diff:
        lines.append(f"diff {row['id']} {row['field'] or '+'}: {quoted(row['old'])} -> {quoted(row['new'])}")
    if report.message and with_message:
        lines.append(report.message)
    return "\n".join(lines)


def as_csv(report: Report) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(["kind", "id", "field", "code", "value", "message"])
    for name in LISTS:
        for row in report.rows[name]:
            cells = (row["id"], row["field"], row["code"], row["value"], row["message"])
            writer.writerow([name, *map(harmless, cells)])
    return buffer.getvalue().rstrip()
