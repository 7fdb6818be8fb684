"""The shop as a story: somebody with a phone buys a lamp, pays it, changes their mind.

Every chapter is told twice, with JavaScript and without.
"""

import binascii
import io
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]

LAMP = "/produto/lampada-bulbo-led-9-w-2700-k-e27/"
TITLE = "Lâmpada Bulbo LED 9 W 2700 K E27"
BUYER = {"E-mail": "ana@example.com", "Nome completo": "Ana Souza", "CPF ou CNPJ": "529.982.247-25",
         "Telefone": "(11) 91234-5678"}  # fmt: skip
ADDRESS = {"CEP": "01310-100", "Rua ou avenida": "Avenida Paulista", "Número": "1000", "Bairro": "Bela Vista",
           "Cidade": "São Paulo"}  # fmt: skip
SHELL = """
from django.utils import timezone
from cart.models import Coupon
from orders import lifecycle, payments
from orders.models import Order
now = timezone.now()
order = Order.objects.filter(number={number!r}).first()
{work}
"""
PAY = "payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=now)"
DELIVER = f"""{PAY}
lifecycle.ready(order=order, at=now, by=None)
lifecycle.deliver(order=order, at=now)"""
COUPON = "Coupon.objects.get_or_create(code='CLARO10', defaults={'kind': 'percent', 'percentage': 10})"
CUSTOMER = """
from accounts.models import User
from django.utils import timezone
User.objects.filter(email="volta@example.com").exists() or User.objects.create_user(
    "volta@example.com", "luz-quente-na-sala-42", name="Vera Volta", phone="+5511912345678", document="52998224725",
    email_verified_at=timezone.now())
"""


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(visit: Callable[..., Page], javascript: bool) -> Page:
    return visit(javascript=javascript, width=360)


def behind_the_counter(shop: Shop, number: str, work: str) -> None:
    """Staff do something to the order."""
    shop.manage("shell", "--verbosity", "0", "-c", SHELL.format(number=number, work=work))


def to_the_cart(page: Page) -> None:
    page.goto(LAMP)
    page.get_by_role("main").get_by_role("button", name="Adicionar ao carrinho").click()
    expect(page.locator("[data-count=cart]")).to_have_accessible_name(re.compile(r"Carrinho, \d+ ite"))
    page.goto("/carrinho/")
    expect(page.get_by_role("main").get_by_role("link", name=TITLE).first).to_be_visible()


def says_who(page: Page, mailbox: str = BUYER["E-mail"]) -> None:
    page.get_by_role("link", name="Finalizar compra").click()
    fill(page, BUYER | {"E-mail": mailbox})
    page.get_by_role("button", name="Continuar para a entrega").click()
    expect(page.get_by_role("heading", name="Entrega", exact=True)).to_be_visible()


def fill(page: Page, fields: dict[str, str]) -> None:
    for label, text in fields.items():
        page.get_by_role("main").get_by_label(label, exact=True).fill(text)


def wants_it_at_home(page: Page) -> None:
    fill(page, ADDRESS)
    page.get_by_label("Estado").select_option("SP")
    page.get_by_role("button", name="Continuar", exact=True).click()
    expect(page.get_by_role("radio", name="Econômico")).to_be_checked()
    page.get_by_role("button", name="Continuar", exact=True).click()


def picks_it_up(page: Page) -> None:
    page.get_by_role("radio", name="Retirar na loja").check()
    expect(page.get_by_label("Rua ou avenida")).to_be_hidden()
    page.get_by_role("button", name="Continuar", exact=True).click()


def number_of(page: Page) -> str:
    found = re.search(r"/pedido/(IC[0-9A-Z]{13})/", page.url)
    assert found is not None, page.url
    return found[1]


def buys(page: Page) -> str:
    """One lamp by Pix, to be picked up; the number of the order."""
    to_the_cart(page)
    says_who(page)
    picks_it_up(page)
    page.get_by_role("button", name="com Pix").click()
    expect(page.get_by_role("heading", name="Falta pagar")).to_be_visible()
    return number_of(page)


