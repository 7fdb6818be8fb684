"""What the page of the calculator prints of an answer: numbers in words, each with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from catalog import cards
from catalog.lighting import drawing, lumens, rooms
from catalog.lighting.plans import BALANCED, DESIGNER, ECONOMY, Answer, Plan
from catalog.lighting.words import text

TEXTS = {
    ECONOMY: gettext_noop("A luz que a norma pede pelo menor preço."),
    BALANCED: gettext_noop("Cor, quantidade e preço no melhor equilíbrio para este ambiente."),
    DESIGNER: gettext_noop("Uma peça para olhar no centro, e apoio ao redor quando falta luz."),
}
NOT_OF_MOOD = gettext_noop("Desta cor há pouco que sirva agora para este ambiente; juntamos outras cores.")
NO_PLAN = gettext_noop(
    "Não encontramos no estoque de hoje lâmpadas que bastem para este ambiente nesta tensão. "
    "O cálculo acima continua valendo."
)


def build(answer: Answer) -> dict[str, Any]:
    ids = [item.lamp.id for plan in answer.plans for item in plan.items]
    shown = dict(zip(dict.fromkeys(ids), cards.views(list(dict.fromkeys(ids))), strict=True))
    room = answer.room
    return {
        "heading": heading(room),
        "flux": text(answer.flux, "lm"),
        "steps": steps(answer),
        "formula": lumens.FORMULA,
        "reference": reference(answer),
        "advice": _(room.kind.advice) if room.kind.advice else "",
        "notice": notice(answer),
        "plans": [plan_sheet(plan, shown) for plan in answer.plans],
    }


def heading(room: rooms.Room) -> str:
    sides = {"length": text(room.length, places=2), "width": text(room.width, "m", 2)}
    return _("{name} de {length} × {width}").format(name=_(room.kind.name), **sides)


def notice(answer: Answer) -> str:
    if not answer.plans:
        return _(NO_PLAN)
    return "" if answer.is_of_mood else _(NOT_OF_MOOD)


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
        source = _("valor usual em casas; informe o pé-direito para calcular")
    else:
        source = _(
            "índice do local k = C × L ÷ (h × (C + L)) = {index}, facho de 120°; "
            "refletâncias pela {norm}: teto {ceiling}, paredes {walls}, piso {floor}"
        ).format(
            index=text(answer.index, places=2), norm=rooms.WORK, ceiling=text(rooms.CEILING_REFLECTS, places=1),
            walls=text(room.walls.reflects, places=1), floor=text(rooms.FLOOR_REFLECTS, places=1),
        )  # fmt: skip
    return [
        Step("E", _("Iluminância"), room.kind.lux, "lx", _(room.kind.source)),
        Step("A", _("Área"), round(room.area, 2), "m²", _("comprimento × largura")),
        Step("u", _("Utilização"), round(answer.utilisation, 3), "", source),
        Step("d", _("Manutenção"), lumens.MAINTENANCE, "", _("casa limpa: o que sobra da luz entre duas limpezas")),
    ]


def reference(answer: Answer) -> str:
    it = answer.reference
    sentence = ngettext(
        "{count} lâmpada de {lumens} ({watts}): {total_watts}, {total_lumens}, {lux}",
        "{count} lâmpadas de {lumens} ({watts}): {total_watts}, {total_lumens}, {lux}",
        it.count,
    )
    return sentence.format(
        count=it.count, lumens=text(it.lumens, "lm"), watts=text(it.watts, "W"),
        total_watts=text(it.total_watts, "W"), total_lumens=text(it.total_lumens, "lm"), lux=text(it.lux, "lx"),
    )  # fmt: skip


def supposed_height() -> str:
    return _("Pé-direito suposto: {height}").format(height=text(rooms.SUPPOSED_HEIGHT, "m", 2))


def plan_sheet(plan: Plan, shown: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    light = plan.light
    count = sum(item.count for item in plan.items)
    points = ngettext("{count} ponto de luz", "{count} pontos de luz", count).format(count=count)
    facts = [
        (_("Luz média"), text(plan.lux, "lx")),
        (_("Fluxo"), text(plan.lumens, "lm")),
        (_("Potência"), text(plan.watts, "W", 1) if plan.watts else ""),
        (_("Utilização"), text(plan.utilisation, places=2)),
    ]
    lowest, mean, highest = (text(lux, "lx") for lux in (light.lowest, light.mean, light.highest))
    return {
        "kind": plan.kind,
        "name": _(plan.name),
        "text": _(TEXTS[plan.kind]),
        "kelvin": cards.kelvin(plan.kelvin),
        "drawing": drawing.of_plan(plan),
        "alt": _("Planta com {points}: de {lowest} no canto mais escuro a {highest}, média {mean}.").format(
            points=points, lowest=lowest, highest=highest, mean=mean
        ),
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
        "supposed": "" if light.room.height else supposed_height(),
    }  # fmt: skip
