"""The cart's pages: every form, refused input with what was typed, and who may keep a copy."""

import re
from datetime import timedelta
from decimal import Decimal as D
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cart import visitor
from cart.models import Cart, CartLine, FreightRate
from catalog import publication
from catalog.models import Product
from tests import make
from tests.buying import coupon, rate

pytestmark = pytest.mark.django_db
ADD, PAGE = "/carrinho/adicionar/", "/carrinho/"
ODD = ["", "0", "-1", "100", "1" * 25, "2.5", "dois", "\x00", "x" * 20_000, "1e3", " "]


@pytest.fixture(autouse=True)
def lamp() -> Product:
    FreightRate.objects.all().delete()
    return make.product(
        "Lustre", slug="lustre", price="100.00", discount=10, stock=8, weight=D("1.000"), images=["day", "night"]
    )


def words(response: Any) -> str:
    """What is read on the page: no tags, plain spaces."""
    main = response.text.partition("<main")[2].partition("</main>")[0] or response.text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ").split())


def put(client: Client, slug: str = "lustre", quantity: object = 1, **more: str) -> Any:
    return client.post(ADD, {"produto": slug, "quantidade": quantity} | more)


def line_of(slug: str = "lustre") -> CartLine:
    return CartLine.objects.get(product__slug=slug)


def change(client: Client, what: str, data: dict[str, Any] | None = None, slug: str = "lustre") -> Any:
    return client.post(f"/carrinho/item/{line_of(slug).pk}/{what}/", data or {})


