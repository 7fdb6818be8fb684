"""The story of a purchase again, in English; and English pages are as valid, reachable and narrow as the others."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import programs
from tests.browser.page_types import PAGE_TYPES, Guest, PageType
from tests.browser.test_accessibility import PHONE, TOO_WIDE, axe_in_all_lights, come
from tests.browser.test_buy_with_pix import LAMP
from tests.browser.test_html_validity import fetch
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]

BUYER = {"Full name": "Ana Souza", "CPF or CNPJ": "529.982.247-25", "Phone": "(11) 91234-5678"}
LOOKED_AT = (
    "home",
    "category with filters",
    "product",
    "calculator, plans",
    "sign up, refused",
    "account, data refused",
)
KINDS = [replace(kind, path=f"/en{kind.path}") for kind in PAGE_TYPES if kind.name in LOOKED_AT]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_guest_buys_with_pix_in_english(visit: Callable[..., Page], shop: Shop, javascript: bool) -> None:
    page = visit(javascript=javascript, width=PHONE)
    page.goto(f"/en{LAMP}")
    page.get_by_role("main").get_by_role("button", name="Add to cart").click()
    expect(page.locator("[data-count=cart]")).to_have_accessible_name(re.compile(r"Cart, \d+ item"))
    page.goto("/en/carrinho/")
    page.get_by_role("link", name="Check out").click()
    page.get_by_role("button", name="Continue to delivery").click()
    expect(page).to_have_title(re.compile("^Error: "))
    mailbox = f"anna-{javascript}@example.com"  # of its own: a mailbox gets ten letters a day about unpaid orders
    for label, text in ({"Email": mailbox} | BUYER).items():
        page.get_by_role("main").get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("radio", name="Pick up at the shop").check()
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("button", name=re.compile(r"R\$\s[\d,]+\.\d\d .*Pix")).click()

    expect(page.get_by_role("heading", name="Waiting for your payment")).to_be_visible()
    assert re.search(r"/en/pedido/IC[0-9A-Z]{13}/", page.url)
    expect(page.get_by_label("Pix code to copy and paste")).to_have_value(re.compile("^000201"))
    shop.manage("run_jobs", "--verbosity", "0")
    number = re.findall(r"IC[0-9A-Z]{13}", page.url)[0]
    letters = "".join(path.read_text().replace("=\n", "") for path in (shop.folder / "mail").iterdir())
    assert f"/en/pedido/{number}" in letters
    page.get_by_role("contentinfo").get_by_role("link", name="Português").click()
    expect(page.get_by_role("heading", name="Falta pagar")).to_be_visible()


@pytest.fixture(scope="module")
def looker(browser: Browser, shop: Shop) -> Iterator[Page]:
    context = browser.new_context(base_url=shop.url, locale="en-GB", reduced_motion="reduce")
    context.add_init_script(path=programs.axe())
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_english_fits_a_phone_and_axe_finds_nothing(
    looker: Page, shop: Shop, guests: dict[Guest, dict[str, str]], kind: PageType
) -> None:
    come(looker, shop, kind, guests[kind.guest])
    assert looker.evaluate(TOO_WIDE) == []
    assert axe_in_all_lights(looker, (PHONE,)) == {}


def test_english_pages_are_valid_html(shop: Shop, guests: dict[Guest, dict[str, str]], tmp_path: Path) -> None:
    for kind in KINDS:
        (tmp_path / f"{kind.name}.html").write_text(fetch(shop, kind, guests[kind.guest]))
    checker = [programs.java(), "-jar", str(programs.html_checker())]
    checked = subprocess.run(
        [*checker, "--format", "json", "--exit-zero-always", str(tmp_path)],
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    said = json.loads(checked.stderr)["messages"]
    assert [f"{Path(each['url']).name}: {each['message']}" for each in said] == []
