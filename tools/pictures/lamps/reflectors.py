"""Bulbs that throw a beam, capsules and tubes."""

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import mix
from tools.pictures.scene import Scene


def spot_bulb(s: Scene, look: Look) -> None:
    """GU10 and AR111: pins on top, a flared body, a lens below."""
    k = look.scale(400, 520, 62)
    box = centred(look, k, top=360)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    pins, wide_low = h * 0.14, h * (0.2 if look.variant == "ar111" else 0.34)
    neck = w * (0.17 if look.variant == "ar111" else 0.26)
    ry = w * 0.1
    rim = box.y1 - ry
    if not s.line:
        s.path(
            parts.rounded(cx - neck * 1.2, box.y0 - 96, neck * 2.4, 108, 14), s.metal("branco", cx - neck, cx + neck)
        )
        s.rect(cx - 2.5, -10, 5, box.y0 - 80, "#24282A")
    for side in (-1, 1):
        x = cx + side * neck * 0.55
        s.rect(x - neck * 0.13, box.y0, neck * 0.26, pins * 1.2, s.metal("cromo", x - 8, x + 8), r=4)
    top = box.y0 + pins
    body = (
        f"M{cx - neck:.1f} {top:.1f}H{cx + neck:.1f}V{top + h * 0.16:.1f}"
        f"C{cx + neck * 1.1:.1f} {rim - wide_low:.1f} {box.x1:.1f} {rim - wide_low:.1f} "
        f"{box.x1:.1f} {rim:.1f}A{w / 2:.1f} {ry:.1f} 0 0 1 {box.x0:.1f} {rim:.1f}"
        f"C{box.x0:.1f} {rim - wide_low:.1f} {cx - neck * 1.1:.1f} {rim - wide_low:.1f} "
        f"{cx - neck:.1f} {top + h * 0.16:.1f}Z"
    )
    s.path(body, s.metal(look.finish, box.x0, box.x1))
    s.shade(body, s.linear(0, top, 0, rim, [(0, "#000000", 0.22), (0.25, "#000000", 0), (1, "#000000", 0.1)]))
    for share in (0.3, 0.42, 0.54):
        s.shade(
            f"M{cx - neck:.0f} {top + h * 0.16 * share / 0.54:.0f}H{cx + neck:.0f}",
            "none",
            0.2,
            stroke="#000000",
            stroke_width=3,
        )
    _lens(s, cx, rim, w / 2, ry, look)
    if s.night:
        s.cone(
            (f"M{box.x0 + 12:.0f} {rim:.0f}L{cx - w * 1.15:.0f} 1250H{cx + w * 1.15:.0f}L{box.x1 - 12:.0f} {rim:.0f}Z"),
            rim,
            1240,
            0.78,
            18,
        )
        s.glow(cx, rim + 20, w * 1.1, 0.6)
        s.bloom(cx, rim, w * 0.5, 0.8, 0.45)
    s.box, s.focus = box, (cx, box.y1 - h * 0.35)


def _lens(s: Scene, cx: float, y: float, rx: float, ry: float, look: Look) -> None:
    off = s.radial(cx, y, rx, [(0, "#FBF9F3"), (0.7, "#D9D4C9"), (1, "#A8A398")], ry / rx)
    s.ellipse(cx, y, rx * 0.99, ry, "#8C8F91" if not s.night else mix(s.glowing, "#FFFFFF", 0.2), emits=True)
    s.ellipse(cx, y, rx * 0.9, ry * 0.9, s.lit(off, "#FFFFFF"), emits=True, detail=True)
    if not s.night and look.variant != "ar111":
        for dx, dy in ((-0.4, 0.05), (0.4, 0.05), (0, -0.4), (0, 0.45)):
            s.ellipse(cx + dx * rx, y + dy * ry, rx * 0.17, ry * 0.24, "#F5E3A8", detail=True, opacity=0.9)


