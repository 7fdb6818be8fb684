"""Light bulbs: what goes into the socket."""

from tools.pictures.lamps import parts
from tools.pictures.look import Look, centred
from tools.pictures.palette import mix
from tools.pictures.scene import Scene


def _holder(s: Scene, cx: float, bottom: float, w: float, finish: str = "preto") -> None:
    """Cord and socket above a bulb; not part of what is sold, so not in the outline."""
    if s.line:
        return
    s.rect(cx - 2.5, -10, 5, bottom - w * 0.9, "#24282A")
    s.path(
        (
            f"M{cx - w * 0.2:.1f} {bottom - w * 1.05:.1f}H{cx + w * 0.2:.1f}L{cx + w * 0.5:.1f} "
            f"{bottom - w * 0.75:.1f}V{bottom:.1f}H{cx - w * 0.5:.1f}V{bottom - w * 0.75:.1f}Z"
        ),
        s.metal(finish, cx - w / 2, cx + w / 2),
    )


def _shape(kind: str, cx: float, top: float, w: float, h: float) -> str:
    """Outline of the glass, from its neck at `top` down."""
    neck = w * {"g95": 0.2, "a60": 0.26, "st64": 0.24, "vela": 0.3}[kind]
    r = w / 2
    low = top + h
    if kind == "g95":
        cy = low - r
        return (
            f"M{cx - neck:.1f} {top:.1f}V{top + h * 0.04:.1f}C{cx - neck:.1f} {top + h * 0.1:.1f} "
            f"{cx - r:.1f} {cy - r * 0.75:.1f} {cx - r:.1f} {cy:.1f}A{r:.1f} {r:.1f} 0 0 0 "
            f"{cx + r:.1f} {cy:.1f}C{cx + r:.1f} {cy - r * 0.75:.1f} {cx + neck:.1f} "
            f"{top + h * 0.1:.1f} {cx + neck:.1f} {top + h * 0.04:.1f}V{top:.1f}Z"
        )
    if kind == "vela":
        belly = top + h * 0.34
        return (
            f"M{cx - neck:.1f} {top:.1f}C{cx - r * 1.05:.1f} {top + h * 0.1:.1f} "
            f"{cx - r * 1.08:.1f} {belly:.1f} {cx - r * 0.82:.1f} {top + h * 0.55:.1f}"
            f"C{cx - r * 0.5:.1f} {top + h * 0.78:.1f} {cx - r * 0.16:.1f} {top + h * 0.86:.1f} "
            f"{cx:.1f} {low:.1f}C{cx + r * 0.16:.1f} {top + h * 0.86:.1f} {cx + r * 0.5:.1f} "
            f"{top + h * 0.78:.1f} {cx + r * 0.82:.1f} {top + h * 0.55:.1f}C{cx + r * 1.08:.1f} "
            f"{belly:.1f} {cx + r * 1.05:.1f} {top + h * 0.1:.1f} {cx + neck:.1f} {top:.1f}Z"
        )
    cy = low - r * (1.05 if kind == "st64" else 1)
    bend = 0.2 if kind == "a60" else 0.3
    return (
        f"M{cx - neck:.1f} {top:.1f}C{cx - neck:.1f} {top + h * bend:.1f} {cx - r:.1f} "
        f"{cy - r * 0.9:.1f} {cx - r:.1f} {cy:.1f}C{cx - r:.1f} {low - r * 0.38:.1f} "
        f"{cx - r * 0.56:.1f} {low:.1f} {cx:.1f} {low:.1f}C{cx + r * 0.56:.1f} {low:.1f} "
        f"{cx + r:.1f} {low - r * 0.38:.1f} {cx + r:.1f} {cy:.1f}C{cx + r:.1f} "
        f"{cy - r * 0.9:.1f} {cx + neck:.1f} {top + h * bend:.1f} {cx + neck:.1f} {top:.1f}Z"
    )


