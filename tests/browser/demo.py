"""What the demo catalogue says, read without the shop's own code: the truth the pages are held against."""

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.servers import ROOT

FEED = json.loads((ROOT / "catalog" / "demo" / "catalogue.json").read_text(encoding="utf-8"), parse_float=Decimal)
PARENTS = {category["slug"]: category["parent"] for category in FEED["ilumina"]["categories"]}
CENT = Decimal("0.01")
Product = dict[str, Any]


def below(slug: str | None, category: str) -> bool:
    return slug == category or (slug is not None and below(PARENTS[slug], category))


def products(*, category: str, **specs: int) -> list[str]:
    """Names of what stands in the category or below it and has these specs."""
    return [
        product["title"]
        for product in FEED["products"]
        if below(product["category"], category)
        and all(product["ilumina"]["specs"].get(key) == value for key, value in specs.items())
    ]


def sale_price(title: str) -> Decimal:
    product = next(product for product in FEED["products"] if product["title"] == title)
    kept = 100 - Decimal(product["discountPercentage"])
    return (Decimal(product["price"]) * kept / 100).quantize(CENT, ROUND_HALF_UP)
