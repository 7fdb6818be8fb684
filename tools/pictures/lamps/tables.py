"""Lamps for a table: shades on a foot, articulated arms."""

import math

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import mix
from tools.pictures.scene import Box, Scene, Stops
from tools.pictures.walls import TABLE

GROUND = TABLE + 28


def _table_light(s: Scene, cx: float, wide: float) -> None:
    s.pool(cx, GROUND - 4, wide, wide * 0.13, 0.75)


def mushroom(s: Scene, look: Look) -> None:
    k = look.scale(480, 600, 15.5)
    box = centred(look, k, bottom=GROUND)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    parts.stand(s, box, GROUND - 12)
    cap = box.y0 + h * 0.46
    sag = w * 0.05
    foot, neck = w * 0.27, w * 0.085
    glass = look.variant == "vidro"
    stem = (
        f"M{cx - neck:.1f} {cap - 20:.1f}C{cx - neck:.1f} {box.y1 - h * 0.2:.1f} "
        f"{cx - foot * 0.6:.1f} {box.y1 - h * 0.08:.1f} {cx - foot:.1f} "
        f"{box.y1 - h * 0.045:.1f}"
        f"V{box.y1 - h * 0.02:.1f}A{foot:.1f} {foot * 0.16:.1f} 0 0 0 {cx + foot:.1f} "
        f"{box.y1 - h * 0.02:.1f}V{box.y1 - h * 0.045:.1f}C{cx + foot * 0.6:.1f} "
        f"{box.y1 - h * 0.08:.1f} {cx + neck:.1f} {box.y1 - h * 0.2:.1f} {cx + neck:.1f} "
        f"{cap - 20:.1f}Z"
    )
    s.path(stem, s.metal(look.accent if glass else look.finish, cx - foot, cx + foot))
    shell = (
        f"M{box.x0:.1f} {cap:.1f}C{box.x0:.1f} {cap - h * 0.3:.1f} {cx - w * 0.3:.1f} "
        f"{box.y0:.1f} {cx:.1f} {box.y0:.1f}C{cx + w * 0.3:.1f} {box.y0:.1f} {box.x1:.1f} "
        f"{cap - h * 0.3:.1f} {box.x1:.1f} {cap:.1f}C{box.x1:.1f} {cap + sag * 1.3:.1f} "
        f"{box.x0:.1f} {cap + sag * 1.3:.1f} {box.x0:.1f} {cap:.1f}Z"
    )
    _under_cap(s, box, cap, glass=glass)
    _cap(s, look, shell, box, cap)
    s.gleam(
        f"M{box.x0 + w * 0.12:.0f} {cap - h * 0.1:.0f}C{box.x0 + w * 0.14:.0f} "
        f"{cap - h * 0.26:.0f} {cx - w * 0.22:.0f} {box.y0 + h * 0.08:.0f} "
        f"{cx - w * 0.08:.0f} {box.y0 + h * 0.06:.0f}",
        w * 0.03,
        0.55,
        6,
        emits=glass,
    )
    s.focus = (cx, cap - 10)


def _under_cap(s: Scene, box: Box, cap: float, *, glass: bool) -> None:
    """Light that leaves the cap below: on the foot, the wall and the table."""
    if not s.night:
        return
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    s.spill(cx, cap + h * 0.2, w * 0.35, h * 0.4, 0.9)
    beam = (
        f"M{box.x0 + 14:.0f} {cap + 6:.0f}L{box.x0 - w * 0.34:.0f} {GROUND:.0f}"
        f"H{box.x1 + w * 0.34:.0f}L{box.x1 - 14:.0f} {cap + 6:.0f}Z"
    )
    s.cone(beam, cap, GROUND + 120, 0.66, 20)
    s.glow(cx, cap + 40, w * 1.15, 0.6)
    s.bloom(cx, cap + w * 0.04, w * 0.5, 0.4 if glass else 0.75, 0.22)
    _table_light(s, cx, w * 0.95)