def _wires(cx: float, top: float, w: float, h: float) -> str:
    """Filament loops."""
    y0, y1, x = top + h * 0.2, top + h * 0.74, w * 0.15
    return (
        f"M{cx - x * 0.5:.1f} {y0:.1f}C{cx - x * 2.4:.1f} {y0 + h * 0.2:.1f} {cx - x * 2:.1f} "
        f"{y1:.1f} {cx - x * 0.9:.1f} {y1:.1f}"
        f"C{cx - x * 0.2:.1f} {y1:.1f} {cx - x * 0.5:.1f} {y0 + h * 0.12:.1f} {cx:.1f} {y0 + h * 0.12:.1f}"
        f"C{cx + x * 0.5:.1f} {y0 + h * 0.12:.1f} {cx + x * 0.2:.1f} {y1:.1f} {cx + x * 0.9:.1f} {y1:.1f}"
        f"C{cx + x * 2:.1f} {y1:.1f} {cx + x * 2.4:.1f} {y0 + h * 0.2:.1f} {cx + x * 0.5:.1f} {y0:.1f}"
    )


def filament_glass(s: Scene, cx: float, top: float, w: float, h: float, kind: str) -> None:
    """Clear glass and the wires in it."""
    d = _shape(kind, cx, top, w, h)
    amber = "#C98B3C"
    if s.night:
        warm = s.glowing
        glass = s.radial(
            cx,
            top + h * 0.55,
            max(w, h) * 0.6,
            [(0, mix(warm, "#FFFFFF", 0.45), 0.95), (0.45, warm, 0.75), (1, mix(warm, "#7A3D0C", 0.35), 0.6)],
        )
    else:
        glass = s.linear(
            cx - w / 2,
            0,
            cx + w / 2,
            0,
            [(0, amber, 0.62), (0.2, "#F3D9AC", 0.42), (0.55, "#F7E6C6", 0.3), (0.88, amber, 0.42), (1, amber, 0.66)],
        )
    s.path(d, glass, emits=True, stroke="#B98544", stroke_width=2, stroke_opacity=0.45)
    s.path(
        (
            f"M{cx - w * 0.07:.1f} {top:.1f}H{cx + w * 0.07:.1f}L{cx + w * 0.04:.1f} "
            f"{top + h * 0.22:.1f}H{cx - w * 0.04:.1f}Z"
        ),
        "#E9D9BC" if not s.night else "#FFF3DC",
        emits=True,
        detail=True,
        opacity=0.7,
    )
    wires = _wires(cx, top, w, h)
    if s.night:
        s.shade(wires, "none", 0.9, w * 0.025, stroke="#FFF0CF", stroke_width=w * 0.05, emits=True)
    s.shade(wires, "none", stroke=s.lit("#8A5417", "#FFFFFF"), stroke_width=max(2.4, w * 0.022), emits=True)
    s.gleam(
        f"M{cx - w * 0.34:.1f} {top + h * 0.66:.1f}C{cx - w * 0.4:.1f} {top + h * 0.5:.1f} "
        f"{cx - w * 0.3:.1f} {top + h * 0.34:.1f} {cx - w * 0.2:.1f} {top + h * 0.22:.1f}",
        w * 0.035,
        0.85 if not s.night else 0.4,
        w * 0.012,
        emits=True,
    )


def bulb(s: Scene, look: Look) -> None:
    """A60 (frosted), ST64 and G95 (filament), candle: variant names the shape."""
    k = look.scale(340, 600, 50)
    top = 330 if look.height * k > 420 else 380
    box = centred(look, k, top=top)
    cx, w, h = 480.0, box.x1 - box.x0, box.y1 - box.y0
    kind, frosted = (look.variant or "a60").split("-")[0], look.variant.endswith("fosca") or not look.variant
    base_w = k * (2.7 if look.accent == "e27" else 1.45)
    base_h = k * (2.5 if look.accent == "e27" else 1.9)
    _holder(s, cx, box.y0 + base_h * 0.45, base_w * 1.35)
    parts.screw(s, cx, box.y0, base_w, base_h)
    glass_top = box.y0 + base_h
    if frosted:
        glass_top = _heat_sink(s, cx, glass_top, base_w, w, h)
        _frosted(s, cx, glass_top, w, box.y1 - glass_top, kind)
    else:
        filament_glass(s, cx, glass_top - 2, w, box.y1 - glass_top + 2, kind)
        s.rect(
            cx - base_w * 0.53,
            glass_top - 14,
            base_w * 1.06,
            18,
            s.metal("latao", cx - base_w / 2, cx + base_w / 2),
            r=6,
        )
    cy = box.y1 - w / 2
    s.glow(cx, cy, w * 2.1, 0.85)
    s.bloom(cx, cy, w * 0.95, 0.62)
    s.box, s.focus = box, (cx, cy - w * 0.2)


