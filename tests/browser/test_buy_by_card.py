"""Somebody with an account buys by card: to the provider's own page and back, on a phone, with and without JavaScript.

The provider is a stand-in on this machine, and so is its page.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, Watch
from tests.browser.test_buy_with_pix import CUSTOMER, fill, number_of, picks_it_up, to_the_cart
from tests.orders.payments.fake_stripe import KEY, WEBHOOK_SECRET, FakeStripe
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def stripe() -> Iterator[FakeStripe]:
    fake = FakeStripe().start()
    yield fake
    fake.stop()


@pytest.fixture(scope="module")
def card_shop(filled_folder: Path, stripe: FakeStripe) -> Iterator[Shop]:
    """A shop that is set up for cards; its provider tells it what happened."""
    shop = Shop(
        settings={
            "STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET, "STRIPE_API_URL": stripe.url,
            "PIX_KEY": "pix@iluminacasa.example",
        }
    )  # fmt: skip
    try:
        shutil.copytree(filled_folder, shop.folder, dirs_exist_ok=True)
        stripe.webhook = f"{shop.url}/api/v1/payments/webhooks/stripe/"
        shop.start()
        shop.manage("shell", "--verbosity", "0", "-c", CUSTOMER)
        yield shop
    finally:
        shop.stop()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(browser: Browser, card_shop: Shop, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        base_url=card_shop.url, java_script_enabled=request.param, locale="pt-BR",
        viewport={"width": 360, "height": 800}, reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    watch, opened = Watch(), context.new_page()
    opened.on("console", lambda message: watch.hear(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert watch.errors == []


def signs_in(page: Page) -> None:
    page.goto("/entrar/")
    fill(page, {"E-mail": "volta@example.com", "Senha": "luz-quente-na-sala-42"})
    page.get_by_role("main").get_by_role("button", name="Entrar").click()
    expect(page).to_have_url(re.compile(r"/conta/"))


def orders_by_card(page: Page) -> str:
    """To the provider's page; the order's number."""
    signs_in(page)
    to_the_cart(page)
    page.get_by_role("link", name="Finalizar compra").click()
    page.get_by_role("button", name="Continuar para a entrega").click()
    picks_it_up(page)
    page.get_by_role("radio", name="Cartão de crédito").check()
    page.get_by_role("button", name="cartão").click()
    number = number_of(page)
    page.get_by_role("link", name="Ir para o pagamento").click()
    expect(page.get_by_role("heading", name=f"Pedido {number}")).to_be_visible()
    return number


def test_paid_on_the_providers_page(page: Page, stripe: FakeStripe) -> None:
    number = orders_by_card(page)
    expect(page.locator("#terms")).to_contain_text(re.compile(r"R\$"))
    page.get_by_role("button", name="Pagar").click()
    expect(page).to_have_url(re.compile(rf"/pedido/{number}/"))
    expect(page.get_by_role("heading", name="Pagamento confirmado")).to_be_visible()
    page.goto("/conta/pedidos/")
    expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()


def test_given_up_there_and_paid_on_a_second_visit(page: Page) -> None:
    number = orders_by_card(page)
    page.get_by_role("button", name="Voltar").click()
    expect(page).to_have_url(re.compile(rf"/pedido/{number}/"))
    expect(page.get_by_text("Você voltou sem pagar")).to_be_visible()
    page.get_by_role("link", name="Ir para o pagamento").click()
    page.get_by_role("button", name="Pagar").click()
    expect(page.get_by_role("heading", name="Pagamento confirmado")).to_be_visible()


def test_3d_secure_fails_and_another_card_pays(page: Page) -> None:
    number = orders_by_card(page)
    page.get_by_role("button", name="Falhar 3-D Secure").click()
    expect(page).to_have_url(re.compile(rf"/pedido/{number}/"))
    expect(page.get_by_role("heading", name="O pagamento não foi aprovado")).to_be_visible()
    page.get_by_role("button", name="Tentar de novo com cartão").click()
    page.get_by_role("button", name="Pagar").click()
    expect(page.get_by_role("heading", name="Pagamento confirmado")).to_be_visible()
