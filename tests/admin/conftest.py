"""People of the back office."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from tests import make


def client_of(user: User) -> Client:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(user)
    return client


@pytest.fixture
def owner(db) -> User:
    return User.objects.create_superuser("dona@iluminacasa.example", "senha", name="Dona")


@pytest.fixture
def boss(owner) -> Client:
    """A browser signed in as the owner."""
    return client_of(owner)


@pytest.fixture
def staff(db):
    """`staff("catalog.view_product")` is the browser of someone who may do that and nothing else."""

    def sign_in(*permissions: str) -> Client:
        user = make.user(is_staff=True)
        for name in permissions:
            app, codename = name.split(".")
            user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
        return client_of(User.objects.get(pk=user.pk))

    return sign_in


@pytest.fixture
def customer(db) -> Client:
    return client_of(make.user())
