"""Pieces many lamps share: cord and canopy, bulbs, shades, bases."""

from tools.pictures.palette import CORD, FINISHES, mix
from tools.pictures.scene import Box, Scene


def hang(s: Scene, cx: float, top: float, finish: str, *, canopy: float = 112, cord: float = 5) -> None:
    """Canopy at the ceiling and the cord down to the lamp."""
    s.rect(cx - cord / 2, 10, cord, top - 4, CORD)
    s.path(
        f"M{cx - canopy / 2} -6H{cx + canopy / 2}V18Q{cx + canopy / 2} 34 "
        f"{cx + canopy / 2 - 16} 34H{cx - canopy / 2 + 16}"
        f"Q{cx - canopy / 2} 34 {cx - canopy / 2} 18Z",
        s.metal(finish, cx - canopy / 2, cx + canopy / 2),
    )
    s.hang = s.hang or Box(cx, 34, cx, top)


def opal(s: Scene, cx: float, cy: float, r: float, *, strength: float = 1) -> None:
    """A milk-glass globe, lit from within at night."""
    if s.night:
        warm = s.glowing
        paint = s.radial(
            cx,
            cy,
            r,
            [(0, mix(warm, "#FFFFFF", 0.86)), (0.55, mix(warm, "#FFFFFF", 0.62)), (1, mix(warm, "#FFFFFF", 0.12))],
        )
        s.glow(cx, cy, r * 3.1, 0.62 * strength)
        s.bloom(cx, cy, r * 1.75, 0.5 * strength)
    else:
        paint = s.radial(
            cx - r * 0.32,
            cy - r * 0.36,
            r * 1.5,
            [(0, "#FFFFFF"), (0.42, "#F6F2EA"), (0.74, "#DDD5C7"), (0.93, "#C2B7A5"), (1, "#CFC6B7")],
        )
    s.circle(cx, cy, r, paint, emits=True)
    if not s.night:
        s.gleam(
            f"M{cx - r * 0.72:.1f} {cy - r * 0.06:.1f}A{r * 0.74:.1f} {r * 0.74:.1f} 0 0 1 "
            f"{cx - r * 0.16:.1f} {cy - r * 0.72:.1f}",
            r * 0.085,
            0.95,
            r * 0.035,
        )


def collar(s: Scene, cx: float, top: float, w: float, h: float, finish: str) -> None:
    """The cup that holds a globe or a socket."""
    s.path(
        f"M{cx - w * 0.34:.1f} {top:.1f}H{cx + w * 0.34:.1f}Q{cx + w * 0.38:.1f} {top:.1f} "
        f"{cx + w * 0.4:.1f} {top + h * 0.16:.1f}"
        f"L{cx + w / 2:.1f} {top + h:.1f}H{cx - w / 2:.1f}L{cx - w * 0.4:.1f} {top + h * 0.16:.1f}"
        f"Q{cx - w * 0.38:.1f} {top:.1f} {cx - w * 0.34:.1f} {top:.1f}Z",
        s.metal(finish, cx - w / 2, cx + w / 2),
    )
    s.shade(f"M{cx - w / 2:.1f} {top + h - 4:.1f}H{cx + w / 2:.1f}V{top + h:.1f}H{cx - w / 2:.1f}Z", "#000", 0.16)


def mouth(s: Scene, cx: float, y: float, rx: float, ry: float, finish: str, *, bulb: float = 0.22) -> None:
    """The open underside of a shade seen from slightly below, with the bulb in it."""
    tone = FINISHES[finish]
    if s.night:
        warm = s.glowing
        inside = s.radial(
            cx, y, rx, [(0, "#FFFFFF"), (0.35, mix(warm, "#FFFFFF", 0.7)), (1, mix(warm, tone.mid, 0.28))], 0.9
        )
    else:
        inside = s.linear(
            0, y - ry, 0, y + ry, [(0, mix(tone.dark, "#000000", 0.15)), (1, mix(tone.mid, tone.dark, 0.35))]
        )
    s.ellipse(cx, y, rx, ry, inside, emits=True, stroke=tone.edge, stroke_width=max(2.5, rx * 0.016))
    if bulb:
        inner = (
            f"M{cx - rx + 3:.1f} {y:.1f}A{rx - 3:.1f} {ry - 2:.1f} 0 0 0 {cx + rx - 3:.1f} {y:.1f}"
            f"A{rx - 3:.1f} {ry - 2:.1f} 0 0 0 {cx - rx + 3:.1f} {y:.1f}Z"
        )
        off = s.linear(0, y - ry, 0, y + ry, [(0, "#B5A98F"), (0.55, "#F6EFE0"), (1, "#E4D9C3")])
        s.ellipse(
            cx,
            y - ry * 0.12,
            rx * bulb * 1.25,
            max(ry * 0.66, min(rx * bulb, ry)),
            s.lit(off, "#FFFFFF"),
            emits=True,
            detail=True,
            clip_path=s.clip(inner),
        )


