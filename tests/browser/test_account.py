"""An account's story on a phone: opened, used, left, kept after all. Told twice, with JavaScript and without."""

import email
import email.policy
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page_types import LAMP, SOLD_OUT
from tests.servers import Shop

pytestmark = [pytest.mark.browser, pytest.mark.server]

PASSWORD = "luz-quente-na-sala-42"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(visit: Callable[..., Page], javascript: bool) -> Page:
    return visit(javascript=javascript, width=360)


def letters(shop: Shop, to: str) -> list[str]:
    """What this mailbox was sent, oldest first, as text."""
    shop.manage("run_jobs", "--verbosity", "0")
    found = []
    for path in sorted((shop.folder / "mail").iterdir(), key=lambda path: path.stat().st_mtime_ns):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = letter.get_body(("plain",))
        if letter["To"] == to and body is not None:
            found.append(str(body.get_content()))
    return found


def link(shop: Shop, to: str, path: str) -> str:
    """The address below `path` in the last letter that has one."""
    found = [each for text in letters(shop, to) for each in re.findall(rf"{shop.url}(/{path}\S+)", text)]
    return str(found[-1])


def sign_in(page: Page, address: str) -> None:
    page.goto("/entrar/")
    page.get_by_label("E-mail", exact=True).fill(address)
    page.get_by_label("Senha", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Entrar", exact=True).click()
    expect(page.get_by_role("heading", name="Minha conta", level=1)).to_be_visible()


def test_a_guest_opens_an_account_takes_the_data_leaves_and_comes_back(
    page: Page, shop: Shop, javascript: bool, tmp_path: Path
) -> None:
    mine = f"nova{int(javascript)}@example.com"
    page.goto(LAMP)
    page.get_by_role("main").get_by_role("button", name="Favorit").first.click()
    expect(page.locator("[data-count=favorites]")).to_have_accessible_name("Favoritos, 1 produto")
    page.goto("/cadastro/")
    page.get_by_label("Nome completo").fill("Nina Nova")
    page.get_by_label("E-mail", exact=True).fill(mine)
    page.get_by_label("Senha", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Criar conta").click()
    expect(page.get_by_role("heading", name="Confira seu e-mail")).to_be_visible()
    page.goto(link(shop, mine, "email/confirmar/"))
    page.get_by_label("Sua senha", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirmar e-mail").click()
    expect(page.get_by_role("heading", name="Minha conta", level=1)).to_be_visible()

    page.goto("/favoritos/")
    expect(page.get_by_text("Guardados na sua conta.")).to_be_visible()
    expect(page.locator("main [data-product]")).to_have_count(1)

    page.goto("/conta/privacidade/")
    page.get_by_role("link", name="Baixar meus dados").click()
    page.get_by_label("Sua senha", exact=True).fill(PASSWORD)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Baixar meus dados").click()
    coming.value.save_as(tmp_path / "dados.zip")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "dados.zip").read_bytes())) as packed:
        known = json.loads(packed.read("dados.json"))
    assert (known["person"][0]["email"], len(known["favorites"])) == (mine, 1)

    page.goto("/conta/privacidade/")
    page.get_by_role("link", name="Excluir conta").click()
    page.get_by_label("Sua senha", exact=True).fill("outra")
    page.get_by_role("button", name="Excluir minha conta").click()
    expect(page.get_by_role("alert")).to_contain_text("A senha não confere.")
    page.get_by_label("Sua senha", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Excluir minha conta").click()
    expect(page.get_by_text("Sua conta foi encerrada.")).to_be_visible()
    page.goto("/conta/")
    expect(page.get_by_role("heading", name="Entrar", level=1)).to_be_visible()

    page.goto(link(shop, mine, "conta/manter/"))
    page.get_by_role("button", name="Manter minha conta").click()
    sign_in(page, mine)


def test_a_guest_is_told_when_a_lamp_is_back(page: Page, shop: Shop, javascript: bool) -> None:
    mine = f"espera{int(javascript)}@example.com"
    page.goto(SOLD_OUT)
    page.get_by_role("link", name="Avise-me quando voltar").click()
    page.get_by_role("button", name="Pedir aviso").click()
    expect(page.get_by_role("alert")).to_contain_text("Informe seu e-mail.")
    page.get_by_label("E-mail", exact=True).fill(mine)
    page.get_by_role("button", name="Pedir aviso").click()
    expect(page.get_by_text("Mandamos um e-mail para confirmar o aviso.")).to_be_visible()
    page.goto(link(shop, mine, "avisos/confirmar/"))
    page.get_by_role("button", name="Confirmar aviso").click()
    expect(page.get_by_text("Aviso confirmado.")).to_be_visible()
    page.goto(link(shop, mine, "avisos/cancelar/"))
    page.get_by_role("button", name="Cancelar aviso").click()
    expect(page.get_by_text("Aviso cancelado.")).to_be_visible()
