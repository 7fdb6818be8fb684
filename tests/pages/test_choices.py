"""Favourites, comparison, products just seen and the theme of a visitor without an account."""

from http.cookies import SimpleCookie

import pytest
from django.core import signing
from django.test import Client

from catalog import choices
from catalog.choices import Choices
from catalog.models import Page, Product
from iluminacasa import limits
from tests import make
from tests.pages.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp() -> Product:
    return make.product("Pendente Cúpula", slug="cupula")


def picked(client: Client) -> Choices:
    cookie = client.cookies.get("escolhas")
    return choices.read(cookie.value if cookie else "")


# --- The cookie's text ---------------------------------------------------------------------------
def test_what_is_written_is_read_back() -> None:
    full = Choices(favorites=tuple(range(10**9, 10**9 + 60)), compare=(1, 2, 3, 4), recent=tuple(range(9_000, 9_012)))
    text = choices.write(full)
    assert choices.read(text) == full
    assert len(text) < 700
    assert SimpleCookie(f"escolhas={text}")["escolhas"].value == text


def test_nothing_chosen_is_no_text() -> None:
    assert choices.write(Choices()) == ""


def sign(text: str) -> str:
    return signing.Signer(salt=choices.SALT).sign(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "f=1",
        "f=1:forged",
        choices.write(Choices(favorites=(1,))) + "x",
        sign("f=!!"),
        sign("f="),
        sign("f=" + "z" * 20),
        "a" * 5000,
        "\x00",
    ],
)
def test_a_cookie_that_is_not_ours_counts_as_none(text: str) -> None:
    assert choices.read(text) == Choices()


def test_lists_in_a_cookie_are_cut_to_their_limits() -> None:
    many = ".".join("123456789")
    assert len(choices.read(sign(f"c={many}")).compare) == 4


def test_the_oldest_seen_product_is_forgotten() -> None:
    seen = Choices()
    for number in range(1, 15):
        seen = choices.see(seen, number)
    assert choices.see(seen, 10).recent == (10, 14, 13, 12, 11, 9, 8, 7, 6, 5, 4, 3)


