"""Forgotten, reset and changed passwords; changed e-mail addresses."""

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from accounts import notices, proofs, signup, tokens
from accounts.models import TokenFamily, User
from tests import make
from tests.people import EMAIL, PASSWORD, letters, links, tokens_of

pytestmark = pytest.mark.django_db
NEW = "uma-senha-nova-e-longa"


def reset_link(client: Client, email: str = EMAIL) -> str:
    client.post("/senha/esqueci/", {"email": email})
    return links()[-1]


def can_sign_in(password: str, email: str = EMAIL) -> bool:
    return Client().post("/entrar/", {"email": email, "senha": password}).status_code == 303


def test_a_forgotten_password_is_replaced(client: Client, ana: User) -> None:
    answer = client.post(reset_link(client), {"senha": NEW})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/entrar/")
    assert client.get("/conta/").status_code == 303, "nobody is signed in by a link"
    assert can_sign_in(NEW)
    assert not can_sign_in(PASSWORD)
    assert letters(EMAIL) == ["Crie uma nova senha", "Sua senha mudou"]


def test_a_link_works_once(client: Client, ana: User) -> None:
    link = reset_link(client)
    assert client.post(link, {"senha": NEW}).status_code == 303
    assert client.get(link).status_code == 400
    assert client.post(link, {"senha": "mais-uma-senha-longa"}).status_code == 400
    assert can_sign_in(NEW)


def test_a_bad_new_password_does_not_use_the_link_up(client: Client, ana: User) -> None:
    link = reset_link(client)
    assert client.post(link, {"senha": "123"}).status_code == 422
    assert client.post(link, {"senha": NEW}).status_code == 303


@pytest.mark.parametrize("change", ["password", "email", "inactive", "sessions", "late"])
def test_a_link_dies_with_what_it_was_made_for(client: Client, ana: User, change: str) -> None:
    link = reset_link(client)
    if change == "password":
        ana.set_password(NEW)
        ana.save()
    elif change == "late":
        with override_settings(PASSWORD_RESET_TIMEOUT=-1):
            assert client.get(link).status_code == 400
        return
    else:
        values = {"email": "x@example.com"} if change == "email" else {"is_active": False}
        User.objects.filter(pk=ana.pk).update(**(values if change != "sessions" else {"session_version": 9}))
    assert client.get(link).status_code == 400
    assert client.post(link, {"senha": NEW + "!"}).status_code == 400


def test_a_link_holds_an_hour() -> None:
    from django.conf import settings

    assert settings.PASSWORD_RESET_TIMEOUT == 3600


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Host": "evil.example"},
        {"Forwarded": "host=evil.example"},
        {"X-Forwarded-Proto": "https", "X-Original-Host": "evil.example"},
    ],
)
def test_the_link_leads_to_the_shop_whatever_a_request_names(
    client: Client, ana: User, headers: dict[str, str]
) -> None:
    client.post("/senha/esqueci/", {"email": EMAIL}, headers=headers)
    assert all("evil" not in str(letter.body) for letter in mail.outbox)
    if "Host" not in headers:
        assert links()[0].startswith("/senha/nova/")


def test_a_reset_ends_every_session_and_token(client: Client, ana: User, as_ana: Client) -> None:
    app = tokens_of(EMAIL)
    client.post(reset_link(client), {"senha": NEW})
    assert as_ana.get("/conta/").status_code == 303
    api = Client()
    assert api.get("/api/v1/users/me/", headers={"Authorization": f"Bearer {app['access']}"}).status_code == 401
    refresh = api.post("/api/v1/auth/refresh/", {"refresh": app["refresh"]}, content_type="application/json")
    assert refresh.status_code == 401


@pytest.mark.parametrize(
    "token", ["x", "1.x", f"{'z' * 12}.x", f"{'z' * 40}.x", "-1.x", "é.x", "%00", "1." + "a" * 5000]
)
def test_a_link_that_is_none_of_ours_is_refused_kindly(client: Client, token: str) -> None:
    assert client.get(f"/senha/nova/{token}/").status_code == 400
    assert client.post(f"/senha/nova/{token}/", {"senha": NEW}).status_code == 400


