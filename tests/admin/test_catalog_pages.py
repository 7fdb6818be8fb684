"""The product's page: parts, sheet by category, locks, pictures in order, copies, previews."""

from io import BytesIO
from typing import Any

import pytest
from django.contrib.admin import ActionLocation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow

from accounts.models import Activity
from catalog import gallery
from catalog.admin import spec_fields
from catalog.models import Image, Product, ProductCard
from catalog.sync.drafts import Children, Desk, begin, revise
from catalog.sync.ownership import edited_fields, followed_fields, lock_fields, take_upstream
from tests import make
from tests.admin.test_products import address, form_of, from_source, save

pytestmark = pytest.mark.django_db
name = spec_fields.name_of
ACTION = f"{ActionLocation.CHANGE_FORM.value}-action"


# --- Parts ---------------------------------------------------------------------------------------
def test_every_part_of_the_page_has_a_link_that_leads_to_it(boss) -> None:
    product = make.product(specs={"luminous_flux": 806})
    page = boss.get(address(product)).content.decode()
    for number in range(1, 9):
        assert f'<a href="#aba-{number}">' in page
        assert f'<div class="tab-panel" id="aba-{number}">' in page
    for part in ("Essencial", "Ficha técnica", "Preço e oferta", "Estoque", "Publicação", "Buscadores", "Em inglês"):
        assert f">{part}</a>" in page
    for prefix in ("images", "related_links"):
        assert f'<div class="tab-panel" id="aba-{prefix}">' in page
    assert page.count('<div class="tab-panel"') == 10
    assert "admin/tabs.js" in page


def test_who_may_only_look_reads_the_sheet(staff) -> None:
    product = make.product(specs={"luminous_flux": 806, "base": "e27"})
    page = staff("catalog.view_product").get(address(product)).content.decode()
    assert '<th scope="row">Fluxo luminoso</th><td>806\u00a0lm</td>' in page
    assert "Mostrar a ficha" not in page


def test_search_engines_are_shown_what_the_page_tells_them(boss) -> None:
    product = make.product("Pendente", summary="Luz quente para a mesa.")
    page = boss.get(address(product)).content.decode()
    assert "<strong>Pendente</strong><span>Luz quente para a mesa.</span>" in page
    assert "Título: 8 de 60 letras que aparecem. Descrição: 23 de 155." in page
    assert f"http://testserver/produto/{product.slug}/" in page


# --- Sheet by category ---------------------------------------------------------------------------
def test_the_sheet_of_another_category_is_shown_without_saving_and_keeps_what_was_typed(boss) -> None:
    lights, home = make.category("Luzes"), make.category("Casa")
    flux, frame, common = make.definition("luminous_flux", 1), make.definition("frame", 1), make.definition("ip", 1)
    flux.categories.add(lights)
    frame.categories.add(home)
    product = make.product("Peça", category=lights)
    data = form_of(
        boss,
        product,
        **{ACTION: "", "title": "Outro nome", "category": home.pk, name(common): "44", "_continue": "ficha"},
    )
    response = boss.post(address(product), data)
    assert response.status_code == 200
    page = response.content.decode()
    assert f'name="{name(frame)}"' in page
    assert f'name="{name(flux)}"' not in page
    assert 'value="Outro nome"' in page
    assert f'name="{name(common)}" value="44"' in page
    assert "Ficha da categoria escolhida. Nada foi salvo ainda." in page
    assert "errornote" not in page
    product.refresh_from_db()
    assert (product.title, product.category) == ("Peça", lights)
    shown = response.context["adminform"].form["sheet_shown"].value()
    assert shown == f"{frame.pk},{common.pk}"
    data |= {"sheet_shown": shown, name(frame): "7", "_continue": "Salvar e continuar"}
    assert boss.post(address(product), data).status_code == 302
    product.refresh_from_db()
    assert (product.title, product.category) == ("Outro nome", home)
    assert {spec.definition.key: spec.number for spec in product.specs.all()} == {"frame": 7, "ip": 44}


def test_a_new_product_shows_the_sheet_of_the_category_it_begins_with(boss) -> None:
    lights = make.category("Luzes")
    flux = make.definition("luminous_flux", 1)
    page = boss.get(f"{reverse('admin:catalog_product_add')}?category={lights.pk}").content.decode()
    assert f'name="{name(flux)}"' in page
    assert f'name="{name(flux)}"' not in boss.get(reverse("admin:catalog_product_add")).content.decode()
    data = form_of(boss, title="Novo", slug="novo", category=lights.pk, price="10,00", _continue="ficha")
    shown = boss.post(reverse("admin:catalog_product_add"), data)
    assert f'name="{name(flux)}"' in shown.content.decode()
    assert not Product.objects.exists()


