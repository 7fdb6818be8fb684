"""Things that hang on the wall: mirrors, clocks, shelves."""

import math

from tools.pictures.look import Look, centred
from tools.pictures.palette import FINISHES
from tools.pictures.scene import Scene


def _blob(x0: float, y0: float, w: float, h: float, grow: float = 0) -> str:
    """A pebble outline."""
    x0, y0, w, h = x0 - grow, y0 - grow, w + 2 * grow, h + 2 * grow
    return (
        f"M{x0 + w * 0.42:.1f} {y0:.1f}C{x0 + w * 0.8:.1f} {y0 - h * 0.01:.1f} {x0 + w:.1f} "
        f"{y0 + h * 0.18:.1f} {x0 + w:.1f} {y0 + h * 0.42:.1f}"
        f"C{x0 + w:.1f} {y0 + h * 0.66:.1f} {x0 + w * 0.86:.1f} {y0 + h * 0.72:.1f} "
        f"{x0 + w * 0.78:.1f} {y0 + h * 0.86:.1f}C{x0 + w * 0.7:.1f} {y0 + h:.1f} "
        f"{x0 + w * 0.42:.1f} {y0 + h * 1.03:.1f} {x0 + w * 0.24:.1f} {y0 + h * 0.93:.1f}"
        f"C{x0 + w * 0.02:.1f} {y0 + h * 0.8:.1f} {x0:.1f} {y0 + h * 0.62:.1f} {x0:.1f} "
        f"{y0 + h * 0.46:.1f}C{x0:.1f} {y0 + h * 0.2:.1f} {x0 + w * 0.14:.1f} "
        f"{y0 + h * 0.01:.1f} {x0 + w * 0.42:.1f} {y0:.1f}Z"
    )


def _arch(x0: float, y0: float, w: float, h: float, grow: float = 0) -> str:
    x0, y0, w, h = x0 - grow, y0 - grow, w + 2 * grow, h + 2 * grow
    r = w / 2
    return f"M{x0:.1f} {y0 + h:.1f}V{y0 + r:.1f}A{r:.1f} {r:.1f} 0 0 1 {x0 + w:.1f} {y0 + r:.1f}V{y0 + h:.1f}Z"


def _round(x0: float, y0: float, w: float, h: float, grow: float = 0) -> str:
    rx, ry = w / 2 + grow, h / 2 + grow
    cy = y0 + h / 2
    return (
        f"M{x0 - grow:.1f} {cy:.1f}A{rx:.1f} {ry:.1f} 0 1 1 {x0 + w + grow:.1f} {cy:.1f}"
        f"A{rx:.1f} {ry:.1f} 0 1 1 {x0 - grow:.1f} {cy:.1f}Z"
    )


SHAPES = {"redondo": _round, "arco": _arch, "organico": _blob}


def mirror(s: Scene, look: Look) -> None:
    k = look.scale(560, 760, 12)
    box = centred(look, k, top=560 - look.height * k / 2)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    shape = SHAPES[look.variant]
    s.path(shape(box.x0, box.y0, w, h), s.metal(look.finish, box.x0, box.x1))
    inner = shape(box.x0, box.y0, w, h, -16)
    if s.night:
        glass = s.linear(
            box.x0, box.y0, box.x1, box.y1, [(0, "#C9A577"), (0.35, "#6E5B4A"), (0.7, "#3A3530"), (1, "#23211F")]
        )
    else:
        glass = s.linear(
            box.x0, box.y0, box.x1, box.y1, [(0, "#F7FAFA"), (0.4, "#DDE6E8"), (0.7, "#C6D2D5"), (1, "#AEBDC1")]
        )
    s.path(inner, glass, emits=True)
    clip = s.clip(inner)
    shine = 0.3 if s.night else 0.7
    for x, wide in ((0.18, 0.2), (0.46, 0.07)):
        s.shade(
            (
                f"M{box.x0 + w * (x + 0.24):.0f} {box.y0:.0f}h{w * wide:.0f}"
                f"L{box.x0 + w * (x + wide - 0.2):.0f} {box.y1:.0f}h{-w * wide:.0f}Z"
            ),
            "#FFFFFF",
            shine,
            3,
            clip_path=clip,
            emits=True,
        )
    s.shade(inner, "none", 0.4, stroke=FINISHES[look.finish].dark, stroke_width=3, emits=True)
    s.focus = (box.x0 + w * 0.25, box.y0 + h * 0.3)
    s.box = box


