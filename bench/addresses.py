"""The data file a load harness reads: addresses of the shop that is in the database, drawn evenly.

    DATABASE_URL=... python -m bench.addresses urls.json

Written for `bench/ilumina.toml`; the form is that of `{"n", "products", "categories", "terms", "users", "deep_page"}`.
"""

import json
import os
import random
import re
import sys
from pathlib import Path
from typing import Any

SAMPLE = 200
PLAIN = re.compile(r"[\w .\-]+")  # a title that is printed as it is, so that it can be looked for
PAGE_SIZE = 24
IN_STOCK = 20
TERMS = ("pendente", "lustre", "abajur", "spot", "plafon", "fita", "dimmer", "refletor", "globo", "cone")


def addresses() -> dict[str, Any]:
    from catalog import menu, publication, taxonomy
    from catalog.models import Product

    shown = Product.objects.visible().order_by("pk")
    sold = shown.filter(stock__gte=IN_STOCK, minimum_order_quantity=1)  # can be put into many carts
    rows = [row for row in sold.values("pk", "title", "slug", "sku", "sale_price") if PLAIN.fullmatch(row["title"])]
    sample = rows[:: max(1, len(rows) // SAMPLE)][:SAMPLE]
    random.Random(1).shuffle(sample)  # nosec: the same draw each time is what is wanted
    version, total = publication.version(), shown.count()
    loaded, tree = menu.load(version=version), taxonomy.load(version=version)
    filled = [each for root in loaded.filled(tree, None) for each in [root, *loaded.filled(tree, root.pk)]]
    return {
        "n": total,
        "products": [
            {"id": row["pk"], "title": row["title"], "slug": row["slug"], "sku": row["sku"],
             "price": f"{row['sale_price']:.2f}", "path": f"/produto/{row['slug']}/"}
            for row in sample
        ],
        "categories": [{"name": each.name, "path": each.get_absolute_url()} for each in filled],
        "terms": [{"q": term} for term in TERMS],
        "users": [{"email": "nobody@example.com", "password": "-"}],
        "deep_page": max(1, min(100, total // PAGE_SIZE)),
    }  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
    import django

    django.setup()
    found = addresses()
    Path(sys.argv[1]).write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    print(f"{found['n']} products, {len(found['categories'])} categories, {len(found['products'])} drawn")


if __name__ == "__main__":
    main()
