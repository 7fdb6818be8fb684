"""The page of one product says everything, once, and the same to people and machines."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from catalog import addresses, publication, reviews
from catalog.models import Image, Product, Related
from iluminacasa.money import brl
from tests import make
from tests.pages.reading import Page, read

pytestmark = pytest.mark.django_db
SPECS = {
    "lumens": 806,
    "watts": 9,
    "color_temperature": 2700,
    "cri": 90,
    "base": "e27",
    "bulbs": 1,
    "dimmable": True,
    "room": ["sala", "quarto"],
}


@pytest.fixture
def lamp() -> Product:
    light = make.category("Iluminação", slug="iluminacao")
    return make.product(
        "Pendente Cúpula",
        slug="pendente-cupula",
        sku="IC-0101",
        price="399.90",
        discount=20,
        days_before=30,
        category=make.category("Pendentes", slug="pendentes", parent=light),
        brand="Oficina Cobogó",
        summary="Meia esfera de alumínio.",
        description="Repuxada.\n\nPintada.",
        specs=SPECS,
        images=["day", "night", "detail", "measures"],
        warranty="12 meses de garantia",
        weight=Decimal("1.4"),
        stock=14,
    )


def facts(page: Page) -> dict[str, str]:
    sheet = page.one("section", aria_labelledby="specs-title")
    rows = [row for table in sheet.all("table", "specs") for row in table.all("tr")]
    return {row.one("th").text: row.one("td").text for row in rows}


def plain(amount: Decimal) -> str:
    return brl(amount).replace("\u00a0", " ")


def test_the_page_names_shows_and_prices_the_product(client: Client, lamp: Product) -> None:
    page = read(client.get("/produto/pendente-cupula/"))
    assert page.heading == "Pendente Cúpula"
    assert page.title == "Pendente Cúpula · Ilumina Casa"
    assert page.meta("description") == "Meia esfera de alumínio."
    assert page.meta("og:type") == "product"
    assert page.canonical == "http://testserver/produto/pendente-cupula/"
    panel = page.one("section", "price--panel")
    assert panel.one("s").text == "Preço anterior R$ 399,90"
    assert "R$ 303,92 no Pix, 5% off" in panel.text
    assert "R$ 319,92 no cartão em até 10x de R$ 32,00 sem juros" in panel.text
    rows = panel.all("tbody")[0].all("tr")
    assert len(rows) == 10
    assert rows[2].text == "3xR$ 106,64R$ 319,92"
    assert "IC-0101" in page.one("p", "product__meta").text
    assert "/catalogo/?marca=oficina-cobogo" in page.links
    assert page.one("p", "product__stock").text == "Em estoque"


def test_the_sheet_lists_every_fact_with_its_unit(client: Client, lamp: Product) -> None:
    found = facts(read(client.get("/produto/pendente-cupula/")))
    assert found["lumens"] == "806"
    assert found["Temperatura de cor"] == "2700 K"
    assert found["Potência"] == "9 W"
    assert found["Dimerizável"] == "Sim"
    assert found["Ambiente"] == "Sala, Quarto"
    assert found["Peso"] == "1,4 kg"
    assert found["Garantia"] == "12 meses de garantia"


def test_machines_are_told_what_people_see(client: Client, lamp: Product) -> None:
    make.review(lamp, rating=5)
    make.review(lamp, rating=4)
    reviews.recount(product_ids=[lamp.pk], at=timezone.now())
    page = read(client.get("/produto/pendente-cupula/"))
    said = page.data("Product")
    assert said["name"] == page.heading
    assert said["offers"]["price"] == "319.92"
    assert plain(Decimal(said["offers"]["price"])) in page.one("p", "price__card").text
    assert said["offers"]["priceCurrency"] == "BRL"
    assert said["offers"]["availability"] == "https://schema.org/InStock"
    assert said["offers"]["hasMerchantReturnPolicy"]["merchantReturnDays"] == 7
    assert said["sku"] in page.one("p", "product__meta").text
    assert said["brand"]["name"] in page.one("p", "product__meta").text
    assert said["aggregateRating"]["ratingValue"].replace(".", ",") == page.one("p", "reviews__mean").text == "4,5"
    assert said["aggregateRating"]["reviewCount"] == 2
    shown = facts(page)
    assert {each["name"]: each["value"] for each in said["additionalProperty"] if each["name"] != "Ambiente"} == {
        name: value for name, value in shown.items() if name not in ("Ambiente", "SKU", "Marca", "Peso", "Garantia")
    }
    assert len(said["image"]) == 4
    assert all(image.startswith("http://testserver/media/p/") for image in said["image"])
    crumbs = [item["name"] for item in page.data("BreadcrumbList")["itemListElement"]]
    assert crumbs == ["Início", "Iluminação", "Pendentes", "Pendente Cúpula"]
    assert page.one("nav", "breadcrumb").texts("li") == crumbs


def test_without_reviews_no_rating_is_claimed(client: Client, lamp: Product) -> None:
    page = read(client.get("/produto/pendente-cupula/"))
    assert "aggregateRating" not in page.data("Product")
    assert "Esta peça ainda não tem avaliações." in page.text


@pytest.mark.parametrize(
    ("stock", "text", "said"),
    [
        (0, "Esgotado", "OutOfStock"),
        (1, "Últimas unidades Resta 1 unidade", "LimitedAvailability"),
        (5, "Últimas unidades Restam 5 unidades", "LimitedAvailability"),
        (6, "Em estoque", "InStock"),
    ],
)
def test_stock_is_told_in_words(client: Client, stock: int, text: str, said: str) -> None:
    product = make.product(stock=stock)
    page = read(client.get(product.get_absolute_url()))
    assert page.one("p", "product__stock").text == text
    assert page.data("Product")["offers"]["availability"] == f"https://schema.org/{said}"


def test_a_link_shows_the_lamp_once_its_picture_is_made(client: Client, lamp: Product) -> None:
    page = read(client.get("/produto/pendente-cupula/"))
    assert page.meta("og:image") == "http://testserver/static/img/og-default.jpg"
    day = Image.objects.get(product=lamp, role="day")
    Image.objects.filter(pk=day.pk).update(renditions=day.renditions | {"jpg": [1200]})
    page = read(client.get("/produto/pendente-cupula/?depois"))
    assert page.meta("og:image") == f"http://testserver/media/{day.file.removesuffix('.webp')}-1200.jpg"
    assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
    assert page.meta("og:image:alt") == day.alt


# --- Pictures ------------------------------------------------------------------------------------
def stage(page: Page) -> list[str]:
    return [each["alt"] for each in page.one("div", "stage").all("img")]


def test_day_and_night_share_the_stage(client: Client, lamp: Product) -> None:
    page = read(client.get("/produto/pendente-cupula/"))
    assert stage(page) == ["Pendente Cúpula, day", "Pendente Cúpula, night"]
    assert page.one("div", "stage").all("img")[0]["fetchpriority"] == "high"
    assert [each["href"] for each in page.all("a", "thumb")] == [f"?foto={n}#galeria" for n in (1, 2, 3, 4)]
    assert [each.has("checked") for each in page.all("input", name="stage")] == [False, False]


@pytest.mark.parametrize(
    ("photo", "shown", "checked"),
    [
        ("1", ["day", "night"], ["day"]),
        ("2", ["day", "night"], ["night"]),
        ("3", ["detail"], []),
        ("9", ["day", "night"], []),
        ("0", ["day", "night"], []),
        ("x", ["day", "night"], []),
    ],
)
def test_a_thumb_is_a_link_that_works_without_script(
    client: Client, lamp: Product, photo: str, shown: list[str], checked: list[str]
) -> None:
    page = read(client.get(f"/produto/pendente-cupula/?foto={photo}"))
    assert stage(page) == [f"Pendente Cúpula, {role}" for role in shown]
    assert [each["value"] for each in page.all("input", name="stage") if each.has("checked")] == checked


def test_a_product_without_pictures_or_anything_still_has_a_page(client: Client) -> None:
    product = make.product("Só o nome", sku="")
    page = read(client.get(product.get_absolute_url()))
    assert page.heading == "Só o nome"
    assert page.all("a", "thumb") == []


# --- Light, variants, neighbours -----------------------------------------------------------------
def test_the_light_block_speaks_of_rooms(client: Client, lamp: Product) -> None:
    block = read(client.get("/produto/pendente-cupula/")).one("section", "light")
    assert "para sala e quarto" in block.text
    assert "2,5 m²" in block.texts("dd")
    assert "incandescente" not in block.text


def test_a_bulb_names_the_incandescent_it_stands_for(client: Client) -> None:
    bulb = make.product(specs={"lumens": 806, "base": "e27"})
    assert "como uma incandescente de 60 W" in read(client.get(bulb.get_absolute_url())).one("section", "light").text


def test_what_gives_no_light_has_no_light_block(client: Client) -> None:
    vase = make.product("Vaso", specs={"material": "ceramica"})
    assert read(client.get(vase.get_absolute_url())).all("section", "light") == []


def test_variants_are_links_to_pages_of_their_own(client: Client) -> None:
    terracotta = make.product("Cúpula Terracota", family="cupula", specs={"finish": "terracota"})
    black = make.product("Cúpula Preta", family="cupula", specs={"finish": "preto"}, stock=0)
    make.product("Cúpula Secreta", family="cupula", specs={"finish": "azul"}, is_published=False)
    page = read(client.get(terracotta.get_absolute_url()))
    options = page.one("nav", "variants").all("a", "variant")
    assert [(each.text, each["href"], each.has("aria-current")) for each in options] == [
        ("Preto (esgotado)", black.get_absolute_url(), False),
        ("Terracota", terracotta.get_absolute_url(), True),
    ]


def test_variants_may_differ_in_two_things(client: Client) -> None:
    made = [
        make.product(family="globo", specs={"finish": finish, "color_temperature": 2700, "width": width})
        for finish, width in (("latao", 20), ("latao", 30), ("preto", 20))
    ]
    nav = read(client.get(made[0].get_absolute_url())).one("nav", "variants")
    assert nav["aria-label"] == "Versão"
    assert sorted(nav.texts("a")) == ["Latao · 20", "Latao · 30", "Preto · 20"]


def test_related_products_come_first_as_chosen_then_from_the_shelf(client: Client, lamp: Product) -> None:
    other = make.product("Lâmpada Bulbo")
    sibling = make.product("Pendente Sino", category=lamp.category)
    Related.objects.create(product=lamp, other=other)
    page = read(client.get("/produto/pendente-cupula/"))
    assert page.cards == [other.slug, sibling.slug]


# --- Reviews -------------------------------------------------------------------------------------
@pytest.fixture
def reviewed(lamp: Product) -> Product:
    for number in range(8):
        make.review(lamp, rating=5 if number < 6 else 2, title=f"Opinião {number}", helpful_count=number)
    make.review(lamp, rating=1, title="Ainda não lida", state="pending")
    reviews.recount(product_ids=[lamp.pk], at=timezone.now())
    return lamp


def test_reviews_come_in_pages_with_addresses(client: Client, reviewed: Product) -> None:
    first = read(client.get("/produto/pendente-cupula/")).one("section", id="avaliacoes")
    second = read(client.get("/produto/pendente-cupula/?pagina=2")).one("section", id="avaliacoes")
    titles = [*first.texts("h3"), *second.texts("h3")]
    assert len(first.all("li", "review")) == 6
    assert sorted(titles) == [f"Opinião {number}" for number in range(8)]
    assert "?pagina=2#avaliacoes" in [each["href"] for each in first.all("a")]
    assert client.get("/produto/pendente-cupula/?pagina=3").status_code == 404


def test_stars_filter_and_order_sort(client: Client, reviewed: Product) -> None:
    page = read(client.get("/produto/pendente-cupula/?estrelas=2&ordem=uteis"))
    assert page.one("section", id="avaliacoes").texts("h3") == ["Opinião 7", "Opinião 6"]
    bars = page.one("ul", "histogram").texts("li")
    assert bars == [
        "5 estrelas 6 avaliações",
        "4 estrelas 0 avaliações",
        "3 estrelas 0 avaliações",
        "2 estrelas 2 avaliações",
        "1 estrela 0 avaliações",
    ]


# --- Where it is ---------------------------------------------------------------------------------
def test_an_old_address_leads_to_the_new_one(client: Client, lamp: Product) -> None:
    addresses.rename(product=lamp, slug="cupula-terracota", at=timezone.now())
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    response = client.get("/produto/pendente-cupula/")
    assert (response.status_code, response.headers["Location"]) == (301, "/produto/cupula-terracota/")
    assert client.get("/produto/cupula-terracota/").status_code == 200


@pytest.mark.parametrize("fields", [{"is_published": False}, {"vanished_at": timezone.now() - timedelta(days=1)}])
def test_a_hidden_product_is_404_for_the_public(client: Client, fields: dict[str, object]) -> None:
    hidden = make.product(slug="escondido", **fields)
    assert hidden.is_visible is False
    assert client.get("/produto/escondido/").status_code == 404
    assert client.get("/produto/escondido/?previa=1").status_code == 404
    assert client.get("/produto/nunca-houve/").status_code == 404


def test_staff_may_look_ahead(client: Client) -> None:
    make.product("Lançamento", slug="lancamento", is_published=False)
    staff = make.user(is_staff=True)
    client.force_login(staff)
    assert client.get("/produto/lancamento/?previa=1").status_code == 404
    staff.user_permissions.add(Permission.objects.get(codename="view_product"))
    response = client.get("/produto/lancamento/?previa=1")
    assert read(response).heading == "Lançamento"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert client.get("/produto/lancamento/").status_code == 404
