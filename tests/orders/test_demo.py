"""A trial shop has a past; a real one is never given one."""

from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from catalog import bestsellers
from catalog.models import Product, Review
from iluminacasa.management.commands import prepare_demo
from orders import audit, demo
from orders.models import Order, OrderEvent
from tests import make
from tests.buying import goods
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> list[Product]:
    return [goods(stock_count=30, price=f"{40 + number}.90") for number in range(12)]


@pytest.fixture
def people() -> tuple[User, User]:
    return make.user("cliente@ilumina.example", password=PASSWORD, name="Cliente Demonstração"), make.user()


def test_the_customer_has_an_order_in_every_state_of_interest(
    shelf: list[Product], people: tuple[User, User], settings: Any, now: datetime
) -> None:
    settings.DEBUG = True
    customer, staff = people
    assert demo.fill(customer=customer, staff=staff, at=now) == 14
    assert Counter(Order.objects.filter(user=customer).values_list("status", flat=True)) == {
        "delivered": 2, "canceled": 1, "shipped": 1, "ready_for_pickup": 1, "pending": 1,
    }  # fmt: skip
    assert Counter(Order.objects.filter(user=None).values_list("status", flat=True)) == {"delivered": 8}
    assert Counter(Review.objects.values_list("state", flat=True)) == {"approved": 2, "pending": 1}
    assert len(bestsellers.ids(limit=8)) == 8
    assert mail.outbox == []
    assert not OrderEvent.objects.untold().exists()
    assert list(audit.violations(at=now)) == []


def test_it_happens_once(shelf: list[Product], people: tuple[User, User], settings: Any, now: datetime) -> None:
    settings.DEBUG = True
    assert [demo.fill(customer=people[0], staff=people[1], at=now) for _ in range(2)] == [14, 0]
    assert Order.objects.count() == 14


def test_a_real_shop_is_given_no_orders_and_no_people(
    shelf: list[Product], people: tuple[User, User], now: datetime
) -> None:
    with pytest.raises(demo.NotATrial):
        demo.fill(customer=people[0], staff=people[1], at=now)
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("prepare_demo")
    assert not Order.objects.exists()
    assert User.objects.count() == 2


def test_too_few_goods_make_no_orders(people: tuple[User, User], settings: Any, now: datetime) -> None:
    settings.DEBUG = True
    goods()
    assert demo.fill(customer=people[0], staff=people[1], at=now) == 0


def test_the_command_says_how_to_get_in(
    shelf: list[Product], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEBUG = True
    for _ in range(2):
        call_command("prepare_demo")
    said = capsys.readouterr().out.splitlines()
    people = [
        "Staff: equipe@ilumina.example / ilumina-equipe",
        "Customer: cliente@ilumina.example / ilumina-cliente",
    ]
    assert said == [*people, "14 demo orders, some of them the customer's", *people]
    entered = Client().post("/entrar/", {"email": "cliente@ilumina.example", "senha": "ilumina-cliente"})
    assert entered.status_code == 303


def test_the_command_goes_on_as_the_server(
    shelf: list[Product], settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEBUG = True
    served: list[tuple[object, ...]] = []
    monkeypatch.setattr(prepare_demo, "call_command", lambda *asked, **options: served.append((*asked, options)))
    call_command("prepare_demo", serve="127.0.0.1:8123")
    assert served == [("runserver", "127.0.0.1:8123", {"use_reloader": False, "use_static_handler": False})]
    assert "Ilumina Casa: http://localhost:8123/" in capsys.readouterr().out
