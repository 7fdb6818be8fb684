"""A story: somebody types a whole wish, reads how it was understood and takes one of it back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_wish_becomes_filters(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript, width=360)
    page.goto("/")
    page.locator("#q").fill("pendente 3 lâmpadas quente até 300 bivolt para cozinha")
    page.locator("#q").press("Enter")
    chips = page.get_by_role("list", name="Filtros aplicados").get_by_role("link", name="Tirar filtro")
    expect(chips).to_contain_text(["Cozinha", "2200 a 3000 K", "Número de soquetes: 3", "até R$ 300", "Bivolt"])
    expect(page.get_by_role("heading", name="Nenhum produto com todos estes filtros")).to_be_visible()
    expect(page.get_by_role("heading", name="Sem “Número de soquetes: 3”")).to_be_visible()
    chips.filter(has_text="Número de soquetes: 3").click()
    expect(chips).to_have_count(4)
    expect(page.locator(".toolbar__count")).to_have_text("7 produtos")
    expect(page.locator("[data-product]").first).to_contain_text("Pendente Cúpula Areia")
