"""What may come in through the cart's forms."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cart.coupons import MAX_CODE
from cart.filling import MOST_PRODUCTS
from cart.freight import PICKUP
from cart.models import MAX_QUANTITY
from catalog.fit import ZONES
from catalog.lighting.rooms import VOLTAGES

MAX_METHOD = 40  # characters of a way to receive that are looked at
MAX_SLUG = 220
ZONE_PREFIX = "lugar_"
QUANTITY_WRONG = format_lazy(_("Escolha uma quantidade de 1 a {most}."), most=MAX_QUANTITY)


class OneLine(forms.CharField):
    """Text without line breaks or control characters."""

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text).split())


def quantity_field() -> forms.IntegerField:
    attrs = {"class": "quantity__input", "inputmode": "numeric", "autocomplete": "off"}
    return forms.IntegerField(
        label=_("Quantidade"), min_value=1, max_value=MAX_QUANTITY, widget=forms.NumberInput(attrs=attrs),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), QUANTITY_WRONG),
    )  # fmt: skip


class AddForm(forms.Form):
    """`produto` is read by the door, which needs the product to show the form again."""

    quantidade = quantity_field()
    chave = OneLine(required=False, max_length=64, widget=forms.HiddenInput)
    cep = OneLine(required=False, widget=forms.HiddenInput)


class ItemsField(forms.Field):
    """`slug:quantity` several times becomes {slug: quantity}."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"required": _("Este plano está vazio."), "invalid": _("Este plano não pode ser lido.")}
    FORM = re.compile(rf"([-a-zA-Z0-9_]{{1,{MAX_SLUG}}}):([1-9][0-9]?)", re.ASCII)

    def to_python(self, value: Any) -> dict[str, int]:
        texts = list(value or [])
        read = [self.FORM.fullmatch(text) for text in texts[:MOST_PRODUCTS]]
        if len(texts) > MOST_PRODUCTS or None in read:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return {match[1]: int(match[2]) for match in read if match}


class FillForm(forms.Form):
    item = ItemsField()
    tensao = OneLine(required=False, max_length=8, widget=forms.HiddenInput)
    chave = OneLine(required=False, max_length=64, widget=forms.HiddenInput)


class QuantityForm(forms.Form):
    quantidade = quantity_field()


class SwapForm(QuantityForm):
    produto = forms.SlugField(max_length=MAX_SLUG)


class HomeForm(forms.Form):
    """The home's voltage, and where each of these pieces will hang."""

    tensao = forms.ChoiceField(
        label=_("Tensão da casa"), choices=[(key, _(name)) for key, name in VOLTAGES.items()], widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Escolha 127 V, 220 V ou “Não sei”.")),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, voltage: str, places: Sequence[tuple[int, str, str]]) -> None:
        super().__init__(data, initial={"tensao": voltage}, auto_id="id_casa_%s")
        zones = [("", _("Ainda não sei")), *((key, _(name)) for key, name in ZONES.items())]
        for line_id, title, zone in places:
            self.fields[f"{ZONE_PREFIX}{line_id}"] = forms.ChoiceField(
                label=title, required=False, choices=zones, initial=zone,
                widget=forms.Select(attrs={"class": "select"}),
                error_messages={"invalid_choice": _("Escolha um lugar da lista.")},
            )  # fmt: skip

    @property
    def places(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(ZONE_PREFIX)]

    def zones(self) -> dict[int, str]:
        """{line: zone} of those that were sent."""
        sent = (name for name in self.fields if name.startswith(ZONE_PREFIX) and name in self.data)
        return {int(name.removeprefix(ZONE_PREFIX)): self.cleaned_data[name] for name in sent}


class CouponForm(forms.Form):
    codigo = OneLine(
        label=_("Cupom"),
        max_length=MAX_CODE,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Digite o código do cupom."), "max_length": _("Este cupom não existe.")},
    )


class DeliveryForm(forms.Form):
    cep = OneLine(
        label="CEP",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "postal-code", "inputmode": "numeric"}),
        error_messages={"max_length": _("Informe os oito números do CEP.")},
    )
    entrega = OneLine(required=False)  # what nobody offers is judged by the quote

    def clean_entrega(self) -> str:
        return self.cleaned_data["entrega"][:MAX_METHOD]

    def clean(self) -> dict[str, Any]:
        """Only who collects the goods needs no address."""
        data = self.cleaned_data
        if not self.errors and not data["cep"] and data["entrega"] != PICKUP:
            self.add_error("cep", _("Informe o CEP."))
        return data
