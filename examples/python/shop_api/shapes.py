"""What the API of Ilumina Casa asks and answers. Written by `python -m tools.clients`; do not edit."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class Actions(TypedDict):
    cancel: bool
    withdraw: bool
    withdraw_until: str | None
    pay: bool


class AddItemRequest(TypedDict):
    product: str | int
    quantity: NotRequired[int]


class Address(TypedDict):
    id: int
    label: str
    recipient: str
    postal_code: str
    street: str
    number: str
    complement: str
    district: str
    city: str
    state: str
    reference: str
    phone: str
    is_default: bool


class AddressInputRequest(TypedDict):
    """A Brazilian address. Postal code and state must agree."""

    recipient: str
    postal_code: str
    street: str
    number: str
    complement: NotRequired[str]
    district: str
    city: str
    state: StateEnum
    reference: NotRequired[str]
    phone: NotRequired[str]
    label: NotRequired[str]
    is_default: NotRequired[bool]


class AddressList(TypedDict):
    count: int
    next: str | None
    previous: str | None
    results: list[Address]


class Alert(TypedDict):
    id: int
    product: str
    kind: AlertKindEnum
    price_seen: str | None
    requested_at: str


class AlertAsked(TypedDict):
    email: str
    kind: AlertKindEnum
    confirmed: bool
    detail: str


class AlertInputRequest(TypedDict):
    kind: AlertKindEnum
    email: NotRequired[str]


type AlertKindEnum = Literal["back_in_stock", "price_drop"]


class AlertList(TypedDict):
    count: int
    next: str | None
    previous: str | None
    results: list[Alert]


class AppSession(TypedDict):
    id: str
    agent: str
    address: str
    started_at: str
    is_current: bool


type AvailabilityEnum = Literal["in_stock", "low_stock", "out_of_stock"]


class Bar(TypedDict):
    stars: int
    count: int


class Brand(TypedDict):
    slug: str
    name: str
    product_count: int


class BrandList(TypedDict):
    count: int
    next: str | None
    previous: str | None
    results: list[Brand]


class BrowserSession(TypedDict):
    id: int
    agent: str
    address: str
    started_at: str
    seen_at: str


class Card(TypedDict):
    client_secret: str


class Cart(TypedDict):
    """`total` is what a card pays, `pix_total` what Pix pays, both with the chosen shipping."""

    token: str | None
    version: int
    home_voltage: VoltageEnum | NullEnum
    items: list[CartItem]
    saved_items: list[CartItem]
    units: int
    coupon: CartCoupon | None
    shipping: Shipping
    subtotal: str
    discount_total: str
    shipping_total: str | None
    total: str
    pix_total: str
    installments: Installments
    currency: CurrencyEnum
    can_be_ordered: bool
    notices: list[Notice]


class CartCoupon(TypedDict):
    code: str
    kind: CouponKindEnum
    problem: str | None


class CartItem(TypedDict):
    id: int
    product: CartProduct
    quantity: int
    available: bool
    in_stock: int
    problem: ProblemEnum | NullEnum
    zone: ZoneEnum | NullEnum
    list_price: str
    struck_price: str | None
    unit_price: str
    pix_unit_price: str
    seen_price: str
    line_total: str
    discount: str


class CartProduct(TypedDict):
    id: int
    slug: str
    sku: str
    title: str
    thumbnail: str | None


class Category(TypedDict):
    slug: str
    name: str
    description: str
    parent: str | None
    path: list[Name]
    children: list[Name]
    product_count: int


class CategoryList(TypedDict):
    count: int
    next: str | None
    previous: str | None
    results: list[Category]


type Change = Upsert | Deletion


class Changes(TypedDict):
    """What happened since the cursor, oldest first. Keep `cursor` and ask again with it, at any time."""

    next: str
    cursor: str
    has_more: bool
    results: list[Change]


class CouponCodeRequest(TypedDict):
    code: str
    email: NotRequired[str]


type CouponKindEnum = Literal["percent", "fixed", "free_freight"]


type CurrencyEnum = Literal["BRL"]


class Deletion(TypedDict):
    type: DeletionTypeEnum
    id: int
    slug: str


type DeletionTypeEnum = Literal["delete"]


class Delivery(TypedDict):
    method: str
    name: str
    is_pickup: bool
    promised_on: str | None
    address: DeliveryAddress | None


class DeliveryAddress(TypedDict):
    recipient: str
    postal_code: str
    street: str
    number: str
    complement: str
    district: str
    city: str
    state: str
    reference: str


class Detail(TypedDict):
    detail: str


class Dimensions(TypedDict):
    """Centimetres."""

    width: float | None
    height: float | None
    depth: float | None


class EmailChangeRequest(TypedDict):
    email: str
    password: str


class EmailRequest(TypedDict):
    email: str


class EmailVerifyRequest(TypedDict):
    token: str
    password: NotRequired[str]


class Event(TypedDict):
    kind: str
    status: str
    message: str
    at: str


class Export(TypedDict):
    """Beside these, one list of rows for every kind of thing the shop keeps of a person: orders, addresses, ..."""

    generated_at: str
    controller: dict[str, str]
    person: list[dict[str, Any]]


class ExportToken(TypedDict):
    token: str
    expires_in: int


class Facet(TypedDict):
    key: str
    label: str
    unit: str
    kind: FacetKindEnum
    options: list[Option]
    minimum: str | None
    maximum: str | None


type FacetKindEnum = Literal["category", "price", "rating", "choice", "number", "boolean"]


class FacetList(TypedDict):
    count: int
    facets: list[Facet]


class FillRequest(TypedDict):
    items: list[AddItemRequest]
    voltage: NotRequired[VoltageEnum]


class HomeRequest(TypedDict):
    voltage: VoltageEnum


class Image(TypedDict):
    url: str
    role: RoleEnum
    alt: str
    width: int | None
    height: int | None
    renditions: Renditions


class Installments(TypedDict):
    count: int
    amount: str


class LeftOut(TypedDict):
    product: str
    title: str
    quantity: int


class LegalText(TypedDict):
    kind: LegalTextKindEnum
    version: str
    title: str
    body: str
    published_at: str


type LegalTextKindEnum = Literal["terms", "privacy"]


class LegalTextList(TypedDict):
    results: list[LegalText]


class LightMap(TypedDict):
    """Lux in the middle of each cell of the work plane, rows along the width."""

    plane_height: float
    values: list[list[float]]
    mean: float
    minimum: float
    maximum: float
    direct_mean: float
    reflected: float


class LightPlan(TypedDict):
    kind: LightPlanKindEnum
    name: str
    items: list[PlanItem]
    lumens: float
    watts: float | None
    utilisation: float
    lux: float
    total: str
    pix_total: str
    map: LightMap


type LightPlanKindEnum = Literal["economy", "balanced", "designer"]


class LightingAnswer(TypedDict):
    need: Need
    reference: ReferenceLamp
    plans: list[LightPlan]
    notice: str


class LinkInputRequest(TypedDict):
    token: str


class LoggedIn(TypedDict):
    access: str
    refresh: str
    expires_in: int
    user: Person


class LoginRequest(TypedDict):
    email: str
    password: str


class MergeRequest(TypedDict):
    token: NotRequired[str]
    cart_token: NotRequired[str]


type MoodEnum = Literal["relax", "welcome", "focus", "bright"]


class Name(TypedDict):
    slug: str
    name: str


class Need(TypedDict):
    formula: str
    steps: list[Step]
    lumens: float
    room_index: float | None


class Notice(TypedDict):
    """Something to know before buying. No order is refused for a `fit.*`; its `data` names `product` and `item` it is
    said of, what does not fit, and `fix`: {`action` `add` or `swap`, `product` {id, slug, title, sale_price},
    `quantity`, `item` that goes when it is a swap}, or null where the shop has nothing that fits.
    """

    code: NoticeCodeEnum
    message: str
    data: dict[str, Any]


type NoticeCodeEnum = Literal[
    "price_changed",
    "out_of_stock",
    "unavailable",
    "coupon_refused",
    "merged",
    "capped",
    "fit.base_mismatch",
    "fit.voltage_mismatch",
    "fit.voltage_mixed",
    "fit.voltage_unconfirmed",
    "fit.dimmer_mismatch",
    "fit.ip_too_low",
]


type NullEnum = None


class Option(TypedDict):
    value: str
    params: dict[str, str]
    label: str
    count: int
    selected: bool
    swatch: str


class Order(TypedDict):
    number: str
    status: OrderStatusEnum
    status_text: str
    placed_at: str
    total: str
    units: int
    payment_method: PaymentMethodEnum
    is_pickup: bool
    promised_on: str | None
    email: str
    name: str
    phone: str
    document: str
    note: str
    delivery: Delivery
    lines: list[OrderLine]
    lines_total: str
    discount_total: str
    pix_discount_total: str
    freight_total: str
    coupon: str
    installments: int
    payment: Payment | None
    refunds: list[Refund]
    shipments: list[Shipment]
    events: list[Event]
    actions: Actions
    expires_at: str | None
    paid_at: str | None
    shipped_at: str | None
    delivered_at: str | None
    canceled_at: str | None
    terms_version: str
    privacy_version: str


class OrderLine(TypedDict):
    product: str
    sku: str
    title: str
    quantity: int
    list_price: str
    unit_price: str
    discount: str
    total: str
    refunded_quantity: int


class OrderList(TypedDict):
    count: int
    next: str | None
    previous: str | None
    results: list[OrderSummary]


type OrderStatusEnum = Literal[
    "pending",
    "paid",
    "picking",
    "shipped",
    "ready_for_pickup",
    "delivered",
    "withdrawal_requested",
    "returned",
    "canceled",
    "paid_without_stock",
]


class OrderSummary(TypedDict):
    number: str
    status: OrderStatusEnum
    status_text: str
    placed_at: str
    total: str
    units: int
    payment_method: PaymentMethodEnum
    is_pickup: bool
    promised_on: str | None


class OrderToken(TypedDict):
    number: str
    token: str


class OwnReview(TypedDict):
    id: int
    product: str
    author: str
    rating: int
    title: str
    text: str
    state: ReviewStateEnum
    reply: str
    created_at: str


class OwnReviewList(TypedDict):
    count: int
    next: str | None
    previous: str | None
    waiting: list[str]
    results: list[OwnReview]


class Pair(TypedDict):
    access: str
    refresh: str
    expires_in: int


class PasswordAgainRequest(TypedDict):
    password: str


class PasswordChangeRequest(TypedDict):
    current_password: str
    new_password: str


class PatchedAddressInputRequest(TypedDict):
    """A Brazilian address. Postal code and state must agree."""

    recipient: NotRequired[str]
    postal_code: NotRequired[str]
    street: NotRequired[str]
    number: NotRequired[str]
    complement: NotRequired[str]
    district: NotRequired[str]
    city: NotRequired[str]
    state: NotRequired[StateEnum]
    reference: NotRequired[str]
    phone: NotRequired[str]
    label: NotRequired[str]
    is_default: NotRequired[bool]


class PatchedChangeItemRequest(TypedDict):
    quantity: NotRequired[int]
    saved: NotRequired[bool]
    zone: NotRequired[ZoneEnum | NullEnum]


class PatchedPersonChangeRequest(TypedDict):
    name: NotRequired[str]
    phone: NotRequired[str]
    document: NotRequired[str]
    marketing: NotRequired[bool]


class PayAgainRequest(TypedDict):
    method: NotRequired[PaymentMethodEnum]


class Payment(TypedDict):
    method: PaymentMethodEnum
    status: PaymentStatusEnum
    pix: NotRequired[Pix | None]
    card: NotRequired[Card | None]
    amount: str
    expires_at: str | None
    confirmed_at: str | None
    can_pay: bool
    methods: list[str]


class PaymentMethod(TypedDict):
    method: PaymentMethodEnum
    name: str
    total: str
    needs_pickup: bool
    installments: int
    is_demo: bool


type PaymentMethodEnum = Literal["pix", "card", "pickup"]


class PaymentMethodList(TypedDict):
    results: list[PaymentMethod]


type PaymentStatusEnum = Literal["pending", "confirmed", "declined", "expired", "quarantined"]


class Person(TypedDict):
    id: int
    email: str
    email_verified: bool
    name: str
    phone: str
    document: str
    marketing: bool
    joined_at: str


class Pix(TypedDict):
    copy_paste: str
    txid: str
    expires_at: str | None


class PlaceOrderRequest(TypedDict):
    cart_token: NotRequired[str]
    email: NotRequired[str]
    name: NotRequired[str]
    phone: NotRequired[str]
    document: NotRequired[str]
    address: NotRequired[PostalAddressInputRequest]
    address_id: NotRequired[int]
    shipping_method: str
    payment_method: PaymentMethodEnum
    coupon: NotRequired[str | None]
    expected_total: str
    installments: NotRequired[int]
    note: NotRequired[str]


class Placed(TypedDict):
    number: str
    token: str
    status: OrderStatusEnum
    total: str
    payment: PlacedPayment


class PlacedPayment(TypedDict):
    method: PaymentMethodEnum
    status: PaymentStatusEnum
    pix: NotRequired[Pix | None]
    card: NotRequired[Card | None]


class PlanItem(TypedDict):
    product: Product
    quantity: int
    total: str
    positions: list[list[float]]


class PostalAddressInputRequest(TypedDict):
    """A Brazilian address. Postal code and state must agree."""

    recipient: str
    postal_code: str
    street: str
    number: str
    complement: NotRequired[str]
    district: str
    city: str
    state: StateEnum
    reference: NotRequired[str]
    phone: NotRequired[str]


class Problem(TypedDict):
    """RFC 9457 problem details. `code` is stable; `detail` is Portuguese fit for a customer."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: NotRequired[list[dict[str, Any]]]
    reason: NotRequired[str]
    lines: NotRequired[Any]
    available: NotRequired[int]
    expected_total: NotRequired[str]
    total: NotRequired[str]
    notices: NotRequired[list[dict[str, Any]]]
    methods: NotRequired[list[str]]
    fields: NotRequired[list[str]]
    wanted: NotRequired[str]
    number: NotRequired[str]
    order_status: NotRequired[str]
    maximum: NotRequired[int]
    minimum: NotRequired[Any]


