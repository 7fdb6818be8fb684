"""Reviews: read by everybody, written by who received the product."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.models import User
from accounts.permissions import BearerAuthentication, SignedIn
from catalog import addresses, buyers, cursors, details, reviews
from catalog.api.answers import SLUG, dump, moved, sliced
from catalog.api.parameters import CURSOR, PAGE_SIZE
from catalog.api.products import MOVED
from catalog.models import Product, Review
from catalog.serializers import (
    OwnReviewListSerializer,
    OwnReviewSerializer,
    ReviewInput,
    ReviewListSerializer,
    ReviewSerializer,
    cursor,
    only,
    page_size,
)
from iluminacasa import freshness
from iluminacasa.errors import Missing, Unauthenticated

PRODUCT = OpenApiParameter("slug", {"type": "string", "pattern": f"^{SLUG}$"}, OpenApiParameter.PATH)
NUMBER = OpenApiParameter("id", int, OpenApiParameter.PATH)
MAX_ROW = 2**63 - 1


def customer(request: Request) -> User:
    if not isinstance(request.user, User):
        raise Unauthenticated
    return request.user


class ReviewViewSet(ViewSet):
    """Reviews of one product."""

    http_method_names = ["get", "head", "post"]

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Reading asks nobody who they are."""
        return [BearerAuthentication()] if self.request is not None and self.request.method == "POST" else []

    def get_permissions(self) -> list[Any]:
        return [SignedIn()] if self.action == "create" else []

    def handle_exception(self, exc: Exception) -> Response:
        """A product that is not where it once was is looked for under its old addresses."""
        is_read = self.request.method in ("GET", "HEAD")
        if is_read and isinstance(exc, details.ProductMissing) and (slug := addresses.present(self.kwargs["slug"])):
            return moved(self.request, slug)
        return super().handle_exception(exc)

    @extend_schema(
        operation_id="product_reviews",
        parameters=[PRODUCT, CURSOR, PAGE_SIZE],
        responses={200: ReviewListSerializer, 301: MOVED},
    )
    def list(self, request: Request, slug: str) -> HttpResponse:
        """What customers say, newest first, with the histogram of all."""
        given = only(request.query_params, "cursor", "page_size")
        size, place = page_size(given.get("page_size")), cursor(given.get("cursor"))
        product = details.shown(slug)
        text = review_page(request, product, place, size)
        return freshness.answer(request, freshness.tag("reviews", text), lambda: text)

    @extend_schema(
        operation_id="review_write",
        parameters=[PRODUCT],
        request=ReviewInput,
        responses={201: OwnReviewSerializer},
        extensions={"x-refusals": ["403", "409"]},
    )
    def create(self, request: Request, slug: str) -> HttpResponse:
        """Say how it is, once, after receiving it. Published when a person has approved it."""
        user, product = customer(request), details.shown(slug)
        shape = ReviewInput(data=request.data)
        shape.is_valid(raise_exception=True)
        data = shape.validated_data
        opinion = reviews.Opinion(
            rating=data["rating"],
            title=data["title"],
            text=data["text"],
            author_name=data["author"] or reviews.shown_name(user),
        )
        made = reviews.write(user=user, product_id=product.pk, opinion=opinion, at=timezone.now())
        return freshness.private_answer(request, own_object(made, slug), status=201)


class OwnReviewViewSet(ViewSet):
    """What the person a token speaks for has written."""

    authentication_classes = [BearerAuthentication]
    permission_classes = [SignedIn]
    http_method_names = ["get", "head", "delete"]
    lookup_field = "id"

    @extend_schema(operation_id="own_reviews", responses=OwnReviewListSerializer)
    def list(self, request: Request) -> HttpResponse:
        """In any state, newest first; `waiting` names received products without a review."""
        user = customer(request)
        found = [own_object(each, each.product.slug) for each in reviews.of(user=user)]
        waiting = [each.slug for each in buyers.waiting(user=user)]
        body = {"count": len(found), "next": None, "previous": None, "waiting": waiting, "results": found}
        return freshness.private_answer(request, body)

    @extend_schema(operation_id="review_remove", parameters=[NUMBER], responses={204: None})
    def destroy(self, request: Request, id: str) -> HttpResponse:
        """Take an opinion back for good."""
        reviews.take_back(user=customer(request), review_id=row_id(id), at=timezone.now())
        return HttpResponse(status=204)


def row_id(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) > MAX_ROW:
        raise Missing
    return int(text)


def own_object(review: Review, slug: str) -> dict[str, Any]:
    return {
        "id": review.pk, "product": slug, "author": review.author_name, "rating": review.rating,
        "title": review.title, "text": review.text, "state": review.state, "reply": review.reply,
        "created_at": review.created_at,
    }  # fmt: skip


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