def hide(product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(is_published=False)
    publication.refresh(product_ids=[product.pk], at=timezone.now())


# --- Adding --------------------------------------------------------------------------------------
def test_adding_leads_to_the_cart_and_says_so(client: Client) -> None:
    response = put(client, quantity=2)
    assert (response.status_code, response.headers["Location"]) == (303, PAGE)
    page = client.get(PAGE)
    text = words(page)
    assert "Lustre está no carrinho." in text
    assert "Produtos (2) R$ 180,00" in text
    assert "Total no Pix 5% off R$ 171,00" in text
    assert "Total no cartão R$ 180,00 7x de R$ 25,72 sem juros" in text
    assert 'aria-label="Carrinho, 2 itens"' in page.text


def test_adding_again_adds_up(client: Client) -> None:
    put(client, quantity=2)
    put(client, quantity=3)
    assert line_of().quantity == 5


def test_without_a_quantity_the_smallest_one_is_added(client: Client) -> None:
    client.post(ADD, {"produto": "lustre"})
    Product.objects.filter(slug="lustre").update(minimum_order_quantity=3)
    other = Client()
    other.post(ADD, {"produto": "lustre"})
    assert sorted(CartLine.objects.values_list("quantity", flat=True)) == [1, 3]


def test_the_key_of_a_form_counts_once(client: Client) -> None:
    put(client)
    page = client.get("/produto/lustre/").text
    key = re.search(r'name="chave" value="([\w-]+)"', page)
    assert key is not None
    for _ in range(3):
        assert put(client, quantity=2, chave=key[1]).status_code == 303
    assert line_of().quantity == 3
    assert put(client, quantity=1, chave=key[1]).status_code == 303
    assert line_of().quantity == 4


def test_the_guest_keeps_a_signed_cookie(client: Client) -> None:
    cookie = put(client).cookies["carrinho"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/", "")
    assert cookie["max-age"] == 90 * 24 * 3600
    forged = Client()
    forged.cookies["carrinho"] = cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B")
    assert "Seu carrinho está vazio" in words(forged.get(PAGE))
    assert cookie.value.partition(":")[0] not in str(Cart.objects.values_list().get())


def test_on_https_the_cookie_is_bound_to_the_host(client: Client, settings: Settings) -> None:
    settings.IS_HTTPS = True
    assert put(client).cookies["carrinho"]["secure"] is True


@pytest.mark.parametrize("quantity", ODD)
def test_an_odd_quantity_comes_back_as_typed(client: Client, quantity: str) -> None:
    response = put(client, quantity=quantity)
    assert response.status_code == 422
    assert "Escolha uma quantidade de 1 a 99." in words(response)
    assert "<title>Erro: Lustre" in response.text
    assert 'href="#id_quantidade"' in response.text
    assert 'id="id_quantidade"' in response.text
    assert quantity.strip("\x00") in unescape(response.text)
    assert Cart.objects.count() == 0


def test_more_than_there_is_comes_back_with_what_is_left(client: Client) -> None:
    response = put(client, quantity=9)
    assert response.status_code == 409
    assert "Só temos 8 em estoque." in words(response)
    assert 'value="9"' in response.text
    assert Cart.objects.count() == 0


@pytest.mark.parametrize("slug", ["", "nada", "\x00", "x" * 20_000, "lustre\x00x"])
def test_a_product_that_is_not_there(client: Client, slug: str) -> None:
    assert put(client, slug).status_code == 404
    assert client.post(ADD, {"produto[]": "lustre"}).status_code == 404


def test_two_values_for_one_field_are_no_error(client: Client) -> None:
    assert client.post(ADD, {"produto": ["x", "lustre"], "quantidade": ["7", "2"]}).status_code == 303
    assert line_of().quantity == 2


def test_a_script_gets_the_cart_in_a_few_lines(client: Client) -> None:
    for number in range(6):
        put(client, make.product(f"Peça {number}", slug=f"peca-{number}", price="10.00").slug)
    response = client.post(ADD, {"produto": "lustre", "quantidade": 2}, headers={"X-Partial": "mini"})
    assert (response.status_code, response.text.count('<li class="line">')) == (200, 5)
    text = words(response)
    assert text.startswith("Seu carrinho Lustre está no carrinho. Lustre 2 × R$ 90,00 Peça 5 1 × R$ 10,00")
    assert "e mais 2 produtos" in text
    assert 'data-units="8"' in response.text
    assert "Total no Pix R$ 228,00 no cartão R$ 240,00" in text
    assert "<html" not in response.text


def test_a_script_is_told_why_not(client: Client) -> None:
    response = client.post(ADD, {"produto": "lustre", "quantidade": 9}, headers={"X-Partial": "mini"})
    assert (response.status_code, response.json()) == (409, {"error": "Só temos 8 em estoque."})


# --- The page ------------------------------------------------------------------------------------
def test_an_empty_cart_shows_ways_on(client: Client) -> None:
    Product.objects.filter(slug="lustre").update(units_sold=4)
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "Seu carrinho está vazio" in words(response)
    assert "Mais vendidos" in words(response)
    assert 'data-product="lustre"' in response.text
    assert "Finalizar" not in words(response)
    assert not response.cookies


def test_a_quantity_is_changed(client: Client) -> None:
    put(client)
    response = change(client, "quantidade", {"quantidade": "4"})
    assert (response.status_code, response.headers["Location"]) == (303, PAGE)
    assert "R$ 360,00" in words(client.get(PAGE))


@pytest.mark.parametrize("quantity", ODD)
def test_an_odd_change_comes_back_as_typed(client: Client, quantity: str) -> None:
    put(client, quantity=3)
    response = change(client, "quantidade", {"quantidade": quantity})
    assert response.status_code == 422
    assert "Há um problema Quantidade de Lustre: Escolha uma quantidade de 1 a 99." in words(response)
    name = f"id_{line_of().pk}_quantidade"
    assert f'href="#{name}"' in response.text
    assert f'aria-describedby="{name}_error"' in response.text
    assert f'id="{name}_error"' in response.text
    assert line_of().quantity == 3


def test_more_than_the_stock_is_refused_on_the_page(client: Client) -> None:
    put(client, quantity=3)
    response = change(client, "quantidade", {"quantidade": "9"})
    assert response.status_code == 409
    assert "Quantidade de Lustre: Só temos 8 em estoque." in words(response)
    assert 'value="9"' in response.text


def test_each_number_names_its_product_and_its_buttons_stop_at_what_there_is(client: Client) -> None:
    put(client, quantity=3)
    put(client, make.product("Vaso", slug="vaso", price="10.00", stock=500).slug)
    text = client.get(PAGE).text
    numbers = dict(re.findall(r'<label class="vh" for="(\w+)">(Quantidade de \w+)</label>', text))
    assert sorted(numbers.values()) == ["Quantidade de Lustre", "Quantidade de Vaso"]
    limits = {numbers[name]: re.search(rf'<input[^>]*max="(\d+)"[^>]*id="{name}"', text) for name in numbers}
    assert {of: found[1] for of, found in limits.items() if found} == {
        "Quantidade de Lustre": "8", "Quantidade de Vaso": "99",
    }  # fmt: skip
    assert sorted(re.findall(r'aria-label="(Um a [^"]+)"', text)) == [
        "Um a mais de Lustre", "Um a mais de Vaso", "Um a menos de Lustre", "Um a menos de Vaso",
    ]  # fmt: skip


def test_what_is_taken_out_can_come_back(client: Client) -> None:
    put(client, quantity=3)
    response = change(client, "remover")
    assert response.status_code == 303
    page = client.get(response.headers["Location"])
    assert "Lustre saiu do carrinho. Desfazer" in words(page)
    form = re.search(r'class="message undo".*?</form>', page.text, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="(quantidade|produto)" value="([^"]+)"', form[0]))
    assert fields == {"quantidade": "3", "produto": "lustre"}
    client.post(ADD, fields)
    assert line_of().quantity == 3


@pytest.mark.parametrize("text", ["x", "WzEsMl0:x:y", "\x00", "a" * 5000])
def test_nobody_else_can_say_what_was_taken_out(client: Client, text: str) -> None:
    assert "saiu do carrinho" not in words(client.get(PAGE, {"saiu": text}))


def test_a_line_waits_aside_and_comes_back(client: Client) -> None:
    put(client, quantity=3)
    assert change(client, "guardar").status_code == 303
    text = words(client.get(PAGE))
    assert "Guardados para depois Lustre 3 × R$ 90,00" in text
    assert "Finalizar compra" not in text
    assert 'aria-label="Carrinho"' in client.get(PAGE).text
    assert change(client, "voltar").status_code == 303
    assert "Total no cartão R$ 270,00" in words(client.get(PAGE))


def test_a_line_that_is_gone_is_said_on_the_page(client: Client) -> None:
    put(client)
    number = line_of().pk
    client.post(f"/carrinho/item/{number}/remover/")
    for what in ("remover", "guardar", "voltar", "quantidade"):
        response = client.post(f"/carrinho/item/{number}/{what}/", {"quantidade": "2"})
        assert (response.status_code, response.headers["Location"]) == (303, PAGE)
        assert "Este item não está mais no carrinho." in words(client.get(PAGE))
    assert client.post(f"/carrinho/item/{'9' * 30}/remover/").status_code in (303, 400)


def test_the_line_of_somebody_else_is_not_there(client: Client) -> None:
    put(client)
    put(other := Client())
    foreign = CartLine.objects.order_by("pk").first()
    assert foreign is not None
    for what in ("remover", "guardar", "quantidade"):
        other.post(f"/carrinho/item/{foreign.pk}/{what}/", {"quantidade": "5"})
    foreign.refresh_from_db()
    assert (foreign.quantity, foreign.is_saved) == (1, False)


def test_without_a_cart_the_forms_lead_to_the_empty_one(client: Client) -> None:
    for path in ("item/1/remover/", "cupom/", "cupom/tirar/", "entrega/", "avisos/"):
        response = client.post(f"/carrinho/{path}")
        assert (response.status_code, response.headers["Location"]) == (303, PAGE)
    assert Cart.objects.count() == 0


# --- What changed --------------------------------------------------------------------------------
def test_a_new_price_is_told_and_accepted(client: Client, lamp: Product) -> None:
    put(client)
    Product.objects.filter(pk=lamp.pk).update(price=D("120.00"))
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    text = words(client.get(PAGE))
    assert "Mudou de R$ 90,00 para R$ 108,00" in text
    assert "Alguns preços mudaram desde que você escolheu. Entendi" in text
    assert client.post("/carrinho/avisos/").status_code == 303
    assert "Mudou de" not in words(client.get(PAGE))


def test_too_few_left_is_marked_and_mended(client: Client, lamp: Product) -> None:
    put(client, quantity=5)
    Product.objects.filter(pk=lamp.pk).update(stock=2)
    text = words(client.get(PAGE))
    assert "Só restam 2" in text
    assert "Ficar com 2 Fora do total" in text
    assert "Acerte os itens marcados para continuar." in text
    assert "Finalizar compra" not in text
    change(client, "quantidade", {"quantidade": "2"})
    assert "Total no cartão R$ 180,00" in words(client.get(PAGE))


def test_what_left_the_shop_is_marked(client: Client, lamp: Product) -> None:
    put(client)
    hide(lamp)
    response = client.get(PAGE)
    assert "Não está mais à venda" in words(response)
    assert "/produto/lustre/" not in response.text.partition("<main")[2]
    assert change(client, "remover").status_code == 303
    assert "Desfazer" not in words(client.get(PAGE))


# --- Coupon --------------------------------------------------------------------------------------
def test_a_coupon_is_put_on_and_taken_off(client: Client) -> None:
    coupon("LUZ10")
    put(client, quantity=2)
    assert client.post("/carrinho/cupom/", {"codigo": " luz10"}).status_code == 303
    text = words(client.get(PAGE))
    assert "Cupom LUZ10 −R$ 18,00" in text
    assert "R$ 153,00 Total no cartão R$ 162,00" in text
    assert client.post("/carrinho/cupom/tirar/").status_code == 303
    assert "LUZ10" not in words(client.get(PAGE))


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ({"ends_at": timezone.now() - timedelta(days=1)}, "Este cupom já venceu."),
        ({"minimum_total": D("500.00")}, "Este cupom vale para compras a partir de R$ 500,00."),
        ({"usage_limit": 0}, "Este cupom já foi todo usado."),
        ({"is_active": False}, "Este cupom não existe."),
    ],
)
def test_a_refused_coupon_names_the_reason_and_stays_typed(client: Client, terms: dict[str, Any], reason: str) -> None:
    coupon("LUZ10", **terms)
    put(client)
    response = client.post("/carrinho/cupom/", {"codigo": "luz10"})
    assert response.status_code == 409
    assert f"Cupom: {reason}" in words(response)
    assert 'value="luz10"' in response.text
    assert '<details class="coupon" open>' in response.text


