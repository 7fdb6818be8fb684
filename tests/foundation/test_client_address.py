"""Who is asking: an address nobody can choose for himself."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from iluminacasa.limits import client_address
from iluminacasa.requests import RequestMiddleware

PROXY = "10.0.0.1"
FORGED = [
    {},
    {"HTTP_X_FORWARDED_FOR": "1.2.3.4"},
    {"HTTP_X_FORWARDED_FOR": "1.2.3.4, 10.0.0.1"},
    {"HTTP_X_FORWARDED_FOR": "unknown"},
    {"HTTP_X_FORWARDED_FOR": "\x00"},
    {"HTTP_X_REAL_IP": "1.2.3.4"},
    {"HTTP_FORWARDED": "for=1.2.3.4"},
    {"HTTP_TRUE_CLIENT_IP": "1.2.3.4"},
    {"HTTP_CF_CONNECTING_IP": "1.2.3.4"},
    {"HTTP_CLIENT_IP": "1.2.3.4"},
]
BEHIND_PROXY = [
    ("203.0.113.9", "203.0.113.9"),
    ("1.2.3.4, 203.0.113.9", "203.0.113.9"),  # what the client wrote stands left
    ("1.2.3.4, 203.0.113.9, 10.0.0.7", "203.0.113.9"),  # a second proxy of ours
    ("203.0.113.9:5555", "203.0.113.9"),
    (" 203.0.113.9 ", "203.0.113.9"),
    ("[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
    ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
    ("::ffff:203.0.113.9", "203.0.113.9"),
    ("10.0.0.9", "10.0.0.9"),  # only our own hops: the first of them
    ("", PROXY),
    (",,,", PROXY),
    ("unknown", PROXY),
    ("1.2.3.4, unknown", PROXY),  # a hop we cannot read ends the chain: nothing left of it counts
    ("1.2.3.4, 203.0.113.9, garbage", PROXY),
    ("٢٠٣.٠.١١٣.٩", PROXY),
    ("203.0.113.9\x00", PROXY),
    ("999.1.1.1", PROXY),
    ("1.2.3.4 " * 3000, PROXY),
]


@pytest.fixture
def behind_proxy(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "fd00::/8"]


@pytest.mark.parametrize("headers", FORGED, ids=repr)
def test_without_trusted_proxies_only_the_peer_counts(headers: dict[str, str]) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.7", **headers)
    assert client_address(request) == "198.51.100.7"


@pytest.mark.parametrize("headers", FORGED, ids=repr)
def test_a_stranger_cannot_speak_for_others_past_the_proxy(headers: dict[str, str], behind_proxy: None) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.7", **headers)
    assert client_address(request) == "198.51.100.7"


@pytest.mark.parametrize(("chain", "expected"), BEHIND_PROXY)
def test_behind_the_proxy_the_rightmost_stranger_counts(chain: str, expected: str, behind_proxy: None) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=chain)
    assert client_address(request) == expected


@pytest.mark.parametrize("last", ["1", "ffff:ffff:ffff:ffff", "dead:beef::"])
def test_one_ipv6_customer_is_one_client(last: str) -> None:
    address = f"2001:db8:1:2:{last}" if last.count(":") > 1 else f"2001:db8:1:2::{last}"
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    assert client_address(request) == "2001:db8:1:2::/64"


def test_a_unix_socket_has_no_address_of_its_own() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert client_address(request) == "unknown"


def test_a_unix_socket_counts_as_our_proxy_when_proxies_are_named(behind_proxy: None) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9")
    assert client_address(request) == "203.0.113.9"


@pytest.mark.parametrize(("peer", "is_secure"), [("10.0.0.1", True), ("fd00::7", True), ("198.51.100.7", False)])
def test_only_a_trusted_proxy_says_that_it_was_asked_over_https(
    peer: str, is_secure: bool, behind_proxy: None, settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.is_secure())
        return HttpResponse()

    RequestMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO="https"))
    assert seen == [is_secure]
