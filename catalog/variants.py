"""One piece in several finishes, lights or sizes: each is a product of its own with its own address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from catalog import said
from catalog.models import Product, ProductSpec
from catalog.specs import value_text

DISTINGUISHING = ("finish", "color_temperature", "voltage", "width", "height", "watts")  # asked in this order
MAX_FAMILY = 24


def family_of(product: Product) -> list[Product]:
    """The visible members of the product's family, itself included; none when it stands alone. One query."""
    if not product.family:
        return []
    members = Product.objects.visible().filter(family=product.family).exclude(pk=product.pk)
    others = members.only("slug", "title", "title_en", "stock", "low_stock_threshold").order_by("pk")[: MAX_FAMILY - 1]
    found = list(others)
    return [product, *found] if found else []


def choose(
    product: Product, family: Sequence[Product], specs: Mapping[int, Sequence[ProductSpec]]
) -> dict[str, Any] | None:
    """What the page offers instead of `product`; None when nothing tells the members apart."""
    if not family:
        return None
    facts = {member.pk: single_facts(specs.get(member.pk, [])) for member in family}
    keys = telling_keys(facts)
    if not keys:
        return None
    ordered = sorted(family, key=lambda member: [order_of(facts[member.pk].get(key)) for key in keys])
    options = [option(member, facts[member.pk], keys, current=member.pk == product.pk) for member in ordered]
    first = facts[product.pk].get(keys[0])
    label = said.of(first.definition, "label") if first is not None and len(keys) == 1 else _("Versão")
    return {
        "label": label,
        "current": next(each["name"] for each in options if each["current"]),
        "options": options,
    }


def single_facts(specs: Sequence[ProductSpec]) -> dict[str, ProductSpec]:
    return {spec.definition.key: spec for spec in specs if spec.definition.key in DISTINGUISHING}


def telling_keys(facts: Mapping[int, Mapping[str, ProductSpec]]) -> list[str]:
    """The fewest keys, in order, each of which tells more members apart than those before it."""
    keys: list[str] = []
    told = 1
    for key in DISTINGUISHING:
        trial = [*keys, key]
        distinct = len({tuple(text_of(values.get(each)) for each in trial) for values in facts.values()})
        if distinct > told:
            keys, told = trial, distinct
        if told == len(facts):
            break
    return keys


def text_of(spec: ProductSpec | None) -> str:
    return value_text(spec) if spec is not None else ""


def order_of(spec: ProductSpec | None) -> tuple[float, str]:
    if spec is None:
        return (0, "")
    if spec.choice is not None:
        return (spec.choice.position, spec.choice.label)
    return (float(spec.number or 0), "")


def option(member: Product, facts: Mapping[str, ProductSpec], keys: Sequence[str], *, current: bool) -> dict[str, Any]:
    texts = [text for key in keys if (text := text_of(facts.get(key)))]
    finish = facts.get("finish")
    return {
        "name": " · ".join(texts) or member.spoken_title,
        "url": member.get_absolute_url(),
        "swatch": finish.choice.swatch if finish is not None and finish.choice is not None else "",
        "current": current,
        "available": member.availability != "out_of_stock",
    }