# --- Locks ---------------------------------------------------------------------------------------
def revised(product: Product, **told: Any) -> dict[str, Any]:
    """What a run would change of the product, were the source to say this now."""
    from datetime import UTC, datetime
    from decimal import Decimal
    from types import SimpleNamespace

    room = SimpleNamespace(categories={"luz": product.category_id}, brands={}, specs={}, choices={})
    values = {"title": "T", "price": "99.90", "description": ""} | told
    remote = SimpleNamespace(external_id="7", values=values, category="luz", stock=None, digest="x", mark="y")
    desk = Desk("dummyjson", room, Decimal(1), datetime(2026, 3, 1, tzinfo=UTC), force=frozenset({"price", "title"}))
    return revise(desk, remote, product, Children()).changes


def test_a_locked_value_survives_every_run_even_a_forced_one(boss) -> None:
    product = from_source()
    page = boss.get(address(product)).content.decode()
    assert "Manter sempre o valor da loja em" in page
    saved = save(boss, product, keep=["price"])
    assert saved.locked_fields == ["price"]
    assert "description" in followed_fields(saved)
    assert "price" not in followed_fields(saved)
    assert "🔒 Preso ao valor da loja." in boss.get(address(product)).content.decode()
    assert set(revised(saved, price="50.00", title="Novo")) == {"title"}
    assert edited_fields(saved)["price"] == "50.00"
    opened = save(boss, Product.objects.get(pk=product.pk), keep=[])
    assert opened.locked_fields == []
    assert set(revised(opened, price="50.00", title="Novo")) == {"title", "price"}


def test_taking_the_value_of_the_source_back_opens_the_lock() -> None:
    from django.utils import timezone

    product = from_source()
    lock_fields(product_id=product.pk, names=["title", "price", "nada"])
    product.refresh_from_db()
    assert product.locked_fields == ["title", "price"]
    take_upstream(product_id=product.pk, names=frozenset({"title"}), at=timezone.now())
    product.refresh_from_db()
    assert (product.title, product.locked_fields) == ("Nome <b>da origem</b>", ["price"])


def test_a_product_of_the_shop_has_nothing_to_lock(boss) -> None:
    assert 'name="keep"' not in boss.get(address(make.product())).content.decode()
    assert begin is not None


# --- Pictures ------------------------------------------------------------------------------------
def picture(filename: str, colour: int = 200) -> SimpleUploadedFile:
    buffer = BytesIO()
    Pillow.new("RGB", (300, 200), (colour, 120, 40)).save(buffer, "PNG")
    return SimpleUploadedFile(filename, buffer.getvalue(), content_type="image/png")


def rows(product: Product) -> list[tuple[int, str]]:
    return list(Image.objects.filter(product=product).order_by("position", "pk").values_list("pk", "role"))


def page_of(product: Product) -> str:
    return reverse("admin:catalog_product_gallery", args=[product.pk])


def test_several_pictures_are_sent_at_once_and_put_behind_the_others(boss) -> None:
    product = make.product("Globo", images=["measures"])
    files = [picture("globo-DIA.png"), picture("globo_acesa.png", 10), picture("foto.png", 60)]
    assert boss.post(page_of(product), {"acao": "enviar", "pictures": files}).status_code == 302
    images = list(Image.objects.filter(product=product).order_by("position"))
    assert [(image.role, image.position) for image in images] == [
        ("measures", 0),
        ("day", 1),
        ("night", 2),
        ("other", 3),
    ]
    assert [image.alt for image in images[1:]] == ["Globo", "Globo, com a luz acesa", "Globo"]
    assert images[1].file.removesuffix(".webp") in ProductCard.objects.get(pk=product.pk).view
    assert Activity.objects.get(object_key=str(product.pk)).note == "Imagens enviadas: 3."


def test_one_file_that_is_no_picture_refuses_all_and_is_named(boss) -> None:
    product = make.product()
    files = [picture("boa.png"), SimpleUploadedFile("ruim.png", b"<svg/>")]
    response = boss.post(page_of(product), {"acao": "enviar", "pictures": files})
    assert "ruim.png: Este arquivo não é uma imagem" in response.content.decode()
    assert rows(product) == []
    nothing = boss.post(page_of(product), {"acao": "enviar"})
    assert list(nothing.context["form"].errors) == ["pictures"]


def test_buttons_move_a_picture_one_place_and_the_card_follows(boss) -> None:
    product = make.product()
    first, second, third = (make.image(product, role="other", position=0) for _ in range(3))
    boss.post(page_of(product), {"acao": f"subir-{third.pk}"})
    assert [pk for pk, _ in rows(product)] == [first.pk, third.pk, second.pk]
    boss.post(page_of(product), {"acao": f"descer-{first.pk}"})
    assert [pk for pk, _ in rows(product)] == [third.pk, first.pk, second.pk]
    boss.post(page_of(product), {"acao": f"subir-{third.pk}"})
    assert [pk for pk, _ in rows(product)] == [third.pk, first.pk, second.pk]
    assert third.file.removesuffix(".webp") in ProductCard.objects.get(pk=product.pk).view
    page = boss.get(page_of(product)).content.decode()
    assert f'value="subir-{third.pk}" disabled' in page
    assert f'value="descer-{second.pk}" disabled' in page


