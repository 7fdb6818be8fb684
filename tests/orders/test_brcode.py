"""Pix codes by published examples, and codes that must be refused."""

from decimal import Decimal

import pytest

from orders.payments.brcode import BadCode, crc16, fold, parse, payload

MANUAL = (
    "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR"
    "5913Fulano de Tal6008BRASILIA62070503***63041D3D"
)
WITH_AMOUNT = (
    "00020126580014br.gov.bcb.pix0136a629532e-7693-4846-852d-1bbff817b5a8520400005303986540510.005802BR"
    "5908T'Challa6009Sao Paulo62090505123456304B14A"
)
OURS = (
    "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865406199.905802BR"
    "5912ILUMINA CASA6009SAO PAULO62160512IC202600012363047756"
)


def test_the_checksum_gives_its_published_check_value() -> None:
    assert crc16("123456789") == "29B1"


def test_our_code_is_built_to_the_letter() -> None:
    built = payload(
        key="123e4567-e12b-12d1-a456-426655440000", merchant_name="Ilumina Casa", merchant_city="São Paulo",
        amount=Decimal("199.90"), txid="IC2026000123",
    )  # fmt: skip
    assert built == OURS


@pytest.mark.parametrize(
    ("text", "amount", "txid"),
    [(MANUAL, None, "***"), (WITH_AMOUNT, Decimal("10.00"), "12345"), (OURS, Decimal("199.90"), "IC2026000123")],
)
def test_a_published_code_is_read(text: str, amount: Decimal | None, txid: str) -> None:
    code = parse(text)
    assert (code.amount, code.txid) == (amount, txid)


@pytest.mark.parametrize(
    "text",
    [
        "", "63041D3D", OURS[:-4] + "1D3D", MANUAL.replace("BRASILIA", "CURITIBA"), OURS.lower(), OURS[:-1],
        OURS.replace("199.90", "199.91"), MANUAL + " ",
    ],
)  # fmt: skip
def test_a_code_with_a_wrong_checksum_or_shape_is_refused(text: str) -> None:
    with pytest.raises(BadCode):
        parse(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"txid": "IC-2026"}, {"txid": ""}, {"txid": "A" * 26}, {"amount": Decimal(0)}, {"amount": Decimal("-1.00")},
        {"amount": Decimal("99999999999.99")}, {"key": ""}, {"merchant_name": "çãõ"[:0]}, {"key": "k" * 90},
    ],
)  # fmt: skip
def test_parts_that_no_bank_reads_are_refused(wrong: dict[str, object]) -> None:
    parts = {
        "key": "a@b.example",
        "merchant_name": "Loja",
        "merchant_city": "SP",
        "amount": Decimal("1.00"),
        "txid": "A1",
    }
    with pytest.raises(BadCode):
        payload(**(parts | wrong))  # type: ignore[arg-type]


def test_names_are_folded_to_what_every_bank_accepts() -> None:
    assert fold("Ilumina & Casa, Comércio de Iluminação Ltda", 25) == "ILUMINA CASA COMERCIO DE"
