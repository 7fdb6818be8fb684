"""The room to be lit: what it is, how large, how its walls answer the light, and where each number comes from.

Names and sources are translated where they are shown.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

WORK = "NBR ISO/CIE 8995-1"
AT_HOME_100 = _("NBR 5413, item 5.3.65 (residências, valor médio); a NBR 15575-1 pede ao menos 100 lx")
DWELLING_200 = _("NBR 15575-1: ao menos 200 lx")
DESK_500 = _("NBR ISO/CIE 8995-1: 500 lx para escrever e ler em tela")
LAUNDRY_200 = _("NBR 5413, item 5.3.65 (residências, valor alto); a NBR 15575-1 pede ao menos 100 lx")
AT_HOME_75 = _("NBR 5413, item 5.3.65 (residências, valor médio); a NBR 15575-1 pede ao menos 75 lx")
SMALLEST, LARGEST = 1, 20  # metres of a side
LOWEST, HIGHEST = 2, 6  # metres of a ceiling
TABLE, FLOOR = 0.75, 0.0  # metres: where light is wanted
CEILING_REFLECTS, FLOOR_REFLECTS = 0.7, 0.2
SUPPOSED_HEIGHT = 2.6  # metres, only to draw with when nobody said it
UNKNOWN_VOLTAGE = "unknown"
VOLTAGES = {"127v": "127 V", "220v": "220 V", UNKNOWN_VOLTAGE: _("Não sei")}


@dataclass(frozen=True)
class Kind:
    key: str
    slug: str  # in addresses of pages
    name: str
    lux: int
    source: str
    plane: float
    mood: str  # of whoever does not choose
    shelves: tuple[str, ...]  # choices of the specification `room` that mean it
    advice: str = ""
    is_wet: bool = False


KINDS = (
    Kind("living_room", "sala", _("Sala"), 150, AT_HOME_100, TABLE, "welcome",
         ("sala-de-estar", "sala-de-jantar", "sala")),
    Kind("bedroom", "quarto", _("Quarto"), 150, AT_HOME_100, TABLE, "relax",
         ("quarto", "quarto-infantil"), _("Para ler na cama some uma luz de cabeceira: 300 lx sobre a página.")),
    Kind("kitchen", "cozinha", _("Cozinha"), 200, DWELLING_200, TABLE, "focus", ("cozinha",),
         _("Sobre a bancada some luz própria: 500 lx onde se corta.")),
    Kind("bathroom", "banheiro", _("Banheiro"), 150, AT_HOME_100, TABLE, "focus",
         ("banheiro",), _("No espelho some luz dos dois lados: 500 lx no rosto."), is_wet=True),
    Kind("office", "escritorio", _("Escritório"), 500, DESK_500, TABLE, "focus",
         ("escritorio",)),
    Kind("hallway", "corredor", _("Corredor ou escada"), 100, AT_HOME_75, FLOOR,
         "welcome", ("corredor",)),
    Kind("garage", "garagem", _("Garagem"), 100, AT_HOME_75, FLOOR, "bright",
         ("garagem",)),
    Kind("laundry", "lavanderia", _("Área de serviço"), 200, LAUNDRY_200, TABLE, "bright", ("lavanderia",)),
)  # fmt: skip


@dataclass(frozen=True)
class Walls:
    key: str
    slug: str
    name: str
    reflects: float


WALLS = (
    Walls("light", "claras", _("Claras: branco, palha, areia"), 0.7),
    Walls("medium", "medias", _("Médias: cinza-claro, verde-água, madeira clara"), 0.5),
    Walls("dark", "escuras", _("Escuras: azul-noite, tijolo, madeira escura"), 0.3),
)


@dataclass(frozen=True)
class Mood:
    key: str
    slug: str
    name: str
    kelvin: int  # the colour aimed at
    warmest: int
    coldest: int


MOODS = (
    Mood("relax", "descanso", _("Descanso, luz quente"), 2700, 2200, 3000),
    Mood("welcome", "acolhida", _("Acolhida, luz de receber"), 3000, 2700, 3500),
    Mood("focus", "foco", _("Foco, luz neutra"), 4000, 3500, 4500),
    Mood("bright", "clareza", _("Clareza, luz fria"), 6500, 5000, 6500),
)


@dataclass(frozen=True)
class Room:
    kind: Kind
    length: float
    width: float
    height: float | None  # to the ceiling; None when nobody measured
    walls: Walls
    mood: Mood
    voltage: str  # `127v`, `220v` or `unknown`
    style: str = ""  # slug of a choice of the specification `style`; empty: any

    @property
    def area(self) -> float:
        return self.length * self.width

    def drop_to_plane(self, hangs: float) -> float:
        """Metres between lamps that hang so far below the ceiling and the plane they light."""
        return (SUPPOSED_HEIGHT if self.height is None else self.height) - self.kind.plane - hangs


def kind(key: str) -> Kind:
    return next(each for each in KINDS if key in (each.key, each.slug))


def walls(key: str) -> Walls:
    return next(each for each in WALLS if key in (each.key, each.slug))


def mood(key: str) -> Mood:
    return next(each for each in MOODS if key in (each.key, each.slug))


def described(
    *, kind_key: str, length: float, width: float, height: float | None, walls_key: str = "", mood_key: str = "",
    voltage: str = UNKNOWN_VOLTAGE, style: str = "",
) -> Room:  # fmt: skip
    """A room as somebody tells it; what is not said is light walls and the usual mood of such a room."""
    is_what = kind(kind_key)
    return Room(
        is_what, length, width, height, walls(walls_key or WALLS[0].key), mood(mood_key or is_what.mood), voltage, style
    )
