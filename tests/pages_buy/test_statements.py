"""What a guest's whole purchase asks of the database, from the product's page to the order."""

from typing import Any

from django.db import connection
from django.test import Client

from cart.models import Cart
from catalog import kept
from catalog.models import Product
from orders.models import Order
from tests.pages_buy.shopper import ADDRESS, BUYER, DATA, DELIVERY, PAYMENT, hidden_fields

MOST_STATEMENTS = 60  # with what opens and names transactions


class Counted:
    """A browser whose statements are counted, request by request."""

    def __init__(self) -> None:
        self.client, self.statements = Client(), list[tuple[str, list[str]]]()

    def asks(self, method: str, address: str, data: dict[str, str] | None = None) -> Any:
        said: list[str] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            said.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            response = getattr(self.client, method)(address, data or {})
        self.statements.append((f"{method} {address}", said))
        return response

    @property
    def total(self) -> int:
        return sum(len(said) for _, said in self.statements)


def buys(lamp: Product) -> Counted:
    """Every page a browser shows on the way, the cart among them."""
    browser = Counted()
    assert browser.asks("get", f"/produto/{lamp.slug}/").status_code == 200
    assert browser.asks("post", "/carrinho/adicionar/", {"produto": lamp.slug, "quantidade": "1"}).status_code == 303
    for address, typed in (
        ("/carrinho/", None),
        (DATA, BUYER),
        (DELIVERY, ADDRESS | {"entrega": "economico", "cep_visto": "01310100"}),
    ):
        assert browser.asks("get", address).status_code == 200
        if typed is not None:
            assert browser.asks("post", address, typed).status_code == 303
    page = browser.asks("get", PAYMENT)
    sent = hidden_fields(page.content.decode()) | {"forma": "pix"}
    assert browser.asks("post", PAYMENT, sent)["Location"].startswith("/pedido/")
    return browser


def test_a_guest_order_costs_at_most_sixty_statements(lamp: Product) -> None:
    kept.store.clear()
    buys(lamp)  # what a process keeps is loaded once
    browser = buys(lamp)
    counts = {address: len(said) for address, said in browser.statements}
    assert browser.total <= MOST_STATEMENTS, counts
    assert (Order.objects.count(), Cart.objects.filter(ordered_at__isnull=False).count()) == (2, 2)
    kept.store.clear()
