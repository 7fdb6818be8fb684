"""A sync killed at many places of its work: the next run ends where one that nobody disturbed ends."""

import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.catalog.sync.upstream import envelope, row
from tests.servers import ROOT, Shop
from tests.trust.shops import Trial

ROWS = 120


def feed(folder: Path, turn: int) -> Path:
    """Every row differs from the last feed's: price, title, and the category of some."""
    path = folder / f"feed{turn}.json"
    rows = [
        row(
            number,
            title=f"Luminária {number} série {turn}",
            price=round(10 + number / 10 + turn, 2),
            category=f"sala-{(number + turn) % 7}",
        )
        for number in range(1, ROWS + 1)
    ]
    path.write_text(json.dumps(envelope(rows)))
    return path


def started(shop: Shop, body: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "manage.py", "sync_products", "--format", "json", "--file", str(body), "--chunk", "2"]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=ROOT, env=shop.environment, stdout=pipe, stderr=pipe, text=True)


def finish(shop: Shop, body: Path) -> None:
    process = started(shop, body)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, (out + err)[-2000:]


def killed_when(trial: Trial, body: Path, *, turn: int, written: int) -> bool:
    """Killed once so many rows of this feed are in the shop. Did the kill come while it worked?"""
    process = started(trial.shop, body)
    while process.poll() is None and trial.clerk.ask("rows_of_feed", turn=turn) < written:
        time.sleep(0.005)  # polling its work, not waiting for a result
    process.kill()
    process.communicate(timeout=60)
    return process.returncode < 0


def rows_of_feed(*, turn: int) -> int:
    from catalog.models import Product

    return Product.objects.filter(title__endswith=f" {turn}").count()


def catalogue() -> dict[str, Any]:
    """What the shop sells, without numbers and moments that differ from shop to shop."""
    from catalog.models import Product, ProductCard

    fields = (
        "external_id",
        "slug",
        "title",
        "category__slug",
        "brand__slug",
        "price",
        "stock",
        "is_visible",
        "is_published",
    )
    rows = [repr(values) for values in Product.objects.order_by("external_id").values_list(*fields)]
    views = ProductCard.objects.order_by("product__external_id").values_list("view", flat=True)
    text = "\n".join([*rows, *views])
    return {"rows": len(rows), "fingerprint": hashlib.sha256(text.encode()).hexdigest()}


def killed_everywhere(trial: Trial, twin: Trial, *, kills: int) -> dict[str, Any]:
    """`twin` gets the same feeds, undisturbed."""
    for each in (trial, twin):
        finish(each.shop, feed(each.shop.folder, 0))
    told: dict[str, Any] = {"rows": ROWS, "kills": 0, "left half done": 0, "different": []}
    for turn in range(1, kills + 1):
        body = feed(trial.shop.folder, turn)
        written = ROWS * (turn - 1) // kills  # the first before any row, the last near the end
        told["kills"] += killed_when(trial, body, turn=turn, written=written)
        told["left half done"] += 0 < trial.clerk.ask("rows_of_feed", turn=turn) < ROWS
        finish(trial.shop, body)
        finish(twin.shop, body)
        if trial.clerk.ask("catalogue") != twin.clerk.ask("catalogue"):
            told["different"].append(turn)
    told["violations"] = trial.clerk.ask("audit")
    return told
