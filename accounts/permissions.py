"""Who may pass: bearer tokens for the API, sign-in for pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts import second_factor, tokens
from accounts.models import User
from iluminacasa.errors import Unauthenticated
from iluminacasa.returning import see_other

View = Callable[..., HttpResponse]
PASSED = "second_factor"  # in the session: for whom and for which version of all their sessions


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access token>`. Without the header nobody is signed in; a bad token is 401."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        scheme, _, credentials = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        text = credentials.strip()
        return tokens.person(access=text), text

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.permissions.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The access token of `auth/login/`; ten minutes long, then `auth/refresh/`.",
        }


class SignedIn(BasePermission):
    """Some person has to be there; whose data it is, the rooms ask by that person."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.user, User):
            raise Unauthenticated
        return True


def actor(request: HttpRequest) -> User:
    """Who acts in the back office: rooms want a person, not a request."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def mark_of(user: User) -> str:
    return f"{user.pk}.{user.session_version}"


def has_passed(request: HttpRequest) -> bool:
    """Past the second step, where one is asked. No query: what is asked stands in the person's own row, what was
    answered in the session."""
    user = request.user
    if not isinstance(user, User):
        return False
    return not second_factor.is_asked(user) or request.session.get(PASSED) == mark_of(user)


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, which leads back here; after a form, back to the account."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("accounts:home")
    return f"{reverse('accounts:sign_in')}?{urlencode({'next': back})}"


def signed_in(view: View) -> View:
    """A page for signed-in people: others are asked to sign in first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return see_other(sign_in_address(request))
        return view(request, *args, **kwargs)

    return guarded
