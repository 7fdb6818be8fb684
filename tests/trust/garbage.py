"""Rubbish at every address: in its path, parameters, headers, cookies, forms and JSON, drawn from a seed."""

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.utils.datastructures import MultiValueDict

from tests.trust import forms, matrix

SLOW = 2.0  # seconds
ROLES = ("anonymous", "customer A", "staff with permission")
VALUES = (
    "", "0", "-1", "1e3", "1e999", "NaN", "Infinity", "-0", "1.5", "1,5", "٣", "²", "9" * 30, "2147483648", "a" * 5000,
    "\x00", "a\x00b", "\ud800", "\u202e", "%00", "%ff", "%", "../../etc/passwd", "..%2f", "' OR 1=1--", '"', "\\", "{",
    "[", "[]", "{}", "null", "true", "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "=1+1", "javascript:alert(1)",
    "//evil.example", "\r\nSet-Cookie: a=b", "\x1b[31m", "🛋️" * 50, "ñ", "e\u0301", "2026-02-30", "0000-00-00",
    "9999-12-31T23:59:59Z", "25:61", "12345678901", "000.000.000-00", "cD0%3D", "eyJhbGciOiJub25lIn0.e30.", "*", "%_%",
    "(?:a+)+$", "a AND b OR", "NEAR(", "-", "--", ";", "|", "menor-preco", "50-500", "500-50", "-", "a-b", "1-", ",,,",
)  # fmt: skip
HEADERS = (
    "Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "Referer", "Origin",
    "User-Agent", "X-Request-Id", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Cart-Token",
    "X-Partial", "Authorization", "Idempotency-Key", "Content-Encoding", "Expect", "Cookie", "X-Order-Token",
)  # fmt: skip
KINDS = (  # charsets that are none are refused before Django: tests/foundation/test_guards.py
    "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "",
    "application/json; charset=utf-16", "multipart/form-data", "application/xml",
)  # fmt: skip


@dataclass
class Asked:
    """One request, as it can be sent again."""

    role: str
    method: str
    path: str
    body: bytes
    kind: str
    headers: dict[str, str]


@dataclass
class Told:
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0


@dataclass
class Fool:
    """Knows every address and every name a door asks for, and nothing else."""

    world: matrix.World
    dice: random.Random
    routes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def learn(self) -> None:
        self.routes = [each for each in matrix.routes() if "<path:object_id>" not in each]
        document = self.world.clients["anonymous"].get("/api/v1/schema/?format=json").content
        found = set(names_in(json.loads(document)))
        for role, pages in PAGES.items():
            for path in pages:
                page = self.world.clients[role].get(path).content.decode(errors="replace")
                found |= {name for form in forms.read(page, path).forms for name in form.names}
        self.names = sorted(found)

    def value(self, depth: int = 0) -> Any:
        kind = self.dice.random()
        if depth < 3 and kind < 0.15:
            return [self.value(depth + 1) for _ in range(self.dice.randrange(4))]
        if depth < 3 and kind < 0.3:
            return {self.dice.choice(self.names): self.value(depth + 1) for _ in range(self.dice.randrange(4))}
        if kind < 0.4:
            return self.dice.choice((None, True, False, 0, -1, 1.5, 10**18, 10**40, -(10**40), 1e308, 2**63))
        if kind < 0.5:
            return "".join(
                chr(self.dice.choice((self.dice.randrange(256), self.dice.randrange(0xD800)))) for _ in "abcde"
            )
        return self.dice.choice(VALUES)

    def request(self) -> Asked:
        dice, role = self.dice, self.dice.choice(ROLES)
        route = dice.choice(self.routes)
        is_api = route.startswith("api/")
        path = self.world.path(route, role) if dice.random() < 0.7 else self.astray(route)
        sent = [(dice.choice(self.names), text(self.value(3))) for _ in range(dice.choice((0, 0, 1, 2, 5)))]
        query = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in sent)
        method = dice.choice(("GET", "GET", "POST", "POST", *(("PUT", "PATCH", "DELETE") if is_api else ("HEAD",))))
        headers = {name: header(self.value(3)) for name in dice.sample(HEADERS, dice.choice((0, 0, 0, 1, 3)))}
        if is_api and role in self.world.bearers and dice.random() < 0.9:
            headers["Authorization"] = f"Bearer {self.world.bearers[role]}"
        usual = KINDS[0] if is_api else KINDS[1]
        kind = usual if dice.random() < 0.85 else dice.choice(KINDS)
        body = b"" if method in ("GET", "HEAD") else self.body(kind)
        return Asked(role, method, f"{path}?{query}" if query else path, body, kind, headers)

    def astray(self, route: str) -> str:
        """The route with rubbish where it has variables."""
        pattern = route.removesuffix(matrix.LINK).replace("^", "").replace("$", "")
        return "/" + matrix.PLACE.sub(lambda found: encoded(text(self.value(3))), pattern).replace("\\Z", "")

    def body(self, kind: str) -> bytes:
        if self.dice.random() < 0.05:
            return self.dice.randbytes(self.dice.randrange(2000))
        sent = {self.dice.choice(self.names): self.value() for _ in range(self.dice.randrange(8))}
        if "json" in kind:
            return json.dumps(self.value() if self.dice.random() < 0.1 else sent).encode()
        if kind.startswith("multipart"):
            parts = [f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{text(v)}\r\n' for n, v in sent.items()]
            return "".join([*parts, "--x--\r\n"]).encode(errors="surrogatepass")
        flat = MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in sent.items()})
        return "&".join(f"{encoded(n)}={encoded(text(v))}" for n, values in flat.lists() for v in values).encode()


