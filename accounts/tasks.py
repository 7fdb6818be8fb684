"""What the accounts do beside the request. Letters are tasks of the room that writes them, `notices`."""

from collections.abc import Callable
from datetime import datetime, timedelta

from accounts import sessions, tokens


def forget_tokens(at: datetime) -> int:
    return tokens.prune(at=at)


def forget_sessions(at: datetime) -> int:
    return sessions.prune(at=at)


JOBS: list[tuple[str, timedelta, Callable[[datetime], object]]] = [
    ("ended tokens", timedelta(days=1), forget_tokens),
    ("ended sessions", timedelta(days=1), forget_sessions),
]
