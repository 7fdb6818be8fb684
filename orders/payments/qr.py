"""A text drawn as a QR code, ready to stand in a page as one SVG path."""

from dataclasses import dataclass
from functools import lru_cache

import segno

QUIET = 4  # modules of white around the code, as ISO 18004 asks


@dataclass(frozen=True)
class Drawing:
    size: int  # width and height in modules, white border included
    path: str


@lru_cache(maxsize=128)  # the page is looked at again until it is paid; finding the best mask takes 8 ms
def draw(text: str) -> Drawing:
    """Medium correction: a phone reads it from a dim screen, and it stays coarse enough."""
    rows = [list(row) for row in segno.make_qr(text, error="m").matrix]
    runs = [run for y, row in enumerate(rows) for run in _runs(row, y)]
    return Drawing(size=len(rows) + 2 * QUIET, path="".join(runs))


def _runs(row: list[int], y: int) -> list[str]:
    """Dark modules side by side as one rectangle each."""
    found, start = [], None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            found.append(f"M{start + QUIET} {y + QUIET}h{x - start}v1H{start + QUIET}z")
            start = None
    return found
