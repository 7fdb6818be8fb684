"""What buyers are written: one letter for each step, once, and again when the mail server was away."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from accounts.models import User
from catalog.models import Product
from iluminacasa import dates, jobs
from iluminacasa.brazil import SHOP_ZONE
from orders import access, letters, lifecycle, notices, payments
from orders.models import Order, OrderEvent
from orders.payments import brcode
from tests import buying, make
from tests.pages_buy.shopper import Shopper

pytestmark = pytest.mark.django_db
NOON = buying.NOON


@pytest.fixture
def order(lamp: Product) -> Order:
    """Two lamps by Pix, delivered to Avenida Paulista, placed at noon of 10 March 2026."""
    delivery = buying.checkout.Delivery(method="economico", address=buying.ADDRESS)
    return buying.place(buying.cart_with({lamp: 2}), delivery=delivery)


def told(at: datetime = NOON) -> list[str]:
    """Hands over what waits; the subjects that went out."""
    before = len(mail.outbox)
    notices.hand_over(at=at)
    return [letter.subject for letter in mail.outbox[before:]]


def last_letter() -> tuple[str, str]:
    """(text, HTML) of the newest one."""
    letter = mail.outbox[-1]
    return str(letter.body), str(letter.alternatives[0].content)


# --- Each step -----------------------------------------------------------------------------------
def test_the_first_letter_carries_the_code_the_sum_and_the_link(order: Order) -> None:
    assert told() == [f"Recebemos seu pedido: falta pagar o Pix · {order.number} · Ilumina Casa"]
    text, html = last_letter()
    code = re.search(r"^000201\S.*6304[0-9A-F]{4}$", text, re.MULTILINE)
    assert code is not None
    assert brcode.parse(code[0]).amount == Decimal("206.70")
    assert code[0] in html
    for said in (
        "Falta pagar R$\xa0206,70 com Pix até 13:00 de 10/03/2026.",
        "2 x Pendente Cúpula, R$\xa0100,00",
        "Desconto no Pix: -R$\xa010,00",
        "Frete Econômico: R$\xa016,70",
        "Total: R$\xa0206,70",
        "Avenida Paulista, 1000",
        "7 dias corridos",
        "12.ABC.345/01DE-35",
        access.link_to(order),
    ):
        assert said in text
    for said in ("Total: R$\xa0206,70", access.link_to(order), "2 × Pendente Cúpula", "12.ABC.345/01DE-35"):
        assert said in html
    assert "<img" not in html
    assert mail.outbox[-1].to == ["ana@example.com"]


def pay(order: Order) -> None:
    payment = order.payments.get()
    payments.confirm(payment=payment, paid_amount=payment.amount, at=NOON)


def ship(order: Order) -> None:
    pay(order)
    lifecycle.ship(
        order=order, carrier="Rápida", tracking_code="BR1", tracking_url="https://rapida.example/BR1", at=NOON, by=None
    )


def deliver(order: Order) -> None:
    ship(order)
    lifecycle.deliver(order=order, at=NOON)


def withdraw(order: Order) -> None:
    deliver(order)
    lifecycle.request_withdrawal(order=order, at=NOON, by=None)


def give_back(order: Order) -> None:
    withdraw(order)
    lifecycle.receive_return(order=order, restock={}, at=NOON, by=None)
    for refund in payments.refund_rest(order=order, reason="Arrependimento", at=NOON):
        payments.finish_refund(refund=refund, at=NOON)


def cancel_paid(order: Order) -> None:
    pay(order)
    payments.cancel(order=order, at=NOON, reason="Comprei errado")


def pay_late(order: Order) -> None:
    lifecycle.expire(order=order, at=NOON + timedelta(hours=2))
    pay(order)


@pytest.mark.parametrize(
    ("happens", "subjects", "said"),
    [
        (pay, ["Pagamento confirmado"], "Recebemos R$\xa0206,70 às 12:00 de 10/03/2026."),
        (ship, ["Pagamento confirmado", "Seu pedido está a caminho"], "Código de rastreio: BR1."),
        (deliver, ["Pagamento confirmado", "Seu pedido está a caminho", "Seu pedido foi entregue"], "até 17/03/2026"),
        (
            withdraw,
            [
                "Pagamento confirmado", "Seu pedido está a caminho", "Seu pedido foi entregue",
                "Recebemos sua desistência",
            ],
            "com o frete: R$\xa0206,70.",
        ),
        (
            give_back,
            [
                "Pagamento confirmado", "Seu pedido está a caminho", "Seu pedido foi entregue",
                "Recebemos sua desistência", "Recebemos sua devolução", "Seu reembolso está a caminho",
                "Reembolso feito",
            ],
            "Devolvemos R$\xa0206,70.",
        ),
        (
            cancel_paid,
            ["Pagamento confirmado", "Seu pedido foi cancelado", "Seu reembolso está a caminho"],
            "Vamos devolver R$\xa0206,70",
        ),
        (pay_late, ["Seu pedido foi cancelado: o prazo terminou", "Pagamento confirmado"], "Obrigado!"),
    ],
)  # fmt: skip
def test_each_step_is_told_once(order: Order, happens: Callable[[Order], None], subjects: list[str], said: str) -> None:
    told()
    happens(order)
    assert told(NOON + timedelta(minutes=1)) == [f"{text} · {order.number} · Ilumina Casa" for text in subjects]
    assert said in last_letter()[0]
    assert told(NOON + timedelta(minutes=2)) == []


def cancel(order: Order) -> None:
    payments.cancel(order=order, at=NOON)


def run_out(order: Order) -> None:
    """The deadline is over, and the job that cancels has not come by yet."""
    Order.objects.update(expires_at=NOON)


@pytest.mark.parametrize(
    ("happens", "promises", "more"),
    [(pay, True, ["Pagamento confirmado"]), (cancel, False, ["Seu pedido foi cancelado"]), (run_out, False, [])],
)
def test_a_first_letter_written_late_asks_for_no_money(
    order: Order, happens: Callable[[Order], None], promises: bool, more: list[str]
) -> None:
    happens(order)
    subjects = [f"{text} · {order.number} · Ilumina Casa" for text in ["Recebemos seu pedido", *more]]
    assert told() == subjects
    letter = mail.outbox[0]
    for text in (str(letter.body), str(letter.alternatives[0].content)):
        assert "000201" not in text
        assert "Falta pagar" not in text
        assert ("A entrega chega até" in text) is promises
        assert "Total: R$\xa0206,70" in text


def test_what_was_paid_meanwhile_is_neither_running_out_nor_declined(order: Order) -> None:
    told()
    notices.remind(at=NOON + timedelta(minutes=50))
    payments.decline(payment=order.payments.get(), at=NOON)
    lifecycle.pay(order=order, at=NOON)
    assert told(NOON + timedelta(minutes=51)) == [f"Pagamento confirmado · {order.number} · Ilumina Casa"]


def test_letters_of_one_order_come_in_their_order(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    pay(order)
    with monkeypatch.context() as away:
        away.setattr("django.core.mail.EmailMultiAlternatives.send", lambda self: refuse())
        assert told() == []
        assert OrderEvent.objects.untold().count() == 2
    assert [subject.partition(" · ")[0] for subject in told()] == ["Recebemos seu pedido", "Pagamento confirmado"]


def refuse() -> None:
    raise SMTPException("no")


def test_a_counter_order_is_told_when_it_is_ready_and_what_it_costs(lamp: Product) -> None:
    order = buying.place(buying.cart_with({lamp: 1}), method="pickup")
    assert told()[0].startswith("Recebemos seu pedido · ")
    assert "Você paga R$\xa0100,00 na retirada." in last_letter()[0]
    assert "copia e cola" not in last_letter()[0]
    lifecycle.ready(order=order, at=NOON, by=None)
    assert told()[0].startswith("Pronto para retirar · ")
    assert "O pagamento de R$\xa0100,00 é no balcão. Guardamos até 18/03/2026." in last_letter()[0]


def test_the_table_of_letters_covers_every_public_event() -> None:
    """What a verb of the lifecycle writes is either told or named here as not worth a letter."""
    untold = {"pick"}
    assert set(lifecycle.TRANSITIONS) - set(letters.WRITERS) == untold


# --- The outbox ----------------------------------------------------------------------------------
def test_what_was_rolled_back_is_not_told(lamp: Product) -> None:
    from orders.checkout import PriceChanged

    with pytest.raises(PriceChanged):
        buying.place(buying.cart_with({lamp: 2}), expected="1.00")
    assert told() == []


def test_a_refusing_mail_server_is_asked_again_for_two_days(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise SMTPException("no")

    with monkeypatch.context() as away:
        away.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        assert told() == []
        assert OrderEvent.objects.untold().count() == 1
        assert told(NOON + timedelta(hours=30)) == []
    assert len(told(NOON + timedelta(hours=31))) == 1
    assert OrderEvent.objects.untold().count() == 0


def test_a_letter_that_failed_is_left_alone_for_a_moment(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or a worker would do nothing but ask a mail server that is away."""
    with monkeypatch.context() as away:
        away.setattr("django.core.mail.EmailMultiAlternatives.send", lambda self: refuse())
        assert [notices.hand_over_fresh(at=NOON) for _ in range(3)] == [1, 0, 0]
    caches["counters"].clear()  # what ten seconds do
    assert [notices.hand_over_fresh(at=NOON) for _ in range(2)] == [1, 0]
    assert len(mail.outbox) == 1


