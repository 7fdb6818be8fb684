"""The manager's first look in a real browser: what waits, how the shop does, a report and its file; clean for axe."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import programs
from tests.browser.test_accessibility import TOO_WIDE, axe_in_all_lights
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]
EMAIL, PASSWORD = "gerente@iluminacasa.example", "luz-de-2700-kelvins"
MANAGER = f"""
from django.contrib.auth.models import Group
from accounts.models import User
manager = User.objects.create_user('{EMAIL}', '{PASSWORD}', name='Gil', is_staff=True)
manager.groups.add(Group.objects.get(name='Gerente'))
"""
SALES = """
from datetime import timedelta
from django.utils import timezone
from catalog.models import Product, SearchMiss
from orders import payments
from tests import buying
now = timezone.now()
lamp = Product.objects.filter(is_visible=True, stock__gte=9).order_by("pk").first()
for days in (40, 12, 5, 0):
    at = now - timedelta(days=days)
    order = buying.place(buying.cart_with({lamp: 1}, at=at), at=at)
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=at)
payments.refund_rest(order=order, reason="Desistiu", at=now)
SearchMiss.objects.create(query="lustre roxo", count=3)
"""
PAGES = ["", "relatorios/", "relatorios/dia/", "relatorios/produto/?periodo=ano", "relatorios/estoque/"]
NARROW, MIDDLE, WIDE = 360, 768, 1280


@pytest.fixture(scope="module")
def shop(filled_folder: Path) -> Iterator[Shop]:
    started = Shop(settings={"PIX_KEY": "pix@iluminacasa.example", "STAFF_SECOND_FACTOR": "0"})
    try:
        shutil.copytree(filled_folder, started.folder, dirs_exist_ok=True)
        started.manage("shell", "--no-imports", "-c", MANAGER + SALES)
        yield started.start()
    finally:
        started.stop()


def sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Senha").fill(PASSWORD)
    page.get_by_role("button", name="Acessar").click()
    expect(page.get_by_role("heading", name="Para fazer")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_from_the_first_look_to_a_file(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript)
    sign_in(page)
    expect(page.locator(".todo-tile", has_text="Pedidos a separar")).to_contain_text("4")
    expect(page.locator(".todo-tile", has_text="Reembolsos a fazer")).to_contain_text("1")
    expect(page.locator(".figure", has_text="30 dias").first).to_contain_text("3 pedidos pagos")
    expect(page.locator(".plot rect")).to_have_count(30)
    expect(page.get_by_text("lustre roxo")).to_be_visible()
    page.get_by_text("Ver os números em tabela").click()
    expect(page.locator(".chart tbody tr").first).to_be_visible()
    page.get_by_role("link", name="Pedidos a separar").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(4)
    page.goto("/admin/")
    page.get_by_role("link", name="Todos os relatórios").click()
    page.get_by_role("main").get_by_role("link", name="Vendas por UF").click()
    page.get_by_role("link", name="90 dias").click()
    expect(page.locator(".report tbody tr")).to_contain_text("Retirada na loja")
    expect(page.locator(".report tbody td").first).to_have_text("4")
    with page.expect_download() as download:
        page.get_by_role("link", name="Baixar CSV").click()
    text = download.value.path().read_bytes()
    assert text.startswith(b"\xef\xbb\xbfUF;Pedidos;")
    assert b"\r\nRetirada na loja;4;4;" in text


def test_the_managers_pages_are_clean_for_axe_and_fit_every_screen(browser: Browser, shop: Shop) -> None:
    context = browser.new_context(base_url=shop.url, locale="pt-BR", reduced_motion="reduce")
    context.add_init_script(path=programs.axe())
    page = context.new_page()
    sign_in(page)
    for path in PAGES:
        page.goto(f"/admin/{path}")
        assert axe_in_all_lights(page) == {}, path
        for width in (NARROW, MIDDLE, WIDE):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(TOO_WIDE) == [], (path, width)
    context.close()
