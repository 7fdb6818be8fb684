"""Line drawing with dimensions: the same shapes, the numbers of the spec table."""

from dataclasses import dataclass

from tools.pictures.look import Look
from tools.pictures.palette import ACCENT, INK, PLASTER
from tools.pictures.scene import HEIGHT, WIDTH, Box, Scene

SIDE, ABOVE, BELOW, LARGEST = 205, 90, 220, 1.15
FONT = 'font-family="Liberation Sans,Arial,sans-serif" font-size="34"'


def number(value: float) -> str:
    """12.5 -> 12,5"""
    return f"{value:g}".replace(".", ",")


@dataclass(frozen=True)
class _Fit:
    """Where the drawing lands on the sheet: as large as its labels allow, in the middle."""

    scale: float
    dx: float
    dy: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        return x * self.scale + self.dx, y * self.scale + self.dy


def _fit(box: Box, hang: Box | None) -> _Fit:
    top = min(box.y0, -6) if hang else box.y0
    wide, tall = box.x1 - box.x0, box.y1 - top
    scale = min((WIDTH - 2 * SIDE) / wide, (HEIGHT - ABOVE - BELOW) / tall, LARGEST)
    return _Fit(scale, (WIDTH - scale * (box.x0 + box.x1)) / 2, (HEIGHT + ABOVE - BELOW - scale * (top + box.y1)) / 2)


def _arrow(x0: float, y0: float, x1: float, y1: float, text: str, where: str) -> str:
    """One dimension: line with end ticks, label below or beside."""
    upright = x0 == x1
    tick = 13
    ends = "".join(
        f"M{x - tick:.1f} {y:.1f}H{x + tick:.1f}" if upright else f"M{x:.1f} {y - tick:.1f}V{y + tick:.1f}"
        for x, y in ((x0, y0), (x1, y1))
    )
    mx, my = (x0 + x1) / 2, (y0 + y1) / 2
    if where == "below":
        label = f'x="{mx:.1f}" y="{my + 46:.1f}" text-anchor="middle"'
    else:
        anchor, gap = ("end", -20) if where == "left" else ("start", 20)
        label = f'x="{mx + gap:.1f}" y="{my + 12:.1f}" text-anchor="{anchor}"'
    return (
        f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}{ends}" fill="none" stroke="{ACCENT}" stroke-width="2.6"/>'
        f'<text {label} {FONT} fill="{INK}">{text}</text>'
    )


def _dimensions(box: Box, hang: Box | None, look: Look, fit: _Fit) -> str:
    x0, y0 = fit.place(box.x0, box.y0)
    x1, y1 = fit.place(box.x1, box.y1)
    side = min(x1 + 46, WIDTH - 150)
    parts = [
        _arrow(x0, y1 + 54, x1, y1 + 54, f"{number(look.width)} cm", "below"),
        _arrow(side, y0, side, y1, f"{number(look.height)} cm", "right"),
    ]
    if hang and look.cable:
        hx0, hy0 = fit.place(hang.x0, hang.y0)
        _, hy1 = fit.place(hang.x1, hang.y1)
        inside = min(x0, hx0) < 236
        x = min(x0, hx0) - 46 if not inside else x0 + 46 if hang.x0 == WIDTH / 2 else hx0
        parts.append(_arrow(x, hy0, x, hy1, f"até {number(look.cable)} cm", "right" if inside else "left"))
    if look.depth != look.width:
        parts.append(
            f'<text x="{WIDTH / 2}" y="{HEIGHT - 48}" text-anchor="middle" {FONT} fill="{INK}">'
            f"profundidade {number(look.depth)} cm</text>"
        )
    return "".join(parts)


def markup(scene: Scene, look: Look) -> str:
    if scene.box is None:
        raise ValueError(f"drawing {look.kind} tells no measures")
    fit = _fit(scene.box, scene.hang)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="900" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PLASTER}"/><defs>{"".join(scene.defs)}</defs>'
        f'<g transform="translate({fit.dx:.2f} {fit.dy:.2f}) scale({fit.scale:.4f})">{scene.object_markup()}</g>'
        f"{_dimensions(scene.box, scene.hang, look, fit)}</svg>"
    )
