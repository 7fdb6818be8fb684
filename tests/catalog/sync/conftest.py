"""A local upstream, a clock that never waits, and a run in one call."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.catalog.sync.upstream import Upstream, envelope

if TYPE_CHECKING:
    from catalog.sync import Report

SHARED = Path(__file__).resolve().parents[4] / "shared" / "dummyjson"


class FakeClock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return 1_800_000_000 + self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    server = Upstream()
    yield server
    server.close()


type Sync = Callable[..., "Report"]


@pytest.fixture
def sync(now: datetime, clock: FakeClock) -> Sync:
    """`sync(url=..., file=..., any option)`; `at` may be given."""

    def go(**options: Any) -> "Report":
        from catalog.sync import Options, run

        at = options.pop("at", now)
        return run(options=Options(**options), at=at, clock=clock)

    return go


@pytest.fixture
def feed(sync: Sync, tmp_path: Path) -> Sync:
    """`feed([rows], any option)`: a saved body with these rows."""

    def go(rows: list[Any], **options: Any) -> "Report":
        file = tmp_path / "body.json"
        file.write_text(json.dumps(envelope(rows)))
        return sync(file=str(file), **options)

    return go


@pytest.fixture
def shared() -> Path:
    """The recorded upstream, when this copy of the project lies beside it."""
    if not SHARED.is_dir():
        pytest.skip("the recorded upstream (../shared/dummyjson) is not here")
    return SHARED
