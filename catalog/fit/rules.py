"""What does not fit: four rules over the pieces of one cart, each silent where it would have to guess.

Fixtures of this shop come with their bulbs, and a bulb may be for a lamp at home: a base is called wrong only when a
bulb has no piece to go into and a piece has no bulb to go into it, and a dimmer only when nothing beside it dims.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog.fit.pieces import BASES, BATHROOM, GARDEN, INTEGRATED, OUTDOORS, SINGLE, WASHED, Piece, bulbs_of
from catalog.lighting.lamps import FITS
from catalog.lighting.rooms import UNKNOWN_VOLTAGE

BASE_MISMATCH = "fit.base_mismatch"
VOLTAGE_MISMATCH = "fit.voltage_mismatch"
VOLTAGE_MIXED = "fit.voltage_mixed"
VOLTAGE_UNCONFIRMED = "fit.voltage_unconfirmed"
DIMMER_MISMATCH = "fit.dimmer_mismatch"
IP_TOO_LOW = "fit.ip_too_low"
CODES = (BASE_MISMATCH, VOLTAGE_MISMATCH, VOLTAGE_MIXED, VOLTAGE_UNCONFIRMED, DIMMER_MISMATCH, IP_TOO_LOW)
SEALS = {4: "ip44", 5: "ip65"}  # against water at least so much -> what to look for
NEEDED = {BATHROOM: 4, GARDEN: 5}
ADD, SWAP = "add", "swap"
BULBS = "lampadas"  # shelf
SHELTERED = {BATHROOM: ("plafons", "arandelas"), GARDEN: ("area-externa",)}  # shelves, when its own has nothing


@dataclass(frozen=True)
class Wanted:
    """What a product must be to mend it; among those that are, the nearest in colour and light is taken."""

    shelves: tuple[str, ...]  # in this order
    voltages: tuple[str, ...]
    bases: tuple[str, ...] = ()
    dimmable: bool = False
    against_water: int = 0
    most_watts: float = 0
    kelvin: int = 0
    lumens: float = 0


@dataclass(frozen=True)
class Remedy:
    action: str  # `swap` takes the place of the piece, `add` comes beside it
    piece: Piece
    quantity: int
    wanted: Wanted


@dataclass(frozen=True)
class Problem:
    code: str
    message: str
    piece: Piece  # what it is said of
    remedy: Remedy
    data: dict[str, Any] = field(default_factory=dict)


def check(pieces: Sequence[Piece], *, voltage: str) -> list[Problem]:
    """`voltage` of the home: `127v`, `220v`, `unknown`, or empty when nobody was asked yet."""
    fits = FITS[voltage or UNKNOWN_VOLTAGE]
    return [
        *bases(pieces, fits),
        *voltages(pieces, voltage, fits),
        *dimmers(pieces, fits),
        *seals(pieces, fits),
    ]


# --- Bases ---------------------------------------------------------------------------------------
def bases(pieces: Sequence[Piece], fits: tuple[str, ...]) -> Iterator[Problem]:
    fixtures = [each for each in pieces if each.has_sockets]
    bulbs = [each for each in pieces if each.is_bulb]
    empty = [each for each in fixtures if not any(each.holds(bulb) for bulb in bulbs)]
    loose = [each for each in bulbs if not any(each_one.holds(each) for each_one in fixtures)]
    dims = any(each.is_dimmer for each in pieces)
    if not empty:
        return
    for number, bulb in enumerate(loose):
        fixture = empty[min(number, len(empty) - 1)]
        wanted = bulb_for(fixture, like=bulb, fits=fits, dimmable=dims)
        yield Problem(
            BASE_MISMATCH,
            _("{bulb} tem base {base} e não encaixa em {fixture}, que usa {needed}.").format(
                bulb=bulb.spoken_title, base=BASES[bulb.base], fixture=fixture.spoken_title, needed=BASES[fixture.base]
            ),
            bulb,
            Remedy(SWAP, bulb, fixture.quantity * fixture.sockets, wanted),
            {"base": bulb.base, "needed": fixture.base, "fixture": fixture.slug},
        )


def bulb_for(fixture: Piece, *, like: Piece, fits: tuple[str, ...], dimmable: bool) -> Wanted:
    return Wanted(
        shelves=(BULBS,), voltages=fits, bases=bulbs_of(fixture.base)[:1], dimmable=dimmable,
        most_watts=fixture.most_watts, kelvin=like.kelvin, lumens=like.lumens,
    )  # fmt: skip


# --- Voltage -------------------------------------------------------------------------------------
def voltages(pieces: Sequence[Piece], home: str, fits: tuple[str, ...]) -> Iterator[Problem]:
    single = [each for each in pieces if each.voltage in SINGLE]
    if home in SINGLE:
        for piece in single:
            if piece.voltage != home:
                data = {"voltage": piece.voltage, "home_voltage": home}
                yield Problem(VOLTAGE_MISMATCH, wrong_voltage(piece, home), piece, same_with(piece, fits), data)
        return
    other = next((each for each in single if each.voltage != single[0].voltage), None)
    if other is not None:
        first = single[0]
        text = _("{first} é de {voltage} e {other} é de {other_voltage}: os dois não servem na mesma casa.").format(
            first=first.spoken_title,
            voltage=SINGLE[first.voltage],
            other=other.spoken_title,
            other_voltage=SINGLE[other.voltage],
        )
        data = {"voltage": first.voltage, "other": other.slug, "other_voltage": other.voltage}
        yield Problem(VOLTAGE_MIXED, text, first, same_with(first, fits), data)
        return
    for piece in single:
        sentence = _("{piece} funciona só em {voltage}. Confira a tensão da sua casa.")
        text = sentence.format(piece=piece.spoken_title, voltage=SINGLE[piece.voltage])
        yield Problem(VOLTAGE_UNCONFIRMED, text, piece, same_with(piece, fits), {"voltage": piece.voltage})


def wrong_voltage(piece: Piece, home: str) -> str:
    if home == "220v":
        return _("{piece} é de 127 V e queima na sua casa, que é de 220 V.").format(piece=piece.spoken_title)
    sentence = _("{piece} é de 220 V e não funciona direito na sua casa, que é de 127 V.")
    return sentence.format(piece=piece.spoken_title)


def same_with(piece: Piece, fits: tuple[str, ...], *, dimmable: bool = False) -> Remedy:
    """The same kind of thing, with the right voltage."""
    wanted = Wanted(
        shelves=(piece.category,), voltages=fits, bases=(piece.base,) if piece.base in (*BASES, INTEGRATED) else (),
        dimmable=dimmable or piece.dimmable is True, against_water=piece.against_water or 0, kelvin=piece.kelvin,
        lumens=piece.lumens,
    )  # fmt: skip
    return Remedy(SWAP, piece, piece.quantity, wanted)


# --- Dimmers -------------------------------------------------------------------------------------
def dimmers(pieces: Sequence[Piece], fits: tuple[str, ...]) -> Iterator[Problem]:
    lamps = [each for each in pieces if each.is_lamp]
    if not lamps or any(each.dimmable is not False for each in lamps):
        return
    lamp = min(lamps, key=lambda each: (not each.is_bulb, not each.has_sockets))
    for dimmer in pieces:
        if dimmer.is_dimmer:
            yield Problem(
                DIMMER_MISMATCH,
                _("{dimmer} não regula a luz de {lamp}, que não é dimerizável.").format(
                    dimmer=dimmer.spoken_title, lamp=lamp.spoken_title
                ),
                dimmer,
                dimmable_instead(lamp, fits),
                {"lamp": lamp.slug},
            )


def dimmable_instead(lamp: Piece, fits: tuple[str, ...]) -> Remedy:
    if lamp.has_sockets:
        wanted = bulb_for(lamp, like=lamp, fits=fits, dimmable=True)
        per_bulb = Wanted(**{**wanted.__dict__, "lumens": lamp.lumens / lamp.sockets})
        return Remedy(ADD, lamp, lamp.quantity * lamp.sockets, per_bulb)
    return same_with(lamp, fits, dimmable=True)


# --- Water ---------------------------------------------------------------------------------------
def seals(pieces: Sequence[Piece], fits: tuple[str, ...]) -> Iterator[Problem]:
    for piece in pieces:
        zone, needed = wet_zone(piece)
        if not piece.has_place or piece.against_water is None or piece.against_water >= needed:
            continue
        seal = SEALS[needed]
        wanted = Wanted(
            shelves=(piece.category, *SHELTERED[zone]), voltages=fits, against_water=needed, kelvin=piece.kelvin,
            lumens=piece.lumens,
        )  # fmt: skip
        yield Problem(
            IP_TOO_LOW,
            _(TOO_LOW[zone, needed]).format(piece=piece.spoken_title, ip=piece.ip.upper(), seal=seal.upper()),
            piece,
            Remedy(SWAP, piece, piece.quantity, wanted),
            {"ip": piece.ip, "needed": seal, "zone": zone},
        )


TOO_LOW = {
    (BATHROOM, 4): gettext_noop("{piece} é {ip}: o banheiro pede {seal} ou mais, por causa dos respingos."),
    (GARDEN, 4): gettext_noop("{piece} é {ip}: a área externa pede {seal} ou mais, por causa dos respingos."),
    (GARDEN, 5): gettext_noop("{piece} é {ip}: a área externa pede {seal} ou mais, por causa da chuva."),
}


def wet_zone(piece: Piece) -> tuple[str, int]:
    """(zone, digit needed). Nobody told: only a piece made for nothing but wet places is in one, and splashes count."""
    if piece.zone:
        return piece.zone, NEEDED.get(piece.zone, 0)
    if piece.rooms and piece.rooms <= OUTDOORS:
        return GARDEN, NEEDED[BATHROOM]
    return (BATHROOM, NEEDED[BATHROOM]) if piece.rooms == WASHED else ("", 0)
