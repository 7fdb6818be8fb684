"""What a script of the cart's page gets: the part that has changed, and the words it says once."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from cart.models import CartLine, FreightRate
from catalog.models import Product
from tests import make
from tests.buying import coupon, rate

pytestmark = pytest.mark.django_db
PAGE = "/carrinho/"


@pytest.fixture(autouse=True)
def lamp() -> Product:
    FreightRate.objects.all().delete()
    rate(price="20.00")
    rate(method="expresso", name="Expresso", price="35.00", business_days=1)
    return make.product("Lustre", slug="lustre", price="100.00", stock=8)


@pytest.fixture
def shopper(lamp: Product) -> Client:
    """With two lamps in the cart: R$ 200,00, by Pix R$ 190,00."""
    client = Client()
    client.post(f"{PAGE}adicionar/", {"produto": lamp.slug, "quantidade": 2})
    client.get(PAGE)  # reads the message
    return client


def send(client: Client, path: str, data: dict[str, Any] | None = None) -> Any:
    return client.post(f"{PAGE}{path}", data or {}, headers={"X-Partial": "cart"}, follow=True)


def told(answer: Any) -> str:
    found = re.search(r'<h1 tabindex="-1" data-units="\d+" data-told="([^"]*)">', answer.text)
    assert found is not None
    assert "<html" not in answer.text
    assert 'role="status"' not in answer.text
    return unescape(found[1]).replace("\xa0", " ")


def line() -> CartLine:
    return CartLine.objects.get()


def test_the_ways_to_receive_are_counted_and_the_chosen_one_named(shopper: Client) -> None:
    answer = send(shopper, "entrega/", {"cep": "01310-100", "entrega": ""})
    assert told(answer) == "3 opções de entrega; Econômico R$ 20,00. Total no Pix R$ 210,00, no cartão R$ 220,00."
    answer = send(shopper, "entrega/", {"cep": "01310-100", "entrega": "retirada"})
    assert told(answer) == "3 opções de entrega; Retirar na loja grátis. Total no Pix R$ 190,00, no cartão R$ 200,00."


def test_a_coupon_says_what_it_takes_off(shopper: Client) -> None:
    coupon("LUZ10")
    answer = send(shopper, "cupom/", {"codigo": "luz10"})
    assert told(answer) == "Cupom LUZ10: menos R$ 20,00. Total no Pix R$ 170,00, no cartão R$ 180,00."
    assert told(send(shopper, "cupom/tirar/")) == "Sem cupom. Total no Pix R$ 190,00, no cartão R$ 200,00."


def test_another_quantity_says_the_totals(shopper: Client) -> None:
    answer = send(shopper, f"item/{line().pk}/quantidade/", {"quantidade": "3"})
    assert told(answer) == "Total no Pix R$ 285,00, no cartão R$ 300,00."


def test_what_is_taken_out_and_put_back_is_said_here_and_on_no_other_page(shopper: Client) -> None:
    assert told(send(shopper, f"item/{line().pk}/remover/")) == "Lustre saiu do carrinho. Seu carrinho está vazio."
    back = send(shopper, "adicionar/", {"produto": "lustre", "quantidade": "2"})
    assert (back.status_code, back.redirect_chain) == (200, [])
    assert told(back) == "Lustre está no carrinho. Total no Pix R$ 190,00, no cartão R$ 200,00."
    assert "está no carrinho" not in shopper.get("/rastrear/").text


def test_a_line_that_is_gone_is_said_here_and_on_no_other_page(shopper: Client) -> None:
    assert told(send(shopper, "item/987654/guardar/")) == "Este item não está mais no carrinho."
    assert "não está mais" not in shopper.get("/rastrear/").text


def test_the_page_itself_says_nothing_by_a_script(shopper: Client) -> None:
    assert "data-told" not in shopper.get(PAGE).text
    assert 'class="message undo" role="status"' in shopper.post(f"{PAGE}item/{line().pk}/remover/", follow=True).text
