"""After placing an order, in English: its page in every state, giving it up, paying again, finding it."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from catalog.models import Product
from iluminacasa import languages
from iluminacasa.languages import ENGLISH
from orders import access, lifecycle, payments
from orders.models import Order
from orders.payments import card
from tests import buying, make
from tests.orders.payments.fake_stripe import KEY, FakeStripe

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings: Any) -> None:
    settings.PIX_KEY, settings.PIX_MERCHANT_NAME = "123e4567-e12b-12d1-a456-426655440000", "Ilumina Casa"


@pytest.fixture
def lamp(db: None) -> Product:
    return buying.goods(title="Pendente Cúpula", at=timezone.now())


@pytest.fixture
def order(lamp: Product) -> Order:
    """Two lamps by Pix, to be picked up: R$ 190.00."""
    return placed(lamp)


def placed(lamp: Product, *, method: str = "pix", at: datetime | None = None, **more: Any) -> Order:
    at = at or timezone.now()
    return buying.place(buying.cart_with({lamp: 2}, at=at), method=method, at=at, **more)


def address(order: Order, below: str = "", language: str = ENGLISH) -> str:
    return languages.address(access.path_of(order), language) + below


def words(html: str) -> str:
    """What is read in the main part, in one line."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(strip_tags(re.sub(r"<br>|</(?:p|h\d|li|dt|dd|div|a|button|strong)>", r"\g<0> ", main)).split())


def read(client: Client, order: Order, below: str = "") -> str:
    answer = client.get(address(order, below))
    html = answer.content.decode()
    assert (answer.status_code, '<html lang="en"' in html) == (200, True)
    return words(html)


def pay(order: Order, at: datetime) -> None:
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=at)


def deliver(order: Order, at: datetime) -> None:
    pay(order, at)
    lifecycle.ready(order=order, at=at, by=None)
    lifecycle.deliver(order=order, at=at)
    order.refresh_from_db()


def test_an_order_is_paid_by_pix_in_english(order: Order, client: Client) -> None:
    page = read(client, order)
    assert order.expires_at is not None
    until = timezone.localtime(order.expires_at)
    for said in (
        f"Order {order.number} , placed on",
        "Waiting for your payment We keep your products for you until the payment deadline.",
        "Pay R$ 190.00 by Pix",
        f"until {until:%H:%M} on {until.day} {until:%b}",
        "The recipient is ILUMINA CASA. The confirmation comes by email",
        "Progress Order received",
        "Pickup (not yet)",
        "Summary to print",
        "Cancel order",
    ):
        assert said in page
    assert 'aria-label="QR code of the Pix of R$\xa0190.00"' in client.get(address(order)).content.decode()


def test_every_state_has_its_english_words(order: Order, client: Client) -> None:
    now = timezone.now()
    found = {}
    for status in Order.Status:
        Order.objects.filter(pk=order.pk).update(status=status, paid_at=now, expires_at=now + HOUR)
        page = client.get(address(order)).content.decode()
        found[str(status)] = re.findall(r"<h1>(.*?)</h1>", page)
    assert found == {
        "pending": ["Waiting for your payment"],
        "paid": ["Payment confirmed"],
        "picking": ["Being packed"],
        "shipped": ["On its way"],
        "ready_for_pickup": ["Ready for pickup"],
        "delivered": ["Delivered"],
        "withdrawal_requested": ["Withdrawal received"],
        "returned": ["Returned"],
        "canceled": ["Cancelled"],
        "paid_without_stock": ["Paid, product missing"],
    }


def test_what_staff_wrote_is_marked_as_portuguese(order: Order, client: Client) -> None:
    staff = make.user("equipe@example.com", is_staff=True)
    payments.cancel(order=order, at=timezone.now(), by=staff, reason="Endereço não existe")
    page = client.get(address(order)).content.decode()
    assert '<span>Reason: <span lang="pt-BR">Endereço não existe</span></span>' in page
    assert "<span>Motivo: Endereço não existe</span>" in client.get(access.path_of(order)).content.decode()


def test_an_order_is_cancelled_in_english_and_told_in_portuguese_too(order: Order, client: Client) -> None:
    assert "The order of R$ 190.00 will no longer stand, and the products go back to the shop." in read(
        client, order, "cancelar/"
    )
    answer = client.post(address(order, "cancelar/"), {"motivo": "Changed my mind"})
    assert answer["Location"] == address(order)
    page = read(client, order)
    assert "Order cancelled. If you have already paid, you get everything back." in page
    assert "Reason: Changed my mind" in page
    assert "O prazo" not in page
    assert "Pedido cancelado" in client.get(access.path_of(order)).content.decode()
    late = client.post(address(order, "cancelar/"), {"motivo": ""}, follow=True).content.decode()
    assert "The order has moved on, and this is no longer possible." in words(late)


def test_money_that_came_late_is_told_in_the_language_of_the_page(order: Order, client: Client) -> None:
    now = timezone.now()
    Order.objects.filter(pk=order.pk).update(expires_at=now - HOUR)
    assert lifecycle.expire(order=order, at=now)
    assert "Nothing was charged, and your products have gone back to the shop." in read(client, order)
    pay(order, now)
    page = read(client, order)
    assert "The payment came after its deadline." in page
    assert "Receipt to print" in page
    assert "Pagamento recebido depois do prazo." in client.get(access.path_of(order)).content.decode()


