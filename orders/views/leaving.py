"""Out of the shop to the provider's own page, and back."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.utils.translation import gettext as _

from orders import payments
from orders.models import Order
from orders.payments import attempts, card

RETURNED, GAVE_UP = "retorno", "cancelado"


def allow(response: HttpResponse) -> HttpResponse:
    """A form of this page may lead to the provider's host, when one is set up."""
    if hosts := card.form_hosts():
        policy = settings.SECURE_CSP | {"form-action": [CSP.SELF, *hosts]}
        response._csp_config = policy  # type: ignore[attr-defined]  # what Django's csp_override sets
    return response


def welcome_back(request: HttpRequest, order: Order, *, at: datetime) -> None:
    """Whoever comes back from paying may be faster than the provider's notice: ask."""
    how = request.GET.get("cartao", "")
    payment = attempts.latest(order) if how in (RETURNED, GAVE_UP) else None
    if payment is None or order.paid_at is not None:
        return
    payments.look(payment=payment, at=at)
    order.refresh_from_db()
    if order.paid_at is None and how == GAVE_UP:
        messages.info(request, _("Você voltou sem pagar. Seu pedido continua guardado."))
    elif order.paid_at is None:
        messages.info(request, _("Ainda não recebemos a confirmação do cartão. Ela costuma chegar em instantes."))
