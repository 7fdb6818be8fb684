"""Colours every picture is made of: walls, finishes, light."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wall:
    day: tuple[str, str]
    night: tuple[str, str]


@dataclass(frozen=True)
class Finish:
    """Four tones read as a lit cylinder or dome when laid out as one gradient."""

    light: str
    mid: str
    dark: str
    edge: str


WALLS = {
    "gesso": Wall(("#F4F1EA", "#DAD4C8"), ("#3A332B", "#15110E")),
    "argila": Wall(("#F1DFD2", "#D8BBA6"), ("#43291F", "#190E0A")),
    "salvia": Wall(("#E3EAE1", "#BFCDBF"), ("#233029", "#0B120F")),
    "ceu": Wall(("#E4ECF0", "#BCCBD3"), ("#1E2C38", "#0A1016")),
    "ocre": Wall(("#F6E7C6", "#E0C793"), ("#3D2F18", "#171006")),
    "rosa": Wall(("#F5E3DF", "#DBBDB6"), ("#402A28", "#180D0C")),
}

FINISHES = {
    "terracota": Finish("#E89570", "#C4603F", "#7E3320", "#D27455"),
    "verde-mata": Finish("#7CAE98", "#2F6350", "#143328", "#43796A"),
    "preto": Finish("#646B70", "#2B2F32", "#0E1112", "#41474B"),
    "latao": Finish("#F6DFA4", "#CC9A45", "#75491B", "#E3B967"),
    "branco": Finish("#FFFFFF", "#F1EDE5", "#BDB4A6", "#DDD6CA"),
    "areia": Finish("#F6EAD2", "#DCC6A0", "#A1855B", "#CFB68B"),
    "azul": Finish("#93B7D6", "#3D6D96", "#193550", "#5284AA"),
    "cromo": Finish("#FFFFFF", "#B3BDC3", "#525C63", "#E2E8EB"),
    "natural": Finish("#E6BF8C", "#BC8850", "#70451E", "#CB9A66"),
    "corten": Finish("#C98A5E", "#96532F", "#4F250F", "#A9683F"),
    "concreto": Finish("#DAD7D1", "#ABA79F", "#6B675F", "#BDB9B0"),
    "linho": Finish("#FBF3E2", "#E9DABB", "#B29C75", "#DCCAA7"),
    "grafite": Finish("#8B949A", "#4A5257", "#1D2225", "#646D72"),
}

# What the eye remembers of each colour temperature, a little richer than physics.
LIGHT = {
    2200: "#FFA64B",
    2700: "#FFBE6E",
    3000: "#FFCF91",
    4000: "#FFE9CB",
    5000: "#F3F5FF",
    6500: "#CFE1FF",
}

INK = "#11232A"
ACCENT = "#0B5C63"
PLASTER = "#F1EEE7"
SHADOW = "#2B2320"
CORD = "#24282A"


def mix(first: str, second: str, share: float) -> str:
    """`share` of the second colour in the first."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
