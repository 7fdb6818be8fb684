"""A day at the desk of orders in a real browser: a clean console, nothing for axe to say, a way without script too."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import programs
from tests.browser.test_accessibility import TOO_WIDE, axe_in_all_lights
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]
EMAIL, PASSWORD = "atendimento@iluminacasa.example", "luz-de-2700-kelvins"
CLERK = f"""
from django.contrib.auth.models import Group
from accounts.models import User
clerk = User.objects.create_user('{EMAIL}', '{PASSWORD}', name='Bia', is_staff=True)
clerk.groups.add(Group.objects.get(name='Atendimento'))
from catalog.models import Image
Image.objects.update(state=Image.State.READY)
"""
ORDERS = """
from datetime import timedelta
from django.utils import timezone
from catalog.models import Product
from orders import checkout, payments
from orders.models import Order
from tests import buying
now = timezone.now()
lamp = Product.objects.filter(is_visible=True, stock__gte=9).order_by("pk").first()
home = checkout.Delivery(method="economico", address=buying.ADDRESS)
for hours in (30, 2, 1):
    at = now - timedelta(hours=hours)
    order = buying.place(buying.cart_with({lamp: 2}, at=at), at=at, delivery=home)
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=at)
    print(order.number)
"""


@pytest.fixture(scope="module")
def shop(filled_folder: Path) -> Iterator[Shop]:
    """A filled shop of its own, since here it is changed."""
    started = Shop(settings={"PIX_KEY": "pix@iluminacasa.example"})
    try:
        shutil.copytree(filled_folder, started.folder, dirs_exist_ok=True)
        started.manage("shell", "--no-imports", "-c", CLERK)
        yield started.start()
    finally:
        started.stop()


@pytest.fixture(scope="module")
def numbers(shop: Shop) -> list[str]:
    """Three paid orders of two lamps each, the first one old."""
    return shop.manage("shell", "--no-imports", "-c", ORDERS).stdout.split()[-3:]


def sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Senha").fill(PASSWORD)
    page.get_by_role("button", name="Acessar").click()
    expect(page.locator("#user-tools")).to_contain_text("Bia")


def do(page: Page, act: str, **typed: str) -> None:
    """Press the button of an act, fill in its page and send it."""
    page.get_by_role("link", name=act, exact=True).click()
    for label, text in typed.items():
        page.get_by_label(label.replace("_", " ")).fill(text)
    page.get_by_role("button", name=act).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_a_paid_order_is_brought_to_the_customer_and_back(visit: Callable[..., Page], numbers: list[str]) -> None:
    page = visit()
    sign_in(page)
    page.goto("/admin/orders/order/")
    expect(page.locator("#result_list tbody th").first).to_have_text(numbers[0])
    expect(page.locator(".age-old")).to_have_count(1)
    page.get_by_role("link", name=numbers[0]).click()
    do(page, "Separar")
    do(page, "Enviar", Transportadora="Correios", Código_de_rastreio="BR123456789BR")
    do(page, "Entregue")
    expect(page.locator(".field-situation .chip")).to_have_text("entregue")
    do(page, "Reembolsar itens", unidades_a_reembolsar="1", Motivo="Veio riscado")
    expect(page.locator(".field-refunds")).to_contain_text("Veio riscado")
    do(page, "Registrar arrependimento", Motivo="Mudou de ideia")
    do(page, "Receber devolução")
    expect(page.locator(".field-situation .chip")).to_have_text("devolvido")
    page.get_by_label("Anotação").fill("Caixa amassada, lâmpadas boas.")
    page.get_by_role("button", name="Anotar").click()
    titles = page.locator(".history__title strong")
    expect(titles.first).to_have_text("Anotação da equipe")
    assert titles.all_inner_texts()[1:] == [
        "Reembolso a caminho", "Devolução recebida", "Desistência recebida", "Reembolso a caminho", "Pedido entregue",
        "Pedido enviado", "Em separação", "Pagamento confirmado", "Pedido recebido",
    ]  # fmt: skip


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_many_are_picked_printed_and_sent(visit: Callable[..., Page], numbers: list[str], javascript: bool) -> None:
    number = numbers[1 if javascript else 2]
    page = visit(javascript=javascript)
    sign_in(page)
    for action, button in (("Separar…", "Separar 1 pedido"), ("Enviar…", "Enviar os marcados")):
        page.goto(f"/admin/orders/order/?q={number}")
        page.locator("#result_list tbody input.action-select").check()
        page.locator("select[name=action]").select_option(label=action)
        page.get_by_role("button", name="Executar").click()
        if action == "Enviar…":
            page.get_by_label("Transportadora de todos").fill("Correios")
            page.get_by_label(f"Código de rastreio de {number}").fill("BR1")
        page.get_by_role("button", name=button).click()
        expect(page.locator(".messagelist .success")).to_contain_text("1")
    page.goto(f"/admin/orders/order/?q={number}")
    expect(page.locator("#result_list .chip")).to_have_text("enviado")
    page.get_by_role("link", name=number).click()
    page.get_by_role("link", name="Folha de embalagem").click()
    expect(page.get_by_role("img", name=f"Código de barras de {number}")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_an_order_is_taken_by_telephone(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript)
    sign_in(page)
    page.goto("/admin/orders/order/")
    page.get_by_role("link", name="Pedidos por telefone").click()
    page.get_by_role("button", name="Cliente novo").click()
    page.get_by_label("Procurar produto").fill("pendente")
    page.get_by_role("button", name="Procurar").click()
    page.locator(".found button:enabled").first.click()
    for label, text in (("E-mail", "rita@example.com"), ("Nome completo", "Rita Melo"),
                        ("CPF ou CNPJ", "529.982.247-25"), ("Telefone", "(11) 91234-5678")):  # fmt: skip
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Gravar cliente").click()
    page.get_by_label("CEP").fill("01310-100")
    page.get_by_role("button", name="Calcular frete pelo CEP").click()
    page.get_by_role("radio", name=re.compile("Econômico")).check()
    for label, text in (("Rua ou avenida", "Avenida Paulista"), ("Número", "1000"), ("Bairro", "Bela Vista"),
                        ("Cidade", "São Paulo")):  # fmt: skip
        page.get_by_label(label).fill(text)
    page.get_by_label("Estado").select_option("SP")
    page.get_by_role("button", name="Gravar entrega").click()
    page.get_by_role("radio", name="Pix").check()
    page.get_by_role("button", name="Gravar pagamento").click()
    page.get_by_role("button", name="Fazer o pedido").click()
    expect(page.locator(".messagelist .success")).to_contain_text("link para pagar")
    expect(page.locator(".field-situation .chip")).to_have_text("aguardando pagamento")
    expect(page.locator(".history")).to_contain_text("por telefone")


def addresses(page: Page) -> dict[str, str]:
    """Every kind of page of the desk, with orders to show."""
    page.goto("/admin/orders/order/?aba=todos")
    ids = page.locator("#result_list tbody input.action-select").evaluate_all("(boxes) => boxes.map((it) => it.value)")
    asked, desk = "&".join(f"pk={each}" for each in ids[:4]), "/admin/orders/order"
    page.goto(f"{desk}/telefone/")
    page.get_by_role("button", name="Cliente novo").click()
    draft = page.url
    papers = {name: f"{desk}/documentos/{name}/?{asked}" for name in ("separacao", "embalagem", "recibos")}
    acts = {name: f"{desk}/{ids[0]}/acao/{name}/" for name in ("reembolsar", "cancelar", "reenviar", "nota", "enviar")}
    return papers | acts | {
        "queue": f"{desk}/", "search": f"{desk}/?q=ana&uf=SP", "order": f"{desk}/{ids[0]}/change/",
        "pick": f"{desk}/lote/separar/?{asked}", "send": f"{desk}/lote/enviar/?{asked}",
        "calls": f"{desk}/telefone/?cliente=bia", "call": f"{draft}?q=pendente",
    }  # fmt: skip


def test_axe_finds_nothing_and_nothing_is_too_wide(browser: Browser, shop: Shop, numbers: list[str]) -> None:
    assert numbers
    context = browser.new_context(base_url=shop.url, locale="pt-BR", reduced_motion="reduce")
    context.add_init_script(path=programs.axe())
    page = context.new_page()
    sign_in(page)
    found = {}
    for name, address in addresses(page).items():
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, name
        found[name] = axe_in_all_lights(page, (768, 1280))
        page.set_viewport_size({"width": 768, "height": 800})
        found[f"{name}, too wide"] = page.evaluate(TOO_WIDE)
    context.close()
    assert {name: each for name, each in found.items() if each} == {}
