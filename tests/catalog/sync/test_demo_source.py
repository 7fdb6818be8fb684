"""The catalogue that ships with the project comes in through the same door, with its extension."""

import json
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from catalog.models import Brand, Category, Image, Product, ProductSpec, Related, SpecChoice, SpecDefinition, SyncRun
from tests.catalog.sync.conftest import Sync
from tests.catalog.sync.upstream import envelope, row

pytestmark = pytest.mark.django_db

SPECS = [
    {"key": "lumens", "url_key": "lumens", "label": "Fluxo", "unit": "lm", "kind": "number", "facet": "ranges",
     "ranges": [[0, 400], [400, None]], "categories": ["pendentes"], "on_card": True},
    {"key": "base", "url_key": "soquete", "label": "Soquete", "kind": "choice",
     "choices": [{"slug": "e27", "label": "E27"}, {"slug": "gu10", "label": "GU10"}]},
    {"key": "room", "url_key": "ambiente", "label": "Ambiente", "kind": "choice", "multiple": True,
     "choices": [{"slug": "sala", "label": "Sala"}, {"slug": "quarto", "label": "Quarto"}]},
    {"key": "dimmable", "url_key": "dimerizavel", "label": "Dimerizável", "kind": "boolean"},
    {"key": "inmetro", "url_key": "inmetro", "label": "Inmetro", "kind": "text", "filterable": False},
]  # fmt: skip
SHELVES = [
    {"slug": "iluminacao", "name": "Iluminação", "parent": None, "position": 1,
     "promoted": [{"label": "Quente", "query": "cor=2700"}]},
    {"slug": "pendentes", "name": "Pendentes", "parent": "iluminacao", "description": "Sobre a mesa.", "position": 2},
]  # fmt: skip
SHEET = {"lumens": 806, "base": "e27", "room": ["sala", "quarto"], "dimmable": True, "inmetro": "001234/2026"}


def lamp(number: int, **extra: Any) -> dict[str, Any]:
    part = {
        "specs": SHEET, "family": "cupula", "summary": "Uma linha.", "related": [],
        "images": [{"path": "images/a.webp", "role": "day", "alt": "De dia"},
                   {"path": "images/b.webp", "role": "night", "alt": "De noite"}],
    }  # fmt: skip
    changes = {"category": "pendentes", "price": 399.9, "images": ["images/a.webp"], "thumbnail": "images/a.webp"}
    return row(number, **changes, ilumina=part | extra)


@pytest.fixture
def demo(tmp_path: Path, sync: Sync) -> Sync:
    (tmp_path / "images").mkdir()
    for name in "ab":
        buffer = BytesIO()
        Pillow.new("RGB", (64, 64), "red" if name == "a" else "blue").save(buffer, "WEBP")
        (tmp_path / "images" / f"{name}.webp").write_bytes(buffer.getvalue())

    def go(rows: list[Any], **options: Any) -> Any:
        file = tmp_path / "catalogue.json"
        part = {"currency": "BRL", "categories": SHELVES, "specs": SPECS}
        file.write_text(json.dumps(envelope(rows) | {"ilumina": options.pop("part", part)}))
        return sync(source="demo", file=str(file), **options)

    return go


def product(number: int) -> Product:
    return Product.objects.get(source="demo", external_id=str(number))


def sheet(number: int) -> dict[str, Any]:
    return {
        spec.definition.key: spec.choice.slug if spec.choice else spec.number or spec.flag or spec.text
        for spec in ProductSpec.objects.filter(product=product(number)).order_by("choice__slug")
    }


def test_the_run_names_its_catalogue_and_no_folder_of_the_machine(demo: Sync) -> None:
    demo([lamp(1)])
    assert SyncRun.objects.get().address == "demo"


def test_prices_are_in_reais_and_everything_arrives(demo: Sync) -> None:
    report = demo([lamp(1), lamp(2, related=[1])])
    made = product(1)
    assert (report.exit_code, report.exchange_rate, made.price) == (0, "1.000000", Decimal("399.90"))
    assert (made.family, made.summary, made.is_visible) == ("cupula", "Uma linha.", True)
    top = Category.objects.get(slug="iluminacao")
    leaf = Category.objects.get(slug="pendentes")
    assert (leaf.parent, leaf.path, leaf.description) == (top, f"/{top.pk}/{leaf.pk}/", "Sobre a mesa.")
    assert top.promoted == [{"label": "Quente", "query": "cor=2700"}]
    lumens = SpecDefinition.objects.get(key="lumens")
    assert (lumens.facet, lumens.ranges, lumens.on_card, list(lumens.categories.all())) == (
        "ranges", [[0, 400], [400, None]], True, [leaf],
    )  # fmt: skip
    assert (SpecDefinition.objects.get(key="inmetro").facet, SpecDefinition.objects.get(key="room").is_multiple) == (
        "none", True,
    )  # fmt: skip
    assert sheet(1) == {
        "lumens": Decimal("806.000"), "base": "e27", "room": "sala", "dimmable": True, "inmetro": "001234/2026",
    }  # fmt: skip
    assert ProductSpec.objects.filter(product=made).count() == 6
    assert list(Related.objects.values_list("product__external_id", "other__external_id")) == [("2", "1")]


