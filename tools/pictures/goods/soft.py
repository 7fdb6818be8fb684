"""Cushions, throws and trays."""

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import FINISHES
from tools.pictures.scene import Box, Scene, Stops
from tools.pictures.walls import FLOOR, TABLE


def cushion(s: Scene, look: Look) -> None:
    k = look.scale(520, 520, 12)
    ground = FLOOR - 20
    box = centred(look, k, bottom=ground)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    if not s.line:
        _bench(s, ground)
    s.box = box
    pull = 0.07
    d = (
        f"M{box.x0:.1f} {box.y0:.1f}Q{cx:.1f} {box.y0 + h * pull:.1f} {box.x1:.1f} "
        f"{box.y0:.1f}Q{box.x1 - w * pull:.1f} {box.y0 + h / 2:.1f} {box.x1:.1f} {box.y1:.1f}"
        f"Q{cx:.1f} {box.y1 - h * pull * 0.5:.1f} {box.x0:.1f} {box.y1:.1f}"
        f"Q{box.x0 + w * pull:.1f} {box.y0 + h / 2:.1f} {box.x0:.1f} {box.y0:.1f}Z"
    )
    tone = FINISHES[look.finish]
    s.path(
        d, s.radial(box.x0 + w * 0.4, box.y0 + h * 0.36, w * 0.8, [(0, tone.light), (0.4, tone.mid), (1, tone.dark)])
    )
    clip = s.clip(d)
    _pattern(s, look, box.x0, box.y0, w, h, clip)
    s.shade(
        d,
        s.radial(
            box.x0 + w * 0.42,
            box.y0 + h * 0.4,
            w * 0.75,
            [(0, "#000000", 0), (0.62, "#000000", 0.04), (1, "#000000", 0.34)],
        ),
    )
    for x0, y0, x1, y1 in (
        (0.04, 0.06, 0.2, 0.2),
        (0.96, 0.06, 0.82, 0.2),
        (0.05, 0.94, 0.2, 0.8),
        (0.95, 0.94, 0.8, 0.8),
    ):
        s.shade(
            (
                f"M{box.x0 + w * x0:.0f} {box.y0 + h * y0:.0f}Q{box.x0 + w * (x0 + x1) / 2:.0f} "
                f"{box.y0 + h * (y0 * 0.4 + y1 * 0.6):.0f} {box.x0 + w * x1:.0f} {box.y0 + h * y1:.0f}"
            ),
            "none",
            0.22,
            5,
            stroke="#000000",
            stroke_width=10,
        )
    s.shade(d, "none", 0.35, stroke=tone.light, stroke_width=4, stroke_dasharray="9 7")
    s.focus = (cx - w * 0.16, box.y0 + h * 0.4)


def _pattern(s: Scene, look: Look, x0: float, y0: float, w: float, h: float, clip: str) -> None:
    accent = FINISHES[look.accent]
    if look.variant == "cobogo":
        size = w / 4
        leaf = (
            f"M{size * 0.1:.1f} {size * 0.1:.1f}Q{size * 0.46:.1f} {size * 0.1:.1f} "
            f"{size * 0.48:.1f} {size * 0.48:.1f}Q{size * 0.1:.1f} {size * 0.46:.1f} "
            f"{size * 0.1:.1f} {size * 0.1:.1f}Z"
        )
        for row in range(4):
            for column in range(4):
                for turn in (0, 90, 180, 270):
                    s.shade(
                        leaf,
                        accent.mid,
                        0.92,
                        transform=(
                            f"translate({x0 + column * size:.1f} {y0 + row * h / 4:.1f}) rotate({turn} "
                            f"{size / 2:.1f} {size / 2:.1f})"
                        ),
                    )
    elif look.variant == "listras":
        for i in range(9):
            wide = (18, 6, 10)[i % 3]
            s.shade(
                (
                    f"M{x0 - 10:.0f} {y0 + h * (i + 0.6) / 9:.0f}Q{x0 + w / 2:.0f} "
                    f"{y0 + h * (i + 0.6) / 9 + 14:.0f} {x0 + w + 10:.0f} {y0 + h * (i + 0.6) / 9:.0f}"
                ),
                "none",
                0.85,
                stroke=accent.mid,
                stroke_width=wide,
                clip_path=clip,
            )
    else:
        lines = "".join(f"M{x0 + i:.0f} {y0:.0f}V{y0 + h:.0f}" for i in range(6, int(w), 9)) + "".join(
            f"M{x0:.0f} {y0 + i:.0f}H{x0 + w:.0f}" for i in range(6, int(h), 9)
        )
        s.shade(lines, "none", 0.09, stroke="#FFFFFF", stroke_width=2, clip_path=clip)


