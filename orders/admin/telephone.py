"""An order by telephone: one page where staff put goods, person, delivery and payment together, then place it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts import masking
from accounts.forms import DocumentField, OneLine, PhoneField, PostalAddressForm
from accounts.models import User
from accounts.permissions import actor
from cart import basket, freight, pricing
from catalog import stock
from iluminacasa.errors import ShopError
from iluminacasa.money import brl
from orders import drafts, phone
from orders.admin.reading import BIGGEST
from orders.checkout import Delivery, PriceChanged
from orders.envelope import address_lines
from orders.forms import FORM_NAMES, BuyerForm, offer, read_total
from orders.models import Order, PhoneDraft

PLACE = "orders.add_order"
LARGEST = 99


def may(request: HttpRequest) -> bool:
    """Who types a customer's data must be one who may read it."""
    return bool(request.user.has_perm(PLACE)) and masking.lens(request.user).sees_all


def urls(model_admin: admin.ModelAdmin[Order]) -> list[URLPattern]:
    def view(function: Any) -> Any:
        return model_admin.admin_site.admin_view(lambda request, **given: function(request, model_admin, **given))

    return [
        path("telefone/", view(list_view), name="orders_order_phone_list"),
        path("telefone/novo/", view(begin_view), name="orders_order_phone_new"),
        path("telefone/<int:pk>/", view(draft_view), name="orders_order_phone"),
    ]


# --- Shapes --------------------------------------------------------------------------------------
class PersonForm(BuyerForm):
    documento = DocumentField()
    telefone = PhoneField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **({"auto_id": "person_%s"} | options))
        for field in self.fields.values():
            field.help_text = ""
            field.widget.attrs["autocomplete"] = "off"
            field.widget.attrs.pop("class", None)


