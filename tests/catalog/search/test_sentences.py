"""Sentences in the search box: sixty of them with their chips and first five, and what is left alone."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog.listing import chips_of
from catalog.models import Product
from catalog.search import ProductQuery, understand
from catalog.search.phrases import read
from tests.browser.demo import FEED, sale_price
from tests.catalog.search.golden import GOLDEN
from tests.catalog.search.sentences import SENTENCES

pytestmark = pytest.mark.django_db
BY_SKU = {product["sku"]: product for product in FEED["products"]}
KEYS = {"kelvin": "color_temperature"}
EXAMPLE = "pendente 3 lâmpadas quente até 300 bivolt para cozinha"


def asked(text: str) -> ProductQuery:
    query = ProductQuery.from_params({"q": text})
    found = understand(query)
    return found.query if found else query


def chips(query: ProductQuery) -> list[str]:
    return [chip["label"].replace("\xa0", " ") for chip in chips_of(query.params(), query.facets(), "/busca/")]


def is_right(sku: str, shelves: str, facts: str) -> bool:
    product = BY_SKU[sku]
    return (not shelves or product["category"] in shelves.split()) and all(
        holds(product, *fact.split("=")) for fact in facts.split()
    )


def holds(product: dict[str, Any], key: str, wanted: str) -> bool:
    value = sale_price(product["title"]) if key == "price" else product["ilumina"]["specs"].get(KEYS.get(key, key))
    if isinstance(value, list):
        return bool({*value} & {*wanted.split("|")})
    if isinstance(value, bool):
        return value == (wanted == "1")
    if isinstance(value, str):
        return value in wanted.split("|")
    low, dash, high = wanted.partition("-")
    high = high if dash else low
    return value is not None and (not low or value >= Decimal(low)) and (not high or value <= Decimal(high))


@pytest.mark.usefixtures("demo")
def test_sixty_sentences_say_what_was_understood_and_the_first_five_are_right() -> None:
    sku = dict(Product.objects.values_list("pk", "sku"))
    said, wrong = {}, {}
    for text, _left, _chips, shelves, facts in SENTENCES:
        query = asked(text)
        said[text] = (query.text, chips(query))
        first = [sku[pk] for pk in query.first(5)]
        if not first or not all(is_right(each, shelves, facts) for each in first):
            wrong[text] = first
    assert len(SENTENCES) == len(said) == 60
    assert said == {text: (left, labels) for text, left, labels, *_ in SENTENCES}
    assert len(wrong) <= 60 * 0.05, wrong
    assert [text for text, wanted, _ in GOLDEN if wanted not in [sku[pk] for pk in asked(text).first(5)]] == []


@pytest.mark.usefixtures("demo")
def test_what_nothing_answers_shows_what_is_nearest(client: Client) -> None:
    answer = client.get("/busca/", {"q": EXAMPLE})
    there = "/busca/?ambiente=cozinha&cor=2200-3000&lampadas=3&preco=-300&q=pendente&tensao=bivolt"
    assert (answer.status_code, answer.headers["Location"]) == (302, there)
    page = client.get(there)
    shown = next(each for each in page.context if "empty" in each)  # the page itself, not one of its parts
    assert shown["query"] == "pendente"
    labels = [chip["label"].replace("\xa0", " ") for chip in shown["chips"]]
    assert labels == ["Cozinha", "2200 a 3000 K", "Número de soquetes: 3", "até R$ 300", "Bivolt (100–240 V)"]
    without_price = "/busca/?ambiente=cozinha&cor=2200-3000&lampadas=3&q=pendente&tensao=bivolt"
    assert shown["chips"][3]["url"] == without_price
    assert f'href="{without_price.replace("&", "&amp;")}"' in page.text
    assert shown["cards"] == []
    nearly = shown["empty"]["nearly"]
    assert nearly["title"] == "Sem “Número de soquetes: 3”"
    first = [card["title"] for card in nearly["cards"]][:5]
    assert len(first) == 5
    assert all(
        is_right(next(s for s, p in BY_SKU.items() if p["title"] == title), "pendentes",
                 "room=cozinha kelvin=2200-3000 price=-300 voltage=bivolt")
        for title in first
    )  # fmt: skip


PLAIN = (
    "pendente terracota", "lustre constelação 5 globos", "fonte 12 v 100 w", "kit 3 spots", "trilho 1,5 m", "neutra",
    "quente", "cozinha", "infantil", "moderno", "espelho 50x90", "IC-0101", "pendente até", "até", "entre 300 e 200",
    "pendente ip99", "luz de cabeceira", "até 60 cm", "mais de 40 h", "e", "", "\x00", "R$", "lampada 40w",
    "3 lâmpadas",
)  # fmt: skip


@pytest.mark.usefixtures("demo")
def test_an_app_gets_parameters_that_find_the_same(client: Client) -> None:
    body = client.get("/api/v1/products/understand/", {"q": "Lustre dimerizável até mil reais, 220 V"}).json()
    assert (body["q"], body["count"]) == ("Lustre", 17)
    assert [(each["label"].replace("\xa0", " "), each["params"]) for each in body["filters"]] == [
        ("até R$ 1.000", {"price_max": "1000"}),
        ("Dimerizável", {"dimmable": "true"}),
        ("Bivolt (100–240 V)", {"voltage": "bivolt"}),
        ("220 V", {"voltage": "220v"}),
    ]
    sent = {"q": body["q"], "price_max": "1000", "dimmable": "true", "voltage": ["220v", "bivolt"]}
    assert client.get("/api/v1/products/", sent).json()["count"] == 17
    plain = client.get("/api/v1/products/understand/", {"q": "vaso branco"}).json()
    assert (plain["q"], plain["filters"]) == ("vaso branco", [])
    assert client.get("/api/v1/products/understand/").status_code == 400


@pytest.mark.usefixtures("demo")
def test_what_says_no_filter_is_searched_as_it_is(client: Client) -> None:
    understood = [text for text in PLAIN if understand(ProductQuery.from_params({"q": text})) is not None]
    assert understood == []
    assert [text for text in PLAIN if client.get("/busca/", {"q": text}).status_code != 200] == []
    # What was chosen before stays, and what is said again stays once.
    answer = client.get("/busca/", {"q": "abajur até 300", "cor": "2700", "ordem": "menor-preco", "pagina": "2"})
    assert answer.headers["Location"] == "/busca/?cor=2700&ordem=menor-preco&preco=-300&q=abajur"
    answer = client.get("/busca/", {"q": "abajur 2700k", "cor": "2700"})
    assert answer.headers["Location"] == "/busca/?cor=2700&q=abajur"


def test_a_shop_without_such_filters_searches_the_words(client: Client) -> None:
    assert understand(ProductQuery.from_params({"q": "pendente quente e27 para cozinha"})) is None
    assert client.get("/busca/?q=pendente+quente").status_code == 200


def test_phrases_know_their_place_and_never_overlap() -> None:
    found = read("Pendente até R$ 1.299,90, IP-65 e À PROVA D'ÁGUA; 2.700 K – ÚLTIMO")
    assert [(phrase.start, phrase.end, phrase.values) for phrase in found] == [
        (9, 24, (("price", "-1299.90"),)),
        (26, 31, (("ip", "ip65"),)),
        (34, 48, (("ip", "ip65"), ("ip", "ip67"))),
        (50, 57, (("color_temperature", "2700"),)),
    ]


@pytest.mark.parametrize(
    "text", ["até " * 50, "9" * 200, "de 1 a " * 28, "1 w" * 66, "İ" * 200, "ﬁta quente" * 20, "e27" * 66]
)
def test_no_text_takes_long_or_breaks(text: str) -> None:
    for phrase in read(text):
        assert 0 <= phrase.start < phrase.end <= len(text)
