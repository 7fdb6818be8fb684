"""Lamps for rain and garden."""

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import mix
from tools.pictures.scene import Box, Scene, Stops
from tools.pictures.walls import GARDEN

GROUND = GARDEN + 96


def bollard(s: Scene, look: Look) -> None:
    k = look.scale(210, 660, 11.5)
    box = centred(look, k, bottom=GROUND)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    parts.stand(s, box, GROUND - 6)
    paint = s.metal(look.finish, box.x0, box.x1)
    ry, top = w * 0.08, box.y0 + h * 0.07
    head, body = box.y0 + h * 0.09, box.y0 + h * 0.27
    s.rect(
        box.x0 + w * 0.1,
        head - 6,
        w * 0.8,
        body - head + 12,
        s.lit(
            s.metal("branco", box.x0, box.x1),
            s.linear(
                box.x0,
                0,
                box.x1,
                0,
                [(0, mix(s.glowing, "#FFFFFF", 0.3)), (0.5, "#FFFFFF"), (1, mix(s.glowing, "#FFFFFF", 0.3))],
            ),
        ),
        emits=True,
    )
    for i in range(1, 4):
        y = head + (body - head) * i / 4
        s.path(
            (
                f"M{box.x0 + w * 0.02:.1f} {y - 5:.1f}H{box.x1 - w * 0.02:.1f}L{box.x1 - w * 0.1:.1f} "
                f"{y + 6:.1f}H{box.x0 + w * 0.1:.1f}Z"
            ),
            paint,
        )
    s.path(
        (
            f"M{box.x0:.1f} {top:.1f}Q{box.x0:.1f} {box.y0:.1f} {cx:.1f} {box.y0:.1f}"
            f"Q{box.x1:.1f} {box.y0:.1f} {box.x1:.1f} {top:.1f}V{head:.1f}H{box.x0:.1f}Z"
        ),
        paint,
    )
    s.path(
        (
            f"M{box.x0:.1f} {body:.1f}H{box.x1:.1f}V{box.y1 - ry:.1f}A{w / 2:.1f} {ry:.1f} 0 0 1 "
            f"{box.x0:.1f} {box.y1 - ry:.1f}Z"
        ),
        paint,
    )
    s.shade(f"M{box.x0:.0f} {body:.0f}H{box.x1:.0f}V{body + 16:.0f}H{box.x0:.0f}Z", "#000000", 0.22)
    cy = (head + body) / 2
    s.glow(cx, cy + 30, w * 3.4, 0.6)
    s.bloom(cx, cy, w * 1.2, 0.6, 0.7)
    s.spill(cx, body + h * 0.1, w * 0.5, h * 0.25, 0.7)
    s.pool(cx, GROUND - 4, w * 3.2, 60, 0.75)
    s.focus = (cx, cy + 70)


def spike(s: Scene, look: Look) -> None:
    k = look.scale(380, 640, 22)
    box = centred(look, k, bottom=GROUND + 4)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    px = box.x0 + w * 0.36
    parts.contact(s, px, GROUND - 6, 46, 10)
    shaft = box.y0 + h * 0.6
    s.path(
        (
            f"M{px - 15:.1f} {shaft:.1f}H{px + 15:.1f}L{px + 9:.1f} {box.y1 - h * 0.08:.1f}"
            f"L{px:.1f} {box.y1:.1f}L{px - 9:.1f} {box.y1 - h * 0.08:.1f}Z"
        ),
        s.metal(look.finish, px - 15, px + 15),
    )
    if not s.line:
        s.shade(
            (f"M{px - 60:.0f} {GROUND + 6:.0f}Q{px:.0f} {GROUND - 26:.0f} {px + 60:.0f} {GROUND + 6:.0f}Z"),
            "#7E7D62" if not s.night else "#141A12",
        )
    s.path(
        f"M{px - 26:.1f} {shaft + 10:.1f}V{shaft - 70:.1f}H{px + 26:.1f}V{shaft + 10:.1f}Z",
        s.metal("grafite", px - 26, px + 26),
    )
    spin = f"rotate(28 {px:.1f} {shaft - 60:.1f})"
    wide, long = w * 0.52, h * 0.52
    top = shaft - 60 - long * 0.72
    s.path(
        parts.rounded(px - wide / 2, top, wide, long, 26),
        s.metal(look.finish, px - wide / 2, px + wide / 2),
        transform=spin,
    )
    for i in range(4):
        s.shade(
            f"M{px - wide / 2:.0f} {top + long * (0.58 + i * 0.09):.0f}H{px + wide / 2:.0f}",
            "none",
            0.35,
            stroke="#000000",
            stroke_width=5,
            transform=spin,
        )
    s.gleam(f"M{px - wide * 0.26:.0f} {top + 36:.0f}V{top + long - 30:.0f}", 10, 0.4, 4, transform=spin)
    s.ellipse(
        px, top + 6, wide / 2, wide * 0.16, s.lit("#1B1E20", mix(s.glowing, "#FFFFFF", 0.6)), transform=spin, emits=True
    )
    s.ellipse(
        px, top + 6, wide * 0.34, wide * 0.1, s.lit("#DDD6C8", "#FFFFFF"), transform=spin, emits=True, detail=True
    )
    _upward_beam(s, px + 0.47 * (long * 0.72), shaft - 60 - 0.88 * (long * 0.72), wide)
    s.box, s.focus = box, (px + 60, shaft - 110)