def test_a_purchase_is_withdrawn_from_in_english(order: Order, client: Client) -> None:
    deliver(order, timezone.now())
    assert "You can withdraw within 7 calendar days of receiving the goods" in read(client, order, "desistir/")
    client.post(address(order, "desistir/"), {"motivo": ""})
    page = read(client, order)
    assert "Confirmation of withdrawal Received on" in page
    assert "You get back everything you paid, shipping included: R$ 190.00." in page
    assert "Withdrawal received on" in read(client, order, "recibo/")


def test_the_time_to_withdraw_ends_in_english(order: Order, client: Client) -> None:
    deliver(order, timezone.now() - timedelta(days=9))
    answer = client.post(address(order, "desistir/"), {"motivo": ""}, follow=True).content.decode()
    assert "The 7 calendar days for withdrawing from the purchase are over." in words(answer)


def test_a_refused_card_may_be_tried_again(lamp: Product, client: Client, settings: Any) -> None:
    settings.DEBUG = True  # cards of the demo
    order = placed(lamp, method="card")
    payments.decline(payment=order.payments.get(), at=timezone.now())
    page = read(client, order)
    assert "The payment was not approved Nothing was charged. Try again or choose another way by" in page
    assert "Try again by card" in page
    assert "Pay R$ 200.00 by Pix, without the discount" in page
    refused = client.post(address(order, "pagar/"), {"forma": "boleto"}, follow=True).content.decode()
    assert "This way of paying is not available. Please choose another." in words(refused)


def test_the_receipt_is_in_english(order: Order, client: Client) -> None:
    pay(order, datetime(2026, 11, 23, 22, 45, tzinfo=UTC))
    page = read(client, order, "recibo/")
    for said in ("Order receipt", "Buyer Ana Souza", "Pickup at the shop", "Paid on 23 Nov 2026, 19:45", "Back to the"):
        assert said in page
    assert f"/en/pedido/{order.number}/" in page  # the contract, at its address in English


def test_an_order_is_found_by_number_and_email(order: Order, client: Client) -> None:
    wrong = client.post("/en/rastrear/", {"numero": order.number, "email": "bia@example.com"})
    assert "We could not find an order with this number and this email. Please check both." in wrong.content.decode()
    right = client.post("/en/rastrear/", {"numero": order.number, "email": order.email})
    assert right["Location"] == address(order)
    missing = client.get(f"/en/pedido/{order.number}/{'A' * 32}/")
    assert (missing.status_code, words(missing.content.decode())[:29]) == (404, "We could not find this order ")


def test_the_orders_of_an_account_are_listed_in_english(order: Order, client: Client) -> None:
    ana: User = make.user("ana@example.com", email_verified_at=timezone.now())
    Order.objects.filter(pk=order.pk).update(user=ana)
    client.force_login(ana)
    page = words(client.get("/en/conta/pedidos/").content.decode())
    assert f"{order.number} Waiting for your payment" in page
    assert "R$ 190.00 2 × Pendente Cúpula View order" in page
    assert "Buy again: order" in page


def test_the_api_answers_in_the_language_asked_for(order: Order, client: Client) -> None:
    token = {"X-Order-Token": access.token_of(order)}
    facts = {}
    for language in ("pt-BR", "en"):
        answer = client.get(f"/api/v1/orders/{order.number}/", headers=token | {"Accept-Language": language})
        facts[language] = answer.json()
    assert (facts["pt-BR"].pop("status_text"), facts["en"].pop("status_text")) == (
        "aguardando pagamento",
        "awaiting payment",
    )
    assert facts["pt-BR"] == facts["en"]
    refused = client.post(
        f"/api/v1/orders/{order.number}/withdraw/", {}, "application/json", headers=token | {"Accept-Language": "en"}
    )
    assert refused.status_code == 409
    told = refused.json()
    assert (told["title"], told["code"]) == ("No longer possible", "illegal_transition")
    assert told["detail"] == "The order has moved on, and this is no longer possible."


def test_the_card_page_says_the_instalments_in_the_language_spoken() -> None:
    order = Order(total=Decimal("200.00"), installments=3)
    assert card.parcels(order) == "Você escolheu 3x de R$\xa066,67 sem juros, no total de R$\xa0200,00."
    with languages.speaking(ENGLISH):
        assert card.parcels(order) == "You chose 3 interest-free instalments of R$\xa066.67, R$\xa0200.00 in total."


def test_the_card_page_speaks_the_language_of_the_order_whoever_asks_for_it(
    lamp: Product, client: Client, settings: Any
) -> None:
    stripe = FakeStripe(mood="lost").start()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_URL = KEY, stripe.url
    try:
        order = placed(lamp, method="card", language=ENGLISH)
        stripe.mood = "well"
        with languages.speaking(languages.PORTUGUESE):  # a job, or the desk
            payments.try_to_start(order=order, at=timezone.now())
        assert "Pay R$ 200.00 by card" in read(client, order)
    finally:
        stripe.stop()
    (sent,) = [thing["sent"] for thing in stripe.things.values()]
    assert sent["locale"] == "en"
    assert sent["line_items"]["0"]["price_data"]["product_data"]["name"] == f"Order {order.number}"
    assert sent["custom_text"]["submit"]["message"] == "One payment of R$\xa0200.00."
    assert sent["success_url"] == f"{settings.SITE_URL}{address(order)}?cartao=retorno"
