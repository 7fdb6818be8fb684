"""One form field per definition of the technical sheet, whatever its kind."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from catalog import spec_values
from catalog.models import SpecDefinition
from catalog.spec_values import LARGEST, Value

LONGEST = 20  # characters of a number
THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
YES_NO = (("", "não informado"), ("1", "sim"), ("0", "não"))
Kind = SpecDefinition.Kind


class NumberField(forms.CharField):
    """`2.700`, `2700`, `9,5` and `9.5`, as people write them; gives `Decimal`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "vSmallField", "maxlength": LONGEST})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return value
        text = (super().to_python(value) or "").strip()
        if not text:
            return None
        plain = text.replace(".", "").replace(",", ".") if THOUSANDS.fullmatch(text) else text.replace(",", ".")
        try:
            number = Decimal(plain)
        except InvalidOperation as error:
            raise forms.ValidationError("Escreva um número, como 9,5.", code="invalid") from error
        if len(text) > LONGEST or not number.is_finite() or abs(number) > LARGEST:
            raise forms.ValidationError("Este número é grande demais.", code="invalid")
        return number

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data or "") != initial)
        except forms.ValidationError:
            return True


def name_of(definition: SpecDefinition) -> str:
    return spec_values.name_of(definition.pk)


def field_for(definition: SpecDefinition) -> forms.Field:
    label = f"{definition.label} ({definition.unit})" if definition.unit else definition.label
    common: dict[str, Any] = {"label": label, "required": False}
    if definition.kind == Kind.NUMBER:
        return NumberField(**common)
    if definition.kind == Kind.BOOLEAN:
        return forms.ChoiceField(choices=YES_NO, **common)
    if definition.kind == Kind.TEXT:
        return forms.CharField(max_length=120, **common)
    options = [(str(choice.pk), choice.label) for choice in ordered(definition)]
    if definition.is_multiple:
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
    return forms.ChoiceField(choices=[("", "não informado"), *options], **common)


def ordered(definition: SpecDefinition) -> Sequence[Any]:
    return sorted(definition.choices.all(), key=lambda choice: (choice.position, choice.label))


def shown(definition: SpecDefinition, value: Value) -> Any:
    """A stored value as the field's initial."""
    if definition.kind == Kind.BOOLEAN:
        return "" if value is None else "1" if value else "0"
    if definition.kind == Kind.CHOICE:
        ids: list[str] = [str(pk) for pk in value] if isinstance(value, list) else []
        return ids if definition.is_multiple else "".join(ids[:1])
    return value if value is not None else None if definition.kind == Kind.NUMBER else ""


def typed(definition: SpecDefinition, cleaned: Any) -> Value:
    """What the field gave, as the room takes it."""
    if cleaned in (None, "", []):
        return None
    if definition.kind == Kind.BOOLEAN:
        return bool(cleaned == "1")
    if definition.kind == Kind.CHOICE:
        return [int(pk) for pk in (cleaned if isinstance(cleaned, list) else [cleaned])]
    value: Value = cleaned
    return value
