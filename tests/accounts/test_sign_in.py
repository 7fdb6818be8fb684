"""Signing in and out by pages, API and back office: limits, silence about accounts, sessions, ways back."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts import sessions, signin, signup, tokens
from accounts.models import BrowserSession, User
from iluminacasa import limits
from tests import make
from tests.people import EMAIL, PASSWORD, letters, links, tokens_of

pytestmark = pytest.mark.django_db
PER_ACCOUNT, PER_CLIENT, IN_ALL = 10, 30, 100
Try = Callable[[str, str, str], HttpResponse]


def by_page(email: str, password: str, client: str) -> HttpResponse:
    return Client(REMOTE_ADDR=client).post("/entrar/", {"email": email, "senha": password})  # type: ignore[return-value]


def by_api(email: str, password: str, client: str) -> HttpResponse:
    body = {"email": email, "password": password}
    return Client(REMOTE_ADDR=client).post("/api/v1/auth/login/", body, content_type="application/json")  # type: ignore[return-value]


def by_admin(email: str, password: str, client: str) -> HttpResponse:
    return Client(REMOTE_ADDR=client).post("/admin/login/", {"username": email, "password": password})  # type: ignore[return-value]


DOORS: list[Try] = [by_page, by_api, by_admin]
EACH_DOOR = pytest.mark.parametrize("door", DOORS)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """E-mails that got as far as the hasher."""
    seen: list[str] = []
    real = signin.authenticate

    def counted(**credentials: str) -> object:
        seen.append(credentials["username"])
        return real(**credentials)

    monkeypatch.setattr(signin, "authenticate", counted)
    return seen


# --- Limits --------------------------------------------------------------------------------------
def test_the_rules_are_the_documented_ones() -> None:
    rates = {name: rule.rate for name, rule in limits.RULES.items() if name.startswith(("login", "mail", "password"))}
    assert rates == {
        "login_client": "30/10m", "login_account": "10/10m", "login_account_total": "100/10m",
        "password_again": "10/10m", "mail_account": "5/h", "mail_account_total": "20/h", "mail_reset": "5/h",
        "mail_reset_total": "20/h", "mail_alert": "5/h", "mail_alert_total": "20/h",
    }  # fmt: skip


def test_one_account_is_tried_ten_times_from_one_network_whatever_the_door(ana: User, hashed: list[str]) -> None:
    spellings = [EMAIL, "ANA@example.com", " ana@Example.com "]
    answers = [DOORS[n % 3](spellings[n % 3 if n % 3 != 1 else 1], "errada", "10.0.0.1") for n in range(25)]
    assert hashed == [EMAIL] * PER_ACCOUNT
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 25 - PER_ACCOUNT
    assert all(1 <= int(answer.headers["Retry-After"]) <= 600 for answer in refused)


def guess_from_everywhere(times: int) -> None:
    for n in range(times):
        by_api(EMAIL, "errada", f"10.0.{n // 200}.{n % 200}")


def test_one_account_is_tried_a_hundred_times_from_all_networks_together(ana: User, hashed: list[str]) -> None:
    guess_from_everywhere(IN_ALL + 20)
    assert hashed == [EMAIL] * IN_ALL
    assert by_api(EMAIL, PASSWORD, "10.9.9.9").status_code == 429


def test_who_signed_in_from_a_network_before_signs_in_there_whatever_strangers_do(ana: User) -> None:
    assert by_page(EMAIL, PASSWORD, "10.7.7.7").status_code == 303
    assert by_api(EMAIL, PASSWORD, "10.8.8.8").status_code == 200
    guess_from_everywhere(IN_ALL + 1)
    assert by_page(EMAIL, PASSWORD, "10.7.7.7").status_code == 303
    assert by_api(EMAIL, PASSWORD, "10.8.8.8").status_code == 200
    assert by_api(EMAIL, PASSWORD, "10.6.6.6").status_code == 429


def test_a_known_network_guesses_no_more_than_another(ana: User, hashed: list[str]) -> None:
    assert by_page(EMAIL, PASSWORD, "10.7.7.7").status_code == 303
    for _ in range(20):
        by_page(EMAIL, "errada", "10.7.7.7")
    assert len(hashed) == PER_ACCOUNT


def test_one_client_tries_thirty_times_whatever_the_account_or_door(db: None, hashed: list[str]) -> None:
    answers = [DOORS[n % 3](f"p{n}@example.com", "errada", "10.0.0.1") for n in range(50)]
    assert len(hashed) == PER_CLIENT
    assert [answer.status_code for answer in answers[PER_CLIENT:]] == [429] * 20


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP"])
def test_a_client_cannot_name_itself_anew(db: None, hashed: list[str], header: str) -> None:
    for n in range(40):
        body = {"email": f"p{n}@example.com", "senha": "errada"}
        Client(REMOTE_ADDR="10.0.0.1").post("/entrar/", body, headers={header: f"10.9.9.{n}"})
    assert len(hashed) == PER_CLIENT


def test_an_ipv6_network_is_one_client(db: None, hashed: list[str]) -> None:
    for n in range(40):
        by_api(f"p{n}@example.com", "errada", f"2001:db8:1:1::{n:x}")
    assert len(hashed) == PER_CLIENT


def test_a_stranger_who_guesses_locks_out_only_the_strangers_own_network(ana: User) -> None:
    for _ in range(PER_ACCOUNT):
        by_page(EMAIL, "errada", "10.0.0.1")
    assert by_page(EMAIL, PASSWORD, "10.0.0.1").status_code == 429
    for door, done in zip(DOORS[:2], (303, 200), strict=True):
        assert door(EMAIL, PASSWORD, "10.1.1.1").status_code == done


def test_showing_the_password_again_has_ten_tries_of_its_own(ana: User, as_ana: Client) -> None:
    form = {"email": "x@example.com", "senha": "errada"}
    answers = [as_ana.post("/conta/dados/email/", form).status_code for _ in range(PER_ACCOUNT + 1)]
    assert answers == [422] * PER_ACCOUNT + [429]
    assert by_api(EMAIL, PASSWORD, "10.1.1.1").status_code == 200


def test_strangers_do_not_use_up_the_tries_of_who_is_signed_in(ana: User, bearer: dict[str, str]) -> None:
    for n in range(PER_CLIENT):
        by_api(EMAIL if n % 2 else f"p{n}@example.com", "errada", "127.0.0.1")
    body = {"current_password": PASSWORD, "new_password": "outra-senha-bem-longa"}
    answer = Client().post("/api/v1/auth/password/change/", body, content_type="application/json", headers=bearer)
    assert answer.status_code == 200


def test_letters_a_stranger_asks_for_do_not_use_up_ones_own(ana: User) -> None:
    def ask(address: str) -> int:
        return Client(REMOTE_ADDR=address).post("/senha/esqueci/", {"email": EMAIL}).status_code

    assert [ask("10.0.0.1") for _ in range(6)] == [303] * 5 + [429]
    assert ask("10.0.0.2") == 303
    assert letters(EMAIL) == ["Crie uma nova senha"] * 6


def test_twenty_reset_letters_an_hour_are_in_the_mailbox_and_no_more_are_written(ana: User) -> None:
    for n in range(25):
        signup.ask_reset(email=EMAIL, address=f"10.0.0.{n}")
    assert len(letters(EMAIL)) == 20
    assert Client().post(links()[-1], {"senha": "outra-senha-bem-longa"}).status_code == 303


def test_alerts_and_registrations_leave_the_letters_of_recovery_alone(ana: User) -> None:
    make.product(slug="abajur")
    for _ in range(6):
        body = {"kind": "price_drop", "email": EMAIL}
        Client().post("/api/v1/products/abajur/alerts/", body, content_type="application/json")
        Client().post("/cadastro/", {"nome": "Ana", "email": EMAIL, "senha": PASSWORD})
    assert Client().post("/senha/esqueci/", {"email": EMAIL}).status_code == 303
    assert letters(EMAIL)[-1] == "Crie uma nova senha"


def test_a_wrong_password_of_who_is_signed_in_is_a_fault_of_the_field(ana: User, bearer: dict[str, str]) -> None:
    tries = {
        "password/change": ("current_password", {"current_password": "errada", "new_password": "outra-senha-longa"}),
        "email/change": ("password", {"password": "errada", "email": "nova@example.com"}),
    }
    for address, (field, body) in tries.items():
        answer = Client().post(f"/api/v1/auth/{address}/", body, content_type="application/json", headers=bearer)
        assert (answer.status_code, answer.json()["code"]) == (400, "wrong_password")
        assert answer.json()["errors"] == [
            {"field": field, "code": "wrong_password", "message": "A senha não confere."}
        ]
        assert "WWW-Authenticate" not in answer.headers


def test_letters_to_one_address_are_limited(client: Client, ana: User) -> None:
    codes = [client.post("/senha/esqueci/", {"email": EMAIL}).status_code for _ in range(6)]
    assert codes == [303] * 5 + [429]


@EACH_DOOR
def test_an_enormous_password_costs_no_hashing(ana: User, hashed: list[str], door: Try) -> None:
    assert door(EMAIL, "x" * 200_000, "10.0.0.1").status_code in (200, 400, 422)
    assert hashed == []


# --- Nobody learns who has an account --------------------------------------------------------------
def shape(answer: HttpResponse, *own: str) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers without what differs by itself or was typed."""
    body = re.sub(
        r'("request_id": ?)"[^"]*"|value="[^"]*"|csrf-?token[^>]*|nonce="[^"]*"', r"\1", answer.content.decode()
    )
    for text in own:
        body = body.replace(text, "")
    skip = ("X-Request-Id", "RateLimit", "Content-Security-Policy", "Content-Length", "Set-Cookie", "Expires")
    return answer.status_code, body, {name: value for name, value in answer.items() if name not in skip}