def test_after_two_days_a_letter_is_given_up(order: Order) -> None:
    assert told(NOON + timedelta(days=2)) == []


def test_nobody_is_written_to_after_their_mailbox_was_erased(order: Order) -> None:
    Order.objects.update(email="")
    assert told() == []


def test_the_background_work_sends_it(lamp: Product, guest: Shopper) -> None:
    order = guest.orders()
    assert mail.outbox == []
    jobs.JOBS["order mail"].run(timezone.now())
    assert [letter.subject for letter in mail.outbox] == [
        f"Recebemos seu pedido: falta pagar o Pix · {order.number} · Ilumina Casa"
    ]


# --- What the clock causes -----------------------------------------------------------------------
@pytest.mark.parametrize(("minutes", "count"), [(44, 0), (45, 1), (59, 1), (60, 0)])
def test_a_quarter_before_the_end_an_unpaid_order_is_mentioned(order: Order, minutes: int, count: int) -> None:
    told()
    moment = NOON + timedelta(minutes=minutes)
    assert notices.remind(at=moment) == count
    assert notices.remind(at=moment) == 0
    assert told(moment) == [f"Seu pedido está quase vencendo · {order.number} · Ilumina Casa"][:count]


def test_what_is_paid_is_not_mentioned_again(order: Order) -> None:
    pay(order)
    assert notices.remind(at=NOON + timedelta(minutes=50)) == 0


