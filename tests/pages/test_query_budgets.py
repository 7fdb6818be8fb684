"""How many database queries a page may cost, whatever the shop's size: `tests/budgets.json`."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import publication, reviews, search
from catalog.models import CatalogueState, Page, Product
from tests import make

pytestmark = pytest.mark.django_db
BUDGETS = json.loads((Path(__file__).resolve().parents[1] / "budgets.json").read_text())
PAGES = BUDGETS["pages"]


@pytest.fixture(autouse=True)
def lamp() -> Product:
    Page.objects.update_or_create(slug="sobre", defaults={"title": "Sobre", "body": "Olá."})
    specs = {"color_temperature": 2700, "room": ["sala"], "finish": "preto"}
    light = make.category("Iluminação", slug="iluminacao")
    made = make.product(
        "Luminária",
        slug="luminaria",
        category=light,
        brand="Lumiar",
        family="par",
        discount=10,
        specs=specs,
        images=["day", "night"],
    )
    make.product("Luminária clara", brand="Lumiar", family="par", specs=specs | {"finish": "latao"})
    make.products(30, brand="Lumiar", specs=specs)
    make.review(made)
    reviews.recount(product_ids=[made.pk], at=timezone.now())
    publication.touch()
    return made


def cost(client: Client, address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers=headers)
    assert response.status_code in (200, 304)
    return len(queries)


def forget() -> None:
    """As if the process had just started and the content had just moved."""
    search.forget()
    state = CatalogueState.objects.get(pk=1)
    CatalogueState.objects.filter(pk=1).update(version=state.version + 500)


@pytest.mark.parametrize("address", list(PAGES))
def test_a_page_stays_within_its_budget(client: Client, address: str) -> None:
    forget()
    first = cost(client, address)
    warm = cost(client, address)
    assert (first <= PAGES[address]["first"], warm <= PAGES[address]["warm"]) == (True, True), (first, warm)


@pytest.mark.parametrize("address", list(BUDGETS["choices"]))
def test_choices_cost_little_more(client: Client, address: str) -> None:
    for slug in ("luminaria", "luminaria"):
        client.post("/favoritos/adicionar/", {"produto": slug})
        client.post("/comparar/adicionar/", {"produto": slug})
    client.get(address)
    assert cost(client, address) <= BUDGETS["choices"][address]


@pytest.mark.parametrize("address", ["/", "/catalogo/?pagina=2", "/categoria/iluminacao/?cor=2700"])
def test_an_unchanged_page_costs_one_query(client: Client, address: str) -> None:
    etag = client.get(address).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers={"If-None-Match": etag})
    names = [query["sql"].split(" FROM ")[1].split(" ")[0] for query in queries.captured_queries]
    assert (response.status_code, names) == (304, ['"catalog_cataloguestate"'])


def test_more_products_cost_no_more_queries(client: Client) -> None:
    client.get("/catalogo/")
    few = cost(client, "/catalogo/?ordem=menor-preco")
    make.products(40, brand="Aurora", specs={"color_temperature": 4000})
    client.get("/catalogo/")
    assert cost(client, "/catalogo/?ordem=menor-preco&pagina=3") == few
