"""A step of the checkout with nothing to buy: the order was made a moment ago, or the cart is lost."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cart import basket, visitor
from iluminacasa import limits
from iluminacasa.returning import see_other
from orders import access, checkout, drafts
from orders.forms import BuyerForm, DeliveryForm
from orders.models import Order
from orders.views.steps import to_cart

JUST_NOW = timedelta(hours=1)


def answer(request: HttpRequest, form: BuyerForm | DeliveryForm | None = None, *, at: datetime) -> HttpResponse:
    """To the order just made; else to the cart, and what was typed in `form` waits there for new goods."""
    order = order_just_made(request, at)
    if order is not None:
        messages.info(request, _("Este pedido já foi feito. Aqui está ele."))
        return see_other(access.path_of(order))
    if form is None or not form.is_valid():
        return to_cart(request)
    limits.count(request, rule="cart")
    cart, token = visitor.open_cart(request, at)
    if isinstance(form, BuyerForm):
        drafts.keep_buyer(cart=cart, buyer=form.buyer(user=visitor.of(request).user), at=at)
    else:
        wanted = form.delivery()
        undecided = checkout.Delivery(method="", address=wanted.address)
        drafts.keep_delivery(cart=cart, delivery=wanted if form.is_pickup else undecided, at=at)
    text = _("Não encontramos seu carrinho neste navegador. Guardamos o que você digitou: escolha e continue.")
    messages.info(request, text)
    response = see_other(reverse("cart:page"))
    visitor.keep(response, token)
    return response


def order_just_made(request: HttpRequest, at: datetime) -> Order | None:
    """What the Back button after ordering is about."""
    who = visitor.of(request)
    recent = Order.objects.filter(placed_at__gt=at - JUST_NOW).order_by("-pk")
    if who.user is not None and (own := recent.filter(user=who.user).first()) is not None:
        return own
    cart = basket.with_token(who.token) if who.token else None
    return recent.filter(cart=cart).first() if cart is not None else None