def _upward_beam(s: Scene, x: float, y: float, wide: float) -> None:
    """What a spike throws into the tree."""
    if not s.night:
        return
    beam = f"M{x - wide * 0.46:.0f} {y - 26:.0f}L{x + 40:.0f} -60H{x + 640:.0f}L{x + wide * 0.44:.0f} {y + 30:.0f}Z"
    s.cone(beam, y, -40, 0.9, 22)
    s.glow(x + 20, y - 20, wide * 1.7, 0.7)
    s.bloom(x, y, wide * 0.7, 0.85, 0.8)
    s.pool(x, GROUND, 260, 30, 0.3)


def bulkhead(s: Scene, look: Look) -> None:
    """The oval "tartaruga" with its cage."""
    k = look.scale(320, 480, 22)
    box = centred(look, k, top=600 - look.height * k / 2)
    cx, cy = 480.0, (box.y0 + box.y1) / 2
    rx, ry = (box.x1 - box.x0) / 2, (box.y1 - box.y0) / 2
    s.shadow = (34, 24, 14)
    s.ellipse(cx, cy, rx, ry, s.metal(look.finish, box.x0, box.x1))
    s.ellipse(cx, cy, rx * 0.86, ry * 0.9, s.flat(look.finish, box.x1, box.y1, box.x0, box.y0), detail=True)
    if s.night:
        paint = s.radial(
            cx, cy, ry, [(0, "#FFFFFF"), (0.5, mix(s.glowing, "#FFFFFF", 0.7)), (1, mix(s.glowing, "#FFFFFF", 0.15))]
        )
    else:
        paint = s.radial(cx - rx * 0.3, cy - ry * 0.35, ry * 1.3, [(0, "#FFFFFF"), (0.45, "#F1EDE4"), (1, "#C3BAAA")])
    s.ellipse(cx, cy, rx * 0.78, ry * 0.83, paint, emits=True)
    s.tube(f"M{cx - rx * 0.84:.0f} {cy:.0f}H{cx + rx * 0.84:.0f}", look.finish, 20, shift=(0, -0.18))
    s.tube(f"M{cx:.0f} {cy - ry * 0.87:.0f}V{cy + ry * 0.87:.0f}", look.finish, 20, shift=(-0.18, 0))
    for share in (-0.5, 0.5):
        half = rx * 0.8 * (1 - share * share * 0.9) ** 0.5
        s.tube(f"M{cx - half:.0f} {cy + ry * share:.0f}H{cx + half:.0f}", look.finish, 16, shift=(0, -0.18))
    s.glow(cx, cy, ry * 2.3, 0.75)
    s.bloom(cx, cy, ry * 1.1, 0.45)
    s.box, s.focus = box, (cx - rx * 0.2, cy - ry * 0.2)


