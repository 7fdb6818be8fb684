"""Vases and baskets: turned and woven bodies on a table."""

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import FINISHES, mix
from tools.pictures.scene import Scene
from tools.pictures.walls import FLOOR, TABLE

GROUND = TABLE + 28
# Half silhouettes: (share of the half width, share of the height from the top).
PROFILES = {
    "garrafa": ((0.3, 0), (0.24, 0.06), (0.2, 0.28), (0.62, 0.5), (1, 0.72), (0.86, 0.93), (0.56, 1)),
    "bojo": ((0.46, 0), (0.4, 0.08), (0.72, 0.22), (1, 0.5), (0.8, 0.82), (0.5, 1)),
    "cilindro": ((1, 0), (0.985, 0.04), (1, 0.5), (0.99, 0.9), (0.94, 1)),
    "anfora": ((0.5, 0), (0.36, 0.07), (0.4, 0.16), (1, 0.34), (0.8, 0.68), (0.4, 0.94), (0.44, 1)),
}


def outline(kind: str, x0: float, y0: float, w: float, h: float) -> str:
    """A closed, smooth silhouette through the points of the profile."""
    cx, half = x0 + w / 2, w / 2
    right = [(cx + half * r, y0 + h * t) for r, t in PROFILES[kind]]
    left = [(cx - half * r, y0 + h * t) for r, t in reversed(PROFILES[kind])]
    d = f"M{right[0][0]:.1f} {right[0][1]:.1f}" + _smooth(right)
    d += f"Q{cx:.1f} {y0 + h * 1.02:.1f} {left[0][0]:.1f} {left[0][1]:.1f}" + _smooth(left)
    return d + "Z"


def _smooth(points: list[tuple[float, float]]) -> str:
    """Catmull-Rom through the points as cubic curves."""
    out = []
    for i in range(len(points) - 1):
        before, start = points[max(i - 1, 0)], points[i]
        end, after = points[i + 1], points[min(i + 2, len(points) - 1)]
        c1 = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        c2 = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        out.append(f"C{c1[0]:.1f} {c1[1]:.1f} {c2[0]:.1f} {c2[1]:.1f} {end[0]:.1f} {end[1]:.1f}")
    return "".join(out)


def vase(s: Scene, look: Look) -> None:
    kind, _, plant = look.variant.partition("-")
    k = look.scale(380, 500, 17)
    box = centred(look, k, bottom=GROUND)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    parts.stand(s, box, GROUND - 6)
    mouth = w / 2 * PROFILES[kind][0][0]
    if plant and not s.line:
        _branch(s, cx, box.y0 + 10, plant)
    s.ellipse(cx, box.y0 + 2, mouth, mouth * 0.16, FINISHES[look.finish].dark)
    d = outline(kind, box.x0, box.y0, w, h)
    s.path(d, s.metal(look.finish, box.x0, box.x1))
    s.shade(
        d,
        s.linear(
            0, box.y0, 0, box.y1, [(0, "#FFFFFF", 0.12), (0.3, "#FFFFFF", 0), (0.7, "#000000", 0), (1, "#000000", 0.28)]
        ),
    )
    if look.accent in FINISHES and look.accent != "latao":
        band = s.clip(d)
        s.shade(
            f"M{box.x0:.0f} {box.y0 + h * 0.78:.0f}H{box.x1:.0f}V{box.y1 + 10:.0f}H{box.x0:.0f}Z",
            s.metal(look.accent, box.x0, box.x1),
            clip_path=band,
        )
    s.gleam(
        f"M{cx - w * 0.3:.0f} {box.y0 + h * 0.72:.0f}C{cx - w * 0.36:.0f} "
        f"{box.y0 + h * 0.62:.0f} {cx - w * 0.34:.0f} {box.y0 + h * 0.52:.0f} "
        f"{cx - w * 0.24:.0f} {box.y0 + h * 0.44:.0f}",
        w * 0.045,
        0.55,
        5,
    )
    s.focus = (cx, box.y0 + h * 0.35)


def _branch(s: Scene, cx: float, y: float, plant: str) -> None:
    """Something growing out of the vase; not sold with it."""
    green = ("#5E8F6B", "#47765A", "#7CA882")
    if plant == "galho":
        stems = ((-150, -360, -60), (40, -420, 20), (150, -300, 90))
        for dx, dy, bend in stems:
            s.path(
                f"M{cx} {y}Q{cx + bend} {y + dy * 0.5:.0f} {cx + dx} {y + dy}", "none", stroke="#6B4F37", stroke_width=5
            )
            for i in range(2, 9):
                t = i / 8
                x = (1 - t) ** 2 * cx + 2 * t * (1 - t) * (cx + bend) + t * t * (cx + dx)
                yy = (1 - t) ** 2 * y + 2 * t * (1 - t) * (y + dy * 0.5) + t * t * (y + dy)
                turn = 40 if i % 2 else -60
                s.path(
                    f"M{x:.0f} {yy:.0f}q16 -26 52 -26q-8 32 -52 26Z",
                    green[i % 3],
                    transform=f"rotate({turn + dx / 6:.0f} {x:.0f} {yy:.0f})",
                )
        return
    for dx, dy, lean, tone in (
        (-190, -250, -120, 1),
        (200, -270, 130, 0),
        (-90, -400, -60, 0),
        (100, -410, 40, 2),
        (0, -300, 0, 1),
    ):
        tip, side = (cx + dx, y + dy), (cx + lean, y + dy * 0.85)
        s.path(
            (
                f"M{cx:.0f} {y:.0f}C{cx + lean * 0.2 - 40:.0f} {y + dy * 0.4:.0f} {side[0] - 50:.0f} "
                f"{side[1]:.0f} {tip[0]:.0f} {tip[1]:.0f}C{side[0] + 60:.0f} {side[1] + 90:.0f} "
                f"{cx + lean * 0.2 + 46:.0f} {y + dy * 0.35:.0f} {cx:.0f} {y:.0f}Z"
            ),
            green[tone],
        )
        s.shade(
            f"M{cx:.0f} {y:.0f}Q{side[0]:.0f} {side[1] + 60:.0f} {tip[0]:.0f} {tip[1]:.0f}",
            "none",
            0.4,
            stroke="#FFFFFF",
            stroke_width=2.5,
        )


