"""What it would cost: one quote for cart page, API, e-mail and order, to the centavo.

Unit prices come from `catalog.prices`. The coupon's value is shared over the eligible lines by largest remainder.
The Pix total is the sum of quantity x unit Pix price, less the coupon's share (which never takes a line below
zero); freight is not discounted. With all its inputs loaded a quote is pure arithmetic on `Decimal`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cart import basket, coupons, freight, notices
from cart.freight import DEFAULT_WEIGHT, FreightOption
from cart.models import Cart, CartLine, Coupon
from catalog import cards
from catalog.prices import Installments, installments, offer
from iluminacasa import languages
from iluminacasa.errors import ShopError
from iluminacasa.money import brl

ZERO = Decimal("0.00")
PIX, CARD, PICKUP = "pix", "card", "pickup"
METHODS = (PIX, CARD, PICKUP)


@dataclass(frozen=True)
class Notice:
    """Something the customer should know before buying; `code` is stable."""

    code: str
    message: str
    data: dict[str, Any] = field(default_factory=dict)
    fix_title: str = ""  # of the product in `data` that mends it, as a page says it


@dataclass(frozen=True)
class QuoteLine:
    line_id: int
    product_id: int
    slug: str
    sku: str
    title: str
    card: cards.View | None  # as lists print it; None when the product left the window
    quantity: int
    list_price: Decimal
    unit_price: Decimal
    pix_unit_price: Decimal
    seen_price: Decimal
    available: int
    weight: Decimal
    problem: str = ""  # "", unavailable, out_of_stock
    coupon_share: Decimal = ZERO
    facts: str = ""  # the API's list object as text; empty when the product left the window
    zone: str = ""  # where it will hang, when the customer told
    struck_price: Decimal | None = None  # may be shown struck beside the unit price
    title_en: str = ""

    @property
    def spoken_title(self) -> str:
        """What a page says; `title` is for what is kept, and for programs."""
        return languages.spoken(self.title, self.title_en)

    @property
    def is_counted(self) -> bool:
        """Lines that cannot be bought stay in the cart and out of the total."""
        return self.problem == ""

    @property
    def line_total(self) -> Decimal:
        return self.unit_price * self.quantity

    @property
    def pix_line_total(self) -> Decimal:
        return self.pix_unit_price * self.quantity

    @property
    def has_new_price(self) -> bool:
        return self.seen_price != self.unit_price

    def discounts(self, method: str) -> tuple[Decimal, Decimal]:
        """(coupon's share, Pix discount) of the whole line when paid by `method`."""
        if method != PIX:
            return self.coupon_share, ZERO
        return min(self.coupon_share, self.pix_line_total), self.line_total - self.pix_line_total

    def total(self, method: str) -> Decimal:
        return self.line_total - sum(self.discounts(method), ZERO)


Row = tuple[QuoteLine, bool]  # a line of the cart, and whether it is set aside


@dataclass(frozen=True)
class Quote:
    method: str
    lines: Sequence[QuoteLine]
    saved: Sequence[QuoteLine]
    coupon: Coupon | None
    coupon_problem: str
    options: Sequence[FreightOption]
    freight: FreightOption | None
    freight_problem: ShopError | None
    free_freight_from: Decimal | None
    notices: Sequence[Notice]
    freight_method: str = ""  # the one that was asked for, on offer or not

    @property
    def counted(self) -> list[QuoteLine]:
        return [line for line in self.lines if line.is_counted]

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.counted)

    @property
    def lines_total(self) -> Decimal:
        return sum((line.line_total for line in self.counted), ZERO)

    @property
    def discount_total(self) -> Decimal:
        return sum((line.discounts(self.method)[0] for line in self.counted), ZERO)

    @property
    def pix_discount_total(self) -> Decimal:
        return sum((line.discounts(self.method)[1] for line in self.counted), ZERO)

    @property
    def freight_total(self) -> Decimal:
        return self.freight.price if self.freight else ZERO

    def total_by(self, method: str) -> Decimal:
        return sum((line.total(method) for line in self.counted), ZERO) + self.freight_total

    @property
    def total(self) -> Decimal:
        return self.total_by(self.method)

    @property
    def pix_total(self) -> Decimal:
        return self.total_by(PIX)

    @property
    def card_total(self) -> Decimal:
        return self.total_by(CARD)

    @property
    def installments(self) -> Installments:
        return installments(self.card_total)

    @property
    def free_freight_missing(self) -> Decimal:
        """How much more goods make the freight free; 0 once reached or when nothing is promised."""
        return max(ZERO, (self.free_freight_from or ZERO) - self.lines_total)

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.counted) and len(self.counted) == len(self.lines) and not self.coupon_problem

    @property
    def fingerprint(self) -> str:
        """Names exactly what is charged for: equal fingerprints, equal order."""
        parts = [(line.product_id, line.quantity, str(line.total(self.method))) for line in self.counted]
        delivery = (self.freight.method, str(self.freight.price)) if self.freight else None
        return hashlib.sha256(repr((self.method, parts, delivery)).encode()).hexdigest()[:32]


