"""The cart of whoever asks: a person's by the bearer token, a guest's by `X-Cart-Token`.

A call that carries both folds the guest's cart into the person's; the guest's token is dead from then on.
"""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.viewsets import ViewSet

from accounts.permissions import BearerAuthentication, SignedIn
from cart import basket, delivery, filling, fit, freight, home, pricing, visitor
from cart.api import answers
from cart.models import Cart
from cart.serializers import (
    MAX_ROW,
    AddItemSerializer,
    CartSerializer,
    ChangeItemSerializer,
    CouponCodeSerializer,
    FillSerializer,
    HomeSerializer,
    MergeSerializer,
    ShippingQuoteSerializer,
    ShippingSerializer,
)
from catalog.models import Product
from iluminacasa import limits
from iluminacasa.errors import Invalid, Missing
from iluminacasa.freshness import private_answer

REFUSALS = "x-refusals"  # further problem answers of one operation, see the API's description
CONFLICT = {REFUSALS: ["409"]}
TOKEN = OpenApiParameter(
    visitor.HEADER, str, OpenApiParameter.HEADER, description="A guest's cart, as `token` of an earlier answer."
)
KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER,
    description="Of your making, 1 to 255 characters: sent again with the same body it adds nothing.",
)  # fmt: skip
WAS_REPLAYED = OpenApiParameter(
    "Idempotency-Replayed", {"type": "string", "enum": ["true"]}, OpenApiParameter.HEADER, response=[201],
    description="Only on the answer to a repeated call.",
)  # fmt: skip
ITEM_ID = OpenApiParameter("id", int, OpenApiParameter.PATH)


def cleaned(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The body in its shape; DRF's ValidationError otherwise."""
    serializer = shape(data=request.data)
    serializer.is_valid(raise_exception=True)
    data: dict[str, Any] = serializer.validated_data
    return data


def nothing() -> HttpResponse:
    return HttpResponse(status=204)


def varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, [visitor.HEADER])
    return response


def told(
    request: Request, cart: Cart | None, at: datetime, *, status: int = 200, token: str | None = None,
    is_replay: bool = False,
) -> HttpResponse:  # fmt: skip
    """The cart as it is now. A guest's token is repeated, so that whoever keeps the answer keeps the cart."""
    if token is None and cart is not None and cart.user_id is None:
        token = visitor.of(request).token
    body = answers.cart(fit.checked(pricing.quote(cart=cart, at=at), cart), cart, token)
    response = varied(private_answer(request, body, status=status))
    if is_replay:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def own_cart(request: Request, at: datetime) -> Cart:
    cart = visitor.current_cart(request, at)
    if cart is None:
        raise Missing(_("Não há carrinho aqui."))
    return cart


class OwnCartViewSet(ViewSet):
    authentication_classes = [BearerAuthentication]
    permission_classes = [AllowAny]