@pytest.mark.parametrize("code", ["", "\x00", "x" * 20_000, "🕯", "'; --"])
def test_odd_codes_never_break_the_page(client: Client, code: str) -> None:
    put(client)
    assert client.post("/carrinho/cupom/", {"codigo": code}).status_code in (409, 422)
    assert client.post("/carrinho/cupom/", {"codigo[]": code}).status_code == 422


def test_codes_are_not_found_by_trying(client: Client) -> None:
    put(client)
    answers = [client.post("/carrinho/cupom/", {"codigo": f"X{number}"}).status_code for number in range(61)]
    assert (answers[:60], answers[60]) == ([409] * 60, 429)


# --- Delivery ------------------------------------------------------------------------------------
def test_freight_is_reckoned_and_chosen(client: Client) -> None:
    rate(free_above=D("200.00"))
    rate(method="expresso", name="Expresso", price=D("35.00"), business_days=1)
    put(client, quantity=2)
    assert "Frete informe o CEP" in words(client.get(PAGE))
    assert client.post("/carrinho/entrega/", {"cep": "01310-100", "entrega": ""}).status_code == 303
    response = client.get(PAGE)
    text = words(response)
    assert re.search(r"Econômico até [a-zç]+-feira, \d+ de [a-zç]+ R\$ 20,00", text)
    assert re.search(r"Retirar na loja a partir de [a-zç]+-feira, \d+ de [a-zç]+ Grátis", text)
    assert "Econômico R$ 20,00 Total no Pix 5% off R$ 191,00 Total no cartão R$ 200,00" in text
    assert "Faltam R$ 20,00 para o frete grátis." in text
    assert '<progress value="180.00" max="200.00" aria-labelledby="goal-text">90%</progress>' in response.text
    assert 'value="01310-100"' in response.text
    client.post("/carrinho/entrega/", {"cep": "01310-100", "entrega": "expresso"})
    assert "Expresso R$ 35,00 Total no Pix 5% off R$ 206,00" in words(client.get(PAGE))
    put(client)
    assert "Frete grátis! Seu pedido já tem." in words(client.get(PAGE))


