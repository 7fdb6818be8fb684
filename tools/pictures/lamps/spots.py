"""Lamps that are pointed: tracks, surface spots."""

import math

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import FINISHES, mix
from tools.pictures.scene import Box, Scene
from tools.pictures.walls import SOFFIT


def head(s: Scene, x: float, y: float, long: float, wide: float, turn: float, finish: str) -> None:
    """A cylinder hinged at its upper third; `turn` in degrees, 0 points straight down."""
    angle = math.radians(turn)
    ax, ay = -math.sin(angle), math.cos(angle)
    spin = f"rotate({turn:.1f} {x:.1f} {y:.1f})"
    paint = s.metal(finish, x - wide / 2, x + wide / 2)
    top, low = y - long * 0.32, y + long * 0.68
    s.path(parts.rounded(x - wide / 2, top, wide, long, wide * 0.16), paint, transform=spin)
    s.shade(
        f"M{x - wide * 0.27:.1f} {top + 14:.1f}V{low - 20:.1f}",
        "none",
        0.4,
        3,
        stroke="#FFFFFF",
        stroke_width=wide * 0.08,
        transform=spin,
    )
    tone = FINISHES[finish]
    dark = mix(tone.dark, "#000000", 0.3)
    s.ellipse(
        x,
        low - 2,
        wide / 2,
        wide * 0.17,
        s.lit(dark, mix(s.glowing, "#FFFFFF", 0.6)),
        transform=spin,
        emits=True,
        stroke=tone.edge,
        stroke_width=2.5,
    )
    s.ellipse(x, low - 3, wide * 0.3, wide * 0.09, s.lit("#E9E0CE", "#FFFFFF"), transform=spin, emits=True, detail=True)
    mx, my = x + ax * long * 0.68, y + ay * long * 0.68
    if s.night:
        half, reach = wide / 2, 620
        fx, fy = mx + ax * reach, my + ay * reach
        nx, ny = ay, -ax
        spread = half + reach * 0.3
        d = (
            f"M{mx + nx * half:.0f} {my + ny * half:.0f}L{fx + nx * spread:.0f} "
            f"{fy + ny * spread:.0f}L{fx - nx * spread:.0f} {fy - ny * spread:.0f}"
            f"L{mx - nx * half:.0f} {my - ny * half:.0f}Z"
        )
        s.cone(d, my, my + reach * 0.95, 0.62, 15)
        s.glow(mx, my, wide * 2, 0.5)
        s.bloom(mx, my, wide * 0.9, 0.8)


def track(s: Scene, look: Look) -> None:
    k = look.scale(780, 420, 7.8)
    box = centred(look, k, top=SOFFIT)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    rail = max(h * 0.14, 26)
    s.rect(box.x0, box.y0, w, rail, s.upright(look.finish, box.y0, box.y0 + rail), r=4)
    s.shade(
        f"M{box.x0 + 6:.0f} {box.y0 + rail * 0.62:.0f}H{box.x1 - 6:.0f}", "none", 0.5, stroke="#000000", stroke_width=5
    )
    turns = {1: (24,), 2: (26, -26), 3: (30, 0, -28), 4: (28, 12, -10, -30)}[look.count]
    long = (h - rail) * 0.78
    wide = long * 0.54
    for i, turn in enumerate(turns):
        x = box.x0 + w * (i + 0.5) / look.count
        y = box.y0 + rail + (h - rail) * 0.4
        s.rect(
            x - wide * 0.36,
            box.y0 + rail * 0.25,
            wide * 0.72,
            rail * 0.95,
            s.upright(look.finish, box.y0, box.y0 + rail),
            r=5,
        )
        s.rect(x - 7, box.y0 + rail, 14, y - box.y0 - rail + 8, s.metal(look.finish, x - 7, x + 7), r=5)
        head(s, x, y, long * (1 if turn else 0.99), wide, turn, look.finish)
        s.circle(x, y, wide * 0.15, s.metal(look.finish, x - 10, x + 10))
    s.box, s.focus = box, (box.x0 + w * 0.5 / look.count + 60, box.y0 + h * 0.6)


def surface(s: Scene, look: Look) -> None:
    """A cylinder screwed under the ceiling."""
    k = look.scale(300, 420, 26)
    box = centred(look, k, top=SOFFIT)
    cx, w = 480.0, box.x1 - box.x0
    ry = w * 0.13
    rim = box.y1 - ry
    s.path(
        (f"M{box.x0:.0f} {box.y0:.0f}H{box.x1:.0f}V{rim:.0f}A{w / 2:.0f} {ry:.0f} 0 0 1 {box.x0:.0f} {rim:.0f}Z"),
        s.metal(look.finish, box.x0, box.x1),
    )
    s.gleam(f"M{box.x0 + w * 0.2:.0f} {box.y0 + 22:.0f}V{rim - 26:.0f}", w * 0.06, 0.4, 5)
    s.shade(f"M{box.x0:.0f} {box.y0 + 5:.0f}H{box.x1:.0f}", "none", 0.35, 3, stroke="#000000", stroke_width=8)
    parts.mouth(s, cx, rim, w / 2, ry, look.finish, bulb=0.5)
    if s.night:
        s.cone(f"M{box.x0 + 6} {rim}L{cx - w * 1.35} 1260H{cx + w * 1.35}L{box.x1 - 6} {rim}Z", rim, 1240, 0.66, 20)
        s.glow(cx, rim + 30, w * 1.5, 0.6)
        s.bloom(cx, rim, w * 0.6, 0.8, 0.5)
    s.box, s.focus = box, (cx, box.y1 - 130)


def rail_spot(s: Scene, look: Look) -> None:
    """One spot for a track, with a piece of rail out of the frame on both sides."""
    k = look.scale(330, 430, 24)
    box = centred(look, k, top=SOFFIT + 34)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    if not s.line:
        s.rect(-20, SOFFIT, 1000, 44, s.upright(look.finish, SOFFIT, SOFFIT + 44))
        s.shade(f"M-20 {SOFFIT + 28}H980", "none", 0.5, stroke="#000000", stroke_width=6)
    wide = w * 0.94
    s.rect(cx - w * 0.3, box.y0, w * 0.6, h * 0.12, s.upright(look.finish, box.y0, box.y0 + h * 0.12), r=6)
    s.rect(cx - 9, box.y0 + h * 0.12, 18, h * 0.3, s.metal(look.finish, cx - 9, cx + 9), r=5)
    head(s, cx, box.y0 + h * 0.47, h * 0.68, wide * 0.66, 22, look.finish)
    s.circle(cx, box.y0 + h * 0.47, w * 0.1, s.metal(look.finish, cx - 18, cx + 18))
    s.box, s.focus = Box(box.x0, box.y0, box.x1, box.y1), (cx, box.y0 + h * 0.5)
