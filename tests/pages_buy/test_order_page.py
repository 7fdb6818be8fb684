"""The page of an order: a key of its own, a Pix code that is right, and every way out."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cart.models import CartLine
from catalog.models import Product
from orders import access, lifecycle, payments
from orders.models import CheckoutDraft, Order, OrderEvent, Payment
from orders.payments import brcode, pix, qr
from tests import buying, make
from tests.pages_buy.shopper import Shopper

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(guest: Shopper) -> Order:
    """Two lamps, Pix, to be picked up: R$ 190,00."""
    return guest.orders()


def page_of(client: Client, order: Order, below: str = "") -> str:
    answer = client.get(access.path_of(order) + below)
    assert answer.status_code == 200
    return answer.content.decode()


def pay(order: Order) -> None:
    payment = order.payments.get()
    payments.confirm(payment=payment, paid_amount=payment.amount, at=timezone.now())


def deliver(order: Order, *, days_ago: int = 0) -> None:
    pay(order)
    lifecycle.ready(order=order, at=timezone.now(), by=None)
    lifecycle.deliver(order=order, at=timezone.now() - timedelta(days=days_ago))


# --- The key -------------------------------------------------------------------------------------
def test_the_link_opens_the_page_for_anybody_who_has_it(order: Order, client: Client) -> None:
    answer = client.get(access.path_of(order))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"  # other sites are told nothing of the address


@pytest.mark.parametrize("below", ["", "situacao/", "recibo/", "textos/", "cancelar/", "desistir/", "sem-convites/"])
def test_a_wrong_key_and_a_wrong_number_are_the_same_answer(order: Order, client: Client, below: str) -> None:
    token = access.token_of(order)
    wrong = [f"/pedido/{order.number}/{'A' * 32}/{below}", f"/pedido/IC0000000000000/{token}/{below}"]
    answers = [client.get(address) for address in wrong]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Ana Souza" not in "".join(answer.content.decode() for answer in answers)


@pytest.mark.parametrize("below", ["pagar/", "cancelar/", "desistir/", "de-novo/", "conta/", "demonstracao/"])
def test_nothing_changes_without_the_key(order: Order, client: Client, below: str) -> None:
    answer = client.post(f"/pedido/{order.number}/{'A' * 32}/{below}", {"senha": "luz-quente-na-sala-42"})
    assert answer.status_code == 404
    order.refresh_from_db()
    assert order.status == "pending"
    assert (User.objects.count(), mail.outbox) == (0, [])


def test_the_key_of_one_order_opens_no_other(guest: Shopper, order: Order, lamp: Product, client: Client) -> None:
    other = Shopper.as_guest({lamp: 1}).orders()
    assert client.get(f"/pedido/{other.number}/{access.token_of(order)}/").status_code == 404


def test_the_key_stands_in_no_log(order: Order, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get(access.path_of(order))
    client.get(f"{access.path_of(order)}recibo/")
    logged = [str(vars(record)) for record in caplog.records if record.name == "iluminacasa.access"]
    assert len(logged) >= 2
    assert order.number in logged[-1]
    assert access.token_of(order) not in " ".join(logged)


def test_a_dead_link_shows_the_other_way_in_and_searches_for_no_key(order: Order, client: Client) -> None:
    address = f"/pedido/{order.number}/{'A' * 32}/"
    for answer in (client.get(address), client.post(f"{address}pagar/")):
        page = answer.content.decode()
        assert answer.status_code == 404
        assert "<h1>Não encontramos este pedido</h1>" in page
        assert 'href="/rastrear/">Rastrear pedido</a>' in page
        assert 'id="q-problem"' not in page
        assert "na busca" not in page
        assert answer["X-Robots-Tag"] == "noindex, nofollow"


# --- Pix -----------------------------------------------------------------------------------------
def test_the_code_says_the_shop_the_amount_and_this_payment(order: Order, client: Client) -> None:
    page = page_of(client, order)
    text = re.search(r'<textarea[^>]*id="pix-code"[^>]*readonly[^>]*>([^<]+)</textarea>', page)
    assert text is not None
    code = brcode.parse(text[1])
    assert (code.key, code.merchant_name, code.amount, code.txid) == (
        "123e4567-e12b-12d1-a456-426655440000", "ILUMINA CASA", Decimal("190.00"), pix.txid_of(order.payments.get()),
    )  # fmt: skip
    assert "Pague R$\xa0190,00 com Pix" in page
    assert qr.draw(text[1]).path in page


def test_the_drawing_has_a_white_border_and_every_dark_module() -> None:
    import segno

    drawing = qr.draw("123456789")
    matrix = [list(row) for row in segno.make_qr("123456789", error="m").matrix]
    drawn = [[0] * len(matrix) for _ in matrix]
    for x, y, width, start in re.findall(r"M(\d+) (\d+)h(\d+)v1H(\d+)z", drawing.path):
        assert x == start
        for step in range(int(width)):
            drawn[int(y) - qr.QUIET][int(x) - qr.QUIET + step] = 1
    assert drawn == matrix
    assert qr.QUIET == 4  # ISO 18004
    assert drawing.size == len(matrix) + 2 * qr.QUIET


def test_the_deadline_is_a_moment_of_the_shops_clock(order: Order, client: Client) -> None:
    assert order.expires_at is not None
    local = order.expires_at.astimezone(buying.SHOP_ZONE)
    shown = f'data-until="{int(order.expires_at.timestamp())}">{local:%H:%M}</time> de {local:%d/%m}'
    assert shown in page_of(client, order)


def test_without_scripts_a_link_looks_again(order: Order, client: Client) -> None:
    page = page_of(client, order)
    assert f'<a class="button" href="{access.path_of(order)}">Já paguei, atualizar</a>' in page
    assert "http-equiv" not in page


def test_the_waiting_page_asks_for_little(order: Order, client: Client) -> None:
    address = f"{access.path_of(order)}situacao/"
    assert client.get(address).json() == {"status": "pending", "payment": "pending", "payable": True}
    assert 'data-known="pending pending"' in page_of(client, order)
    pay(order)
    answer = client.get(address)
    assert answer.json() == {"status": "paid", "payment": "confirmed", "payable": False}
    assert answer["Cache-Control"] == "private, no-store"


def test_paid_the_page_thanks_and_shows_no_code(order: Order, client: Client) -> None:
    pay(order)
    page = page_of(client, order)
    assert "<h1>Pagamento confirmado</h1>" in page
    assert "pix-code" not in page
    assert "data-pay" not in page


def test_with_another_amount_the_page_says_that_it_is_looked_at_and_asks_for_nothing(
    guest: Shopper, order: Order
) -> None:
    payments.confirm(payment=order.payments.get(), paid_amount=Decimal("0.01"), at=timezone.now(), external_id="E1")
    for past in (False, True):
        if past:
            Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        page = page_of(guest.client, order)
        assert "<h1>Estamos conferindo o pagamento</h1>" in page
        assert "Não pague de novo" in page
        assert not any(gone in page for gone in ("pix-code", "data-pay", "Refazer o pedido"))
    guest.client.post(f"{access.path_of(order)}pagar/", {"forma": "pix"})
    assert Payment.objects.count() == 1


def test_past_the_deadline_the_code_is_gone_and_the_cart_comes_back_with_a_button(guest: Shopper, order: Order) -> None:
    Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for expire in (False, True):
        if expire:
            lifecycle.expire_due(at=timezone.now())
        page = page_of(guest.client, order)
        assert "<h1>O prazo de pagamento terminou</h1>" in page
        assert "pix-code" not in page
        assert "timeline__step--ahead" not in page
        assert "Refazer o pedido" in page
    answer = guest.client.post(f"{access.path_of(order)}de-novo/")
    assert answer["Location"] == "/carrinho/"
    assert list(CartLine.objects.filter(cart__ordered_at=None).values_list("quantity", flat=True)) == [2]


def test_a_provider_that_was_away_is_asked_again_on_the_next_visit(guest: Shopper, order: Order) -> None:
    Payment.objects.update(instructions={}, txid=None)
    assert "pix-code" in page_of(guest.client, order)


def test_after_a_refusal_one_tries_again(guest: Shopper, order: Order) -> None:
    payments.decline(payment=order.payments.get(), at=timezone.now())
    page = page_of(guest.client, order)
    assert "O pagamento não foi aprovado" in page
    assert 'name="forma" value="pix">Tentar de novo com Pix' in page
    assert guest.client.post(f"{access.path_of(order)}pagar/", {"forma": "pix"})["Location"] == access.path_of(order)
    assert list(order.payments.order_by("pk").values_list("status", flat=True)) == ["declined", "pending"]
    assert "pix-code" in page_of(guest.client, order)


def test_an_order_at_the_pix_price_is_paid_by_pix(guest: Shopper, order: Order) -> None:
    answer = guest.client.post(f"{access.path_of(order)}pagar/", {"forma": "pickup"}, follow=True)
    assert "Esta forma de pagamento não está disponível." in answer.content.decode()
    assert order.payments.get().method == "pix"


def test_a_card_order_paid_by_pix_says_so_and_that_it_costs_the_same(guest: Shopper, settings) -> None:
    settings.DEBUG = True
    order = guest.orders("card")
    page = page_of(guest.client, order)
    label = "Pagar R$\xa0200,00 com Pix, sem o desconto"
    assert f'name="forma" value="pix">{label}</button>' in page
    assert "<dt>Pagamento</dt><dd>Cartão</dd>" in page
    guest.client.post(f"{access.path_of(order)}pagar/", {"forma": "pix"})
    page = page_of(guest.client, order)
    assert "Pague R$\xa0200,00 com Pix" in page
    assert "<dt>Pagamento</dt><dd>Pix</dd>" in page
    assert "<dt>Pagamento</dt><dd>Pix<br>" in page_of(guest.client, order, "recibo/")
    assert 'name="forma" value="card">Pagar R$\xa0200,00 com cartão</button>' in page


def test_without_a_pix_discount_in_the_shop_none_is_missed(guest: Shopper, settings) -> None:
    settings.DEBUG, settings.PIX_DISCOUNT_PERCENT = True, 0
    order = guest.orders("card")
    assert 'value="pix">Pagar R$\xa0200,00 com Pix</button>' in page_of(guest.client, order)


def test_money_is_pretended_only_while_trying_out(guest: Shopper, order: Order, settings) -> None:
    address = f"{access.path_of(order)}demonstracao/"
    assert "fingir" not in page_of(guest.client, order)
    assert "Não encontramos" in guest.client.post(address, follow=True).content.decode()
    order.refresh_from_db()
    assert order.status == "pending"
    settings.DEBUG = True
    assert "fingir" in page_of(guest.client, order)
    guest.client.post(address)
    order.refresh_from_db()
    assert order.status == "paid"


# --- Giving up -----------------------------------------------------------------------------------
def test_an_order_is_cancelled_after_one_question(guest: Shopper, order: Order, lamp: Product) -> None:
    address = f"{access.path_of(order)}cancelar/"
    assert "Cancelar o pedido" in page_of(guest.client, order, "cancelar/")
    assert guest.client.post(address, {"motivo": "Comprei errado"})["Location"] == access.path_of(order)
    order.refresh_from_db()
    assert order.status == "canceled"
    assert buying.stock_of(lamp) == 20
    assert OrderEvent.objects.get(kind="cancel").message == "Comprei errado"
    assert "<span>Motivo: Comprei errado</span>" in page_of(guest.client, order)
    again = guest.client.post(address, {"motivo": ""}, follow=True)
    assert "A situação do pedido mudou" in again.content.decode()


def test_cancelled_after_payment_the_money_goes_back_whole(guest: Shopper, order: Order) -> None:
    pay(order)
    guest.client.post(f"{access.path_of(order)}cancelar/", {"motivo": ""})
    refund = order.payments.get().refunds.get()
    assert (refund.amount, refund.includes_freight) == (Decimal("190.00"), True)
    assert "R$\xa0190,00, solicitado" in page_of(guest.client, order)


def test_seven_days_to_change_ones_mind_with_a_receipt(guest: Shopper, order: Order) -> None:
    deliver(order, days_ago=7)
    assert "Desistir da compra" in page_of(guest.client, order)
    guest.client.post(f"{access.path_of(order)}desistir/", {"motivo": ""})
    order.refresh_from_db()
    event = OrderEvent.objects.get(kind="request_withdrawal")
    assert order.status == "withdrawal_requested"
    moment = event.at.astimezone(buying.SHOP_ZONE)
    for page in (page_of(guest.client, order), page_of(guest.client, order, "recibo/")):
        assert f"{order.number}-{event.pk}" in page
        assert f"{moment:%d/%m/%Y}" in page
        assert f"{moment:%H:%M}" in page


def test_on_the_ninth_day_it_is_too_late_and_said_so(guest: Shopper, order: Order) -> None:
    deliver(order, days_ago=8)
    assert "Desistir da compra" not in page_of(guest.client, order)
    assert guest.client.get(f"{access.path_of(order)}desistir/")["Location"] == access.path_of(order)
    answer = guest.client.post(f"{access.path_of(order)}desistir/", {"motivo": ""}, follow=True)
    assert "O prazo de 7 dias corridos" in answer.content.decode()
    order.refresh_from_db()
    assert order.status == "delivered"


def test_what_is_not_delivered_is_cancelled_not_returned(guest: Shopper, order: Order) -> None:
    page = page_of(guest.client, order)
    assert "Cancelar pedido" in page
    assert "Desistir da compra" not in page


# --- Afterwards ----------------------------------------------------------------------------------
def test_the_receipt_shows_the_same_sums(guest: Shopper, order: Order) -> None:
    page = page_of(guest.client, order, "recibo/")
    for said in (
        "R$\xa0200,00", "−R$\xa010,00", "R$\xa0190,00", "529.982.247-25", "12.ABC.345/01DE-35", order.number,
        order.terms_version, order.privacy_version,
    ):  # fmt: skip
        assert said in page


def test_each_line_of_the_receipt_reckons_itself(guest: Shopper, order: Order) -> None:
    page = page_of(guest.client, order, "recibo/")
    assert "2 × R$\xa0100,00<br>Descontos: −R$\xa010,00</span></th>" in page
    assert "<td>R$\xa0190,00</td>" in page


def test_the_words_agreed_to_stay_as_they_were(guest: Shopper, order: Order) -> None:
    from catalog.models import Page

    before = Page.objects.get(slug="termos").body
    Page.objects.filter(slug="termos").update(body="Outros termos")
    page = page_of(guest.client, order, "textos/")
    assert "Outros termos" not in page
    assert order.terms_version in page
    assert len(before) > 100


def test_the_paper_is_a_receipt_only_once_paid(guest: Shopper, order: Order) -> None:
    assert "<h1>Resumo do pedido</h1>" in page_of(guest.client, order, "recibo/")
    assert "Resumo para imprimir" in page_of(guest.client, order)
    pay(order)
    assert "<h1>Recibo do pedido</h1>" in page_of(guest.client, order, "recibo/")
    assert "Recibo para imprimir" in page_of(guest.client, order)
    guest.client.post(f"{access.path_of(order)}cancelar/", {"motivo": ""})
    assert "<h1>Resumo do pedido</h1>" in page_of(guest.client, order, "recibo/")


def test_a_cancelled_order_has_one_button_to_order_again(guest: Shopper, order: Order) -> None:
    assert "Comprar de novo" in page_of(guest.client, order)
    guest.client.post(f"{access.path_of(order)}cancelar/", {"motivo": ""})
    page = page_of(guest.client, order)
    assert page.count(f'action="{access.path_of(order)}de-novo/"') == 1
    assert "Refazer o pedido" in page


@pytest.mark.parametrize("delivery", ["economico", "retirada"])
def test_ordering_again_types_nothing_anew(guest: Shopper, delivery: str, client: Client) -> None:
    order = guest.orders(delivery=delivery)
    client.post(f"{access.path_of(order)}cancelar/", {"motivo": ""})
    client.post(f"{access.path_of(order)}de-novo/")
    assert 'value="529.982.247-25"' in client.get("/finalizar/dados/").content.decode()
    assert client.get("/finalizar/pagamento/").status_code == 200
    kept = CheckoutDraft.objects.get().delivery
    assert kept["method"] == delivery
    assert kept["address"].get("street", "") == ("Avenida Paulista" if delivery == "economico" else "")
    assert kept["address"].get("number", "") == ("1000" if delivery == "economico" else "")


def test_what_was_typed_since_stays(guest: Shopper, order: Order, lamp: Product) -> None:
    other = Shopper.as_guest({lamp: 1})
    other.says_who(email="bia@example.com", nome="Bia Lima")
    other.client.post(f"{access.path_of(order)}de-novo/")
    page = other.client.get("/finalizar/dados/").content.decode()
    assert 'value="bia@example.com"' in page
    assert "Ana Souza" not in page


def test_another_person_gets_the_goods_only(guest: Shopper, order: Order) -> None:
    bia = make.user("bia@example.com", name="Bia Lima")
    client = Client()
    client.force_login(bia)
    client.post(f"{access.path_of(order)}de-novo/")
    page = client.get("/finalizar/dados/").content.decode()
    assert 'value="bia@example.com"' in page
    assert "529.982.247-25" not in page


def test_an_account_is_offered_once_and_with_an_order_that_stands(guest: Shopper, order: Order) -> None:
    address = f"{access.path_of(order)}conta/"
    assert "Guarde este pedido numa conta" in page_of(guest.client, order)
    guest.client.post(address, {"senha": "luz-quente-na-sala-42"})
    assert "Guarde este pedido numa conta" not in page_of(guest.client, order)
    assert guest.client.post(address, {"senha": "luz-quente-na-sala-42"})["Location"] == access.path_of(order)
    assert order.events.filter(kind="account_invited", is_public=False).count() == 1


def test_with_a_cancelled_order_no_account_is_offered(guest: Shopper, order: Order) -> None:
    guest.client.post(f"{access.path_of(order)}cancelar/", {"motivo": ""})
    assert "Guarde este pedido numa conta" not in page_of(guest.client, order)
    guest.client.post(f"{access.path_of(order)}conta/", {"senha": "luz-quente-na-sala-42"})
    assert User.objects.count() == 0


def test_ordering_again_names_what_is_missing(guest: Shopper, order: Order, lamp: Product) -> None:
    buying.stock.take(quantities={lamp.pk: 17}, cause=buying.stock.Cause.SALE, reference="", at=timezone.now())
    answer = guest.client.post(f"{access.path_of(order)}de-novo/", follow=True)
    page = answer.content.decode()
    assert "Pendente Cúpula: não tem estoque para tudo." in page
    assert "Colocamos os produtos deste pedido no carrinho" in page
    assert list(CartLine.objects.filter(cart__ordered_at=None).values_list("quantity", flat=True)) == [1]


def test_a_guest_becomes_a_customer_with_a_password(guest: Shopper, order: Order) -> None:
    address = f"{access.path_of(order)}conta/"
    weak = guest.client.post(address, {"senha": "123"})
    assert weak.status_code == 422
    assert '<a href="#id_senha">' in weak.content.decode()
    answer = guest.client.post(address, {"senha": "luz-quente-na-sala-42"}, follow=True)
    assert "Mandamos um link para ana@example.com." in answer.content.decode()
    made = User.objects.get()
    assert (made.email, made.name, made.check_password("luz-quente-na-sala-42")) == (
        "ana@example.com", "Ana Souza", True,
    )  # fmt: skip
    assert mail.outbox[-1].subject.startswith("Confirme seu e-mail")


def test_an_address_that_is_known_gets_the_same_answer(guest: Shopper, order: Order, ana: User) -> None:
    answer = guest.client.post(f"{access.path_of(order)}conta/", {"senha": "luz-quente-na-sala-42"}, follow=True)
    assert "Mandamos um link para ana@example.com." in answer.content.decode()
    assert User.objects.count() == 1
    assert not User.objects.get().check_password("luz-quente-na-sala-42")


def test_who_bought_with_an_account_is_not_asked_for_one(ana: User, lamp: Product) -> None:
    shopper = Shopper.as_person(ana, {lamp: 1})
    order = shopper.orders()
    page = page_of(shopper.client, order)
    assert "Guarde este pedido numa conta" not in page
    assert 'href="/conta/pedidos/"' in page


def test_the_way_of_a_parcel_is_told_with_dates_and_link(guest: Shopper) -> None:
    order = guest.orders(delivery="economico")
    pay(order)
    lifecycle.ship(
        order=order, carrier="Rápida", tracking_code="BR123", tracking_url="https://rapida.example/BR123",
        at=timezone.now(), by=None,
    )  # fmt: skip
    page = page_of(guest.client, order)
    steps = re.findall(r'<li class="timeline__step( timeline__step--ahead)?">\s*<strong>([^<]+)</strong>', page)
    assert steps == [
        ("", "Pedido recebido"), ("", "Pagamento confirmado"), ("", "Pedido enviado"),
        (" timeline__step--ahead", "Entrega"),
    ]  # fmt: skip
    assert "Rápida · BR123" in page
    assert 'href="https://rapida.example/BR123" target="_blank" rel="noopener noreferrer"' in page
