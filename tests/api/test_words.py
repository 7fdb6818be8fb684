"""What the API says in words: the descriptions of its document, its refusals, its moments and its addresses."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from accounts import serializers as people
from cart import serializers as carts
from catalog import serializers as window
from orders import serializers as buying
from tests import make
from tests.people import EMAIL, PASSWORD

pytestmark = pytest.mark.django_db
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
BOUGHT = ("cart", "orders", "payments")  # their doors are described on their own floors


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/schema/").json()
    return found


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from (each for each in methods.values() if isinstance(each, dict) and "operationId" in each)


# --- The document --------------------------------------------------------------------------------
def test_every_operation_says_what_it_does_in_words_of_its_own(document: dict[str, Any]) -> None:
    own = [each for each in operations(document) if each["tags"][0] not in BOUGHT]
    said = {each["operationId"]: each.get("description", "") for each in own}
    assert len(own) > 40
    assert not [name for name, text in said.items() if len(text) < 15]
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize("inside", ["fields_of", "held whole in memory", "Everything here belongs", "to the rooms"])
def test_the_document_speaks_of_nothing_a_reader_cannot_see(client: Client, inside: str) -> None:
    assert inside not in client.get("/api/v1/schema/").content.decode()


@pytest.mark.parametrize(
    ("shape", "field"),
    [("RegisterRequest", "password"), ("PasswordChangeRequest", "new_password"), ("ResetConfirmRequest", "password")],
)
def test_the_rule_for_passwords_is_in_the_document(document: dict[str, Any], shape: str, field: str) -> None:
    found = document["components"]["schemas"][shape]["properties"][field]
    assert (found["minLength"], found["maxLength"], found["writeOnly"]) == (8, 128, True)
    assert "weak_password" in found["description"]


def test_a_password_that_is_typed_to_sign_in_has_no_rule(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["LoginRequest"]["properties"]["password"]["minLength"] == 1


def test_ones_orders_need_a_token_in_the_document_as_in_truth(client: Client, document: dict[str, Any]) -> None:
    assert document["paths"]["/api/v1/orders/"]["get"]["security"] == [{"bearer": []}]
    assert client.get("/api/v1/orders/").status_code == 401


def test_a_body_that_goes_with_a_delete_is_in_the_document(document: dict[str, Any]) -> None:
    body = document["paths"]["/api/v1/users/me/"]["delete"]["requestBody"]
    assert body["required"] is True
    reference = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert list(document["components"]["schemas"][reference]["properties"]) == ["password"]
    assert "411" in document["paths"]["/api/v1/users/me/"]["delete"]["responses"]


# --- Refusals ------------------------------------------------------------------------------------
def shapes() -> list[type[serializers.Serializer[Any]]]:
    found = [each for module in (people, window, carts, buying) for each in vars(module).values()]
    kinds = (each for each in found if isinstance(each, type) and issubclass(each, serializers.Serializer))
    return [kind for kind in kinds if not issubclass(kind, PolymorphicProxySerializer)]


def test_no_field_speaks_bad_portuguese() -> None:
    said = {
        (shape.__name__, field.field_name, str(text))
        for shape in shapes()
        for field in shape().fields.values()
        for text in field.error_messages.values()
    }
    assert len(said) > 300
    bad = re.compile(r"Certifi|pode não|vázi|string|slug|email|booleano|exigido|submetido|escolha válida|Insira")
    assert not [each for each in said if bad.search(each[2])]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"email": EMAIL, "password": PASSWORD}, "Este campo é obrigatório."),
        ({"email": EMAIL, "password": PASSWORD, "name": None}, "Este campo não pode ser nulo."),
        ({"email": EMAIL, "password": PASSWORD, "name": ""}, "Este campo não pode ficar em branco."),
        ({"email": EMAIL, "password": PASSWORD, "name": "x" * 151}, "Use no máximo 150 caracteres."),
        ({"email": EMAIL, "password": PASSWORD, "name": []}, "Envie um texto."),
        ({"email": EMAIL, "password": PASSWORD, "name": "Ana", "marketing": "x"}, "Envie true ou false."),
        (
            {"email": "x", "password": PASSWORD, "name": "Ana"},
            "Informe um e-mail completo, como nome@exemplo.com.br.",
        ),
        ([], "Envie um objeto JSON."),
    ],
)
def test_refusals_are_said_well(client: Client, body: Any, message: str) -> None:
    answer = client.post("/api/v1/auth/register/", body, content_type="application/json")
    assert answer.status_code == 400
    assert [each["message"] for each in answer.json()["errors"]] == [message]


# --- Moments and addresses -----------------------------------------------------------------------
def moments(value: Any) -> Iterator[str]:
    """Every moment in an answer."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from moments(each)
    elif isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        yield value


def test_every_moment_is_written_alike(client: Client, bearer: dict[str, str]) -> None:
    lamp = make.product(slug="abajur")
    make.review(lamp, created_at=timezone.now())
    addresses = ("products/", "products/abajur/", "products/abajur/reviews/", "products/changes/", "users/me/",
                 "users/me/sessions/")  # fmt: skip
    for address in addresses:
        found = list(moments(client.get(f"/api/v1/{address}", headers=bearer).json()))
        assert found, address
        assert not [each for each in found if not MOMENT.fullmatch(each)], address


@pytest.mark.parametrize("host", ["testserver", "localhost:99", "127.0.0.1:8443"])
def test_the_next_page_is_at_the_shops_own_address_whatever_host_was_asked(client: Client, host: str) -> None:
    for _ in range(2):
        make.review(make.product(), created_at=timezone.now())
    lamp = make.product(slug="abajur")
    for _ in range(2):
        make.review(lamp, created_at=timezone.now())
    for address in ("products/", "products/abajur/reviews/"):
        following = client.get(f"/api/v1/{address}?page_size=1", headers={"Host": host}).json()["next"]
        assert following.startswith(f"http://testserver/api/v1/{address}?page_size=1&cursor=")