def test_a_dragged_order_is_saved_whole_or_refused(boss) -> None:
    product, other = make.product(), make.product()
    first, second = (make.image(product, position=place) for place in range(2))
    foreign = make.image(other)
    boss.post(page_of(product), {"acao": "ordenar", "ordem": f"{second.pk},{first.pk}"})
    assert [pk for pk, _ in rows(product)] == [second.pk, first.pk]
    for order in ("", str(first.pk), f"{first.pk},{second.pk},{foreign.pk}", f"{first.pk},{first.pk}", "a,b"):
        assert boss.post(page_of(product), {"acao": "ordenar", "ordem": order}).status_code == 409
    for act in (f"subir-{foreign.pk}", "subir-", "voar-1", ""):
        assert boss.post(page_of(product), {"acao": act}).status_code == 409
    assert [pk for pk, _ in rows(product)] == [second.pk, first.pk]


def test_a_product_holds_forty_pictures(boss) -> None:
    product = make.product()
    for place in range(gallery.MOST):
        make.image(product, position=place)
    assert boss.post(page_of(product), {"acao": "enviar", "pictures": [picture("a.png")]}).status_code == 409
    assert len(rows(product)) == 40


def test_pictures_need_their_permissions(staff) -> None:
    product = make.product()
    image = make.image(product)
    make.image(product, position=1)
    assert staff("catalog.view_product", "catalog.change_image").get(page_of(product)).status_code == 403
    sorter = staff("catalog.view_product", "catalog.change_product", "catalog.change_image")
    assert sorter.get(page_of(product)).context["form"] is None
    assert sorter.post(page_of(product), {"acao": "enviar", "pictures": [picture("a.png")]}).status_code == 403
    assert sorter.post(page_of(product), {"acao": f"descer-{image.pk}"}).status_code == 302
    sender = staff("catalog.view_product", "catalog.change_product", "catalog.add_image")
    assert sender.post(page_of(product), {"acao": f"subir-{image.pk}"}).status_code == 403


# --- Copies --------------------------------------------------------------------------------------
def test_a_copy_has_the_sheet_and_the_pictures_and_its_own_name(boss) -> None:
    product = make.product(
        "Globo", slug="globo", sku="G", stock=7, price="99.90", discount="10", source="demo", external_id="1",
        specs={"base": "e27", "room": ["sala", "quarto"]}, images=["day", "night"], units_sold=3,
    )  # fmt: skip
    product.related_links.create(other=make.product())
    data = {ACTION: "duplicate", "_selected_action": product.pk}
    response = boss.post(address(product), data)
    copy = Product.objects.latest("pk")
    assert (response.status_code, response["Location"]) == (302, address(copy))
    assert (copy.title, copy.slug, copy.sku, copy.source) == ("Globo (cópia)", "globo-copia", "", "")
    assert (copy.stock, copy.units_sold, copy.is_published, copy.is_visible) == (0, 0, False, False)
    assert (copy.price, copy.discount_percentage) == (product.price, product.discount_percentage)
    assert copy.specs.count() == 3
    assert [image.file for image in copy.images.order_by("position")] == [
        image.file for image in product.images.order_by("position")
    ]
    assert copy.related_links.count() == 1
    boss.post(address(product), data)
    assert Product.objects.latest("pk").slug == "globo-copia-2"
    assert product.specs.count() == 3


def test_only_who_may_add_may_copy(staff) -> None:
    product = make.product()
    browser = staff("catalog.view_product", "catalog.change_product")
    browser.post(address(product), {ACTION: "duplicate", "_selected_action": product.pk})
    assert Product.objects.count() == 1


# --- Preview -------------------------------------------------------------------------------------
def test_an_unpublished_product_is_seen_by_staff_alone_and_kept_by_nobody(boss, staff, customer, client) -> None:
    hidden = make.product("Segredo", is_published=False)
    preview = f"{hidden.get_absolute_url()}?previa=1"
    for browser in (client, customer, staff("catalog.view_brand")):
        assert browser.get(preview).status_code == 404
    for browser in (boss, staff("catalog.view_product")):
        response = browser.get(preview)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert "ETag" not in response
        assert "Prévia: este produto não está na loja." in response.content.decode()
        assert browser.get(hidden.get_absolute_url()).status_code == 404
    assert "Prévia (só a equipe vê)" in boss.get(address(hidden)).content.decode()
