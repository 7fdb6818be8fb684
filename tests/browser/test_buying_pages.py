"""Every kind of page of checkout and orders: axe, width, size of targets, the HTML checker, and what it weighs."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, Request

from tests.browser import programs
from tests.browser.test_accessibility import (
    BELOW_44,
    MAIN_TARGETS,
    PHONE,
    SPACED_TEXT,
    TOO_WIDE,
    WIDTHS,
    axe_in_all_lights,
)
from tests.browser.test_budgets import CSS, LAYOUT_SHIFT
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]
KB = 1024
# Orders in every state, and guests at every step of the checkout; prints addresses and cookies.
ARRANGE = """
import json
from datetime import timedelta
from django.conf import settings
from django.core import signing
from django.test import Client
from django.utils import timezone
from accounts.models import User
from cart import basket, pricing
from cart.visitor import SALT
from catalog.models import Product
from orders import access, checkout, drafts, lifecycle, payments
from orders.models import Order
now = timezone.now()
slugs = ("lampada-bulbo-led-9-w-2700-k-e27", "pendente-cupula-terracota-40-cm")
lamps = [Product.objects.get(slug=slug) for slug in slugs]
buyer = checkout.Buyer(email="ana@example.com", name="Ana Souza", phone="+5511912345678", document="52998224725")
address = {"recipient": "Ana Souza", "postal_code": "01310100", "street": "Avenida Paulista", "number": "1000",
    "complement": "Apartamento 1203, bloco B", "district": "Bela Vista", "city": "São Paulo", "state": "SP",
    "reference": ""}
home, counter = checkout.Delivery("economico", address), checkout.Delivery("retirada", {})

def a_cart(user=None):
    cart, token = basket.open_for(user=user, token=None, at=now)
    for lamp in lamps:
        basket.add(cart=cart, product_id=lamp.pk, quantity=1, at=now)
    cart.refresh_from_db()
    return cart, signing.Signer(salt=SALT).sign(token) if token else ""

def an_order(method="pix", delivery=home, user=None):
    cart, _ = a_cart(user)
    total = pricing.quote(cart=cart, at=now, method=method, postal_code=delivery.postal_code,
        freight_method=delivery.method).total
    return checkout.place_order(cart=cart, buyer=buyer, delivery=delivery, method=method, expected_total=total,
        at=now).order

def paid(order):
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=now)
    return order

def shipped(order):
    lifecycle.ship(order=paid(order), carrier="Rápida", tracking_code="BR1", tracking_url="https://rapida.example/1",
        at=now, by=None)
    return order

def delivered(order):
    lifecycle.deliver(order=shipped(order), at=now)
    return order

orders = {"pix": an_order(), "counter": an_order("pickup", counter), "declined": an_order(), "late": an_order(),
    "paid": paid(an_order()), "shipped": shipped(an_order()), "delivered": delivered(an_order()),
    "withdrawn": delivered(an_order()), "canceled": paid(an_order())}
payments.decline(payment=orders["declined"].payments.get(), at=now)
Order.objects.filter(pk=orders["late"].pk).update(expires_at=now - timedelta(hours=1))
lifecycle.request_withdrawal(order=orders["withdrawn"], at=now, by=None)
payments.cancel(order=orders["canceled"], at=now, reason="Comprei errado")
steps = {}
for step in ("who", "where", "which", "pay"):
    cart, steps[step] = a_cart()
    if step != "who":
        drafts.keep_buyer(cart=cart, buyer=buyer, at=now)
    if step in ("which", "pay"):
        chosen = home if step == "pay" else checkout.Delivery("", address)
        drafts.keep_delivery(cart=cart, delivery=chosen, at=now)
