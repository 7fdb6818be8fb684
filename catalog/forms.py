"""What may come in through the catalogue's forms."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.lighting import rooms, scene_sheet
from catalog.lighting.colour import COLDEST, WARMEST
from catalog.lighting.plans import MOST_LAMPS
from catalog.lighting.rooms import KINDS, MOODS, UNKNOWN_VOLTAGE, VOLTAGES, WALLS
from iluminacasa.money import decimal_text
from iluminacasa.money_forms import MoneyFormField


class OneLine(forms.CharField):
    """Text without line breaks or control characters."""

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text).split())


class ContactForm(forms.Form):
    nome = OneLine(
        label=_("Seu nome"),
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
        error_messages={"required": _("Informe seu nome.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        help_text=_("Respondemos para este endereço."),
        error_messages={
            "required": _("Informe seu e-mail."),
            "invalid": _("Informe um e-mail completo, como nome@exemplo.com.br."),
        },
    )
    assunto = OneLine(
        label=_("Assunto"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": _("Informe o assunto.")},
    )
    mensagem = forms.CharField(
        label=_("Mensagem"),
        max_length=3000,
        min_length=10,
        widget=forms.Textarea(attrs={"class": "input", "rows": 8}),
        error_messages={
            "required": _("Escreva sua mensagem."),
            "min_length": _("Conte um pouco mais: escreva ao menos 10 letras."),
        },
    )


class AlertForm(forms.Form):
    """When to write, and where to."""

    WISHES = {"estoque": "back_in_stock", "preco": "price_drop"}

    quando = forms.ChoiceField(
        label=_("Avise-me quando"),
        choices=[("estoque", _("voltar ao estoque")), ("preco", _("baixar de preço"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Escolha quando avisar."), "invalid_choice": _("Escolha uma das opções.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        error_messages={
            "required": _("Informe seu e-mail."),
            "invalid": _("Informe um e-mail completo, como nome@exemplo.com.br."),
        },
    )

    def __init__(self, *args: Any, is_sold_out: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_sold_out:  # nothing to wait for but the price
            self.fields["quando"] = forms.CharField(widget=forms.HiddenInput, initial="preco", required=False)

    @property
    def kind(self) -> str:
        return self.WISHES.get(self.cleaned_data["quando"], "price_drop")


class ReviewForm(forms.Form):
    nota = forms.TypedChoiceField(
        label=pgettext_lazy("label", "Nota"),
        choices=[(5, _("5, ótimo")), (4, _("4, bom")), (3, _("3, regular")), (2, _("2, ruim")), (1, _("1, péssimo"))],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Escolha uma nota de 1 a 5."), "invalid_choice": _("Escolha uma nota de 1 a 5.")},
    )
    titulo = OneLine(
        label=_("Título"), required=False, max_length=100, widget=forms.TextInput(attrs={"class": "input"})
    )
    texto = forms.CharField(
        label=_("O que você achou"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 6}),
        help_text=_("Como é a luz, o acabamento, a montagem."),
    )
    nome = OneLine(
        label=_("Nome mostrado"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": _("Diga com que nome assinar.")},
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


lazy_decimal = lazy(decimal_text, str)


class Metres(forms.DecimalField):
    """`3,5` and `3.5` alike."""

    def __init__(self, *, lowest: int, highest: int, example: str, **options: Any) -> None:
        wrong = format_lazy(
            _("Informe um número de {lowest} a {highest}, em metros, como 3,5."), lowest=lowest, highest=highest
        )
        codes = (
            "required",
            "invalid",
            "min_value",
            "max_value",
            "max_digits",
            "max_decimal_places",
            "max_whole_digits",
        )
        attrs = {
            "class": "input",
            "inputmode": "decimal",
            "autocomplete": "off",
            "placeholder": format_lazy("{example} m", example=lazy_decimal(example)),
        }
        super().__init__(
            min_value=lowest, max_value=highest, max_digits=4, decimal_places=2, widget=forms.TextInput(attrs=attrs),
            error_messages=dict.fromkeys(codes, wrong), **options,
        )  # fmt: skip

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


NO_IDEA, USUAL, ANY = "nao-sei", "usual", "qualquer"  # of voltage, mood and style


class RoomForm(forms.Form):
    """The room of the light calculator, as its page asks for it. What an address leaves out has its first choice."""

    ambiente = forms.ChoiceField(label=_("Ambiente"), choices=[(each.slug, _(each.name)) for each in KINDS])
    comprimento = Metres(label=_("Comprimento"), lowest=rooms.SMALLEST, highest=rooms.LARGEST, example="5")
    largura = Metres(label=_("Largura"), lowest=rooms.SMALLEST, highest=rooms.LARGEST, example="4")
    altura = Metres(
        label=_("Pé-direito"), lowest=rooms.LOWEST, highest=rooms.HIGHEST, example="2.6", required=False,
        help_text=_("Do piso ao teto, em metros. Torna a conta mais exata."),
    )  # fmt: skip
    paredes = forms.ChoiceField(label=_("Paredes"), choices=[(each.slug, _(each.name)) for each in WALLS])
    clima = forms.ChoiceField(
        label=_("Clima"), choices=[(USUAL, _("O usual do ambiente")), *((each.slug, _(each.name)) for each in MOODS)]
    )
    tensao = forms.ChoiceField(
        label=_("Tensão da casa"),
        choices=[(NO_IDEA, _(VOLTAGES[UNKNOWN_VOLTAGE])), *((key, VOLTAGES[key]) for key in ("127v", "220v"))],
    )
    estilo = forms.ChoiceField(label=_("Estilo"))

    def __init__(self, data: QueryDict | None = None, *, styles: Sequence[tuple[str, str]] = ()) -> None:
        chosen = {} if data is None else {"paredes": WALLS[0].slug, "clima": USUAL, "tensao": NO_IDEA, "estilo": ANY}
        super().__init__(None if data is None else chosen | data.dict())
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages |= dict.fromkeys(("required", "invalid_choice"), _("Escolha uma das opções."))
        style = self.fields["estilo"]
        if isinstance(style, forms.ChoiceField):
            style.choices = [(ANY, _("Qualquer estilo")), *styles]

    def room(self) -> rooms.Room:
        data = self.cleaned_data
        height, mood, style = data["altura"], data["clima"], data["estilo"]
        return rooms.described(
            kind_key=data["ambiente"],
            length=float(data["comprimento"]),
            width=float(data["largura"]),
            height=None if height is None else float(height),
            walls_key=data["paredes"],
            mood_key="" if mood == USUAL else mood,
            voltage=UNKNOWN_VOLTAGE if data["tensao"] == NO_IDEA else data["tensao"],
            style="" if style == ANY else style,
        )


class Slider(forms.NumberInput):
    input_type = "range"

    def use_required_attribute(self, initial: Any) -> bool:
        return False  # it has a value whatever happens, and HTML knows no such attribute there


class SceneForm(forms.Form):
    """What to look at in the scene of a lamp. What is left out, or makes no sense, is as usual there."""

    STEP = 100  # kelvin

    ambiente = forms.ChoiceField(
        label=_("Ambiente"), choices=[(each.slug, _(each.name)) for each in scene_sheet.PLACES]
    )
    cor = forms.IntegerField(label=_("Cor da luz"), min_value=WARMEST, max_value=COLDEST)
    pecas = forms.IntegerField(label=_("Peças"), min_value=1, max_value=MOST_LAMPS)
    comprimento = Metres(label=_("Comprimento"), lowest=rooms.SMALLEST, highest=rooms.LARGEST, example="5")
    largura = Metres(label=_("Largura"), lowest=rooms.SMALLEST, highest=rooms.LARGEST, example="4")
    altura = Metres(label=_("Pé-direito"), lowest=rooms.LOWEST, highest=rooms.HIGHEST, example="2.6")
    paredes = forms.ChoiceField(label=_("Paredes"), choices=[(each.slug, _(each.name)) for each in WALLS])

    def __init__(self, given: QueryDict, *, place: scene_sheet.Place, kelvin: int) -> None:
        asked = next((each for each in scene_sheet.PLACES if each.slug == given.get("ambiente")), place)
        length, width = (decimal_text(f"{side:g}") for side in (asked.length, asked.width))
        self.usual = {
            "ambiente": place.slug, "cor": str(kelvin), "pecas": "1", "comprimento": length, "largura": width,
            "altura": decimal_text("2.6"), "paredes": WALLS[0].slug,
        }  # fmt: skip
        super().__init__(self.usual | {name: given[name] for name in self.usual if given.get(name)})
        slider = {"min": WARMEST, "max": COLDEST, "step": self.STEP, "aria-describedby": "cor-agora"}
        self.fields["cor"].widget = Slider(attrs={**slider, "class": "scene__slider"})
        if not self.is_valid():
            kept = {name: text for name, text in self.data.items() if name in self.cleaned_data}
            self.data = self.usual | kept
            self.full_clean()

    @property
    def params(self) -> dict[str, str]:
        """The shortest address of what is shown."""
        return {name: str(text) for name, text in self.data.items() if text != self.usual[name]}

    def asked(self) -> scene_sheet.Asked:
        data = self.cleaned_data
        where = scene_sheet.place(data["ambiente"])
        room = rooms.described(
            kind_key=where.kind, length=float(data["comprimento"]), width=float(data["largura"]),
            height=float(data["altura"]), walls_key=data["paredes"],
        )  # fmt: skip
        return scene_sheet.Asked(where, room, data["cor"], data["pecas"])
