"""What a page and an order cost each part of a shop on several servers, in processor time (docs/scale.md).

    .venv/bin/python -m bench.capacity                    # 1, 2 and 4 processes of the shop
    .venv/bin/python -m bench.capacity --wrk 5            # and how much nginx's cache adds, with wrk for 5 s each

Needs what `python -m tools.stack` needs. Processor time is read from /proc, so a busy machine changes it little.
"""

import argparse
import gzip
import http.client
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.stack.programs import Program
from tools.stack.running import Stack, running

TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds
CLIENTS = 4
GZIP = {"Accept-Encoding": "gzip"}
BUYER = {
    "email": "carga@example.com", "name": "Ana Souza", "phone": "+5511912345678", "document": "52998224725",
    "shipping_method": "retirada", "payment_method": "pix",
}  # fmt: skip


# --- Processor time -------------------------------------------------------------------------------------
def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(word) for word in children.read_text().split()] if children.exists() else []
    return [pid, *itertools.chain.from_iterable(map(family, found))]


def spent(program: Program) -> float:
    """Milliseconds of the program and all it started; those of children that ended stand with their parent."""
    total = 0
    for pid in family(program.process.pid) if program.process else ():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += sum(map(int, fields[11:15]))
    return total * TICK


def part_of(name: str) -> str:
    return "shop" if name.startswith("app") else name


def spent_by_part(stack: Stack) -> dict[str, float]:
    told: dict[str, float] = defaultdict(float)
    for name, program in stack.programs.items():
        told[part_of(name)] += spent(program)
    return told


# --- Clients --------------------------------------------------------------------------------------------
@dataclass
class Client:
    """One kept connection to one address."""

    port: int
    connection: http.client.HTTPConnection = field(init=False)
    answers: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        terms = GZIP | {name.replace("_", "-"): value for name, value in headers.items()}
        sent = json.dumps(body).encode() if body is not None else None
        if sent is not None:
            terms["Content-Type"] = "application/json"
        self.connection.request(method, path, body=sent, headers=terms)
        answer = self.connection.getresponse()
        content, found = answer.read(), {name.lower(): value for name, value in answer.getheaders()}
        if found.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        self.answers[f"{answer.status} {found.get('x-cache', '')}".strip()] += 1
        return answer.status, found, content


def by_all(port: int, act: Callable[[Client, int], None], times: int) -> tuple[float, Counter[str]]:
    """`act` so many times by several clients at once; the seconds it took, and what was answered."""
    numbers, clients = iter(range(times)), [Client(port) for _ in range(CLIENTS)]
    lock = threading.Lock()

    def work(client: Client) -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            act(client, number)

    began = time.monotonic()
    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - began, sum((client.answers for client in clients), Counter())


# --- Scenarios --------------------------------------------------------------------------------------------
def read(path: str, **headers: str) -> Callable[[Client, int], None]:
    def act(client: Client, number: int) -> None:
        status, _, _ = client.ask("GET", path.format(number=number), **headers)
        if status not in (200, 304):
            raise RuntimeError(f"{path}: {status}")

    return act


def order(slugs: list[str]) -> Callable[[Client, int], None]:
    """Product, into the cart, ordered with Pix: three requests of an app."""

    def act(client: Client, number: int) -> None:
        slug = slugs[number % len(slugs)]
        client.ask("GET", f"/api/v1/products/{slug}/")
        cart = json.loads(client.ask("POST", "/api/v1/cart/items/", {"product": slug, "quantity": 1})[2])
        own = {"X_Cart_Token": cart["token"], "Idempotency_Key": uuid.uuid4().hex}
        body = BUYER | {"expected_total": cart["pix_total"]}
        status, _, content = client.ask("POST", "/api/v1/orders/", body, **own)
        if status != 201:
            raise RuntimeError(f"order: {status} {content[:500]!r}")

    return act


def slugs_of(stack: Stack) -> list[str]:
    found = json.loads(Client(stack.port).ask("GET", "/api/v1/products/?page_size=100&in_stock=1")[2])
    return [each["slug"] for each in found["results"]]


def cookie_with_cart(stack: Stack, slug: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=60)
    terms = {"Content-Type": "application/x-www-form-urlencoded", "Origin": stack.url}
    connection.request("POST", "/carrinho/adicionar/", body=f"produto={slug}&quantidade=1", headers=terms)
    cookies = connection.getresponse().headers.get_all("Set-Cookie") or []
    pairs = [cookie.partition(";")[0] for cookie in cookies]
    return "; ".join(pair for pair in pairs if not pair.startswith("escreveu="))