def _heat_sink(s: Scene, cx: float, top: float, base_w: float, w: float, h: float) -> float:
    """The white body between thread and dome of a LED bulb; returns where the dome begins."""
    low = top + h * 0.26
    half = w * 0.4
    d = (
        f"M{cx - base_w * 0.52:.1f} {top:.1f}H{cx + base_w * 0.52:.1f}"
        f"C{cx + base_w * 0.56:.1f} {top + h * 0.12:.1f} {cx + half * 0.92:.1f} "
        f"{top + h * 0.14:.1f} {cx + half:.1f} {low:.1f}H{cx - half:.1f}"
        f"C{cx - half * 0.92:.1f} {top + h * 0.14:.1f} {cx - base_w * 0.56:.1f} "
        f"{top + h * 0.12:.1f} {cx - base_w * 0.52:.1f} {top:.1f}Z"
    )
    s.path(d, s.metal("branco", cx - half, cx + half))
    return low


def _frosted(s: Scene, cx: float, top: float, w: float, h: float, kind: str) -> None:
    """The diffusing dome."""
    r, neck = w / 2, w * 0.4
    if kind == "vela":
        d = (
            f"M{cx - neck:.1f} {top:.1f}C{cx - r * 1.1:.1f} {top + h * 0.2:.1f} {cx - r:.1f} "
            f"{top + h * 0.48:.1f} {cx - r * 0.55:.1f} {top + h * 0.7:.1f}C{cx - r * 0.3:.1f} "
            f"{top + h * 0.84:.1f} {cx - r * 0.1:.1f} {top + h * 0.9:.1f} {cx:.1f} {top + h:.1f}"
            f"C{cx + r * 0.1:.1f} {top + h * 0.9:.1f} {cx + r * 0.3:.1f} {top + h * 0.84:.1f} "
            f"{cx + r * 0.55:.1f} {top + h * 0.7:.1f}C{cx + r:.1f} {top + h * 0.48:.1f} "
            f"{cx + r * 1.1:.1f} {top + h * 0.2:.1f} {cx + neck:.1f} {top:.1f}Z"
        )
    else:
        cy = top + h - r
        d = (
            f"M{cx - neck:.1f} {top:.1f}C{cx - r * 0.95:.1f} {top + h * 0.1:.1f} {cx - r:.1f} "
            f"{cy - r * 0.3:.1f} {cx - r:.1f} {cy:.1f}A{r:.1f} {r:.1f} 0 0 0 {cx + r:.1f} {cy:.1f}"
            f"C{cx + r:.1f} {cy - r * 0.3:.1f} {cx + r * 0.95:.1f} {top + h * 0.1:.1f} "
            f"{cx + neck:.1f} {top:.1f}Z"
        )
    cy = top + h * 0.5
    if s.night:
        warm = s.glowing
        paint = s.radial(
            cx, cy, r * 1.25, [(0, "#FFFFFF"), (0.5, mix(warm, "#FFFFFF", 0.7)), (1, mix(warm, "#FFFFFF", 0.2))]
        )
    else:
        paint = s.radial(
            cx - r * 0.35, cy - r * 0.3, r * 1.7, [(0, "#FFFFFF"), (0.45, "#F4F2EC"), (0.8, "#D6D2C8"), (1, "#BDB8AC")]
        )
    s.path(d, paint, emits=True)
    if not s.night:
        s.gleam(
            f"M{cx - r * 0.66:.1f} {cy + r * 0.2:.1f}A{r * 0.7:.1f} {r * 0.7:.1f} 0 0 1 "
            f"{cx - r * 0.3:.1f} {cy - r * 0.5:.1f}",
            r * 0.1,
            0.95,
            4,
        )
