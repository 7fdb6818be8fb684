"""Papers for many orders: what to fetch, what lies in a parcel, what was paid; the number as a barcode."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orders import barcodes, documents, payments
from orders.models import Order
from orders.payments import giving_back
from tests.admin.ordering import CHANGE, LIST, PEOPLE, SEE, ordered
from tests.buying import cart_with, goods, place

pytestmark = pytest.mark.django_db
KINDS = ("separacao", "embalagem", "recibos")
# Code 128: the widths of the bars and spaces of some characters, as in ISO/IEC 15417 table 1.
START_B, STOP = "211214", "2331112"


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


def printed(browser, name: str, *orders: Order) -> str:
    response = browser.get(reverse("admin:orders_order_papers", args=[name]), {"pk": [order.pk for order in orders]})
    assert response.status_code == 200
    return str(response.content.decode())


# --- Barcode -------------------------------------------------------------------------------------
def widths(bars: barcodes.Bars) -> str:
    """The widths of bars and spaces in turn, read back from the path."""
    found = [(int(x), int(w)) for x, w in re.findall(r"M(\d+) 0h(\d+)v1h-\2z", bars.path)]
    assert found[0][0] == barcodes.QUIET
    turns = []
    for (x, width), after in zip(found, [*found[1:], None], strict=True):
        turns.append(width)
        if after is not None:
            turns.append(after[0] - x - width)
    end = found[-1][0] + found[-1][1]
    assert bars.width == end + barcodes.QUIET
    return "".join(map(str, turns))


def test_the_bars_are_code_128_with_a_check_digit() -> None:
    bars = barcodes.draw("ICABC")
    # Start B is 104; I C A B C are 41 35 33 34 35; (104 + 41*1 + 35*2 + 33*3 + 34*4 + 35*5) mod 103 = 7.
    table = {"I": "231311", "C": "131321", "A": "111323", "B": "131123", "check 7": "122312"}
    told = widths(bars)
    assert told.startswith(START_B + table["I"] + table["C"] + table["A"] + table["B"] + table["C"])
    assert told == START_B + "".join(table[each] for each in "ICABC") + table["check 7"] + STOP
    assert bars.text == "ICABC"


def test_every_number_is_drawn_as_wide_as_it_is_long() -> None:
    assert barcodes.draw("ICQWERTYASDFGHJ").width == 220  # 17 x 11, 13 to stop, 2 x 10 of white


# --- What is on them -----------------------------------------------------------------------------
def test_the_picking_list_adds_up_what_many_orders_want(boss) -> None:
    now = timezone.now()
    lamp, vase = goods(at=now, title="Pendente", sku="B-2"), goods(at=now, title="Vaso", sku="A-1")
    first = place(cart_with({lamp: 2, vase: 1}, at=now), at=now)
    second = place(cart_with({lamp: 3}, at=now), at=now)
    found = documents.shelves(documents.papers([first.pk, second.pk]))
    assert [(shelf.sku, shelf.title, shelf.units, shelf.wanted_by) for shelf in found] == [
        ("A-1", "Vaso", 1, [(first.number, 1)]),
        ("B-2", "Pendente", 5, [(first.number, 2), (second.number, 3)]),
    ]
    page = printed(boss, "separacao", first, second)
    assert "Buscar nas prateleiras: 6 unidades" in page
    assert f"2 × {first.number}, 3 × {second.number}" in page
    assert page.count("<svg") == 2
    assert "R$" not in page


def test_units_given_back_are_neither_fetched_nor_packed(boss) -> None:
    order = ordered(units=3, title="Pendente")
    line = order.lines.get()
    giving_back.give_back(
        order=order, parts=[giving_back.Part(line.pk, 1)], with_freight=False, reason="r", key="a",
        at=timezone.now(), by=None,
    )  # fmt: skip
    assert documents.shelves(documents.papers([order.pk]))[0].units == 2
    assert '<td class="number"><strong>2</strong></td>' in printed(boss, "embalagem", order)
    giving_back.give_back(
        order=order, parts=[giving_back.Part(line.pk, 2)], with_freight=False, reason="r", key="b",
        at=timezone.now(), by=None,
    )  # fmt: skip
    assert documents.shelves(documents.papers([order.pk])) == []
    assert "Pendente" not in printed(boss, "embalagem", order)


def test_a_packing_slip_says_where_to_and_what_but_not_for_how_much(boss) -> None:
    order = ordered(title="Pendente", note="Portão azul")
    page = printed(boss, "embalagem", order)
    for text in ("Ana Souza<br>Avenida Paulista, 1000<br>Bela Vista, São Paulo/SP<br>CEP 01310-100", "Portão azul",
                 "Pendente", order.number, order.lines.get().sku):  # fmt: skip
        assert text in page
    for text in ("R$", "529.982.247-25", "ana@example.com"):
        assert text not in page


def test_a_receipt_says_every_centavo(boss) -> None:
    order = ordered(title="Pendente")
    page = printed(boss, "recibos", order)
    for text in ("R$\u00a0200,00", "−R$\u00a010,00", "R$\u00a020,00", "R$\u00a0210,00", "529.982.247-25", "Pago em"):
        assert text in page
    unpaid = ordered(paid=False)
    assert "Aguardando pagamento" in printed(boss, "recibos", unpaid)


def test_fifty_orders_are_one_page_of_fifty_sheets_in_the_order_asked_for(boss) -> None:
    first = ordered()
    made = [first, *(place(cart_with({first.lines.get().product: 1}), at=timezone.now()) for _ in range(9))]
    asked = made[::-1]
    page = printed(boss, "embalagem", *asked)
    assert re.findall(r"<h2>Pedido (\w+)</h2>", page) == [order.number for order in asked]


@pytest.mark.parametrize("name", KINDS)
def test_a_paper_costs_the_same_for_one_order_and_for_ten(boss, name: str) -> None:
    made = [ordered(price=f"{number}.00") for number in range(100, 110)]

    def cost(*orders: Order) -> int:
        with CaptureQueriesContext(connection) as caught:
            printed(boss, name, *orders)
        return len(caught)

    cost(made[0])  # what is kept per process and session is read here
    assert cost(made[0]) == cost(*made) <= 12


@pytest.mark.parametrize(("action", "name"), [("print_picking", "separacao"), ("print_packing", "embalagem"),
                                              ("print_receipts", "recibos")])  # fmt: skip
def test_the_list_prints_what_was_chosen(boss, action: str, name: str) -> None:
    order = ordered()
    answer = boss.post(reverse(LIST), {"action": action, "_selected_action": [order.pk]})
    assert answer["Location"] == f"{reverse('admin:orders_order_papers', args=[name])}?pk={order.pk}"


# --- Who and what not ----------------------------------------------------------------------------
@pytest.mark.parametrize("name", KINDS)
def test_papers_need_the_permission_to_see_orders(staff, customer, name: str) -> None:
    address = reverse("admin:orders_order_papers", args=[name])
    assert staff("orders.view_payment").get(address).status_code == 403
    assert customer.get(address).status_code == 302
    assert staff("orders.view_order").get(address).status_code == 200


def test_personal_data_is_printed_for_those_who_need_it(staff) -> None:
    order = ordered(note="Portão azul")
    blind, packer, seeing = staff(*SEE), staff(*SEE, CHANGE), staff(*SEE, PEOPLE)
    assert "Avenida Paulista" not in printed(blind, "embalagem", order)
    assert "Portão azul" not in printed(blind, "embalagem", order)
    assert "Avenida Paulista" in printed(packer, "embalagem", order)
    for browser in (blind, packer):
        receipt = printed(browser, "recibos", order)
        assert [text for text in ("Ana Souza", "529.982.247-25", "ana@example.com") if text in receipt] == []
    assert "529.982.247-25" in printed(seeing, "recibos", order)


@pytest.mark.parametrize("query", ["", "?pk=", "?pk=abc&pk=-1&pk=99999999999999999999&pk=9223372036854775807", "?pk=٣"])
@pytest.mark.parametrize("name", KINDS)
def test_garbage_prints_nothing(boss, name: str, query: str) -> None:
    page = boss.get(reverse("admin:orders_order_papers", args=[name]) + query)
    assert page.status_code == 200
    assert "Nenhum destes pedidos existe." in page.content.decode()


def test_an_unknown_paper_is_not_there(boss) -> None:
    assert boss.get("/admin/orders/order/documentos/nota/").status_code == 404


def test_what_a_customer_wrote_is_printed_as_text(boss) -> None:
    order = ordered(note="<script>alert(1)</script>")
    page = printed(boss, "embalagem", order)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert payments.refundable(order.payments.get()) == order.total
