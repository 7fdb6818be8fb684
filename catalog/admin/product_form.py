"""The product's form: its columns, what came from the source, and its technical sheet."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import activity
from catalog import spec_values
from catalog.admin import spec_fields
from catalog.cards import NEW_TAG
from catalog.models import Brand, Category, Product, SpecDefinition
from catalog.spreadsheet.columns import MOST_TAGS, TAG_LENGTH
from catalog.sync.drafts import COLUMNS
from catalog.sync.ownership import edited_fields, followed_fields, spoken_of
from iluminacasa.money import brl

FIELDS = (
    "title", "slug", "summary", "description", "category", "brand", "sku", "family", "tags", "price",
    "discount_percentage", "sale_starts_at", "sale_ends_at", "low_stock_threshold", "minimum_order_quantity",
    "is_published", "boost", "weight", "width", "height", "depth", "warranty", "shipping_note", "return_policy",
    "seo_title", "seo_description", "title_en", "summary_en", "description_en", "warranty_en", "shipping_note_en",
    "return_policy_en", "seo_title_en", "seo_description_en",
)  # fmt: skip
WHOLE = 100  # per cent
SHOWN = 80  # characters of a value of the source
BUTTON, SHEET_ONLY = "_continue", "ficha"  # the button that shows another category's sheet and saves nothing


class TagsField(forms.CharField):
    """Tags as a person types them: separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(tag) for tag in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        tags = dict.fromkeys(tag.strip() for tag in (super().to_python(value) or "").split(",") if tag.strip())
        if len(tags) > MOST_TAGS or any(len(tag) > TAG_LENGTH for tag in tags):
            raise forms.ValidationError(f"No máximo {MOST_TAGS} etiquetas de até {TAG_LENGTH} letras.")
        return list(tags)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data or "") != (initial or []))