def capsule(s: Scene, look: Look) -> None:
    """G9: two wire loops and a small ribbed capsule."""
    k = look.scale(230, 560, 100)
    box = centred(look, k, top=360)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    if not s.line:
        s.rect(cx - w * 0.62, box.y0 - 90, w * 1.24, 128, s.metal("branco", cx - w * 0.6, cx + w * 0.6), r=16)
        s.rect(cx - 2.5, -10, 5, box.y0 - 76, "#24282A")
    for side in (-1, 1):
        x = cx + side * w * 0.26
        s.tube(
            (
                f"M{x - 14:.1f} {box.y0 + h * 0.2:.1f}V{box.y0 + 22:.1f}Q{x - 14:.1f} "
                f"{box.y0 + 6:.1f} {x:.1f} {box.y0 + 6:.1f}Q{x + 14:.1f} {box.y0 + 6:.1f} "
                f"{x + 14:.1f} {box.y0 + 22:.1f}V{box.y0 + h * 0.2:.1f}"
            ),
            "cromo",
            9,
        )
    s.path(
        parts.rounded(cx - w * 0.46, box.y0 + h * 0.17, w * 0.92, h * 0.2, 12),
        s.metal("branco", cx - w / 2, cx + w / 2),
    )
    top = box.y0 + h * 0.36
    glass = parts.rounded(box.x0, top, w, box.y1 - top, w * 0.46)
    if s.night:
        paint = s.radial(
            cx,
            (top + box.y1) / 2,
            h * 0.4,
            [(0, "#FFFFFF"), (0.6, mix(s.glowing, "#FFFFFF", 0.65)), (1, mix(s.glowing, "#FFFFFF", 0.2))],
        )
    else:
        paint = s.metal("branco", box.x0, box.x1)
    s.path(glass, paint, emits=True, opacity=0.96)
    dots = "".join(
        f"M{cx + column * w * 0.24:.0f} {top + 46 + row * 34:.0f}h.1"
        for column in (-1, 0, 1)
        for row in range(int((box.y1 - top - 80) / 34))
    )
    s.shade(dots, "none", 0.9, stroke=s.lit("#EBCB6E", "#FFFFFF"), stroke_width=17, stroke_linecap="round", emits=True)
    s.glow(cx, (top + box.y1) / 2, w * 2.6, 0.8)
    s.bloom(cx, (top + box.y1) / 2, w * 1.1, 0.6, 1.2)
    s.box, s.focus = box, (cx, top + 60)


def tube(s: Scene, look: Look) -> None:
    """T8 tube between its two holders, hung level."""
    k = look.scale(800, 200, 14)
    box = centred(look, k, top=560)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    cap = w * 0.05
    if not s.line:
        s.rect(box.x0 + w * 0.02, box.y0 - 62, w * 0.96, 46, s.upright("branco", box.y0 - 62, box.y0 - 16), r=6)
        for x in (box.x0 - 14, box.x1 - 14):
            s.rect(x, box.y0 - 60, 28, h + 74, s.metal("branco", x, x + 28), r=6)
        for share in (0.25, 0.75):
            s.rect(box.x0 + w * share - 2, -10, 4, box.y0 - 50, "#24282A")
    off = s.linear(0, box.y0, 0, box.y1, [(0, "#E9E6DE"), (0.25, "#FFFFFF"), (0.6, "#F0EDE6"), (1, "#BDB8AC")])
    s.rect(box.x0, box.y0, w, h, s.lit(off, "#FFFFFF"), r=h / 2, emits=True)
    for x in (box.x0, box.x1 - cap):
        s.rect(x, box.y0, cap, h, s.upright("cromo", box.y0, box.y1), r=5)
    if s.night:
        s.glow(480, (box.y0 + box.y1) / 2, w * 0.72, 0.95, 0.62)
        s.bloom(480, (box.y0 + box.y1) / 2, w * 0.6, 0.7, 0.12)
    s.box, s.focus = box, (box.x0 + 190, box.y0 + 10)
