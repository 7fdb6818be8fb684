"""Lamps that stand on the floor."""

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.scene import Scene
from tools.pictures.walls import FLOOR

GROUND = FLOOR + 76


def arc(s: Scene, look: Look) -> None:
    k = look.scale(760, 900, 5)
    box = centred(look, k, bottom=GROUND)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    foot = w * 0.17
    bx, head_w = box.x1 - foot, w * 0.33
    hx = box.x0 + head_w / 2
    s.box = box
    parts.contact(s, bx, GROUND - 14, foot)
    parts.disc_base(s, bx, box.y1, foot, 12, look.finish)
    top = box.y0 + 8
    hang = box.y0 + h * 0.165
    s.tube(
        (
            f"M{bx:.1f} {box.y1 - 30:.1f}V{box.y0 + h * 0.36:.1f}C{bx:.1f} {top - h * 0.03:.1f} "
            f"{hx:.1f} {top - h * 0.1:.1f} {hx:.1f} {hang:.1f}"
        ),
        look.finish,
        17,
    )
    head_h = head_w * 0.5
    rim = hang + head_h
    s.rect(hx - 13, hang - 16, 26, 30, s.metal(look.accent, hx - 13, hx + 13), r=6)
    shell = (
        f"M{hx - head_w / 2:.1f} {rim:.1f}C{hx - head_w / 2:.1f} {rim - head_h * 0.66:.1f} "
        f"{hx - head_w * 0.3:.1f} {hang:.1f} {hx:.1f} {hang:.1f}C{hx + head_w * 0.3:.1f} "
        f"{hang:.1f} {hx + head_w / 2:.1f} {rim - head_h * 0.66:.1f} {hx + head_w / 2:.1f} "
        f"{rim:.1f}Z"
    )
    s.path(shell, s.metal(look.finish, hx - head_w / 2, hx + head_w / 2))
    s.gleam(
        f"M{hx - head_w * 0.36:.0f} {rim - head_h * 0.25:.0f}C{hx - head_w * 0.34:.0f} "
        f"{rim - head_h * 0.6:.0f} {hx - head_w * 0.2:.0f} {hang + head_h * 0.2:.0f} "
        f"{hx - head_w * 0.1:.0f} {hang + head_h * 0.14:.0f}",
        8,
        0.5,
        4,
    )
    parts.mouth(s, hx, rim, head_w / 2, head_w * 0.075, look.finish, bulb=0.16)
    if s.night:
        s.cone(
            (
                f"M{hx - head_w * 0.48:.0f} {rim:.0f}L{hx - head_w * 0.9:.0f} {GROUND}Q{hx:.0f} "
                f"{GROUND + 50} {hx + head_w * 0.9:.0f} {GROUND}L{hx + head_w * 0.48:.0f} {rim:.0f}Z"
            ),
            rim,
            GROUND + 40,
            0.62,
        )
        s.pool(hx, GROUND - 4, head_w * 1.0, 44, 0.65)
        s.glow(hx, rim + 40, head_w * 1.4, 0.55)
        s.bloom(hx, rim, head_w * 0.5, 0.8, 0.5)
    s.focus = (hx + 90, rim - 40)


def tripod(s: Scene, look: Look) -> None:
    k = look.scale(420, 900, 5.7)
    box = centred(look, k, bottom=GROUND)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    low = box.y0 + h * 0.25
    joint = low + h * 0.06
    s.box = box
    for x in (box.x0 + 8, cx + 12, box.x1 - 8):
        parts.contact(s, x, GROUND - (20 if x == cx + 12 else 6), 26, 8)
    for x, y, thick in ((cx + 14, box.y1 - 26, 15), (box.x0 + 10, box.y1 - 10, 19), (box.x1 - 10, box.y1 - 10, 19)):
        s.tube(f"M{cx:.1f} {joint:.1f}L{x:.1f} {y:.1f}", look.finish, thick)
    s.rect(cx - 9, low - 10, 18, h * 0.08, s.metal("latao", cx - 9, cx + 9))
    s.rect(cx - 28, joint - 16, 56, 34, s.metal(look.accent, cx - 28, cx + 28), r=8)
    if s.night:
        s.cone(
            (
                f"M{box.x0 + 20:.0f} {low:.0f}L{box.x0 - w * 0.3:.0f} {GROUND}H{box.x1 + w * 0.3:.0f}"
                f"L{box.x1 - 20:.0f} {low:.0f}Z"
            ),
            low,
            GROUND + 60,
            0.5,
            24,
        )
        s.cone(
            (
                f"M{cx - w * 0.34:.0f} {box.y0:.0f}L{cx - w * 0.8:.0f} -20H{cx + w * 0.8:.0f}"
                f"L{cx + w * 0.34:.0f} {box.y0:.0f}Z"
            ),
            box.y0,
            -10,
            0.5,
            22,
        )
        s.glow(cx, box.y0 + h * 0.13, w * 1.25, 0.6)
        s.pool(cx, GROUND - 4, w * 0.85, 40, 0.5)
        s.spill(cx, joint, w * 0.4, h * 0.2, 0.7)
    wide = w * 0.41
    d = (
        f"M{cx - wide:.1f} {box.y0:.1f}Q{cx:.1f} {box.y0 + 9:.1f} {cx + wide:.1f} {box.y0:.1f}"
        f"L{cx + wide * 1.1:.1f} {low:.1f}Q{cx:.1f} {low + 16:.1f} {cx - wide * 1.1:.1f} "
        f"{low:.1f}Z"
    )
    parts.cloth(s, d, cx - wide * 1.1, cx + wide * 1.1, box.y0, low + 10, "linho")
    s.focus = (cx, low + 40)


def reading(s: Scene, look: Look) -> None:
    """A thin pole with a small head that turns."""
    k = look.scale(420, 900, 6)
    box = centred(look, k, bottom=GROUND)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    foot = w * 0.36
    bx = box.x1 - foot
    s.box = box
    parts.contact(s, bx, GROUND - 12, foot)
    parts.disc_base(s, bx, box.y1, foot, 10, look.finish)
    arm_y = box.y0 + h * 0.06
    s.tube(f"M{bx:.1f} {box.y1 - 26:.1f}V{box.y0 + 8:.1f}", look.finish, 13, shift=(-0.18, 0))
    hx = box.x0 + w * 0.16
    s.tube(f"M{bx:.1f} {arm_y:.1f}H{hx:.1f}", look.finish, 11, shift=(0, -0.18))
    s.circle(bx, arm_y, 17, s.metal(look.accent, bx - 17, bx + 17))
    hw, hh = w * 0.3, w * 0.44
    s.path(parts.rounded(hx - hw / 2, arm_y - 12, hw, hh, 12), s.metal(look.finish, hx - hw / 2, hx + hw / 2))
    rim = arm_y - 12 + hh
    parts.mouth(s, hx, rim - 4, hw / 2, hw * 0.14, look.finish, bulb=0.5)
    if s.night:
        s.cone(
            (
                f"M{hx - hw / 2:.0f} {rim:.0f}L{hx - hw * 2.0:.0f} {GROUND}Q{hx:.0f} {GROUND + 40} "
                f"{hx + hw * 2.0:.0f} {GROUND}L{hx + hw / 2:.0f} {rim:.0f}Z"
            ),
            rim,
            GROUND + 50,
            0.66,
            14,
        )
        s.pool(hx, GROUND - 4, hw * 2.1, 36, 0.7)
        s.glow(hx, rim + 20, hw * 2.4, 0.55)
        s.bloom(hx, rim, hw * 0.8, 0.85, 0.6)
    s.focus = (hx + 120, arm_y + 70)
