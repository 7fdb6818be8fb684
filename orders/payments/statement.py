"""Pix receipts out of the bank's statement: a CSV with date, amount and the txid, in whatever form the bank writes it.

A row is taken once, by the bank's own identity of the payment (`endToEndId`) or, where the statement has none, by
what stands in it. A trial run is the same import, rolled back: it tells exactly what the import would do.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.models import User
from iluminacasa.errors import Invalid
from orders import payments
from orders.models import Order, Payment, PaymentNotice

PROVIDER = "statement"
MAX_BYTES, MAX_ROWS, MAX_CELL = 1024 * 1024, 5000, 500
UNKNOWN, SKIPPED = "unknown", "skipped"  # besides the outcomes of a notice
COLUMNS = {  # ours: how banks call it, without accents, in small letters
    "date": ("data", "date", "data lancamento", "data do lancamento", "data movimento", "dt"),
    "amount": ("valor", "amount", "valor (r$)", "valor r$", "valor em r$", "credito", "entrada"),
    "txid": ("txid", "identificador", "id da transacao", "codigo da transacao", "id transacao"),
    "end_to_end": ("endtoendid", "end to end", "endtoend", "e2e", "e2eid", "id e2e", "id do pix"),
    "text": ("descricao", "historico", "description", "lancamento", "detalhes", "titulo", "memo"),
}
OURS = re.compile(r"IC[0-9A-HJKMNP-TV-Z]{13}[0-9A-F]{1,10}")
END_TO_END = re.compile(r"E[0-9A-Za-z]{31}")
AMOUNT = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d{1,10})(,\d{1,2})?|[-+]?\d{1,10}(\.\d{1,2})?", re.ASCII)


class StatementUnreadable(Invalid):
    code = "unreadable_statement"
    title = "Extrato ilegível"
    default_message = "Não conseguimos ler este arquivo. Envie o extrato em CSV, com as colunas data e valor."


@dataclass(frozen=True)
class Row:
    number: int  # line of the file, for people
    date: str
    amount: Decimal | None  # None: not readable
    txid: str
    end_to_end: str
    text: str
    identity: str


@dataclass(frozen=True)
class Result:
    row: Row
    outcome: str  # an Outcome of PaymentNotice, UNKNOWN or SKIPPED
    order: Order | None
    candidates: Sequence[Order] = ()  # unpaid ones of the same total, when the row names none


# --- Reading -------------------------------------------------------------------------------------
def read(content: bytes) -> list[Row]:
    """The rows of a statement; `StatementUnreadable` says what is wrong with the file."""
    if len(content) > MAX_BYTES or b"\x00" in content:
        raise StatementUnreadable
    text = _decode(content)
    lines = text.splitlines()
    head = next((place for place, line in enumerate(lines) if _names(line)), None)
    if head is None:
        raise StatementUnreadable
    columns, mark = _names(lines[head]), _mark(lines[head])
    try:
        cells = list(csv.reader(io.StringIO("\n".join(lines[head + 1 :])), delimiter=mark))
    except csv.Error as error:
        raise StatementUnreadable from error
    if len(cells) > MAX_ROWS:
        raise StatementUnreadable(f"O extrato tem mais de {MAX_ROWS} linhas. Divida-o por período.")
    return list(_rows(cells, columns, first=head + 2))


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _mark(line: str) -> str:
    return max(";,\t", key=line.count)


def _names(line: str) -> dict[str, int]:
    """{ours: place} when this line is the header, with a date and an amount at least; else nothing."""
    told = [_plain(cell) for cell in next(csv.reader([line[:5000]], delimiter=_mark(line)), [])]
    places = {ours: told.index(name) for ours, names in COLUMNS.items() for name in names[::-1] if name in told}
    return places if {"date", "amount"} <= places.keys() else {}


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().split())


def _rows(cells: Sequence[Sequence[str]], columns: dict[str, int], *, first: int) -> Iterator[Row]:
    seen: Counter[str] = Counter()
    for number, row in enumerate(cells, first):
        if not any(cell.strip() for cell in row):
            continue
        told = {ours: _cell(row, place) for ours, place in columns.items()}
        everything = " ".join((told.get("txid", ""), told.get("text", ""))).upper()
        ours, bank = OURS.search(everything), END_TO_END.search(f"{told.get('end_to_end', '')} {told.get('text', '')}")
        amount = read_amount(told["amount"])
        same = f"{told['date']}|{amount}|{everything}"
        seen[same] += 1
        digest = hashlib.sha256(f"{same}|{seen[same]}".encode()).hexdigest()[:32]
        yield Row(
            number=number, date=told["date"][:20], amount=amount, txid=ours[0] if ours else "",
            end_to_end=bank[0] if bank else "", text=told.get("text", "")[:120],
            identity=bank[0] if bank else f"row-{digest}",
        )  # fmt: skip


def _cell(row: Sequence[str], place: int) -> str:
    text = row[place] if place < len(row) else ""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:MAX_CELL]).split())


def read_amount(text: str) -> Decimal | None:
    """`R$ 1.234,56`, `1234.56`, `-10,00`; None for anything else."""
    plain = text.upper().removeprefix("R$").replace(" ", "")
    if not AMOUNT.fullmatch(plain):
        return None
    is_dotted = re.fullmatch(r"[-+]?\d+\.\d{1,2}", plain) is not None
    return Decimal(plain if is_dotted else plain.replace(".", "").replace(",", "."))


# --- Taking in -----------------------------------------------------------------------------------
class _Trial(Exception):
    """Ends a trial run: everything it did is undone."""


def take_in(*, rows: Sequence[Row], at: datetime, by: User | None, is_trial: bool) -> list[Result]:
    """Pay what the statement says was paid; a trial tells the same and changes nothing."""
    if not is_trial:
        return [_take(row, at, by) for row in rows]
    results: list[Result] = []
    try:
        with transaction.atomic():
            _hold(rows)
            results = [_take(row, at, by) for row in rows]
            raise _Trial
    except _Trial:
        return results


def _hold(rows: Sequence[Row]) -> None:
    """All orders of the trial at once and in one order, so that it waits for nobody in a circle."""
    named = Order.objects.filter(payments__txid__in={row.txid for row in rows if row.txid}).values("pk")
    list(Order.objects.select_for_update(no_key=True).filter(pk__in=named).order_by("pk"))


@transaction.atomic
def _take(row: Row, at: datetime, by: User | None) -> Result:
    if row.amount is None or row.amount <= 0:
        return Result(row, SKIPPED, None)
    payment = Payment.objects.filter(txid=row.txid).select_related("order").first() if row.txid else None
    if payment is None:
        return Result(row, UNKNOWN, None, () if row.txid else candidates(row.amount))
    has_row = PaymentNotice.objects.filter(provider=PROVIDER, payment=payment).exclude(event_id=row.identity).exists()
    try:
        with transaction.atomic():
            notice = PaymentNotice.objects.create(
                provider=PROVIDER, event_id=row.identity, payment=payment, kind="pix", received_at=at,
                outcome=PaymentNotice.Outcome.IGNORED,
                body={"date": row.date, "amount": f"{row.amount:.2f}", "txid": row.txid},  # not the payer's name
            )  # fmt: skip
    except IntegrityError:
        return Result(row, PaymentNotice.Outcome.REPEATED, payment.order)
    # A first row without the bank's identity may be money a notice told of already; a second one is other money.
    may_be_known = payment.status in payments.HOLDS_MONEY and payment.external_id and not has_row
    receipt = row.end_to_end or ("" if may_be_known else row.identity)
    outcome = payments.confirm(payment=payment, paid_amount=row.amount, at=at, by=by, external_id=receipt)
    PaymentNotice.objects.filter(pk=notice.pk).update(outcome=outcome)
    return Result(row, outcome, payment.order)


def candidates(amount: Decimal) -> list[Order]:
    """Orders that wait for exactly this by Pix: for a person to look at."""
    waiting = Payment.objects.filter(method=Order.Method.PIX, status=Payment.Status.PENDING)
    same = waiting.filter(amount=amount)  # type: ignore[misc]  # a MoneyField takes Decimal
    return [each.order for each in same.select_related("order").order_by("-pk")[:3]]
