"""Many orders picked and sent at once: asked first, each by itself, what cannot be done named."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orders import bulk
from orders.models import Order, OrderEvent, Shipment
from tests.admin.ordering import CHANGE, LIST, SEE, ordered, rows, state

pytestmark = pytest.mark.django_db
PICK, SHIP = "admin:orders_order_pick", "admin:orders_order_ship"


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def parcel(order: Order, code: str, **more: str) -> dict[str, str]:
    return {f"p{order.pk}-incluir": "on", f"p{order.pk}-codigo": code} | {
        f"p{order.pk}-{name}": value for name, value in more.items()
    }


@pytest.mark.parametrize(("action", "name"), [("pick_many", PICK), ("ship_many", SHIP)])
def test_the_list_leads_to_a_page_that_asks(boss, action: str, name: str) -> None:
    first, second = rows(2)
    answer = boss.post(reverse(LIST), {"action": action, "_selected_action": [first.pk, second.pk]})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse(name))
    page = boss.get(answer["Location"]).content.decode()
    assert first.number in page
    assert second.number in page
    assert (state(first), state(second)) == ("paid", "paid")


def test_many_are_picked_after_a_word_and_the_rest_is_named(boss, owner) -> None:
    paid, waiting = ordered(), ordered(paid=False)
    address = reverse(PICK)
    shown = boss.get(address, {"pk": [paid.pk, waiting.pk]})
    assert ([o.pk for o in shown.context["able"]], [o.pk for o in shown.context["unable"]]) == ([paid.pk], [waiting.pk])
    answer = boss.post(address, {"pk": [paid.pk, waiting.pk]})
    assert (state(paid), state(waiting)) == ("picking", "pending")
    assert told(answer)[0] == f"{waiting.number}: A situação do pedido mudou e isso não é mais possível."
    assert told(answer)[1].startswith("Pedidos em separação: 1.")
    assert f"documentos/separacao/?pk={paid.pk}" in told(answer)[1]
    assert OrderEvent.objects.get(kind="pick").actor == owner
    assert LogEntry.objects.filter(object_id=str(paid.pk), user=owner).count() == 1
    boss.post(address, {"pk": [paid.pk]})
    assert OrderEvent.objects.filter(kind="pick").count() == 1


def test_many_are_sent_each_with_its_code(boss, owner) -> None:
    first, second, third = ordered(), ordered(), ordered()
    boss.post(reverse(PICK), {"pk": [first.pk]})
    data = {"pk": [first.pk, second.pk, third.pk], "transportadora": "Moto"}
    data |= parcel(first, "BR1", endereco="https://rastreio.example/BR1") | parcel(second, "BR2", transportadora="Bike")
    answer = boss.post(reverse(SHIP), data)
    assert told(answer)[1:] == ["Pedidos enviados: 2. Os clientes serão avisados."]
    assert (state(first), state(second), state(third)) == ("shipped", "shipped", "paid")
    found = Shipment.objects.order_by("pk").values_list("order", "carrier", "tracking_code", "tracking_url")
    assert list(found) == [
        (first.pk, "Moto", "BR1", "https://rastreio.example/BR1"), (second.pk, "Bike", "BR2", ""),
    ]  # fmt: skip
    assert OrderEvent.objects.filter(kind="ship", actor=owner).count() == 2


def test_a_row_that_is_wrong_sends_nothing_and_keeps_what_was_typed(boss) -> None:
    first, second = ordered(), ordered()
    data = {"pk": [first.pk, second.pk], "transportadora": ""}
    data |= parcel(first, "BR1", transportadora="Moto") | parcel(second, "BR2")
    answer = boss.post(reverse(SHIP), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Informe a transportadora." in page
    assert 'value="BR1"' in page
    bad = data | parcel(second, "BR2", transportadora="Moto", endereco="javascript:alert(1)")
    assert boss.post(reverse(SHIP), bad).status_code == 422
    assert (state(first), state(second), Shipment.objects.count()) == ("paid", "paid", 0)


def test_what_cannot_be_sent_is_named_and_holds_up_nothing(boss) -> None:
    able, waiting, counter = ordered(), ordered(paid=False), ordered(by_carrier=False)
    data = {"pk": [able.pk, waiting.pk, counter.pk], "transportadora": "Moto"}
    data |= parcel(able, "") | parcel(waiting, "") | parcel(counter, "")
    answer = boss.post(reverse(SHIP), data)
    assert (state(able), state(waiting), state(counter)) == ("shipped", "pending", "paid")
    assert told(answer)[-1] == "Pedidos enviados: 1. Os clientes serão avisados."
    assert {text.partition(":")[0] for text in told(answer)[:-1]} == {waiting.number, counter.number}


@pytest.mark.parametrize("name", [PICK, SHIP])
@pytest.mark.parametrize("pk", [[], ["abc"], ["-1"], ["99999999999999999999"], ["9223372036854775807"], ["٣"]])
def test_garbage_for_orders_leads_back_to_the_list(boss, name: str, pk: list[str]) -> None:
    for answer in (boss.get(reverse(name), {"pk": pk}), boss.post(reverse(name), {"pk": pk})):
        assert (answer.status_code, answer["Location"]) == (302, reverse(LIST))


@pytest.mark.parametrize("name", [PICK, SHIP])
def test_lots_need_the_permission(staff, customer, name: str) -> None:
    order = ordered()
    data = {"pk": [order.pk], "transportadora": "Moto"} | parcel(order, "")
    for browser in (staff(*SEE), staff(*SEE, "orders.change_payment", "orders.add_order")):
        assert (browser.get(reverse(name)).status_code, browser.post(reverse(name), data).status_code) == (403, 403)
    assert customer.post(reverse(name), data).status_code == 302
    assert state(order) == "paid"
    assert staff(*SEE, CHANGE).post(reverse(name), data).status_code == 302
    assert state(order) != "paid"


def test_no_more_than_fit_are_taken_at_once(boss, monkeypatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    made = rows(3)
    answer = boss.get(reverse(PICK), {"pk": [order.pk for order in made]})
    assert [order.pk for order in answer.context["able"]] == [order.pk for order in made[:2]]
    assert told(answer) == ["Só os primeiros 2 pedidos, de uma vez."]


@pytest.mark.parametrize("name", [PICK, SHIP])
def test_asking_costs_the_same_for_ten_and_a_hundred(boss, name: str) -> None:
    def cost(count: int) -> int:
        made = rows(count)
        with CaptureQueriesContext(connection) as caught:
            assert boss.get(reverse(name), {"pk": [order.pk for order in made]}).status_code == 200
        return len(caught)

    cost(1)  # what is kept per process and session is read here
    assert cost(10) == cost(100) <= 12
