"""One order: its history whole, notes of the team, letters sent again, and nothing of it to be typed over."""

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from iluminacasa.errors import Missing
from orders import invoices, lifecycle, notices, timeline
from orders.models import Order, OrderEvent, PaymentNotice
from tests import make
from tests.admin.ordering import CHANGE, PEOPLE, PHONE, SEE, act, ordered, state

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


def page_of(browser: Any, order: Order) -> str:
    response = browser.get(reverse("admin:orders_order_change", args=[order.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


def entries(page: str) -> list[tuple[str, str]]:
    """(side, title) of every line of the history."""
    found = re.findall(r'history__entry--(\w+)">\s*<p class="history__title"><strong>([^<]+)<', page)
    return [(side, title) for side, title in found]


# --- History -------------------------------------------------------------------------------------
def test_the_history_tells_customer_staff_and_shop_apart_newest_first(boss, owner) -> None:
    order = ordered()
    lifecycle.pick(order=order, at=timezone.now(), by=owner)
    lifecycle.ship(order=order, carrier="Moto", tracking_code="BR1", at=timezone.now(), by=owner)
    lifecycle.request_withdrawal(order=order, reason="Mudei de ideia", at=timezone.now())
    page = page_of(boss, order)
    assert entries(page) == [
        ("cliente", "Desistência recebida"), ("equipe", "Pedido enviado"), ("equipe", "Em separação"),
        ("sistema", "Pagamento confirmado"), ("cliente", "Pedido recebido"),
    ]  # fmt: skip
    assert "pago → em separação" in page
    assert "Moto · BR1" in page
    assert "· Dona" in page
    assert "Mudei de ideia" in page


def test_every_event_the_shop_writes_has_a_name_for_staff() -> None:
    verbs = {*lifecycle.TRANSITIONS, "placed", "expire"}
    others = {
        "staff_note", "payment_opened", "paid_again", "wrong_amount", "payment_declined", "paid_after_cancel",
        "refund_requested", "refunded", "refund_failed", "expiring", "review_invited", "reviews_refused", "mail_again",
    }  # fmt: skip
    assert (verbs | others) - set(timeline.STAFF_TITLES) == set()


def test_the_history_costs_the_same_however_long_it_is(boss, owner) -> None:
    order = ordered()

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            page_of(boss, order)
        return len(caught)

    cost()
    few = cost()
    for number in range(30):
        lifecycle.note(order, "staff_note", at=timezone.now(), by=owner, message=str(number), is_public=False)
    assert cost() == few
    assert few <= 20


# --- Notes ---------------------------------------------------------------------------------------
def test_a_note_is_for_the_team_only(boss, owner) -> None:
    order = ordered()
    assert act(boss, order, "anotar", motivo="Ligar antes\nde entregar").status_code == 302
    told = OrderEvent.objects.get(kind="staff_note")
    assert (told.message, told.actor, told.is_public) == ("Ligar antes\r\nde entregar".replace("\r", ""), owner, False)
    assert "Ligar antes" in page_of(boss, order)
    assert notices.hand_over(at=timezone.now()) == 2  # placed and paid: nobody is written about a note
    assert all("Ligar antes" not in str(letter.body) for letter in mail.outbox)
    assert act(boss, order, "anotar", motivo="").status_code == 422
    assert act(boss, order, "anotar", motivo="x" * 501).status_code == 422
    assert OrderEvent.objects.filter(kind="staff_note").count() == 1


# --- Letters -------------------------------------------------------------------------------------
def test_a_letter_goes_out_again_with_what_is_true_now(boss, owner) -> None:
    order = ordered(paid=False)
    notices.hand_over(at=timezone.now())
    mail.outbox.clear()
    event = OrderEvent.objects.get(kind="placed")
    form = boss.get(reverse("admin:orders_order_act", args=[order.pk, "reenviar"])).context["form"]
    assert [label.partition(" · ")[0] for _, label in form.fields["carta"].choices] == ["Pedido recebido"]
    assert act(boss, order, "reenviar", carta=event.pk).status_code == 302
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (
        ["ana@example.com"], f"Recebemos seu pedido: falta pagar o Pix · {order.number} · Ilumina Casa",
    )  # fmt: skip
    again = OrderEvent.objects.get(kind="mail_again")
    assert (again.actor, again.data, again.is_public) == (owner, {"event": event.pk, "kind": "placed"}, False)
    assert ("equipe", "E-mail enviado de novo") in entries(page_of(boss, order))


def test_only_letters_of_this_order_go_out_again(boss, owner) -> None:
    order, other = ordered(), ordered()
    foreign = OrderEvent.objects.get(order=other, kind="placed").pk
    silent = lifecycle.note(order, "staff_note", at=timezone.now(), is_public=False).pk
    mail.outbox.clear()
    for carta in (foreign, silent, "", "abc", 10**30):
        assert act(boss, order, "reenviar", carta=carta).status_code == 422
    for event in (foreign, silent):
        with pytest.raises(Missing):
            notices.send_again(order=order, event_id=event, at=timezone.now(), by=owner)
    assert (mail.outbox, OrderEvent.objects.filter(kind="mail_again").count()) == ([], 0)


def test_staff_hear_what_the_customer_will_get_before_it_is_done(boss) -> None:
    order = ordered()
    address = reverse("admin:orders_order_act", args=[order.pk, "enviar"])
    assert "O cliente recebe por e-mail: “Seu pedido está a caminho”." in boss.get(address).content.decode()
    address = reverse("admin:orders_order_act", args=[order.pk, "separar"])
    assert "O cliente recebe" not in boss.get(address).content.decode()


# --- Who sees what -------------------------------------------------------------------------------
def test_personal_data_is_for_those_who_need_it(staff) -> None:
    person = make.user("rita@example.com", name="Rita")
    order = ordered(note="Cuidado com o cachorro")
    Order.objects.filter(pk=order.pk).update(user=person)
    lifecycle.ship(order=order, carrier="Moto", tracking_code="", at=timezone.now(), by=None)
    lifecycle.request_withdrawal(order=order, reason="Sou alérgica", at=timezone.now())
    secrets = (
        "ana@example.com", "529.982.247-25", "52998224725", "912345678", "Avenida Paulista", "Ana Souza",
        "Cuidado com o cachorro", "Sou alérgica", "rita@example.com",
    )  # fmt: skip
    blind = page_of(staff(*SEE, CHANGE), order)
    assert [text for text in secrets if text in blind] == []
    assert "a•••@example.com" in blind
    seeing = page_of(staff(*SEE, PEOPLE), order)
    assert [text for text in secrets if text not in seeing and text not in ("52998224725", "912345678")] == []


def test_who_paid_is_neither_read_nor_found_without_eyes_for_people(staff) -> None:
    payment = ordered().payments.get()
    notice = PaymentNotice.objects.create(
        provider="pix", event_id="E1", payment=payment, outcome="applied", body={"pagador": "Rita Melo"}
    )
    money = ("orders.view_payment", "orders.view_paymentnotice", "orders.view_order")
    for permissions, seen in ((money, False), ((*money, PEOPLE), True)):
        browser = staff(*permissions)
        page = browser.get(reverse("admin:orders_paymentnotice_change", args=[notice.pk])).content.decode()
        assert ("Rita Melo" in page) is seen
        found = browser.get(reverse("admin:orders_payment_changelist"), {"q": "ana@example.com"})
        assert bool(found.context["cl"].result_count) is seen


@pytest.mark.parametrize(
    ("permissions", "shown"),
    [
        ((), ("documentos/recibos/",)),
        ((CHANGE,), ("acao/anotar/", "acao/reenviar/", "acao/separar/")),
        ((PHONE,), ()),
        ((PHONE, PEOPLE), ("telefone/novo/",)),
        ((CHANGE, PEOPLE), ("acao/anotar/", "/pedido/IC")),
    ],
)
def test_the_page_offers_only_what_a_person_may(staff, permissions: tuple[str, ...], shown: tuple[str, ...]) -> None:
    every = ("documentos/recibos/", "acao/anotar/", "acao/reenviar/", "acao/separar/", "telefone/novo/", "/pedido/IC")
    page = page_of(staff(*SEE, *permissions), ordered())
    found = {text for text in every if text in page}
    assert found >= {*shown, "documentos/recibos/"}
    if not permissions or permissions == (PHONE,):
        assert found == {"documentos/recibos/"}


def test_an_order_that_is_gone_breaks_nothing(boss) -> None:
    answer = boss.get(reverse("admin:orders_order_change", args=["999999"]))
    assert answer.status_code == 302


def test_refunding_shows_what_was_paid_and_asks_for_each_line(boss) -> None:
    order = ordered()
    line = order.lines.get()
    page = boss.get(reverse("admin:orders_order_act", args=[order.pk, "reembolsar"])).content.decode()
    assert f'name="linha_{line.pk}"' in page
    assert f'name="estoque_{line.pk}"' in page
    assert "R$\u00a0190,00" in page
    assert "Pago: R$\u00a0210,00. Pode ser devolvido: R$\u00a0210,00." in page
    assert "Devolver também o frete, R$\u00a020,00" in page
    act(boss, order, "reembolsar", **{f"linha_{line.pk}": "1", "motivo": "x", "chave": "k"})
    page = boss.get(reverse("admin:orders_order_act", args=[order.pk, "reembolsar"])).content.decode()
    assert "Pago: R$\u00a0210,00. Pode ser devolvido: R$\u00a0115,00." in page
    assert state(order) == "paid"


# --- Fiscal document -----------------------------------------------------------------------------
# 43 digits and their check digit.
KEY = "35261112345678000190550010000000011000000016"


def test_the_key_of_the_invoice_is_kept_with_who_wrote_it(boss, owner) -> None:
    order = ordered()
    good = KEY
    assert act(boss, order, "nota", chave=f"{good[:4]} {good[4:8]} {good[8:]}").status_code == 302
    order.refresh_from_db()
    assert order.invoice_key == good
    told = OrderEvent.objects.get(kind="invoice")
    assert (told.message, told.actor, told.is_public) == (good, owner, False)
    assert good in boss.get(reverse("admin:orders_order_papers", args=["recibos"]), {"pk": order.pk}).content.decode()


@pytest.mark.parametrize("key", [KEY, "35150271780456000160550010000000021800700082"])
def test_keys_of_real_invoices_are_keys(key: str) -> None:
    assert invoices.is_key(key)
    assert [last for last in "0123456789" if invoices.is_key(key[:-1] + last)] == [key[-1]]
    assert not invoices.is_key(key[:20] + "99" + key[22:])


@pytest.mark.parametrize("key", ["", "1" * 44, "abc", "\u0661" * 44, "0" * 43, "0" * 45])
def test_a_key_that_does_not_exist_is_refused(boss, key: str) -> None:
    order = ordered()
    assert act(boss, order, "nota", chave=key).status_code == 422
    wrong = KEY
    wrong = wrong[:-1] + str((int(wrong[-1]) + 1) % 10)
    assert act(boss, order, "nota", chave=wrong).status_code == 422
    order.refresh_from_db()
    assert order.invoice_key == ""


def test_nobody_pays_for_an_invoice_of_an_unpaid_order(boss) -> None:
    order = ordered(paid=False)
    assert act(boss, order, "nota", chave=KEY).status_code == 422
    order.refresh_from_db()
    assert order.invoice_key == ""


def test_the_return_of_goods_says_what_goes_back_and_what_is_asked(boss) -> None:
    order = ordered()
    Order.objects.filter(pk=order.pk).update(status="withdrawal_requested", delivered_at=timezone.now())
    text = boss.get(reverse("admin:orders_order_act", args=[order.pk, "receber"])).content.decode()
    assert "com o frete: R$\u00a0210,00" in text
    assert '<th scope="col">Voltam ao estoque</th>' in text


def test_freight_that_was_free_is_not_offered(boss) -> None:
    paid, free = ordered(), ordered(by_carrier=False)
    offered = [
        'name="frete"' in boss.get(reverse("admin:orders_order_act", args=[each.pk, "reembolsar"])).content.decode()
        for each in (paid, free)
    ]
    assert offered == [True, False]
