"""Lamps on the ceiling: plafons and recessed spots, seen from below."""

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import mix
from tools.pictures.scene import HEIGHT, WIDTH, Scene
from tools.pictures.walls import CEILING


def _side_view(s: Scene, look: Look, *, opal_share: float = 0.0, tucked: bool = False) -> None:
    """Elevation for the drawing with measures; the photo shows a face in perspective."""
    k = look.scale(620, 420, 24)
    box = centred(look, k, top=470)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    if tucked:
        s.path(
            f"M{box.x0 + w * 0.14:.1f} {box.y0:.1f}H{box.x1 - w * 0.14:.1f}"
            f"V{box.y1 - h * 0.12:.1f}H{box.x0 + w * 0.14:.1f}Z"
        )
        s.rect(box.x0, box.y1 - h * 0.14, w, h * 0.14, "none", r=4)
        for side in (-1, 1):
            x = 480 + side * w * 0.36
            s.thread(f"M{x} {box.y1 - h * 0.2}L{x + side * w * 0.16} {box.y0 + h * 0.3}")
        s.thread(f"M40 {box.y1 - h * 0.14}H{box.x0 - 4}M{box.x1 + 4} {box.y1 - h * 0.14}H920")
    else:
        s.thread(f"M60 {box.y0 - 3}H900")
        s.path(parts.rounded(box.x0, box.y0, w, h * (1 - opal_share), 12))
        if opal_share:
            low = box.y0 + h * (1 - opal_share)
            s.path(
                f"M{box.x0 + 14:.1f} {low:.1f}H{box.x1 - 14:.1f}Q{box.x1 - 24:.1f} {box.y1:.1f} "
                f"{480:.1f} {box.y1:.1f}Q{box.x0 + 24:.1f} {box.y1:.1f} {box.x0 + 14:.1f} {low:.1f}Z"
            )
    s.box = box


def _wash(s: Scene, cy: float, wide: float) -> None:
    """Light on ceiling and wall around a plafon."""
    s.glow(480, cy, wide * 2.0, 0.75, 0.55)
    s.cone(
        (f"M{480 - wide * 1.45:.0f} {CEILING - 30}H{480 + wide * 1.45:.0f}L{WIDTH + 140} {HEIGHT}H-140Z"),
        CEILING,
        HEIGHT + 60,
        0.44,
        70,
    )
    s.bloom(480, cy, wide * 1.25, 0.55, 0.5)


def _face(s: Scene, cx: float, cy: float, rx: float, ry: float) -> str:
    """Paint of a diffuser."""
    if s.night:
        warm = s.glowing
        return s.radial(
            cx, cy, rx, [(0, "#FFFFFF"), (0.6, mix(warm, "#FFFFFF", 0.8)), (1, mix(warm, "#FFFFFF", 0.45))], ry / rx
        )
    return s.linear(cx - rx, cy - ry, cx + rx, cy + ry, [(0, "#FFFFFF"), (0.5, "#F5F2EB"), (1, "#D8D2C6")])


def round_plafon(s: Scene, look: Look) -> None:
    if s.line:
        _side_view(s, look, opal_share=0.3 if look.variant == "madeira" else 0.25)
        return
    k = look.scale(600, 900, 15)
    rx = look.width * k / 2
    ry, deep = rx * 0.4, max(look.height * k * 0.7, 26)
    cx, cy = 480.0, 300.0
    s.shadow = (14, 40, 22)
    body = (
        f"M{cx - rx:.1f} {cy:.1f}A{rx:.1f} {ry:.1f} 0 0 1 {cx + rx:.1f} {cy:.1f}"
        f"V{cy + deep:.1f}A{rx:.1f} {ry:.1f} 0 0 1 {cx - rx:.1f} {cy + deep:.1f}Z"
    )
    s.path(body, s.metal(look.finish, cx - rx, cx + rx))
    if look.variant == "madeira":
        grain = "".join(
            (f"M{cx - rx:.0f} {cy + i * deep / 6:.0f}A{rx:.0f} {ry:.0f} 0 0 1 {cx + rx:.0f} {cy + i * deep / 6:.0f}")
            for i in range(1, 6)
        )
        s.shade(grain, "none", 0.25, stroke="#5A3413", stroke_width=1.8)
    s.ellipse(cx, cy + deep, rx, ry, s.flat(look.finish, cx - rx, cy, cx + rx, cy + deep + ry))
    rim = 0.93 if look.variant != "madeira" else 0.88
    s.ellipse(cx, cy + deep, rx * rim, ry * rim, _face(s, cx, cy + deep, rx * rim, ry * rim), emits=True)
    if not s.night:
        s.gleam(
            f"M{cx - rx * 0.74:.0f} {cy + deep + ry * 0.1:.0f}A{rx * 0.78:.0f} {ry * 0.74:.0f} 0 "
            f"0 1 {cx - rx * 0.1:.0f} {cy + deep - ry * 0.66:.0f}",
            12,
            0.9,
            5,
        )
    _wash(s, cy + deep, rx)
    s.focus = (cx - rx * 0.5, cy + deep)


