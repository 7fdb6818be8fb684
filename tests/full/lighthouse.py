"""Lighthouse on a phone, three runs each of home, listing and product: prints the medians, exit 1 below the targets.

    sh tools/shell/npm_tools.sh full
    .venv/bin/python -m tests.full.lighthouse

The shop runs with production settings and the sizes of every picture those pages show.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from tests.browser import programs
from tests.browser.page_types import LAMP
from tests.browser.sizes import make_sizes
from tests.servers import ROOT, Shop

RUNS = 3
PAGES = {"home": "/", "listing": "/catalogo/", "product": LAMP}
TARGETS = {"performance": 97, "accessibility": 100, "best-practices": 100, "seo": 100}
FIGURES = {
    "LCP ms": "largest-contentful-paint",
    "TBT ms": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
    "bytes": "total-byte-weight",
}


def run_once(url: str, *, report: Path) -> dict[str, Any]:
    command = [
        str(ROOT / "var/npm/node_modules/.bin/lighthouse"), url, "--quiet", "--output=json",
        f"--output-path={report}", f"--only-categories={','.join(TARGETS)}",
        f"--chrome-flags=--headless=new {' '.join(programs.FLAGS)}",
    ]  # fmt: skip
    environment = os.environ | {"CHROME_PATH": programs.chromium_of_people()}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=180)
    result: dict[str, Any] = json.loads(report.read_text())
    return result


def scores(result: dict[str, Any]) -> dict[str, float]:
    points = {name: result["categories"][name]["score"] * 100 for name in TARGETS}
    return points | {name: result["audits"][audit]["numericValue"] for name, audit in FIGURES.items()}


def complaints(result: dict[str, Any]) -> list[str]:
    """Audits that cost a point."""
    weighed = {
        ref["id"] for category in result["categories"].values() for ref in category["auditRefs"] if ref["weight"]
    }
    audits = (result["audits"][name] for name in sorted(weighed))
    return [f"{audit['id']} {audit['score']}" for audit in audits if audit["score"] is not None and audit["score"] < 1]


def shown_pictures(shop: Shop) -> set[str]:
    found: set[str] = set()
    for path in PAGES.values():
        with urllib.request.urlopen(f"{shop.url}{path}", timeout=20) as answer:
            found.update(re.findall(r"/media/[^\s\"]+", answer.read().decode()))
    return found


def judge(shop: Shop) -> bool:
    make_sizes(shop, addresses=shown_pictures(shop))
    is_good = True
    for name, path in PAGES.items():
        results = [run_once(f"{shop.url}{path}", report=shop.folder / "report.json") for _ in range(RUNS)]
        runs = [scores(result) for result in results]
        medians = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        is_good &= all(medians[key] >= target for key, target in TARGETS.items())
        print(f"{name:8}", "  ".join(f"{key} {value:.4g}" for key, value in medians.items()), flush=True)
        for complaint in complaints(results[-1]):
            print(f"         below 1: {complaint}", flush=True)
    return is_good


def main() -> int:
    shop = Shop(workers=1)
    try:
        shop.manage("migrate", "--verbosity", "0")
        shop.manage("sync_products", "--source", "demo")
        shop.manage("collectstatic", "--noinput", "--verbosity", "0")
        return 0 if judge(shop.start()) else 1
    finally:
        shop.stop()


if __name__ == "__main__":
    sys.exit(main())