def test_pictures_are_copied_with_role_and_text(demo: Sync) -> None:
    report = demo([lamp(1)])
    images = list(Image.objects.order_by("position").values_list("role", "alt", "state", "width"))
    assert images == [("day", "De dia", "pending", 64), ("night", "De noite", "pending", 64)]
    assert report.counts["images"] == 4
    assert all(name.startswith("p/") for name in Image.objects.values_list("file", flat=True))


def test_the_second_run_changes_nothing(demo: Sync) -> None:
    rows = [lamp(1), lamp(2, related=[1])]
    demo(rows)
    before = list(Product.objects.order_by("pk").values())
    report = demo(rows)
    assert (report.counts["unchanged"], report.counts["images"], report.counts["queries"] <= 12) == (2, 0, True)
    assert list(Product.objects.order_by("pk").values()) == before


def test_the_sheet_follows_the_source_and_keeps_what_staff_wrote(demo: Sync) -> None:
    demo([lamp(1)])
    ProductSpec.objects.filter(definition__key="inmetro").update(text="999999/2030")
    report = demo([lamp(1, specs=SHEET | {"lumens": 900, "room": ["quarto"], "dimmable": None})])
    assert report.counts["updated"] == 1
    assert sheet(1) == {"lumens": Decimal("900.000"), "base": "e27", "room": "quarto", "inmetro": "999999/2030"}
    report = demo([lamp(1, specs=SHEET | {"inmetro": "111111/2027"})])
    assert (report.counts["conflicts"], sheet(1)["inmetro"]) == (1, "999999/2030")


def test_a_value_no_definition_knows_is_told(demo: Sync) -> None:
    report = demo([lamp(1, specs={"base": "e14", "glow": 5, "lumens": 100})])
    assert sorted(entry["value"] for entry in report.rows["warnings"]) == ["base=e14", "glow"]
    assert sheet(1) == {"lumens": Decimal("100.000")}


def test_links_wait_for_products_of_later_chunks(demo: Sync) -> None:
    report = demo([lamp(1, related=[3, 99]), lamp(2), lamp(3, related=[1])], chunk=1)
    assert report.exit_code == 0
    assert set(Related.objects.values_list("product__external_id", "other__external_id")) == {("1", "3"), ("3", "1")}
    again = demo([lamp(1, related=[3, 99]), lamp(2), lamp(3, related=[1])], chunk=1)
    assert again.counts["unchanged"] == 3


def test_links_follow_the_source_and_the_shops_own_stay(demo: Sync) -> None:
    rows = [lamp(1, related=[2]), lamp(2), lamp(3)]
    demo(rows)
    Related.objects.create(product=product(1), other=product(3), kind="similar")
    demo([lamp(1, related=[3]), lamp(2), lamp(3)])
    links = set(Related.objects.values_list("other__external_id", "kind"))
    assert links == {("3", "goes_with"), ("3", "similar")}


def test_categories_and_definitions_that_exist_are_the_shops(demo: Sync) -> None:
    demo([lamp(1)])
    Category.objects.filter(slug="pendentes").update(name="Nossos pendentes")
    SpecDefinition.objects.filter(key="lumens").update(label="Claridade")
    SpecChoice.objects.filter(slug="gu10").delete()
    demo([lamp(1), lamp(2)])
    assert Category.objects.get(slug="pendentes").name == "Nossos pendentes"
    assert SpecDefinition.objects.get(key="lumens").label == "Claridade"
    assert SpecChoice.objects.filter(slug="gu10").exists()


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "images/../../body.json"])
def test_a_picture_outside_the_folder_is_not_read(demo: Sync, path: str) -> None:
    report = demo([lamp(1, images=[{"path": path, "role": "day"}])])
    assert [entry["code"] for entry in report.rows["warnings"]] == ["outside"]
    assert Image.objects.get().file == ""


def test_a_mistake_in_the_extension_stops_the_run(demo: Sync) -> None:
    report = demo([lamp(1)], part={"categories": [{"name": "sem endereço"}]})
    assert (report.exit_code, report.reason, Category.objects.count()) == (4, "bad_extension", 0)


def test_the_extension_of_a_foreign_source_is_not_read(feed: Sync) -> None:
    report = feed([lamp(1)])
    assert ProductSpec.objects.count() == 0
    assert [entry["value"] for entry in report.rows["warnings"]] == ["ilumina"]


def test_the_catalogue_of_the_project_is_faultless(sync: Sync, now: datetime) -> None:
    report = sync(source="demo", images="link")
    assert (report.exit_code, report.counts["warnings"], report.counts["rejected"]) == (0, 0, 0)
    assert report.counts["created"] >= 72
    assert Category.objects.filter(is_active=True, products__isnull=False).distinct().count() >= 12
    assert not Brand.objects.filter(name="").exists()
    folder = Path(__file__).resolve().parents[3] / "catalog" / "demo"
    missing = [name for name in Image.objects.values_list("source_url", flat=True) if not (folder / name).is_file()]
    assert missing == []
    assert sync(source="demo", images="link").counts["unchanged"] == report.counts["created"]
