"""A story: a bulb that does not fit its pendant, a home of 220 V, and one click that puts it right."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_wrong_bulb_becomes_the_right_one(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript, width=360)
    for slug in ("pendente-cupula-terracota-40-cm", "lampada-dicroica-led-gu10-5-w-3000-k"):
        page.goto(f"/produto/{slug}/")
        page.locator("[data-buy]").get_by_role("button", name="Adicionar ao carrinho").click()
        if javascript:
            expect(page.get_by_role("dialog")).to_contain_text("Seu carrinho")
        else:
            expect(page.get_by_role("heading", level=1)).to_contain_text("Carrinho")
    page.goto("/carrinho/")
    notices = page.locator(".fit__list")
    expect(notices).to_contain_text("tem base GU10 e não encaixa em Pendente Cúpula Terracota 40 cm, que usa E27.")
    page.get_by_text("A sua casa é 127 V ou 220 V?").click()
    page.get_by_label("220 V").check()
    page.get_by_role("button", name="Conferir").click()
    expect(page.locator(".home summary")).to_have_text("Sua casa: 220 V")
    if javascript:
        expect(page.locator(".home summary")).to_be_focused()
    page.get_by_role("button", name="Trocar por 1 × Lâmpada Bulbo LED 9 W 2700 K E27").click()
    expect(page.get_by_label("Quantidade de Lâmpada Bulbo LED 9 W 2700 K E27")).to_have_value("1")
    expect(notices).to_have_count(0)
