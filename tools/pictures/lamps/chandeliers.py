"""Chandeliers: several lights, or one long one, on one canopy."""

import math

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import mix
from tools.pictures.scene import Box, Scene
from tools.pictures.walls import FLOOR


def constellation(s: Scene, look: Look) -> None:
    """Arms from a hub, each with an opal globe."""
    k = look.scale(740, 480, 9.6)
    box = centred(look, k, top=330)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    r = w * 0.078 if look.count <= 6 else w * 0.066
    reach, deep = w / 2 - r, h * 0.17
    hub = box.y1 - 2.45 * r - deep - h * 0.18
    parts.hang(s, cx, box.y0, look.finish)
    s.rect(cx - 7, box.y0, 14, hub - box.y0, s.metal(look.finish, cx - 7, cx + 7), r=4)
    turns = [math.pi / 2 + math.pi * 2 * i / look.count for i in range(look.count)]
    ends = sorted(((math.cos(turn) * reach, math.sin(turn) * deep) for turn in turns), key=lambda end: end[1])
    widest = max(abs(x) for x, _ in ends)
    s.glow(cx, hub + h * 0.25, w * 0.75, 0.5)
    for dx, dy in ends:
        x, y = cx + dx * reach / widest, hub + h * 0.18 + dy
        _arm(s, cx, hub, x, y, look.finish)
        parts.collar(s, x, y - 6, r * 0.8, r * 0.7, look.finish)
        parts.opal(s, x, y + r * 1.45, r, strength=0.75)
    s.rect(cx - 26, hub - 10, 52, 40, s.metal(look.finish, cx - 26, cx + 26), r=14)
    s.circle(cx, hub + 40, 13, s.metal(look.finish, cx - 13, cx + 13))
    s.box = Box(box.x0, box.y0, box.x1, box.y1)
    s.focus = (cx, hub + h * 0.2)


def _arm(s: Scene, cx: float, hub: float, x: float, y: float, finish: str) -> None:
    out = x - cx
    s.tube(
        f"M{cx:.1f} {hub + 8:.1f}C{cx + out * 0.3:.1f} {hub - 40:.1f} {cx + out * 0.45:.1f} "
        f"{hub + 44:.1f} {cx + out * 0.72:.1f} {hub + 22:.1f}"
        f"S{x:.1f} {hub + 6:.1f} {x:.1f} {y:.1f}",
        finish,
        10,
    )


def bar(s: Scene, look: Look) -> None:
    """A long LED bar on two cables."""
    k = look.scale(780, 300, 8)
    box = centred(look, k, top=520)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    _two_cables(s, box, look, top=box.y0)
    s.rect(box.x0, box.y0, w, h * 0.66, s.upright(look.finish, box.y0, box.y0 + h * 0.66), r=5)
    off = s.linear(0, box.y1 - h * 0.4, 0, box.y1, [(0, "#FBF8F1"), (1, "#D5CDBE")])
    s.rect(box.x0 + 3, box.y0 + h * 0.62, w - 6, h * 0.38, s.lit(off), r=6, emits=True)
    if s.night:
        s.cone(
            f"M{box.x0} {box.y1}L{box.x0 - 70} {FLOOR + 60}H{box.x1 + 70}L{box.x1} {box.y1}Z",
            box.y1,
            FLOOR + 80,
            0.5,
            26,
        )
        s.glow(480, box.y1 + 20, w * 0.72, 0.7, 0.45)
        s.pool(480, FLOOR + 80, w * 0.62, 66, 0.6)
        s.bloom(480, box.y1 - h * 0.2, w * 0.58, 0.75, 0.1)
    s.box, s.focus = box, (box.x0 + 150, box.y0 + 40)


def _two_cables(s: Scene, box: Box, look: Look, top: float) -> None:
    w = box.x1 - box.x0
    for share in (0.22, 0.78):
        x = box.x0 + w * share
        s.rect(x - 2, 20, 4, top - 18, "#2B2F32")
        s.rect(x - 9, top - 14, 18, 18, s.metal(look.finish, x - 9, x + 9), r=4)
    s.rect(480 - w * 0.34, -8, w * 0.68, 40, s.upright(look.finish, -8, 32), r=10)
    s.hang = Box(400, 32, 400, top)


def ring(s: Scene, look: Look) -> None:
    """One circle of light, hung upright."""
    k = look.scale(520, 520, 9)
    box = centred(look, k, top=330)
    cx, r = 480.0, (box.x1 - box.x0) / 2
    cy, thick = box.y0 + r, r * 0.1
    parts.hang(s, cx, box.y0 + 4, look.finish)
    s.rect(cx - 9, box.y0 - 22, 18, 26, s.metal(look.finish, cx - 9, cx + 9), r=4)
    hoop = (
        f"M{cx - r} {cy}A{r} {r} 0 1 1 {cx + r} {cy}A{r} {r} 0 1 1 {cx - r} {cy}"
        f"ZM{cx - r + thick} {cy}A{r - thick} {r - thick} 0 1 0 {cx + r - thick} {cy}"
        f"A{r - thick} {r - thick} 0 1 0 {cx - r + thick} {cy}Z"
    )
    s.path(hoop, s.metal(look.finish, box.x0, box.x1), fill_rule="evenodd")
    inner = r - thick
    light = (
        f"M{cx - inner} {cy}A{inner} {inner} 0 1 1 {cx + inner} {cy}A{inner} {inner} 0 1 1 "
        f"{cx - inner} {cy}ZM{cx - inner + thick * 0.62} {cy}A{inner - thick * 0.62} "
        f"{inner - thick * 0.62} 0 1 0 {cx + inner - thick * 0.62} {cy}"
        f"A{inner - thick * 0.62} {inner - thick * 0.62} 0 1 0 {cx - inner + thick * 0.62} "
        f"{cy}Z"
    )
    if s.night:
        warm = s.glowing
        s.shade(hoop, warm, 0.5, 60, emits=True)
        s.shade(light, mix(warm, "#FFFFFF", 0.3), 0.9, 24, emits=True)
        s.glow(cx, cy, r * 2.3, 0.28)
        s.pool(cx, FLOOR + 80, r * 1.5, 60, 0.5)
    off = s.linear(box.x0, box.y0, box.x1, box.y1, [(0, "#FFFFFF"), (1, "#D9D2C4")])
    s.path(light, s.lit(off), fill_rule="evenodd", emits=True)
    if s.night:
        s.shade(light, "#FFFFFF", 0.7, 10, emits=True)
    s.box, s.focus = box, (box.x0 + r * 0.5, box.y0 + r * 0.5)


def trio(s: Scene, look: Look) -> None:
    """Three opal drops at three heights on one rail."""
    k = look.scale(640, 560, 9)
    box = centred(look, k, top=330)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    r = w * 0.13
    s.rect(box.x0 + r * 0.4, -8, w - r * 0.8, 42, s.upright(look.finish, -8, 34), r=10)
    for share, low in ((0.0, 0.55), (0.5, 1.0), (1.0, 0.0)):
        x = box.x0 + r + (w - 2 * r) * share
        top = box.y0 + (h - 2.5 * r) * low
        s.rect(x - 2.5, 30, 5, top - 28, "#24282A")
        parts.collar(s, x, top, r * 0.8, r * 0.62, look.finish)
        parts.opal(s, x, top + r * 1.5, r, strength=0.85)
    s.pool(480, FLOOR + 80, w * 0.6, 60, 0.4)
    s.hang = Box(box.x0 + r, 34, box.x0 + r, box.y0 + (h - 2.5 * r) * 0.55)
    s.box, s.focus = box, (480, box.y0 + h * 0.7)
