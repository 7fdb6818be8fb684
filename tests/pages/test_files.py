"""Pictures, sitemap, robots and security.txt."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from catalog import publication
from catalog.models import Page, Product
from catalog.sitemaps import ProductSitemap
from tests import make
from tests.pages.reading import Page as Html

HASH = "ab" * 32
PICTURE = b"RIFF\x04\x00\x00\x00WEBP"


@pytest.fixture
def media(tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, before = str(tmp_path / "media"), settings.MEDIA_ROOT
    root = tmp_path / "media"
    (root / "p" / "ab").mkdir(parents=True)
    (root / "p" / "ab" / f"{HASH}.webp").write_bytes(PICTURE)
    (root / "p" / "ab" / f"{HASH}-480.avif").write_bytes(PICTURE)
    (root / "logo.png").write_bytes(PICTURE)
    (root / "notas.txt").write_text("segredo")
    (root / "pagina.html").write_text("<script>")
    (root / "desenho.svg").write_text("<svg/>")
    (root / ".oculto.webp").write_bytes(b"segredo")
    (tmp_path / "fora.webp").write_bytes(b"segredo")
    yield root
    settings.MEDIA_ROOT = before


def body(client: Client, address: str) -> bytes:
    return b"".join(client.get(address).streaming_content)


@pytest.mark.parametrize(
    ("path", "kind", "kept"),
    [
        (f"p/ab/{HASH}.webp", "image/webp", "public, max-age=31536000, immutable"),
        (f"p/ab/{HASH}-480.avif", "image/avif", "public, max-age=31536000, immutable"),
        ("logo.png", "image/png", "public, max-age=3600"),
    ],
)
def test_pictures_are_served_for_long(client: Client, media: Path, path: str, kind: str, kept: str) -> None:
    response = client.get(f"/media/{path}")
    assert b"".join(response.streaming_content) == PICTURE
    assert response.headers["Content-Type"] == kind
    assert response.headers["Cache-Control"] == kept
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.cookies == {}


@pytest.mark.parametrize(
    "path",
    [
        "notas.txt",
        "pagina.html",
        "desenho.svg",
        "p/",
        "p/ab",
        "",
        "nada.webp",
        "../fora.webp",
        "p/../../fora.webp",
        "%2e%2e/fora.webp",
        "..%5cfora.webp",
        "/etc/passwd.webp",
        ".oculto.webp",
        "p//ab.webp",
        "a%00.webp",
        "p/ab.webp",
    ],
)
@pytest.mark.django_db
def test_nothing_else_is_served(client: Client, media: Path, path: str) -> None:
    assert client.get(f"/media/{path}").status_code in (400, 404)


def test_pictures_are_only_read(client: Client, media: Path) -> None:
    assert client.post("/media/logo.png").status_code == 405


# --- Sitemap -------------------------------------------------------------------------------------
def located(client: Client, address: str) -> dict[str, str]:
    """{location: last change} of a sitemap or its index."""
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
    entries = [entry for entry in Html(response.content.decode()).walk() if entry.tag in ("url", "sitemap")]
    return {entry.one("loc").text: "".join(entry.texts("lastmod")) for entry in entries}


@pytest.mark.django_db
def test_the_index_names_every_part(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProductSitemap, "limit", 2)
    make.products(3)
    assert list(located(client, "/sitemap.xml")) == [
        "http://testserver/sitemap-produtos.xml",
        "http://testserver/sitemap-produtos.xml?p=2",
        "http://testserver/sitemap-categorias.xml",
        "http://testserver/sitemap-paginas.xml",
        "http://testserver/sitemap-loja.xml",
    ]


@pytest.mark.django_db
def test_the_parts_name_what_is_shown_and_nothing_else(client: Client) -> None:
    shown = make.product(slug="cupula")
    make.product(slug="escondido", is_published=False)
    make.category("Vazia", slug="vazia")
    Page.objects.all().delete()
    Page.objects.create(slug="sobre", title="Sobre", body="x")
    Page.objects.create(slug="rascunho", title="Rascunho", body="x", is_published=False)
    publication.touch()
    day = timezone.localdate(Product.objects.get(pk=shown.pk).updated_at).isoformat()
    products = located(client, "/sitemap-produtos.xml")
    assert list(products) == ["http://testserver/produto/cupula/", "http://testserver/en/produto/cupula/"]
    assert products["http://testserver/produto/cupula/"] == day
    assert list(located(client, "/sitemap-categorias.xml")) == [
        "http://testserver/categoria/iluminacao/",
        "http://testserver/en/categoria/iluminacao/",
    ]
    assert list(located(client, "/sitemap-paginas.xml")) == [
        "http://testserver/sobre/",
        "http://testserver/en/sobre/",
    ]
    assert "http://testserver/" in located(client, "/sitemap-loja.xml")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sitemap-nada.xml", "/sitemap-produtos.xml?p=2", "/sitemap-produtos.xml?p=x"])
def test_parts_that_are_not_there_are_404(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_robots_are_told_where_to_look(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /busca/" in text
    assert "Disallow: /\n" not in text


def test_a_page_that_names_no_icon_finds_one_all_the_same(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert (response.status_code, response.headers["Location"]) == (302, "/static/img/favicon.png")
    assert response.headers["Cache-Control"] == "public, max-age=86400"


def test_security_contact_follows_rfc_9116(client: Client) -> None:
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    assert "Contact: mailto:seguranca@iluminacasa.example" in text
    assert "Canonical: http://testserver/.well-known/security.txt" in text
    expires = datetime.fromisoformat(re.search(r"^Expires: (.+)$", text, re.MULTILINE)[1])
    assert 0 < (expires - datetime.now(UTC)).days < 365
