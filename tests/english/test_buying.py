"""A purchase in English, from the cart to the order, and what is said to whoever gets it wrong."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from cart import basket, notices, pricing
from cart.models import Coupon
from catalog import fit, stock
from catalog.fit.pieces import Piece
from catalog.models import Product
from iluminacasa import languages
from iluminacasa.languages import ENGLISH, PORTUGUESE
from orders.models import Order
from tests import buying, make
from tests.pages_buy.shopper import ADDRESS, BUYER, hidden_fields

pytestmark = pytest.mark.django_db
CART, ADD, COUPON = "/en/carrinho/", "/en/carrinho/adicionar/", "/en/carrinho/cupom/"
DATA, DELIVERY, PAYMENT = "/en/finalizar/dados/", "/en/finalizar/entrega/", "/en/finalizar/pagamento/"


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings: Any) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    settings.PIX_MERCHANT_NAME, settings.PIX_MERCHANT_CITY = "Ilumina Casa", "São Paulo"


@pytest.fixture
def lamp() -> Product:
    return buying.goods(price="1249.00", title="Pendente Cúpula", title_en="Dome Pendant", at=timezone.now())


def text_of(answer: Any) -> str:
    return str(answer.content.decode()).replace("\xa0", " ")


def at_payment(client: Client, lamp: Product) -> dict[str, str]:
    """Through the first two steps, to be picked up; returns the hidden fields of the third."""
    client.post(ADD, {"produto": lamp.slug, "quantidade": "2"})
    assert client.post(DATA, BUYER)["Location"] == DELIVERY
    assert client.post(DELIVERY, {"entrega": "retirada"})["Location"] == PAYMENT
    return hidden_fields(client.get(PAYMENT).content.decode())


# --- The way -------------------------------------------------------------------------------------
def test_a_guest_buys_in_english_to_the_end(client: Client, lamp: Product) -> None:
    assert 'action="/en/carrinho/adicionar/"' in text_of(client.get(f"/en/produto/{lamp.slug}/"))
    added = client.post(ADD, {"produto": lamp.slug, "quantidade": "2"})
    assert (added.status_code, added["Location"]) == (303, CART)
    page = text_of(client.get(CART))
    assert "Dome Pendant is in the cart." in page
    assert "<dt>Total by card</dt><dd>R$ 2,498.00<br>" in page
    assert '<a class="button button--lit button--big" href="/en/finalizar/">Check out</a>' in page
    assert client.get("/en/finalizar/")["Location"] == DATA
    fields = at_payment(client, lamp)
    page = text_of(client.get(PAYMENT))
    assert "<h1>Payment</h1>" in page
    assert "Pay R$ 4,746.20 by Pix" in page  # four by now
    placed = client.post(PAYMENT, fields | {"forma": "pix"})
    order = Order.objects.get()
    assert placed["Location"].startswith(f"/en/pedido/{order.number}/")
    assert (order.language, order.freight_name) == (ENGLISH, "Retirar na loja")
    assert order.lines.get().title == "Pendente Cúpula"


def test_what_the_order_agreed_to_does_not_change_with_the_language(client: Client, lamp: Product) -> None:
    client.post(PAYMENT, at_payment(client, lamp) | {"forma": "pix"})
    with languages.speaking(PORTUGUESE):
        other = buying.place(buying.cart_with({lamp: 1}, at=timezone.now()), at=timezone.now(), email="bia@example.com")
    order = Order.objects.exclude(pk=other.pk).get()
    assert (order.terms_version, order.privacy_version) == (other.terms_version, other.privacy_version)


# --- Wrong turns ---------------------------------------------------------------------------------
def test_the_cart_says_no_in_english(client: Client, lamp: Product) -> None:
    answer = client.post(ADD, {"produto": lamp.slug, "quantidade": "0"})
    assert answer.status_code == 422
    assert "Quantity: Choose a quantity from 1 to 99." in text_of(answer)
    answer = client.post(ADD, {"produto": lamp.slug, "quantidade": "21"})
    assert answer.status_code == 409
    assert "We only have 20 in stock." in text_of(answer)
    client.post(ADD, {"produto": lamp.slug, "quantidade": "1"})
    Coupon.objects.create(code="LUZ", kind="percent", percentage=10, minimum_total=Decimal("5000.00"))
    answer = client.post(COUPON, {"codigo": "LUZ"})
    assert "This coupon is for purchases from R$ 5,000.00." in text_of(answer)
    answer = client.post("/en/carrinho/entrega/", {"cep": "123"})
    assert "We do not recognise this CEP (postcode)." in text_of(answer)


def test_each_step_says_in_english_what_is_missing(client: Client, lamp: Product) -> None:
    client.post(ADD, {"produto": lamp.slug, "quantidade": "1"})
    page = text_of(client.post(DATA, BUYER | {"documento": "1", "telefone": ""}))
    assert "<title>Error: Your details" in page
    assert "CPF or CNPJ: This CPF or CNPJ does not exist." in page
    assert "Phone: Enter a phone" in page
    client.post(DATA, BUYER)
    page = text_of(client.post(DELIVERY, ADDRESS | {"rua": "", "estado": "RJ", "entrega": "entrega"}))
    assert ": Enter the street." in page
    assert "01310-100 is in São Paulo. Check the CEP or the state." in page
    client.post(DELIVERY, {"entrega": "retirada"})
    page = text_of(client.post(PAYMENT, {"forma": ""}))
    assert "Choose how you would like to pay." in page


def test_what_changed_at_the_last_moment_is_said_in_english(client: Client, lamp: Product) -> None:
    fields = at_payment(client, lamp)
    page = text_of(client.post(PAYMENT, fields | {"forma": "pix", "total_pix": "1.00"}))
    assert "The total went from R$ 1.00 to R$ 2,373.10. Check the amounts below and confirm again if you agree." in page
    stock.take(quantities={lamp.pk: 19}, cause=stock.Cause.SALE, reference="", at=timezone.now())
    page = text_of(client.get(PAYMENT))
    assert "You asked for 2; only 1 is left." in page
    assert ">Keep 1 and continue</button>" in page
    assert Order.objects.count() == 0


def test_without_a_cart_one_is_led_to_it_in_english(client: Client) -> None:
    answer = client.get(DATA, follow=True)
    assert answer.redirect_chain == [(CART, 303)]
    assert "Your cart is empty. Choose something to continue." in text_of(answer)


# --- What is kept --------------------------------------------------------------------------------
def test_notices_are_kept_in_portuguese_and_said_in_the_language_spoken(lamp: Product) -> None:
    ana, now = make.user("ana@example.com"), timezone.now()
    with languages.speaking(ENGLISH):
        own, _ = basket.open_for(user=ana, token=None, at=now)
        guest, token = basket.open_for(user=None, token=None, at=now)
        for cart, quantity in ((own, 2), (guest, 19)):
            basket.add(cart=cart, product_id=lamp.pk, quantity=quantity, at=now)
        joined = basket.current(user=ana, token=token, at=now)
        assert joined is not None
        assert [each["message"] for each in joined.notices] == [
            "Pendente Cúpula: juntamos seus carrinhos e ficaram 20 de 21 unidades."
        ]
        (notice,) = pricing.quote(cart=joined, at=now).notices
    assert (notice.code, notice.data) == ("capped", {"product": lamp.slug, "wanted": 21, "quantity": 20})
    assert notice.message == "Dome Pendant: we joined your carts and could keep 20 of 21."
    assert [each.message for each in pricing.quote(cart=joined, at=now).notices] == [joined.notices[0]["message"]]


def test_a_notice_of_other_words_stays_as_it_was_written() -> None:
    kept = {"code": notices.CAPPED, "message": "Outro aviso.", "data": {"product": "a", "wanted": 3, "quantity": 1}}
    with languages.speaking(ENGLISH):
        assert notices.said(kept, {}) == "Outro aviso."


def test_a_program_is_refused_in_the_language_it_accepts(lamp: Product) -> None:
    api, english = APIClient(), {"HTTP_ACCEPT_LANGUAGE": "en-GB"}
    item = {"product": lamp.slug, "quantity": 21}
    answer = api.post("/api/v1/cart/items/", item, format="json", **english).json()
    assert (answer["code"], answer["detail"]) == ("out_of_stock", "We only have 20 in stock.")
    answer = api.post("/api/v1/cart/items/", item, format="json").json()
    assert answer["detail"] == "Só temos 20 em estoque."
    answer = api.post("/api/v1/orders/", {}, format="json", **english).json()
    assert (answer["code"], answer["title"]) == ("idempotency_key_required", "Idempotency key missing")


def test_what_does_not_fit_is_said_with_english_names() -> None:
    bulb = Piece(key=1, slug="b", title="Lâmpada", quantity=1, base="gu10", title_en="Bulb")
    fixture = Piece(key=2, slug="f", title="Pendente", quantity=1, base="e27", sockets=1)
    with languages.speaking(ENGLISH):
        (problem,) = fit.check([bulb, fixture], voltage="")
    assert problem.message == "Bulb has base GU10 and does not fit Pendente, which takes E27."