def floodlight(s: Scene, look: Look) -> None:
    k = look.scale(440, 360, 20)
    box = centred(look, k, top=420)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    body_top = box.y0 + h * 0.2
    s.tube(
        (
            f"M{box.x0 + 12:.0f} {body_top + h * 0.4:.0f}V{box.y0 + 20:.0f}Q{box.x0 + 12:.0f} "
            f"{box.y0 + 8:.0f} {box.x0 + 26:.0f} {box.y0 + 8:.0f}H{box.x1 - 26:.0f}"
            f"Q{box.x1 - 12:.0f} {box.y0 + 8:.0f} {box.x1 - 12:.0f} {box.y0 + 20:.0f}"
            f"V{body_top + h * 0.4:.0f}"
        ),
        "grafite",
        16,
    )
    s.path(
        parts.rounded(box.x0 + 20, body_top, w - 40, box.y1 - body_top, 18),
        s.flat(look.finish, box.x0, body_top, box.x1, box.y1),
    )
    inset = 26
    gx, gy, gw, gh = box.x0 + 20 + inset, body_top + inset, w - 40 - 2 * inset, box.y1 - body_top - 2 * inset
    s.rect(
        gx,
        gy,
        gw,
        gh,
        s.lit(s.linear(gx, gy, gx + gw, gy + gh, [(0, "#F7F5EF"), (0.5, "#D6D4CC"), (1, "#B8B6AE")]), "#FFFFFF"),
        r=6,
        emits=True,
    )
    dots = "".join(
        f"M{gx + gw * (column + 0.5) / 7:.0f} {gy + gh * (row + 0.5) / 4:.0f}h.1"
        for column in range(7)
        for row in range(4)
    )
    s.shade(
        dots,
        "none",
        stroke=s.lit("#EFD27A", mix(s.glowing, "#FFFFFF", 0.6)),
        stroke_width=24,
        stroke_linecap="square",
        emits=True,
    )
    for x in (box.x0 + 12, box.x1 - 12):
        s.circle(x, body_top + h * 0.4, 16, s.metal("grafite", x - 16, x + 16))
    cy = (body_top + box.y1) / 2
    if s.night:
        s.cone(
            (f"M{gx:.0f} {box.y1:.0f}L{cx - w * 1.15:.0f} 1190H{cx + w * 1.15:.0f}L{gx + gw:.0f} {box.y1:.0f}Z"),
            box.y1 - 30,
            1190,
            0.8,
            30,
        )
        s.glow(cx, cy, w * 1.2, 0.8)
        s.bloom(cx, cy, w * 0.75, 0.75, 0.7)
        s.pool(cx, GARDEN + 110, w * 1.2, 80, 0.6)
    s.box, s.focus = box, (cx - 60, cy)


def lantern(s: Scene, look: Look) -> None:
    """A colonial lantern on a bracket."""
    k = look.scale(360, 560, 17)
    box = centred(look, k, top=330)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    cx, wall = box.x0 + w * 0.4, box.x1
    finish = look.finish
    s.path(
        parts.rounded(wall - w * 0.12, box.y0 + h * 0.3, w * 0.12, h * 0.42, 8), s.metal(finish, wall - w * 0.12, wall)
    )
    s.tube(
        (
            f"M{wall - w * 0.06:.0f} {box.y0 + h * 0.62:.0f}C{wall - w * 0.1:.0f} "
            f"{box.y0 + h * 0.1:.0f} {cx + w * 0.2:.0f} {box.y0 - h * 0.02:.0f} {cx:.0f} "
            f"{box.y0 + h * 0.1:.0f}"
        ),
        finish,
        15,
    )
    roof, low = box.y0 + h * 0.3, box.y0 + h * 0.82
    wide, base = w * 0.36, w * 0.24
    s.circle(cx, box.y0 + h * 0.12, 13, s.metal(finish, cx - 13, cx + 13))
    s.path(
        (
            f"M{cx - w * 0.07:.1f} {box.y0 + h * 0.15:.1f}H{cx + w * 0.07:.1f}C{cx + w * 0.1:.1f} "
            f"{roof - h * 0.06:.1f} {cx + wide * 0.8:.1f} {roof - h * 0.03:.1f} "
            f"{cx + wide * 1.1:.1f} {roof:.1f}H{cx - wide * 1.1:.1f}C{cx - wide * 0.8:.1f} "
            f"{roof - h * 0.03:.1f} {cx - w * 0.1:.1f} {roof - h * 0.06:.1f} {cx - w * 0.07:.1f} "
            f"{box.y0 + h * 0.15:.1f}Z"
        ),
        s.metal(finish, cx - wide, cx + wide),
    )
    glass = f"M{cx - wide * 0.92:.1f} {roof:.1f}H{cx + wide * 0.92:.1f}L{cx + base:.1f} {low:.1f}H{cx - base:.1f}Z"
    pane = _pane(s, cx, (roof + low) / 2, wide, h * 0.4)
    s.path(glass, pane, emits=True)
    if not s.line:
        s.ellipse(cx, roof + (low - roof) * 0.46, w * 0.085, h * 0.085, s.lit("#F6EBD2", "#FFFFFF"), emits=True)
        s.rect(cx - 13, roof + (low - roof) * 0.66, 26, (low - roof) * 0.34, s.metal("latao", cx - 13, cx + 13))
    for x0, x1 in ((-0.92, -1), (0.92, 1), (-0.3, -0.34), (0.3, 0.34)):
        s.tube(f"M{cx + wide * x0:.1f} {roof:.1f}L{cx + base * x1:.1f} {low:.1f}", finish, 9)
    s.path(
        (
            f"M{cx - base * 1.2:.1f} {low - 5:.1f}H{cx + base * 1.2:.1f}L{cx + base * 0.8:.1f} "
            f"{low + h * 0.06:.1f}Q{cx:.1f} {box.y1 + h * 0.02:.1f} {cx - base * 0.8:.1f} "
            f"{low + h * 0.06:.1f}Z"
        ),
        s.metal(finish, cx - base, cx + base),
    )
    s.circle(cx, box.y1 - 12, 12, s.metal(finish, cx - 12, cx + 12))
    s.glow(cx, (roof + low) / 2, w * 1.5, 0.8)
    s.bloom(cx, (roof + low) / 2, w * 0.6, 0.7)
    s.box, s.focus = box, (cx + 20, roof + 60)


