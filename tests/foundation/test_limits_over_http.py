"""Limits and CORS with real worker processes, on the default install without Redis."""

import http.client
import json
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.servers import Shop

pytestmark = pytest.mark.server
LIMIT, PERIOD = 100, 60
ADDRESS = "/api/v1/categories/"
SHOP = "https://shop.example"
used: set[str] = set()


@pytest.fixture(scope="module")
def server() -> Iterator[Shop]:
    rules = {"API_RATE_LIMIT": f"{LIMIT}/m", "CORS_ALLOWED_ORIGINS": SHOP, "RATELIMIT_ENABLE": "1"}
    shop = Shop(workers=4, settings=rules)
    shop.migrate()
    try:
        yield shop.start()
    finally:
        shop.stop()


def ask(
    server: Shop, *, source: str = "127.0.0.1", method: str = "GET", headers: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(source, 0))
    try:
        connection.request(method, ADDRESS, headers=headers or {})
        response = connection.getresponse()
        response.read()
        return response
    finally:
        connection.close()


def seconds_left(key: str, period: int = PERIOD) -> int:
    """Until the window of this key ends: windows are fixed and begin at another second for each key."""
    now = int(time.time())
    end = now - now % period + zlib.crc32(key.encode()) % period
    return end - now if end >= now else end + period - now


def fresh_clients() -> Iterator[str]:
    """Loopback addresses nobody has used, whose window has only just begun."""
    for last in range(2, 250):
        client = f"127.0.0.{last}"
        if client not in used and seconds_left(client) > PERIOD - 15:
            used.add(client)
            yield client


def test_of_many_parallel_requests_exactly_the_limit_pass(server: Shop) -> None:
    client = next(fresh_clients())
    with ThreadPoolExecutor(24) as pool:
        answers = list(pool.map(lambda _: ask(server, source=client), range(LIMIT + 50)))
    assert Counter(answer.status for answer in answers) == {200: LIMIT, 429: 50}
    for refused in (answer for answer in answers if answer.status == 429):
        assert 1 <= int(refused.headers["Retry-After"]) <= PERIOD
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.headers["RateLimit-Policy"] == f'"api";q={LIMIT};w={PERIOD}'
        assert refused.headers["RateLimit"].startswith('"api";r=0;t=')
    left = sorted(int(a.headers["RateLimit"].split(";")[1][2:]) for a in answers if a.status == 200)
    assert left == list(range(LIMIT))  # each of them was told a number of its own


def test_a_client_at_its_limit_gains_nothing_by_calling_itself_something_else(server: Shop) -> None:
    clients = fresh_clients()
    client, other = next(clients), next(clients)
    with ThreadPoolExecutor(24) as pool:
        list(pool.map(lambda _: ask(server, source=client), range(LIMIT)))
    forged = [
        {"X-Forwarded-For": "203.0.113.7"},
        {"X-Real-IP": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
        {"True-Client-IP": "203.0.113.7"},
        {"X-Request-Id": "another-request"},
        {"Authorization": "Bearer x"},
        {"Cookie": "sessao=x"},
    ]
    assert {ask(server, source=client, headers=headers).status for headers in forged} == {429}
    assert ask(server, source=client, method="HEAD").status == 429
    assert ask(server, source=other).status == 200


# --- CORS ----------------------------------------------------------------------------------------
def names(answer: http.client.HTTPResponse, header: str) -> set[str]:
    return {name.strip().lower() for name in answer.headers.get(header, "").split(",") if name.strip()}


def test_our_own_shop_front_may_ask_with_its_headers_and_read_ours(server: Shop) -> None:
    wanted = {"x-cart-token", "idempotency-key", "authorization", "content-type", "if-none-match"}
    preflight = ask(
        server,
        method="OPTIONS",
        headers={
            "Origin": SHOP,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": ", ".join(sorted(wanted)),
        },
    )
    assert preflight.status == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == SHOP
    assert wanted <= names(preflight, "Access-Control-Allow-Headers")
    assert {"get", "post", "put", "patch", "delete"} <= names(preflight, "Access-Control-Allow-Methods")
    answer = ask(server, headers={"Origin": SHOP})
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert {"etag", "retry-after", "ratelimit", "ratelimit-policy"} <= names(answer, "Access-Control-Expose-Headers")
    assert "origin" in names(answer, "Vary")
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "https://shop.example.evil.com",
        "https://evilshop.example",
        "https://shop.example:8443",
        "http://shop.example",
        "https://SHOP.example.",
        "https://shop.example@evil.example",
        "https://sub.shop.example",
        "null",
        "*",
        "",
        "file://",
    ],
)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_no_other_origin_is_let_in(server: Shop, origin: str, method: str) -> None:
    answer = ask(
        server, source="127.0.0.251", method=method, headers={"Origin": origin, "Access-Control-Request-Method": "GET"}
    )
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "origin" in names(answer, "Vary")


def test_a_refusal_can_be_read_by_the_shop_front(server: Shop) -> None:
    client = next(fresh_clients())
    with ThreadPoolExecutor(24) as pool:
        list(pool.map(lambda _: ask(server, source=client), range(LIMIT)))
    refused = ask(server, source=client, headers={"Origin": SHOP})
    assert refused.status == 429
    assert refused.headers["Access-Control-Allow-Origin"] == SHOP
    assert "retry-after" in names(refused, "Access-Control-Expose-Headers")


# --- Passwords -----------------------------------------------------------------------------------
def quiet_account() -> tuple[str, str]:
    """A network and an account none of whose windows ends in the next minutes."""
    for last in range(2, 250):
        client, email = f"127.0.1.{last}", f"pessoa{last}@example.com"
        if min(seconds_left(key, 600) for key in (client, email, f"{client} {email}")) > 120:
            return client, email
    raise LookupError("no quiet account")


def test_of_many_wrong_passwords_at_once_exactly_ten_are_tried(server: Shop) -> None:
    client, email = quiet_account()
    body = json.dumps({"email": email, "password": "errada-de-novo"})

    def guess(_: int) -> tuple[int, bool]:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(client, 0))
        try:
            connection.request("POST", "/api/v1/auth/login/", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            return response.status, "Retry-After" in response.headers
        finally:
            connection.close()

    with ThreadPoolExecutor(24) as pool:
        told = Counter(pool.map(guess, range(24)))
    assert told == {(401, False): 10, (429, True): 14}