@pytest.mark.parametrize(("days", "count"), [(9, 0), (10, 1), (29, 1), (30, 0)])
def test_ten_days_after_delivery_an_opinion_is_asked_for_once(order: Order, ana: User, days: int, count: int) -> None:
    deliver(order)
    assert notices.invite_reviews(at=NOON + timedelta(days=days)) == 0  # a guest has no account to write with
    Order.objects.update(user=ana)
    moment = NOON + timedelta(days=days)
    assert notices.invite_reviews(at=moment) == count
    assert notices.invite_reviews(at=moment + timedelta(hours=1)) == 0


def test_whoever_says_no_to_invitations_gets_no_more(order: Order, ana: User, lamp: Product, client: Client) -> None:
    deliver(order)
    Order.objects.update(user=ana)
    moment = NOON + timedelta(days=10)
    notices.invite_reviews(at=moment)
    notices.hand_over(at=moment)
    letter = mail.outbox[-1]
    assert letter.subject.startswith("Como ficou a sua luz?")
    link = re.search(r"http://testserver(/pedido/\S+/sem-convites/)", str(letter.body))
    assert link is not None
    assert letter.extra_headers["List-Unsubscribe"] == f"<http://testserver{link[1]}>"
    assert f"http://testserver{lamp.get_absolute_url()}avaliar/" in str(letter.body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: moment)
        assert client.get(link[1]).status_code == 200
        assert OrderEvent.objects.filter(kind="reviews_refused").count() == 0
        assert client.post(link[1]).status_code == 303
    other = buying.place(buying.cart_with({lamp: 1}), at=moment)
    Order.objects.filter(pk=other.pk).update(status="delivered", delivered_at=moment, user=ana)
    assert notices.invite_reviews(at=moment + timedelta(days=10)) == 0


# --- For staff -----------------------------------------------------------------------------------
def test_staff_read_every_letter(client: Client) -> None:
    client.force_login(make.user("chefe@example.com", is_staff=True, is_superuser=True))
    page = client.get("/admin/emails/")
    assert page.status_code == 200
    names = re.findall(r'href="/admin/emails/([a-z_-]+)/"', page.content.decode())
    assert set(letters.WRITERS) <= set(names)
    assert {"account_verify", "account_reset", "alert_confirm"} <= set(names)
    for name in names:
        paper = client.get(f"/admin/emails/{name}/")
        assert paper.status_code == 200
        assert "<h1>" in paper.content.decode()


def test_letters_are_for_staff_who_may_see_orders(client: Client) -> None:
    assert client.get("/admin/emails/").status_code == 302
    client.force_login(make.user("novato@example.com", is_staff=True))
    assert client.get("/admin/emails/").status_code == 403


def test_the_clock_of_letters_is_the_shops() -> None:
    assert dates.clock_and_day(datetime(2026, 3, 10, 1, 45, tzinfo=SHOP_ZONE)) == "01:45 de 10/03/2026"


def test_a_person_who_signed_in_is_written_to_as_well(ana: User, lamp: Product) -> None:
    order = Shopper.as_person(ana, {lamp: 1}).orders()
    assert told(timezone.now())[0].endswith(f"{order.number} · Ilumina Casa")


def test_no_letter_says_that_nothing_was_charged_when_money_goes_back(order: Order) -> None:
    payment = order.payments.get()
    payments.confirm(payment=payment, paid_amount=Decimal("0.01"), at=NOON, external_id="E1")
    told()
    payments.cancel(order=order, at=NOON)
    assert [subject.partition(" · ")[0] for subject in told()] == [
        "Seu pedido foi cancelado", "Seu reembolso está a caminho",
    ]  # fmt: skip
    bodies = [str(letter.body) for letter in mail.outbox[-2:]]
    assert "O valor pago volta inteiro." in bodies[0]
    assert "R$\xa00,01" in bodies[1]
    assert not any("Nada foi cobrado" in body for body in bodies)
