"""The five groups: what each may do, to the letter; which desks it finds; what of a person it sees."""

import re
from importlib import import_module
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import masking
from accounts.models import User
from cart.models import CouponUse
from orders.models import Order
from tests import buying, make
from tests.admin.conftest import client_of

pytestmark = pytest.mark.django_db
NAMES = ("Atendimento", "Estoque", "Catálogo", "Financeiro", "Gerente")
DESKS = {
    "Atendimento": {
        "cart_coupon", "cart_freightrate", "catalog_alert", "catalog_product", "catalog_review", "accounts_erasure",
        "orders_customer", "orders_order", "orders_payment", "orders_refund",
    },
    "Estoque": {"catalog_product", "catalog_stocklevel", "catalog_stockmove", "orders_order"},
    "Catálogo": {
        "accounts_activity", "catalog_banner", "catalog_brand", "catalog_category", "catalog_homesection",
        "catalog_page", "catalog_pricebatch", "catalog_product", "catalog_searchmiss", "catalog_sheetimport",
        "catalog_specdefinition", "catalog_stocklevel", "catalog_stockmove", "catalog_synonym", "catalog_syncissue",
        "catalog_syncrun", "redirects_redirect",
    },
    "Financeiro": {
        "cart_coupon", "cart_couponbatch", "orders_order", "orders_payment", "orders_paymentnotice", "orders_refund",
    },
}  # fmt: skip
SEES_PEOPLE = {"Atendimento", "Gerente"}
MAIL, NAME, DOCUMENT, PHONE = "ana@example.com", "Ana Souza", "52998224725", "912345678"


