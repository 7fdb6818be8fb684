"""Signing in, the same for pages, API and admin: counted before anything costly, refused in one way.

Per client and per account the attempts are counted before the password is hashed, so guessing neither learns nor
costs; unknown, inactive and wrong give the same answer in the same time.
"""

import logging
from datetime import datetime

from django.contrib.auth import authenticate

from accounts import holdings
from accounts.models import User, normalize_email
from iluminacasa import limits
from iluminacasa.errors import Unauthenticated

logger = logging.getLogger(__name__)
MAX_PASSWORD = 1024  # characters; more is an attack on the hasher


class WrongCredentials(Unauthenticated):
    code = "invalid_credentials"
    title = "E-mail ou senha não conferem"
    default_message = "E-mail ou senha não conferem."


def sign_in(*, email: str, password: str, address: str, at: datetime) -> User:
    """The person these credentials belong to. `WrongCredentials`, or `TooMany` once guessed too often."""
    account = normalize_email(email)[:254]
    limits.count_key(rule="login_client", key=address)
    limits.count_key(rule="login_account", key=account)
    is_possible = len(password) <= MAX_PASSWORD and "\x00" not in account
    user = authenticate(username=account, password=password) if is_possible else None
    if not isinstance(user, User):
        logger.info("sign-in refused", extra={"client": address})
        raise WrongCredentials
    User.objects.filter(pk=user.pk).update(last_login=at)
    holdings.claim(user=user)
    logger.info("signed in", extra={"user": user.pk})
    return user


def confirm_password(*, user: User, password: str, address: str) -> None:
    """Before something that cannot be undone: the person shows the password again, within the same limits."""
    limits.count_key(rule="login_client", key=address)
    limits.count_key(rule="login_account", key=user.email)
    if len(password) > MAX_PASSWORD or not user.check_password(password):
        raise WrongCredentials("A senha não confere.", field="password")
