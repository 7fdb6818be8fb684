"""What went wrong, told once to people and once to programs."""

import json
import logging
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings
from rest_framework import exceptions as drf
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from iluminacasa import errors, problems, urls

NOT_FOUND, TOO_MANY = 404, 429
RAISED: dict[str, Exception] = {}


class OutOfLamps(errors.Conflict):
    code = "out_of_lamps"
    default_message = "Só restam 2 unidades."


def page(request: HttpRequest) -> HttpResponse:
    raise RAISED["now"]


class Resource(APIView):
    def get(self, request: Request) -> Response:
        raise RAISED["now"]

    def post(self, request: Request) -> Response:
        return Response({"got": request.data})


handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [
    path("tela/", page),
    path("api/v1/thing/", Resource.as_view()),
    path("api/v1/plain/", page),
    *urls.urlpatterns,
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

REFUSALS: list[tuple[Exception, int, str]] = [
    (OutOfLamps(), 409, "out_of_lamps"),
    (errors.Invalid(field="q"), 400, "invalid"),
    (errors.Unauthenticated(), 401, "not_authenticated"),
    (errors.Denied(), 403, "permission_denied"),
    (errors.Missing(), 404, "not_found"),
    (errors.KeyReused(), 422, "idempotency_key_reused"),
    (errors.TooMany(retry_after=7), 429, "too_many_requests"),
    (errors.Unavailable(), 503, "unavailable"),
    (Http404(), 404, "not_found"),
    (PermissionDenied(), 403, "permission_denied"),
    (SuspiciousOperation(), 400, "invalid"),
    (RequestDataTooBig(), 413, "too_large"),
    (DataError(), 400, "invalid"),
    (OverflowError(), 400, "invalid"),
    (RecursionError(), 400, "invalid"),
    (ValidationError("Não."), 400, "invalid"),
]
OF_DRF: list[tuple[Exception, int, str]] = [
    (drf.ValidationError({"q": ["Não."]}), 400, "invalid"),
    (drf.NotAuthenticated(), 401, "not_authenticated"),
    (drf.AuthenticationFailed(), 401, "not_authenticated"),
    (drf.PermissionDenied(), 403, "permission_denied"),
    (drf.NotFound(), 404, "not_found"),
    (drf.Throttled(wait=3.2), 429, "too_many_requests"),
]


def body_of(response: Any) -> dict[str, Any]:
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(response.content)
    assert {"type", "title", "status", "detail", "code", "request_id"} <= body.keys()
    assert body["status"] == response.status_code
    assert body["request_id"] == response.headers["X-Request-Id"]
    return body


@pytest.mark.parametrize(("error", "status", "code"), [*REFUSALS, *OF_DRF], ids=lambda value: repr(value)[:40])
def test_a_program_gets_problem_json(client: Client, error: Exception, status: int, code: str) -> None:
    RAISED["now"] = error
    response = client.get("/api/v1/thing/")
    assert (response.status_code, body_of(response)["code"]) == (status, code)


@pytest.mark.parametrize(("error", "status", "code"), REFUSALS, ids=lambda value: repr(value)[:40])
def test_so_it_does_outside_drf(client: Client, error: Exception, status: int, code: str) -> None:
    RAISED["now"] = error
    response = client.get("/api/v1/plain/")
    assert (response.status_code, body_of(response)["code"]) == (status, code)


@pytest.mark.parametrize(("error", "status", "code"), REFUSALS, ids=lambda value: repr(value)[:40])
def test_a_person_gets_a_page_with_the_same_status(client: Client, error: Exception, status: int, code: str) -> None:
    RAISED["now"] = error
    response = client.get("/tela/")
    assert response.status_code == status
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Traceback" not in response.content.decode()


def test_extra_facts_and_the_field_are_told(client: Client) -> None:
    RAISED["now"] = OutOfLamps(data={"available": 2, "status": 999}, field="quantity")
    body = body_of(client.get("/api/v1/thing/"))
    assert body["available"] == 2
    assert body["detail"] == "Só restam 2 unidades."
    assert body["errors"] == [{"field": "quantity", "code": "out_of_lamps", "message": "Só restam 2 unidades."}]


def test_errors_of_serializers_come_as_a_flat_list(client: Client) -> None:
    RAISED["now"] = drf.ValidationError({"items": [{}, {"quantity": ["Pouco."]}], "email": ["Falta."]})
    fields = {entry["field"] for entry in body_of(client.get("/api/v1/thing/"))["errors"]}
    assert fields == {"items.1.quantity", "email"}


def test_waiting_time_and_realm_are_headers(client: Client) -> None:
    RAISED["now"] = errors.TooMany(retry_after=7)
    assert client.get("/api/v1/thing/").headers["Retry-After"] == "7"
    assert client.get("/tela/").headers["Retry-After"] == "7"
    RAISED["now"] = errors.Unauthenticated()
    assert client.get("/api/v1/thing/").headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("address", ["/api/v1/thing/", "/api/v1/plain/"])
def test_a_bug_is_logged_and_never_shown(
    settings: Settings, caplog: pytest.LogCaptureFixture, debug: bool, address: str
) -> None:
    settings.DEBUG = debug
    RAISED["now"] = ZeroDivisionError("secret detail")
    response = Client(raise_request_exception=False).get(address)
    body = body_of(response)
    assert (response.status_code, body["code"]) == (500, "internal_error")
    assert "secret" not in response.content.decode()
    assert any(entry.levelno == logging.ERROR and entry.exc_info for entry in caplog.records)


def test_a_bug_on_a_page_shows_the_page_that_needs_nothing(client: Client) -> None:
    RAISED["now"] = ZeroDivisionError("secret detail")
    client.raise_request_exception = False
    response = client.get("/tela/")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert response.headers["X-Request-Id"] in response.content.decode()


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("address", ["/api/", "/api/v1/nothing/", "/api/v1/nothing", "/api/v9/products/"])
def test_an_unknown_resource_is_json_not_found(client: Client, settings: Settings, address: str, debug: bool) -> None:
    settings.DEBUG = debug
    for method in ("GET", "POST", "DELETE"):
        response = client.generic(method, address)
        assert (response.status_code, body_of(response)["code"]) == (404, "not_found")


def test_a_missing_slash_is_added_for_readers(client: Client) -> None:
    response = client.get("/api/v1/schema?x=1")
    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/schema/?x=1")
    assert client.generic("POST", "/api/v1/schema").status_code == 404


def test_a_method_that_is_not_there_names_those_that_are(client: Client) -> None:
    response = client.put("/api/v1/thing/")
    assert (response.status_code, body_of(response)["code"]) == (405, "method_not_allowed")
    assert response.headers["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_a_program_that_wants_no_json_is_told_so(client: Client) -> None:
    response = client.get("/api/v1/thing/", headers={"Accept": "text/csv"})
    assert (response.status_code, body_of(response)["code"]) == (406, "not_acceptable")


@pytest.mark.parametrize(
    "body", ["{", "[" * 100_000, '{"a":' * 40_000, '{"a": NaN}', "\x00", b"\xff\xfe", '{"a": 1e999'], ids=range(7)
)
def test_broken_json_is_a_bad_request(client: Client, body: str | bytes) -> None:
    response = client.post("/api/v1/thing/", body, content_type="application/json")
    assert (response.status_code, body_of(response)["code"]) == (400, "invalid")


# --- Pages ---------------------------------------------------------------------------------------
def test_a_refused_form_goes_back_with_a_message(client: Client) -> None:
    RAISED["now"] = OutOfLamps()
    response = client.post("/tela/", headers={"Referer": "http://testserver/catalogo/?cor=2700"})
    assert (response.status_code, response.headers["Location"]) == (303, "http://testserver/catalogo/?cor=2700")
    assert "messages" in response.cookies


@pytest.mark.parametrize(
    "referer",
    ["", "http://evil.example/", "//evil.example/", "https:///evil", "javascript:alert(1)", "http://testserver@evil/"],
)
def test_but_never_to_another_site(client: Client, referer: str) -> None:
    RAISED["now"] = OutOfLamps()
    response = client.post("/tela/", headers={"Referer": referer})
    assert response.status_code == 409
    assert "Location" not in response.headers


def test_a_host_we_do_not_serve_is_refused_in_both_worlds(client: Client) -> None:
    assert client.get("/tela/", headers={"Host": "evil.example"}).status_code == 400
    assert body_of(client.get("/api/v1/thing/", headers={"Host": "evil.example"}))["code"] == "invalid"


def test_every_code_of_the_family_is_written_once() -> None:
    kinds = [errors.ShopError, *errors.ShopError.__subclasses__()]
    codes = [kind.code for kind in kinds if kind.__module__ in (errors.__name__, problems.__name__)]
    assert len(codes) == len(set(codes))
