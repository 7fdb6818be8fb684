"""Who is looking at the page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def person(request: HttpRequest) -> dict[str, Any]:
    """`person`: the signed-in user or None. A visitor without the session cookie costs nothing and stays cacheable."""

    def current() -> Any:
        user = getattr(request, "user", None)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or user is None or not user.is_authenticated:
            return None
        return user

    return {"person": current}
