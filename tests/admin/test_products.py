"""The product desk: what is saved, what follows from it, what cannot be done."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow

from catalog import publication
from catalog.admin import spec_fields
from catalog.admin.pictures import ImageForm
from catalog.models import (
    Image,
    PriceChange,
    Product,
    ProductCard,
    ProductSpec,
    Related,
    SlugHistory,
    StockMove,
    Tombstone,
)
from tests import make

pytestmark = pytest.mark.django_db


def address(product: Product) -> str:
    return reverse("admin:catalog_product_change", args=[product.pk])


def form_of(browser, product: Product | None = None, **changes: Any) -> dict[str, Any]:
    """What a browser would send back from the product's form, with `changes`."""
    response = browser.get(address(product) if product else reverse("admin:catalog_product_add"))
    shown = response.context["adminform"].form
    data: dict[str, Any] = {}
    for bound in shown:
        value = bound.value()
        if bound.name in ("sale_starts_at", "sale_ends_at"):
            local = timezone.localtime(value) if value else None
            data[f"{bound.name}_0"] = f"{local:%d/%m/%Y}" if local else ""
            data[f"{bound.name}_1"] = f"{local:%H:%M:%S}" if local else ""
        elif is_sent(value):
            data[bound.name] = shown.fields[bound.name].prepare_value(value)
    for formset in response.context["inline_admin_formsets"]:
        data |= rows_of(formset.formset)
    return data | changes


def is_sent(value: Any) -> bool:
    """A browser leaves out unticked boxes; an empty text is sent, but says the same as none."""
    return value is not None and value is not False and value not in ("", [])


def rows_of(formset: Any) -> dict[str, Any]:
    data: dict[str, Any] = {bound.html_name: bound.value() for bound in formset.management_form}
    for form in formset.forms:
        for bound in form:
            if bound.name not in ("upload", "DELETE") and is_sent(bound.value()):
                data[bound.html_name] = bound.value()
    return data


def save(browser, product: Product, **changes: Any) -> Product:
    data = form_of(browser, product, **changes)
    response = browser.post(address(product), {key: value for key, value in data.items() if value is not None})
    assert response.status_code == 302, response.context["adminform"].form.errors
    return Product.objects.get(pk=product.pk)


def errors(browser, product: Product, **changes: Any) -> dict[str, Any]:
    response = browser.post(address(product), form_of(browser, product, **changes))
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def png(size: tuple[int, int] = (500, 400)) -> SimpleUploadedFile:
    buffer = BytesIO()
    Pillow.new("RGB", size, (200, 120, 40)).save(buffer, "PNG")
    return SimpleUploadedFile("foto.png", buffer.getvalue(), content_type="image/png")


# --- What follows from saving --------------------------------------------------------------------
def test_saving_without_a_change_changes_nothing(boss) -> None:
    product = make.product(specs={"luminous_flux": 806, "room": ["sala", "quarto"]}, images=["day", "night"])
    card, version = ProductCard.objects.get(pk=product.pk), publication.version()
    specs = set(ProductSpec.objects.values_list("pk", flat=True))
    save(boss, product)
    assert ProductCard.objects.get(pk=product.pk).view == card.view
    assert publication.version() == version
    assert set(ProductSpec.objects.values_list("pk", flat=True)) == specs


def test_a_new_price_reaches_the_card_the_history_and_the_feed_at_once(boss) -> None:
    product = make.product(price="200.00", discount="10")
    seq = ProductCard.objects.get(pk=product.pk).seq
    saved = save(boss, product, price="1.249,90")
    assert (saved.price, saved.sale_price) == (Decimal("1249.90"), Decimal("1124.91"))
    card = ProductCard.objects.get(pk=product.pk)
    assert '"sale_price":"1124.91"' in card.view
    assert card.seq > seq
    assert PriceChange.objects.filter(product=product).latest("pk").sale_price == Decimal("1124.91")


def test_a_price_may_fall_below_the_sale_price_of_yesterday(boss) -> None:
    assert save(boss, make.product(price="200.00"), price="50,00").sale_price == Decimal("50.00")


