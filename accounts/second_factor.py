"""The second factor of staff: six digits of an app (RFC 6238), or one of ten codes for the day it is lost.

django-otp keeps the secret, allows one step of drift and refuses a code that was used; here it is decided when it is
asked for, how often one may guess, and what a lost telephone means. Whoever turns it on, off or anew is signed out
everywhere else.
"""

import hashlib
import logging
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import activity, tokens
from accounts.models import RecoveryCode, User
from iluminacasa import limits
from iluminacasa.codes import random_code
from iluminacasa.errors import Conflict, Invalid

logger = logging.getLogger(__name__)

MISREAD = str.maketrans("ILO", "110")
CODES, LENGTH, GROUP = 10, 16, 4
DIGITS = 6
MAX_TYPED = 40


class WrongCode(Invalid):
    code = "invalid_second_factor"
    title = _("Código não confere")
    default_message = _("O código não confere. Espere o próximo do aplicativo e tente de novo.")


class AlreadyOn(Conflict):
    code = "second_factor_on"
    default_message = _("O segundo fator já está ativo nesta conta.")


class Demanded(Conflict):
    code = "second_factor_required"
    default_message = _("Nesta loja toda a equipe usa o segundo fator; ele não pode ser desligado.")


@dataclass(frozen=True)
class Secret:
    """What the person's app needs: an address for the camera, or the words to type."""

    number: int
    uri: str
    text: str


def is_asked(user: User) -> bool:
    """Does this person need more than the password to enter the back office?"""
    return user.second_factor_at is not None or is_demanded(user)


def is_demanded(user: User) -> bool:
    """Does the shop insist, whatever the person would like?"""
    return bool(settings.STAFF_SECOND_FACTOR and user.is_staff)


# --- Turning on ----------------------------------------------------------------------------------
@transaction.atomic
def begin(*, user: User, keep: int | None = None) -> Secret:
    """The secret that waits for its first code. Who names the one they were shown is shown it again; anybody else
    gets a new one, so that nobody turns on a secret a stranger with the password has seen before."""
    if user.second_factor_at is not None:
        raise AlreadyOn
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False)
    device = waiting.filter(pk=keep).first() if keep is not None else None
    if device is None:
        waiting.delete()
        device = TOTPDevice.objects.create(user=user, name="app", confirmed=False)
    key = b32encode(device.bin_key).decode()
    return Secret(
        number=device.pk, uri=device.config_url, text=" ".join(key[i : i + GROUP] for i in range(0, len(key), GROUP))
    )


def turn_on(*, user: User, code: str, address: str, at: datetime) -> list[str]:
    """The first code of the app proves that it works; returns the recovery codes, told this once."""
    if user.second_factor_at is not None:
        raise AlreadyOn
    _count(user, address)
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).order_by("pk").first()
        is_right = device is not None and _is_digits(_bare(code)) and device.verify_token(_bare(code))
        if is_right and device is not None:
            TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
            User.objects.filter(pk=user.pk).update(second_factor_at=at)
            user.second_factor_at = at
            made = _new_codes(user, at)
            tokens.end_everything(user=user, at=at)
            _tell(user, user, "Segundo fator ativado.", at)
    if not is_right:
        raise WrongCode
    return made


# --- Asking --------------------------------------------------------------------------------------
def check(*, user: User, code: str, address: str, at: datetime) -> bool:
    """`WrongCode`, or `TooMany` once guessed too often. True if it was a recovery code, which is spent now."""
    _count(user, address)
    typed = _bare(code)
    if _is_digits(typed):
        with transaction.atomic():
            device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).order_by("pk").first()
            is_right = device is not None and bool(device.verify_token(typed))
    else:
        is_right = _spend(user, typed, at)
    if not is_right:
        logger.info("second factor refused", extra={"user": user.pk, "client": address})
        raise WrongCode
    return not _is_digits(typed)


def _count(user: User, address: str) -> None:
    limits.count_key(rule="login_client", key=address)
    for rule in ("second_factor", "second_factor_day"):
        limits.count_key(rule=rule, key=str(user.pk))


def _bare(code: str) -> str:
    return "".join(sign for sign in code[:MAX_TYPED].upper() if sign.isalnum())


def _is_digits(text: str) -> bool:
    return len(text) == DIGITS and text.isascii() and text.isdigit()


@transaction.atomic
def _spend(user: User, typed: str, at: datetime) -> bool:
    """One statement decides: of two who show the same code, one is in."""
    unused = RecoveryCode.objects.filter(user=user, used_at__isnull=True, digest=_digest(user, typed))
    if not unused.update(used_at=at):
        return False
    _tell(user, user, "Entrou com um código de recuperação.", at)
    return True


# --- Codes for the day the telephone is lost -----------------------------------------------------
def codes_left(*, user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def renew_codes(*, user: User, code: str, address: str, at: datetime) -> list[str]:
    """Ten new ones against a code of the app; the earlier ones open nothing any more."""
    check(user=user, code=code, address=address, at=at)
    with transaction.atomic():
        _tell(user, user, "Códigos de recuperação renovados.", at)
        return _new_codes(user, at)


def _new_codes(user: User, at: datetime) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    made = [random_code(LENGTH) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(user, each), made_at=at) for each in made])
    return ["-".join(each[i : i + GROUP] for i in range(0, LENGTH, GROUP)) for each in made]


def _digest(user: User, typed: str) -> str:
    return hashlib.sha256(f"{user.pk}:{typed.translate(MISREAD)}".encode()).hexdigest()


# --- Turning off ---------------------------------------------------------------------------------
def turn_off(*, user: User, code: str, address: str, at: datetime) -> None:
    """By its owner, where the shop does not demand it."""
    if is_demanded(user):
        raise Demanded
    check(user=user, code=code, address=address, at=at)
    reset(user=user, by=user, at=at)


@transaction.atomic
def reset(*, user: User, by: User, at: datetime) -> None:
    """Telephone and codes are gone: the next sign-in begins anew. Ends every session of this person."""
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(second_factor_at=None)
    user.second_factor_at = None
    tokens.end_everything(user=user, at=at)
    _tell(user, by, "Segundo fator desligado.", at)


def _tell(user: User, by: User, note: str, at: datetime) -> None:
    activity.record(by=by, obj=user, verb=activity.Verb.ACTED, at=at, note=note)
