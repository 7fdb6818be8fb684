"""People in the back office: what staff see of them and can end."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import Address, BrowserSession, User
from tests import make
from tests.people import EMAIL, tokens_of

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"


@pytest.fixture
def staff(db: None) -> Client:
    client = Client()
    client.force_login(make.user("chefe@example.com", is_staff=True, is_superuser=True))
    return client


def form_of(user: User, **changes: str) -> dict[str, str]:
    inlines = ("addresses", "browser_sessions", "token_families", "consents")
    form = {f"{name}-{part}_FORMS": "0" for name in inlines for part in ("TOTAL", "INITIAL")}
    return form | {"email": user.email, "name": user.name, "is_active": "on"} | changes


def test_a_person_is_shown_with_addresses_sessions_and_consents(ana: User, as_ana: Client, staff: Client) -> None:
    Address.objects.create(
        user=ana, recipient="Ana", postal_code="01310100", street="Avenida Paulista", number="1", district="B",
        city="São Paulo", state="SP",
    )  # fmt: skip
    as_ana.post("/conta/privacidade/", {"novidades": "on"})
    page = staff.get(f"{LIST}{ana.pk}/change/").content.decode()
    for text in ("Avenida Paulista", "novidades por e-mail", "127.0.0.1"):
        assert text in page
    assert BrowserSession.objects.get(user=ana).session_key not in page


def test_all_sessions_of_a_person_are_ended(ana: User, as_ana: Client, staff: Client) -> None:
    app = tokens_of(EMAIL)
    answer = staff.post(LIST, {"action": "end_sessions", "_selected_action": [str(ana.pk)]})
    assert answer.status_code == 302
    assert as_ana.get("/conta/").status_code == 303
    bearer = {"Authorization": f"Bearer {app['access']}"}
    assert Client().get("/api/v1/users/me/", headers=bearer).status_code == 401
    assert LogEntry.objects.filter(object_id=str(ana.pk)).exists()


def test_who_is_deactivated_is_out_and_stays_out_after_coming_back(ana: User, as_ana: Client, staff: Client) -> None:
    form = form_of(ana)
    del form["is_active"]
    assert staff.post(f"{LIST}{ana.pk}/change/", form).status_code == 302
    ana.refresh_from_db()
    assert (ana.is_active, ana.session_version) == (False, 2)
    assert staff.post(f"{LIST}{ana.pk}/change/", form_of(ana)).status_code == 302
    assert as_ana.get("/conta/").status_code == 303


def test_a_password_set_by_staff_ends_what_the_old_one_opened(ana: User, as_ana: Client, staff: Client) -> None:
    app = tokens_of(EMAIL)
    new = "senha-dada-pela-equipe"
    answer = staff.post(f"{LIST}{ana.pk}/password/", {"usable_password": "true", "password1": new, "password2": new})
    assert answer.status_code == 302
    assert as_ana.get("/conta/").status_code == 303
    bearer = {"Authorization": f"Bearer {app['access']}"}
    assert Client().get("/api/v1/users/me/", headers=bearer).status_code == 401
