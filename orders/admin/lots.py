"""Many orders picked or sent at once: shown first, done after a word, the refused ones named."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.permissions import actor
from orders import bulk, lifecycle
from orders.admin.acts import CHANGE, ShipForm
from orders.admin.papers import PICKING
from orders.admin.papers import address as paper_address
from orders.admin.reading import BIGGEST
from orders.bulk import Outcome, Parcel
from orders.models import Order

LIST = "admin:orders_order_changelist"


def urls(model_admin: admin.ModelAdmin[Order]) -> list[URLPattern]:
    def view(function: Any) -> Any:
        return model_admin.admin_site.admin_view(lambda request: function(request, model_admin))

    return [
        path("lote/separar/", view(pick_view), name="orders_order_pick"),
        path("lote/enviar/", view(ship_view), name="orders_order_ship"),
    ]


def ids_of(orders: "QuerySet[Order]", most: int) -> list[int]:
    return list(orders.values_list("pk", flat=True)[:most])


def address(name: str, orders: "QuerySet[Order]") -> str:
    """The page that asks about these."""
    return f"{reverse(f'admin:{name}')}?{urlencode([('pk', pk) for pk in ids_of(orders, bulk.MOST + 1)])}"


def numbers(given: QueryDict) -> list[int]:
    """The ids a form or an address names: each once, garbage left out."""
    found = [int(text) for text in given.getlist("pk") if text.isascii() and text.isdigit() and len(text) < 19]
    return [pk for pk in dict.fromkeys(found) if pk <= BIGGEST]


def chosen(request: HttpRequest) -> list[Order]:
    """In the order of the queue."""
    given = request.POST if request.method == "POST" else request.GET
    return list(Order.objects.filter(pk__in=numbers(given)[: bulk.MOST]).order_by("placed_at", "pk"))


def check(request: HttpRequest) -> None:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    if len(numbers(request.GET)) > bulk.MOST:
        messages.warning(request, f"Só os primeiros {bulk.MOST} pedidos, de uma vez.")


def sorted_out(orders: Iterable[Order], verb: str) -> tuple[list[Order], list[Order]]:
    """Those the table of states allows, and the others."""
    able: list[Order] = []
    unable: list[Order] = []
    for order in orders:
        is_able = lifecycle.allows(order, verb) and not (verb == "ship" and order.is_pickup)
        (able if is_able else unable).append(order)
    return able, unable


def written(request: HttpRequest, model_admin: admin.ModelAdmin[Order], told: Sequence[Outcome], what: str) -> int:
    """Log what was done and name what was not; returns how many were."""
    for outcome in told:
        if outcome.is_done:
            model_admin.log_change(request, outcome.order, f"{what}.")
        else:
            messages.warning(request, f"{outcome.order.number}: {outcome.refusal}")
    return sum(outcome.is_done for outcome in told)


def page(
    request: HttpRequest, model_admin: admin.ModelAdmin[Order], name: str, title: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {**model_admin.admin_site.each_context(request), "title": title, "opts": model_admin.opts, **more}
    return TemplateResponse(request, f"admin/orders/order/{name}.html", context, status=status)


# --- Picking -------------------------------------------------------------------------------------
def pick_view(request: HttpRequest, model_admin: admin.ModelAdmin[Order]) -> HttpResponse:
    check(request)
    orders = chosen(request)
    if not orders:
        messages.warning(request, "Escolha os pedidos na lista.")
        return HttpResponseRedirect(reverse(LIST))
    if request.method != "POST":
        able, unable = sorted_out(orders, "pick")
        return page(request, model_admin, "pick_many", "Separar pedidos", able=able, unable=unable)
    told = bulk.pick_all(orders=orders, at=timezone.now(), by=actor(request))
    done = written(request, model_admin, told, "Separar")
    if done:
        papers = paper_address(PICKING, Order.objects.filter(pk__in=[each.order.pk for each in told if each.is_done]))
        text = 'Pedidos em separação: {}. <a href="{}">Imprimir a lista de separação</a>'
        messages.success(request, format_html(text, done, papers))
    return HttpResponseRedirect(reverse(LIST))


# --- Sending -------------------------------------------------------------------------------------
class CarrierForm(forms.Form):
    transportadora = forms.CharField(
        label="Transportadora de todos", max_length=60, required=False,
        help_text="Vale para as linhas sem transportadora própria.",
    )  # fmt: skip


class ParcelForm(ShipForm):
    """One row: a parcel left out stays where it is."""

    incluir = forms.BooleanField(label="Enviar", required=False, initial=True)

    def __init__(self, *args: Any, shared: str = "", **options: Any) -> None:
        self.shared = shared
        super().__init__(*args, **options)
        self.fields["transportadora"].required = False
        for field in self.fields.values():
            field.label = f"{field.label} de {self.subject.number}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["transportadora"] = data.get("transportadora") or self.shared
        if data.get("incluir") and not data["transportadora"] and not self.errors:
            self.add_error("transportadora", "Informe a transportadora.")
        return data

    def parcel(self) -> Parcel:
        data = self.cleaned_data
        return Parcel(self.subject, data["transportadora"], data["codigo"], data["endereco"])


def ship_view(request: HttpRequest, model_admin: admin.ModelAdmin[Order]) -> HttpResponse:
    """All rows right, or nothing is sent; what the table of states refuses is named."""
    check(request)
    orders = chosen(request)
    if not orders:
        messages.warning(request, "Escolha os pedidos na lista.")
        return HttpResponseRedirect(reverse(LIST))
    able, unable = sorted_out(orders, "ship")
    data = request.POST if request.method == "POST" else None
    carrier = CarrierForm(data)
    shared = carrier.cleaned_data["transportadora"] if carrier.is_valid() else ""
    rows = [ParcelForm(data, subject=order, prefix=f"p{order.pk}", shared=shared) for order in able]
    is_ready = data is not None and carrier.is_valid() and all(row.is_valid() for row in rows)
    if not is_ready:
        status = 422 if data is not None else 200
        return page(
            request, model_admin, "ship_many", "Enviar pedidos", status=status, carrier=carrier, rows=rows,
            unable=unable,
        )  # fmt: skip
    parcels = [row.parcel() for row in rows if row.cleaned_data["incluir"]]
    told = bulk.ship_all(parcels=parcels, at=timezone.now(), by=actor(request))
    told += [Outcome(order, str(lifecycle.WrongState.default_message)) for order in unable]
    done = written(request, model_admin, told, "Enviar")
    if done:
        messages.success(request, f"Pedidos enviados: {done}. Os clientes serão avisados.")
    return HttpResponseRedirect(reverse(LIST))
