"""Requests refused for their form alone."""

from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParser
from django.test import Client

from iluminacasa.wsgi import application

pytestmark = pytest.mark.django_db
ODD_CHARSETS = ["bz2_codec", "zlib", "hex", "rot13", "idna", "undefined", "utf-7", "utf-16", "nothing-known"]


@pytest.mark.parametrize("charset", ODD_CHARSETS)
@pytest.mark.parametrize("address", ["/api/v1/products/", "/contato/"])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_a_charset_that_is_no_text_is_refused(client: Client, address: str, kind: str, charset: str) -> None:
    response = client.generic("POST", address, b"x=1", content_type=f"{kind}; charset={charset}")
    assert response.status_code == 415


ODD_KINDS = [
    *(f"text/html; charset={charset}" for charset in ODD_CHARSETS), "a/b; x=" + "y" * 11_000, "a/b; x*=nope''%41",
    "multipart/form-data; boundary*=idna''%ff", "application/json; boundary*=undefined''x", "a/b; charset=" + "x" * 300,
]  # fmt: skip


@pytest.mark.parametrize("kind", ODD_KINDS, ids=lambda kind: kind[:50])
@pytest.mark.parametrize(("method", "status"), [("POST", 415), ("GET", 404)])
def test_a_claim_that_cannot_be_read_breaks_nothing(kind: str, method: str, status: int) -> None:
    """Django reads it, and decodes the address by it, before any middleware: so what a server calls is asked here."""
    told: list[str] = []
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": "/nada/", "QUERY_STRING": "q=%ff&q=a"}
    environ |= {"CONTENT_TYPE": kind, "CONTENT_LENGTH": "3", "wsgi.input": BytesIO(b"x=1")}
    setup_testing_defaults(environ)
    body = b"".join(application(environ, lambda line, headers, *rest: told.append(line)))
    assert told[0].startswith(str(status))
    assert b"<title>" in body


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "us-ascii", "iso-8859-1", "latin1", "windows-1252"])
def test_charsets_of_text_are_not(client: Client, charset: str) -> None:
    response = client.post("/api/v1/products/", b"{}", content_type=f"application/json; charset={charset}")
    assert response.status_code == 405


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json", ""]
)
def test_the_api_takes_json_alone(client: Client, kind: str) -> None:
    response = client.post("/api/v1/products/", b'{"a": 1}', content_type=kind)
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_body_past_256_kb_is_refused_unread(client: Client, method: str) -> None:
    response = client.generic(method, "/api/v1/products/", b" " * (256 * 1024 + 1), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


CHUNKED = {"HTTP_TRANSFER_ENCODING": "chunked"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("kind", ["application/json", "text/xml"])
def test_a_body_of_unknown_length_is_refused_and_not_taken_for_none(client: Client, method: str, kind: str) -> None:
    response = client.generic(method, "/api/v1/cart/items/", b"", content_type=kind, **CHUNKED)
    assert (response.status_code, response.json()["code"]) == (411, "length_required")
    assert response.json()["detail"] == "Envie o corpo com o cabeçalho Content-Length."


def test_nor_by_the_pages(client: Client) -> None:
    assert client.post("/entrar/", {"email": "a@example.com", "senha": "x"}, **CHUNKED).status_code == 411
    assert client.get("/entrar/", **CHUNKED).status_code == 200


# --- Forms and files -----------------------------------------------------------------------------
def form_of(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("foto.png", b"x" * size, content_type="image/png")


@pytest.mark.parametrize("address", ["/entrar/", "/contato/", "/admin/login/", "/carrinho/adicionar/"])
def test_nobody_from_the_street_sends_more_than_1_mb(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spooled: list[str] = []
    monkeypatch.setattr(MultiPartParser, "parse", lambda *_: spooled.append("read"))
    assert client.post(address, {"foto": form_of(1024 * 1024)}).status_code == 413
    assert spooled == []


def test_a_customer_sends_no_file_to_the_back_office_either(as_ana: Client) -> None:
    assert as_ana.post("/admin/catalog/image/add/", {"foto": form_of(1024 * 1024)}).status_code == 413


def test_staff_sends_pictures_of_up_to_20_mb(admin_client: Client) -> None:
    assert admin_client.post("/admin/login/", {"foto": form_of(2 * 1024 * 1024)}).status_code == 200
    assert admin_client.post("/entrar/", {"foto": form_of(2 * 1024 * 1024)}).status_code == 413
    too_much = admin_client.generic("POST", "/admin/login/", b"", CONTENT_LENGTH=str(20 * 1024 * 1024 + 1))
    assert too_much.status_code == 413


@pytest.mark.parametrize("length", ["", "abc", "-5", "1e9", "٣"])
def test_a_length_that_is_no_number_breaks_nothing(client: Client, length: str) -> None:
    response = client.generic("POST", "/api/v1/products/", CONTENT_LENGTH=length, CONTENT_TYPE="application/json")
    assert response.status_code in (400, 405)


@pytest.mark.parametrize("address", ["/api/v1/products/", "/catalogo/"])
def test_an_address_too_long_is_refused(client: Client, address: str) -> None:
    assert client.get(f"{address}?q={'a' * 33_000}").status_code == 413


@pytest.mark.parametrize("address", ["/api/v1/products/%00/", "/produto/%00/", "/%00"])
def test_a_nul_in_the_path_is_refused(client: Client, address: str) -> None:
    assert client.get(address).status_code in (400, 404)
