"""The last step: one order, at the total the buyer saw, or nothing and the reason."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from cart import basket, coupons, pricing
from catalog import stock
from catalog.models import Product
from orders import access, drafts
from orders.models import CheckoutDraft, IdempotencyKey, Order, OrderEvent
from tests import buying
from tests.pages_buy.shopper import PAYMENT, Shopper, hidden_fields

pytestmark = pytest.mark.django_db


def sell_to_somebody_else(product: Product, quantity: int) -> None:
    stock.take(quantities={product.pk: quantity}, cause=stock.Cause.SALE, reference="", at=timezone.now())


# --- One order -----------------------------------------------------------------------------------
def test_the_order_opens_by_its_own_link(guest: Shopper) -> None:
    answer = guest.pays()
    order = Order.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, access.path_of(order))
    assert (order.status, order.payment_method, order.total) == ("pending", "pix", Decimal("190.00"))
    assert order.terms_version
    assert order.privacy_version


def test_a_double_click_makes_one_order(guest: Shopper) -> None:
    fields = guest.at_payment() | {"forma": "pix"}
    answers = [guest.client.post(PAYMENT, fields) for _ in range(3)]
    assert {answer["Location"] for answer in answers} == {access.path_of(Order.objects.get())}
    assert Order.objects.count() == 1
    assert IdempotencyKey.objects.count() == 1


def test_a_click_that_met_an_open_cart_and_no_draft_any_more_leads_to_the_order(
    guest: Shopper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of two clicks makes its order between the two looks of the second: at the cart, and at the draft."""
    fields = guest.at_payment() | {"forma": "pix"}
    look, first = drafts.of, list[Any]()

    def draft_of(**whose: Any) -> drafts.Draft:
        monkeypatch.setattr(drafts, "of", look)
        first.append(guest.client.post(PAYMENT, fields))
        return look(**whose)

    monkeypatch.setattr(drafts, "of", draft_of)
    second = guest.client.post(PAYMENT, fields)
    assert [answer["Location"] for answer in (*first, second)] == [access.path_of(Order.objects.get())] * 2


def test_a_person_pressing_twice_gets_the_first_order_even_with_a_new_cart(ana: User, lamp: Product) -> None:
    shopper = Shopper.as_person(ana, {lamp: 2})
    fields = shopper.at_payment() | {"forma": "pix"}
    first = shopper.client.post(PAYMENT, fields)
    cart, _ = basket.open_for(user=ana, token=None, at=timezone.now())
    basket.add(cart=cart, product_id=lamp.pk, quantity=1, at=timezone.now())
    again = shopper.client.post(PAYMENT, fields)
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    assert Order.objects.count() == 1


def test_another_choice_after_the_order_leads_to_the_order(guest: Shopper) -> None:
    fields = guest.at_payment()
    first = guest.client.post(PAYMENT, fields | {"forma": "pix"})
    again = guest.client.post(PAYMENT, fields | {"forma": "pickup"})
    assert again["Location"] == first["Location"]
    assert Order.objects.get().payment_method == "pix"


def test_the_order_of_a_person_is_theirs(ana: User, lamp: Product) -> None:
    assert Shopper.as_person(ana, {lamp: 1}).orders().user == ana


def test_a_message_to_the_shop_goes_with_the_order(guest: Shopper) -> None:
    guest.pays(recado="Portaria fecha às 18h")
    assert Order.objects.get().note == "Portaria fecha às 18h"


# --- Ways to pay ---------------------------------------------------------------------------------
def test_paying_at_the_counter_is_for_who_comes_to_it(guest: Shopper) -> None:
    fields = guest.at_payment("economico")
    assert "total_pickup" not in fields
    answer = guest.client.post(PAYMENT, fields | {"forma": "pickup", "total_pickup": "216.70"})
    assert answer.status_code == 422
    assert "Escolha uma forma da lista." in answer.content.decode()
    assert Order.objects.count() == 0


def test_the_counter_asks_the_full_price(guest: Shopper) -> None:
    guest.pays("pickup")
    assert (Order.objects.get().total, Order.objects.get().payment_method) == (Decimal("200.00"), "pickup")