class ProductForm(forms.ModelForm):
    tags = TagsField(
        label="Etiquetas",
        required=False,
        widget=AdminTextInputWidget,
        help_text=f"Separadas por vírgula. “{NEW_TAG}” põe o selo Novo no cartão.",
    )
    take_source = forms.MultipleChoiceField(
        label="Usar o valor da origem em",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="O campo marcado volta ao último valor da origem e segue as próximas sincronizações.",
    )
    keep = forms.MultipleChoiceField(
        label="Manter sempre o valor da loja em",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nenhuma sincronização muda um campo marcado, diga a origem o que disser.",
    )
    sheet_shown = forms.CharField(required=False, widget=forms.HiddenInput)

    definitions: tuple[SpecDefinition, ...] = ()

    class Meta:
        model = Product
        fields = FIELDS
        localized_fields = ("discount_percentage", "weight", "width", "height", "depth")
        widgets = {name: AdminTextareaWidget(attrs={"rows": 2}) for name in ("summary", "summary_en")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["sheet_shown"] = ",".join(str(definition.pk) for definition in self.definitions)
        if self.instance.pk:
            self.tell_specs()
        if self.only_shows_sheet:
            self.fill_sheet()
        self.mark_source()

    @property
    def only_shows_sheet(self) -> bool:
        return bool(self.is_bound and self.data.get(BUTTON) == SHEET_ONLY)

    def fill_sheet(self) -> None:
        """Another category's fields begin with what is stored; what was typed in common ones stays."""
        given: Any = self.data
        data = given.copy()
        data["sheet_shown"] = self.initial["sheet_shown"]
        for definition in self.definitions:
            name = spec_fields.name_of(definition)
            stored = self.fields[name].prepare_value(self.initial.get(name)) if name in self.initial else None
            if name not in data and stored not in (None, "", []):
                data.setlist(name, stored if isinstance(stored, list) else [stored])
        self.data = data

    def tell_specs(self) -> None:
        told = spec_values.read(product_id=self.instance.pk) if self.definitions else {}
        for definition in self.definitions:
            name = spec_fields.name_of(definition)
            self.initial.setdefault(name, spec_fields.shown(definition, told.get(definition.pk)))

    def mark_source(self) -> None:
        """Say at each field that it follows the source, or what the source has instead."""
        product = self.instance
        for column in followed_fields(product):
            field = self.fields.get(column.removesuffix("_id"))
            if field is not None:
                field.help_text = note(field, f"Segue a origem “{product.source}”.")
        labels = []
        for name, theirs in (edited_fields(product) if product.source else {}).items():
            labels.append((name, f"{verbose(name)}: {shown(name, theirs)}"))
            field = self.fields.get(COLUMNS[name].removesuffix("_id"))
            if field is not None:
                field.help_text = note(field, f"Na origem: {shown(name, theirs)}. Vale o valor da loja.")
        self.mark_locks()
        if "take_source" in self.fields:
            self.fields["take_source"].choices = labels  # type: ignore[attr-defined]  # a choice field, typed as any field

    def mark_locks(self) -> None:
        if "keep" not in self.fields:
            return
        names = spoken_of(self.instance)
        told = [(name, verbose(name)) for name in names]
        self.fields["keep"].choices = told  # type: ignore[attr-defined]  # a choice field, typed as any field
        self.initial["keep"] = [name for name in names if name in self.instance.locked_fields]
        for name in self.initial["keep"]:
            field = self.fields.get(COLUMNS[name].removesuffix("_id"))
            if field is not None:
                field.help_text = note(field, "🔒 Preso ao valor da loja.")

    def sheet(self) -> dict[SpecDefinition, spec_values.Value]:
        """The technical sheet as typed."""
        return {
            definition: spec_fields.typed(definition, self.cleaned_data.get(spec_fields.name_of(definition)))
            for definition in self.definitions
        }

    def change_of(self, name: str) -> activity.Change | None:
        """What the log says of a field that is no column; None: it is one."""
        definition = next((each for each in self.definitions if spec_fields.name_of(each) == name), None)
        if definition is None:
            return None
        old, new = (spec_fields.typed(definition, told.get(name)) for told in (self.initial, self.cleaned_data))
        return spec_values.change_of(definition, old, new)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Product.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Outro produto já usa este endereço.")
        return slug

    def clean_sku(self) -> str:
        sku: str = self.cleaned_data["sku"].strip()
        if sku and Product.objects.filter(sku=sku).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Outro produto já usa este SKU.")
        return sku

    def clean_price(self) -> Any:
        price = self.cleaned_data["price"]
        if price is not None and price <= 0:
            raise forms.ValidationError("O preço precisa ser maior que zero.")
        return price

    def clean_discount_percentage(self) -> Any:
        discount = self.cleaned_data["discount_percentage"]
        if discount is not None and not 0 <= discount < WHOLE:
            raise forms.ValidationError("O desconto fica entre 0 e 99,99 %.")
        return discount

    def clean_minimum_order_quantity(self) -> Any:
        quantity = self.cleaned_data["minimum_order_quantity"]
        if not quantity:
            raise forms.ValidationError("O pedido mínimo é de pelo menos 1 unidade.")
        return quantity

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("sale_starts_at"), data.get("sale_ends_at")
        if starts and ends and starts >= ends:
            self.add_error("sale_ends_at", "A oferta precisa terminar depois de começar.")
        if self.only_shows_sheet:
            self.add_error(None, "Nada foi salvo ainda: a ficha da outra categoria está no lugar.")
        return data


def verbose(name: str) -> str:
    column = COLUMNS[name].removesuffix("_id")
    words = str(getattr(Product._meta.get_field(column), "verbose_name", name))
    return words[:1].upper() + words[1:]


def note(field: forms.Field, text: str) -> SafeString:
    """Help with `text` behind it, escaped: the admin prints help as it is, and a source may say anything."""
    return format_html("{} {}", field.help_text, text)


def shown(name: str, value: Any) -> str:
    """A value of the source for a person; plain text, cut at 80 characters."""
    if value in (None, "", []):
        return "(vazio)"
    if name == "price":
        return brl(Decimal(value))
    if name in ("category", "brand"):
        model: Any = Category if name == "category" else Brand
        return str(model.objects.filter(pk=value).first() or "(não existe mais)")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
