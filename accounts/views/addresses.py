"""The address book."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import addresses
from accounts.forms import AddressForm
from accounts.models import Address
from accounts.permissions import signed_in
from accounts.views.account import MAX_ROW, METHODS, page, person_of
from iluminacasa.errors import Missing
from iluminacasa.returning import posted_from, see_other

FORM_NAMES = {
    "destinatario": "recipient", "cep": "postal_code", "rua": "street", "numero": "number",
    "complemento": "complement", "bairro": "district", "cidade": "city", "estado": "state",
    "referencia": "reference", "telefone": "phone", "apelido": "label", "principal": "is_default",
}  # fmt: skip


@require_safe
@signed_in
def address_list(request: HttpRequest) -> HttpResponse:
    found = addresses.of(user=person_of(request))
    is_full = len(found) >= addresses.MAX_ADDRESSES
    return page(request, "accounts/addresses.html", _("Endereços"), addresses=found, is_full=is_full)


@require_http_methods(METHODS)
@signed_in
def address_add(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    initial = {"destinatario": user.name, "telefone": user.phone}
    form = AddressForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        addresses.add(user=user, fields=form.cleaned_address, is_default=form.cleaned_data["principal"])
        messages.success(request, _("Endereço guardado."))
        return see_other(reverse("accounts:addresses"))
    return page(request, "accounts/address_form.html", _("Novo endereço"), form)


def own(request: HttpRequest, number: int) -> Address:
    if number > MAX_ROW:
        raise Missing
    return addresses.get(user=person_of(request), address_id=number)


@require_http_methods(METHODS)
@signed_in
def address_change(request: HttpRequest, number: int) -> HttpResponse:
    address = own(request, number)
    initial = {name: getattr(address, column) for name, column in FORM_NAMES.items()}
    form = AddressForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        addresses.change(
            user=person_of(request), address_id=number, fields=form.cleaned_address,
            is_default=form.cleaned_data["principal"],
        )  # fmt: skip
        messages.success(request, _("Endereço guardado."))
        return see_other(reverse("accounts:addresses"))
    return page(request, "accounts/address_form.html", _("Mudar endereço"), form)


@posted_from("accounts:addresses")
@signed_in
def address_default(request: HttpRequest, number: int) -> HttpResponse:
    addresses.set_default(user=person_of(request), address_id=own(request, number).pk)
    messages.success(request, _("Este é agora o endereço principal."))
    return see_other(reverse("accounts:addresses"))


@require_http_methods(METHODS)
@signed_in
def address_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Asks first: an address that is gone has to be typed again."""
    user, address = person_of(request), own(request, number)
    others = [each for each in addresses.of(user=user) if each.pk != address.pk]
    following = others[0] if address.is_default and others else None
    if request.method != "POST":
        return page(
            request, "accounts/address_remove.html", _("Apagar endereço"), address=address, following=following
        )  # fmt: skip
    addresses.remove(user=user, address_id=address.pk)
    told = _("Endereço apagado.")
    if following:
        told = _("Endereço apagado. O principal agora é {name}.").format(name=following.label or following.street)
    messages.success(request, told)
    return see_other(reverse("accounts:addresses"))
