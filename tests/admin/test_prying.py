"""Staff who may not know a person try to learn of one all the same: by the address of a list, its order, old papers."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from orders import phone, queue
from orders.models import Order
from tests import make
from tests.admin.conftest import client_of
from tests.admin.ordering import LIST, listed, ordered, rows

pytestmark = pytest.mark.django_db
GUESSES = (
    ("orders_order", "email__startswith", "ana"), ("orders_order", "document__startswith", "529"),
    ("orders_order", "name__icontains", "souza"), ("orders_order", "street__icontains", "paulista"),
    ("orders_order", "phone", "+5511912345678"), ("orders_order", "trace__contains", "1"),
    ("orders_order", "user__email", "ana@example.com"), ("orders_payment", "order__email__startswith", "ana"),
    ("orders_payment", "instructions__icontains", "ana"), ("orders_paymentnotice", "body__icontains", "ana"),
    ("orders_refund", "payment__order__document", "529"), ("orders_customer", "password__startswith", "pbkdf2"),
    ("orders_customer", "is_superuser", "1"), ("orders_customer", "orders__email", "ana"),
    ("accounts_user", "password__regex", "^a"), ("accounts_activity", "changes__icontains", "ana"),
    ("accounts_erasure", "user__email", "ana"), ("catalog_alert", "email__startswith", "ana"),
    ("catalog_review", "author__email", "ana"), ("cart_coupon", "uses__email", "ana"),
    ("catalog_sheetimport", "content__isnull", "1"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _takes_pix(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"


def browser_of(name: str) -> Client:
    user = make.user(is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    return client_of(User.objects.get(pk=user.pk))


# --- Letter by letter ----------------------------------------------------------------------------
@pytest.mark.parametrize(("desk", "lookup", "value"), GUESSES)
def test_a_list_answers_no_question_its_filters_do_not_ask(boss, desk: str, lookup: str, value: str) -> None:
    assert boss.get(reverse(f"admin:{desk}_changelist"), {lookup: value}).status_code == 400


def test_what_the_filters_and_links_ask_is_still_answered(boss) -> None:
    asked = {
        "orders_order": ({"status__exact": "paid"}, {"payment_method__exact": "pix"}, {"placed_at__year": "2026"}),
        "orders_payment": ({"status__exact": "quarantined"},), "catalog_stockmove": ({"product__id__exact": "1"},),
        "orders_refund": ({"status__exact": "requested"}, {"payment__method__exact": "pix"}),
        "catalog_syncissue": ({"run__id__exact": "1"},), "catalog_product": ({"id__in": "1,2"},),
        "accounts_user": ({"groups__id__exact": str(Group.objects.first().pk)}, {"is_staff__exact": "1"}),
    }  # fmt: skip
    for desk, questions in asked.items():
        for question in questions:
            assert boss.get(reverse(f"admin:{desk}_changelist"), question).status_code == 200, question


def sorted_by(browser: Client, head: str) -> list[list[str]]:
    """The list up and down by the column of that name, whether its head offers it or not."""
    shown = browser.get(reverse(LIST), {"aba": "todos"}).context["cl"].list_display
    place = [getattr(each, "short_description", "") or each for each in shown].index(head)
    return [listed(browser, aba="todos", o=f"{sign}{place}") for sign in ("", "-")]


def test_the_order_of_a_list_tells_no_names() -> None:
    for name in ("Cora Lima", "Ana Souza", "Bia Reis"):
        rows(1, name=name)
    up, down = sorted_by(browser_of("Atendimento"), "cliente")
    names = dict(Order.objects.values_list("number", "name"))
    assert (
        [names[each] for each in up] == ["Ana Souza", "Bia Reis", "Cora Lima"] == [names[each] for each in down][::-1]
    )
    for role in ("Estoque", "Financeiro"):
        up, down = sorted_by(browser_of(role), "cliente")
        assert up == down


# --- What a colleague searched -------------------------------------------------------------------
def test_a_search_shared_with_the_team_is_shown_to_who_may_know_persons() -> None:
    helper, now = make.user(is_staff=True), timezone.now()
    queue.keep_filter(owner=helper, name="Ana", query="aba=todos&q=ana%40example.com", is_shared=True, at=now)
    queue.keep_filter(owner=helper, name="Pix", query="payment_method__exact=pix", is_shared=True, at=now)
    pages = {role: browser_of(role).get(reverse(LIST)).content.decode() for role in ("Estoque", "Gerente")}
    assert [("ana%40example.com" in text, "payment_method__exact=pix" in text) for text in pages.values()] == [
        (False, True), (True, True),
    ]  # fmt: skip


# --- Papers --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "is_shown"),
    [("paid", True), ("picking", True), ("shipped", True), ("delivered", False), ("canceled", False),
     ("returned", False)],
)  # fmt: skip
def test_an_address_is_printed_for_the_stock_room_while_there_is_a_parcel(boss, status: str, is_shown: bool) -> None:
    order = ordered()
    Order.objects.filter(pk=order.pk).update(status=status, note="Deixar com a vizinha")
    address = f"{reverse('admin:orders_order_papers', args=['embalagem'])}?pk={order.pk}"
    text = browser_of("Estoque").get(address).content.decode()
    assert ("Avenida Paulista" in text) is is_shown
    assert ("vizinha" in text) <= is_shown
    assert "Avenida Paulista" in boss.get(address).content.decode()


# --- By telephone --------------------------------------------------------------------------------
def test_a_word_without_digits_finds_nobody_by_an_empty_document() -> None:
    make.user("bia@example.com", name="Bia")
    ana = make.user("ana@example.com", name="Ana", document="52998224725")
    assert phone.people("...") == []
    assert [each.pk for each in phone.people("529.982.247-25")] == [ana.pk]
    assert [each.pk for each in phone.people("an\x00a")] == [ana.pk]


# --- Before the second step ----------------------------------------------------------------------
def test_a_preview_asks_for_the_second_step_too(settings, boss) -> None:
    hidden = make.product("Segredo", is_published=False)
    preview = f"{hidden.get_absolute_url()}?previa=1"
    assert boss.get(preview).status_code == 200
    settings.STAFF_SECOND_FACTOR = True
    assert boss.get(preview).status_code == 404


# --- What somebody else wrote --------------------------------------------------------------------
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def pages_of(order: Order) -> list[str]:
    some: list[tuple[str, list[Any]]] = [
        ("orders_order_changelist", []), ("orders_order_change", [order.pk]), ("orders_order_history", [order.pk]),
        ("orders_order_act", [order.pk, "reembolsar"]), ("orders_order_act", [order.pk, "reenviar"]),
        ("orders_order_papers", ["embalagem"]), ("orders_order_papers", ["recibos"]),
        ("orders_order_papers", ["separacao"]), ("orders_order_phone_list", []), ("orders_customer_changelist", []),
        ("index", []), ("accounts_activity_changelist", []), ("orders_refund_changelist", []),
        ("catalog_review_changelist", []),
    ]  # fmt: skip
    return [reverse(f"admin:{name}", args=args) for name, args in some]


def test_nothing_a_customer_or_a_colleague_wrote_runs_in_the_back_office(boss, owner) -> None:
    order = ordered(title=EVIL[:150])
    texts = dict.fromkeys(("name", "note", "recipient", "street", "complement", "district", "city"), EVIL[:60])
    Order.objects.filter(pk=order.pk).update(**texts)
    boss.post(reverse("admin:orders_order_act", args=[order.pk, "anotar"]), {"motivo": EVIL})
    boss.post(reverse("admin:orders_order_filters"), {"nome": "<script>f()</script>", "filtro": "aba=todos&q=<script>"})
    queue.keep_filter(owner=owner, name='"><script>', query='q="><script>', is_shared=True, at=timezone.now())
    make.review(order.lines.get().product, state="pending", title=EVIL[:60], text=EVIL, author_name=EVIL[:40])
    for path in pages_of(order):
        response = boss.get(path, {"pk": order.pk} if "documentos" in path else None)
        text = response.content.decode()
        assert response.status_code == 200, path
        assert not re.search(r"<script>|<img src=x", text), path
