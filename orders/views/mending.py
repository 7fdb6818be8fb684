"""What stands in the way of an order at the last step, and the buttons that clear it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cart import basket, pricing
from iluminacasa.errors import ShopError
from orders.views.steps import Desk

WISH = "acerto"
CODES = frozenset({"unavailable", "out_of_stock", "coupon_refused"})  # of notices that say the same
TAKE_OUT, KEEP, COUPON = "tirar", "ficar", "cupom"


def obstacles(quote: pricing.Quote, desk: Desk, *, coupon_refused: str = "") -> list[dict[str, Any]]:
    """What is wrong, where it stands in the cart, and how to go on; nothing when all can be ordered.

    `coupon_refused`: why the order itself was not given the coupon: who has used it is known only then.
    """
    cart = reverse("cart:page")
    found = [
        {
            "title": line.spoken_title,
            "text": note_of(line),
            "url": f"{cart}#item-{line.line_id}",
            "buttons": buttons_of(line),
        }
        for line in quote.lines
        if not line.is_counted
    ]
    problem = quote.coupon_problem or coupon_refused
    if problem and desk.cart.coupon is not None:
        title = _("Cupom {code}").format(code=desk.cart.coupon.code)
        buttons = [{"value": COUPON, "label": _("Tirar o cupom e continuar")}]
        found.append({"title": title, "text": problem, "url": cart, "buttons": buttons})
    return found


def note_of(line: pricing.QuoteLine) -> str:
    if line.problem == "unavailable":
        return _("Não está mais à venda.")
    if not line.available:
        return _("Esgotou.")
    text = ngettext("Você pediu {wanted}; só resta {left}.", "Você pediu {wanted}; só restam {left}.", line.available)
    return text.format(wanted=line.quantity, left=line.available)


def buttons_of(line: pricing.QuoteLine) -> list[dict[str, str]]:
    out = {
        "value": f"{TAKE_OUT}-{line.line_id}",
        "label": _("Tirar {title} e continuar").format(title=line.spoken_title),
    }
    keep = {"value": f"{KEEP}-{line.line_id}", "label": _("Ficar com {count} e continuar").format(count=line.available)}
    return [keep, out] if line.available else [out]


def mend(request: HttpRequest, desk: Desk) -> None:
    """Do what the pressed button says; what it speaks of may be gone already."""
    verb, _, number = request.POST[WISH].partition("-")
    if verb == COUPON:
        basket.drop_coupon(cart=desk.cart, at=desk.at)
        desk.cart.refresh_from_db()
        return
    lines = {str(line.line_id): line for line in desk.quote().lines if not line.is_counted}
    line = lines.get(number)
    if line is None:
        return
    try:
        if verb == KEEP and line.available:
            basket.set_quantity(cart=desk.cart, line_id=line.line_id, quantity=line.available, at=desk.at)
        elif verb == TAKE_OUT:
            basket.remove(cart=desk.cart, line_id=line.line_id, at=desk.at)
    except ShopError as error:
        messages.error(request, error.message)
