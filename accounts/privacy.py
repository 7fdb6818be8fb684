"""What the shop knows of a person: all of it handed out, and taken away (LGPD art. 18).

Asking to be forgotten closes the account at once; seven days later, and once nothing is under way any more, the
person is gone. What the law wants kept (the orders of art. 16, for the tax office) stays without what it does not
want. Each floor's own part is its chapter in `holdings`.
"""

import io
import json
import logging
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from accounts import activity, forgetting, holdings, notices, proofs, signin, signup
from accounts.holdings import Chapter, Section, section
from accounts.models import Address, BrowserSession, Consent, Erasure, TokenFamily, User
from accounts.proofs import MAX_PROOF, ProofRefused
from iluminacasa import limits
from iluminacasa.errors import Conflict, Denied

logger = logging.getLogger(__name__)

UNDO = timedelta(days=7)
EXPORT_AGE = timedelta(minutes=15)  # a link to the file, for who has just shown the password
EXPORT_SALT = "accounts.export"


class StaffStays(Conflict):
    code = "staff_account"
    title = _("Conta da equipe")
    default_message = _("Contas da equipe são encerradas pela administração.")


class PasswordFirst(Denied):
    code = "password_needed"
    title = _("Falta a senha")
    default_message = _("Informe sua senha para baixar os seus dados.")


# --- Handing out ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Export:
    """Everything, in the order of the floors."""

    made_at: datetime
    sections: list[Section]

    def as_dict(self) -> dict[str, Any]:
        body: dict[str, Any] = {"generated_at": self.made_at, "controller": notices.STORE}
        return body | {each.key: each.rows for each in self.sections}


def export(*, user: User, at: datetime) -> Export:
    limits.count_key(rule="export", key=str(user.pk))
    return Export(at, [each for chapter in holdings.chapters() for each in chapter.export(user)])


