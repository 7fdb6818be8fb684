"""Programs that are started, watched and stopped, each with a log file of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PLACES = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin"
START_LIMIT = 60  # seconds
BLINK = 0.05


class NotStarted(Exception):
    """What is missing, or what the program said before it ended."""


def find(name: str, package: str) -> str:
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:{PLACES}")
    if path is None:
        raise NotStarted(f"{name} was not found: apt-get install {package}")
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Program:
    """`end` is the signal by which it ends in order; `owner` the person it runs as when we are root.

    `probe`: a command that succeeds once it can be used; without one it can as soon as its port answers.
    """

    name: str
    command: Sequence[str]
    port: int
    log: Path
    environment: Mapping[str, str] | None = None
    owner: str | None = None
    end: signal.Signals = signal.SIGTERM
    probe: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it can be used."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
                **as_whom(self.owner),
            )  # fmt: skip
        deadline = time.monotonic() + START_LIMIT
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise NotStarted(f"{self.name} did not start:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(BLINK)

    def answers(self) -> bool:
        if self.probe:
            return subprocess.run(self.probe, capture_output=True, check=False, timeout=30).returncode == 0
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, number: signal.Signals) -> None:
        """To the program and whatever it started: they are a group of their own."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        if self.process is not None:
            self.process.wait(timeout=15)

    def stop(self) -> None:
        if self.process is None:
            return
        self.send(signal.SIGCONT)
        if self.is_running:
            self.process.send_signal(self.end)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=40)
        self.kill()


def as_whom(owner: str | None) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": owner, "group": owner, "extra_groups": []} if owner else {}


def run(command: Sequence[str], *, environment: Mapping[str, str] | None = None, owner: str | None = None) -> str:
    """To its end; what it said."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=600, **as_whom(owner)
    )
    if done.returncode:
        raise NotStarted(
            f"{' '.join(command[:3])} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}"
        )
    return str(done.stdout)
