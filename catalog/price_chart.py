"""The prices of a product in the last 90 days, as a line in steps and as the rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from catalog.price_history import Step

SHOWN = timedelta(days=90)
WIDTH, HEIGHT = 100, 40  # units of the drawing, which the page stretches
TOP, BOTTOM = 4, 36  # where the highest and the lowest price lie


@dataclass(frozen=True)
class Row:
    """One price: from a day on, until the next row."""

    since: date
    price: Decimal | None  # None: the product was not for sale


@dataclass(frozen=True)
class Chart:
    line: str
    area: str
    rows: Sequence[Row]  # the latest first
    lowest: Decimal
    highest: Decimal
    since: date
    width: int = WIDTH
    height: int = HEIGHT


def of_steps(steps: Sequence[Step], *, at: datetime) -> Chart | None:
    """None while there is nothing to compare: a single price, or none."""
    shown = lately(steps, at)
    asked = [step.sale_price for step in shown if step.is_shown]
    if len(set(asked)) < 2:
        return None
    lowest, highest, start = min(asked), max(asked), shown[0].started_at
    line, area = drawn(shown, at, (lowest, highest))
    days = [timezone.localdate(step.started_at) for step in shown]
    rows = [Row(day, step.sale_price if step.is_shown else None) for day, step in zip(days, shown, strict=True)]
    return Chart(line, area, rows[::-1], lowest, highest, timezone.localdate(start))


def lately(steps: Sequence[Step], at: datetime) -> list[Step]:
    """One step for each price of the last 90 days; the first is cut where they begin."""
    since, found = at - SHOWN, list[Step]()
    for step in steps:
        begins = max(step.started_at, since)
        if step.started_at > at:
            break
        if found and found[-1].started_at == begins:
            found.pop()  # it lasted no time, or ended before
        if not found or (found[-1].sale_price, found[-1].is_shown) != (step.sale_price, step.is_shown):
            found.append(step._replace(started_at=begins))
    return found


def percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def drawn(steps: Sequence[Step], at: datetime, ends: tuple[Decimal, Decimal]) -> tuple[str, str]:
    """(line, the area under it); where the product was not for sale there is neither."""
    lowest, highest = ends
    start = steps[0].started_at
    whole = (at - start) / WIDTH or timedelta(seconds=1)
    line, area, was_drawn = "", "", False
    for step, until in zip(steps, [*(each.started_at for each in steps[1:]), at], strict=True):
        left, right = percent((step.started_at - start) / whole), percent((until - start) / whole)
        if step.is_shown:
            y = percent(TOP + float((highest - step.sale_price) / (highest - lowest)) * (BOTTOM - TOP))
            line += f"{'V' + y if was_drawn else f'M{left} {y}'}H{right}"
            area += f"M{left} {HEIGHT}V{y}H{right}V{HEIGHT}z"
        was_drawn = step.is_shown
    return line, area
