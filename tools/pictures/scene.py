"""One picture being drawn: shapes in, SVG out.

A lamp is drawn once, in calls to a `Scene`. The state of the scene decides what those calls leave
behind: colours and sun by day, light by night, an outline for the drawing with measures.
"""

from dataclasses import dataclass, field

from tools.pictures import palette
from tools.pictures.palette import FINISHES, INK, LIGHT, SHADOW, mix

WIDTH, HEIGHT = 960, 1200
Stops = list[tuple[float, str] | tuple[float, str, float]]


@dataclass
class Box:
    """Pixels between which a measure of the product lies."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class Scene:
    state: str  # "day", "night" or "line"
    kelvin: int = 3000
    dim: tuple[float, float, float] = (0.62, 0.577, 0.533)  # what the night leaves of red, green, blue
    ground: str = "none"
    shadow: tuple[float, float, float] = (46, 34, 16)
    defs: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    body: list[tuple[str, bool]] = field(default_factory=list)
    front: list[str] = field(default_factory=list)
    box: Box | None = None
    hang: Box | None = None
    focus: tuple[float, float] = (480, 560)

    @property
    def night(self) -> bool:
        return self.state == "night"

    @property
    def line(self) -> bool:
        return self.state == "line"

    @property
    def glowing(self) -> str:
        return LIGHT[self.kelvin]

    # Paint -------------------------------------------------------------------------------------

    def _define(self, markup: str) -> str:
        name = f"d{len(self.defs)}"
        self.defs.append(markup.replace("ID", name, 1))
        return f"url(#{name})"

    def linear(self, x0: float, y0: float, x1: float, y1: float, stops: Stops) -> str:
        return self._define(
            f'<linearGradient id="ID" gradientUnits="userSpaceOnUse" x1="{x0:.1f}" y1="{y0:.1f}" '
            f'x2="{x1:.1f}" y2="{y1:.1f}">{_stops(stops)}</linearGradient>'
        )

    def radial(self, cx: float, cy: float, r: float, stops: Stops, squash: float = 1) -> str:
        return self._define(
            f'<radialGradient id="ID" gradientUnits="userSpaceOnUse" cx="0" cy="0" r="{r:.1f}" '
            f'gradientTransform="translate({cx:.1f} {cy:.1f}) scale(1 {squash:.3f})">{_stops(stops)}'
            "</radialGradient>"
        )

    def metal(self, finish: str, x0: float, x1: float) -> str:
        """A round surface seen from the front, light from the left."""
        tone = FINISHES[finish]
        stops: Stops = [
            (0, mix(tone.mid, tone.dark, 0.25)),
            (0.08, tone.mid),
            (0.24, tone.light),
            (0.46, tone.mid),
            (0.86, tone.dark),
            (1, tone.edge),
        ]
        return self.linear(x0, 0, x1, 0, stops)

    def upright(self, finish: str, y0: float, y1: float) -> str:
        """A round surface lying on its side, light from above."""
        tone = FINISHES[finish]
        return self.linear(
            0, y0, 0, y1, [(0, tone.mid), (0.22, tone.light), (0.5, tone.mid), (0.95, tone.dark), (1, tone.edge)]
        )

    def flat(self, finish: str, x0: float, y0: float, x1: float, y1: float) -> str:
        """A plane face with a slow fall of light."""
        tone = FINISHES[finish]
        return self.linear(x0, y0, x1, y1, [(0, mix(tone.mid, tone.light, 0.55)), (1, mix(tone.mid, tone.dark, 0.3))])

    # Shapes ------------------------------------------------------------------------------------

    def _add(self, tag: str, fill: str, emits: bool, detail: bool, given: dict[str, object]) -> None:
        """Put one SVG element on the body. `detail` is left out of the outline."""
        if self.line:
            if detail:
                return
            given = {k: v for k, v in given.items() if k not in ("filter", "opacity", "stroke", "stroke_width")}
            given |= {"stroke": INK, "stroke_width": 3.2, "vector_effect": "non-scaling-stroke"}
            fill = "#FFFFFF"
        self.body.append((_element(tag, fill, given), emits))

    def path(self, d: str, fill: str = "none", *, emits: bool = False, detail: bool = False, **given: object) -> None:
        self._add("path", fill, emits, detail, {"d": d} | given)

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str,
        *,
        r: float = 0,
        emits: bool = False,
        detail: bool = False,
        **given: object,
    ) -> None:
        self._add("rect", fill, emits, detail, {"x": x, "y": y, "width": w, "height": h, "rx": r} | given)

    def ellipse(
        self,
        cx: float,
        cy: float,
        rx: float,
        ry: float,
        fill: str,
        *,
        emits: bool = False,
        detail: bool = False,
        **given: object,
    ) -> None:
        self._add("ellipse", fill, emits, detail, {"cx": cx, "cy": cy, "rx": rx, "ry": ry} | given)

    def circle(
        self,
        cx: float,
        cy: float,
        r: float,
        fill: str,
        *,
        emits: bool = False,
        detail: bool = False,
        **given: object,
    ) -> None:
        self.ellipse(cx, cy, r, r, fill, emits=emits, detail=detail, **given)

    def tube(self, d: str, finish: str, width: float, *, shift: tuple[float, float] = (-0.16, -0.16)) -> None:
        """A bent pipe: dark rim, body, a thin line of light."""
        if self.line:
            for color, thick in ((INK, width + 3), ("#FFFFFF", width - 3)):
                self.body.append((_element("path", "none", {"d": d, "stroke": color, "stroke_width": thick}), False))
            return
        tone = FINISHES[finish]
        layers = ((tone.dark, 1, 0), (tone.mid, 0.74, 0.4), (tone.light, 0.24, 1))
        for color, share, moved in layers:
            move = f"translate({shift[0] * width * moved:.2f} {shift[1] * width * moved:.2f})"
            markup = {"d": d, "stroke": color, "stroke_width": width * share, "transform": move}
            self.body.append((_element("path", "none", markup | {"stroke_linecap": "round"}), False))

    def thread(self, d: str, color: str = palette.CORD, width: float = 5) -> None:
        """A cable or any thin stroke; stays a single line in the outline."""
        given = {"d": d, "stroke": INK if self.line else color, "stroke_width": 3.2 if self.line else width}
        self.body.append((_element("path", "none", given | {"stroke_linecap": "round"}), False))

    def shade(
        self, d: str, fill: str, opacity: float = 1, blur: float = 0, *, emits: bool = False, **given: object
    ) -> None:
        """A highlight or a shadow painted on the body; never part of the outline."""
        if blur:
            given["filter"] = self.blur(blur)
        self._add("path", fill, emits, True, {"d": d, "opacity": opacity} | given)

    def gleam(
        self, d: str, width: float, opacity: float = 0.5, blur: float = 4, *, emits: bool = False, **given: object
    ) -> None:
        """A soft white streak along a path: how a smooth surface shows that it is smooth."""
        stroke = {"stroke": "#FFFFFF", "stroke_width": width, "stroke_linecap": "round"}
        self.shade(d, "none", opacity, blur, emits=emits, **stroke, **given)

    def clip(self, d: str) -> str:
        return self._define(f'<clipPath id="ID"><path d="{d}"/></clipPath>')

    def blur(self, amount: float) -> str:
        return self._define(
            '<filter id="ID" x="-80%" y="-80%" width="260%" height="260%" color-interpolation-filters="sRGB">'
            f'<feGaussianBlur stdDeviation="{amount}"/></filter>'
        )

    # Light -------------------------------------------------------------------------------------

    def lit(self, off: str, on: str | None = None) -> str:
        """The paint of a thing that gives light."""
        return (on or mix(self.glowing, "#FFFFFF", 0.72)) if self.night else off

    def glow(self, cx: float, cy: float, r: float, strength: float = 1, squash: float = 1) -> None:
        """Light lying on the wall behind the lamp."""
        if self.night:
            color = self.glowing
            stops: Stops = [
                (0, color, 0.9 * strength),
                (0.22, color, 0.5 * strength),
                (0.5, color, 0.18 * strength),
                (0.78, color, 0.05 * strength),
                (1, color, 0),
            ]
            paint = self.radial(cx, cy, r, stops, squash)
            self.back.append(
                f'<ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{r:.1f}" ry="{r * squash:.1f}" fill="{paint}" '
                'style="mix-blend-mode:screen"/>'
            )

    def cone(self, d: str, y0: float, y1: float, strength: float = 0.6, blur: float = 16) -> None:
        """A beam, bright at y0 and gone at y1."""
        if self.night:
            color = self.glowing
            stops: Stops = [(0, color, strength), (0.35, color, strength * 0.55), (1, color, strength * 0.06)]
            paint = self.linear(0, y0, 0, y1, stops)
            self.back.append(f'<path d="{d}" fill="{paint}" filter="{self.blur(blur)}" style="mix-blend-mode:screen"/>')

    def pool(self, cx: float, cy: float, rx: float, ry: float, strength: float = 0.5) -> None:
        """Light on a floor or a table top, where there is one."""
        if self.night and self.ground != "none":
            color = self.glowing
            paint = self.radial(
                cx, cy, rx, [(0, color, strength), (0.6, color, strength * 0.5), (1, color, 0)], ry / rx
            )
            self.back.append(
                f'<ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{paint}" '
                'style="mix-blend-mode:screen"/>'
            )

    def bloom(self, cx: float, cy: float, r: float, strength: float = 0.8, squash: float = 1) -> None:
        """The dazzle in front of a source."""
        if self.night:
            color = mix(self.glowing, "#FFFFFF", 0.25)
            stops: Stops = [
                (0, color, strength),
                (0.3, color, strength * 0.45),
                (0.65, color, strength * 0.12),
                (1, color, 0),
            ]
            paint = self.radial(cx, cy, r, stops, squash)
            self.front.append(
                f'<ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{r:.1f}" ry="{r * squash:.1f}" fill="{paint}" '
                'style="mix-blend-mode:screen"/>'
            )

    def spill(self, cx: float, cy: float, rx: float, ry: float, strength: float = 0.5) -> None:
        """Light that a source throws on the lamp's own body."""
        if self.night:
            color = self.glowing
            paint = self.radial(
                cx, cy, rx, [(0, color, strength), (0.5, color, strength * 0.4), (1, color, 0)], ry / rx
            )
            self.front.append(
                f'<ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{paint}" '
                'style="mix-blend-mode:soft-light"/>'
            )

    # Result ------------------------------------------------------------------------------------

    def object_markup(self) -> str:
        """The body, dimmed at night except for what gives light."""
        if not self.night:
            return "".join(markup for markup, _ in self.body)
        parts: list[str] = []
        run: list[str] = []
        for markup, emits in self.body:
            if emits and run:
                parts.append(f'<g filter="url(#dim)">{"".join(run)}</g>')
                run = []
            if emits:
                parts.append(markup)
            else:
                run.append(markup)
        if run:
            parts.append(f'<g filter="url(#dim)">{"".join(run)}</g>')
        return "".join(parts)

    def common_defs(self) -> str:
        dx, dy, soft = self.shadow
        r, g, b = self.dim
        opacity = 0.34 if self.night else 0.27
        color = "#000000" if self.night else SHADOW
        return (
            '<filter id="cast" filterUnits="userSpaceOnUse" x="-200" y="-200" width="1400" height="1700" '
            f'color-interpolation-filters="sRGB"><feGaussianBlur in="SourceAlpha" stdDeviation="{soft}"/>'
            f'<feOffset dx="{dx}" dy="{dy}" result="moved"/><feFlood flood-color="{color}" '
            f'flood-opacity="{opacity}"/><feComposite operator="in" in2="moved"/></filter>'
            '<filter id="dim" filterUnits="userSpaceOnUse" x="-100" y="-100" width="1200" height="1450" '
            'color-interpolation-filters="sRGB"><feColorMatrix type="matrix" '
            f'values="{r:.3f} 0 0 0 0 0 {g:.3f} 0 0 0 0 0 {b:.3f} 0 0 0 0 0 1 0"/></filter>'
        )


def _stops(stops: Stops) -> str:
    out = []
    for stop in stops:
        opacity = f' stop-opacity="{stop[2]:.3f}"' if len(stop) == 3 else ""
        out.append(f'<stop offset="{stop[0]}" stop-color="{stop[1]}"{opacity}/>')
    return "".join(out)


def _element(tag: str, fill: str, given: dict[str, object]) -> str:
    attributes = "".join(
        f' {name.replace("_", "-")}="{round(value, 2) if isinstance(value, float) else value}"'
        for name, value in given.items()
        if value is not None
    )
    return f'<{tag} fill="{fill}"{attributes}/>'
