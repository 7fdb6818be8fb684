"""The API says what is wrong in the language asked for, and its facts in one language for everybody."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en-GB,en;q=0.8"}
PORTUGUESE = {"accept-language": "pt-BR"}
JSON = "application/json"


def told(response: Any) -> tuple[int, str, str]:
    return response.status_code, response.json()["title"], response.json()["detail"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("get", "nada/", "", JSON), (404, "Not found", "This address does not exist in the API.")),
        (
            ("get", "products/nada/", "", JSON),
            (404, "Not found", "This product does not exist or is no longer for sale."),
        ),
        (("get", "users/me/", "", JSON), (401, "Sign in to continue", "Sign in to your account to continue.")),
        (
            ("post", "products/", "{}", JSON),
            (405, "Method not accepted", "This address does not accept that method."),
        ),
        (("post", "auth/login/", "{", JSON), (400, "Invalid data", "The body is not valid JSON.")),
        (
            ("post", "auth/login/", "{}", "text/plain"),
            (415, "Format not accepted", "Send the body as application/json."),
        ),
        (("post", "auth/login/", "{}", JSON), (400, "Invalid data", "There is a problem with the data sent.")),
    ],
)
def test_a_refusal_is_told_in_english(
    client: Client, asked: tuple[str, str, str, str], expected: tuple[int, str, str]
) -> None:
    method, path, body, content_type = asked
    more = {"data": body, "content_type": content_type} if body else {}
    answer = getattr(client, method)(f"/api/v1/{path}", headers=ENGLISH, **more)
    assert told(answer) == expected
    assert answer.headers["Content-Language"] == "en"
    assert "Accept-Language" in answer.headers["Vary"]


def test_without_a_wish_it_is_told_in_portuguese_and_its_language_named(client: Client) -> None:
    for headers in ({}, PORTUGUESE, {"accept-language": "de"}):
        answer = client.get("/api/v1/nada/", headers=headers)
        assert told(answer) == (404, "Não encontrado", "Este endereço não existe na API.")
        assert answer.headers["Content-Language"] == "pt-BR"
        assert "Accept-Language" in answer.headers["Vary"]


def test_fields_are_named_in_the_language_asked_for(client: Client) -> None:
    body = {"email": "ana", "password": 7, "items": []}
    said = {}
    for language, headers in (("en", ENGLISH), ("pt", PORTUGUESE), ("again", ENGLISH)):
        answer = client.post("/api/v1/auth/login/", data=body, content_type=JSON, headers=headers)
        said[language] = {each["field"]: each["message"] for each in answer.json()["errors"]}
    assert said["en"] == said["again"]
    assert said["en"]["password"] == "Send a text."
    assert said["pt"]["password"] == "Envie um texto."


@pytest.mark.parametrize(
    "path",
    [
        "products/?color_temperature=2700",
        "products/facets/",
        "products/facets/?price_max=500",
        "products/suggest/?q=lumi",
        "products/understand/?q=pendente%20quente%20ate%20300",
        "products/cupula/",
        "products/cupula/related/",
        "products/best-sellers/",
        "products/changes/",
        "products/cupula/reviews/",
        "categories/",
        "brands/",
        "schema/",
    ],
)
def test_facts_are_the_same_in_every_language(client: Client, path: str) -> None:
    light = make.category("Iluminação", slug="iluminacao")
    for number, slug in enumerate(("cupula", "luminaria", "pendente")):
        specs = {"color_temperature": 2700, "finish": "latao", "room": ["sala"], "dimmable": True, "lumens": 1200}
        make.product(
            slug=slug, category=light, price=Decimal("1249.90") + number, stock=3 * number, specs=specs,
            images=["day", "night"],
        )  # fmt: skip
    first = client.get(f"/api/v1/{path}", headers=ENGLISH)
    again = client.get(f"/api/v1/{path}", headers=PORTUGUESE)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert first.headers.get("ETag") == again.headers.get("ETag")
    assert "Accept-Language" not in first.headers.get("Vary", "")
    assert b"/en/" not in first.content
