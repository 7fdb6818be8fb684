"""Every way a conversation with the upstream can go wrong, and what the client makes of it."""

import gzip
import json
import socket
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest

from catalog.dummyjson import Limits, Transport, UpstreamFault
from tests.catalog.sync.conftest import FakeClock
from tests.catalog.sync.upstream import Answer, Asked, Reply, Upstream, json_answer, row

HTML = {"Content-Type": "text/html"}


def get(upstream: Upstream, clock: FakeClock, *, etag: str = "", **limits: float) -> object:
    transport = Transport(upstream.url, Limits(**limits), clock, jitter=lambda: 0.0)  # type: ignore[arg-type]
    return transport.get("/products", {"limit": 250, "skip": 0}, etag=etag).document


def always(reply: Reply) -> Callable[[Asked, int], Reply]:
    return lambda asked, number: reply


def first(count: int, reply: Reply) -> Callable[[Asked, int], Reply]:
    """The fault for the first `count` requests, then good manners."""
    return lambda asked, number: reply if number <= count else None


def reason_of(upstream: Upstream, clock: FakeClock, **limits: float) -> str:
    with pytest.raises(UpstreamFault) as caught:
        get(upstream, clock, **limits)
    return caught.value.reason


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    try:
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 200:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def cut_chunked(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b'10\r\n{"products": [')


def cut_without_length(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    handler.wfile.write(b'{"products": [')


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_passing_server_error_is_tried_four_times_with_growing_pauses(
    upstream: Upstream, clock: FakeClock, status: int
) -> None:
    upstream.script = first(3, json_answer({"message": "later"}, status=status))
    assert get(upstream, clock) == {"products": [], "total": 0, "skip": 0, "limit": 0}
    assert clock.slept == [0.5, 1.0, 2.0]
    upstream.script = always(json_answer({"message": "later"}, status=status))
    upstream.asked.clear()
    assert reason_of(upstream, clock) == f"http_{status}"
    assert len(upstream.asked) == 4


@pytest.mark.parametrize("status", [201, 202, 204, 206, 304, 400, 404, 410, 422, 501, 505])
def test_any_other_status_ends_the_run_at_once(upstream: Upstream, clock: FakeClock, status: int) -> None:
    upstream.script = always(Answer(status, b'{"message": "no"}' if status not in (204, 304) else b""))
    assert reason_of(upstream, clock) == f"http_{status}"
    assert len(upstream.asked) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_is_not_asked_again(upstream: Upstream, clock: FakeClock, status: int) -> None:
    upstream.script = always(json_answer({"message": "Access Token is required"}, status=status))
    assert reason_of(upstream, clock) == "refused"
    assert (len(upstream.asked), clock.slept) == (1, [])


def test_the_failure_shows_status_address_and_the_start_of_the_body_without_escapes(
    upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script = always(Answer(418, b"\x1b[31mteapot\x1b[0m " + b"x" * 500))
    with pytest.raises(UpstreamFault) as caught:
        get(upstream, clock)
    assert "HTTP 418" in caught.value.message
    assert "/products?limit=250&skip=0" in caught.value.message
    assert "\\u001b[31mteapot" in caught.value.message
    assert "\x1b" not in caught.value.message
    assert len(caught.value.message) < 500


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "21600"}, 60.0),
        ({"Retry-After": "-5"}, 0.5),
        ({"Retry-After": format_datetime(datetime.fromtimestamp(1_800_001_020, UTC), usegmt=True)}, 20.0),
        ({"Retry-After": "nonsense"}, 0.5),
        ({"X-RateLimit-Reset": "1800001009"}, 9.0),
        ({}, 0.5),
    ],
)
def test_429_waits_as_long_as_asked_but_never_more_than_a_minute(
    upstream: Upstream, clock: FakeClock, header: dict[str, str], pause: float
) -> None:
    upstream.script = first(1, Answer(429, b"{}", {"Content-Type": "application/json", **header}))
    get(upstream, clock)
    assert clock.slept == [pause]