@pytest.fixture
def three(ana: User) -> list[str]:
    """A known, an unknown and an inactive address."""
    make.user("fora@example.com", password=PASSWORD, is_active=False)
    return [EMAIL, "nao-existe@example.com", "fora@example.com"]


@EACH_DOOR
def test_a_refused_sign_in_looks_the_same_for_all(three: list[str], door: Try) -> None:
    seen = [shape(door(email, "senha-errada-mesmo", "10.0.0.1"), email) for email in three]
    assert seen[0] == seen[1] == seen[2]
    inactive_with_right_password = shape(door(three[2], PASSWORD, "10.0.0.1"), three[2])
    assert inactive_with_right_password == seen[0]


def test_unknown_and_inactive_are_hashed_as_well(three: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    runs: list[str] = []
    real = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        runs.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for number, email in enumerate(three):
        by_page(email, f"errada-{number}", "10.0.0.1")
    assert [password for password in runs if password.startswith("errada")] == ["errada-0", "errada-1", "errada-2"]


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/cadastro/", {"nome": "Ana", "senha": PASSWORD}),
        ("/senha/esqueci/", {}),
        ("/api/v1/auth/register/", {"name": "Ana", "password": PASSWORD}),
        ("/api/v1/auth/password/reset/", {}),
    ],
)
def test_registration_and_reset_look_the_same_for_all(three: list[str], address: str, typed: dict[str, str]) -> None:
    kind = {"content_type": "application/json"} if "/api/" in address else {}
    answers = [Client().post(address, typed | {"email": email}, **kind) for email in three]  # type: ignore[arg-type]
    seen = [shape(answer, email) for answer, email in zip(answers, three, strict=True)]  # type: ignore[arg-type]
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0] in (200, 201, 303)


