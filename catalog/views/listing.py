"""Lists of products: everything, a category, a search; and what the search box suggests while typing."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from catalog import addresses, cards, content, list_html, listing, menu, moments, paging, said, taxonomy
from catalog import search as engine
from catalog.context_processors import content_version
from catalog.forms import PriceRangeForm
from catalog.listing import Result, Shelf
from catalog.models import Product
from catalog.search import ProductQuery
from catalog.views import answers
from iluminacasa import limits
from iluminacasa.errors import Missing
from iluminacasa.headers import share

TEMPLATE = "catalog/product_list.html"
PARTIAL = f"{TEMPLATE}#results"
MAX_HELP = 3
BESIDE_NOTHING = 8  # products shown where none was found
MAX_TEXT = 200  # characters of a search that are looked at
TYPED_LIMITS = ("preco-min", "preco-max")


@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    return answer(request, listing.catalogue_shelf())


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    tree = taxonomy.load(version=content_version(request))
    found = tree.by_slug.get(slug)
    if found is None and (present := addresses.present_category(slug, tree)):
        return moved(request, present.get_absolute_url())
    if found is None or found.pk not in tree.active_ids:
        raise Missing(_("Esta categoria não está na loja."))
    return answer(request, listing.category_shelf(found, tree))


def moved(request: HttpRequest, there: str) -> HttpResponse:
    """To the present address, with what was asked of the old one."""
    asked = request.META.get("QUERY_STRING", "")
    return share(request, HttpResponsePermanentRedirect(f"{there}?{asked}" if asked else there))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = typed_text(request)
    return understood(request, text) or answer(request, listing.search_shelf(text))


def understood(request: HttpRequest, text: str) -> HttpResponse | None:
    """`pendente quente até 300` has the address of its filters, whose chips say what was understood."""
    if not engine.says_filters(text):
        return None
    found = engine.understand(query_of(request.GET, listing.search_shelf(text)))
    return HttpResponseRedirect(listing.address(reverse("catalog:search"), found.query.params())) if found else None


def typed_text(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:MAX_TEXT]


def answer(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    if any(name in request.GET for name in TYPED_LIMITS):
        return typed_prices(request, shelf)
    ready = answers.given(request) or answers.unchanged(request)
    if ready is not None:
        return ready
    number = paging.number_from(request.GET.get("pagina"))
    query = query_of(request.GET, shelf)
    shelf, result = look(shelf, query, number)
    version = content_version(request)
    context = listing.context(shelf, result, tree_children=children(version, shelf))
    is_short = bool(shelf.text) and result.found.total < listing.PAGE_SIZE and not context["chips"]
    if is_short and (found := help_pages(shelf.text)):
        context["help"] = found
    if not result.cards:
        context["empty"] = empty(shelf, result, version)
    context |= list_html.parts(context)
    template = PARTIAL if answers.is_partial(request, "results") else TEMPLATE
    is_current = query.snapshot.stamp.version == version
    if not result.cards or "help" in context or moments.seen() is not None:
        context["grid"] = list_html.grid(result.cards, answers.visitor(request)("marks"))
        response = answers.page(request, template, context)
    else:
        printed = list_html.page(template, context, *answers.frame(request, context["search_query"]))
        response = answers.printed(request, printed, is_lasting=is_current and not shelf.text)
    return response if is_current else answers.passing(response)


def query_of(params: Any, shelf: Shelf) -> ProductQuery:
    return ProductQuery.from_params(params, category=shelf.category, names="url")


def look(shelf: Shelf, query: ProductQuery, number: int) -> tuple[Shelf, Result]:
    """The page asked for. A search for a mistyped word shows what was meant, and says so."""
    found = query.page(number, listing.PAGE_SIZE)
    if shelf.text and query.correction:
        shelf = listing.search_shelf(query.correction, corrected_from=shelf.text)
    elif shelf.text and not query.match.bits and moments.seen() is None:
        engine.record_miss(shelf.text, at=timezone.now())
    shown = cards.views(found.ids)
    return shelf, Result(query=query, found=found, facets=query.facets(), cards=shown, number=number)


def children(version: int, shelf: Shelf) -> list[dict[str, Any]]:
    """Ways further down: the categories below, or the shop's shelves beside the whole catalogue."""
    if shelf.kind == "category" and shelf.category is not None:
        return menu.links_below(version, shelf.category.pk)
    return menu.links_below(version, None) if shelf.kind == "catalog" else []


def help_pages(text: str) -> list[dict[str, str]]:
    """Who searches for `troca` or `prazo` wants words, not lamps."""
    hits = content.find(text, limit=MAX_HELP)
    return [{"title": hit.title, "text": hit.excerpt, "url": hit.url} for hit in hits]


def empty(shelf: Shelf, result: Result, version: int) -> dict[str, Any]:
    label, ids = listing.nearly(result) if shelf.kind == "search" else ("", [])
    best = Product.objects.visible().filter(units_sold__gt=0).order_by("-units_sold", "pk")
    return listing.empty_state(
        shelf,
        result,
        categories=menu.links_below(version, None),
        best_sellers=[] if ids else cards.views(list(best.values_list("pk", flat=True)[:BESIDE_NOTHING])),
    ) | {"nearly": {"title": _("Sem “{label}”").format(label=label), "cards": cards.views(ids)} if ids else None}


def typed_prices(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    """The plain form sends two limits; the list has one address for them."""
    params = PriceRangeForm(request.GET).params(request.GET)
    query = query_of(params, shelf)
    return HttpResponseRedirect(listing.address(shelf.base_url, query.params()))


def suggestions_text(count: int) -> str:
    if not count:
        return _("nenhuma sugestão")
    return ngettext("{count} sugestão", "{count} sugestões", count).format(count=count)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    limits.count(request, rule="suggest")
    text = typed_text(request)
    found = engine.suggest(text)
    shown = cards.views(found.product_ids)
    search_url = reverse("catalog:search")
    terms = [{"text": term, "url": f"{search_url}?{urlencode({'q': term})}"} for term in found.terms]
    categories = [{"name": said.of(c, "name"), "url": c.get_absolute_url()} for c in found.categories]
    products = [
        {
            "title": card["title"],
            "url": card["url"],
            "picture": card["day"],
            "pix_price": card["pix_price"],
            "sale_price": card["sale_price"],
        }
        for card in shown
    ]
    count = len(terms) + len(categories) + len(products)
    context = {
        "query": text,
        "terms": terms,
        "categories": categories,
        "products": products,
        "count_text": suggestions_text(count),
    }
    response = render(request, "catalog/_suggestions.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return answers.finish(request, response, "")
