"""The second factor: nobody works in the back office with a password alone where the shop demands more."""

import re
import time
from base64 import b32encode
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor, tokens
from accounts.models import Activity, RecoveryCode, User
from iluminacasa.limits import RateExceeded
from tests import buying, make
from tests.people import PASSWORD, tokens_of

pytestmark = pytest.mark.django_db
ASK, ON, OWN = "/admin/segundo-fator/", "/admin/segundo-fator/ativar/", "/admin/segundo-fator/codigos/"
LISTS = [
    reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
]


@pytest.fixture
def demanded(settings) -> None:
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def rita(db) -> User:
    return make.user("rita@example.com", password=PASSWORD, name="Rita", is_staff=True, is_superuser=True)


def signed_in(user: User) -> Client:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.post("/admin/login/", {"username": user.email, "password": PASSWORD})
    return client


def code_of(user: User, steps: int = 0) -> str:
    """What the person's app shows, so many half minutes from now."""
    device = TOTPDevice.objects.get(user=user)
    clock = TOTP(device.bin_key)
    clock.time = time.time() + 30 * steps
    return f"{clock.token():06d}"


def enrolled(user: User) -> list[str]:
    second_factor.begin(user=user)
    codes = second_factor.turn_on(user=user, code=code_of(user), address="", at=timezone.now())
    user.refresh_from_db()
    return codes


def enter(client: Client, code: str, goal: str = ""):
    return client.post(ASK, {"codigo": code, "next": goal})


# --- Where it is demanded ------------------------------------------------------------------------
def test_with_a_password_alone_no_page_of_the_back_office_opens(demanded, rita) -> None:
    client = signed_in(rita)
    for path in [
        "/admin/",
        *LISTS,
        "/admin/jsi18n/",
        "/admin/password_change/",
        "/admin/autocomplete/",
        "/admin/emails/",
    ]:
        response = client.get(path)
        assert (path, response.status_code) == (path, 302)
        assert response["Location"].startswith("/admin/login/?next=")
    on_the_way = client.get("/admin/login/?next=/admin/catalog/product/")
    assert on_the_way["Location"] == f"{ASK}?next=/admin/catalog/product/"
    assert client.get(on_the_way["Location"])["Location"] == f"{ON}?next=/admin/catalog/product/"


def test_a_form_posted_without_the_code_changes_nothing(demanded, rita) -> None:
    product = make.product()
    client = signed_in(rita)
    path = reverse("admin:catalog_product_count", args=[product.pk])
    assert client.post(path, {"counted": "1", "seen": str(product.stock)}).status_code == 302
    product.refresh_from_db()
    assert product.stock == 20


def test_the_first_day_leads_to_the_square_and_ends_inside(demanded, rita) -> None:
    client = signed_in(rita)
    page = client.get(ON)
    text = page.content.decode()
    assert (page.status_code, page["Cache-Control"].count("no-store")) == (200, 1)
    assert '<path d="M' in text
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', text)
    assert secret
    assert len(secret[1].replace(" ", "")) == 32
    shown = client.post(ON, {"codigo": code_of(rita), "next": "/admin/catalog/product/"})
    codes = re.findall(r"<code>([0-9A-Z-]{19})</code>", shown.content.decode())
    assert (shown.status_code, len(set(codes))) == (200, 10)
    assert client.get("/admin/").status_code == 200
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()


def test_the_wrong_first_code_turns_nothing_on(demanded, rita) -> None:
    client = signed_in(rita)
    client.get(ON)
    assert client.post(ON, {"codigo": "000000"}).status_code == 422
    rita.refresh_from_db()
    assert rita.second_factor_at is None
    assert client.get("/admin/").status_code == 302


def test_every_sign_in_asks_anew_and_a_code_opens_once(demanded, rita) -> None:
    enrolled(rita)
    first, second = signed_in(rita), signed_in(rita)
    code = code_of(rita, 1)
    assert enter(first, code, "/admin/catalog/product/")["Location"] == "/admin/catalog/product/"
    assert first.get("/admin/").status_code == 200
    assert enter(second, code).status_code == 422
    assert second.get("/admin/").status_code == 302


def test_the_way_on_stays_in_the_shop(demanded, rita) -> None:
    enrolled(rita)
    assert enter(signed_in(rita), code_of(rita, 1), "https://evil.example/")["Location"] == "/admin/"


def test_a_customer_and_a_stranger_never_see_the_pages_of_the_step(demanded, customer) -> None:
    for path in (ASK, ON, OWN):
        assert customer.get(path)["Location"].startswith("/admin/login/")
        assert Client().get(path)["Location"].startswith("/admin/login/")