# --- Sessions ------------------------------------------------------------------------------------
def test_the_session_gets_another_id_at_sign_in(ana: User) -> None:
    client = Client()
    session = client.session
    session["planted"] = "1"
    session.save()
    planted = session.session_key
    client.cookies["sessao"] = str(planted)
    client.post("/entrar/", {"email": EMAIL, "senha": PASSWORD})
    assert client.cookies["sessao"].value != planted
    attacker = Client()
    attacker.cookies["sessao"] = str(planted)
    assert attacker.get("/conta/").status_code == 303


def test_signing_out_ends_the_session_in_the_shop(as_ana: Client) -> None:
    old = as_ana.cookies["sessao"].value
    assert as_ana.post("/sair/").status_code == 303
    thief = Client()
    thief.cookies["sessao"] = old
    assert thief.get("/conta/").status_code == 303
    assert not BrowserSession.objects.exists()


def test_nobody_is_signed_out_by_a_link(as_ana: Client) -> None:
    answer = as_ana.get("/sair/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/conta/")
    assert as_ana.get("/conta/").status_code == 200


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/conta/dados/confirmacao/", "/conta/"),
        ("/conta/sessoes/encerrar/", "/conta/sessoes/"),
        ("/conta/sessoes/7/encerrar/", "/conta/sessoes/"),
        ("/conta/sessoes/aplicativo/00000000-0000-4000-8000-000000000000/encerrar/", "/conta/sessoes/"),
    ],
)
def test_the_address_of_a_form_leads_back_to_its_page(as_ana: Client, address: str, page: str) -> None:
    answer = as_ana.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert as_ana.put(address).status_code == 405


