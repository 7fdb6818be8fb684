"""What the accounts do beside the request. Letters are tasks of the room that writes them, `notices`."""

from collections.abc import Callable
from datetime import datetime, timedelta

from accounts import notices, privacy, sessions, tokens


def forget_tokens(at: datetime) -> int:
    return tokens.prune(at=at)


def forget_sessions(at: datetime) -> int:
    return sessions.prune(at=at)


def erase_people(at: datetime) -> int:
    return privacy.erase_due(at=at)


LETTERS = notices.LETTERS  # sent again when a mail server refuses

JOBS: list[tuple[str, timedelta, Callable[[datetime], object]]] = [
    ("ended tokens", timedelta(days=1), forget_tokens),
    ("ended sessions", timedelta(days=1), forget_sessions),
    ("asked erasures", timedelta(hours=1), erase_people),
]
