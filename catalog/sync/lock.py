"""One run at a time: a row that says who is running, a heartbeat, and a fence for whoever was thought dead."""

import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.models import SyncRun

from .options import Busy, Options

STALE_AFTER = timedelta(minutes=5)
BEAT_EVERY = 15.0  # seconds


def owner_name() -> str:
    """Host, process and its start: a process number alone may be given out again."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{_started(os.getpid())}"


def _started(pid: int) -> str:
    with suppress(OSError, IndexError), open(f"/proc/{pid}/stat", "rb") as file:
        return file.read().rpartition(b")")[2].split()[19].decode()
    return ""


def is_dead(run: SyncRun, now: datetime) -> bool:
    """Known dead when its process on this host is gone, presumed dead after five minutes of silence."""
    host, _, rest = run.owner.partition(":")
    pid, _, started = rest.partition(":")
    if host == socket.gethostname()[:60] and pid.isdigit():
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return now - run.heartbeat_at > STALE_AFTER
        if started and _started(int(pid)) != started:
            return True
    return now - run.heartbeat_at > STALE_AFTER


class Lease:
    """The running SyncRun. `beat` is cheap: it writes at most every fifteen seconds."""

    def __init__(self, run: SyncRun, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.run = run
        self._monotonic = monotonic
        self._last = monotonic()

    def beat(self) -> None:
        if self._monotonic() - self._last >= BEAT_EVERY:
            self._last = self._monotonic()
            mine = SyncRun.objects.filter(pk=self.run.pk, state=SyncRun.State.RUNNING, owner=self.run.owner)
            if not mine.update(heartbeat_at=timezone.now()):
                raise Busy("Outra sincronização tomou o lugar desta.")


def take(*, options: Options, address: str, rate: Decimal, mapper: str, at: datetime, whole: bool) -> Lease:
    run = SyncRun(
        source=options.name, address=address[:500], owner=owner_name(), started_at=at, heartbeat_at=timezone.now(),
        options=options.as_json() | {"whole": whole}, exchange_rate=rate, mapper_version=mapper,
    )  # fmt: skip
    for attempt in range(3):
        try:
            with transaction.atomic():
                run.save(force_insert=True)
        except IntegrityError as error:
            run.pk = None
            if attempt == 2 or not _bury_dead():
                raise Busy from error
        else:
            return Lease(run)
    raise Busy


def is_taken() -> bool:
    """For a rehearsal, which takes no lock of its own."""
    running = SyncRun.objects.filter(state=SyncRun.State.RUNNING).first()
    return running is not None and not is_dead(running, timezone.now())


def _bury_dead() -> bool:
    """Close the run of a process that is gone; False when somebody is really at work."""
    running = SyncRun.objects.filter(state=SyncRun.State.RUNNING).first()
    now = timezone.now()
    if running is None:
        return True
    if not is_dead(running, now):
        return False
    SyncRun.objects.filter(pk=running.pk, state=SyncRun.State.RUNNING).update(
        state=SyncRun.State.INTERRUPTED, finished_at=now, message="O processo terminou sem avisar."
    )
    return True