def test_a_sale_in_the_future_does_not_change_the_price_yet(boss) -> None:
    begin = timezone.localtime(timezone.now() + timedelta(days=1))
    saved = save(
        boss,
        make.product(price="100.00"),
        discount_percentage="30",
        sale_starts_at_0=f"{begin:%d/%m/%Y}",
        sale_starts_at_1="10:00:00",
    )
    assert (saved.discount_percentage, saved.sale_price) == (Decimal(30), Decimal("100.00"))


def test_only_what_the_person_changed_is_written(boss, monkeypatch) -> None:
    """A sale between loading and saving must survive."""
    product = make.product(stock=20)
    derive = publication.derive

    def slow(*args: Any, **kwargs: Any) -> bool:
        monkeypatch.setattr(publication, "derive", derive)  # once
        Product.objects.filter(pk=product.pk).update(stock=7, units_sold=13, rating=4)
        return derive(*args, **kwargs)

    monkeypatch.setattr(publication, "derive", slow)
    saved = save(boss, product, title="Outro nome")
    assert (saved.title, saved.stock, saved.units_sold, saved.rating) == ("Outro nome", 7, 13, 4)


def test_hiding_a_product_leaves_a_tombstone_and_showing_it_takes_it_away(boss) -> None:
    product = make.product()
    assert save(boss, product, is_published=None).is_visible is False
    assert Tombstone.objects.filter(pk=product.pk).exists()
    assert not ProductCard.objects.filter(pk=product.pk).exists()
    assert save(boss, product, is_published="on").is_visible is True
    assert not Tombstone.objects.filter(pk=product.pk).exists()


def test_a_new_address_keeps_the_old_one_alive(boss) -> None:
    product = make.product(slug="velho")
    assert save(boss, product, slug="novo").slug == "novo"
    assert SlugHistory.objects.get(slug="velho").product_id == product.pk
    response = boss.get("/produto/velho/")
    assert (response.status_code, response["Location"]) == (301, "/produto/novo/")


def test_a_product_is_made_in_one_go_and_shown(boss) -> None:
    shelf = make.category("Abajures")
    data = form_of(boss, title="Abajur Novo", slug="abajur-novo", category=shelf.pk, price="89,90")
    data |= {"discount_percentage": "0", "images-TOTAL_FORMS": "1", "images-0-role": "day"}
    data |= {"images-0-position": "0", "images-0-alt": "Abajur", "images-0-upload": png()}
    response = boss.post(reverse("admin:catalog_product_add"), data)
    assert response.status_code == 302, response.context["errors"]
    product = Product.objects.get(slug="abajur-novo")
    assert (product.stock, product.source, product.is_visible) == (0, "", True)
    assert "Abajur Novo" in ProductCard.objects.get(pk=product.pk).view


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": "0"}, "price"),
        ({"price": "abc"}, "price"),
        ({"price": "-5,00"}, "price"),
        ({"price": "1,999"}, "price"),
        ({"discount_percentage": "100"}, "discount_percentage"),
        ({"minimum_order_quantity": "0"}, "minimum_order_quantity"),
        ({"title": ""}, "title"),
        ({"slug": "com espaço"}, "slug"),
        ({"slug": "outro"}, "slug"),
        ({"sku": "OUTRO"}, "sku"),
        ({"category": "999999"}, "category"),
        ({"tags": "x" * 41}, "tags"),
    ],
)
def test_a_wrong_value_stands_beside_its_field_and_nothing_changes(boss, changes: dict[str, str], field: str) -> None:
    make.product(slug="outro", sku="OUTRO")
    product = make.product()
    before = Product.objects.filter(pk=product.pk).values().get()
    assert list(errors(boss, product, **changes)) == [field]
    assert Product.objects.filter(pk=product.pk).values().get() == before


def test_stock_and_what_is_derived_cannot_be_sent_in(boss) -> None:
    saved = save(boss, make.product(stock=20), stock="999", units_sold="999", rating="5", sale_price="1")
    assert (saved.stock, saved.units_sold, saved.rating, saved.sale_price) == (20, 0, 0, Decimal("99.90"))


