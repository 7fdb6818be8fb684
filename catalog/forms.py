"""What may come in through the catalogue's forms."""

import unicodedata

from django import forms
from django.http import QueryDict

from iluminacasa.money_forms import MoneyFormField


class OneLine(forms.CharField):
    """Text without line breaks or control characters."""

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text).split())


class ContactForm(forms.Form):
    nome = OneLine(
        label="Seu nome",
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
        error_messages={"required": "Informe seu nome."},
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        help_text="Respondemos para este endereço.",
        error_messages={
            "required": "Informe seu e-mail.",
            "invalid": "Informe um e-mail completo, como nome@exemplo.com.br.",
        },
    )
    assunto = OneLine(
        label="Assunto",
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": "Informe o assunto."},
    )
    mensagem = forms.CharField(
        label="Mensagem",
        max_length=3000,
        min_length=10,
        widget=forms.Textarea(attrs={"class": "input", "rows": 8}),
        error_messages={
            "required": "Escreva sua mensagem.",
            "min_length": "Conte um pouco mais: escreva ao menos 10 letras.",
        },
    )


class PriceRangeForm(forms.Form):
    """Limits typed into the price filter, `preco-min` and `preco-max`, become one `preco=MIN-MAX`."""

    prefix = "preco"
    min = MoneyFormField(required=False, min_value=0)
    max = MoneyFormField(required=False, min_value=0)

    def params(self, params: QueryDict) -> QueryDict:
        """The same parameters in the form addresses have; a limit that makes no sense is dropped."""
        self.is_valid()
        limits = [self.cleaned_data.get("min"), self.cleaned_data.get("max")]
        if None not in limits:
            limits.sort()
        low, high = (f"{limit:f}".removesuffix(".00") if limit is not None else "" for limit in limits)
        changed = params.copy()
        for name in ("preco-min", "preco-max", "pagina"):
            changed.pop(name, None)
        if low or high:
            changed["preco"] = f"{low}-{high}"
        return changed