def quote(
    *,
    cart: Cart | None,
    at: datetime,
    postal_code: str = "",
    method: str = CARD,
    freight_method: str = "",
    rows: Sequence[Row] | None = None,
) -> Quote:
    """Reckon the cart as it stands at `at`. `postal_code` and `freight_method` default to what the cart remembers.

    `rows`: its lines, when they have just been loaded.
    """
    rows = load_lines(cart, at) if rows is None else rows
    active = [line for line, is_saved in rows if not is_saved]
    coupon = cart.coupon if cart else None
    user = cart.user if cart and coupon and coupon.per_customer_limit is not None else None
    active, coupon_problem = _with_coupon(active, coupon, customer=coupons.proven(user), at=at)
    wanted = freight_method or (cart.freight_method if cart else "")
    offered, problem = _delivery(active, postal_code or (cart.postal_code if cart else ""), at)
    if coupon is not None and coupon.kind == Coupon.Kind.FREE_FREIGHT and not coupon_problem:
        offered = _cheapest_made_free(offered)
    return Quote(
        method=method,
        lines=active,
        saved=[line for line, is_saved in rows if is_saved],
        coupon=coupon if not coupon_problem else None,
        coupon_problem=coupon_problem,
        options=offered,
        freight=_chosen(offered, wanted),
        freight_problem=problem,
        free_freight_from=min((o.free_above for o in offered if o.free_above is not None), default=None),
        notices=_notices(cart, active, coupon_problem),
        freight_method=wanted,
    )


def load_lines(cart: Cart | None, at: datetime) -> list[Row]:
    """In the order they were added. One query."""
    if cart is None:
        return []
    rows = CartLine.objects.filter(cart=cart).select_related("product__card").order_by("added_at", "pk")
    return [(_line(row, at), row.is_saved) for row in rows]


def _line(row: CartLine, at: datetime) -> QuoteLine:
    product = row.product
    card = getattr(product, "card", None)
    prices = offer(product, at=at)
    problem = ""
    if not product.is_visible:
        problem = "unavailable"
    elif row.quantity > product.stock:
        problem = "out_of_stock"
    return QuoteLine(
        line_id=row.pk,
        product_id=product.pk,
        slug=product.slug,
        sku=product.sku,
        title=product.title,
        title_en=product.title_en,
        card=cards.read_view(card.view) if card else None,
        quantity=row.quantity,
        list_price=prices.price,
        unit_price=prices.sale_price,
        pix_unit_price=prices.pix_price,
        seen_price=row.seen_price,
        available=max(0, product.stock) if product.is_visible else 0,
        weight=product.weight or DEFAULT_WEIGHT,
        problem=problem,
        facts=card.data if card else "",
        zone=row.zone,
        struck_price=prices.struck_price,
    )