def measure(stack: Stack, *, times: int) -> list[dict[str, Any]]:
    """Rows: what was asked, how many, a second, and milliseconds of each part for one."""
    slugs = slugs_of(stack)
    cart = cookie_with_cart(stack, slugs[0])
    direct = stack.programs["app1"].port
    scenarios: dict[str, tuple[int, Callable[[Client, int], None], int]] = {
        "list, kept by nginx": (stack.port, read("/catalogo/"), times * 4),
        "list, kept by the shop": (direct, read("/catalogo/"), times * 2),
        "list, never asked": (stack.port, read("/catalogo/?preco={number}-99999&ordem=menor-preco"), times),
        "list with a cart": (stack.port, read("/catalogo/", Cookie=cart), times * 2),
        "list of the API, never asked": (stack.port, read("/api/v1/products/?price_max={number}9999"), times),
        "order by an app": (stack.port, order(slugs), times // 4),
    }
    rows = []
    for name, (port, act, count) in scenarios.items():
        by_all(port, act, max(8, count // 20))  # every process has made each of its moulds
        before = spent_by_part(stack)
        seconds, answers = by_all(port, act, count)
        after = spent_by_part(stack)
        parts = {part: round((after[part] - before[part]) / count, 2) for part in after}
        rows.append({"name": name, "count": count, "per s": round(count / seconds, 1), "ms": parts, "answers": answers})
    return rows


# --- nginx's cache ----------------------------------------------------------------------------------------
def wrk(port: int, seconds: int) -> float:
    """Answers a second of the list, as browsers ask for it."""
    command = [
        "wrk",
        "-t1",
        "-c32",
        f"-d{seconds}s",
        "-H",
        "Accept-Encoding: gzip",
        f"http://127.0.0.1:{port}/catalogo/",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None or "Non-2xx" in said:
        raise RuntimeError(said)
    return float(found[1])


def cached(stack: Stack, *, seconds: int) -> dict[str, Any]:
    """The rate of one address with and without the cache in front, and what a thousand visits of 20 were answered."""
    direct = stack.programs["app1"].port
    rates = {"direct": wrk(direct, seconds), "nginx": wrk(stack.port, seconds)}
    paths = ["/", "/catalogo/", *(f"/produto/{slug}/" for slug in slugs_of(stack)[:18])]
    etags: dict[str, str] = {}
    lock = threading.Lock()

    def visit(client: Client, number: int) -> None:
        path = paths[number % len(paths)]
        with lock:
            etag = etags.get(path, "") if number % 2 else ""
        _, headers, _ = client.ask("GET", path, **({"If_None_Match": etag} if etag else {}))
        with lock:
            etags[path] = headers.get("etag", "")

    _, answers = by_all(stack.port, visit, 1001)
    return rates | {"ratio": round(rates["nginx"] / rates["direct"], 1), "visits": dict(answers)}


def told(rows: list[dict[str, Any]]) -> str:
    parts = [name for name in ("shop", "primary", "replica", "redis", "nginx") if name in rows[0]["ms"]]
    lines = [f"| ms of processor time for one | {' | '.join(parts)} | a second |", "| --- " * (len(parts) + 2) + "|"]
    lines += [
        f"| {row['name']} | {' | '.join(str(row['ms'][part]) for part in parts)} | {row['per s']} |" for row in rows
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, nargs="*", default=[1, 2, 4], help="of the shop, over two servers")
    parser.add_argument("--times", type=int, default=400)
    parser.add_argument("--wrk", type=int, default=0, help="seconds")
    asked = parser.parse_args()
    if asked.wrk and shutil.which("wrk") is None:
        parser.error("wrk was not found: apt-get install wrk")
    for processes in asked.processes:
        servers = min(2, processes)
        terms = {"servers": servers, "workers": processes // servers, "settings": {"RATELIMIT_ENABLE": "0"}}
        with running(is_filled=True, **terms) as stack:
            print(
                f"\n{processes} processes, load {os.getloadavg()[0]:.1f}\n\n{told(measure(stack, times=asked.times))}"
            )
            if asked.wrk:
                print(json.dumps(cached(stack, seconds=asked.wrk)))
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