vera = User.objects.create_user("vera@example.com", name="Vera", email_verified_at=now)
Order.objects.filter(pk__in=[orders["paid"].pk, orders["shipped"].pk]).update(user=vera)
client = Client()
client.force_login(vera)
session = client.cookies[settings.SESSION_COOKIE_NAME].value
cookies = {step: {"carrinho": text} for step, text in steps.items()} | {"vera": {"sessao": session}, "anyone": {}}
print(json.dumps({"orders": {name: access.path_of(order) for name, order in orders.items()}, "cookies": cookies}))
"""


@dataclass(frozen=True)
class Case:
    name: str
    path: str  # or the name of an order, with what follows its address
    guest: str = "anyone"
    status: int = 200
    is_sent: bool = False  # the form of the page is sent as it is


WHO, WHERE, PAY = "/finalizar/dados/", "/finalizar/entrega/", "/finalizar/pagamento/"
CASES = [
    Case("who", WHO, "who"),
    Case("who, refused", WHO, "who", 422, is_sent=True),
    Case("where", WHERE, "where"),
    Case("where, refused", WHERE, "where", 422, is_sent=True),
    Case("which delivery", WHERE, "which"),
    Case("pay", PAY, "pay"),
    *(
        Case(f"order, {name}", name)
        for name in ("pix", "counter", "declined", "late", "paid", "shipped", "delivered", "withdrawn", "canceled")
    ),
    Case("order of one's own", "paid", "vera"),
    Case("receipt", "paid recibo/"),
    Case("terms", "paid textos/"),
    Case("cancel", "pix cancelar/"),
    Case("withdraw", "delivered desistir/"),
    Case("no invitations", "delivered sem-convites/"),
    Case("track", "/rastrear/"),
    Case("track, refused", "/rastrear/", status=422, is_sent=True),
    Case("own orders", "/conta/pedidos/", "vera"),
]


@pytest.fixture(scope="module")
def arranged(shop: Shop) -> dict[str, Any]:
    done = shop.manage("shell", "--verbosity", "0", "-c", ARRANGE)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def address_of(case: Case, arranged: dict[str, Any]) -> str:
    name, _, below = case.path.partition(" ")
    return case.path if name.startswith("/") else f"{arranged['orders'][name]}{below}"


@pytest.fixture(scope="module")
def page(browser: Browser, shop: Shop) -> Iterator[Page]:
    context = browser.new_context(base_url=shop.url, locale="pt-BR", reduced_motion="reduce")
    context.add_init_script(path=programs.axe())
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_axe_width_and_targets(page: Page, shop: Shop, arranged: dict[str, Any], case: Case) -> None:
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.context.clear_cookies()
    cookies = arranged["cookies"][case.guest]
    page.context.add_cookies([{"name": name, "value": value, "url": shop.url} for name, value in cookies.items()])
    answer = page.goto(address_of(case, arranged))
    if case.is_sent:
        with page.expect_navigation() as sent:
            page.locator("main form button[type=submit]").last.click()
        answer = sent.value
    assert answer is not None
    assert answer.status == case.status
    assert axe_in_all_lights(page) == {}
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert page.locator("main").locator(MAIN_TARGETS).evaluate_all(BELOW_44) == []
    too_wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        too_wide[width] = page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.evaluate(SPACED_TEXT)
    assert [width for width, found in too_wide.items() if found] == []
    assert page.evaluate(TOO_WIDE) == []


def test_every_page_is_valid_html(shop: Shop, arranged: dict[str, Any], tmp_path: Path) -> None:
    java, checker = programs.java(), programs.html_checker()
    for case in CASES:
        address, cookies = f"{shop.url}{address_of(case, arranged)}", arranged["cookies"][case.guest]
        method = requests.post if case.is_sent else requests.get
        answer = method(address, cookies=cookies, headers={"Origin": shop.url}, timeout=20)
        assert answer.status_code == case.status, case.name
        (tmp_path / f"{case.name}.html").write_text(answer.text)
    checked = subprocess.run(
        [java, "-jar", str(checker), "--format", "json", "--exit-zero-always", str(tmp_path)],
        check=True, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    said = json.loads(checked.stderr)["messages"]
    lines = [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['type']}: {m['message']}" for m in said]
    assert lines == []


@pytest.mark.parametrize("name", ["who", "where", "pay", "order, pix"])
def test_the_page_is_small(shop: Shop, arranged: dict[str, Any], name: str) -> None:
    case = next(case for case in CASES if case.name == name)
    answer = requests.get(
        f"{shop.url}{address_of(case, arranged)}", cookies=arranged["cookies"][case.guest], timeout=20, stream=True
    )
    assert 0 < len(answer.raw.read(decode_content=False)) <= 12 * KB


@pytest.mark.parametrize("name", ["who", "pay", "order, pix"])
def test_a_first_visit_asks_for_little_and_nothing_jumps(
    browser: Browser, shop: Shop, arranged: dict[str, Any], name: str
) -> None:
    case = next(case for case in CASES if case.name == name)
    context = browser.new_context(base_url=shop.url, locale="pt-BR", viewport={"width": 390, "height": 844})
    cookies = arranged["cookies"][case.guest]
    context.add_cookies([{"name": key, "value": value, "url": shop.url} for key, value in cookies.items()])
    visit = context.new_page()
    moved: list[Request] = []

    def keep(request: Request) -> None:
        moved.append(request)

    visit.on("requestfinished", keep)
    visit.goto(address_of(case, arranged), wait_until="networkidle")
    sizes: dict[str, int] = {}
    for request in moved:
        kind = request.resource_type
        sizes[kind] = sizes.get(kind, 0) + request.sizes()["responseBodySize"]
    shift = visit.evaluate(LAYOUT_SHIFT)
    context.close()
    assert shift == 0
    assert sizes["stylesheet"] <= CSS + 2 * KB
    assert sizes["script"] <= 12 * KB
    assert len(moved) <= 14
