"""Every thing the generator can draw, by name."""

from tools.pictures.lamps import bulbs, pendants
from tools.pictures.look import Drawing

KINDS: dict[str, Drawing] = {
    "dome": pendants.dome,
    "cone": pendants.cone,
    "globe": pendants.globe,
    "cylinder": pendants.cylinder,
    "rattan": pendants.rattan,
    "bell": pendants.bell_glass,
    "drum": pendants.drum,
    "bulb": bulbs.bulb,
}
