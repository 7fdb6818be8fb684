"""Orders and money at the desk: read whole, changed only by named acts, each with its permission and its trace."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from orders import lifecycle, payments
from orders.admin import acts
from orders.admin import payments as desk
from orders.audit import violations
from orders.models import Order, OrderEvent, Payment, PaymentNotice, Refund
from tests.buying import ADDRESS, cart_with, goods, place, rate, stock_of

pytestmark = pytest.mark.django_db
D = Decimal
SEE = ("orders.view_order", "orders.view_payment", "orders.view_refund", "orders.view_paymentnotice")


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


def order_of(*, paid: bool = False, sent: bool = False, **more: Any) -> Order:
    """Two lamps of R$ 100 by Pix: R$ 190,00; by carrier for R$ 20 more."""
    from orders import checkout

    now = timezone.now()
    if sent and "delivery" not in more:
        rate(method="moto")
        more["delivery"] = checkout.Delivery(method="moto", address=ADDRESS)
    order = place(cart_with({goods(price="100.00", at=now): 2}, at=now), at=now, **more)
    if paid or sent:
        payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=now)
        order.refresh_from_db()
    return order


def page_of(browser, order: Order) -> str:
    response = browser.get(reverse("admin:orders_order_change", args=[order.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


def act(browser, order: Order, name: str, **data: Any) -> Any:
    return browser.post(reverse("admin:orders_order_act", args=[order.pk, name]), data)


def labels(page: str) -> list[str]:
    block = re.search(r'<ul class="object-tools">(.*?)</ul>', page, re.S)
    found = re.findall(r'<a href="[^"]*/acao/[^"]*">([^<]+)</a>', block[1]) if block else []
    return [each.strip() for each in found]


def state(order: Order) -> str:
    order.refresh_from_db()
    return str(order.status)


# --- Reading -------------------------------------------------------------------------------------
def test_an_order_is_read_whole_and_nothing_can_be_typed(boss) -> None:
    order = order_of(paid=True, note="Cuidado com o cachorro")
    page = page_of(boss, order)
    for text in (
        order.number,
        "R$\u00a0190,00",
        "−R$\u00a010,00",
        "ana@example.com",
        "Cuidado com o cachorro",
        "Pedido recebido",
    ):
        assert text in page
    assert '<span class="chip chip-paid">pago</span>' in page
    assert '<span class="chip chip-paid">pago</span>' in boss.get(
        reverse("admin:orders_order_changelist")
    ).content.decode()  # fmt: skip
    form = page[page.index('id="order_form"') : page.index("</form>", page.index('id="order_form"'))]
    assert not re.search(r"<(input|select|textarea)(?![^>]*type=\"hidden\")[^>]*>", form)
    response = boss.post(reverse("admin:orders_order_change", args=[order.pk]), {"status": "delivered"})
    assert (response.status_code, state(order)) == (403, "paid")


@pytest.mark.parametrize("query", ["{number}", "ana@example", "Ana Souza", "{sku}", "{title}"])
def test_orders_are_found_by_number_name_mail_sku_and_product(boss, query: str) -> None:
    order = order_of()
    line = order.lines.get()
    asked = query.format(number=order.number, sku=line.sku, title=line.title)
    assert order.number in boss.get(reverse("admin:orders_order_changelist"), {"q": asked}).content.decode()
    assert order.number not in boss.get(reverse("admin:orders_order_changelist"), {"q": "zzz"}).content.decode()


def test_buttons_are_those_the_state_and_the_person_allow(boss, staff) -> None:
    waiting, paid, sent = order_of(), order_of(paid=True), order_of(sent=True)
    assert labels(page_of(boss, waiting)) == ["Confirmar pagamento", "Cancelar pedido"]
    assert labels(page_of(boss, paid)) == ["Separar", "Pronto para retirada", "Reembolsar itens", "Cancelar pedido"]
    assert labels(page_of(boss, sent)) == ["Separar", "Enviar", "Reembolsar itens", "Cancelar pedido"]
    assert labels(page_of(staff(*SEE), paid)) == []
    assert labels(page_of(staff(*SEE, "orders.add_refund"), paid)) == ["Reembolsar itens"]
    assert labels(page_of(staff(*SEE, "orders.change_payment"), waiting)) == ["Confirmar pagamento"]


@pytest.mark.parametrize("name", sorted(acts.ACTS))
def test_every_act_needs_its_permission(staff, customer, name: str) -> None:
    order = order_of(paid=True)
    address = reverse("admin:orders_order_act", args=[order.pk, name])
    others = {acts.CHANGE, acts.PAY, acts.REFUND, acts.CANCEL} - {acts.ACTS[name].permission}
    for browser in (staff(*SEE), staff(*SEE, *others)):
        assert (browser.get(address).status_code, browser.post(address).status_code) == (403, 403)
    assert customer.post(address).status_code == 302
    assert staff(*SEE, acts.ACTS[name].permission).get(address).status_code == 200
    assert (state(order), Refund.objects.count()) == ("paid", 0)


def test_unknown_acts_and_orders_are_not_there(boss) -> None:
    order = order_of()
    for address in (f"{order.pk}/acao/vender/", "999999/acao/separar/", f"{10**30}/acao/separar/"):
        assert boss.get(f"/admin/orders/order/{address}").status_code == 404


# --- Acting --------------------------------------------------------------------------------------
def test_staff_confirm_a_pix_and_it_is_written_who(boss, owner) -> None:
    order = order_of()
    answer = act(boss, order, "confirmar", valor="190,00", recibo="E123", motivo="Visto no aplicativo do banco")
    assert (answer.status_code, state(order)) == (302, "paid")
    payment = order.payments.get()
    assert (payment.confirmed_by, payment.external_id, payment.paid_amount) == (owner, "E123", D("190.00"))
    told = OrderEvent.objects.get(kind="staff_note")
    assert (told.message, told.actor, told.is_public) == ("Visto no aplicativo do banco", owner, False)
    assert LogEntry.objects.filter(object_id=str(order.pk), user=owner).count() == 1
    assert list(violations(at=timezone.now())) == []


def test_a_wrong_amount_goes_to_quarantine_and_can_be_given_back(boss) -> None:
    order = order_of()
    answer = act(boss, order, "confirmar", valor="19,00")
    assert "ficou em análise" in boss.get(answer["Location"]).content.decode()
    payment = order.payments.get()
    assert (state(order), payment.status) == ("pending", "quarantined")
    page = boss.get(reverse("admin:orders_payment_changelist")).content.decode()
    assert "Em análise: 1" in page
    address = reverse("admin:orders_payment_act", args=[payment.pk, "devolver"])
    form = boss.get(address).context["form"]
    sent = {"motivo": "Valor errado", "chave": form["chave"].value()}
    for _ in range(2):
        boss.post(address, sent)
    refund = Refund.objects.get()
    assert (refund.amount, refund.status, refund.reason) == (D("19.00"), "requested", "Valor errado")
    assert "Em análise" not in boss.get(reverse("admin:orders_payment_changelist")).content.decode()


def test_the_whole_way_of_a_parcel(boss) -> None:
    order = order_of(sent=True)
    act(boss, order, "separar")
    assert state(order) == "picking"
    assert act(boss, order, "enviar", transportadora="", codigo="x").status_code == 422
    assert act(boss, order, "enviar", transportadora="Moto", endereco="javascript:1").status_code == 422
    act(boss, order, "enviar", transportadora="Moto", codigo="BR1", endereco="https://rastreio.example/BR1")
    assert state(order) == "shipped"
    act(boss, order, "entregar", motivo="Assinado pela vizinha")
    assert state(order) == "delivered"
    act(boss, order, "arrependimento", motivo="Ligou pedindo")
    line = order.lines.get()
    assert act(boss, order, "receber", **{f"linha_{line.pk}": "3"}).status_code == 422
    act(boss, order, "receber", **{f"linha_{line.pk}": "1"})
    assert (state(order), Refund.objects.get().amount, stock_of(line.product)) == ("returned", order.total, 19)
    assert list(violations(at=timezone.now())) == []


def test_a_return_may_be_refused_with_a_reason(boss) -> None:
    order = order_of(sent=True)
    lifecycle.ship(order=order, carrier="Moto", tracking_code="", at=timezone.now(), by=None)
    lifecycle.request_withdrawal(order=order, at=timezone.now())
    assert act(boss, order, "recusar").status_code == 422
    act(boss, order, "recusar", motivo="Produto quebrado")
    assert (state(order), Refund.objects.count()) == ("delivered", 0)


@pytest.mark.parametrize(("box", "stock"), [("on", 20), ("", 18)])
def test_cancelling_asks_for_a_reason_and_whether_goods_come_back(boss, box: str, stock: int) -> None:
    order = order_of(paid=True)
    assert act(boss, order, "cancelar", estoque="on").status_code == 422
    act(boss, order, "cancelar", motivo="Cliente pediu", **({"estoque": box} if box else {}))
    assert (state(order), Refund.objects.get().amount) == ("canceled", D("190.00"))
    assert stock_of(order.lines.get().product) == stock
    assert list(violations(at=timezone.now())) == []


def test_part_of_an_order_is_given_back_with_or_without_stock(boss) -> None:
    order = order_of(sent=True)
    line = order.lines.get()
    address = reverse("admin:orders_order_act", args=[order.pk, "reembolsar"])
    key = boss.get(address).context["form"]["chave"].value()
    sent = {"chave": key, "motivo": "Veio riscado", f"linha_{line.pk}": "1", f"estoque_{line.pk}": "on", "frete": "on"}
    assert boss.post(address, sent | {"motivo": ""}).status_code == 422
    assert boss.post(address, {"chave": key, "motivo": "Nada escolhido"}).status_code == 422
    for _ in range(2):
        assert boss.post(address, sent).status_code == 302
    refund = Refund.objects.get()
    line.refresh_from_db()
    assert (refund.amount, refund.includes_freight, refund.lines) == (
        D("115.00"), True, [{"line": line.pk, "quantity": 1}],
    )  # fmt: skip
    assert (line.refunded_quantity, line.restocked_quantity, stock_of(line.product)) == (1, 1, 19)
    again = boss.post(address, sent | {"chave": "another"})
    assert again.status_code == 422
    assert "O frete deste pedido já foi devolvido." in again.content.decode()
    assert list(violations(at=timezone.now())) == []


def test_what_the_table_forbids_is_said_on_the_form(boss) -> None:
    order = order_of()
    answer = act(boss, order, "entregar")
    assert answer.status_code == 422
    assert "não é mais possível" in answer.content.decode()
    assert state(order) == "pending"


GARBAGE = [{}, {"motivo": "\x00"}, {"valor": "abc", "linha_1": "x"}, {"valor": "NaN"}, {"valor": "1" * 50}]


@pytest.mark.parametrize("name", sorted(acts.ACTS))
@pytest.mark.parametrize("data", GARBAGE, ids=range(len(GARBAGE)))
def test_no_form_breaks(boss, name: str, data: dict[str, str]) -> None:
    assert act(boss, order_of(), name, **data).status_code in (302, 422)


# --- Money ---------------------------------------------------------------------------------------
def test_refunds_by_hand_are_marked_once(boss, owner, staff) -> None:
    order = order_of(paid=True)
    refund = payments.refund(
        payment=order.payments.get(), amount=D("10.00"), reason="r", key="a", at=timezone.now()
    )  # fmt: skip
    address, data = reverse("admin:orders_refund_changelist"), {"action": "finish", "_selected_action": [refund.pk]}
    staff(*SEE).post(address, data)
    refund.refresh_from_db()
    assert refund.status == "requested"
    for _ in range(2):
        boss.post(address, data)
    refund.refresh_from_db()
    assert (refund.status, OrderEvent.objects.filter(kind="refunded", actor=owner).count()) == ("done", 1)
    boss.post(address, {"action": "send", "_selected_action": [refund.pk]})


@pytest.mark.parametrize("name", ["order", "payment", "refund", "paymentnotice"])
def test_every_row_has_a_page(boss, name: str) -> None:
    order = order_of(paid=True)
    payment = order.payments.get()
    payments.refund(payment=payment, amount=D("1.00"), reason="r", key="a", at=timezone.now(),
                    lines=[{"line": order.lines.get().pk, "quantity": 1}])  # fmt: skip
    PaymentNotice.objects.create(provider="pix", event_id="E1", payment=payment, outcome="applied", body={"a": "<b>"})
    model = {"order": Order, "payment": Payment, "refund": Refund, "paymentnotice": PaymentNotice}[name]
    row = model.objects.get()  # type: ignore[attr-defined]
    page = boss.get(reverse(f"admin:orders_{name}_change", args=[row.pk]))
    assert page.status_code == 200
    assert "<b>" not in page.content.decode()


# --- Statement -----------------------------------------------------------------------------------
def upload(browser, text: str, name: str = "extrato.csv") -> Any:
    return browser.post(
        reverse("admin:orders_payment_statement"), {"extrato": SimpleUploadedFile(name, text.encode(), "text/csv")}
    )


def test_a_statement_is_checked_first_and_then_taken_in(boss, owner) -> None:
    order, other = order_of(), order_of()
    txid = order.payments.get().txid
    page = upload(
        boss, f"Data;Histórico;Valor\n10/03/2026;PIX {txid};190,00\n10/03/2026;PIX;190,00\n10/03/2026;T;-1,00"
    )
    text = page.content.decode()
    assert (page.status_code, state(order)) == (200, "pending")
    assert "Conferência: 1 pagamentos a confirmar" in text
    assert "paga o pedido" in text
    assert f">{other.number}</a>" in text  # perhaps this one: same total, no code
    checked = re.search(r'name="conferido" value="([^"]+)"', text)
    assert checked
    address = reverse("admin:orders_payment_statement")
    done = boss.post(address, {"conferido": checked[1]}).content.decode()
    assert "Importado: 1 pagamentos confirmados" in done
    assert (state(order), state(other), order.payments.get().confirmed_by) == ("paid", "pending", owner)
    again = boss.post(address, {"conferido": checked[1]}).content.decode()
    assert "já constava" in again
    assert list(violations(at=timezone.now())) == []


def test_the_statement_needs_permission_and_a_file(boss, staff) -> None:
    address = reverse("admin:orders_payment_statement")
    assert staff(*SEE).get(address).status_code == 403
    assert staff(*SEE).post(address).status_code == 403
    assert staff(*SEE, desk.PAY).get(address).status_code == 200
    for data in ({}, {"conferido": "forjado"}, {"conferido": "a:b:c"}, {"conferido": "\x00"}):
        assert boss.post(address, data).status_code == 422
    assert upload(boss, "nada;aqui").status_code == 422
    assert upload(boss, "").status_code == 422
    assert upload(boss, "a" * (1024 * 1024 + 1)).status_code == 422


def test_what_stands_in_a_statement_is_printed_as_text(boss) -> None:
    page = upload(boss, 'data;valor;historico\n1;5,00;"<script>alert(1)</script>"').content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
