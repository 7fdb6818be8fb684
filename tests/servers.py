"""A shop of its own for tests that need real processes: database file, media, static files, granian."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests import migrated

ROOT = Path(__file__).resolve().parents[1]
START_LIMIT = 60  # seconds a server may take to answer
TEST_SETTINGS = {
    "SECRET_KEY": "server-test-key-" + "0123456789abcdef" * 4,
    "JWT_SIGNING_KEY": "jwt-test-key-" + "0123456789abcdef" * 3,
    "LOG_LEVEL": "WARNING",
    "DEBUG": "0",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(pid: int) -> list[int]:
    """Living child processes; empty where the system does not tell."""
    place = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(word) for word in place.read_text().split()] if place.exists() else []
    return [each for each in found if state_of(each) != "Z"]


def state_of(pid: int) -> str:
    """As `ps` says it: R, S, Z for one that only waits to be counted; `Z` too for one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"


@dataclass
class Shop:
    """`url` answers once `start` has returned; `stop` ends the processes and removes the folder."""

    workers: int = 1
    settings: dict[str, str] = field(default_factory=dict)
    database_url: str = ""
    application: str = "iluminacasa.wsgi:application"
    code: Path = ROOT  # what serves; migrations and commands are always of today
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ilumina-shop-")))
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "DATABASE_URL": self.database_url or f"sqlite:///{self.folder / 'db.sqlite3'}",
            "COUNTERS_FILE": str(self.folder / "counters.sqlite3"),
            "ERASURES_FILE": str(self.folder / "erasures.jsonl"),
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "EMAIL_URL": f"filemail:///{self.folder / 'mail'}",
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "REDIS_URL": "",
            "REPLICA_URL": "",
        }
        return os.environ | TEST_SETTINGS | own | self.settings

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a management command in this shop's environment."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, check=check, capture_output=True, text=True, timeout=600,
        )  # fmt: skip

    def migrate(self) -> None:
        migrated.migrate(self.environment)

    def start(self) -> "Shop":
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", self.application,
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", str(self.workers),
            "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "25",
            "--log-level", "warning",
        ]  # fmt: skip
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(command, cwd=self.code, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return self
            except OSError:
                time.sleep(0.1)  # polling a start, not waiting for a result
        raise RuntimeError(f"server did not start:\n{self.log()}")

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                left = children_of(self.process.pid)  # would outlive a server that is killed
                self.process.kill()
                self.process.wait(timeout=15)
                for pid in left:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)
