"""Becoming a customer, and confirming the mailbox."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import proofs, signup
from accounts.models import Consent, User
from tests import make
from tests.people import EMAIL, PASSWORD, letters, links

pytestmark = pytest.mark.django_db
FORM = {"nome": "Ana Souza", "email": EMAIL, "senha": PASSWORD}


def test_a_visitor_opens_an_account_and_confirms_the_mailbox(client: Client) -> None:
    answer = client.post("/cadastro/", FORM | {"email": " Ana@Example.com "})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cadastro/enviado/")
    user = User.objects.get()
    assert (user.email, user.name, user.is_verified) == (EMAIL, "Ana Souza", False)
    assert letters(EMAIL) == ["Confirme seu e-mail"]
    page = client.get(links()[0])
    assert EMAIL in page.content.decode()
    user.refresh_from_db()
    assert not user.is_verified, "a link that was only looked at confirms nothing"
    assert "Informe a senha da conta." in page.content.decode()
    answer = client.post(links()[0], {"senha": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/conta/")
    user.refresh_from_db()
    assert user.is_verified
    assert client.get("/conta/").status_code == 200, "letter and password are a sign-in"


def test_who_is_signed_in_confirms_with_one_press_and_stays(client: Client) -> None:
    client.post("/cadastro/", FORM)
    client.post("/entrar/", {"email": EMAIL, "senha": PASSWORD})
    assert "Informe a senha" not in client.get(links()[0]).content.decode()
    assert client.post(links()[0]).headers["Location"] == "/conta/"
    assert User.objects.get().is_verified
    assert client.get("/conta/").status_code == 200


@pytest.mark.parametrize("typed", [{}, {"senha": ""}, {"senha": "errada"}, {"senha": "x" * 2000}])
def test_the_letter_without_the_password_confirms_nothing(client: Client, typed: dict[str, str]) -> None:
    """Whoever gets the letter may not be who opened the account."""
    client.post("/cadastro/", FORM)
    answer = client.post(links()[0], typed)
    assert answer.status_code == 422
    assert 'href="/senha/esqueci/"' in answer.content.decode()
    assert not User.objects.get().is_verified
    assert client.get("/conta/").status_code == 303


def test_somebody_else_who_is_signed_in_shows_the_password_too(client: Client, as_ana: Client) -> None:
    bia = make.user("bia@example.com", password="outra-senha-bem-longa")
    link = f"/email/confirmar/{proofs.verification(user=bia)}/"
    assert as_ana.post(link).status_code == 422
    bia.refresh_from_db()
    assert not bia.is_verified


def test_the_password_of_a_letter_is_guessed_no_more_often_than_at_the_door(client: Client, ana: User) -> None:
    link = f"/email/confirmar/{proofs.verification(user=ana)}/"
    codes = [client.post(link, {"senha": f"errada-{n}"}).status_code for n in range(11)]
    assert codes == [422] * 10 + [429]


def test_signing_up_signs_nobody_in(client: Client) -> None:
    client.post("/cadastro/", FORM)
    assert client.get("/conta/").status_code == 303


def test_an_unconfirmed_customer_may_sign_in(client: Client) -> None:
    client.post("/cadastro/", FORM)
    assert client.post("/entrar/", {"email": EMAIL, "senha": PASSWORD}).headers["Location"] == "/conta/"
    assert "Mandar o link de novo" in client.get("/conta/").content.decode()


def test_a_known_address_keeps_its_password_and_its_owner_is_told(client: Client, ana: User) -> None:
    before = ana.password
    client.post("/cadastro/", FORM | {"senha": "outra-senha-bem-comprida", "nome": "Estranha"})
    ana.refresh_from_db()
    assert (ana.password, ana.name) == (before, "Ana Souza")
    assert letters(EMAIL) == ["Você já tem uma conta"]
    assert User.objects.count() == 1


def test_agreement_and_wish_for_news_are_on_record(client: Client) -> None:
    client.post("/cadastro/", FORM | {"novidades": "on"})
    assert set(Consent.objects.values_list("kind", "is_granted")) == {
        ("terms", True), ("privacy", True), ("marketing", True),
    }  # fmt: skip


def test_without_the_tick_nobody_gets_news(client: Client) -> None:
    client.post("/cadastro/", FORM)
    assert not Consent.objects.filter(kind="marketing").exists()


@pytest.mark.parametrize("password", ["curta", "12345678", "password", "anasouza", "ana@example.com", "x" * 129])
def test_a_bad_password_is_refused_with_everything_else_kept(client: Client, password: str) -> None:
    answer = client.post("/cadastro/", FORM | {"senha": password})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Ana Souza"' in page
    assert f'value="{EMAIL}"' in page
    assert page.count("value=") == page.replace(f'value="{password}"', "").count("value=") + (password == EMAIL)
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["çãé 漢字 🌞 luz", " espaços nas pontas ", "x" * 128, "a' OR 1=1 -- \" <b>"])
def test_any_characters_make_a_password(client: Client, password: str) -> None:
    client.post("/cadastro/", FORM | {"senha": password})
    assert client.post("/entrar/", {"email": EMAIL, "senha": password}).status_code == 303
    client.post("/sair/")
    assert client.post("/entrar/", {"email": EMAIL, "senha": password.strip() + "."}).status_code == 422


# --- The link ------------------------------------------------------------------------------------
def test_a_link_is_bound_to_person_and_address(ana: User) -> None:
    token = proofs.verification(user=ana)
    User.objects.filter(pk=ana.pk).update(email="nova@example.com")
    with pytest.raises(proofs.ProofRefused):
        signup.confirm_email(token=token, by=ana, password="", address="10.0.0.1", at=timezone.now())


def test_a_link_ends(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token = proofs.verification(user=ana)
    monkeypatch.setattr(proofs, "EMAIL_AGE", timedelta(seconds=-1))
    with pytest.raises(proofs.ProofRefused):
        proofs.read_email(token)


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é", "x" * 5000, "::", "null"])
def test_a_link_that_is_none_of_ours_is_refused_kindly(client: Client, token: str) -> None:
    for answer in (client.get(f"/email/confirmar/{token}/"), client.post(f"/email/confirmar/{token}/")):
        assert answer.status_code == 400
        assert "500" not in answer.content.decode()[:200]


def test_the_letter_has_two_forms_and_a_plain_subject(client: Client) -> None:
    client.post("/cadastro/", FORM | {"nome": "Ana <b>& Cia</b>"})
    letter = mail.outbox[0]
    assert letter.subject == "Confirme seu e-mail · Ilumina Casa"
    assert "Ana <b>& Cia</b>" in str(letter.body)
    html, kind = letter.alternatives[0]  # type: ignore[attr-defined]
    assert kind == "text/html"
    assert "Ana &lt;b&gt;&amp; Cia&lt;/b&gt;" in html


def test_staff_made_people_can_be_told_twice(ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(email_verified_at=None)
    signup.ask_verification(user=make.user("b@example.com"))
    assert letters("b@example.com") == ["Confirme seu e-mail"]
