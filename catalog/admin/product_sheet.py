"""Which technical sheet a product's form shows: that of its category, or of one somebody wants to look at first."""

import re
from typing import Any

from django.http import HttpRequest

from catalog import spec_values, taxonomy
from catalog.admin.product_form import BUTTON, SHEET_ONLY
from catalog.models import SpecDefinition

KEY = re.compile(r"[0-9]{1,18}")


def definitions(request: HttpRequest, product: Any) -> list[SpecDefinition]:
    """Those of the category in question: as typed while another sheet is asked for, else as the form was shown.

    Looked up once per request: a form under validation changes its product's columns.
    """
    kept = request.__dict__.setdefault("sheet_definitions", {})
    key = product.pk if product is not None else None
    if key not in kept:
        kept[key] = applying(request, product)
    found: list[SpecDefinition] = kept[key]
    return found


def asks_for_sheet(request: HttpRequest) -> bool:
    return request.POST.get(BUTTON) == SHEET_ONLY


def applying(request: HttpRequest, product: Any) -> list[SpecDefinition]:
    category = product.category_id if product is not None else None
    asked = asks_for_sheet(request)
    typed = request.POST.get("category", "") if asked else request.GET.get("category", "")
    if typed.isascii() and typed.isdecimal() and taxonomy.load().get(int(typed)) is not None:
        category = int(typed)
    if "sheet_shown" in request.POST and not asked:
        keys = request.POST["sheet_shown"].split(",")
        return spec_values.definitions_named([int(key) for key in keys if KEY.fullmatch(key)])
    return spec_values.definitions_for(category_id=category) if category is not None else []
