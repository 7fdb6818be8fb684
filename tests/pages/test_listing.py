"""Lists of products: filters, order, pages."""

from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client

from catalog import kept, list_html
from catalog.models import Category, Product
from tests import make
from tests.pages.reading import Page, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def pendants() -> Category:
    light = make.category("Iluminação", slug="iluminacao")
    return make.category(
        "Pendentes",
        slug="pendentes",
        parent=light,
        description="Luz que cai sobre a mesa.",
        promoted=[
            {"label": "Luz quente", "query": "cor=2700"},
            {"label": "Sem ninguém", "query": "cor=6500"},
            {"label": "Não é filtro", "query": "facho=10"},
            {"label": "Até R$ 200", "query": "preco=0-200"},
        ],
    )


@pytest.fixture
def lamps(pendants: Category) -> dict[str, Product]:
    """Three pendants and a bulb beside them."""
    bulbs = make.category("Lâmpadas", slug="lampadas", parent=pendants.parent)
    return {
        "warm": make.product(
            "Pendente Quente",
            category=pendants,
            price="150.00",
            brand="Lumiar",
            specs={"color_temperature": 2700, "base": "e27"},
        ),
        "warm_dear": make.product(
            "Pendente Nobre",
            category=pendants,
            price="900.00",
            brand="Aurora",
            specs={"color_temperature": 2700, "base": "g9"},
        ),
        "cold": make.product(
            "Pendente Frio",
            category=pendants,
            price="300.00",
            brand="Lumiar",
            specs={"color_temperature": 4000, "base": "e27"},
        ),
        "bulb": make.product(
            "Lâmpada Bulbo",
            category=bulbs,
            price="19.90",
            brand="Aurora",
            specs={"color_temperature": 4000, "base": "e27"},
        ),
    }


def counts(page: Page, param: str) -> dict[str, int]:
    """{value: count} of one facet, as printed."""
    labels = [each for each in page.all("label", "option") if each.all("input", name=param)]
    return {
        each.one("input")["value"]: int("".join(c for c in each.one("span", "option__count").text if c.isdigit()))
        for each in labels
    }


def slugs(lamps: dict[str, Product], *names: str) -> list[str]:
    return [lamps[name].slug for name in names]


def test_the_catalogue_shows_everything(client: Client, lamps: dict[str, Product]) -> None:
    page = read(client.get("/catalogo/"))
    assert sorted(page.cards) == sorted(product.slug for product in lamps.values())
    assert page.heading == "Todos os produtos"
    assert "4 produtos" in page.one("p", "toolbar__count").text
    assert page.canonical == "http://testserver/catalogo/"
    assert page.meta("robots") == ""


def test_a_category_includes_what_lies_below(client: Client, lamps: dict[str, Product]) -> None:
    assert len(read(client.get("/categoria/iluminacao/")).cards) == 4
    page = read(client.get("/categoria/pendentes/"))
    assert sorted(page.cards) == sorted(slugs(lamps, "warm", "warm_dear", "cold"))
    assert page.heading == "Pendentes"
    assert page.one("p", "listing-head__intro").text == "Luz que cai sobre a mesa."
    assert [item["name"] for item in page.data("BreadcrumbList")["itemListElement"]] == [
        "Início",
        "Iluminação",
        "Pendentes",
    ]


@pytest.mark.parametrize("slug", ["fechada", "dentro-da-fechada", "nunca-houve"])
def test_categories_not_shown_are_404(client: Client, slug: str) -> None:
    closed = make.category("Fechada", is_active=False)
    make.category("Dentro da fechada", parent=closed)
    assert client.get(f"/categoria/{slug}/").status_code == 404


def test_counts_ignore_the_facets_own_choice(client: Client, lamps: dict[str, Product]) -> None:
    page = read(client.get("/categoria/pendentes/?cor=2700&soquete=e27"))
    assert page.cards == slugs(lamps, "warm")
    assert counts(page, "cor") == {"2700": 1, "4000": 1}
    assert counts(page, "soquete") == {"e27": 1, "g9": 1}


def test_values_of_one_facet_are_either_and_facets_are_both(client: Client, lamps: dict[str, Product]) -> None:
    page = read(client.get("/categoria/pendentes/?cor=2700&cor=4000&marca=lumiar&ordem=menor-preco"))
    assert page.cards == slugs(lamps, "warm", "cold")