def disc_base(
    s: Scene, cx: float, bottom: float, rx: float, thick: float, finish: str, ry: float | None = None
) -> None:
    """A round foot seen from slightly above."""
    ry = ry if ry is not None else rx * 0.17
    y = bottom - ry
    paint = s.metal(finish, cx - rx, cx + rx)
    s.path(
        (f"M{cx - rx:.1f} {y - thick:.1f}V{y:.1f}A{rx:.1f} {ry:.1f} 0 0 0 {cx + rx:.1f} {y:.1f}V{y - thick:.1f}Z"),
        paint,
    )
    s.ellipse(cx, y - thick, rx, ry, s.flat(finish, cx - rx, y - thick - ry, cx + rx, y - thick + ry))


def contact(s: Scene, cx: float, y: float, rx: float, ry: float = 14) -> None:
    """The dark touch of a thing on what it stands on."""
    if not s.line:
        soft = s.blur(10)
        s.back.append(
            f'<ellipse cx="{cx + 14:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry}" fill="#1A100A" '
            f'opacity=".38" filter="{soft}"/>'
        )


def screw(s: Scene, cx: float, top: float, w: float, h: float, *, up: bool = True) -> None:
    """An E27 or E14 thread; `up` puts the contact at the top."""
    paint = s.metal("latao", cx - w / 2, cx + w / 2)
    rings = 4
    step = h * 0.8 / rings
    first = top + (h * 0.2 if up else 0)
    tip = top if up else top + h * 0.8
    s.path(
        f"M{cx - w * 0.2:.1f} {tip + (0 if up else h * 0.2):.1f}H{cx + w * 0.2:.1f}"
        f"L{cx + w * 0.42:.1f} {tip + (h * 0.2 if up else 0):.1f}"
        f"H{cx - w * 0.42:.1f}Z",
        s.metal("grafite", cx - w * 0.4, cx + w * 0.4),
    )
    for ring in range(rings):
        s.rect(cx - w / 2, first + ring * step, w, step * 0.96, paint, r=step * 0.46)


def cloth(s: Scene, d: str, x0: float, x1: float, y0: float, y1: float, finish: str) -> None:
    """A fabric shade; at night the light shows through, strongest in the middle."""
    tone = FINISHES[finish]
    if s.night:
        warm = s.glowing
        cx, cy, r = (x0 + x1) / 2, y0 + (y1 - y0) * 0.55, max(x1 - x0, y1 - y0) * 0.62
        weave = mix(warm, tone.mid, 0.35)
        paint = s.radial(
            cx,
            cy,
            r,
            [(0, mix(warm, "#FFFFFF", 0.62)), (0.42, mix(warm, "#FFFFFF", 0.22)), (1, mix(weave, "#3A2412", 0.42))],
        )
    else:
        paint = s.linear(
            x0,
            0,
            x1,
            0,
            [
                (0, mix(tone.mid, tone.dark, 0.35)),
                (0.2, tone.light),
                (0.5, mix(tone.light, tone.mid, 0.6)),
                (0.88, mix(tone.mid, tone.dark, 0.55)),
                (1, tone.mid),
            ],
        )
    s.path(d, paint, emits=True)
    step, lines = 9, []
    x = x0 + step
    while x < x1:
        lines.append(f"M{x:.0f} {y0:.0f}V{y1:.0f}")
        x += step
    s.shade("".join(lines), "none", 0.13, stroke="#6B4A23", stroke_width=1.6, clip_path=s.clip(d), emits=True)


def rounded(x: float, y: float, w: float, h: float, r: float) -> str:
    r = min(r, w / 2, h / 2)
    return (
        f"M{x + r:.1f} {y:.1f}H{x + w - r:.1f}A{r:.1f} {r:.1f} 0 0 1 {x + w:.1f} {y + r:.1f}V{y + h - r:.1f}"
        f"A{r:.1f} {r:.1f} 0 0 1 {x + w - r:.1f} {y + h:.1f}H{x + r:.1f}A{r:.1f} {r:.1f} 0 0 "
        f"1 {x:.1f} {y + h - r:.1f}"
        f"V{y + r:.1f}A{r:.1f} {r:.1f} 0 0 1 {x + r:.1f} {y:.1f}Z"
    )


def stand(s: Scene, box: Box, ground: float) -> None:
    """Mark the product as measured and standing."""
    s.box = box
    contact(s, (box.x0 + box.x1) / 2, ground, (box.x1 - box.x0) / 2)
