"""The list of products over the API: filters, orders, pages, facets, suggestions."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import kept, publication
from catalog.models import Product, ProductCard, SearchMiss
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/api/v1/products/"


@pytest.fixture
def lamps() -> dict[str, Product]:
    light = make.category("Iluminação", slug="iluminacao")
    pendants = make.category("Pendentes", slug="pendentes", parent=light)
    house = make.category("Casa", slug="casa")
    return {
        "warm": make.product(
            "Pendente Quente", category=pendants, brand="Lumiar", price="100.00",
            specs={"color_temperature": 2700, "base": "e27", "dimmable": True, "room": ["sala", "quarto"]},
        ),
        "cold": make.product(
            "Pendente Frio", category=pendants, brand="Aurora", price="200.00", discount=50,
            specs={"color_temperature": 6500, "base": "gu10", "dimmable": False, "room": ["cozinha"]},
        ),
        "table": make.product(
            "Abajur", category=light, brand="Aurora", price="300.00", stock=0,
            specs={"color_temperature": 3000, "base": "e27"},
        ),
        "vase": make.product("Vaso", category=house, price="50.00"),
    }  # fmt: skip


def get(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


def names(client: Client, query: str, lamps: dict[str, Product]) -> list[str]:
    by_id = {product.pk: name for name, product in lamps.items()}
    return [by_id[item["id"]] for item in get(client, f"{LIST}?{query}")["results"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ordering=price", ["vase", "warm", "cold", "table"]),
        ("ordering=-price", ["table", "warm", "cold", "vase"]),
        ("ordering=-discount&category=iluminacao", ["cold", "warm", "table"]),
        ("ordering=-created", ["vase", "table", "cold", "warm"]),
        ("category=pendentes&ordering=price", ["warm", "cold"]),
        ("category=pendentes&category=casa&ordering=price", ["vase", "warm", "cold"]),
        ("brand=aurora&ordering=price", ["cold", "table"]),
        ("brand=aurora&in_stock=true", ["cold"]),
        ("price_min=100&price_max=100&ordering=price", ["warm", "cold"]),
        ("price_min=100.01", ["table"]),
        ("price_max=99.99", ["vase"]),
        ("price_min=200&price_max=100", []),
        ("color_temperature=2700", ["warm"]),
        ("color_temperature=2700&color_temperature=6500&ordering=price", ["warm", "cold"]),
        ("color_temperature=2500-3500&ordering=price", ["warm", "table"]),
        ("color_temperature=3000-&ordering=price", ["cold", "table"]),
        ("base=e27&dimmable=true", ["warm"]),
        ("dimmable=false", ["cold"]),
        ("room=quarto", ["warm"]),
        ("room=quarto&room=cozinha&ordering=price", ["warm", "cold"]),
        ("q=pendente&ordering=price", ["warm", "cold"]),
        ("rating_min=4", []),
    ],
)
def test_filters_narrow_and_orders_order(
    client: Client, lamps: dict[str, Product], query: str, expected: list[str]
) -> None:
    assert names(client, query, lamps) == expected


def test_an_item_is_the_stored_card(client: Client, lamps: dict[str, Product]) -> None:
    import json

    items = get(client, LIST)["results"]
    stored = {card.pk: json.loads(card.data) for card in ProductCard.objects.all()}
    assert {item["id"]: item for item in items} == stored


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"),
        ("cor=2700", "cor"),
        ("page=2", "page"),
        ("format=json", "format"),
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=1e1", "page_size"),
        ("page_size=", "page_size"),
        ("price_min=NaN", "price_min"),
        ("price_min=-1", "price_min"),
        ("price_min=1e9", "price_min"),
        ("price_min=٣", "price_min"),
        ("price_min=1&price_min=2", "price_min"),
        ("price_max=" + "9" * 25, "price_max"),
        ("rating_min=6", "rating_min"),
        ("in_stock=talvez", "in_stock"),
        ("category=nada", "category"),
        ("brand=nada", "brand"),
        ("base=e28", "base"),
        ("color_temperature=quente", "color_temperature"),
        ("color_temperature=900-400", "color_temperature"),
        ("ordering=random", "ordering"),
        ("ordering=price&ordering=-price", "ordering"),
        ("q=" + "a" * 201, "q"),
        ("q=a&q=b", "q"),
        ("cursor=", "cursor"),
        ("cursor=%00", "cursor"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    client: Client, lamps: dict[str, Product], query: str, field: str
) -> None:
    response = client.get(f"{LIST}?{query}")
    body = response.json()
    assert (response.status_code, body["code"], body["errors"][0]["field"]) == (400, "invalid_filter", field)


# --- Pages ---------------------------------------------------------------------------------------
def walk(client: Client, address: str | None, link: str = "next") -> Iterator[dict[str, Any]]:
    while address:
        body = get(client, address)
        yield body
        address = body[link]


@pytest.mark.parametrize("ordering", ["relevance", "price", "-price", "-rating", "-created", "-discount", "-sold"])
def test_a_list_is_walked_forth_and_back_without_gap_or_repeat(client: Client, ordering: str) -> None:
    wanted = {product.pk for product in make.products(7)}
    pages = list(walk(client, f"{LIST}?ordering={ordering}&page_size=3"))
    ids = [item["id"] for page in pages for item in page["results"]]
    assert [len(page["results"]) for page in pages] == [3, 3, 1]
    assert len(ids) == len(set(ids))
    assert set(ids) == wanted
    assert pages[0]["previous"] is None
    back = list(walk(client, pages[-1]["previous"], "previous"))
    assert [page["results"] for page in back] == [pages[1]["results"], pages[0]["results"]]


def test_what_comes_in_meanwhile_moves_nothing(client: Client) -> None:
    products = make.products(5, price="100.00")
    first = get(client, f"{LIST}?ordering=price&page_size=2")
    make.product(price="1.00")
    Product.objects.filter(pk=products[0].pk).update(is_published=False)
    publication.refresh(product_ids=[products[0].pk], at=timezone.now())
    rest = [item["id"] for page in walk(client, first["next"]) for item in page["results"]]
    assert rest == [product.pk for product in products[2:]]


def test_links_keep_the_filters_and_the_size(client: Client, lamps: dict[str, Product]) -> None:
    body = get(client, f"{LIST}?brand=aurora&page_size=1&ordering=price")
    assert body["count"] == 2
    assert body["next"].startswith(f"http://testserver{LIST}?brand=aurora&page_size=1&ordering=price&cursor=")


def test_a_cursor_belongs_to_its_own_list(client: Client, lamps: dict[str, Product]) -> None:
    cursor = get(client, f"{LIST}?page_size=1")["next"].partition("cursor=")[2]
    for text in (cursor, cursor[::-1], cursor.swapcase(), cursor[:-1] + "A"):
        response = client.get(f"{LIST}?brand=aurora&cursor={text}")
        assert (response.status_code, response.json()["code"]) == (404, "invalid_cursor")


def test_size_is_24_unless_asked(client: Client) -> None:
    make.products(30)
    assert len(get(client, LIST)["results"]) == 24
    assert len(get(client, f"{LIST}?page_size=100")["results"]) == 30


# --- Cost ----------------------------------------------------------------------------------------
def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code in (200, 304)
    return len(captured)


def test_every_list_costs_the_same_few_queries_at_any_depth(client: Client) -> None:
    make.products(12, specs={"color_temperature": 2700})
    depths = [page["next"] for page in walk(client, f"{LIST}?page_size=2")]
    kept.texts.clear()
    costs = [{queries_of(client, address) for address in depths if address} for _ in ("first", "again")]
    assert costs == [{2}, {1}]
    assert queries_of(client, f"{LIST}?color_temperature=2700&category=iluminacao&price_min=1") == 2
    assert queries_of(client, f"{LIST}facets/?color_temperature=2700") <= 2
    assert queries_of(client, f"{LIST}?q=luminaria+2700") <= 8  # the first search reads the vocabulary
    assert queries_of(client, f"{LIST}?q=luminaria+2700&page_size=2") <= 4
    assert queries_of(client, f"{LIST}?q=luminaria") <= 4
    feed = client.get(f"{LIST}changes/?page_size=2").json()["next"]
    assert {queries_of(client, f"{LIST}changes/?page_size=2"), queries_of(client, feed)} == {3}


def test_an_unchanged_list_costs_the_version_alone(client: Client) -> None:
    make.products(3)
    etag = client.get(LIST).headers["ETag"]
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST, headers={"If-None-Match": etag}).status_code == 304
    assert len(captured) == 1


@pytest.mark.parametrize("address", [LIST, f"{LIST}facets/", f"{LIST}suggest/?q=lum", f"{LIST}changes/"])
def test_tags_move_with_the_catalogue_and_with_the_question(client: Client, address: str) -> None:
    product = make.product()
    etag = client.get(address).headers["ETag"]
    other = f"{address}{'&' if '?' in address else '?'}"
    other = other.replace("q=lum&", "q=lumi") if "suggest" in other else f"{other}page_size=7"
    if "facets" not in address:
        assert client.get(other).headers["ETag"] != etag
    Product.objects.filter(pk=product.pk).update(title="Outra")
    publication.refresh(product_ids=[product.pk], at=timezone.now())
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


# --- Facets and suggestions ----------------------------------------------------------------------
def test_each_count_is_what_the_choice_shows(client: Client, lamps: dict[str, Product]) -> None:
    for asked in ("", "category=iluminacao", "base=e27&in_stock=1", "q=pendente"):
        for facet in get(client, f"{LIST}facets/?{asked}")["facets"]:
            for option in facet["options"]:
                if facet["key"] in asked:
                    continue
                choice = "&".join(f"{name}={value}" for name, value in option["params"].items())
                joined = f"{asked}&{choice}" if asked else choice
                assert get(client, f"{LIST}?{joined}")["count"] == option["count"], joined


def test_facets_tell_the_total_and_what_is_selected(client: Client, lamps: dict[str, Product]) -> None:
    body = get(client, f"{LIST}facets/?base=e27")
    assert body["count"] == 2
    base = next(facet for facet in body["facets"] if facet["key"] == "base")
    assert [(o["value"], o["count"], o["selected"]) for o in base["options"]] == [
        ("e27", 2, True),
        ("gu10", 1, False),
    ]


def test_facets_have_neither_order_nor_pages(client: Client, lamps: dict[str, Product]) -> None:
    for query in ("ordering=price", "page_size=2", "cursor=abc"):
        assert client.get(f"{LIST}facets/?{query}").status_code == 400


def test_suggestions_name_categories_and_products(client: Client, lamps: dict[str, Product]) -> None:
    body = get(client, f"{LIST}suggest/?q=pend")
    assert body["categories"] == [{"slug": "pendentes", "name": "Pendentes"}]
    assert {item["id"] for item in body["products"]} == {lamps["warm"].pk, lamps["cold"].pk}
    assert get(client, f"{LIST}suggest/?q=") == {"terms": [], "categories": [], "products": []}
    assert client.get(f"{LIST}suggest/").status_code == 400


def test_a_search_that_finds_nothing_is_noted_once_like_on_the_page(client: Client, lamps: dict[str, Product]) -> None:
    etag = client.get(f"{LIST}?q=xilofone").headers["ETag"]
    assert client.get(f"{LIST}?q=xilofone", headers={"If-None-Match": etag}).status_code == 304
    get(client, f"{LIST}?q=pendete")  # corrected
    get(client, f"{LIST}?q=pendente&price_max=1")  # hidden by a filter
    get(client, f"{LIST}?price_max=1")
    assert list(SearchMiss.objects.values_list("query", "count")) == [("xilofone", 1)]
