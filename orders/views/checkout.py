"""The three steps of a purchase. Nobody needs an account, and nothing typed is lost."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import addresses
from accounts.models import Address
from cart import basket, freight, pricing, visitor
from catalog.prices import installment_table
from iluminacasa import limits
from iluminacasa.brazil import uf_of_cep
from iluminacasa.errors import Conflict, Invalid, ShopError
from iluminacasa.money import brl
from iluminacasa.returning import see_other
from orders import access, checkout, drafts, idempotency, payments
from orders.checkout import AddressIncomplete, AddressMismatch, CartEmpty, FreightMissing, PriceChanged
from orders.envelope import address_lines
from orders.forms import FORM_NAMES, HOME, NEW_ADDRESS, BuyerForm, DeliveryForm, PaymentForm
from orders.models import Order
from orders.views.steps import Desk, desk_of, page, to_cart

METHODS = ["GET", "HEAD", "POST"]
BUYER, DELIVERY, PAYMENT = "checkout_buyer", "checkout_delivery", "checkout_payment"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return see_other(reverse(f"orders:{BUYER}"))


# --- Who buys ------------------------------------------------------------------------------------
@require_http_methods(METHODS)
def buyer(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request, timezone.now())
    if desk is None:
        return to_cart(request)
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
    desk = desk_of(request, timezone.now())
    if desk is None:
        return to_cart(request)
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
    if form.is_valid() and (answer := keep_delivery(request, desk, form, shown_for)) is not None:
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
        initial["entrega"] = kept.method
        initial |= {name: kept.address.get(field, "") for name, field in FORM_NAMES.items() if kept.address}
    same = next((each for each in book if kept and is_same(each, kept.address)), None)
    if same is None and book and not (kept and kept.address):
        same = book[0]
    initial["endereco"] = str(same.pk) if same else NEW_ADDRESS
    if same is not None:
        initial["cep"] = same.postal_code
    return initial


def is_same(address: Address, fields: dict[str, str]) -> bool:
    return bool(fields) and all(getattr(address, name) == value for name, value in fields.items())


def seen_postal_code(request: HttpRequest, initial: dict[str, str]) -> str:
    """The code whose options the page showed, which the form sends back; at first, the one we know."""
    text = request.POST.get("cep_visto", "") if request.method == "POST" else initial["cep"]
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


def keep_delivery(request: HttpRequest, desk: Desk, form: DeliveryForm, shown_for: str) -> HttpResponse | None:
    """To the payment, or back to the freight options of another postal code; None with an error in the form."""
    wanted = form.delivery()
    if form.is_pickup:
        drafts.keep_delivery(cart=desk.cart, delivery=wanted, at=desk.at)
        return see_other(reverse(f"orders:{PAYMENT}"))
    quote = desk.quote(postal_code=wanted.postal_code)
    if quote.freight_problem is not None:
        field = "endereco" if form.chosen else "cep"
        form.add_error(field, quote.freight_problem.message)
        return None
    keep_in_book(desk, form)
    is_seen = wanted.postal_code == shown_for and wanted.method != HOME
    if is_seen:
        drafts.keep_delivery(cart=desk.cart, delivery=wanted, at=desk.at)
        return see_other(reverse(f"orders:{PAYMENT}"))
    drafts.keep_delivery(cart=desk.cart, delivery=checkout.Delivery(method="", address=wanted.address), at=desk.at)
    cep = wanted.postal_code
    messages.info(request, f"Escolha a entrega para o CEP {cep[:5]}-{cep[5:]}.")
    return see_other(f"{reverse(f'orders:{DELIVERY}')}#id_entrega")


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
        return to_cart(request)
    if desk.draft.buyer is None:
        return see_other(reverse(f"orders:{BUYER}"))
    quote = desk.quote(**where(desk))
    if not desk.has_delivery or quote.freight is None:
        return see_other(reverse(f"orders:{DELIVERY}"))
    methods = payments.offered(is_pickup=quote.freight.is_pickup)
    data = request.POST if request.method == "POST" else None
    initial = {"forma": methods[0] if methods else ""}
    form = PaymentForm(data, initial=initial, methods=methods, installments=parcels(quote))
    if form.is_valid():
        return place(request, desk, form)
    return payment_page(request, desk, form, quote)


def where(desk: Desk) -> dict[str, str]:
    """Where to and how, as the buyer said in this checkout."""
    kept = desk.draft.delivery
    return {"postal_code": kept.postal_code, "freight_method": kept.method} if kept else {}


def parcels(quote: pricing.Quote) -> list[tuple[int, str]]:
    table = installment_table(quote.card_total)
    return [
        (count, f"{count}x de {brl(each)} sem juros" if count > 1 else f"À vista, {brl(each)}") for count, each in table
    ]


def already_placed(request: HttpRequest, desk: Desk | None) -> Order | None:
    """The order this form made a moment ago: the double click, the reload, the button pressed again."""
    who = visitor.of(request)
    cart = desk.cart if desk else (basket.with_token(who.token) if who.token else None)
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
            installments=data.get("parcelas") or 1,
        )  # fmt: skip
    except CartEmpty:
        return to_cart(request)
    except (FreightMissing, AddressIncomplete, AddressMismatch, freight.UnknownPostalCode, freight.OutOfArea) as error:
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
        text = f"O total mudou de {brl_of(error.data['expected_total'])} para {brl_of(error.data['total'])}. "
        text += "Confira os valores abaixo e confirme de novo, se concordar."
    form.add_error("forma" if isinstance(error, payments.MethodNotOffered) else None, text)
    status = 422 if isinstance(error, payments.MethodNotOffered) else 409
    return payment_page(request, desk, form, desk.quote(**where(desk)), status=status)


def brl_of(text: str) -> str:
    return brl(Decimal(text))


def payment_page(
    request: HttpRequest, desk: Desk, form: PaymentForm, quote: pricing.Quote, *, status: int = 0
) -> HttpResponse:
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
    }  # fmt: skip
    return page(request, desk, PAYMENT, form, quote, **more)