def _cap(s: Scene, look: Look, shell: str, box: Box, cap: float) -> None:
    """The cap of the mushroom, of opal glass or of metal with a lit rim."""
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    if look.variant == "vidro":
        warm = s.glowing
        if s.night:
            tones: Stops = [(share, mix(warm, "#FFFFFF", white)) for share, white in ((0, 0.85), (0.6, 0.5), (1, 0.06))]
            paint = s.radial(cx, cap - h * 0.1, w * 0.6, tones)
        else:
            tones = [(0, "#FFFFFF"), (0.4, "#F6F2EA"), (0.8, "#D4CBBB"), (1, "#C6BCAB")]
            paint = s.radial(cx - w * 0.2, box.y0 + h * 0.12, w * 0.8, tones)
        s.path(shell, paint, emits=True)
        s.glow(cx, cap - h * 0.15, w * 1.2, 0.5)
        return
    sag = w * 0.05
    s.path(shell, s.metal(look.finish, box.x0, box.x1))
    fall: Stops = [(0, "#FFFFFF", 0.18), (0.4, "#FFFFFF", 0), (1, "#000000", 0.22)]
    s.shade(shell, s.linear(0, box.y0, 0, cap + sag, fall))
    if s.night:
        rim = (
            f"M{box.x0 + 8:.0f} {cap + 6:.0f}C{box.x0 + w * 0.2:.0f} {cap + sag * 1.1:.0f} "
            f"{box.x1 - w * 0.2:.0f} {cap + sag * 1.1:.0f} {box.x1 - 8:.0f} {cap + 6:.0f}"
            f"C{box.x1 - w * 0.2:.0f} {cap + sag * 1.5:.0f} {box.x0 + w * 0.2:.0f} "
            f"{cap + sag * 1.5:.0f} {box.x0 + 8:.0f} {cap + 6:.0f}Z"
        )
        s.path(rim, "#FFF6E3", emits=True)


def _gourd(cx: float, top: float, low: float, w: float, kind: str) -> str:
    """Silhouette of a ceramic lamp base."""
    h = low - top
    if kind == "coluna":
        return (
            f"M{cx - w * 0.16:.1f} {top:.1f}H{cx + w * 0.16:.1f}V{low - h * 0.16:.1f}"
            f"C{cx + w * 0.18:.1f} {low - h * 0.06:.1f} {cx + w * 0.5:.1f} {low - h * 0.1:.1f} "
            f"{cx + w * 0.5:.1f} {low:.1f}H{cx - w * 0.5:.1f}C{cx - w * 0.5:.1f} "
            f"{low - h * 0.1:.1f} {cx - w * 0.18:.1f} {low - h * 0.06:.1f} {cx - w * 0.16:.1f} "
            f"{low - h * 0.16:.1f}Z"
        )
    return (
        f"M{cx - w * 0.15:.1f} {top:.1f}C{cx - w * 0.16:.1f} {top + h * 0.16:.1f} "
        f"{cx - w * 0.5:.1f} {top + h * 0.2:.1f} {cx - w * 0.5:.1f} {top + h * 0.52:.1f}"
        f"C{cx - w * 0.5:.1f} {top + h * 0.82:.1f} {cx - w * 0.3:.1f} {low - h * 0.02:.1f} "
        f"{cx - w * 0.26:.1f} {low:.1f}Q{cx:.1f} {low + h * 0.04:.1f} {cx + w * 0.26:.1f} "
        f"{low:.1f}"
        f"C{cx + w * 0.3:.1f} {low - h * 0.02:.1f} {cx + w * 0.5:.1f} {top + h * 0.82:.1f} "
        f"{cx + w * 0.5:.1f} {top + h * 0.52:.1f}C{cx + w * 0.5:.1f} {top + h * 0.2:.1f} "
        f"{cx + w * 0.16:.1f} {top + h * 0.16:.1f} {cx + w * 0.15:.1f} {top:.1f}Z"
    )


