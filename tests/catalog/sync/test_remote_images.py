"""Pictures named by others are fetched without being sent to our own doors."""

import gzip
import time
from http.server import BaseHTTPRequestHandler
from io import BytesIO

import pytest
from PIL import Image as Pillow

from catalog.remote_images import PictureUnavailable, Policy, approve, fetch, is_public
from tests.catalog.sync.test_transport import drip, drip_headers, reset
from tests.catalog.sync.upstream import Answer, Reply, Upstream

PNG = {"Content-Type": "image/png"}
CDN = frozenset({"cdn.example.com", ".example.org"})


def policy(*addresses: str, **changes: object) -> Policy:
    terms = {"hosts": CDN, "resolve": lambda host, port: list(addresses or ["93.184.216.34"])}
    return Policy(**(terms | changes))  # type: ignore[arg-type]


def reason_of(url: str, *addresses: str) -> str:
    with pytest.raises(PictureUnavailable) as caught:
        approve(url, policy(*addresses))
    return caught.value.reason


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.0.1", "198.18.0.1", "198.51.100.1",
        "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "100::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1",
        "2002:7f00:1::", "2002:a00:1::", "2001:0:53aa:64c::f5ff:fffe",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "not an address", "", "127.1", "0x7f000001",
    ],
)  # fmt: skip
def test_addresses_that_are_not_out_on_the_internet(address: str) -> None:
    assert is_public(address) is False


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"]
)
def test_addresses_that_are(address: str) -> None:
    assert is_public(address) is True


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://cdn.example.com/a.webp", "bad_scheme"), ("file:///etc/passwd", "bad_scheme"),
        ("data:image/png;base64,AA", "bad_scheme"), ("//cdn.example.com/a", "bad_scheme"), ("a.webp", "bad_scheme"),
        ("http://user@cdn.example.com/a", "bad_address"), ("http://cdn.example.com:80@evil.example/a", "bad_address"),
        ("http://cdn.example.com\\@evil.example/a", "bad_address"), ("http://[::1", "bad_address"),
        ("http://cdn.example.com:99999/", "bad_address"),
        ("http://cdn.example.com:22/a", "bad_port"), ("http://cdn.example.com:6379/a", "bad_port"),
        ("https://cdn.example.com:8443/a", "bad_port"),
        ("http://evil.example/a", "unknown_host"), ("http://cdn.example.com.evil.example/a", "unknown_host"),
        ("http://127.0.0.1/a", "unknown_host"), ("http://[::1]/a", "unknown_host"),
        ("http://2130706433/", "unknown_host"),
        ("http://notexample.org/a", "unknown_host"), ("http:///a", "unknown_host"),
    ],
)  # fmt: skip
def test_addresses_refused_before_any_connection(url: str, reason: str) -> None:
    assert reason_of(url) == reason


@pytest.mark.parametrize("inside", ["127.0.0.1", "169.254.169.254", "10.1.2.3", "::1", "::ffff:127.0.0.1"])
def test_a_known_name_that_leads_inside_is_refused(inside: str) -> None:
    assert reason_of("https://cdn.example.com/a.webp", inside) == "private_address"
    assert reason_of("https://cdn.example.com/a.webp", "93.184.216.34", inside) == "private_address"


def test_names_below_a_known_domain_are_known() -> None:
    assert approve("https://img.example.org/it's&co.webp", policy()).url == "https://img.example.org/it's&co.webp"
    assert approve("https://CDN.example.com/a b.webp", policy()).address == "93.184.216.34"


def test_a_name_that_does_not_resolve() -> None:
    def fail(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(PictureUnavailable) as caught:
        approve("https://cdn.example.com/a", policy(resolve=fail))
    assert caught.value.reason == "no_address"


def picture(size: tuple[int, int] = (40, 30), form: str = "PNG") -> bytes:
    buffer = BytesIO()
    Pillow.new("RGB", size, "red").save(buffer, form)
    return buffer.getvalue()


def local(upstream: Upstream, **changes: object) -> Policy:
    """The guard opened for the test server alone, under a name that only our resolver knows."""
    port = upstream.server.server_address[1]
    terms = {"ports": frozenset({port}), "may_connect": lambda address: address == "127.0.0.1", "seconds": 5.0}
    return policy("127.0.0.1", **(terms | changes))


def url(upstream: Upstream) -> str:
    return f"http://cdn.example.com:{upstream.server.server_address[1]}/a.png"


def test_the_connection_goes_to_the_address_that_was_checked(upstream: Upstream) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])  # a name that changes its mind is asked only once
    upstream.script = lambda asked, number: Answer(200, picture(), {"Content-Type": "image/png"})
    assert fetch(url(upstream), local(upstream, resolve=lambda host, port: next(answers))) == picture()
    assert upstream.asked[0].headers["host"].startswith("cdn.example.com:")
    assert next(answers) == ["10.0.0.1"]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Answer(404, b"no", {"Content-Type": "image/png"}), "http_404"),
        (Answer(302, b"", {"Location": "http://169.254.169.254/"}), "http_302"),
        (Answer(302, b"", {"Location": "http://[broken"}), "http_302"),
        (Answer(204, b"", {}), "http_204"),
        (Answer(200, b"<html>", {"Content-Type": "text/html"}), "not_a_picture"),
        (Answer(200, b"{}", {"Content-Type": "application/json"}), "not_a_picture"),
        (Answer(200, b"x" * 2000, {"Content-Type": "image/png"}), "too_large"),
        (Answer(200, gzip.compress(b"x" * 100_000), PNG | {"Content-Encoding": "gzip"}), "too_large"),
        (Answer(200, b"x", {"Content-Type": "image/png"}, length=900), "network"),
        (reset, "network"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_not_taken(upstream: Upstream, reply: Reply, reason: str) -> None:
    upstream.script = lambda asked, number: reply
    with pytest.raises(PictureUnavailable) as caught:
        fetch(url(upstream), local(upstream, max_bytes=1000))
    assert caught.value.reason == reason
    assert len(upstream.asked) == 1


@pytest.mark.parametrize("fault", [drip, drip_headers])
def test_a_drip_is_cut_off(upstream: Upstream, fault: object) -> None:
    def script(asked: object, number: int) -> Reply:
        return fault  # type: ignore[return-value]

    def image_drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        drip(handler)

    upstream.script = script if fault is drip_headers else lambda asked, number: image_drip
    began = time.perf_counter()
    with pytest.raises(PictureUnavailable) as caught:
        fetch(url(upstream), local(upstream, seconds=0.3))
    assert caught.value.reason == "timeout"
    assert time.perf_counter() - began < 2
