"""The shop on https: the settings module is read as production reads it, and every kind of answer is asked."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from accounts.models import User
from iluminacasa import urls
from tests.people import EMAIL, PASSWORD
from tests.servers import ROOT


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a bug")


handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
urlpatterns = [path("defeito/", broken), *urls.urlpatterns]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db, pytest.mark.once]

KEYS = {"SECRET_KEY": "k" * 64, "JWT_SIGNING_KEY": "j" * 64}
PRODUCTION = KEYS | {
    "DEBUG": "0", "SITE_URL": "https://loja.example", "ALLOWED_HOSTS": "loja.example",
}  # fmt: skip
READ = """
import json
from django.conf import settings
names = [name for name in dir(settings) if name.startswith(("SECURE_", "SESSION_COOKIE", "CSRF_COOKIE", "IS_HTTPS"))]
from iluminacasa.csrf import CART_COOKIE
told = {name: getattr(settings, name) for name in [*names, "PASSWORD_HASHERS"]} | {"CART_COOKIE": CART_COOKIE}
print(json.dumps(told, default=str))
"""
ANSWERS = [
    ("/", 200), ("/catalogo/", 200), ("/carrinho/", 200), ("/entrar/", 200), ("/conta/", 302), ("/admin/login/", 200),
    ("/nada-aqui/", 404), ("/defeito/", 500), ("/api/v1/products/", 200), ("/api/v1/nothing/", 404),
    ("/api/v1/docs/", 200), ("/static/js/site.js", 200), ("/robots.txt", 200), ("/healthz", 200), ("/readyz", 200),
    ("/media/nada.webp", 404), ("/api/v1/users/me/", 401),
]  # fmt: skip
CLOSED = {"object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "script-src 'self'"}


class Https(Client):
    def generic(self, method: str, path: str, *args: Any, **more: Any) -> Any:
        return super().generic(method, path, *args, **(more | {"secure": True}))


def begin(changes: dict[str, str], code: str = READ) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=os.environ | PRODUCTION | changes, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(begin({}).stdout)
    return read


@pytest.fixture
def https(production: dict[str, Any], settings) -> Client:
    policy = settings.SECURE_CSP
    for name, value in production.items():
        if name != "PASSWORD_HASHERS":  # slow ones
            setattr(settings, name, value)
    settings.SECURE_CSP = policy  # sets do not survive the way; the transport changes nothing in them
    return Https(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_every_answer_is_closed_on_https(https: Client, address: str, status: int) -> None:
    answer = https.get(address)
    assert answer.status_code in ({302, 303} if status == 302 else {status})
    given = answer.headers
    assert given["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Referrer-Policy"] == "same-origin"
    assert given["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in given["Permissions-Policy"]
    policy = {part.strip() for part in given["Content-Security-Policy"].split(";")}
    assert policy >= CLOSED
    assert not any("unsafe-eval" in part for part in policy)
    assert address == "/api/v1/docs/" or not any("unsafe-inline" in part for part in policy)


def test_plain_http_is_sent_to_https(https: Client) -> None:
    answer = Client().get("/catalogo/?q=luz")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/catalogo/?q=luz")


def test_cookies_are_bound_to_the_host_and_strangers_get_none(
    https: Client, ana: User, production: dict[str, Any]
) -> None:
    for address in ("/", "/catalogo/", "/busca/?q=luz", "/nada-aqui/", "/entrar/", "/api/v1/products/"):
        assert not https.get(address).cookies
    signed_in = https.post("/entrar/", {"email": EMAIL, "senha": PASSWORD})
    assert signed_in.status_code == 303
    named = https.get("/conta/").cookies | signed_in.cookies
    assert set(named) <= {"__Host-sessao", "__Host-csrf", "messages"}
    for name in ("__Host-sessao", "__Host-csrf"):
        cookie = named[name]
        assert (cookie["path"], cookie["domain"], cookie["secure"], cookie["samesite"]) == ("/", "", True, "Lax")
        assert cookie["httponly"] is True
    assert sum(len(each.OutputString()) for each in named.values()) < 4096
    assert production["CART_COOKIE"] == "__Host-carrinho"


def test_an_old_hash_is_made_anew_at_sign_in(https: Client, ana: User, production: dict[str, Any], settings) -> None:
    settings.PASSWORD_HASHERS = production["PASSWORD_HASHERS"]
    User.objects.filter(pk=ana.pk).update(password=PBKDF2PasswordHasher().encode(PASSWORD, "s" * 22, 1000))
    assert https.post("/entrar/", {"email": EMAIL, "senha": PASSWORD}).status_code == 303
    ana.refresh_from_db()
    assert ana.password.startswith("argon2$argon2id$")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set to at least 50"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be set to at least 50"),
        ({"JWT_SIGNING_KEY": "j" * 31}, "JWT_SIGNING_KEY must be set to at least"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
    ],
)
def test_production_does_not_begin_unsafe(changes: dict[str, str], words: str) -> None:
    done = begin(changes)
    assert done.returncode != 0
    assert words in done.stderr.splitlines()[-1]