def classic(s: Scene, look: Look) -> None:
    """Fabric shade on a ceramic or turned base."""
    k = look.scale(470, 660, 13.5)
    box = centred(look, k, bottom=GROUND)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    parts.stand(s, Box(box.x0, box.y0, box.x1, box.y1), GROUND - 8)
    shade_low, body_w = box.y0 + h * 0.46, w * 0.6
    s.rect(cx - 9, shade_low - 30, 18, h * 0.12, s.metal("latao", cx - 9, cx + 9))
    body = _gourd(cx, shade_low + h * 0.05, box.y1 - 4, body_w, look.variant or "moringa")
    s.path(body, s.metal(look.finish, cx - body_w / 2, cx + body_w / 2))
    s.shade(
        body,
        s.linear(
            0,
            shade_low,
            0,
            box.y1,
            [(0, "#000000", 0.25), (0.2, "#000000", 0), (0.75, "#000000", 0), (1, "#000000", 0.25)],
        ),
    )
    s.gleam(
        f"M{cx - body_w * 0.33:.0f} {shade_low + h * 0.36:.0f}C{cx - body_w * 0.38:.0f} "
        f"{shade_low + h * 0.26:.0f} {cx - body_w * 0.3:.0f} {shade_low + h * 0.2:.0f} "
        f"{cx - body_w * 0.2:.0f} {shade_low + h * 0.16:.0f}",
        body_w * 0.05,
        0.6 if look.variant != "coluna" else 0,
        5,
    )
    _both_ways(s, box, shade_low)
    d = (
        f"M{cx - w * 0.33:.1f} {box.y0:.1f}Q{cx:.1f} {box.y0 + 10:.1f} {cx + w * 0.33:.1f} "
        f"{box.y0:.1f}L{box.x1:.1f} {shade_low:.1f}Q{cx:.1f} {shade_low + 22:.1f} "
        f"{box.x0:.1f} {shade_low:.1f}Z"
    )
    parts.cloth(s, d, box.x0, box.x1, box.y0, shade_low + 12, "linho" if look.accent == "latao" else look.accent)
    s.focus = (cx, shade_low + 30)


def _both_ways(s: Scene, box: Box, low: float) -> None:
    """Light out of a shade open above and below."""
    if not s.night:
        return
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    down = (
        f"M{box.x0 + 8:.0f} {low:.0f}L{box.x0 - w * 0.26:.0f} {GROUND}"
        f"H{box.x1 + w * 0.26:.0f}L{box.x1 - 8:.0f} {low:.0f}Z"
    )
    up = (
        f"M{cx - w * 0.3:.0f} {box.y0:.0f}L{cx - w * 0.85:.0f} {box.y0 - 380:.0f}"
        f"H{cx + w * 0.85:.0f}L{cx + w * 0.3:.0f} {box.y0:.0f}Z"
    )
    s.cone(down, low, GROUND + 140, 0.5, 24)
    s.cone(up, box.y0, box.y0 - 380, 0.5, 24)
    s.glow(cx, box.y0 + h * 0.28, w * 1.2, 0.6)
    s.spill(cx, low + h * 0.12, w * 0.48, h * 0.3, 0.7)
    _table_light(s, cx, w * 0.8)


def globe_foot(s: Scene, look: Look) -> None:
    """An opal globe on a metal foot."""
    k = look.scale(380, 520, 17)
    box = centred(look, k, bottom=GROUND)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    parts.stand(s, box, GROUND - 10)
    r = w / 2
    parts.disc_base(s, cx, box.y1, w * 0.36, h * 0.03, look.finish)
    s.rect(cx - 11, box.y0 + 1.7 * r, 22, box.y1 - box.y0 - 1.7 * r - h * 0.06, s.metal(look.finish, cx - 11, cx + 11))
    parts.opal(s, cx, box.y0 + r, r)
    s.path(
        (
            f"M{cx - r * 0.34:.1f} {box.y0 + 1.9 * r:.1f}Q{cx:.1f} {box.y0 + 2.04 * r:.1f} "
            f"{cx + r * 0.34:.1f} {box.y0 + 1.9 * r:.1f}L{cx + r * 0.2:.1f} "
            f"{box.y0 + 2.24 * r:.1f}H{cx - r * 0.2:.1f}Z"
        ),
        s.metal(look.finish, cx - r * 0.34, cx + r * 0.34),
    )
    _table_light(s, cx, w * 1.2)
    s.focus = (cx, box.y0 + r * 1.7)


