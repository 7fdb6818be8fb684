"""Which names are names, by a table."""

import pytest

from iluminacasa import names

NAMES = """
Ana
Ana Souza
D'Ávila
João da Silva Jr.
J. R. R. Tolkien
Dr. José
Dr.José
Dra.Maria
Ana & Bia
A/C Portaria
Ana c/o Bia
Ana (vizinha do 42)
Casa Ltda.
Comércio S.A.
S/A Luz e Cia.
Loja 3 Irmãos
李小龍
Núñez-Muñoz
Ana <b>& Cia</b>
Nome Com Sobrenome
Maria Medeiros
Prof.Conceição
""".strip().split("\n")
ADVERTS = [
    "PREMIO: http://evil.example/pix", "https://x", "HTTP evil", "hxxp://evil", "www.evil", "WWW. evil", "evil.com",
    "Clique evil.com.br/pix", "ana@evil.org", "evil．com", "http：//evil", "//evil",
    "ev\u200bil.c\u200bom", "Evil.SHOP",
    "bit.ly/abc", "t.me", "evil.ＣＯＭ", "javascript://x", "prêmio.com", "a.co.uk/x evil.link",
]  # fmt: skip


@pytest.mark.parametrize("text", [*NAMES, ""])
def test_names_of_people_and_firms_are_taken(text: str) -> None:
    names.check(text)


@pytest.mark.parametrize("text", ADVERTS)
def test_what_leads_somewhere_else_is_no_name(text: str) -> None:
    with pytest.raises(names.NameRefused) as refused:
        names.check(text)
    assert refused.value.code == "invalid_name"
    assert refused.value.message == "Escreva só o nome, sem endereços da internet nem e-mails."


@pytest.mark.parametrize("text", ["123", "!!!", "🌞", "11 91234-5678"])
def test_a_name_has_letters(text: str) -> None:
    with pytest.raises(names.NameRefused, match="com letras"):
        names.check(text)
