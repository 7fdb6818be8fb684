"""What every step of the checkout stands on: the cart, what was typed so far, and the frame around the form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from cart import notices, pricing, visitor
from cart.models import Cart
from iluminacasa import freshness
from iluminacasa.brazil import mask_document
from iluminacasa.returning import see_other
from orders import drafts, payments
from orders.drafts import Draft
from orders.envelope import address_lines
from orders.models import Order

STEPS = (
    ("checkout_buyer", gettext_noop("Seus dados")),
    ("checkout_delivery", gettext_noop("Entrega")),
    ("checkout_payment", gettext_noop("Pagamento")),
)


@dataclass(frozen=True)
class Desk:
    """An open cart with something in it, and its checkout so far."""

    cart: Cart
    rows: Sequence[pricing.Row]
    user: User | None
    draft: Draft
    at: datetime

    @property
    def has_delivery(self) -> bool:
        return self.draft.delivery is not None and self.draft.delivery.method != ""

    def quote(self, **more: Any) -> pricing.Quote:
        return pricing.quote(cart=self.cart, at=self.at, rows=self.rows, **more)

    def anew(self) -> "Desk":
        """With the lines as they are now."""
        return replace(self, rows=pricing.load_lines(self.cart, self.at))


def desk_of(request: HttpRequest, at: datetime) -> Desk | None:
    """None when there is nothing to buy."""
    cart = visitor.current_cart(request, at)
    rows = pricing.load_lines(cart, at)
    if cart is None or not has_goods(rows):
        return None
    visitor.note(request, units=sum(line.quantity for line, is_saved in rows if not is_saved), cart=cart)
    user = visitor.of(request).user
    return Desk(cart=cart, rows=rows, user=user, draft=drafts.of(cart=cart, user=user), at=at)


def has_goods(rows: Sequence[pricing.Row]) -> bool:
    return any(not is_saved for _, is_saved in rows)


def to_cart(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Seu carrinho está vazio. Escolha algo para continuar."))
    return see_other(reverse("cart:page"))


def page(request: HttpRequest, desk: Desk, name: str, form: Form, quote: pricing.Quote, **more: Any) -> HttpResponse:
    """One step; refused input comes back with 422 (or `status`) and all that was typed."""
    title = _(dict(STEPS)[name])
    context = {
        "form": form,
        "page_title": title,
        "quote": quote,
        "steps": steps(name, desk),
        "offers": offers(quote),
        "joined": [notice.message for notice in quote.notices if notice.code in notices.JOINED],
        "meta": {"title": title, "robots": "noindex,nofollow"},
        **more,
    }
    status = more.get("status") or (422 if form.is_bound else 200)
    response = render(request, f"orders/{name}.html", context, status=status)
    freshness.compress(request, response)
    return response


def offers(quote: pricing.Quote) -> dict[str, Any]:
    """Which totals the summary names."""
    methods = payments.offered(is_pickup=quote.freight is not None and quote.freight.is_pickup)
    others = {Order.Method.CARD: _("no cartão"), Order.Method.PICKUP: _("na retirada")}
    named = [text for method, text in others.items() if method in methods]
    is_cheaper = quote.pix_total != quote.card_total
    return {
        "pix": Order.Method.PIX in methods and (is_cheaper or not named),
        "card": Order.Method.CARD in methods,
        "other": _(" ou ").join(named),
    }


def steps(current: str, desk: Desk) -> list[dict[str, Any]]:
    """The three steps: which is open, which are done and may be changed."""
    names = [name for name, _ in STEPS]
    told = {"checkout_buyer": buyer_lines(desk.draft), "checkout_delivery": delivery_lines(desk)}
    return [
        {
            "label": _(label),
            "url": reverse(f"orders:{name}"),
            "is_current": name == current,
            "is_done": index < names.index(current),
            "lines": told.get(name, []) if index < names.index(current) else [],
        }
        for index, (name, label) in enumerate(STEPS)
    ]


def buyer_lines(draft: Draft) -> list[str]:
    buyer = draft.buyer
    return [buyer.name, buyer.email, mask_document(buyer.document)] if buyer else []


def delivery_lines(desk: Desk) -> list[str]:
    delivery = desk.draft.delivery
    if delivery is None:
        return []
    return address_lines(delivery) or [_("Retirar na loja")]