PAGES = {
    "anonymous": ("/catalogo/", "/entrar/", "/cadastro/", "/rastrear/", "/contato/", "/calculadora/", "/carrinho/"),
    "customer A": ("/conta/dados/", "/conta/enderecos/novo/", "/finalizar/dados/", "/favoritos/", "/conta/sessoes/"),
    "staff with permission": (
        "/admin/orders/order/", "/admin/catalog/product/add/", "/admin/cart/coupon/add/", "/admin/catalog/product/",
    ),
}  # fmt: skip


def names_in(part: Any) -> Iterator[str]:
    """Of parameters and members, anywhere in the document."""
    if isinstance(part, dict):
        if isinstance(part.get("name"), str):
            yield part["name"]
        if isinstance(part.get("properties"), dict):
            yield from part["properties"]
        for each in part.values():
            yield from names_in(each)
    elif isinstance(part, list):
        for each in part:
            yield from names_in(each)


def text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def encoded(value: str) -> str:
    return quote(value, safe="%", errors="surrogatepass")


def header(value: Any) -> str:
    """What a server lets into a header: one line of latin-1."""
    return (
        text(value).encode("latin-1", "ignore").decode("latin-1").replace("\r", "").replace("\n", "").replace("\0", "")
    )


def ask(world: matrix.World, asked: Asked) -> int:
    """The status; nothing of what it did stays."""
    client: Client = world.clients[asked.role]
    kept = client.cookies.output().replace("Set-Cookie: ", "")
    with transaction.atomic():
        answer = client.generic(asked.method, asked.path, asked.body, asked.kind, headers=asked.headers)
        if answer.streaming:
            b"".join(answer)  # type: ignore[call-overload]  # bytes; the stub knows of text, too
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(kept)
    return answer.status_code


def pour(world: matrix.World, *, count: int, seed: int) -> Told:
    fool, told = Fool(world, random.Random(seed)), Told()
    fool.learn()
    for number in range(count):
        if number % 500 == 0:
            world.renew()
            caches["default"].clear()
        asked = fool.request()
        began = time.perf_counter()
        status = ask(world, asked)
        took = time.perf_counter() - began
        told.answers[status] += 1
        told.slowest = max(told.slowest, took)
        if (status >= 500 and status != 503) or took > SLOW:
            told.wrong.append(f"{status} after {took:.2f} s: {asked}")
    return told