type ProblemEnum = Literal["unavailable", "out_of_stock"]


class Product(TypedDict):
    """A product as lists show it."""

    id: int
    slug: str
    sku: str
    title: str
    brand: Name | None
    category: Name
    price: str
    discount_percentage: str
    sale_price: str
    struck_price: str | None
    pix_price: str
    installments: Installments
    currency: CurrencyEnum
    rating: str | None
    review_count: int
    availability: AvailabilityEnum
    thumbnail: str | None
    image_lit: str | None
    specs: dict[str, Any]
    updated_at: str


class ProductDetail(TypedDict):
    """A product with everything that is known of it."""

    id: int
    slug: str
    sku: str
    title: str
    brand: Name | None
    category: Name
    price: str
    discount_percentage: str
    sale_price: str
    struck_price: str | None
    pix_price: str
    installments: Installments
    currency: CurrencyEnum
    rating: str | None
    review_count: int
    availability: AvailabilityEnum
    thumbnail: str | None
    image_lit: str | None
    specs: dict[str, Any]
    updated_at: str
    description: str
    images: list[Image]
    tags: list[str]
    dimensions: Dimensions
    weight: float | None
    warranty: str
    shipping: str
    return_policy: str
    minimum_order_quantity: int
    meta: ProductMeta


class ProductList(TypedDict):
    count: int
    next: str | None
    previous: str | None
    results: list[Product]


