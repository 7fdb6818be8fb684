"""Every link of the shop leads somewhere, and every page has what every page must have."""

from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from catalog import publication, reviews
from catalog.models import Banner, HomeSection, Page, Related
from tests import make
from tests.pages.reading import Page as Html

pytestmark = pytest.mark.django_db
MOST_PAGES = 120


@pytest.fixture(autouse=True)
def _shop() -> None:
    """A small shop in which every kind of row, filter and link appears."""
    light = make.category("Iluminação", slug="iluminacao", promoted=[{"label": "Quente", "query": "cor=2700"}])
    shelves = [make.category(name, parent=light) for name in ("Pendentes", "Abajures", "Plafons", "Spots")]
    made = [
        make.product(
            f"Luminária {number}",
            slug=f"luminaria-{number}",
            category=shelves[number % 4],
            brand=("Lumiar", "Aurora")[number % 2],
            family="par" if number < 2 else "",
            price=100 + number,
            discount=10 if number % 3 == 0 else 0,
            units_sold=number,
            specs={
                "color_temperature": (2700, 4000)[number % 2],
                "finish": ("preto", "latao")[number % 2],
                "room": ["sala", "quarto"][: 1 + number % 2],
                "dimmable": number % 2 == 0,
            },
            images=["day", "night", "detail"],
        )
        for number in range(25)
    ]
    for number in range(8):
        make.review(made[0], rating=1 + number % 5)
    reviews.recount(product_ids=[made[0].pk], at=timezone.now())
    Related.objects.create(product=made[0], other=made[5])
    Page.objects.update_or_create(slug="sobre", defaults={"title": "Sobre", "body": "[Lojas](/contato/)"})
    Page.objects.update_or_create(slug="guia-da-sala", defaults={"title": "Guia da sala", "body": "Texto."})
    Banner.objects.create(place="hero", title="Luz", link="/catalogo/", link_label="Ver", product=made[3])
    for position, kind in enumerate(HomeSection.Kind.values):
        HomeSection.objects.update_or_create(kind=kind, defaults={"title": f"Fileira {position}", "category": light})
    publication.touch()


def is_page(address: str) -> bool:
    """A page in Portuguese; the English ones are walked through apart (tests/english)."""
    return not urlsplit(address).path.startswith(("/static/", "/media/", "/admin/", "/api/", "/en/"))


def test_every_link_of_every_page_resolves(client: Client) -> None:
    waiting, seen, broken = deque(["/"]), {"/"}, []
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        response = client.get(address)
        if response.status_code in (301, 302):
            found = [response.headers["Location"]]
        elif response.status_code == 200:
            page = Html(response.content.decode())
            check(page, address)
            found = page.links
        else:
            broken.append((response.status_code, address))
            continue
        for link in found:
            target = urldefrag(urljoin(address, link)).url.removeprefix("http://testserver")
            too_deep = target.count("&") > 1  # combinations of filters are endless
            if target.startswith("/") and is_page(target) and not too_deep and target not in seen:
                seen.add(target)
                waiting.append(target)
    assert broken == []
    assert len(seen) >= MOST_PAGES


def check(page: Html, address: str) -> None:
    """What holds on every page."""
    assert page.one("html")["lang"] == "pt-BR", address
    assert len(page.all("h1")) == 1, address
    assert page.title.endswith("Ilumina Casa"), address
    identities = [each["id"] for each in page.walk() if each.has("id")]
    assert len(identities) == len(set(identities)), address
    for link in page.links:
        base, anchor = urldefrag(link)
        if anchor and not base:
            assert anchor in identities, (address, link)
    for each in page.all("img"):
        assert each.has("alt"), address
        assert each.has("width"), address
        assert each.has("height"), address
    for label in page.all("label"):
        if label.has("for"):
            assert label["for"] in identities, (address, label["for"])


def test_every_static_file_a_page_names_exists(client: Client) -> None:
    missing = set()
    for address in ("/", "/catalogo/", "/produto/luminaria-0/", "/contato/", "/nada/"):
        page = Html(client.get(address).content.decode())
        for each in page.walk():
            for name in ("href", "src"):
                path = urldefrag(each.get(name)).url
                if path.startswith("/static/") and finders.find(path.removeprefix("/static/")) is None:
                    missing.add(path)
    assert missing == set()
