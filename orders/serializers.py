"""What may come in and go out through the orders' part of the API. Reading shapes list their fields."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.serializers import Document, Email, Line, PersonName, Phone, PostalAddressInput
from cart.coupons import MAX_CODE
from catalog.serializers import money
from iluminacasa.json_fields import Choice, Text, Whole
from iluminacasa.money import MAX_CENTAVOS, from_centavos
from orders.models import Order, Payment, Refund

MAX_ROW = 2**63 - 1
MAX_TOKEN = 200
MAX_NOTE = 500
MAX_PARCELS = 99


# --- What comes in -------------------------------------------------------------------------------
@extend_schema_field({"type": "string", "format": "decimal", "pattern": r"^\d{1,10}(\.\d{1,2})?$"})
class Total(serializers.DecimalField):
    """Reais as the client showed them to the buyer."""

    def __init__(self, **options: Any) -> None:
        limits: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "min_value": Decimal(0)}
        super().__init__(**(limits | {"max_value": from_centavos(MAX_CENTAVOS)} | options))


class PlaceOrderSerializer(serializers.Serializer[Any]):
    cart_token = Text(max_length=MAX_TOKEN, required=False, help_text="A guest's cart; or as `X-Cart-Token`.")
    email = Email(required=False, help_text="A signed-in person may leave out what the account says.")
    name = PersonName(max_length=120, required=False)
    phone = Phone(max_length=30, required=False)
    document = Document(max_length=30, required=False, help_text="CPF or CNPJ, with or without mask.")
    address = PostalAddressInput(required=False)
    address_id = Whole(
        min_value=1, max_value=MAX_ROW, required=False, help_text="Of `users/me/addresses/`, instead of `address`."
    )
    shipping_method = Line(
        max_length=40, help_text="As offered by `cart/shipping-quote/`; `retirada` needs no address."
    )
    payment_method = Choice(choices=Order.Method.choices)
    coupon = Text(
        max_length=MAX_CODE, allow_blank=True, allow_null=True, required=False,
        help_text="Absent: as the cart has it. Empty: without.",
    )  # fmt: skip
    expected_total = Total(help_text="What the buyer saw: any other total is 409 `cart_changed` and places nothing.")
    installments = Whole(min_value=1, max_value=MAX_PARCELS, default=1)
    note = Line(max_length=MAX_NOTE, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "address" in attrs and "address_id" in attrs:
            raise serializers.ValidationError({"address_id": [_("Envie o endereço ou o número dele, não os dois.")]})
        return attrs


class ReasonSerializer(serializers.Serializer[Any]):
    reason = Line(max_length=MAX_NOTE, allow_blank=True, default="")


class PayAgainSerializer(serializers.Serializer[Any]):
    method = Choice(
        choices=Order.Method.choices, required=False, help_text="Absent: as before. See `methods` of the answer."
    )


class TrackSerializer(serializers.Serializer[Any]):
    number = Line(max_length=20, help_text="Of the order, as in every letter: `IC...`.")
    email = Email(help_text="The buyer's, as in the order.")


# --- What goes out -------------------------------------------------------------------------------
class PixSerializer(serializers.Serializer[Any]):
    copy_paste = serializers.CharField(help_text="The text behind the QR code.")
    txid = serializers.CharField()
    expires_at = serializers.DateTimeField(allow_null=True)


class CardSerializer(serializers.Serializer[Any]):
    client_secret = serializers.CharField(help_text="For Stripe's SDK, which confirms the payment in the app.")


class PlacedPaymentSerializer(serializers.Serializer[Any]):
    method = serializers.ChoiceField(choices=Order.Method.choices)
    status = serializers.ChoiceField(choices=Payment.Status.choices)
    pix = PixSerializer(required=False, allow_null=True, help_text="With `pix`; null: ask `payment/` again.")
    card = CardSerializer(required=False, allow_null=True, help_text="With `card`; null: ask `payment/` again.")


class PlacedSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    token = serializers.CharField(help_text="Opens this order: send it as `X-Order-Token`.")
    status = serializers.ChoiceField(choices=Order.Status.choices)
    total = money()
    payment = PlacedPaymentSerializer()


class PaymentSerializer(PlacedPaymentSerializer):
    amount = money()
    expires_at = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    can_pay = serializers.BooleanField(help_text="A POST opens a payment.")
    methods = serializers.ListField(child=serializers.CharField(), help_text="How the order may still be paid.")


class DeliveryAddressSerializer(serializers.Serializer[Any]):
    recipient = serializers.CharField(allow_blank=True)
    postal_code = serializers.CharField()
    street = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)
    complement = serializers.CharField(allow_blank=True)
    district = serializers.CharField(allow_blank=True)
    city = serializers.CharField(allow_blank=True)
    state = serializers.CharField(allow_blank=True)
    reference = serializers.CharField(allow_blank=True)


class DeliverySerializer(serializers.Serializer[Any]):
    method = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    is_pickup = serializers.BooleanField()
    promised_on = serializers.DateField(allow_null=True)
    address = DeliveryAddressSerializer(allow_null=True)


class OrderLineSerializer(serializers.Serializer[Any]):
    product = serializers.CharField(help_text="Slug, as it was.")
    sku = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    quantity = serializers.IntegerField()
    list_price = money()
    unit_price = money()
    discount = money()
    total = money()
    refunded_quantity = serializers.IntegerField()


class ShipmentSerializer(serializers.Serializer[Any]):
    carrier = serializers.CharField(allow_blank=True)
    tracking_code = serializers.CharField(allow_blank=True)
    tracking_url = serializers.CharField(allow_blank=True)
    shipped_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)


class RefundSerializer(serializers.Serializer[Any]):
    amount = money()
    status = serializers.ChoiceField(choices=Refund.Status.choices)
    reason = serializers.CharField(allow_blank=True)
    requested_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)


class EventSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    status = serializers.CharField(allow_blank=True)
    message = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class ActionsSerializer(serializers.Serializer[Any]):
    cancel = serializers.BooleanField()
    withdraw = serializers.BooleanField()
    withdraw_until = serializers.DateTimeField(allow_null=True)
    pay = serializers.BooleanField()


class OrderSummarySerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    status = serializers.ChoiceField(choices=Order.Status.choices)
    status_text = serializers.CharField()
    placed_at = serializers.DateTimeField()
    total = money()
    units = serializers.IntegerField()
    payment_method = serializers.ChoiceField(choices=Order.Method.choices)
    is_pickup = serializers.BooleanField()
    promised_on = serializers.DateField(allow_null=True)


@extend_schema_serializer(many=False)
class OrderListSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = OrderSummarySerializer(many=True)


class OrderSerializer(OrderSummarySerializer):
    email = serializers.EmailField()
    name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    document = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    delivery = DeliverySerializer()
    lines = OrderLineSerializer(many=True)
    lines_total = money()
    discount_total = money()
    pix_discount_total = money()
    freight_total = money()
    coupon = serializers.CharField(allow_blank=True)
    installments = serializers.IntegerField()
    payment = PaymentSerializer(allow_null=True)
    refunds = RefundSerializer(many=True)
    shipments = ShipmentSerializer(many=True)
    events = EventSerializer(many=True)
    actions = ActionsSerializer()
    expires_at = serializers.DateTimeField(allow_null=True)
    paid_at = serializers.DateTimeField(allow_null=True)
    shipped_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    canceled_at = serializers.DateTimeField(allow_null=True)
    terms_version = serializers.CharField(allow_blank=True)
    privacy_version = serializers.CharField(allow_blank=True)


class LeftOutSerializer(serializers.Serializer[Any]):
    product = serializers.CharField()
    title = serializers.CharField()
    quantity = serializers.IntegerField(help_text="Units that could not be put into the cart.")


class ReorderedSerializer(serializers.Serializer[Any]):
    units = serializers.IntegerField(help_text="Units put into the cart.")
    left_out = LeftOutSerializer(many=True)
    cart_token = serializers.CharField(allow_null=True, help_text="Of a guest's new cart: keep it.")


class ReceivedSerializer(serializers.Serializer[Any]):
    received = serializers.IntegerField(help_text="Events in the notice.")


# --- Around an order -----------------------------------------------------------------------------
class PaymentMethodSerializer(serializers.Serializer[Any]):
    method = serializers.ChoiceField(choices=Order.Method.choices)
    name = serializers.CharField()
    total = money()
    needs_pickup = serializers.BooleanField(help_text="Only with `shipping_method` `retirada`.")
    installments = serializers.IntegerField(help_text="At most so many.")
    is_demo = serializers.BooleanField(
        help_text="No money behind it: an app gets no `client_secret`; the order's page has a button that pays."
    )


@extend_schema_serializer(many=False)
class PaymentMethodListSerializer(serializers.Serializer[Any]):
    results = PaymentMethodSerializer(many=True)


class OrderTokenSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    token = serializers.CharField(help_text="Send it as `X-Order-Token`.")


class LegalTextSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["terms", "privacy"])
    version = serializers.CharField()
    title = serializers.CharField()
    body = serializers.CharField(allow_blank=True, help_text="Markdown.")
    published_at = serializers.DateTimeField()


@extend_schema_serializer(many=False)
class LegalTextListSerializer(serializers.Serializer[Any]):
    results = LegalTextSerializer(many=True)
