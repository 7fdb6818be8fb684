"""Signing in at the checkout: two carts become one, and every step says what came of it."""

from django.utils import timezone

from accounts.models import User
from cart import basket
from catalog.models import Product
from tests.pages_buy.shopper import DATA, DELIVERY, PAYMENT, Shopper

SAID = "Pendente Cúpula: juntamos seus carrinhos, agora são 3 unidades."


def test_each_step_says_that_two_carts_became_one(guest: Shopper, ana: User, lamp: Product) -> None:
    own, _ = basket.open_for(user=ana, token=None, at=timezone.now())
    basket.add(cart=own, product_id=lamp.pk, quantity=1, at=timezone.now())
    assert SAID not in guest.client.get(DATA).text
    guest.client.force_login(ana)
    assert SAID in guest.client.get(DATA).text
    assert guest.says_who().status_code == 303
    assert SAID in guest.client.get(DELIVERY).text
    assert guest.says_where().status_code == 303
    assert SAID in guest.client.get(PAYMENT).text
    guest.client.post("/carrinho/avisos/")
    assert "juntamos" not in guest.client.get(DATA).text
