"""Documents, postal codes and telephones by tables worked out beforehand."""

import pytest

from iluminacasa.brazil import (
    CEP_RANGES,
    UF_NAMES,
    is_cnpj,
    is_cpf,
    mask_document,
    phone_as_written,
    phone_e164,
    uf_of_cep,
)  # fmt: skip


@pytest.mark.parametrize("text", ["529.982.247-25", "52998224725", "390.533.447-05", " 390 533 447 05 "])
def test_a_right_cpf_is_accepted_with_or_without_mask(text: str) -> None:
    assert is_cpf(text)


@pytest.mark.parametrize(
    "text",
    ["", "529.982.247-26", "111.111.111-11", "5299822472", "529982247250", "٥٢٩٩٨٢٢٤٧٢٥", "abc", "52998224\x0025"],
)
def test_a_wrong_cpf_is_refused(text: str) -> None:
    assert not is_cpf(text)


@pytest.mark.parametrize("text", ["12.ABC.345/01DE-35", "12abc34501de35", "33.000.167/0001-01", "11.222.333/0001-81"])
def test_a_right_cnpj_is_accepted_numeric_or_with_letters(text: str) -> None:
    assert is_cnpj(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12.ABC.345/01DE-36",
        "00000000000000",
        "11.222.333/0001-8A",
        "11222333000182",
        "12ABC34501DE3",
        "ç2ABC34501DE35",
    ],
)
def test_a_wrong_cnpj_is_refused(text: str) -> None:
    assert not is_cnpj(text)


def test_documents_are_shown_with_their_mask() -> None:
    assert mask_document("52998224725") == "529.982.247-25"
    assert mask_document("12ABC34501DE35") == "12.ABC.345/01DE-35"
    assert mask_document("outro") == "outro"


@pytest.mark.parametrize(
    ("cep", "uf"),
    [
        ("01310-100", "SP"), ("19999-999", "SP"), ("20000000", "RJ"), ("29900-000", "ES"), ("40010-000", "BA"),
        ("68899-999", "PA"), ("68900-000", "AP"), ("69299-000", "AM"), ("69300-000", "RR"), ("69400-000", "AM"),
        ("72799-999", "DF"), ("72800-000", "GO"), ("73000-000", "DF"), ("73700-000", "GO"), ("76800-000", "RO"),
        ("78900-000", "RO"), ("88000-000", "SC"), ("99999-999", "RS"), ("00999-999", None), ("1310100", None),
        ("", None),
        ("abcdefgh", None),
    ],
)  # fmt: skip
def test_a_postal_code_tells_its_state(cep: str, uf: str | None) -> None:
    assert uf_of_cep(cep) == uf


def test_the_ranges_of_postal_codes_cover_everything_once() -> None:
    covered = [number for _, first, last in CEP_RANGES for number in range(first, last + 1)]
    assert sorted(covered) == list(range(1000, 100_000))
    assert {uf for uf, _, _ in CEP_RANGES} == set(UF_NAMES)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("(11) 91234-5678", "+5511912345678"), ("11912345678", "+5511912345678"),
        ("+55 11 91234-5678", "+5511912345678"),
        ("(11) 4000-0000", "+551140000000"), ("5511912345678", "+5511912345678"), ("(55) 3222-1234", "+555532221234"),
        ("(11) 81234-5678", None), ("(10) 91234-5678", None), ("91234-5678", None), ("", None), ("x", None),
        ("(11) 1234-5678", None),
    ],
)  # fmt: skip
def test_a_telephone_is_kept_in_one_form(text: str, number: str | None) -> None:
    assert phone_e164(text) == number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+5511912345678", "(11) 91234-5678"), ("+551140000000", "(11) 4000-0000"), ("+14155550100", "+14155550100"),
        ("", ""), ("+55119123456789", "+55119123456789"),
    ],
)  # fmt: skip
def test_a_telephone_is_shown_as_people_write_it(number: str, written: str) -> None:
    assert phone_as_written(number) == written
