"""Which language is spoken, and where its pages stand."""

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from iluminacasa import languages
from iluminacasa.languages import ENGLISH, PORTUGUESE


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/en/", "/"),
        ("/en/produto/a/", "/produto/a/"),
        ("/en/admin/", None),
        ("/en/api/v1/products", None),
        ("/en/en/", None),
        ("/en/sitemap.xml", None),
        ("/ensaio/", None),
        ("/en", None),
        ("/en//example.com/", None),
    ],
)
def test_an_english_address_stands_for_a_portuguese_one(path: str, plain: str | None) -> None:
    assert languages.behind_prefix(path) == plain


@pytest.mark.once
def test_the_same_page_in_the_other_language() -> None:
    assert languages.address("/catalogo/?base=e27", ENGLISH) == "/en/catalogo/?base=e27"
    assert languages.address("/en/catalogo/?base=e27", ENGLISH) == "/en/catalogo/?base=e27"
    assert languages.address("/en/catalogo/?base=e27", PORTUGUESE) == "/catalogo/?base=e27"


@pytest.mark.once
@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", PORTUGUESE),
        ("en", ENGLISH),
        ("en-GB,en;q=0.9,pt;q=0.8", ENGLISH),
        ("pt-PT,en;q=0.5", PORTUGUESE),
        ("de, en;q=0.3", ENGLISH),
        ("de", PORTUGUESE),
        ("*", PORTUGUESE),
        ("en;q=none", PORTUGUESE),
    ],
)
def test_what_a_program_accepts(header: str, language: str) -> None:
    assert languages.accepted(header) == language


@pytest.mark.once
def test_addresses_and_texts_follow_and_come_back() -> None:
    assert reverse("catalog:favorites") == "/favoritos/"
    with languages.speaking(ENGLISH):
        assert (reverse("catalog:favorites"), languages.tag()) == ("/en/favoritos/", "en")
        with languages.speaking(PORTUGUESE):
            assert (reverse("catalog:favorites"), languages.tag()) == ("/favoritos/", "pt-BR")
    assert (reverse("catalog:favorites"), languages.tag()) == ("/favoritos/", "pt-BR")


@pytest.mark.once
@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("/entrega/#prazo", "/en/entrega/#prazo"),
        ("/catalogo/?ordem=desconto", "/en/catalogo/?ordem=desconto"),
        ("/", "/en/"),
        ("/en/entrega/", "/en/entrega/"),
        ("/media/p/a.jpg", "/media/p/a.jpg"),
        ("/admin/", "/admin/"),
        ("//elsewhere.example/", "//elsewhere.example/"),
        ("https://www.gov.br/anpd/", "https://www.gov.br/anpd/"),
        ("#prazo", "#prazo"),
    ],
)
def test_an_address_in_a_text_leads_to_the_page_in_the_language_spoken(written: str, english: str) -> None:
    assert languages.led_to(written) == written
    with languages.speaking(ENGLISH):
        assert languages.led_to(written) == english


@pytest.mark.once
def test_a_text_nobody_translated_is_marked_as_portuguese() -> None:
    shown = Template("<p{{ text|lang }}>{{ text }}</p>")

    def page(english: str) -> str:
        return shown.render(Context({"text": languages.spoken("Luz & cor", english)}))

    assert page("Light") == "<p>Luz &amp; cor</p>"
    with languages.speaking(ENGLISH):
        assert page("Light") == "<p>Light</p>"
        assert page("") == '<p lang="pt-BR">Luz &amp; cor</p>'


@pytest.mark.once
def test_what_is_kept_is_kept_for_each_language() -> None:
    asked: list[str] = []

    @languages.kept(maxsize=4)
    def made(number: int) -> str:
        asked.append(languages.current())
        return f"{number} {languages.tag()}"

    with languages.speaking(ENGLISH):
        assert (made(1), made(1)) == ("1 en", "1 en")
    assert (made(1), made(1)) == ("1 pt-BR", "1 pt-BR")
    assert asked == [ENGLISH, PORTUGUESE]


@pytest.mark.django_db
def test_a_page_has_its_twin(client: Client) -> None:
    assert '<html lang="pt-BR"' in client.get("/carrinho/").content.decode()
    assert '<html lang="en"' in client.get("/en/carrinho/").content.decode()
    moved = client.get("/en")
    assert (moved.status_code, moved["Location"]) == (301, "/en/")
    assert client.get("/en/admin/").status_code == 404


@pytest.mark.django_db
def test_a_page_kept_in_one_language_is_not_given_in_the_other(client: Client) -> None:
    for _ in range(2):
        assert '<html lang="pt-BR"' in client.get("/").content.decode()
        assert '<html lang="en"' in client.get("/en/").content.decode()