def _with_coupon(
    lines: list[QuoteLine], coupon: Coupon | None, *, customer: coupons.Customer, at: datetime
) -> tuple[list[QuoteLine], str]:
    """The lines with their shares of the coupon, or why it does not hold (any more)."""
    if coupon is None:
        return lines, ""
    eligible = eligible_lines(lines, coupon)
    base = sum((line.line_total for line in eligible), ZERO)
    try:
        coupons.check(coupon=coupon, eligible_total=base, customer=customer, at=at)
    except coupons.CouponRefused as refusal:
        return lines, refusal.message
    shares = coupons.share_out(coupons.value_of(coupon, base), [line.line_total for line in eligible])
    share_of = {line.line_id: share for line, share in zip(eligible, shares, strict=True)}
    return [_shared(line, share_of.get(line.line_id, ZERO)) for line in lines], ""


def eligible_lines(lines: Sequence[QuoteLine], coupon: Coupon) -> list[QuoteLine]:
    """What the coupon counts: everything that can be bought, without sale prices where they do not combine."""
    return [
        line for line in lines if line.is_counted and (coupon.combines_with_sale or line.unit_price == line.list_price)
    ]


def apply_coupon(*, cart: Cart, code: str, at: datetime) -> None:
    """Put a code on the cart if it holds for what is in it now; `CouponRefused` says why not."""
    coupon = coupons.find(code)
    lines = [line for line, is_saved in load_lines(cart, at) if not is_saved]
    base = sum((line.line_total for line in eligible_lines(lines, coupon)), ZERO)
    basket.apply_coupon(cart=cart, coupon=coupon, eligible_total=base, at=at)


def _shared(line: QuoteLine, share: Decimal) -> QuoteLine:
    return QuoteLine(**{**line.__dict__, "coupon_share": share})


def _delivery(
    lines: Sequence[QuoteLine], postal_code: str, at: datetime
) -> tuple[list[FreightOption], ShopError | None]:
    """What can be chosen, and why there is nothing to choose but pickup."""
    if not postal_code:
        return [freight.pickup(at=at)], None
    counted = [line for line in lines if line.is_counted]
    weight = sum((line.weight * line.quantity for line in counted), Decimal(0))
    value = sum((line.line_total for line in counted), ZERO)
    try:
        return freight.options(postal_code=postal_code, weight=weight, value=value, at=at), None
    except (freight.UnknownPostalCode, freight.OutOfArea) as problem:
        return [freight.pickup(at=at)], problem


def _cheapest_made_free(offered: Sequence[FreightOption]) -> list[FreightOption]:
    """The coupon pays for the cheapest delivery there; who wants a faster one pays for it."""
    cheapest = min((option for option in offered if not option.is_pickup), key=lambda each: each.price, default=None)
    return [FreightOption(**{**each.__dict__, "price": ZERO}) if each is cheapest else each for each in offered]


def _chosen(offered: Sequence[FreightOption], method: str) -> FreightOption | None:
    return next((option for option in offered if option.method == method), None)


def _notices(cart: Cart | None, lines: Sequence[QuoteLine], coupon_problem: str) -> list[Notice]:
    titles = {line.slug: line.spoken_title for line in lines}
    kept = cart.notices if cart else []
    found = [Notice(each["code"], notices.said(each, titles), each["data"]) for each in kept]
    for line in lines:
        about = {"product": line.slug}
        if line.problem == "unavailable":
            text = _("{title} não está mais à venda.").format(title=line.spoken_title)
            found.append(Notice("unavailable", text, about))
        elif line.problem == "out_of_stock":
            text = _("{title}: só restam {left}.") if line.available else _("{title}: esgotou.")
            text = text.format(title=line.spoken_title, left=line.available)
            found.append(Notice("out_of_stock", text, about | {"available": line.available}))
        if line.is_counted and line.has_new_price:
            prices = {"old": brl(line.seen_price), "new": brl(line.unit_price)}
            text = _("{title} mudou de {old} para {new}.").format(title=line.spoken_title, **prices)
            moved = {"from": f"{line.seen_price:.2f}", "to": f"{line.unit_price:.2f}"}
            found.append(Notice("price_changed", text, about | moved))
    if coupon_problem:
        found.append(Notice("coupon_refused", coupon_problem))
    return found
