"""The technical sheet as a person edits it: one value per definition, whatever rows stand behind it."""

from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Q

from catalog import taxonomy
from catalog.models import Product, ProductSpec, SpecDefinition
from iluminacasa.errors import Invalid

Value = Decimal | bool | str | list[int] | None  # number, yes/no, text, ids of choices; None or [] = not told
Kind = SpecDefinition.Kind
STEP = Decimal("0.001")
LARGEST = Decimal(999_999_999)


class SpecRefused(Invalid):
    code = "spec_refused"
    default_message = "Um valor da ficha técnica não serve para o campo dele."


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
    wanted = [row for definition, value in values.items() for row in rows(product, definition, value)]
    present = {fact(row): row for row in product.specs.filter(definition__in=list(values))}
    goal = {fact(row): row for row in wanted}
    gone = [row.pk for key, row in present.items() if key not in goal]
    fresh = [row for key, row in goal.items() if key not in present]
    if gone:
        ProductSpec.objects.filter(pk__in=gone).delete()
    ProductSpec.objects.bulk_create(fresh)
    return bool(gone or fresh)


def fact(row: ProductSpec) -> tuple[object, ...]:
    return (row.definition_id, row.number, row.choice_id, row.flag, row.text)


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
