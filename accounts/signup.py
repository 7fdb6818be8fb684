"""Becoming a customer, and everything about password and e-mail afterwards.

No answer tells whether an address has an account: known, unknown and inactive take the same steps in the request,
and what differs is written in a letter to the mailbox itself.
"""

import logging
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import consents, holdings, notices, proofs, signin, tokens
from accounts.models import Consent, User, normalize_email
from iluminacasa import languages, limits
from iluminacasa.brazil import SHOP_ZONE
from iluminacasa.errors import Invalid

logger = logging.getLogger(__name__)


def register(
    *, email: str, password: str, name: str, address: str, at: datetime, wants_news: bool = False,
    origin: str = "site", language: str = languages.PORTUGUESE,
) -> None:  # fmt: skip
    """An account for this address, or a letter to the one who has it. The same answer for both."""
    email = normalize_email(email)
    limits.count_key(rule="register", key=address)
    limits.count_mail(rule="mail_account", email=email, address=address)
    hashed = make_password(password)
    try:
        with transaction.atomic():
            user = User.objects.create(email=email, password=hashed, name=name, language=language)
            _agree(user=user, wants_news=wants_news, origin=origin, at=at)
            notices.verify.enqueue(user.pk)
    except IntegrityError:
        with transaction.atomic():
            notices.already_known.enqueue(User.objects.values_list("pk", flat=True).get(email=email))
    logger.info("registration taken", extra={"client": address})


def _agree(*, user: User, wants_news: bool, origin: str, at: datetime) -> None:
    """Opening an account accepts the texts in force on that day."""
    day = at.astimezone(SHOP_ZONE).date().isoformat()
    for kind in (Consent.Kind.TERMS, Consent.Kind.PRIVACY):
        consents.record(user=user, kind=kind, is_granted=True, version=day, origin=origin, at=at)
    if wants_news:
        consents.set_marketing(user=user, is_wanted=True, origin=origin, at=at)


def ask_verification(*, user: User) -> None:
    """The confirmation letter once more."""
    limits.count_key(rule="mail_account", key=f"person {user.pk}")
    with transaction.atomic():
        notices.verify.enqueue(user.pk)


class PasswordNeeded(Invalid):
    code = "password_needed"
    title = _("Falta a senha")
    default_message = _("Entre na sua conta, ou informe a senha dela.")


def confirm_email(*, token: str, by: User | None, password: str, address: str, at: datetime) -> User:
    """The mailbox is proven: the account's own, or the one it changes to. `ProofRefused` otherwise.

    The letter alone is not enough, because somebody else may have opened the account in this mailbox's name: who
    confirms is signed in (`by`) or shows the password. Earlier orders go to nobody who has only one of the two.
    """
    user, email = proofs.read_email(token)
    if by is None or by.pk != user.pk:
        if not password:
            raise PasswordNeeded(field="password")
        signin.prove(user=user, password=password, address=address)
    return _confirm(user, email, at)


@transaction.atomic
def _confirm(user: User, email: str, at: datetime) -> User:
    old = user.email
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(email=email, email_verified_at=at)
    except IntegrityError as error:
        raise proofs.ProofRefused from error
    if email != old:
        notices.email_changed.enqueue(user.pk, old)
        logger.info("email changed", extra={"user": user.pk})
    user.refresh_from_db(fields=["email", "email_verified_at"])
    holdings.claim(user=user)
    return user


def change_email(*, user: User, password: str, new_email: str, address: str) -> None:
    """Needs the password; takes effect when the new mailbox confirms, and the old one is told."""
    new_email = normalize_email(new_email)
    signin.confirm_password(user=user, password=password)
    limits.count_key(rule="mail_account", key=f"person {user.pk}")
    limits.count_mail(rule="mail_account", email=new_email, address=address)
    with transaction.atomic():
        notices.email_change.enqueue(user.pk, new_email, user.session_version)
        notices.email_announced.enqueue(user.pk, new_email, user.session_version)


def ask_reset(*, email: str, address: str) -> None:
    """A link to a new password, if this address has an account; nobody learns here whether it does.

    Once many networks have asked for one mailbox no further letter is written: those of this hour hold links that work.
    """
    email = normalize_email(email)
    limits.count_key(rule="login_client", key=address)
    try:
        limits.count_mail(rule="mail_reset", email=email, address=address)
    except limits.RateExceeded as error:
        if error.usage.rule.name == "mail_reset":
            raise
        logger.warning("enough reset letters for one mailbox", extra={"client": address})
        return
    with transaction.atomic():
        notices.reset.enqueue(email)


def reset_password(*, token: str, password: str, address: str, at: datetime) -> User:
    """Set the password a reset letter allows to set, once. The letter also proves the mailbox."""
    limits.count_key(rule="login_client", key=address)
    hashed = make_password(password)  # takes long on purpose, so before anything is locked
    with transaction.atomic():
        user = proofs.read_reset(token)
        locked = User.objects.select_for_update().get(pk=user.pk)
        if locked.password != user.password:
            raise proofs.ProofRefused
        if locked.email_verified_at is None:
            User.objects.filter(pk=user.pk).update(email_verified_at=at)
            locked.email_verified_at = at
        _set_password(user=locked, hashed=hashed, at=at)
        holdings.claim(user=locked)
    return locked


def change_password(*, user: User, current: str, password: str, at: datetime) -> None:
    """Ends every session and token of the person; the door may open a new one for who asked."""
    signin.confirm_password(user=user, password=current, field="current_password")
    hashed = make_password(password)
    with transaction.atomic():
        _set_password(user=user, hashed=hashed, at=at)


def _set_password(*, user: User, hashed: str, at: datetime) -> None:
    user.password = hashed
    user.save(update_fields=["password"])
    tokens.end_everything(user=user, at=at)
    notices.password_changed.enqueue(user.pk)
    logger.info("password changed", extra={"user": user.pk})


@transaction.atomic
def change_profile(*, user: User, name: str, phone: str, document: str) -> User:
    """`phone` as E.164, `document` bare; both may be empty."""
    user.name, user.phone, user.document = name, phone, document
    user.save(update_fields=["name", "phone", "document"])
    return user


@transaction.atomic
def deactivate(*, user: User, at: datetime) -> None:
    """The person cannot sign in any more, and is out everywhere at once."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    tokens.end_everything(user=user, at=at)
