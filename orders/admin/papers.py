"""Papers to print: for one order or for many, each kind one page with its own print sheet."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts import masking
from accounts.notices import STORE
from orders import documents
from orders.admin.reading import BIGGEST
from orders.models import Order

SEE, SHIP = "orders.view_order", "orders.change_order"


@dataclass(frozen=True)
class Kind:
    name: str
    title: str
    one: str  # as the page of one order calls it


PICKING, PACKING, RECEIPTS = "separacao", "embalagem", "recibos"
KINDS = {
    kind.name: kind
    for kind in (
        Kind(PICKING, "Lista de separação", "Lista de separação"),
        Kind(PACKING, "Folhas de embalagem", "Folha de embalagem"),
        Kind(RECEIPTS, "Recibos", "Recibo"),
    )
}


def urls(model_admin: admin.ModelAdmin[Order]) -> list[URLPattern]:
    view = model_admin.admin_site.admin_view(lambda request, name: print_view(request, name, model_admin))
    return [path("documentos/<slug:name>/", view, name="orders_order_papers")]


def address(name: str, orders: "QuerySet[Order]") -> str:
    ids = list(orders.order_by("placed_at", "pk").values_list("pk", flat=True)[: documents.MOST])
    return f"{reverse('admin:orders_order_papers', args=[name])}?{urlencode([('pk', pk) for pk in ids])}"


def print_view(request: HttpRequest, name: str, model_admin: admin.ModelAdmin[Order]) -> HttpResponse:
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    if name not in KINDS:
        raise Http404
    given = [int(text) for text in request.GET.getlist("pk") if text.isascii() and text.isdigit() and len(text) < 19]
    found = documents.papers([pk for pk in given if pk <= BIGGEST])
    seen_by = masking.lens(request.user)
    may_ship = bool(request.user.has_perm(SHIP))
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request), "title": KINDS[name].title, "store": STORE,
        "now": timezone.now(), "shelves": documents.shelves(found), "units": sum(paper.units for paper in found),
        "sheets": [{"paper": paper, **seen(paper, seen_by, may_ship=may_ship)} for paper in found],
    }  # fmt: skip
    return TemplateResponse(request, f"admin/orders/papers/{name}.html", context)


def seen(paper: documents.Paper, eyes: masking.Lens, *, may_ship: bool) -> dict[str, Any]:
    """The personal parts, for these eyes.

    Whoever may send the parcel reads where it goes while there is a parcel; else nobody learns more here than on the
    order's page.
    """
    order = paper.order
    reads_envelope = eyes.sees_all or (may_ship and order.status in documents.IN_HAND)
    return {
        "address": paper.address if reads_envelope else [eyes.words(each) for each in paper.address[:1]],
        "recipient": (order.recipient or order.name) if reads_envelope else eyes.name(order.recipient or order.name),
        "name": eyes.name(order.name), "email": eyes.email(order.email), "document": eyes.document(order.document),
        "note": order.note if reads_envelope else eyes.words(order.note),
    }  # fmt: skip
