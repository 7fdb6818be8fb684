"""Keep the whole catalogue in an app, brought up to date by what changed since the last time.

python replica.py https://shop.example catalogue.json
"""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from shop_api import Refused, ShopApi
from shop_api.shapes import Product


@dataclass
class Replica:
    """`products` by id. Keep `cursor` with them: it says up to where they are known."""

    cursor: str | None = None
    products: dict[int, Product] = field(default_factory=dict)

    def catch_up(self, shop: ShopApi) -> int:
        """Take in all that changed; how many changes. A cursor the shop no longer knows begins anew."""
        taken, more = 0, True
        while more:
            try:
                changes = shop.product_changes(cursor=self.cursor)
            except Refused as refusal:
                if refusal.problem["code"] != "invalid_cursor" or self.cursor is None:
                    raise
                self.cursor, self.products = None, {}
                continue
            for change in changes["results"]:
                if change["type"] == "delete":
                    self.products.pop(change["id"], None)
                else:
                    self.products[change["product"]["id"]] = change["product"]
            taken += len(changes["results"])
            self.cursor, more = changes["cursor"], changes["has_more"]
        return taken


if __name__ == "__main__":
    kept = Path(sys.argv[2])
    known = json.loads(kept.read_text()) if kept.exists() else {"cursor": None, "products": []}
    replica = Replica(known["cursor"], {each["id"]: each for each in known["products"]})
    print(replica.catch_up(ShopApi(sys.argv[1])), "changes,", len(replica.products), "products")
    kept.write_text(json.dumps({"cursor": replica.cursor, "products": list(replica.products.values())}))
