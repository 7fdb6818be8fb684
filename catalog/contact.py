"""A visitor's message on its way to the shop's mailbox."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task

logger = logging.getLogger(__name__)
SUBJECT_PREFIX = "[Contato]"


def send(*, name: str, email: str, subject: str, text: str) -> None:
    """Accept the message: it is stored as a task and mailed by `run_jobs`."""
    with transaction.atomic():
        deliver.enqueue(name=name, email=email, subject=subject, text=text)


@task
def deliver(name: str, email: str, subject: str, text: str) -> None:
    """Mail to the shop; answering it answers the visitor."""
    one_line = " ".join(subject.split())
    message = EmailMessage(
        subject=f"{SUBJECT_PREFIX} {one_line}",
        body=f"De: {name} <{email}>\n\n{text}\n",
        from_email=settings.STORE_EMAIL,
        to=[settings.STORE_EMAIL],
        reply_to=[email],
    )
    message.send()
    logger.info("contact message delivered")
