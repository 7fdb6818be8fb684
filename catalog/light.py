"""The light block of a product page: what this lamp does, in words of a home instead of a laboratory."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog import said
from catalog.cards import kelvin
from catalog.lighting.lumens import UTILISATION, flux_needed
from catalog.models import ProductSpec
from catalog.specs import number_text, value_text

FACTS = ("lumens", "watts", "efficacy", "cri", "beam")  # shown in this order
USES = {
    2200: gettext_noop("Luz âmbar, de vela: para o clima, não para a tarefa."),
    2700: gettext_noop("Luz quente, como a da lâmpada antiga: para sala e quarto."),
    3000: gettext_noop("Luz acolhedora, um pouco mais clara: para jantar e receber."),
    4000: gettext_noop("Luz neutra: mostra as cores como são, na cozinha e no escritório."),
    5000: gettext_noop("Luz clara, de meio-dia: para lavanderia, garagem e oficina."),
    6500: gettext_noop("Luz fria, azulada: para serviço, não para descanso."),
}
INCANDESCENT = ((220, 25), (415, 40), (720, 60), (970, 75), (1350, 100), (2150, 150))  # lumens at least -> watts
GENERAL = 150  # lux, the general light of a room at home
FINE_BELOW = 10  # square metres; small areas are told with a decimal


def block(specs: Sequence[ProductSpec]) -> dict[str, Any] | None:
    """None for what gives no light."""
    by_key = {spec.definition.key: spec for spec in specs}
    flux = by_key.get("lumens")
    temperature = by_key.get("color_temperature")
    if flux is None and temperature is None:
        return None
    shown = kelvin(float(temperature.number)) if temperature is not None and temperature.number else None
    facts = [
        {"label": said.of(by_key[key].definition, "label"), "value": value_text(by_key[key])}
        for key in FACTS
        if key in by_key
    ]
    lumens = flux.number if flux is not None and flux.number else None
    if lumens and (area := lit_area(lumens)):
        facts.append({"label": _("Luz geral para"), "value": f"{number_text(area)}\u00a0m²"})
    use = USES.get(shown["step"], "") if shown else ""
    return {
        "title": _("A luz desta peça"),
        "text": _(use) if use else "",
        "kelvin": shown,
        "facts": facts,
        "note": equivalence(lumens, by_key),
    }


def lit_area(lumens: Decimal) -> Decimal:
    """Square metres one piece lights for general use, rounded down."""
    area = lumens / Decimal(str(flux_needed(GENERAL, 1, UTILISATION)))
    return area.quantize(Decimal(1) if area >= FINE_BELOW else Decimal("0.1"), rounding=ROUND_FLOOR)


def equivalence(lumens: Decimal | None, by_key: Mapping[str, ProductSpec]) -> str:
    """For a bulb (a base and no sockets of its own): the incandescent lamp it stands for."""
    if lumens is None or "base" not in by_key or "bulbs" in by_key:
        return ""
    watts = max((watts for least, watts in INCANDESCENT if lumens >= least), default=0)
    return _("Ilumina como uma incandescente de {watts}.").format(watts=f"{watts}\u00a0W") if watts else ""
