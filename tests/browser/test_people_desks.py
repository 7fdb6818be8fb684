"""The second factor's first day in a real browser, and the desks about people: clean for axe, in every light."""

import shutil
import time
from base64 import b32decode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Browser, Page, expect

from tests.browser import programs
from tests.browser.test_accessibility import axe_in_all_lights
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]
EMAIL, COLLEAGUE, THIRD = "dona@iluminacasa.example", "rita@iluminacasa.example", "gil@iluminacasa.example"
PASSWORD = "luz-de-2700-kelvins"
PEOPLE = f"""
from decimal import Decimal
from django.utils import timezone
from accounts import activity, privacy
from accounts.models import User
from cart import coupon_batches
from cart.models import CouponBatch
from catalog.models import Alert, Product
from orders import customers
from tests import buying, make
now = timezone.now()
for email in ('{EMAIL}', '{COLLEAGUE}', '{THIRD}'):
    owner = User.objects.create_superuser(email, '{PASSWORD}', name='Dona Helena')
ana = make.user('ana.souza@example.com', name='Ana Souza', document='52998224725', email_verified_at=now)
lamp = Product.objects.filter(is_visible=True, stock__gte=9).order_by('pk').first()
buying.place(buying.cart_with({{lamp: 1}}, user=ana, at=now), email=ana.email, at=now)
customers.add_note(user=ana, text='Prefere à tarde.', by=owner, at=now)
Alert.objects.create(product=lamp, email=ana.email, kind=Alert.Kind.PRICE_DROP, confirmed_at=now)
privacy.ask_erasure(user=make.user('eva@example.com'), at=now)
batch = CouponBatch(name='Natal', prefix='NATAL', quantity=3)
terms = dict.fromkeys(coupon_batches.TERMS) | {{'kind': 'free_freight', 'minimum_total': 0, 'combines_with_sale': True}}
coupon_batches.make(batch=batch, terms=terms, by=owner, at=now)
change = activity.change(Product, 'price', lamp.price, Decimal('1.00'))
activity.record(by=owner, obj=lamp, verb='changed', at=now, changes=[change], note='Em massa')
"""
LISTS = ("accounts/activity/", "orders/customer/", "cart/couponbatch/", "accounts/erasure/", "catalog/alert/")
FORMS = ("cart/couponbatch/add/", "cart/couponbatch/1/change/")
OF_A_LIST = "#result_list tbody tr:first-child :is(th, td) a"


@pytest.fixture(scope="module")
def shop(filled_folder: Path) -> Iterator[Shop]:
    started = Shop(settings={"PIX_KEY": "pix@iluminacasa.example", "STAFF_SECOND_FACTOR": "1"})
    try:
        shutil.copytree(filled_folder, started.folder, dirs_exist_ok=True)
        started.manage("shell", "--no-imports", "-c", PEOPLE)
        yield started.start()
    finally:
        started.stop()


def sign_in(page: Page, email: str) -> None:
    page.goto("/admin/catalog/product/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Senha").fill(PASSWORD)
    page.get_by_role("button", name="Acessar").click()


def shown_now(secret: str) -> str:
    clock = TOTP(b32decode(secret.replace(" ", "")))
    clock.time = time.time()
    return f"{clock.token():06d}"


def turn_on(page: Page) -> list[str]:
    """From the QR code to the recovery codes."""
    expect(page.get_by_role("heading", name="Ative o segundo fator")).to_be_visible()
    expect(page.get_by_role("img", name="Código QR")).to_be_visible()
    page.get_by_label("Código:").fill(shown_now(page.locator(".secret").inner_text()))
    page.get_by_role("button", name="Ativar").click()
    expect(page.locator(".recovery-codes code")).to_have_count(10)
    return page.locator(".recovery-codes code").all_inner_texts()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_the_first_day_and_the_day_the_telephone_is_lost(visit: Callable[..., Page], javascript: bool) -> None:
    email = EMAIL if javascript else COLLEAGUE
    page = visit(javascript=javascript)
    sign_in(page, email)
    codes = turn_on(page)
    page.get_by_role("link", name="Guardei, continuar").click()
    expect(page.locator("#result_list")).to_be_visible()  # where the person wanted to go
    later = visit(javascript=javascript)
    sign_in(later, email)
    expect(later.get_by_role("heading", name="Confirme que é você")).to_be_visible()
    later.get_by_label("Código:").fill("000000")
    later.get_by_role("button", name="Entrar").click()
    expect(later.get_by_text("O código não confere")).to_be_visible()
    later.get_by_label("Código:").fill(codes[0].lower())
    later.get_by_role("button", name="Entrar").click()
    expect(later.get_by_text("restam 9")).to_be_visible()
    later.get_by_role("link", name="Segundo fator").click()
    expect(later.get_by_text("Códigos de recuperação que restam: 9")).to_be_visible()


def test_the_desks_about_people_are_clean_for_axe(browser: Browser, shop: Shop) -> None:
    context = browser.new_context(base_url=shop.url, locale="pt-BR", reduced_motion="reduce")
    context.add_init_script(path=programs.axe())
    page = context.new_page()
    sign_in(page, THIRD)
    assert axe_in_all_lights(page) == {}
    turn_on(page)
    assert axe_in_all_lights(page) == {}
    found = {}
    for path in ("segundo-fator/codigos/", *LISTS, *FORMS):
        page.goto(f"/admin/{path}")
        found[path] = axe_in_all_lights(page)
    for path in ("accounts/activity/", "orders/customer/", "accounts/erasure/"):
        page.goto(f"/admin/{path}")
        page.locator(OF_A_LIST).first.click()
        found[page.url] = axe_in_all_lights(page)
    assert {path: problems for path, problems in found.items() if problems} == {}
    context.close()
