"""Reads of the catalogue go to the replica, and nobody is shown less than they wrote, or nothing when it is gone.

The two databases of this shop differ on purpose: what was answered tells which of them was asked.
"""

import base64
import http.client
import itertools
import json
import shutil
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from iluminacasa import replicas, writers
from iluminacasa.replicas import FARTHEST, LOOK_EVERY, REST, Watch
from tests.servers import Shop
from tests.trust.clients import Answer, Door
from tests.trust.shops import PLAIN

PRIMARY, REPLICA = "Pendente Matriz", "Pendente Copia"
MAKE = f"""
from django.utils import timezone
from tests import buying
print(buying.goods(stock_count=50, title="{PRIMARY}", at=timezone.now()).slug)
"""
CHANGED = (
    f"UPDATE catalog_product SET title = '{REPLICA}'",
    f"UPDATE catalog_productcard SET data = replace(data, '{PRIMARY}', '{REPLICA}'),"
    f" view = replace(view, '{PRIMARY}', '{REPLICA}')",
    # Ahead, as no replica is: a process that has seen one of them may be shown the other.
    "UPDATE catalog_cataloguestate SET version = version + 1",
)
OPEN = {"RATELIMIT_ENABLE": "0", "DJANGO_SETTINGS_MODULE": "iluminacasa.settings"}
server, once = pytest.mark.server, pytest.mark.once


# --- A shop on two databases --------------------------------------------------------------------------
@dataclass(frozen=True)
class Two:
    shop: Shop
    slug: str
    addresses: Iterator[str]

    @property
    def replica(self) -> Path:
        return self.shop.folder / "replica.sqlite3"

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
        """From an address nobody has asked from before, unless one is told."""
        own = {"X_Forwarded_For": next(self.addresses)}
        return Door(self.shop.url).ask(method, path, body=body, **own | headers)

    def buy(self) -> SimpleCookie:
        """The cookies of a browser that has just put something into its cart."""
        connection = http.client.HTTPConnection("127.0.0.1", self.shop.port, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.shop.url}
        body = urlencode({"produto": self.slug, "quantidade": 1})
        with closing(connection):
            connection.request("POST", "/carrinho/adicionar/", body, headers)
            answer = connection.getresponse()
            assert answer.status == 303
            found = SimpleCookie[str]()
            for text in answer.headers.get_all("Set-Cookie") or ():
                found.load(text)
        return found

    @property
    def page(self) -> str:
        return f"/produto/{self.slug}/"

    @property
    def resource(self) -> str:
        return f"/api/v1/products/{self.slug}/"

    @contextmanager
    def replica_where(self, change: str, back: str) -> Iterator[None]:
        with closing(sqlite3.connect(self.replica, isolation_level=None)) as connection:
            connection.execute(change)
            try:
                yield
            finally:
                connection.execute(back)


@pytest.fixture(scope="module")
def two() -> Iterator[Two]:
    shop = Shop(
        application=PLAIN,
        settings={
            "RATELIMIT_ENABLE": "0",
            "DJANGO_SETTINGS_MODULE": "iluminacasa.settings",
            "TRUSTED_PROXIES": "127.0.0.1",
        },
    )
    shop.settings["REPLICA_URL"] = f"sqlite:///{shop.folder / 'replica.sqlite3'}"
    try:
        shop.migrate()
        slug = shop.manage("shell", "--verbosity", "0", "-c", MAKE).stdout.split()[-1]
        numbers = (f"10.1.{number // 250}.{number % 250}" for number in itertools.count())
        shop_of_two = Two(shop, slug, numbers)
        shutil.copy(shop.folder / "db.sqlite3", shop_of_two.replica)
        with closing(sqlite3.connect(shop_of_two.replica, isolation_level=None)) as connection:
            for statement in CHANGED:
                connection.execute(statement)
        shop.start()
        yield shop_of_two
    finally:
        shop.stop()


def who(answer: Answer) -> str:
    assert answer.status == 200, (answer.status, answer.body[:500])
    found = {name for name in (PRIMARY, REPLICA) if name in answer.body}
    assert len(found) == 1, found
    return found.pop()


