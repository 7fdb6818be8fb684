"""Ways to one's orders: the account's list, and number and e-mail for everybody else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.permissions import signed_in
from catalog import paging
from iluminacasa import limits
from iluminacasa.errors import Missing, Unauthenticated
from iluminacasa.returning import see_other
from orders import access, timeline
from orders.forms import TrackForm
from orders.models import Order
from orders.views.sheet import missing, private

S = Order.Status
TONES = {S.PENDING: "waits", S.WITHDRAWAL: "waits", S.DELIVERED: "done", S.RETURNED: "over", S.CANCELED: "over"}
PAGE = 10
MAX_LINES = 3  # shown of each order in the list
NOBODY = gettext_noop("Não encontramos um pedido com este número e este e-mail. Confira os dois.")


def buyer_of(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Unauthenticated
    return request.user


@require_safe
@signed_in
def order_list(request: HttpRequest) -> HttpResponse:
    found = Order.objects.filter(user=buyer_of(request)).order_by("-placed_at", "-pk")
    number, total = paging.number_from(request.GET.get("pagina")), found.count()
    if number > paging.pages_of(total, PAGE):
        raise Missing(_("Esta página da lista não existe."))
    rows = found.prefetch_related("lines")[(number - 1) * PAGE : number * PAGE]
    title, address = _("Pedidos"), reverse("orders:order_list")
    context = {
        "page_title": title,
        "meta": {"title": title, "robots": "noindex,nofollow"},
        "breadcrumbs": [{"name": _("Minha conta"), "url": reverse("accounts:home")}, {"name": title, "url": address}],
        "orders": [entry(order) for order in rows],
        "page": paging.links(number=number, size=PAGE, total=total, address=lambda n: f"{address}?pagina={n}"),
    }
    return private(render(request, "orders/order_list.html", context))


def entry(order: Order) -> dict[str, Any]:
    lines = sorted(order.lines.all(), key=lambda line: line.position)
    return {
        "order": order,
        "status": str(timeline.HEADS[S(order.status)][0]),
        "tone": TONES.get(S(order.status), ""),
        "url": access.path_of(order),
        "lines": lines[:MAX_LINES],
        "more": max(0, len(lines) - MAX_LINES),
        "again": reverse("orders:again", args=[order.number, access.token_of(order)]),
    }


@require_safe
@signed_in
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One page per order: the one its link opens."""
    order = Order.objects.filter(user=buyer_of(request), number=number).first()
    if order is None:
        return missing(request)
    return see_other(access.path_of(order))


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The same answer for a wrong number, a wrong e-mail and both; tries are counted."""
    form = TrackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        limits.count(request, rule="track")
    if form.is_valid():
        data = form.cleaned_data
        try:
            return private(
                see_other(access.path_of(access.by_email(number=data["numero"].upper(), email=data["email"])))
            )
        except access.OrderMissing:
            form.add_error(None, _(NOBODY))
    title = _("Rastrear pedido")
    context = {
        "form": form,
        "page_title": title,
        "meta": {"title": title, "robots": "noindex,follow"},
        "breadcrumbs": [{"name": title, "url": request.path}],
    }
    return render(request, "orders/track.html", context, status=422 if form.is_bound else 200)
