"""A day of three assistants in a real browser, each with no more than their group may do."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import programs
from tests.browser.test_accessibility import AXE, RULES
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]
PASSWORD = "luz-de-2700-kelvins"
PEOPLE = f"""
from accounts.models import User
from django.contrib.auth.models import Group
for role, name in (("Atendimento", "ana"), ("Catálogo", "carla"), ("Estoque", "edu")):
    user = User.objects.create_user(f"{{name}}@iluminacasa.example", "{PASSWORD}", name=name.title(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
"""
ORDERS = """
from decimal import Decimal
from django.utils import timezone
from catalog.models import Product
from orders import checkout, lifecycle, payments
from tests import buying
now = timezone.now()
product = Product.objects.filter(is_visible=True, stock__gte=9).order_by("pk").first()
for number in range(2):
    order = buying.place(buying.cart_with({product: 2}, at=now), at=now,
                         delivery=checkout.Delivery(method="economico", address=buying.ADDRESS))
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=now)
    order.refresh_from_db()
    print("ORDER", order.number)
for verb, told in (("pick", {}), ("ship", {"carrier": "Correios", "tracking_code": "AA1"}), ("deliver", {})):
    getattr(lifecycle, verb)(order=order, at=now, by=None, **told)
    order.refresh_from_db()
lifecycle.request_withdrawal(order=order, reason="Não combinou com a sala", at=now, by=None)
"""
SALE = """
from django.utils import timezone
from catalog.models import Product
from tests import buying
now = timezone.now()
product = Product.objects.get(pk={pk})
order = buying.place(buying.cart_with({{product: 1}}, at=now), at=now)
product.refresh_from_db()
print("STOCK", product.stock)
"""


@pytest.fixture(scope="module")
def shop(filled_folder: Path) -> Iterator[Shop]:
    """A filled shop of its own, since here it is changed."""
    started = Shop(settings={"PIX_KEY": "pix@iluminacasa.example", "STAFF_SECOND_FACTOR": "0"})
    try:
        shutil.copytree(filled_folder, started.folder, dirs_exist_ok=True)
        behind_the_counter(started, PEOPLE)
        yield started.start()
    finally:
        started.stop()


def behind_the_counter(shop: Shop, code: str) -> str:
    return shop.manage("shell", "--no-imports", "-c", code).stdout


@pytest.fixture(params=["light", "dark"])
def staff(visit: Callable[..., Page], request: pytest.FixtureRequest) -> Callable[[str], Page]:
    def signed_in(name: str) -> Page:
        page = visit(scheme=request.param)
        page.context.add_init_script(path=programs.axe())
        page.goto("/admin/")
        page.get_by_label("E-mail").fill(f"{name}@iluminacasa.example")
        page.get_by_label("Senha").fill(PASSWORD)
        page.get_by_role("button", name="Acessar").click()
        expect(page.locator("#user-tools")).to_be_visible()
        return page

    return signed_in


def is_sound(page: Page) -> None:
    assert page.evaluate(AXE, RULES) == []


def test_service_sends_an_order_refunds_a_line_and_answers_a_withdrawal(
    staff: Callable[[str], Page], shop: Shop
) -> None:
    paid, withdrawn = re.findall(r"ORDER (\w+)", behind_the_counter(shop, ORDERS))
    page = staff("ana")
    is_sound(page)
    page.goto("/admin/orders/order/")
    is_sound(page)
    page.get_by_role("link", name=paid).click()
    is_sound(page)
    page.get_by_role("link", name="Separar", exact=True).click()
    is_sound(page)
    page.get_by_role("button", name="Separar").click()
    page.get_by_role("link", name="Enviar", exact=True).click()
    page.get_by_label("Transportadora").fill("Correios")
    page.get_by_label("Código de rastreio").fill("AA123456789BR")
    page.get_by_role("button", name="Enviar").click()
    page.get_by_role("link", name="Entregue", exact=True).click()
    page.get_by_role("button", name="Entregue").click()
    expect(page.locator(".field-situation .chip")).to_have_text("entregue")
    page.get_by_role("link", name="Reembolsar itens").click()
    is_sound(page)
    page.get_by_label("unidades a reembolsar").fill("1")
    page.get_by_label("Motivo").fill("Cúpula riscada")
    page.get_by_role("button", name="Reembolsar itens").click()
    expect(page.locator(".messagelist .success")).to_contain_text("solicitado")
    expect(page.locator(".history")).to_contain_text("Cúpula riscada")
    page.goto("/admin/orders/order/?aba=devolucoes")
    page.get_by_role("link", name=withdrawn).click()
    expect(page.locator(".history")).to_contain_text("Não combinou com a sala")
    page.get_by_role("link", name="Receber devolução", exact=True).click()
    is_sound(page)
    page.get_by_role("button", name="Receber devolução").click()
    expect(page.locator(".field-situation .chip")).to_have_text("devolvido")


def test_catalogue_raises_thirty_prices_after_a_look_and_takes_it_back(
    staff: Callable[[str], Page], shop: Shop
) -> None:
    prices = "from catalog.models import Product; print(sum(Product.objects.values_list('price', flat=True)))"
    before = behind_the_counter(shop, prices)
    page = staff("carla")
    page.goto("/admin/catalog/product/?o=1")
    is_sound(page)
    for box in page.locator("#result_list .action-select").all()[:30]:
        box.check()
    page.locator("select[name=action]").select_option(label="Mudar preços, com prévia")
    page.locator(".actions button[type=submit]").click()
    expect(page.locator(".lead")).to_contain_text("30")
    is_sound(page)
    page.get_by_label("aumentar o preço de tabela em %").check()
    page.get_by_label("Valor").fill("10")
    page.get_by_role("button", name="Ver antes e depois").click()
    expect(page.locator(".before-after tbody tr")).to_have_count(30)
    is_sound(page)
    assert behind_the_counter(shop, prices) == before
    page.get_by_role("button", name="Aplicar a 30 produtos").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert behind_the_counter(shop, prices) != before
    page.get_by_role("button", name="Desfazer tudo").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    is_sound(page)
    assert behind_the_counter(shop, prices) == before


def test_a_price_raised_within_an_offer_is_struck_no_more(staff: Callable[[str], Page], shop: Shop) -> None:
    page = staff("carla")
    for price, told, struck in (("499,90", 1, 0), ("399,90", 0, 1)):
        page.goto("/admin/catalog/product/?q=IC-0101")
        page.locator("#result_list .field-name a").click()
        page.get_by_role("tab", name="Preço e oferta").click()
        page.get_by_role("textbox", name="Preço de tabela").fill(price)
        page.get_by_role("button", name="Salvar e continuar editando").first.click()
        warning = page.locator(".messagelist .warning", has_text="foi vendido por R$\u00a0399,90 nos 30 dias")
        expect(warning).to_have_count(told)
        expect(page.locator(".field-struck")).to_contain_text("Não aparece" if told else "cobrado antes da oferta")
        is_sound(page)
        page.goto("/produto/pendente-cupula-terracota-40-cm/")
        expect(page.locator(".price--panel s")).to_have_count(struck)


def test_a_sale_during_the_count_stays_and_whoever_counts_is_told(staff: Callable[[str], Page], shop: Shop) -> None:
    page = staff("edu")
    page.goto("/admin/catalog/stocklevel/?saldo=acima")
    is_sound(page)
    pk = int(page.locator("input[name=linha]").first.get_attribute("value") or "0")
    seen = int(page.locator(f"input[name=linha-{pk}-seen]").get_attribute("value") or "0")
    sold = behind_the_counter(shop, SALE.format(pk=pk))
    assert f"STOCK {seen - 1}" in sold
    page.locator(f"input[name=linha-{pk}-counted]").fill(str(seen))
    page.get_by_role("button", name="Gravar contagens").click()
    clash = page.locator(".clashes tbody tr")
    expect(clash).to_have_count(1)
    expect(clash.locator("strong")).to_have_text(str(seen - 1))
    is_sound(page)
    page.get_by_role("button", name="Gravar contagens").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert f"STOCK {seen - 1}" in behind_the_counter(shop, SALE.format(pk=pk))
