"""Up to four products side by side, row by row."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog import cards, said, specs
from catalog.choices import MAX_COMPARE
from catalog.models import ProductCard, ProductSpec, SpecDefinition
from iluminacasa.money import brl

Row = dict[str, Any]


def build(ids: Sequence[int], *, only_differences: bool) -> dict[str, Any]:
    """`ids` in the order the visitor picked them; products no longer shown are left out. Two queries."""
    wanted = list(ids)[:MAX_COMPARE]
    stored = dict(ProductCard.objects.filter(pk__in=wanted).values_list("pk", "view")) if wanted else {}
    shown = cards.as_seen({pk: cards.read_view(stored[pk]) for pk in wanted if pk in stored})
    facts = specs.of_products(shown) if shown else {}
    groups = [purchase(list(shown.values())), *technical(list(shown), facts)]
    return {
        "columns": [{"card": card} for card in shown.values()],
        "groups": [group for group in (kept(group, only_differences) for group in groups) if group["rows"]],
        "only_differences": only_differences,
        "toggle_url": "?" if only_differences else "?diferencas=1",
        "limit": MAX_COMPARE,
    }


def kept(group: dict[str, Any], only_differences: bool) -> dict[str, Any]:
    rows = [row for row in group["rows"] if row["different"] or not only_differences]
    return {"title": group["title"], "rows": rows}


def row(label: str, cells: Sequence[str]) -> Row:
    return {"label": label, "different": len(set(cells)) > 1, "cells": list(cells)}


def purchase(shown: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    stock = {"in_stock": _("Em estoque"), "low_stock": _("Últimas unidades"), "out_of_stock": _("Esgotado")}
    rows = [
        row(_("Preço no Pix"), [brl(card["pix_price"]) for card in shown]),
        row(_("Preço no cartão"), [brl(card["sale_price"]) for card in shown]),
        row(_("Estoque"), [stock[card["availability"]] for card in shown]),
        row(_("Marca"), [card["brand"] for card in shown]),
        row(_("Categoria"), [card["category_name"] for card in shown]),
        row(
            pgettext("label", "Nota"),
            [f"{card['rating']} ({card['review_count']})" if card["review_count"] else "" for card in shown],
        ),
    ]
    return {"title": _("Compra"), "rows": rows}


def technical(ids: Sequence[int], facts: Mapping[int, Sequence[ProductSpec]]) -> list[dict[str, Any]]:
    """One row per definition that any of the products has, in the order of the technical sheet."""
    texts = {pk: specs.rows(facts.get(pk, ())) for pk in ids}
    definitions: dict[int, SpecDefinition] = {d.pk: d for found in texts.values() for d in found}
    tables: dict[str, list[Row]] = {}
    for definition in sorted(definitions.values(), key=lambda d: (d.position, d.pk)):
        cells = [texts[pk].get(definition, "") for pk in ids]
        tables.setdefault(said.of(definition, "group"), []).append(row(said.of(definition, "label"), cells))
    return [{"title": title, "rows": rows} for title, rows in tables.items()]
