"""The bank's statement pays orders by txid, once however often it is read; a trial changes nothing."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from orders import payments
from orders.audit import violations
from orders.models import Order, OrderEvent, Payment, PaymentNotice
from orders.payments import statement
from orders.payments.statement import StatementUnreadable
from tests import make
from tests.orders.payments.conftest import order_to_pay

pytestmark = pytest.mark.django_db
D = Decimal
E2E = "E" + "0" * 30


def lines(*rows: str, head: str = "Data;Histórico;Valor;TxID") -> bytes:
    return "\n".join([head, *rows]).encode()


def take(content: bytes, *, is_trial: bool = False, by: Any = None) -> list[tuple[str, str]]:
    results = statement.take_in(rows=statement.read(content), at=timezone.now(), by=by, is_trial=is_trial)
    return [(each.outcome, each.order.number if each.order else "") for each in results]


def test_a_statement_pays_by_txid_and_names_who_imported_it() -> None:
    clerk = make.user()
    (one, first), (two, second) = order_to_pay(), order_to_pay("1234.56")
    content = lines(
        f"10/03/2026;PIX RECEBIDO ANA;190,00;{first.txid}",
        f"10/03/2026;PIX RECEBIDO EVA;2.345,66;{second.txid}",
        "10/03/2026;TARIFA;-3,50;",
        "10/03/2026;PIX RECEBIDO OUTRO;77,00;",
    )
    told = take(content, by=clerk)
    assert told == [("applied", one.number), ("applied", two.number), ("skipped", ""), ("unknown", "")]
    assert list(Order.objects.order_by("pk").values_list("status", flat=True)) == ["paid", "paid"]
    first.refresh_from_db()
    assert (first.paid_amount, first.confirmed_by) == (D("190.00"), clerk)
    assert list(violations(at=timezone.now())) == []
    assert take(content) == [("repeated", one.number), ("repeated", two.number), ("skipped", ""), ("unknown", "")]
    assert OrderEvent.objects.filter(kind="pay").count() == 2


def test_a_trial_tells_the_same_and_changes_nothing() -> None:
    order, payment = order_to_pay()
    content = lines(f"10/03/2026;PIX;190,00;{payment.txid}", f"10/03/2026;PIX;190,00;{payment.txid}")
    before = OrderEvent.objects.count()
    trial = take(content, is_trial=True)
    assert (Order.objects.get().status, PaymentNotice.objects.count(), OrderEvent.objects.count()) == (
        "pending", 0, before,
    )  # fmt: skip
    assert trial == take(content) == [("applied", order.number), ("quarantined", order.number)]


def test_a_wrong_amount_and_a_second_payment_are_kept_aside() -> None:
    (one, first), (two, second) = order_to_pay(), order_to_pay()
    told = take(
        lines(
            f"10/03/2026;PIX;189,99;{first.txid}", f"10/03/2026;PIX;190,00;{second.txid}",
            f"11/03/2026;PIX;190,00;{second.txid}",
        )
    )  # fmt: skip
    assert [outcome for outcome, _ in told] == ["quarantined", "applied", "quarantined"]
    assert list(Payment.objects.order_by("pk").values_list("status", flat=True)) == [
        "quarantined", "confirmed", "quarantined",
    ]  # fmt: skip
    assert (one.payments.count(), two.payments.count()) == (1, 2)
    assert list(violations(at=timezone.now())) == []


@pytest.mark.parametrize("known_by", ["E9", ""])
def test_money_confirmed_another_way_is_recognised_once(known_by: str) -> None:
    order, payment = order_to_pay()
    payments.confirm(payment=payment, paid_amount=order.total, at=timezone.now(), external_id=known_by)
    first, again = lines(f"10/03/2026;PIX;190,00;{payment.txid}"), lines(f"12/03/2026;PIX;190,00;{payment.txid}")
    assert take(first) == [("repeated", order.number)]
    assert take(again) == [("quarantined", order.number)]


def test_the_banks_own_identity_is_believed_first() -> None:
    order, payment = order_to_pay()
    head = "date,amount,description,endToEndId"
    content = lines(f"2026-03-10,190.00,PIX {payment.txid},{E2E}1", head=head)
    assert take(content) == [("applied", order.number)]
    payment.refresh_from_db()
    assert payment.external_id == f"{E2E}1"
    moved = lines(f"2026-03-11,190.00,Pix recebido {payment.txid},{E2E}1", head=head)
    assert take(moved) == [("repeated", order.number)]


def test_a_row_without_txid_names_orders_of_that_total() -> None:
    order = order_to_pay()[0]
    order_to_pay("10.00")
    rows = statement.read(lines("10/03/2026;PIX RECEBIDO;190,00;"))
    (result,) = statement.take_in(rows=rows, at=timezone.now(), by=None, is_trial=True)
    assert (result.outcome, list(result.candidates)) == ("unknown", [order])


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("190,00", "190.00"), ("190.00", "190.00"), ("1.234,56", "1234.56"), ("1234.56", "1234.56"), ("R$ 10", "10"),
        ("R$ 1.234.567,80", "1234567.80"), ("1.234", "1234"), ("-10,00", "-10.00"), ("+5,5", "5.5"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_banks_write_them(text: str, amount: str) -> None:
    assert statement.read_amount(text) == D(amount)


@pytest.mark.parametrize("text", ["", "abc", "NaN", "1e5", "1,234.56", "12,345", "--1", "٣", "1.2.3", "9" * 30, "R$"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert statement.read_amount(text) is None


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252"])
def test_marks_and_codings_of_banks_are_understood(mark: str, coding: str) -> None:
    payment = order_to_pay()[1]
    text = (
        f"Extrato de conta\r\n\r\nDATA{mark}DESCRIÇÃO{mark}VALOR\r\n10/03/2026{mark}pix {payment.txid}{mark}190.00\r\n"
    )
    (found,) = statement.read(text.encode(coding))
    assert (found.number, found.amount, found.txid) == (4, D("190.00"), payment.txid)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00", b"a;b\n1;2", b"\xff\xfe", b"valor\n1", b"data\n1", b"x" * (1024 * 1024 + 1),
        b"data;valor\n" + b"1;1\n" * 5001, b"PK\x03\x04", b"%PDF-1.4",
    ],
)  # fmt: skip
def test_what_is_no_statement_is_refused(content: bytes) -> None:
    with pytest.raises(StatementUnreadable):
        statement.read(content)


@pytest.mark.parametrize(
    "content", [b"data;valor\n", b'data;valor\n"a', b"data;valor\n;;;\n\n1", b"data;valor\n=1+1;=2"]
)
def test_odd_rows_break_nothing(content: bytes) -> None:
    assert {outcome for outcome, _ in take(content)} <= {"skipped", "unknown"}
