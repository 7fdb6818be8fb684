"""Signed-in browsers: seen by their owner, ended one by one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import BrowserSession, User
from iluminacasa.errors import Missing

SEEN_EVERY = timedelta(minutes=10)  # `seen_at` is written at most this often
MAX_LISTED = 50
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def describe(agent: str) -> str:
    """`Firefox, Windows` for the user agent of a browser; its first word for anything else."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    known = ", ".join(part for part in (browser, system) if part)
    return known or agent.partition("/")[0][:60].strip() or _("Aparelho desconhecido")


def note(*, user: User, session_key: str, agent: str, address: str, at: datetime) -> None:
    """This browser is signed in, and was seen now."""
    BrowserSession.objects.update_or_create(
        session_key=session_key,
        defaults={"user": user, "agent": agent[:200], "address": address[:45], "seen_at": at},
        create_defaults={
            "user": user, "agent": agent[:200], "address": address[:45], "seen_at": at, "started_at": at,
        },
    )  # fmt: skip


def of(*, user: User, at: datetime) -> Sequence[BrowserSession]:
    """Browsers that are still signed in, the last seen first."""
    since = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return list(BrowserSession.objects.filter(user=user, seen_at__gt=since).order_by("-seen_at", "-pk")[:MAX_LISTED])


@transaction.atomic
def end(*, user: User, session_id: int) -> None:
    """Sign one browser out; `Missing` for what is not this person's."""
    session = BrowserSession.objects.filter(pk=session_id, user=user).first()
    if session is None:
        raise Missing
    import_module(settings.SESSION_ENGINE).SessionStore(session.session_key).delete()
    session.delete()


def close(*, session_key: str) -> None:
    """The person signed out in this browser."""
    BrowserSession.objects.filter(session_key=session_key).delete()


def prune(*, at: datetime) -> int:
    return BrowserSession.objects.filter(seen_at__lt=at - timedelta(seconds=settings.SESSION_COOKIE_AGE)).delete()[0]
