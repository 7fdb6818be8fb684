"""What a lamp costs while it shines, beside the lamps it takes the place of: an estimate, and said to be one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from catalog.models import ProductSpec
from catalog.specs import number_text, numbers
from iluminacasa.money import brl, decimal_text, round_money

TARIFF, HOURS = Decimal("0.95"), Decimal(4)  # R$ per kWh and hours a day: examples, for everybody to change
LEAST_TARIFF, MOST_TARIFF = Decimal("0.10"), Decimal(5)
LEAST_HOURS, MOST_HOURS = Decimal("0.5"), Decimal(24)
DAYS, MONTHS, WATTS_PER_KILOWATT = 30, 12, 1000
OLDER = ((gettext_noop("Incandescente"), Decimal(13)), (gettext_noop("Halógena"), Decimal(17)))  # usual lumens per watt
CO2 = Decimal("0.0385")  # kg per kWh
CO2_SOURCE = gettext_noop("fator médio do Sistema Interligado Nacional em 2023, 0,0385 tCO₂/MWh (MCTI, SIRENE)")
LONGEST_PAYBACK = 120  # months worth naming
TYPED = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Asked:
    tariff: Decimal = TARIFF
    hours: Decimal = HOURS


EXAMPLE = Asked()


def asked(tariff: str, hours: str) -> Asked:
    """From an address; what makes no sense is the example."""
    return Asked(_read(tariff, LEAST_TARIFF, MOST_TARIFF, TARIFF), _read(hours, LEAST_HOURS, MOST_HOURS, HOURS))


def _read(text: str, least: Decimal, most: Decimal, example: Decimal) -> Decimal:
    number = Decimal(text.replace(",", ".")) if TYPED.fullmatch(text) else example
    return number if least <= number <= most else example


def monthly_kwh(watts: Decimal, hours: Decimal) -> Decimal:
    return watts * hours * DAYS / WATTS_PER_KILOWATT


def payback(price: Decimal, saving: Decimal) -> int | None:
    """Whole months after which the saving has paid the price; None when that is too far off to be told."""
    if saving <= 0:
        return None
    months = int((price / saving).to_integral_value(ROUND_CEILING))
    return months if months <= LONGEST_PAYBACK else None


def block(specs: Sequence[ProductSpec], *, price: Decimal, asked: Asked) -> dict[str, Any] | None:
    """None for what gives no light, or burns more than a lamp of old."""
    values = numbers(specs)
    lumens, watts = values.get("lumens"), values.get("watts")
    if not lumens or not watts or watts >= lumens / OLDER[-1][1]:
        return None
    keys = {spec.definition.key for spec in specs}
    is_bulb = "base" in keys and "bulbs" not in keys and not _is_built_in(specs)
    own = monthly_kwh(watts, asked.hours)
    rows = [{"name": _("Esta peça"), "watts": number_text(watts, "W"), "cost": _money(own, asked), "note": ""}]
    for name, efficacy in OLDER:
        power = (lumens / efficacy).quantize(Decimal(1), ROUND_HALF_UP)
        saving = round_money((monthly_kwh(power, asked.hours) - own) * asked.tariff)
        months = payback(price, saving) if is_bulb else None
        cost = _money(monthly_kwh(power, asked.hours), asked)
        told = {"watts": number_text(power, "W"), "cost": cost, "note": _told(saving, months)}
        rows.append({"name": _("{name} de mesma luz").format(name=_(name))} | told)
    old = (lumens / OLDER[0][1]).quantize(Decimal(1), ROUND_HALF_UP)
    spared = (monthly_kwh(old, asked.hours) - own) * MONTHS * CO2
    return {
        "rows": rows,
        "tariff": decimal_text(f"{asked.tariff:.2f}"),
        "hours": number_text(asked.hours),
        "co2": number_text(spared.quantize(Decimal("0.1"), ROUND_HALF_UP), "kg"),
        "co2_source": _(CO2_SOURCE),
        "efficacies": _(" e ").join(efficacy_text(name, each) for name, each in OLDER),
    }


def efficacy_text(name: str, efficacy: Decimal) -> str:
    return _("{efficacy} na {name}").format(efficacy=number_text(efficacy, "lm/W"), name=_(name).lower())


def _is_built_in(specs: Sequence[ProductSpec]) -> bool:
    return any(spec.choice is not None and spec.choice.slug == "led-integrado" for spec in specs)


def _money(kwh: Decimal, asked: Asked) -> str:
    return brl(round_money(kwh * asked.tariff))


def _told(saving: Decimal, months: int | None) -> str:
    if months is None:
        return _("economia de {saving} por mês").format(saving=brl(saving))
    sentence = ngettext(
        "economia de {saving} por mês; se paga em cerca de {months} mês",
        "economia de {saving} por mês; se paga em cerca de {months} meses",
        months,
    )
    return sentence.format(saving=brl(saving), months=months)
