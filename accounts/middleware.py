"""Notes which browsers are signed in."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import sessions
from accounts.models import User
from iluminacasa.limits import client_address

NOTED = "noted"  # [session key, moment] inside the session itself


class SessionNoteMiddleware:
    """After a request that was made or answered signed in; one write per browser and ten minutes.

    Every door that signs somebody in is covered, the admin's too, and the session's key may change at any time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and response.status_code < 500 and isinstance(request.user, User):
            self.note(request, request.user, timezone.now())
        return response

    def note(self, request: HttpRequest, user: User, at: datetime) -> None:
        session = request.session
        key, moment = session.get(NOTED, ("", 0.0))
        if session.session_key is None:
            session.save()
        if key == session.session_key and at.timestamp() - moment < sessions.SEEN_EVERY.total_seconds():
            return
        sessions.note(
            user=user,
            session_key=str(session.session_key),
            agent=request.headers.get("User-Agent", ""),
            address=client_address(request),
            at=at,
        )
        session[NOTED] = [session.session_key, at.timestamp()]
