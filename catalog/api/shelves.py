"""Categories and brands."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import addresses, cursors, publication, shelves, taxonomy
from catalog.api.answers import ReadViewSet, dump, moved, sliced
from catalog.api.parameters import CURSOR, MOVED, PAGE_SIZE
from catalog.serializers import (
    BrandListSerializer,
    BrandSerializer,
    CategoryListSerializer,
    CategorySerializer,
    cursor,
    only,
    page_size,
)
from iluminacasa import freshness


class ShelfViewSet(ReadViewSet):
    # Held whole in memory, by slug.

    read_all: Callable[..., dict[str, dict[str, Any]]]
    read_one: Callable[..., dict[str, Any]]
    name: str

    def list(self, request: Request) -> HttpResponse:
        given = only(request.query_params, "cursor", "page_size")
        size, place = page_size(given.get("page_size")), cursor(given.get("cursor"))
        version = publication.version()
        etag = freshness.tag(self.name, version, size, place)

        def make() -> str:
            items = list(type(self).read_all(version=version).values())
            found = cursors.cut(items, place, size, lambda item: item["slug"])
            return sliced(request, found, [dump(item) for item in found.items], count=len(items))

        return freshness.answer(request, etag, make)

    def retrieve(self, request: Request, slug: str) -> HttpResponse:
        only(request.query_params)
        version = publication.version()
        item = type(self).read_one(slug, version=version)
        return freshness.answer(request, freshness.tag(self.name, version, slug), lambda: dump(item))


@extend_schema_view(
    list=extend_schema(
        operation_id="categories",
        description="Every category on show, parents before their children.",
        parameters=[CURSOR, PAGE_SIZE],
        responses=CategoryListSerializer,
    ),
    retrieve=extend_schema(
        operation_id="category",
        description="One category: where it stands in the tree, what lies below it, and its texts.",
        responses={200: CategorySerializer, 301: MOVED},
    ),
)
class CategoryViewSet(ShelfViewSet):
    name = "categories"
    read_all = staticmethod(shelves.categories)
    read_one = staticmethod(shelves.category)

    def handle_exception(self, exc: Exception) -> Response:
        """A category that is not where it once was is looked for under its old addresses."""
        if isinstance(exc, shelves.CategoryMissing):
            present = addresses.present_category(self.kwargs["slug"], taxonomy.load())
            if present is not None:
                return moved(self.request, present.slug)
        return super().handle_exception(exc)


@extend_schema_view(
    list=extend_schema(
        operation_id="brands",
        description="Every brand with something to sell, by name.",
        parameters=[CURSOR, PAGE_SIZE],
        responses=BrandListSerializer,
    ),
    retrieve=extend_schema(
        operation_id="brand",
        description="One brand and how many of its products are on show.",
        responses=BrandSerializer,
    ),
)
class BrandViewSet(ShelfViewSet):
    name = "brands"
    read_all = staticmethod(shelves.brands)
    read_one = staticmethod(shelves.brand)
