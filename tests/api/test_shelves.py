"""Categories and brands over the API."""

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelves() -> None:
    light = make.category("Iluminação", slug="iluminacao", position=1)
    pendants = make.category("Pendentes", slug="pendentes", parent=light)
    make.category("Casa", slug="casa", position=2)
    make.category("Escondida", slug="escondida", is_active=False)
    make.product(category=pendants, brand="Lumiar")
    make.product(category=light, brand="Aurora")
    make.product(category=light, brand="Aurora")
    make.brand("Sem Produtos")


def test_categories_come_parents_first_with_their_place_in_the_tree(client: Client, shelves: None) -> None:
    body = client.get("/api/v1/categories/").json()
    assert [(c["slug"], c["parent"], c["product_count"]) for c in body["results"]] == [
        ("iluminacao", None, 3),
        ("pendentes", "iluminacao", 1),
        ("casa", None, 0),
    ]
    assert (body["count"], body["next"], body["previous"]) == (3, None, None)


def test_one_category_knows_its_path_and_children(client: Client, shelves: None) -> None:
    assert client.get("/api/v1/categories/pendentes/").json() == {
        "slug": "pendentes",
        "name": "Pendentes",
        "description": "",
        "parent": "iluminacao",
        "path": [{"slug": "iluminacao", "name": "Iluminação"}, {"slug": "pendentes", "name": "Pendentes"}],
        "children": [],
        "product_count": 1,
    }


@pytest.mark.parametrize("address", ["categories/escondida/", "categories/nada/", "brands/sem-produtos/"])
def test_what_is_not_on_show_is_not_there(client: Client, shelves: None, address: str) -> None:
    assert client.get(f"/api/v1/{address}").status_code == 404


def test_brands_come_by_name_with_what_they_sell(client: Client, shelves: None) -> None:
    assert client.get("/api/v1/brands/").json()["results"] == [
        {"slug": "aurora", "name": "Aurora", "product_count": 2},
        {"slug": "lumiar", "name": "Lumiar", "product_count": 1},
    ]
    assert client.get("/api/v1/brands/aurora/").json()["product_count"] == 2


def test_the_list_is_walked_forth_and_back_by_its_links(client: Client, shelves: None) -> None:
    first = client.get("/api/v1/categories/?page_size=2").json()
    assert first["next"] == "http://testserver/api/v1/categories/?page_size=2&cursor=after.pendentes"
    second = client.get(first["next"]).json()
    assert [c["slug"] for c in second["results"]] == ["casa"]
    assert second["next"] is None
    back = client.get(second["previous"]).json()
    assert back["results"] == first["results"]
    assert back["previous"] is None
    assert back["next"] == first["next"]


def test_a_new_category_before_the_cursor_moves_nothing(client: Client, shelves: None) -> None:
    first = client.get("/api/v1/categories/?page_size=2").json()
    make.category("Antes", slug="antes", position=0)
    assert [c["slug"] for c in client.get(first["next"]).json()["results"]] == ["casa"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("cursor=after.nunca-houve", 404, "invalid_cursor"),
        ("cursor=abc", 400, "invalid_filter"),
        ("cursor=", 400, "invalid_filter"),
        ("cursor=after.%00", 400, "invalid_filter"),
        ("page_size=0", 400, "invalid_filter"),
        ("page_size=101", 400, "invalid_filter"),
        ("page_size=٢", 400, "invalid_filter"),
        ("page_size=2&page_size=3", 400, "invalid_filter"),
        ("colour=red", 400, "invalid_filter"),
    ],
)
def test_what_makes_no_sense_is_named(client: Client, shelves: None, query: str, status: int, code: str) -> None:
    response = client.get(f"/api/v1/categories/?{query}")
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["errors"][0]["field"] == query.partition("=")[0]


def test_a_client_that_has_it_is_told_so_until_something_shown_changes(client: Client, shelves: None) -> None:
    etag = client.get("/api/v1/categories/").headers["ETag"]
    again = client.get("/api/v1/categories/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    make.product()
    assert client.get("/api/v1/categories/", headers={"If-None-Match": etag}).status_code == 200