@server
@once
def test_what_everybody_may_read_is_read_from_the_replica_and_stays_public(two: Two) -> None:
    for path in (two.page, "/catalogo/", "/catalogo/", "/busca/?q=pendente", two.resource, "/api/v1/products/"):
        answer = two.ask(path)
        assert who(answer) == REPLICA, path
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"].startswith("public"), path


@server
@once
def test_who_has_written_reads_the_primary_and_nobody_else_does(two: Two) -> None:
    mark = two.buy()["escreveu"]
    assert [mark[name] for name in ("httponly", "max-age", "path", "samesite")] == [True, "10", "/", "Lax"]
    mine = {"Cookie": f"escreveu={mark.value}"}
    written = two.ask(two.page, **mine)
    assert (who(written), written.headers["cache-control"]) == (PRIMARY, "private, no-store")
    assert who(two.ask("/busca/?q=pendente", **mine)) == PRIMARY
    assert who(two.ask(two.page, Cookie="escreveu=1:forged:mark")) == REPLICA
    assert who(two.ask(two.page)) == REPLICA


@server
@once
def test_carts_are_told_what_is_so_now(two: Two) -> None:
    assert who(two.ask("/carrinho/", Cookie=f"carrinho={two.buy()['carrinho'].value}")) == PRIMARY


@server
@once
def test_an_app_that_has_written_is_known_by_its_token_or_its_address(two: Two) -> None:
    body = json.dumps({"product": two.slug, "quantity": 1})
    terms = {"Content_Type": "application/json"}
    token = two.ask("/api/v1/cart/items/", "POST", body, **terms).json["token"]
    assert two.ask("/api/v1/cart/items/", "POST", body, X_Cart_Token=token, **terms).status == 201
    assert who(two.ask(two.resource, X_Cart_Token=token)) == PRIMARY
    assert who(two.ask(two.resource, X_Cart_Token="another" * 6)) == REPLICA
    assert two.ask("/api/v1/cart/items/", "POST", body, X_Forwarded_For="10.9.9.9", **terms).status == 201
    assert who(two.ask(two.resource, X_Forwarded_For="10.9.9.9")) == PRIMARY
    assert who(two.ask(two.resource, X_Forwarded_For="10.9.9.8")) == REPLICA


@server
@once
def test_a_process_never_shows_an_older_catalogue_than_it_has_shown(two: Two) -> None:
    assert who(two.ask(two.page)) == REPLICA
    moved = "UPDATE catalog_cataloguestate SET version = version {} 2"
    with two.replica_where(moved.format("-"), moved.format("+")):
        for path in (two.page, "/catalogo/", two.resource):
            assert who(two.ask(path)) == PRIMARY, path
    assert who(two.ask(two.page)) == REPLICA


@server
@once
def test_the_feed_of_changes_is_the_primarys(two: Two) -> None:
    assert who(two.ask("/api/v1/products/changes/")) == PRIMARY


@server
@once
def test_when_the_replica_breaks_the_same_request_is_answered_by_the_primary(two: Two) -> None:
    """The last: it is left alone for a while."""
    assert who(two.ask(two.page)) == REPLICA
    gone = ("ALTER TABLE catalog_cataloguestate RENAME TO gone", "ALTER TABLE gone RENAME TO catalog_cataloguestate")
    with two.replica_where(*gone):
        for path in (two.page, "/catalogo/", two.resource):
            assert who(two.ask(path)) == PRIMARY, path
    assert who(two.ask(two.page)) == PRIMARY
    assert two.shop.log().count("replica left alone") == 1


# --- How far behind it is -----------------------------------------------------------------------------
@dataclass
class Servers:
    """What the two say; `now` is the clock of the process."""

    now: float = 1000.0
    written: int = 0
    reached: int = 0
    is_up: bool = True

    def ask_replica(self) -> int:
        if not self.is_up:
            raise DatabaseError("gone")
        return self.reached


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Servers:
    told = Servers()
    monkeypatch.setattr(replicas, "time", SimpleNamespace(monotonic=lambda: told.now))
    monkeypatch.setattr(replicas, "written_by_primary", lambda: told.written)
    monkeypatch.setattr(replicas, "reached_by_replica", told.ask_replica)
    monkeypatch.setattr(replicas, "connections", {"replica": SimpleNamespace(close=lambda: None)})
    return told


