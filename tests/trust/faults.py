"""Servers the shop leans on fail while people buy: nobody loses an order, nobody sees an error that is not said."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from tests.trust.clients import Answer, App, Door
from tests.trust.crowds import buying_while
from tests.trust.shops import SERVER, Trial, open_trial
from tests.trust.wires import Wire, redis_server, wire_to

LIMITED = {"RATELIMIT_ENABLE": "1", "API_RATE_LIMIT": "1000000/m"}
PAGES = ("/catalogo/", "/", "/api/v1/products/", "/carrinho/")
LOGIN_LIMIT = 30  # tries of one client in ten minutes: iluminacasa/limits.py


def sign_in(url: str, number: int) -> Answer:
    body = {"email": f"ninguem{number}@example.com", "password": "errada-mas-longa"}
    return App(url).post("auth/login/", body)


def probe(url: str, path: str) -> tuple[int, float]:
    began = time.monotonic()
    return Door(url).ask("GET", path).status, round(time.monotonic() - began, 2)


# --- Redis ---------------------------------------------------------------------------------------
@contextmanager
def shop_with_redis(kind: str, *, seed: int, **more: Any) -> Iterator[tuple[Trial, Wire]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="ilumina-redis-")))
        wire = stack.enter_context(wire_to("127.0.0.1", stack.enter_context(redis_server(folder)), Random(seed)))
        address = {"REDIS_URL": f"redis://127.0.0.1:{wire.port}/0"}
        yield stack.enter_context(open_trial(kind, seed=seed, **LIMITED, **address, **more)), wire


def redis_faults(trial: Trial, wire: Wire, *, seconds: float, modes: tuple[str, ...]) -> dict[str, Any]:
    """`logins`: what wrong passwords were told meanwhile. Without counters nobody may try any."""
    logins: dict[str, list[int]] = {}

    def act() -> None:
        for mode in modes:
            with wire.being(mode):
                until = time.monotonic() + seconds
                told = logins.setdefault(mode, [])
                while time.monotonic() < until or not told:
                    told.append(sign_in(trial.url, len(told)).status)
            logins.setdefault("between", []).append(settles(lambda: sign_in(trial.url, 0), not_yet=503).status)

    told = buying_while(trial, act, paths=PAGES)
    return told | {"logins": {mode: sorted(set(found)) for mode, found in logins.items()}}


def settles(act: Callable[[], Answer], *, not_yet: int, limit: float = 10) -> Answer:
    """The first answer that is another one, or the last within the limit."""
    until = time.monotonic() + limit
    while (answer := act()).status == not_yet and time.monotonic() < until:
        time.sleep(0.1)  # asking again, as a person would
    return answer


# --- PostgreSQL ----------------------------------------------------------------------------------
@contextmanager
def shop_by_wire(*, seed: int, server: str = SERVER, **more: Any) -> Iterator[tuple[Trial, Wire]]:
    place = urlsplit(server)
    with ExitStack() as stack:
        wire = stack.enter_context(wire_to(place.hostname or "127.0.0.1", place.port or 5432, Random(seed)))
        terms = {"seed": seed, "server": server, "through": wire.port}
        yield stack.enter_context(open_trial("postgresql", **terms, **more)), wire


def database_cut(trial: Trial, wire: Wire, *, seconds: float, times: int = 1) -> dict[str, Any]:
    """Stopped at once, several times. `ready`: what the probe said while it was down, and after."""
    ready: list[tuple[int, int]] = []
    back: list[float] = []

    def act() -> None:
        for _ in range(times):
            with wire.being("cut"):
                time.sleep(seconds)  # the length of the fault
                down = probe(trial.url, "/readyz")[0]
            began = time.monotonic()
            up = settles(lambda: Door(trial.url).ask("GET", "/readyz"), not_yet=503, limit=20).status
            back.append(round(time.monotonic() - began, 1))
            ready.append((down, up))
            time.sleep(0.5)  # people go on buying between two faults

    return buying_while(trial, act, paths=PAGES) | {"ready": ready, "back after s": back}


def database_silent(trial: Trial, wire: Wire, *, seconds: float) -> dict[str, Any]:
    """Paused: connected, and not a word. Nobody waits longer than the shop says, and the probes do not wait at all."""
    probes: list[tuple[str, int, float]] = []
    calm: list[float] = []

    def act() -> None:
        for _ in range(12):  # each process has answered one before
            calm.append(probe(trial.url, "/readyz")[1])
        with wire.being("silent"):
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                for path in ("/healthz", "/readyz"):
                    probes.append((path, *probe(trial.url, path)))
                time.sleep(0.5)  # as often as a probe asks

    told = buying_while(trial, act, paths=PAGES)
    alive = [(status, took) for path, status, took in probes if path == "/healthz"]
    ready = [(status, took) for path, status, took in probes if path == "/readyz"]
    return told | {
        "alive": sorted({status for status, _ in alive}),
        "ready": sorted({status for status, _ in ready}),
        "longest probe s": max(took for _, took in alive + ready),
        "slow probes": [each for each in probes if each[2] > 0.9],
        "longest probe before s": max(calm),
        "ready afterwards": settles(lambda: Door(trial.url).ask("GET", "/readyz"), not_yet=503, limit=20).status,
    }


def table_locked(trial: Trial, *, seconds: float, table: str = "orders_order") -> dict[str, Any]:
    """Somebody's migration holds the table: orders wait or are told to come again, and no order is lost."""
    import psycopg

    def act() -> None:
        with psycopg.connect(trial.shop.database_url, autocommit=False) as connection:
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")  # type: ignore[arg-type]  # a name of ours
            time.sleep(seconds)  # the length of the fault
            connection.rollback()

    return buying_while(trial, act)


# --- SQLite --------------------------------------------------------------------------------------
def writer_stays(trial: Trial, *, seconds: float) -> dict[str, Any]:
    """Another process keeps SQLite's one write lock: readers go on, buyers wait their turn."""
    import sqlite3
    from contextlib import closing

    def act() -> None:
        with closing(sqlite3.connect(trial.shop.folder / "db.sqlite3", timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)  # the length of the fault
            other.execute("ROLLBACK")

    return buying_while(trial, act)


def ballast(folder: Path) -> Path:
    """A file that takes all room there is."""
    path = folder / "ballast"
    with path.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 512, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return path


def disk_full(trial: Trial, *, seconds: float) -> dict[str, Any]:
    """The disk of database and pictures is full for a while. What is read is read; what is written is told 503."""
    seen: dict[str, set[int]] = {"read while full": set(), "orders while full": set()}

    def act() -> None:
        time.sleep(1)  # buying as usual
        file = ballast(trial.shop.folder)
        until = time.monotonic() + seconds
        (spare,) = spares
        while time.monotonic() < until:
            seen["read while full"].add(Door(trial.url).ask("GET", "/catalogo/").status)
            seen["orders while full"].add(App(trial.url).order(spare, key=f"full-{seconds}").status)
        file.unlink()
        again = settles(lambda: App(trial.url).order(spare, key=f"full-{seconds}"), not_yet=503)
        seen["afterwards"] = {again.status}

    spares = trial.clerk.ask("carts", rounds=1, count=1, stock=10)[0]["carts"]
    told = buying_while(trial, act)
    return told | {name: sorted(found) for name, found in seen.items()}
