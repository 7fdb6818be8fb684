"""A cart as it goes out."""

from collections.abc import Sequence
from typing import Any

from cart.freight import FreightOption
from cart.models import MAX_QUANTITY, Cart
from cart.pricing import CARD, Quote, QuoteLine
from catalog import pictures
from catalog.prices import Installments


def text(amount: Any) -> str:
    return f"{amount:.2f}"


def cart(quote: Quote, row: Cart | None, token: str | None) -> dict[str, Any]:
    return {
        "token": token,
        "version": row.version if row else 0,
        "home_voltage": (row.home_voltage or None) if row else None,
        "items": [item(line) for line in quote.lines],
        "saved_items": [item(line) for line in quote.saved],
        "units": quote.units,
        "coupon": coupon(quote, row),
        "shipping": shipping(quote, row.postal_code if row else ""),
        "subtotal": text(quote.lines_total),
        "discount_total": text(quote.discount_total),
        "shipping_total": text(quote.freight.price) if quote.freight else None,
        "total": text(quote.card_total),
        "pix_total": text(quote.pix_total),
        "installments": parcels(quote.installments),
        "currency": "BRL",
        "can_be_ordered": quote.can_be_ordered,
        "notices": [{"code": each.code, "message": each.message, "data": each.data} for each in quote.notices],
    }


def item(line: QuoteLine) -> dict[str, Any]:
    picture = line.card["day"] if line.card else None
    return {
        "id": line.line_id,
        "product": {
            "id": line.product_id,
            "slug": line.slug,
            "sku": line.sku,
            "title": line.title,
            "thumbnail": pictures.absolute(picture["src"]) if picture else None,
        },
        "quantity": line.quantity,
        "available": line.is_counted,
        "in_stock": min(line.available, MAX_QUANTITY),
        "problem": line.problem or None,
        "zone": line.zone or None,
        "list_price": text(line.list_price),
        "struck_price": None if line.struck_price is None else text(line.struck_price),
        "unit_price": text(line.unit_price),
        "pix_unit_price": text(line.pix_unit_price),
        "seen_price": text(line.seen_price),
        "line_total": text(line.line_total),
        "discount": text(line.discounts(CARD)[0]),
    }


def coupon(quote: Quote, row: Cart | None) -> dict[str, Any] | None:
    code = row.coupon if row else None
    return {"code": code.code, "kind": code.kind, "problem": quote.coupon_problem or None} if code else None


def shipping(quote: Quote, postal_code: str) -> dict[str, Any]:
    return {
        "postal_code": postal_code or None,
        "method": quote.freight.method if quote.freight else None,
        "options": [option(each) for each in quote.options],
        "free_from": text(quote.free_freight_from) if quote.free_freight_from else None,
        "free_missing": text(quote.free_freight_missing) if quote.free_freight_from else None,
    }  # fmt: skip


def option(each: FreightOption) -> dict[str, Any]:
    return {
        "method": each.method, "name": each.name, "price": text(each.price), "promised_on": each.promised_on,
        "is_pickup": each.is_pickup, "is_free": each.is_free,
    }  # fmt: skip


def options_alone(offered: Sequence[FreightOption], postal_code: str) -> dict[str, Any]:
    """For one product that is in no cart: nothing is chosen, and nothing is on the way to free freight."""
    return {
        "postal_code": postal_code, "method": None, "options": [option(each) for each in offered], "free_from": None,
        "free_missing": None,
    }  # fmt: skip


def parcels(offered: Installments) -> dict[str, Any]:
    return {"count": offered.count, "amount": text(offered.amount)}
