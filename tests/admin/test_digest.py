"""The morning letter: once a day, to who manages the shop, with yesterday's sales and what waits."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone

from accounts.models import User
from catalog.models import SearchMiss
from iluminacasa import digest, jobs
from iluminacasa.brazil import SHOP_ZONE
from orders.models import Order
from tests import make
from tests.buying import cart_with, goods, place

pytestmark = pytest.mark.django_db
SEVEN = datetime(2026, 3, 10, 7, 30, tzinfo=SHOP_ZONE)


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings: Any) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


@pytest.fixture
def manager() -> User:
    person = make.user("dona@shop.example", name="Dora Lima", is_staff=True)
    person.groups.add(Group.objects.get(name="Gerente"))
    return person


def paid(total: str, moment: datetime) -> None:
    Order.objects.create(
        email="ana@example.com", name="Ana", payment_method="pix", freight_method="retirada", is_pickup=True,
        lines_total=Decimal(total), total=Decimal(total), placed_at=moment, paid_at=moment, status="paid",
    )  # fmt: skip


def test_who_manages_the_shop_is_written_to_once_a_day(manager: User) -> None:
    make.user("outra@shop.example", is_staff=True)
    gone = make.user("antiga@shop.example", is_staff=True, is_active=False)
    gone.groups.add(Group.objects.get(name="Gerente"))
    hours = [digest.hand_over(at=SEVEN.replace(hour=hour)) for hour in range(24)]
    assert hours == [0] * 7 + [1] + [0] * 16
    assert [letter.to for letter in mail.outbox] == [["dona@shop.example"]]
    assert jobs.JOBS["morning letter"].slot(SEVEN) == jobs.JOBS["morning letter"].slot(SEVEN + timedelta(minutes=29))


def test_who_left_the_group_meanwhile_gets_none(manager: User) -> None:
    manager.groups.clear()
    digest.send.call(manager.pk)
    assert mail.outbox == []


def test_it_tells_of_yesterday_and_of_what_waits() -> None:
    paid("150.00", SEVEN - timedelta(days=1))
    paid("50.00", SEVEN.replace(hour=0, minute=0) - timedelta(seconds=1))
    paid("100.00", SEVEN - timedelta(days=2))
    paid("999.00", SEVEN - timedelta(hours=1))  # of today
    SearchMiss.objects.create(query="neon rosa", count=3)
    facts = digest.facts(at=SEVEN)
    assert facts["subject"] == "Resumo de 09/03/2026"
    assert (facts["sold"].gross, facts["sold"].orders) == ("R$\u00a0200,00", "2 pedidos pagos")
    assert (facts["sold"].ticket, facts["sold"].change) == ("R$\u00a0100,00", "100 % a mais que a véspera")
    assert facts["unfound"] == ["neon rosa"]
    assert [each for each in facts["waiting"] if each["label"] == "Pedidos a separar"] == [
        {
            "label": "Pedidos a separar",
            "amount": "4",
            "url": "http://testserver/admin/orders/order/?aba=separar",
        }
    ]


def test_the_letter_says_so_in_both_forms(manager: User) -> None:
    place(cart_with({goods(title="Pendente <Cúpula>", stock_count=6): 2}))
    digest.send.call(manager.pk)
    (letter,) = mail.outbox
    day = (timezone.now().astimezone(SHOP_ZONE) - timedelta(days=1)).strftime("%d/%m/%Y")
    assert letter.subject == f"Resumo de {day} · Ilumina Casa"
    text, html = str(letter.body), str(letter.alternatives[0].content)
    assert text.startswith("Bom dia, Dora.")
    assert "- Pendente <Cúpula>: 4" in text
    assert "<li>Pendente &lt;Cúpula&gt;: 4</li>" in html
    assert "http://testserver/admin/" in html