def test_429_without_end_stops_at_the_deadline_of_the_run(upstream: Upstream, clock: FakeClock) -> None:
    upstream.script = always(Answer(429, b"{}", {"Content-Type": "application/json", "Retry-After": "60"}))
    assert reason_of(upstream, clock, run_seconds=150) == "deadline"
    assert clock.slept == [60.0, 60.0]


def test_the_pace_stays_below_the_limit_and_stops_before_the_budget_is_gone(
    upstream: Upstream, clock: FakeClock
) -> None:
    transport = Transport(upstream.url, Limits(), clock, jitter=lambda: 0.0)
    transport.get("/products")
    transport.get("/products")
    assert clock.slept == [0.2]
    left = {"Content-Type": "application/json", "X-RateLimit-Remaining": "2", "X-RateLimit-Reset": "1800001008"}
    upstream.script = first(3, Answer(200, b'{"a": 1}', left))
    transport.get("/products")
    clock.slept.clear()
    transport.get("/products")
    assert clock.slept == [pytest.approx(7.6)]


@pytest.mark.parametrize("fault", [reset, cut_chunked, cut_without_length])
def test_a_broken_conversation_is_tried_again(
    upstream: Upstream, clock: FakeClock, fault: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    upstream.script = first(1, fault)
    get(upstream, clock)
    assert len(upstream.asked) == 2


def test_a_body_shorter_than_announced_is_tried_again(upstream: Upstream, clock: FakeClock) -> None:
    upstream.script = always(Answer(200, b'{"products": []}', length=5000))
    assert reason_of(upstream, clock) == "network"
    assert len(upstream.asked) == 4


@pytest.mark.parametrize("fault", [drip, drip_headers])
def test_a_drip_is_cut_off_when_the_time_of_the_request_is_over(
    upstream: Upstream, clock: FakeClock, fault: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    upstream.script = always(fault)
    began = time.perf_counter()
    assert reason_of(upstream, clock, request_seconds=0.2) == "timeout"
    assert time.perf_counter() - began < 2.5  # four tries of 0.2 s; the drip itself would take 10 s each
    assert len(upstream.asked) == 4


def test_a_server_that_is_not_there_is_tried_four_times(clock: FakeClock) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for address in (f"http://127.0.0.1:{port}", "http://no-such-host.invalid"):
        clock.slept.clear()
        with pytest.raises(UpstreamFault) as caught:
            Transport(address, Limits(), clock, jitter=lambda: 0.0).get("/products")
        assert caught.value.reason == "network"
        assert clock.slept == [0.5, 1.0, 2.0]


def test_plain_http_behind_an_https_address_is_a_network_failure(upstream: Upstream, clock: FakeClock) -> None:
    with pytest.raises(UpstreamFault) as caught:
        Transport(upstream.url.replace("http:", "https:"), Limits(), clock, jitter=lambda: 0.0).get("/products")
    assert caught.value.reason == "network"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(200, b"<html>", HTML), "not_json"),
        (Answer(200, b"{}", {"Content-Type": "text/plain"}), "not_json"),
        (Answer(200, b"\xef\xbb\xbf{}"), "bom"),
        (Answer(200, '{"a": "é"}'.encode("latin-1")), "bad_utf8"),
        (Answer(200, b'{"products": ['), "bad_json"),
        (Answer(200, b""), "bad_json"),
        (Answer(200, b'{"a": NaN}'), "bad_json"),
        (Answer(200, b'{"a": -Infinity}'), "bad_json"),
        (Answer(200, b"[" * 100_000), "too_deep"),
        (Answer(200, b'{"a":' * 100_000), "too_deep"),
        (Answer(200, b'{"a": ' + b"9" * 5000 + b"}"), "bad_json"),
    ],
)
def test_a_body_that_is_not_strict_json_is_tried_three_times(
    upstream: Upstream, clock: FakeClock, answer: Answer, reason: str
) -> None:
    upstream.script = always(answer)
    assert reason_of(upstream, clock) == reason
    assert len(upstream.asked) == 3


