"""The room light calculator: a form that is an address, and what it answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog import lighting, pictures, structured_data
from catalog.forms import RoomForm
from catalog.lighting import lamps, sheet
from catalog.views import answers

TEMPLATE = "catalog/calculator.html"
TITLE = "Calculadora de luz"
DESCRIPTION = (
    "Quantos lumens o ambiente pede, pela norma, e planos prontos com lâmpadas em estoque: posição de cada ponto, "
    "mapa de luz e preço."
)


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    is_asked = any(name in request.GET for name in RoomForm.base_fields)
    form = RoomForm(request.GET if is_asked else None, styles=lamps.styles())
    shown = context(form)
    parts: list[object] = []
    if form.is_valid():
        found = lighting.answer(form.room(), at=timezone.now())
        # The count of the stock moves without a new content version.
        parts = [(item.lamp.id, item.count, item.lamp.price) for plan in found.plans for item in plan.items]
        shown["result"] = sheet.build(found)
    return answers.page(request, TEMPLATE, shown, *parts)


def context(form: RoomForm) -> dict[str, Any]:
    address = reverse("catalog:calculator")
    crumbs = [{"name": TITLE, "url": address}]
    return {
        "form": form,
        "breadcrumbs": crumbs,
        "structured_data": [structured_data.breadcrumbs(crumbs)],
        "meta": {
            "title": TITLE,
            "description": DESCRIPTION,
            "canonical": pictures.absolute(address),
            "robots": "noindex,follow" if form.is_bound else "",
        },
    }
