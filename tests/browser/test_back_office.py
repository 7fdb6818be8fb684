"""The back office in a real browser: strict policy, nothing broken, nothing foreign, a day's work done."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image as Pillow
from playwright.sync_api import Page, expect

from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]
EMAIL, PASSWORD = "dona@iluminacasa.example", "luz-de-2700-kelvins"
OWNER = f"from accounts.models import User; User.objects.create_superuser('{EMAIL}', '{PASSWORD}', name='Dona')"
SIZED = "from catalog.models import Image; Image.objects.update(state=Image.State.READY)"  # no need to wait for all
ORDER = """
from django.utils import timezone
from catalog.models import Product
from tests import buying
now = timezone.now()
product = Product.objects.filter(is_visible=True, stock__gte=5).order_by("pk").first()
cart = buying.cart_with({product: 2}, at=now)
print(buying.place(cart, at=now).number)
"""  # two of one product by Pix, to be picked up
PAGES = [
    "", "catalog/product/", "catalog/product/add/", "catalog/product/1/change/", "catalog/product/1/estoque/",
    "catalog/product/1/history/", "catalog/category/", "catalog/category/1/change/", "catalog/brand/",
    "catalog/brand/1/change/", "catalog/specdefinition/", "catalog/specdefinition/1/change/", "catalog/stockmove/",
    "catalog/review/", "catalog/syncrun/", "catalog/syncrun/1/change/", "catalog/syncissue/",
    "catalog/syncrun/ensaios/", "momento/", "catalog/synonym/",
    "catalog/synonym/add/", "catalog/searchmiss/", "catalog/page/", "catalog/page/1/change/", "catalog/banner/add/",
    "catalog/banner/", "catalog/homesection/", "catalog/homesection/add/", "redirects/redirect/add/",
    "accounts/user/", "accounts/user/1/change/", "accounts/user/add/", "auth/group/add/", "password_change/",
    "orders/order/", "orders/payment/", "orders/payment/extrato/", "orders/refund/", "orders/paymentnotice/",
]  # fmt: skip


@pytest.fixture(scope="module")
def shop(filled_folder: Path) -> Iterator[Shop]:
    """A filled shop of its own, since here it is changed."""
    started = Shop(settings={"PIX_KEY": "pix@iluminacasa.example"})
    try:
        shutil.copytree(filled_folder, started.folder, dirs_exist_ok=True)
        started.manage("shell", "--no-imports", "-c", f"{OWNER}\n{SIZED}")
        yield started.start()
    finally:
        started.stop()


def sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Senha").fill(PASSWORD)
    page.get_by_role("button", name="Acessar").click()
    expect(page.get_by_role("heading", name="Administração")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_opens_without_a_word_in_the_console(visit: Callable[..., Page], scheme: str) -> None:
    page = visit(scheme=scheme)
    sign_in(page)
    for path in PAGES:
        answer = page.goto(f"/admin/{path}")
        assert answer is not None
        assert answer.status == 200, path
        expect(page.locator("#site-name")).to_contain_text("Ilumina Casa")
        assert page.evaluate("document.documentElement.lang") == "pt-br"


def test_a_product_gets_a_price_a_picture_and_a_count(visit: Callable[..., Page], shop: Shop, tmp_path: Path) -> None:
    picture = tmp_path / "foto.png"
    Pillow.new("RGB", (1700, 2000), (190, 110, 50)).save(picture)
    page = visit()
    sign_in(page)
    page.goto("/admin/catalog/product/1/change/")
    page.locator("[aria-labelledby=select2-id_category-container]").click()
    page.locator(".select2-search__field").fill("lustre")
    expect(page.locator(".select2-results__option").first).to_have_text("Lustres")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Preço e oferta").click()
    page.locator("#calendarlink0").click()
    page.locator("#calendarbox0 .calendar-shortcuts").get_by_text("Amanhã").click()
    expect(page.locator("#id_sale_starts_at_0")).not_to_have_value("")
    for part in range(2):
        page.locator(f"#id_sale_starts_at_{part}").fill("")
    page.locator("#id_price").fill("1.299,90")
    page.get_by_role("tab", name="Imagens").click()
    page.locator("#images-group .add-row a").click()
    row = int(page.locator("#id_images-TOTAL_FORMS").input_value()) - 1
    page.locator(f"#id_images-{row}-upload").set_input_files(picture)
    page.locator(f"#id_images-{row}-alt").fill("Outra vista")
    page.locator("input[name=_continue]").first.click()
    expect(page.locator(".messagelist")).to_contain_text("foi alterado com sucesso")
    expect(page.locator("#id_price")).to_have_value("1299,90")
    expect(page.locator("#images-group .preview")).to_have_count(row + 1)
    page.get_by_role("link", name="Contar estoque", exact=True).click()
    page.get_by_label("Unidades contadas").fill("42")
    page.get_by_role("button", name="Gravar contagem").click()
    expect(page.locator(".messagelist")).to_contain_text("contado: 42.")
    shop.manage("run_jobs")
    page.locator(".viewsitelink").click()
    expect(page.locator("body")).to_contain_text("1.039,92")  # a fifth less; a price nobody was asked is not struck
    expect(page.locator("body")).not_to_contain_text("1.299,90")


def test_a_run_of_the_sync_is_asked_for_and_done(visit: Callable[..., Page], shop: Shop) -> None:
    page = visit()
    sign_in(page)
    page.goto("/admin/catalog/syncrun/")
    page.get_by_role("button", name="Rodar agora").click()
    expect(page.locator(".messagelist")).to_contain_text("Ela começa em instantes.")
    expect(page.get_by_role("button", name="Rodar agora")).to_be_disabled()
    shop.manage("run_jobs")
    page.reload()
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    expect(page.get_by_role("button", name="Rodar agora")).to_be_enabled()


def test_an_order_is_paid_picked_handed_over_and_partly_given_back(visit: Callable[..., Page], shop: Shop) -> None:
    number = shop.manage("shell", "--no-imports", "-c", ORDER).stdout.split()[-1]
    page = visit()
    sign_in(page)
    page.goto(f"/admin/orders/order/?q={number}")
    page.get_by_role("link", name=number).click()
    for act in ("Confirmar pagamento", "Separar", "Pronto para retirada", "Entregue"):
        page.get_by_role("link", name=act, exact=True).click()
        page.get_by_role("button", name=act).click()
        expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator(".field-situation .chip")).to_have_text("entregue")
    page.get_by_role("link", name="Reembolsar itens").click()
    page.get_by_role("button", name="Reembolsar itens").click()
    expect(page.locator(".errorlist").first).to_contain_text("obrigatório")
    page.get_by_label("unidades a reembolsar").fill("1")
    page.get_by_label("Motivo").fill("Veio riscado")
    page.get_by_role("button", name="Reembolsar itens").click()
    expect(page.locator(".messagelist .success")).to_contain_text("solicitado")
    expect(page.locator(".field-refunds")).to_contain_text("Veio riscado")
