"""Searching: the page, its help when nothing is found, and the suggestions while typing."""

import pytest
from django.test import Client

from catalog.models import Page, Product, SearchMiss
from iluminacasa import limits
from tests import make
from tests.pages.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def pendant() -> Product:
    return make.product("Pendente Cúpula Terracota", price="399.90", images=["day"])


def test_a_search_finds_by_name(client: Client, pendant: Product) -> None:
    make.product("Vaso de Cerâmica")
    page = read(client.get("/busca/", {"q": "cupula"}))
    assert page.cards == [pendant.slug]
    assert page.heading == "Resultados para “cupula”"
    assert page.one("input", id="q")["value"] == "cupula"
    assert page.meta("robots") == "noindex,follow"
    assert page.canonical == "http://testserver/busca/?q=cupula"


def test_a_typo_shows_what_was_meant_and_says_so(client: Client, pendant: Product) -> None:
    page = read(client.get("/busca/?q=pendete"))
    assert page.cards == [pendant.slug]
    assert "Não achamos “pendete”" in page.one("p", "notice").text
    assert page.heading == "Resultados para “pendente”"
    assert page.one("input", id="q")["value"] == "pendete"
    assert SearchMiss.objects.count() == 0


def test_nothing_found_is_noted_and_helps(client: Client, pendant: Product) -> None:
    Product.objects.filter(pk=pendant.pk).update(units_sold=9)
    page = read(client.get("/busca/?q=xilofone"))
    assert page.one("div", "empty").one("h2").text == "Nada encontrado para “xilofone”"
    assert "/contato/" in page.links
    assert f"/categoria/{pendant.category.slug}/" in page.links
    assert page.cards == [pendant.slug]
    assert page.one("input", id="q-empty")["value"] == "xilofone"
    assert list(SearchMiss.objects.values_list("query", "count")) == [("xilofone", 1)]


def test_words_that_fit_no_filter_are_not_a_miss_of_the_search(client: Client, pendant: Product) -> None:
    page = read(client.get("/busca/?q=pendente&preco=1-2"))
    assert page.cards == []
    assert "Sem R$ 1 a R$ 2 (1 produto)" in page.texts("a", "chip")
    assert SearchMiss.objects.count() == 0


def test_an_empty_search_shows_the_shop(client: Client, pendant: Product) -> None:
    page = read(client.get("/busca/?q="))
    assert page.heading == "Busca"
    assert page.cards == [pendant.slug]
    assert SearchMiss.objects.count() == 0


def test_a_search_for_words_finds_the_help_pages(client: Client, pendant: Product) -> None:
    words = "Bom saber.\n\n## Arrependimento\n\nSão sete dias corridos."
    Page.objects.all().delete()
    Page.objects.create(slug="trocas", title="Trocas", body=words)
    page = read(client.get("/busca/?q=sete dias corridos"))
    assert "Na ajuda da loja" in page.texts("h2")
    guide = page.one("a", "guide", href="/trocas/#arrependimento")
    assert guide.one("strong").text == "Trocas: Arrependimento"
    assert "Na ajuda da loja" not in read(client.get("/busca/?q=pendente")).texts("h2")
    assert "Na ajuda da loja" not in read(client.get("/busca/?q=sete dias corridos&preco=1-2")).texts("h2")


def test_what_was_typed_stays_in_the_box_however_long(client: Client) -> None:
    page = read(client.get("/busca/", {"q": "lâmpada <b>" * 100}))
    assert page.one("input", id="q")["value"].startswith("lâmpada <b>lâmpada <b>")
    assert len(page.one("input", id="q")["value"]) == 200
    assert "<b>lâmpada" not in page.html


def test_suggestions_come_in_groups(client: Client, pendant: Product) -> None:
    category = make.category("Pendentes", slug="pendentes")
    make.product("Pendente Globo", category=category)
    response = client.get("/busca/sugestoes/?q=pend")
    part = read(response)
    assert part.all("html") == []
    hrefs = [each["href"] for each in part.all("a", role="option")]
    assert "/categoria/pendentes/" in hrefs
    assert pendant.get_absolute_url() in hrefs
    assert len(hrefs) <= 8
    assert part.one("p", hidden="").text == f"{len(hrefs)} sugestões"
    assert "R$ 379,91" in part.text


@pytest.mark.parametrize("text", ["", "p", "zzzz", "%", "'\""])
def test_nothing_to_suggest(client: Client, pendant: Product, text: str) -> None:
    assert read(client.get("/busca/sugestoes/", {"q": text})).text == "nenhuma sugestão"


def test_suggestions_are_counted_per_visitor(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RULES, "suggest", limits.Rule("suggest", "2/m"))
    answers = [client.get("/busca/sugestoes/?q=pend") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
