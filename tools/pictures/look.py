"""What a drawing needs to know about a product: its true measures and its finish."""

from collections.abc import Callable
from dataclasses import dataclass

from tools.pictures.scene import Box, Scene


@dataclass(frozen=True)
class Look:
    kind: str
    width: float
    height: float
    depth: float
    finish: str = "preto"
    accent: str = "latao"
    count: int = 1
    cable: float = 0
    variant: str = ""

    def scale(self, wide: float, tall: float, most: float = 99) -> float:
        """Pixels per centimetre that fit the product in a frame."""
        return min(wide / self.width, tall / self.height, most)


Drawing = Callable[[Scene, Look], None]


def centred(look: Look, scale: float, *, top: float | None = None, bottom: float | None = None, cx: float = 480) -> Box:
    """The frame of the product standing on `bottom` or hanging from `top`."""
    width, height = look.width * scale, look.height * scale
    y0 = top if top is not None else (bottom or 0) - height
    return Box(cx - width / 2, y0, cx + width / 2, y0 + height)