def reais(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def test_a_guest_buys_with_pix(page: Page, shop: Shop, javascript: bool) -> None:
    to_the_cart(page)
    says_who(page, f"pix-{javascript}@example.com")  # of its own: ten letters a day about unpaid orders to a mailbox
    wants_it_at_home(page)
    button = page.get_by_role("button", name=re.compile(r"^Pagar R\$\s[\d.,]+ com Pix$"))
    promised = reais(button.inner_text().split()[2])
    button.click()

    expect(page.get_by_role("heading", name="Falta pagar")).to_be_visible()
    number, code = number_of(page), page.get_by_label("Pix copia e cola").input_value()
    drawn = Image.open(io.BytesIO(page.get_by_role("img", name="Código QR do Pix").screenshot())).convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(drawn)] == [code]
    assert f"{binascii.crc_hqx(code[:-4].encode(), 0xFFFF):04X}" == code[-4:]
    amount = f"{promised:.2f}"
    assert f"54{len(amount):02d}{amount}5802BR" in code
    assert f"{number}" in code[code.index("62") :]
    expect(page.get_by_role("heading", name="com Pix")).to_contain_text("Pague R$")

    shop.manage("run_jobs", "--verbosity", "0")
    letters = "".join(path.read_text() for path in Path(shop.folder / "mail").iterdir())
    assert number in letters
    assert code in letters.replace("=\n", "")

    behind_the_counter(shop, number, PAY)
    if javascript:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back from the bank's app
    else:
        page.get_by_role("link", name="Já paguei, atualizar").click()
    expect(page.get_by_role("heading", name="Pagamento confirmado")).to_be_visible()
    expect(page.get_by_role("img", name="Código QR do Pix")).to_have_count(0)
    expect(page.get_by_role("complementary", name="Resumo do pedido")).to_contain_text("Avenida Paulista, 1000")


