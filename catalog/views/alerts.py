"""Alerts: asked for on a product's page, confirmed and ended by letter, listed in the account."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import signed_in
from catalog import alert_letters, alerts, details
from catalog.context_processors import person_of
from catalog.forms import AlertForm
from catalog.models import Product
from iluminacasa.errors import Missing, Unauthenticated
from iluminacasa.limits import client_address
from iluminacasa.returning import see_other

METHODS = ["GET", "HEAD", "POST"]
Crumbs = Sequence[dict[str, str]]
MAX_ROW = 2**63 - 1
CHECK_MAIL = gettext_noop("Mandamos um e-mail para confirmar o aviso. Ele vale depois que você abrir o link.")


def page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, above: Crumbs = (), **more: Any
) -> HttpResponse:
    context = {
        "page_title": title,
        "meta": {"title": title, "robots": "noindex,nofollow"},
        "breadcrumbs": [*above, {"name": title, "url": request.path}],
        **more,
    }
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(METHODS)
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave an address to be told when this product is back, or cheaper."""
    product, person = shown(slug), person_of(request)
    is_sold_out = product.stock <= 0
    initial = {"email": person.email if person else "", "quando": "estoque" if is_sold_out else "preco"}
    form = AlertForm(request.POST if request.method == "POST" else None, initial=initial, is_sold_out=is_sold_out)
    if form.is_valid():
        is_sure = alerts.ask(
            product=product, email=form.cleaned_data["email"], kind=form.kind, user=person,
            address=client_address(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Aviso guardado. Escrevemos quando acontecer.") if is_sure else _(CHECK_MAIL))
        return see_other(product.get_absolute_url())
    title = _("Avise-me quando voltar") if is_sold_out else _("Avise-me se baixar de preço")
    status = 422 if form.is_bound else 200
    return page(request, "catalog/alert_form.html", title, status=status, form=form, product=product)


def shown(slug: str) -> Product:
    """The product at this address, as long as it is on show."""
    return Product.objects.get(pk=details.shown(slug).pk)


@require_http_methods(METHODS)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link shows a button, because mail scanners follow links."""
    try:
        if request.method != "POST":
            alert = alerts.read(token=token, salt=alert_letters.CONFIRM)
            return page(
                request, "catalog/alert_link.html", _("Confirmar aviso"), alert=alert, button=_("Confirmar aviso")
            )
        alert = alerts.confirm(token=token, at=timezone.now())
    except alerts.LinkRefused as error:
        return refused(request, error)
    messages.success(request, _("Aviso confirmado. Escrevemos quando acontecer."))
    return see_other(back_to(alert.product))


@require_http_methods(METHODS)
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    try:
        if request.method != "POST":
            alert = alerts.read(token=token, salt=alert_letters.CANCEL)
            return page(
                request, "catalog/alert_link.html", _("Cancelar aviso"), alert=alert, button=_("Cancelar aviso")
            )
        alert = alerts.cancel(token=token)
    except alerts.LinkRefused as error:
        return refused(request, error)
    messages.success(request, _("Aviso cancelado. Não escrevemos mais sobre ele."))
    return see_other(back_to(alert.product))


def back_to(product: Product) -> str:
    return product.get_absolute_url() if product.is_visible else reverse("catalog:home")


def refused(request: HttpRequest, error: alerts.LinkRefused) -> HttpResponse:
    return page(request, "catalog/alert_link.html", str(error.title), status=error.status, alert=None)


# --- In the account ------------------------------------------------------------------------------
@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if person is None:
        raise Unauthenticated
    above = [{"name": _("Minha conta"), "url": reverse("accounts:home")}]
    return page(request, "catalog/alerts.html", _("Avisos"), above=above, alerts=alerts.of(user=person))


@require_POST
@signed_in
def remove(request: HttpRequest, number: int) -> HttpResponse:
    person = person_of(request)
    if person is None or number > MAX_ROW:
        raise Missing
    alerts.remove(user=person, alert_id=number)
    messages.success(request, _("Aviso cancelado."))
    return see_other(reverse("catalog:alerts"))
