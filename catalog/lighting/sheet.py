"""What the page of the calculator prints of an answer: numbers in words, each with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog import cards
from catalog.lighting import drawing, lumens, rooms
from catalog.lighting.plans import BALANCED, DESIGNER, ECONOMY, Answer, Plan
from catalog.lighting.words import text

TEXTS = {
    ECONOMY: "A luz que a norma pede pelo menor preço.",
    BALANCED: "Cor, quantidade e preço no melhor equilíbrio para este ambiente.",
    DESIGNER: "Uma peça para olhar no centro, e apoio ao redor quando falta luz.",
}
NOT_OF_MOOD = "Desta cor há pouco que sirva agora para este ambiente; juntamos outras cores."
NO_PLAN = (
    "Não encontramos no estoque de hoje lâmpadas que bastem para este ambiente nesta tensão. "
    "O cálculo acima continua valendo."
)


def build(answer: Answer) -> dict[str, Any]:
    ids = [item.lamp.id for plan in answer.plans for item in plan.items]
    shown = dict(zip(dict.fromkeys(ids), cards.views(list(dict.fromkeys(ids))), strict=True))
    room = answer.room
    return {
        "heading": f"{room.kind.name} de {text(room.length, places=2)} × {text(room.width, 'm', 2)}",
        "flux": text(answer.flux, "lm"),
        "steps": steps(answer),
        "formula": lumens.FORMULA,
        "reference": reference(answer),
        "advice": room.kind.advice,
        "notice": notice(answer),
        "plans": [plan_sheet(plan, shown) for plan in answer.plans],
    }


def notice(answer: Answer) -> str:
    if not answer.plans:
        return NO_PLAN
    return "" if answer.is_of_mood else NOT_OF_MOOD


@dataclass(frozen=True)
class Step:
    """One number of the formula."""

    symbol: str
    name: str
    value: float
    unit: str
    source: str

    @property
    def shown(self) -> str:
        return text(self.value, self.unit, 2)


def steps(answer: Answer) -> list[Step]:
    room = answer.room
    if answer.index is None:
        source = "valor usual em casas; informe o pé-direito para calcular"
    else:
        walls = text(room.walls.reflects, places=1)
        source = (
            f"índice do local k = C × L ÷ (h × (C + L)) = {text(answer.index, places=2)}, facho de 120°; "
            f"refletâncias pela {rooms.WORK}: teto {text(rooms.CEILING_REFLECTS, places=1)}, paredes {walls}, "
            f"piso {text(rooms.FLOOR_REFLECTS, places=1)}"
        )
    return [
        Step("E", "Iluminância", room.kind.lux, "lx", room.kind.source),
        Step("A", "Área", round(room.area, 2), "m²", "comprimento × largura"),
        Step("u", "Utilização", round(answer.utilisation, 3), "", source),
        Step("d", "Manutenção", lumens.MAINTENANCE, "", "casa limpa: o que sobra da luz entre duas limpezas"),
    ]


def reference(answer: Answer) -> str:
    it = answer.reference
    lamps = "1 lâmpada" if it.count == 1 else f"{it.count} lâmpadas"
    return (
        f"{lamps} de {text(it.lumens, 'lm')} ({text(it.watts, 'W')}): {text(it.total_watts, 'W')}, "
        f"{text(it.total_lumens, 'lm')}, {text(it.lux, 'lx')}"
    )


def plan_sheet(plan: Plan, shown: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    light = plan.light
    count = sum(item.count for item in plan.items)
    points = "1 ponto de luz" if count == 1 else f"{count} pontos de luz"
    facts = [
        ("Luz média", text(plan.lux, "lx")),
        ("Fluxo", text(plan.lumens, "lm")),
        ("Potência", text(plan.watts, "W", 1) if plan.watts else ""),
        ("Utilização", text(plan.utilisation, places=2)),
    ]
    lowest, mean, highest = (text(lux, "lx") for lux in (light.lowest, light.mean, light.highest))
    return {
        "kind": plan.kind,
        "name": plan.name,
        "text": TEXTS[plan.kind],
        "kelvin": cards.kelvin(plan.kelvin),
        "drawing": drawing.of_plan(plan),
        "alt": f"Planta com {points}: de {lowest} no canto mais escuro a {highest}, média {mean}.",
        "points": points,
        "lowest": lowest, "mean": mean, "highest": highest,
        "items": [
            {"card": shown[item.lamp.id], "count": item.count, "value": f"{item.lamp.slug}:{item.count}",
             "is_bulb": item.lamp.is_bulb}
            for item in plan.items
        ],
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "price": plan.price,
        "pix_price": plan.pix_price,
        "voltage": light.room.voltage if light.room.voltage != rooms.UNKNOWN_VOLTAGE else "",
        "supposed": "" if light.room.height else f"Pé-direito suposto: {text(rooms.SUPPOSED_HEIGHT, 'm', 2)}",
    }  # fmt: skip
