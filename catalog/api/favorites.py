"""The favourites of the person a token speaks for."""

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from accounts.models import User
from accounts.permissions import BearerAuthentication, SignedIn
from catalog import cards, details, favorites
from catalog.api.answers import SLUG, page
from catalog.models import Product
from catalog.serializers import ProductListSerializer, ProductSerializer
from iluminacasa.errors import Unauthenticated
from iluminacasa.freshness import private_text


def person_asking(request: Request) -> User:
    if not isinstance(request.user, User):
        raise Unauthenticated
    return request.user


class FavoriteViewSet(ViewSet):
    """Products somebody keeps an eye on."""

    authentication_classes = [BearerAuthentication]
    permission_classes = [SignedIn]
    http_method_names = ["get", "head", "put", "delete"]
    lookup_field = "slug"
    lookup_value_regex = SLUG

    @extend_schema(operation_id="favorites", responses=ProductListSerializer)
    def list(self, request: Request) -> HttpResponse:
        """On one page, the last chosen first; at most sixty."""
        objects = cards.objects_json(list(favorites.of(person_asking(request))))
        return private_text(request, page(objects, count=len(objects)))

    @extend_schema(operation_id="favorite", responses=ProductSerializer)
    def retrieve(self, request: Request, slug: str) -> HttpResponse:
        """The product, if it is kept."""
        product = details.shown(slug)
        if product.pk not in favorites.of(person_asking(request)):
            raise details.ProductMissing
        return private_text(request, product.card.data)

    @extend_schema(operation_id="favorite_add", request=None, responses={204: None}, extensions={"x-refusals": ["409"]})
    def update(self, request: Request, slug: str) -> HttpResponse:
        """Keep this product; again is no error."""
        favorites.add(user=person_asking(request), product_id=details.shown(slug).pk, at=timezone.now())
        return HttpResponse(status=204)

    @extend_schema(operation_id="favorite_remove", responses={204: None})
    def destroy(self, request: Request, slug: str) -> HttpResponse:
        """Let it go; one that is not kept is no error."""
        product_id = Product.objects.filter(slug=slug).values_list("pk", flat=True).first()
        if product_id is None:
            raise details.ProductMissing
        favorites.remove(user=person_asking(request), product_id=product_id)
        return HttpResponse(status=204)
