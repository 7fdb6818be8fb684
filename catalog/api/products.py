"""Products: lists, one product, what stands beside it, and the feed of changes."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import addresses, bestsellers, cards, changes, cursors, details, kept, listing, publication, related
from catalog.api.answers import ReadViewSet, dump, link, moved, neutral, page
from catalog.api.parameters import (
    ASKED,
    CHANGES_CURSOR,
    CHANGES_SIZE,
    FILTERS,
    MOVED,
    ORDERING,
    PAGE_SIZE,
    PLACE,
)
from catalog.search import FacetData, InvalidCursor, InvalidFilter, ProductQuery, record_miss, suggest, understand
from catalog.search.filters import API_NAMES, parameter_names
from catalog.serializers import (
    DEFAULT_CHANGES,
    SINGLE,
    ChangesSerializer,
    FacetListSerializer,
    ProductDetailSerializer,
    ProductListSerializer,
    SuggestionSerializer,
    UnderstoodSerializer,
    keyset_cursor,
    only,
    page_size,
    search_text,
)
from iluminacasa import freshness


class ProductViewSet(ReadViewSet):
    """What the shop sells."""

    @extend_schema(
        operation_id="products", parameters=[*FILTERS, ORDERING, PLACE, PAGE_SIZE], responses=ProductListSerializer
    )
    def list(self, request: Request) -> HttpResponse:
        """Products on show, searched, filtered and ordered; the same cost at any depth."""
        query, given = asked(request.query_params, "ordering", "cursor", "page_size")
        size, place = page_size(given.get("page_size")), keyset_cursor(given.get("cursor"))
        etag = freshness.tag("products", query.snapshot.stamp, query.params(), size, place)

        def make() -> str:
            return found_page(request, query, place, size)

        if query.text:  # what nobody found is counted each time
            return freshness.answer(request, etag, make)
        name = (etag, request.META["QUERY_STRING"])  # its links repeat the question as it was asked
        return freshness.answer(request, etag, lambda: kept.text(name, make))

    @extend_schema(operation_id="product_facets", parameters=FILTERS, responses=FacetListSerializer)
    @action(detail=False)
    def facets(self, request: Request) -> HttpResponse:
        """What the list can be narrowed by, with the number of products behind each choice."""
        query, __ = asked(request.query_params)
        etag = freshness.tag("facets", query.snapshot.stamp, query.params())
        return freshness.answer(request, etag, lambda: dump(neutral(lambda: narrowing(query))))

    @extend_schema(operation_id="product_suggest", parameters=[ASKED], responses=SuggestionSerializer)
    @action(detail=False)
    def suggest(self, request: Request) -> HttpResponse:
        """Words, categories and products for what was typed so far."""
        text = typed(request.query_params)
        etag = freshness.tag("suggest", publication.version(), text)
        return freshness.answer(request, etag, lambda: suggestions(text))

    @extend_schema(operation_id="product_understand", parameters=[ASKED], responses=UnderstoodSerializer)
    @action(detail=False)
    def understand(self, request: Request) -> HttpResponse:
        """A sentence, such as `pendente quente até 300 bivolt para cozinha`, as parameters of `products/`."""
        text = typed(request.query_params)
        query = ProductQuery.from_params({"q": text}, names="api")
        etag = freshness.tag("understand", query.snapshot.stamp, text)
        return freshness.answer(request, etag, lambda: dump(neutral(lambda: wishes(query))))

    def handle_exception(self, exc: Exception) -> Response:
        """A product that is not where it once was is looked for under its old addresses."""
        if isinstance(exc, details.ProductMissing) and (slug := addresses.present(self.kwargs["slug"])):
            return moved(self.request, slug)
        return super().handle_exception(exc)

    @extend_schema(operation_id="product", responses={200: ProductDetailSerializer, 301: MOVED})
    def retrieve(self, request: Request, slug: str) -> HttpResponse:
        """One product with everything that is known of it."""
        only(request.query_params)
        version, today = publication.version(), timezone.localdate()
        etag = freshness.tag("product", slug, version, today)
        return freshness.answer(request, etag, lambda: details.text(slug, version=version, on=today))

    @extend_schema(operation_id="product_related", responses={200: ProductListSerializer, 301: MOVED})
    @action(detail=True, url_name="related")
    def related(self, request: Request, slug: str) -> HttpResponse:
        """What goes with it: at most eight, on one page."""
        only(request.query_params)
        ids = related.ids(details.shown(slug))
        etag = freshness.tag("related", publication.version(), ids)
        return freshness.answer(request, etag, lambda: product_page(ids))

    @extend_schema(operation_id="best_sellers", parameters=[PAGE_SIZE], responses=ProductListSerializer)
    @action(detail=False, url_path="best-sellers")
    def best_sellers(self, request: Request) -> HttpResponse:
        """What sells best, on one page; empty until something is sold."""
        size = page_size(only(request.query_params, "page_size").get("page_size"))
        ids = bestsellers.ids(limit=size)
        etag = freshness.tag("best-sellers", publication.version(), ids)
        return freshness.answer(request, etag, lambda: product_page(ids))

    @extend_schema(
        operation_id="product_changes",
        parameters=[CHANGES_CURSOR, CHANGES_SIZE],
        responses=ChangesSerializer,
    )
    @action(detail=False)
    def changes(self, request: Request) -> HttpResponse:
        """For clients that keep a copy: every product once, then what changed since, with deletions."""
        given = only(request.query_params, "cursor", "page_size")
        size = page_size(given.get("page_size"), default=DEFAULT_CHANGES)
        head = changes.head()
        position = changes.read_position(given.get("cursor"), upto=head)
        etag = freshness.tag("changes", head, position, size)
        return freshness.answer(
            request, etag, lambda: delta_text(request, changes.since(position, upto=head, limit=size))
        )


def typed(params: QueryDict) -> str:
    """What somebody typed so far, which has to be told."""
    text = only(params, "q").get("q")
    if text is None:
        raise InvalidFilter(_("Diga em q o que foi digitado."), field="q")
    search_text(text)
    return text


def asked(params: QueryDict, *names: str) -> tuple[ProductQuery, dict[str, str]]:
    """The question to the catalogue, and the other parameters by their names."""
    query = ProductQuery.from_params(params, strict=True, names="api")
    given = only(params, *SINGLE, *names, many=parameter_names(query.snapshot, "api"))
    if "ordering" not in names and "ordering" in given:
        raise InvalidFilter(_("Este parâmetro não existe aqui."), field="ordering")
    search_text(given.get("q"))
    return query, given


def found_page(request: Request, query: ProductQuery, place: str | None, size: int) -> str:
    try:
        found = query.keyset(place, size)
    except InvalidCursor as error:
        raise cursors.UnknownCursor(field="cursor") from error
    if query.text and not query.match.bits:
        record_miss(query.text, at=timezone.now())
    return page(
        cards.objects_json(found.ids),
        count=found.count,
        following=link(request, found.next),
        preceding=link(request, found.previous),
    )


def narrowing(query: ProductQuery) -> dict[str, Any]:
    return {"count": query.total, "facets": [facet(each) for each in query.facets()]}


def facet(data: FacetData) -> dict[str, Any]:
    return {
        "key": data.key,
        "label": data.label,
        "unit": data.unit,
        "kind": data.kind,
        "options": [
            {
                "value": option.value,
                "params": choosing(data.key, option.value),
                "label": option.label,
                "count": option.count,
                "selected": option.selected,
                "swatch": option.swatch,
            }
            for option in data.options
        ],
        "minimum": None if data.minimum is None else f"{data.minimum}",
        "maximum": None if data.maximum is None else f"{data.maximum}",
    }


def choosing(key: str, value: str) -> dict[str, str]:
    """The parameters that narrow a list by this choice."""
    if key == "price":
        low, __, high = value.partition("-")
        return {name: bound for name, bound in (("price_min", low), ("price_max", high)) if bound}
    return {API_NAMES.get(key, key): value}


def wishes(query: ProductQuery) -> dict[str, Any]:
    found = understand(query)
    asked_for = found.query if found else query
    chosen = [(each, option) for each in asked_for.facets() for option in each.selected]
    return {
        "q": asked_for.text,
        "filters": [
            {"label": listing.chip_label(each, option), "params": choosing(each.key, option.value)}
            for each, option in chosen
        ],
        "count": asked_for.total,
    }


def suggestions(text: str) -> str:
    found = suggest(text)
    categories = [{"slug": category.slug, "name": category.name} for category in found.categories]
    products = ",".join(cards.objects_json(found.product_ids))
    return f'{{"terms":{dump(found.terms)},"categories":{dump(categories)},"products":[{products}]}}'


def product_page(ids: list[int]) -> str:
    texts = cards.objects_json(ids)
    return page(texts, count=len(texts))


def delta_text(request: Request, delta: changes.Delta) -> str:
    text = changes.position_text(delta.position)
    return (
        f'{{"next":{dump(link(request, text))},"cursor":{dump(text)},"has_more":{dump(delta.has_more)},'
        f'"results":[{",".join(delta.changes)}]}}'
    )
