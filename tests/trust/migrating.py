"""The last three migrations of every app, back and forth on a shop with a past, two that migrate at once, and the
code of before on the tables of today, as during every deployment.
"""

import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.servers import ROOT, Shop
from tests.trust.shops import Trial

APPS = ("orders", "cart", "catalog", "accounts")  # from the roof down: what stands on others goes first
BACK = 3


def fill(shop: Shop, *, products: int, orders: int) -> None:
    for module, count in (("bench.seed", products), ("bench.orders", orders)):
        if not count:
            continue
        command = [sys.executable, "-m", module, str(count)]
        subprocess.run(command, cwd=ROOT, env=shop.environment, check=True, capture_output=True)


def before_the_last(app: str) -> str:
    """The migration after which the last three come."""
    names = sorted(each.stem for each in Path(ROOT, app, "migrations").glob("[0-9]*.py"))
    return names[-BACK - 1]


def back_and_forth(trial: Trial, *, products: int, orders: int) -> dict[str, Any]:
    """Backward, then two processes forward at the same moment: one of them works, the other waits or says no."""
    shop = trial.shop
    stop_selling(shop)  # while the tables change
    fill(shop, products=products, orders=orders)
    began = time.monotonic()
    for app in APPS:
        shop.manage("migrate", app, before_the_last(app), "-v0")
    back = time.monotonic() - began
    left = shop.manage("migrate", "--check", check=False).returncode
    began = time.monotonic()
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    both = [
        subprocess.Popen(command, cwd=ROOT, env=shop.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    said = [each.communicate(timeout=3600)[1].decode().strip().splitlines()[-1:] for each in both]
    forward = time.monotonic() - began
    return {
        "products": products, "orders": orders, "back s": round(back, 1), "was behind": bool(left),
        "forward s": round(forward, 1), "exits": sorted(each.returncode for each in both), "said": said,
        "behind now": shop.manage("migrate", "--check", check=False).returncode,
        "model and tables differ": shop.manage("makemigrations", "--check", "--dry-run", check=False).returncode,
        "violations": trial.clerk.ask("audit"),
    }  # fmt: skip


def stop_selling(shop: Shop) -> None:
    if shop.process is not None:
        shop.process.terminate()
        shop.process.wait(timeout=30)


def git(*words: str) -> bytes:
    return subprocess.run(
        [shutil.which("git") or "git", "-C", str(ROOT), *words], check=True, capture_output=True
    ).stdout


@contextmanager
def code_before() -> Iterator[tuple[str, Path]]:
    """The commit before the last one that changed tables, and a folder with its code."""
    last = git("log", "-1", "--format=%H", "--", "*/migrations/0*.py").decode().strip()
    with TemporaryDirectory(prefix="ilumina-before-") as name:
        folder = Path(name)
        archive = folder / "code.tar"
        archive.write_bytes(git("archive", f"{last}^"))
        with tarfile.open(archive) as packed:
            packed.extractall(folder / "code", filter="data")
        yield f"{last[:9]}^", folder / "code"