# --- Technical sheet -----------------------------------------------------------------------------
def test_the_sheet_has_one_field_per_definition_of_the_category_and_saves_them_all(boss) -> None:
    lights, home = make.category("Luzes"), make.category("Casa")
    pendants = make.category("Pendentes", parent=lights)
    flux, dimmable = make.definition("luminous_flux", 1), make.definition("dimmable", True)
    room, frame = make.definition("room", ["sala"]), make.definition("frame", 1)
    flux.categories.add(lights)
    frame.categories.add(home)
    living, kitchen = make.choice(room, "sala"), make.choice(room, "cozinha")
    product = make.product(category=pendants)
    name = spec_fields.name_of
    assert {field for field in form_fields(boss, product) if field.startswith("spec_")} == {
        name(flux), name(dimmable), name(room),
    }  # fmt: skip
    save(boss, product, **{name(flux): "2.700,5", name(dimmable): "1", name(room): [str(living.pk), str(kitchen.pk)]})
    values = {spec.definition.key: spec for spec in product.specs.all()}
    assert values["luminous_flux"].number == Decimal("2700.5")
    assert values["dimmable"].flag is True
    assert product.specs.filter(definition=room).count() == 2
    assert '"luminous_flux":2700.5' in ProductCard.objects.get(pk=product.pk).data
    save(boss, product, **{name(flux): "", name(room): [str(living.pk)]})
    assert sorted(product.specs.values_list("definition__key", flat=True)) == ["dimmable", "room"]


def form_fields(browser, product: Product) -> list[str]:
    return list(browser.get(address(product)).context["adminform"].form.fields)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("2700", "2700"), ("2.700", "2700"), ("9,5", "9.5"), ("9.5", "9.5"), ("1.234.567,89", "1234567.89"), ("-3", "-3")],
)
def test_numbers_are_read_as_people_write_them(typed: str, number: str) -> None:
    assert spec_fields.NumberField(required=False).clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["abc", "1e99", "NaN", "Infinity", "99999999999", "1,2,3"])
def test_what_is_no_number_is_refused(boss, typed: str) -> None:
    product = make.product(specs={"luminous_flux": 806})
    name = spec_fields.name_of(make.definition("luminous_flux"))
    assert list(errors(boss, product, **{name: typed})) == [name]
    assert product.specs.get().number == 806


# --- Source --------------------------------------------------------------------------------------
def from_source(**fields: Any) -> Product:
    product = make.product("Nome da loja", source="dummyjson", external_id="7", price="99.90", **fields)
    base = {"fields": {"title": "Nome <b>da origem</b>", "price": "99.90", "description": ""}}
    Product.objects.filter(pk=product.pk).update(source_base=base)
    product.refresh_from_db()
    return product


def test_fields_of_the_source_are_marked_and_what_differs_is_told_escaped(boss) -> None:
    page = boss.get(address(from_source())).content.decode()
    assert "Segue a origem “dummyjson”." in page
    assert "Na origem: Nome &lt;b&gt;da origem&lt;/b&gt;. Vale o valor da loja." in page
    assert "<b>da origem</b>" not in page


def test_the_value_of_the_source_can_be_taken_back(boss) -> None:
    product = from_source()
    saved = save(boss, product, take_source=["title"])
    assert (saved.title, saved.price) == ("Nome <b>da origem</b>", Decimal("99.90"))
    assert "da origem" in ProductCard.objects.get(pk=product.pk).view
    assert "take_source" not in form_fields(boss, product)


def test_the_action_takes_everything_back(boss) -> None:
    product = from_source()
    data = {"action": "follow_source", "_selected_action": [str(product.pk)], "index": "0"}
    boss.post(reverse("admin:catalog_product_changelist"), data)
    product.refresh_from_db()
    assert product.title == "Nome <b>da origem</b>"


