"""Lamps on the wall, indoors and out."""

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import mix
from tools.pictures.scene import Box, Scene


def double_beam(s: Scene, look: Look) -> None:
    """A tube that throws a cone up and a cone down."""
    k = look.scale(250, 470, 19)
    box = centred(look, k, top=600 - look.height * k / 2)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    ry = w * 0.13
    s.shadow = (34, 22, 14)
    paint = s.metal(look.finish, box.x0, box.x1)
    if look.variant == "quadrada":
        s.rect(box.x0, box.y0, w, h, s.flat(look.finish, box.x0, box.y0, box.x1, box.y1), r=4)
        s.shade(
            (f"M{box.x1 - w * 0.2:.0f} {box.y0:.0f}H{box.x1:.0f}V{box.y1:.0f}H{box.x1 - w * 0.2:.0f}Z"), "#000000", 0.18
        )
        s.rect(box.x0 + 5, box.y1 - 12, w - 10, 12, s.lit("#D9D2C4"), emits=True, detail=True)
    else:
        s.path(
            (
                f"M{box.x0:.1f} {box.y0 + ry:.1f}A{w / 2:.1f} {ry:.1f} 0 0 1 {box.x1:.1f} "
                f"{box.y0 + ry:.1f}V{box.y1 - ry:.1f}A{w / 2:.1f} {ry:.1f} 0 0 1 {box.x0:.1f} "
                f"{box.y1 - ry:.1f}Z"
            ),
            paint,
        )
        s.gleam(f"M{box.x0 + w * 0.2:.0f} {box.y0 + 40:.0f}V{box.y1 - 50:.0f}", w * 0.07, 0.42, 4)
        parts.mouth(s, cx, box.y1 - ry, w / 2, ry, look.finish, bulb=0.5)
    if s.night:
        for y, far in ((box.y0 + 8, -30), (box.y1 - 8, 1230)):
            spread = w * 1.75
            s.cone(
                (
                    f"M{box.x0 + 6:.0f} {y:.0f}L{cx - spread:.0f} {far}Q{cx} "
                    f"{far + (60 if far > 0 else -60)} {cx + spread:.0f} {far}L{box.x1 - 6:.0f} {y:.0f}Z"
                ),
                y,
                far,
                0.85,
                20,
            )
            s.glow(cx, y + (30 if far > 0 else -30), w * 1.7, 0.7)
            s.bloom(cx, y, w * 0.75, 0.85, 0.6)
    s.box, s.focus = box, (cx, box.y1 - 90)


def globe_sconce(s: Scene, look: Look) -> None:
    """Plate, bent arm, opal globe."""
    k = look.scale(400, 540, 20)
    box = centred(look, k, top=420)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    r = w * 0.44
    gx, gy = box.x1 - r, box.y0 + r
    plate = w * 0.24
    px, py = box.x0 + plate, box.y1 - plate
    s.circle(px, py, plate, s.flat(look.finish, px - plate, py - plate, px + plate, py + plate))
    s.circle(px, py, plate * 0.78, s.metal(look.finish, px - plate, px + plate), detail=True)
    s.tube(
        (f"M{px:.1f} {py:.1f}H{gx - 34:.1f}Q{gx:.1f} {py:.1f} {gx:.1f} {py - 34:.1f}V{gy + r * 0.9:.1f}"),
        look.finish,
        17,
    )
    parts.opal(s, gx, gy, r)
    s.path(
        (
            f"M{gx - r * 0.4:.1f} {gy + r * 0.86:.1f}Q{gx:.1f} {gy + r * 1.06:.1f} "
            f"{gx + r * 0.4:.1f} {gy + r * 0.86:.1f}L{gx + r * 0.24:.1f} {gy + r * 1.18:.1f}"
            f"H{gx - r * 0.24:.1f}Z"
        ),
        s.metal(look.finish, gx - r * 0.4, gx + r * 0.4),
    )
    s.spill(px, py, plate * 1.4, plate * 1.4, 0.6)
    s.box, s.focus = Box(box.x0, box.y0, box.x1, box.y1), (cx, box.y0 + h * 0.6)


