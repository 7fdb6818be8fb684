"""Whole answers to "how do I light this room": what to buy, where it hangs and what it gives.

Three ways to choose among the same lamps: the least money; the best mean of money, colour and looks; a piece to look
at in the middle with helpers around it. Each plan is checked point by point before it is shown.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from math import log2

from django.utils.translation import gettext_noop as _

from catalog.lighting import lumens
from catalog.lighting.grid import Group, HeatMap, Point, heat_map, layout
from catalog.lighting.lamps import Found, Lamp, candidates
from catalog.lighting.rooms import Room

ECONOMY, BALANCED, DESIGNER = "economy", "balanced", "designer"
NAMES = {ECONOMY: _("Econômico"), BALANCED: _("Equilibrado"), DESIGNER: _("Autoral")}
REFERENCE_LUMENS, REFERENCE_WATTS = 806, 9  # the bulb everybody knows
MOST_LAMPS = 24  # of one kind in one room
MOST_LIGHT = 1.5  # times what is needed
SPARE = 0.7  # of what is needed: helpers come in pairs
TOLERANCE = 0.2  # between the lumen method and the mean of the points
LEAST_UNIFORM = 0.15  # darkest place to mean
LOOKED_AT = 8  # plans of one kind that are worked out point by point
ENOUGH = 0.95  # of the light needed: no helper for the rest
SAME_COLOUR, NEAR_COLOUR = 500, 250  # kelvin: lamps of one room; lamps of the colour asked for
FAR_COLOUR = 2500  # kelvin: past it a cheap lamp is no answer while there is a nearer one
FEWEST_PLANS = 2


@dataclass(frozen=True)
class Item:
    lamp: Lamp
    count: int
    points: tuple[Point, ...]
    utilisation: float

    @property
    def lumens(self) -> float:
        return self.lamp.lumens * self.count

    @property
    def price(self) -> Decimal:
        return self.lamp.price * self.count


@dataclass(frozen=True)
class Plan:
    kind: str
    items: tuple[Item, ...]
    light: HeatMap

    @property
    def name(self) -> str:
        return NAMES[self.kind]

    @property
    def lumens(self) -> float:
        return sum(item.lumens for item in self.items)

    @property
    def watts(self) -> float | None:
        every = [(item.lamp.watts, item.count) for item in self.items]
        return sum(watts * count for watts, count in every if watts) if all(watts for watts, _ in every) else None

    @property
    def utilisation(self) -> float:
        return sum(item.lumens * item.utilisation for item in self.items) / self.lumens

    @property
    def lux(self) -> float:
        """By the lumen method."""
        return lumens.lux_of(self.lumens, self.light.room.area, self.utilisation)

    @property
    def price(self) -> Decimal:
        return sum((item.price for item in self.items), Decimal(0))

    @property
    def pix_price(self) -> Decimal:
        return sum((item.lamp.pix_price * item.count for item in self.items), Decimal(0))

    @property
    def kelvin(self) -> int | None:
        return self.items[0].lamp.kelvin


@dataclass(frozen=True)
class Reference:
    """The same need in the bulb everybody knows."""

    count: int
    lux: float
    lumens: int = REFERENCE_LUMENS
    watts: int = REFERENCE_WATTS

    @property
    def total_lumens(self) -> int:
        return self.lumens * self.count

    @property
    def total_watts(self) -> int:
        return self.watts * self.count


@dataclass(frozen=True)
class Answer:
    room: Room
    utilisation: float
    index: float | None  # None: nobody knows how high the ceiling is
    flux: float
    reference: Reference
    plans: tuple[Plan, ...]

    @property
    def is_of_mood(self) -> bool:
        """Is every lamp of the colour asked for?"""
        mood = self.room.mood
        kelvins = [item.lamp.kelvin for plan in self.plans for item in plan.items]
        return all(each is None or mood.warmest <= each <= mood.coldest for each in kelvins)


def answer(room: Room, *, at: datetime) -> Answer:
    """What this room needs, and up to three plans of lamps that can be bought at `at`."""
    index = None if room.height is None else lumens.room_index(room.length, room.width, room.drop_to_plane(0))
    usual = utilisation_in(room, degrees=120, hangs=0)
    flux = lumens.flux_needed(room.kind.lux, room.area, usual)
    count = lumens.lamps_needed(flux, REFERENCE_LUMENS)
    reference = Reference(count, lumens.lux_of(REFERENCE_LUMENS * count, room.area, usual))
    return Answer(room, usual, index, flux, reference, tuple(suggested(room, flux, at)))


def utilisation_in(room: Room, *, degrees: float, hangs: float) -> float:
    if room.height is None:
        return lumens.UTILISATION
    index = lumens.room_index(room.length, room.width, room.drop_to_plane(hangs))
    return lumens.utilisation(index, degrees, room.walls.reflects)


def suggested(room: Room, flux: float, at: datetime) -> list[Plan]:
    """Of the colour asked for; where that leaves no choice, with the other colours beside."""
    made = list(plans(room, candidates(room, flux=flux, at=at, any_colour=False)))
    if len(made) >= FEWEST_PLANS:
        return made
    return list(plans(room, candidates(room, flux=flux, at=at, any_colour=True)))


def plans(room: Room, found: Found) -> Iterator[Plan]:
    nearest = min((off_colour(room, lamp) for lamp in found.lamps), default=0)
    lamps = [lamp for lamp in found.lamps if off_colour(room, lamp) <= max(nearest, FAR_COLOUR)]
    options = [option for lamp in lamps if (option := alone(room, lamp)) is not None]
    economy = first_good(room, ECONOMY, sorted(options, key=thrift(room)))
    if economy is None:
        return
    taken = economy.items[0].lamp.id
    others = [each for each in options if each[0].lamp.id != taken]
    balanced = first_good(room, BALANCED, sorted(others, key=misfit(room, economy.price)))
    if balanced is not None and balanced.price < economy.price:  # a colour farther off came cheaper
        economy, balanced = replace(balanced, kind=ECONOMY), replace(economy, kind=BALANCED)
    yield economy
    if balanced is not None:
        yield balanced
    shown = {taken} | ({balanced.items[0].lamp.id} if balanced else set())
    pieces = [each for each in found.centrepieces if each.id not in shown]
    designer = first_good(room, DESIGNER, with_centrepiece(room, pieces, lamps))
    if designer is not None:
        yield designer


def first_good(room: Room, kind: str, choices: Iterable[Sequence[Item]]) -> Plan | None:
    """The first whose points agree with the reckoning and leave no corner dark."""
    for number, items in enumerate(choices):
        if number == LOOKED_AT:
            break
        plan = Plan(kind, tuple(items), heat_map(room, [group_of(room, item) for item in items]))
        agrees = room.height is None or abs(plan.light.mean / plan.lux - 1) <= TOLERANCE
        if agrees and plan.light.uniformity >= LEAST_UNIFORM:
            return plan
    return None


def group_of(room: Room, item: Item) -> Group:
    return Group(item.lamp.lumens, item.lamp.beam, room.drop_to_plane(item.lamp.hangs), item.points)


def alone(room: Room, lamp: Lamp) -> tuple[Item] | None:
    """As many of one lamp as light the room; None when that is no sensible number."""
    share = utilisation_in(room, degrees=lamp.beam, hangs=lamp.hangs)
    needed = lumens.flux_needed(room.kind.lux, room.area, share)
    count = max(lumens.lamps_needed(needed, lamp.lumens), lamp.minimum)
    if count > min(MOST_LAMPS, lamp.stock) or lamp.lumens * count > max(MOST_LIGHT * needed, needed + 400):
        return None
    return (Item(lamp, count, layout(count, room.length, room.width), share),)


def sum_of(items: Sequence[Item]) -> Decimal:
    return sum((item.price for item in items), Decimal(0))


def thrift(room: Room) -> Callable[[Sequence[Item]], tuple[bool, bool, Decimal, int]]:
    """The least money among the lamps of the colour asked for, then among those near it, then among all."""

    def of(items: Sequence[Item]) -> tuple[bool, bool, Decimal, int]:
        away = off_colour(room, items[0].lamp)
        return away > SAME_COLOUR, away > NEAR_COLOUR, sum_of(items), items[0].count

    return of


def misfit(room: Room, cheapest: Decimal) -> Callable[[Sequence[Item]], float]:
    """How far from what was asked: colour, looks, room, a ceiling full of holes, and the money, each weighed."""

    def of(items: Sequence[Item]) -> float:
        lamp, count = items[0].lamp, items[0].count
        money = float(sum_of(items) / max(cheapest, Decimal(1)))
        return (
            0.4 * log2(max(money, 1))
            + off_colour(room, lamp) / 300
            + 0.12 * max(0, count - 4)
            + (1.5 if lamp.is_bulb else 0)
            + (0.6 * (count - 1) if lamp.is_hanging else 0)
            + (0 if lamp.suits_room else 0.5)
            + (0.6 if room.style and lamp.style != room.style else 0)
        )

    return of


def off_colour(room: Room, lamp: Lamp) -> float:
    return abs((lamp.kelvin or room.mood.kelvin) - room.mood.kelvin)


def with_centrepiece(room: Room, pieces: Sequence[Lamp], helpers: Sequence[Lamp]) -> Iterator[tuple[Item, ...]]:
    ranked = sorted(enumerate(pieces), key=lambda entry: (
        room.style != "" and entry[1].style != room.style, off_colour(room, entry[1]) > SAME_COLOUR, entry[0],
    ))  # fmt: skip
    middle = ((room.length / 2, room.width / 2),)
    for __, piece in ranked:
        share = utilisation_in(room, degrees=piece.beam, hangs=piece.hangs)
        needed = lumens.flux_needed(room.kind.lux, room.area, share)
        item = Item(piece, 1, middle, share)
        if piece.minimum > 1 or piece.lumens > MOST_LIGHT * needed:
            continue
        if piece.lumens >= ENOUGH * needed:
            yield (item,)
            continue
        helper = best_helper(room, piece, 1 - piece.lumens / needed, helpers)
        if helper is not None:
            yield (item, helper)


def best_helper(room: Room, piece: Lamp, missing: float, helpers: Sequence[Lamp]) -> Item | None:
    """An even number of lamps at the ceiling, so that the middle stays free; those that look alike come first."""
    fitting = []
    for lamp in helpers:
        if lamp.is_bulb or lamp.is_hanging or abs((lamp.kelvin or 0) - (piece.kelvin or 0)) > SAME_COLOUR:
            continue
        share = utilisation_in(room, degrees=lamp.beam, hangs=0)
        needed = lumens.flux_needed(room.kind.lux, room.area, share)
        count = max(lumens.lamps_needed(missing * needed, lamp.lumens), lamp.minimum)
        count += count % 2
        if count <= min(MOST_LAMPS, lamp.stock) and lamp.lumens * count <= (missing + SPARE) * needed:
            fitting.append(Item(lamp, count, layout(count, room.length, room.width), share))
    return min(
        fitting, default=None,
        key=lambda each: (each.lamp.style != piece.style, float(each.price) + 40 * each.count),
    )  # fmt: skip
