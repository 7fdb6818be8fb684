"""Who comes in, and what the pages carry."""

import gettext
import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from catalog.models import Page
from tests import make

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)
LISTS = [f"admin:{name}_changelist" for name in MODELS]
READ_ONLY = {
    "accounts_activity", "accounts_erasure", "catalog_alert", "orders_customer",
    "catalog_pricebatch", "catalog_stocklevel", "catalog_stockmove", "catalog_syncrun", "catalog_syncissue",
    "catalog_searchmiss", "catalog_review", "orders_order", "orders_payment",
    "orders_paymentnotice", "orders_refund",
}  # fmt: skip


def test_the_desks_of_the_shop_are_there() -> None:
    assert set(MODELS) == {
        "accounts_activity", "accounts_erasure", "accounts_user", "auth_group", "cart_coupon", "cart_couponbatch",
        "cart_freightrate", "catalog_alert", "orders_customer", "catalog_banner", "catalog_brand",
        "catalog_category", "catalog_homesection", "catalog_page", "catalog_pricebatch", "catalog_product",
        "catalog_review", "catalog_searchmiss", "catalog_sheetimport", "catalog_specdefinition", "catalog_stocklevel",
        "catalog_stockmove", "catalog_syncissue", "catalog_syncrun", "catalog_synonym", "orders_order",
        "orders_payment", "orders_paymentnotice", "orders_refund", "redirects_redirect",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["admin:index", *LISTS])
def test_a_customer_never_reaches_the_back_office(customer, name: str) -> None:
    response = customer.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", ["admin:index", *LISTS])
def test_a_visitor_is_asked_to_sign_in(name: str) -> None:
    assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", LISTS)
def test_staff_without_the_permission_is_refused(staff, name: str) -> None:
    assert staff().get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", MODELS)
def test_the_owner_reads_every_list_and_makes_what_may_be_made(boss, name: str) -> None:
    assert boss.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert boss.get(reverse(f"admin:{name}_add")).status_code == (403 if name in READ_ONLY else 200)


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("admin:catalog_product_change", "catalog.view_product"),
        ("admin:catalog_product_count", "catalog.add_stockmove"),
    ],
)
def test_each_page_of_a_product_needs_its_own_permission(staff, path: str, needed: str) -> None:
    address = reverse(path, args=[make.product().pk])
    assert staff("catalog.view_brand").get(address).status_code == 403
    assert staff(needed).get(address).status_code == 200


def test_staff_who_may_only_look_cannot_save(staff) -> None:
    product = make.product(title="Arandela")
    browser = staff("catalog.view_product")
    response = browser.post(reverse("admin:catalog_product_change", args=[product.pk]), {"title": "Outra"})
    assert response.status_code == 403
    product.refresh_from_db()
    assert product.title == "Arandela"


