"""A story: somebody measures a bedroom, reads what it needs and takes the cheapest plan. With scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_bedroom_is_lit(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript, width=360)
    page.goto("/")
    page.locator("footer").get_by_role("link", name="Calculadora de luz").click()
    page.get_by_label("Ambiente").select_option("Quarto")
    page.get_by_label("Comprimento").fill("4")
    page.get_by_label("Largura").fill("3,0")
    page.get_by_label("Tensão da casa").select_option("127 V")
    page.get_by_role("button", name="Calcular").click()
    expect(page.locator(".need__flux")).to_have_text("3.750 lm")
    plans = page.locator("[data-plan]")
    expect(plans).to_have_count(3)
    economy = page.locator("[data-plan=economy]")
    expect(economy.get_by_role("img", name="Planta com 5 pontos de luz")).to_be_visible()
    expect(economy.locator(".plan__item")).to_contain_text("5 × Lâmpada Bulbo LED 9 W 2700 K E27")
    economy.get_by_role("button", name="Pôr no carrinho o plano Econômico").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Carrinho")
    expect(page.get_by_label("Quantidade de Lâmpada Bulbo LED 9 W 2700 K E27")).to_have_value("5")
