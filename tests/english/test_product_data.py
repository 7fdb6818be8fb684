"""What staff and sources write of products in English is shown there; where nothing is written, Portuguese."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from catalog import publication, search, taxonomy
from catalog.lighting import lamps
from catalog.models import Category, Image, Product, ProductCard, SearchDocument, SpecChoice, SpecDefinition
from catalog.search import ProductQuery
from iluminacasa import languages
from iluminacasa.languages import ENGLISH, PORTUGUESE
from tests import make

pytestmark = pytest.mark.django_db
SUMMARY, SUMMARY_EN = "Cúpula de alumínio pintado.", "A dome of painted aluminium."
DESCRIPTION = "Pintada à mão, peça por peça."


@pytest.fixture
def pendant() -> Product:
    """All of it in English but for its description."""
    search.forget()
    shelf = make.category("Pendentes", name_en="Hanging lights")
    lamp = make.product(
        "Pendente Cúpula", category=shelf, slug="cupula", sku="P1", title_en="Dome Pendant", summary=SUMMARY,
        summary_en=SUMMARY_EN, description=DESCRIPTION, images=["day"], publish=False,
        specs={"color_temperature": 2700, "base": "led-integrado", "material": ["vidro"], "dimmable": True},
    )  # fmt: skip
    make.product("Pendente Fio", category=shelf, slug="fio", specs={"material": ["metal"], "dimmable": False})
    Image.objects.filter(product=lamp).update(alt="Cúpula apagada", alt_en="Dome, off")
    for key, label in {"material": "Made of", "color_temperature": "Colour temperature", "dimmable": "Dims"}.items():
        SpecDefinition.objects.filter(key=key).update(label_en=label, group_en="Facts")
    SpecChoice.objects.filter(slug="led-integrado").update(label="LED integrado", label_en="Integrated LED")
    SpecChoice.objects.filter(slug="vidro").update(label="Vidro", label_en="Glass")
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    return lamp


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def stored(product: Product) -> tuple[str, ...]:
    card, text = ProductCard.objects.get(pk=product.pk), SearchDocument.objects.get(pk=product.pk)
    return card.data.split('"updated_at"')[0], card.view, text.title, text.specs


def test_what_is_stored_does_not_depend_on_the_language_spoken(pendant: Product, now: datetime) -> None:
    before = stored(pendant)
    ProductCard.objects.all().delete()
    SearchDocument.objects.all().delete()
    with languages.speaking(ENGLISH):
        publication.refresh(product_ids=[pendant.pk], at=now)
    assert stored(pendant) == before
    assert '"url":"/produto/cupula/"' in before[1]
    with languages.speaking(ENGLISH):
        assert publication.refresh(product_ids=[pendant.pk], at=now) == 0
        assert pendant.get_absolute_url() == "/en/produto/cupula/"
    assert pendant.get_absolute_url() == "/produto/cupula/"


def test_a_list_speaks_the_language_of_its_address_and_the_other_one_after_it(client: Client, pendant: Product) -> None:
    portuguese = page(client, "/categoria/pendentes/")
    english = page(client, "/en/categoria/pendentes/?material=vidro")
    said = {
        "Dome Pendant": "Pendente Cúpula", "Integrated LED": "LED integrado", ">Hanging lights<": ">Pendentes<",
        "Made of": "Material", "Glass": "Vidro", "/en/produto/cupula/": '"/produto/cupula/',
    }  # fmt: skip
    assert [text for text in said if text not in english] == []
    assert [text for text in said.values() if text in english] == []
    assert [text for text in said if text in portuguese] == []
    assert "Pendente Fio" in page(client, "/en/categoria/pendentes/")  # a name that nobody translated
    assert page(client, "/categoria/pendentes/") == portuguese


def test_the_page_of_a_product_marks_what_it_has_only_in_portuguese(client: Client, pendant: Product) -> None:
    english, portuguese = page(client, "/en/produto/cupula/"), page(client, "/produto/cupula/")
    assert "<h1>Dome Pendant</h1>" in english
    assert f'<p class="product__summary">{SUMMARY_EN}</p>' in english
    assert f'<div class="prose" lang="pt-BR"><p>{DESCRIPTION}</p></div>' in english
    assert "<caption>Facts</caption>" in english
    assert '<th scope="row">Made of</th><td>Glass</td>' in english
    assert 'alt="Dome, off"' in english
    assert '"name":"Dome Pendant"' in english  # what search engines read
    assert f'<div class="prose"><p>{DESCRIPTION}</p></div>' in portuguese
    assert "Dome" not in portuguese


@pytest.mark.parametrize(
    "path",
    [
        "products/",
        "products/cupula/",
        "products/facets/",
        "products/suggest/?q=pend",
        "products/understand/?q=pendente+vidro",
        "categories/",
    ],
)
def test_facts_are_the_same_whatever_language_a_program_accepts(client: Client, pendant: Product, path: str) -> None:
    english = client.get(f"/api/v1/{path}", headers={"Accept-Language": "en"})
    portuguese = client.get(f"/api/v1/{path}")
    assert english.status_code == 200
    assert english.content == portuguese.content
    assert b"Dome" not in english.content


@pytest.mark.parametrize("text", ["dome pendant", "hanging", "glass", "integrated led", "cúpula", "vidro"])
@pytest.mark.parametrize("language", [PORTUGUESE, ENGLISH])
def test_a_product_is_found_by_its_names_in_either_language(pendant: Product, text: str, language: str) -> None:
    with languages.speaking(language):
        assert pendant.pk in ProductQuery.from_params({"q": text}, names="url").first(5)


def test_a_shelf_without_english_keeps_its_name(pendant: Product) -> None:
    Category.objects.update(name_en="")
    publication.touch()
    category = taxonomy.load().by_slug["pendentes"]
    with languages.speaking(ENGLISH):
        assert languages.spoken(category.name, category.name_en) == "Pendentes"


def test_styles_of_the_calculator_have_their_english_names() -> None:
    make.product(specs={"style": ["retro"]})
    SpecChoice.objects.filter(slug="retro").update(label="Retrô", label_en="Retro")
    assert lamps.styles() == [("retro", "Retrô")]
    with languages.speaking(ENGLISH):
        assert lamps.styles() == [("retro", "Retro")]