def test_the_demo_card_is_there_only_while_trying_out(guest: Shopper, settings) -> None:
    assert "total_card" not in guest.at_payment()
    settings.DEBUG = True
    page = guest.client.get(PAYMENT).content.decode()
    assert hidden_fields(page)["total_card"] == "200.00"
    assert '<option value="8">8x de R$\xa025,00 sem juros</option>' in page
    answer = guest.client.post(PAYMENT, hidden_fields(page) | {"forma": "card", "parcelas": "8"})
    assert answer.status_code == 303
    assert (Order.objects.get().installments, Order.objects.get().total) == (8, Decimal("200.00"))


def test_a_shop_without_any_way_to_pay_from_afar_says_so(guest: Shopper, settings: Any) -> None:
    settings.PIX_KEY = ""
    guest.says_who()
    guest.says_where()
    page = guest.client.get(PAYMENT).content.decode()
    assert "No momento não há forma de pagamento para esta entrega." in page
    assert "pay__button" not in page
    assert guest.client.post(PAYMENT, {"forma": "pix", "total_pix": "206.70"}).status_code == 422
    assert Order.objects.count() == 0


def test_what_costs_nothing_is_paid_at_once(guest: Shopper) -> None:
    buying.coupon("TUDO", percentage=Decimal(100))
    basket.apply_coupon(
        cart=guest.cart, coupon=coupons.find("TUDO"), eligible_total=Decimal("200.00"), at=timezone.now()
    )
    order = guest.orders()
    assert (order.total, order.status) == (Decimal("0.00"), "paid")
    page = guest.client.get(access.path_of(order)).content.decode()
    assert "<h1>Pagamento confirmado</h1>" in page
    assert "pix-code" not in page


