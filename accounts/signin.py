"""Signing in, the same for pages, API and admin: counted before anything costly, refused in one way.

Per client and per account the attempts are counted before the password is hashed, so guessing neither learns nor
costs; unknown, inactive and wrong give the same answer in the same time. An account is counted for each network by
itself, so that a stranger's tries lock nobody out; together only for networks the person has not signed in from.
"""

import logging
from datetime import datetime

from django.contrib.auth import authenticate
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import holdings
from accounts.models import User, normalize_email
from iluminacasa import limits
from iluminacasa.errors import Invalid, Unauthenticated

logger = logging.getLogger(__name__)
MAX_PASSWORD = 1024  # characters; more is an attack on the hasher


class WrongCredentials(Unauthenticated):
    code = "invalid_credentials"
    title = _("E-mail ou senha não conferem")
    default_message = _("E-mail ou senha não conferem.")


class WrongPassword(Invalid):
    """Of somebody who is known already: signed in, or with a letter in hand."""

    code = "wrong_password"
    title = _("A senha não confere")
    default_message = _("A senha não confere.")


def sign_in(*, email: str, password: str, address: str, at: datetime, language: str = "") -> User:
    """The person these credentials belong to. `WrongCredentials`, or `TooMany` once guessed too often.

    `language`: the one spoken at this door, kept for the letters; "" where nobody chose one.
    """
    account = normalize_email(email)[:254]
    is_possible = len(password) <= MAX_PASSWORD and "\x00" not in account
    _count(account, address)
    user = authenticate(username=account, password=password) if is_possible else None
    if not isinstance(user, User):
        logger.info("sign-in refused", extra={"client": address})
        raise WrongCredentials
    user.language = language or user.language
    User.objects.filter(pk=user.pk).update(last_login=at, language=user.language)
    holdings.claim(user=user)
    logger.info("signed in", extra={"user": user.pk})
    return user


def _count(account: str, address: str) -> None:
    limits.count_key(rule="login_client", key=address)
    limits.count_key(rule="login_account", key=f"{address} {account}")
    if not _is_known(account, address):
        limits.count_key(rule="login_account_total", key=account)


def _is_known(account: str, address: str) -> bool:
    """Has this person signed in from there, lately?"""
    if "\x00" in account:
        return False
    there = Q(browser_sessions__address=address) | Q(token_families__address=address)
    return User.objects.filter(there, email=account).exists()


def confirm_password(*, user: User, password: str, field: str = "password") -> None:
    """Before something that cannot be undone the signed-in person shows the password again, in a count of her own."""
    limits.count_key(rule="password_again", key=str(user.pk))
    _match(user, password, field)


def prove(*, user: User, password: str, address: str) -> None:
    """Somebody who is not signed in shows the password of this account, counted like a sign-in."""
    _count(user.email, address)
    _match(user, password, "password")


def _match(user: User, password: str, field: str) -> None:
    if len(password) > MAX_PASSWORD or not user.check_password(password):
        raise WrongPassword(field=field)
