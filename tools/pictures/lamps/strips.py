"""LED tape on its reel, and profiles under a shelf."""

import math

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import mix
from tools.pictures.scene import Box, Scene
from tools.pictures.walls import TABLE


def _coil(cx: float, cy: float, first: float, last: float, turns: float) -> str:
    steps = int(turns * 40)
    points = []
    for i in range(steps + 1):
        angle, r = math.pi / 2 - 2 * math.pi * turns * i / steps, first + (last - first) * i / steps
        points.append(f"{cx + math.cos(angle) * r:.1f} {cy - math.sin(angle) * r:.1f}")
    return "M" + "L".join(points)


def reel(s: Scene, look: Look) -> None:
    """A full reel standing on a table, its tail running off to the right."""
    k = look.scale(470, 470, 30)
    box = centred(look, k, bottom=TABLE + 20, cx=430)
    cx, r = 430.0, (box.x1 - box.x0) / 2
    cy = box.y0 + r
    parts.contact(s, cx, TABLE + 12, r * 0.7, 16)
    s.circle(cx, cy, r, s.metal("branco", cx - r, cx + r))
    s.circle(cx, cy, r * 0.93, s.flat("branco", cx - r, cy - r, cx + r, cy + r), detail=True)
    s.circle(cx, cy, r * 0.84, s.lit("#EFE6CF", mix(s.glowing, "#FFFFFF", 0.12)), emits=True)
    path = _coil(cx, cy, r * 0.34, r * 0.8, 6.25)
    s.shade(path, "none", stroke=s.lit("#D9CBA6", mix(s.glowing, "#5A2C08", 0.28)), stroke_width=3, emits=True)
    s.shade(path, "none", stroke=s.lit("#E9B94A", "#FFFFFF"), stroke_width=9, stroke_dasharray="9 15", emits=True)
    s.circle(cx, cy, r * 0.3, s.metal("branco", cx - r * 0.3, cx + r * 0.3))
    s.circle(cx, cy, r * 0.12, s.lit("#C9C2B4", "#3A322A"))
    for turn in range(3):
        angle = math.pi * 2 * turn / 3 + 0.5
        s.circle(cx + math.cos(angle) * r * 0.21, cy + math.sin(angle) * r * 0.21, r * 0.04, "#B9B2A4", detail=True)
    if not s.line:
        tail = (
            f"M{cx:.0f} {cy + r * 0.86:.0f}C{cx + r * 0.5:.0f} {cy + r * 0.9:.0f} "
            f"{cx + r * 0.7:.0f} {TABLE + 46:.0f} {cx + r * 1.15:.0f} {TABLE + 26:.0f}"
            f"S{cx + r * 1.8:.0f} {TABLE - 6:.0f} {cx + r * 2.6:.0f} {TABLE + 34:.0f}"
        )
        s.shade(
            tail,
            "none",
            stroke="#F7F3E8" if not s.night else mix(s.glowing, "#FFFFFF", 0.2),
            stroke_width=24,
            emits=True,
        )
        s.shade(tail, "none", stroke=s.lit("#E4B645", "#FFFFFF"), stroke_width=11, stroke_dasharray="13 21", emits=True)
        if s.night:
            s.shade(tail, "none", 0.8, 14, stroke=s.glowing, stroke_width=34, emits=True)
    s.glow(cx, cy, r * 2.1, 0.75)
    s.bloom(cx, cy, r * 1.15, 0.5)
    s.pool(cx + r * 0.7, TABLE + 24, r * 1.8, 54, 0.8)
    s.box, s.focus = box, (cx + r * 0.3, cy + r * 0.35)


