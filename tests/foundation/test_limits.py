"""The one limiter: what counts, who is told what, and what happens without counters."""

import sqlite3

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from pytest_django import Settings

from iluminacasa import limits
from iluminacasa.errors import TooMany, Unavailable

RULE = limits.Rule("test", "3/10m")
STRICT = limits.Rule("strict", "3/10m", fail_open=False)


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RULES, "test", RULE)
    monkeypatch.setitem(limits.RULES, "strict", STRICT)


def ask(address: str = "198.51.100.7", rule: str = "test", key: str | None = None) -> limits.Usage | None:
    return limits.count(RequestFactory().get("/", REMOTE_ADDR=address), rule=rule, key=key)


def test_the_limit_passes_and_the_next_is_told_when_to_come_back() -> None:
    left = [usage.remaining for usage in (ask(), ask(), ask()) if usage is not None]
    assert left == [2, 1, 0]
    with pytest.raises(TooMany) as refused:
        ask()
    assert 1 <= (refused.value.retry_after or 0) <= 600


def test_each_client_each_rule_and_each_key_counts_for_itself() -> None:
    for _ in range(3):
        ask()
    assert ask("198.51.100.8") is not None
    assert ask(rule="strict") is not None
    assert ask(key="ana@example.com") is not None


def test_one_ipv6_network_is_one_client() -> None:
    for last in range(3):
        ask(f"2001:db8::{last}")
    with pytest.raises(TooMany):
        ask("2001:db8::ffff")


def test_headers_say_what_is_left_in_the_window() -> None:
    usage = ask()
    assert usage is not None
    assert usage.headers() == {
        "RateLimit-Policy": '"test";q=3;w=600',
        "RateLimit": f'"test";r=2;t={usage.reset}',
    }


@pytest.mark.parametrize("error", [sqlite3.OperationalError("disk I/O error"), OSError("no space")])
def test_without_counters_reading_goes_on_and_strict_rules_close(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(caches["counters"], "add", broken)
    assert ask() is None
    with pytest.raises(Unavailable):
        ask(rule="strict")


@pytest.mark.parametrize("rate", ["", "600", "600/", "x/m", "600/y", "-1/m", "600/m/s"])
def test_a_rate_that_makes_no_sense_stops_the_start(rate: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="not like 600/m"):
        limits.Rule("api", rate)


def test_so_does_a_proxy_that_is_no_network() -> None:
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        limits.trusted_networks(("10.0.0.0/33",))


@pytest.mark.parametrize(
    ("rate", "seconds"), [("600/m", 60), ("5/10m", 600), ("1/s", 1), ("2/h", 3600), ("9/2d", 172_800)]
)
def test_periods(rate: str, seconds: int) -> None:
    assert limits.period_of(rate) == seconds


# --- The middleware ------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_api_is_counted_and_pages_are_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RULES, "api", limits.Rule("api", "2/h"))
    assert "RateLimit" not in client.get("/healthz").headers
    answers = [client.get("/api/v1/nothing/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert [answer.headers["RateLimit"].split(";")[1] for answer in answers] == ["r=1", "r=0", "r=0"]
    assert answers[2].json()["code"] == "too_many_requests"
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_limits_can_be_switched_off_for_a_trial(client: Client, settings: Settings) -> None:
    settings.LIMITS_OFF_ON_LOOPBACK = True
    for address in ("127.0.0.1", "127.9.9.9", "::1"):
        response = client.get("/api/v1/nothing/", REMOTE_ADDR=address)
        assert response.status_code == 404
        assert "RateLimit" not in response.headers


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["198.51.100.7", "10.0.0.1", "2001:db8::1", "", "unknown"])
def test_but_never_for_a_client_from_the_network(client: Client, settings: Settings, address: str) -> None:
    settings.LIMITS_OFF_ON_LOOPBACK = True
    assert "RateLimit" in client.get("/api/v1/nothing/", REMOTE_ADDR=address).headers


@pytest.mark.django_db
def test_nor_for_one_behind_our_own_proxy(client: Client, settings: Settings) -> None:
    settings.LIMITS_OFF_ON_LOOPBACK = True
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    answer = client.get("/api/v1/nothing/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "198.51.100.7"})
    assert "RateLimit" in answer.headers
