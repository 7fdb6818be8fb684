"""Tokens of apps: what is refused, rotation, reuse."""

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from accounts import signup, tokens
from accounts.models import SpentToken, TokenFamily, User
from tests import make
from tests.people import EMAIL, PASSWORD, tokens_of

KEY = settings.JWT_SIGNING_KEY


def ask(token: str) -> int:
    return Client().get("/api/v1/users/me/", headers={"Authorization": f"Bearer {token}"}).status_code


def refresh(token: Any) -> Any:
    return Client().post("/api/v1/auth/refresh/", json.dumps({"refresh": token}), content_type="application/json")


def claims_of(token: str) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return found


def signed(claims: dict[str, Any], key: str = KEY, alg: str = "HS256", **headers: Any) -> str:
    return jwt.encode(claims, key, algorithm=alg, headers=headers or None)


def unsigned(claims: dict[str, Any], alg: str) -> str:
    parts = [json.dumps({"alg": alg, "typ": "JWT"}).encode(), json.dumps(claims, default=str).encode()]
    return ".".join([*(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), ""])


def moment(**shift: float) -> int:
    return int((datetime.now(UTC) + timedelta(**shift)).timestamp())


Forgery = Callable[[dict[str, Any], str], str]
FORGERIES: dict[str, Forgery] = {
    "nothing": lambda c, t: "",
    "a word": lambda c, t: "garbage",
    "two dots": lambda c, t: "..",
    "many dots": lambda c, t: "." * 500,
    "not base64": lambda c, t: "!!!.???.***",
    "NUL": lambda c, t: "\x00",
    "NUL inside": lambda c, t: t[:20] + "\x00" + t[20:],
    "100 kB": lambda c, t: "a" * 100_000,
    "100 kB token": lambda c, t: signed(c | {"pad": "x" * 75_000}),
    "unicode": lambda c, t: "é漢🌞",
    "cut": lambda c, t: t[:-5],
    "prolonged": lambda c, t: t + "A",
    "no signature": lambda c, t: t.rpartition(".")[0] + ".",
    "foreign signature": lambda c, t: t.rpartition(".")[0] + "." + "A" * 43,
    "alg none": lambda c, t: unsigned(c, "none"),
    "alg NONE": lambda c, t: unsigned(c, "NONE"),
    "alg missing name": lambda c, t: unsigned(c, ""),
    "alg HS384": lambda c, t: signed(c, alg="HS384"),
    "alg HS512": lambda c, t: signed(c, alg="HS512"),
    "other key": lambda c, t: signed(c, key="k" * 40),
    "the site's key": lambda c, t: signed(c, key=settings.SECRET_KEY),
    "expired": lambda c, t: signed(c | {"exp": moment(seconds=-1)}),
    "no exp": lambda c, t: signed({k: v for k, v in c.items() if k != "exp"}),
    "exp a word": lambda c, t: signed(c | {"exp": "soon"}),
    "not yet": lambda c, t: signed(c | {"nbf": moment(hours=1)}),
    "issued later": lambda c, t: signed(c | {"iat": moment(hours=1)}),
    "other aud": lambda c, t: signed(c | {"aud": "another-shop"}),
    "no aud": lambda c, t: signed({k: v for k, v in c.items() if k != "aud"}),
    "other iss": lambda c, t: signed(c | {"iss": "https://evil.example"}),
    "no iss": lambda c, t: signed({k: v for k, v in c.items() if k != "iss"}),
    "another type": lambda c, t: signed(c | {"token_type": "sliding"}),
    "no type": lambda c, t: signed({k: v for k, v in c.items() if k != "token_type"}),
    "no jti": lambda c, t: signed({k: v for k, v in c.items() if k != "jti"}),
    "no sub": lambda c, t: signed({k: v for k, v in c.items() if k != "sub"}),
    "sub a word": lambda c, t: signed(c | {"sub": "admin"}),
    "sub of nobody": lambda c, t: signed(c | {"sub": "999999999"}),
    "sub too long": lambda c, t: signed(c | {"sub": "9" * 400}),
    "sub in other digits": lambda c, t: signed(c | {"sub": "٣"}),
    "family a word": lambda c, t: signed(c | {"fam": "x' OR 1=1"}),
    "family of nobody": lambda c, t: signed(c | {"fam": "7d6a5c1e-0000-4000-8000-000000000000"}),
    "version a word": lambda c, t: signed(c | {"ver": "1"}),
    "version true": lambda c, t: signed(c | {"ver": True}),
    "older version": lambda c, t: signed(c | {"ver": 0}),
    "kid with a path": lambda c, t: signed(c, key="k" * 40, kid="../../etc/passwd"),
    "deep header": lambda c, t: urlsafe_b64encode(b"[" * 2900).decode() + ".e30.x",
}


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_token_that_is_not_right_opens_nothing(ana: User, forgery: Forgery) -> None:
    pair = tokens_of(EMAIL)
    access = forgery(claims_of(pair["access"]), pair["access"])
    try:
        assert ask(access) == 401
    except ValueError:
        assert "\x00" in access or not access.isascii()  # no client could send such a header
    answer = refresh(forgery(claims_of(pair["refresh"]), pair["refresh"]))
    assert answer.status_code in (400, 401)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert ask(pair["access"]) == 200, "the right one still does"