def archive(*, user: User, at: datetime) -> bytes:
    """A zip: `dados.json` for programs, `dados.html` to be read."""
    made = export(user=user, at=at)
    text = json.dumps(made.as_dict(), ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    page = render_to_string("accounts/export.html", {"export": made, "user": user, "store": notices.STORE})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("dados.json", text)
        packed.writestr("dados.html", page)
    return file.getvalue()


def export_link(*, user: User, password: str) -> str:
    """A token that opens the file for a quarter of an hour, against the password."""
    signin.confirm_password(user=user, password=password)
    return signing.dumps({"u": user.pk, "v": user.session_version}, salt=EXPORT_SALT)


def check_export_link(*, user: User, token: str) -> None:
    """`ProofRefused` unless this person asked for it a moment ago, `PasswordFirst` without any token."""
    if not token:
        raise PasswordFirst
    if len(token) > MAX_PROOF or not token.isascii():
        raise ProofRefused
    try:
        claims = signing.loads(token, salt=EXPORT_SALT, max_age=EXPORT_AGE)
    except signing.BadSignature as error:
        raise ProofRefused from error
    if claims != {"u": user.pk, "v": user.session_version}:
        raise ProofRefused


# --- Taking away ---------------------------------------------------------------------------------
def waits_for(*, user: User, at: datetime) -> list[str]:
    """What has to come to an end first, in words."""
    return [reason for chapter in holdings.chapters() for reason in chapter.waits_for(user, at)]


def ask_erasure_with_password(*, user: User, password: str, at: datetime) -> Erasure:
    signin.confirm_password(user=user, password=password)
    return ask_erasure(user=user, at=at)


@transaction.atomic
def ask_erasure(*, user: User, at: datetime) -> Erasure:
    """Close the account now and forget the person in seven days; a letter holds the way back."""
    if user.is_staff:
        raise StaffStays
    User.objects.select_for_update().get(pk=user.pk)
    known = Erasure.objects.filter(user=user, undone_at__isnull=True, done_at__isnull=True).first()
    if known is not None:
        return known
    asked = Erasure.objects.create(user=user, requested_at=at, due_at=at + UNDO)
    signup.deactivate(user=user, at=at)
    forgetting.note(step="asked", user=user, at=at, due_at=asked.due_at)
    notices.erasure_asked.enqueue(asked.pk)
    logger.info("erasure asked", extra={"user": user.pk})
    return asked


def read_undo(*, token: str) -> Erasure:
    """The erasure this link can still undo."""
    number = proofs.read_undo(token)
    found = Erasure.objects.filter(
        pk=number, undone_at__isnull=True, done_at__isnull=True, user__isnull=False
    ).select_related("user").first()  # fmt: skip
    if found is None:
        raise ProofRefused
    return found


@transaction.atomic
def undo(*, token: str, at: datetime) -> User:
    """The account is open again, as it was; signing in is asked anew."""
    found = read_undo(token=token)
    open_still = Erasure.objects.filter(pk=found.pk, undone_at__isnull=True, done_at__isnull=True)
    if not open_still.update(undone_at=at) or found.user is None:
        raise ProofRefused
    User.objects.filter(pk=found.user.pk).update(is_active=True)
    found.user.is_active = True
    forgetting.note(step="undone", user=found.user, at=at, due_at=found.due_at)
    logger.info("erasure undone", extra={"user": found.user.pk})
    return found.user


def erase_due(*, at: datetime) -> int:
    """Forget everybody whose seven days are over and who waits for nothing; returns how many."""
    due = Erasure.objects.filter(undone_at__isnull=True, done_at__isnull=True, due_at__lte=at, user__isnull=False)
    return sum(erase(erasure_id=pk, at=at) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def erase(*, erasure_id: int, at: datetime) -> bool:
    """One transaction: nobody is ever half forgotten."""
    asked = Erasure.objects.select_for_update(of=("self",)).select_related("user").get(pk=erasure_id)
    user = asked.user
    if user is None or asked.done_at is not None or asked.undone_at is not None or waits_for(user=user, at=at):
        return False
    for chapter in reversed(holdings.chapters()):
        chapter.erase(user, at)
    Erasure.objects.filter(pk=asked.pk).update(done_at=at)
    forgetting.note(step="done", user=user, at=at, due_at=asked.due_at)
    number = user.pk
    user.delete()
    logger.info("erasure done", extra={"user": number})
    return True


# --- This floor's own part -----------------------------------------------------------------------
def own_sections(user: User) -> list[Section]:
    mine = User.objects.filter(pk=user.pk)
    return [
        section(
            "person", gettext("Cadastro"), mine, "email", "name", "phone", "document", "language", "email_verified_at",
            "joined_at", "last_login",
        ),
        section(
            "addresses", gettext("Endereços"), Address.objects.filter(user=user).order_by("pk"), "label", "recipient",
            "postal_code", "street", "number", "complement", "district", "city", "state", "reference", "phone",
            "is_default",
        ),
        section(
            "consents", gettext("Consentimentos"), Consent.objects.filter(user=user).order_by("at", "pk"), "kind",
            "is_granted", "text_version", "origin", "email", "at",
        ),
        section(
            "browser_sessions", gettext("Navegadores"), BrowserSession.objects.filter(user=user).order_by("pk"),
            "agent", "address", "started_at", "seen_at",
        ),
        section(
            "app_sessions", gettext("Aplicativos"), TokenFamily.objects.filter(user=user).order_by("started_at"),
            "agent", "address", "started_at", "expires_at", "revoked_at",
        ),
        section(
            "erasures", gettext("Pedidos de exclusão"), Erasure.objects.filter(user=user).order_by("pk"),
            "requested_at", "due_at", "undone_at",
        ),
    ]  # fmt: skip


def erase_own(user: User, at: datetime) -> None:
    """Consents stay as proof of what was lawful, without a name; the rest goes with the person's row."""
    Consent.objects.filter(user=user).update(user=None, email="")
    activity.forget(kind="accounts.user", keys=[str(user.pk)])
    activity.forget_actor(user)
    if user.is_verified:
        Consent.objects.filter(email=user.email).update(email="")
    done = DBTaskResult.objects.exclude(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    done.annotate(text=Cast("args_kwargs", TextField())).filter(text__contains=user.email).delete()


CHAPTER = Chapter("accounts", export=own_sections, erase=erase_own)
