"""A form somebody rewrote makes no illegal change of state and no centavo of difference."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from orders import lifecycle, payments
from orders.admin import acts
from orders.audit import violations
from orders.models import Order, OrderEvent, OrderLine, Payment, Refund
from tests.admin.ordering import SEE, act, ordered, pay, state
from tests.buying import stock_of

pytestmark = pytest.mark.django_db
MONEY = ("lines_total", "discount_total", "pix_discount_total", "freight_total", "total")
LINE = ("quantity", "list_price", "unit_price", "discount", "total", "title")
STATES = ("pending", "paid", "picking", "ready_for_pickup", "shipped", "delivered", "withdrawal_requested", "returned",
          "canceled", "paid_without_stock")  # fmt: skip
# What each act may do from each state of an order that is paid and goes by carrier.
ALLOWED = {
    "separar": {"paid": "picking"},
    "enviar": {"paid": "shipped", "picking": "shipped"},
    "pronto": {},
    "entregar": {"shipped": "delivered", "ready_for_pickup": "delivered"},
    "abastecer": {"paid_without_stock": "paid"},
    "arrependimento": {"shipped": "withdrawal_requested", "delivered": "withdrawal_requested"},
    "receber": {"withdrawal_requested": "returned"},
    "recusar": {"withdrawal_requested": "delivered"},
    "cancelar": dict.fromkeys(("pending", "paid", "picking", "ready_for_pickup", "paid_without_stock"), "canceled"),
}
FULL = {"motivo": "Porque sim", "transportadora": "Moto", "valor": "210,00", "estoque": "on"}


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


def agreed(order: Order) -> list[Any]:
    """Everything that was agreed, as the database has it."""
    return [
        Order.objects.filter(pk=order.pk).values(*MONEY, "number", "trace", "payment_method").get(),
        list(OrderLine.objects.filter(order=order).order_by("pk").values(*LINE)),
        list(Payment.objects.filter(order=order).order_by("pk").values("amount")),
    ]


def put(order: Order, status: str) -> None:
    delivered = timezone.now() if status in ("delivered", "withdrawal_requested") else None
    Order.objects.filter(pk=order.pk).update(status=status, delivered_at=delivered)
    order.refresh_from_db()


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_each_act_moves_an_order_only_where_the_table_says(boss, name: str, status: str) -> None:
    order = ordered()
    put(order, status)
    answer = act(boss, order, name, **FULL, status="delivered", to_status="delivered")
    target = ALLOWED[name].get(status)
    assert (answer.status_code, state(order)) == ((302, target) if target else (422, status))


@pytest.mark.parametrize("name", sorted(acts.ACTS))
def test_no_act_takes_money_from_the_form(boss, name: str) -> None:
    order = ordered()
    before = agreed(order)
    line = order.lines.get()
    poison = dict.fromkeys(MONEY, "1.00") | {
        "lines-0-unit_price": "0.01", "lines-0-total": "0.01", "lines-0-id": line.pk, "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "1", "amount": "0.01", "paid_amount": "1.00", "number": "ICROUBO", "pk": "1",
        f"linha_{line.pk}": "1", "chave": "k", "frete": "on",
    }  # fmt: skip
    act(boss, order, name, **(FULL | poison))
    assert agreed(order) == before
    assert list(violations(at=timezone.now())) == []


@pytest.mark.parametrize("path", ["admin:orders_order_change", "admin:orders_payment_change"])
def test_the_pages_themselves_take_nothing(boss, owner, path: str) -> None:
    order = ordered()
    before = agreed(order)
    row = order if "order_change" in path else order.payments.get()
    poison = dict.fromkeys(MONEY, "1.00") | {"status": "delivered", "amount": "1.00", "_save": "Salvar"}
    assert boss.post(reverse(path, args=[row.pk]), poison).status_code == 403
    assert (agreed(order), state(order), owner.is_superuser) == (before, "paid", True)


@pytest.mark.parametrize("model", ["order", "payment", "refund", "paymentnotice"])
def test_nothing_of_an_order_is_added_or_deleted(boss, model: str) -> None:
    order = ordered()
    assert boss.post(reverse(f"admin:orders_{model}_add"), {"total": "1"}).status_code == 403
    assert boss.post(reverse("admin:orders_order_delete", args=[order.pk]), {"post": "yes"}).status_code == 403
    listed = reverse("admin:orders_order_changelist")
    boss.post(listed, {"action": "delete_selected", "_selected_action": [order.pk], "post": "yes"})
    boss.post(listed, {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": order.pk, "form-0-total": "1",
                       "_save": "Salvar"})  # fmt: skip
    assert (Order.objects.count(), state(order)) == (1, "paid")


# --- Refunds -------------------------------------------------------------------------------------
@pytest.mark.parametrize("units", ["3", "-1", "2.5", "abc", "", "0", "999999999999999999999", "\x00"])
def test_no_more_is_given_back_than_was_bought(boss, units: str) -> None:
    order = ordered()
    line = order.lines.get()
    answer = act(boss, order, "reembolsar", **{f"linha_{line.pk}": units, "motivo": "x", "chave": "k"})
    assert (answer.status_code, Refund.objects.count()) == (422, 0)


def test_no_foreign_line_is_given_back(boss) -> None:
    order, other = ordered(), ordered(price="900.00")
    foreign = other.lines.get()
    answer = act(boss, order, "reembolsar", **{f"linha_{foreign.pk}": "1", "motivo": "x", "chave": "k"})
    assert (answer.status_code, Refund.objects.count()) == (422, 0)
    answer = act(boss, order, "receber", **{f"linha_{foreign.pk}": "1"})
    assert (answer.status_code, stock_of(foreign.product)) == (422, 18)


def test_the_amount_of_a_refund_is_reckoned_not_typed(boss) -> None:
    order = ordered()
    line = order.lines.get()
    sent = {f"linha_{line.pk}": "1", "motivo": "x", "chave": "k", "amount": "210.00", "valor": "210,00"}
    act(boss, order, "reembolsar", **sent)
    refund = Refund.objects.get()
    assert (refund.amount, refund.includes_freight) == (Decimal("95.00"), False)


def test_line_after_line_gives_back_exactly_what_was_paid(boss) -> None:
    order = ordered(units=3, price="33.33")
    line = order.lines.get()
    for number in range(3):
        sent = {f"linha_{line.pk}": "1", "motivo": "x", "chave": f"k{number}"} | ({"frete": "on"} if not number else {})
        assert act(boss, order, "reembolsar", **sent).status_code == 302
    assert sum(refund.amount for refund in Refund.objects.all()) == order.total
    sent = {f"linha_{line.pk}": "1", "motivo": "x", "chave": "k9"}
    assert act(boss, order, "reembolsar", **sent).status_code == 422
    assert payments.refundable(order.payments.get()) == 0
    assert list(violations(at=timezone.now())) == []


def test_a_key_of_another_order_gives_nothing_back_twice(boss) -> None:
    order, other = ordered(), ordered()
    act(boss, order, "reembolsar", **{f"linha_{order.lines.get().pk}": "1", "motivo": "x", "chave": "k"})
    answer = act(boss, other, "reembolsar", **{f"linha_{other.lines.get().pk}": "2", "motivo": "x", "chave": "k"})
    assert (answer.status_code, Refund.objects.count()) == (422, 1)


@pytest.mark.parametrize(("box", "stock"), [("on", 19), ("", 18)])
def test_goods_come_back_only_where_the_box_says_so(boss, box: str, stock: int) -> None:
    order = ordered()
    line = order.lines.get()
    sent = {f"linha_{line.pk}": "1", "motivo": "x", "chave": "k"} | ({f"estoque_{line.pk}": box} if box else {})
    act(boss, order, "reembolsar", **sent)
    assert stock_of(line.product) == stock


# --- Money in ------------------------------------------------------------------------------------
@pytest.mark.parametrize("amount", ["209,99", "0,01", "21000,00", "0"])
def test_another_amount_than_the_total_pays_nothing(boss, amount: str) -> None:
    order = ordered(paid=False)
    act(boss, order, "confirmar", valor=amount)
    assert (state(order), order.payments.get().status) == ("pending", "quarantined")


def test_confirming_twice_pays_once(boss) -> None:
    order = ordered(paid=False)
    for _ in range(2):
        act(boss, order, "confirmar", valor="210,00", recibo="E1")
    assert (state(order), OrderEvent.objects.filter(kind="pay").count()) == ("paid", 1)


# --- Between two people --------------------------------------------------------------------------
def test_a_page_left_open_does_nothing_after_somebody_else_was_faster(boss, staff) -> None:
    order = ordered()
    page = boss.get(reverse("admin:orders_order_act", args=[order.pk, "cancelar"]))
    assert page.status_code == 200
    colleague = staff(*SEE, acts.CHANGE)
    act(colleague, order, "enviar", transportadora="Moto", codigo="BR1")
    answer = act(boss, order, "cancelar", motivo="Cliente pediu", estoque="on")
    assert (answer.status_code, state(order), stock_of(order.lines.get().product)) == (422, "shipped", 18)
    assert Refund.objects.count() == 0


def test_events_cannot_be_written_or_rewritten_from_outside(boss) -> None:
    order = ordered(paid=False)
    pay(order)
    before = list(OrderEvent.objects.order_by("pk").values("kind", "message", "at"))
    sent = {"events-0-message": "x", "events-TOTAL_FORMS": "1", "events-INITIAL_FORMS": "1"}
    boss.post(reverse("admin:orders_order_change", args=[order.pk]), sent)
    act(boss, order, "anotar", motivo="Uma", kind="pay", is_public="on", at="2020-01-01", to_status="delivered")
    assert list(OrderEvent.objects.order_by("pk").values("kind", "message", "at"))[: len(before)] == before
    told = OrderEvent.objects.latest("pk")
    assert (told.kind, told.is_public, told.to_status, state(order)) == ("staff_note", False, "", "paid")
    assert lifecycle.allows(order, "ship")


def test_money_of_a_card_is_not_confirmed_by_hand(boss) -> None:
    order = ordered(paid=False)
    Payment.objects.filter(order=order).update(provider="stripe", method="card")
    answer = act(boss, order, "confirmar", valor="210,00", recibo="E1")
    assert (answer.status_code, state(order), order.payments.get().status) == (422, "pending", "pending")


def test_a_refund_named_like_one_of_the_shop_takes_nothing_from_it(boss) -> None:
    order = ordered()
    line, payment = order.lines.get(), order.payments.get()
    sent = {f"linha_{line.pk}": "1", "motivo": "x", "chave": f"rest-{payment.pk}-11500"}
    assert act(boss, order, "reembolsar", **sent).status_code == 302
    assert act(boss, order, "cancelar", motivo="x", estoque="on").status_code == 302
    assert sorted(refund.amount for refund in Refund.objects.all()) == [Decimal("95.00"), Decimal("115.00")]
    assert list(violations(at=timezone.now())) == []
