"""What hangs on an order, for reading."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from orders.admin.reading import ReadOnly, chip, link, moment, money
from orders.models import Order, OrderLine, Payment, Shipment


class LineInline(ReadOnly, admin.TabularInline[OrderLine, Order]):
    model = OrderLine
    fields = (
        "title", "sku", "quantity", "unit", "off", "sum", "refunded_quantity", "restocked_quantity",
    )  # fmt: skip
    readonly_fields = fields
    extra = 0

    @admin.display(description="unitário")
    def unit(self, line: OrderLine) -> str:
        return money(line.unit_price)

    @admin.display(description="descontos")
    def off(self, line: OrderLine) -> str:
        return money(line.discount)

    @admin.display(description="total")
    def sum(self, line: OrderLine) -> str:
        return money(line.total)


class PaymentInline(ReadOnly, admin.TabularInline[Payment, Order]):
    model = Payment
    fields = ("page", "method", "state", "asked", "received", "external_id", "created", "confirmed_by")
    readonly_fields = fields
    extra = 0

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Payment]":
        return super().get_queryset(request).select_related("confirmed_by")

    @admin.display(description="pagamento")
    def page(self, payment: Payment) -> SafeString:
        return link(payment, f"nº {payment.pk}")

    @admin.display(description="situação")
    def state(self, payment: Payment) -> SafeString:
        return chip(payment.status, payment.get_status_display())

    @admin.display(description="valor")
    def asked(self, payment: Payment) -> str:
        return money(payment.amount)

    @admin.display(description="recebido")
    def received(self, payment: Payment) -> str:
        return money(payment.paid_amount)

    @admin.display(description="criado em")
    def created(self, payment: Payment) -> str:
        return moment(payment.created_at)


class ShipmentInline(ReadOnly, admin.TabularInline[Shipment, Order]):
    model = Shipment
    fields = ("carrier", "tracking_code", "tracking_url", "sent", "delivered")
    readonly_fields = fields
    extra = 0

    @admin.display(description="enviado em")
    def sent(self, shipment: Shipment) -> str:
        return moment(shipment.shipped_at)

    @admin.display(description="entregue em")
    def delivered(self, shipment: Shipment) -> str:
        return moment(shipment.delivered_at)


INLINES: tuple[Any, ...] = (LineInline, PaymentInline, ShipmentInline)
