"""What may come in and go out through the cart's part of the API. Reading shapes list their fields."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.serializers import Email
from cart.coupons import MAX_CODE
from cart.filling import MOST_PRODUCTS
from cart.forms import MAX_SLUG
from cart.models import MAX_QUANTITY, Coupon
from catalog.fit import CODES, ZONES
from catalog.lighting.rooms import VOLTAGES
from catalog.serializers import InstallmentsSerializer, money
from iluminacasa.json_fields import Choice, Text, Whole, YesNo

MAX_ROW = 2**63 - 1
MAX_TOKEN = 200
MAX_METHOD = 40
NOTICE_CODES = ["price_changed", "out_of_stock", "unavailable", "coupon_refused", "merged", "capped", *CODES]


# --- What comes in -------------------------------------------------------------------------------
@extend_schema_field({"type": "integer", "minimum": 1, "maximum": MAX_QUANTITY})
class Quantity(Whole):
    """Its range is judged by the room."""

    default_error_messages = {"invalid": _("Informe um número inteiro.")}


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "minLength": 1, "maxLength": MAX_SLUG, "pattern": "^[-a-zA-Z0-9_]+$"},
            {"type": "integer", "minimum": 1, "maximum": MAX_ROW},
        ],
        "description": "A string is the product's slug, an integer its id.",
    }
)
class ProductReference(serializers.Field):
    default_error_messages = {"invalid": _("Informe o endereço (texto) ou o número (inteiro) do produto.")}

    def to_internal_value(self, data: Any) -> str | int:
        if type(data) is int:
            return data
        if type(data) is not str or not 0 < len(data) <= MAX_SLUG:
            self.fail("invalid")
        return str(data)

    def to_representation(self, value: str | int) -> str | int:
        return value


class Code(Text):
    """Printable text; a code nobody could have typed is refused here."""

    default_error_messages = {"characters": _("Há caracteres que não existem aqui.")}

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not text.isprintable():
            self.fail("characters")
        return text


class AddItemSerializer(serializers.Serializer[Any]):
    product = ProductReference()
    quantity = Quantity(default=1)


class FillSerializer(serializers.Serializer[Any]):
    items = serializers.ListField(child=AddItemSerializer(), allow_empty=False, max_length=MOST_PRODUCTS)
    voltage = Choice(
        choices=list(VOLTAGES), required=False,
        help_text="Of the home the plan was made for; kept where `cart/home/` told none.",
    )  # fmt: skip


class ChangeItemSerializer(serializers.Serializer[Any]):
    quantity = Quantity(required=False)
    saved = YesNo(required=False, help_text="true: set aside for later; false: back into the cart.")
    zone = Choice(
        choices=list(ZONES), required=False, allow_null=True,
        help_text="Where it will hang, for what its seal has to stand; null: nobody said.",
    )  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError({"quantity": [_("Envie quantity, saved ou zone.")]})
        return attrs


class HomeSerializer(serializers.Serializer[Any]):
    voltage = Choice(choices=list(VOLTAGES), help_text="`unknown`: whoever lives there does not know.")


class CouponCodeSerializer(serializers.Serializer[Any]):
    code = Code(max_length=MAX_CODE)
    email = Email(required=False, help_text="Has no effect: uses are counted when the order is placed.")


class ShippingQuoteSerializer(serializers.Serializer[Any]):
    postal_code = Code(max_length=20, help_text="Eight digits, with or without the hyphen.")
    shipping_method = Code(
        max_length=MAX_METHOD, required=False, help_text="One of the `method`s offered; absent: the cheapest delivery."
    )
    product = ProductReference(required=False)
    quantity = Quantity(default=1)


class MergeSerializer(serializers.Serializer[Any]):
    token = Code(max_length=MAX_TOKEN, required=False, help_text="Of the guest's cart; or as `X-Cart-Token`.")
    cart_token = Code(max_length=MAX_TOKEN, required=False, help_text="The same, named as `orders/` names it.")


# --- What goes out -------------------------------------------------------------------------------
class CartProductSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    slug = serializers.CharField()
    sku = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    thumbnail = serializers.URLField(allow_null=True)


class CartItemSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    product = CartProductSerializer()
    quantity = serializers.IntegerField(min_value=1)
    available = serializers.BooleanField(help_text="Can so many be bought now?")
    in_stock = serializers.IntegerField(min_value=0, help_text="At most what one cart may hold.")
    problem = serializers.ChoiceField(
        choices=["unavailable", "out_of_stock"], allow_null=True, help_text="Such items stay out of the totals."
    )
    zone = serializers.ChoiceField(choices=list(ZONES), allow_null=True, help_text="Where it will hang, when told.")
    list_price = money()
    struck_price = money(allow_null=True)
    unit_price = money()
    pix_unit_price = money()
    seen_price = money()
    line_total = money()
    discount = money()


class CartCouponSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=Coupon.Kind.choices)
    problem = serializers.CharField(allow_null=True, help_text="Why it takes nothing off now.")


class ShippingOptionSerializer(serializers.Serializer[Any]):
    method = serializers.CharField()
    name = serializers.CharField()
    price = money()
    promised_on = serializers.DateField(help_text="Delivered by this day; with pickup: ready from it on.")
    is_pickup = serializers.BooleanField()
    is_free = serializers.BooleanField()


class ShippingSerializer(serializers.Serializer[Any]):
    postal_code = serializers.CharField(allow_null=True)
    method = serializers.CharField(allow_null=True, help_text="The one in the totals.")
    options = ShippingOptionSerializer(many=True)
    free_from = money(allow_null=True)
    free_missing = money(allow_null=True)


class NoticeSerializer(serializers.Serializer[Any]):
    """Something to know before buying. No order is refused for a `fit.*`; its `data` names `product` and `item` it is
    said of, what does not fit, and `fix`: {`action` `add` or `swap`, `product` {id, slug, title, sale_price},
    `quantity`, `item` that goes when it is a swap}, or null where the shop has nothing that fits."""

    code = serializers.ChoiceField(choices=NOTICE_CODES)
    message = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]  # a member of the JSON, not the serializer's own


@extend_schema_serializer(many=False)
class CartSerializer(serializers.Serializer[Any]):
    """`total` is what a card pays, `pix_total` what Pix pays, both with the chosen shipping."""

    token = serializers.CharField(allow_null=True, help_text="A guest's: send it as `X-Cart-Token`. Keep it secret.")
    version = serializers.IntegerField(min_value=0)
    home_voltage = serializers.ChoiceField(
        choices=list(VOLTAGES), allow_null=True, help_text="As told with `cart/home/`; null: ask once."
    )
    items = CartItemSerializer(many=True)
    saved_items = CartItemSerializer(many=True)
    units = serializers.IntegerField(min_value=0)
    coupon = CartCouponSerializer(allow_null=True)
    shipping = ShippingSerializer()
    subtotal = money()
    discount_total = money()
    shipping_total = money(allow_null=True)
    total = money()
    pix_total = money()
    installments = InstallmentsSerializer()
    currency = serializers.ChoiceField(choices=["BRL"])
    can_be_ordered = serializers.BooleanField()
    notices = NoticeSerializer(many=True)
