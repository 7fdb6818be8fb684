"""The cart on a phone, with scripts and without: from a lamp to the total that will be paid.

The states of the cart's page are judged like every other page: axe, the HTML checker, no scrolling sideways, bytes.
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import programs
from tests.browser.sizes import make_sizes
from tests.browser.test_accessibility import BELOW_44, MAIN_TARGETS, PHONE, SPACED_TEXT, TOO_WIDE, axe_in_all_lights
from tests.browser.test_budgets import FONTS, KB, measure
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]

TERRACOTA = "Pendente Cúpula Terracota 40 cm"
LAMP = "/produto/pendente-cupula-terracota-40-cm/"
BULB = "/produto/lampada-bulbo-led-9-w-2700-k-e27/"
HTML, STYLES, SCRIPTS, PICTURES, REQUESTS = 12 * KB, 14 * KB, 12 * KB, 40 * KB, 14
MAKE_COUPON = """
from cart.models import Coupon
Coupon.objects.get_or_create(code="LUZ10", defaults={"kind": "percent", "percentage": 10, "minimum_total": 50})
Coupon.objects.get_or_create(code="RICO", defaults={"kind": "fixed", "amount": 5, "minimum_total": 90000})
"""


@pytest.fixture(scope="module", autouse=True)
def _coupons(shop: Shop) -> None:
    shop.manage("shell", "--verbosity", "0", "-c", MAKE_COUPON)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def money(amount: str) -> str:
    return f"R$\N{NO-BREAK SPACE}{amount}"


def put(page: Page, path: str = LAMP) -> None:
    """From the product's page into the cart, and to the cart."""
    page.goto(path)
    page.get_by_role("main").get_by_role("button", name="Adicionar ao carrinho").first.click()
    dialog = page.get_by_role("dialog", name="Seu carrinho")
    heading = page.get_by_role("heading", name="Carrinho", level=1)
    expect(dialog.or_(heading)).to_be_visible()
    if dialog.is_visible():
        dialog.get_by_role("link", name="Ver carrinho").click()
    expect(heading).to_be_visible()


# --- The story -----------------------------------------------------------------------------------
@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(visit: Callable[..., Page], javascript: bool) -> Page:
    return visit(javascript=javascript, width=PHONE)


def test_from_a_lamp_to_the_total(page: Page, javascript: bool) -> None:
    page.goto(LAMP)
    page.get_by_role("textbox", name="Frete e prazo").fill("01310-100")
    page.get_by_role("button", name="Calcular", exact=True).click()
    ways = page.get_by_role("region", name="Frete e prazo").get_by_role("listitem")
    expect(ways).to_have_count(3)
    expect(ways.first).to_contain_text(re.compile(r"Econômico\s*até .+-feira, \d+ de \w+"))
    put_from_here(page, quantity=2)
    expect(page.get_by_role("link", name="Carrinho, 2 itens")).to_be_visible()
    summary = page.get_by_role("region", name="Resumo")
    expect(summary).to_contain_text(f"Produtos (2){money('639,84')}")
    expect(summary).to_contain_text("Frete grátis! Seu pedido já tem.")
    expect(summary.get_by_label("Econômico")).to_be_checked()

    quantity(page, "1", javascript)
    expect(summary).to_contain_text(f"Produtos (1){money('319,92')}")
    expect(summary).to_contain_text(f"Faltam {money('79,08')} para o frete grátis.")

    summary.get_by_label("Retirar na loja").check()
    if not javascript:
        page.get_by_role("button", name="Usar esta entrega").click()
    expect(summary).to_contain_text(re.compile("Retirar na lojaGrátis|Retirar na loja\\s*Grátis"))
    expect(summary).to_contain_text(money("303,92"))

    summary.get_by_text("Tem um cupom?").click()
    summary.get_by_label("Cupom").fill("rico")
    summary.get_by_role("button", name="Aplicar").click()
    expect(main(page)).to_contain_text(f"Cupom: Este cupom vale para compras a partir de {money('90.000,00')}.")
    expect(summary.get_by_label("Cupom")).to_have_value("rico")
    summary.get_by_label("Cupom").fill("luz10")
    summary.get_by_role("button", name="Aplicar").click()
    expect(summary).to_contain_text(f"−{money('31,99')}")
    expect(summary).to_contain_text(money("287,93"))  # card
    expect(summary).to_contain_text(money("271,93"))  # Pix
    summary.get_by_role("button", name="Tirar o cupom LUZ10").click()
    expect(summary).to_contain_text(money("303,92"))

    page.get_by_role("button", name=f"Guardar para depois {TERRACOTA}").click()
    expect(main(page)).to_contain_text("Seu carrinho está vazio")
    page.get_by_role("button", name=f"Mover para o carrinho {TERRACOTA}").click()
    expect(summary).to_contain_text(money("303,92"))

    page.get_by_role("button", name=f"Remover {TERRACOTA}").click()
    expect(main(page)).to_contain_text(f"{TERRACOTA} saiu do carrinho.")
    page.get_by_role("button", name="Desfazer").click()
    expect(summary).to_contain_text(money("303,92"))
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE


