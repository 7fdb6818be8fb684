"""A page and its twin in the other language are never mixed up: not by a cache, a header of a browser, or a form."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from catalog import publication
from catalog.models import Page as Text
from catalog.models import Product
from tests import make
from tests.pages.reading import Page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
INDEXED = ("/", "/catalogo/", "/categoria/pendentes/", "/produto/lustre/", "/entrega/", "/contato/", "/calculadora/")
SHOWN = (
    *INDEXED,
    "/busca/?q=lustre&ordem=preco",
    "/catalogo/?cor=2700&pagina=1",
    "/carrinho/",
    "/entrar/",
    "/favoritos/",
)


@pytest.fixture(autouse=True)
def _shop() -> None:
    shelf = make.category("Pendentes", slug="pendentes", parent=make.category("Iluminação", slug="iluminacao"))
    make.product("Lustre", category=shelf, specs={"color_temperature": 2700}, images=["day"])
    make.product("Outro", category=shelf, specs={"color_temperature": 4000})
    Text.objects.update_or_create(slug="entrega", defaults={"title": "Entrega", "body": "Texto."})
    publication.touch()


def slug_of(path: str) -> str:
    return path.replace("lustre/", f"{Product.objects.get(title='Lustre').slug}/") if "/produto/" in path else path


@pytest.mark.parametrize("path", SHOWN)
def test_no_header_of_a_browser_changes_a_page(client: Client, path: str) -> None:
    path = slug_of(path)
    plain, asked = (Client().get(path, headers=headers) for headers in ({}, {"Accept-Language": "en-GB,en;q=0.9"}))
    assert plain.content == asked.content
    assert "accept-language" not in plain.get("Vary", "").lower()


def test_kept_pages_of_the_languages_have_tags_of_their_own(client: Client) -> None:
    for path in map(slug_of, INDEXED[:4]):
        for _ in range(2):  # the second answer is the kept one
            ours, theirs = Client().get(path), Client().get(f"/en{path}")
            assert ours["ETag"] != theirs["ETag"], path
            assert Client().get(f"/en{path}", headers={"If-None-Match": ours["ETag"]}).status_code == 200
            assert Client().get(path, headers={"If-None-Match": ours["ETag"]}).status_code == 304


def test_a_form_sent_in_english_is_answered_in_english(client: Client) -> None:
    lustre = slug_of("/produto/lustre/").split("/")[2]
    added = client.post("/en/carrinho/adicionar/", {"produto": lustre, "quantidade": "1"})
    assert (added.status_code, urlsplit(added["Location"]).path) == (303, "/en/carrinho/")
    refused = client.post("/en/entrar/", {"email": "x"})
    assert (refused.status_code, Page(refused.content.decode()).one("html")["lang"]) == (422, "en")
    assert client.get("/en/conta/")["Location"].startswith("/en/entrar/")


def test_an_app_is_refused_in_the_language_it_accepts(client: Client) -> None:
    def refused(language: str) -> tuple[str, str]:
        answer = client.get("/api/v1/products/nada/", headers={"Accept-Language": language} if language else None)
        assert answer.status_code == 404
        assert "accept-language" in answer["Vary"].lower()
        told = answer.json()
        return told["title"], told["detail"]

    assert refused("") == refused("pt-BR,pt;q=0.9,en;q=0.8") == refused("fr")
    assert refused("en-GB,en;q=0.9,pt;q=0.8") == refused("fr, en;q=0.2")
    assert all(ours != theirs for ours, theirs in zip(refused("pt"), refused("en"), strict=True))


def test_facts_of_the_api_are_the_same_in_every_language(client: Client) -> None:
    for path in ("/api/v1/products/", f"/api/v1{slug_of('/produto/lustre/').replace('produto', 'products')}"):
        ours, theirs = (Client().get(path, headers={"Accept-Language": language}) for language in ("pt-BR", "en"))
        assert (ours.status_code, ours.content, ours.get("ETag")) == (200, theirs.content, theirs.get("ETag"))


@pytest.mark.parametrize(
    "path", ["/en/admin/", "/en/api/v1/products/", "/en/sitemap.xml", "/en/static/x.css", "/en/en/"]
)
def test_what_is_no_page_has_no_twin(client: Client, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404
