"""GET with every limit that a shop's nightly job needs: time, size, pace, retries, redirects."""

import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import urlencode, urljoin, urlsplit

import requests

from . import document
from .faults import Fault, shown
from .sockets import Cutoff, Wire, WireAdapter

AGENT = "IluminaCasa-sync/1"
TRIES = 4
THROTTLED_TRIES = 10
LONGEST_WAIT = 60.0
REDIRECTS = 3
TRANSIENT = {408, 500, 502, 503, 504}
JSON_TYPES = ("application/json", "application/problem+json")


class Clock(Protocol):
    def monotonic(self) -> float: ...
    def time(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    def monotonic(self) -> float:
        return time.monotonic()

    def time(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Limits:
    request_seconds: float = 30
    run_seconds: float = 900
    requests_per_second: float = 5
    page_bytes: int = 32 * 1024 * 1024
    run_bytes: int = 2 * 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    document: Any  # None when the upstream said 304
    etag: str = ""
    not_modified: bool = False


@dataclass(slots=True)
class Traffic:
    requests: int = 0
    retries: int = 0
    bytes: int = 0


def _jitter() -> float:
    return secrets.randbelow(1000) / 1000


@dataclass
class Transport:
    """Talks to one upstream. `base` is its address without path, e.g. `https://dummyjson.com`."""

    base: str
    limits: Limits = field(default_factory=Limits)
    clock: Clock = field(default_factory=SystemClock)
    jitter: Callable[[], float] = _jitter
    beat: Callable[[], None] = lambda: None  # told before each attempt and wait: "still alive"
    traffic: Traffic = field(default_factory=Traffic)

    def __post_init__(self) -> None:
        self.base = self.base.rstrip("/")
        self._ends_at = self.clock.monotonic() + self.limits.run_seconds
        self._free_at = 0.0

    def get(
        self, path: str, params: Mapping[str, object] | None = None, *, etag: str = "", tries: int | None = None
    ) -> Answer:
        """The parsed document behind `path`; raises `UpstreamFault` when it cannot be had."""
        url = self.base + path + (f"?{urlencode(params)}" if params else "")
        attempt = 0
        while True:
            attempt += 1
            try:
                self._pace()
                return self._attempt(url, etag)
            except Fault as fault:
                if attempt >= min(fault.tries, tries or fault.tries):
                    raise fault.final() from fault
                self.traffic.retries += 1
                self._wait(self._pause(attempt, fault), fault)

    def _pause(self, attempt: int, fault: Fault) -> float:
        if fault.wait is not None:
            return min(max(fault.wait, 1.0), LONGEST_WAIT)
        return min(0.5 * 2 ** (attempt - 1), 30.0) * (1 + 0.5 * self.jitter())

    def _wait(self, seconds: float, cause: Fault | None = None) -> None:
        if self.clock.monotonic() + seconds > self._ends_at:
            why = f" Última falha: {cause.message}" if cause else ""
            raise Fault("deadline", f"O prazo da sincronização acabou.{why}").final()
        self.beat()
        self.clock.sleep(seconds)

    def _pace(self) -> None:
        now = self.clock.monotonic()
        if now >= self._ends_at:
            raise Fault("deadline", "O prazo da sincronização acabou.")
        if now < self._free_at:
            self._wait(self._free_at - now)
        self._free_at = self.clock.monotonic() + 1 / self.limits.requests_per_second

    def _attempt(self, url: str, etag: str) -> Answer:
        seen = {url}
        for _ in range(REDIRECTS + 1):
            status, headers, body = self._exchange(url, etag)
            if status not in (301, 302, 303, 307, 308):
                return self._read(url, status, headers, body, etag)
            url = self._redirected(url, status, headers)
            if url in seen:
                raise Fault("redirect_loop", f"O endereço redireciona em círculo: {shown(url, 200)}")
            seen.add(url)
        raise Fault("too_many_redirects", f"Mais de {REDIRECTS} redirecionamentos.")

    def _exchange(self, url: str, etag: str) -> tuple[int, Mapping[str, str], bytes]:
        self.traffic.requests += 1
        self.beat()
        seconds = max(min(self.limits.request_seconds, self._ends_at - self.clock.monotonic()), 0.01)
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": AGENT}
        headers["Connection"] = "close"
        if etag:
            headers["If-None-Match"] = etag
        # One adapter and one socket per request, so that the cutoff always holds it and none is reused half closed.
        # No Session: no proxy, no .netrc, no cookies, and nobody looks at a hostile Location.
        with Cutoff(seconds) as cutoff, closing(WireAdapter(Wire(cutoff))) as adapter:
            try:
                asked = requests.Request("GET", url, headers=headers).prepare()
                with adapter.send(asked, stream=True, timeout=seconds) as answer:
                    body = self._body(answer)
                    status, got = answer.status_code, answer.headers
            except requests.RequestException as error:
                raise self._broken(error, cut=cutoff.fired) from error
            if cutoff.fired:  # a body without announced length ends silently when the socket is cut
                raise Fault("timeout", "A resposta passou do tempo.", tries=TRIES)
        self._note_budget(got)
        return status, got, body

    def _body(self, answer: requests.Response) -> bytes:
        """The decoded body, counted while it grows: a small gzip can unfold to gigabytes."""
        parts = []
        size = 0
        for part in answer.iter_content(65_536):
            size += len(part)
            self.traffic.bytes += len(part)
            if size > self.limits.page_bytes:
                raise Fault("too_large", f"A resposta passa de {self.limits.page_bytes} bytes.")
            if self.traffic.bytes > self.limits.run_bytes:
                raise Fault("too_large", f"A sincronização passa de {self.limits.run_bytes} bytes.")
            parts.append(part)
        return b"".join(parts)

    @staticmethod
    def _broken(error: requests.RequestException, *, cut: bool) -> Fault:
        if cut or isinstance(error, requests.Timeout):
            return Fault("timeout", "A origem não respondeu a tempo.", tries=TRIES)
        if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
            return Fault("bad_address", f"Endereço inválido: {shown(str(error), 200)}")
        if isinstance(error, requests.exceptions.ContentDecodingError):
            return Fault("bad_encoding", "A compressão da resposta está corrompida.", tries=document.GARBAGE_TRIES)
        return Fault("network", f"Falha de rede: {shown(str(error), 200)}", tries=TRIES)

    def _read(self, url: str, status: int, headers: Mapping[str, str], body: bytes, etag: str) -> Answer:
        if status == 304 and etag:
            return Answer(None, headers.get("ETag", etag), not_modified=True)
        if status != 200:
            raise self._refusal(url, status, headers, body)
        kind = headers.get("Content-Type", "application/json").partition(";")[0].strip().lower()
        if kind not in JSON_TYPES:
            raise Fault("not_json", f"A origem respondeu {shown(kind)} em vez de JSON.", tries=document.GARBAGE_TRIES)
        return Answer(document.parse(body), headers.get("ETag", "")[:200])

    def _refusal(self, url: str, status: int, headers: Mapping[str, str], body: bytes) -> Fault:
        text = f"HTTP {status} em {shown(url, 200)}: {shown(body[:400].decode('utf-8', 'replace'), 200)}"
        if status == 429:
            return Fault("throttled", text, tries=THROTTLED_TRIES, wait=self._asked_wait(headers))
        if status in (401, 403):
            return Fault("refused", text)
        return Fault(f"http_{status}", text, tries=TRIES if status in TRANSIENT else 1)

    def _asked_wait(self, headers: Mapping[str, str]) -> float | None:
        asked = headers.get("Retry-After", "").strip()
        if asked.isascii() and asked.isdigit():
            return float(asked[:9])
        if asked:
            try:
                moment = parsedate_to_datetime(asked)
            except ValueError:
                moment = None
            if moment is not None:
                return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - self.clock.time()
        return self._until_reset(headers)

    def _until_reset(self, headers: Mapping[str, str]) -> float | None:
        reset = headers.get("X-RateLimit-Reset", "").strip()
        return float(reset[:12]) - self.clock.time() if reset.isascii() and reset.isdigit() else None

    def _note_budget(self, headers: Mapping[str, str]) -> None:
        """Stop before the upstream has to say 429."""
        left = headers.get("X-RateLimit-Remaining", "").strip()
        wait = self._until_reset(headers)
        if left.isascii() and left.isdigit() and int(left[:9]) <= 2 and wait is not None and wait > 0:
            self._free_at = max(self._free_at, self.clock.monotonic() + min(wait, LONGEST_WAIT))

    def _redirected(self, url: str, status: int, headers: Mapping[str, str]) -> str:
        target = headers.get("Location", "")
        if not target:
            raise Fault("bad_redirect", f"HTTP {status} sem Location em {shown(url, 200)}.")
        try:
            there = urljoin(url, target)
            old, new = urlsplit(url), urlsplit(there)
            same_origin = (old.scheme, old.hostname, old.port) == (new.scheme, new.hostname, new.port)
            secured = new.scheme == "https" and new.port in (None, 443, old.port)
        except ValueError as error:
            raise Fault("bad_redirect", f"Redirecionamento inválido: {shown(target, 200)}") from error
        allowed = same_origin or (secured and new.hostname == old.hostname)
        if not allowed or new.username is not None:
            raise Fault("foreign_redirect", f"Redirecionamento para fora da origem: {shown(there, 200)}")
        return there
