"""Shops with four server processes on a database of their own, and what is put into them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

from tests import migrated
from tests.servers import ROOT, Shop

SERVER = os.environ.get("TEST_DATABASE_URL", "")
KINDS = ("sqlite", "postgresql")
WORKERS = 4
PLAIN, UNGUARDED = "tests.trust.plain_files:application", "tests.trust.unguarded:application"
NOTED = "tests.trust.noted:application"
SECRET = "pix-webhook-" + "0123456789abcdef" * 2
SETTINGS = {
    # Without limits, which the server allows only while it is bound to loopback.
    "RATELIMIT_ENABLE": "0", "PIX_KEY": "123e4567-e12b-12d1-a456-426655440000", "PIX_WEBHOOK_SECRET": SECRET,
    "PIX_MERCHANT_NAME": "Ilumina Casa", "PIX_MERCHANT_CITY": "Sao Paulo",
    "DJANGO_SETTINGS_MODULE": "iluminacasa.settings",
}  # fmt: skip


def kind_of_tests() -> str:
    """The database this run of the suite is about."""
    return "postgresql" if SERVER.startswith("postgres") else "sqlite"


@contextmanager
def open_shop(
    kind: str, *, server: str = SERVER, application: str = PLAIN, workers: int = WORKERS, through: int = 0,
    folder: Path | None = None, code: Path = ROOT, **settings: str,
) -> Iterator[Shop]:  # fmt: skip
    """Migrated, serving, and gone afterwards with its database. `server`: any address of a PostgreSQL server.

    `through`: port of a wire by which the serving processes, and they alone, reach that server.
    """
    shop = Shop(workers=workers, settings=SETTINGS | settings, application=application, code=code)
    if folder is not None:
        shop.folder.rmdir()
        shop.folder = folder
    name = f"trust_{os.getpid()}_{shop.port}"
    try:
        if kind == "postgresql":
            shop.database_url = urlsplit(server)._replace(path=f"/{name}").geturl()
        shop.migrate()
        direct = shop.database_url
        if through:
            shop.database_url = by_port(direct, through)
        shop.start()
        shop.database_url = direct
        yield shop
    finally:
        shop.stop()
        if shop.database_url:
            migrated.on_server(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def by_port(address: str, port: int) -> str:
    """The same database through another port of this machine."""
    parts = urlsplit(address)
    user = parts.netloc.rpartition("@")[0]
    return parts._replace(netloc=f"{user}@127.0.0.1:{port}" if user else f"127.0.0.1:{port}").geturl()


class Clerk:
    """A process of that shop which calls functions of `tests.trust.prepare`."""

    def __init__(self, shop: Shop) -> None:
        self.complaints = shop.folder / "clerk.log"
        with self.complaints.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.trust.prepare"],
                cwd=ROOT, env=shop.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip

    def ask(self, name: str, **wishes: Any) -> Any:
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the clerk has no ears")
        print(json.dumps([name, wishes]), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        assert answer, self.complaints.read_text()[-3000:]
        return json.loads(answer)

    def leave(self) -> None:
        self.process.communicate(timeout=15)


@dataclass(frozen=True)
class Trial:
    shop: Shop
    clerk: Clerk
    random: Random

    @property
    def url(self) -> str:
        return self.shop.url


@contextmanager
def open_trial(kind: str, *, seed: int, **more: Any) -> Iterator[Trial]:
    with open_shop(kind, **more) as shop:
        clerk = Clerk(shop)
        try:
            yield Trial(shop=shop, clerk=clerk, random=Random(seed))
        finally:
            clerk.leave()