def reading_arm(s: Scene, look: Look) -> None:
    """A bedside arm with a small turning head."""
    k = look.scale(500, 500, 19)
    box = centred(look, k, top=440)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    pw = w * 0.26
    s.path(
        parts.rounded(box.x1 - pw, box.y0 + h * 0.36, pw, h * 0.64, 14),
        s.flat(look.finish, box.x1 - pw, box.y0, box.x1, box.y1),
    )
    sx, sy = box.x1 - pw / 2, box.y0 + h * 0.58
    s.circle(sx, box.y1 - h * 0.13, pw * 0.16, s.metal(look.accent, sx - pw * 0.16, sx + pw * 0.16))
    hx, hy = box.x0 + w * 0.2, box.y0 + h * 0.16
    s.tube(
        (
            f"M{sx:.0f} {sy:.0f}C{sx - w * 0.1:.0f} {box.y0 - h * 0.16:.0f} {hx + w * 0.32:.0f} "
            f"{box.y0 - h * 0.04:.0f} {hx:.0f} {hy:.0f}"
        ),
        look.accent,
        14,
    )
    s.circle(sx, sy, 22, s.metal(look.accent, sx - 22, sx + 22))
    hw, hh = w * 0.3, h * 0.46
    spin = f"rotate(16 {hx:.0f} {hy:.0f})"
    d = (
        f"M{hx - hw * 0.2:.1f} {hy - 12:.1f}H{hx + hw * 0.2:.1f}Q{hx + hw * 0.3:.1f} "
        f"{hy - 12:.1f} {hx + hw * 0.33:.1f} {hy + 6:.1f}L{hx + hw / 2:.1f} {hy + hh:.1f}"
        f"H{hx - hw / 2:.1f}L{hx - hw * 0.33:.1f} {hy + 6:.1f}Q{hx - hw * 0.3:.1f} "
        f"{hy - 12:.1f} {hx - hw * 0.2:.1f} {hy - 12:.1f}Z"
    )
    s.path(d, s.metal(look.finish, hx - hw / 2, hx + hw / 2), transform=spin)
    s.gleam(f"M{hx - hw * 0.2:.0f} {hy + 16:.0f}L{hx - hw * 0.28:.0f} {hy + hh - 16:.0f}", 7, 0.45, 3, transform=spin)
    s.ellipse(
        hx, hy + hh, hw / 2, hw * 0.12, s.lit("#1A1D1F", mix(s.glowing, "#FFFFFF", 0.7)), transform=spin, emits=True
    )
    mx, my = hx - hh * 0.27, hy + hh * 0.96
    if s.night:
        s.cone(
            (
                f"M{mx - hw * 0.45:.0f} {my - 14:.0f}L{mx - hw * 2.1:.0f} 1180H{mx + hw * 1.1:.0f}"
                f"L{mx + hw * 0.46:.0f} {my + 16:.0f}Z"
            ),
            my,
            1180,
            0.75,
            16,
        )
        s.glow(mx, my + 20, hw * 2.2, 0.6)
        s.bloom(mx, my, hw * 0.75, 0.85, 0.6)
    s.box, s.focus = box, (box.x0 + w * 0.45, box.y0 + h * 0.4)


def half_moon(s: Scene, look: Look) -> None:
    """A plaster bowl: all light goes up the wall."""
    k = look.scale(540, 340, 18)
    box = centred(look, k, top=600)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    d = (
        f"M{box.x0:.1f} {box.y0:.1f}Q{cx:.1f} {box.y0 + 18:.1f} {box.x1:.1f} {box.y0:.1f}"
        f"C{box.x1:.1f} {box.y0 + h * 0.6:.1f} {cx + w * 0.28:.1f} {box.y1:.1f} {cx:.1f} "
        f"{box.y1:.1f}C{cx - w * 0.28:.1f} {box.y1:.1f} {box.x0:.1f} {box.y0 + h * 0.6:.1f} "
        f"{box.x0:.1f} {box.y0:.1f}Z"
    )
    s.path(d, s.metal(look.finish, box.x0, box.x1))
    s.shade(d, s.linear(0, box.y0, 0, box.y1, [(0, "#FFFFFF", 0.25), (0.3, "#FFFFFF", 0), (1, "#000000", 0.22)]))
    if s.night:
        s.cone(
            (
                f"M{box.x0 + 10:.0f} {box.y0 + 6:.0f}L{cx - w * 1.05:.0f} -20H{cx + w * 1.05:.0f}"
                f"L{box.x1 - 10:.0f} {box.y0 + 6:.0f}Z"
            ),
            box.y0,
            -60,
            0.85,
            34,
        )
        s.glow(cx, box.y0 - 30, w * 1.2, 0.8)
        s.bloom(cx, box.y0, w * 0.55, 0.8, 0.25)
    s.box, s.focus = box, (cx - w * 0.2, box.y0 + 60)
