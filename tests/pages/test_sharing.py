"""A page for a visitor without cookies is everybody's page: cacheable, named by its content, without cookies."""

import gzip
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from catalog import choices, menu, publication
from catalog.choices import Choices
from catalog.models import Banner, Page, Product
from tests import make
from tests.pages.reading import Page as Html
from tests.pages.reading import read

pytestmark = pytest.mark.django_db
SHARED = [
    "/",
    "/catalogo/",
    "/catalogo/?cor=2700&pagina=1",
    "/categoria/iluminacao/",
    "/categorias/",
    "/busca/?q=pendente",
    "/produto/cupula/",
    "/sobre/",
    "/contato/",
]
PUBLIC = "public, max-age=0, s-maxage=60, stale-while-revalidate=300"


@pytest.fixture(autouse=True)
def lamp() -> Product:
    Banner.objects.all().delete()
    Page.objects.get_or_create(slug="sobre", defaults={"title": "Sobre", "body": "Olá."})
    return make.product(
        "Pendente Cúpula", slug="cupula", specs={"color_temperature": 2700}, images=["day", "night"], discount=5
    )


@pytest.mark.parametrize("address", SHARED)
def test_everybodys_page_may_be_kept_and_sets_no_cookie(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == PUBLIC
    assert {"Cookie", "X-Partial", "Accept-Encoding"} <= set(response.headers["Vary"].split(", "))
    assert response.cookies == {}
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize("address", SHARED)
def test_a_page_already_known_is_not_made_again(client: Client, address: str) -> None:
    etag = client.get(address).headers["ETag"]
    known = client.get(address, headers={"If-None-Match": etag})
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["ETag"] == etag
    assert known.headers["Cache-Control"] == PUBLIC
    weak = client.get(address, headers={"If-None-Match": f"W/{etag}"})
    assert weak.status_code == 304
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", SHARED)
@pytest.mark.parametrize("cookie", [{"tema": "escuro"}, {"escolhas": "x"}, {"sessao": "x"}])
def test_a_visitors_own_page_is_never_kept(client: Client, address: str, cookie: dict[str, str]) -> None:
    etag = client.get(address).headers["ETag"]
    client.cookies.load(cookie)
    response = client.get(address, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


def test_the_name_of_a_page_moves_with_what_it_shows(client: Client, lamp: Product) -> None:
    seen = {client.get("/").headers["ETag"]}
    Product.objects.filter(pk=lamp.pk).update(title="Outro nome")
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    seen.add(client.get("/").headers["ETag"])
    Banner.objects.create(place="top", title="Frete grátis")
    publication.touch()
    seen.add(client.get("/").headers["ETag"])
    assert len(seen) == 3


def test_a_banner_that_ends_by_the_clock_makes_a_new_page(client: Client) -> None:
    Banner.objects.all().delete()
    banner = Banner.objects.create(place="top", title="Só hoje", ends_at=timezone.now() + timedelta(hours=1))
    publication.touch()
    before = client.get("/").headers["ETag"]
    kept = menu.load(version=publication.version()).banners
    assert [each.pk for each in kept] == [banner.pk]
    kept[0].ends_at = timezone.now()
    assert client.get("/").headers["ETag"] != before


def test_a_sold_unit_is_seen_at_once_on_the_products_page(client: Client, lamp: Product) -> None:
    names = {}
    for stock in (lamp.low_stock_threshold + 2, lamp.low_stock_threshold + 1, 3, 2, 0):
        Product.objects.filter(pk=lamp.pk).update(stock=stock)
        names[stock] = client.get("/produto/cupula/").headers["ETag"]
    many, less, *few = names.values()
    assert many == less  # how many is not told while there is enough
    assert len({less, *few}) == 1 + len(few)


def test_a_fragment_has_a_name_of_its_own(client: Client) -> None:
    whole = client.get("/catalogo/").headers["ETag"]
    part = client.get("/catalogo/", headers={"X-Partial": "results", "If-None-Match": whole})
    assert part.status_code == 200
    assert part.headers["ETag"] != whole


def test_pages_are_compressed_for_who_takes_it(client: Client) -> None:
    plain = client.get("/catalogo/")
    zipped = client.get("/catalogo/", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    known = client.get("/catalogo/", headers={"Accept-Encoding": "gzip", "If-None-Match": zipped.headers["ETag"]})
    assert (known.status_code, known.headers["ETag"]) == (304, zipped.headers["ETag"])


def test_a_head_request_is_answered_like_a_get(client: Client) -> None:
    assert client.head("/catalogo/").headers["ETag"] == client.get("/catalogo/").headers["ETag"]


# --- Nothing from elsewhere ----------------------------------------------------------------------
def addresses(page: Html) -> list[str]:
    """Everything a browser would fetch or follow."""
    found = []
    for each in page.walk():
        for name in ("href", "src", "action", "formaction", "poster", "data"):
            if each.has(name):
                found.append(each[name])
        found += [part.split()[0] for part in each.get("srcset").split(",") if part.strip()]
    return found


@pytest.mark.parametrize("address", [*SHARED, "/favoritos/", "/comparar/", "/nada/"])
def test_no_page_leads_or_asks_elsewhere(client: Client, address: str) -> None:
    page = Html(client.get(address).content.decode())
    outside = [
        found
        for found in addresses(page)
        if urlsplit(found).scheme not in ("mailto", "tel") and urlsplit(found).netloc not in ("", "testserver")
    ]
    assert outside == []
    assert [each for each in page.walk() if each.has("style") or each.tag == "style"] == []
    assert [
        each for each in page.all("script") if not each.has("src") and each.get("type") != "application/ld+json"
    ] == []
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_description_cannot_end_the_structured_data(client: Client) -> None:
    evil = make.product("Lâmpada </script><script>alert(1)</script>", summary="<!-- &quot; -->", slug="evil")
    page = read(client.get(evil.get_absolute_url()))
    assert page.data("Product")["name"] == "Lâmpada </script><script>alert(1)</script>"
    assert page.heading == "Lâmpada </script><script>alert(1)</script>"


def test_the_cookie_of_choices_makes_the_page_private_even_when_it_is_empty(client: Client) -> None:
    client.cookies["escolhas"] = choices.write(Choices(favorites=(1,)))
    assert client.get("/produto/cupula/").headers["Cache-Control"] == "private, no-store"
