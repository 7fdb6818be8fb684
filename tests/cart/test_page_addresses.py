"""The addresses forms are sent to, opened like pages: a refused form that is loaded again, a link in the history."""

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/carrinho/"
FORMS = [
    "adicionar/", "plano/", "cupom/", "cupom/tirar/", "entrega/", "avisos/", "item/7/quantidade/", "item/7/remover/",
    "item/7/guardar/", "item/7/favoritos/", "item/7/voltar/",
]  # fmt: skip


@pytest.mark.parametrize("path", FORMS)
def test_the_address_of_a_form_leads_back_to_the_cart(client: Client, path: str) -> None:
    for answer in (client.get(f"{PAGE}{path}"), client.head(f"{PAGE}{path}")):
        assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert {client.put(f"{PAGE}{path}").status_code, client.delete(f"{PAGE}{path}").status_code} == {405}


def test_a_refused_coupon_may_be_loaded_again(client: Client) -> None:
    make.product("Lustre", slug="lustre", price="100.00", stock=8)
    client.post(f"{PAGE}adicionar/", {"produto": "lustre"})
    assert client.post(f"{PAGE}cupom/", {"codigo": "nada"}).status_code == 409
    again = client.get(f"{PAGE}cupom/", follow=True)
    assert (again.redirect_chain, again.status_code) == ([(PAGE, 303)], 200)
    assert '<h1 tabindex="-1" data-units="1"' in again.text