def _pane(s: Scene, cx: float, cy: float, wide: float, reach: float) -> str:
    """Paint of clear glass around a bulb."""
    if s.night:
        core = mix(s.glowing, "#FFFFFF", 0.4)
        return s.radial(cx, cy, reach, [(0, "#FFFFFF", 0.98), (0.35, core, 0.9), (1, s.glowing, 0.55)])
    clear: Stops = [(0, "#EAF1F1", 0.85), (0.3, "#FFFFFF", 0.6), (0.7, "#D8E3E3", 0.55), (1, "#B9C8C8", 0.8)]
    return s.linear(cx - wide, 0, cx + wide, 0, clear)


def string_lights(s: Scene, look: Look) -> None:
    """Bulbs on a slack cable, twice across the frame."""
    k = look.scale(860, 420, 3)
    box = Box(480 - look.width * k / 2, 560, 480 + look.width * k / 2, 560 + look.height * k)
    if s.line:
        _garland(s, box.x0, box.y0, box.x1, box.y0, 0, 10, look.height * k / 2.8)
        s.box = box
        return
    for x0, y0, x1, y1, sag, count, size in ((-60, 190, 1020, 120, 210, 6, 0.82), (-60, 420, 1020, 330, 260, 5, 1.0)):
        _garland(s, x0, y0, x1, y1, sag, count, 40 * size)
    s.box, s.focus = box, (470, 640)


def _garland(s: Scene, x0: float, y0: float, x1: float, y1: float, sag: float, count: int, r: float) -> None:
    mx, my = (x0 + x1) / 2, (y0 + y1) / 2 + sag * 2
    s.thread(f"M{x0} {y0}Q{mx} {my} {x1} {y1}", "#1E2224", 6)
    for i in range(count):
        t = (i + 0.6) / (count + 0.2)
        x = (1 - t) ** 2 * x0 + 2 * t * (1 - t) * mx + t * t * x1
        y = (1 - t) ** 2 * y0 + 2 * t * (1 - t) * my + t * t * y1
        s.path(
            (
                f"M{x - r * 0.42:.1f} {y - 4:.1f}H{x + r * 0.42:.1f}L{x + r * 0.5:.1f} "
                f"{y + r * 0.9:.1f}H{x - r * 0.5:.1f}Z"
            ),
            s.metal("preto", x - r * 0.5, x + r * 0.5),
        )
        cy = y + r * 1.7
        if s.night:
            paint = s.radial(x, cy, r, [(0, "#FFFFFF"), (0.4, mix(s.glowing, "#FFFFFF", 0.5)), (1, s.glowing, 0.75)])
        else:
            paint = s.radial(
                x - r * 0.3, cy - r * 0.3, r * 1.4, [(0, "#FFF7E4", 0.7), (0.6, "#E8C98E", 0.6), (1, "#C28E42", 0.8)]
            )
        s.circle(x, cy, r, paint, emits=True)
        s.shade(
            (
                f"M{x - r * 0.22:.1f} {y + r:.1f}Q{x - r * 0.4:.1f} {cy + r * 0.3:.1f} {x:.1f} "
                f"{cy + r * 0.4:.1f}Q{x + r * 0.4:.1f} {cy + r * 0.3:.1f} {x + r * 0.22:.1f} "
                f"{y + r:.1f}"
            ),
            "none",
            stroke=s.lit("#8A5417", "#FFFFFF"),
            stroke_width=2.6,
            emits=True,
        )
        s.glow(x, cy, r * 4.2, 0.55)
        s.bloom(x, cy, r * 2, 0.6)
