"""The shop is backed up while it sells, destroyed, and put back by the documented commands into an empty place."""

import json
import sqlite3
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from tests import migrated
from tests.servers import Shop
from tests.trust.clients import Door
from tests.trust.crowds import buying_while
from tests.trust.shops import SETTINGS, Trial

PICTURE = "pictures/ab/canary.webp"


@contextmanager
def empty_place(trial: Trial) -> Iterator[Shop]:
    """Another folder and, on PostgreSQL, another database."""
    shop = Shop(settings=SETTINGS | trial.shop.settings, application=trial.shop.application)
    name = f"drill_{shop.port}"
    try:
        if trial.shop.database_url:
            migrated.on_server(trial.shop.database_url, f"CREATE DATABASE {name}")
            shop.database_url = urlsplit(trial.shop.database_url)._replace(path=f"/{name}").geturl()
        yield shop
    finally:
        shop.stop()
        if shop.database_url:
            migrated.on_server(shop.database_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def backup_and_restore(trial: Trial, *, carts: int = 40, is_long: bool = True) -> dict[str, Any]:
    """A backup in the middle of buying; then everything but the file and the list of erasures is gone."""
    with TemporaryDirectory(prefix="ilumina-backup-") as folder:
        file = Path(folder, "shop.tar")
        picture = trial.shop.folder / "media" / PICTURE
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(b"canary" * 1000)
        gone = trial.clerk.ask("leave_after_backup", step="before")
        times: dict[str, float] = {}

        def act() -> None:
            times["backup s"] = timed(lambda: trial.shop.manage("backup", str(file)))

        told = buying_while(trial, act, carts=carts)
        trial.clerk.ask("leave_after_backup", step="after", email=gone)
        with empty_place(trial) as place:
            place.settings["ERASURES_FILE"] = str(trial.shop.folder / "erasures.jsonl")
            done: list[subprocess.CompletedProcess[str]] = []
            times["restore s"] = timed(lambda: done.append(place.manage("restore", str(file), "--verify", check=False)))
            people = emails_in(place)
            told["picture"] = (place.folder / "media" / PICTURE).read_bytes() == picture.read_bytes()
            if is_long:
                again = place.manage("restore", str(file), check=False)
                told["second restore"] = [again.returncode, again.stderr.strip()]
                told["page"] = Door(place.start().url).ask("GET", "/catalogo/").status
        counts = json.loads(read_manifest(file))["counts"]
        return told | times | {
            "mode": f"{file.stat().st_mode & 0o777:o}", "MB": round(file.stat().st_size / 1e6, 1),
            "orders backed up": counts["orders_order"], "people": [counts["accounts_user"], len(people)],
            "said": done[0].stdout + done[0].stderr, "exit": done[0].returncode, "forgotten is back": gone in people,
        }  # fmt: skip


def emails_in(place: Shop) -> list[str]:
    """Of everybody in that shop's database, asked without the shop."""
    question = "SELECT email FROM accounts_user"
    if place.database_url:
        import psycopg

        with psycopg.connect(place.database_url) as connection:
            return [email for (email,) in connection.execute(question)]
    with closing(sqlite3.connect(place.folder / "db.sqlite3")) as file:
        return [email for (email,) in file.execute(question)]


def timed(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return round(time.monotonic() - began, 1)


def read_manifest(file: Path) -> bytes:
    with tarfile.open(file) as tar:
        source = tar.extractfile("manifest.json")
        assert source is not None
        return source.read()
