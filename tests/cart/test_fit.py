"""What does not fit, told on the cart's page and by the API, and mended by one click; the voltage is asked once."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cart import basket
from cart.models import Cart, CartLine
from catalog.models import Product
from tests import buying, make
from tests.cart.test_api import App, problem
from tests.cart.test_pages import words

pytestmark = pytest.mark.django_db
PAGE, HOME = "/carrinho/", "/carrinho/casa/"
BULB = {"voltage": "bivolt", "ip": "ip20", "lumens": 800, "color_temperature": 2700, "dimmable": True, "watts": 9}
SAID = "Dicroica tem base GU10 e não encaixa em Pendente, que usa E27."


@pytest.fixture(autouse=True)
def shelf() -> None:
    """A pendant for an E27 bulb, the bulb, one for another socket, and one for 127 V only."""
    bulbs = make.category("Lâmpadas", slug="lampadas")
    make.product("Bulbo", slug="bulbo", category=bulbs, price="20.00", stock=9, specs=BULB | {"base": "e27"})
    make.product("Dicroica", slug="dicroica", category=bulbs, price="15.00", specs=BULB | {"base": "gu10"})
    make.product(
        "Halógena", slug="halogena", category=bulbs, price="9.00", specs=BULB | {"base": "g9", "voltage": "127v"}
    )
    make.product("Pendente", slug="pendente", specs=BULB | {"base": "e27", "bulbs": 2})


def put(client: Client, *slugs: str) -> None:
    for slug in slugs:
        client.post(f"{PAGE}adicionar/", {"produto": slug, "quantidade": 1})
    client.get(PAGE)


def lines() -> dict[str, int]:
    return dict(CartLine.objects.values_list("product__slug", "quantity"))


def number(slug: str) -> int:
    return CartLine.objects.get(product__slug=slug).pk


def hidden(page: str, action: str) -> dict[str, str]:
    """What the one button of that form would send."""
    form = page.partition(f'action="{action}"')[2].partition("</form>")[0]
    named = re.findall(r'<(?:input type="hidden"|button [^>]*)\s?name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in named}


# --- The page ------------------------------------------------------------------------------------
def test_the_wrong_bulb_is_swapped_by_one_click(client: Client) -> None:
    put(client, "pendente", "dicroica")
    page = client.get(PAGE)
    assert f"Confira antes de comprar {SAID} Trocar por 2 × Bulbo Ver Bulbo" in words(page)
    action = f"/carrinho/item/{number('dicroica')}/trocar/"
    answer = client.post(action, hidden(page.text, action))
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert lines() == {"pendente": 1, "bulbo": 2}
    assert "Confira antes de comprar" not in words(client.get(PAGE))
    again = client.post(action, hidden(page.text, action), follow=True)
    assert "Este item não está mais no carrinho." in again.text
    assert lines() == {"pendente": 1, "bulbo": 2}


def test_the_buyer_may_go_on_all_the_same(client: Client) -> None:
    put(client, "pendente", "dicroica")
    page = client.get(PAGE)
    assert 'href="/finalizar/"' in page.text
    assert "São avisos: a compra continua livre." in words(page)
    cart = Cart.objects.get()
    assert buying.place(cart, method="pickup", at=cart.updated_at).lines.count() == 2


def test_a_dimmable_bulb_is_added_once_by_one_click(client: Client) -> None:
    make.product("Dimmer", slug="dimmer", specs={"voltage": "bivolt", "ip": "ip20", "load": 150})
    make.product("Lustre", slug="lustre", specs=BULB | {"base": "e27", "bulbs": 3, "dimmable": False})
    put(client, "dimmer", "lustre")
    page = client.get(PAGE)
    assert "Dimmer não regula a luz de Lustre, que não é dimerizável. Acrescentar 3 × Bulbo" in words(page)
    fix = hidden(page.text.partition('class="fit"')[2], "/carrinho/adicionar/")
    assert fix.pop("chave")
    assert fix.pop("csrfmiddlewaretoken", "")
    assert fix == {"produto": "bulbo", "quantidade": "3"}
    sending = hidden(page.text.partition('class="fit"')[2], "/carrinho/adicionar/")
    for _ in range(2):
        client.post("/carrinho/adicionar/", sending)
    assert lines() == {"dimmer": 1, "lustre": 1, "bulbo": 3}
    assert "Confira antes de comprar" not in words(client.get(PAGE))


def test_what_ran_out_meanwhile_leaves_the_cart_as_it_was(client: Client) -> None:
    put(client, "pendente", "dicroica")
    page = client.get(PAGE)
    action = f"/carrinho/item/{number('dicroica')}/trocar/"
    Product.objects.filter(slug="bulbo").update(stock=0)
    answer = client.post(action, hidden(page.text, action), follow=True)
    assert "Este produto esgotou agora há pouco." in answer.text
    assert lines() == {"pendente": 1, "dicroica": 1}


def test_without_anything_that_fits_there_is_a_word_and_no_button(client: Client) -> None:
    Product.objects.filter(slug="bulbo").update(stock=0)
    put(client, "pendente", "dicroica")
    page = client.get(PAGE)
    assert SAID in words(page)
    assert "Trocar por" not in words(page)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"produto": "bulbo"},
        {"produto": "nada", "quantidade": "1"},
        {"produto": "bulbo", "quantidade": "0"},
        {"produto": "\x00", "quantidade": "x"},
    ],
)
def test_a_swap_that_makes_no_sense_changes_nothing(client: Client, sent: dict[str, str]) -> None:
    put(client, "pendente", "dicroica")
    answer = client.post(f"/carrinho/item/{number('dicroica')}/trocar/", sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert lines() == {"pendente": 1, "dicroica": 1}


# --- The home ------------------------------------------------------------------------------------
def test_the_voltage_is_asked_and_what_does_not_fit_it_is_said(client: Client) -> None:
    put(client, "halogena")
    page = client.get(PAGE)
    assert '<details class="home" open>' in page.text
    assert "Halógena funciona só em 127 V. Confira a tensão da sua casa." in words(page)
    assert client.post(HOME, {"tensao": "220v"}).status_code == 303
    page = client.get(PAGE)
    assert '<details class="home">' in page.text
    assert "Sua casa: 220 V" in words(page)
    assert "Halógena é de 127 V e queima na sua casa, que é de 220 V." in words(page)
    client.post(HOME, {"tensao": "127v"})
    assert "Confira antes de comprar" not in words(client.get(PAGE))


def test_a_script_is_told_how_much_there_is_to_check(client: Client) -> None:
    put(client, "halogena")
    page = client.post(HOME, {"tensao": "220v"}, headers={"X-Partial": "cart"})
    assert 'data-told="Anotado. 1 aviso para conferir."' in page.text
    page = client.post(HOME, {"tensao": "127v"}, headers={"X-Partial": "cart"})
    assert 'data-told="Anotado. Tudo neste carrinho combina."' in page.text


def test_nobody_is_asked_about_a_vase(client: Client) -> None:
    make.product("Vaso", slug="vaso")
    put(client, "vaso")
    page = client.get(PAGE)
    assert 'class="home"' not in page.text
    assert 'class="fit"' not in page.text


@pytest.mark.parametrize("sent", [{}, {"tensao": "380v"}, {"tensao": "127v", "zone": "moon"}])
def test_an_answer_that_is_none_comes_back_with_its_reason(client: Client, sent: dict[str, str]) -> None:
    put(client, "pendente")
    if sent.pop("zone", ""):
        sent[f"lugar_{number('pendente')}"] = "moon"
    page = client.post(HOME, sent)
    assert page.status_code == 422
    assert (
        "Escolha um lugar da lista."
        if "tensao" in sent and sent["tensao"] == "127v"
        else "Escolha 127 V, 220 V ou “Não sei”."
    ) in words(page)
    assert Cart.objects.get().home_voltage == ""


def test_where_a_piece_hangs_decides_what_its_seal_must_stand(client: Client) -> None:
    put(client, "pendente", "bulbo")
    page = client.get(PAGE).text
    assert f'name="lugar_{number("pendente")}"' in page
    assert f'name="lugar_{number("bulbo")}"' not in page
    client.post(HOME, {"tensao": "unknown", f"lugar_{number('pendente')}": "bathroom"})
    said = words(client.get(PAGE))
    assert "Pendente é IP20: o banheiro pede IP44 ou mais, por causa dos respingos." in said
    client.post(HOME, {"tensao": "unknown", f"lugar_{number('pendente')}": ""})
    assert "Confira antes de comprar" not in words(client.get(PAGE))


def test_the_voltage_goes_on_to_the_next_cart_of_a_guest_and_of_a_person(client: Client) -> None:
    put(client, "pendente")
    client.post(HOME, {"tensao": "220v"})
    first = Cart.objects.get()
    Cart.objects.update(ordered_at=first.updated_at)
    put(client, "pendente")
    assert Cart.objects.exclude(pk=first.pk).get().home_voltage == "220v"
    ana = make.user("ana@example.com")
    own, _ = basket.open_for(user=ana, token=None, at=buying.NOON)
    assert own.home_voltage == ""
    Cart.objects.filter(pk=own.pk).update(home_voltage="127v", ordered_at=buying.NOON)
    assert basket.open_for(user=ana, token=None, at=buying.NOON)[0].home_voltage == "127v"


def test_what_was_told_before_signing_in_counts_from_then_on() -> None:
    ana = make.user("ana@example.com")
    own, _ = basket.open_for(user=ana, token=None, at=buying.NOON)
    Cart.objects.filter(pk=own.pk).update(home_voltage="127v")
    guest, token = basket.open_for(user=None, token=None, at=buying.NOON)
    Cart.objects.filter(pk=guest.pk).update(home_voltage="220v")
    folded = basket.current(user=ana, token=token, at=buying.NOON)
    assert folded is not None
    assert folded.home_voltage == "220v"


# --- The API -------------------------------------------------------------------------------------
def test_the_api_says_the_same_in_types() -> None:
    app = App()
    app.put("pendente")
    cart = app.put("dicroica")
    item, bulbo = cart["items"][1]["id"], Product.objects.get(slug="bulbo")
    fix = {
        "action": "swap", "item": item, "quantity": 2,
        "product": {"id": bulbo.pk, "slug": "bulbo", "title": "Bulbo", "sale_price": "20.00"},
    }  # fmt: skip
    data = {"product": "dicroica", "item": item, "base": "gu10", "needed": "e27", "fixture": "pendente", "fix": fix}
    assert cart["notices"] == [{"code": "fit.base_mismatch", "message": SAID, "data": data}]
    assert cart["can_be_ordered"] is True
    assert app.call("DELETE", f"items/{item}/").status_code == 204
    assert app.put("bulbo", 2)["notices"] == []


def test_an_app_tells_the_voltage_before_anything_is_in_the_cart(ana: User) -> None:
    app = App()
    answer = app.call("POST", "home/", {"voltage": "220v"})
    assert answer.status_code == 200
    assert answer.json()["home_voltage"] == "220v"
    app.token = answer.json()["token"]
    (said,) = app.put("halogena")["notices"]
    assert (said["code"], said["data"]["home_voltage"], said["data"]["fix"]) == ("fit.voltage_mismatch", "220v", None)
    person = App(user=ana)
    assert person.call("POST", "home/", {"voltage": "unknown"}).json()["home_voltage"] == "unknown"
    assert (person.cart()["home_voltage"], person.cart()["token"]) == ("unknown", None)


@pytest.fixture
def ana() -> User:
    return make.user("ana@example.com")


@pytest.mark.parametrize("body", [{}, {"voltage": "380v"}, {"voltage": None}, {"voltage": 127}])
def test_no_other_voltage_is_taken(body: dict[str, Any]) -> None:
    problem(App().call("POST", "home/", body), 400, "invalid")
    assert not Cart.objects.exists()


def test_an_app_tells_where_a_piece_hangs() -> None:
    app = App()
    item = app.put("pendente")["items"][0]
    assert item["zone"] is None
    answer = app.call("PATCH", f"items/{item['id']}/", {"zone": "bathroom"})
    assert answer.status_code == 200
    assert answer.json()["items"][0]["zone"] == "bathroom"
    assert [notice["code"] for notice in answer.json()["notices"]] == ["fit.ip_too_low"]
    assert app.call("PATCH", f"items/{item['id']}/", {"zone": None}).json()["notices"] == []
    problem(app.call("PATCH", f"items/{item['id']}/", {"zone": "moon"}), 400, "invalid")
    problem(app.call("PATCH", "items/999999/", {"zone": "dry"}), 404, "not_found")


def test_what_fits_costs_no_query_more_and_what_does_not_two(client: Client) -> None:
    def cost() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    put(client, "pendente")
    before = cost()
    put(client, "bulbo")
    assert cost() == before <= 7
    client.post(f"/carrinho/item/{number('bulbo')}/remover/")
    put(client, "dicroica", "halogena")
    client.post(HOME, {"tensao": "220v"})
    assert (
        len(re.findall(r"<li>\s*<p>", client.get(PAGE).text.partition('class="fit"')[2].partition("</section>")[0]))
        == 3
    )
    assert cost() <= before + 3