def test_goods_can_be_collected_without_an_address(client: Client) -> None:
    put(client)
    assert client.post("/carrinho/entrega/", {"cep": "", "entrega": "retirada"}).status_code == 303
    assert "Retirar na loja Grátis Total no Pix 5% off R$ 85,50" in words(client.get(PAGE))


@pytest.mark.parametrize(
    ("cep", "reason"),
    [
        ("", "Informe o CEP."),
        ("123", "Não reconhecemos este CEP. Confira os oito números."),
        ("00000-000", "Não reconhecemos este CEP. Confira os oito números."),
        ("69900-000", "Ainda não entregamos neste CEP. Você pode retirar na loja."),
        ("x" * 20_000, "Informe os oito números do CEP."),
        ("\x00", "Informe o CEP."),
    ],
)
def test_each_trouble_with_an_address_has_its_words(client: Client, cep: str, reason: str) -> None:
    rate()
    put(client)
    response = client.post("/carrinho/entrega/", {"cep": cep, "entrega": ""})
    assert response.status_code == 422
    assert f"CEP: {reason}" in words(response)
    assert Cart.objects.get().postal_code == ""


def test_another_address_gets_its_own_cheapest_way(client: Client) -> None:
    rate()
    rate(method="barco", name="Barco", cep_from="69000000", cep_to="69999999", price=D("80.00"))
    put(client)
    client.post("/carrinho/entrega/", {"cep": "01310-100", "entrega": ""})
    client.post("/carrinho/entrega/", {"cep": "69900-000", "entrega": "economico"})
    assert Cart.objects.get().freight_method == "barco"