class ProductMeta(TypedDict):
    summary: str
    family: str | None
    url: str
    lowest_price_30_days: str | None
    created_at: str
    updated_at: str


class ReasonRequest(TypedDict):
    reason: NotRequired[str]


class ReferenceLamp(TypedDict):
    """The same need in 9 W bulbs of 806 lm."""

    lumens: int
    watts: int
    count: int
    total_lumens: int
    total_watts: int
    lux: float


class RefreshRequest(TypedDict):
    refresh: str


class Refund(TypedDict):
    amount: str
    status: RefundStatusEnum
    reason: str
    requested_at: str
    done_at: str | None


type RefundStatusEnum = Literal["requested", "done", "failed"]


class RegisterRequest(TypedDict):
    email: str
    password: str
    name: str
    marketing: NotRequired[bool]


class Registered(TypedDict):
    email: str
    detail: str


class Rendition(TypedDict):
    width: int
    url: str


class Renditions(TypedDict):
    avif: list[Rendition]
    webp: list[Rendition]


class Reordered(TypedDict):
    units: int
    left_out: list[LeftOut]
    cart_token: str | None


class ResetConfirmRequest(TypedDict):
    token: str
    password: str


class Review(TypedDict):
    id: int
    author: str
    rating: int
    title: str
    text: str
    is_verified: bool
    reply: str
    helpful_count: int
    created_at: str