def test_a_replica_is_asked_while_it_is_near(servers: Servers) -> None:
    watch = Watch()
    assert watch.is_well() is True
    servers.written = 500
    for _ in range(int(FARTHEST / LOOK_EVERY)):
        servers.now += LOOK_EVERY
        assert watch.is_well() is True
    servers.now += LOOK_EVERY
    assert (watch.is_well(), watch.behind) == (False, FARTHEST + LOOK_EVERY)
    servers.reached = 500
    servers.now += LOOK_EVERY
    assert (watch.is_well(), watch.behind) == (True, 0.0)


def test_one_that_moves_but_lags_is_as_far_behind_as_the_last_mark_it_reached(servers: Servers) -> None:
    watch = Watch()
    for second in range(20):
        servers.written, servers.reached = second * 100, (second - 3) * 100
        servers.now += LOOK_EVERY
        watch.is_well()
    assert watch.behind == 3 * LOOK_EVERY


def test_a_server_that_is_no_replica_is_never_asked(servers: Servers) -> None:
    servers.reached = -1
    assert Watch().is_well() is False


def test_a_replica_that_failed_rests_and_comes_back(servers: Servers) -> None:
    watch = Watch()
    assert watch.is_well() is True
    servers.is_up = False
    servers.now += LOOK_EVERY
    assert (watch.is_well(), watch.marks) == (False, deque())
    servers.is_up = True
    servers.now += REST - 0.1
    assert watch.is_well() is False
    servers.now += 0.1
    assert watch.is_well() is True


# --- The marks ------------------------------------------------------------------------------------------
def test_without_a_replica_the_middleware_is_not_there() -> None:
    with pytest.raises(MiddlewareNotUsed):
        writers.ReplicaMiddleware(lambda request: HttpResponse())


def test_a_mark_is_believed_for_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    mark = writers.signer.sign("1")
    assert writers.is_fresh(mark) is True
    assert writers.is_fresh(mark.replace("1:", "2:", 1)) is False
    monkeypatch.setattr(writers, "FRESH", -1)
    assert writers.is_fresh(mark) is False
    assert replicas.FARTHEST * 2 < 10


def test_a_person_is_known_by_whatever_token_speaks_of_them() -> None:
    def token(claims: object) -> str:
        middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        return f"Bearer head.{middle}.tail"

    assert writers.subject(token({"sub": "7", "jti": "a"})) == writers.subject(token({"sub": "7", "jti": "b"})) == "7"
    for odd in ("", "Bearer", "Bearer a.b.c", token(["sub"]), token({}), "Bearer é.é.é"):
        assert writers.subject(odd) == odd


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/", True), ("/catalogo/", True), ("/produto/x/", True), ("/busca/", True), ("/sitemap.xml", True),
        ("/api/v1/products/", True), ("/api/v1/categories/", True), ("/carrinho/", False), ("/conta/", False),
        ("/finalizar/pagamento/", False), ("/api/v1/cart/", False), ("/api/v1/orders/", False), ("/readyz", False),
        ("/admin/catalog/product/", False), ("/admin/", False), ("/media/x.jpg", False),
    ],
)  # fmt: skip
def test_doors_of_the_catalogue_alone_are_open_to_the_replica(settings, path: str, is_open: bool) -> None:
    settings.REPLICA_URL = "postgres://elsewhere/shop"
    middleware = writers.ReplicaMiddleware(lambda request: HttpResponse())
    use = replicas.Use()
    token = replicas._use.set(use)
    try:
        middleware.process_view(RequestFactory().get(path), resolve(path).func, (), {})
    finally:
        replicas._use.reset(token)
    assert use.is_open is is_open


def test_personal_rows_of_the_catalogue_and_all_other_tables_stay_at_home() -> None:
    use = replicas.Use()
    token = replicas._use.set(use)
    router = replicas.CatalogueRouter()
    try:
        asked = {
            name: router.db_for_read(apps.get_model(name)) for name in ("catalog.Favorite", "cart.Cart", "orders.Order")
        }
        assert router.db_for_read(apps.get_model("catalog.Product")) == "replica"
        assert router.db_for_write(apps.get_model("catalog.Product")) == "default"
    finally:
        replicas._use.reset(token)
    assert set(asked.values()) == {"default"}
    assert router.allow_migrate("replica", "catalog") is False