def basket(s: Scene, look: Look) -> None:
    k = look.scale(500, 460, 12)
    ground = FLOOR + 76
    box = centred(look, k, bottom=ground)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    parts.stand(s, box, ground - 8)
    tone = FINISHES[look.finish]
    if not s.line:
        s.path(
            (
                f"M{cx - w * 0.34:.0f} {box.y0 + 40:.0f}C{cx - w * 0.4:.0f} {box.y0 - 70:.0f} "
                f"{cx - w * 0.1:.0f} {box.y0 - 50:.0f} {cx - w * 0.02:.0f} {box.y0 - 24:.0f}"
                f"S{cx + w * 0.36:.0f} {box.y0 - 60:.0f} {cx + w * 0.36:.0f} {box.y0 + 40:.0f}Z"
            ),
            s.metal("linho", cx - w * 0.4, cx + w * 0.4),
        )
    top = box.y0 + h * 0.12
    d = (
        f"M{cx - w * 0.44:.1f} {top:.1f}C{box.x0 - w * 0.06:.1f} {top + h * 0.42:.1f} "
        f"{box.x0 + w * 0.04:.1f} {box.y1:.1f} {cx - w * 0.32:.1f} {box.y1:.1f}"
        f"H{cx + w * 0.32:.1f}C{box.x1 - w * 0.04:.1f} {box.y1:.1f} {box.x1 + w * 0.06:.1f} "
        f"{top + h * 0.42:.1f} {cx + w * 0.44:.1f} {top:.1f}Z"
    )
    s.path(d, s.metal(look.finish, box.x0, box.x1))
    clip = s.clip(d)
    rows = []
    for row in range(16):
        y = top + (box.y1 - top) * row / 15
        offset = 0 if row % 2 else 16
        rows.append(
            "".join(
                f"M{x + offset:.0f} {y + 10:.0f}q8 -15 16 0q8 15 16 0"
                for x in range(int(box.x0) - 20, int(box.x1) + 20, 32)
            )
        )
    s.shade("".join(rows), "none", 0.34, stroke=tone.dark, stroke_width=5, clip_path=clip)
    s.shade(
        "".join(rows), "none", 0.3, stroke="#FFFFFF", stroke_width=2.5, clip_path=clip, transform="translate(-3 -5)"
    )
    s.shade(d, s.linear(0, top, 0, box.y1, [(0, "#000000", 0), (0.7, "#000000", 0), (1, "#000000", 0.25)]))
    s.tube(f"M{cx - w * 0.44:.0f} {top:.0f}H{cx + w * 0.44:.0f}", look.finish, 22, shift=(0, -0.16))
    for side in (-1, 1):
        x = cx + side * w * 0.3
        s.tube(
            (
                f"M{x - w * 0.08:.0f} {top + 4:.0f}C{x - w * 0.08:.0f} {box.y0 - 6:.0f} "
                f"{x + w * 0.08:.0f} {box.y0 - 6:.0f} {x + w * 0.08:.0f} {top + 4:.0f}"
            ),
            look.finish,
            15,
        )
    s.focus = (cx - w * 0.1, top + h * 0.3)


def candle(s: Scene, look: Look) -> None:
    """Candle holders of three heights; the flame is lit at night."""
    k = look.scale(420, 520, 15)
    box = centred(look, k, bottom=GROUND)
    w = box.x1 - box.x0
    s.box = box
    for share, tall in ((0.16, 0.72), (0.5, 1.0), (0.84, 0.5)):
        x = box.x0 + w * share
        top = box.y1 - (box.y1 - box.y0) * tall
        parts.contact(s, x, GROUND - 8, w * 0.15, 10)
        parts.disc_base(s, x, box.y1, w * 0.155, 8, look.finish)
        s.rect(x - 8, top + 10, 16, box.y1 - top - 40, s.metal(look.finish, x - 8, x + 8))
        for at in (0.35, 0.6):
            y = top + (box.y1 - top) * at
            s.ellipse(x, y, 17, 13, s.metal(look.finish, x - 17, x + 17))
        s.path(
            (
                f"M{x - w * 0.085:.0f} {top:.0f}H{x + w * 0.085:.0f}L{x + w * 0.04:.0f} {top + 34:.0f}"
                f"H{x - w * 0.04:.0f}Z"
            ),
            s.metal(look.finish, x - w * 0.085, x + w * 0.085),
        )
        if not s.line:
            s.rect(x - 15, top - 190, 30, 194, s.metal("branco", x - 15, x + 15), r=5)
            s.thread(f"M{x} {top - 190}V{top - 206}", "#2B2320", 4)
            if s.night:
                s.path(
                    (
                        f"M{x} {top - 262}C{x + 24} {top - 226} {x + 17} {top - 200} {x} {top - 200}S{x - 24} "
                        f"{top - 226} {x} {top - 262}Z"
                    ),
                    mix("#FFC873", "#FFFFFF", 0.5),
                    emits=True,
                )
                s.glow(x, top - 225, 330, 0.6)
                s.bloom(x, top - 225, 110, 0.9)
    s.focus = (480, box.y0 + 40)
