"""The shape money comes in through forms: `1234,56`, `1.234,56` and `1234.56` are all accepted."""

import re
from decimal import Decimal
from typing import Any

from django import forms

PT_BR = re.compile(r"-?\d{1,3}(\.\d{3})*(,\d{1,2})?|-?\d+(,\d{1,2})?")
PLAIN = re.compile(r"-?\d+(\.\d{1,2})?")
MAX_TYPED = 20  # characters


def takes_numbers_only(widget: Any) -> bool:
    """The back office offers one for every whole number in a table; a browser shows `14,90` in it as nothing."""
    return issubclass(widget if isinstance(widget, type) else type(widget), forms.NumberInput)


class MoneyFormField(forms.Field):
    """Reais typed by a person; gives `Decimal`."""

    default_error_messages = {"invalid": "Informe um valor em reais, como 1.249,00."}

    def __init__(self, *, min_value: Any = None, max_value: Any = None, **kwargs: Any) -> None:
        if takes_numbers_only(kwargs.get("widget", forms.NumberInput)):
            kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "class": "money"})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        text = str(value).strip().removeprefix("R$").strip()
        if not text:
            return None
        if len(text) > MAX_TYPED:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if PLAIN.fullmatch(text) and not re.fullmatch(r"-?\d{1,3}\.\d{3}", text):
            return Decimal(text)
        if PT_BR.fullmatch(text):
            return Decimal(text.replace(".", "").replace(",", "."))
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True
