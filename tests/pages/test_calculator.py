"""The room light calculator as a page: an address that answers, and a button that fills the cart."""

import re

import pytest
from django.test import Client

from cart.models import Cart
from catalog.models import Product
from tests import make
from tests.pages import reading

pytestmark = pytest.mark.django_db
PAGE, FILL = "/calculadora/", "/carrinho/plano/"
BEDROOM = f"{PAGE}?ambiente=quarto&comprimento=4&largura=3"


@pytest.fixture(autouse=True)
def bulb() -> Product:
    light = make.category("Iluminação", slug="iluminacao")
    facts = {"lumens": 806, "watts": 9, "color_temperature": 2700, "beam": 220, "base": "e27", "voltage": "bivolt"}
    shelf = make.category("Lâmpadas", slug="lampadas", parent=light)
    return make.product("Lâmpada Bulbo 9 W", slug="bulbo", category=shelf, price="24.90", stock=7, specs=facts)


def read(client: Client, address: str) -> reading.Page:
    return reading.read(client.get(address))


def test_the_bedroom_of_the_book(client: Client) -> None:
    shown = read(client, BEDROOM)
    assert shown.all(css="need__flux")[0].text == "3.750 lm"
    assert shown.all(css="need__reference")[0].text == "Como 5 lâmpadas de 806 lm (9 W): 45 W, 4.030 lm, 161 lx."
    steps = [each.text for each in shown.all(css="need__steps")[0].all("dd")]
    assert [step.split(" ")[0] for step in steps] == ["150", "12", "0,6", "0,8"]
    assert "NBR 5413" in steps[0]
    plan = shown.all(data_plan="economy")[0]
    assert plan.all(css="plan__item")[0].text == "5 × Lâmpada Bulbo 9 W para soquetes E27 que você já tem"
    assert plan.all("input", name="item")[0]["value"] == "bulbo:5"


def test_the_plan_is_drawn_without_styles(client: Client) -> None:
    drawing = read(client, BEDROOM).all("svg", css="plan__drawing")[0]
    assert len(drawing.all("circle")) == 5
    assert len(drawing.all("path")) == 9
    assert re.fullmatch(
        r"Planta com 5 pontos de luz: de \d+ lx no canto mais escuro a \d+ lx, média \d+ lx\.",
        " ".join(drawing["aria-label"].split()),
    )
    assert not any(each.has("style") for each in drawing.walk())


def test_it_travels_light(client: Client) -> None:
    """One plan here; three of the demo catalogue take 10 KB."""
    for address in (PAGE, BEDROOM):
        assert len(client.get(address, headers={"Accept-Encoding": "gzip"}).content) <= 8 * 1024


def test_an_empty_form_explains_itself(client: Client) -> None:
    shown = read(client, PAGE)
    assert shown.all("h1")[0].text == "Calculadora de luz"
    assert shown.all(css="need") == []
    assert {each["name"] for each in shown.all("select")} >= {"ambiente", "paredes", "clima", "tensao", "estilo"}


@pytest.mark.parametrize(
    "query",
    ["comprimento=4", "ambiente=quarto&comprimento=0&largura=3", "ambiente=quarto&comprimento=NaN&largura=3",
     "ambiente=castelo&comprimento=4&largura=3", "ambiente=quarto&comprimento=4&largura=3&altura=1",
     "ambiente=quarto&comprimento=4&largura=3&estilo=nenhum"],
)  # fmt: skip
def test_what_makes_no_sense_is_said_beside_its_field(client: Client, query: str) -> None:
    shown = read(client, f"{PAGE}?{query}")
    assert shown.all(css="form-errors")[0].all("li") != []
    assert shown.all(css="need") == []


def test_metres_are_typed_with_a_comma(client: Client) -> None:
    assert (
        read(client, f"{PAGE}?ambiente=quarto&comprimento=2,5&largura=2,4").all(css="need__flux")[0].text == "1.875 lm"
    )


def test_the_button_fills_the_cart(client: Client) -> None:
    answer = client.post(FILL, {"item": "bulbo:5"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/carrinho/")
    assert [(line.product.slug, line.quantity) for line in Cart.objects.get().lines.all()] == [("bulbo", 5)]


def test_the_voltage_of_the_plan_is_that_of_the_home_unless_told_otherwise(client: Client) -> None:
    shown = read(client, f"{PAGE}?ambiente=quarto&comprimento=4&largura=3&tensao=127v")
    assert {each["value"] for each in shown.all("input") if each["name"] == "tensao"} == {"127v"}
    client.post(FILL, {"item": "bulbo:1", "tensao": "127v"})
    assert Cart.objects.get().home_voltage == "127v"
    client.post(FILL, {"item": "bulbo:1", "tensao": "220v"})
    client.post(FILL, {"item": "bulbo:1", "tensao": "380v"})
    assert Cart.objects.get().home_voltage == "127v"


def test_it_is_capped_at_the_stock_and_says_so(client: Client) -> None:
    client.post(FILL, {"item": "bulbo:5"})
    client.post(FILL, {"item": "bulbo:5"})
    cart = Cart.objects.get()
    assert [line.quantity for line in cart.lines.all()] == [7]
    assert [notice["message"] for notice in cart.notices] == ["Lâmpada Bulbo 9 W: havia 2 de 5 unidades em estoque."]
    assert "havia 2 de 5 unidades" in client.get("/carrinho/").text


def test_a_repeated_sending_fills_it_once(client: Client) -> None:
    for _ in range(2):
        assert client.post(FILL, {"item": "bulbo:3", "chave": "abc"}).status_code == 303
    client.post(FILL, {"item": "bulbo:2", "chave": "abc"})
    assert [line.quantity for line in Cart.objects.get().lines.all()] == [5]


@pytest.mark.parametrize(
    "items", [[], ["bulbo"], ["bulbo:0"], ["bulbo:100"], ["a\x00:1"], ["nada:1"], ["bulbo:1"] * 21]
)
def test_a_plan_nobody_made_leaves_no_cart(client: Client, items: list[str]) -> None:
    assert client.post(FILL, {"item": items}).status_code in (303, 400, 409)
    assert Cart.objects.count() == 0


def test_nothing_left_leaves_no_cart(client: Client, bulb: Product) -> None:
    Product.objects.filter(pk=bulb.pk).update(stock=0)
    client.post(FILL, {"item": "bulbo:5"})
    assert Cart.objects.count() == 0


def test_it_is_found_from_everywhere(client: Client) -> None:
    assert PAGE in read(client, "/").links
    assert f"{PAGE}</loc>" in client.get("/sitemap-loja.xml").text
