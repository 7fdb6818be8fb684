"""Signed links that prove something: this mailbox is mine, this password may be set anew.

Nothing is stored. A proof names the state it was made for, so it dies when that state changes.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from iluminacasa.errors import Invalid

EMAIL_AGE = timedelta(days=3)
MAX_PROOF = 1000  # characters
UNDO_AGE = timedelta(days=7)
SALT, UNDO_SALT = "accounts.email", "accounts.erasure"
MAX_ID_DIGITS = 12  # base 36


class ProofRefused(Invalid):
    code = "invalid_token"
    title = _("Este link não vale mais")
    default_message = _("Este link não vale mais. Peça outro.")


class _ResetTokens(PasswordResetTokenGenerator):
    """Bound to password, e-mail and last sign-in by Django; to sessions and being active by us."""

    key_salt = "accounts.reset"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.session_version}{user.is_active}"


_resets = _ResetTokens()


def reset(*, user: User) -> str:
    return f"{int_to_base36(user.pk)}.{_resets.make_token(user)}"


def read_reset(text: str) -> User:
    """Whose password this proof may set; settings.PASSWORD_RESET_TIMEOUT limits its age."""
    number, _, token = text.partition(".")
    if len(text) > MAX_PROOF or not text.isascii() or not number.isalnum() or len(number) > MAX_ID_DIGITS:
        raise ProofRefused
    user = User.objects.filter(pk=base36_to_int(number), is_active=True).first()
    if user is None or not _resets.check_token(user, token):
        raise ProofRefused
    return user


def verification(*, user: User) -> str:
    return signing.dumps({"u": user.pk, "e": user.email}, salt=SALT)


def email_change(*, user: User, new_email: str) -> str:
    """Dies with the password and with everything that ends the sessions: a reset gives the account back whole."""
    return signing.dumps({"u": user.pk, "e": user.email, "n": new_email, "s": _state(user)}, salt=SALT)


def _state(user: User) -> str:
    value = f"{user.password}{user.session_version}"
    return salted_hmac("accounts.email.state", value, algorithm="sha256").hexdigest()[:24]


def read_email(text: str) -> tuple[User, str]:
    """(person, address proven): the person's own, or the one it is to become."""
    if len(text) > MAX_PROOF or not text.isascii():
        raise ProofRefused
    try:
        claims = signing.loads(text, salt=SALT, max_age=EMAIL_AGE)
    except signing.BadSignature as error:
        raise ProofRefused from error
    user = User.objects.filter(pk=claims["u"], email=claims["e"], is_active=True).first()
    if user is None:
        raise ProofRefused
    if "n" not in claims:
        return user, user.email
    if not constant_time_compare(str(claims.get("s", "")), _state(user)):
        raise ProofRefused
    return user, str(claims["n"])


def undo(*, erasure_id: int) -> str:
    """The way back for who asked to be forgotten."""
    return signing.dumps({"e": erasure_id}, salt=UNDO_SALT)


def read_undo(text: str) -> int:
    if len(text) > MAX_PROOF or not text.isascii():
        raise ProofRefused
    try:
        return int(signing.loads(text, salt=UNDO_SALT, max_age=UNDO_AGE)["e"])
    except signing.BadSignature as error:
        raise ProofRefused from error
