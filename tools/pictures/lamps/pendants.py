"""Pendants: one point of light on a cord."""

import math

from tools.pictures.lamps import parts
from tools.pictures.lamps.bulbs import filament_glass
from tools.pictures.look import Look, centred
from tools.pictures.palette import FINISHES, mix
from tools.pictures.scene import Scene
from tools.pictures.walls import FLOOR


def _beam(s: Scene, cx: float, y: float, half: float, *, spread: float = 1.7, reach: float = FLOOR + 60) -> None:
    """Cone under a shade, its pool on the floor and the dazzle at the opening."""
    far = half * spread
    s.cone(
        (
            f"M{cx - half * 0.96:.1f} {y:.1f}L{cx - far:.1f} {reach:.1f}Q{cx} {reach + 60:.1f} "
            f"{cx + far:.1f} {reach:.1f}L{cx + half * 0.96:.1f} {y:.1f}Z"
        ),
        y,
        reach + 40,
    )
    s.pool(cx, reach + 10, far * 1.06, far * 0.17, 0.62)
    s.glow(cx, y + half * 0.3, half * 2.6, 0.5)
    s.bloom(cx, y, half * 0.95, 0.75, 0.5)


def dome(s: Scene, look: Look) -> None:
    k = look.scale(500, 420, 16)
    box = centred(look, k, top=428)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    ry = w * 0.075
    rim = box.y1 - ry
    neck = h * 0.24
    crown = box.y0 + neck * 0.72
    parts.hang(s, cx, box.y0, look.finish)
    s.rect(cx - w * 0.068, box.y0, w * 0.136, neck, s.metal(look.finish, cx - w * 0.068, cx + w * 0.068), r=w * 0.045)
    shell = (
        f"M{box.x0:.1f} {rim:.1f}C{box.x0 + w * 0.01:.1f} {rim - (rim - crown) * 0.55:.1f} "
        f"{cx - w * 0.33:.1f} {crown:.1f} {cx:.1f} {crown:.1f}"
        f"C{cx + w * 0.33:.1f} {crown:.1f} {box.x1 - w * 0.01:.1f} "
        f"{rim - (rim - crown) * 0.55:.1f} {box.x1:.1f} {rim:.1f}"
        f"A{w / 2:.1f} {ry:.1f} 0 0 1 {box.x0:.1f} {rim:.1f}Z"
    )
    s.path(shell, s.metal(look.finish, box.x0, box.x1))
    s.shade(
        shell,
        s.linear(
            0, crown, 0, rim, [(0, "#FFFFFF", 0.1), (0.35, "#FFFFFF", 0), (0.5, "#000000", 0), (1, "#000000", 0.2)]
        ),
    )
    s.gleam(
        f"M{box.x0 + w * 0.13:.1f} {rim - h * 0.16:.1f}C{box.x0 + w * 0.17:.1f} "
        f"{rim - h * 0.42:.1f} {cx - w * 0.2:.1f} {crown + h * 0.12:.1f} {cx - w * 0.1:.1f} "
        f"{crown + h * 0.08:.1f}",
        w * 0.03,
        0.5,
        5,
    )
    parts.mouth(s, cx, rim, w / 2, ry, look.finish, bulb=0.13)
    _beam(s, cx, rim, w / 2)
    s.box, s.focus = box, (cx, box.y0 + h * 0.62)


