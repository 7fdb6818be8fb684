"""Dimmers, sensors, plugs and drivers."""

import math

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import FINISHES, mix
from tools.pictures.scene import Box, Scene


def _plate(s: Scene, box: Box, finish: str) -> None:
    w, h = box.x1 - box.x0, box.y1 - box.y0
    s.shadow = (22, 18, 12)
    s.path(parts.rounded(box.x0, box.y0, w, h, 26), s.flat(finish, box.x0, box.y0, box.x1, box.y1))
    s.shade(
        parts.rounded(box.x0 + 3, box.y0 + 3, w - 6, h - 6, 24),
        "none",
        0.8,
        stroke=FINISHES[finish].light,
        stroke_width=3,
    )
    s.path(
        parts.rounded(box.x0 + w * 0.12, box.y0 + h * 0.09, w * 0.76, h * 0.82, 16),
        s.flat(finish, box.x1, box.y1, box.x0, box.y0),
        detail=True,
    )


def dimmer(s: Scene, look: Look) -> None:
    """A wall plate with a turning knob and a mark of light."""
    k = look.scale(390, 600, 51)
    box = centred(look, k, top=600 - look.height * k / 2)
    cx, cy, w = 480.0, 600.0, box.x1 - box.x0
    _plate(s, box, look.finish)
    r = w * 0.25
    for i in range(13):
        angle = math.radians(-135 + i * 22.5)
        on = i <= 8
        color = s.lit("#C9A15A" if on else "#B8B2A6", "#FFC873" if on else "#6B6355")
        s.path(
            (
                f"M{cx + math.sin(angle) * r * 1.22:.1f} {cy - math.cos(angle) * r * 1.22:.1f}"
                f"L{cx + math.sin(angle) * r * 1.38:.1f} {cy - math.cos(angle) * r * 1.38:.1f}"
            ),
            "none",
            stroke=color,
            stroke_width=6,
            stroke_linecap="round",
            emits=True,
        )
    s.shade(f"M{cx - r} {cy + 10}A{r} {r} 0 0 0 {cx + r} {cy + 10}Z", "#000000", 0.35, 12)
    s.circle(cx, cy, r, s.metal(look.accent, cx - r, cx + r))
    s.circle(cx, cy, r * 0.84, s.flat(look.accent, cx - r, cy - r, cx + r, cy + r))
    s.thread(f"M{cx + r * 0.32:.0f} {cy - r * 0.32:.0f}L{cx + r * 0.52:.0f} {cy - r * 0.52:.0f}", "#FFF7E6", 7)
    s.box, s.focus = box, (cx, cy)


def sensor(s: Scene, look: Look) -> None:
    """A presence sensor: round body, faceted lens."""
    k = look.scale(470, 470, 52)
    box = centred(look, k, top=600 - look.height * k / 2)
    cx, cy, r = 480.0, 600.0, (box.x1 - box.x0) / 2
    s.circle(cx, cy, r, s.metal(look.finish, box.x0, box.x1))
    s.circle(cx, cy, r * 0.9, s.flat(look.finish, box.x0, box.y0, box.x1, box.y1), detail=True)
    lens = r * 0.6
    paint = s.radial(cx - lens * 0.3, cy - lens * 0.35, lens * 1.6, [(0, "#FFFFFF"), (0.45, "#E9E6DF"), (1, "#A9A498")])
    s.circle(cx, cy, lens, paint)
    facets = "".join(
        (f"M{cx:.0f} {cy:.0f}L{cx + math.sin(math.pi * i / 6) * lens:.1f} {cy - math.cos(math.pi * i / 6) * lens:.1f}")
        for i in range(12)
    )
    s.shade(facets, "none", 0.3, stroke="#7A756A", stroke_width=2.5)
    for share in (0.36, 0.68):
        s.shade(
            (
                f"M{cx - lens * share:.1f} {cy:.1f}A{lens * share:.1f} {lens * share:.1f} 0 1 1 "
                f"{cx + lens * share:.1f} {cy:.1f}A{lens * share:.1f} {lens * share:.1f} 0 1 1 "
                f"{cx - lens * share:.1f} {cy:.1f}Z"
            ),
            "none",
            0.3,
            stroke="#7A756A",
            stroke_width=2.5,
        )
    s.circle(cx, cy + r * 0.76, 8, s.lit("#C9483A", "#FF6A55"), emits=True, detail=True)
    s.box, s.focus = box, (cx, cy)


