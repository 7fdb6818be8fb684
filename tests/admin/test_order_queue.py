"""The queue of orders: tabs that count, what waits longest first, found by anything, lists to come back to."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orders import payments, queue
from orders.models import Order, Payment, Refund, SavedFilter
from tests.admin.ordering import LIST, PEOPLE, SEE, listed, ordered, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


def one_of_each() -> dict[str, Order]:
    return {status: rows(1, status=status)[0] for status in Order.Status.values}


# --- Tabs ----------------------------------------------------------------------------------------
def test_every_tab_counts_its_orders_and_the_first_is_open(boss) -> None:
    made = one_of_each()
    rows(2, status="paid")
    payment = Payment.objects.create(order=made["canceled"], method="pix", provider="pix", amount=10, paid_amount=10)
    Refund.objects.create(payment=payment, amount=10, reason="r", key="a")
    tabs = boss.get(reverse(LIST)).context["tabs"]
    assert [(tab["label"], tab["count"]) for tab in tabs] == [
        ("Pagos, a separar", 3), ("Em separação", 1), ("Prontos para retirar", 1), ("Enviados", 1),
        ("Aguardando pagamento", 1), ("Pagos, sem estoque", 1), ("Devoluções a responder", 1),
        ("Reembolsos a fazer", 1), ("Entregues", 1), ("Encerrados", 2), ("Todos", 12),
    ]  # fmt: skip
    assert [tab["label"] for tab in tabs if tab["is_selected"]] == ["Pagos, a separar"]
    assert listed(boss, aba="reembolsos") == [made["canceled"].number]
    for tab in tabs:
        assert len(listed(boss, aba=tab["query_string"].partition("aba=")[2])) == tab["count"], tab["label"]


@pytest.mark.parametrize(
    ("asked", "statuses"),
    [
        ({"aba": "separando"}, {"picking"}),
        ({"aba": "encerrados"}, {"canceled", "returned"}),
        ({"aba": "nada"}, set(Order.Status.values)),
        ({"status__exact": "shipped"}, {"shipped"}),
        ({"q": "Ana"}, set(Order.Status.values)),
        ({"q": "Ana", "aba": "enviados"}, {"shipped"}),
    ],
)
def test_who_searches_or_names_a_state_leaves_the_first_tab(boss, asked: dict[str, str], statuses: set[str]) -> None:
    made = one_of_each()
    assert set(listed(boss, **asked)) == {made[status].number for status in statuses}


def test_what_waits_longest_comes_first_where_we_are_waited_for(boss) -> None:
    now = timezone.now()
    for status in ("paid", "shipped"):
        for days in (1, 3, 2):
            rows(1, status=status, name=str(days), placed_at=now - timedelta(days=days))
    names = dict(Order.objects.values_list("number", "name"))
    assert [names[number] for number in listed(boss)] == ["3", "2", "1"]
    assert [names[number] for number in listed(boss, aba="enviados")] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("waited", "text", "is_old"),
    [
        (timedelta(minutes=59), "59 min", False),
        (timedelta(hours=1), "1 h", False),
        (timedelta(hours=24, minutes=-1), "23 h", False),
        (timedelta(hours=24), "24 h", True),
        (timedelta(hours=48), "2 d", True),
    ],
)
def test_the_age_counts_from_the_payment(now, waited: timedelta, text: str, is_old: bool) -> None:
    order = Order(status="paid", placed_at=now - timedelta(days=9), paid_at=now - waited)
    assert (queue.age(order, at=now), queue.is_old(order, at=now)) == (text, is_old)
    waiting = Order(status="shipped", placed_at=now - timedelta(days=9), paid_at=now - waited)
    assert not queue.is_old(waiting, at=now)


def test_the_list_is_narrowed_by_age_method_and_state(boss) -> None:
    now = timezone.now()
    old = rows(1, paid_at=now - timedelta(days=3), state="RJ")[0]
    card = rows(1, payment_method="card")[0]
    counter = rows(1, is_pickup=True, state="", payment_method="pickup")[0]
    assert listed(boss, idade="2") == [old.number]
    assert listed(boss, idade="7") == []
    assert listed(boss, payment_method__exact="card") == [card.number]
    assert listed(boss, uf="RJ") == [old.number]
    assert listed(boss, uf="retirada") == [counter.number]
    assert len(listed(boss, idade="abc")) == 3
    page = boss.get(reverse(LIST)).content.decode()
    assert '<span class="age age-old"' in page
    assert '<td class="field-place">RJ</td>' in page


# --- Searching -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "query",
    [
        "{number}", "ana@example", "Ana Souza", "souza ana", "52998224725", "529.982.247-25", "529 982 247 25",
        "529.982", "(11) 91234-5678", "{sku}", "Pendente", "pendente ana",
    ],
)  # fmt: skip
def test_an_order_is_found_by_anything_people_say(boss, query: str) -> None:
    order = ordered(title="Pendente Globo", paid=False)
    other = rows(1, name="Bia", email="bia@example.com", document="11144477735", phone="+5521998765432")[0]
    asked = query.format(number=order.number, sku=order.lines.get().sku)
    assert listed(boss, q=asked) == [order.number]
    assert listed(boss, q="111.444.777-35") == [other.number]


@pytest.mark.parametrize("query", ["zzz", "000.000.000-00", "12", "' OR 1=1", "%", "q " * 400])
def test_what_nobody_has_finds_nothing_and_breaks_nothing(boss, query: str) -> None:
    rows(1, name="Ana", email="x@y.z", document="", phone="", number="ICX")
    assert listed(boss, q=query) == []


def test_who_may_not_see_people_does_not_find_them(staff) -> None:
    order = ordered(title="Pendente Globo")
    blind, seeing = staff(*SEE), staff(*SEE, PEOPLE)
    for query in ("ana@example", "Souza", "529.982.247-25", "912345678"):
        assert listed(blind, q=query) == []
        assert listed(seeing, q=query) == [order.number]
    assert listed(blind, q="pendente") == [order.number]
    assert "Ana Souza" not in blind.get(reverse(LIST)).content.decode()
    assert "Ana S." in blind.get(reverse(LIST)).content.decode()
    assert "Ana Souza" in seeing.get(reverse(LIST)).content.decode()


# --- Cost ----------------------------------------------------------------------------------------
def cost(browser, **asked: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(reverse(LIST), asked).status_code == 200
    return len(caught)


ASKED = [{}, {"aba": "todos"}, {"aba": "reembolsos"}, {"q": "Ana"}, {"uf": "SP", "idade": "1"}]


@pytest.mark.parametrize("asked", ASKED)
def test_the_queue_costs_the_same_for_ten_orders_and_a_hundred(boss, staff, asked: dict[str, str]) -> None:
    rows(10, paid_at=timezone.now() - timedelta(days=2))
    for order in Order.objects.all():
        payment = Payment.objects.create(order=order, method="pix", provider="pix", amount=10, paid_amount=10)
        Refund.objects.create(payment=payment, amount=10, reason="r", key=order.number)
    person = staff(*SEE, "orders.change_order")
    cost(boss), cost(person)  # what is kept per process and session is read here
    few = (cost(boss, **asked), cost(person, **asked))
    rows(90, paid_at=timezone.now() - timedelta(days=2))
    assert (cost(boss, **asked), cost(person, **asked)) == few
    assert max(few) <= 12


# --- Lists to come back to -----------------------------------------------------------------------
def test_a_filter_is_kept_as_a_link_and_shared_if_wanted(boss, staff, owner) -> None:
    address = reverse("admin:orders_order_filters")
    query = "aba=todos&uf=SP&p=3&evil=%3Cscript%3E"
    answer = boss.post(address, {"nome": "São Paulo", "filtro": query, "equipe": "on"})
    assert answer["Location"] == f"{reverse(LIST)}?aba=todos&uf=SP"
    kept = SavedFilter.objects.get()
    assert (kept.owner, kept.name, kept.query, kept.is_shared) == (owner, "São Paulo", "aba=todos&uf=SP", True)
    colleague = staff(*SEE)
    page = colleague.get(reverse(LIST)).content.decode()
    assert '<a href="?aba=todos&amp;uf=SP">São Paulo' in page
    drop = reverse("admin:orders_order_filter_drop", args=[kept.pk])
    assert drop not in page
    assert colleague.post(drop).status_code in (303, 404)
    assert SavedFilter.objects.count() == 1
    boss.post(drop)
    assert SavedFilter.objects.count() == 0


def test_ones_own_filter_is_for_oneself_and_has_a_name_of_its_own(boss, staff) -> None:
    address = reverse("admin:orders_order_filters")
    for _ in range(2):
        boss.post(address, {"nome": "Meu", "filtro": "uf=RJ"})
    boss.post(address, {"nome": "", "filtro": "uf=RJ"})
    boss.get(address)
    assert SavedFilter.objects.count() == 1
    assert "Meu" not in staff(*SEE).get(reverse(LIST)).content.decode()
    page = boss.get(reverse(LIST), {"uf": "RJ"}).content.decode()
    assert '<a href="?uf=RJ" aria-current="true">Meu' in page
    assert "Salvar este filtro" not in page
    assert "Salvar este filtro" in boss.get(reverse(LIST), {"uf": "MG"}).content.decode()


def test_keeping_filters_needs_the_permission_to_see_orders(staff, customer) -> None:
    for name, arguments in (("orders_order_filters", []), ("orders_order_filter_drop", [1])):
        address = reverse(f"admin:{name}", args=arguments)
        assert staff("orders.view_payment").post(address).status_code == 403
        assert customer.post(address).status_code == 302


def test_nobody_keeps_more_filters_than_fit(boss, owner) -> None:
    SavedFilter.objects.bulk_create([SavedFilter(owner=owner, name=str(n), query="") for n in range(queue.MAX_FILTERS)])
    boss.post(reverse("admin:orders_order_filters"), {"nome": "Mais", "filtro": ""})
    assert SavedFilter.objects.count() == queue.MAX_FILTERS


def test_a_refund_that_is_done_leaves_its_tab(boss) -> None:
    order = ordered()
    refund = payments.refund(
        payment=order.payments.get(), amount=Decimal("10.00"), reason="r", key="a", at=timezone.now()
    )  # fmt: skip
    assert listed(boss, aba="reembolsos") == [order.number]
    payments.finish_refund(refund=refund, at=timezone.now())
    assert listed(boss, aba="reembolsos") == []
