"""Connections that can be cut off at a moment, and that go to the address we approved and to no other."""

import socket
import threading
from types import TracebackType
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection


class Cutoff:
    """Ends one conversation when its time is over, wherever it stands: handshake, headers or body.

    A read timeout only limits the silence between two bytes; a server that drips one byte a second never
    meets it. The socket is held as a duplicate, because TLS takes the first handle away.
    """

    def __init__(self, seconds: float) -> None:
        self.fired = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> "Cutoff":
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        for held in self._sockets:
            held.close()

    def watch(self, sock: socket.socket) -> None:
        self._sockets.append(sock.dup())
        if self.fired:
            self._cut()

    def _cut(self) -> None:
        self.fired = True
        for held in self._sockets:
            try:
                held.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # already closed by the other side


class Wire:
    """What the connections of one adapter obey: the cutoff, and the pinned address if any."""

    def __init__(self, cutoff: Cutoff, address: str | None = None) -> None:
        self.cutoff = cutoff
        self.address = address

    def open(self, connection: HTTPConnection) -> socket.socket:
        host = self.address or connection.host
        try:
            sock = create_connection((host, connection.port), connection.timeout)
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, f"connection to {host} timed out") from error
        except OSError as error:
            raise NewConnectionError(connection, f"no connection to {host}: {error}") from error
        self.cutoff.watch(sock)
        return sock


class WireAdapter(HTTPAdapter):
    """Opens its connections through the `Wire`; the name stays for Host, SNI and certificate."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        wire = self._wire

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return wire.open(self)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return wire.open(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        manager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **pool_kwargs)
        manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
        self.poolmanager = manager