def test_a_choice_that_leads_nowhere_is_disabled_but_a_chosen_one_is_not(
    client: Client, lamps: dict[str, Product]
) -> None:
    page = read(client.get("/categoria/pendentes/?cor=4000&soquete=g9"))
    g9 = page.one("input", name="soquete", value="g9")
    assert (g9.has("checked"), g9.has("disabled")) == (True, False)
    nobody = read(client.get("/categoria/pendentes/?cor=4000")).one("input", name="soquete", value="g9")
    assert (nobody.has("checked"), nobody.has("disabled")) == (False, True)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("menor-preco", ["warm", "cold", "warm_dear"]),
        ("maior-preco", ["warm_dear", "cold", "warm"]),
        ("novidades", ["cold", "warm_dear", "warm"]),
    ],
)
def test_order(client: Client, lamps: dict[str, Product], order: str, expected: list[str]) -> None:
    page = read(client.get(f"/categoria/pendentes/?ordem={order}"))
    assert page.cards == slugs(lamps, *expected)
    assert page.one("select", id="sort").one("option", selected="")["value"] == order
    assert page.meta("robots") == "noindex,follow"


def test_each_chip_takes_its_own_filter_away(client: Client, lamps: dict[str, Product]) -> None:
    page = read(client.get("/categoria/pendentes/?soquete=e27&cor=2700&ordem=menor-preco"))
    chips = {each.text: each["href"] for each in page.all("a", "chip--selected")}
    assert chips == {
        "Tirar filtro 2700 K": "/categoria/pendentes/?ordem=menor-preco&soquete=e27",
        "Tirar filtro E27": "/categoria/pendentes/?cor=2700&ordem=menor-preco",
    }
    assert page.one("a", "button--text", href="/categoria/pendentes/?ordem=menor-preco").text == "Limpar tudo"


def test_one_filter_is_named_in_title_and_heading(client: Client, lamps: dict[str, Product]) -> None:
    page = read(client.get("/categoria/pendentes/?cor=2700"))
    assert page.heading == "Pendentes: 2700 K"
    assert page.title == "Pendentes: 2700 K · Ilumina Casa"
    assert page.meta("robots") == ""
    assert page.canonical == "http://testserver/categoria/pendentes/?cor=2700"


def test_two_filters_are_not_for_robots(client: Client, lamps: dict[str, Product]) -> None:
    page = read(client.get("/categoria/pendentes/?soquete=E27&cor=2700"))
    assert page.heading == "Pendentes"
    assert page.meta("robots") == "noindex,follow"
    assert page.canonical == "http://testserver/categoria/pendentes/?cor=2700&soquete=e27"


def test_promoted_filters_lead_somewhere_and_toggle(client: Client, lamps: dict[str, Product]) -> None:
    nav = [
        each
        for each in read(client.get("/categoria/pendentes/?soquete=e27")).all("nav")
        if "usados" in each.get("aria-label")
    ]
    assert [(a.text, a["href"]) for a in nav[0].all("a")] == [
        ("Luz quente", "/categoria/pendentes/?cor=2700&soquete=e27"),
        ("Até R$ 200", "/categoria/pendentes/?preco=0-200&soquete=e27"),
    ]
    chosen = read(client.get("/categoria/pendentes/?cor=2700")).one("a", aria_current="true", css="chip")
    assert (chosen.text, chosen["href"]) == ("Luz quente", "/categoria/pendentes/")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("preco-min=100&preco-max=300&cor=2700", "/catalogo/?cor=2700&preco=100-300"),
        ("preco-min=&preco-max=300,50", "/catalogo/?preco=-300.5"),
        ("preco-min=R$ 1.000,00&preco-max=", "/catalogo/?preco=1000-"),
        ("preco-min=300&preco-max=100", "/catalogo/?preco=100-300"),
        ("preco-min=abc&preco-max=-5", "/catalogo/"),
        ("preco-min=&preco-max=&pagina=7&ordem=menor-preco", "/catalogo/?ordem=menor-preco"),
        ("preco=0-50&preco-min=&preco-max=", "/catalogo/?preco=0-50"),
    ],
)
def test_typed_prices_become_one_address(client: Client, lamps: dict[str, Product], typed: str, address: str) -> None:
    response = client.get(f"/catalogo/?{typed.replace(' ', '%20')}")
    assert (response.status_code, response.headers["Location"]) == (302, address)


def test_price_limits_are_included(client: Client, lamps: dict[str, Product]) -> None:
    page = read(client.get("/catalogo/?preco=150-300&ordem=menor-preco"))
    assert page.cards == slugs(lamps, "warm", "cold")
    assert "Tirar filtro R$ 150 a R$ 300" in page.texts("a", "chip--selected")


