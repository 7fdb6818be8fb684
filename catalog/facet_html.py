"""The panel of filters as HTML: its templates cast once per facet and choice, then filled with the counts."""

from collections.abc import Mapping, Sequence
from html import escape
from operator import itemgetter
from typing import Any

from catalog import moulds
from catalog.moulds import Mark, Mould

FACET = "components/facet.html"
OPTION = "components/facet_option.html"
HEAD = ("key", "label", "kind", "param", "open", "selected_count")
LIMITS = ("min", "max", "floor", "ceiling")
COUNT = str(Mark("count"))
WORDS = ("param", "id", "value", "label", "swatch", "step")
MOST_FACETS = 512
MOST_OPTIONS = 8_192
Facet = Mapping[str, Any]
FACE = itemgetter("id", "value", "label", "swatch", "kelvin_step", "checked", "disabled")  # all but its count
Row = tuple[Any, bool]


def panel(facets: Sequence[Facet]) -> str:
    return "".join([facet(each) for each in facets])


def facet(shown: Facet) -> str:
    options = shown["options"]
    counts = tuple([each["count"] for each in options])
    rows = tuple([(FACE(each), count == 1) for each, count in zip(options, counts, strict=True)])
    values = {"options": options_skeleton(shown["param"], rows) % counts}
    if shown["kind"] == "price":
        values |= {name: escape(shown[name]) for name in LIMITS}
    return facet_mould(tuple([shown[name] for name in HEAD])).fill(values)


@moulds.kept(maxsize=MOST_FACETS)
def facet_mould(head: tuple[str | int | bool, ...]) -> Mould:
    shown = dict(zip(HEAD, head, strict=True)) | {name: Mark(name) for name in LIMITS}
    return moulds.cast(FACET, {"facet": shown, "options": Mark("options")})


@moulds.kept(maxsize=MOST_FACETS)
def options_skeleton(param: str, rows: tuple[Row, ...]) -> str:
    """All choices of a facet, with a `%d` for the count of each."""
    return "".join([option_skeleton((param, *face[:5]), (*face[5:], is_one)) for face, is_one in rows])


@moulds.kept(maxsize=MOST_OPTIONS)
def option_skeleton(words: tuple[str | int, ...], flags: tuple[bool, ...]) -> str:
    """Everything of a choice but its count, for which a `%d` is left."""
    said = dict(zip(WORDS, words, strict=True))
    values = {name: escape(str(word)) for name, word in said.items()}
    text = option_mould(bool(said["swatch"]), bool(said["step"]), flags).fill(values | {"count": COUNT})
    return text.replace("%", "%%").replace(COUNT, "%d")


@moulds.kept(maxsize=32)
def option_mould(has_swatch: bool, has_step: bool, flags: tuple[bool, ...]) -> Mould:
    checked, disabled, is_one = flags
    shown = {
        "id": Mark("id"),
        "value": Mark("value"),
        "label": Mark("label"),
        "count": Mark("count", like=1 if is_one else 2),
        "checked": checked,
        "disabled": disabled,
        "swatch": Mark("swatch") if has_swatch else "",
        "kelvin_step": Mark("step") if has_step else "",
    }
    return moulds.cast(OPTION, {"option": shown, "param": Mark("param")})