class CartViewSet(OwnCartViewSet):
    http_method_names = ["get", "head", "post", "delete"]

    @extend_schema(operation_id="cart", parameters=[TOKEN], responses=CartSerializer)
    def list(self, request: Request) -> HttpResponse:
        """What is in it and what it would cost now. Who has none sees an empty one."""
        now = timezone.now()
        return told(request, visitor.current_cart(request, now), now)

    @extend_schema(operation_id="cart_empty", parameters=[TOKEN], responses={204: None}, extensions=CONFLICT)
    def clear(self, request: Request) -> HttpResponse:
        """Take everything out, the coupon too."""
        now = timezone.now()
        cart = visitor.current_cart(request, now)
        if cart is not None:
            basket.empty(cart=cart, at=now)
        return nothing()

    @extend_schema(
        methods=["POST"], operation_id="cart_coupon", parameters=[TOKEN], request=CouponCodeSerializer,
        responses={200: CartSerializer}, extensions=CONFLICT,
    )  # fmt: skip
    @extend_schema(
        methods=["DELETE"], operation_id="cart_coupon_remove", parameters=[TOKEN], responses={204: None},
        extensions=CONFLICT,
    )  # fmt: skip
    @action(detail=False, methods=["post", "delete"])
    def coupon(self, request: Request) -> HttpResponse:
        """POST puts a code on the cart, if it holds for what is in it; 409 `coupon_refused` names the `reason`:
        `unknown`, `not_started`, `expired`, `used_up`, `used_by_customer`, `minimum` (with `minimum`), `no_product`.
        How often a guest has used it is judged when the order is placed. DELETE takes the code off."""
        now = timezone.now()
        if request.method == "DELETE":
            cart = visitor.current_cart(request, now)
            if cart is not None:
                basket.drop_coupon(cart=cart, at=now)
            return nothing()
        data = cleaned(CouponCodeSerializer, request)
        limits.count(request, rule="coupon")
        pricing.apply_coupon(cart=own_cart(request, now), code=data["code"], at=now)
        return told(request, own_cart(request, now), now)

    @extend_schema(
        operation_id="cart_shipping_quote", parameters=[TOKEN], request=ShippingQuoteSerializer,
        responses={200: ShippingSerializer}, extensions=CONFLICT,
    )  # fmt: skip
    @action(detail=False, methods=["post"], url_path="shipping-quote")
    def shipping_quote(self, request: Request) -> HttpResponse:
        """Every way to receive what is in the cart, with price and day; address and choice are remembered.

        With `product` (and `quantity`): what it would cost to receive just that, without a cart; nothing is remembered.
        """
        now, data = timezone.now(), cleaned(ShippingQuoteSerializer, request)
        digits = freight.clean_postal_code(data["postal_code"])
        if "product" in data:
            basket.check_quantity(data["quantity"])
            lone = Product.objects.get(pk=product_id(data["product"]))
            options = delivery.of_product(product=lone, quantity=data["quantity"], postal_code=digits, at=now)
            return varied(private_answer(request, answers.options_alone(options, digits)))
        cart = visitor.current_cart(request, now)
        method = data.get("shipping_method", "")
        if cart is None:
            quote = pricing.quote(cart=None, at=now, postal_code=digits, freight_method=method)
            if quote.freight_problem is not None:
                raise quote.freight_problem
        else:
            quote = delivery.choose(cart=cart, postal_code=digits, method=method, at=now)
        return varied(private_answer(request, answers.shipping(quote, digits)))

    @extend_schema(operation_id="cart_notices_accept", parameters=[TOKEN], responses={204: None}, extensions=CONFLICT)
    @action(detail=False, methods=["delete"])
    def notices(self, request: Request) -> HttpResponse:
        """They have been read, and the prices of now are accepted."""
        now = timezone.now()
        cart = visitor.current_cart(request, now)
        if cart is not None:
            basket.accept_prices(cart=cart, at=now)
        return nothing()

    @extend_schema(
        operation_id="cart_fill", parameters=[TOKEN, KEY, WAS_REPLAYED], request=FillSerializer,
        responses={201: CartSerializer}, extensions={REFUSALS: ["409", "422"]},
    )  # fmt: skip
    @action(detail=False, methods=["post"])
    def fill(self, request: Request) -> HttpResponse:
        """Put a whole lighting plan in. Each product is capped at what is in stock; `notices` say what is short
        (`capped`). 409 `out_of_stock` when nothing at all can go in."""
        now, who = timezone.now(), visitor.of(request)
        quantities: dict[int, int] = {}
        data = cleaned(FillSerializer, request)
        for item in data["items"]:
            basket.check_quantity(item["quantity"])
            pk = product_id(item["product"])
            quantities[pk] = quantities.get(pk, 0) + item["quantity"]
        done = filling.fill(
            user=who.user, token=who.token, quantities=quantities, key=request.headers.get("Idempotency-Key", ""),
            voltage=data.get("voltage", ""), at=now,
        )  # fmt: skip
        done.cart.refresh_from_db()
        return told(request, done.cart, now, status=201, token=done.token, is_replay=done.is_replay)

    @extend_schema(
        operation_id="cart_home", parameters=[TOKEN], request=HomeSerializer, responses={200: CartSerializer},
        extensions=CONFLICT,
    )  # fmt: skip
    @action(detail=False, methods=["post"])
    def home(self, request: Request) -> HttpResponse:
        """Tell the voltage of the home, once: `notices` then say what does not fit it (`fit.*`), each with a `fix`.
        It goes on to the next cart of the same person or guest. A guest's first call makes the cart: keep `token`."""
        now, data = timezone.now(), cleaned(HomeSerializer, request)
        cart, token = visitor.open_cart(request, now)
        home.tell(cart=cart, voltage=data["voltage"], zones={}, at=now)
        cart.refresh_from_db()
        return told(request, cart, now, token=token)

    @extend_schema(
        operation_id="cart_merge", parameters=[TOKEN], request=MergeSerializer, responses={200: CartSerializer},
        extensions=CONFLICT,
    )  # fmt: skip
    @action(detail=False, methods=["post"], permission_classes=[SignedIn])
    def merge(self, request: Request) -> HttpResponse:
        """Fold a guest's cart into the person's: quantities are summed, at most what is there; `notices` say what
        changed. Done twice it changes nothing."""
        now, who = timezone.now(), visitor.of(request)
        data = cleaned(MergeSerializer, request)
        token = data.get("token") or data.get("cart_token") or who.token
        if token is None:
            raise Invalid(_("Envie o token do carrinho de visitante."), field="token")
        return told(request, basket.current(user=who.user, token=token, at=now), now)