def test_the_form_keeps_what_is_no_facet(client: Client, lamps: dict[str, Product]) -> None:
    form = read(client.get("/busca/?q=pendente&ordem=menor-preco&cor=2700")).one("form", "facets__form")
    hidden = {each["name"]: each["value"] for each in form.all("input", type="hidden")}
    assert hidden == {"q": "pendente", "ordem": "menor-preco"}
    assert form["action"] == "/busca/"


def test_the_fragment_is_only_the_results(client: Client, lamps: dict[str, Product]) -> None:
    response = client.get("/categoria/pendentes/?cor=2700", headers={"X-Partial": "results"})
    part = read(response)
    assert part.all("html") == []
    assert part.one("div", id="listing")["data-title"] == "Pendentes: 2700 K · Ilumina Casa"
    assert sorted(part.cards) == sorted(slugs(lamps, "warm", "warm_dear"))
    assert "X-Partial" in response.headers["Vary"]


class TestPages:
    @pytest.fixture(autouse=True)
    def _many(self) -> None:
        make.products(50)

    def test_numbered_pages_hold_each_product_once(self, client: Client) -> None:
        found = [slug for number in (1, 2, 3) for slug in read(client.get(f"/catalogo/?pagina={number}")).cards]
        assert (len(found), len(set(found))) == (50, 50)

    def test_the_second_page_knows_its_neighbours(self, client: Client) -> None:
        page = read(client.get("/catalogo/?pagina=2"))
        assert len(page.cards) == 24
        assert page.canonical == "http://testserver/catalogo/?pagina=2"
        assert page.title == "Todos os produtos, página 2 · Ilumina Casa"
        assert page.one("a", rel="prev")["href"] == "/catalogo/"
        assert page.one("a", rel="next")["href"] == "/catalogo/?pagina=3"
        assert page.one("p", "pagination__seen").text == "Você viu 48 de 50"
        assert page.data("ItemList")["itemListElement"][0]["position"] == 25

    def test_more_is_a_link(self, client: Client) -> None:
        more = [each for each in read(client.get("/catalogo/")).all("a") if each.text == "Mostrar mais"]
        assert [each["href"] for each in more] == ["/catalogo/?pagina=2"]
        assert "Mostrar mais" not in read(client.get("/catalogo/?pagina=3")).texts("a")


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "1.5", "99999999999999999999", "²", "1e1", " 2"])
def test_a_page_that_is_not_there_is_404(client: Client, number: str) -> None:
    assert client.get("/catalogo/", {"pagina": number}).status_code == 404


def test_nothing_found_says_which_filter_is_in_the_way(client: Client, lamps: dict[str, Product]) -> None:
    page = read(client.get("/categoria/pendentes/?cor=4000&soquete=g9"))
    assert page.cards == []
    assert page.one("div", "empty").one("h2").text == "Nenhum produto com todos estes filtros"
    removals = {each.text: each["href"] for each in page.one("ul", aria_label="Tirar um filtro").all("a")}
    assert removals == {
        "Sem 4000 K (1 produto)": "/categoria/pendentes/?soquete=g9",
        "Sem G9 (1 produto)": "/categoria/pendentes/?cor=4000",
    }


def test_a_hidden_product_is_on_no_list(client: Client, lamps: dict[str, Product]) -> None:
    make.product("Escondida", is_published=False)
    assert len(read(client.get("/catalogo/")).cards) == 4


@pytest.mark.parametrize(
    "address",
    [
        "/catalogo/",
        "/catalogo/?cor=2700&ordem=menor-preco",
        "/categoria/iluminacao/",
        "/busca/?q=pendente+%26&preco=1-999",
    ],
)
@pytest.mark.parametrize("theme", ["", "escuro"])
@pytest.mark.usefixtures("lamps")
def test_a_list_page_is_what_its_template_prints(address: str, theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its mould as from the template engine, with the same words, whatever is escaped in them."""
    make.product("Pendente <b> & 'Cia' 100%", slug="cia", price="199.00", specs={"color_temperature": 2700})
    client = Client()
    client.cookies.load({"tema": theme} if theme else {})

    def engine(template: str, context: dict[str, Any], frame: dict[str, Any], theme: str) -> str:
        return str(get_template(template).render({**context, **frame, "theme": theme, "has_gaps": True}))

    for headers in ({}, {"X-Partial": "results"}):
        kept.store.clear()
        moulded = client.get(address, headers=headers).content
        kept.store.clear()
        with monkeypatch.context() as patch:
            patch.setattr(list_html, "page", engine)
            assert client.get(address, headers=headers).content == moulded
    kept.store.clear()
