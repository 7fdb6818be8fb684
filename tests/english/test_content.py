"""What staff write, in English: ways to receive, pages, banners, opening hours."""

import re
from datetime import datetime
from decimal import Decimal
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import resolve

from cart import freight
from cart.models import FreightRate
from catalog import content, publication
from catalog.models import Banner, HomeSection, Page
from iluminacasa import languages
from iluminacasa.languages import ENGLISH


def ways(at: datetime) -> list[freight.FreightOption]:
    return freight.options(postal_code="01310-100", weight=Decimal(1), value=Decimal(50), at=at)


@pytest.mark.django_db
def test_a_way_to_receive_is_kept_in_portuguese_and_said_in_english(now: datetime) -> None:
    FreightRate.objects.filter(method="expresso").update(name="Motoboy", name_en="Courier")
    offered = ways(now)
    assert [way.spoken_name for way in offered] == ["Econômico", "Motoboy", "Retirar na loja"]
    with languages.speaking(ENGLISH):
        assert [way.name for way in ways(now)] == ["Econômico", "Motoboy", "Retirar na loja"]
        assert [way.spoken_name for way in offered] == ["Economy", "Courier", "Pick up at the shop"]


@pytest.mark.django_db
def test_what_an_order_keeps_of_its_way_is_said_as_the_table_calls_it_today() -> None:
    FreightRate.objects.filter(method="expresso").update(name="Motoboy", name_en="Courier")
    kept = ["Econômico", "Expresso", "Motoboy", "Retirar na loja", "Balão", ""]
    assert [freight.spoken_name(name) for name in kept] == kept
    with languages.speaking(ENGLISH):
        said = [freight.spoken_name(name) for name in kept]
    assert said == ["Economy", "Express", "Courier", "Pick up at the shop", "Balão", ""]


def english(client: Client, address: str) -> str:
    return unescape(client.get(f"/en{address}").content.decode())


def heading(page: str) -> str:
    return "".join(re.findall(r"<h1[^>]*>.*?</h1>", page, re.DOTALL))


def pages() -> list[Page]:
    return list(Page.objects.order_by("pk"))


# --- Pages ---------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_every_page_the_shop_opens_with_has_english_but_what_binds_in_law() -> None:
    without = [page.slug for page in pages() if not (page.title_en and page.description_en)]
    assert without == []
    assert {page.slug for page in pages() if not page.body_en} == content.LEGAL
    assert all(len(page.description_en) <= 160 for page in pages())
    with languages.speaking(ENGLISH):
        for page in pages():
            made = str(content.render(page.body_en).html)
            assert "{" not in made, page.slug
            for address in re.findall(r'href="(/[^"#]*)', made):
                assert resolve(languages.behind_prefix(address) or "").view_name in ("catalog:page", "catalog:contact")


@pytest.mark.django_db
def test_both_versions_of_a_page_have_the_same_parts() -> None:
    shape = re.compile(r"^(?:#+|[-*]|\d\.|\|)", re.MULTILINE)
    for page in pages():
        if page.slug not in content.LEGAL:
            assert shape.findall(page.body) == shape.findall(page.body_en), page.slug


@pytest.mark.django_db
def test_what_staff_wrote_is_not_given_the_english_of_something_else() -> None:
    Page.objects.update(title_en="", description_en="", body_en="")
    Page.objects.filter(slug="entrega").update(body="Só em São Paulo.")
    Page.objects.filter(slug="trocas").update(title_en="Our returns")
    Banner.objects.filter(place="hero").update(text="Outro texto", text_en="")
    HomeSection.objects.filter(kind="guides").update(title="Leia", title_en="", text_en="")
    import_module("catalog.migrations.0019_english_content").fill(apps, None)
    delivery, returns = Page.objects.get(slug="entrega"), Page.objects.get(slug="trocas")
    assert (delivery.title_en, delivery.body_en) == ("Delivery", "")
    assert (returns.title_en, returns.body_en.startswith("This page sums up")) == ("Our returns", True)
    hero, guides = Banner.objects.get(place="hero"), HomeSection.objects.get(kind="guides")
    assert (hero.title_en, hero.text_en) == ("See the light before you take it home", "")
    assert (guides.title_en, guides.text_en) == ("", "To choose without mistakes.")


