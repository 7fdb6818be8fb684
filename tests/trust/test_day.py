"""Around a whole day of the shop: nothing slow inside a transaction, and nothing secret in what is written down."""

import http.client
import json
import logging
import re
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.template.base import Template
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from accounts.models import Activity, User
from iluminacasa import jobs, logs
from tests.people import PASSWORD
from tests.trust import api_story, day, matrix

pytestmark = pytest.mark.django_db
# What takes as long as somebody else likes, or long on purpose: (owner, name).
SLOW = (
    (EmailMessage, "send"), (Template, "render"), (hashers.MD5PasswordHasher, "encode"),
    (http.client.HTTPConnection, "connect"), (socket, "create_connection"),
)  # fmt: skip

HOSTILE = "x\r\nadmin signed in\x1b[31m\u2028\u202e"
SHARED = ("/catalogo/",)  # the same for everybody: nobody is looked up


class HeldUp(BaseException):
    """Not an Exception: no view or task may swallow it."""


@pytest.fixture
def world(settings, monkeypatch: pytest.MonkeyPatch) -> matrix.World:
    for name, value in day.SETTINGS.items():
        setattr(settings, name, value)
    made = matrix.build()
    settings.TASKS = day.QUEUED
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    return made


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, world: matrix.World) -> dict[str, int]:
    """How often each slow thing was done; one inside a transaction of the shop's own ends the test."""
    own = len(connection.savepoint_ids)  # the transaction around this test
    counted: dict[str, int] = {}

    def watched(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def inner(*args: Any, **more: Any) -> Any:
            if len(connection.savepoint_ids) > own:
                raise HeldUp(name)
            counted[name] = counted.get(name, 0) + 1
            return act(*args, **more)

        return inner

    for owner, name in SLOW:
        label = f"{owner.__name__}.{name}"
        monkeypatch.setattr(owner, name, watched(label, getattr(owner, name)))
    return counted


def work() -> None:
    """What waits in the background, by a worker as in the shop."""
    jobs.Hand(name="day:0::test", max_tasks=200).run()


def test_nothing_slow_happens_inside_a_transaction(quick: dict[str, int], world: matrix.World) -> None:
    day.whole(world, work)
    assert quick["EmailMessage.send"] >= 12
    assert quick["Template.render"] >= 50
    assert quick["MD5PasswordHasher.encode"] >= 10


def test_what_is_slow_inside_a_transaction_is_seen(quick: dict[str, int]) -> None:
    hashers.make_password("x")
    with pytest.raises(HeldUp), transaction.atomic():
        hashers.make_password("x")


# --- What is written down ------------------------------------------------------------------------
@pytest.fixture
def lines(settings) -> Iterator[list[str]]:
    """Every line of the log, as production writes it, down to the finest level."""
    written: list[str] = []
    paper = logging.Handler(logging.DEBUG)
    paper.addFilter(logs.RequestIdFilter())
    paper.setFormatter(logs.JsonFormatter())
    paper.emit = lambda record: written.append(paper.format(record))  # type: ignore[method-assign]  # a handler that writes into a list
    root = logging.getLogger()
    before, _ = root.level, root.addHandler(paper)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(paper)
    root.setLevel(before)


def test_no_log_and_no_history_holds_a_secret(world: matrix.World, lines: list[str]) -> None:
    tokens = day.whole(world, work)
    assert len(tokens) >= 10
    assert len(lines) >= 100
    known = {PASSWORD, api_story.PASSWORD, day.NEW, day.NEWER, day.WRONG, day.SECRET, *world.bearers.values(), *tokens}
    known |= {"52998224725", "529.982.247-25", "Avenida Paulista", "11912345678", "91234-5678"}
    known |= set(User.objects.values_list("password", flat=True))
    history = [json.dumps(row, default=str, ensure_ascii=False) for row in Activity.objects.values()]
    assert history
    failed = list(DBTaskResult.objects.exclude(traceback="").values_list("traceback", flat=True))
    found = [(secret, line[:200]) for line in [*lines, *history, *failed] for secret in known if secret in line]
    assert found == []


REFUSALS = (  # role, method, path, status
    ("anonymous", "post", "/entrar/", 422), ("anonymous", "get", "/api/v1/users/me/", 401),
    ("customer B", "get", "/api/v1/orders/{number}/", 404), ("customer B", "get", "/admin/", 302),
    ("staff without permission", "get", "/admin/orders/order/", 403), ("customer A", "post", "/carrinho/cupom/", 409),
    ("customer A", "get", "/conta/", 200), ("anonymous", "get", "/catalogo/", 200),
)  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_every_answer_and_refusal_is_one_line_with_who_and_which_request(
    world: matrix.World, lines: list[str], refusal: tuple[str, str, str, int]
) -> None:
    role, method, path, status = refusal
    headers = {"User-Agent": HOSTILE, "X-Request-Id": "of-this-test", "Referer": HOSTILE}
    if path.startswith("/api/") and role in world.bearers:
        headers["Authorization"] = f"Bearer {world.bearers[role]}"
    sent = {"email": HOSTILE, "senha": HOSTILE, "codigo": HOSTILE} if method == "post" else {"q": HOSTILE}
    answer = getattr(world.clients[role], method)(path.format(number=world.order.number), sent, headers=headers)
    assert answer.status_code == status
    assert not [line for line in lines if not line.isprintable()]
    own = [line for line in map(json.loads, lines) if line["logger"] == "iluminacasa.access"]
    person = world.people.get(role)
    expected = person.pk if person is not None and path not in SHARED else None
    assert [(line["status"], line["user"], line["request_id"]) for line in own] == [(status, expected, "of-this-test")]


def test_a_wrong_password_and_a_right_one_are_told_with_their_request(world: matrix.World, lines: list[str]) -> None:
    for password in (day.WRONG, PASSWORD):
        world.clients["anonymous"].post("/entrar/", {"email": world.ana.email, "senha": password})
    told = [json.loads(line) for line in lines]
    events = [(each["message"], each.get("user")) for each in told if each["logger"] == "accounts.signin"]
    assert events == [("sign-in refused", None), ("signed in", world.ana.pk)]
    assert all(re.fullmatch(r"[0-9a-f]{32}", each["request_id"]) for each in told)
