"""What a first visit on a phone may cost: bytes as they travel, requests, and no jump of the layout.

The phone is 390 px wide at two pixels per point, the cache is empty, and the pictures have their sizes made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Cookie, Page, Playwright, Request, ViewportSize

from tests.browser import programs
from tests.browser.page_types import LAMP
from tests.browser.sizes import make_sizes
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]

KB = 1024
CSS, FONTS = 12 * KB, 62 * KB
FETCHED_FIRST = 'fetchpriority="high"'
PHONE: ViewportSize = {"width": 390, "height": 844}
IN_FIRST_VIEW = """() => [...document.images].filter((image) => {
  const box = image.getBoundingClientRect();
  return image.checkVisibility() && box.top < innerHeight && box.left < innerWidth && box.bottom > 0 && box.right > 0;
}).map((image) => image.currentSrc)"""
LAYOUT_SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  const watch = new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)));
  watch.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 200);
})"""
LARGEST_PAINT = """() => new Promise((resolve) => {
  const watch = new PerformanceObserver((list) => resolve(list.getEntries().at(-1).element?.outerHTML ?? ""));
  watch.observe({ type: "largest-contentful-paint", buffered: true });
})"""


@dataclass(frozen=True)
class Budget:
    path: str
    html: int
    scripts: int
    first_view: int  # pictures of the first view
    pictures: int
    requests: int


BUDGETS = {
    "home": Budget("/", 16 * KB, 8 * KB, 60 * KB, 180 * KB, 22),
    "listing": Budget("/catalogo/", 18 * KB, 12 * KB, 60 * KB, 200 * KB, 34),
    "product": Budget(LAMP, 16 * KB, 14 * KB, 50 * KB, 140 * KB, 20),
}
EACH_BUDGET = pytest.mark.parametrize("name", BUDGETS)


@dataclass
class Cost:
    """What one cold visit moved, by address."""

    layout_shift: float = 0.0
    largest_paint: str = ""
    first_view: list[str] = field(default_factory=list)
    moved: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def is_calm(self) -> bool:
        return self.layout_shift == 0 and FETCHED_FIRST in self.largest_paint

    def sum(self, kind: str) -> int:
        return sum(size for resource, size in self.moved.values() if resource == kind)

    @property
    def pictures(self) -> int:
        """By what was shown or asked for as a picture: a file asked for twice may end under another kind."""
        shown = set(self.first_view)
        return sum(size for url, (resource, size) in self.moved.items() if resource == "image" or url in shown)

    def count(self, kind: str) -> int:
        return sum(resource == kind for resource, _size in self.moved.values())


def measure(browser: Browser, shop: Shop, path: str, *, cookies: Sequence[Cookie] = ()) -> Cost:
    context = browser.new_context(
        base_url=shop.url, locale="pt-BR", viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    context.add_cookies([{"name": each["name"], "value": each["value"], "url": shop.url} for each in cookies])
    page = context.new_page()
    finished: list[Request] = []

    def keep(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", keep)
    page.goto(path, wait_until="networkidle")
    cost = Cost()
    look(page, cost)
    for request in finished:
        cost.moved[request.url] = request.resource_type, request.sizes()["responseBodySize"]
    context.close()
    return cost


def look(page: Page, cost: Cost) -> None:
    cost.first_view = page.evaluate(IN_FIRST_VIEW)
    cost.layout_shift = page.evaluate(LAYOUT_SHIFT)
    cost.largest_paint = page.evaluate(LARGEST_PAINT)


@pytest.fixture(scope="module")
def costs(driver: Playwright, shop: Shop) -> dict[str, Cost]:
    """First to see which pictures these pages show, twice since a slow visit may end before the last of them is asked
    for, then with the sizes of those pictures made."""
    with driver.chromium.launch(executable_path=programs.chromium_of_people(), args=programs.FLAGS) as browser:
        visits = [measure(browser, shop, budget.path) for budget in (*BUDGETS.values(), *BUDGETS.values())]
        shown = {url for visit in visits for url in visit.moved}
        make_sizes(shop, addresses=shown)
        return {name: calmest(browser, shop, budget.path) for name, budget in BUDGETS.items()}


def calmest(browser: Browser, shop: Shop, path: str) -> Cost:
    """On a busy machine a page may be drawn when half a button of it is read, and a neighbour of the first picture may
    be there before it; what is so each time is the page's own."""
    for _ in range(3):
        cost = measure(browser, shop, path)
        if cost.is_calm:
            break
    return cost


@EACH_BUDGET
def test_the_page_itself_is_small(costs: dict[str, Cost], name: str) -> None:
    cost, budget = costs[name], BUDGETS[name]
    assert 0 < cost.sum("document") <= budget.html
    assert 0 < cost.sum("script") <= budget.scripts


@EACH_BUDGET
def test_one_stylesheet_and_two_typefaces(costs: dict[str, Cost], name: str) -> None:
    cost = costs[name]
    assert (cost.count("stylesheet"), cost.count("font")) == (1, 2)
    assert 0 < cost.sum("stylesheet") <= CSS
    assert 0 < cost.sum("font") <= FONTS


@EACH_BUDGET
def test_pictures_are_no_larger_than_the_phone_shows(costs: dict[str, Cost], name: str) -> None:
    cost, budget = costs[name], BUDGETS[name]
    first_view = sum(cost.moved[url][1] for url in cost.first_view)
    assert 0 < first_view <= budget.first_view
    assert first_view <= cost.pictures <= budget.pictures


@EACH_BUDGET
def test_few_requests_and_none_to_strangers(costs: dict[str, Cost], shop: Shop, name: str) -> None:
    cost = costs[name]
    assert len(cost.moved) <= BUDGETS[name].requests
    assert [url for url in cost.moved if not url.startswith((shop.url, "data:"))] == []


@EACH_BUDGET
def test_nothing_jumps_and_the_largest_thing_is_the_picture_fetched_first(costs: dict[str, Cost], name: str) -> None:
    cost = costs[name]
    assert cost.layout_shift == 0
    assert FETCHED_FIRST in cost.largest_paint
