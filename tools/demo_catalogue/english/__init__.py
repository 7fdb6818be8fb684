"""The demo catalogue in English: what every product, shelf, filter and picture is called and told.

Nothing may be missing: a product without its texts, or a label without its word, stops the build.
"""

import tomllib
from pathlib import Path
from typing import Any

from tools.demo_catalogue.english.names import CATEGORIES, PHRASES, SHEET, SHORT_WAYS
from tools.demo_catalogue.item import Item

FILES = ("lamps", "more")


def _texts() -> dict[int, dict[str, str]]:
    """{number of the product: its title, summary and description}."""
    found: dict[int, dict[str, str]] = {}
    for name in FILES:
        text = Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")
        found |= {int(number): told for number, told in tomllib.loads(text).items()}
    return found


TEXTS = _texts()


def product(item: Item, *, shipping: str, returns: str) -> dict[str, str]:
    return TEXTS[item.id] | {
        "warranty": PHRASES[item.warranty],
        "shipping_note": PHRASES[shipping],
        "return_policy": PHRASES[returns],
    }


def alt(item: Item, role: str) -> str:
    title = TEXTS[item.id]["title"]
    if role == "detail":
        return f"Detail: {title}"
    if role == "measures":
        return f"Drawing with dimensions: {title}, {' x '.join(f'{side:g}' for side in item.size)} cm"
    if not item.light:
        return f"{title}, {'in daylight' if role == 'day' else 'in lamplight, at night'}"
    return f"{title}, {'off, by day' if role == 'day' else 'lit, at night'}"


def category(entry: dict[str, Any]) -> dict[str, Any]:
    name, description = CATEGORIES[entry["slug"]]
    ways = [way | {"label_en": SHORT_WAYS[way["label"]]} for way in entry["promoted"]]
    return entry | {"name_en": name, "description_en": description, "promoted": ways}


def spec(entry: dict[str, Any]) -> dict[str, Any]:
    choices = [choice | {"label_en": SHEET[choice["label"]]} for choice in entry["choices"]]
    return entry | {"label_en": SHEET[entry["label"]], "group_en": SHEET[entry["group"]], "choices": choices}
