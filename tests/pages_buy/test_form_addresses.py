"""The addresses the forms of an order are sent to, opened like pages."""

import pytest
from django.test import Client

from orders import access
from tests.pages_buy.shopper import Shopper


@pytest.mark.parametrize("below", ["pagar/", "demonstracao/", "de-novo/", "conta/"])
def test_the_address_of_a_form_leads_back_to_the_order(guest: Shopper, client: Client, below: str) -> None:
    page = access.path_of(guest.orders())
    for answer in (client.get(page + below), client.head(page + below)):
        assert (answer.status_code, answer.headers["Location"]) == (303, page)
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert {client.put(page + below).status_code, client.delete(page + below).status_code} == {405}
    token = page.rstrip("/").rpartition("/")[2]
    assert client.get(page.replace(token, "A" * len(token)) + below).status_code == 404


def test_a_refused_password_may_be_loaded_again(guest: Shopper, client: Client) -> None:
    page = access.path_of(guest.orders())
    assert client.post(f"{page}conta/", {"senha": "123"}).status_code == 422
    again = client.get(f"{page}conta/", follow=True)
    assert (again.redirect_chain, again.status_code) == ([(page, 303)], 200)
