"""Shapes of orders and payments as they go out."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from orders import access, lifecycle
from orders.models import Order, OrderEvent, OrderLine, Payment, Refund, Shipment
from orders.payments import attempts

Method = Order.Method
WAITING = (Payment.Status.PENDING, Payment.Status.DECLINED)  # a refused card may be tried again with the same secret


def text_of(amount: Decimal) -> str:
    return f"{amount:.2f}"


# --- Payments ------------------------------------------------------------------------------------
def ways(payment: Payment, order: Order) -> dict[str, Any]:
    """Method, state and what the app needs to pay: exactly what a placed order says of its payment."""
    told: dict[str, Any] = {"method": payment.method, "status": payment.status}
    is_open = payment.status in WAITING and order.status != Order.Status.CANCELED
    given = payment.instructions if is_open else {}
    if payment.method == Method.PIX:
        pix = {name: given[name] for name in ("copy_paste", "txid") if name in given}
        told["pix"] = pix | {"expires_at": order.expires_at} if pix else None
    elif payment.method == Method.CARD:
        secret = given.get("client_secret")
        told["card"] = {"client_secret": secret} if secret else None
    return told


def payment(found: Payment, order: Order, *, at: datetime) -> dict[str, Any]:
    return ways(found, order) | {
        "amount": text_of(found.amount),
        "expires_at": found.expires_at,
        "confirmed_at": found.confirmed_at,
        "can_pay": attempts.can_pay(order, at=at),
        "methods": attempts.methods(order) if attempts.can_pay(order, at=at) else [],
    }


# --- Orders --------------------------------------------------------------------------------------
def placed(order: Order) -> dict[str, Any]:
    """The 201 of a placed order."""
    last = attempts.latest(order)
    return {
        "number": order.number,
        "token": access.token_of(order),
        "status": order.status,
        "total": text_of(order.total),
        "payment": ways(last, order) if last else None,
    }


def summary(order: Order, units: int) -> dict[str, Any]:
    return {
        "number": order.number,
        "status": order.status,
        "status_text": order.get_status_display(),
        "placed_at": order.placed_at,
        "total": text_of(order.total),
        "units": units,
        "payment_method": order.payment_method,
        "is_pickup": order.is_pickup,
        "promised_on": order.promised_on,
    }


MOMENTS = ("expires_at", "paid_at", "shipped_at", "delivered_at", "canceled_at")
SUMS = ("lines_total", "discount_total", "pix_discount_total", "freight_total")
PLAIN = ("email", "name", "phone", "document", "note", "installments", "terms_version", "privacy_version")


def detail(order: Order, *, at: datetime) -> dict[str, Any]:
    lines = list(order.lines.order_by("position"))
    last = attempts.latest(order)
    refunds = Refund.objects.filter(payment__order=order).order_by("pk")
    return summary(order, sum(each.quantity for each in lines)) | {
        **{name: getattr(order, name) for name in (*PLAIN, *MOMENTS)},
        **{name: text_of(getattr(order, name)) for name in SUMS},
        "coupon": order.coupon_code,
        "delivery": delivery(order),
        "lines": [line(each) for each in lines],
        "payment": payment(last, order, at=at) if last else None,
        "refunds": [refund(each) for each in refunds],
        "shipments": [shipment(each) for each in order.shipments.order_by("pk")],
        "events": events(order.events.filter(is_public=True).order_by("pk")),
        "actions": actions(order, at=at),
    }


def actions(order: Order, *, at: datetime) -> dict[str, Any]:
    until = lifecycle.withdrawal_ends(order.delivered_at) if order.delivered_at else None
    return {
        "cancel": lifecycle.allows(order, "cancel"),
        "withdraw": lifecycle.allows(order, "request_withdrawal") and (until is None or at < until),
        "withdraw_until": until,
        "pay": attempts.can_pay(order, at=at),
    }


def delivery(order: Order) -> dict[str, Any]:
    names = ("recipient", "postal_code", "street", "complement", "district", "city", "state", "reference")
    address = {name: getattr(order, name) for name in names} | {"number": order.street_number}
    return {
        "method": order.freight_method,
        "name": order.freight_name,
        "is_pickup": order.is_pickup,
        "promised_on": order.promised_on,
        "address": None if order.is_pickup else address,
    }


def line(row: OrderLine) -> dict[str, Any]:
    return {
        "product": row.slug, "sku": row.sku, "title": row.title, "quantity": row.quantity,
        "list_price": text_of(row.list_price), "unit_price": text_of(row.unit_price),
        "discount": text_of(row.discount), "total": text_of(row.total), "refunded_quantity": row.refunded_quantity,
    }  # fmt: skip


def refund(row: Refund) -> dict[str, Any]:
    return {
        "amount": text_of(row.amount), "status": row.status, "reason": row.reason, "requested_at": row.requested_at,
        "done_at": row.done_at,
    }  # fmt: skip


def shipment(row: Shipment) -> dict[str, Any]:
    names = ("carrier", "tracking_code", "tracking_url", "shipped_at", "delivered_at")
    return {name: getattr(row, name) for name in names}


def events(rows: Iterable[OrderEvent]) -> list[dict[str, Any]]:
    return [{"kind": row.kind, "status": row.to_status, "message": row.message, "at": row.at} for row in rows]