@pytest.mark.parametrize("method", ["drone", "x" * 20_000, "x\x00", "economico; --"])
def test_a_way_nobody_offers(client: Client, method: str) -> None:
    rate()
    put(client)
    client.post("/carrinho/entrega/", {"cep": "01310-100", "entrega": ""})
    assert client.post("/carrinho/entrega/", {"cep": "01310-100", "entrega": method}).status_code == 422
    assert Cart.objects.get().freight_method == "economico"


# --- The product's page --------------------------------------------------------------------------
def test_a_product_is_bought_from_its_page_and_its_card(client: Client) -> None:
    page = client.get("/produto/lustre/").text
    assert '<form class="buy" method="post" action="/carrinho/adicionar/"' in page
    assert '<input type="hidden" name="produto" value="lustre">' in page
    assert 'formaction="/carrinho/adicionar/" name="produto" value="lustre"' in client.get("/catalogo/").text


def test_what_is_sold_out_has_no_button(client: Client, lamp: Product) -> None:
    Product.objects.filter(pk=lamp.pk).update(stock=0)
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    for address in ("/produto/lustre/", "/catalogo/"):
        assert ADD not in client.get(address).text


def test_freight_and_days_on_the_products_page(client: Client) -> None:
    rate(price=D("15.00"), price_per_kg=D("2.00"))
    response = client.get("/produto/lustre/", {"cep": "01310100"})
    text = words(response)
    assert re.search(r"Econômico até [a-zç]+-feira, \d+ de [a-zç]+ R\$ 17,00", text)
    assert 'name="cep" value="01310-100"' in response.text
    assert '<div role="status">' in response.text


@pytest.mark.parametrize(
    ("cep", "reason"),
    [
        ("", "Não reconhecemos este CEP."),
        ("abc", "Não reconhecemos este CEP."),
        ("69900-000", "Ainda não entregamos neste CEP."),
        ("\x00", "Não reconhecemos este CEP."),
        ("x" * 5000, "Não reconhecemos este CEP."),
    ],
)
def test_a_cep_that_leads_nowhere_on_the_products_page(client: Client, cep: str, reason: str) -> None:
    rate()
    response = client.get("/produto/lustre/", {"cep": cep})
    assert response.status_code == 200
    assert reason in words(response)


