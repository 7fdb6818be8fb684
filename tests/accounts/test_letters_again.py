"""A mail server that is away: letters about an account wait and go out once each, like those about orders."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.tasks import Task
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from accounts import notices, signup
from accounts.models import User
from catalog import alert_letters, contact
from iluminacasa import digest, jobs
from tests import make

pytestmark = pytest.mark.django_db
MAILBOX, PASSWORD = "ana@example.com", "senha-da-ana-7"
DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "pictures"]}}


@pytest.fixture(autouse=True)
def _tasks_in_the_database(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TASKS = DATABASE_TASKS
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


@pytest.fixture
def ana() -> User:
    return make.user(MAILBOX, password=PASSWORD)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Nobody takes letters until it is undone."""

    def refuse(self: EmailMultiAlternatives) -> None:
        raise SMTPServerDisconnected("no")

    with monkeypatch.context() as context:
        context.setattr(EmailMultiAlternatives, "send", refuse)
        yield context


def work() -> None:
    jobs.Hand(name="here:0::test").run()


def again(at: datetime) -> int:
    return jobs.send_letters_again(at)


def test_a_refused_letter_goes_out_once_when_the_server_is_back(ana: User, away: pytest.MonkeyPatch) -> None:
    signup.ask_reset(email=MAILBOX, address="10.0.0.1")
    work()
    assert [again(timezone.now()) for _ in range(2)] == [1, 0]
    work()
    away.undo()
    assert mail.outbox == []
    assert again(timezone.now()) == 1
    work()
    work()
    assert again(timezone.now()) == 0
    assert [letter.to for letter in mail.outbox] == [[MAILBOX]]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@pytest.mark.parametrize(
    ("hours", "rested", "count"), [(0.1, 0, 1), (1, 5, 0), (1, 11, 1), (47.9, 11, 1), (48.1, 11, 0)]
)
def test_it_is_tried_each_minute_then_every_ten_and_for_two_days(
    ana: User, away: pytest.MonkeyPatch, hours: float, rested: float, count: int
) -> None:
    signup.ask_reset(email=MAILBOX, address="10.0.0.1")
    work()
    now = timezone.now()
    DBTaskResult.objects.update(enqueued_at=now - timedelta(hours=hours), finished_at=now - timedelta(minutes=rested))
    assert again(now) == count


@pytest.mark.parametrize("fault", ["builtins.ValueError", "gone.module.Error", ""])
def test_a_fault_of_ours_is_not_tried_again(ana: User, away: pytest.MonkeyPatch, fault: str) -> None:
    signup.ask_reset(email=MAILBOX, address="10.0.0.1")
    work()
    DBTaskResult.objects.update(exception_class_path=fault)
    assert again(timezone.now()) == 0


def test_a_warning_that_was_refused_does_not_send_the_link_twice(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two mailboxes are two letters: one that is full keeps no other waiting."""
    sending = EmailMultiAlternatives.send

    def refuse_the_old(self: EmailMultiAlternatives) -> None:
        if self.to == [MAILBOX]:
            raise SMTPServerDisconnected("no")
        sending(self)

    with monkeypatch.context() as context:
        context.setattr(EmailMultiAlternatives, "send", refuse_the_old)
        signup.change_email(user=ana, password=PASSWORD, new_email="nova@example.com", address="10.0.0.1")
        work()
    assert again(timezone.now()) == 1
    work()
    assert [letter.to for letter in mail.outbox] == [["nova@example.com"], [MAILBOX]]


def test_every_letter_outside_the_outbox_of_orders_is_tried_again() -> None:
    rooms = (notices, alert_letters, contact, digest)
    written = {each.module_path for room in rooms for each in vars(room).values() if isinstance(each, Task)}
    assert written == set(jobs.LETTERS)
    assert jobs.JOBS["letters, again"].every == timedelta(minutes=1)