def smart_plug(s: Scene, look: Look) -> None:
    """A plug body with a three-hole Brazilian socket and a light ring."""
    k = look.scale(420, 540, 84)
    box = centred(look, k, top=600 - look.height * k / 2)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    s.path(parts.rounded(box.x0, box.y0, w, h, w * 0.3), s.metal(look.finish, box.x0, box.x1))
    s.path(
        parts.rounded(box.x0 + 14, box.y0 + 14, w - 28, h - 28, w * 0.27),
        s.flat(look.finish, box.x0, box.y0, box.x1, box.y1),
        detail=True,
    )
    cy, r = box.y0 + h * 0.42, w * 0.3
    hexagon = (
        f"M{cx - r:.1f} {cy:.1f}L{cx - r * 0.62:.1f} {cy - r * 0.62:.1f}H{cx + r * 0.62:.1f}"
        f"L{cx + r:.1f} {cy:.1f}L{cx + r * 0.62:.1f} {cy + r * 0.62:.1f}H{cx - r * 0.62:.1f}Z"
    )
    s.path(hexagon, mix(FINISHES[look.finish].dark, "#FFFFFF", 0.25) if not s.night else "#5A554C")
    for dx, dy in ((-0.5, 0.08), (0, -0.14), (0.5, 0.08)):
        s.circle(cx + dx * r, cy + dy * r, r * 0.13, "#22262A")
    s.circle(cx, box.y0 + h * 0.83, w * 0.07, s.lit("#E8E2D6", "#8FE3C4"), emits=True, stroke="#A8A295", stroke_width=3)
    if s.night:
        s.shade(
            parts.rounded(box.x0 - 4, box.y0 - 4, w + 8, h + 8, w * 0.3),
            "none",
            0.35,
            8,
            stroke="#8FE3C4",
            stroke_width=8,
            emits=True,
        )
    s.box, s.focus = box, (cx, cy)


def driver(s: Scene, look: Look) -> None:
    """A metal power supply with fins, terminals and a label."""
    k = look.scale(660, 340, 40)
    box = centred(look, k, top=600 - look.height * k / 2)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    s.shadow = (30, 26, 14)
    s.path(parts.rounded(box.x0, box.y0, w, h, 12), s.upright(look.finish, box.y0 - 20, box.y1 + 60))
    for i in range(7):
        y = box.y0 + h * (0.12 + i * 0.045)
        s.shade(f"M{box.x0 + 16:.0f} {y:.0f}H{box.x1 - w * 0.2:.0f}", "none", 0.16, stroke="#000000", stroke_width=4)
    label = (box.x0 + w * 0.06, box.y0 + h * 0.48, w * 0.62, h * 0.4)
    s.rect(*label, s.lit("#F6F2E8", "#B7AC98"), r=6, detail=True)
    for i, wide in enumerate((0.5, 0.8, 0.66)):
        s.shade(
            (f"M{label[0] + 22:.0f} {label[1] + label[3] * (0.26 + 0.24 * i):.0f}h{label[2] * wide:.0f}"),
            "none",
            0.75,
            stroke=("#11232A", "#526268", "#526268")[i],
            stroke_width=14 if i == 0 else 8,
        )
    tx = box.x1 - w * 0.17
    s.rect(tx, box.y0 + h * 0.08, w * 0.14, h * 0.84, s.metal("grafite", tx, tx + w * 0.14), r=6)
    for i in range(5):
        y = box.y0 + h * (0.18 + i * 0.16)
        s.circle(tx + w * 0.07, y, h * 0.055, s.metal("cromo", tx + w * 0.04, tx + w * 0.1), detail=True)
        s.thread(
            f"M{tx + w * 0.055:.0f} {y - 7:.0f}L{tx + w * 0.085:.0f} {y + 7:.0f}", "#3A4044", 4
        ) if not s.line else None
    if not s.line:
        for i, tone in enumerate(("#B3321F", "#22262A", "#3D6D96")):
            y = box.y0 + h * (0.34 + i * 0.16)
            s.thread(
                (
                    f"M{tx + w * 0.1:.0f} {y:.0f}C{box.x1 + 60:.0f} {y:.0f} {box.x1 + 30 + i * 26:.0f} "
                    f"{y + 160:.0f} {box.x1 + 24 + i * 40:.0f} 1240"
                ),
                tone,
                11,
            )
    s.box, s.focus = box, (box.x1 - w * 0.26, 600)


def remote(s: Scene, look: Look) -> None:
    """A slim wireless switch with four keys."""
    k = look.scale(380, 590, 50)
    box = centred(look, k, top=600 - look.height * k / 2)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    _plate(s, box, look.finish)
    for i in range(4):
        y = box.y0 + h * (0.16 + i * 0.19)
        key = (box.x0 + w * 0.2, y, w * 0.6, h * 0.155)
        s.rect(*key, s.upright(look.finish, y - 20, y + key[3] + 24), r=18)
        color = ("#FFB15C", "#FFD9A6", "#FFF0DC", "#DCE9FF")[i]
        s.circle(cx, y + key[3] / 2, 15, s.lit(color, color), emits=True, detail=True, stroke="#8C857A", stroke_width=2)
    s.box, s.focus = box, (cx, box.y0 + h * 0.35)