def cone(s: Scene, look: Look) -> None:
    k = look.scale(470, 480, 14.6)
    box = centred(look, k, top=390)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    ry = w * 0.085
    rim = box.y1 - ry
    top = box.y0 + h * 0.14
    cap = w * 0.085
    parts.hang(s, cx, box.y0, look.accent)
    parts.collar(s, cx, box.y0, cap * 2, h * 0.15, look.accent)
    shell = (
        f"M{cx - cap:.1f} {top:.1f}Q{cx:.1f} {top - cap * 0.3:.1f} {cx + cap:.1f} {top:.1f}"
        f"L{box.x1:.1f} {rim:.1f}"
        f"A{w / 2:.1f} {ry:.1f} 0 0 1 {box.x0:.1f} {rim:.1f}Z"
    )
    s.path(shell, s.metal(look.finish, box.x0, box.x1))
    s.shade(shell, s.linear(0, top, 0, rim, [(0, "#FFFFFF", 0.16), (0.4, "#FFFFFF", 0), (1, "#000000", 0.16)]))
    s.gleam(f"M{cx - cap * 0.5:.1f} {top + h * 0.08:.1f}L{box.x0 + w * 0.24:.1f} {rim - h * 0.1:.1f}", w * 0.03, 0.5, 5)
    parts.mouth(s, cx, rim, w / 2, ry, look.finish, bulb=0.17)
    _beam(s, cx, rim, w / 2, spread=1.9)
    s.box, s.focus = box, (cx, box.y0 + h * 0.6)


def globe(s: Scene, look: Look) -> None:
    k = look.scale(400, 470, 15.6)
    box = centred(look, k, top=395 if look.width >= 25 else 430)
    cx, r = 480.0, (box.x1 - box.x0) / 2
    cy = box.y1 - r
    parts.hang(s, cx, box.y0, look.finish)
    neck = box.y1 - 2 * r - box.y0
    parts.collar(s, cx, box.y0, r * 0.56, neck + r * 0.06, look.finish)
    parts.opal(s, cx, cy, r)
    s.pool(cx, FLOOR + 70, r * 2, r * 0.3, 0.25)
    s.path(
        (
            f"M{cx - r * 0.32:.1f} {box.y0 + neck - 4:.1f}H{cx + r * 0.32:.1f}"
            f"V{box.y0 + neck + r * 0.07:.1f}Q{cx:.1f} {box.y0 + neck + r * 0.13:.1f} "
            f"{cx - r * 0.32:.1f} {box.y0 + neck + r * 0.07:.1f}Z"
        ),
        s.metal(look.finish, cx - r * 0.32, cx + r * 0.32),
        emits=False,
    )
    s.box, s.focus = box, (cx, box.y0 + r * 0.8)


def cylinder(s: Scene, look: Look) -> None:
    k = look.scale(230, 500, 17)
    box = centred(look, k, top=380)
    cx, w = 480.0, box.x1 - box.x0
    ry = w * 0.14
    rim = box.y1 - ry
    parts.hang(s, cx, box.y0, look.finish)
    s.rect(cx - 15, box.y0 - 26, 30, 30, s.metal("latao", cx - 15, cx + 15), r=6)
    tube = (
        f"M{box.x0:.1f} {box.y0 + 12:.1f}Q{box.x0:.1f} {box.y0:.1f} {box.x0 + 12:.1f} "
        f"{box.y0:.1f}H{box.x1 - 12:.1f}Q{box.x1:.1f} {box.y0:.1f} {box.x1:.1f} "
        f"{box.y0 + 12:.1f}V{rim:.1f}A{w / 2:.1f} {ry:.1f} 0 0 1 {box.x0:.1f} {rim:.1f}Z"
    )
    s.path(tube, s.metal(look.finish, box.x0, box.x1))
    s.gleam(f"M{box.x0 + w * 0.2:.1f} {box.y0 + 26:.1f}V{rim - 30:.1f}", w * 0.07, 0.4, 4)
    parts.mouth(s, cx, rim, w / 2, ry, look.finish, bulb=0.5)
    _beam(s, cx, rim, w / 2, spread=2.5)
    s.box, s.focus = box, (cx, box.y1 - 170)


def _ring_points(profile: list[tuple[float, float]], share: float) -> tuple[float, float]:
    """Height and radius on the silhouette of a turned body at `share` of its way down."""
    place = share * (len(profile) - 1)
    index = min(int(place), len(profile) - 2)
    (y0, r0), (y1, r1) = profile[index], profile[index + 1]
    part = place - index
    return y0 + (y1 - y0) * part, r0 + (r1 - r0) * part