class WhereForm(PostalAddressForm):
    """How it is received; the address counts unless it is picked up."""

    entrega = forms.ChoiceField(label="Entrega", widget=forms.RadioSelect)

    def __init__(self, *args: Any, options: list[tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **({"auto_id": "where_%s"} | rest))
        del self.fields["telefone"]
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
            field.widget.attrs.pop("class", None)
        offer(self, "entrega", options)
        self.fields["entrega"].error_messages["required"] = "Escolha a entrega."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("entrega") == freight.PICKUP:
            for name in [name for name in self.errors if name != "entrega"]:
                del self.errors[name]
        return data

    def delivery(self) -> Delivery:
        method = self.cleaned_data["entrega"]
        if method == freight.PICKUP:
            return Delivery(method=method, address={})
        return Delivery(method=method, address=typed_address(self.cleaned_data))


def typed_address(data: dict[str, Any]) -> dict[str, str]:
    return {english: str(data.get(name) or "") for name, english in FORM_NAMES.items()}


class HowForm(forms.Form):
    forma = forms.ChoiceField(label="Pagamento", widget=forms.RadioSelect)
    recado = OneLine(label="Recado do cliente", max_length=300, required=False)

    def __init__(self, *args: Any, methods: list[str], **options: Any) -> None:
        super().__init__(*args, **({"auto_id": "how_%s"} | options))
        offer(self, "forma", [(method, Order.Method(method).label.capitalize()) for method in methods])


class CloseForm(forms.Form):
    total = forms.CharField(widget=forms.HiddenInput, max_length=13)
    prazo = forms.ChoiceField(
        label="Guardar até pagar", required=False,
        choices=[("", "o prazo da loja"), ("4", "4 horas"), ("24", "24 horas")],
    )  # fmt: skip
    parcelas = forms.IntegerField(label="Parcelas no cartão", min_value=1, max_value=LARGEST, required=False)

    def __init__(self, *args: Any, is_card: bool = True, **options: Any) -> None:
        super().__init__(*args, **({"auto_id": "close_%s"} | options))
        if not is_card:
            del self.fields["parcelas"]


# --- Pages ---------------------------------------------------------------------------------------
def list_view(request: HttpRequest, model_admin: admin.ModelAdmin[Order]) -> HttpResponse:
    if not may(request):
        raise PermissionDenied
    context = {
        **model_admin.admin_site.each_context(request), "title": "Pedidos por telefone", "opts": model_admin.opts,
        "drafts": list(phone.open_drafts()[:100]), "people": phone.people(request.GET.get("cliente", "")),
        "asked": request.GET.get("cliente", ""),
    }  # fmt: skip
    return TemplateResponse(request, "admin/orders/order/phone_list.html", context)


def begin_view(request: HttpRequest, model_admin: admin.ModelAdmin[Order]) -> HttpResponse:
    """A new draft, with the data of an earlier order or of an account if one is named."""
    if not may(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:orders_order_phone_list"))
    like = get_object_or_404(Order, number=request.POST["pedido"][:20]) if request.POST.get("pedido") else None
    draft = phone.begin(by=actor(request), at=timezone.now(), like=like)
    if (text := request.POST.get("conta", "")).isdecimal() and text.isascii() and len(text) < 19:
        phone.use_person(draft=draft, user=get_object_or_404(User, pk=int(text)), at=timezone.now())
    return HttpResponseRedirect(reverse("admin:orders_order_phone", args=[draft.pk]))


def draft_view(request: HttpRequest, model_admin: admin.ModelAdmin[Order], pk: int) -> HttpResponse:
    if not may(request):
        raise PermissionDenied
    draft = phone.find(min(pk, BIGGEST))
    if (order := phone.order_of(draft)) is not None:
        return HttpResponseRedirect(reverse("admin:orders_order_change", args=[order.pk]))
    if request.method != "POST":
        return show(request, model_admin, draft)
    act = ACTS.get(request.POST.get("acao", ""))
    if act is None:
        return show(request, model_admin, draft, status=422)
    try:
        refused = act(request, draft)
    except ShopError as refusal:
        messages.error(request, told(refusal))
        return show(request, model_admin, draft, status=409)
    if isinstance(refused, forms.Form):
        return show(request, model_admin, draft, status=422 if refused.is_bound else 200, bound=refused)
    return refused or HttpResponseRedirect(reverse("admin:orders_order_phone", args=[draft.pk]))


def told(refusal: ShopError) -> str:
    if isinstance(refusal, PriceChanged):
        return f"{refusal.message} Novo total: {brl(read_total(refusal.data['total']) or pricing.ZERO)}."
    if isinstance(refusal, stock.OutOfStock) and refusal.data.get("lines"):
        left = "; ".join(f"{line['title']}: {line['available']}" for line in refusal.data["lines"])
        return f"{refusal.message} Restam {left}."
    return refusal.message


def show(
    request: HttpRequest, model_admin: admin.ModelAdmin[Order], draft: PhoneDraft, *, status: int = 200,
    bound: forms.Form | None = None,
) -> HttpResponse:  # fmt: skip
    at = timezone.now()
    quote, draft_so_far = phone.quote(draft=draft, at=at), drafts.of(cart=draft.cart, user=None)
    is_card, first = quote.method == Order.Method.CARD, {"total": f"{quote.total:.2f}"}
    asked = request.GET.get("q", "")
    context = {
        **model_admin.admin_site.each_context(request), "opts": model_admin.opts, "draft": draft, "quote": quote,
        "title": f"Pedido por telefone nº {draft.pk}", "asked": asked, "found": phone.goods(asked),
        "buyer": draft_so_far.buyer, "delivery": draft_so_far.delivery, "coupon": draft.cart.coupon,
        "address": address_lines(draft_so_far.delivery) if draft_so_far.delivery else [],
        "person": bound if isinstance(bound, PersonForm) else person_form(draft_so_far),
        "where": bound if isinstance(bound, WhereForm) else where_form(quote, draft_so_far),
        "how": bound if isinstance(bound, HowForm) else how_form(quote, draft),
        "close": bound if isinstance(bound, CloseForm) else CloseForm(initial=first, is_card=is_card),
        "missing": phone.missing(draft=draft, quote=quote),
        "method": Order.Method(quote.method).label,
    }  # fmt: skip
    return TemplateResponse(request, "admin/orders/order/phone.html", context, status=status)


def person_form(told_so_far: drafts.Draft) -> PersonForm:
    buyer = told_so_far.buyer
    first = (
        {"email": buyer.email, "nome": buyer.name, "documento": buyer.document, "telefone": buyer.phone}
        if buyer else {}
    )  # fmt: skip
    return PersonForm(initial=first)


def choices(quote: pricing.Quote) -> list[tuple[str, str]]:
    return [
        (option.method, f"{option.name}: {'grátis' if option.is_free else brl(option.price)}, até "
         f"{option.promised_on:%d/%m/%Y}")
        for option in quote.options
    ]  # fmt: skip


def where_form(quote: pricing.Quote, told_so_far: drafts.Draft) -> WhereForm:
    known = told_so_far.delivery.address if told_so_far.delivery else {}
    first: dict[str, Any] = {name: known.get(english, "") for name, english in FORM_NAMES.items()}
    first["entrega"] = told_so_far.delivery.method if told_so_far.delivery else None
    if not first["destinatario"] and told_so_far.buyer:
        first["destinatario"] = told_so_far.buyer.name
    return WhereForm(initial=first, options=choices(quote))


def how_form(quote: pricing.Quote, draft: PhoneDraft) -> HowForm:
    return HowForm(initial={"forma": quote.method, "recado": draft.note}, methods=list(phone.methods(quote)))


# --- What the page does --------------------------------------------------------------------------
Answer = HttpResponse | forms.Form | None


def whole(request: HttpRequest, name: str) -> int:
    """A number of the form; 0 for what is none, which no room takes."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def add(request: HttpRequest, draft: PhoneDraft) -> Answer:
    basket.add(
        cart=draft.cart, product_id=whole(request, "produto"), quantity=whole(request, "quantidade"), at=timezone.now()
    )  # fmt: skip
    return None


def change(request: HttpRequest, draft: PhoneDraft) -> Answer:
    at, line, units = timezone.now(), whole(request, "item"), whole(request, "quantidade")
    if units:
        basket.set_quantity(cart=draft.cart, line_id=line, quantity=units, at=at)
    else:
        basket.remove(cart=draft.cart, line_id=line, at=at)
    return None


def coupon(request: HttpRequest, draft: PhoneDraft) -> Answer:
    code, at = request.POST.get("cupom", "").strip(), timezone.now()
    if code:
        pricing.apply_coupon(cart=draft.cart, code=code, at=at)
    else:
        basket.drop_coupon(cart=draft.cart, at=at)
    return None


def keep_person(request: HttpRequest, draft: PhoneDraft) -> Answer:
    form = PersonForm(request.POST)
    if not form.is_valid():
        return form
    drafts.keep_buyer(cart=draft.cart, buyer=form.buyer(), at=timezone.now())
    return None


def ask_freight(request: HttpRequest, draft: PhoneDraft) -> None:
    basket.set_delivery(cart=draft.cart, postal_code=request.POST.get("cep", "")[:20], method="", at=timezone.now())


def reckon(request: HttpRequest, draft: PhoneDraft) -> Answer:
    """What delivery to this postal code costs; what else was typed stays on the page."""
    try:
        ask_freight(request, draft)
    except freight.UnknownPostalCode as refusal:
        messages.error(request, refusal.message)
    quote = phone.quote(draft=draft, at=timezone.now())
    if quote.freight_problem is not None:
        messages.warning(request, quote.freight_problem.message)
    return WhereForm(initial={name: request.POST.get(name, "") for name in FORM_NAMES}, options=choices(quote))


def keep_delivery(request: HttpRequest, draft: PhoneDraft) -> Answer:
    if request.POST.get("entrega") != freight.PICKUP and request.POST.get("cep"):
        with suppress(freight.UnknownPostalCode):  # the form says it beside the field
            ask_freight(request, draft)
    form = WhereForm(request.POST, options=choices(phone.quote(draft=draft, at=timezone.now())))
    if not form.is_valid():
        return form
    drafts.keep_delivery(cart=draft.cart, delivery=form.delivery(), at=timezone.now())
    return None


def keep_payment(request: HttpRequest, draft: PhoneDraft) -> Answer:
    form = HowForm(request.POST, methods=list(phone.methods(phone.quote(draft=draft, at=timezone.now()))))
    if not form.is_valid():
        return form
    phone.keep_payment(draft=draft, method=form.cleaned_data["forma"], note=form.cleaned_data["recado"])
    return None


def close(request: HttpRequest, draft: PhoneDraft) -> Answer:
    form = CloseForm(request.POST)
    total = read_total(request.POST.get("total", ""))
    if not form.is_valid() or total is None:
        return form
    data = form.cleaned_data
    placed = phone.place(
        draft=draft, expected_total=total, at=timezone.now(), by=actor(request), hold=phone.HOLDS[data["prazo"]],
        installments=data["parcelas"] or 1,
    )  # fmt: skip
    messages.success(request, "Pedido feito. O cliente recebe por e-mail o link para pagar e acompanhar.")
    return HttpResponseRedirect(reverse("admin:orders_order_change", args=[placed.order.pk]))


def discard(request: HttpRequest, draft: PhoneDraft) -> Answer:
    phone.discard(draft=draft)
    messages.success(request, "Pedido por telefone descartado.")
    return HttpResponseRedirect(reverse("admin:orders_order_phone_list"))


ACTS: dict[str, Callable[[HttpRequest, PhoneDraft], Answer]] = {
    "somar": add, "mudar": change, "cupom": coupon, "cliente": keep_person, "calcular": reckon,
    "entrega": keep_delivery, "pagamento": keep_payment, "fechar": close, "descartar": discard,
}  # fmt: skip
