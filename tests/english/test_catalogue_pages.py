"""The shop's own pages in English: lists, products, reckonings, and what the API says of refusals."""

import pytest
from django.test import Client

from catalog.fit import Piece, check
from catalog.models import Product
from iluminacasa import languages
from iluminacasa.languages import ENGLISH, PORTUGUESE
from tests import make
from tests.pages.reading import Page, read

FACTS = {"lumens": 806, "watts": 9, "color_temperature": 2700, "beam": 220, "base": "e27", "voltage": "bivolt"}
BEDROOM = "calculadora/?ambiente=quarto&comprimento=4&largura=3"


@pytest.fixture
def bulb() -> Product:
    light = make.category("Iluminação", slug="iluminacao")
    shelf = make.category("Lâmpadas", slug="lampadas", parent=light)
    return make.product("Bulbo", slug="bulbo", category=shelf, price="24.90", stock=7, specs=FACTS | {"dimmable": True})


def opened(client: Client, address: str) -> Page:
    return read(client.get(address))


@pytest.mark.django_db
def test_a_list_is_found_by_the_same_address_in_either_language(client: Client, bulb: Product) -> None:
    """Each language twice, so that the second answer of each comes out of what is kept."""
    for _ in range(2):
        portuguese, english = opened(client, "/catalogo/"), opened(client, "/en/catalogo/")
        assert portuguese.all("h1")[0].text == "Todos os produtos"
        assert english.all("h1")[0].text == "All products"
        assert [each.text for each in portuguese.all("option")][:2] == ["Relevância", "Menor preço"]
        assert [each.text for each in english.all("option")][:2] == ["Relevance", "Lowest price"]
        assert "Disponibilidade Pronta entrega" in portuguese.all(id="facets-form")[0].text
        assert "Availability Ready to ship" in english.all(id="facets-form")[0].text


@pytest.mark.django_db
def test_chips_say_what_was_chosen(client: Client, bulb: Product) -> None:
    heading = opened(client, "/en/catalogo/?dimerizavel=sim").all("h1")[0].text
    assert heading == "All products: Dimerizável"
    assert opened(client, "/en/catalogo/?dimerizavel=nao").all("h1")[0].text == "All products: Dimerizável: no"
    assert opened(client, "/en/catalogo/?preco=-100").all("h1")[0].text == "All products: up to R$ 100"


@pytest.mark.django_db
def test_a_room_is_reckoned_in_english(client: Client, bulb: Product) -> None:
    shown = opened(client, f"/en/{BEDROOM}")
    assert shown.all(id="need-title")[0].text == "Bedroom, 4 × 3 m"
    assert shown.all(css="need__reference")[0].text == "For example: 5 bulbs of 806 lm (9 W): 45 W, 4,030 lm, 161 lx."
    assert shown.all(data_plan="economy")[0].all("h3")[0].text == "Economy"
    assert opened(client, f"/{BEDROOM}").all(id="need-title")[0].text == "Quarto de 4 × 3 m"


@pytest.mark.django_db
def test_a_bad_measure_is_told_in_english(client: Client) -> None:
    shown = opened(client, "/en/calculadora/?ambiente=quarto&comprimento=x&largura=3")
    assert "Enter a number from 1 to 20, in metres, such as 3.5." in shown.all(css="calculator__ask")[0].text
    assert shown.all("input", name="altura")[0]["placeholder"] == "2.6 m"


@pytest.mark.django_db
def test_a_message_is_said_in_the_language_of_its_form(client: Client, bulb: Product) -> None:
    client.post("/en/favoritos/adicionar/", {"produto": "bulbo", "next": "/en/favoritos/"})
    assert "Bulbo is in your favourites." in opened(client, "/en/favoritos/").all("body")[0].text


@pytest.mark.django_db
def test_the_api_refuses_in_english_and_tells_facts_as_ever(client: Client, bulb: Product) -> None:
    english = {"Accept-Language": "en"}
    refused = client.get("/api/v1/products/?ordering=colour", headers=english).json()
    assert (refused["title"], refused["detail"]) == ("Invalid filter", "This sort order does not exist.")
    facets = client.get("/api/v1/products/facets/", headers=english).json()["facets"]
    assert facets[0]["label"] == "Categoria"
    assert next(each["options"][0]["label"] for each in facets if each["key"] == "dimmable") == "Sim"
    room = {"room_type": "bedroom", "length": "4", "width": "3"}
    plans = client.post("/api/v1/lighting/plan/", room, content_type="application/json", headers=english).json()
    assert plans["plans"][0]["name"] == "Economy"


@pytest.mark.once
@pytest.mark.parametrize(
    ("language", "message"),
    [
        (PORTUGUESE, "Spot é de 127 V e queima na sua casa, que é de 220 V."),
        (ENGLISH, "Spot is for 127 V and would burn out in your home, which has 220 V."),
    ],
)
def test_what_does_not_fit(language: str, message: str) -> None:
    spot = Piece(key=1, slug="spot", title="Spot", quantity=1, voltage="127v", lumens=400)
    with languages.speaking(language):
        assert [each.message for each in check([spot], voltage="220v")] == [message]
