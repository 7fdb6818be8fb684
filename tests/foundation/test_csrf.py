"""Forms without a token for visitors without a cookie, and never from another site."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from iluminacasa import urls
from iluminacasa.csrf import token_of


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(token_of(request) if request.method == "GET" else "taken")


handler403 = urls.handler403
urlpatterns = [path("formulario/", form), *urls.urlpatterns]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]
OUR_SITE = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://testserver"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
]
OTHER_SITES = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "null"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "https://testserver"},
    {"Origin": "http://testserver:8000"},
    {"Origin": ""},
]
OUR_COOKIES = ["sessao", "carrinho"]


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("headers", OUR_SITE, ids=repr)
@pytest.mark.parametrize("cookie", ["", *OUR_COOKIES])
def test_a_browser_that_says_it_is_our_page_is_believed(strict: Client, headers: dict[str, str], cookie: str) -> None:
    if cookie:
        strict.cookies[cookie] = "x"
    assert strict.post("/formulario/", headers=headers).status_code == 200


@pytest.mark.parametrize("headers", OTHER_SITES, ids=repr)
@pytest.mark.parametrize("cookie", ["", *OUR_COOKIES])
def test_another_site_is_refused_even_with_a_token(strict: Client, headers: dict[str, str], cookie: str) -> None:
    token = strict.get("/formulario/").content.decode()
    if cookie:
        strict.cookies[cookie] = "x"
    response = strict.post("/formulario/", {"csrfmiddlewaretoken": token}, headers=headers)
    assert response.status_code == 403


def test_without_a_word_from_the_browser_a_visitor_without_cookies_passes(strict: Client) -> None:
    assert strict.post("/formulario/").status_code == 200


@pytest.mark.parametrize("cookie", OUR_COOKIES)
def test_but_one_with_our_cookie_needs_the_token(strict: Client, cookie: str) -> None:
    token = strict.get("/formulario/").content.decode()
    strict.cookies[cookie] = "x"
    assert strict.post("/formulario/").status_code == 403
    assert strict.post("/formulario/", {"csrfmiddlewaretoken": "a" * 64}).status_code == 403
    assert strict.post("/formulario/", {"csrfmiddlewaretoken": token}).status_code == 200


def test_a_token_is_masked_anew_each_time_and_each_is_taken(strict: Client) -> None:
    tokens = [strict.get("/formulario/").content.decode() for _ in range(5)]
    strict.cookies[OUR_COOKIES[0]] = "x"
    secret = strict.cookies["csrf"].value
    assert len({token[:32] for token in tokens}) == len({token[32:] for token in tokens}) == 5
    for token in tokens:
        assert secret not in token
        assert strict.post("/formulario/", {"csrfmiddlewaretoken": token}).status_code == 200
        other = token[:-1] + ("a" if token[-1] != "a" else "b")
        assert strict.post("/formulario/", {"csrfmiddlewaretoken": other}).status_code == 403


def test_the_address_of_the_shop_is_ours_behind_a_proxy_too(strict: Client, settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://iluminacasa.example"]
    assert strict.post("/formulario/", headers={"Origin": "https://iluminacasa.example"}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_every_unsafe_method_is_judged(strict: Client, method: str) -> None:
    response = strict.generic(method, "/formulario/", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_reading_needs_nothing(strict: Client) -> None:
    assert strict.get("/formulario/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
