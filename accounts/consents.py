"""What a person agreed to: an append-only log whose last line counts (LGPD art. 8)."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Consent, User

MARKETING_TEXT = "2026-11"  # version of the sentence beside the box; change both together
MAX_LISTED = 100


def record(*, user: User, kind: str, is_granted: bool, version: str, origin: str, at: datetime) -> Consent:
    return Consent.objects.create(
        user=user, email=user.email, kind=kind, is_granted=is_granted, text_version=version, origin=origin, at=at
    )


def log(*, user: User) -> Sequence[Consent]:
    """Newest first."""
    return list(Consent.objects.filter(user=user).order_by("-at", "-pk")[:MAX_LISTED])


def is_granted(*, user: User, kind: str) -> bool:
    last = Consent.objects.filter(user=user, kind=kind).order_by("-at", "-pk").first()
    return last is not None and last.is_granted


def set_marketing(*, user: User, is_wanted: bool, origin: str, at: datetime) -> bool:
    """Say yes or no to news by e-mail; repeating oneself adds no line."""
    if is_granted(user=user, kind=Consent.Kind.MARKETING) == is_wanted:
        return False
    record(user=user, kind=Consent.Kind.MARKETING, is_granted=is_wanted, version=MARKETING_TEXT, origin=origin, at=at)
    return True