def test_a_post_from_another_site_is_refused(boss) -> None:
    product = make.product()
    response = boss.post(
        reverse("admin:catalog_product_count", args=[product.pk]),
        {"counted": "1", "seen": str(product.stock)},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert response.status_code == 403
    product.refresh_from_db()
    assert product.stock == 20


@pytest.mark.parametrize("name", ["admin:index", *LISTS])
def test_the_policy_lets_nothing_inline_run_but_djangos_own(boss, name: str) -> None:
    response = boss.get(reverse(name))
    policy = response["Content-Security-Policy"]
    nonce = re.search(r"script-src 'self' 'nonce-([^']+)'", policy)
    assert nonce
    assert "unsafe" not in policy
    page = response.content.decode()
    assert f'nonce="{nonce[1]}"' in page
    assert not re.search(r"\sstyle=|\son[a-z]+=\"", page)
    for tag in re.findall(r"<(?:script|style)[^>]*>", page):
        assert f'nonce="{nonce[1]}"' in tag


def test_a_person_with_power_over_people_cannot_climb(staff, owner) -> None:
    browser = staff("accounts.view_user", "accounts.change_user")
    address = reverse("admin:accounts_user_change", args=[owner.pk])
    assert browser.post(address, {"email": owner.email, "is_active": ""}).status_code == 403
    assert browser.get(reverse("admin:auth_user_password_change", args=[owner.pk])).status_code == 403
    someone = make.user()
    address = reverse("admin:accounts_user_change", args=[someone.pk])
    form = {"email": someone.email, "name": "Nome", "is_active": "on", "is_superuser": "on", "is_staff": "on"}
    drawn = browser.get(address).content.decode()
    form |= dict(re.findall(r'name="(\w+-(?:TOTAL|INITIAL)_FORMS)" value="(\d+)"', drawn))  # of what is only shown
    assert browser.post(address, form).status_code == 302
    someone.refresh_from_db()
    assert (someone.name, someone.is_superuser, someone.is_staff) == ("Nome", False, False)


def test_nobody_climbs_over_a_colleague(staff) -> None:
    browser = staff("accounts.view_user", "accounts.change_user")
    colleague = make.user(is_staff=True)
    address = reverse("admin:accounts_user_change", args=[colleague.pk])
    assert browser.post(address, {"email": "meu@example.com", "is_active": "on"}).status_code == 403
    assert browser.get(reverse("admin:auth_user_password_change", args=[colleague.pk])).status_code == 403
    colleague.refresh_from_db()
    assert colleague.email != "meu@example.com"


def test_nobody_climbs_by_a_group(staff) -> None:
    group = Group.objects.create(name="Equipe")
    browser = staff("auth.view_group", "auth.add_group", "auth.change_group", "auth.delete_group")
    every = list(Permission.objects.values_list("pk", flat=True))
    address = reverse("admin:auth_group_change", args=[group.pk])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"name": "Equipe", "permissions": every}).status_code == 403
    assert browser.post(reverse("admin:auth_group_add"), {"name": "Outra", "permissions": every}).status_code == 403
    assert group.permissions.count() == 0


def test_permissions_are_named_in_portuguese(boss) -> None:
    page = boss.get(reverse("admin:auth_group_add")).content.decode()
    assert "produto: mudar" in page
    assert "Can change" not in page


@pytest.mark.parametrize("name", ["admin:index", *LISTS, "admin:catalog_product_add", "admin:catalog_banner_add"])
def test_no_english_of_djangos_newest_texts_is_left(boss, name: str) -> None:
    make.review(make.product(), state="pending")
    page = boss.get(reverse(name)).content.decode()
    for text in ("Select an option", "Filter by", "Log out", "Save", "Search", "Add another"):
        assert f">{text}" not in page


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_words_are_those_of_the_source(domain: str) -> None:
    folder = ROOT / "iluminacasa" / "locale" / "pt_BR" / "LC_MESSAGES"
    with (folder / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    source = (folder / f"{domain}.po").read_text(encoding="utf-8")
    said = {text.replace('\\"', '"') for text in re.findall(r'^msgstr(?:\[\d\])? "(.+)"$', source, re.MULTILINE)}
    assert {text for key, text in compiled.items() if key} == said


def test_the_calendar_speaks_portuguese(boss) -> None:
    script = boss.get(reverse("admin:jsi18n")).content.decode()
    assert "hora à frente" in script or "hora \\u00e0 frente" in script


def test_pages_can_be_changed_by_those_who_may(staff) -> None:
    page = Page.objects.get(slug="sobre")
    browser = staff("catalog.view_page", "catalog.change_page")
    form = {"title": "Sobre nós", "slug": "sobre", "description": "", "body": "## Olá", "position": "1"}
    address = reverse("admin:catalog_page_change", args=[page.pk])
    assert browser.post(address, form | {"is_published": "on", "in_footer": "on"}).status_code == 302
    assert "<h2" in browser.get("/sobre/").content.decode()
