"""A primary and the streaming replica of it, in folders of their own, reached on loopback only."""

import os
import shutil
import signal
from pathlib import Path

from tools.stack.programs import NotStarted, Program, find, free_port, run

OWNER = "postgres" if os.getuid() == 0 else None  # the server refuses to run as root
NEWEST_FIRST = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
# A replica whose readers stand in the way of the stream lets them go: they are answered by the primary.
REPLICA_TERMS = ("-c", "max_standby_streaming_delay=2s", "-c", "max_standby_archive_delay=2s")


def binary(name: str) -> str:
    for folder in NEWEST_FIRST:
        if (folder / name).exists():
            return str(folder / name)
    return find(name, "postgresql")


def owned(folder: Path) -> Path:
    folder.mkdir()
    if OWNER:
        shutil.chown(folder, OWNER, OWNER)
    return folder


def server(name: str, folder: Path, port: int, *terms: str) -> Program:
    command = [
        binary("postgres"), "-D", str(folder / "data"), "-p", str(port), "-k", str(folder),
        "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", *terms,
    ]  # fmt: skip
    log, probe = folder.parent / f"{name}.log", [binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    return Program(name, command, port, log, owner=OWNER, end=signal.SIGINT, probe=probe)


def primary(place: Path) -> Program:
    """Initialised, running, and with an empty database `shop`."""
    folder = owned(place / "primary")
    data = str(folder / "data")
    initdb = [binary("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    run(initdb, owner=OWNER)
    made = server("primary", folder, free_port())
    made.start()
    try:
        run([binary("createdb"), "-h", "127.0.0.1", "-p", str(made.port), "-U", "postgres", "shop"])
    except NotStarted:
        made.stop()
        raise
    return made


def replica(place: Path, of: Program) -> Program:
    """A copy of the primary as it is now, which follows it from then on. Not started yet."""
    folder = owned(place / "replica")
    command = [
        binary("pg_basebackup"), "-h", "127.0.0.1", "-p", str(of.port), "-U", "postgres", "-D", str(folder / "data"),
        "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--create-slot", "--slot=replica",
    ]  # fmt: skip
    run(command, owner=OWNER)
    return server("replica", folder, free_port(), *REPLICA_TERMS)


def address(of: Program) -> str:
    return f"postgres://postgres@127.0.0.1:{of.port}/shop"