def put_from_here(page: Page, *, quantity: int) -> None:
    page.get_by_label("Quantidade").fill(str(quantity))
    main(page).get_by_role("button", name="Adicionar ao carrinho").first.click()
    dialog = page.get_by_role("dialog", name="Seu carrinho")
    heading = page.get_by_role("heading", name="Carrinho", level=1)
    expect(dialog.or_(heading)).to_be_visible()
    if dialog.is_visible():
        dialog.get_by_role("link", name="Ver carrinho").click()
    expect(heading).to_be_visible()


def quantity(page: Page, wanted: str, javascript: bool) -> None:
    page.get_by_label(f"Quantidade de {TERRACOTA}", exact=True).fill(wanted)
    if javascript:
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name=f"Atualizar quantidade de {TERRACOTA}").click()


def test_too_many_is_said_beside_the_number(page: Page, javascript: bool) -> None:
    page.goto(LAMP)
    page.get_by_label("Quantidade").fill("98")
    main(page).get_by_role("button", name="Adicionar ao carrinho").first.click()
    expect(main(page).get_by_text(re.compile(r"Só temos \d+ em estoque\.")).first).to_be_visible()
    expect(page.get_by_label("Quantidade")).to_have_value("98")
    put(page)
    quantity(page, "98", javascript)
    expect(
        main(page).get_by_role("link", name=re.compile(r"Quantidade de .+: Só temos \d+ em estoque\."))
    ).to_be_visible()
    expect(page.get_by_label(f"Quantidade de {TERRACOTA}", exact=True)).to_have_value("98")
    expect(page.get_by_role("alert")).to_be_visible()


def test_from_a_card_into_the_cart(page: Page) -> None:
    page.goto("/catalogo/")
    page.get_by_role("button", name=f"Adicionar {TERRACOTA} ao carrinho", exact=True).click()
    expect(page.get_by_role("link", name="Carrinho, 1 item")).to_be_attached()
    expect(page.get_by_text(f"{TERRACOTA} está no carrinho.")).to_be_visible()