def profile(s: Scene, look: Look) -> None:
    """An aluminium profile under a shelf with a few things on it."""
    k = look.scale(700, 60, 7.2)
    box = centred(look, k, top=600)
    w = box.x1 - box.x0
    h = box.y1 - box.y0
    shelf = box.y0 - 44
    if not s.line:
        _shelf_things(s, shelf)
        s.rect(box.x0 - 46, shelf, w + 92, 44, s.upright("natural", shelf - 10, shelf + 60), r=3)
        s.shade(
            (
                f"M{box.x0 - 46:.0f} {shelf + 12:.0f}H{box.x1 + 46:.0f}M{box.x0 - 46:.0f} "
                f"{shelf + 27:.0f}H{box.x1 + 46:.0f}"
            ),
            "none",
            0.14,
            stroke="#5A3413",
            stroke_width=2,
        )
    s.rect(box.x0, box.y0, w, h * 0.62, s.upright(look.finish, box.y0, box.y1), r=2)
    s.rect(box.x0 + 3, box.y0 + h * 0.5, w - 6, h * 0.5, s.lit("#F4F0E6", "#FFFFFF"), r=3, emits=True)
    if s.night:
        s.cone(
            (
                f"M{box.x0 - 10:.0f} {box.y1:.0f}L{box.x0 - 70:.0f} 1180H{box.x1 + 70:.0f}"
                f"L{box.x1 + 10:.0f} {box.y1:.0f}Z"
            ),
            box.y1,
            1180,
            0.95,
            26,
        )
        s.glow(480, box.y1 + 30, w * 0.62, 0.8, 0.42)
        s.bloom(480, box.y1, w * 0.55, 0.8, 0.07)
    s.box, s.focus = box, (box.x0 + 170, box.y0)


def _shelf_things(s: Scene, y: float) -> None:
    """Books and two vases."""
    x = 200.0
    for w, tall, tone in ((34, 190, "terracota"), (26, 214, "areia"), (40, 176, "verde-mata"), (28, 200, "azul")):
        s.rect(x, y - tall, w, tall, s.metal(tone, x - w * 0.4, x + w * 1.3), r=3)
        x += w + 3
    s.path(
        (
            f"M600 {y}C560 {y - 40} 556 {y - 120} 604 {y - 150}V{y - 190}H636V{y - 150}C684 "
            f"{y - 120} 680 {y - 40} 640 {y}Z"
        ),
        s.metal("branco", 560, 680),
    )
    s.path(
        f"M716 {y}V{y - 84}Q716 {y - 100} 732 {y - 100}H776Q792 {y - 100} 792 {y - 84}V{y}Z", s.metal("latao", 716, 792)
    )


def neon(s: Scene, look: Look) -> None:
    """A flexible neon line bent into a sun over a wave."""
    k = look.scale(640, 600, 14)
    box = centred(look, k, top=370)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    cx = 480.0
    d = (
        f"M{box.x0 + w * 0.14:.0f} {box.y0 + h * 0.61:.0f}A{w * 0.36:.0f} {w * 0.36:.0f} 0 0 "
        f"1 {box.x1 - w * 0.14:.0f} {box.y0 + h * 0.61:.0f}"
        f"M{box.x0 + 8:.0f} {box.y0 + h * 0.74:.0f}Q{box.x0 + w * 0.25:.0f} "
        f"{box.y0 + h * 0.62:.0f} {cx:.0f} {box.y0 + h * 0.74:.0f}T{box.x1 - 8:.0f} "
        f"{box.y0 + h * 0.74:.0f}"
        f"M{box.x0 + w * 0.16:.0f} {box.y0 + h * 0.9:.0f}Q{box.x0 + w * 0.33:.0f} "
        f"{box.y0 + h * 0.8:.0f} {cx:.0f} {box.y0 + h * 0.9:.0f}T{box.x1 - w * 0.16:.0f} "
        f"{box.y0 + h * 0.9:.0f}"
    )
    if s.line:
        s.tube(d, "branco", 16)
    elif s.night:
        s.shade(d, "none", 0.85, 34, stroke=s.glowing, stroke_width=46, emits=True)
        s.shade(d, "none", 0.9, 10, stroke=s.glowing, stroke_width=26, emits=True)
        s.shade(d, "none", stroke="#FFF9EC", stroke_width=13, stroke_linecap="round", emits=True)
        s.glow(cx, box.y0 + h * 0.5, w * 0.95, 0.6)
    else:
        s.tube(d, "branco", 20)
    s.box, s.focus = Box(box.x0, box.y0, box.x1, box.y1), (cx, box.y0 + h * 0.6)
