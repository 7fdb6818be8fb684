"""A lamp seen in a room: one address says it all, and what makes no sense in it is as usual."""

import pytest
from django.test import Client

from catalog.models import Product
from tests import make
from tests.pages import reading

pytestmark = pytest.mark.django_db
PAGE = "/produto/cupula/ambiente/"


@pytest.fixture(autouse=True)
def lamp() -> Product:
    shelf = make.category("Pendentes", slug="pendentes")
    facts = {"lumens": 806, "watts": 9, "color_temperature": 2700, "beam": 110, "base": "e27", "room": ["cozinha"]}
    return make.product("Pendente Cúpula", slug="cupula", category=shelf, price="399.90", specs=facts)


def read(client: Client, address: str) -> reading.Page:
    return reading.read(client.get(address))


def chosen(shown: reading.Page, name: str) -> str:
    field = shown.one("select", name=name)
    return next(option["value"] for option in field.all("option") if option.has("selected"))


def test_the_product_links_to_its_scene(client: Client) -> None:
    assert PAGE in read(client, "/produto/cupula/").links


def test_the_lamp_is_shown_as_it_is_in_its_own_room(client: Client) -> None:
    shown = read(client, PAGE)
    assert shown.heading == "Pendente Cúpula no seu ambiente"
    assert chosen(shown, "ambiente") == "cozinha"
    assert shown.one("input", name="cor")["value"] == "2700"
    assert shown.one("input", name="cor")["type"] == "range"
    assert shown.one("p", "scene__now").text == "2700 K quente é a desta peça"
    told = shown.one("svg", "scene__drawing")["aria-label"].replace("\u00a0", " ")
    assert told == shown.one("figcaption").one("p").text
    assert told.startswith("Cozinha à noite, só com Pendente Cúpula: luz quente de 2700 K. São 806 lm em 12 m²")
    facts = {row.one("dt").text: row.one("dd").text for row in shown.one("dl", "scene__facts").all("div")}
    assert facts == {"Luz média": "46 lx", "A norma pede": "200 lx", "Fluxo": "806 lm", "Facho": "110°"}
    assert shown.canonical == f"http://testserver{PAGE}"
    assert shown.meta("robots") == ""


def test_the_address_says_what_is_seen(client: Client) -> None:
    shown = read(client, f"{PAGE}?ambiente=quarto&cor=6500&pecas=3&largura=3,5&paredes=escuras")
    assert chosen(shown, "ambiente") == "quarto"
    assert chosen(shown, "paredes") == "escuras"
    assert "só com 3 × Pendente Cúpula: luz fria de 6500 K. São 2.418" in shown.one("figcaption").text
    assert "em 14 m²" in shown.one("figcaption").text
    assert shown.one("p", "scene__now").text == "6500 K fria a desta peça é 2700 K"
    assert shown.meta("robots") == "noindex,follow"
    current = [link for link in shown.one("ul", "scene__steps").all("a") if link.has("aria-current")]
    assert [link.text for link in current] == ["6500 K fria"]
    first = shown.one("ul", "scene__steps").all("a")[0]["href"]
    assert first == "?ambiente=quarto&cor=2200&pecas=3&largura=3%2C5&paredes=escuras#cena"


def test_what_makes_no_sense_is_as_usual(client: Client) -> None:
    plain = read(client, PAGE).one("figcaption").text
    odd = f"{PAGE}?ambiente=castelo&cor=9000&pecas=0&comprimento=x&largura=99&altura=&paredes=%00&foto=1"
    assert read(client, odd).one("figcaption").text == plain
    half = read(client, f"{PAGE}?cor=abc&pecas=2").one("figcaption").text
    assert "só com 2 × Pendente Cúpula: luz quente de 2700 K" in half


def test_how_many_the_norm_asks_for_is_one_link_away(client: Client) -> None:
    link = read(client, PAGE).one("p", "scene__enough").one("a")
    assert (link.text, link["href"]) == ("5 peças", "?pecas=5#cena")
    enough = read(client, f"{PAGE}{link['href']}".removesuffix("#cena"))
    assert "luz de uso geral, a que a norma pede" in enough.one("figcaption").text


def test_it_travels_light(client: Client) -> None:
    for kind in ("sala", "jantar", "quarto", "cozinha"):
        answer = client.get(f"{PAGE}?ambiente={kind}&pecas=6", headers={"Accept-Encoding": "gzip"})
        assert len(answer.content) <= 14 * 1024


def test_what_gives_no_light_has_no_scene(client: Client) -> None:
    make.product("Vaso", slug="vaso")
    assert client.get("/produto/vaso/ambiente/").status_code == 404
    assert "/produto/vaso/ambiente/" not in read(client, "/produto/vaso/").links
    assert client.get("/produto/nada/ambiente/").status_code == 404


def test_a_lamp_for_the_garden_has_no_room(client: Client) -> None:
    shelf = make.category("Área externa", slug="area-externa")
    make.product("Poste", slug="poste", category=shelf, specs={"lumens": 800})
    assert client.get("/produto/poste/ambiente/").status_code == 404


def test_a_sheet_that_says_less_than_nothing_has_no_room(client: Client) -> None:
    make.product("Erro", slug="erro", specs={"lumens": -5})
    assert client.get("/produto/erro/ambiente/").status_code == 404
    assert client.get("/produto/erro/").status_code == 200


def test_a_hidden_lamp_is_not_shown(client: Client, lamp: Product) -> None:
    Product.objects.filter(pk=lamp.pk).update(is_visible=False)
    assert client.get(PAGE).status_code == 404


def test_the_plans_of_the_calculator_show_their_room(client: Client) -> None:
    shelf = make.category("Plafons", slug="plafons")
    facts = {"lumens": 2160, "watts": 24, "color_temperature": 3000, "beam": 120, "voltage": "bivolt"}
    make.product("Plafon", slug="plafon", category=shelf, price="189.90", stock=9, specs=facts)
    shown = read(client, "/calculadora/?ambiente=sala&comprimento=5&largura=4&altura=2,6")
    plan = shown.all(data_plan="economy")[0]
    mean = plan.one("dl", "plan__facts").all("dd")[0].text
    address = next(link["href"] for link in plan.all("a") if "ambiente/?" in link["href"])
    assert address == "/calculadora/ambiente/?ambiente=sala&comprimento=5&largura=4&altura=2%2C6&plano=economy"
    room = read(client, address)
    told = room.one("svg", "scene__drawing")["aria-label"].replace("\u00a0", " ")
    assert told.startswith("Sala à noite, só com 3 × Plafon: luz acolhedora de 3000 K. São 6.480 lm em 20 m²")
    assert f"em média {mean}:" in told
    assert room.one("p", "scene__now").text == "3000 K acolhedora é a deste plano"
    cold = read(client, f"{address}&cor=6500")
    assert "luz fria de 6500 K" in cold.one("figcaption").text
    assert cold.one("p", "scene__now").text == "6500 K fria a deste plano é 3000 K"
    assert read(client, f"{address}&cor=99999").one("figcaption").text == room.one("figcaption").text


def test_an_address_that_is_no_plan_leads_to_the_calculator(client: Client) -> None:
    for asked in ("", "?ambiente=castelo", "?ambiente=sala&comprimento=5&largura=4&plano=nada"):
        answer = client.get(f"/calculadora/ambiente/{asked}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/calculadora/?")