def test_a_foreign_page_cannot_sign_in_or_out(as_ana: Client) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert as_ana.post("/sair/", headers=foreign).status_code == 403
    assert Client().post("/entrar/", {"email": EMAIL, "senha": PASSWORD}, headers=foreign).status_code == 403


def test_browsers_are_listed_and_ended_one_by_one(ana: User, as_ana: Client) -> None:
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1"})
    phone.post("/entrar/", {"email": EMAIL, "senha": PASSWORD})
    page = as_ana.get("/conta/sessoes/").content.decode()
    assert "Safari, iPhone" in page
    assert page.count("Este aparelho") == 1
    row = BrowserSession.objects.get(agent__contains="iPhone")
    assert as_ana.post(f"/conta/sessoes/{row.pk}/encerrar/").status_code == 303
    assert phone.get("/conta/").status_code == 303
    assert as_ana.get("/conta/").status_code == 200


def test_a_foreign_session_is_not_there(as_ana: Client) -> None:
    bia = make.user("bia@example.com")
    sessions.note(user=bia, session_key="k" * 32, agent="", address="", at=bia.joined_at)
    foreign = BrowserSession.objects.get(user=bia).pk
    for number in (foreign, 10**30, 0):
        assert as_ana.post(f"/conta/sessoes/{number}/encerrar/").status_code == 404
    assert BrowserSession.objects.filter(user=bia).exists()


def test_everything_can_be_ended_at_once(ana: User, as_ana: Client) -> None:
    app = tokens_of(EMAIL)
    assert as_ana.post("/conta/sessoes/encerrar/").status_code == 303
    assert as_ana.get("/conta/").status_code == 303
    bearer = {"Authorization": f"Bearer {app['access']}"}
    assert Client().get("/api/v1/users/me/", headers=bearer).status_code == 401


def test_an_app_can_be_signed_out_from_the_page(ana: User, as_ana: Client) -> None:
    app = tokens_of(EMAIL)
    family = tokens.family_of(access=app["access"])
    assert as_ana.post(f"/conta/sessoes/aplicativo/{family}/encerrar/").status_code == 303
    bearer = {"Authorization": f"Bearer {app['access']}"}
    assert Client().get("/api/v1/users/me/", headers=bearer).status_code == 401
    assert as_ana.post(f"/conta/sessoes/aplicativo/{family}/encerrar/").status_code == 404


