"""People and their ways in, for tests of every floor."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from tests import make

PASSWORD = "luz-quente-na-sala-42"
EMAIL = "ana@example.com"


@pytest.fixture
def ana(db: None) -> User:
    """A customer whose mailbox is confirmed."""
    from django.utils import timezone

    return make.user(EMAIL, password=PASSWORD, name="Ana Souza", email_verified_at=timezone.now())


@pytest.fixture
def as_ana(ana: User) -> Client:
    """A browser Ana has signed in with, through the form."""
    client = Client()
    assert client.post("/entrar/", {"email": EMAIL, "senha": PASSWORD}).status_code == 303
    return client


@pytest.fixture
def bearer(ana: User) -> dict[str, str]:
    """Headers of an app Ana has signed in with."""
    return {"Authorization": f"Bearer {tokens_of(EMAIL)['access']}"}


def tokens_of(email: str, password: str = PASSWORD) -> dict[str, str]:
    body = {"email": email, "password": password}
    answer = Client().post("/api/v1/auth/login/", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    found: dict[str, str] = answer.json()
    return found


def links() -> list[str]:
    """Paths of all links mailed so far, in order."""
    return [path for letter in mail.outbox for path in re.findall(r"http://testserver(/\S+)", str(letter.body))]


def letters(to: str) -> list[str]:
    """Subjects of what this mailbox got, without the shop's name."""
    return [letter.subject.partition(" · ")[0] for letter in mail.outbox if letter.to == [to]]