def _basket(look: Look) -> list[tuple[float, float]]:
    """Silhouette: (height, radius), both as shares of the body."""
    if look.variant == "sino":
        return [(t, 0.2 + 0.8 * math.sin(t * math.pi / 2) ** 1.15) for t in (i / 24 for i in range(25))]
    return [(t, 0.22 + 0.78 * math.sin(math.pi * (0.08 + 0.68 * t)) ** 0.85) for t in (i / 24 for i in range(25))]


def _weave(box_top: float, h: float, w: float, cx: float, profile: list[tuple[float, float]], back: bool) -> str:
    """Meridians and rings of a woven basket."""
    lines = []
    widest = max(radius for _, radius in profile)
    scale = w / 2 / widest
    for step in range(1, 12):
        angle = math.pi * step / 12
        side = math.cos(angle) * (-1 if back else 1)
        points = [f"{cx + radius * scale * side:.0f} {box_top + y * h:.0f}" for y, radius in profile[::2]]
        lines.append("M" + "L".join(points))
    for ring in range(1, 15):
        y, radius = _ring_points(profile, ring / 15)
        rx, dip = radius * scale, radius * scale * 0.06 * (1 if back else -1)
        lines.append(
            f"M{cx - rx:.0f} {box_top + y * h:.0f}Q{cx:.0f} {box_top + y * h + dip * 2:.0f} "
            f"{cx + rx:.0f} {box_top + y * h:.0f}"
        )
    return "".join(lines)


def rattan(s: Scene, look: Look) -> None:
    k = look.scale(470, 440, 12)
    box = centred(look, k, top=400)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    tone = FINISHES[look.finish]
    profile = _basket(look)
    top, tall = box.y0 + h * 0.07, h * 0.93
    scale = w / 2 / max(radius for _, radius in profile)
    edge = [
        (cx + side * radius * scale, top + y * tall)
        for side in (-1, 1)
        for y, radius in (profile if side < 0 else profile[::-1])
    ]
    outline = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in edge) + "Z"
    parts.hang(s, cx, box.y0, look.accent)
    if s.night:
        warm = s.glowing
        inside = s.radial(
            cx,
            top + tall * 0.52,
            w * 0.5,
            [(0, "#FFFFFF", 0.95), (0.22, mix(warm, "#FFFFFF", 0.5), 0.9), (0.7, warm, 0.5), (1, warm, 0.22)],
        )
    else:
        inside = s.linear(
            cx - w / 2, 0, cx + w / 2, 0, [(0, tone.dark, 0.26), (0.4, tone.dark, 0.12), (1, tone.dark, 0.38)]
        )
    s.path(outline, inside, emits=True)
    s.shade(_weave(top, tall, w, cx, profile, True), "none", 0.55, stroke=tone.dark, stroke_width=4.5)
    if not s.line:
        s.circle(cx, top + tall * 0.5, w * 0.085, s.lit("#F3EAD8", "#FFFFFF"), emits=True, opacity=0.85)
    front = _weave(top, tall, w, cx, profile, False)
    s.thread(front, tone.dark, 9)
    s.shade(
        front,
        "none",
        stroke=s.linear(
            box.x0,
            0,
            box.x1,
            0,
            [(0, tone.mid), (0.28, tone.light), (0.6, tone.mid), (1, mix(tone.mid, tone.dark, 0.6))],
        ),
        stroke_width=6,
    )
    for y, radius, thick in ((top, profile[0][1], 15), (top + tall - 5, profile[-1][1], 17)):
        s.rect(
            cx - radius * scale - 4,
            y - thick / 2,
            radius * scale * 2 + 8,
            thick,
            s.metal(look.finish, cx - radius * scale, cx + radius * scale),
            r=thick / 2,
        )
    parts.collar(s, cx, box.y0, w * 0.14, h * 0.1, look.accent)
    foot = profile[-1][1] * scale
    s.glow(cx, top + tall * 0.5, w * 1.3, 0.6)
    _beam(s, cx, box.y1 - 6, foot, spread=1.75)
    s.box, s.focus = box, (cx - w * 0.1, box.y0 + h * 0.55)


