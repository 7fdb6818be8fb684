"""The three steps of a purchase. Nobody needs an account, and nothing typed is lost."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import addresses
from accounts.models import Address
from cart import basket, freight, pricing, visitor
from cart import delivery as cart_delivery
from cart.coupons import CouponRefused
from catalog.prices import installment_table
from iluminacasa import dates, languages, limits
from iluminacasa.brazil import mask_cep, uf_of_cep
from iluminacasa.errors import Conflict, Invalid, ShopError
from iluminacasa.money import brl
from iluminacasa.returning import see_other
from orders import access, checkout, drafts, idempotency, payments
from orders.checkout import AddressIncomplete, AddressMismatch, CartEmpty, FreightMissing, PriceChanged
from orders.envelope import address_lines
from orders.forms import FORM_NAMES, HOME, NEW_ADDRESS, BuyerForm, DeliveryForm, PaymentForm
from orders.models import Order
from orders.views import mending, without_cart
from orders.views.steps import Desk, desk_of, has_goods, page, to_cart

METHODS = ["GET", "HEAD", "POST"]
UNDELIVERABLE = (FreightMissing, AddressIncomplete, AddressMismatch, *cart_delivery.REFUSALS)
BUYER, DELIVERY, PAYMENT = "checkout_buyer", "checkout_delivery", "checkout_payment"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return see_other(reverse(f"orders:{BUYER}"))


# --- Who buys ------------------------------------------------------------------------------------
@require_http_methods(METHODS)
def buyer(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    desk = desk_of(request, at)
    if desk is None:
        return without_cart.answer(request, BuyerForm(request.POST or None), at=at)
    form = BuyerForm(request.POST if request.method == "POST" else None, initial=known_buyer(desk))
    if form.is_valid():
        drafts.keep_buyer(cart=desk.cart, buyer=form.buyer(user=desk.user), at=desk.at)
        return see_other(reverse(f"orders:{DELIVERY}"))
    return page(request, desk, BUYER, form, desk.quote(), is_guest=desk.user is None)


def known_buyer(desk: Desk) -> dict[str, str]:
    """What was typed before, else what the account knows."""
    source: Any = desk.draft.buyer or desk.user
    if source is None:
        return {}
    return {"email": source.email, "nome": source.name, "documento": source.document, "telefone": source.phone}


# --- Where to ------------------------------------------------------------------------------------
@require_http_methods(METHODS)
def delivery(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    desk = desk_of(request, at)
    if desk is None:
        typed = DeliveryForm(request.POST or None, methods=[request.POST.get("entrega", "")], book=None)
        return without_cart.answer(request, typed, at=at)
    if desk.draft.buyer is None:
        return see_other(reverse(f"orders:{BUYER}"))
    book = list(addresses.of(user=desk.user)) if desk.user else None
    initial = known_delivery(desk, book or [])
    shown_for = seen_postal_code(request, initial)
    quote = desk.quote(postal_code=shown_for) if shown_for else desk.quote()
    offered = offered_freight(quote)
    data = request.POST if request.method == "POST" else None
    values = [each["value"] for each in offered]
    form = DeliveryForm(data, initial=initial, methods=values, book=book)
    if form.is_valid() and (answer := keep_delivery(request, desk, form, shown_for, quote)) is not None:
        return answer
    picked = form["entrega"].value() if form["entrega"].value() in values else values[0]
    more = {"options": offered, "picked": picked, "book": entries(form, book or []), "shown_for": shown_for}
    return page(request, desk, DELIVERY, form, quote, **more)


def known_delivery(desk: Desk, book: list[Address]) -> dict[str, str]:
    """The address typed before, else the main one of the account, else what the cart was asked about."""
    kept = desk.draft.delivery
    initial = {"destinatario": desk.draft.buyer.name if desk.draft.buyer else "", "cep": desk.cart.postal_code}
    initial["estado"] = uf_of_cep(desk.cart.postal_code) or ""
    initial["entrega"] = desk.cart.freight_method
    if kept is not None:
        initial["entrega"] = kept.method or desk.cart.freight_method
        initial |= {name: kept.address.get(field, "") for name, field in FORM_NAMES.items() if kept.address}
    same = next((each for each in book if kept and is_same(each, kept.address)), None)
    if same is None and book and not (kept and kept.address):
        same = book[0]
    initial["endereco"] = str(same.pk) if same else NEW_ADDRESS
    initial["cep_visto"] = same.postal_code if same else initial["cep"]
    if same is not None:  # another address begins empty
        initial |= dict.fromkeys(FORM_NAMES, "")
    return initial


def is_same(address: Address, fields: dict[str, str]) -> bool:
    return bool(fields) and all(getattr(address, name) == value for name, value in fields.items())


def seen_postal_code(request: HttpRequest, initial: dict[str, str]) -> str:
    """The code whose options the page showed, which the form sends back; at first, the one we know."""
    text = request.POST.get("cep_visto", "") if request.method == "POST" else initial["cep_visto"]
    return text if uf_of_cep(text) else ""


def offered_freight(quote: pricing.Quote) -> list[dict[str, Any]]:
    """Radio buttons: the ways to receive, or "delivered" until the postal code says which."""
    options = [{"value": option.method, "option": option} for option in quote.options]
    if len(options) == 1:
        options.insert(0, {"value": HOME, "option": None})
    return options


def entries(form: DeliveryForm, book: list[Address]) -> list[dict[str, Any]]:
    chosen = form["endereco"].value() if book else ""
    return [{"value": str(each.pk), "address": each, "is_checked": str(each.pk) == chosen} for each in book]


def keep_delivery(
    request: HttpRequest, desk: Desk, form: DeliveryForm, shown_for: str, seen: pricing.Quote
) -> HttpResponse | None:
    """To the payment, or back to the freight options of another postal code; None with an error in the form.

    `seen`: the quote for the postal code the page showed.
    """
    wanted = form.delivery()
    if form.is_pickup:
        drafts.keep_delivery(cart=desk.cart, delivery=wanted, at=desk.at)
        return see_other(reverse(f"orders:{PAYMENT}"))
    quote = seen if wanted.postal_code == shown_for else desk.quote(postal_code=wanted.postal_code)
    if quote.freight_problem is not None:
        field = "endereco" if form.chosen else "cep"
        form.add_error(field, quote.freight_problem.message)
        return None
    keep_in_book(desk, form)
    now = option_of(quote, wanted.method)
    if wanted.method != HOME and (wanted.postal_code == shown_for or is_as_shown(now, seen if shown_for else None)):
        drafts.keep_delivery(cart=desk.cart, delivery=wanted, at=desk.at)
        return see_other(reverse(f"orders:{PAYMENT}"))
    undecided = checkout.Delivery(method="", address=wanted.address)
    drafts.keep_delivery(cart=desk.cart, delivery=undecided, at=desk.at, preferred=now.method if now else "")
    messages.info(request, news_of(now, wanted))
    return see_other(reverse(f"orders:{DELIVERY}"))


def option_of(quote: pricing.Quote, method: str) -> freight.FreightOption | None:
    return next((option for option in quote.options if option.method == method), None)


def is_as_shown(now: freight.FreightOption | None, seen: pricing.Quote | None) -> bool:
    """Whether the way that was chosen costs and takes for the new postal code what it did for the one shown."""
    if now is None or seen is None:
        return False
    before = option_of(seen, now.method)
    return before is not None and (before.price, before.promised_on) == (now.price, now.promised_on)


def news_of(now: freight.FreightOption | None, wanted: checkout.Delivery) -> str:
    """What to look at before going on."""
    cep = mask_cep(wanted.postal_code)
    if wanted.method == HOME:
        return _("Escolha a entrega para o CEP {cep}.").format(cep=cep)
    if now is None:
        return _("A entrega escolhida não atende o CEP {cep}. Escolha outra.").format(cep=cep)
    text = _("Para o CEP {cep}, {name} custa {price} e chega até {day}. Confira e continue.")
    if now.is_free:
        text = _("Para o CEP {cep}, {name} é grátis e chega até {day}. Confira e continue.")
    return text.format(cep=cep, name=now.spoken_name, price=brl(now.price), day=dates.day(now.promised_on))


def keep_in_book(desk: Desk, form: DeliveryForm) -> None:
    if desk.user is None or form.chosen is not None or not form.cleaned_data.get("guardar"):
        return
    fields = form.cleaned_address
    if any(is_same(each, form.delivery().address) for each in form.book.values()):
        return
    try:
        addresses.add(user=desk.user, fields=fields)
    except addresses.AddressBookFull as full:
        form.add_error("guardar", full.message)


# --- How to pay ----------------------------------------------------------------------------------
@require_http_methods(METHODS)
def payment(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    desk = desk_of(request, at)
    if request.method == "POST":
        limits.count(request, rule="checkout")
        if (known := already_placed(request, desk)) is not None:
            return see_other(access.path_of(known))
    if desk is None:
        return without_cart.answer(request, at=at)
    if desk.draft.buyer is None:
        return see_other(reverse(f"orders:{BUYER}"))
    is_mending = mending.WISH in request.POST
    if is_mending:
        mending.mend(request, desk)
        desk = desk.anew()
        if not has_goods(desk.rows):
            return to_cart(request)
    quote = desk.quote(**where(desk))
    if not desk.has_delivery or quote.freight is None:
        return see_other(reverse(f"orders:{DELIVERY}"))
    form = payment_form(request, quote, is_sent=request.method == "POST" and not is_mending)
    if form.is_valid():
        if form.cleaned_data["forma"] == Order.Method.PICKUP:
            limits.count(request, rule="counter_orders")
        return place(request, desk, form)
    return payment_page(request, desk, form, quote)


def payment_form(request: HttpRequest, quote: pricing.Quote, *, is_sent: bool) -> PaymentForm:
    """With what was chosen so far, which is an order only when it `is_sent`."""
    methods = payments.offered(is_pickup=quote.freight is not None and quote.freight.is_pickup)
    initial = {"forma": methods[0] if methods else ""}
    initial |= {name: request.POST[name] for name in ("forma", "parcelas", "recado") if name in request.POST}
    data = request.POST if is_sent else None
    return PaymentForm(data, initial=initial, methods=methods, installments=parcels(quote))


def where(desk: Desk) -> dict[str, str]:
    """Where to and how, as the buyer said in this checkout."""
    kept = desk.draft.delivery
    return {"postal_code": kept.postal_code, "freight_method": kept.method} if kept else {}


def parcels(quote: pricing.Quote) -> list[tuple[int, str]]:
    table = installment_table(quote.card_total)
    several, once = _("{count}x de {part} sem juros"), _("À vista, {part}")
    return [(count, (several if count > 1 else once).format(count=count, part=brl(each))) for count, each in table]


def already_placed(request: HttpRequest, desk: Desk | None) -> Order | None:
    """The order this form made a moment ago: the double click, the reload, the button pressed again."""
    who = visitor.of(request)
    if desk is None:
        cart = basket.with_token(who.token) if who.token else None
    else:  # what was typed goes with the order: gone, though the cart was open a moment ago
        cart = desk.cart if desk.draft.buyer is None else None
    if cart is not None and (order := Order.objects.filter(cart_id=cart.pk).first()) is not None:
        return order
    sent = request.POST.get("chave", "")
    if who.user is None or not sent:
        return None
    try:
        return idempotency.replay(idempotency.key_for(user=who.user, cart=None, key=sent, body={"checkout": sent}))
    except Invalid:
        return None


def place(request: HttpRequest, desk: Desk, form: PaymentForm) -> HttpResponse:
    draft, data = desk.draft, form.cleaned_data
    if draft.buyer is None or draft.delivery is None:
        return see_other(reverse(f"orders:{BUYER}"))
    key = idempotency.key_for(user=desk.user, cart=desk.cart, key=draft.key, body={"checkout": draft.key})
    try:
        placed = checkout.place_order(
            cart=desk.cart, buyer=draft.buyer, delivery=draft.delivery, method=data["forma"],
            expected_total=data["total"], at=desk.at, key=key, note=data["recado"],
            language=languages.current(),
            installments=(data.get("parcelas") or 1) if data["forma"] == Order.Method.CARD else 1,
        )  # fmt: skip
    except CartEmpty:
        return to_cart(request)
    except UNDELIVERABLE as error:
        messages.error(request, error.message)
        return see_other(reverse(f"orders:{DELIVERY}"))
    except (Conflict, payments.MethodNotOffered) as error:
        return refused(request, desk, form, error)
    drafts.forget(cart=desk.cart)
    return see_other(access.path_of(placed.order))


def refused(request: HttpRequest, desk: Desk, form: PaymentForm, error: ShopError) -> HttpResponse:
    """The same page with what changed said first, the new total in the form, and all choices kept."""
    text = error.message
    if isinstance(error, PriceChanged):
        text = _(
            "O total mudou de {old} para {new}. Confira os valores abaixo e confirme de novo, se concordar."
        ).format(old=brl_of(error.data["expected_total"]), new=brl_of(error.data["total"]))
    coupon_refused = text if isinstance(error, CouponRefused) else ""
    if not coupon_refused:
        form.add_error("forma" if isinstance(error, payments.MethodNotOffered) else None, text)
    status = 422 if isinstance(error, payments.MethodNotOffered) else 409
    quote = desk.anew().quote(**where(desk))
    return payment_page(request, desk, form, quote, status=status, coupon_refused=coupon_refused)


def brl_of(text: str) -> str:
    return brl(Decimal(text))


def payment_page(
    request: HttpRequest, desk: Desk, form: PaymentForm, quote: pricing.Quote, *, status: int = 0,
    coupon_refused: str = "",
) -> HttpResponse:  # fmt: skip
    picked = form["forma"].value() or ""
    methods = [
        {
            "value": value,
            "label": Order.Method(value).label,
            "total": quote.total_by(value),
            "sent": f"{quote.total_by(value):.2f}",
            "is_checked": value == picked,
        }
        for value in form.methods
    ]
    kept = desk.draft.delivery
    more = {
        "methods": methods, "key": desk.draft.key, "buyer": desk.draft.buyer,
        "address": address_lines(kept) if kept else [], "status": status,
        "news": [notice for notice in quote.notices if notice.code not in mending.CODES],
        "obstacles": mending.obstacles(quote, desk, coupon_refused=coupon_refused),
    }  # fmt: skip
    return page(request, desk, PAYMENT, form, quote, **more)
