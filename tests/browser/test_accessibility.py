"""WCAG 2.2 AA and axe's best practice on every page type, narrow and wide, light and dark."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import programs
from tests.browser.page_types import EACH_PAGE_TYPE, Guest, PageType
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]

PHONE, DESK = 360, 1280
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# 360: the narrowest phone; 640 and 320: a window of 1280 at 200 % and at 400 % zoom (WCAG 1.4.4, 1.4.10).
WIDTHS = (360, 640, 320)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Colours are judged once they have arrived: a change of scheme is a transition too.
AXE = """async (rules) => {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null)));
  const found = await axe.run(document, { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
    .map((element) => element.outerHTML.slice(0, 120))"""
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
            page.locator("main form button").click()
        answer = sent.value
    assert answer is not None
    assert answer.status == kind.status


@EACH_PAGE_TYPE
def test_axe_finds_nothing(page: Page, shop: Shop, guests: dict[Guest, dict[str, str]], kind: PageType) -> None:
    come(page, shop, kind, guests[kind.guest])
    found = {}
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found[width, scheme] = page.evaluate(AXE, RULES)
    assert found == {(width, scheme): [] for width in (PHONE, DESK) for scheme in SCHEMES}


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


@pytest.mark.parametrize("path", ["/", "/catalogo/", "/produto/pendente-cupula-terracota-40-cm/", "/contato/"])
def test_main_controls_are_44_pixels_on_a_phone(page: Page, shop: Shop, path: str) -> None:
    come(page, shop, PageType("", path), {})
    assert page.locator(MAIN_TARGETS).evaluate_all(BELOW_44) == []