def test_the_cep_goes_along_into_the_cart_and_back(client: Client) -> None:
    rate()
    put(client, cep="01310-100")
    assert Cart.objects.values_list("postal_code", "freight_method").get() == ("01310100", "economico")
    assert "Econômico até" in words(client.get("/produto/lustre/"))
    put(client, cep="69900-000")
    assert Cart.objects.get().postal_code == "01310100"


# --- Who may keep a copy -------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/", "/catalogo/", "/produto/lustre/"])
def test_strangers_share_pages_without_cookie_or_token(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text
    assert 'name="chave"' not in response.text
    assert 'aria-label="Carrinho"' in response.text


@pytest.mark.parametrize("address", ["/", "/catalogo/", "/produto/lustre/", PAGE])
def test_whoever_has_a_cart_has_pages_of_their_own(client: Client, address: str) -> None:
    put(client, quantity=1)
    client.get(PAGE)  # reads the message
    response = client.get(address)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
    assert 'aria-label="Carrinho, 1 item"' in response.text


def test_a_page_that_names_an_address_is_nobody_elses(client: Client) -> None:
    response = client.get("/produto/lustre/?cep=01310-100")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
    assert not response.cookies


def test_the_cart_is_not_for_robots(client: Client) -> None:
    assert '<meta name="robots" content="noindex,follow">' in client.get(PAGE).text
    assert "Disallow: /carrinho/" in client.get("/robots.txt").text


def test_with_a_cart_an_old_browser_needs_the_token(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert put(strict).status_code == 303  # no cookie, nothing to abuse
    assert put(strict).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', strict.get(PAGE).text)
    assert token is not None
    assert put(strict, csrfmiddlewaretoken=token[1]).status_code == 303
    assert strict.post(ADD, {"produto": "lustre"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert strict.post(ADD, {"produto": "lustre"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


# --- Person and guest ----------------------------------------------------------------------------
def test_signing_in_keeps_the_cart_and_takes_the_cookie_back(client: Client) -> None:
    person = make.user()
    put(client, quantity=2)
    client.force_login(person)
    assert 'aria-label="Carrinho, 2 itens"' in client.get("/").text
    response = client.get(PAGE)
    assert response.cookies["carrinho"].value == ""
    assert (Cart.objects.get().user, line_of().quantity) == (person, 2)
    assert "Total no cartão R$ 180,00" in words(client.get(PAGE))


def test_two_carts_become_one_and_it_is_said(client: Client, lamp: Product) -> None:
    person = make.user()
    put(own := Client(), quantity=2)
    own.force_login(person)
    own.get(PAGE)
    put(client, quantity=7)
    client.force_login(person)
    text = words(client.get(PAGE))
    assert "Lustre: juntamos seus carrinhos e ficaram 8 de 9 unidades. Entendi" in text
    client.post("/carrinho/avisos/")
    assert "juntamos" not in words(client.get(PAGE))


def test_a_persons_cart_follows_to_the_next_browser(client: Client) -> None:
    person = make.user()
    client.force_login(person)
    response = put(client, quantity=2)
    assert "carrinho" not in response.cookies
    next_one = Client()
    next_one.force_login(person)
    assert "Total no cartão R$ 180,00" in words(next_one.get(PAGE))


# --- What it costs -------------------------------------------------------------------------------
def test_the_cart_costs_the_same_queries_for_one_line_and_for_ten(client: Client) -> None:
    rate()
    put(client, cep="01310-100")

    def cost() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    before = cost()
    for number in range(9):
        put(client, make.product(f"Peça {number}", slug=f"peca-{number}", price="10.00").slug)
    assert (before, cost()) == (before, before)
    assert before <= 7


def test_a_stranger_pays_nothing_for_the_count(client: Client) -> None:
    client.get("/catalogo/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/catalogo/")
    assert not [query for query in queries.captured_queries if "cart_" in query["sql"]]
    put(client)
    client.get(PAGE)
    client.get("/catalogo/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/catalogo/")
    assert len([query for query in queries.captured_queries if "cart_" in query["sql"]]) == 1


def test_the_visitor_reads_only_what_the_shop_signed() -> None:
    assert visitor.read_cookie("") is None
    assert visitor.read_cookie("x" * 5000) is None
    assert visitor.read_cookie("token:signature") is None
