"""Name, documents, telephone and consents, in pages and in the API."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import Consent, User

pytestmark = pytest.mark.django_db
ME = "/api/v1/users/me/"
DOCUMENTS = [
    ("529.982.247-25", "52998224725"), ("390.533.447-05", "39053344705"), ("52998224725", "52998224725"),
    ("12.ABC.345/01DE-35", "12ABC34501DE35"), ("12.abc.345/01de-35", "12ABC34501DE35"),
    ("33.000.167/0001-01", "33000167000101"), ("11.222.333/0001-81", "11222333000181"), ("", ""),
    ("529.982.247-24", None), ("111.111.111-11", None), ("000.000.000-00", None), ("12.ABC.345/01DE-34", None),
    ("00.000.000/0000-00", None), ("1234", None), ("٥٢٩٩٨٢٢٤٧٢٥", None), ("529.982.247-2A", None), ("x" * 31, None),
]  # fmt: skip
PHONES = [
    ("(11) 91234-5678", "+5511912345678"), ("11912345678", "+5511912345678"), ("+55 11 91234-5678", "+5511912345678"),
    ("(11) 3123-4567", "+551131234567"), ("", ""),
    ("(10) 91234-5678", None), ("(11) 81234-5678", None), ("91234-5678", None), ("+1 202 555 0100", None),
    ("(11) 9123", None), ("telefone", None),
]  # fmt: skip


def patch(bearer: dict[str, str], body: Any) -> Any:
    return Client().patch(ME, json.dumps(body), content_type="application/json", headers=bearer)


@pytest.mark.parametrize(("typed", "kept"), DOCUMENTS)
def test_documents(ana: User, as_ana: Client, bearer: dict[str, str], typed: str, kept: str | None) -> None:
    page = as_ana.post("/conta/dados/", {"nome": "Ana", "documento": typed})
    assert page.status_code == (422 if kept is None else 303)
    assert patch(bearer, {"document": typed}).status_code == (400 if kept is None else 200)
    ana.refresh_from_db()
    assert ana.document == (kept or "")


@pytest.mark.parametrize(("typed", "kept"), PHONES)
def test_telephones(ana: User, as_ana: Client, bearer: dict[str, str], typed: str, kept: str | None) -> None:
    page = as_ana.post("/conta/dados/", {"nome": "Ana", "telefone": typed})
    assert page.status_code == (422 if kept is None else 303)
    assert patch(bearer, {"phone": typed}).status_code == (400 if kept is None else 200)
    ana.refresh_from_db()
    assert ana.phone == (kept or "")


def test_kept_documents_are_shown_with_their_mask(as_ana: Client) -> None:
    as_ana.post("/conta/dados/", {"nome": "Ana", "documento": "12ABC34501DE35"})
    assert 'value="12.ABC.345/01DE-35"' in as_ana.get("/conta/dados/").content.decode()


def test_the_app_sees_and_changes_the_person(ana: User, bearer: dict[str, str]) -> None:
    answer = Client().get(ME, headers=bearer)
    body = answer.json()
    assert set(body) == {
        "id", "email", "email_verified", "name", "phone", "document", "marketing", "joined_at",
    }  # fmt: skip
    assert (body["email"], body["name"], body["email_verified"]) == (ana.email, "Ana Souza", True)
    assert answer.headers["Cache-Control"] == "private, no-store"
    again = Client().get(ME, headers=bearer | {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert patch(bearer, {"name": "Ana S."}).json()["name"] == "Ana S."


@pytest.mark.parametrize(
    "body", [{"email": "x@example.com"}, {"is_staff": True}, {"is_superuser": True}, {"session_version": 9}, {"id": 1}]
)
def test_nobody_makes_themselves_another(ana: User, bearer: dict[str, str], body: dict[str, Any]) -> None:
    before = Client().get(ME, headers=bearer).json()
    assert patch(bearer, body).json() == before
    ana.refresh_from_db()
    assert (ana.is_staff, ana.is_superuser, ana.session_version) == (False, False, 1)


@pytest.mark.parametrize(
    "body", [[], "x", None, {"name": ""}, {"name": " \t"}, {"name": "a\x00"}, {"name": "x" * 151}, {"marketing": "x"}]
)
def test_bodies_that_make_no_sense_are_refused(bearer: dict[str, str], body: Any) -> None:
    assert patch(bearer, body).status_code == 400


# --- Consents ------------------------------------------------------------------------------------
def test_a_consent_is_given_and_taken_back_on_record(ana: User, as_ana: Client, bearer: dict[str, str]) -> None:
    as_ana.post("/conta/privacidade/", {"novidades": "on"})
    as_ana.post("/conta/privacidade/", {"novidades": "on"})
    assert Client().get(ME, headers=bearer).json()["marketing"] is True
    assert patch(bearer, {"marketing": False}).json()["marketing"] is False
    rows = Consent.objects.order_by("pk").values_list("kind", "is_granted", "origin", "text_version")
    assert list(rows) == [("marketing", True, "conta", "2026-11"), ("marketing", False, "api", "2026-11")]
    page = as_ana.get("/conta/privacidade/").content.decode()
    assert page.index("Retirado") < page.index("Aceito")