# --- Changing it oneself -------------------------------------------------------------------------
def test_a_changed_password_ends_the_other_sessions_but_not_this_one(ana: User, as_ana: Client) -> None:
    other, app = Client(), tokens_of(EMAIL)
    other.post("/entrar/", {"email": EMAIL, "senha": PASSWORD})
    key = as_ana.session.session_key
    answer = as_ana.post("/conta/dados/senha/", {"senha_atual": PASSWORD, "senha": NEW})
    assert answer.status_code == 303
    assert as_ana.get("/conta/").status_code == 200
    assert as_ana.session.session_key != key
    assert other.get("/conta/").status_code == 303
    api = Client().get("/api/v1/users/me/", headers={"Authorization": f"Bearer {app['access']}"})
    assert api.status_code == 401
    assert not TokenFamily.objects.filter(revoked_at__isnull=True).exists()
    assert letters(EMAIL) == ["Sua senha mudou"]


def test_the_present_password_has_to_be_shown(ana: User, as_ana: Client) -> None:
    answer = as_ana.post("/conta/dados/senha/", {"senha_atual": "errada", "senha": NEW})
    assert answer.status_code == 422
    assert "A senha não confere." in answer.content.decode()
    assert can_sign_in(PASSWORD)


# --- E-mail --------------------------------------------------------------------------------------
def test_an_address_changes_when_the_new_mailbox_confirms(ana: User, as_ana: Client) -> None:
    answer = as_ana.post("/conta/dados/email/", {"email": "Nova@Example.com", "senha": PASSWORD})
    assert answer.status_code == 303
    ana.refresh_from_db()
    assert ana.email == EMAIL
    assert letters("nova@example.com") == ["Confirme seu novo e-mail"]
    assert letters(EMAIL) == ["Pedido de troca de e-mail"]
    assert as_ana.post(links()[0]).status_code == 303
    ana.refresh_from_db()
    assert ana.email == "nova@example.com"
    assert letters(EMAIL)[-1] == "Seu e-mail mudou"
    assert as_ana.get(links()[0]).status_code == 400, "a link is used once"


def test_the_owner_of_another_mailbox_gives_it_to_no_account_she_does_not_know(ana: User, as_ana: Client) -> None:
    as_ana.post("/conta/dados/email/", {"email": "vitima@example.com", "senha": PASSWORD})
    assert Client().post(links()[0]).status_code == 422
    assert Client().post(links()[0], {"senha": "senha-da-vitima-9"}).status_code == 422
    ana.refresh_from_db()
    assert ana.email == EMAIL


def test_an_address_somebody_has_stays_theirs_and_nobody_learns_of_it(ana: User, as_ana: Client) -> None:
    make.user("bia@example.com", password=PASSWORD)
    answer = as_ana.post("/conta/dados/email/", {"email": "bia@example.com", "senha": PASSWORD})
    assert answer.status_code == 303
    assert letters("bia@example.com") == ["Você já tem uma conta"]


def test_an_address_taken_meanwhile_is_not_taken_again(ana: User) -> None:
    token = proofs.email_change(user=ana, new_email="bia@example.com")
    make.user("bia@example.com")
    assert Client().post(f"/email/confirmar/{token}/", {"senha": PASSWORD}).status_code == 400
    ana.refresh_from_db()
    assert ana.email == EMAIL


@pytest.mark.parametrize("change", ["reset", "changed", "ended everywhere"])
def test_a_link_to_another_address_dies_with_the_password_and_with_the_sessions(ana: User, change: str) -> None:
    """Who knew the old password may have asked for it: after a reset it must not take the account away again."""
    token, at = proofs.email_change(user=ana, new_email="ladrao@example.com"), timezone.now()
    if change == "reset":
        signup.reset_password(token=proofs.reset(user=ana), password=NEW, address="10.0.0.1", at=at)
    elif change == "changed":
        signup.change_password(user=ana, current=PASSWORD, password=NEW, at=at)
    else:
        tokens.end_everything(user=ana, at=at)
    answer = Client().post("/api/v1/auth/email/verify/", {"token": token}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_token")
    assert Client().get(f"/email/confirmar/{token}/").status_code == 400
    ana.refresh_from_db()
    assert ana.email == EMAIL


def test_a_letter_still_waiting_when_the_sessions_end_is_not_written(ana: User) -> None:
    tokens.end_everything(user=ana, at=timezone.now())
    notices.email_change.func(ana.pk, "ladrao@example.com", ana.session_version - 1)
    assert mail.outbox == []


def test_changing_the_address_needs_the_password(as_ana: Client) -> None:
    answer = as_ana.post("/conta/dados/email/", {"email": "nova@example.com", "senha": "errada"})
    assert answer.status_code == 422
    assert 'value="nova@example.com"' in answer.content.decode()
    assert mail.outbox == []
