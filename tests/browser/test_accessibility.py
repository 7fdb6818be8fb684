"""WCAG 2.2 AA and axe's best practice on every page type, narrow and wide, light and dark."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import programs
from tests.browser.page_types import EACH_PAGE_TYPE, ERRORS, LAMP, Guest, PageType
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]

PHONE, DESK = 360, 1280
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# 360: the narrowest phone; 640 and 320: a window of 1280 at 200 % and at 400 % zoom (WCAG 1.4.4, 1.4.10).
WIDTHS = (360, 640, 320)
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # all that another scheme can change
# Colours are judged once they have arrived: a change of scheme is a transition too.
AXE = """async (runOnly) => {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const ending = document.getAnimations().filter((it) => it.effect.getComputedTiming().endTime < Infinity);
  await Promise.all(ending.map((animation) => animation.finished.catch(() => null)));
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}"""
# Named are the elements that widen the page, not what lies in a frame that scrolls by itself.
TOO_WIDE = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const isFree = (element) => element === document.body ||
    (getComputedStyle(element.parentElement).overflowX === "visible" && isFree(element.parentElement));
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth && isFree(element))
    .map((element) => element.outerHTML.slice(0, 120));
}"""
# The spacing of WCAG 1.4.12, which a reader may ask of any page.
SPACED_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""
MAIN_TARGETS = ".icon-button, .search__button, .button, .switch, .stage__choice, .select"
BELOW_44 = """(targets) => targets.filter((target) => target.checkVisibility()).filter((target) => {
  const { width, height } = target.getBoundingClientRect();
  return width && (width < 44 || height < 44);
}).map((target) => target.outerHTML.slice(0, 160))"""


@pytest.fixture(scope="module")
def page(browser: Browser, shop: Shop) -> Iterator[Page]:
    """One page for all checks: turning it costs less than opening another."""
    script = programs.axe()
    context = browser.new_context(base_url=shop.url, locale="pt-BR", reduced_motion="reduce")
    context.add_init_script(path=script)
    yield context.new_page()
    context.close()


def come(page: Page, shop: Shop, kind: PageType, cookies: dict[str, str]) -> None:
    """Open that kind of page as its guest, in the state it names."""
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": value, "url": shop.url} for name, value in cookies.items()])
    answer = page.goto(kind.path)
    if kind.fields is not None:
        for name, value in kind.fields.items():
            page.locator(f"main [name={name}]").fill(value)
        with page.expect_navigation() as sent:
            page.locator("main form button[type=submit]").click()
        answer = sent.value
    assert answer is not None
    assert answer.status == kind.status


def axe_in_all_lights(page: Page, widths: tuple[int, ...] = (PHONE, DESK)) -> dict[str, list[str]]:
    """What axe finds at each width in each scheme; widths and schemes without findings are left out."""
    found: dict[str, list[str]] = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            violations = page.evaluate(AXE, RULES if scheme == "light" else COLOURS)
            if violations:
                found[f"{width} {scheme}"] = violations
    return found


@EACH_PAGE_TYPE
def test_axe_finds_nothing(page: Page, shop: Shop, guests: dict[Guest, dict[str, str]], kind: PageType) -> None:
    come(page, shop, kind, guests[kind.guest])
    assert axe_in_all_lights(page) == {}


@pytest.mark.parametrize("name", ERRORS)
def test_axe_finds_nothing_on_a_page_of_trouble(page: Page, error_pages: dict[str, str], name: str) -> None:
    html = error_pages[name]
    page.route("**/erro/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("/erro/")
    page.unroute("**/erro/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert axe_in_all_lights(page) == {}


def open_menu(page: Page) -> Locator:
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    return page.get_by_role("navigation", name="Menu")


def open_filters(page: Page) -> Locator:
    page.goto("/catalogo/")
    page.get_by_role("button", name="Filtros").click()
    return page.get_by_role("complementary", name="Filtros")


def open_suggestions(page: Page) -> Locator:
    page.goto("/")
    page.get_by_role("banner").get_by_label("Buscar produtos").press_sequentially("pend")
    return page.get_by_role("listbox", name="Sugestões")


def open_lightbox(page: Page) -> Locator:
    page.goto(LAMP)
    page.get_by_role("link", name="Ampliar foto").click()
    return page.get_by_role("dialog", name="Fotos ampliadas")


@pytest.mark.parametrize(
    ("opened", "widths"),
    [
        (open_menu, (PHONE,)),  # the menu and the drawer of filters are for phones only
        (open_filters, (PHONE,)),
        (open_suggestions, (PHONE, DESK)),
        (open_lightbox, (PHONE, DESK)),
    ],
)
def test_axe_finds_nothing_in_what_opens(
    page: Page, opened: Callable[[Page], Locator], widths: tuple[int, ...]
) -> None:
    page.set_viewport_size({"width": PHONE, "height": 800})
    expect(opened(page)).to_be_visible()
    assert axe_in_all_lights(page, widths) == {}


@EACH_PAGE_TYPE
def test_no_page_scrolls_sideways(page: Page, shop: Shop, guests: dict[Guest, dict[str, str]], kind: PageType) -> None:
    come(page, shop, kind, guests[kind.guest])
    too_wide: dict[int | str, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        too_wide[width] = page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.evaluate(SPACED_TEXT)
    too_wide["with wide spacing"] = page.evaluate(TOO_WIDE)
    assert too_wide == {360: [], 640: [], 320: [], "with wide spacing": []}


@pytest.mark.parametrize("path", ["/", "/catalogo/", LAMP, "/contato/"])
def test_main_controls_are_44_pixels_on_a_phone(page: Page, shop: Shop, path: str) -> None:
    come(page, shop, PageType("", path), {})
    assert page.locator(MAIN_TARGETS).evaluate_all(BELOW_44) == []
