"""Who asked to be forgotten, in a file beside the database: what a restored backup has to do once more.

A backup is older than the erasures that came after it. So each request, its withdrawal and its end are one line in
`ERASURES_FILE`, which is kept apart from the database and names nobody: the number of the account and the moment it
was opened, which no other account shares.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from django.conf import settings

from accounts.models import User
from iluminacasa.errors import Invalid

Step = Literal["asked", "undone", "done"]


class ListDamaged(Invalid):
    code = "erasures_damaged"
    title = "Lista de exclusões ilegível"


@dataclass(frozen=True)
class Entry:
    step: str
    user: int
    joined_at: datetime
    is_verified: bool
    at: datetime
    due_at: datetime


def note(*, step: Step, user: User, at: datetime, due_at: datetime) -> None:
    """One line, on the disk before this returns; an `OSError` lets the caller's transaction fail."""
    entry = {
        "step": step, "user": user.pk, "joined_at": user.joined_at.isoformat(), "verified": user.is_verified,
        "at": at.isoformat(), "due_at": due_at.isoformat(),
    }  # fmt: skip
    path = Path(settings.ERASURES_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{json.dumps(entry)}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read(lines: Iterable[str]) -> list[Entry]:
    """The newest entry of each account, without those that were taken back."""
    newest: dict[tuple[int, datetime], Entry] = {}
    for number, line in enumerate(lines, start=1):
        try:
            found = json.loads(line)
            moments = {name: datetime.fromisoformat(found[name]) for name in ("joined_at", "at", "due_at")}
            entry = Entry(step=str(found["step"]), user=int(found["user"]), is_verified=found["verified"], **moments)
        except (ValueError, KeyError, TypeError) as error:
            raise ListDamaged(f"line {number} cannot be read") from error
        newest[entry.user, entry.joined_at] = entry
    return [entry for entry in newest.values() if entry.step != "undone"]
