"""The keys of the shop are changed: what was signed with the earlier one holds until that one is taken away."""

import pytest
from django.conf import settings
from django.test import Client

from accounts import tokens
from accounts.models import User
from tests.people import EMAIL, tokens_of

pytestmark = pytest.mark.django_db
NEW = "another-key-" + "fedcba9876543210" * 4
ME = "/api/v1/users/me/"


def ask(access: str) -> int:
    return Client().get(ME, headers={"Authorization": f"Bearer {access}"}).status_code


def refresh(token: str) -> tuple[int, dict[str, str]]:
    answer = Client().post("/api/v1/auth/refresh/", {"refresh": token}, content_type="application/json")
    return answer.status_code, answer.json()


def change_the_apps_key(settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a restart with another JWT_SIGNING_KEY does; the earlier one."""
    from rest_framework_simplejwt.state import token_backend

    old = settings.JWT_SIGNING_KEY
    settings.JWT_SIGNING_KEY, settings.JWT_SIGNING_KEY_FALLBACKS = NEW, [old]
    for name in ("prepared_signing_key", "prepared_verifying_key"):
        token_backend.__dict__.pop(name, None)
        monkeypatch.setitem(token_backend.__dict__, name, NEW.encode())
    return old


def test_apps_stay_signed_in_while_their_key_is_changed_and_not_after(
    ana: User, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = tokens_of(EMAIL)
    change_the_apps_key(settings, monkeypatch)
    assert ask(pair["access"]) == 200
    status, renewed = refresh(pair["refresh"])
    assert (status, ask(renewed["access"])) == (200, 200)
    settings.JWT_SIGNING_KEY_FALLBACKS = []
    assert ask(pair["access"]) == 401, "signed with a key that is gone"
    assert ask(renewed["access"]) == 200, "signed with the new one"


def test_a_stranger_s_key_is_no_earlier_key(ana: User, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = tokens_of(EMAIL)
    change_the_apps_key(settings, monkeypatch)
    settings.JWT_SIGNING_KEY_FALLBACKS = ["stranger-" * 6]
    assert ask(pair["access"]) == 401
    assert refresh(pair["refresh"])[0] == 401


def test_an_earlier_key_takes_no_other_kind_and_no_spent_token(
    ana: User, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = tokens_of(EMAIL)
    change_the_apps_key(settings, monkeypatch)
    assert ask(pair["refresh"]) == 401
    assert refresh(pair["access"])[0] == 401
    assert [refresh(pair["refresh"])[0] for _ in range(2)] == [200, 401]


def test_browsers_stay_signed_in_while_the_secret_key_is_changed_and_not_after(as_ana: Client, settings) -> None:
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [old]
    assert as_ana.get("/conta/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert as_ana.get("/conta/").status_code == 200, "its session was renewed under the new key"
    settings.SECRET_KEY = "third-" + NEW
    assert as_ana.get("/conta/").status_code == 303


def test_a_browser_that_did_not_come_meanwhile_signs_in_again(as_ana: Client, settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []
    assert as_ana.get("/conta/").status_code == 303


def test_a_short_earlier_key_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from iluminacasa import settings as own

    monkeypatch.setattr(own, "JWT_SIGNING_KEY_FALLBACKS", ["short"])
    with pytest.raises(ImproperlyConfigured, match="JWT_SIGNING_KEY_FALLBACKS"):
        own.refuse_unsafe_production()
    assert tokens.MAX_TOKEN == 4096
    assert settings.JWT_SIGNING_KEY
