"""What a restored database has to learn before it serves anybody: who is gone since, and that nobody is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts import privacy, signup
from accounts.forgetting import Entry
from accounts.models import BrowserSession, Erasure, TokenFamily, User


@dataclass
class Repeated:
    """Of the people of the list: gone now; gone as soon as nothing is under way; not in this database."""

    done: int = 0
    waiting: list[int] = field(default_factory=list)
    unknown: int = 0


def repeat_erasures(*, entries: Sequence[Entry], at: datetime) -> Repeated:
    """Close the accounts of the list, and forget those whose days are over."""
    told = Repeated()
    for entry in entries:
        user = User.objects.filter(pk=entry.user, joined_at=entry.joined_at).first()
        if user is None:
            told.unknown += 1
            continue
        asked = close(user=user, entry=entry, at=at)
        if asked.due_at <= at and privacy.erase(erasure_id=asked.pk, at=at):
            told.done += 1
        else:
            told.waiting.append(user.pk)
    return told


@transaction.atomic
def close(*, user: User, entry: Entry, at: datetime) -> Erasure:
    """The request as it was made, in a database that may not know it. Without a letter: that one went out."""
    if entry.is_verified and not user.is_verified:
        user.email_verified_at = at  # what guests ordered under this address was theirs, and goes too
        user.save(update_fields=["email_verified_at"])
    signup.deactivate(user=user, at=at)
    known = Erasure.objects.filter(user=user, undone_at__isnull=True, done_at__isnull=True).first()
    return known or Erasure.objects.create(user=user, requested_at=entry.at, due_at=entry.due_at)


@transaction.atomic
def end_all_sign_ins(*, at: datetime) -> None:
    """Who signed out, changed a password or renewed a token after the backup did it for good."""
    User.objects.update(session_version=F("session_version") + 1)
    TokenFamily.objects.filter(revoked_at__isnull=True).update(revoked_at=at)
    BrowserSession.objects.all().delete()
