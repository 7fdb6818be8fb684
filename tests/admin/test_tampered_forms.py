"""Forms somebody bent: no state moves by force, no money of a placed order changes, nobody gives themselves power."""

import itertools
import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity, User
from cart.models import Coupon
from orders import lifecycle, payments
from orders.admin.acts import ACTS
from orders.models import Order, OrderEvent, OrderLine, Payment, Refund
from tests import buying, make
from tests.admin.conftest import client_of

pytestmark = pytest.mark.django_db
ROLES = ("Atendimento", "Estoque", "Catálogo", "Financeiro", "Gerente")
MONEY = {
    "total": "0,01", "lines_total": "0,01", "discount_total": "999", "freight_total": "0", "pix_discount_total": "9",
    "status": "delivered", "paid_at_0": "01/01/2026", "paid_at_1": "00:00:00", "user": "1", "email": "x@example.com",
    "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "1", "lines-0-id": "1", "lines-0-unit_price": "0,01",
    "lines-0-quantity": "99", "lines-0-total": "0,01", "payments-TOTAL_FORMS": "1", "payments-INITIAL_FORMS": "1",
    "payments-0-id": "1", "payments-0-amount": "0,01", "payments-0-status": "confirmed", "_save": "Salvar",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _takes_pix(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


@pytest.fixture
def order(db: None) -> Order:
    now = timezone.now()
    return buying.place(buying.cart_with({buying.goods(at=now): 2}, at=now), at=now)


@pytest.fixture
def paid(order: Order) -> Order:
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=timezone.now())
    order.refresh_from_db()
    return order


def browser_of(name: str) -> Client:
    user = make.user(is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    return client_of(User.objects.get(pk=user.pk))


def everything_of(order: Order) -> tuple[Any, ...]:
    """All the database says of an order and its money."""
    rows = (
        Order.objects.filter(pk=order.pk), OrderLine.objects.filter(order=order), Payment.objects.filter(order=order),
        Refund.objects.filter(payment__order=order), OrderEvent.objects.filter(order=order),
    )  # fmt: skip
    return tuple(tuple(each.order_by("pk").values_list()) for each in rows)


# --- Money of a placed order ---------------------------------------------------------------------
@pytest.mark.parametrize("name", ["superuser", *ROLES])
def test_no_form_changes_the_money_or_the_state_of_a_placed_order(boss, paid, name: str) -> None:
    browser = boss if name == "superuser" else browser_of(name)
    before = everything_of(paid)
    payment = paid.payments.get()
    for model, pk in (("order", paid.pk), ("payment", payment.pk)):
        for page in ("change", "delete"):
            path = reverse(f"admin:orders_{model}_{page}", args=[pk])
            assert browser.post(path, MONEY | {"post": "yes"}).status_code in (302, 403)
        listed = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": str(pk), "form-0-total": "0,01"}
        listed |= {"form-0-status": "delivered", "_save": "Salvar"}
        browser.post(reverse(f"admin:orders_{model}_changelist"), listed)
        deletion = {"action": "delete_selected", "_selected_action": [str(pk)], "post": "yes", "index": "0"}
        browser.post(reverse(f"admin:orders_{model}_changelist"), deletion)
        assert browser.post(reverse(f"admin:orders_{model}_add"), MONEY).status_code == 403
    assert everything_of(paid) == before


# --- States --------------------------------------------------------------------------------------
FORCED = {
    "motivo": "à força", "transportadora": "Correios", "codigo": "BR1", "valor": "1,00", "estoque": "on", "frete": "on",
    "chave": "forjada", "letra": "placed", "carta": "placed", "texto": "à força",
}  # fmt: skip
MOVES = {
    "confirmar": None, "separar": "pick", "enviar": "ship", "pronto": "ready", "entregar": "deliver",
    "abastecer": "supply", "arrependimento": "request_withdrawal", "receber": "receive_return",
    "recusar": "refuse_withdrawal", "cancelar": "cancel",
}  # fmt: skip


@pytest.mark.parametrize("state", [state for state in Order.Status.values if state != Order.Status.PENDING])
def test_a_posted_act_moves_an_order_only_where_the_table_lets_it(boss, paid, state: str) -> None:
    for name, verb in MOVES.items():
        Order.objects.filter(pk=paid.pk).update(status=state)
        paid.refresh_from_db()
        if verb is not None and lifecycle.allows(paid, verb):
            continue
        before = everything_of(paid)
        response = boss.post(reverse("admin:orders_order_act", args=[paid.pk, name]), FORCED)
        moved = Order.objects.get(pk=paid.pk).status
        assert (name, moved) == (name, state), response.status_code
        if name != "confirmar":  # a second receipt is noted and set aside
            assert everything_of(paid) == before


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("Estoque", "confirmar"), ("Estoque", "reembolsar"), ("Estoque", "cancelar"), ("Estoque", "recusar"),
        ("Estoque", "arrependimento"), ("Atendimento", "confirmar"), ("Financeiro", "separar"),
        ("Financeiro", "cancelar"), ("Catálogo", "separar"), ("Catálogo", "reembolsar"),
    ],
)  # fmt: skip
def test_an_act_of_another_role_is_refused_and_leaves_nothing(paid, name: str, act: str) -> None:
    before = everything_of(paid)
    response = browser_of(name).post(reverse("admin:orders_order_act", args=[paid.pk, act]), FORCED)
    assert response.status_code == 403
    assert everything_of(paid) == before


