"""Pages for what went wrong help on."""

import pytest
from django.conf import settings
from django.test import Client

from catalog import publication
from catalog.models import Page
from tests import make
from tests.pages.reading import Page as Html
from tests.pages.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop() -> None:
    light = make.category("Iluminação", slug="iluminacao")
    for name in ("Pendentes", "Luminárias de piso", "Abajures", "Arandelas"):
        make.product(category=make.category(name, parent=light))
    Page.objects.update_or_create(slug="trocas", defaults={"title": "Trocas e devoluções", "body": "x"})
    publication.touch()


@pytest.mark.parametrize(
    ("path", "words", "text", "address"),
    [
        ("/categoria/pendents/", "pendents", "Pendentes", "/categoria/pendentes/"),
        ("/categoria/luminaria-de-pizo/", "luminaria de pizo", "Luminárias de piso", "/categoria/luminarias-de-piso/"),
        ("/troca/", "troca", "Trocas e devoluções", "/trocas/"),
        ("/favorito/", "favorito", "Favoritos", "/favoritos/"),
        ("/produto/vaso-grego/", "vaso grego", "“vaso grego” na busca", "/busca/?q=vaso+grego"),
    ],
)
def test_a_wrong_address_suggests_a_right_one(client: Client, path: str, words: str, text: str, address: str) -> None:
    page = read(client.get(path), status=404)
    assert page.heading == "Aqui a luz não chega"
    assert page.one("input", id="q-problem")["value"] == words
    suggested = page.one("section", "problem").one("a", href=address)
    assert suggested.text == text
    assert "/categoria/abajures/" in page.links


@pytest.mark.parametrize(
    "path", ["/a/b/c/d/", "/%00/", "/%F0%9F%92%A1/", "/" + "x" * 3000 + "/", "/..%2f..%2fetc/passwd", "/1/"]
)
def test_odd_addresses_are_404_or_400(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code in (400, 404)
    assert Html(response.content.decode()).one("h1").text


def test_a_404_is_never_indexed_as_a_page_of_the_shop(client: Client) -> None:
    page = read(client.get("/nada/"), status=404)
    assert page.canonical == ""
    assert page.title == "Página não encontrada · Ilumina Casa"


@pytest.mark.parametrize("path", ["/nada/", "/categoria/nada/", "/produto/nada/", "/catalogo/?pagina=9"])
def test_who_tries_the_shop_out_sees_the_same_page(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEBUG", True)
    assert read(client.get(path), status=404).heading == "Aqui a luz não chega"
