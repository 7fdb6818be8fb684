"""The technical sheet as a person edits it: one value per definition, whatever rows stand behind it."""

from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts import activity
from catalog import bulk, taxonomy
from catalog.models import Product, ProductSpec, SpecDefinition
from iluminacasa.errors import Invalid

Value = Decimal | bool | str | list[int] | None  # number, yes/no, text, ids of choices; None or [] = not told
Kind = SpecDefinition.Kind
STEP = Decimal("0.001")
CHUNK = 500
PREFIX = "spec_"  # how forms, sheets and the log call the value of a definition
LARGEST = Decimal(999_999_999)


class SpecRefused(Invalid):
    code = "spec_refused"
    default_message = "Um valor da ficha técnica não serve para o campo dele."


def name_of(definition_id: int) -> str:
    return f"{PREFIX}{definition_id}"


# --- As the log of activity writes it ------------------------------------------------------------
def as_told(value: Value) -> Any:
    """As JSON, always in the same spelling."""
    if value is None or value in ("", []):
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return sorted(value) if isinstance(value, list) else value


def from_told(definition: SpecDefinition, told: Any) -> Value:
    value: Value = Decimal(told) if definition.kind == Kind.NUMBER and told is not None else told
    return value


def change_of(definition: SpecDefinition, old: Value, new: Value) -> activity.Change:
    return activity.Change(
        field=name_of(definition.pk), label=definition.label, old=as_told(old), new=as_told(new),
        old_text=in_words(definition, old), new_text=in_words(definition, new),
    )  # fmt: skip


def in_words(definition: SpecDefinition, value: Value) -> str:
    if isinstance(value, list):
        labels = {choice.pk: choice.label for choice in definition.choices.all()}
        return ", ".join(labels.get(pk, "?") for pk in sorted(value)) or "–"
    text = activity.in_words(value.normalize() if isinstance(value, Decimal) else value)
    return f"{text} {definition.unit}".strip() if isinstance(value, Decimal) else text


# --- Reading and writing -------------------------------------------------------------------------
def definitions_for(*, category_id: int) -> list[SpecDefinition]:
    """Those that apply to the category or to one it lies in, with their choices, in the order of the sheet."""
    above = [step.pk for step in taxonomy.load().ancestors(category_id)]
    found = SpecDefinition.objects.filter(Q(categories=None) | Q(categories__in=above)).distinct()
    return list(found.order_by("position", "pk").prefetch_related("choices"))


def definitions_named(keys: Collection[int]) -> list[SpecDefinition]:
    """These, in the order of the sheet, with their choices."""
    found = SpecDefinition.objects.filter(pk__in=keys)
    return list(found.order_by("position", "pk").prefetch_related("choices"))


def read(*, product_id: int) -> dict[int, Value]:
    """{definition id: value} of everything told of the product. One query."""
    return read_many(product_ids=[product_id]).get(product_id, {})


def read_many(*, product_ids: Collection[int]) -> dict[int, dict[int, Value]]:
    """{product id: {definition id: value}} for those of which anything is told. One query."""
    found: dict[int, dict[int, Value]] = {}
    for row in ProductSpec.objects.filter(product_id__in=product_ids).order_by("pk"):
        values = found.setdefault(row.product_id, {})
        if row.choice_id is not None:
            known = values.setdefault(row.definition_id, [])
            if isinstance(known, list):
                known.append(row.choice_id)
        else:
            values[row.definition_id] = (
                row.number if row.number is not None else row.flag if row.flag is not None else row.text
            )
    return found


@transaction.atomic
def write(*, product: Product, values: Mapping[SpecDefinition, Value]) -> bool:
    """Make the sheet say `values` for these definitions; others stay. True if a row changed."""
    return write_many(sheets=[(product, values)])


@transaction.atomic
def write_many(*, sheets: Sequence[tuple[Product, Mapping[SpecDefinition, Value]]]) -> bool:
    """The same for many products: a fixed number of statements per chunk of them."""
    is_changed = False
    for start in range(0, len(sheets), CHUNK):
        some = sheets[start : start + CHUNK]
        asked = {(product.pk, definition.pk) for product, values in some for definition in values}
        goal = {fact(row): row for product, values in some for d, v in values.items() for row in rows(product, d, v)}
        found = ProductSpec.objects.filter(product__in={pk for pk, _ in asked}, definition__in={pk for _, pk in asked})
        present = {fact(row): row.pk for row in found if (row.product_id, row.definition_id) in asked}
        gone = [pk for key, pk in present.items() if key not in goal]
        fresh = [row for key, row in goal.items() if key not in present]
        for first in range(0, len(gone), CHUNK):
            ProductSpec.objects.filter(pk__in=gone[first : first + CHUNK]).delete()
        bulk.insert_objects(fresh)
        is_changed |= bool(gone or fresh)
    return is_changed


def fact(row: ProductSpec) -> tuple[object, ...]:
    return (row.product_id, row.definition_id, row.number, row.choice_id, row.flag, row.text)


def rows(product: Product, definition: SpecDefinition, value: Value) -> list[ProductSpec]:
    if value is None or value in ("", []):
        return []
    row = ProductSpec(product=product, definition=definition)
    if definition.kind == Kind.CHOICE and isinstance(value, list):
        own = {choice.pk for choice in definition.choices.all()}
        if not own.issuperset(value) or (len(value) > 1 and not definition.is_multiple):
            raise SpecRefused(field=definition.key)
        return [ProductSpec(product=product, definition=definition, choice_id=pk) for pk in value]
    if definition.kind == Kind.NUMBER and isinstance(value, Decimal) and abs(value) <= LARGEST:
        row.number = value.quantize(STEP, rounding=ROUND_HALF_UP)
    elif definition.kind == Kind.BOOLEAN and isinstance(value, bool):
        row.flag = value
    elif definition.kind == Kind.TEXT and isinstance(value, str):
        row.text = value.strip()
    else:
        raise SpecRefused(field=definition.key)
    return [row]
