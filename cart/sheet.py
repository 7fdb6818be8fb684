"""What the page of the cart prints of a quote."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cart.fit import is_electric
from cart.models import MAX_QUANTITY, Cart
from cart.pricing import Quote, QuoteLine
from catalog import bestsellers, cards, fit
from catalog.fit import rules
from catalog.lighting.rooms import VOLTAGES
from catalog.models import Product
from iluminacasa.money import brl

MINI_LINES = 5
SUGGESTIONS = 8
# Notices a line of the cart carries itself, in few words; the others stand above the list.
LINE_NOTICES = frozenset({"unavailable", "out_of_stock", "price_changed"})


def build(*, quote: Quote, cart: Cart | None, recent: Sequence[int]) -> dict[str, Any]:
    """Without the forms, which are the door's."""
    is_empty = not quote.lines and not quote.saved
    return {
        "quote": quote,
        "rows": [{"line": line, "note": note_of(line), "maximum": maximum_of(line)} for line in quote.lines],
        "saved": [{"line": line, "note": note_of(line)} for line in quote.saved],
        "notices": [notice for notice in quote.notices if notice.code not in LINE_NOTICES | set(fit.CODES)],
        "misfits": [notice for notice in quote.notices if notice.code in fit.CODES],
        "has_news": any(line.is_counted and line.has_new_price for line in quote.lines) or bool(cart and cart.notices),
        "coupon": coupon_chip(quote, cart),
        "home": home_of(quote, cart),
        "pix_percent": settings.PIX_DISCOUNT_PERCENT,
        "progress": progress(quote),
        "blocked": blocked(quote),
        "best_sellers": cards.views(bestsellers.ids(limit=SUGGESTIONS)) if is_empty else [],
        "recent": cards.views(list(recent)[:SUGGESTIONS]) if is_empty else [],
    }


def note_of(line: QuoteLine) -> str:
    """What is wrong with a line, in few words."""
    if line.problem == "unavailable":
        return _("Não está mais à venda")
    if line.problem == "out_of_stock":
        if not line.available:
            return _("Esgotado")
        return ngettext("Só resta {left}", "Só restam {left}", line.available).format(left=line.available)
    return ""


def maximum_of(line: QuoteLine) -> int:
    return min(max(line.available, 1), MAX_QUANTITY)


def coupon_chip(quote: Quote, cart: Cart | None) -> dict[str, str] | None:
    """The code on the cart, and why it does not count, if so."""
    code = cart.coupon if cart else None
    return {"code": code.code, "problem": quote.coupon_problem} if code else None


def home_of(quote: Quote, cart: Cart | None) -> dict[str, Any] | None:
    """The question about the home: `told` is its answer; `is_open` while something waits for one."""
    if cart is None or not is_electric(quote):
        return None
    waits = {rules.VOLTAGE_UNCONFIRMED, rules.VOLTAGE_MIXED}
    return {
        "told": _(VOLTAGES[cart.home_voltage]) if cart.home_voltage in VOLTAGES else "",
        "is_open": not cart.home_voltage and any(notice.code in waits for notice in quote.notices),
    }


# --- What a script says once the page has changed --------------------------------------------------
def told_totals(quote: Quote) -> str:
    if not quote.counted:
        return _("Nada no carrinho pode ser comprado agora.") if quote.lines else _("Seu carrinho está vazio.")
    totals = {"pix": brl(quote.pix_total), "card": brl(quote.card_total)}
    return _("Total no Pix {pix}, no cartão {card}.").format(**totals)


def told_delivery(quote: Quote) -> str:
    ways = len(quote.options)
    count = ngettext("{count} opção de entrega", "{count} opções de entrega", ways).format(count=ways)
    if quote.freight is None:
        return f"{count}. {told_totals(quote)}"
    price = _("grátis") if quote.freight.is_free else brl(quote.freight.price)
    return f"{count}; {quote.freight.spoken_name} {price}. {told_totals(quote)}"


def told_home(quote: Quote) -> str:
    count = sum(notice.code in fit.CODES for notice in quote.notices)
    if not count:
        return _("Anotado. Tudo neste carrinho combina.")
    text = ngettext("Anotado. {count} aviso para conferir.", "Anotado. {count} avisos para conferir.", count)
    return text.format(count=count)


def told_coupon(quote: Quote) -> str:
    if quote.coupon is None:
        return f"{_('Sem cupom.')} {told_totals(quote)}"
    less = {"code": quote.coupon.code, "amount": brl(quote.discount_total)}
    return f"{_('Cupom {code}: menos {amount}.').format(**less)} {told_totals(quote)}"


# --- Parts of the page -----------------------------------------------------------------------------
def progress(quote: Quote) -> dict[str, Any] | None:
    """The way to free freight; nothing where none is promised."""
    if not quote.free_freight_from or not quote.counted:
        return None
    reached = min(quote.lines_total, quote.free_freight_from)
    return {
        "missing": quote.free_freight_missing,
        "reached": f"{reached:.2f}",
        "goal": f"{quote.free_freight_from:.2f}",
        "percent": int(reached * 100 / quote.free_freight_from),
    }


def blocked(quote: Quote) -> str:
    """Why this cart cannot be ordered as it is; empty when it can."""
    if quote.can_be_ordered or not quote.lines:
        return ""
    if quote.coupon_problem:
        return _("Tire o cupom que não vale para continuar.")
    return _("Acerte os itens marcados para continuar.")


def mini(*, quote: Quote, product_id: int) -> dict[str, Any]:
    """The cart in a few lines, what was just added first."""
    newest = list(reversed(quote.lines))
    newest.sort(key=lambda line: line.product_id != product_id)
    return {
        "quote": quote,
        "lines": newest[:MINI_LINES],
        "count": sum(line.quantity for line in quote.lines),
        "more": max(0, len(newest) - MINI_LINES),
        "progress": progress(quote),
        "blocked": blocked(quote),
        "added": next((line.spoken_title for line in newest if line.product_id == product_id), ""),
    }


def refused_product(product: Product) -> dict[str, Any]:
    """A product whose form has to be shown again."""
    return {"product": product, "card": cards.read_view(product.card.view), "maximum": MAX_QUANTITY}
