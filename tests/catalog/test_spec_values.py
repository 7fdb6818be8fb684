"""The technical sheet as a person edits it, and addresses a product once had."""

from decimal import Decimal

import pytest

from catalog import addresses, spec_values
from catalog.models import Product, ProductSpec, SlugHistory
from tests import make

pytestmark = pytest.mark.django_db


def test_definitions_apply_to_a_category_and_all_below_it() -> None:
    lights = make.category("Luzes")
    pendants = make.category("Pendentes", parent=lights)
    home = make.category("Decoração")
    general, flux, frame = (make.definition(key, 1) for key in ("width", "luminous_flux", "frame"))
    flux.categories.add(lights)
    frame.categories.add(home)
    found = spec_values.definitions_for(category_id=pendants.pk)
    assert {definition.key for definition in found} == {general.key, flux.key}


def test_the_sheet_reads_back_what_was_written() -> None:
    product = make.product()
    flux, dimmable = make.definition("luminous_flux", 1), make.definition("dimmable", True)
    room, base = make.definition("room", ["sala"]), make.definition("base", "e27")
    kitchen, living, e27 = make.choice(room, "cozinha"), make.choice(room, "sala"), make.choice(base, "e27")
    note = make.definition("inmetro", kind="text")
    wanted = {
        flux: Decimal("806.5"), dimmable: False, room: [kitchen.pk, living.pk], base: [e27.pk], note: "000123/2025",
    }  # fmt: skip
    assert spec_values.write(product=product, values=wanted) is True
    told = spec_values.read(product_id=product.pk)
    assert told == {definition.pk: value for definition, value in wanted.items()}
    assert spec_values.write(product=product, values=wanted) is False
    assert spec_values.write(product=product, values={flux: None, room: [living.pk]}) is True
    told = spec_values.read(product_id=product.pk)
    assert flux.pk not in told
    assert told[room.pk] == [living.pk]
    assert told[base.pk] == [e27.pk]


def test_what_does_not_fit_its_definition_is_refused_and_nothing_changes() -> None:
    product = make.product(specs={"base": "e27"})
    base, other = make.definition("base", "x"), make.definition("material", "x")
    foreign = make.choice(other, "vidro")
    second = make.choice(base, "gu10")
    for value in ([foreign.pk], [second.pk, make.choice(base, "e14").pk], Decimal(3), "e27"):
        with pytest.raises(spec_values.SpecRefused):
            spec_values.write(product=product, values={base: value})
    assert ProductSpec.objects.get(product=product).choice.slug == "e27"


def test_an_old_address_leads_to_the_present_one_through_every_change(now) -> None:
    product = make.product(slug="um")
    for slug in ("dois", "tres"):
        addresses.rename(product=product, slug=slug, at=now)
    assert [addresses.present(slug) for slug in ("um", "dois", "tres", "quatro")] == ["tres", "tres", None, None]
    addresses.rename(product=product, slug="um", at=now)
    assert [addresses.present(slug) for slug in ("um", "dois", "tres")] == [None, "um", "um"]
    assert SlugHistory.objects.count() == 2


def test_a_living_product_keeps_its_address_from_others(now) -> None:
    first, second = make.product(slug="um"), make.product(slug="dois")
    with pytest.raises(addresses.AddressTaken):
        addresses.rename(product=second, slug="um", at=now)
    assert set(Product.objects.values_list("slug", flat=True)) == {"um", "dois"}
    addresses.rename(product=first, slug="tres", at=now)
    addresses.rename(product=second, slug="um", at=now)
    assert addresses.present("um") is None
