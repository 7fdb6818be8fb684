"""The page of all components: for the people who make the shop only."""

import pytest
from django.conf import settings
from django.test import Client

from tests import make
from tests.pages.reading import read

pytestmark = pytest.mark.django_db


def test_the_public_does_not_see_it(client: Client) -> None:
    assert client.get("/estilo/").status_code == 404
    client.force_login(make.user())
    assert client.get("/estilo/").status_code == 404


def test_staff_see_every_component(client: Client) -> None:
    client.force_login(make.user(is_staff=True))
    page = read(client.get("/estilo/"))
    assert len(page.cards) == 6
    for css in ("chip", "facet", "gallery", "price--panel", "variants", "light", "histogram", "pagination", "empty"):
        assert page.all(css=css) != [], css
    assert "Informe seu nome." in page.text
    assert page.meta("robots") == "noindex,nofollow"


def test_while_developing_everybody_sees_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEBUG", True)
    assert client.get("/estilo/").status_code == 200