# --- What only scripts can do --------------------------------------------------------------------
def test_the_dialog_takes_the_focus_and_gives_it_back(visit: Callable[..., Page]) -> None:
    page = visit(width=PHONE)
    page.goto(LAMP)
    button = main(page).get_by_role("button", name="Adicionar ao carrinho").first
    button.press("Enter")
    dialog = page.get_by_role("dialog", name="Seu carrinho")
    expect(dialog.get_by_role("heading", name="Seu carrinho")).to_be_focused()
    expect(dialog.get_by_role("status")).to_have_text(f"{TERRACOTA} está no carrinho.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    assert page.url.endswith(LAMP)


def test_a_hurried_double_click_adds_once(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto(LAMP)
    page.get_by_role("main").get_by_role("button", name="Adicionar ao carrinho").first.dblclick()
    expect(page.get_by_role("dialog", name="Seu carrinho")).to_contain_text("1 ×")
    expect(page.locator('[data-count="cart"]')).to_have_attribute("aria-label", "Carrinho, 1 item")


def test_steps_keep_the_focus_and_change_the_total(visit: Callable[..., Page]) -> None:
    page = visit()
    put(page)
    more = page.get_by_role("button", name="Um a mais")
    more.click()
    expect(page.get_by_role("region", name="Resumo")).to_contain_text(f"Produtos (2){money('639,84')}")
    expect(page.get_by_role("button", name="Um a mais")).to_be_focused()
    said = f"Total no Pix {money('607,84')}, no cartão {money('639,84')}."
    expect(page.locator("[data-toast]")).to_have_text(said)


def test_steps_stop_at_what_there_is_and_say_so(visit: Callable[..., Page]) -> None:
    page = visit()
    put(page)
    field = page.get_by_label(f"Quantidade de {TERRACOTA}", exact=True)
    most = field.evaluate("field => field.value = field.max")
    page.get_by_role("button", name=f"Um a mais de {TERRACOTA}", exact=True).click()
    expect(page.locator("[data-toast]")).to_have_text(f"O máximo é {most}.")
    expect(field).to_have_value(most)


def test_freight_and_coupon_keep_the_focus_and_say_what_came_of_it(visit: Callable[..., Page]) -> None:
    page = visit(width=PHONE)
    put(page)
    page.get_by_role("textbox", name="Frete e prazo").fill("01310-100")
    page.get_by_role("button", name="Calcular").press("Enter")
    toast = page.locator("[data-toast]")
    expect(toast).to_have_text(
        re.compile(r"^3 opções de entrega; Econômico .+\. Total no Pix R\$.+, no cartão R\$.+\.$")
    )
    expect(page.get_by_role("button", name="Calcular")).to_be_focused()
    page.get_by_text("Tem um cupom?").click()
    page.get_by_label("Cupom").fill("nada")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Erro: Carrinho · Ilumina Casa")
    expect(page.locator("[data-form-errors]")).to_be_focused()
    page.get_by_label("Cupom").fill("luz10")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tirar o cupom LUZ10")).to_be_focused()
    expect(page).to_have_title("Carrinho · Ilumina Casa")
    expect(toast).to_have_text(re.compile(r"^Cupom LUZ10: menos R\$.31,99\. Total no Pix R\$"))


def test_what_came_back_is_said_on_no_other_page(visit: Callable[..., Page]) -> None:
    page = visit()
    put(page)
    page.get_by_role("button", name=f"Remover {TERRACOTA}").click()
    page.get_by_role("button", name="Desfazer").click()
    expect(page.locator("[data-toast]")).to_have_text(re.compile(f"^{TERRACOTA} está no carrinho\\. Total no Pix"))
    page.goto("/rastrear/")
    expect(main(page).get_by_role("heading", level=1)).to_be_visible()
    expect(main(page)).not_to_contain_text("está no carrinho")


def test_a_line_moves_to_the_favourites(visit: Callable[..., Page]) -> None:
    page = visit(width=PHONE)
    put(page)
    page.get_by_role("button", name=f"Mover para favoritos {TERRACOTA}").click()
    expect(main(page)).to_contain_text(f"{TERRACOTA} está nos seus favoritos.")
    expect(main(page)).to_contain_text("Seu carrinho está vazio")
    expect(page.get_by_role("link", name="Favoritos, 1 produto")).to_be_visible()


def test_a_phone_keeps_the_button_at_hand(visit: Callable[..., Page]) -> None:
    page = visit(width=PHONE)
    page.goto(LAMP)
    bar = page.locator(".buy-bar")
    expect(bar).to_be_visible()
    expect(bar).to_contain_text(money("303,92"))
    page.get_by_label("Quantidade").scroll_into_view_if_needed()
    expect(bar).to_be_hidden()


def test_without_an_answer_the_form_goes_the_plain_way(browser: Browser, shop: Shop) -> None:
    context = browser.new_context(base_url=shop.url, locale="pt-BR")
    page = context.new_page()
    page.goto(LAMP)
    troubles = ["once"]
    page.route(
        "**/carrinho/adicionar/", lambda route: route.abort() if troubles and troubles.pop() else route.continue_()
    )
    main(page).get_by_role("button", name="Adicionar ao carrinho").first.click()
    expect(page.get_by_role("heading", name="Carrinho", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Carrinho, 1 item")).to_be_visible()
    context.close()


# --- The page in all its states ------------------------------------------------------------------
@pytest.fixture(scope="module")
def judged(browser: Browser, shop: Shop) -> Iterator[Page]:
    context = browser.new_context(
        base_url=shop.url, locale="pt-BR", reduced_motion="reduce", viewport={"width": PHONE, "height": 800}
    )
    context.add_init_script(path=programs.axe())
    yield context.new_page()
    context.close()


def empty(page: Page) -> None:
    page.goto("/carrinho/")


def filled(page: Page) -> None:
    put(page)
    put(page, BULB)
    page.goto("/carrinho/")
    page.get_by_role("textbox", name="Frete e prazo").fill("01310-100")
    page.get_by_role("button", name="Calcular", exact=True).click()
    expect(page.get_by_label("Expresso")).to_be_visible()


def refused_quantity(page: Page) -> None:
    put(page)
    page.get_by_label(f"Quantidade de {TERRACOTA}", exact=True).fill("98")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()


def refused_coupon(page: Page) -> None:
    put(page)
    page.get_by_text("Tem um cupom?").click()
    page.get_by_label("Cupom").fill("nada")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()


def taken_out(page: Page) -> None:
    put(page)
    put(page, BULB)
    page.get_by_role("button", name=f"Remover {TERRACOTA}").click()
    expect(page.get_by_role("button", name="Desfazer")).to_be_visible()


def set_aside(page: Page) -> None:
    put(page)
    page.get_by_role("button", name=f"Guardar para depois {TERRACOTA}").click()
    expect(page.get_by_role("heading", name="Guardados para depois")).to_be_visible()


def with_coupon(page: Page) -> None:
    put(page)
    page.get_by_text("Tem um cupom?").click()
    page.get_by_label("Cupom").fill("luz10")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tirar o cupom LUZ10")).to_be_visible()


def quoted(page: Page) -> None:
    page.goto(f"{LAMP}?cep=01310-100")


def misquoted(page: Page) -> None:
    page.goto(f"{LAMP}?cep=123")


def dialog(page: Page) -> None:
    page.goto(LAMP)
    page.get_by_role("main").get_by_role("button", name="Adicionar ao carrinho").first.click()
    expect(page.get_by_role("dialog", name="Seu carrinho")).to_be_visible()


STATES = [
    empty, filled, refused_quantity, refused_coupon, taken_out, set_aside, with_coupon, quoted, misquoted, dialog,
]  # fmt: skip
EACH_STATE = pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)


@EACH_STATE
def test_axe_finds_nothing_and_nothing_scrolls_sideways(judged: Page, state: Callable[[Page], None]) -> None:
    judged.context.clear_cookies()
    judged.set_viewport_size({"width": PHONE, "height": 800})
    state(judged)
    assert axe_in_all_lights(judged) == {}
    too_wide = {}
    for width in (PHONE, 640, 320):
        judged.set_viewport_size({"width": width, "height": 800})
        too_wide[width] = judged.evaluate(TOO_WIDE)
    assert too_wide == {PHONE: [], 640: [], 320: []}
    judged.set_viewport_size({"width": PHONE, "height": 800})
    assert judged.locator(f"{MAIN_TARGETS}, .quantity__step, .quantity__input").evaluate_all(BELOW_44) == []
    judged.evaluate(SPACED_TEXT)
    assert judged.evaluate(TOO_WIDE) == []


def test_letters_twice_as_large_do_not_scroll_sideways(judged: Page) -> None:
    judged.context.clear_cookies()
    judged.set_viewport_size({"width": PHONE, "height": 800})
    filled(judged)
    judged.evaluate("document.documentElement.style.fontSize = '200%'")
    assert judged.evaluate(TOO_WIDE) == []


def test_every_state_is_valid_html(visit: Callable[..., Page], tmp_path: Path) -> None:
    java, checker = programs.java(), programs.html_checker()
    page = visit(javascript=False, width=PHONE)
    for state in STATES[:-1]:
        page.context.clear_cookies()
        state(page)
        (tmp_path / f"{state.__name__}.html").write_text(page.content())
    checked = subprocess.run(
        [java, "-jar", str(checker), "--format", "json", "--exit-zero-always", str(tmp_path)],
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    said = json.loads(checked.stderr)["messages"]
    assert [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']}" for m in said] == []


# --- What it weighs ------------------------------------------------------------------------------
def test_the_cart_is_light(browser: Browser, shop: Shop, visit: Callable[..., Page]) -> None:
    page = visit(javascript=False)
    put(page)
    put(page, BULB)
    cookies = page.context.cookies()
    first = measure(browser, shop, "/carrinho/", cookies=cookies)
    make_sizes(shop, addresses=first.moved)
    cost = measure(browser, shop, "/carrinho/", cookies=cookies)
    assert 0 < cost.sum("document") <= HTML
    assert 0 < cost.sum("stylesheet") <= STYLES
    assert 0 < cost.sum("font") <= FONTS
    assert 0 < cost.sum("script") <= SCRIPTS
    assert 0 < cost.pictures <= PICTURES
    assert len(cost.moved) <= REQUESTS
    assert cost.layout_shift == 0
