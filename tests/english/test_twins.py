"""Every page and its twin in the other language name each other: in the head, in the sitemap and for people."""

import pytest
from django.test import Client

from catalog.models import Page
from tests import make
from tests.pages.reading import Page as Html

SITE = "http://testserver"
pytestmark = pytest.mark.django_db


def alternates(page: Html) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate")}


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("/", "/"),
        ("/catalogo/?pagina=2&nada=1", "/catalogo/?pagina=2"),
        ("/produto/cupula/?cep=01310100", "/produto/cupula/"),
        ("/categorias/", "/categorias/"),
        ("/calculadora/", "/calculadora/"),
        ("/contato/", "/contato/"),
    ],
)
def test_both_languages_of_a_page_name_each_other(client: Client, asked: str, own: str) -> None:
    make.product(slug="cupula")
    make.products(25)
    named = {"pt-BR": f"{SITE}{own}", "en": f"{SITE}/en{own}", "x-default": f"{SITE}{own}"}
    for prefix, language in (("", "pt-BR"), ("/en", "en")):
        page = Html(client.get(f"{prefix}{asked}").content.decode())
        assert alternates(page) == named
        assert page.one("link", rel="canonical")["href"] == named[language]


def test_a_page_without_an_address_of_its_own_names_none(client: Client) -> None:
    assert alternates(Html(client.get("/carrinho/").content.decode())) == {}


@pytest.mark.parametrize(
    ("asked", "there", "tag", "name"),
    [
        ("/catalogo/?cor=2700&base=e27", "/en/catalogo/?cor=2700&base=e27", "en", "English"),
        ("/en/catalogo/?cor=2700&base=e27", "/catalogo/?cor=2700&base=e27", "pt-BR", "Português"),
        ("/en/carrinho/", "/carrinho/", "pt-BR", "Português"),
        ("/nada/?a=%22%3E", "/en/nada/?a=%22%3E", "en", "English"),
    ],
)
def test_people_change_the_language_in_the_menu_and_in_the_footer(
    client: Client, asked: str, there: str, tag: str, name: str
) -> None:
    for _ in range(2):  # made, then as it is kept
        page = Html(client.get(asked).content.decode())
        links = [link for link in page.all("a") if link.has("hreflang")]
        told = [(link["href"], link["hreflang"], link["lang"], link.text) for link in links]
        assert told == [(there, tag, tag, name)] * 2


def test_the_sitemap_names_both_languages_of_each_address(client: Client) -> None:
    Page.objects.all().delete()
    Page.objects.create(slug="sobre", title="Sobre", body="x")
    text = client.get("/sitemap-paginas.xml").content.decode()
    entries = Html(text).all("url")
    links = [("pt-BR", f"{SITE}/sobre/"), ("en", f"{SITE}/en/sobre/"), ("x-default", f"{SITE}/sobre/")]
    assert [entry.one("loc").text for entry in entries] == [f"{SITE}/sobre/", f"{SITE}/en/sobre/"]
    for entry in entries:
        assert [(each["hreflang"], each["href"]) for each in entry.all("xhtml:link")] == links
