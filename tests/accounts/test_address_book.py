"""The address book, in pages and in the API."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from accounts import addresses
from accounts.models import Address, User
from tests import make
from tests.people import PASSWORD, tokens_of

pytestmark = pytest.mark.django_db
FORM = {
    "destinatario": "Ana Souza", "cep": "01310-100", "rua": "Avenida Paulista", "numero": "1578",
    "complemento": "", "bairro": "Bela Vista", "cidade": "São Paulo", "estado": "SP", "referencia": "",
    "telefone": "(11) 91234-5678", "apelido": "Casa",
}  # fmt: skip
BODY = {
    "recipient": "Ana Souza", "postal_code": "01310-100", "street": "Avenida Paulista", "number": "1578",
    "district": "Bela Vista", "city": "São Paulo", "state": "SP",
}  # fmt: skip
ROOT = "/api/v1/users/me/addresses/"


def api(method: str, path: str, bearer: dict[str, str], body: Any = None) -> Any:
    data = "" if body is None else json.dumps(body)
    kind = {"content_type": "application/json"} if data else {}
    return Client().generic(method, path, data, headers=bearer, **kind)  # type: ignore[arg-type]


def test_an_address_is_kept_bare_and_shown_with_its_masks(ana: User, as_ana: Client) -> None:
    assert as_ana.post("/conta/enderecos/novo/", FORM).status_code == 303
    row = Address.objects.get()
    assert (row.postal_code, row.phone, row.is_default, row.user) == ("01310100", "+5511912345678", True, ana)
    page = as_ana.get(f"/conta/enderecos/{row.pk}/").content.decode()
    assert 'value="01310-100"' in page
    assert 'value="(11) 91234-5678"' in page


@pytest.mark.parametrize("typed", ["S/N", "s/n", "sn", "S / N", "s.n.", "S/Nº"])
def test_a_house_may_have_no_number(as_ana: Client, typed: str) -> None:
    as_ana.post("/conta/enderecos/novo/", FORM | {"numero": typed})
    assert Address.objects.get().number == "S/N"


@pytest.mark.parametrize(
    ("cep", "state", "message"),
    [
        ("01310-100", "RJ", "fica em São Paulo"),
        ("20040-002", "SP", "fica em Rio de Janeiro"),
        ("69300-000", "AM", "fica em Roraima"),
        ("73000-000", "GO", "fica em Distrito Federal"),
        ("00000-000", "SP", "não existe"),
        ("0131010", "SP", "não existe"),
        ("٠١٣١٠١٠٠", "SP", "não existe"),
        ("abcdefgh", "SP", "não existe"),
    ],
)
def test_postal_code_and_state_agree(
    as_ana: Client, bearer: dict[str, str], cep: str, state: str, message: str
) -> None:
    answer = as_ana.post("/conta/enderecos/novo/", FORM | {"cep": cep, "estado": state})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert api("POST", ROOT, bearer, BODY | {"postal_code": cep, "state": state}).status_code == 400
    assert not Address.objects.exists()


def test_there_is_one_main_address_whatever_happens(ana: User, as_ana: Client) -> None:
    for name in ("Casa", "Trabalho", "Praia"):
        as_ana.post("/conta/enderecos/novo/", FORM | {"apelido": name, "principal": "on" if name == "Praia" else ""})
    home, work, beach = Address.objects.order_by("pk")

    def main() -> list[str]:
        return list(Address.objects.filter(is_default=True).values_list("label", flat=True))

    assert main() == ["Praia"]
    as_ana.post(f"/conta/enderecos/{home.pk}/principal/")
    assert main() == ["Casa"]
    as_ana.post(f"/conta/enderecos/{home.pk}/apagar/")
    assert main() == ["Praia"]
    as_ana.post(f"/conta/enderecos/{beach.pk}/apagar/")
    as_ana.post(f"/conta/enderecos/{work.pk}/apagar/")
    assert main() == []


def test_an_address_is_erased_after_a_question_that_names_the_next_main_one(as_ana: Client) -> None:
    for name, street in (("Praia", "Rua do Mar"), ("", "Rua Augusta"), ("Casa", "Avenida Paulista")):
        typed = {"apelido": name, "rua": street, "principal": "on" if name == "Casa" else ""}
        as_ana.post("/conta/enderecos/novo/", FORM | typed)
    beach, augusta, home = Address.objects.order_by("pk")
    listed = as_ana.get("/conta/enderecos/").text
    assert f'href="/conta/enderecos/{home.pk}/apagar/"' in listed
    assert 'apagar/">' not in "".join(re.findall(r"<form[^>]*>", listed))
    question = as_ana.get(f"/conta/enderecos/{home.pk}/apagar/")
    assert question.status_code == 200
    assert "<p>O principal passa a ser <strong>Rua Augusta</strong>: Rua Augusta, 1578.</p>" in question.text
    assert Address.objects.count() == 3
    answer = as_ana.post(f"/conta/enderecos/{home.pk}/apagar/", follow=True)
    assert "Endereço apagado. O principal agora é Rua Augusta." in answer.text
    assert "O principal passa a ser" not in as_ana.get(f"/conta/enderecos/{beach.pk}/apagar/").text
    as_ana.post(f"/conta/enderecos/{beach.pk}/apagar/")
    assert list(Address.objects.values_list("pk", "is_default")) == [(augusta.pk, True)]


def test_the_address_of_a_form_leads_back_to_the_book(as_ana: Client) -> None:
    answer = as_ana.get("/conta/enderecos/7/principal/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/conta/enderecos/")
    assert as_ana.get("/conta/enderecos/7/apagar/").status_code == 404


def test_the_book_has_an_end(ana: User, as_ana: Client, bearer: dict[str, str]) -> None:
    fields = addresses.AddressFields(
        recipient="A", postal_code="01310100", street="R", number="1", district="B", city="C", state="SP"
    )
    for _ in range(addresses.MAX_ADDRESSES):
        addresses.add(user=ana, fields=fields)
    answer = api("POST", ROOT, bearer, BODY)
    assert (answer.status_code, answer.json()["code"]) == (409, "address_book_full")
    assert as_ana.post("/conta/enderecos/novo/", FORM).status_code in (303, 409)
    assert Address.objects.count() == addresses.MAX_ADDRESSES
    assert "/conta/enderecos/novo/" not in as_ana.get("/conta/enderecos/").content.decode()


# --- Somebody else's -----------------------------------------------------------------------------
def test_a_foreign_address_is_not_there_and_nothing_of_it_is_shown(as_ana: Client, bearer: dict[str, str]) -> None:
    bia = make.user("bia@example.com", password=PASSWORD)
    foreign = Address.objects.create(
        user=bia, recipient="Bia Segredo", postal_code="20040002", street="Rua Segredo", number="7",
        district="Centro", city="Rio", state="RJ", is_default=True,
    )  # fmt: skip
    absent = foreign.pk + 1000
    for number in (foreign.pk, absent, 10**30):
        path = f"/conta/enderecos/{number}/"
        answers = [
            as_ana.get(path),
            as_ana.post(path, FORM),
            as_ana.post(f"{path}principal/"),
            as_ana.post(f"{path}apagar/"),
        ]
        answers += [api(verb, f"{ROOT}{number}/", bearer, BODY if verb in ("PUT", "PATCH") else None)
                    for verb in ("GET", "PUT", "PATCH", "DELETE")]  # fmt: skip
        assert [answer.status_code for answer in answers] == [404] * 8
        assert all("Segredo" not in answer.content.decode() for answer in answers)
    mine, other = (api("GET", f"{ROOT}{number}/", bearer).json() for number in (foreign.pk, absent))
    assert mine | {"request_id": ""} == other | {"request_id": ""}
    foreign.refresh_from_db()
    assert (foreign.street, foreign.is_default) == ("Rua Segredo", True)


# --- API -----------------------------------------------------------------------------------------
def test_an_app_keeps_addresses(bearer: dict[str, str]) -> None:
    made = api("POST", ROOT, bearer, BODY)
    assert made.status_code == 201
    number = made.json()["id"]
    assert made.json() == BODY | {
        "id": number, "postal_code": "01310100", "complement": "", "reference": "", "phone": "", "label": "",
        "is_default": True,
    }  # fmt: skip
    changed = api("PATCH", f"{ROOT}{number}/", bearer, {"number": "s/n", "phone": "11 91234-5678"}).json()
    assert (changed["number"], changed["phone"], changed["street"]) == ("S/N", "+5511912345678", "Avenida Paulista")
    assert api("PATCH", f"{ROOT}{number}/", bearer, {"state": "RJ"}).json()["errors"][0]["code"] == "state_mismatch"
    replaced = api("PUT", f"{ROOT}{number}/", bearer, BODY | {"street": "Rua Augusta"}).json()
    assert (replaced["street"], replaced["phone"]) == ("Rua Augusta", "")
    listed = api("GET", ROOT, bearer).json()
    assert (listed["count"], listed["next"], listed["results"]) == (1, None, [replaced])
    assert api("DELETE", f"{ROOT}{number}/", bearer).status_code == 204
    assert api("GET", ROOT, bearer).json()["count"] == 0


@pytest.mark.parametrize(
    "body",
    [None, [], "x", 7, {}, BODY | {"state": "XX"}, BODY | {"number": ""}, BODY | {"street": "x" * 161},
     BODY | {"street": "a\x00b"}, BODY | {"recipient": {"a": 1}}, BODY | {"phone": "123"},
     BODY | {"is_default": "talvez"}],
)  # fmt: skip
def test_bodies_that_make_no_address_are_refused(bearer: dict[str, str], body: Any) -> None:
    answer = api("POST", ROOT, bearer, body)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not Address.objects.exists()


def test_without_a_token_there_is_nothing_to_see(db: None) -> None:
    for path in (ROOT, f"{ROOT}1/", "/api/v1/users/me/", "/api/v1/users/me/favorites/", "/api/v1/users/me/sessions/"):
        answer = Client().get(path)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_two_apps_share_one_book(ana: User, bearer: dict[str, str]) -> None:
    api("POST", ROOT, bearer, BODY)
    other = {"Authorization": f"Bearer {tokens_of(ana.email)['access']}"}
    assert api("GET", ROOT, other).json()["count"] == 1
