"""Technical facts as people read them: `806 lm`, `15.000 h`, `Sim`, `Sala, quarto`."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog import said
from catalog.models import ProductSpec, SpecDefinition
from iluminacasa.money import decimal_text

Kind = SpecDefinition.Kind
PLAIN_UNITS = ("K",)  # written without a thousands point: 2700 K
TIGHT_UNITS = ("°",)  # written without a space: 24°


def number_text(number: Decimal, unit: str = "") -> str:
    """12.5, "W" -> `12,5 W`; the space before the unit never breaks."""
    trimmed = f"{number:,f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:,f}"
    text = decimal_text(trimmed.replace(",", "") if unit in PLAIN_UNITS else trimmed)
    if not unit:
        return text
    return f"{text}{unit}" if unit in TIGHT_UNITS else f"{text}\u00a0{unit}"


def value_text(spec: ProductSpec) -> str:
    kind = spec.definition.kind
    if kind == Kind.NUMBER:
        return number_text(spec.number or Decimal(0), spec.definition.unit)
    if kind == Kind.CHOICE:
        return said.of(spec.choice, "label") if spec.choice else ""
    if kind == Kind.BOOLEAN:
        return _("Sim") if spec.flag else _("Não")
    return spec.text


def rows(specs: Iterable[ProductSpec]) -> dict[SpecDefinition, str]:
    """One text per definition, in the order given; several choices are joined."""
    texts: dict[SpecDefinition, list[str]] = {}
    for spec in specs:
        texts.setdefault(spec.definition, []).append(value_text(spec))
    return {definition: ", ".join(values) for definition, values in texts.items()}


def groups(specs: Sequence[ProductSpec]) -> list[dict[str, Any]]:
    """The tables of the technical sheet: [{title, rows [{label, value}]}]."""
    tables: dict[str, list[dict[str, str]]] = {}
    for definition, text in rows(specs).items():
        line = {"label": said.of(definition, "label"), "value": text}
        tables.setdefault(said.of(definition, "group"), []).append(line)
    return [{"title": title, "rows": lines} for title, lines in tables.items()]


def numbers(specs: Iterable[ProductSpec]) -> dict[str, Decimal]:
    """{key: number} of the numeric facts."""
    return {spec.definition.key: spec.number for spec in specs if spec.number is not None}


def of_products(ids: Iterable[int]) -> dict[int, list[ProductSpec]]:
    """The specs of several products, each list in the order of the sheet. One query."""
    found: dict[int, list[ProductSpec]] = {}
    query = (
        ProductSpec.objects.filter(product_id__in=list(ids))
        .select_related("definition", "choice")
        .order_by("definition__position", "definition_id", "choice__position", "choice_id")
    )
    for spec in query:
        found.setdefault(spec.product_id, []).append(spec)
    return found