# --- What changed meanwhile ----------------------------------------------------------------------
def test_a_new_total_is_shown_and_asked_again(guest: Shopper, lamp: Product) -> None:
    fields = guest.at_payment("economico") | {"forma": "pix", "recado": "Portaria"}
    Product.objects.filter(pk=lamp.pk).update(price=Decimal("110.00"))
    answer = guest.client.post(PAYMENT, fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<title>Erro: " in page
    assert "O total mudou de R$\xa0206,70 para R$\xa0225,70." in page
    assert "Pendente Cúpula mudou de R$\xa0100,00 para R$\xa0110,00." in page
    assert 'value="Portaria"' in page
    assert 'value="pix" id="id_forma_pix" checked' in page
    assert Order.objects.count() == 0
    assert hidden_fields(page)["total_pix"] == "225.70"
    assert guest.client.post(PAYMENT, hidden_fields(page) | {"forma": "pix"}).status_code == 303
    assert Order.objects.get().total == Decimal("225.70")


def test_goods_sold_meanwhile_are_named_with_what_is_left(guest: Shopper, lamp: Product) -> None:
    fields = guest.at_payment() | {"forma": "pix"}
    sell_to_somebody_else(lamp, 19)
    answer = guest.client.post(PAYMENT, fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Sem estoque suficiente: Pendente Cúpula." in page
    assert "Só 1 em estoque" in page
    assert (Order.objects.count(), OrderEvent.objects.count()) == (0, 0)
    assert buying.stock_of(lamp) == 1
    assert CheckoutDraft.objects.get().buyer["name"] == "Ana Souza"


def test_a_coupon_that_ended_meanwhile_is_said(guest: Shopper) -> None:
    coupon = buying.coupon("LUZ10")
    basket.apply_coupon(
        cart=guest.cart, coupon=coupons.find("LUZ10"), eligible_total=Decimal("200.00"), at=timezone.now()
    )
    fields = guest.at_payment() | {"forma": "pix"}
    assert fields["total_pix"] == "170.00"  # 190,00 less 10 % of 200,00
    coupon.ends_at = timezone.now() - timedelta(seconds=1)
    coupon.save()
    answer = guest.client.post(PAYMENT, fields)
    assert answer.status_code == 409
    assert "Este cupom já venceu." in answer.content.decode()
    assert Order.objects.count() == 0


def test_a_coupon_goes_with_the_order(guest: Shopper) -> None:
    buying.coupon("LUZ10")
    basket.apply_coupon(
        cart=guest.cart, coupon=coupons.find("LUZ10"), eligible_total=Decimal("200.00"), at=timezone.now()
    )
    order = guest.orders(delivery="economico")
    assert (order.coupon_code, order.discount_total, order.total) == ("LUZ10", Decimal("20.00"), Decimal("186.70"))


def test_a_way_of_delivery_that_ended_meanwhile_is_chosen_again(guest: Shopper) -> None:
    from cart.models import FreightRate

    fields = guest.at_payment("economico") | {"forma": "pix"}
    FreightRate.objects.filter(method="economico").delete()
    answer = guest.client.post(PAYMENT, fields)
    assert (answer.status_code, answer["Location"]) == (303, "/finalizar/entrega/")
    assert Order.objects.count() == 0


def test_emptied_in_another_tab_the_cart_says_so(guest: Shopper) -> None:
    fields = guest.at_payment() | {"forma": "pix"}
    basket.empty(cart=guest.cart, at=timezone.now())
    assert guest.client.post(PAYMENT, fields)["Location"] == "/carrinho/"


# --- What has to be settled first ----------------------------------------------------------------
@pytest.fixture
def two(guest: Shopper) -> Product:
    """One more lamp in the cart, at R$ 50,00."""
    other = buying.goods(price="50.00", title="Plafon Lua", at=timezone.now())
    basket.add(cart=guest.cart, product_id=other.pk, quantity=1, at=timezone.now())
    return other


def buttons(page: str) -> list[tuple[str, str]]:
    return re.findall(r'name="acerto" value="([^"]+)">([^<]+)</button>', page)


def test_a_sold_out_line_is_taken_out_in_the_checkout(guest: Shopper, lamp: Product, two: Product) -> None:
    fields = guest.at_payment() | {"forma": "pickup", "recado": "Portaria"}
    sell_to_somebody_else(two, 20)
    page = guest.client.post(PAYMENT, fields).content.decode()
    line = guest.cart.lines.get(product=two)
    assert "pay__button" not in page
    assert f'<a href="/carrinho/#item-{line.pk}">Plafon Lua</a><br>Esgotou.' in page
    assert buttons(page) == [(f"tirar-{line.pk}", "Tirar Plafon Lua e continuar")]
    answer = guest.client.post(PAYMENT, hidden_fields(page) | {"acerto": f"tirar-{line.pk}"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert hidden_fields(page)["total_pickup"] == "200.00"
    assert 'value="pickup" id="id_forma_pickup" checked' in page
    assert 'value="Portaria"' in page
    assert Order.objects.count() == 0
    assert guest.client.post(PAYMENT, hidden_fields(page) | {"forma": "pickup"}).status_code == 303
    assert Order.objects.get().total == Decimal("200.00")


def test_what_is_left_can_be_kept(guest: Shopper, lamp: Product, two: Product) -> None:
    guest.at_payment()
    sell_to_somebody_else(lamp, 19)
    page = guest.client.get(PAYMENT).content.decode()
    line = guest.cart.lines.get(product=lamp)
    assert "Você pediu 2; só resta 1." in page
    assert buttons(page) == [
        (f"ficar-{line.pk}", "Ficar com 1 e continuar"), (f"tirar-{line.pk}", "Tirar Pendente Cúpula e continuar"),
    ]  # fmt: skip
    page = guest.client.post(PAYMENT, {"acerto": f"ficar-{line.pk}"}).content.decode()
    assert hidden_fields(page)["total_pickup"] == "150.00"


def test_without_its_last_line_the_cart_is_empty(guest: Shopper, lamp: Product) -> None:
    guest.at_payment()
    sell_to_somebody_else(lamp, 20)
    line = guest.cart.lines.get()
    assert guest.client.post(PAYMENT, {"acerto": f"tirar-{line.pk}"})["Location"] == "/carrinho/"


def test_a_coupon_that_ended_is_taken_off_in_the_checkout(guest: Shopper) -> None:
    coupon = buying.coupon("LUZ10")
    basket.apply_coupon(
        cart=guest.cart, coupon=coupons.find("LUZ10"), eligible_total=Decimal("200.00"), at=timezone.now()
    )
    guest.at_payment()
    coupon.ends_at = timezone.now() - timedelta(seconds=1)
    coupon.save()
    page = guest.client.get(PAYMENT).content.decode()
    assert "pay__button" not in page
    assert buttons(page) == [("cupom", "Tirar o cupom e continuar")]
    page = guest.client.post(PAYMENT, {"acerto": "cupom"}).content.decode()
    assert hidden_fields(page)["total_pix"] == "190.00"
    assert "pay__button" in page


def test_a_coupon_this_mailbox_has_used_is_taken_off_in_the_checkout(guest: Shopper) -> None:
    """Known only when the order is sent, for a stranger is not told who used a code."""
    coupon = buying.coupon("LUZ10", per_customer_limit=1)
    coupons.redeem(
        coupon=coupon, customer=coupons.Customer(email="ana@example.com"), order_number="IC1", at=timezone.now()
    )
    basket.apply_coupon(
        cart=guest.cart, coupon=coupons.find("LUZ10"), eligible_total=Decimal("200.00"), at=timezone.now()
    )
    fields = guest.at_payment() | {"forma": "pickup", "recado": "Portaria"}
    refused = guest.client.post(PAYMENT, fields)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Você já usou este cupom." in page
    assert buttons(page) == [("cupom", "Tirar o cupom e continuar")]
    assert "pay__button" not in page
    page = guest.client.post(PAYMENT, hidden_fields(page) | {"acerto": "cupom"}).content.decode()
    assert 'value="Portaria"' in page
    assert guest.client.post(PAYMENT, hidden_fields(page) | {"forma": "pickup"}).status_code == 303
    assert Order.objects.get().coupon_code == ""


@pytest.mark.parametrize("wish", ["tirar-0", "tirar-x", "ficar-", "", "cupom-1", "tirar-\x00"])
def test_a_button_that_is_none_settles_nothing(guest: Shopper, lamp: Product, wish: str) -> None:
    guest.at_payment()
    sell_to_somebody_else(lamp, 19)
    assert guest.client.post(PAYMENT, {"acerto": wish}).status_code == 200
    assert guest.cart.lines.get().quantity == 2


def test_only_what_is_in_the_way_is_taken_out_here(guest: Shopper) -> None:
    guest.at_payment()
    line = guest.cart.lines.get()
    assert guest.client.post(PAYMENT, {"acerto": f"tirar-{line.pk}"}).status_code == 200
    assert guest.cart.lines.get().quantity == 2


# --- What the page promises ----------------------------------------------------------------------
def test_the_page_names_items_date_address_law_and_total(guest: Shopper) -> None:
    guest.at_payment("economico")
    page = guest.client.get(PAYMENT).content.decode()
    option = pricing.quote(
        cart=guest.cart, at=timezone.now(), postal_code="01310100", freight_method="economico"
    ).freight
    assert option is not None
    assert "2 × Pendente Cúpula" in page
    assert re.search(rf"Chega até \S+-feira, {option.promised_on.day} de", page)
    assert 'href="/termos/"' in page
    assert 'href="/privacidade/"' in page
    assert "7 dias corridos" in page
    assert "12.ABC.345/01DE-35" in page


def test_the_review_says_who_how_and_how_much_and_changes_each(guest: Shopper) -> None:
    buying.coupon("LUZ10")
    basket.apply_coupon(
        cart=guest.cart, coupon=coupons.find("LUZ10"), eligible_total=Decimal("200.00"), at=timezone.now()
    )
    guest.at_payment("economico")
    page = guest.client.get(PAYMENT).content.decode()
    review = page[page.index('class="check-over"') : page.index("Ao finalizar")]
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>(.*?)</dd>", review))
    assert list(facts) == ["Comprador", "Produtos", "Cupom", "Entrega Econômico", "Pagamento", "Total"]
    assert facts["Comprador"].startswith("Ana Souza<br>ana@example.com ")
    assert facts["Cupom"] == "LUZ10, −R$\xa020,00"
    assert '<span class="pay__text pay__text--pix">Pix</span>' in facts["Pagamento"]
    assert '<strong class="pay__text pay__text--pix">R$\xa0186,70</strong>' in facts["Total"]
    assert re.findall(r'<a href="([^"]+)">Alterar', review) == [
        "/finalizar/dados/", "/carrinho/", "/finalizar/entrega/", "#id_forma",
    ]  # fmt: skip


@pytest.mark.parametrize("total", ["", "1", "206,70", "NaN", "1e5", "-206.70", "٢٠٦.٧٠", "9" * 40 + ".00"])
def test_a_total_that_is_none_is_asked_again(guest: Shopper, total: str) -> None:
    answer = guest.pays(delivery="economico", total_pix=total)
    assert answer.status_code == 422
    assert "Confira o total abaixo e confirme de novo." in answer.content.decode()
    assert Order.objects.count() == 0


def test_a_lower_total_sent_by_hand_buys_nothing(guest: Shopper) -> None:
    assert guest.pays(delivery="economico", total_pix="0.01").status_code == 409
    assert Order.objects.count() == 0
