"""Addresses for search engines, with the day each last changed."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sites.models import Site
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog import twins
from catalog.models import Category, Page, Product
from iluminacasa.headers import share

ORIGIN = urlsplit(settings.SITE_URL)
SITE = Site(domain=ORIGIN.netloc, name=settings.STORE_NAME)


class ProductSitemap(Sitemap):
    limit = 5_000  # each with its English address

    def items(self) -> QuerySet[Product]:
        return Product.objects.visible().only("slug", "updated_at").order_by("pk")

    def lastmod(self, product: Product) -> datetime:
        return product.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        latest: datetime | None = Product.objects.visible().aggregate(latest=Max("updated_at"))["latest"]
        return latest


class CategorySitemap(Sitemap):
    def items(self) -> QuerySet[Category]:
        return Category.objects.active().filter(products__is_visible=True).distinct().order_by("pk")


class PageSitemap(Sitemap):
    def items(self) -> QuerySet[Page]:
        return Page.objects.filter(is_published=True).exclude(slug="contato").defer("body", "body_en").order_by("pk")

    def lastmod(self, page: Page) -> datetime:
        return page.updated_at


class FixedSitemap(Sitemap):
    def items(self) -> list[str]:
        return ["home", "product_list", "categories", "calculator", "contact"]

    def location(self, name: str) -> str:
        return reverse(f"catalog:{name}")


SECTIONS: dict[str, Sitemap] = {
    "produtos": ProductSitemap(),
    "categorias": CategorySitemap(),
    "paginas": PageSitemap(),
    "loja": FixedSitemap(),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    entries = []
    for name, section in SECTIONS.items():
        address = settings.SITE_URL + reverse("sitemap-section", args=[name])
        latest = section.get_latest_lastmod()
        entries += [
            {"location": address if page == 1 else f"{address}?p={page}", "last_mod": latest}
            for page in section.paginator.page_range
        ]
    return xml(request, "sitemap_index.xml", {"sitemaps": entries})


@require_safe
def section(request: HttpRequest, name: str) -> HttpResponse:
    if name not in SECTIONS:
        raise Http404
    try:
        urls = SECTIONS[name].get_urls(page=request.GET.get("p", 1), site=SITE, protocol=ORIGIN.scheme)
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error
    return xml(request, "sitemap.xml", {"urlset": [each for url in urls for each in in_each_language(url)]})


def in_each_language(url: dict[str, Any]) -> list[dict[str, Any]]:
    """One entry for each language, and each names them all, itself too, as search engines want it."""
    alternates = twins.of(url["location"].removeprefix(settings.SITE_URL))["alternates"]
    named = [{"lang_code": each["tag"], "location": each["url"]} for each in alternates]
    own = [each for each in named if each["lang_code"] != twins.ANY_LANGUAGE]
    return [url | {"location": each["location"], "alternates": named} for each in own]


def xml(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return share(request, render(request, template, context, content_type="application/xml"))
