"""What a door does not ask for it does not take: every writable address, with every field of every table beside."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from orders.models import Order, Payment
from tests.trust import canaries, day, forms, matrix
from tests.trust.test_forms import checkout, pages

pytestmark = pytest.mark.django_db
POWERS = ("is_staff", "is_superuser")


@pytest.fixture
def world(settings) -> matrix.World:
    for name, value in day.SETTINGS.items():
        setattr(settings, name, value)
    return matrix.build()


def staff() -> list[Any]:
    return list(User.objects.filter(is_staff=True).order_by("pk").values_list("email", *POWERS))


def powers() -> list[tuple[Any, ...]]:
    """Who may more than others, and what is paid: the booleans and states a canary cannot mark."""
    return [
        *staff(),
        *Order.objects.filter(paid_at__isnull=False).order_by("pk").values_list("number", "status", "total"),
        *Payment.objects.order_by("pk").filter(status="confirmed").values_list("order__number", "paid_amount"),
    ]


def test_the_canaries_are_seen(world: matrix.World) -> None:
    assert len(canaries.everything()) >= 250
    assert list(canaries.believed()) == []
    User.objects.filter(pk=world.ana.pk).update(name=canaries.TEXT)
    Order.objects.filter(pk=world.order.pk).update(placed_at=canaries.MOMENT, cart_id=None)
    assert sorted(each.partition(" ")[0] for each in canaries.believed()) == ["Order.placed_at", "User.name"]


def test_an_app_that_sends_every_field_there_is_changes_none_it_may_not(world: matrix.World) -> None:
    """The whole story of an app, each body with all columns of the shop beside what its operation asks for."""
    bent: dict[str, int] = {}
    app, before = day.Inside(""), staff()

    def bend(method: str, path: str, data: bytes) -> bytes:
        body = json.loads(data)
        if "webhooks" in path:
            return data  # signed by a provider and kept whole
        asked = asked_for(app, method, path)
        more = {name: value for name, value in canaries.everything().items() if name not in asked}
        bent[f"{method} {path}"] = len(more)
        return json.dumps(more | body).encode()

    app.bend = bend
    assert day.by_api(app)[-1] == "auth_login 401"
    assert len(bent) >= 12
    assert min(bent.values()) >= 200
    assert list(canaries.believed()) == []
    assert staff() == before


def asked_for(app: day.Inside, method: str, path: str) -> set[str]:
    """The members the document names for this operation."""
    for known, address, operation in app.operations.values():
        steps, sent = address.split("/"), path.partition("?")[0].split("/")
        is_same = len(steps) == len(sent) and all(a == b or a.startswith("{") for a, b in zip(steps, sent, strict=True))
        if known == method and is_same and "requestBody" in operation:
            schema = app.solved(operation["requestBody"]["content"]["application/json"]["schema"])
            return set(schema.get("properties", {}))
    return set()


def test_no_form_takes_what_it_does_not_show(world: matrix.World) -> None:
    """Every form of the pages as it is drawn, sent back with all columns of the shop beside its own fields."""
    checkout(world.clients["customer A"])
    steps = [(path, world.clients["customer A"]) for path in ("/finalizar/entrega/", "/finalizar/pagamento/")]
    before, found, seen, taken = powers(), [], set(), 0
    for address, client in pages(world) + steps:
        for form in forms.posts(client.get(address).content.decode(), address):
            if (form.action, tuple(form.names)) in seen:
                continue
            seen.add((form.action, tuple(form.names)))
            status, believed = bent(client, form)
            taken += status in (302, 303)
            found += [f"{form.action} {status}: {each}" for each in believed]
    assert found == []
    assert powers() == before
    assert len(seen) >= 35
    assert taken >= 15


def bent(client: Client, form: forms.Form) -> tuple[int, list[str]]:
    """The status and the canaries that were kept; nothing of it stays."""
    kept = client.cookies.output().replace("Set-Cookie: ", "")
    own = {each.name: each.value for each in form.controls}
    more = {name: value for name, value in canaries.everything().items() if name not in own}
    flat = {name: json.dumps(value) if isinstance(value, dict | bool) else value for name, value in more.items()}
    with transaction.atomic():
        status = client.post(form.action, flat | own).status_code
        believed = list(canaries.believed())
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(kept)
    return status, believed
