"""What lies behind the product: wall, sun through the cobogó, floor, table, ceiling, garden."""

from tools.pictures.palette import WALLS, mix
from tools.pictures.scene import HEIGHT, WIDTH

PETAL = "M10 10H26A52 52 0 0 1 78 62V78H62A52 52 0 0 1 10 26Z"
FLOOR = 1040
TABLE = 1010
CEILING = 560
SOFFIT = 150
GARDEN = 1010


def _gradient(name: str, first: str, second: str, across: str = 'x1="0" y1="0" x2="1" y2="1"') -> str:
    return (
        f'<linearGradient id="{name}" {across}><stop offset="0" stop-color="{first}"/>'
        f'<stop offset="1" stop-color="{second}"/></linearGradient>'
    )


def _cobogo(at: tuple[int, int]) -> str:
    """Sun through pierced blocks, fading to the lower right."""
    tile = "".join(f'<path d="{PETAL}" transform="rotate({turn} 84 84)"/>' for turn in (0, 90, 180, 270))
    tiles = "".join(
        f'<g transform="translate({column * 166} {row * 166})">{tile}</g>' for row in range(4) for column in range(4)
    )
    return (
        '<linearGradient id="fade" x1="0" y1="0" x2=".95" y2="1"><stop offset="0" stop-color="#fff"/>'
        '<stop offset=".4" stop-color="#fff" stop-opacity=".7"/><stop offset=".86" stop-color="#fff" '
        'stop-opacity="0"/></linearGradient><mask id="sun"><rect x="-300" y="-100" width="1300" height="900" '
        'fill="url(#fade)"/></mask><filter id="soft"><feGaussianBlur stdDeviation="5.5"/></filter>'
        f'<g transform="translate({at[0]} {at[1]}) skewX(-16)" mask="url(#sun)" opacity=".52" fill="#fff" '
        f'filter="url(#soft)">{tiles}</g>'
    )


def _floor(first: str, second: str, night: bool) -> str:
    tone = ("#2A211A", "#0C0907") if night else (mix(second, "#A98F6F", 0.55), mix(second, "#6F5A43", 0.55))
    line = "#000" if night else "#6B5842"
    return (
        _gradient("floor", tone[0], tone[1], 'x1="0" y1="0" x2="0" y2="1"')
        + f'<rect y="{FLOOR}" width="{WIDTH}" height="{HEIGHT - FLOOR}" fill="url(#floor)"/>'
        f'<rect y="{FLOOR - 10}" width="{WIDTH}" height="10" fill="{mix(first, second, 0.7)}"/>'
        f'<rect y="{FLOOR}" width="{WIDTH}" height="3" fill="{line}" opacity=".22"/>'
    )


def _table(first: str, second: str, night: bool) -> str:
    top = ("#4A3421", "#2E1F13") if night else ("#D9AE7C", "#BE8C58")
    front = ("#24170D", "#100A06") if night else ("#A87544", "#86592F")
    return (
        _gradient("top", top[0], top[1], 'x1="0" y1="0" x2="1" y2="1"')
        + _gradient("front", front[0], front[1], 'x1="0" y1="0" x2="0" y2="1"')
        + f'<rect y="{TABLE - 40}" width="{WIDTH}" height="120" fill="url(#top)"/>'
        f'<rect y="{TABLE + 78}" width="{WIDTH}" height="122" fill="url(#front)"/>'
        f'<rect y="{TABLE + 78}" width="{WIDTH}" height="4" fill="#fff" opacity="{0.06 if night else 0.3}"/>'
        f'<rect y="{TABLE - 40}" width="{WIDTH}" height="3" fill="#3B2412" opacity=".18"/>'
    )


def _ceiling(first: str, second: str, night: bool) -> str:
    near, far = (
        (mix(first, "#000000", 0.1), mix(first, "#000000", 0.45))
        if night
        else (
            mix(first, "#FFFFFF", 0.45),
            mix(first, second, 0.42),
        )
    )
    edge = mix(second, "#000000", 0.4) if night else mix(second, "#6B5842", 0.25)
    return (
        _gradient("ceil", near, far, 'x1="0" y1="0" x2="0" y2="1"')
        + f'<rect width="{WIDTH}" height="{CEILING}" fill="url(#ceil)"/>'
        f'<rect y="{CEILING}" width="{WIDTH}" height="16" fill="{mix(near, far, 0.35)}"/>'
        f'<rect y="{CEILING + 16}" width="{WIDTH}" height="3" fill="{edge}" opacity=".6"/>'
        f'<rect y="{CEILING - 2}" width="{WIDTH}" height="2" fill="{edge}" opacity=".45"/>'
    )


def _soffit(first: str, second: str, night: bool) -> str:
    """A strip of ceiling seen level, with its moulding."""
    near, far = (
        (mix(first, "#000000", 0.25), mix(first, "#000000", 0.1))
        if night
        else (
            mix(first, second, 0.45),
            mix(first, "#FFFFFF", 0.6),
        )
    )
    return (
        _gradient("soffit", near, far, 'x1="0" y1="0" x2="0" y2="1"')
        + f'<rect width="{WIDTH}" height="{SOFFIT}" fill="url(#soffit)"/>'
        f'<rect y="{SOFFIT - 3}" width="{WIDTH}" height="3" fill="#000" opacity="{0.4 if night else 0.14}"/>'
        f'<rect y="{SOFFIT}" width="{WIDTH}" height="26" fill="#000" opacity="{0.16 if night else 0.035}"/>'
    )