def articulated(s: Scene, look: Look) -> None:
    """Two arms, two joints and a cone."""
    k = look.scale(620, 620, 13)
    box = centred(look, k, bottom=GROUND)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    bx = box.x1 - w * 0.26
    s.box = box
    parts.contact(s, bx, GROUND - 12, w * 0.27)
    parts.disc_base(s, bx, box.y1, w * 0.24, h * 0.035, look.finish)
    elbow = (box.x1 - w * 0.06, box.y0 + h * 0.44)
    wrist = (box.x0 + w * 0.34, box.y0 + h * 0.11)
    for shift in (-7, 7):
        s.tube(f"M{bx + shift:.1f} {box.y1 - h * 0.08:.1f}L{elbow[0] + shift:.1f} {elbow[1]:.1f}", look.finish, 9)
        s.tube(f"M{elbow[0]:.1f} {elbow[1] + shift:.1f}L{wrist[0]:.1f} {wrist[1] + shift:.1f}", look.finish, 9)
    for x, y, r in ((bx, box.y1 - h * 0.09, 20), (*elbow, 22)):
        s.circle(x, y, r, s.metal(look.accent, x - r, x + r))
        s.circle(x, y, r * 0.36, s.metal("grafite", x - r, x + r), detail=True)
    _task_head(s, wrist, box, w, h, look)
    s.focus = (wrist[0] + 20, wrist[1] + h * 0.14)


def _task_head(s: Scene, wrist: tuple[float, float], box: Box, w: float, h: float, look: Look) -> None:
    cx, cy = box.x0 + w * 0.2, box.y0 + h * 0.3
    tilt = 24
    long, wide = h * 0.29, w * 0.33
    spin = f"rotate({tilt} {cx:.1f} {cy:.1f})"
    low = cy + long * 0.32
    cap = wide * 0.17
    s.path(
        parts.rounded(cx - cap, low - long * 1.02, cap * 2, long * 0.36, 12),
        s.metal(look.finish, cx - cap, cx + cap),
        transform=spin,
    )
    d = (
        f"M{cx - cap:.1f} {low - long * 0.72:.1f}H{cx + cap:.1f}L{cx + wide / 2:.1f} {low:.1f}"
        f"A{wide / 2:.1f} {wide * 0.1:.1f} 0 0 1 {cx - wide / 2:.1f} {low:.1f}Z"
    )
    s.path(d, s.metal(look.finish, cx - wide / 2, cx + wide / 2), transform=spin)
    s.gleam(
        f"M{cx - cap * 0.5:.1f} {low - long * 0.62:.1f}L{cx - wide * 0.28:.1f} {low - long * 0.12:.1f}",
        9,
        0.5,
        4,
        transform=spin,
    )
    dark = "#1A1D1F"
    s.ellipse(cx, low, wide / 2, wide * 0.12, s.lit(dark, mix(s.glowing, "#FFFFFF", 0.7)), transform=spin, emits=True)
    s.ellipse(cx, low, wide * 0.16, wide * 0.075, s.lit("#EFE6D4", "#FFFFFF"), transform=spin, emits=True, detail=True)
    s.circle(wrist[0], wrist[1], 19, s.metal(look.accent, wrist[0] - 19, wrist[0] + 19))
    angle = math.radians(tilt)
    mx, my = cx - math.sin(angle) * (low - cy), cy + math.cos(angle) * (low - cy)
    if s.night:
        s.cone(
            (
                f"M{mx - wide * 0.46:.0f} {my - 10:.0f}L{mx - wide * 1.25:.0f} {GROUND}"
                f"H{mx + wide * 0.75:.0f}L{mx + wide * 0.44:.0f} {my + 40:.0f}Z"
            ),
            my,
            GROUND + 130,
            0.7,
            16,
        )
        s.pool(mx - wide * 0.2, GROUND - 4, wide * 1.25, 34, 0.95)
        s.glow(mx, my + 30, wide * 1.5, 0.55)
        s.bloom(mx, my, wide * 0.55, 0.8, 0.6)
