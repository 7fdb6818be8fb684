"""A story: somebody looks at a lamp, sees it in a room, warms and cools its light, and checks what it cost before."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server]
LAMP = "/produto/pendente-cupula-terracota-40-cm/"


def wall(page: Page) -> str:
    """The colour in the middle of the far wall."""
    patches = page.locator("svg.scene__drawing g[clip-path$='-back)'] path")
    return patches.nth(73).get_attribute("fill") or ""


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_lamp_is_seen_in_a_room(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript, width=360)
    page.goto(LAMP)
    page.get_by_role("link", name="Veja no seu ambiente").click()
    expect(page.get_by_role("img", name="Sala de jantar à noite")).to_be_visible()
    warm = wall(page)
    page.get_by_label("Cor da luz").fill("6500")
    page.get_by_label("Ambiente").select_option("Sala de jantar")
    page.get_by_label("Peças").fill("2")
    page.get_by_role("button", name="Ver", exact=True).click()
    expect(page).to_have_url(re.compile(r"cor=6500&.*pecas=2&.*#cena$"))
    expect(page.locator("figcaption")).to_contain_text("luz fria de 6500 K")
    cold = wall(page)
    red, blue = (int(warm[at : at + 2], 16) for at in (1, 5))
    assert red > blue
    assert int(cold[1:3], 16) < int(cold[5:7], 16)
    page.get_by_role("link", name="2200 K").click()
    expect(page.locator("figcaption")).to_contain_text("luz âmbar de 2200 K")
    expect(page.get_by_label("Peças")).to_have_value("2")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_on_paper_there_is_the_room_and_no_form(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto(f"{LAMP}ambiente/")
    page.emulate_media(media="print")
    expect(page.locator("svg.scene__drawing")).to_be_visible()
    expect(page.locator("figcaption")).to_be_visible()
    expect(page.locator(".scene__form")).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_plan_is_seen_in_its_room(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript, width=360)
    page.goto("/calculadora/?ambiente=quarto&comprimento=4&largura=3&altura=2,6&tensao=127v")
    page.locator("[data-plan=economy]").get_by_role("link", name="Ver no ambiente").click()
    expect(page.get_by_role("img", name="Quarto à noite")).to_be_visible()
    page.get_by_role("link", name="6500 K").click()
    expect(page.locator("figcaption")).to_contain_text("luz fria de 6500 K")
    page.get_by_role("link", name="Voltar aos planos").click()
    expect(page.locator("[data-plan=economy]")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_history_of_a_price_stands_beside_its_sale(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript, width=360)
    page.goto(LAMP)
    panel = page.locator(".price--panel")
    expect(panel.locator("s")).to_contain_text("R$\u00a0399,90")
    expect(panel).to_contain_text("Menor preço dos últimos 30 dias: R$\u00a0319,92")
    panel.get_by_text("Histórico de preços").click()
    expect(panel.get_by_role("img", name="Preço no cartão desde")).to_be_visible()
    expect(panel.locator("table").last.locator("tbody td")).to_have_text(["R$\u00a0319,92", "R$\u00a0399,90"])
