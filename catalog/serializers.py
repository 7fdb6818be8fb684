"""Shapes of the catalogue's API: what may come in, and what goes out.

Lists are joined from stored card JSON, not rendered field by field; the serializers of answers describe them for
the schema, and `tests/api/test_shapes.py` proves that the stored text has exactly these fields.
"""

import re
from collections.abc import Collection
from datetime import UTC
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_serializer
from rest_framework import serializers

from accounts.serializers import Line
from catalog import cursors
from catalog.lighting import rooms
from catalog.lighting.plans import NAMES
from catalog.lighting.rooms import KINDS, MOODS, UNKNOWN_VOLTAGE, VOLTAGES, WALLS
from catalog.models import Image
from catalog.search import InvalidFilter
from iluminacasa.json_fields import Choice, Mailbox, Pattern, Text, Whole

MONEY = r"^\d+\.\d{2}$"
DEFAULT_SIZE = 24
DEFAULT_CHANGES = 100
MAX_SIZE = 100
LONGEST_TEXT = 200
KEYSET_PATTERN = r"^[-_A-Za-z0-9]{16,400}$"


# --- What comes in -------------------------------------------------------------------------------
SINGLE = ("q", "price_min", "price_max", "rating_min", "in_stock", "ordering")  # filters that take one value


def only(params: QueryDict, *names: str, many: Collection[str] = ()) -> dict[str, str]:
    """The parameters of those names, each given once at most, besides any of `many`; the rest is refused by name."""
    for name in params:
        if name not in names and name not in many:
            raise InvalidFilter(_("Este parâmetro não existe aqui."), field=name[:40])
        if name in names and len(params.getlist(name)) > 1:
            raise InvalidFilter(_("Este parâmetro só pode aparecer uma vez."), field=name)
    return {name: params.getlist(name)[-1] for name in names if name in params}


def search_text(text: str | None) -> None:
    if text is not None and len(text) > LONGEST_TEXT:
        raise InvalidFilter(_("A busca tem no máximo {most} caracteres.").format(most=LONGEST_TEXT), field="q")


def keyset_cursor(text: str | None) -> str | None:
    """Only its form is judged here; the list it belongs to knows the rest."""
    if text is not None and not re.fullmatch(KEYSET_PATTERN, text):
        raise cursors.MalformedCursor(field="cursor")
    return text


def page_size(text: str | None, *, default: int = DEFAULT_SIZE) -> int:
    """1 to 100, in plain digits."""
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 3) or not 1 <= int(text) <= MAX_SIZE:
        raise InvalidFilter(_("page_size vai de 1 a {most}.").format(most=MAX_SIZE), field="page_size")
    return int(text)


def cursor(text: str | None) -> cursors.Cursor | None:
    return None if text is None else cursors.Cursor.read(text)


def metres(lowest: int, highest: int, **terms: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=4, decimal_places=2, min_value=lowest, max_value=highest, coerce_to_string=False, **terms
    )


# --- What goes out -------------------------------------------------------------------------------
def money(**terms: Any) -> serializers.RegexField:
    return serializers.RegexField(MONEY, help_text="Reais with two decimals.", **terms)


class NameSerializer(serializers.Serializer):
    slug = serializers.SlugField()
    name = serializers.CharField()


class InstallmentsSerializer(serializers.Serializer):
    count = serializers.IntegerField(min_value=1)
    amount = money()