def test_the_table_is_long_enough() -> None:
    assert len(FORGERIES) >= 40


@pytest.mark.django_db
def test_a_refresh_token_is_no_access_token_and_the_other_way_round(ana: User) -> None:
    pair = tokens_of(EMAIL)
    assert ask(pair["refresh"]) == 401
    assert refresh(pair["access"]).status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["deleted", "inactive", "password", "deactivated", "logout all"])
def test_tokens_die_with_what_they_stand_for(ana: User, end: str) -> None:
    pair = tokens_of(EMAIL)
    if end == "deleted":
        ana.delete()
    elif end == "inactive":
        User.objects.filter(pk=ana.pk).update(is_active=False)
    elif end == "password":
        terms = {"current": PASSWORD, "password": "outra-senha-longa-9"}
        signup.change_password(user=ana, at=timezone.now(), **terms)
    elif end == "deactivated":
        signup.deactivate(user=ana, at=timezone.now())
        User.objects.filter(pk=ana.pk).update(is_active=True)
    else:
        bearer = {"Authorization": f"Bearer {pair['access']}"}
        assert Client().generic("POST", "/api/v1/auth/logout-all/", headers=bearer).status_code == 204
    assert ask(pair["access"]) == 401
    assert refresh(pair["refresh"]).status_code == 401


@pytest.mark.django_db
def test_a_pair_says_how_long_it_holds_and_names_issuer_and_audience(ana: User) -> None:
    pair = tokens_of(EMAIL)
    access, renewed = claims_of(pair["access"]), claims_of(pair["refresh"])
    assert access["exp"] - access["iat"] == 600
    assert renewed["exp"] - renewed["iat"] == 30 * 24 * 3600
    assert (access["iss"], access["aud"]) == (settings.SITE_URL, "ilumina-casa-api")
    assert jwt.get_unverified_header(pair["access"])["alg"] == "HS256"


@pytest.mark.django_db
def test_signing_an_app_out_ends_both_its_tokens_at_once(ana: User) -> None:
    pair, other = tokens_of(EMAIL), tokens_of(EMAIL)
    body = {"refresh": pair["refresh"]}
    for _ in range(2):
        assert Client().post("/api/v1/auth/logout/", body, content_type="application/json").status_code == 204
    assert ask(pair["access"]) == 401
    assert refresh(pair["refresh"]).status_code == 401
    assert ask(other["access"]) == 200


# --- Rotation ------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_refresh_token_works_once(ana: User) -> None:
    first = tokens_of(EMAIL)
    second = refresh(first["refresh"]).json()
    assert ask(second["access"]) == 200
    assert refresh(first["refresh"]).status_code == 401
    assert refresh(second["refresh"]).status_code == 200, "a repetition within seconds is no theft"


@pytest.mark.django_db
def test_one_that_comes_back_later_ends_its_family_and_no_other(ana: User) -> None:
    first, other = tokens_of(EMAIL), tokens_of(EMAIL)
    second = refresh(first["refresh"]).json()
    SpentToken.objects.update(spent_at=timezone.now() - timedelta(seconds=11))
    assert refresh(first["refresh"]).status_code == 401
    assert refresh(second["refresh"]).status_code == 401
    assert ask(second["access"]) == 401
    assert ask(other["access"]) == 200


@pytest.mark.django_db
def test_a_used_family_lives_on_and_old_ones_are_forgotten(ana: User) -> None:
    now = timezone.now()
    living, ended = (tokens.issue(user=ana, agent="", address="", at=now) for _ in range(2))
    TokenFamily.objects.update(expires_at=now - timedelta(days=2))
    tokens.rotate(refresh=living.refresh, at=now)
    assert tokens.prune(at=now) == 1
    assert [str(f.pk) for f in TokenFamily.objects.all()] == [tokens.family_of(access=living.access)]
    assert ended.access


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite" and connection.is_in_memory_db(),  # type: ignore[attr-defined]
    reason="threads need a database they share: see test_parallel_refresh.py",
)
def test_of_eight_parallel_uses_one_succeeds() -> None:
    user = make.user(EMAIL, password=PASSWORD)
    for _ in range(20):
        pair = tokens.issue(user=user, agent="", address="", at=timezone.now())
        assert sorted(race(pair.refresh)) == ["new"] + ["refused"] * 7
    assert not TokenFamily.objects.filter(revoked_at__isnull=False).exists()


def race(text: str) -> list[str]:
    results: list[str] = []
    together = threading.Barrier(8)

    def use() -> None:
        together.wait()
        try:
            tokens.rotate(refresh=text, at=timezone.now())
            results.append("new")
        except tokens.TokenRefused:
            results.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("door", ["refresh", "logout"])
@pytest.mark.parametrize("refresh", [0, True, None, ["x"], {}])
def test_a_refresh_token_is_a_text(door: str, refresh: object) -> None:
    answer = Client().post(f"/api/v1/auth/{door}/", {"refresh": refresh}, content_type="application/json")
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, ["refresh"])