def of(name: str) -> User:
    user = make.user(is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    return User.objects.get(pk=user.pk)


def browser_of(name: str) -> Client:
    return client_of(of(name))


def held(name: str) -> set[str]:
    found = Permission.objects.filter(group__name=name).select_related("content_type")
    return {f"{each.content_type.app_label}.{each.codename}" for each in found}


# --- To the letter -------------------------------------------------------------------------------
def test_the_groups_hold_what_the_table_says_and_nothing_else() -> None:
    table = import_module("orders.migrations.0006_roles").ROLES
    assert set(table) == set(NAMES)
    assert {name: held(name) for name in NAMES} == {name: set(wanted) for name, wanted in table.items()}


def test_nobody_but_management_and_service_may_know_persons() -> None:
    assert {name for name in NAMES if masking.FULL in held(name)} == SEES_PEOPLE


@pytest.mark.parametrize(
    ("permission", "names"),
    [
        ("orders.change_order", {"Atendimento", "Estoque", "Gerente"}),
        ("orders.cancel_order", {"Atendimento", "Gerente"}),
        ("orders.add_order", {"Atendimento", "Gerente"}),
        ("orders.add_refund", {"Atendimento", "Financeiro", "Gerente"}),
        ("orders.change_payment", {"Financeiro", "Gerente"}),
        ("orders.view_reports", {"Financeiro", "Gerente"}),
        ("orders.view_customer", {"Atendimento", "Gerente"}),
        ("catalog.change_product", {"Catálogo", "Gerente"}),
        ("catalog.add_pricebatch", {"Catálogo", "Gerente"}),
        ("catalog.change_stocklevel", {"Estoque", "Gerente"}),
        ("catalog.add_stockmove", {"Estoque", "Gerente"}),
        ("accounts.undo_activity", {"Catálogo", "Gerente"}),
        ("accounts.view_user", {"Gerente"}),
        ("accounts.change_user", set()),
        ("auth.change_group", set()),
        ("auth.change_permission", set()),
        ("cart.add_couponbatch", {"Gerente"}),
        ("cart.change_coupon", {"Gerente"}),
    ],
)
def test_who_holds_what_matters(permission: str, names: set[str]) -> None:
    assert {name for name in NAMES if permission in held(name)} == names


def test_no_group_reaches_secrets_or_the_tables_of_django_itself() -> None:
    forbidden = ("otp_totp.", "sessions.", "contenttypes.", "admin.", "sites.")
    assert [each for name in NAMES for each in held(name) if each.startswith(forbidden)] == []


def test_a_group_that_was_there_keeps_what_the_owner_gave_it() -> None:
    from django.apps import apps

    group = Group.objects.get(name="Estoque")
    group.permissions.set(Permission.objects.filter(codename="view_brand"))
    Group.objects.get(name="Financeiro").delete()
    import_module("orders.migrations.0006_roles").write(apps, None)
    assert held("Estoque") == {"catalog.view_brand"}
    assert "orders.view_reports" in held("Financeiro")


# --- The desks each finds ------------------------------------------------------------------------
@pytest.mark.parametrize("name", DESKS)
def test_a_role_finds_its_desks_and_is_refused_at_all_others(name: str) -> None:
    browser = browser_of(name)
    found = set()
    for model in admin.site._registry:
        desk = f"{model._meta.app_label}_{model._meta.model_name}"
        status = browser.get(reverse(f"admin:{desk}_changelist")).status_code
        assert status in (200, 403)
        found |= {desk} if status == 200 else set()
    assert found == DESKS[name]


def test_the_manager_finds_every_desk() -> None:
    browser = browser_of("Gerente")
    for model in admin.site._registry:
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert (path, browser.get(path).status_code) == (path, 200)


# --- What of a person is seen --------------------------------------------------------------------
@pytest.fixture
def order(db: None, settings) -> Order:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    now = timezone.now()
    cart = buying.cart_with({buying.goods(at=now): 1}, at=now)
    order = buying.place(cart, email=MAIL, at=now)
    coupon = buying.coupon()
    CouponUse.objects.create(coupon=coupon, email=MAIL, order_number=order.number)
    return order


def pages(order: Order) -> list[str]:
    """Every list, with what would find the person, and every page about their order."""
    lists = [
        f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_changelist')}{query}"
        for model in admin.site._registry
        for query in ("", f"?q={MAIL}", f"?q={order.number}")
    ]
    payment = order.payments.get()
    return [
        *lists, reverse("admin:orders_order_change", args=[order.pk]), reverse("admin:index"),
        reverse("admin:orders_payment_change", args=[payment.pk]),
        reverse("admin:orders_order_history", args=[order.pk]),
    ]  # fmt: skip


@pytest.mark.parametrize("name", [name for name in NAMES if name not in SEES_PEOPLE])
def test_mail_document_and_telephone_show_nowhere_to_who_need_not_know(order, name: str) -> None:
    browser = browser_of(name)
    for path in pages(order):
        response = browser.get(path)
        if response.status_code != 200:
            continue
        text = re.sub(r'<input type="text" size="40" name="q"[^>]*>', "", response.content.decode())
        text = text.replace(f"q={MAIL}", "").replace(f"q={MAIL.replace('@', '%40')}", "")
        for secret in (MAIL, DOCUMENT, "529.982.247-25", PHONE, "91234-5678"):
            assert secret not in text, (path, secret)


@pytest.mark.parametrize("name", ["Estoque", "Financeiro"])
@pytest.mark.parametrize("word", [MAIL, "ana@", DOCUMENT, "529.982.247-25", "Souza", PHONE])
def test_searching_a_person_is_no_way_to_learn_of_them(order, name: str, word: str) -> None:
    browser = browser_of(name)
    for model in admin.site._registry:
        response = browser.get(
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), {"q": word}
        )
        if response.status_code == 200 and "cl" in (response.context or {}):
            assert response.context["cl"].result_count == 0, model


@pytest.mark.parametrize("name", sorted(SEES_PEOPLE))
def test_who_talks_to_customers_finds_them(order, name: str) -> None:
    response = browser_of(name).get(reverse("admin:orders_order_changelist"), {"q": "529.982.247-25", "aba": "todos"})
    assert response.context["cl"].result_count == 1


# --- The lens ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "text", "hidden", "whole"),
    [
        ("email", MAIL, "a•••@example.com", MAIL),
        ("email", "", "", ""),
        ("name", "Ana Maria de Souza", "Ana S.", "Ana Maria de Souza"),
        ("name", "Ana", "Ana", "Ana"),
        ("name", "", "", ""),
        ("phone", "+5511912345678", "•••78", "(11) 91234-5678"),
        ("document", DOCUMENT, "•••25", "529.982.247-25"),
        ("document", "", "", ""),
        ("words", "Avenida Paulista, 1000", "•••", "Avenida Paulista, 1000"),
        ("words", "", "", ""),
    ],
)
def test_the_lens(kind: str, text: str, hidden: str, whole: str) -> None:
    shown: list[Any] = [getattr(masking.Lens(sees_all=sees), kind)(text) for sees in (False, True)]
    assert shown == [hidden, whole]