class ProductSerializer(serializers.Serializer):
    """A product as lists show it."""

    id = serializers.IntegerField()
    slug = serializers.SlugField()
    sku = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    brand = NameSerializer(allow_null=True)
    category = NameSerializer()
    price = money()
    discount_percentage = serializers.RegexField(MONEY, help_text="In force now; 0.00 outside a sale.")
    sale_price = money()
    struck_price = serializers.RegexField(
        MONEY,
        allow_null=True,
        help_text="What may be shown struck beside `sale_price`: the list price, if it was really asked for 30 days "
        "before the offer; else null, and nothing may be struck.",
    )
    pix_price = money()
    installments = InstallmentsSerializer()
    currency = serializers.ChoiceField(choices=["BRL"])
    rating = serializers.RegexField(MONEY, allow_null=True, help_text="1.00 to 5.00; null without reviews.")
    review_count = serializers.IntegerField(min_value=0)
    availability = serializers.ChoiceField(choices=["in_stock", "low_stock", "out_of_stock"])
    thumbnail = serializers.URLField(allow_null=True)
    image_lit = serializers.URLField(allow_null=True, help_text="The same lamp, switched on.")
    specs = serializers.DictField(
        child=serializers.JSONField(), help_text="By key: number, choice, list of choices, boolean or text."
    )
    updated_at = serializers.DateTimeField()


class RenditionSerializer(serializers.Serializer):
    width = serializers.IntegerField(min_value=1)
    url = serializers.URLField()


class RenditionsSerializer(serializers.Serializer):
    avif = RenditionSerializer(many=True)
    webp = RenditionSerializer(many=True)


class ImageSerializer(serializers.Serializer):
    url = serializers.URLField()
    role = serializers.ChoiceField(choices=Image.Role.values)
    alt = serializers.CharField(allow_blank=True)
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    renditions = RenditionsSerializer()


class DimensionsSerializer(serializers.Serializer):
    """Centimetres."""

    width = serializers.FloatField(allow_null=True)
    height = serializers.FloatField(allow_null=True)
    depth = serializers.FloatField(allow_null=True)