def square_plafon(s: Scene, look: Look) -> None:
    if s.line:
        _side_view(s, look, opal_share=0.25)
        return
    k = look.scale(600, 900, 15)
    half = look.width * k / 2
    deep = max(look.height * k * 0.7, 24)
    cx, y0, y1 = 480.0, 175.0, 175 + half * 0.82
    near, far = half * 1.1, half * 0.86
    s.shadow = (14, 40, 22)
    s.path(
        (
            f"M{cx - near:.0f} {y0:.0f}H{cx + near:.0f}V{y0 + deep:.0f}L{cx + far:.0f} "
            f"{y1 + deep:.0f}H{cx - far:.0f}L{cx - near:.0f} {y0 + deep:.0f}Z"
        ),
        s.metal(look.finish, cx - near, cx + near),
    )
    s.path(
        (f"M{cx - near:.0f} {y0 + deep:.0f}H{cx + near:.0f}L{cx + far:.0f} {y1 + deep:.0f}H{cx - far:.0f}Z"),
        s.flat(look.finish, cx - near, y0, cx + near, y1),
    )
    inset = 0.91
    top, low = y0 + deep + 13, y1 + deep - 12
    face = (
        f"M{cx - near * inset:.0f} {top:.0f}H{cx + near * inset:.0f}"
        f"L{cx + far * inset * 1.01:.0f} {low:.0f}H{cx - far * inset * 1.01:.0f}Z"
    )
    s.path(face, _face(s, cx, (top + low) / 2, near, near * 0.42), emits=True)
    if not s.night:
        s.shade(
            (
                f"M{cx - near * 0.84:.0f} {top + 12:.0f}H{cx - near * 0.2:.0f}L{cx - far * 0.55:.0f} "
                f"{low - 14:.0f}H{cx - far * 0.84:.0f}Z"
            ),
            "#FFFFFF",
            0.5,
            12,
        )
    _wash(s, (y0 + y1) / 2 + deep, half)
    s.focus = (cx - half * 0.5, y1)


def globe_plafon(s: Scene, look: Look) -> None:
    """Flush globe with a metal ring, against a level ceiling."""
    k = look.scale(420, 460, 16)
    box = centred(look, k, top=150)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    r = w / 2 * 0.98
    s.shadow = (30, 44, 18)
    parts.opal(s, cx, box.y1 - r, r)
    s.rect(cx - w * 0.3, box.y0, w * 0.6, h * 0.13, s.metal(look.finish, cx - w * 0.3, cx + w * 0.3), r=6)
    s.rect(
        cx - w * 0.37, box.y0 + h * 0.08, w * 0.74, h * 0.15, s.metal(look.finish, cx - w * 0.37, cx + w * 0.37), r=10
    )
    s.glow(cx, 150, w * 1.4, 0.5, 0.35)
    s.box, s.focus = box, (cx, box.y0 + h * 0.4)


def recessed(s: Scene, look: Look) -> None:
    """Round downlight set into the ceiling: three of them show the rhythm, one is near."""
    if s.line:
        _side_view(s, look, tucked=True)
        return
    s.shadow = (4, 10, 8)
    for cx, cy, size in ((170.0, 470.0, 0.36), (790.0, 470.0, 0.36), (480.0, 270.0, 1.0)):
        _can(s, look, cx, cy, 210 * size)
    for x, half, strength in ((170, 90, 0.32), (790, 90, 0.32), (480, 150, 0.5)):
        s.cone(
            (
                f"M{x - half} {CEILING + 20}Q{x} {CEILING - 70} {x + half} {CEILING + 20}"
                f"L{x + half * 2.1:.0f} {HEIGHT}H{x - half * 2.1:.0f}Z"
            ),
            CEILING,
            HEIGHT + 40,
            strength,
            26,
        )
    s.focus = (480, 280)


def _can(s: Scene, look: Look, cx: float, cy: float, rx: float) -> None:
    ry = rx * 0.44
    s.ellipse(cx, cy, rx, ry, s.flat(look.finish, cx - rx, cy - ry, cx + rx, cy + ry))
    s.ellipse(cx, cy + ry * 0.03, rx * 0.82, ry * 0.82, s.metal(look.finish, cx + rx, cx - rx))
    dark = s.linear(0, cy - ry, 0, cy + ry, [(0, "#15181A"), (0.7, "#3A3F42"), (1, "#6C7276")])
    s.ellipse(cx, cy, rx * 0.7, ry * 0.7, dark if not s.night else mix(s.glowing, "#FFFFFF", 0.1), emits=True)
    s.ellipse(
        cx,
        cy - ry * 0.06,
        rx * 0.46,
        ry * 0.46,
        s.lit(s.radial(cx, cy, rx * 0.5, [(0, "#FFFDF5"), (1, "#CFC8B8")], 0.44), "#FFFFFF"),
        emits=True,
    )
    s.shade(
        (
            f"M{cx - rx * 0.9:.1f} {cy - ry * 0.1:.1f}A{rx * 0.92:.1f} {ry * 0.92:.1f} 0 0 1 "
            f"{cx - rx * 0.1:.1f} {cy - ry * 0.92:.1f}"
        ),
        "none",
        0.8,
        3,
        stroke="#FFFFFF",
        stroke_width=rx * 0.03,
    )
    s.glow(cx, cy, rx * 1.7, 0.5, 0.45)
    s.bloom(cx, cy, rx * 1.05, 0.8, 0.5)
