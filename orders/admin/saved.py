"""Lists somebody comes back to, kept as links above the list."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts import masking
from accounts.permissions import actor
from iluminacasa.errors import ShopError
from orders import queue
from orders.models import Order
from orders.models.desk import MAX_QUERY

SEE = "orders.view_order"
KEPT = ("aba", "idade", "uf", "payment_method__exact", "status__exact", "q", "o")  # parameters that mean something
DATES = "placed_at__"


class FilterForm(forms.Form):
    nome = forms.CharField(label="Nome do filtro", max_length=40)
    filtro = forms.CharField(widget=forms.HiddenInput, max_length=MAX_QUERY, required=False)
    equipe = forms.BooleanField(label="Para toda a equipe", required=False)

    def clean_filtro(self) -> str:
        return clean(self.cleaned_data["filtro"])


def clean(query: str) -> str:
    """Only what the list understands, in one order."""
    given = QueryDict(query, mutable=True)
    for name in list(given):
        if name not in KEPT and not name.startswith(DATES):
            del given[name]
    return given.urlencode()[:MAX_QUERY]


def urls(model_admin: admin.ModelAdmin[Order]) -> list[URLPattern]:
    wrap = model_admin.admin_site.admin_view
    return [
        path("filtros/", wrap(keep_view), name="orders_order_filters"),
        path("filtros/<int:pk>/apagar/", wrap(drop_view), name="orders_order_filter_drop"),
    ]


def context(request: HttpRequest) -> dict[str, Any]:
    """The links, and the form that keeps the list as it is now."""
    if not request.user.has_perm(SEE):
        return {}
    now = clean(request.GET.urlencode())
    person = actor(request)
    links = [
        {"filter": each, "is_current": each.query == now, "is_mine": each.owner_id == person.pk}
        for each in queue.filters_of(person, sees_people=masking.lens(person).sees_all)
    ]
    form = FilterForm(initial={"filtro": now}, auto_id="filter_%s")
    is_new = bool(now) and not any(each["is_current"] for each in links)
    return {"saved_filters": links, "filter_form": form if is_new else None}


def keep_view(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    form = FilterForm(request.POST if request.method == "POST" else {})
    back = reverse("admin:orders_order_changelist")
    if request.method != "POST":
        return HttpResponseRedirect(back)
    if not form.is_valid():
        messages.error(request, "Dê um nome ao filtro, com até 40 letras.")
        return HttpResponseRedirect(back)
    data = form.cleaned_data
    back = f"{back}?{data['filtro']}"
    try:
        queue.keep_filter(
            owner=actor(request), name=data["nome"], query=data["filtro"], is_shared=data["equipe"], at=timezone.now()
        )
    except ShopError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Filtro “{data['nome']}” guardado.")
    return HttpResponseRedirect(back)


def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    if request.method == "POST":
        queue.drop_filter(owner=actor(request), filter_id=min(pk, 2**63 - 1))
        messages.success(request, "Filtro apagado.")
    return HttpResponseRedirect(reverse("admin:orders_order_changelist"))
