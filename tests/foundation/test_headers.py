"""Headers of every answer, and what a cache may keep."""

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from iluminacasa import freshness, headers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/healthz", "/api/v1/categories/", "/api/v1/nothing/", "/nada-aqui/"])
def test_every_answer_is_closed_in_the_same_way(client: Client, address: str) -> None:
    given = client.get(address).headers
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Referrer-Policy"] == "same-origin"
    assert given["X-Frame-Options"] == "DENY" or address == "/healthz"
    assert given["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in given["Permissions-Policy"]
    assert "'unsafe-inline'" not in given["Content-Security-Policy"]
    assert len(given["X-Request-Id"]) == 32


def test_only_the_docs_may_style_themselves(client: Client) -> None:
    policy = client.get("/api/v1/docs/").headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy
    assert "img-src 'self' data:" in policy


def test_nothing_is_cached_unless_the_view_says_so(client: Client) -> None:
    assert client.get("/api/v1/nothing/").headers["Cache-Control"] == "private, no-store"
    assert client.get("/api/v1/categories/").headers["Cache-Control"] == "public, max-age=0, s-maxage=60"


def answer_of(request_cookies: dict[str, str], response: HttpResponse) -> HttpResponse:
    request = RequestFactory().get("/")
    request.COOKIES.update(request_cookies)
    return headers.HeadersMiddleware(lambda request: headers.share(request, response))(request)


def test_a_page_is_shared_only_among_visitors_without_cookies() -> None:
    assert answer_of({}, HttpResponse()).headers["Cache-Control"] == headers.PUBLIC
    assert answer_of({"tema": "escuro"}, HttpResponse()).headers["Cache-Control"] == headers.PRIVATE
    assert answer_of({}, HttpResponse(status=500)).headers["Cache-Control"] == headers.PRIVATE
    assert answer_of({}, HttpResponse()).headers["Vary"] == "Cookie"


def test_an_answer_that_sets_a_cookie_is_never_shared() -> None:
    response = HttpResponse()
    response.set_cookie("carrinho", "x")
    assert answer_of({}, response).headers["Cache-Control"] == headers.PRIVATE


# --- ETags ---------------------------------------------------------------------------------------
def fetch(made: list[str], **asked: str) -> HttpResponse:
    request = RequestFactory().get("/", headers={name.replace("_", "-"): text for name, text in asked.items()})

    def make() -> str:
        made.append("once")
        return "x" * 2000

    return freshness.answer(request, '"abc"', make)


@pytest.mark.parametrize(
    "sent", ['"abc"', 'W/"abc"', '"other", "abc"', '"abc-gz"', 'W/"abc-gz"', '"a","abc"'], ids=repr
)
def test_what_the_client_has_is_never_made(sent: str) -> None:
    made: list[str] = []
    response = fetch(made, If_None_Match=sent)
    assert (response.status_code, response.content, made) == (304, b"", [])
    assert response.headers["ETag"] == '"abc"'


def test_a_star_asks_whether_there_is_anything_at_all(client: Client) -> None:
    made: list[str] = []
    assert fetch(made, If_None_Match="*").status_code == 304
    assert made == ["once"]
    assert client.get("/api/v1/products/nada/", headers={"If-None-Match": "*"}).status_code == 404


@pytest.mark.parametrize("sent", ["", "abc", '"ABC"', '"abcd"', "W/abc", '"abc', "\x00", '"' * 5000])
def test_anything_else_is_answered_whole(sent: str) -> None:
    made: list[str] = []
    response = fetch(made, If_None_Match=sent)
    assert (response.status_code, len(response.content), made) == (200, 2000, ["once"])


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip", "gzip"),
        ("deflate, gzip;q=0.5, br", "gzip"),
        ("GZIP", "gzip"),
        ("", None),
        ("br", None),
        ("gzip;q=0", None),
        ("gzip; q=0.0", None),
        ("x-gzip-like", None),
    ],
)
def test_whoever_takes_gzip_gets_it_under_a_tag_of_its_own(accepts: str, coding: str | None) -> None:
    response = fetch([], Accept_Encoding=accepts)
    assert response.headers.get("Content-Encoding") == coding
    assert response.headers["ETag"] == ('"abc-gz"' if coding else '"abc"')
    assert response.headers["Vary"] == "Accept-Encoding"


def test_tags_differ_by_every_part() -> None:
    tags = {freshness.tag(*parts) for parts in [("a",), ("a", 1), ("a", "1"), ("a", None), ("a1",), ("a", 1, 2)]}
    assert len(tags) == 6


def test_debug_pages_are_not_cached(settings: Settings) -> None:
    settings.DEBUG = True
    assert answer_of({}, HttpResponse()).headers["Cache-Control"] == headers.PRIVATE


