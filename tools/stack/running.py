"""Everything started in order, one address for all of it, and everything that was started stopped again."""

import json
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.stack import postgres
from tools.stack.front import nginx
from tools.stack.programs import Program, find, free_port, run


@dataclass
class Stack:
    folder: Path
    port: int
    programs: dict[str, Program] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)  # of the shop's own commands

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def card(self) -> Path:
        """For programs that want to know where everything is."""
        return self.folder / "stack.json"

    def manage(self, *arguments: str) -> str:
        return run([sys.executable, "manage.py", *arguments], environment=os.environ | self.environment)

    def open(self, program: Program) -> Program:
        program.start()
        self.programs[program.name] = program
        return program

    def write_card(self) -> None:
        ports = {name: program.port for name, program in self.programs.items()}
        told = {"url": self.url, "port": self.port, "ports": ports, "environment": self.environment}
        self.card.write_text(json.dumps(told, indent=1))
        self.card.chmod(0o600)


@contextmanager
def running(
    *, port: int = 0, servers: int = 2, workers: int = 2, is_filled: bool = False, has_replica: bool = True,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Stack]:  # fmt: skip
    """`is_filled`: with the demo catalogue. `settings`: more of the shop's environment."""
    folder = Path(tempfile.mkdtemp(prefix="ilumina-stack-"))
    folder.chmod(0o755)  # PostgreSQL runs as somebody else
    stack = Stack(folder, port or free_port())
    try:
        primary = postgres.primary(folder)
        stack.programs["primary"] = primary
        stack.environment = environment(stack, primary) | dict(settings or {})
        stack.manage("migrate", "--verbosity", "0")
        if is_filled:
            stack.manage("sync_products", "--source", "demo")
        stack.manage("collectstatic", "--noinput", "--verbosity", "0")
        if has_replica:
            replica = stack.open(postgres.replica(folder, primary))
            stack.environment["REPLICA_URL"] = postgres.address(replica)
        redis = stack.open(redis_server(folder))
        stack.environment["REDIS_URL"] = f"redis://127.0.0.1:{redis.port}/0"
        apps = [stack.open(app(stack, number, workers)) for number in range(1, servers + 1)]
        stack.open(nginx(folder, stack.port, apps))
        stack.write_card()
        yield stack
    finally:
        for program in reversed(stack.programs.values()):
            program.stop()
        shutil.rmtree(folder, ignore_errors=True)


def environment(stack: Stack, primary: Program) -> dict[str, str]:
    place = stack.folder
    return {
        "DEBUG": "0", "SECRET_KEY": secrets.token_urlsafe(64), "JWT_SIGNING_KEY": secrets.token_urlsafe(48),
        "SITE_URL": stack.url, "ALLOWED_HOSTS": "127.0.0.1,localhost", "TRUSTED_PROXIES": "127.0.0.1",
        "DATABASE_URL": postgres.address(primary), "REPLICA_URL": "", "REDIS_URL": "",
        "COUNTERS_FILE": str(place / "counters.sqlite3"), "ERASURES_FILE": str(place / "erasures.jsonl"),
        "MEDIA_ROOT": str(place / "media"), "STATIC_ROOT": str(place / "static"),
        "EMAIL_URL": f"filemail:///{place / 'mail'}", "LOG_LEVEL": "WARNING", "PIX_KEY": "pix@iluminacasa.example",
        "PIX_WEBHOOK_SECRET": secrets.token_urlsafe(32), "METRICS_TOKEN": "",
    }  # fmt: skip


def redis_server(place: Path) -> Program:
    port = free_port()
    terms = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(place)]
    return Program("redis", [find("redis-server", "redis-server"), *terms], port, place / "redis.log")


def app(stack: Stack, number: int, workers: int) -> Program:
    """As tools/shell/serve.sh starts it."""
    name, port = f"app{number}", free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "iluminacasa.wsgi:application",
        "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers), "--blocking-threads", "4",
        "--respawn-failed-workers", "--workers-kill-timeout", "25", "--backlog", "1024", "--no-ws",
        "--log-level", "warning",
    ]  # fmt: skip
    own = {"METRICS_FOLDER": str(stack.folder / f"metrics-{name}")}
    return Program(name, command, port, stack.folder / f"{name}.log", environment=os.environ | stack.environment | own)