def test_a_form_that_begins_to_differ_while_it_is_refused_is_shown_again(boss) -> None:
    product = from_source()
    Product.objects.filter(pk=product.pk).update(title="Nome <b>da origem</b>")
    assert list(errors(boss, product, title="Meu nome", price="0")) == ["price"]


# --- Pictures ------------------------------------------------------------------------------------
def picture_rows(product: Product, **changes: Any) -> dict[str, Any]:
    row = {"images-TOTAL_FORMS": "1", "images-INITIAL_FORMS": "0", "images-0-product": product.pk}
    row |= {"images-0-role": "night", "images-0-position": "2", "images-0-alt": "Acesa"}
    return row | {f"images-0-{name}": value for name, value in changes.items()}


def test_a_picture_is_kept_clean_and_shown_before_its_sizes_exist(boss) -> None:
    product = make.product()
    save(boss, product, **picture_rows(product, upload=png()))
    image = Image.objects.get(product=product)
    assert (image.role, image.position, image.alt, image.state) == ("night", 2, "Acesa", "pending")
    assert (image.width, image.height) == (500, 400)
    assert Path(settings.MEDIA_ROOT, image.file).read_bytes()[8:12] == b"WEBP"
    assert f"/media/{image.file}" in ProductCard.objects.get(pk=product.pk).view


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\x89PNG\r\n\x1a\n<script>",
        b"GIF89a",
        png().read() + b"<?php evil(); ?>",
        png().read()[:-20],
    ],
    ids=["svg", "broken png", "gif", "polyglot", "truncated"],
)
def test_what_is_no_picture_is_refused_beside_its_field(boss, content: bytes) -> None:
    product = make.product()
    data = form_of(boss, product, **picture_rows(product, upload=SimpleUploadedFile("foto.png", content)))
    response = boss.post(address(product), data)
    assert response.status_code == 200
    formset = response.context["inline_admin_formsets"][0].formset
    assert list(formset.forms[0].errors) == ["upload"]
    assert not Image.objects.exists()


def test_a_row_without_a_file_is_refused(boss) -> None:
    product = make.product()
    response = boss.post(address(product), form_of(boss, product, **picture_rows(product)))
    assert "Escolha o arquivo da imagem." in response.content.decode()


def test_a_picture_taken_away_leaves_the_card(boss) -> None:
    product = make.product(images=["day"])
    stem = product.images.get().file.removesuffix(".webp")
    assert stem in ProductCard.objects.get(pk=product.pk).view
    save(boss, product, **{"images-0-DELETE": "on"})
    assert stem not in ProductCard.objects.get(pk=product.pk).view


def test_a_related_product_is_linked(boss) -> None:
    product, other = make.product(), make.product()
    row = {"related_links-TOTAL_FORMS": "1", "related_links-0-product": product.pk, "related_links-0-other": other.pk}
    save(boss, product, **row, **{"related_links-0-kind": "similar", "related_links-0-position": "1"})
    assert list(Related.objects.values_list("product", "other", "kind")) == [(product.pk, other.pk, "similar")]


# --- Stock ---------------------------------------------------------------------------------------
def test_counting_writes_the_count_with_its_reason_and_its_person(boss, owner) -> None:
    product = make.product(stock=20)
    path = reverse("admin:catalog_product_count", args=[product.pk])
    response = boss.post(path, {"counted": "3", "seen": "20", "reference": "inventário"})
    assert response.status_code == 302
    product.refresh_from_db()
    assert product.stock == 3
    move = StockMove.objects.get(product=product)
    assert (move.delta, move.balance, move.cause, move.reference) == (-17, 3, "count", "inventário")
    assert move.actor == owner
    assert "Últimas unidades" in ProductCard.objects.get(pk=product.pk).view


def test_a_sale_during_the_count_survives_and_the_person_is_told(boss) -> None:
    product = make.product(stock=20)
    path = reverse("admin:catalog_product_count", args=[product.pk])
    Product.objects.filter(pk=product.pk).update(stock=18)
    response = boss.post(path, {"counted": "19", "seen": "20", "reference": ""})
    assert response.status_code == 200
    page = response.content.decode()
    assert "Agora o sistema diz 18." in page
    assert 'name="seen" value="18"' in page
    product.refresh_from_db()
    assert product.stock == 18
    assert not StockMove.objects.exists()


