"""A production server on a free port, with files of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Everything in `folder`, whatever the suite itself runs on."""
    own = {
        "DEBUG": "0",
        "SECRET_KEY": "server-test-key-" + "0123456789abcdef" * 4,
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "COUNTERS_FILE": str(folder / "counters.sqlite3"),
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "REDIS_URL": "",
        "TRUSTED_PROXIES": "",
        "LOG_LEVEL": "ERROR",
    }
    return {**os.environ, **own, **settings}


def manage(folder: Path, *words: str, **settings: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment(folder, **settings), check=True, timeout=300
    )


@contextmanager
def serving(folder: Path, *, workers: int = 4, **settings: str) -> Iterator[Server]:
    """granian as `make serve` starts it; stopped at the end, with its workers."""
    port = free_port()
    (folder / "static").mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--respawn-failed-workers", "iluminacasa.wsgi:application",
    ]  # fmt: skip
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(folder, **settings), stdout=log, stderr=log)
        try:
            server = Server("127.0.0.1", port, process.pid)
            wait_until_alive(server, process, folder / "server.log")
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_alive(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"no answer from the server: {log.read_text()[-2000:]}")
