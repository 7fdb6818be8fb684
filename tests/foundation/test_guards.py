"""Requests refused for their form alone."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ODD_CHARSETS = ["bz2_codec", "zlib", "hex", "rot13", "idna", "undefined", "utf-7", "utf-16", "nothing-known"]


@pytest.mark.parametrize("charset", ODD_CHARSETS)
@pytest.mark.parametrize("address", ["/api/v1/products/", "/contato/"])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_a_charset_that_is_no_text_is_refused(client: Client, address: str, kind: str, charset: str) -> None:
    response = client.generic("POST", address, b"x=1", content_type=f"{kind}; charset={charset}")
    assert response.status_code == 415


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
