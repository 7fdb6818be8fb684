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

from accounts import proofs
from accounts.models import Erasure, User

logger = logging.getLogger(__name__)

STORE = {
    "name": settings.STORE_NAME,
    "legal_name": settings.STORE_LEGAL_NAME,
    "cnpj": settings.STORE_CNPJ,
    "address": settings.STORE_ADDRESS,
    "url": settings.SITE_URL,
}
SUBJECTS = {
    "verify": "Confirme seu e-mail",
    "known": "Você já tem uma conta",
    "reset": "Crie uma nova senha",
    "password_changed": "Sua senha mudou",
    "email_change": "Confirme seu novo e-mail",
    "email_announced": "Pedido de troca de e-mail",
    "email_changed": "Seu e-mail mudou",
    "erasure": "Sua conta será apagada",
}


def link(name: str, *args: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def send(kind: str, *, to: str, context: dict[str, Any]) -> None:
    """One letter as text and HTML from `templates/email/account_<kind>`."""
    shown = {"store": STORE, "subject": SUBJECTS[kind], **context}
    message = EmailMultiAlternatives(
        subject=f"{SUBJECTS[kind]} · {settings.STORE_NAME}",
        body=render_to_string(f"email/account_{kind}.txt", shown),
        from_email=settings.STORE_EMAIL,
        to=[to],
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
        token = proofs.verification(user=user)
        send("verify", to=user.email, context={"name": user.name, "url": link("accounts:email_confirm", token)})


@task
def already_known(user_id: int) -> None:
    """Somebody, perhaps you, signed up with an address that has an account."""
    user = active(user_id)
    if user is not None:
        addresses = {"sign_in_url": link("accounts:sign_in"), "reset_url": link("accounts:password_forgotten")}
        send("known", to=user.email, context={"name": user.name, **addresses})


@task
def reset(email: str) -> None:
    """A link to a new password, if there is somebody to send it to."""
    user = User.objects.filter(email=email, is_active=True).first()
    if user is not None:
        token = proofs.reset(user=user)
        send("reset", to=user.email, context={"name": user.name, "url": link("accounts:password_new", token)})


@task
def password_changed(user_id: int) -> None:
    user = active(user_id)
    if user is not None:
        reset_url = link("accounts:password_forgotten")
        send("password_changed", to=user.email, context={"name": user.name, "reset_url": reset_url})


@task
def email_change(user_id: int, new_email: str, version: int) -> None:
    """To the new address a link. None for a wish from before all sessions were ended."""
    user = active(user_id)
    if user is None or user.session_version != version:
        return
    holder = User.objects.filter(email=new_email).first()
    if holder is None:
        token = proofs.email_change(user=user, new_email=new_email)
        url = link("accounts:email_confirm", token)
        send("email_change", to=new_email, context={"name": user.name, "url": url})
    elif holder.is_active:
        already_known.func(holder.pk)


@task
def email_announced(user_id: int, new_email: str, version: int) -> None:
    """To the old address a warning. A letter of its own: the link is not sent twice because this one was refused."""
    user = active(user_id)
    if user is not None and user.session_version == version:
        context = {"name": user.name, "new_email": hidden(new_email), "reset_url": link("accounts:password_forgotten")}
        send("email_announced", to=user.email, context=context)


@task
def email_changed(user_id: int, old_email: str) -> None:
    user = active(user_id)
    if user is not None:
        send("email_changed", to=old_email, context={"name": user.name, "new_email": hidden(user.email)})


@task
def erasure_asked(erasure_id: int) -> None:
    """Somebody, hopefully you, asked for your account to be erased: until when it can be undone, and how."""
    asked = Erasure.objects.select_related("user").filter(pk=erasure_id, undone_at__isnull=True).first()
    if asked is not None and asked.user is not None:
        url = link("accounts:erasure_undo", proofs.undo(erasure_id=asked.pk))
        send("erasure", to=asked.user.email, context={"name": asked.user.name, "url": url, "due_at": asked.due_at})


LETTERS = (
    verify, already_known, reset, password_changed, email_change, email_announced, email_changed, erasure_asked,
)  # fmt: skip


def hidden(email: str) -> str:
    """`a…@example.com`: enough to recognise one's own address."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"
