"""Ground for search tests: nothing remembered from another test, and the demo catalogue when asked for."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from catalog import search


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    search.forget()
    yield
    search.forget()


@pytest.fixture
def demo(db: None, now: datetime) -> None:
    """The catalogue the shop ships with, brought in by the same sync code, without its pictures."""
    from catalog.sync import Options, run
    from catalog.sync.options import Exit, Pictures

    report = run(options=Options(source="demo", images=Pictures.NONE), at=now)
    assert report.exit_code == Exit.IN_SYNC, report.message
