"""The price table of freight, as staff change it."""

from typing import Any

from django import forms
from django.contrib import admin

from cart.models import FreightRate
from iluminacasa.brazil import CEP_LENGTH, bare
from iluminacasa.money import brl


class FreightRateForm(forms.ModelForm):
    cep_from = forms.CharField(label="CEP de", max_length=20)
    cep_to = forms.CharField(label="CEP até", max_length=20, help_text="Os dois números fazem parte da faixa.")

    class Meta:
        model = FreightRate
        fields = (
            "name", "name_en", "method", "is_active", "cep_from", "cep_to", "weight_from", "weight_to", "price",
            "price_per_kg", "value_percentage", "free_above", "business_days",
        )  # fmt: skip
        help_texts = {
            "name_en": "Vazio: o nome em português.",
            "method": "Igual em todas as linhas da mesma forma de entrega; a mais barata vale.",
            "price_per_kg": "Por quilo além do começo da faixa de peso.",
            "free_above": "Valor dos produtos a partir do qual o frete é grátis. Vazio: nunca.",
        }

    def clean_cep_from(self) -> str:
        return eight_digits(self.cleaned_data["cep_from"])

    def clean_cep_to(self) -> str:
        return eight_digits(self.cleaned_data["cep_to"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("cep_from", "") > data.get("cep_to", "9" * CEP_LENGTH):
            self.add_error("cep_to", "O fim da faixa vem depois do começo.")
        start, end = data.get("weight_from"), data.get("weight_to")
        if start is not None and start < 0:
            self.add_error("weight_from", "O peso não é negativo.")
        if start is not None and end is not None and start >= end:
            self.add_error("weight_to", "O fim da faixa vem depois do começo.")
        for name in ("price", "price_per_kg", "value_percentage"):
            if (data.get(name) or 0) < 0:
                self.add_error(name, "O preço não é negativo.")
        return data


def eight_digits(text: str) -> str:
    digits = bare(text)
    if len(digits) != CEP_LENGTH or not (digits.isascii() and digits.isdigit()):
        raise forms.ValidationError("Informe os oito números do CEP.")
    return digits


@admin.register(FreightRate)
class FreightRateAdmin(admin.ModelAdmin[FreightRate]):
    form = FreightRateForm
    list_display = ("name", "method", "region", "weights", "amount", "business_days", "free", "is_active")
    list_filter = ("is_active", "method")
    search_fields = ("name", "method", "cep_from", "cep_to")
    search_help_text = "Nome, método ou CEP do começo ou fim da faixa"
    ordering = ("cep_from", "method", "weight_from")
    fieldsets = (
        (None, {"fields": (("name", "name_en"), "method", "is_active")}),
        ("Onde", {"fields": (("cep_from", "cep_to"),)}),
        ("Peso", {"fields": (("weight_from", "weight_to"),)}),
        ("Preço e prazo", {"fields": ("price", "price_per_kg", "value_percentage", "free_above", "business_days")}),
    )

    @admin.display(description="CEP", ordering="cep_from")
    def region(self, rate: FreightRate) -> str:
        return f"{rate.cep_from[:5]}-{rate.cep_from[5:]} a {rate.cep_to[:5]}-{rate.cep_to[5:]}"

    @admin.display(description="peso", ordering="weight_from")
    def weights(self, rate: FreightRate) -> str:
        return f"{rate.weight_from.normalize():f} a {rate.weight_to.normalize():f} kg".replace(".", ",")

    @admin.display(description="preço", ordering="price")
    def amount(self, rate: FreightRate) -> str:
        return f"{brl(rate.price)} + {brl(rate.price_per_kg)}/kg" if rate.price_per_kg else brl(rate.price)

    @admin.display(description="grátis a partir de", ordering="free_above")
    def free(self, rate: FreightRate) -> str:
        return brl(rate.free_above) if rate.free_above is not None else "–"
