"""Orders: a queue by what is to be done; one order read whole, with its history; moved by named acts."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts import masking
from orders import access, queue, timeline
from orders.admin import lots, papers, saved, telephone
from orders.admin.acts import ACTS, CHANGE, RemarkForm
from orders.admin.filters import AgeFilter, StateFilter, TabFilter, tab_of
from orders.admin.reading import BIGGEST, ReadOnly, buttons, chip, link, moment, money, perform
from orders.envelope import address_lines
from orders.models import Order, OrderEvent, Payment, Refund


def eyes(order: Order) -> masking.Lens:
    """Of whoever looks at this row; nobody in particular sees nothing."""
    return getattr(order, "eyes", masking.Lens(sees_all=False))


@admin.register(Order)
class OrderAdmin(ReadOnly, admin.ModelAdmin[Order]):
    list_display = ("number", "situation", "age", "customer", "place", "sum", "payment_method", "promised")
    list_filter = (TabFilter, AgeFilter, "payment_method", StateFilter)
    asked_by = ("status",)
    search_fields = ("number",)  # how an order is found is the room's affair: `matching`
    search_help_text = "Procure por número, nome, e-mail, CPF ou CNPJ, telefone, SKU ou produto."
    date_hierarchy = "placed_at"
    list_per_page = 50
    show_full_result_count = False
    actions = ("pick_many", "ship_many", "print_picking", "print_packing", "print_receipts")
    change_form_template = "admin/orders/order/page.html"
    change_list_template = "admin/orders/order/change_list.html"
    fieldsets = (
        (None, {"fields": ("number", "situation", "placed", "until", "paid", "wishes", "origin")}),
        ("Cliente", {"fields": ("customer", "mailbox", "phone_number", "identity", "account")}),
        ("Valores", {"fields": ("goods", "coupon", "pix", "freight", "sum", "payment_method", "installments")}),
        ("Reembolsos", {"fields": ("refunds",)}),
        ("Entrega", {"fields": ("freight_name", "promised_on", "address", "shipped", "delivered", "invoice_key")}),
        ("Textos aceitos", {"classes": ("collapse",), "fields": ("terms_version", "privacy_version")}),
    )
    readonly_fields = (
        "situation", "placed", "until", "paid", "wishes", "origin", "customer", "mailbox", "phone_number",
        "identity",
        "account", "goods", "coupon", "pix", "freight", "sum", "refunds", "address", "shipped", "delivered",
    )  # fmt: skip

    # --- Who looks -------------------------------------------------------------------------------
    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Order | None:
        order = super().get_object(request, object_id, from_field)
        if order is not None:
            vars(order)["eyes"] = masking.lens(request.user)
        return order

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        found = super().get_changelist_instance(request)
        seen_by = masking.lens(request.user)
        for order in found.result_list:
            vars(order)["eyes"] = seen_by
        return found

    # --- The list --------------------------------------------------------------------------------
    def get_list_display(self, request: HttpRequest) -> Any:
        """An order of names tells names: only who may read them sorts by them."""

        @admin.display(description="cliente", ordering="name" if masking.lens(request.user).sees_all else None)
        def customer(order: Order) -> str:
            return self.customer(order)

        return [customer if name == "customer" else name for name in self.list_display]

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What waits for us begins with what waits longest."""
        tab = queue.TABS[tab_of(request)]
        return ("placed_at", "pk") if tab.is_oldest_first else ("-placed_at", "-pk")

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Order]", search_term: str
    ) -> tuple["QuerySet[Order]", bool]:
        found = Order.objects.matching(search_term, sees_people=masking.lens(request.user).sees_all)
        return (queryset.filter(pk__in=found.values("pk")) if search_term.strip() else queryset), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response = super().changelist_view(
            request, {"title": "Pedidos"} | (extra_context or {}) | saved.context(request)
        )
        context = response.context_data if isinstance(response, TemplateResponse) else None
        if context is not None and (changelist := context.get("cl")) is not None:
            tabs = next(each for each in changelist.filter_specs if isinstance(each, TabFilter))
            context |= {"tabs": list(tabs.choices(changelist)), "may_phone": telephone.may(request)}
        return response

    @admin.display(description="idade", ordering="placed_at")
    def age(self, order: Order) -> SafeString:
        at = timezone.now()
        css = "age age-old" if queue.is_old(order, at=at) else "age"
        since = moment(queue.since(order))
        return format_html('<span class="{}" title="desde {}">{}</span>', css, since, queue.age(order, at=at))

    @admin.display(description="até", ordering="promised_on")
    def promised(self, order: Order) -> str:
        return f"{order.promised_on:%d/%m}" if order.promised_on else "–"

    @admin.display(description="UF")
    def place(self, order: Order) -> str:
        return "retirada" if order.is_pickup else order.state or "–"

    # --- The order -------------------------------------------------------------------------------
    @admin.display(description="cliente")
    def customer(self, order: Order) -> str:
        return eyes(order).name(order.name)

    @admin.display(description="e-mail")
    def mailbox(self, order: Order) -> str:
        return eyes(order).email(order.email) or "–"

    @admin.display(description="telefone")
    def phone_number(self, order: Order) -> str:
        return eyes(order).phone(order.phone) or "–"

    @admin.display(description="CPF ou CNPJ")
    def identity(self, order: Order) -> str:
        return eyes(order).document(order.document) or "–"

    @admin.display(description="conta")
    def account(self, order: Order) -> SafeString | str:
        if order.user is None:
            return "–"
        return link(order.user, eyes(order).email(order.user.email))

    @admin.display(description="recado do cliente")
    def wishes(self, order: Order) -> str:
        return eyes(order).words(order.note) or "–"

    @admin.display(description="feito em", ordering="placed_at")
    def placed(self, order: Order) -> str:
        return moment(order.placed_at)

    @admin.display(description="pagar até")
    def until(self, order: Order) -> str:
        return moment(order.expires_at)

    @admin.display(description="pago em")
    def paid(self, order: Order) -> str:
        return moment(order.paid_at)

    @admin.display(description="enviado em")
    def shipped(self, order: Order) -> str:
        return moment(order.shipped_at)

    @admin.display(description="entregue em")
    def delivered(self, order: Order) -> str:
        return moment(order.delivered_at)

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
        return eyes(order).words(", ".join(address_lines(order))) or "–"

    @admin.display(description="reembolsos")
    def refunds(self, order: Order) -> SafeString | str:
        rows = Refund.objects.filter(payment__order=order).order_by("pk")
        told = [(link(each, money(each.amount)), each.get_status_display(), each.reason) for each in rows]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}, {}</li>", told)) if told else "–"

    # --- Pages and acts --------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        act = self.admin_site.admin_view(self.act_view)
        return [
            path("<int:pk>/acao/<slug:name>/", act, name="orders_order_act"),
            *lots.urls(self),
            *papers.urls(self),
            *saved.urls(self),
            *telephone.urls(self),
            *super().get_urls(),
        ]

    def act_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        order = get_object_or_404(Order, pk=min(pk, BIGGEST))
        if name not in ACTS:
            raise Http404
        return perform(request, self, ACTS[name], order, template="admin/orders/act.html")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        order = self.get_object(request, object_id)
        shown = {} if order is None else self.beside(request, order)
        response: HttpResponse = super().change_view(request, object_id, form_url, (extra_context or {}) | shown)
        return response

    def beside(self, request: HttpRequest, order: Order) -> dict[str, Any]:
        """What stands around the order itself: what may be done, and what happened."""
        events = list(OrderEvent.objects.filter(order=order).select_related("actor").order_by("pk"))
        may_act, sees_all = bool(request.user.has_perm(CHANGE)), eyes(order).sees_all
        paid = Payment.objects.filter(order=order).select_related("confirmed_by").order_by("pk")
        return {
            "title": f"Pedido {order.number}",
            "subtitle": None,
            "lines": order.lines.order_by("position"),
            "payments": paid if request.user.has_perm("orders.view_payment") else [],
            "shipments": order.shipments.order_by("pk"),
            "acts": buttons(ACTS, request, order),
            "entries": timeline.history(order=order, events=events, sees_words=sees_all),
            "remark": RemarkForm(subject=order, auto_id="remark_%s") if may_act else None,
            "may_resend": may_act and bool(order.email),
            "may_invoice": may_act and order.paid_at is not None,
            "may_phone": telephone.may(request),
            "customer_page": access.path_of(order) if may_act and sees_all and order.email else "",
            "documents": papers.KINDS.values(),
        }

    def has_act_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CHANGE))

    @admin.action(description="Separar…", permissions=["act"])
    def pick_many(self, request: HttpRequest, queryset: "QuerySet[Order]") -> HttpResponse:
        return HttpResponseRedirect(lots.address("orders_order_pick", queryset))

    @admin.action(description="Enviar…", permissions=["act"])
    def ship_many(self, request: HttpRequest, queryset: "QuerySet[Order]") -> HttpResponse:
        return HttpResponseRedirect(lots.address("orders_order_ship", queryset))

    @admin.action(description="Imprimir lista de separação", permissions=["view"])
    def print_picking(self, request: HttpRequest, queryset: "QuerySet[Order]") -> HttpResponse:
        return HttpResponseRedirect(papers.address(papers.PICKING, queryset))

    @admin.action(description="Imprimir folhas de embalagem", permissions=["view"])
    def print_packing(self, request: HttpRequest, queryset: "QuerySet[Order]") -> HttpResponse:
        return HttpResponseRedirect(papers.address(papers.PACKING, queryset))

    @admin.action(description="Imprimir recibos", permissions=["view"])
    def print_receipts(self, request: HttpRequest, queryset: "QuerySet[Order]") -> HttpResponse:
        return HttpResponseRedirect(papers.address(papers.RECEIPTS, queryset))