class ProductMetaSerializer(serializers.Serializer):
    summary = serializers.CharField(allow_blank=True)
    family = serializers.CharField(allow_null=True, help_text="The same piece in other finishes shares it.")
    url = serializers.URLField(help_text="The page in the shop.")
    lowest_price_30_days = money(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ProductDetailSerializer(ProductSerializer):
    """A product with everything that is known of it."""

    description = serializers.CharField(allow_blank=True)
    images = ImageSerializer(many=True)
    tags = serializers.ListField(child=serializers.CharField())
    dimensions = DimensionsSerializer()
    weight = serializers.FloatField(allow_null=True, help_text="Kilograms.")
    warranty = serializers.CharField(allow_blank=True)
    shipping = serializers.CharField(allow_blank=True)
    return_policy = serializers.CharField(allow_blank=True)
    minimum_order_quantity = serializers.IntegerField(min_value=1)
    meta = ProductMetaSerializer()


@extend_schema_serializer(many=False)
class ListSerializer(serializers.Serializer):
    count = serializers.IntegerField(min_value=0)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class ProductListSerializer(ListSerializer):
    results = ProductSerializer(many=True)


class BarSerializer(serializers.Serializer):
    stars = serializers.IntegerField(min_value=1, max_value=5)
    count = serializers.IntegerField(min_value=0)


class ReviewSummarySerializer(serializers.Serializer):
    count = serializers.IntegerField(min_value=0)
    mean = serializers.RegexField(MONEY, allow_null=True)
    histogram = BarSerializer(many=True)


class ReviewSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    author = serializers.CharField(source="author_name")
    rating = serializers.IntegerField(min_value=1, max_value=5)
    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    is_verified = serializers.BooleanField(help_text="Written by someone who bought it here.")
    reply = serializers.CharField(allow_blank=True, help_text="The shop's answer.")
    helpful_count = serializers.IntegerField(min_value=0)
    created_at = serializers.DateTimeField(default_timezone=UTC)


class ReviewListSerializer(ListSerializer):
    summary = ReviewSummarySerializer()
    results = ReviewSerializer(many=True)


class OptionSerializer(serializers.Serializer):
    value = serializers.CharField()
    params = serializers.DictField(
        child=serializers.CharField(), help_text="Send these parameters to narrow the list by this choice."
    )
    label = serializers.CharField()  # type: ignore[assignment]  # DRF takes declared fields out of the class
    count = serializers.IntegerField(min_value=0)
    selected = serializers.BooleanField()
    swatch = serializers.CharField(allow_blank=True)


class FacetSerializer(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF takes declared fields out of the class
    unit = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=["category", "price", "rating", "choice", "number", "boolean"])
    options = OptionSerializer(many=True)
    minimum = serializers.CharField(allow_null=True)
    maximum = serializers.CharField(allow_null=True)


class FacetListSerializer(serializers.Serializer):
    count = serializers.IntegerField(min_value=0, help_text="Products that match.")
    facets = FacetSerializer(many=True)


class SuggestionSerializer(serializers.Serializer):
    terms = serializers.ListField(child=serializers.CharField())
    categories = NameSerializer(many=True)
    products = ProductSerializer(many=True)


class WishSerializer(serializers.Serializer):
    label = serializers.CharField()  # type: ignore[assignment]  # DRF takes declared fields out of the class
    params = serializers.DictField(child=serializers.CharField(), help_text="Send these; repeated names: any of them.")


class UnderstoodSerializer(serializers.Serializer):
    q = serializers.CharField(allow_blank=True, help_text="The words left to search.")
    filters = WishSerializer(many=True, help_text="What was understood; leave out what was not meant.")
    count = serializers.IntegerField(min_value=0, help_text="Products that have it all.")


class UpsertSerializer(serializers.Serializer):
    type = serializers.ChoiceField(choices=["upsert"])
    product = ProductSerializer()


class DeletionSerializer(serializers.Serializer):
    type = serializers.ChoiceField(choices=["delete"])
    id = serializers.IntegerField()
    slug = serializers.SlugField()


class ChangesSerializer(serializers.Serializer):
    """What happened since the cursor, oldest first. Keep `cursor` and ask again with it, at any time."""

    next = serializers.URLField(help_text="This address with the new cursor; always given.")
    cursor = serializers.CharField()
    has_more = serializers.BooleanField(help_text="More changes are waiting already.")
    results = serializers.ListField(
        child=PolymorphicProxySerializer(
            component_name="Change",
            serializers={"upsert": UpsertSerializer, "delete": DeletionSerializer},
            resource_type_field_name="type",
        )
    )


class ReviewInput(serializers.Serializer[Any]):
    rating = Whole(min_value=1, max_value=5)
    title = Line(max_length=100, allow_blank=True, default="")
    text = Text(max_length=3000, allow_blank=True, default="")
    author = Line(max_length=60, allow_blank=True, default="", help_text="Shown; else first name and an initial.")


class OwnReviewSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    product = serializers.SlugField()
    author = serializers.CharField()
    rating = serializers.IntegerField(min_value=1, max_value=5)
    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=["pending", "approved", "rejected"])
    reply = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class OwnReviewListSerializer(ListSerializer):
    waiting = serializers.ListField(child=serializers.SlugField(), help_text="Received products without a review.")
    results = OwnReviewSerializer(many=True)


class AlertInput(serializers.Serializer[Any]):
    kind = Choice(choices=["back_in_stock", "price_drop"])
    email = Mailbox(max_length=254, required=False, help_text="The token's own by default.")


class AlertAskedSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    kind = serializers.ChoiceField(choices=["back_in_stock", "price_drop"])
    confirmed = serializers.BooleanField(help_text="false: a letter asks the mailbox first.")
    detail = serializers.CharField()


class AlertSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    product = serializers.SlugField()
    kind = serializers.ChoiceField(choices=["back_in_stock", "price_drop"])
    price_seen = serializers.RegexField(MONEY, allow_null=True, help_text="Below it the letter goes out.")
    requested_at = serializers.DateTimeField()


class AlertListSerializer(ListSerializer):
    results = AlertSerializer(many=True)


