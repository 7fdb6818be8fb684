"""What may come in through the forms of checkout and order pages."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import (
    DocumentField,
    NewPasswordForm,
    PhoneField,
    PostalAddressForm,
    Text,
    check_box,
    email_field,
    name_field,
    password_field,
    text_field,
)
from accounts.models import Address
from cart.freight import PICKUP
from iluminacasa.brazil import CEP_RANGES
from orders.checkout import ADDRESS_FIELDS, Buyer, Delivery
from orders.models import Order

NEW_ADDRESS = "novo"
HOME = "entrega"  # delivered, by a method that cannot be chosen before the postal code is known
MAX_REASON = 500
MAX_TOTAL_DIGITS = 12
ADDRESS_FORM = (
    "destinatario", "cep", "rua", "numero", "complemento", "bairro", "cidade", "estado", "referencia", "telefone",
)  # fmt: skip
FORM_NAMES = {
    "destinatario": "recipient", "cep": "postal_code", "rua": "street", "numero": "number",
    "complemento": "complement", "bairro": "district", "cidade": "city", "estado": "state",
    "referencia": "reference",
}  # fmt: skip
SHIPPING = "shipping "  # section of autocomplete tokens


def choice_field(label: Text, *, required: Text, invalid: Text, template: str) -> forms.ChoiceField:
    """Radio buttons drawn by the page; `choices` are set by the form that knows them."""
    options: dict[str, Any] = {
        "label": label, "widget": forms.RadioSelect, "template_name": template,
        "error_messages": {"required": required, "invalid_choice": invalid},
    }  # fmt: skip
    return forms.ChoiceField(**options)


def offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    """What may be chosen in this field of this form."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is not a field of choices")
    field.choices = choices


class BuyerForm(forms.Form):
    email = email_field(autocomplete="email", hint=_("Mandamos para ele a confirmação e cada passo da entrega."))
    nome = name_field(max_length=120)
    documento = DocumentField(help_text=_("Vai na nota fiscal. Serve também o CNPJ com letras."))
    telefone = PhoneField(help_text=_("Com DDD, só para falar da entrega."))

    def buyer(self, **more: Any) -> Buyer:
        data = self.cleaned_data
        return Buyer(email=data["email"], name=data["nome"], phone=data["telefone"], document=data["documento"], **more)


class DeliveryForm(PostalAddressForm):
    """How to receive; the address counts only when it is needed and none of the book was chosen."""

    entrega = choice_field(
        _("Como você quer receber?"), required=_("Escolha como quer receber."),
        invalid=_("Escolha uma opção da lista."), template="orders/_freight.html",
    )  # fmt: skip
    endereco = choice_field(
        _("Para qual endereço?"), required=_("Escolha o endereço."), invalid=_("Escolha um endereço da lista."),
        template="orders/_address_book.html",
    )  # fmt: skip
    guardar = check_box(_("Guardar este endereço na minha conta"))

    def __init__(self, *args: Any, methods: Sequence[str], book: Sequence[Address] | None, **kwargs: Any) -> None:
        """`methods`: what may be chosen now; `book`: the addresses of an account, None for a guest."""
        super().__init__(*args, **kwargs)
        self.book = {str(address.pk): address for address in book or ()}
        offer(self, "entrega", [(method, method) for method in methods])
        known = [*self.book, NEW_ADDRESS]
        offer(self, "endereco", [(key, key) for key in known])
        if not self.book:
            del self.fields["endereco"]
        if book is None:
            del self.fields["guardar"]
        del self.fields["telefone"]
        self.fields["estado"].widget.attrs["data-states"] = " ".join(
            f"{uf}:{low}-{high}" for uf, low, high in CEP_RANGES
        )
        for name in ADDRESS_FORM:
            widget = self.fields[name].widget if name in self.fields else None
            if widget is not None and (token := widget.attrs.get("autocomplete")):
                widget.attrs["autocomplete"] = SHIPPING + token

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        is_book = data.get("endereco") in self.book
        if self.is_pickup or is_book:
            for name in ADDRESS_FORM:
                self.errors.pop(name, None)
        if self.is_pickup:
            self.errors.pop("endereco", None)
        return data

    @property
    def is_pickup(self) -> bool:
        return self.cleaned_data.get("entrega") == PICKUP

    @property
    def chosen(self) -> Address | None:
        """The address of the book that was chosen."""
        return self.book.get(self.cleaned_data.get("endereco", ""))

    def delivery(self) -> Delivery:
        method = self.cleaned_data["entrega"]
        if self.is_pickup:
            return Delivery(method=method, address={})
        source: Any = self.chosen
        if source is None:
            source = self.cleaned_address
        return Delivery(method=method, address={name: getattr(source, name) for name in ADDRESS_FIELDS})

    @property
    def cleaned_address(self) -> Any:
        self.cleaned_data.setdefault("telefone", "")
        return super().cleaned_address


class PaymentForm(forms.Form):
    forma = choice_field(
        _("Como você quer pagar?"), required=_("Escolha como quer pagar."), invalid=_("Escolha uma forma da lista."),
        template="orders/_methods.html",
    )  # fmt: skip
    parcelas = forms.TypedChoiceField(
        label=_("Parcelas no cartão"), required=False, coerce=int,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": _("Escolha um número de parcelas da lista.")},
    )  # fmt: skip
    recado = text_field(_("Recado para a loja"), hint=_("Algo que devemos saber sobre a entrega."), max_length=300)

    def __init__(
        self, *args: Any, methods: Sequence[str], installments: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.methods = methods
        offer(self, "forma", [(method, method) for method in methods])
        offer(self, "parcelas", installments)
        if Order.Method.CARD not in methods or len(installments) < 2:
            del self.fields["parcelas"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        method = data.get("forma")
        if method:
            data["total"] = read_total(self.data.get(f"total_{method}", ""))
            if data["total"] is None:
                self.add_error(None, _("Confira o total abaixo e confirme de novo."))
        return data


def read_total(text: str) -> Decimal | None:
    """`303.91` as the page wrote it; None for anything else."""
    whole, _, cents = text.partition(".")
    is_plain = text.isascii() and whole.isdigit() and cents.isdigit() and len(cents) == 2
    return Decimal(text) if is_plain and len(text) <= MAX_TOTAL_DIGITS else None


class TrackForm(forms.Form):
    numero = text_field(
        _("Número do pedido"), required=_("Informe o número do pedido."),
        hint=_("Começa com IC e está em todo e-mail nosso."), max_length=40,
        attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"},
    )  # fmt: skip
    email = email_field(_("E-mail da compra"), autocomplete="email")


class ReasonForm(forms.Form):
    motivo = text_field(_("Motivo"), hint=_("Se quiser contar. Não é preciso."), max_length=MAX_REASON)


class InviteForm(NewPasswordForm):
    senha = password_field(is_new=True)
