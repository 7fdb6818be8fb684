"""The front door."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalog import publication
from catalog.models import Banner, HomeSection, Page, Product
from tests import make
from tests.pages.reading import read

pytestmark = pytest.mark.django_db


ROWS = {
    "rooms": "Por ambiente",
    "best_sellers": "Mais vendidos",
    "kelvin": "Descubra sua luz",
    "offers": "Ofertas",
    "new": "Acabou de chegar",
    "guides": "Guias",
    "promises": "Por que aqui",
}


@pytest.fixture(autouse=True)
def _rows() -> None:
    """The words the shop opens with make way for those of the test."""
    for model in (HomeSection, Banner, Page):
        model.objects.all().delete()
    for position, (kind, title) in enumerate(ROWS.items()):
        HomeSection.objects.create(kind=kind, title=title, position=position)
    publication.touch()


@pytest.fixture
def lamp() -> Product:
    return make.product(
        "Pendente Cúpula",
        price="399.90",
        discount=20,
        days_before=30,
        units_sold=3,
        specs={"color_temperature": 2700, "room": ["sala"]},
        images=["day", "night"],
    )


def test_an_empty_shop_still_opens(client: Client) -> None:
    page = read(client.get("/"))
    assert page.heading == "Veja a luz antes de levar para casa"
    assert page.cards == []


def test_home_shows_rows_of_what_there_is(client: Client, lamp: Product) -> None:
    page = read(client.get("/"))
    titles = page.texts("h2")
    assert [title for title in titles if title in ROWS.values()] == [ROWS[kind] for kind in ROWS if kind != "guides"]
    assert page.cards == [lamp.slug] * 3
    assert "/catalogo/?cor=2700" in page.links
    assert "/catalogo/?ambiente=sala" in page.links
    assert "/catalogo/?ordem=mais-vendidos" in page.links


def test_rows_without_products_are_left_out(client: Client) -> None:
    make.product("Vaso", price="89.00")
    titles = read(client.get("/")).texts("h2")
    assert "Acabou de chegar" in titles
    assert not {"Ofertas", "Mais vendidos", "Descubra sua luz", "Por ambiente", "Guias"} & set(titles)


def test_the_owner_arranges_the_rows(client: Client, lamp: Product) -> None:
    HomeSection.objects.all().delete()
    HomeSection.objects.create(kind="promises", title="Nossas promessas", position=1)
    HomeSection.objects.create(kind="category", title="Na sala", category=lamp.category, position=2)
    HomeSection.objects.create(kind="new", title="Escondida", position=3, is_active=False)
    publication.touch()
    page = read(client.get("/"))
    titles = page.texts("h2")
    assert titles.index("Nossas promessas") < titles.index("Na sala")
    assert "Escondida" not in titles
    assert page.cards == [lamp.slug]
    assert f"/categoria/{lamp.category.slug}/" in page.links


def test_the_hero_is_the_banner_in_force(client: Client, lamp: Product) -> None:
    now = timezone.now()
    Banner.objects.create(place="hero", title="Acabou", ends_at=now - timedelta(seconds=1), position=1)
    Banner.objects.create(place="hero", title="Ainda não", starts_at=now + timedelta(hours=1), position=2)
    Banner.objects.create(
        place="hero",
        title="Semana da luz",
        link="/catalogo/?cor=2700",
        link_label="Ver quentes",
        product=lamp,
        position=3,
    )
    publication.touch()
    page = read(client.get("/"))
    assert page.heading == "Semana da luz"
    hero = page.one("section", "hero")
    assert [each.text for each in hero.all("a") if each["href"] == "/catalogo/?cor=2700"] == ["Ver quentes"]
    assert hero.all("img")[0]["fetchpriority"] == "high"
    assert not hero.all("img")[0].has("loading")


def test_offers_name_the_day_the_first_one_ends(client: Client) -> None:
    end = timezone.now() + timedelta(days=3)
    make.product(discount=10, sale_ends_at=end, days_before=30)
    publication.touch()
    expected = timezone.localdate(end)
    months = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split()
    assert f"Até {expected.day} de {months[expected.month - 1]}" in read(client.get("/")).text


def test_guides_are_pages_whose_address_begins_so(client: Client, lamp: Product) -> None:
    Page.objects.create(slug="guia-da-sala", title="Luz para a sala", description="Três camadas.", body="# x")
    publication.touch()
    page = read(client.get("/"))
    assert "/guia-da-sala/" in page.links
    assert "Três camadas." in page.text


def test_the_top_band_shows_at_most_three_lines(client: Client) -> None:
    for number in range(4):
        Banner.objects.create(place="top", title=f"Aviso {number}", text="{parcelas}x", position=number)
    publication.touch()
    band = read(client.get("/")).one("aside", "announcements")
    assert band.texts("li") == ["Aviso 0 10x", "Aviso 1 10x", "Aviso 2 10x"]


def test_home_tells_machines_who_the_shop_is(client: Client) -> None:
    page = read(client.get("/"))
    store = page.data("OnlineStore")
    assert store["taxID"] in page.text
    assert store["legalName"] in page.text
    assert store["telephone"] in page.text
    assert store["hasMerchantReturnPolicy"]["merchantReturnDays"] == 7
    assert page.data("WebSite")["url"] == "http://testserver/"
    assert page.canonical == "http://testserver/"


def test_navigation_shows_the_fullest_shelves_of_a_wide_root_and_ends_in_offers(client: Client) -> None:
    root = make.category("Iluminação", slug="iluminacao", position=1)
    home = make.category("Casa", slug="casa", position=2)
    for number in range(9):
        child = make.category(f"Prateleira {number}", parent=root, position=number)
        make.products(1 if number in (2, 5) else 2, category=child)
    make.category("Vazia", parent=root, position=0)
    make.product(category=home, discount=5, days_before=30)
    nav = read(client.get("/")).one("nav", "header__nav")
    expected = [f"Prateleira {number}" for number in (0, 1, 3, 4, 6, 7, 8)]
    assert nav.texts("a") == [*expected, "Casa", "Ofertas"]
