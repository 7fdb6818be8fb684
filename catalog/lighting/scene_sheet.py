"""What the page of a scene prints: the drawing, what is to be seen in it, and the way to the other colours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from catalog import cards
from catalog.lighting import rooms, scene_drawing
from catalog.lighting.beam import HALF_TURN, USUAL
from catalog.lighting.colour import COLDEST, WARMEST
from catalog.lighting.lamps import BULB_BEAM
from catalog.lighting.plans import MOST_LAMPS, Plan
from catalog.lighting.rooms import Room
from catalog.lighting.scene import CEILING, FORMS, HANGING, Fixture, Scene
from catalog.lighting.words import text
from catalog.models import Product, ProductSpec
from catalog.specs import numbers

OUTDOOR = ("area-externa",)
PLAIN = "vazio"
USUAL_KELVIN = 3000  # of a lamp that does not say


@dataclass(frozen=True)
class Place:
    """A room one may look into."""

    slug: str
    name: str
    kind: str  # of `rooms.KINDS`
    length: float
    width: float
    shelves: tuple[str, ...]  # choices of the specification `room` that mean it


PLACES = (
    Place("sala", gettext_noop("Sala de estar"), "living_room", 5, 4, ("sala-de-estar", "sala")),
    Place("jantar", gettext_noop("Sala de jantar"), "living_room", 4, 3.5, ("sala-de-jantar",)),
    Place("quarto", gettext_noop("Quarto"), "bedroom", 4, 3, ("quarto", "quarto-infantil")),
    Place("cozinha", gettext_noop("Cozinha"), "kitchen", 4, 3, ("cozinha",)),
)


def place(slug: str) -> Place:
    return next(each for each in PLACES if each.slug == slug)


def usual_place(specs: Sequence[ProductSpec]) -> Place:
    """The first room the sheet of the lamp names."""
    said = {spec.choice.slug for spec in specs if spec.definition.key == "room" and spec.choice is not None}
    return next((each for each in PLACES if said & {*each.shelves}), PLACES[0])


def fixture_of(product: Product, specs: Sequence[ProductSpec], *, count: int = 1) -> Fixture | None:
    """None for what gives no light, or gives it outdoors."""
    values, category = numbers(specs), product.category.slug
    if values.get("lumens", 0) <= 0 or category in OUTDOOR:
        return None
    usual = BULB_BEAM if category == "lampadas" else USUAL
    beam = float(values.get("beam") or usual)
    return Fixture(FORMS.get(category, CEILING), float(values["lumens"]), beam, count)


def kelvin_of(specs: Sequence[ProductSpec]) -> int:
    said = numbers(specs).get("color_temperature")
    return min(COLDEST, max(WARMEST, round(said))) if said else USUAL_KELVIN


@dataclass(frozen=True)
class Asked:
    place: Place
    room: Room
    kelvin: int
    count: int


def build(*, product: Product, fixture: Fixture, asked: Asked, params: Mapping[str, Any]) -> dict[str, Any]:
    """`params` is the address of what is shown, without what is left at its usual value."""
    scene = Scene(asked.room, [fixture], asked.kelvin)
    said = told(scene, _(asked.place.name), pieces(asked.count, product.spoken_title))
    enough = ceil(asked.count / scene.share) if scene.share else MOST_LAMPS
    return {
        "drawing": scene_drawing.draw(scene, kind=asked.place.slug),
        "alt": said,
        "text": said,
        "kelvin": cards.kelvin(asked.kelvin),
        "facts": facts(scene),
        "steps": [step(kelvin, name, asked, params) for kelvin, name in cards.KELVIN_STEPS],
        "enough": enough_link(enough, asked, params),
    }


def step(kelvin: int, name: str, asked: Asked, params: Mapping[str, Any]) -> dict[str, Any]:
    address = f"?{urlencode({**params, 'cor': kelvin})}#cena"
    return {"kelvin": kelvin, "name": _(name), "url": address, "is_current": kelvin == asked.kelvin}


def enough_link(count: int, asked: Asked, params: Mapping[str, Any]) -> dict[str, Any] | None:
    """How many give the light the norm wants, when that is another number one would buy."""
    if count == asked.count or count > MOST_LAMPS:
        return None
    return {
        "text": ngettext("{count} peça", "{count} peças", count).format(count=count),
        "url": f"?{urlencode({**params, 'pecas': count})}#cena",
    }


# --- In words ---------------------------------------------------------------------------------------------
def pieces(count: int, title: str) -> str:
    return title if count == 1 else f"{count} × {title}"


def told(scene: Scene, where: str, what: str) -> str:
    """What is to be seen, for who does not see it."""
    colour = cards.kelvin(scene.kelvin)
    name = str(colour["name"]) if colour else ""
    said = _(
        "{where} à noite, só com {what}: luz {name} de {kelvin} K. São {flux} em {area}, em média {lux}: {words}."
    ).format(
        where=where, what=what, name=name, kelvin=scene.kelvin, flux=text(scene.flux, "lm"),
        area=text(scene.room.area, "m²", 1), lux=text(scene.lux, "lx"), words=_(scene.words),
    )  # fmt: skip
    pool = scene.pool()
    if pool is None or len(scene.sources) > 1:
        return said
    return f"{said} {pool_told(pool, scene.sources[0].beam)}"


def pool_told(pool: float, beam: float) -> str:
    if pool > 2 * rooms.HIGHEST:
        return _("O facho de {beam} alcança o ambiente inteiro.").format(beam=text(beam, "°"))
    sentence = _("O facho de {beam} desenha no piso um círculo de {pool}.")
    return sentence.format(beam=text(beam, "°"), pool=text(pool, "m", 1))


def facts(scene: Scene) -> list[dict[str, str]]:
    beams = {fixture.beam for fixture in scene.fixtures}
    widest = max(beams)
    beam = _("para todos os lados") if widest > HALF_TURN else text(widest, "°")
    rows = [
        (_("Luz média"), text(scene.lux, "lx")),
        (_("A norma pede"), text(scene.room.kind.lux, "lx")),
        (_("Fluxo"), text(scene.flux, "lm")),
        (_("Facho"), beam if len(beams) == 1 else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


# --- A plan of the calculator -----------------------------------------------------------------------------
def of_plan(plan: Plan, *, kelvin: str = "") -> dict[str, Any]:
    """The room lit by everything the plan is made of; a kind of room without furniture of its own is shown bare.

    `kelvin` is another colour to look at; what makes no sense is the plan's own.
    """
    room = plan.light.room
    found = next((each for each in PLACES if each.kind == room.kind.key), None)
    fixtures = [
        Fixture(HANGING if item.lamp.is_hanging else CEILING, item.lamp.lumens, item.lamp.beam, item.count)
        for item in plan.items
    ]
    own = plan.kelvin or USUAL_KELVIN
    asked = int(kelvin) if kelvin.isascii() and kelvin.isdigit() and len(kelvin) <= len(str(COLDEST)) else own
    scene = Scene(room, fixtures, asked if WARMEST <= asked <= COLDEST else own)
    what = _(" e ").join(pieces(item.count, item.lamp.title) for item in plan.items)
    said = told(scene, _(room.kind.name), what)
    return {
        "drawing": scene_drawing.draw(scene, kind=found.slug if found else PLAIN),
        "alt": said,
        "text": said,
        "kelvin": cards.kelvin(scene.kelvin),
        "own_kelvin": own,
        "facts": facts(scene),
    }