def test_a_refund_never_passes_what_was_paid_whatever_the_form_says(boss, paid) -> None:
    line = paid.lines.get()
    path = reverse("admin:orders_order_act", args=[paid.pk, "reembolsar"])
    for units in ("3", "-1", "999999999999", "1.5", "'"):
        form = {"motivo": "x", "chave": f"k{units}", f"linha_{line.pk}": units}
        assert boss.post(path, form).status_code == 422
    stranger = buying.place(
        buying.cart_with({buying.goods(at=timezone.now()): 1}, at=timezone.now()), at=timezone.now()
    )
    foreign = {"motivo": "x", "chave": "f", f"linha_{stranger.lines.get().pk}": "1"}
    assert boss.post(path, foreign).status_code == 422
    assert not Refund.objects.exists()
    for _ in range(3):
        boss.post(path, {"motivo": "x", "chave": "uma", f"linha_{line.pk}": "2", "frete": "on"})
    assert sum(refund.amount for refund in Refund.objects.all()) <= paid.total


def test_the_same_refund_posted_twice_is_made_once(boss, paid) -> None:
    form = {"motivo": "x", "chave": "mesma", f"linha_{paid.lines.get().pk}": "1"}
    for _ in range(2):
        boss.post(reverse("admin:orders_order_act", args=[paid.pk, "reembolsar"]), form)
    assert Refund.objects.count() == 1


def test_acts_nobody_wrote_do_not_exist(boss, paid) -> None:
    for name in ("apagar", "pagar", "status", "x" * 200):
        path = f"/admin/orders/order/{paid.pk}/acao/{name}/"
        assert boss.post(path, FORCED).status_code == 404
    assert set(MOVES) <= set(ACTS)


# --- Power ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ROLES)
def test_nobody_gives_themselves_power(name: str) -> None:
    browser = browser_of(name)
    me = User.objects.latest("pk")
    everything = [str(pk) for pk in Permission.objects.values_list("pk", flat=True)]
    form = {
        "email": me.email, "name": "Eu", "is_active": "on", "is_staff": "on", "is_superuser": "on",
        "groups": [str(pk) for pk in Group.objects.values_list("pk", flat=True)], "user_permissions": everything,
    }  # fmt: skip
    for path in ("admin:accounts_user_change", "admin:accounts_user_delete", "admin:auth_user_password_change"):
        browser.post(reverse(path, args=[me.pk]), form | {"password1": "x" * 12, "password2": "x" * 12})
    browser.post(reverse("admin:accounts_user_add"), form | {"email": "novo@example.com"})
    for group in Group.objects.all():
        path = reverse("admin:auth_group_change", args=[group.pk])
        assert browser.post(path, {"name": group.name, "permissions": everything}).status_code == 403
    again = User.objects.get(pk=me.pk)
    assert (again.is_superuser, [group.name for group in again.groups.all()]) == (False, [name])
    assert not again.user_permissions.exists()
    assert again.password == me.password
    assert not User.objects.filter(email="novo@example.com").exists()


# --- Fields a form does not show -----------------------------------------------------------------
def test_what_a_form_does_not_show_it_does_not_take(boss) -> None:
    coupon = Coupon.objects.create(code="LUZ", kind="percent", percentage=Decimal(10), used_count=3, usage_limit=5)
    form = {"code": "LUZ", "kind": "percent", "percentage": "10", "minimum_total": "0", "is_active": "on"}
    path = reverse("admin:cart_coupon_change", args=[coupon.pk])
    boss.post(path, form | {"used_count": "0", "batch": "1", "usage_limit": "5"} | inline_rows(boss, path))
    coupon.refresh_from_db()
    assert (coupon.used_count, coupon.batch_id) == (3, None)
    product = make.product(stock=20)
    shown = boss.get(reverse("admin:catalog_product_change", args=[product.pk])).content.decode()
    assert 'name="stock"' not in shown
    assert 'name="units_sold"' not in shown


def inline_rows(browser: Client, path: str) -> dict[str, str]:
    drawn = browser.get(path).content.decode()
    return dict(re.findall(r'name="([\w-]+-(?:TOTAL|INITIAL)_FORMS)" value="(\d+)"', drawn))


@pytest.mark.parametrize("name", ROLES)
def test_a_forged_row_number_is_never_a_server_error(name: str) -> None:
    browser = browser_of(name)
    browser.raise_request_exception = False
    numbers = ("0", "-1", "999999999999999999999", "1'--", "%00", "1/../2")
    for model, number in itertools.product(list(admin.site._registry)[::3], numbers):
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{number}/change/"
        assert browser.get(path).status_code < 500, path


def test_the_log_takes_nothing_from_a_form(boss, owner) -> None:
    boss.post(reverse("admin:accounts_activity_add"), {"note": "forjada", "actor": str(owner.pk), "kind": "x.y"})
    assert not Activity.objects.filter(note="forjada").exists()
    boss.post("/admin/accounts/activity/lote/00000000-0000-0000-0000-000000000000/", {"leave_changed": "on"})
    boss.post("/admin/accounts/activity/999999/desfazer/")
    assert not Activity.objects.exists()