# --- Every kind of answer ------------------------------------------------------------------------
def broken(*args: object, **kwargs: object) -> None:
    raise ZeroDivisionError


def away(*args: object, **kwargs: object) -> None:
    raise OperationalError("server closed the connection unexpectedly")


def closed(*args: object, **kwargs: object) -> None:
    raise InterfaceError("connection already closed")


# name: (method, address, headers, status)
ANSWERS = {
    "page": ("GET", "/catalogo/", {}, 200),
    "redirect": ("GET", "/conta/", {}, 303),
    "slash": ("GET", "/catalogo", {}, 301),
    "missing": ("GET", "/nada-aqui/", {}, 404),
    "wrong host": ("GET", "/", {"Host": "evil.example"}, 400),
    "forged form": ("POST", "/carrinho/adicionar/", {"Origin": "https://evil.example"}, 403),
    "method": ("POST", "/catalogo/", {"Sec-Fetch-Site": "same-origin"}, 405),
    "chunked": ("POST", "/entrar/", {"Transfer-Encoding": "chunked"}, 411),
    "static file": ("GET", "/static/css/tokens.css", {}, 200),
    "no static file": ("GET", "/static/nada.css", {}, 404),
    "no picture": ("GET", "/media/nada.webp", {}, 404),
    "API": ("GET", "/api/v1/products/", {}, 200),
    "API, missing": ("GET", "/api/v1/nada/", {}, 404),
    "API, not signed in": ("GET", "/api/v1/users/me/", {}, 401),
    "API, no JSON": ("POST", "/api/v1/cart/items/", {"Content-Type": "text/plain", "Content-Length": "2"}, 415),
    "API, method": ("PUT", "/api/v1/products/", {}, 405),
    "back office": ("GET", "/admin/", {}, 302),
    "sign-in of the back office": ("GET", "/admin/login/", {}, 200),
    "alive": ("GET", "/healthz", {}, 200),
    "robots": ("GET", "/robots.txt", {}, 200),
}


def is_closed(given: Any) -> dict[str, bool]:
    return {
        "HSTS": given.headers.get("Strict-Transport-Security") == "max-age=63072000; includeSubDomains; preload",
        "nosniff": given.headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": given.headers.get("Referrer-Policy") == "same-origin",
        "COOP": given.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "CSP": "frame-ancestors 'none'" in given.headers.get("Content-Security-Policy", ""),
        "permissions": "camera=()" in given.headers.get("Permissions-Policy", ""),
        "kept by nobody": given.status_code < 400 or "no-store" in given.headers.get("Cache-Control", "")
        or given.status_code == 404,
        "id": len(given.headers.get("X-Request-Id", "")) == 32,
    }  # fmt: skip


@pytest.fixture
def secure(settings: Settings, client: Client) -> Client:
    """As behind TLS in production."""
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("method", "address", "sent", "status"), ANSWERS.values(), ids=ANSWERS.keys())
def test_no_answer_comes_without_its_headers(
    secure: Client, method: str, address: str, sent: dict[str, str], status: int
) -> None:
    given = secure.generic(method, address, headers=sent, secure=True)
    assert given.status_code == status
    assert [name for name, is_there in is_closed(given).items() if not is_there] == []


@pytest.mark.parametrize(("fault", "status"), [(broken, 500), (away, 503), (closed, 503)])
@pytest.mark.parametrize("address", ["/catalogo/", "/api/v1/products/"])
def test_faults_of_ours_carry_them_too(
    secure: Client, monkeypatch: pytest.MonkeyPatch, address: str, fault: Any, status: int
) -> None:
    monkeypatch.setattr("catalog.search.ProductQuery.from_params", fault)
    given = secure.get(address, secure=True)
    assert given.status_code == status
    assert [name for name, is_there in is_closed(given).items() if not is_there] == []
    assert given.headers.get("Retry-After") == ("10" if status == 503 else None)
    if address.startswith("/api/"):
        assert given.json()["code"] == ("unavailable" if status == 503 else "internal_error")
    else:
        assert f"Erro {status}" in given.content.decode()


def test_whoever_asks_without_tls_is_sent_to_it(secure: Client) -> None:
    given = secure.get("/catalogo/")
    assert (given.status_code, given.headers["Location"]) == (301, "https://testserver/catalogo/")
    assert [name for name, is_there in is_closed(given).items() if not is_there] == ["HSTS"]
    wrong = secure.get("/", headers={"Host": "evil.example"})
    assert wrong.status_code == 400
    assert [name for name, is_there in is_closed(wrong).items() if not is_there] == ["HSTS"]
