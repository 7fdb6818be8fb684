"""Sources fill the English of what they bring; staff keeps what it wrote."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from catalog.dummyjson import Rules
from catalog.dummyjson.rows import parse_row
from catalog.models import Category, Image, Product, SpecChoice, SpecDefinition
from catalog.sync import Options, run
from tests.catalog.sync.upstream import envelope, row

CATALOGUE = Path(__file__).resolve().parents[2] / "catalog" / "demo" / "catalogue.json"


def bring(tmp_path: Path, at: datetime, *, source: str = "", title: str = "Desk lamp") -> Product:
    file = tmp_path / "feed.json"
    file.write_text(json.dumps(envelope([row(1, title=title, description="Warm light.")])))
    run(options=Options(source=source, file=str(file)), at=at)
    return Product.objects.get()


@pytest.mark.django_db
def test_english_texts_of_the_source_are_the_shops_english_until_staff_writes_its_own(
    tmp_path: Path, now: datetime
) -> None:
    lamp = bring(tmp_path, now)
    assert (lamp.title, lamp.title_en, lamp.description_en) == ("Desk lamp", "Desk lamp", "Warm light.")
    Product.objects.update(title="Luminária de mesa", description_en="A light for reading.")
    lamp = bring(tmp_path, now, title="Desk lamp II")
    assert (lamp.title, lamp.title_en, lamp.description_en) == (
        "Luminária de mesa", "Desk lamp II", "A light for reading.",
    )  # fmt: skip


@pytest.mark.django_db
def test_of_any_other_source_nobody_knows_the_language(tmp_path: Path, now: datetime) -> None:
    assert bring(tmp_path, now, source="parceiro").title_en == ""


@pytest.mark.once
def test_the_demo_catalogue_says_everything_in_english() -> None:
    feed = json.loads(CATALOGUE.read_text())
    told = [each["ilumina"]["english"] for each in feed["products"]]
    assert [name for each in told for name, text in each.items() if not text] == []
    assert {tuple(each) for each in told} == {
        ("title", "summary", "description", "warranty", "shipping_note", "return_policy")
    }
    titles = [each["title"] for each in told]
    assert len(set(titles)) == len(feed["products"]) == 111
    assert [image for each in feed["products"] for image in each["ilumina"]["images"] if not image["alt_en"]] == []
    shelves, specs = feed["ilumina"]["categories"], feed["ilumina"]["specs"]
    assert all(each["name_en"] and each["description_en"] for each in shelves)
    assert all(way["label_en"] for each in shelves for way in each["promoted"])
    assert all(each["label_en"] and each["group_en"] for each in specs)
    assert all(choice["label_en"] for each in specs for choice in each["choices"])


@pytest.mark.once
def test_the_english_part_of_a_demo_product_is_read_under_our_names() -> None:
    first = json.loads(CATALOGUE.read_text(), parse_float=Decimal)["products"][0]
    read = parse_row(first, rules=Rules(trusted=True), position=0).product
    assert read is not None
    assert read.values["title_en"] == "Terracotta Dome Pendant, 40 cm"
    assert read.values["warranty_en"] == "12-month warranty"
    assert read.values["images"][1]["alt_en"] == "Terracotta Dome Pendant, 40 cm, lit, at night"


@pytest.mark.django_db
def test_the_demo_catalogue_arrives_in_english(tmp_path: Path, now: datetime) -> None:
    feed = json.loads(CATALOGUE.read_text())
    feed["products"] = feed["products"][:1]
    file = tmp_path / "demo.json"
    file.write_text(json.dumps(feed | {"total": 1, "limit": 1}))
    run(options=Options(source="demo", file=str(file), images="link"), at=now)
    assert Product.objects.get().title_en == "Terracotta Dome Pendant, 40 cm"
    assert Image.objects.get(role="night").alt_en == "Terracotta Dome Pendant, 40 cm, lit, at night"
    shelf = Category.objects.get(external_slug="pendentes")
    assert (shelf.name_en, shelf.promoted[0]["label_en"]) == ("Pendants", "Dining room")
    assert SpecDefinition.objects.get(key="ip").label_en == "Ingress protection"
    assert SpecChoice.objects.get(slug="fibra-natural").label_en == "Natural fibre"
