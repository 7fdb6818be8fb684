"""What the technical sheet says of a piece, as far as fitting is concerned."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from catalog import words
from iluminacasa import languages

INTEGRATED = "led-integrado"
SINGLE = {"127v": "127 V", "220v": "220 V"}  # voltages that not every home has
BASES = {"e27": "E27", "e14": "E14", "gu10": "GU10", "g9": "G9", "g13": "G13", "ar111": "AR111"}
HOLDS = {"gu10": ("gu10", "ar111")}  # lamp holder -> bulbs it takes; the others take their own name only
DRY, BATHROOM, GARDEN = "dry", "bathroom", "garden"
ZONES = {
    DRY: _("Dentro de casa, no seco"),
    BATHROOM: _("Banheiro"),
    GARDEN: _("Jardim ou fachada, na chuva"),
}
OUTDOORS, WASHED = frozenset({"jardim", "fachada"}), frozenset({"banheiro"})  # choices of the specification `room`
DIMMERS = frozenset({"dimmer", "dimer", "variador"})
NAMED_FIRST = 2  # words of a title that say what a thing is


@dataclass(frozen=True)
class Piece:
    """One line: so many of one product. What the sheet does not say is empty or None, and judged by no rule."""

    key: int  # the caller's own number of the line
    slug: str
    title: str
    quantity: int
    category: str = ""
    base: str = ""
    sockets: int = 0  # of each unit
    voltage: str = ""
    dimmable: bool | None = None
    ip: str = ""
    rooms: frozenset[str] = frozenset()
    lumens: float = 0
    kelvin: int = 0
    watts: float = 0
    most_watts: float = 0  # a bulb in it may draw; 0: nobody said
    zone: str = ""  # where it will hang, when somebody told
    title_en: str = ""

    @classmethod
    def of_card(
        cls, card: Mapping[str, Any], *, key: int, quantity: int, zone: str = "", title_en: str = ""
    ) -> "Piece":  # fmt: skip
        """From the API's list object of the product, which every card keeps."""
        specs = card["specs"]

        def number(name: str) -> float:
            value = specs.get(name)
            return value if isinstance(value, int | float) and not isinstance(value, bool) else 0

        def choice(name: str) -> str:
            value = specs.get(name)
            return value.casefold() if isinstance(value, str) else ""

        rooms, dimmable = specs.get("room"), specs.get("dimmable")
        return cls(
            key=key, slug=card["slug"], title=card["title"], quantity=quantity, category=card["category"]["slug"],
            base=choice("base"), sockets=int(number("bulbs")), voltage=choice("voltage"),
            dimmable=dimmable if isinstance(dimmable, bool) else None, ip=choice("ip"),
            rooms=frozenset(rooms) if isinstance(rooms, list) else frozenset(), lumens=number("lumens"),
            kelvin=round(number("color_temperature")), watts=number("watts"), most_watts=number("max_watts"), zone=zone,
            title_en=title_en,
        )  # fmt: skip

    @property
    def spoken_title(self) -> str:
        """What is said of it; by `title` it is judged."""
        return languages.spoken(self.title, self.title_en)

    @property
    def is_bulb(self) -> bool:
        return self.base in BASES and not self.sockets

    @property
    def has_sockets(self) -> bool:
        return self.base in BASES and self.sockets > 0

    @property
    def is_lamp(self) -> bool:
        """Gives light, by itself or with a bulb."""
        return bool(self.base or self.lumens)

    @property
    def is_dimmer(self) -> bool:
        return not self.is_lamp and not DIMMERS.isdisjoint(words.stems(self.title)[:NAMED_FIRST])

    @property
    def is_electric(self) -> bool:
        return bool(self.voltage) or self.is_lamp

    @property
    def has_place(self) -> bool:
        """Is there a question where it will hang? A bulb is as dry as the piece around it."""
        return self.is_electric and not self.is_bulb and bool(self.ip)

    @property
    def against_water(self) -> int | None:
        """The second digit of its seal: 0 nothing, 4 splashes, 5 jets, 7 a bath."""
        digits = self.ip.removeprefix("ip")
        return int(digits[-1]) if len(digits) == 2 and digits.isascii() and digits.isdigit() else None

    def holds(self, bulb: "Piece") -> bool:
        return self.has_sockets and bulb.is_bulb and bulb.base in bulbs_of(self.base)


def bulbs_of(socket: str) -> tuple[str, ...]:
    """Bases of the bulbs a lamp holder takes, its own first."""
    return HOLDS.get(socket, (socket,))