def _bench(s: Scene, y: float) -> None:
    s.rect(60, y - 4, 840, 44, s.upright("natural", y - 14, y + 50), r=8)
    for x in (130, 800):
        s.path(f"M{x} {y + 38}H{x + 34}L{x + 28} {FLOOR + 96}H{x + 6}Z", s.metal("natural", x, x + 34))


def throw(s: Scene, look: Look) -> None:
    """A folded blanket hanging over a rail."""
    k = look.scale(440, 620, 5)
    box = centred(look, k, top=330)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    if not s.line:
        s.tube(f"M110 {box.y0 + 12:.0f}H850", "natural", 28, shift=(0, -0.16))
    tone, accent = FINISHES[look.finish], FINISHES[look.accent]
    fringe = h * 0.07
    low = box.y1 - fringe
    s.thread(
        "".join(
            f"M{x} {low - 4:.0f}q{4 if i % 2 else -4} {fringe / 2:.0f} 0 {fringe + 2:.0f}"
            for i, x in enumerate(range(int(box.x0) + 6, int(box.x1) - 2, 13))
        ),
        tone.mid,
        6,
    )
    d = (
        f"M{box.x0:.1f} {box.y0 + 16:.1f}Q{box.x0:.1f} {box.y0:.1f} {box.x0 + 16:.1f} "
        f"{box.y0:.1f}H{box.x1 - 16:.1f}Q{box.x1:.1f} {box.y0:.1f} {box.x1:.1f} "
        f"{box.y0 + 16:.1f}L{box.x1 - 4:.1f} {low:.1f}Q{box.x0 + w * 0.75:.1f} {low - 10:.1f} "
        f"{480} {low:.1f}T{box.x0 + 4:.1f} {low:.1f}Z"
    )
    folds = ((0, "mid"), (0.1, "light"), (0.24, "mid"), (0.36, "light"), (0.52, "mid"), (0.62, "dark"), (0.72, "mid"))
    hues: Stops = [(share, getattr(tone, name)) for share, name in (*folds, (0.84, "light"), (1, "dark"))]
    s.path(d, s.linear(box.x0, 0, box.x1, 0, hues))
    _weave_throw(s, d, box, low, accent.mid)
    s.box, s.focus = box, (480, box.y0 + h * 0.62)


def _weave_throw(s: Scene, d: str, box: Box, low: float, stripe: str) -> None:
    """Stripes, threads and the shadow below the rail."""
    clip = s.clip(d)
    for share, wide in ((0.52, 34), (0.6, 12), (0.76, 34), (0.84, 12)):
        y = box.y0 + (box.y1 - box.y0) * share
        line = f"M{box.x0 - 5:.0f} {y:.0f}Q480 {y + 10:.0f} {box.x1 + 5:.0f} {y:.0f}"
        s.shade(line, "none", 0.85, stroke=stripe, stroke_width=wide, clip_path=clip)
    threads = "".join(f"M{box.x0:.0f} {y}H{box.x1:.0f}" for y in range(int(box.y0) + 8, int(low), 11))
    s.shade(threads, "none", 0.1, stroke="#000000", stroke_width=3, clip_path=clip)
    fall: Stops = [(0, "#FFFFFF", 0.2), (0.06, "#FFFFFF", 0), (0.12, "#000000", 0.1), (0.3, "#000000", 0)]
    s.shade(d, s.linear(0, box.y0, 0, low, [*fall, (1, "#000000", 0.14)]))