class ReviewInputRequest(TypedDict):
    rating: int
    title: NotRequired[str]
    text: NotRequired[str]
    author: NotRequired[str]


class ReviewList(TypedDict):
    count: int
    next: str | None
    previous: str | None
    summary: ReviewSummary
    results: list[Review]


type ReviewStateEnum = Literal["pending", "approved", "rejected"]


class ReviewSummary(TypedDict):
    count: int
    mean: str | None
    histogram: list[Bar]


type RoleEnum = Literal["day", "night", "detail", "measures", "other"]


class RoomInputRequest(TypedDict):
    """What is left out is the usual of such a room; without a ceiling height the utilisation factor is 0.6."""

    room_type: RoomTypeEnum
    length: float
    width: float
    ceiling_height: NotRequired[float | None]
    wall_color: NotRequired[WallColorEnum]
    mood: NotRequired[MoodEnum]
    voltage: NotRequired[VoltageEnum]
    style: NotRequired[str]


type RoomTypeEnum = Literal["living_room", "bedroom", "kitchen", "bathroom", "office", "hallway", "garage", "laundry"]


class SessionList(TypedDict):
    browsers: list[BrowserSession]
    apps: list[AppSession]


class Shipment(TypedDict):
    carrier: str
    tracking_code: str
    tracking_url: str
    shipped_at: str
    delivered_at: str | None


