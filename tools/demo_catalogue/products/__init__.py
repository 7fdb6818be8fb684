"""All products, in the order the feed gives them. Their texts and figures lie in the TOML files beside."""

import tomllib
from pathlib import Path
from typing import Any

from tools.demo_catalogue.item import Item, Light

FILES = (
    "pendentes",
    "lustres",
    "plafons",
    "mesa_e_piso",
    "arandelas",
    "trilhos",
    "lampadas",
    "fitas",
    "externa",
    "casa",
)


def _tables() -> list[dict[str, Any]]:
    """Every product with what it inherits by `like` filled in."""
    known: dict[int, dict[str, Any]] = {}
    for name in FILES:
        text = Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")
        for table in tomllib.loads(text)["product"]:
            base = known[table.pop("like")] if "like" in table else {}
            if table["id"] in known:
                raise ValueError(f"product {table['id']} is written twice")
            known[table["id"]] = base | table
    return list(known.values())


def _item(table: dict[str, Any]) -> Item:
    width, height, depth = table["size"]
    light = table.get("light")
    lists = {key: tuple(table[key]) for key in ("material", "rooms", "related", "tags")}
    return Item(**table | lists | {"size": (width, height, depth), "light": Light(**light) if light else None})


ITEMS: list[Item] = [_item(table) for table in _tables()]
