"""How each column of a product is written into a cell and read from one; faults are said in a person's words."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import SlugField
from django.utils import timezone
from import_export.fields import Field
from import_export.widgets import Widget

from catalog.models import Product, SpecDefinition
from catalog.spec_values import LARGEST, Value
from iluminacasa.money import MAX_CENTAVOS, from_centavos
from iluminacasa.money_forms import MoneyFormField

from .cells import Formula, as_text, is_same

TAG_LENGTH, MOST_TAGS = 40, 30
BETWEEN = " | "
MOST_UNITS = 1_000_000
FURTHEST = Decimal(10) ** 15
MOMENTS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")
THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
YES, NO = frozenset({"sim", "s", "1", "verdadeiro"}), frozenset({"não", "nao", "n", "0", "falso"})
MONEY = MoneyFormField()
Kind = SpecDefinition.Kind


class Cell(Widget):
    """Text of a model's field, held to what the model allows."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.field: Any = Product._meta.get_field(name)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = text_of(value).strip()
        return validated(self.field, text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value


class MoneyCell(Cell):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal:
        try:
            amount = value if isinstance(value, Decimal) else MONEY.to_python(text_of(value))
        except ValidationError as error:
            raise ValueError("Não é um valor em reais, como 1.249,00.") from error
        if amount is None:
            raise ValueError("O preço não pode ficar vazio.")
        if amount != amount.quantize(Decimal("0.01")):
            raise ValueError("Use no máximo dois decimais.")
        if not 0 < amount <= from_centavos(MAX_CENTAVOS):
            raise ValueError("O preço precisa ser maior que zero.")
        return Decimal(amount.quantize(Decimal("0.01")))


class NumberCell(Cell):
    """A decimal or whole number between bounds; empty only where the model allows it."""

    def __init__(self, name: str, *, places: int = 0, least: int = 0, most: Decimal | int = MOST_UNITS) -> None:
        super().__init__(name)
        self.places, self.least, self.most = places, Decimal(least), Decimal(most)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        number = number_of(value)
        if number is None:
            if self.field.null:
                return None
            raise ValueError("Este número não pode ficar vazio.")
        if number != round(number, self.places):
            digits = f"no máximo {self.places} decimais" if self.places else "um número inteiro"
            raise ValueError(f"Escreva {digits}.")
        if not self.least <= number <= self.most:
            raise ValueError(f"Fica entre {as_text(self.least)} e {as_text(self.most)}.")
        return round(number, self.places) if self.places else int(number)


class YesNoCell(Cell):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        return yes_or_no(value)


class MomentCell(Cell):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime | None:
        if isinstance(value, datetime):
            return timezone.make_aware(value)
        text = text_of(value).strip()
        if not text:
            return None
        for form in MOMENTS:
            try:
                return timezone.make_aware(datetime.strptime(text, form))
            except ValueError:
                continue
        raise ValueError("Não é uma data, como 31/12/2026 23:59.")


class TagsCell(Cell):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        tags = list(dict.fromkeys(tag.strip() for tag in text_of(value).split("|") if tag.strip()))
        if len(tags) > MOST_TAGS or any(len(tag) > TAG_LENGTH for tag in tags):
            raise ValueError(f"No máximo {MOST_TAGS} etiquetas de até {TAG_LENGTH} letras, separadas por |.")
        return tags

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return BETWEEN.join(map(str, value or ()))


class NamedCell(Cell):
    """A row of another table by its name; `known` maps what is written to keys."""

    def __init__(self, name: str, known: Mapping[str, int], missing: str) -> None:
        super().__init__(name)
        self.known, self.missing = known, missing
        self.names = {key: word for word, key in known.items()}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = text_of(value).strip()
        if not text and self.field.null:
            return None
        if text not in self.known:
            raise ValueError(self.missing if text else "Este campo não pode ficar vazio.")
        return self.known[text]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.names.get(value, "")


class SpecCell(Widget):
    """A value of the technical sheet, by the kind of its definition."""

    def __init__(self, definition: SpecDefinition) -> None:
        super().__init__()
        self.definition = definition
        self.slugs = {choice.pk: choice.slug for choice in definition.choices.all()}
        self.choices = {slug: pk for pk, slug in self.slugs.items()}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Value:
        kind, text = self.definition.kind, text_of(value).strip()
        if not text:
            return None
        if kind == Kind.NUMBER:
            number = number_of(value)
            if number is None or abs(number) > LARGEST or number != round(number, 3):
                raise ValueError("Escreva um número com no máximo três decimais.")
            return number
        if kind == Kind.BOOLEAN:
            return yes_or_no(value)
        return self.chosen(text) if kind == Kind.CHOICE else self.words(text)

    def chosen(self, text: str) -> list[int]:
        slugs = [slug.strip() for slug in text.split("|") if slug.strip()]
        unknown = [slug for slug in slugs if slug not in self.choices]
        if unknown:
            raise ValueError(f"Opção desconhecida: {unknown[0][:40]}. Valem: {', '.join(sorted(self.choices))[:200]}.")
        if len(slugs) > 1 and not self.definition.is_multiple:
            raise ValueError("Só uma opção.")
        return sorted(self.choices[slug] for slug in set(slugs))

    def words(self, text: str) -> str:
        if len(text) > 120:
            raise ValueError("No máximo 120 letras.")
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, list):
            return BETWEEN.join(self.slugs[pk] for pk in value)
        return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


class Column(Field):
    """Writes only what differs, and remembers on the product what it was."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        told, current = row[self.column_name], self.get_value(instance)
        if self.readonly or is_same(told, self.widget.render(current)):
            return
        if told == "" and instance.pk is None:
            return  # a new product keeps the model's default
        value = self.clean(row)
        if value != current:
            instance.moved[self.attribute] = (current, value)
            setattr(instance, self.attribute, value)


# --- Reading a cell ------------------------------------------------------------------------------
def text_of(value: Any) -> str:
    if isinstance(value, Formula):
        raise ValueError("É uma fórmula: cole só o valor.")
    text = as_text(value)
    if "\x00" in text:
        raise ValueError("Há um sinal que não se pode guardar.")
    return text


def number_of(value: Any) -> Decimal | None:
    """`2.700`, `2700`, `9,5` and `9.5`, as people write them."""
    if isinstance(value, Decimal):
        return value
    text = text_of(value).strip()
    if not text:
        return None
    written = text.replace(".", "").replace(",", ".") if THOUSANDS.fullmatch(text) else text.replace(",", ".")
    try:
        number = Decimal(written)
    except InvalidOperation as error:
        raise ValueError("Não é um número, como 9,5.") from error
    if not number.is_finite() or len(text) > 20 or abs(number) > FURTHEST:
        raise ValueError("Não é um número, como 9,5.")
    return number


def yes_or_no(value: Any) -> bool:
    text = text_of(value).strip().lower()
    if text not in YES | NO:
        raise ValueError("Escreva sim ou não.")
    return text in YES


def validated(field: Any, value: Any) -> Any:
    try:
        return field.clean(value, None)
    except ValidationError as error:
        is_address = isinstance(field, SlugField) and error.error_list[0].code == "invalid"
        told = "Use só letras sem acento, números e hífens." if is_address else " ".join(error.messages)
        raise ValueError(told) from error
