"""The Portuguese normaliser: all forms of one word, one stem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import words


@pytest.mark.parametrize(
    "forms",
    [
        ("Lâmpada", "lampada", "LÂMPADAS", "lâmpadas"),
        ("iluminação", "iluminacao", "Iluminações", "iluminacoes"),
        ("balão", "balões", "baloes"),
        ("mão", "mãos"),
        ("pão", "pães"),
        ("cristal", "cristais"),
        ("papel", "papéis", "papeis"),
        ("flexível", "flexíveis"),
        ("difícil", "difíceis"),
        ("lençol", "lençóis"),
        ("azul", "azuis"),
        ("perfil", "perfis"),
        ("jardim", "jardins"),
        ("som", "sons"),
        ("plafon", "plafons", "PLAFOM"),
        ("neon", "neons"),
        ("abajur", "abajures"),
        ("interruptor", "interruptores"),
        ("árvore", "árvores"),
        ("luz", "luzes"),
        ("bronze", "bronzes"),
        ("base", "bases"),
        ("mês", "meses"),
        ("lustre", "lustres"),
        ("preto", "preta", "pretos", "pretas"),
        ("redondo", "redondas"),
        ("led", "LED", "leds"),
    ],
)
def test_all_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({tuple(words.stems(form)) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("mais", "mal"), ("dois", "dol"), ("vaso", "vaga"), ("mesa", "mês"), ("lâmpada", "lampião"), ("cais", "cal")],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert words.stems(one) != words.stems(other)


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("2700k", ["2700k"]),
        ("2.700 K", ["2700k"]),
        ("2700 kelvin", ["2700k"]),
        ("9 W", ["9w"]),
        ("9 watts", ["9w"]),
        ("4,8 W", ["4d8w"]),
        ("4.8w", ["4d8w"]),
        ("127 volts", ["127v"]),
        ("110 V", ["127v"]),
        ("220V", ["220v"]),
        ("E-27", ["e27"]),
        ("e 27", ["e27"]),
        ("GU 10", ["gu10"]),
        ("IP-65", ["ip65"]),
        ("PAR 20", ["par20"]),
        ("806 lúmens", ["806lm"]),
        ("36°", ["36graus"]),
        ("25.000 horas", ["25000h"]),
        ("fita de 5 metros", ["fita", "5m"]),
        ("1,5 m", ["1d5m"]),
        ("50 x 30 cm", ["50", "30cm"]),
        ("50×30cm", ["50", "30cm"]),
        ("IC-0412", ["ic0412"]),
        ("luminária de mesa", ["luminaria", "mesa"]),
        ("4 e 27 lâmpadas", ["4", "e27", "lampada"]),
        ("１２ Ｗ", ["12w"]),
        ("1e5", ["1e5"]),
        ("de para", ["de", "para"]),
        ("日本", []),
        ("", []),
        ("\x00", []),
    ],
)
def test_units_and_codes_become_one_word(text: str, stems: list[str]) -> None:
    assert words.stems(text) == stems


@pytest.mark.parametrize("text", ["IC-0412", "ic 0412", "ic0412", "Ic_0412", "IC–0412"])
def test_a_sku_is_compared_by_letters_and_digits(text: str) -> None:
    assert words.code(text) == "ic0412"


@given(st.text(max_size=300))
def test_any_text_gives_short_plain_stems(text: str) -> None:
    for stem in words.stems(text):
        assert stem.isascii()
        assert stem.isalnum()
        assert stem == stem.lower()
        assert 1 <= len(stem) <= words.MAX_STEM


def test_a_very_long_text_is_cut() -> None:
    assert len(words.stems("ab " * 50_000)) <= words.MAX_TEXT
