"""Bodies in chunks, as a real server hands them on."""

import socket
from collections.abc import Iterator

import pytest

from tests.servers import Shop

pytestmark = pytest.mark.server
BODY = b'{"email": "a@example.com", "password": "x"}'


@pytest.fixture(scope="module")
def server() -> Iterator[Shop]:
    shop = Shop(workers=1)
    shop.migrate()
    try:
        yield shop.start()
    finally:
        shop.stop()


@pytest.mark.parametrize("address", ["/api/v1/cart/items/", "/api/v1/auth/login/"])
@pytest.mark.parametrize("kind", ["application/json", "text/xml"])
def test_a_body_in_chunks_is_answered_with_411(server: Shop, address: str, kind: str) -> None:
    head = f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: {kind}\r\n"
    chunks = f"Transfer-Encoding: chunked\r\n\r\n{len(BODY):x}\r\n".encode() + BODY + b"\r\n0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head.encode() + chunks)
        status = connection.recv(4096).split(b"\r\n")[0]
    assert status.startswith(b"HTTP/1.1 411")