def test_the_pages_of_the_step_show_no_menu(demanded, staff) -> None:
    text = staff("catalog.view_product").get(ON).content.decode()
    assert "Produtos" not in text
    assert "Sair da conta" in text


# --- Guessing ------------------------------------------------------------------------------------
def test_guesses_are_counted_and_then_even_the_right_code_waits(demanded, rita) -> None:
    enrolled(rita)
    client = signed_in(rita)
    answers = [enter(client, "000000").status_code for _ in range(12)]
    assert answers[0] == 422
    assert answers[-1] in (303, 429)
    assert enter(client, code_of(rita, 1)).status_code in (303, 429)
    assert client.get("/admin/").status_code == 302


def test_another_address_guesses_against_the_same_count(demanded, rita) -> None:
    enrolled(rita)
    for number in range(9):  # the first code of all was the tenth
        with pytest.raises(second_factor.WrongCode):
            second_factor.check(user=rita, code="000000", address=f"10.0.0.{number}", at=timezone.now())
    with pytest.raises(RateExceeded):
        second_factor.check(user=rita, code="000000", address="10.0.1.1", at=timezone.now())


@pytest.mark.parametrize("code", ["", "12345", "1234567", "１２３４５６", "٠١٢٣٤٥", "a" * 41, "0" * 16, "'; --"])
def test_what_is_no_code_opens_nothing(demanded, rita, code: str) -> None:
    enrolled(rita)
    client = signed_in(rita)
    assert enter(client, code).status_code == 422
    assert client.get("/admin/").status_code == 302


# --- The day the telephone is lost ---------------------------------------------------------------
def test_a_recovery_code_opens_once_however_it_is_typed(demanded, rita) -> None:
    codes = enrolled(rita)
    client = signed_in(rita)
    typed = codes[0].lower().replace("-", " ").replace("1", "i").replace("0", "o")
    assert enter(client, typed).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert enter(signed_in(rita), codes[0]).status_code == 422
    assert second_factor.codes_left(user=rita) == 9
    assert Activity.objects.latest("pk").note == "Entrou com um código de recuperação."


def test_codes_of_one_person_open_nothing_for_another(demanded, rita) -> None:
    codes = enrolled(rita)
    other = make.user("bia@example.com", password=PASSWORD, is_staff=True)
    enrolled(other)
    assert enter(signed_in(other), codes[0]).status_code == 422


def test_new_codes_need_a_code_and_end_the_old_ones(demanded, rita) -> None:
    codes = enrolled(rita)
    client = signed_in(rita)
    enter(client, codes[0])
    assert client.post(OWN, {"codigo": "000000"}).status_code == 422
    shown = client.post(OWN, {"codigo": code_of(rita, 1)}).content.decode()
    fresh = re.findall(r"<code>([0-9A-Z-]{19})</code>", shown)
    assert len(fresh) == 10
    assert enter(signed_in(rita), codes[1]).status_code == 422
    assert enter(signed_in(rita), fresh[1]).status_code == 302


def test_the_owner_lets_a_colleague_begin_anew(demanded, boss, owner, rita) -> None:
    enrolled(owner)
    inside = signed_in(rita)
    enrolled(rita)
    boss.force_login(owner)
    session = boss.session
    owner.refresh_from_db()
    session["second_factor"] = f"{owner.pk}.{owner.session_version}"
    session.save()
    path = reverse("admin:accounts_user_changelist")
    data = {"action": "reset_second_factor", "_selected_action": [str(rita.pk)], "index": "0"}
    assert boss.post(path, data).status_code == 302
    rita.refresh_from_db()
    assert rita.second_factor_at is None
    assert not TOTPDevice.objects.filter(user=rita).exists()
    assert not RecoveryCode.objects.filter(user=rita).exists()
    assert inside.get(ASK)["Location"].startswith("/admin/login/")
    told = Activity.objects.filter(kind="accounts.user").latest("pk")
    assert (told.actor, told.object_key, told.note) == (owner, str(rita.pk), "Segundo fator desligado.")


def test_a_colleague_without_all_power_resets_nobody(staff, rita) -> None:
    enrolled(rita)
    path = reverse("admin:accounts_user_changelist")
    data = {"action": "reset_second_factor", "_selected_action": [str(rita.pk)], "index": "0"}
    staff("accounts.view_user", "accounts.change_user").post(path, data)
    rita.refresh_from_db()
    assert rita.second_factor_at is not None


