"""Tokens of apps: short access tokens, refresh tokens that rotate in families.

simplejwt signs and checks (HS256 only, `iss`, `aud`, type, times). What it lacks is here: a refresh token can be
used once, and of N parallel uses exactly one succeeds, because the first act is an insert under a primary key;
a spent token that comes back later means it was stolen and ends its whole family; a raised `session_version`
(password change, deactivation, sign out everywhere) ends every token of a person.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from accounts.models import BrowserSession, SpentToken, TokenFamily, User
from iluminacasa.errors import Missing, Unauthenticated

GRACE = timedelta(seconds=10)  # an app that repeats a lost request is no thief
MAX_TOKEN = 4096  # characters
MAX_ID_DIGITS = 18
MAX_LISTED = 50
FAMILY, VERSION, PERSON = "fam", "ver", "sub"


class TokenRefused(Unauthenticated):
    code = "invalid_token"
    title = _("Sessão encerrada")
    default_message = _("Sua sessão terminou. Entre de novo.")


@dataclass(frozen=True)
class Pair:
    access: str
    refresh: str
    expires_in: int  # seconds the access token holds


def issue(*, user: User, agent: str, address: str, at: datetime) -> Pair:
    """A new family for one sign-in."""
    family = TokenFamily.objects.create(
        user=user, session_version=user.session_version, agent=agent[:200], address=address[:45], started_at=at,
        expires_at=at + settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"],
    )  # fmt: skip
    return _pair(family, user, at)


def _pair(family: TokenFamily, user: User, at: datetime) -> Pair:
    lifetime: timedelta = settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"]
    access, refresh = AccessToken(), RefreshToken()
    for token in (access, refresh):
        token[PERSON], token[FAMILY], token[VERSION] = str(user.pk), str(family.pk), user.session_version
        token.set_iat(at_time=at)
    access.set_exp(from_time=at, lifetime=lifetime)
    refresh.set_exp(from_time=at, lifetime=settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"])
    return Pair(access=str(access), refresh=str(refresh), expires_in=int(lifetime.total_seconds()))


def _claims(kind: type[AccessToken | RefreshToken], text: str) -> dict[str, Any]:
    """The claims of a genuine, unexpired token of this kind that bears ours."""
    if not text or len(text) > MAX_TOKEN or not text.isascii():
        raise TokenRefused
    claims = _payload(kind, text)
    if not all(isinstance(claims.get(name), str) for name in (PERSON, FAMILY, "jti")):
        raise TokenRefused
    number = claims[PERSON]
    if not (number.isascii() and number.isdigit() and len(number) <= MAX_ID_DIGITS):
        raise TokenRefused
    if type(claims.get(VERSION)) is not int or not _is_family(claims[FAMILY]):
        raise TokenRefused
    return claims


def _payload(kind: type[AccessToken | RefreshToken], text: str) -> dict[str, Any]:
    for known in (kind, *_earlier(kind)):
        try:
            return dict(known(text).payload)  # type: ignore[arg-type]  # stubs want a Token, the code takes its text
        except (TokenError, ValueError, TypeError, KeyError, RecursionError):
            continue
    raise TokenRefused


def _earlier(kind: type[AccessToken | RefreshToken]) -> list[type[AccessToken | RefreshToken]]:
    """The same kind of token under keys that were in use before: believed while a key is changed, never signed with."""
    terms = settings.SIMPLE_JWT
    backends = [
        TokenBackend(terms["ALGORITHM"], key, audience=terms["AUDIENCE"], issuer=terms["ISSUER"])
        for key in settings.JWT_SIGNING_KEY_FALLBACKS
    ]
    return [type(kind.__name__, (kind,), {"_token_backend": backend}) for backend in backends]


def _is_family(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def person(*, access: str) -> User:
    """Who an access token speaks for. One query; `TokenRefused` once this sign-in or all of them were ended."""
    claims = _claims(AccessToken, access)
    user = User.objects.filter(
        pk=int(claims[PERSON]), is_active=True, session_version=claims[VERSION],
        token_families__pk=claims[FAMILY], token_families__revoked_at__isnull=True,
    ).first()  # fmt: skip
    if user is None:
        raise TokenRefused
    return user


def family_of(*, access: str) -> str:
    """Which sign-in an access token belongs to."""
    return str(_claims(AccessToken, access)[FAMILY])


def rotate(*, refresh: str, at: datetime) -> Pair:
    """Exchange a refresh token for a new pair, once."""
    claims = _claims(RefreshToken, refresh)
    try:
        with transaction.atomic():
            SpentToken.objects.create(jti=claims["jti"], family_id=claims[FAMILY], spent_at=at)
            family = TokenFamily.objects.select_related("user").get(pk=claims[FAMILY])
            if not _is_alive(family, claims, at):
                raise TokenRefused
            TokenFamily.objects.filter(pk=family.pk).update(
                expires_at=at + settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"]
            )
            return _pair(family, family.user, at)
    except TokenFamily.DoesNotExist as error:
        raise TokenRefused from error
    except IntegrityError as error:
        _reused(claims, at)
        raise TokenRefused from error


def _is_alive(family: TokenFamily, claims: dict[str, Any], at: datetime) -> bool:
    user = family.user
    return (
        family.revoked_at is None
        and str(user.pk) == claims[PERSON]
        and user.is_active
        and user.session_version == family.session_version == claims[VERSION]
    )


def _reused(claims: dict[str, Any], at: datetime) -> None:
    """A spent token came back: within the grace a repetition, later a theft."""
    spent = SpentToken.objects.filter(jti=claims["jti"]).first()
    if spent is None or at - spent.spent_at > GRACE:
        TokenFamily.objects.filter(pk=claims[FAMILY], revoked_at__isnull=True).update(revoked_at=at)


def revoke(*, refresh: str, at: datetime) -> None:
    """Sign an app out: its family ends. An already useless token is no error."""
    try:
        claims = _claims(RefreshToken, refresh)
    except TokenRefused:
        return
    TokenFamily.objects.filter(pk=claims[FAMILY], revoked_at__isnull=True).update(revoked_at=at)


@transaction.atomic
def end_everything(*, user: User, at: datetime) -> None:
    """Every browser and every app of this person has to sign in again."""
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
    TokenFamily.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=at)
    BrowserSession.objects.filter(user=user).delete()
    user.refresh_from_db(fields=["session_version"])


def families(*, user: User, at: datetime) -> Sequence[TokenFamily]:
    """The apps a person is signed in with, newest first."""
    alive = TokenFamily.objects.filter(
        user=user, revoked_at__isnull=True, expires_at__gt=at, session_version=user.session_version
    )
    return list(alive.order_by("-started_at")[:MAX_LISTED])


def end_family(*, user: User, family_id: uuid.UUID, at: datetime) -> None:
    """Sign one app out; `Missing` for what is not this person's."""
    if not TokenFamily.objects.filter(pk=family_id, user=user, revoked_at__isnull=True).update(revoked_at=at):
        raise Missing


def prune(*, at: datetime) -> int:
    """Forget families that could not be refreshed any more, and spent tokens that are long expired."""
    gone = at - timedelta(days=1)
    SpentToken.objects.filter(spent_at__lt=gone - settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"]).delete()
    return TokenFamily.objects.filter(expires_at__lt=gone).delete()[0]
