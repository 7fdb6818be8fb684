"""Two hundred connections that send a byte now and then, before the documented set-up: others do not notice."""

import contextlib
import socket
import statistics
import threading
import time
from typing import Any

from tests.trust.clients import Door
from tests.trust.shared_cache import HOST, nginx
from tests.trust.shops import Trial

PAGE = "/catalogo/"


def dribble(port: int, is_over: threading.Event, count: int) -> int:
    """Opens `count` connections and keeps them busy with next to nothing; how many were closed on us."""
    open_now: list[socket.socket] = []
    closed = 0
    while not is_over.is_set():
        while len(open_now) < count:
            client = socket.create_connection(("127.0.0.1", port), timeout=5)
            client.sendall(f"POST {PAGE} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\nX-a: ".encode())
            open_now.append(client)
        for client in list(open_now):
            try:
                client.sendall(b"b")
            except OSError:
                open_now.remove(client)
                closed += 1
        is_over.wait(1)
    for client in open_now:
        with contextlib.suppress(OSError):
            client.close()
    return closed


def times_of(url: str, count: int) -> list[float]:
    took = []
    for _ in range(count):
        began = time.perf_counter()
        answer = Door(url).ask("GET", PAGE, Host=HOST)
        assert answer.status == 200, answer.status
        took.append(time.perf_counter() - began)
    return took


def slow_clients(trial: Trial, *, connections: int, seconds: float) -> dict[str, Any]:
    """The 95th percentile of a page alone, and beside them. The cache is off: every page is made."""
    told: dict[str, Any] = {}
    with nginx(trial.shop.port, zone="off") as (port, _):
        url, is_over = f"http://127.0.0.1:{port}", threading.Event()
        times_of(url, 20)
        alone = times_of(url, 200)
        closed: list[int] = []
        crowd = threading.Thread(target=lambda: closed.append(dribble(port, is_over, connections)))
        crowd.start()
        beside, until = list[float](), time.monotonic() + seconds
        try:
            while time.monotonic() < until:
                beside += times_of(url, 20)
        finally:
            is_over.set()
            crowd.join()
        told |= {"connections": connections, "closed by nginx": closed[0], "pages beside": len(beside)}
    return told | {"p95 alone ms": p95(alone), "p95 beside ms": p95(beside)}


def p95(times: list[float]) -> float:
    return round(statistics.quantiles(times, n=20)[-1] * 1000, 1)