# --- Sessions ------------------------------------------------------------------------------------
def test_turning_it_on_ends_every_other_session(rita) -> None:
    here, elsewhere = signed_in(rita), signed_in(rita)
    app = tokens_of(rita.email)["access"]
    here.get(ON)
    here.post(ON, {"codigo": code_of(rita)})
    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    with pytest.raises(tokens.TokenRefused):
        tokens.person(access=app)


def test_an_answer_given_in_one_life_of_the_sessions_does_not_count_in_the_next(demanded, rita) -> None:
    codes = enrolled(rita)
    client = signed_in(rita)
    enter(client, codes[0])
    tokens.end_everything(user=rita, at=timezone.now())
    client.force_login(rita)
    assert client.get("/admin/").status_code == 302


# --- Where it is not demanded --------------------------------------------------------------------
def test_the_trial_shop_opens_with_a_password(rita) -> None:
    assert signed_in(rita).get("/admin/").status_code == 200


def test_whoever_turned_it_on_is_asked_all_the_same_and_may_turn_it_off(rita) -> None:
    enrolled(rita)
    client = signed_in(rita)
    assert client.get("/admin/").status_code == 302
    assert enter(client, code_of(rita, 1)).status_code == 302
    rita.refresh_from_db()
    TOTPDevice.objects.update(last_t=-1)
    assert client.post(OWN, {"codigo": code_of(rita, 1), "desligar": "1"})["Location"] == "/admin/"
    rita.refresh_from_db()
    assert rita.second_factor_at is None
    assert client.get("/admin/").status_code == 200


def test_where_it_is_demanded_nobody_turns_it_off(demanded, rita) -> None:
    codes = enrolled(rita)
    client = signed_in(rita)
    enter(client, codes[0])
    assert client.post(OWN, {"codigo": code_of(rita, 1), "desligar": "1"}).status_code == 422
    rita.refresh_from_db()
    assert rita.second_factor_at is not None


# --- Doors that know only passwords --------------------------------------------------------------
def test_app_and_shop_pages_show_staff_the_orders_of_others_only_while_a_password_is_enough(settings, rita) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    now = timezone.now()
    order = buying.place(buying.cart_with({buying.goods(at=now): 1}, at=now), at=now)
    bearer = {"Authorization": f"Bearer {tokens_of(rita.email)['access']}"}
    path = f"/api/v1/orders/{order.number}/"
    assert Client().get(path, headers=bearer).status_code == 200
    settings.STAFF_SECOND_FACTOR = True
    assert Client().get(path, headers=bearer).status_code == 404


def test_the_secret_has_no_desk_and_no_export() -> None:
    assert TOTPDevice not in admin.site._registry
    assert RecoveryCode not in admin.site._registry


def test_production_demands_it_unless_told_otherwise() -> None:
    from iluminacasa import settings as source
    from tests.house.source import ROOT

    assert 'env.bool("STAFF_SECOND_FACTOR", not DEBUG)' in (ROOT / "iluminacasa/settings.py").read_text()
    assert source.OTP_TOTP_ISSUER == source.STORE_NAME


def test_a_spent_half_minute_stays_spent(rita) -> None:
    enrolled(rita)
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(user=rita, code=code_of(rita), address="", at=timezone.now() + timedelta(seconds=1))


def test_the_command_lets_the_last_superuser_begin_anew(rita) -> None:
    enrolled(rita)
    out = StringIO()
    call_command("reset_second_factor", "RITA@example.com", stdout=out)
    rita.refresh_from_db()
    assert rita.second_factor_at is None
    assert out.getvalue() == "rita@example.com: the second factor is off; every session has ended.\n"
    for email in ("rita@example.com", "nobody@example.com"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", email)


# --- Who has seen the secret ---------------------------------------------------------------------
def secret_on(client: Client) -> str:
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', client.get(ON).content.decode())
    assert found
    return found[1]


def test_a_secret_somebody_else_was_shown_is_never_turned_on(demanded, rita) -> None:
    stranger, own = signed_in(rita), signed_in(rita)
    seen = secret_on(stranger)
    assert secret_on(stranger) == seen
    mine = secret_on(own)
    assert mine != seen
    assert secret_on(own) == mine
    assert own.post(ON, {"codigo": code_of(rita)}).status_code == 200
    assert b32encode(TOTPDevice.objects.get(user=rita).bin_key).decode() == mine.replace(" ", "")
    assert stranger.get("/admin/").status_code == 302