def bell_glass(s: Scene, look: Look) -> None:
    """Blown glass with the filament in full view."""
    k = look.scale(440, 500, 17)
    box = centred(look, k, top=400)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    tint = {"vidro-ambar": "#C9822E", "vidro-fume": "#4A4642", "vidro-transparente": "#A9BDC2"}[
        look.variant or "vidro-ambar"
    ]
    top, neck = box.y0 + h * 0.2, w * 0.13
    ry = w * 0.06
    rim = box.y1 - ry
    parts.hang(s, cx, box.y0, look.finish)
    shell = (
        f"M{cx - neck:.1f} {top:.1f}C{cx - neck:.1f} {top + h * 0.22:.1f} {box.x0:.1f} "
        f"{top + h * 0.2:.1f} {box.x0:.1f} {rim:.1f}"
        f"A{w / 2:.1f} {ry:.1f} 0 0 0 {box.x1:.1f} {rim:.1f}C{box.x1:.1f} {top + h * 0.2:.1f} "
        f"{cx + neck:.1f} {top + h * 0.22:.1f} {cx + neck:.1f} {top:.1f}Z"
    )
    veil = 0.5 if s.night else 0.42
    glass = s.linear(
        box.x0,
        0,
        box.x1,
        0,
        [
            (0, tint, 0.9),
            (0.16, tint, veil),
            (0.5, mix(tint, "#FFFFFF", 0.45), veil * 0.5),
            (0.85, tint, veil),
            (1, tint, 0.95),
        ],
    )
    s.ellipse(cx, rim, w / 2, ry, s.linear(0, rim - ry, 0, rim + ry, [(0, tint, 0.5), (1, tint, 0.2)]), emits=True)
    bulb_top = top + h * 0.1
    filament_glass(s, cx, bulb_top, w * 0.3, h * 0.4, "st64")
    s.path(shell, glass, emits=True)
    s.gleam(
        f"M{box.x0 + w * 0.1:.1f} {rim - h * 0.06:.1f}C{box.x0 + w * 0.1:.1f} "
        f"{top + h * 0.32:.1f} {cx - w * 0.2:.1f} {top + h * 0.22:.1f} {cx - neck * 0.7:.1f} "
        f"{top + h * 0.1:.1f}",
        w * 0.025,
        0.75,
        4,
        emits=True,
    )
    parts.collar(s, cx, box.y0, w * 0.3, h * 0.21, look.finish)
    s.glow(cx, bulb_top + h * 0.25, w * 1.5, 0.75)
    s.bloom(cx, bulb_top + h * 0.25, w * 0.7, 0.7)
    s.pool(cx, FLOOR + 70, w, w * 0.14, 0.35)
    s.box, s.focus = box, (cx, box.y0 + h * 0.5)


def drum(s: Scene, look: Look) -> None:
    k = look.scale(480, 360, 12)
    box = centred(look, k, top=440)
    cx, w = 480.0, box.x1 - box.x0
    ry = w * 0.06
    parts.hang(s, cx, box.y0, look.accent)
    d = (
        f"M{box.x0:.1f} {box.y0 + 4:.1f}Q{cx:.1f} {box.y0 - ry * 0.6 + 4:.1f} {box.x1:.1f} "
        f"{box.y0 + 4:.1f}V{box.y1 - ry:.1f}A{w / 2:.1f} {ry:.1f} 0 0 1 {box.x0:.1f} "
        f"{box.y1 - ry:.1f}Z"
    )
    parts.cloth(s, d, box.x0, box.x1, box.y0, box.y1, look.finish)
    parts.mouth(s, cx, box.y1 - ry, w / 2, ry, look.finish, bulb=0.12)
    s.glow(cx, (box.y0 + box.y1) / 2, w * 1.1, 0.55)
    _beam(s, cx, box.y1 - ry, w / 2, spread=1.5)
    s.box, s.focus = box, (cx, (box.y0 + box.y1) / 2 + 30)