class Shipping(TypedDict):
    postal_code: str | None
    method: str | None
    options: list[ShippingOption]
    free_from: str | None
    free_missing: str | None


class ShippingOption(TypedDict):
    method: str
    name: str
    price: str
    promised_on: str
    is_pickup: bool
    is_free: bool


class ShippingQuoteRequest(TypedDict):
    postal_code: str
    shipping_method: NotRequired[str]
    product: NotRequired[str | int]
    quantity: NotRequired[int]


type StateEnum = Literal[
    "AC",
    "AL",
    "AM",
    "AP",
    "BA",
    "CE",
    "DF",
    "ES",
    "GO",
    "MA",
    "MG",
    "MS",
    "MT",
    "PA",
    "PB",
    "PE",
    "PI",
    "PR",
    "RJ",
    "RN",
    "RO",
    "RR",
    "RS",
    "SC",
    "SE",
    "SP",
    "TO",
]


class Step(TypedDict):
    symbol: str
    name: str
    value: float
    unit: str
    source: str


class Suggestion(TypedDict):
    terms: list[str]
    categories: list[Name]
    products: list[Product]


class TokenRequest(TypedDict):
    token: str


class TrackRequest(TypedDict):
    number: str
    email: str


class Understood(TypedDict):
    q: str
    filters: list[Wish]
    count: int


class Upsert(TypedDict):
    type: UpsertTypeEnum
    product: Product


type UpsertTypeEnum = Literal["upsert"]


type VoltageEnum = Literal["127v", "220v", "unknown"]


type WallColorEnum = Literal["light", "medium", "dark"]


class Wish(TypedDict):
    label: str
    params: dict[str, str]


type ZoneEnum = Literal["dry", "bathroom", "garden"]