def _blade(x: float, tall: float, lean: float, color: str) -> str:
    base = GARDEN + 60
    return (
        f'<path d="M{x - 13:.0f} {base} Q{x + lean * 0.25:.0f} {base - tall * 0.55:.0f} {x + lean:.0f} '
        f'{base - tall:.0f} Q{x + lean * 0.5 + 16:.0f} {base - tall * 0.5:.0f} {x + 15:.0f} {base}Z" fill="{color}"/>'
    )


def _garden(first: str, second: str, night: bool) -> str:
    ground = ("#1A2118", "#090C08") if night else ("#B9B59B", "#8C8B70")
    leaves = ("#1E3226", "#16271D", "#294433") if night else ("#6E9A78", "#547F62", "#8DB28D")
    plants = (
        (40, 430, -70, 0),
        (90, 520, 30, 1),
        (130, 360, 110, 2),
        (20, 300, 60, 1),
        (170, 240, 150, 0),
        (930, 500, 60, 1),
        (880, 400, -60, 0),
        (840, 290, -130, 2),
        (945, 330, -90, 2),
        (800, 210, -120, 1),
    )
    return (
        "".join(_blade(x, tall, lean, leaves[tone]) for x, tall, lean, tone in plants)
        + _gradient("ground", ground[0], ground[1], 'x1="0" y1="0" x2="0" y2="1"')
        + f'<rect y="{GARDEN}" width="{WIDTH}" height="{HEIGHT - GARDEN}" fill="url(#ground)"/>'
        f'<rect y="{GARDEN}" width="{WIDTH}" height="3" fill="#000" opacity=".18"/>'
    )


def _room(first: str, second: str, night: bool) -> str:
    return _soffit(first, second, night) + _floor(first, second, night)


def _frame(x: float, y: float, w: float, h: float, art: str, night: bool) -> str:
    paper, wood = ("#978A72", "#4A331D") if night else ("#FBF8F0", "#B98450")
    return (
        f'<rect x="{x + 14}" y="{y + 14}" width="{w}" height="{h}" fill="#2B2320" opacity=".22" filter="url(#hung)"/>'
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{wood}"/>'
        f'<rect x="{x + 9}" y="{y + 9}" width="{w - 18}" height="{h - 18}" fill="{paper}"/>'
        f'<g transform="translate({x + w / 2} {y + h / 2})" opacity="{0.95 if night else 1}">{art}</g>'
    )


def _gallery(first: str, second: str, night: bool) -> str:
    """A room with three framed pictures: something for a track to point at."""
    sun = '<circle cy="-24" r="46" fill="#E0A04A"/><path d="M-70 40Q-20 -14 20 30T70 22V84H-70Z" fill="#2F6350"/>'
    leaf = (
        '<path d="M0 90C-70 30 -60 -50 0 -100C60 -50 70 30 0 90Z" fill="#C4603F"/>'
        '<path d="M0 90V-70" stroke="#F6E7C6" stroke-width="4"/>'
    )
    moon = (
        '<path d="M-56 -20A56 56 0 0 1 56 -20Z" fill="#3D6D96"/><path d="M-56 -6A56 56 0 0 0 56 -6Z" fill="#DCC6A0"/>'
    )
    return (
        '<filter id="hung"><feGaussianBlur stdDeviation="9"/></filter>'
        + _room(first, second, night)
        + _frame(96, 560, 190, 236, sun, night)
        + _frame(372, 500, 216, 300, leaf, night)
        + _frame(674, 560, 190, 236, moon, night)
    )


GROUNDS = {
    "none": None,
    "floor": _floor,
    "table": _table,
    "ceiling": _ceiling,
    "soffit": _soffit,
    "room": _room,
    "gallery": _gallery,
    "garden": _garden,
}


def markup(wall: str, ground: str, state: str, sun: tuple[int, int] = (170, 90), lamp_outside: bool = False) -> str:
    """Background of a day or night picture. `lamp_outside`: at night a warm lamp out of the frame lights it."""
    night = state == "night"
    first, second = WALLS[wall].night if night else WALLS[wall].day
    parts = [
        _gradient("wall", first, second),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#wall)"/>',
    ]
    if not night:
        if ground == "ceiling":
            sun = (sun[0], CEILING + 60)
        parts.append(_cobogo(sun))
    draw = GROUNDS[ground]
    if draw:
        parts.append(draw(first, second, night))
    if night and lamp_outside:
        parts.append(
            '<radialGradient id="away" cx=".2" cy=".14" r="1.05"><stop offset="0" stop-color="#FFC27A" '
            'stop-opacity=".75"/><stop offset=".35" stop-color="#FFB668" stop-opacity=".36"/><stop offset="1" '
            'stop-color="#FFB668" stop-opacity="0"/></radialGradient>'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#away)" style="mix-blend-mode:screen"/>'
        )
    return "".join(parts)