def tray(s: Scene, look: Look) -> None:
    """A tray with rim and handles, a cup and a candle on it."""
    ground = TABLE + 26
    k = look.scale(660, 200, 17)
    box = centred(look, k, bottom=ground)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    s.box = box
    parts.contact(s, 480, ground - 2, w * 0.48, 14)
    if not s.line:
        _breakfast(s, box.x0, box.y1 - h * 0.4, w)
    for side in (-1, 1):
        x = 480 + side * w * 0.455
        s.tube(
            (
                f"M{x - side * 34:.0f} {box.y1 - h * 0.5:.0f}V{box.y0 + 16:.0f}Q{x - side * 34:.0f} "
                f"{box.y0 + 6:.0f} {x - side * 22:.0f} {box.y0 + 6:.0f}H{x:.0f}Q{x + side * 12:.0f} "
                f"{box.y0 + 6:.0f} {x + side * 14:.0f} {box.y0 + 18:.0f}L{x + side * 20:.0f} "
                f"{box.y1 - h * 0.5:.0f}"
            ),
            look.accent,
            13,
        )
    s.path(
        (
            f"M{box.x0:.0f} {box.y1 - h * 0.52:.0f}H{box.x1:.0f}L{box.x1 - 18:.0f} "
            f"{box.y1 - 6:.0f}Q{box.x1 - 20:.0f} {box.y1:.0f} {box.x1 - 30:.0f} {box.y1:.0f}"
            f"H{box.x0 + 30:.0f}Q{box.x0 + 20:.0f} {box.y1:.0f} {box.x0 + 18:.0f} {box.y1 - 6:.0f}"
            "Z"
        ),
        s.upright(look.finish, box.y1 - h * 0.55, box.y1 + 8),
    )
    s.shade(
        (
            f"M{box.x0 + 8:.0f} {box.y1 - h * 0.36:.0f}C{box.x0 + w * 0.3:.0f} "
            f"{box.y1 - h * 0.44:.0f} {box.x0 + w * 0.6:.0f} {box.y1 - h * 0.22:.0f} "
            f"{box.x1 - 10:.0f} {box.y1 - h * 0.34:.0f}M{box.x0 + 14:.0f} {box.y1 - h * 0.18:.0f}"
            f"C{box.x0 + w * 0.4:.0f} {box.y1 - h * 0.26:.0f} {box.x0 + w * 0.7:.0f} "
            f"{box.y1 - h * 0.1:.0f} {box.x1 - 14:.0f} {box.y1 - h * 0.2:.0f}"
        ),
        "none",
        0.25,
        stroke="#5A3413",
        stroke_width=2.5,
    )
    s.focus = (480 - w * 0.2, box.y0 - 20)


def _breakfast(s: Scene, x: float, y: float, w: float) -> None:
    cup = x + w * 0.26
    s.tube(f"M{cup + 62:.0f} {y - 86:.0f}q48 0 40 34t-52 24", "branco", 12)
    s.path(
        (
            f"M{cup - 66:.0f} {y - 110:.0f}H{cup + 66:.0f}C{cup + 66:.0f} {y - 30:.0f} "
            f"{cup + 36:.0f} {y:.0f} {cup:.0f} {y:.0f}S{cup - 66:.0f} {y - 30:.0f} {cup - 66:.0f} "
            f"{y - 110:.0f}Z"
        ),
        s.metal("terracota", cup - 66, cup + 66),
    )
    s.ellipse(cup, y - 110, 66, 11, "#4A2A18")
    for i, (tone, wide) in enumerate((("azul", 190), ("linho", 172))):
        s.rect(x + w * 0.46, y - 26 - i * 26, wide, 25, s.upright(tone, y - 30 - i * 26, y + 4 - i * 26), r=3)
    jar = x + w * 0.8
    s.path(
        (
            f"M{jar - 46:.0f} {y:.0f}C{jar - 74:.0f} {y - 40:.0f} {jar - 70:.0f} {y - 110:.0f} "
            f"{jar - 20:.0f} {y - 136:.0f}V{y - 168:.0f}H{jar + 20:.0f}V{y - 136:.0f}"
            f"C{jar + 70:.0f} {y - 110:.0f} {jar + 74:.0f} {y - 40:.0f} {jar + 46:.0f} {y:.0f}Z"
        ),
        s.metal("verde-mata", jar - 70, jar + 70),
    )
    for lean in (-50, 0, 60):
        s.path(
            (
                f"M{jar:.0f} {y - 164:.0f}C{jar - 20 + lean:.0f} {y - 230:.0f} {jar + lean:.0f} "
                f"{y - 290:.0f} {jar + lean * 1.5:.0f} {y - 316:.0f}C{jar + 40 + lean:.0f} "
                f"{y - 270:.0f} {jar + 30 + lean:.0f} {y - 210:.0f} {jar:.0f} {y - 164:.0f}Z"
            ),
            "#6E9A78",
        )
