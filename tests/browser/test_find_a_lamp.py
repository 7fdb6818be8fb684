"""The shop window as a story: somebody with a phone looks for a lamp.

Every chapter is told twice, with JavaScript and without: scripts may save a reload, nothing else.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import demo

pytestmark = [pytest.mark.browser, pytest.mark.server]

TERRACOTA = "Pendente Cúpula Terracota 40 cm"
GLOBO = "Pendente Globo Opala 30 cm com latão"
IS_LIT = """(picture) => {
  const { naturalWidth } = picture.querySelector("img");
  return picture.checkVisibility({ opacityProperty: true }) && naturalWidth > 0;
}"""
PAGE_SIZE = 24


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(visit: Callable[..., Page], javascript: bool) -> Page:
    return visit(javascript=javascript, width=360)


def card(page: Page, title: str) -> Locator:
    return page.locator("main [data-product]").filter(has=page.get_by_role("link", name=title, exact=True)).first


def names(page: Page) -> list[str]:
    """A no-break space counts as a blank."""
    return [" ".join(text.split()) for text in page.locator("[data-grid] .card__link").all_inner_texts()]


def is_lit(place: Locator) -> bool:
    """Whether the night picture is what the eye sees there."""
    return bool(place.locator(".duo__lit").evaluate(IS_LIT))


def press(page: Page, kind: str, title: str) -> None:
    """The heart or the scales of a card."""
    card(page, title).get_by_role("button", name=f"{kind} {title}", exact=True).click()


def test_by_category_filter_order_and_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Todas as categorias").click()
    page.get_by_role("main").get_by_role("link", name="Iluminação").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Iluminação")

    warm = demo.products(category="iluminacao", color_temperature=2700)
    page.get_by_role("button", name="Filtros").click()
    page.get_by_role("checkbox", name=f"2700 K , {len(warm)} produtos").check()
    page.get_by_role("button", name=re.compile(r"^(Ver \d+ produtos|Aplicar filtros)$")).click()
    expect(page.locator(".toolbar__count")).to_have_text(f"{len(warm)} produtos")
    expect(page.get_by_role("link", name="Tirar filtro 2700 K")).to_be_visible()
    assert set(names(page)) < set(warm)

    page.get_by_label("Ordenar por").select_option("Menor preço")
    submit = page.get_by_role("button", name="Ordenar")
    if submit.is_visible():  # a script spares this press
        submit.click()
    page.wait_for_url("**/categoria/iluminacao/?cor=2700&ordem=menor-preco")
    cheapest_first = sorted(demo.sale_price(title) for title in warm)
    expect(page.locator("[data-grid] .card__link")).to_have_count(PAGE_SIZE)
    assert [demo.sale_price(name) for name in names(page)] == cheapest_first[:PAGE_SIZE]

    page.get_by_role("link", name="Página 2", exact=True).click()
    page.wait_for_url("**/categoria/iluminacao/?cor=2700&ordem=menor-preco&pagina=2")
    expect(page.locator("[data-grid] .card__link")).to_have_count(len(warm) - PAGE_SIZE)
    assert [demo.sale_price(name) for name in names(page)] == cheapest_first[PAGE_SIZE:]

    dearest = names(page)[-1]
    page.get_by_role("link", name=dearest, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(dearest)


def test_more_of_the_same_list(page: Page, javascript: bool) -> None:
    page.goto("/catalogo/")
    first_page = names(page)
    page.get_by_role("link", name="Mostrar mais").click()
    page.wait_for_url("**/catalogo/?pagina=2")
    if javascript:  # the second page is put below the first, and the keyboard stands on its first card
        expect(page.locator("[data-grid] .card__link")).to_have_count(2 * PAGE_SIZE)
        assert names(page)[:PAGE_SIZE] == first_page
        expect(page.locator("[data-grid] .card__link").nth(PAGE_SIZE)).to_be_focused()
    else:
        expect(page.locator("[data-grid] .card__link")).to_have_count(PAGE_SIZE)
        assert not set(names(page)) & set(first_page)
    expect(page.locator("[data-seen]")).to_have_text(f"Você viu 48 de {len(demo.FEED['products'])}")


def test_one_filter_can_be_taken_away(page: Page) -> None:
    page.goto("/categoria/pendentes/?cor=2700&soquete=e27")
    page.get_by_role("link", name="Tirar filtro E27").click()
    page.wait_for_url("**/categoria/pendentes/?cor=2700")
    warm = demo.products(category="pendentes", color_temperature=2700)
    expect(page.locator(".toolbar__count")).to_have_text(f"{len(warm)} produtos")
    assert sorted(names(page)) == sorted(warm)


def test_by_a_search_with_typos(page: Page) -> None:
    page.goto("/")
    search = page.get_by_role("banner").get_by_label("Buscar produtos")
    search.fill("pendete teracota")
    search.press("Enter")
    page.wait_for_url("**/busca/?q=pendete+teracota")
    expect(page.get_by_role("heading", level=1)).to_have_text("Resultados para “pendente terracota”")
    expect(page.get_by_text("Não achamos “pendete teracota”.")).to_be_visible()
    assert names(page)[0] == TERRACOTA


def test_nothing_found_shows_ways_on(page: Page) -> None:
    page.goto("/busca/?q=zzzxqw")
    assert names(page) == []
    expect(page.get_by_role("search", name="Nova busca").get_by_label("Buscar produtos")).to_have_value("zzzxqw")
    page.get_by_role("list", name="Categorias").get_by_role("link").first.click()
    expect(page.locator("[data-grid] .card__link").first).to_be_visible()


def test_the_shop_window_lights_up(page: Page) -> None:
    page.goto("/categoria/pendentes/")
    lamp = card(page, TERRACOTA)
    assert not is_lit(lamp)
    page.get_by_role("switch", name="Acender a vitrine").check()
    expect(lamp.locator(".duo__lit")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert is_lit(lamp)
    page.get_by_role("switch", name="Acender a vitrine").uncheck()
    expect(lamp.locator(".duo__lit")).to_be_hidden()


def test_at_night_the_window_is_lit_from_the_start(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript, width=360, scheme="dark")
    page.goto("/categoria/pendentes/", wait_until="networkidle")
    assert is_lit(card(page, TERRACOTA))
    page.get_by_role("switch", name="Ver à luz do dia").check()
    expect(card(page, TERRACOTA).locator(".duo__lit")).to_be_hidden()


def test_the_lit_picture_and_the_gallery_of_a_lamp(page: Page, javascript: bool) -> None:
    page.goto("/produto/pendente-cupula-terracota-40-cm/")
    stage = page.locator("[data-gallery] .stage")
    page.get_by_role("radio", name="Acesa").check()
    page.wait_for_load_state("networkidle")
    assert is_lit(stage)
    page.get_by_role("radio", name="Apagada").check()
    expect(stage.locator(".duo__lit")).to_be_hidden()

    page.get_by_role("link", name=re.compile("^Foto 3:")).click()
    page.wait_for_url("**/produto/pendente-cupula-terracota-40-cm/?foto=3#galeria")
    detail = page.get_by_role("link", name=re.compile("^Foto 3:"))
    expect(detail).to_have_attribute("aria-current", "true")
    expect(stage.locator(".duo__lit")).to_have_count(0)
    zoom = stage.get_by_role("link", name="Ampliar foto")
    largest = detail.get_attribute("data-zoom-url")
    expect(zoom).to_have_attribute("href", str(largest))

    zoom.click()
    if not javascript:  # the file itself, as large as there is one
        page.wait_for_url(f"**{largest}")
        return
    lightbox = page.get_by_role("dialog", name="Fotos ampliadas")
    expect(lightbox.get_by_role("status")).to_have_text("3 de 4")
    page.keyboard.press("ArrowRight")
    expect(lightbox.get_by_role("status")).to_have_text("4 de 4")
    page.keyboard.press("Escape")
    expect(lightbox).to_be_hidden()
    expect(zoom).to_be_focused()


def test_two_lamps_side_by_side(page: Page) -> None:
    page.goto("/categoria/pendentes/")
    for count, title in enumerate((TERRACOTA, GLOBO), start=1):
        press(page, "Comparar", title)
        expect(page.get_by_text(f"{title} entrou na comparação.")).to_be_visible()
        expect(page.locator("[data-count=compare]")).to_have_attribute(
            "aria-label", "Comparar, 1 produto" if count == 1 else "Comparar, 2 produtos"
        )
    page.goto("/comparar/")
    expect(page.locator("thead .card__link")).to_have_text([TERRACOTA, GLOBO])
    expect(page.get_by_role("row", name="Temperatura de cor")).to_contain_text("2700 K")
    everything = page.locator("tbody tr:not(.compare__group)")
    different = page.locator("tbody tr.compare__different")
    many, few = everything.count(), different.count()
    assert 0 < few < many
    page.get_by_role("link", name="Só diferenças").click()
    page.wait_for_url("**/comparar/?diferencas=1")
    expect(everything).to_have_count(few)

    page.get_by_role("button", name=f"Tirar {TERRACOTA}").click()
    expect(page.locator("thead .card__link")).to_have_text([GLOBO])


def test_a_favourite_is_kept_and_given_up(page: Page) -> None:
    page.goto("/categoria/pendentes/")
    press(page, "Favoritar", TERRACOTA)
    expect(page.get_by_text(f"{TERRACOTA} está nos seus favoritos.")).to_be_visible()
    heart = card(page, TERRACOTA).get_by_role("button", name=f"Favoritar {TERRACOTA}")
    expect(heart).to_have_attribute("aria-pressed", "true")
    page.locator("[data-count=favorites]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Favoritos")
    expect(page.locator("main .card__link")).to_have_text([TERRACOTA])

    page.get_by_role("button", name="Esvaziar lista").click()
    expect(page.get_by_role("heading", name="Nada guardado ainda")).to_be_visible()
    expect(page.locator("[data-count=favorites]")).to_have_accessible_name("Favoritos")


def test_the_visitor_chooses_light_or_dark(page: Page) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    page.goto("/sobre/")
    assert page.evaluate(ground) == "rgb(251, 250, 246)"
    page.get_by_role("button", name="Escuro").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url.endswith("/sobre/")
    page.goto("/catalogo/")
    assert page.evaluate(ground) == "rgb(13, 21, 24)"
    page.get_by_role("button", name="Automático").click()
    expect(page.get_by_role("button", name="Automático")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(ground) == "rgb(251, 250, 246)"
