"""A real nginx that keeps what it may in front of the shop: nothing of one person ever reaches another.

The cache here is careless on purpose: it looks at no cookie by itself, so all it is told is the answers' headers.
"""

import http.client
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from tests.servers import free_port
from tests.trust.shops import Trial, open_trial
from tests.trust.wires import wait_for

HOST = "shop.example"
PASSWORD = "luz-quente-na-sala-42"
CONFIG = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache levels=1 keys_zone=shop:4m max_size=200m inactive=1h use_temp_path=off;
  client_header_timeout 10s; client_body_timeout 10s; send_timeout 10s; keepalive_timeout 20s;
  upstream shop {{ server 127.0.0.1:{behind}; {keepalive} }}
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    client_max_body_size 21m;
    location / {{
      proxy_pass http://shop;
      {connection}
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto https;
      proxy_cache {zone};
      proxy_cache_methods GET HEAD;
      add_header X-Cache $upstream_cache_status always;
    }}
  }}
}}
"""
EVERYWHERE = {
    "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)"')
KEYED = re.compile(r"(?:/en)?/pedido/[^/]+/[^/]+/")  # whoever has such a link has the order: nobody gives it to another
NEVER = ("/sair/", "/media/", "/static/")
DISGUISED = ("/conta/estilo.css", "/conta/dados/foto.png", "/conta/pedidos/a.js", "/carrinho/x.ico", "/conta/;a.css")


@contextmanager
def nginx(behind: int, zone: str = "shop", *, keeps: bool = False) -> Iterator[tuple[int, Path]]:
    """Its port and its folder; the folder `cache` holds what it keeps. `zone`: "off" keeps nothing.

    `keeps`: one connection to the shop, for all requests.
    """
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin")
    if program is None:
        raise RuntimeError("nginx was not found: apt-get install nginx-light")
    port = free_port()
    with TemporaryDirectory(prefix="ilumina-nginx-") as place:
        folder = Path(place)
        folder.chmod(0o755)
        config = folder / "nginx.conf"
        kept = ("keepalive 1;", 'proxy_http_version 1.1; proxy_set_header Connection "";') if keeps else ("", "")
        terms = {"folder": folder, "port": port, "behind": behind, "zone": zone}
        config.write_text(CONFIG.format(**terms, keepalive=kept[0], connection=kept[1]))
        process = subprocess.Popen([program, "-c", str(config), "-p", str(folder)], stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield port, folder
        finally:
            process.terminate()
            process.wait(timeout=15)


@dataclass
class Browser:
    """Follows what a person follows and keeps cookies; https ends at the cache in front."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        terms = {"Host": HOST, "Accept-Encoding": "identity"} | {k.replace("_", "-"): v for k, v in headers.items()}
        if self.cookies:
            terms["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body=body.encode() or None, headers=terms)
            answer = connection.getresponse()
            for text in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = text.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def send(self, path: str, fields: dict[str, str]) -> int:
        terms = {"Origin": f"https://{HOST}", "Content_Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields), **terms)[0]

    def crawl(self, paths: list[str], limit: int) -> dict[str, tuple[int, dict[str, str], bytes]]:
        """These and what they lead to."""
        found: dict[str, tuple[int, dict[str, str], bytes]] = {}
        waiting = list(paths)
        while waiting and len(found) < limit:
            path = waiting.pop(0)
            if path in found:
                continue
            found[path] = self.ask("GET", path)
            if found[path][1].get("content-type", "").startswith("text/html"):
                links = (each.replace("&amp;", "&") for each in LINK.findall(found[path][2].decode()))
                waiting += [each for each in links if not each.startswith(NEVER)]
        return found


def person(trial: Trial, port: int, name: str, word: str) -> Browser:
    """Signed in through the page, with a cart and an order, all of it under one telling word."""
    email = f"{word.lower()}@example.com"
    product = trial.clerk.ask("customer", email=email, called=f"{name} {word}", password=PASSWORD)
    browser = Browser(port)
    assert browser.send("/entrar/", {"email": email, "senha": PASSWORD}) == 303
    assert browser.send("/carrinho/adicionar/", {"produto": product, "quantidade": "1"}) == 303
    return browser


START = [
    "/", "/catalogo/", "/carrinho/", "/favoritos/", "/comparar/", "/conta/", "/conta/dados/", "/conta/pedidos/",
    "/conta/enderecos/", "/conta/privacidade/", "/conta/sessoes/", "/finalizar/dados/", "/entrar/", "/rastrear/",
    "/nada/", "/api/v1/products/", "/api/v1/users/me/", "/api/v1/cart/", "/healthz", "/robots.txt", "/sitemap.xml",
    "/admin/", *DISGUISED,
]  # fmt: skip
OPEN = {"RATELIMIT_ENABLE": "0", "SITE_URL": f"https://{HOST}", "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "TRUSTED_PROXIES": "127.0.0.1"}  # fmt: skip


def cached_and_personal(trial: Trial, *, pages: int) -> dict[str, Any]:
    """A crawls, then B and somebody without cookies, over the same addresses, twice."""
    words = {"A": "Canarinha", "B": "Bentevizinha"}
    with nginx(trial.shop.port) as (port, folder):
        people = {key: person(trial, port, "Ana" if key == "A" else "Bia", word) for key, word in words.items()}
        people["nobody"] = Browser(port)
        leaks, lacking, kept = [], set[str](), Counter[str]()
        paths, seen_own = START, Counter[str]()
        for _ in range(2):
            for key, browser in people.items():
                found = browser.crawl(paths, pages)
                for path, (status, headers, body) in found.items():
                    kept[headers.get("x-cache", "-")] += 1
                    leaks += [f"{path} for {key}" for other, word in words.items()
                              if other != key and word.lower() in body.decode(errors="replace").lower()]  # fmt: skip
                    seen_own[key] += key in words and words[key].lower() in body.decode(errors="replace").lower()
                    lacking |= missing_headers(path, status, headers)
                    if "set-cookie" in headers and headers.get("cache-control") != "private, no-store":
                        leaks.append(f"{path} sets a cookie that may be kept")
                paths = list(dict.fromkeys([*START, *(each for each in found if not KEYED.match(each))]))
        stored = list(kept_files(folder / "cache"))
        dirty = [name for name, text in stored if any(word.lower() in text.lower() for word in words.values())]
        dirty += [name for name, text in stored if "\nset-cookie:" in text.lower()]
    return {
        "answers": sum(kept.values()), "cache": dict(kept), "files kept": len(stored), "leaks": leaks,
        "personal files": dirty, "lacking": sorted(lacking), "own name seen": dict(seen_own),
    }  # fmt: skip


def kept_files(folder: Path) -> Iterator[tuple[str, str]]:
    for file in folder.rglob("*"):
        if file.is_file():
            yield file.name, file.read_bytes().decode(errors="replace")


def missing_headers(path: str, status: int, headers: dict[str, str]) -> set[str]:
    lacking = {f"{path} ({status}): {name}" for name, value in EVERYWHERE.items() if headers.get(name) != value}
    if "camera=()" not in headers.get("permissions-policy", ""):
        lacking.add(f"{path} ({status}): permissions-policy")
    if "frame-ancestors 'none'" not in headers.get("content-security-policy", "") and not path.startswith("/media/"):
        lacking.add(f"{path} ({status}): content-security-policy")
    return lacking


def careless_control(trial: Trial) -> dict[str, Any]:
    """The same cache must catch what is marked as everybody's, or the trial above proves nothing."""
    with nginx(trial.shop.port) as (port, _):
        first, second = (Browser(port).ask("GET", "/catalogo/")[1].get("x-cache") for _ in range(2))
    return {"first": first, "second": second}


@contextmanager
def shop_behind_nginx(kind: str, *, seed: int, **more: Any) -> Iterator[Trial]:
    with open_trial(kind, seed=seed, **OPEN, **more) as trial:
        yield trial
