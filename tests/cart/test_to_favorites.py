"""A line of the cart moves to the favourites: the browser's own, or the account's."""

import pytest
from django.test import Client

from cart.models import CartLine
from catalog import choices
from catalog.choices import Choices
from catalog.models import Favorite, Product
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/carrinho/"


@pytest.fixture
def lamp(db: None) -> Product:
    return make.product("Lustre", slug="lustre", price="100.00", stock=8)


def put(client: Client, lamp: Product) -> str:
    """In the cart; returns the address that moves it."""
    client.post(f"{PAGE}adicionar/", {"produto": lamp.slug, "quantidade": 2})
    address = f"{PAGE}item/{CartLine.objects.get(product=lamp).pk}/favoritos/"
    assert f'action="{address}"' in client.get(PAGE).text
    return address


def test_a_guests_line_becomes_a_favourite_of_the_browser(client: Client, lamp: Product) -> None:
    client.cookies["escolhas"] = choices.write(Choices(favorites=(4711,), recent=(9,)))
    answer = client.post(put(client, lamp))
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert choices.read(client.cookies["escolhas"].value) == Choices(favorites=(lamp.pk, 4711), recent=(9,))
    assert "Lustre está nos seus favoritos." in client.get(PAGE).text
    assert not CartLine.objects.exists()


def test_a_persons_line_becomes_a_favourite_of_the_account(client: Client, lamp: Product) -> None:
    person = make.user()
    client.force_login(person)
    assert client.post(put(client, lamp)).status_code == 303
    assert list(Favorite.objects.values_list("user", "product")) == [(person.pk, lamp.pk)]
    assert "Favoritos, 1 produto" in client.get(PAGE).text
    assert not CartLine.objects.exists()


def test_a_full_list_leaves_the_line_where_it_is(client: Client, lamp: Product) -> None:
    client.cookies["escolhas"] = choices.write(Choices(favorites=tuple(range(lamp.pk + 1, lamp.pk + 61))))
    assert client.post(put(client, lamp)).status_code == 303
    assert "Sua lista já tem 60 favoritos. Tire um para guardar outro." in client.get(PAGE).text
    assert CartLine.objects.get().quantity == 2


def test_what_left_the_shop_is_no_favourite(client: Client, lamp: Product) -> None:
    address = put(client, lamp)
    Product.objects.filter(pk=lamp.pk).update(is_visible=False)
    client.post(address)
    assert "Este produto não está mais na loja." in client.get(PAGE).text
    assert CartLine.objects.get().quantity == 2


def test_the_line_of_somebody_else_is_not_there(client: Client, lamp: Product) -> None:
    address = put(Client(), lamp)
    vase = make.product("Vaso", slug="vaso", price="10.00", stock=8)
    client.post(f"{PAGE}adicionar/", {"produto": vase.slug})
    client.post(address)
    assert "Este item não está mais no carrinho." in client.get(PAGE).text
    assert CartLine.objects.count() == 2
