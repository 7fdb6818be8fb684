"""The shop without a mouse: Tab, Enter, Esc and the arrows reach everything, and one always sees where one is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server]

# What has the focus: its ring in pixels, and whether the middle of it is really what lies on top there.
FOCUS = """() => {
  const element = document.activeElement;
  const shown = element.closest("label, .card, .thumb") ?? element;
  const ring = [element, shown, ...shown.querySelectorAll("*")].map((part) => getComputedStyle(part));
  const widths = ["", "::after", "::before"].flatMap((part) =>
    [element, shown].map((place) => getComputedStyle(place, part)))
    .concat(ring).filter((style) => style.outlineStyle !== "none").map((style) => parseFloat(style.outlineWidth));
  const box = element.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const top = document.elementFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
    Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
  const isOnTop = element.contains(top) || shown.contains(top);
  return { what: element.outerHTML.slice(0, 120), ring: Math.max(0, ...widths), seen: inView && isOnTop };
}"""


@pytest.mark.parametrize("path", ["/", "/categoria/pendentes/?cor=2700", "/produto/pendente-cupula-terracota-40-cm/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_stop_shows_a_ring_and_is_covered_by_nothing(visit: Callable[..., Page], path: str, width: int) -> None:
    page = visit(width=width)
    page.goto(path, wait_until="networkidle")
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops.append(page.evaluate(FOCUS))
    assert len(stops) > 20
    assert "Ir para o conteúdo" in stops[0]["what"]
    assert [stop for stop in stops if stop["ring"] < 3 or not stop["seen"]] == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_home_to_a_lamp_by_tab_and_enter(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ir para o conteúdo")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("banner").get_by_label("Buscar produtos")).to_be_focused()
    page.keyboard.type("abajur cogumelo azul")
    page.keyboard.press("Enter")
    page.wait_for_url("**/busca/?q=abajur+cogumelo+azul")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip link
    expect(page.locator("#content")).to_be_focused()
    wanted = page.get_by_role("link", name="Abajur Cogumelo Azul", exact=True)
    tab_to(page, "Abajur Cogumelo Azul")
    expect(wanted).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Abajur Cogumelo Azul")


def tab_to(page: Page, text: str) -> None:
    for _ in range(120):
        if page.evaluate("document.activeElement.textContent.trim()") == text:
            return
        page.keyboard.press("Tab")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_escape_closes_the_menu_of_a_phone(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript, width=360)
    page.goto("/")
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Menu")).to_be_hidden()
    expect(menu).to_be_focused()


def test_suggestions_by_the_arrows(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/")
    search = page.get_by_role("banner").get_by_label("Buscar produtos")
    search.focus()
    expect(search).to_have_role("combobox")
    search.press_sequentially("pend")
    options = page.get_by_role("listbox", name="Sugestões").get_by_role("option")
    expect(options.first).to_be_visible()
    assert 1 < options.count() <= 8
    expect(search).to_have_attribute("aria-expanded", "true")
    assert search.get_attribute("aria-activedescendant") is None

    search.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert search.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    search.press("ArrowUp")
    search.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(search).to_have_value("pend")

    search.press("Escape")
    expect(options.first).to_be_hidden()
    expect(search).to_have_attribute("aria-expanded", "false")
    expect(search).to_have_value("pend")
    search.press("Escape")
    expect(search).to_have_value("")


def test_a_suggestion_is_followed_by_enter(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/")
    search = page.get_by_role("banner").get_by_label("Buscar produtos")
    search.press_sequentially("cupula terracota")
    product = page.get_by_role("group", name="Produtos").get_by_role("option").first
    expect(product).to_contain_text("Pendente Cúpula Terracota 40 cm")
    search.press("ArrowUp")
    while product.get_attribute("aria-selected") != "true":
        search.press("ArrowUp")
    search.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pendente Cúpula Terracota 40 cm")
