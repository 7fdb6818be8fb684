"""The room light calculator for apps."""

import json
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from catalog import cards, lighting
from catalog.lighting import lumens, rooms, sheet
from catalog.lighting.grid import HeatMap
from catalog.lighting.plans import Answer, Plan
from catalog.serializers import LightingAnswerSerializer, RoomInput
from iluminacasa.freshness import private_answer

LUX_PLACES, METRE_PLACES = 1, 3


class LightingViewSet(ViewSet):
    authentication_classes = []
    http_method_names = ["post"]

    @extend_schema(operation_id="lighting_plan", request=RoomInput, responses={200: LightingAnswerSerializer})
    @action(detail=False, methods=["post"])
    def plan(self, request: Request) -> HttpResponse:
        """How many lumens a room needs, with the norm beside each number, and up to three whole plans of lamps that
        are in stock and fit its voltage. `cart/fill/` takes a plan's items as they are."""
        shape = RoomInput(data=request.data)
        shape.is_valid(raise_exception=True)
        return private_answer(request, answer_object(lighting.answer(room_of(shape.validated_data), at=timezone.now())))


def room_of(data: dict[str, Any]) -> rooms.Room:
    height = data["ceiling_height"]
    return rooms.described(
        kind_key=data["room_type"], length=float(data["length"]), width=float(data["width"]),
        height=None if height is None else float(height), walls_key=data["wall_color"], mood_key=data.get("mood", ""),
        voltage=data["voltage"], style=data.get("style", ""),
    )  # fmt: skip


def answer_object(answer: Answer) -> dict[str, Any]:
    ids = list(dict.fromkeys(item.lamp.id for plan in answer.plans for item in plan.items))
    products = dict(zip(ids, map(json.loads, cards.objects_json(ids)), strict=True))
    it = answer.reference
    return {
        "need": {
            "formula": lumens.FORMULA,
            "steps": [
                {"symbol": step.symbol, "name": step.name, "value": step.value, "unit": step.unit,
                 "source": step.source}
                for step in sheet.steps(answer)
            ],
            "lumens": round(answer.flux, 1),
            "room_index": None if answer.index is None else round(answer.index, METRE_PLACES),
        },
        "reference": {
            "lumens": it.lumens, "watts": it.watts, "count": it.count, "total_lumens": it.total_lumens,
            "total_watts": it.total_watts, "lux": round(it.lux, LUX_PLACES),
        },
        "plans": [plan_object(plan, products) for plan in answer.plans],
        "notice": sheet.notice(answer),
    }  # fmt: skip


def plan_object(plan: Plan, products: dict[int, Any]) -> dict[str, Any]:
    return {
        "kind": plan.kind,
        "name": _(plan.name),
        "items": [
            {
                "product": products[item.lamp.id],
                "quantity": item.count,
                "total": f"{item.price:.2f}",
                "positions": [[round(x, METRE_PLACES), round(y, METRE_PLACES)] for x, y in item.points],
            }
            for item in plan.items
        ],
        "lumens": plan.lumens,
        "watts": plan.watts,
        "utilisation": round(plan.utilisation, METRE_PLACES),
        "lux": round(plan.lux, LUX_PLACES),
        "total": f"{plan.price:.2f}",
        "pix_total": f"{plan.pix_price:.2f}",
        "map": map_object(plan.light),
    }


def map_object(light: HeatMap) -> dict[str, Any]:
    return {
        "plane_height": light.room.kind.plane,
        "values": [[round(each, LUX_PLACES) for each in row] for row in light.values],
        "mean": round(light.mean, LUX_PLACES),
        "minimum": round(light.lowest, LUX_PLACES),
        "maximum": round(light.highest, LUX_PLACES),
        "direct_mean": round(light.direct_mean, LUX_PLACES),
        "reflected": round(light.returned, LUX_PLACES),
    }
