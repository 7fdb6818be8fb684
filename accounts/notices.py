"""Mail about the account. Enqueued inside the transaction that causes it, written when it is sent.

Links are made at sending, so no secret waits in the queue, and their host is the shop's own, never one a request
named. Whether an address is known is looked up here too: a request for a new password costs the same for anyone.
"""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts import proofs
from accounts.models import Erasure, User
from iluminacasa import languages

logger = logging.getLogger(__name__)

STORE = {
    "name": settings.STORE_NAME,
    "legal_name": settings.STORE_LEGAL_NAME,
    "cnpj": settings.STORE_CNPJ,
    "address": settings.STORE_ADDRESS,
    "url": settings.SITE_URL,
}
SUBJECTS = {
    "verify": gettext_lazy("Confirme seu e-mail"),
    "known": gettext_lazy("Você já tem uma conta"),
    "reset": gettext_lazy("Crie uma nova senha"),
    "password_changed": gettext_lazy("Sua senha mudou"),
    "email_change": gettext_lazy("Confirme seu novo e-mail"),
    "email_announced": gettext_lazy("Pedido de troca de e-mail"),
    "email_changed": gettext_lazy("Seu e-mail mudou"),
    "erasure": gettext_lazy("Sua conta será apagada"),
}
Link = tuple[str, ...]  # name of the address and what it takes
FORGOTTEN: Link = ("accounts:password_forgotten",)


def signature() -> dict[str, str]:
    """What stands below a letter; its link leads to the home page in the language spoken."""
    home = languages.address("/", languages.current())
    return STORE | {"url": settings.SITE_URL if home == "/" else f"{settings.SITE_URL}{home}"}


def link(name: str, *args: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def send(kind: str, user: User, *, links: dict[str, Link], to: str = "", **more: Any) -> None:
    """One letter as text and HTML from `templates/email/account_<kind>`, in the language of the person."""
    with languages.speaking(user.language):
        subject, addresses = str(SUBJECTS[kind]), {key: link(*each) for key, each in links.items()}
        shown = {"store": signature(), "subject": subject, "name": user.name, **addresses, **more}
        message = EmailMultiAlternatives(
            subject=f"{subject} · {settings.STORE_NAME}",
            body=render_to_string(f"email/account_{kind}.txt", shown),
            from_email=settings.STORE_EMAIL,
            to=[to or user.email],
        )
        message.attach_alternative(render_to_string(f"email/account_{kind}.html", shown), "text/html")
    message.send()
    logger.info("account mail sent", extra={"kind": kind})


def active(user_id: int) -> User | None:
    return User.objects.filter(pk=user_id, is_active=True).first()


@task
def verify(user_id: int) -> None:
    """Please confirm that this mailbox is yours."""
    user = active(user_id)
    if user is not None and not user.is_verified:
        send("verify", user, links={"url": ("accounts:email_confirm", proofs.verification(user=user))})


@task
def already_known(user_id: int) -> None:
    """Somebody, perhaps you, signed up with an address that has an account."""
    user = active(user_id)
    if user is not None:
        send("known", user, links={"sign_in_url": ("accounts:sign_in",), "reset_url": FORGOTTEN})


@task
def reset(email: str) -> None:
    """A link to a new password, if there is somebody to send it to."""
    user = User.objects.filter(email=email, is_active=True).first()
    if user is not None:
        send("reset", user, links={"url": ("accounts:password_new", proofs.reset(user=user))})


@task
def password_changed(user_id: int) -> None:
    user = active(user_id)
    if user is not None:
        send("password_changed", user, links={"reset_url": FORGOTTEN})


@task
def email_change(user_id: int, new_email: str, version: int) -> None:
    """To the new address a link. None for a wish from before all sessions were ended."""
    user = active(user_id)
    if user is None or user.session_version != version:
        return
    holder = User.objects.filter(email=new_email).first()
    if holder is None:
        token = proofs.email_change(user=user, new_email=new_email)
        send("email_change", user, links={"url": ("accounts:email_confirm", token)}, to=new_email)
    elif holder.is_active:
        already_known.func(holder.pk)


@task
def email_announced(user_id: int, new_email: str, version: int) -> None:
    """To the old address a warning. A letter of its own: the link is not sent twice because this one was refused."""
    user = active(user_id)
    if user is not None and user.session_version == version:
        send("email_announced", user, links={"reset_url": FORGOTTEN}, new_email=hidden(new_email))


@task
def email_changed(user_id: int, old_email: str) -> None:
    user = active(user_id)
    if user is not None:
        send("email_changed", user, links={}, to=old_email, new_email=hidden(user.email))


@task
def erasure_asked(erasure_id: int) -> None:
    """Somebody, hopefully you, asked for your account to be erased: until when it can be undone, and how."""
    asked = Erasure.objects.select_related("user").filter(pk=erasure_id, undone_at__isnull=True).first()
    if asked is not None and asked.user is not None:
        way_back = ("accounts:erasure_undo", proofs.undo(erasure_id=asked.pk))
        send("erasure", asked.user, links={"url": way_back}, due_at=asked.due_at)


LETTERS = (
    verify, already_known, reset, password_changed, email_change, email_announced, email_changed, erasure_asked,
)  # fmt: skip


def hidden(email: str) -> str:
    """`a…@example.com`: enough to recognise one's own address."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"
