"""The number of an order drawn as a Code 128 barcode, ready to stand in a page as one SVG path."""

from dataclasses import dataclass
from itertools import groupby

from barcode.codex import Code128

QUIET = 10  # modules of white on each side, as ISO 15417 asks


@dataclass(frozen=True)
class Bars:
    text: str
    width: int  # in modules, white borders included
    path: str  # one unit high


def draw(text: str) -> Bars:
    modules = "".join(Code128(text).build())
    found, x = [], QUIET
    for module, run in groupby(modules):
        length = len(list(run))
        if module == "1":
            found.append(f"M{x} 0h{length}v1h-{length}z")
        x += length
    return Bars(text=text, width=x + QUIET, path="".join(found))
