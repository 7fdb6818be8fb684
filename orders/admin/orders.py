"""Orders: found by number, name, mail or SKU; read whole; moved by named acts."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from iluminacasa.errors import ShopError
from orders.admin.acts import ACTS, CHANGE
from orders.admin.reading import ReadOnly, actor, chip, link, moment, money, open_acts, perform
from orders.models import Order, OrderEvent, OrderLine, Payment, Refund, Shipment

BIGGEST = 2**63 - 1


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
    fields = ("page", "method", "state", "asked", "received", "external_id", "created_at", "confirmed_by")
    readonly_fields = fields
    extra = 0

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


class ShipmentInline(ReadOnly, admin.TabularInline[Shipment, Order]):
    model = Shipment
    fields = ("carrier", "tracking_code", "tracking_url", "shipped_at", "delivered_at")
    readonly_fields = fields
    extra = 0


class EventInline(ReadOnly, admin.TabularInline[OrderEvent, Order]):
    model = OrderEvent
    fields = ("at", "kind", "from_status", "to_status", "message", "actor", "is_public")
    readonly_fields = fields
    ordering = ("id",)
    extra = 0


@admin.register(Order)
class OrderAdmin(ReadOnly, admin.ModelAdmin[Order]):
    list_display = ("number", "placed", "name", "sum", "situation", "payment_method", "is_pickup", "promised_on")
    list_filter = ("status", "payment_method", "is_pickup", "placed_at")
    search_fields = ("number", "email", "name", "lines__sku", "lines__title")
    search_help_text = "Procure por número, nome, e-mail, SKU ou produto."
    date_hierarchy = "placed_at"
    ordering = ("-placed_at", "-pk")
    show_full_result_count = False
    actions = ("pick_many",)
    inlines = (LineInline, PaymentInline, ShipmentInline, EventInline)
    change_form_template = "admin/orders/order/change_form.html"
    fieldsets = (
        (None, {"fields": ("number", "situation", "placed", "until", "paid", "note", "origin")}),
        ("Cliente", {"fields": ("name", "email", "phone", "document", "user")}),
        ("Valores", {"fields": ("goods", "coupon", "pix", "freight", "sum", "payment_method", "installments")}),
        ("Reembolsos", {"fields": ("refunds",)}),
        ("Entrega", {"fields": ("freight_name", "promised_on", "address", "shipped_at", "delivered_at")}),
        ("Textos aceitos", {"fields": ("terms_version", "privacy_version")}),
    )
    readonly_fields = (
        "situation", "placed", "until", "paid", "origin", "goods", "coupon", "pix", "freight", "sum", "refunds",
        "address",
    )  # fmt: skip

    @admin.display(description="feito em", ordering="placed_at")
    def placed(self, order: Order) -> str:
        return moment(order.placed_at)

    @admin.display(description="pagar até")
    def until(self, order: Order) -> str:
        return moment(order.expires_at)

    @admin.display(description="pago em")
    def paid(self, order: Order) -> str:
        return moment(order.paid_at)

    @admin.display(description="situação", ordering="status")
    def situation(self, order: Order) -> SafeString:
        return chip(order.status, order.get_status_display())

    @admin.display(description="feito por")
    def origin(self, order: Order) -> str:
        return "pessoa com conta" if order.user_id else "visitante"

    @admin.display(description="total", ordering="total")
    def sum(self, order: Order) -> str:
        return money(order.total)

    @admin.display(description="itens")
    def goods(self, order: Order) -> str:
        return money(order.lines_total)

    @admin.display(description="cupom")
    def coupon(self, order: Order) -> str:
        return f"{order.coupon_code} −{money(order.discount_total)}" if order.coupon_code else "–"

    @admin.display(description="desconto do Pix")
    def pix(self, order: Order) -> str:
        return f"−{money(order.pix_discount_total)}" if order.pix_discount_total else "–"

    @admin.display(description="frete")
    def freight(self, order: Order) -> str:
        return money(order.freight_total)

    @admin.display(description="endereço")
    def address(self, order: Order) -> str:
        if order.is_pickup:
            return "Retirada na loja"
        street = ", ".join(filter(None, (order.street, order.street_number, order.complement)))
        place = f"{order.district}, {order.city}/{order.state}, CEP {order.postal_code[:5]}-{order.postal_code[5:]}"
        return f"{order.recipient}: {street}, {place}{f' ({order.reference})' if order.reference else ''}"

    @admin.display(description="reembolsos")
    def refunds(self, order: Order) -> SafeString | str:
        rows = Refund.objects.filter(payment__order=order).order_by("pk")
        told = [(link(each, money(each.amount)), each.get_status_display(), each.reason) for each in rows]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}, {}</li>", told)) if told else "–"

    # --- Acts ------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        act = self.admin_site.admin_view(self.act_view)
        return [path("<int:pk>/acao/<slug:name>/", act, name="orders_order_act"), *super().get_urls()]

    def act_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        order = get_object_or_404(Order, pk=min(pk, BIGGEST))
        if name not in ACTS:
            raise Http404
        return perform(request, self, ACTS[name], order, template="admin/orders/act.html")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        order = self.get_object(request, object_id)
        found = open_acts(ACTS, request, order) if order is not None else []
        acts = [
            {"label": act.label, "url": reverse("admin:orders_order_act", args=[order.pk, act.name])}
            for act in found
            if order is not None
        ]
        response: HttpResponse = super().change_view(
            request, object_id, form_url, (extra_context or {}) | {"acts": acts}
        )
        return response

    def has_act_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CHANGE))

    @admin.action(description="Separar os pedidos escolhidos", permissions=["act"])
    def pick_many(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Those that can be; the others are named with the reason."""
        done = 0
        for order in queryset.order_by("pk"):
            try:
                ACTS["separar"].run(order, {"motivo": ""}, actor(request))
            except ShopError as refusal:
                messages.warning(request, f"{order.number}: {refusal.message}")
            else:
                self.log_change(request, order, "Separar.")
                done += 1
        if done:
            messages.success(request, f"Pedidos em separação: {done}.")