def test_a_mistake_is_named_and_nothing_is_lost(page: Page) -> None:
    to_the_cart(page)
    page.get_by_role("link", name="Finalizar compra").click()
    fill(page, BUYER | {"CPF ou CNPJ": "111.111.111-11"})
    page.get_by_role("button", name="Continuar para a entrega").click()
    expect(page).to_have_title(re.compile("^Erro: "))
    page.get_by_role("link", name="CPF ou CNPJ: Este CPF ou CNPJ não existe.").click()
    expect(page.get_by_label("CPF ou CNPJ")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_value("ana@example.com")
    fill(page, {"CPF ou CNPJ": "529.982.247-25"})
    page.get_by_role("button", name="Continuar para a entrega").click()
    page.get_by_role("link", name="Alterar seus dados").click()
    expect(page.get_by_label("Nome completo")).to_have_value("Ana Souza")


def test_a_field_is_judged_when_it_is_left_and_not_before(page: Page, javascript: bool) -> None:
    to_the_cart(page)
    page.get_by_role("link", name="Finalizar compra").click()
    email, name = page.get_by_label("E-mail"), page.get_by_label("Nome completo")
    email.focus()
    name.focus()
    expect(email).not_to_have_attribute("aria-invalid", "true")
    email.press_sequentially("ana")
    expect(email).not_to_have_attribute("aria-invalid", "true")
    name.focus()
    if javascript:
        expect(email).to_have_attribute("aria-invalid", "true")
        expect(email).to_have_accessible_description(re.compile("Informe um e-mail completo"))
        email.press_sequentially("@example.com")
    expect(email).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Informe um e-mail completo")).to_be_hidden()


def test_a_field_left_before_the_script_came_is_judged_when_it_comes(page: Page, javascript: bool) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/fields*.js", hold)
    to_the_cart(page)
    page.get_by_role("link", name="Finalizar compra").click()
    email = page.get_by_label("E-mail")
    email.press_sequentially("ana")
    page.get_by_label("Nome completo").focus()
    expect(email).not_to_have_attribute("aria-invalid", "true")
    if javascript:
        held[0].continue_()
        expect(email).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Nome completo")).not_to_have_attribute("aria-invalid", "true")


def test_a_coupon_takes_its_part(page: Page, shop: Shop) -> None:
    behind_the_counter(shop, "", COUPON)
    to_the_cart(page)
    page.get_by_text("Tem um cupom?").click()
    page.get_by_label("Cupom", exact=True).fill("claro10")
    page.get_by_role("button", name="Aplicar").click()
    expect(page.get_by_role("button", name="Tirar o cupom CLARO10")).to_be_visible()
    says_who(page)
    picks_it_up(page)
    page.get_by_role("button", name="com Pix").click()
    summary = page.get_by_role("complementary", name="Resumo do pedido")
    expect(summary).to_contain_text("Cupom CLARO10")
    figures = {
        row: reais(text)
        for row, text in re.findall(
            r"(Produtos|Cupom CLARO10|Desconto no Pix|Total)\s+−?R\$\s([\d.,]+)", summary.inner_text()
        )
    }
    assert figures["Cupom CLARO10"] == (figures["Produtos"] / 10).quantize(Decimal("0.01"))
    assert figures["Total"] == figures["Produtos"] - figures["Cupom CLARO10"] - figures["Desconto no Pix"]


def test_paid_at_the_counter(page: Page) -> None:
    to_the_cart(page)
    says_who(page)
    picks_it_up(page)
    page.get_by_role("radio", name="Pagar na retirada").check()
    page.get_by_role("button", name="na retirada").click()
    expect(page.get_by_role("heading", name="Reservado para você")).to_be_visible()
    expect(page.get_by_role("heading", name="na retirada")).to_be_visible()


def test_given_up_before_paying(page: Page) -> None:
    buys(page)
    page.get_by_role("link", name="Cancelar pedido").click()
    page.get_by_label("Motivo").fill("Comprei errado")
    page.get_by_role("button", name="Cancelar o pedido").click()
    expect(page.get_by_role("heading", name="Cancelado", exact=True)).to_be_visible()
    page.get_by_role("button", name="Refazer o pedido").click()
    expect(page).to_have_url(re.compile(r"/carrinho/$"))
    expect(page.get_by_role("main").get_by_role("link", name=TITLE).first).to_be_visible()


def test_a_change_of_mind_after_delivery(page: Page, shop: Shop) -> None:
    number = buys(page)
    behind_the_counter(shop, number, DELIVER)
    page.reload()
    expect(page.get_by_role("heading", name="Entregue", exact=True)).to_be_visible()
    page.get_by_role("link", name="Desistir da compra").click()
    page.get_by_role("button", name="Desistir da compra").click()
    expect(page.get_by_role("heading", name="Comprovante de desistência")).to_be_visible()
    expect(page.get_by_text(re.compile(rf"{number}-\d+"))).to_be_visible()


def test_found_again_by_number_and_address(page: Page) -> None:
    number = buys(page)
    page.goto("/rastrear/")
    fill(page, {"Número do pedido": number.lower(), "E-mail da compra": "ana@example.com"})
    page.get_by_role("button", name="Ver o pedido").click()
    expect(page.get_by_text(number).first).to_be_visible()
    page.get_by_role("link", name="Resumo para imprimir").click()
    expect(page.get_by_role("heading", name="Resumo do pedido")).to_be_visible()


def test_signing_in_on_the_way_keeps_the_cart(page: Page, shop: Shop) -> None:
    shop.manage("shell", "--verbosity", "0", "-c", CUSTOMER)
    to_the_cart(page)
    page.get_by_role("link", name="Finalizar compra").click()
    page.get_by_role("link", name="Entre", exact=True).click()
    fill(page, {"E-mail": "volta@example.com", "Senha": "luz-quente-na-sala-42"})
    page.get_by_role("main").get_by_role("button", name="Entrar").click()
    expect(page).to_have_url(re.compile(r"/finalizar/dados/$"))
    expect(page.get_by_label("Nome completo")).to_have_value("Vera Volta")
    page.get_by_role("button", name="Continuar para a entrega").click()
    picks_it_up(page)
    page.get_by_role("button", name="com Pix").click()
    number = number_of(page)
    page.goto("/conta/pedidos/")
    expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()