@pytest.mark.django_db
def test_an_english_page_says_the_shops_data_and_leads_to_english_pages(client: Client) -> None:
    page = english(client, "/perguntas-frequentes/")
    assert heading(page) == "<h1>Frequently asked questions</h1>"
    assert "at least R$ 25.00 each" in page
    assert '<a href="/en/entrega/">Delivery</a>' in page
    assert '<h2 id="how-can-i-pay">How can I pay?</h2>' in page
    portuguese = unescape(client.get("/perguntas-frequentes/").content.decode())
    assert "parcela mínima de R$ 25,00" in portuguese
    assert '<a href="/entrega/">Entrega</a>' in portuguese


@pytest.mark.django_db
def test_the_text_that_binds_stays_portuguese_marked_and_says_so(client: Client) -> None:
    page = english(client, "/termos/")
    assert heading(page) == "<h1>Terms of use and sale</h1>"
    note = '<p class="notice">The Portuguese text below is the binding one.</p>'
    assert f'{note}<div class="prose" lang="pt-BR"><p>Estes são os termos' in page
    assert "parcela mínima de R$ 25,00" in page
    assert "binding" not in client.get("/termos/").content.decode()


@pytest.mark.django_db
def test_a_page_nobody_translated_is_shown_in_portuguese_and_marked(client: Client) -> None:
    Page.objects.create(slug="obras", title="Obras", body="Em [obras](/contato/).", position=5)
    publication.touch()
    page = english(client, "/obras/")
    assert heading(page) == '<h1 lang="pt-BR">Obras</h1>'
    assert 'only.</p><div class="prose" lang="pt-BR"><p>Em <a href="/en/contato/">obras</a>.</p>' in page
    assert '<a href="/en/obras/" lang="pt-BR">Obras</a>' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "title", "url"),
    [
        ("withstands splashes garden", "Frequently asked questions: Can I install it in the bathroom or in the garden?",
         "/en/perguntas-frequentes/#can-i-install-it-in-the-bathroom-or-in-the-garden"),
        ("changed mind", "Exchanges and returns: Changed your mind: 7 days", "/en/trocas/#changed-your-mind-7-days"),
        ("encarregado dados", "Privacy", "/en/privacidade/#quem-e-responsavel"),
    ],
)  # fmt: skip
def test_help_is_found_in_the_language_spoken(query: str, title: str, url: str) -> None:
    with languages.speaking(ENGLISH):
        found = content.find(query)[0]
    assert (found.title, found.url) == (title, url)
    assert isinstance(found.excerpt, languages.Foreign) == (title == "Privacy")


# --- The shop window ------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_home_page_says_banners_and_rows_in_english(client: Client) -> None:
    Banner.objects.filter(place="hero").update(link="/guia-da-luz/")
    Banner.objects.create(place="top", title="Só hoje", position=1)
    publication.touch()
    page = english(client, "/")
    assert heading(page) == "<h1>See the light before you take it home</h1>"
    assert '<a class="button button--lit button--big" href="/en/guia-da-luz/">Go to the shop</a>' in page
    assert "<strong>5% off</strong> when you pay with Pix" in page
    assert '<strong lang="pt-BR">Só hoje</strong>' in page
    assert "Height, size and number of pendants" in page


@pytest.mark.django_db
def test_opening_hours_are_said_in_english_and_the_address_stays(client: Client) -> None:
    page = english(client, "/contato/")
    assert "<li>Monday to Friday, 9 am to 6 pm</li>" in page
    assert "Opening hours: Monday to Friday, 9 am to 6 pm." in page
    assert f'<p lang="pt-BR">{settings.STORE_LEGAL_NAME} · CNPJ' in page
    assert f"<li>{settings.STORE_HOURS}</li>" in unescape(client.get("/contato/").content.decode())
