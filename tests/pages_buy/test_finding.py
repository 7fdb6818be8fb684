"""Finding one's orders: by number and e-mail, or in the account."""

from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalog.models import Product
from orders import access
from orders.models import Order
from tests import buying, make
from tests.pages_buy.shopper import Shopper

pytestmark = pytest.mark.django_db
TRACK, LIST = "/rastrear/", "/conta/pedidos/"


def test_number_and_address_lead_to_the_order(guest: Shopper, client: Client) -> None:
    order = guest.orders()
    answer = client.post(TRACK, {"numero": f" {order.number.lower()} ", "email": "Ana@Example.com"})
    assert (answer.status_code, answer["Location"]) == (303, access.path_of(order))


def test_wrong_pairs_all_get_the_same_answer(guest: Shopper, client: Client) -> None:
    order = guest.orders()
    pairs = [(order.number, "bia@example.com"), ("IC0000000000000", "ana@example.com"), ("qualquer", "bia@example.com")]
    pages = []
    for number, email in pairs:
        answer = client.post(TRACK, {"numero": number, "email": email})
        assert answer.status_code == 422
        pages.append(answer.content.decode().replace(number, "N").replace(email, "E"))
    assert len(set(pages)) == 1
    assert "Não encontramos um pedido com este número e este e-mail." in pages[0]


def test_trying_numbers_is_stopped(client: Client) -> None:
    caches["counters"].clear()
    answers = [client.post(TRACK, {"numero": f"IC{n}", "email": "a@b.co"}).status_code for n in range(21)]
    assert answers == [422] * 20 + [429]


def test_erased_mailboxes_are_not_found(guest: Shopper, client: Client) -> None:
    order = guest.orders()
    Order.objects.update(email="")
    assert client.post(TRACK, {"numero": order.number, "email": ""}).status_code == 422


def test_the_list_shows_ones_own_orders_newest_first(ana: User, lamp: Product) -> None:
    first, second = (Shopper.as_person(ana, {lamp: quantity}).orders() for quantity in (1, 2))
    Shopper.as_person(make.user("bia@example.com", name="Bia"), {lamp: 3}).orders()
    client = Client()
    client.force_login(ana)
    page = client.get(LIST).content.decode()
    assert page.index(second.number) < page.index(first.number)
    assert page.count("Ver pedido<") == 2
    assert "R$\xa0190,00" in page
    assert '<span class="badge badge--waits">Falta pagar</span>' in page
    assert (first.total, second.total) == (Decimal("95.00"), Decimal("190.00"))


@pytest.mark.parametrize(
    ("status", "badge"),
    [
        ("paid", '<span class="badge">Pagamento confirmado</span>'),
        ("delivered", '<span class="badge badge--done">Entregue</span>'),
        ("withdrawal_requested", '<span class="badge badge--waits">Desistência recebida</span>'),
        ("returned", '<span class="badge badge--over">Devolvido</span>'),
        ("canceled", '<span class="badge badge--over">Cancelado</span>'),
        ("paid_without_stock", '<span class="badge">Pago, produto em falta</span>'),
    ],
)
def test_the_list_says_where_an_order_stands_like_its_page(
    ana: User, lamp: Product, client: Client, status: str, badge: str
) -> None:
    order = Shopper.as_person(ana, {lamp: 1}).orders()
    Order.objects.filter(pk=order.pk).update(status=status)
    client.force_login(ana)
    assert badge in client.get(LIST).text


def test_the_list_is_for_who_signed_in(client: Client) -> None:
    assert client.get(LIST)["Location"] == "/entrar/?next=%2Fconta%2Fpedidos%2F"


def test_an_empty_list_says_so(client: Client, ana: User) -> None:
    client.force_login(ana)
    assert "Nenhum pedido ainda" in client.get(LIST).content.decode()


def test_a_number_in_the_account_leads_to_its_page(ana: User, lamp: Product, client: Client) -> None:
    order = Shopper.as_person(ana, {lamp: 1}).orders()
    client.force_login(ana)
    assert client.get(f"{LIST}{order.number}/")["Location"] == access.path_of(order)
    client.force_login(make.user("bia@example.com"))
    assert client.get(f"{LIST}{order.number}/").status_code == 404
    assert client.get(f"{LIST}IC0000000000000/").status_code == 404


def test_more_orders_ask_no_more_queries(ana: User, lamp: Product, client: Client) -> None:
    client.force_login(ana)
    counts = []
    for _ in range(2):
        for _ in range(4):
            buying.place(buying.cart_with({lamp: 1}, user=ana))
        Order.objects.update(user=ana)
        client.get(LIST)  # the session notes when it was seen, now and then
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("page", "status"), [("1", 200), ("2", 200), ("3", 404), ("0", 404), ("x", 404)])
def test_long_lists_have_pages(ana: User, lamp: Product, client: Client, page: str, status: int) -> None:
    for _ in range(11):
        buying.place(buying.cart_with({lamp: 1}, user=ana))
    Order.objects.update(user=ana)
    client.force_login(ana)
    assert client.get(f"{LIST}?pagina={page}").status_code == status