def test_being_seen_is_written_once_in_ten_minutes(
    as_ana: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    as_ana.get("/conta/")
    before = BrowserSession.objects.get().seen_at
    as_ana.get("/conta/")
    assert BrowserSession.objects.get().seen_at == before
    session = as_ana.session
    session["noted"] = [session.session_key, 0.0]
    session.save()
    as_ana.get("/conta/")
    assert BrowserSession.objects.get().seen_at > before


def test_a_session_outlives_a_changed_secret_key(as_ana: Client, settings: object) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another-key-" + "9" * 60  # type: ignore[attr-defined]
    assert as_ana.get("/conta/").status_code == 200


def test_who_is_deactivated_is_out_at_the_next_request(ana: User, as_ana: Client, bearer: dict[str, str]) -> None:
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert as_ana.get("/conta/").status_code == 303
    assert Client().get("/api/v1/users/me/", headers=bearer).status_code == 401


# --- Ways back -----------------------------------------------------------------------------------
EVIL = """
//evil.example ///evil.example ////evil.example /\\evil.example \\\\evil.example \\/evil.example https://evil.example
http:evil.example https:/evil.example https:///evil.example javascript:alert(1) JaVaScRiPt:alert(1)
data:text/html,x vbscript:x //user@evil.example http://testserver@evil.example /%5cevil.example@x//
http://testserver.evil.example ftp://evil.example evil.example ./evil ../evil ?x #x //testserver:80@evil.example
/\u2028/evil.example \u3002evil.example //evil\u3002example file:///etc/passwd //[::1]
""".split(" ")


@pytest.mark.parametrize(
    "goal", [*(each.strip("\n") for each in EVIL), "/\t/evil.example", "/\n/evil.example", "\x00/x", ""]
)
def test_the_way_back_never_leaves_the_shop(ana: User, goal: str) -> None:
    answer = Client().post("/entrar/", {"email": EMAIL, "senha": PASSWORD, "next": goal})
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert location.startswith("/")
    assert not re.match(r"/[/\\]", location)
    assert location == "/conta/" or location.startswith("/%5c")


@pytest.mark.parametrize(
    "goal", ["/favoritos/", "/conta/enderecos/novo/", "/busca/?q=luz&pagina=2", "/produto/x/#ficha"]
)
def test_the_way_back_leads_to_a_page_of_the_shop(ana: User, goal: str) -> None:
    answer = Client().post("/entrar/", {"email": EMAIL, "senha": PASSWORD, "next": goal})
    assert answer.headers["Location"] == goal


def test_a_closed_page_leads_to_sign_in_and_back(ana: User, client: Client) -> None:
    answer = client.get("/conta/enderecos/novo/?x=1")
    assert answer.headers["Location"] == "/entrar/?next=%2Fconta%2Fenderecos%2Fnovo%2F%3Fx%3D1"
    page = client.get(answer.headers["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/conta/enderecos/novo/?x=1">' in page


def test_who_is_signed_in_needs_no_second_sign_in(as_ana: Client) -> None:
    assert as_ana.get("/entrar/?next=/favoritos/").headers["Location"] == "/favoritos/"
    assert as_ana.get("/cadastro/").headers["Location"] == "/conta/"


# --- The frame -----------------------------------------------------------------------------------
def test_the_header_knows_who_is_signed_in_and_guests_stay_cacheable(as_ana: Client, client: Client) -> None:
    guest = client.get("/comparar/")
    assert 'aria-label="Entrar"' in guest.content.decode()
    assert not guest.cookies
    page = as_ana.get("/comparar/")
    assert 'aria-label="Minha conta, Ana"' in page.content.decode()
    assert client.get("/sobre/").headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("path", ["/entrar/", "/cadastro/", "/senha/esqueci/", "/conta/"])
def test_pages_of_the_account_are_kept_by_no_cache(client: Client, as_ana: Client, path: str) -> None:
    for visitor in (client, as_ana):
        assert visitor.get(path).headers["Cache-Control"] == "private, no-store"


def test_the_api_knows_no_session(as_ana: Client) -> None:
    assert as_ana.get("/api/v1/users/me/").status_code == 401


def test_a_customer_does_not_reach_the_back_office(ana: User, as_ana: Client) -> None:
    assert as_ana.get("/admin/").status_code == 302
    refused = by_admin(EMAIL, PASSWORD, "10.0.0.1")
    assert refused.status_code == 200
    assert "sessao" not in refused.cookies


def test_staff_reach_the_back_office_and_are_listed(db: None) -> None:
    make.user("equipe@example.com", password=PASSWORD, is_staff=True)
    answer = by_admin("equipe@example.com", PASSWORD, "10.0.0.1")
    assert answer.status_code == 302
    assert BrowserSession.objects.count() == 1
