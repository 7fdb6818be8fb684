"""Short lists a model keeps as JSON, written by people one entry a line."""

import re
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget

NUMBER = r"\d{1,9}(?:,\d{1,3})?"
RANGE = re.compile(rf"até (?P<below>{NUMBER})|(?P<low>{NUMBER}) (?:a (?P<high>{NUMBER})|em diante)", re.IGNORECASE)
QUERY = re.compile(r"[\w-]+=[^&=\s]+(?:&[\w-]+=[^&=\s]+)*")


class LinesField(forms.CharField):
    """`written` and `read`, which each kind of list has to say for itself, turn one entry into a line and back; `read`
    raises ValidationError."""

    widget = AdminTextareaWidget(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(self.written, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Any]:
        return [self.read(line.strip()) for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial or []), (data or "").replace("\r", "")))

    def written(self, entry: Any) -> str:
        raise NotImplementedError

    def read(self, line: str) -> Any:
        raise NotImplementedError


class PromotedField(LinesField):
    """`Luz quente: cor=2700` for {"label": "Luz quente", "query": "cor=2700"}; its English stands behind a bar."""

    def written(self, entry: Any) -> str:
        english = f" | {entry['label_en']}" if entry.get("label_en") else ""
        return f"{entry['label']}{english}: {entry['query']}"

    def read(self, line: str) -> dict[str, str]:
        told, _, query = (part.strip() for part in line.partition(":"))
        label, _, english = (part.strip() for part in told.partition("|"))
        if not label or not QUERY.fullmatch(query):
            raise forms.ValidationError(f"“{line[:60]}” não serve. Escreva como “Luz quente: cor=2700”.")
        return {"label": label, "query": query} | ({"label_en": english} if english else {})


class RangesField(LinesField):
    """`até 400`, `400 a 800`, `800 em diante` for [[null, 400], [400, 800], [800, null]]: half-open, upwards."""

    def written(self, entry: Any) -> str:
        low, high = (None if part is None else f"{part:g}".replace(".", ",") for part in entry)
        if low is None:
            return f"até {high}"
        return f"{low} em diante" if high is None else f"{low} a {high}"

    def read(self, line: str) -> list[float | None]:
        found = RANGE.fullmatch(" ".join(line.split()))
        if found is None:
            raise forms.ValidationError(f"“{line[:60]}” não serve. Escreva como “400 a 800” ou “800 em diante”.")
        low, high = number(found["low"]), number(found["below"] or found["high"])
        if low is not None and high is not None and low >= high:
            raise forms.ValidationError(f"“{line[:60]}”: o segundo número deve ser o maior.")
        return [low, high]


def number(text: str | None) -> float | None:
    if text is None:
        return None
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value
