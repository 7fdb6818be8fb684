"""Short form of what is tried while servers fail. The long one: `python -m tests.trust.full --only redis`."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.trust import drills, faults
from tests.trust.crowds import is_whole
from tests.trust.shops import SERVER, Trial, kind_of_tests, open_trial
from tests.trust.wires import Wire, redis_server, wire_to

pytestmark = pytest.mark.server
SEED = 20260310
IS_SQLITE = kind_of_tests() == "sqlite"
on_sqlite = pytest.mark.skipif(not IS_SQLITE, reason="the same on every database")
on_postgresql = pytest.mark.skipif(IS_SQLITE, reason="needs a PostgreSQL server (TEST_DATABASE_URL)")


@dataclass
class Place:
    trial: Trial
    wire: Wire  # to Redis on SQLite, to the database on PostgreSQL


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """One shop for all of it."""
    with ExitStack() as stack:
        if IS_SQLITE:
            if shutil.which("redis-server") is None and os.environ.get("STRICT") != "1":
                pytest.skip("redis-server was not found (install redis-server)")
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ilumina-redis-")))
            port = stack.enter_context(redis_server(folder))
            wire = stack.enter_context(wire_to("127.0.0.1", port, Random(SEED)))
            address = {"REDIS_URL": f"redis://127.0.0.1:{wire.port}/0"}
            trial = stack.enter_context(open_trial("sqlite", seed=SEED, **faults.LIMITED, **address, workers=1))
        else:
            trial, wire = stack.enter_context(faults.shop_by_wire(seed=SEED, server=SERVER, workers=1))
        yield Place(trial, wire)


@on_sqlite
def test_without_counters_people_buy_and_nobody_tries_passwords(place: Place) -> None:
    told = faults.redis_faults(place.trial, place.wire, seconds=0.4, modes=("cut", "silent", "rubbish"))
    assert is_whole(told), told
    assert told["logins"] == {"cut": [503], "silent": [503], "rubbish": [503], "between": [401]}


@on_postgresql
def test_a_database_that_stops_is_told_as_such_and_loses_nothing(place: Place) -> None:
    told = faults.database_cut(place.trial, place.wire, seconds=0.5, times=2)
    assert is_whole(told), told
    assert told["ready"] == [(503, 200), (503, 200)]


@on_postgresql
def test_a_silent_database_holds_up_no_probe(place: Place) -> None:
    told = faults.database_silent(place.trial, place.wire, seconds=2)
    assert is_whole(told), told
    assert (told["alive"], told["ready"], told["ready afterwards"]) == ([200], [503], 200)


def test_a_backup_made_while_people_buy_is_a_whole_shop_without_the_forgotten(place: Place) -> None:
    told = drills.backup_and_restore(place.trial, carts=12, is_long=False)
    assert is_whole(told), told
    assert (told["exit"], told["picture"], told["mode"]) == (0, True, "600"), told["said"]
    assert "\n0 violations\n" in told["said"]
    assert "erasures: 1 repeated, 0 waiting" in told["said"]
    assert (told["forgotten is back"], told["people"][0] - told["people"][1]) == (False, 1)
