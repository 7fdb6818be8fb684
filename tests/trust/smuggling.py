"""Requests that two servers may read in two ways: none of them ever becomes the answer of somebody else.

Each is sent through a real nginx that keeps one connection to one worker of the shop, the worst place to leave bytes
behind; right after it somebody else asks for a page that names them.
"""

import contextlib
import re
import socket
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.trust.clients import Door
from tests.trust.shared_cache import HOST, nginx
from tests.trust.shops import Trial

PATIENCE = 0.15  # seconds an attacker waits for more
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
ENCODINGS = (
    b"Transfer-Encoding: chunked", b"Transfer-Encoding : chunked", b"Transfer-Encoding:\tchunked",
    b"Transfer-Encoding:\x0bchunked", b"Transfer-Encoding: xchunked", b"Transfer-Encoding: chunked, identity",
    b"Transfer-Encoding: identity, chunked", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked", b"X: x\nTransfer-Encoding: chunked",
    b"Transfer-Encoding\r\n : chunked", b"transfer-encoding: CHUNKED", b" Transfer-Encoding: chunked",
    b"Transfer-Encoding: \"chunked\"", b"Transfer_Encoding: chunked", b"Transfer-Encoding: chunked\x00",
    b"X: x\rTransfer-Encoding: chunked", b"Transfer-Encoding:\r\n chunked",
)  # fmt: skip
LENGTHS = (
    b"Content-Length: 0\r\nContent-Length: {n}", b"Content-Length: {n}\r\nContent-Length: 0", b"Content-Length: +{n}",
    b"Content-Length: {n}, {n}", b"Content-Length: 0, {n}", b"Content-Length: 0x{n}", b"Content-Length: -{n}",
    b"Content-Length : {n}", b"Content-Length: {n} 0", b"Content_Length: {n}", b"Content-Length: \x0b{n}",
    b"Content-Length: 00{n}", b"Content-Length: {n}\nX: x", b"Content-Length: 1e1", b"content-length:{n}", b"X: x",
)  # fmt: skip
HEAD = "POST /contato/ HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n"


def corpus(word: str, called: str) -> Iterator[bytes]:
    inside = f"GET /busca/?q={word} HTTP/1.1\r\nHost: {called}\r\nX: ".encode()  # the request inside
    head, host = HEAD.format(called).encode(), called.encode()
    for encoding in ENCODINGS:
        body = b"0\r\n\r\n" + inside
        yield head + b"Content-Length: %d\r\n" % len(body) + encoding + b"\r\n\r\n" + body
        chunk = b"%x\r\n" % len(inside) + inside + b"\r\n0\r\n\r\n"
        yield head + b"Content-Length: 4\r\n" + encoding + b"\r\n\r\n" + chunk
        yield head + encoding + b"\r\n\r\n" + body
    for length in LENGTHS:
        for method in (b"POST", b"GET"):
            told = length.replace(b"{n}", str(len(inside)).encode())
            yield head.replace(b"POST", method, 1) + told + b"\r\n\r\n" + inside
    for size in (b"5;x=\n", b"5\n", b"FFFFFFFFFFFFFFFF1", b"-5", b"0x5", b" 5", b"5 ", b"", b"00000000000000000000"):
        yield head + b"Transfer-Encoding: chunked\r\n\r\n" + size + b"\r\nhallo\r\n0\r\n\r\n" + inside
    for line in (
        b"GET http://other.example/busca/ HTTP/1.1\r\nHost: " + host, b"GET / HTTP/1.1\r\nHost: a\r\nHost: " + host,
        b"GET /\r\n\r\n", b"GET / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 5\r\nHost: " + host,
        b"GET / HTTP/1.1\r\nHost: " + host + b"\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings",
        b"GET / HTTP/1.1\r\n Host: " + host, b"GET / HTTP/1.1\nHost: " + host, b"GET /%0d%0a HTTP/1.1\r\nHost: " + host,
        b"HEAD / HTTP/1.1\r\nContent-Length: 50\r\nHost: " + host, b"TRACE / HTTP/1.1\r\nHost: " + host,
        b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\nHost: " + host, b"PRI * HTTP/2.0",
        b"GET / HTTP/1.1\r\nConnection: Content-Length\r\nContent-Length: 20\r\nHost: " + host,
        b"OPTIONS * HTTP/1.1\r\nHost: " + host, b"CONNECT other.example:443 HTTP/1.1\r\nHost: " + host,
    ):  # fmt: skip
        yield line + b"\r\n\r\n" + inside


def attack(port: int, raw: bytes) -> list[str]:
    """The statuses that came back on this connection."""
    heard = b""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(raw)
        client.settimeout(PATIENCE)
        while data := client.recv(65536):
            heard += data
    return [status.decode() for status in STATUS.findall(heard)]


def smuggled(port: int, *, host: str = HOST, every: int = 1) -> dict[str, Any]:
    """`mixed`: who asked after an attack and was not given their own page. `every`: only each so manieth attack."""
    mixed, heard, faults, url = [], Counter[str](), [], f"http://127.0.0.1:{port}"
    attacks = list(corpus("contrabando", host))[:: max(1, every)]
    for number, raw in enumerate(attacks):
        answers = attack(port, raw)
        heard.update(answers or ["closed"])
        faults += [f"{number}: {status} {raw[:200]!r}" for status in answers if status in ("500", "502", "504")]
        for turn in range(2):
            word = f"vitima{number}x{turn}"
            seen = Door(url).ask("GET", f"/busca/?q={word}", Host=host, X_Forwarded_Proto="https")
            if seen.status != 200 or word not in seen.body or "contrabando" in seen.body:
                mixed.append(f"{number}: {seen.status} after {raw[:200]!r}")
    return {"attacks": len(attacks), "answers": dict(heard), "mixed": mixed, "faults": faults}


FORGED = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Port": "666", "Forwarded": "for=6.6.6.6;host=evil.example;proto=http", "X-Real-IP": "6.6.6.6",
    "X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/", "X-HTTP-Method-Override": "DELETE",
}  # fmt: skip


def believed(port: int) -> list[str]:
    """What headers of a client's own changed, through the front server."""
    url, found = f"http://127.0.0.1:{port}", []
    plain = Door(url).ask("GET", "/produto/nada/", Host=HOST)
    for name, value in FORGED.items():
        seen = Door(url).ask("GET", "/produto/nada/", Host=HOST, **{name: value})
        if (
            seen.status != plain.status
            or (value in seen.body and value not in plain.body)
            or "evil" in str(seen.headers)
        ):
            found.append(f"{name}: {seen.status}")
    if Door(url).ask("TRACE", "/", Host=HOST).status != 405:
        found.append("TRACE")
    return found


def through_nginx(trial: Trial) -> dict[str, Any]:
    with nginx(trial.shop.port, zone="off", keeps=True) as (port, _):
        return smuggled(port) | {"believed": believed(port)}
