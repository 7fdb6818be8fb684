"""The four pictures of one product as SVG."""

from dataclasses import dataclass

from tools.pictures import measures, walls
from tools.pictures.kinds import KINDS
from tools.pictures.look import Look
from tools.pictures.scene import HEIGHT, WIDTH, Scene

OWN_LIGHT = (0.66, 0.595, 0.53)
LAMP_NEARBY = (0.92, 0.74, 0.56)
ROLES = {"day": "dia", "night": "noite", "detail": "detalhe", "measures": "medidas"}


@dataclass(frozen=True)
class Picture:
    look: Look
    wall: str = "gesso"
    ground: str = "none"
    kelvin: int | None = None  # None: gives no light itself
    zoom: float = 2.0
    sun: tuple[int, int] = (170, 90)


def _scene(picture: Picture, state: str) -> Scene:
    scene = Scene(
        state=state,
        kelvin=picture.kelvin or 2700,
        dim=OWN_LIGHT if picture.kelvin else LAMP_NEARBY,
        ground=picture.ground,
    )
    KINDS[picture.look.kind](scene, picture.look)
    return scene


def _photo(picture: Picture, state: str) -> tuple[str, Scene]:
    scene = _scene(picture, state)
    body = scene.object_markup()
    background = walls.markup(picture.wall, picture.ground, state, picture.sun, lamp_outside=picture.kelvin is None)
    hull = "".join(markup for markup, _ in scene.body)
    inner = f'{background}{"".join(scene.back)}<g filter="url(#cast)">{hull}</g>{body}{"".join(scene.front)}'
    return f"<defs>{scene.common_defs()}{''.join(scene.defs)}</defs>{inner}", scene


def svg(picture: Picture, role: str) -> tuple[str, tuple[int, int]]:
    """Markup and pixel size of one picture."""
    if role == "measures":
        return measures.markup(_scene(picture, "line"), picture.look), (720, 900)
    inner, scene = _photo(picture, "night" if role == "night" else "day")
    size, view = (WIDTH, HEIGHT), (0.0, 0.0, float(WIDTH), float(HEIGHT))
    if role == "detail":
        size, view = (720, 900), _crop(scene.focus, picture.zoom)
    box = " ".join(f"{value:.1f}" for value in view)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" viewBox="{box}">{inner}</svg>',
        size,
    )


def _crop(focus: tuple[float, float], zoom: float) -> tuple[float, float, float, float]:
    width, height = WIDTH / zoom, HEIGHT / zoom
    x = min(max(focus[0] - width / 2, 0), WIDTH - width)
    y = min(max(focus[1] - height / 2, 0), HEIGHT - height)
    return x, y, width, height
