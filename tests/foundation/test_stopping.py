"""A server that is told to go while its workers still load the shop."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import ROOT, Shop, children_of

pytestmark = pytest.mark.once
WORKERS = 4
STAYS = 60  # seconds until granian kills a worker that does not go
SOON = 30.0


@pytest.fixture
def server() -> Iterator[subprocess.Popen[bytes]]:
    shop = Shop()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "iluminacasa.wsgi:application",
        "--port", str(shop.port), "--workers", str(WORKERS), "--workers-kill-timeout", str(STAYS),
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=shop.environment)
    yield process
    for pid in [*children_of(process.pid), process.pid]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait(timeout=SOON)


def catches(pid: int, number: signal.Signals) -> bool:
    caught = Path(f"/proc/{pid}/status").read_text().partition("SigCgt:")[2].split()[0]
    return bool(int(caught, 16) >> (number - 1) & 1)


def test_workers_that_still_load_go_at_once(server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SOON
    while len(loading := [pid for pid in children_of(server.pid) if not catches(pid, signal.SIGTERM)]) < WORKERS:
        assert time.monotonic() < deadline, f"{len(loading)} of {WORKERS} would go at once"
    server.terminate()
    assert server.wait(timeout=SOON) == 0
    assert [pid for pid in loading if Path(f"/proc/{pid}").exists()] == []
