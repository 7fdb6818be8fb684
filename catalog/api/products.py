"""Products: lists, one product, what stands beside it, and the feed of changes."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import addresses, bestsellers, cards, changes, cursors, details, publication, related, reviews
from catalog.api.answers import ReadViewSet, dump, link, moved, page, sliced
from catalog.api.parameters import CHANGES_CURSOR, CHANGES_SIZE, CURSOR, PAGE_SIZE
from catalog.models import Product
from catalog.serializers import (
    DEFAULT_CHANGES,
    ChangesSerializer,
    ProductDetailSerializer,
    ProductListSerializer,
    ReviewListSerializer,
    ReviewSerializer,
    cursor,
    only,
    page_size,
)
from iluminacasa import freshness

MOVED = OpenApiResponse(description="The product has another address now: `Location`.")


class ProductViewSet(ReadViewSet):
    """What the shop sells."""

    def handle_exception(self, exc: Exception) -> Response:
        """A product that is not where it once was is looked for under its old addresses."""
        if isinstance(exc, details.ProductMissing) and (slug := addresses.present(self.kwargs["slug"])):
            return moved(self.request, slug)
        return super().handle_exception(exc)

    @extend_schema(operation_id="product", responses={200: ProductDetailSerializer, 301: MOVED})
    def retrieve(self, request: Request, slug: str) -> HttpResponse:
        """One product with everything that is known of it."""
        only(request.query_params)
        now = timezone.now()
        product = details.shown(slug)
        etag = freshness.tag("product", slug, publication.version(), now.date())
        return freshness.answer(request, etag, lambda: details.of(product, at=now))

    @extend_schema(operation_id="product_related", responses={200: ProductListSerializer, 301: MOVED})
    @action(detail=True, url_name="related")
    def related(self, request: Request, slug: str) -> HttpResponse:
        """What goes with it: at most eight, on one page."""
        only(request.query_params)
        product = details.shown(slug)
        etag = freshness.tag("related", slug, publication.version())
        return freshness.answer(request, etag, lambda: product_page(related.ids(product)))

    @extend_schema(
        operation_id="product_reviews",
        parameters=[CURSOR, PAGE_SIZE],
        responses={200: ReviewListSerializer, 301: MOVED},
    )
    @action(detail=True, url_name="reviews")
    def reviews(self, request: Request, slug: str) -> HttpResponse:
        """What customers say, newest first, with the histogram of all."""
        given = only(request.query_params, "cursor", "page_size")
        size, place = page_size(given.get("page_size")), cursor(given.get("cursor"))
        product = details.shown(slug)
        text = review_page(request, product, place, size)
        return freshness.answer(request, freshness.tag("reviews", text), lambda: text)

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


def product_page(ids: list[int]) -> str:
    texts = cards.objects_json(ids)
    return page(texts, count=len(texts))


def delta_text(request: Request, delta: changes.Delta) -> str:
    text = changes.position_text(delta.position)
    return (
        f'{{"next":{dump(link(request, text))},"cursor":{dump(text)},"has_more":{dump(delta.has_more)},'
        f'"results":[{",".join(delta.changes)}]}}'
    )


def review_page(request: Request, product: Product, place: cursors.Cursor | None, size: int) -> str:
    approved = reviews.approved(product_id=product.pk)
    found = cursors.newest_first(approved, place, size)
    summary = reviews.summary(product_id=product.pk)
    more = f'"summary":{dump(summary_object(summary))},'
    texts = [dump(ReviewSerializer(review).data) for review in found.items]
    return sliced(request, found, texts, count=summary.count, more=more)


def summary_object(summary: reviews.Summary) -> dict[str, Any]:
    return {
        "count": summary.count,
        "mean": f"{summary.mean:.2f}" if summary.count else None,
        "histogram": [{"stars": bar.stars, "count": bar.count} for bar in summary.bars],
    }
