"""The room light calculator: a form that is an address, and what it answers."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from catalog import lighting, moments, pictures, structured_data, twins
from catalog.cards import KELVIN_STEPS
from catalog.forms import RoomForm
from catalog.lighting import lamps, scene_sheet, sheet
from catalog.views import answers

TEMPLATE, SCENE_TEMPLATE = "catalog/calculator.html", "catalog/plan_scene.html"
TITLE = gettext_noop("Calculadora de luz")
DESCRIPTION = gettext_noop(
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
        found = lighting.answer(form.room(), at=moments.now())
        # The count of the stock moves without a new content version.
        parts = [(item.lamp.id, item.count, item.lamp.price) for plan in found.plans for item in plan.items]
        shown["result"] = sheet.build(found)
        shown["query"] = plan_query(request)
    return answers.page(request, TEMPLATE, shown, *parts)


@require_safe
def plan_scene(request: HttpRequest) -> HttpResponse:
    """One of the plans in its room. An address that is no room's is told by the calculator what it lacks."""
    form = RoomForm(request.GET, styles=lamps.styles())
    calculator_address = f"{reverse('catalog:calculator')}?{plan_query(request)}#resultado"
    if not form.is_valid():
        return HttpResponseRedirect(calculator_address)
    found = lighting.answer(form.room(), at=moments.now())
    plan = next((each for each in found.plans if each.kind == request.GET.get("plano")), None)
    if plan is None:
        return HttpResponseRedirect(calculator_address)
    drawn = scene_sheet.of_plan(plan, kelvin=request.GET.get("cor", ""))
    steps = [
        (step, _(name), f"?{plan_query(request)}&plano={plan.kind}&cor={step}#cena") for step, name in KELVIN_STEPS
    ]
    room = [(name, value) for name, value in request.GET.items() if name in RoomForm.base_fields]
    shown = {
        "scene": drawn,
        "plan": plan,
        "plan_name": _(plan.name),
        "steps": steps,
        "room": room,
        "calculator_address": calculator_address,
    }
    title = plan_title(_(plan.name))
    around = context(form) | {"plan_title": title, "share": share_of(request, title)}
    around["meta"] |= {"title": title, "robots": "noindex,follow"}
    parts = [(item.lamp.id, item.count) for item in plan.items]
    return answers.page(request, SCENE_TEMPLATE, around | shown, *parts)


def plan_query(request: HttpRequest) -> str:
    """What the address says of the room."""
    return urlencode([(name, value) for name, value in request.GET.items() if name in RoomForm.base_fields])


def plan_title(name: str) -> str:
    return _("Plano {name} no ambiente").format(name=name)


def share_of(request: HttpRequest, title: str) -> dict[str, str]:
    return {"url": pictures.absolute(request.get_full_path()), "title": title}


def context(form: RoomForm) -> dict[str, Any]:
    address = reverse("catalog:calculator")
    crumbs = [{"name": _(TITLE), "url": address}]
    return {
        "form": form,
        "breadcrumbs": crumbs,
        "structured_data": [structured_data.breadcrumbs(crumbs)],
        "meta": {
            "title": _(TITLE),
            "description": _(DESCRIPTION),
            **twins.of(address),
            "robots": "noindex,follow" if form.is_bound else "",
        },
    }