class RoomInput(serializers.Serializer[Any]):
    """What is left out is the usual of such a room; without a ceiling height the utilisation factor is 0.6."""

    room_type = Choice(choices=[each.key for each in KINDS])
    length = metres(rooms.SMALLEST, rooms.LARGEST)
    width = metres(rooms.SMALLEST, rooms.LARGEST)
    ceiling_height = metres(rooms.LOWEST, rooms.HIGHEST, required=False, allow_null=True, default=None)
    wall_color = Choice(choices=[each.key for each in WALLS], default=WALLS[0].key)
    mood = Choice(choices=[each.key for each in MOODS], required=False)
    voltage = Choice(
        choices=list(VOLTAGES), default=UNKNOWN_VOLTAGE, help_text="unknown: only lamps for both voltages."
    )
    style = Pattern(  # type: ignore[assignment]  # DRF takes declared fields out
        r"^[-a-z0-9]{1,60}$", required=False, help_text="Slug of a choice of the specification `style`."
    )


class StepSerializer(serializers.Serializer[Any]):
    symbol = serializers.CharField()
    name = serializers.CharField()
    value = serializers.FloatField()
    unit = serializers.CharField(allow_blank=True)
    source = serializers.CharField(help_text="The norm or rule the number comes from, in words.")  # type: ignore[assignment]  # DRF takes declared fields out


class NeedSerializer(serializers.Serializer[Any]):
    formula = serializers.CharField()
    steps = StepSerializer(many=True)
    lumens = serializers.FloatField(help_text="What the room needs.")
    room_index = serializers.FloatField(allow_null=True)


class ReferenceLampSerializer(serializers.Serializer[Any]):
    """The same need in 9 W bulbs of 806 lm."""

    lumens = serializers.IntegerField()
    watts = serializers.IntegerField()
    count = serializers.IntegerField(min_value=1)
    total_lumens = serializers.IntegerField()
    total_watts = serializers.IntegerField()
    lux = serializers.FloatField()


class PlanItemSerializer(serializers.Serializer[Any]):
    product = ProductSerializer()
    quantity = serializers.IntegerField(min_value=1)
    total = money()
    positions = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        help_text="Metres from a corner, along length and width.",
    )


class LightMapSerializer(serializers.Serializer[Any]):
    """Lux in the middle of each cell of the work plane, rows along the width."""

    plane_height = serializers.FloatField()
    values = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))
    mean = serializers.FloatField()
    minimum = serializers.FloatField()
    maximum = serializers.FloatField()
    direct_mean = serializers.FloatField()
    reflected = serializers.FloatField(help_text="From ceiling, walls and floor, the same everywhere.")


class LightPlanSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=list(NAMES))
    name = serializers.CharField()
    items = PlanItemSerializer(many=True)
    lumens = serializers.FloatField()
    watts = serializers.FloatField(allow_null=True)
    utilisation = serializers.FloatField()
    lux = serializers.FloatField(help_text="By the lumen method.")
    total = money()
    pix_total = money()
    map = LightMapSerializer()


class LightingAnswerSerializer(serializers.Serializer[Any]):
    need = NeedSerializer()
    reference = ReferenceLampSerializer()
    plans = LightPlanSerializer(many=True)
    notice = serializers.CharField(allow_blank=True)


class LinkInput(serializers.Serializer[Any]):
    token = Text(max_length=400, help_text="The last part of the mailed link.")


class CategorySerializer(serializers.Serializer):
    slug = serializers.SlugField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    parent = serializers.SlugField(allow_null=True)  # type: ignore[assignment]  # DRF takes declared fields out
    path = NameSerializer(many=True, help_text="From the root to the category itself.")
    children = NameSerializer(many=True)
    product_count = serializers.IntegerField(min_value=0, help_text="With everything below it.")


class CategoryListSerializer(ListSerializer):
    results = CategorySerializer(many=True)


class BrandSerializer(serializers.Serializer):
    slug = serializers.SlugField()
    name = serializers.CharField()
    product_count = serializers.IntegerField(min_value=0)


class BrandListSerializer(ListSerializer):
    results = BrandSerializer(many=True)