@pytest.mark.parametrize("counted", ["-1", "", "abc", "1000001", "1,5"])
def test_a_count_is_a_whole_number(boss, counted: str) -> None:
    product = make.product(stock=20)
    path = reverse("admin:catalog_product_count", args=[product.pk])
    assert boss.post(path, {"counted": counted, "seen": "20"}).status_code == 200
    product.refresh_from_db()
    assert product.stock == 20


# --- Leaving -------------------------------------------------------------------------------------
def test_only_a_product_without_history_can_be_deleted(boss) -> None:
    fresh, counted = make.product(), make.product()
    reviewed, sold, brought = make.product(), make.product(units_sold=1), from_source()
    StockMove.objects.create(product=counted, delta=1, balance=1, cause="count")
    make.review(reviewed)
    for product in (counted, reviewed, sold, brought):
        path = reverse("admin:catalog_product_delete", args=[product.pk])
        assert boss.post(path, {"post": "yes"}).status_code == 403
    assert boss.post(reverse("admin:catalog_product_delete", args=[fresh.pk]), {"post": "yes"}).status_code == 302
    assert not Product.objects.filter(pk=fresh.pk).exists()
    assert Tombstone.objects.get().pk == fresh.pk


def test_products_are_published_and_hidden_many_at_once(boss) -> None:
    products = make.products(3)
    ids = [str(product.pk) for product in products]
    path = reverse("admin:catalog_product_changelist")
    boss.post(path, {"action": "unpublish", "_selected_action": ids, "index": "0"})
    assert not Product.objects.filter(is_visible=True).exists()
    assert Tombstone.objects.count() == 3
    boss.post(path, {"action": "publish", "_selected_action": ids[:2], "index": "0"})
    assert Product.objects.filter(is_visible=True).count() == 2
    assert "delete_selected" not in boss.get(path).content.decode()


def test_a_refused_picture_is_tried_again_when_asked(boss) -> None:
    product, other = make.product(), make.product()
    refused = make.image(product, state="failed", attempts=3, error="O arquivo JPEG está incompleto.")
    make.image(product, position=1)
    elsewhere = make.image(other, state="failed", attempts=3)
    data = {"action": "retry_pictures", "_selected_action": [str(product.pk)], "index": "0"}
    page = boss.post(reverse("admin:catalog_product_changelist"), data, follow=True).content.decode()
    assert "Imagens de volta na fila: 1." in page
    refused.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (refused.state, refused.attempts, refused.error, elsewhere.state) == ("pending", 0, "", "failed")


def test_staff_who_may_only_look_have_no_actions(staff) -> None:
    product = make.product()
    browser = staff("catalog.view_product")
    data = {"action": "unpublish", "_selected_action": [str(product.pk)], "index": "0"}
    browser.post(reverse("admin:catalog_product_changelist"), data)
    product.refresh_from_db()
    assert product.is_visible is True


def test_the_page_of_a_hidden_product_can_be_looked_at_before(boss) -> None:
    shown, hidden = make.product(), make.product(is_published=False)
    assert f'href="{shown.get_absolute_url()}"' in boss.get(address(shown)).content.decode()
    page = boss.get(address(hidden)).content.decode()
    assert f'href="{hidden.get_absolute_url()}?previa=1"' in page
    assert boss.get(f"{hidden.get_absolute_url()}?previa=1").status_code == 200


def test_a_picture_in_another_role_is_looked_at_again_and_shown_meanwhile() -> None:
    image = make.image(make.product(), role="detail")

    def saved(**given: str) -> Image:
        form = ImageForm({"alt": "Outro", "position": "0"} | given, instance=Image.objects.get(pk=image.pk))
        assert form.is_valid(), form.errors
        return form.save()

    assert saved(role="detail").state == "ready"
    moved = saved(role="day")
    assert (moved.state, moved.attempts, sorted(moved.renditions)) == ("pending", 0, ["avif", "webp"])