def test_numbers_keep_every_digit(upstream: Upstream, clock: FakeClock) -> None:
    upstream.rows = [row(1, price=0.1)]
    document = get(upstream, clock)
    assert str(document["products"][0]["price"]) == "0.1"  # type: ignore[index]


def test_a_compressed_answer_is_read_and_counted_unfolded(upstream: Upstream, clock: FakeClock) -> None:
    upstream.compress = True
    upstream.rows = [row(number) for number in range(1, 30)]
    transport = Transport(upstream.url, Limits(), clock)
    transport.get("/products")
    assert transport.traffic.bytes > 10_000


def test_a_gzip_bomb_stops_at_the_cap_of_unfolded_bytes(upstream: Upstream, clock: FakeClock) -> None:
    bomb = gzip.compress(b" " * 60_000_000)
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    upstream.script = always(Answer(200, bomb, headers))
    transport = Transport(upstream.url, Limits(), clock)
    with pytest.raises(UpstreamFault) as caught:
        transport.get("/products")
    assert caught.value.reason == "too_large"
    assert transport.traffic.bytes < 33 * 1024 * 1024
    assert transport.traffic.requests == 1


def test_the_run_as_a_whole_has_a_cap_too(upstream: Upstream, clock: FakeClock) -> None:
    upstream.rows = [row(number) for number in range(1, 30)]
    transport = Transport(upstream.url, Limits(run_bytes=30_000), clock)
    transport.get("/products")
    transport.get("/products")
    with pytest.raises(UpstreamFault) as caught:
        transport.get("/products")
    assert caught.value.reason == "too_large"


def test_a_broken_compression_is_tried_again(upstream: Upstream, clock: FakeClock) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    upstream.script = first(1, Answer(200, b"not gzip at all", headers))
    get(upstream, clock)
    assert len(upstream.asked) == 2


def redirect(target: str, status: int = 302) -> Answer:
    return Answer(status, b"", {"Location": target} if target else {})


def test_a_redirect_on_the_same_host_is_followed(upstream: Upstream, clock: FakeClock) -> None:
    upstream.script = first(1, redirect("/products?limit=250&skip=0&again=1", 301))
    get(upstream, clock)
    assert len(upstream.asked) == 2


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("", "bad_redirect"),
        ("http://[broken", "bad_redirect"),
        ("http://169.254.169.254/latest/meta-data/", "foreign_redirect"),
        ("http://localhost:80/products", "foreign_redirect"),
        ("http://127.0.0.1:1/products", "foreign_redirect"),
        ("https://example.com/products", "foreign_redirect"),
        ("//example.com/products", "foreign_redirect"),
        ("ftp://127.0.0.1/products", "foreign_redirect"),
        ("file:///etc/passwd", "foreign_redirect"),
        ("/products?limit=250&skip=0", "redirect_loop"),
    ],
)
def test_a_redirect_anywhere_else_ends_the_run(upstream: Upstream, clock: FakeClock, target: str, reason: str) -> None:
    upstream.script = always(redirect(target))
    assert reason_of(upstream, clock) == reason
    assert len(upstream.asked) == 1


def test_redirects_without_end_stop_after_three(upstream: Upstream, clock: FakeClock) -> None:
    upstream.script = lambda asked, number: redirect(f"/products?n={number}")
    assert reason_of(upstream, clock) == "too_many_redirects"
    assert len(upstream.asked) == 4


def test_304_is_an_answer_only_to_our_own_question(upstream: Upstream, clock: FakeClock) -> None:
    upstream.rows = [row(1)]
    transport = Transport(upstream.url, Limits(), clock)
    first_answer = transport.get("/products", {"limit": 250, "skip": 0})
    second = transport.get("/products", {"limit": 250, "skip": 0}, etag=first_answer.etag)
    assert (second.not_modified, second.etag) == (True, first_answer.etag)


def test_environment_proxies_and_netrc_are_not_used(
    upstream: Upstream, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert json.dumps(get(upstream, clock))
