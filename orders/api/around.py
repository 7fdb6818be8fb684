"""What an app needs around an order: how it may be paid, the token of one placed elsewhere, the words agreed to."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from accounts.permissions import BearerAuthentication
from cart import pricing, visitor
from catalog.serializers import only
from iluminacasa import limits
from iluminacasa.freshness import private_answer
from orders import access, legal, payments
from orders.models import Order
from orders.serializers import (
    LegalTextListSerializer,
    LegalTextSerializer,
    OrderTokenSerializer,
    PaymentMethodListSerializer,
    TrackSerializer,
)

CART_TOKEN = OpenApiParameter(
    visitor.HEADER, {"type": "string", "maxLength": visitor.MAX_TEXT}, OpenApiParameter.HEADER,
    description="A guest's cart.",
)  # fmt: skip
KIND = OpenApiParameter("kind", {"type": "string", "enum": list(legal.KINDS)}, OpenApiParameter.PATH)
VERSION = OpenApiParameter(
    "version", {"type": "string", "maxLength": 40, "pattern": "^[0-9a-f-]+$"},
    description="As `terms_version` or `privacy_version` of an order; absent: the one in force.",
)  # fmt: skip


class PaymentMethodViewSet(ViewSet):
    authentication_classes = [BearerAuthentication]
    http_method_names = ["get", "head"]

    @extend_schema(operation_id="payment_methods", parameters=[CART_TOKEN], responses=PaymentMethodListSerializer)
    def list(self, request: Request) -> HttpResponse:
        """How this shop can be paid, each with what the caller's cart costs that way: the `expected_total` to send.

        The totals hold the chosen delivery (`cart/shipping-quote/`); without a cart they are 0.00.
        """
        now = timezone.now()
        quote = pricing.quote(cart=visitor.current_cart(request, now), at=now)
        return private_answer(
            request, {"results": [method_of(each, quote) for each in payments.offered(is_pickup=True)]}
        )


def method_of(method: str, quote: pricing.Quote) -> dict[str, Any]:
    return {
        "method": method,
        "name": str(Order.Method(method).label),
        "total": f"{quote.total_by(method):.2f}",
        "needs_pickup": method == Order.Method.PICKUP,
        "installments": quote.installments.count if method == Order.Method.CARD else 1,
        "is_demo": payments.provider_for(method).name == "fake",
    }


class OrderTokenViewSet(ViewSet):
    authentication_classes: list[Any] = []
    http_method_names = ["post"]

    @extend_schema(operation_id="order_token", request=TrackSerializer, responses={200: OrderTokenSerializer})
    def create(self, request: Request) -> HttpResponse:
        """The token of an order for who knows its number and e-mail, like `/rastrear/`: 404 for any other pair.

        Tries are few: 429 says when to come back.
        """
        sent = TrackSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        limits.count(request, rule="track")
        data = sent.validated_data
        order = access.by_email(number=data["number"].upper(), email=data["email"])
        return private_answer(request, {"number": order.number, "token": access.token_of(order)})


class LegalTextViewSet(ViewSet):
    authentication_classes: list[Any] = []
    http_method_names = ["get", "head"]
    lookup_field = "kind"
    lookup_value_regex = "|".join(legal.KINDS)

    @extend_schema(operation_id="legal_texts", responses=LegalTextListSerializer)
    def list(self, request: Request) -> HttpResponse:
        """The texts in force, to be shown before buying: who orders agrees to them."""
        now = timezone.now()
        texts = [legal.text(kind, version=version) for kind, version in legal.versions(at=now).items()]
        return private_answer(request, {"results": [shown(each) for each in texts]})

    @extend_schema(operation_id="legal_text", parameters=[KIND, VERSION], responses=LegalTextSerializer)
    def retrieve(self, request: Request, kind: str) -> HttpResponse:
        """One text, in force or as an order agreed to it."""
        wanted = only(request.query_params, "version").get("version")
        version = legal.versions(at=timezone.now())[kind] if wanted is None else wanted
        return private_answer(request, shown(legal.text(kind, version=version)))


def shown(text: Any) -> dict[str, Any]:
    return {
        "kind": text.kind, "version": text.version, "title": str(legal.TITLES[text.kind]), "body": text.body,
        "published_at": text.published_at,
    }  # fmt: skip
