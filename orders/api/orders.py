"""Orders for apps: placed in one call, followed, cancelled, sent back, paid again."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from accounts.models import User
from accounts.permissions import BearerAuthentication
from cart import basket
from cart.visitor import HEADER as CART_HEADER
from cart.visitor import MAX_TEXT, token_in
from catalog import cursors
from catalog.serializers import DEFAULT_SIZE, MAX_SIZE, cursor, only, page_size
from iluminacasa import languages, limits
from iluminacasa.errors import Unauthenticated
from iluminacasa.freshness import private_answer
from orders import access, lifecycle, listing, payments, reorder, submission
from orders.api import answers
from orders.models import Order
from orders.payments import attempts
from orders.serializers import (
    OrderListSerializer,
    OrderSerializer,
    PayAgainSerializer,
    PaymentSerializer,
    PlacedSerializer,
    PlaceOrderSerializer,
    ReasonSerializer,
    ReorderedSerializer,
)

KEY_HEADER, TOKEN_HEADER = "Idempotency-Key", "X-Order-Token"
REPLAYED = "Idempotency-Replayed"
WAS_REPLAYED = OpenApiParameter(
    REPLAYED, {"type": "string", "enum": ["true"]}, OpenApiParameter.HEADER, response=[201],
    description="Only on the answer to a repeated call.",
)  # fmt: skip
NUMBER = OpenApiParameter("number", {"type": "string", "pattern": "^[A-Z0-9]{1,20}$"}, OpenApiParameter.PATH)
KEY = OpenApiParameter(
    KEY_HEADER, {"type": "string", "pattern": "^[!-~]{1,255}$"}, OpenApiParameter.HEADER, required=True,
    description="Yours, one for each order: the same call again gives the same order.",
)  # fmt: skip
MAYBE_KEY = OpenApiParameter(
    KEY_HEADER, {"type": "string", "maxLength": 255}, OpenApiParameter.HEADER,
    description="Yours: the same call again adds nothing. An empty one is none.",
)  # fmt: skip
CART_TOKEN = OpenApiParameter(
    CART_HEADER, {"type": "string", "maxLength": MAX_TEXT}, OpenApiParameter.HEADER, description="A guest's cart."
)
TOKEN = OpenApiParameter(
    TOKEN_HEADER, {"type": "string", "maxLength": MAX_TEXT}, OpenApiParameter.HEADER,
    description="The `token` of the order, for guests.",
)  # fmt: skip
SIZE = OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE})
BEARER_ONLY: Any = [{"bearer": []}]  # reading one's list; the rest takes a bearer or a guest's token
CURSOR = OpenApiParameter("cursor", {"type": "string", "pattern": cursors.PATTERN}, description="Taken from `next`.")
REFUSED = "x-refusals"
NO_STATE = {REFUSED: ["409"]}


def user_of(request: Request) -> User | None:
    return request.user if isinstance(request.user, User) else None


def cleaned(shape: Any, request: Request) -> dict[str, Any]:
    serializer = shape(data=request.data)
    serializer.is_valid(raise_exception=True)
    data: dict[str, Any] = serializer.validated_data
    return data


def order_to_read(request: Request, number: str) -> Order:
    token = token_in(request, TOKEN_HEADER) or ""
    return access.find(number=number, user=user_of(request), token=token, at=timezone.now())


def order_to_change(request: Request, number: str) -> Order:
    token = token_in(request, TOKEN_HEADER) or ""
    return access.find_own(number=number, user=user_of(request), token=token, at=timezone.now())


def shown(request: Request, order: Order) -> HttpResponse:
    order.refresh_from_db()
    return private_answer(request, answers.detail(order, at=timezone.now()))


class OrderViewSet(ViewSet):
    """A person's orders by bearer, a guest's by the order's own token. What is not yours is not there."""

    authentication_classes = [BearerAuthentication]
    http_method_names = ["get", "head", "post"]
    lookup_field = "number"
    lookup_value_regex = "[A-Z0-9]{1,20}"

    @extend_schema(
        operation_id="order_place", parameters=[KEY, CART_TOKEN, WAS_REPLAYED], request=PlaceOrderSerializer,
        responses={201: PlacedSerializer}, extensions={REFUSED: ["409", "422"]},
    )  # fmt: skip
    def create(self, request: Request) -> HttpResponse:
        """Buy what is in the cart, in one call.

        400 names all that is missing at once; `payments/methods/` tells the ways to pay and the total each expects.
        409: `cart_changed` (with `expected_total`, `total` and `notices`), `out_of_stock` (with `lines`),
        `cart_empty`, `cart_already_ordered` (with `number`), `coupon_refused` (with `reason`), `too_many_unpaid_orders`
        and `too_many_units_unpaid` (of those paid at the counter). 422: the key came before with another body. A
        repeated call answers 201 with the same order and `Idempotency-Replayed: true`. When the provider of the payment
        is away the order stands and `payment.pix` or `payment.card` is null: POST `payment/` of the order asks again.
        """
        key = request.headers.get(KEY_HEADER, "")
        if not key:
            raise submission.KeyRequired(field=KEY_HEADER)
        data = cleaned(PlaceOrderSerializer, request)
        if data["payment_method"] == Order.Method.PICKUP:
            limits.count(request, rule="counter_orders")
        token = data.pop("cart_token", None) or token_in(request, CART_HEADER)
        done = submission.submit(
            user=user_of(request), cart_token=token, sent=submission.Sent(**data), key=key, at=timezone.now(),
            language=languages.wished(request.headers),
        )  # fmt: skip
        done.order.refresh_from_db()  # an order that costs nothing is paid by now
        response = private_answer(request, answers.placed(done.order), status=201)
        if done.is_replay:
            response.headers[REPLAYED] = "true"
        return response

    @extend_schema(
        operation_id="orders", parameters=[CURSOR, SIZE], responses=OrderListSerializer, auth=BEARER_ONLY
    )  # fmt: skip
    def list(self, request: Request) -> HttpResponse:
        """The orders of the signed-in person, the newest first."""
        user = user_of(request)
        if user is None:
            raise Unauthenticated
        given = only(request.query_params, "cursor", "page_size")
        found = listing.of(
            user=user, cursor=cursor(given.get("cursor")), size=page_size(given.get("page_size")),
        )  # fmt: skip
        return private_answer(
            request,
            {
                "count": found.count,
                "next": link(request, found.rows.next),
                "previous": link(request, found.rows.previous),
                "results": [answers.summary(row, row.units) for row in found.rows.items],
            },
        )

    @extend_schema(operation_id="order", parameters=[NUMBER, TOKEN], responses=OrderSerializer)
    def retrieve(self, request: Request, number: str) -> HttpResponse:
        """Everything that was agreed, and what happened since."""
        order = order_to_read(request, number)
        return private_answer(request, answers.detail(order, at=timezone.now()))

    @extend_schema(
        operation_id="order_cancel", parameters=[NUMBER, TOKEN], request=ReasonSerializer, responses=OrderSerializer,
        extensions=NO_STATE,
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, number: str) -> HttpResponse:
        """Give the order up before it leaves; what was paid goes back. 409 `illegal_transition` afterwards."""
        order = order_to_change(request, number)
        reason = cleaned(ReasonSerializer, request)["reason"]
        payments.cancel(order=order, at=timezone.now(), by=user_of(request), reason=reason)
        return shown(request, order)

    @extend_schema(
        operation_id="order_withdraw", parameters=[NUMBER, TOKEN], request=ReasonSerializer,
        responses=OrderSerializer, extensions=NO_STATE,
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, number: str) -> HttpResponse:
        """Change of mind until seven days after receipt, without a reason. 409 `withdrawal_over` afterwards."""
        order = order_to_change(request, number)
        reason = cleaned(ReasonSerializer, request)["reason"]
        lifecycle.request_withdrawal(order=order, reason=reason, at=timezone.now(), by=user_of(request))
        return shown(request, order)

    @extend_schema(
        operation_id="order_reorder", parameters=[NUMBER, TOKEN, CART_TOKEN, MAYBE_KEY], request=None,
        responses=ReorderedSerializer, extensions={REFUSED: ["409", "422"]},
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def reorder(self, request: Request, number: str) -> HttpResponse:
        """Put the same things into the cart at today's prices, as far as they can be bought.

        With an `Idempotency-Key` the same call again adds nothing: `Idempotency-Replayed: true`.
        """
        order, now = order_to_read(request, number), timezone.now()
        guest = token_in(request, CART_HEADER)
        cart, token = basket.open_for(user=user_of(request), token=guest, at=now)
        key = request.headers.get(KEY_HEADER, "")
        done = reorder.reorder_once(order=order, cart=cart, key=key, at=now)
        left_out = [
            {"product": each.line.slug, "title": each.line.title, "quantity": each.quantity} for each in done.left_out
        ]
        response = private_answer(request, {"units": done.units, "left_out": left_out, "cart_token": token})
        if done.is_replay:
            response.headers[REPLAYED] = "true"
        return response

    @extend_schema(
        methods=["GET"], operation_id="order_payment", parameters=[NUMBER, TOKEN], responses=PaymentSerializer
    )
    @extend_schema(
        methods=["POST"], operation_id="order_pay", parameters=[NUMBER, TOKEN], request=PayAgainSerializer,
        responses=PaymentSerializer, extensions={REFUSED: ["409", "503"]},
    )  # fmt: skip
    @action(detail=True, methods=["get", "post"])
    def payment(self, request: Request, number: str) -> HttpResponse:
        """How the order is paid. POST: the waiting payment, or a new one after a refusal or by another method."""
        now = timezone.now()
        if request.method == "POST":
            order = order_to_change(request, number)
            wanted = cleaned(PayAgainSerializer, request).get("method", "")
            found = attempts.open_again(order=order, method=wanted, for_app=True, at=now)
            order.refresh_from_db()
        else:
            order = order_to_read(request, number)
            found = attempts.existing(order)
        return private_answer(request, answers.payment(found, order, at=now))


def link(request: Request, place: cursors.Cursor | None) -> str | None:
    if place is None:
        return None
    query = request.GET.copy()
    query["cursor"] = str(place)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