# --- Favourites ----------------------------------------------------------------------------------
def test_a_form_adds_and_goes_back_with_a_message(client: Client, lamp: Product) -> None:
    response = client.post("/favoritos/adicionar/", {"produto": "cupula", "next": "/catalogo/?cor=2700"})
    assert (response.status_code, response.headers["Location"]) == (303, "/catalogo/?cor=2700")
    assert picked(client).favorites == (lamp.pk,)
    page = read(client.get("/favoritos/"))
    assert page.cards == ["cupula"]
    assert "Pendente Cúpula está nos seus favoritos." in page.text
    assert page.one("a", data_count="favorites")["aria-label"] == "Favoritos, 1 produto"
    assert page.meta("robots") == "noindex,follow"
    cookie = client.cookies["escolhas"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_script_gets_json(client: Client, lamp: Product) -> None:
    headers = {"X-Partial": "mark"}
    added = client.post("/favoritos/adicionar/", {"produto": "cupula"}, headers=headers)
    assert added.json() == {
        "active": True,
        "favorites": 1,
        "compare": 0,
        "message": "Pendente Cúpula está nos seus favoritos.",
    }
    removed = client.post("/favoritos/remover/", {"produto": "cupula"}, headers=headers)
    assert (removed.json()["active"], removed.json()["favorites"]) == (False, 0)
    assert "messages" not in client.cookies
    assert client.cookies["escolhas"].value == ""


def test_adding_twice_is_adding_once(client: Client, lamp: Product) -> None:
    for _ in range(2):
        client.post("/favoritos/adicionar/", {"produto": "cupula"})
    assert picked(client).favorites == (lamp.pk,)


def test_the_heart_of_a_favourite_is_pressed_everywhere(client: Client, lamp: Product) -> None:
    client.post("/favoritos/adicionar/", {"produto": "cupula"})
    for address in ("/catalogo/", "/produto/cupula/", "/busca/?q=cupula"):
        heart = read(client.get(address)).all("button", data_mark="favorites", value="cupula")[0]
        assert (heart["aria-pressed"], heart["formaction"]) == ("true", "/favoritos/remover/")


def test_the_heart_is_pressed_beside_pages_of_help_too(client: Client, lamp: Product) -> None:
    Page.objects.create(slug="vidro", title="Cúpula de vidro", body="Como limpar uma cúpula.")
    client.post("/favoritos/adicionar/", {"produto": "cupula"})
    page = read(client.get("/busca/?q=cupula"))
    assert "Como limpar uma cúpula." in page.text
    heart = page.all("button", data_mark="favorites", value="cupula")[0]
    assert (heart["aria-pressed"], heart["formaction"]) == ("true", "/favoritos/remover/")


def test_the_sixty_first_favourite_is_refused(client: Client, lamp: Product) -> None:
    full = Choices(favorites=tuple(range(lamp.pk + 1, lamp.pk + 61)))
    client.cookies["escolhas"] = choices.write(full)
    response = client.post("/favoritos/adicionar/", {"produto": "cupula"}, headers={"X-Partial": "mark"})
    assert (response.status_code, response.json()["active"]) == (409, False)
    assert response.json()["error"] == "Sua lista já tem 60 favoritos. Tire um para guardar outro."
    assert picked(client) == full


@pytest.mark.parametrize("slug", ["nada", "", "\x00", "x" * 9000])
def test_only_products_on_sale_can_be_chosen(client: Client, slug: str) -> None:
    response = client.post("/favoritos/adicionar/", {"produto": slug}, headers={"X-Partial": "mark"})
    assert response.status_code == 404
    assert response.json()["error"] == "Este produto não está mais na loja."
    assert "escolhas" not in response.cookies
    assert client.post("/comparar/adicionar/", {"produto": slug}).status_code == 404


def test_a_list_is_shared_by_an_address_without_secrets(client: Client, lamp: Product) -> None:
    second = make.product("Vaso", slug="vaso")
    hidden = make.product(slug="escondido", is_published=False)
    page = read(client.get(f"/favoritos/?p=vaso,nada,{hidden.slug},cupula,vaso"))
    assert page.cards == [second.slug, lamp.slug]
    assert picked(client) == Choices()


def test_favourites_can_be_emptied_at_once(client: Client, lamp: Product) -> None:
    client.post("/favoritos/adicionar/", {"produto": "cupula"})
    client.post("/comparar/adicionar/", {"produto": "cupula"})
    assert client.post("/favoritos/limpar/").status_code == 303
    assert picked(client) == Choices(compare=(lamp.pk,))


# --- Comparison ----------------------------------------------------------------------------------
@pytest.fixture
def two(client: Client) -> list[Product]:
    made = [
        make.product("Pendente A", slug="a", price="100.00", specs={"watts": 9, "base": "e27", "dimmable": True}),
        make.product("Pendente B", slug="b", price="200.00", specs={"watts": 12, "base": "e27"}),
    ]
    for product in made:
        client.post("/comparar/adicionar/", {"produto": product.slug})
    return made


def rows(client: Client, address: str = "/comparar/") -> dict[str, list[str]]:
    table = read(client.get(address)).one("table", "compare")
    lines = [row for body in table.all("tbody") for row in body.all("tr")]
    return {row.one("th").text: row.texts("td") for row in lines}


def test_products_stand_side_by_side(client: Client, two: list[Product]) -> None:
    found = rows(client)
    assert found["Preço no Pix"] == ["R$ 95,00", "R$ 190,00"]
    assert found["Potência"] == ["9 W", "12 W"]
    assert found["Soquete"] == ["E27", "E27"]
    assert found["Dimerizável"] == ["Sim", "não informado"]


def test_only_differences_leaves_the_equal_rows_out(client: Client, two: list[Product]) -> None:
    found = rows(client, "/comparar/?diferencas=1")
    assert "Soquete" not in found
    assert found["Potência"] == ["9 W", "12 W"]


def test_a_fifth_product_is_refused_with_a_reason(client: Client, two: list[Product]) -> None:
    for slug in ("c", "d", "e"):
        make.product(slug=slug)
        response = client.post(
            "/comparar/adicionar/", {"produto": slug}, headers={"Referer": "http://testserver/catalogo/"}
        )
    assert (response.status_code, response.headers["Location"]) == (303, "http://testserver/catalogo/")
    page = read(client.get("/catalogo/"))
    assert "A comparação já tem 4 produtos. Tire um para incluir outro." in page.text
    assert len(picked(client).compare) == 4


def test_a_product_taken_off_the_shop_leaves_the_table(client: Client, two: list[Product]) -> None:
    from django.utils import timezone

    from catalog import publication

    Product.objects.filter(pk=two[0].pk).update(is_published=False)
    publication.refresh(product_ids=[two[0].pk], at=timezone.now())
    assert rows(client)["Preço no Pix"] == ["R$ 190,00"]


def test_taking_out_and_emptying(client: Client, two: list[Product]) -> None:
    client.post("/comparar/remover/", {"produto": "a"})
    assert picked(client).compare == (two[1].pk,)
    client.post("/comparar/limpar/")
    assert picked(client).compare == ()


# --- Just seen -----------------------------------------------------------------------------------
def test_who_chose_nothing_leaves_no_trace(client: Client, lamp: Product) -> None:
    response = client.get("/produto/cupula/")
    assert response.cookies == {}


def test_who_chose_something_sees_what_was_looked_at(client: Client, lamp: Product) -> None:
    other = make.product("Vaso", slug="vaso", category=make.category("Vasos"))
    client.post("/favoritos/adicionar/", {"produto": "cupula"})
    client.get("/produto/cupula/")
    page = read(client.get("/produto/vaso/"))
    assert "Vistos há pouco" in page.texts("h2")
    assert page.cards == ["cupula"]
    assert picked(client).recent == (other.pk, lamp.pk)


# --- Theme and the way back ----------------------------------------------------------------------
def test_the_theme_is_kept_in_a_cookie(client: Client) -> None:
    assert client.post("/tema/", {"tema": "escuro", "next": "/catalogo/"}).headers["Location"] == "/catalogo/"
    assert read(client.get("/")).one("html")["data-theme"] == "dark"
    client.post("/tema/", {"tema": "auto"})
    assert not read(client.get("/")).one("html").has("data-theme")


@pytest.mark.parametrize(
    "wanted",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com",
        "\\\\example.com",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:x",
        "/a\r\nb",
        "\x00/",
        "",
        "catalogo/",
        "///example.com",
    ],
)
def test_the_way_back_never_leaves_the_shop(client: Client, wanted: str) -> None:
    location = client.post("/tema/", {"tema": "claro", "next": wanted}).headers["Location"]
    assert location in ("/", "/%0d%0aSet-Cookie:x")