class CartItemViewSet(OwnCartViewSet):
    http_method_names = ["post", "patch", "delete"]
    lookup_field = "id"
    lookup_value_regex = "[0-9]+"

    @extend_schema(
        operation_id="cart_item_add", parameters=[TOKEN, KEY, WAS_REPLAYED], request=AddItemSerializer,
        responses={201: CartSerializer}, extensions={REFUSALS: ["409", "422"]},
    )  # fmt: skip
    def create(self, request: Request) -> HttpResponse:
        """Put units of a product in; what is there already grows. A guest's first call makes the cart: keep `token`."""
        now, data, who = timezone.now(), cleaned(AddItemSerializer, request), visitor.of(request)
        put = basket.put(
            user=who.user, token=who.token, product_id=product_id(data["product"]), quantity=data["quantity"],
            key=request.headers.get("Idempotency-Key", ""), at=now,
        )  # fmt: skip
        put.cart.refresh_from_db()
        return told(request, put.cart, now, status=201, token=put.token, is_replay=put.is_replay)

    @extend_schema(
        operation_id="cart_item_change", parameters=[TOKEN, ITEM_ID], request=ChangeItemSerializer,
        responses={200: CartSerializer}, extensions=CONFLICT,
    )  # fmt: skip
    def partial_update(self, request: Request, id: str) -> HttpResponse:
        """Another quantity, set aside for later or back, or where it will hang."""
        now, data = timezone.now(), cleaned(ChangeItemSerializer, request)
        cart, line_id = own_cart(request, now), row_id(id)
        basket.change(cart=cart, line_id=line_id, quantity=data.get("quantity"), saved=data.get("saved"), at=now)
        if "zone" in data:
            home.place(cart=cart, line_id=line_id, zone=data["zone"] or home.NOT_TOLD, at=now)
        return told(request, own_cart(request, now), now)

    @extend_schema(
        operation_id="cart_item_remove", parameters=[TOKEN, ITEM_ID], responses={204: None}, extensions=CONFLICT
    )
    def destroy(self, request: Request, id: str) -> HttpResponse:
        """Take a line out, all its units."""
        now = timezone.now()
        basket.remove(cart=own_cart(request, now), line_id=row_id(id), at=now)
        return nothing()


def product_id(reference: str | int) -> int:
    """The shown product a client means."""
    terms: dict[str, Any] = {"slug": reference} if isinstance(reference, str) else {"pk": reference}
    is_possible = reference.isprintable() if isinstance(reference, str) else 0 < reference <= MAX_ROW
    found = Product.objects.visible().filter(**terms).values_list("pk", flat=True).first() if is_possible else None
    if found is None:
        raise Missing(_("Não encontramos este produto."), field="product")
    return found


def row_id(text: str) -> int:
    """An id from an address; what cannot be one is not there."""
    if not text.isascii() or len(text) > 19 or int(text) > MAX_ROW:
        raise Missing
    return int(text)
