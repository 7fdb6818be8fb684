"""A run killed in the middle leaves whole chunks, and the next one ends where it would have ended."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests import migrated
from tests.catalog.sync.upstream import Asked, Reply, Upstream, envelope, row
from tests.servers import ROOT, TEST_SETTINGS

pytestmark = pytest.mark.server
COUNT = 200
START = 60.0


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A shop of its own in a file."""
    own = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "COUNTERS_FILE": str(tmp_path / "counters.sqlite3"),
        "MEDIA_ROOT": str(tmp_path / "media"),
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    made = os.environ | TEST_SETTINGS | own
    migrated.migrate(made)
    return made


def command(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    words = [sys.executable, "manage.py", "sync_products", "--format", "json", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)


def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, _ = process.communicate(timeout=120)
    made: dict[str, Any] = json.loads(out)
    assert process.returncode == made["exit_code"]
    return made


def count_rows(environment: dict[str, str]) -> int:
    path = environment["DATABASE_URL"].removeprefix("sqlite:///")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)
    try:
        return int(connection.execute("SELECT COUNT(*) FROM catalog_product").fetchone()[0])
    finally:
        connection.close()


def wait_for_a_chunk(environment: dict[str, str], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        if count_rows(environment):
            return
        time.sleep(0.01)
    raise AssertionError("no chunk was written in time")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_run_leaves_whole_chunks_and_the_next_converges(
    environment: dict[str, str], tmp_path: Path, how: signal.Signals
) -> None:
    body = tmp_path / "body.json"
    body.write_text(json.dumps(envelope([row(number) for number in range(1, COUNT + 1)])))
    process = command(environment, "--file", str(body), "--chunk", "2")
    wait_for_a_chunk(environment, process)
    process.send_signal(how)
    out, _ = process.communicate(timeout=60)
    left = count_rows(environment)
    assert 0 < left < COUNT
    assert left % 2 == 0
    if how == signal.SIGTERM:
        assert (process.returncode, json.loads(out)["state"]) == (130, "interrupted")
    again = finish(command(environment, "--file", str(body)))
    assert (again["exit_code"], again["created"], again["unchanged"]) == (0, COUNT - left, left)
    last = finish(command(environment, "--file", str(body)))
    assert (last["unchanged"], last["updated"], last["created"]) == (COUNT, 0, 0)
    assert count_rows(environment) == COUNT


def test_two_at_once(environment: dict[str, str], tmp_path: Path, upstream: Upstream) -> None:
    upstream.rows = [row(1)]
    asked, may_answer = threading.Event(), threading.Event()

    def hesitate(request: Asked, number: int) -> Reply:
        asked.set()
        may_answer.wait(START)
        return None

    upstream.script = hesitate
    first = command(environment, "--url", upstream.url)
    assert asked.wait(START)
    second = finish(command(environment, "--url", upstream.url))
    may_answer.set()
    assert (second["exit_code"], second["requests"]) == (6, 0)
    assert finish(first)["created"] == 1