@pytest.mark.parametrize("theme", ["", "roxo", "dark", "\x00", "x" * 9000])
def test_an_unknown_theme_sets_nothing(client: Client, theme: str) -> None:
    response = client.post("/tema/", {"tema": theme})
    assert (response.status_code, response.cookies) == (303, {})


CHANGES = [
    "/favoritos/adicionar/",
    "/favoritos/remover/",
    "/favoritos/limpar/",
    "/comparar/adicionar/",
    "/comparar/remover/",
    "/comparar/limpar/",
    "/tema/",
]


PAGES_OF_CHANGES = {"favoritos": "/favoritos/", "comparar": "/comparar/", "tema": "/"}  # who opens one is led there


@pytest.mark.parametrize("address", CHANGES)
def test_changes_come_only_by_post_from_this_shop(address: str, lamp: Product) -> None:
    client = Client(enforce_csrf_checks=True)
    data = {"produto": "cupula", "tema": "escuro"}
    read = client.get(address)
    assert (read.status_code, read["Location"]) == (303, PAGES_OF_CHANGES[address.split("/")[1]])
    foreign = client.post(address, data, headers={"Origin": "https://example.com"})
    assert (foreign.status_code, foreign.cookies) == (403, {})
    assert client.post(address, data, headers={"Origin": "http://testserver"}).status_code == 303


def test_changes_are_counted_per_visitor(client: Client, lamp: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RULES, "choices", limits.Rule("choices", "1/m"))
    assert client.post("/favoritos/adicionar/", {"produto": "cupula"}).status_code == 303
    refused = client.post("/favoritos/remover/", {"produto": "cupula"}, headers={"X-Partial": "mark"})
    assert refused.status_code == 429
    assert refused.json()["active"] is True
    assert picked(client).favorites == (lamp.pk,)