def clock(s: Scene, look: Look) -> None:
    k = look.scale(480, 480, 16)
    box = centred(look, k, top=560 - look.height * k / 2)
    cx, cy, r = 480.0, (box.y0 + box.y1) / 2, (box.x1 - box.x0) / 2
    s.circle(cx, cy, r, s.metal(look.accent, box.x0, box.x1))
    s.circle(cx, cy, r * 0.93, s.flat(look.finish, box.x0, box.y0, box.x1, box.y1))
    ink = "#FBF4E6" if look.finish not in ("branco", "areia", "natural", "linho") else "#2B2320"
    for hour in range(12):
        angle = math.pi * hour / 6
        first, last = (0.74, 0.86) if hour % 3 == 0 else (0.8, 0.86)
        s.thread(
            (
                f"M{cx + math.sin(angle) * r * first:.1f} {cy - math.cos(angle) * r * first:.1f}"
                f"L{cx + math.sin(angle) * r * last:.1f} {cy - math.cos(angle) * r * last:.1f}"
            ),
            ink,
            9 if hour % 3 == 0 else 5,
        )
    for angle, long, thick in ((math.radians(305), 0.46, 12), (math.radians(54), 0.68, 8)):
        s.thread(
            (
                f"M{cx - math.sin(angle) * r * 0.1:.1f} {cy + math.cos(angle) * r * 0.1:.1f}"
                f"L{cx + math.sin(angle) * r * long:.1f} {cy - math.cos(angle) * r * long:.1f}"
            ),
            ink,
            thick,
        )
    s.circle(cx, cy, 16, s.metal(look.accent, cx - 16, cx + 16))
    s.gleam(
        f"M{cx - r * 0.8:.0f} {cy - r * 0.2:.0f}A{r * 0.84:.0f} {r * 0.84:.0f} 0 0 1 "
        f"{cx - r * 0.1:.0f} {cy - r * 0.82:.0f}",
        18,
        0.3,
        8,
    )
    s.box, s.focus = box, (cx + 30, cy - 30)


def shelf(s: Scene, look: Look) -> None:
    """A board on two brackets, with a few things on it by day."""
    k = look.scale(720, 300, 9.5)
    box = centred(look, k, top=600)
    w, h = box.x1 - box.x0, box.y1 - box.y0
    board = h * 0.26
    if not s.line:
        _still_life(s, box.x0 + w * 0.14, box.y0)
    for share in (0.16, 0.84):
        x = box.x0 + w * share
        s.path(
            (
                f"M{x - 9:.0f} {box.y0 + board:.0f}H{x + 9:.0f}V{box.y1 - 9:.0f}Q{x:.0f} "
                f"{box.y1 + 9:.0f} {x - 9:.0f} {box.y1 - 9:.0f}Z"
            ),
            s.metal(look.accent, x - 9, x + 9),
        )
    s.rect(box.x0, box.y0, w, board, s.upright(look.finish, box.y0 - 10, box.y0 + board + 14), r=4)
    grain = (
        f"M{box.x0:.0f} {box.y0 + board * 0.3:.0f}C{box.x0 + w * 0.3:.0f} "
        f"{box.y0 + board * 0.1:.0f} {box.x0 + w * 0.6:.0f} {box.y0 + board * 0.5:.0f} "
        f"{box.x1:.0f} {box.y0 + board * 0.3:.0f}M{box.x0:.0f} {box.y0 + board * 0.7:.0f}"
        f"C{box.x0 + w * 0.4:.0f} {box.y0 + board * 0.55:.0f} {box.x0 + w * 0.7:.0f} "
        f"{box.y0 + board * 0.9:.0f} {box.x1:.0f} {box.y0 + board * 0.66:.0f}"
    )
    s.shade(grain, "none", 0.2, stroke="#5A3413", stroke_width=2)
    s.box, s.focus = box, (box.x0 + w * 0.3, box.y0 - 20)


def _still_life(s: Scene, x: float, y: float) -> None:
    s.path(
        (f"M{x} {y}V{y - 150}Q{x} {y - 170} {x + 20} {y - 170}H{x + 80}Q{x + 100} {y - 170} {x + 100} {y - 150}V{y}Z"),
        s.metal("terracota", x, x + 100),
    )
    for lean, tone in ((-60, "#47765A"), (0, "#5E8F6B"), (70, "#7CA882")):
        s.path(
            (
                f"M{x + 50} {y - 165}C{x + 10 + lean} {y - 260} {x + 40 + lean} {y - 330} "
                f"{x + 50 + lean * 1.4:.0f} {y - 370}C{x + 100 + lean} {y - 300} {x + 90 + lean} "
                f"{y - 230} {x + 50} {y - 165}Z"
            ),
            tone,
        )
    for i, (wide, tone) in enumerate(((210, "azul"), (190, "areia"), (200, "terracota"))):
        s.rect(x + 190 + i * 6, y - 30 - i * 30, wide, 29, s.upright(tone, y - 34 - i * 30, y + 6 - i * 30), r=3)
    s.circle(x + 290, y - 132, 42, s.metal("latao", x + 248, x + 332))
