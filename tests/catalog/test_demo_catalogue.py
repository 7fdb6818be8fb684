"""The demo catalogue is complete, true to physics, and within its size."""

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageStat

FOLDER = Path(__file__).resolve().parents[2] / "catalog" / "demo"
MOST_BYTES = 6 * 1000 * 1000
TYPES: dict[str, set[type]] = {"number": {int, Decimal}, "boolean": {bool}, "text": {str}}
ROLES = ["day", "night", "detail", "measures"]


@cache
def feed() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / "catalogue.json").read_text(encoding="utf-8"), parse_float=Decimal)
    return loaded


def products() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = feed()["products"]
    return found


def specs(product: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = product["ilumina"]["specs"]
    return found


def lamps() -> list[dict[str, Any]]:
    return [product for product in products() if "lumens" in specs(product)]


def pictures() -> Iterator[Path]:
    for product in products():
        for picture in product["ilumina"]["images"]:
            yield FOLDER / picture["path"]


def test_there_are_enough_products_and_most_of_them_give_light() -> None:
    assert len(products()) >= 72
    assert len({product["category"] for product in products()}) >= 12
    assert len(lamps()) >= 58
    assert feed()["total"] == feed()["limit"] == len(products())
    assert feed()["ilumina"]["currency"] == "BRL"


def test_categories_form_a_tree_and_products_hang_on_its_leaves() -> None:
    seen: set[str] = set()
    for category in feed()["ilumina"]["categories"]:
        assert category["parent"] is None or category["parent"] in seen, "parents come first"
        assert category["slug"] not in seen
        seen.add(category["slug"])
    leaves = seen - {category["parent"] for category in feed()["ilumina"]["categories"]}
    assert {product["category"] for product in products()} == leaves


@pytest.mark.parametrize("key", ["id", "sku", "title", "description", "thumbnail"])
def test_no_two_products_share_what_tells_them_apart(key: str) -> None:
    assert [value for value, times in Counter(product[key] for product in products()).items() if times > 1] == []


def test_every_product_has_a_day_a_night_a_detail_and_a_drawing_with_measures() -> None:
    for product in products():
        told = product["ilumina"]["images"]
        assert [picture["role"] for picture in told] == ROLES
        assert [picture["path"] for picture in told] == product["images"]
        assert product["thumbnail"] == product["images"][0]
        assert len({picture["alt"] for picture in told}) == len(ROLES)
    missing = [str(path) for path in pictures() if not path.is_file()]
    assert missing == []
    assert {path.name for path in (FOLDER / "images").iterdir()} == {path.name for path in pictures()}


def test_pictures_are_bare_webp_of_the_agreed_sizes() -> None:
    for path in pictures():
        with Image.open(path) as image:
            assert image.format == "WEBP"
            assert image.size in {(960, 1200), (720, 900)}, path.name
            assert not {"exif", "xmp", "icc_profile"} & set(image.info), path.name


def test_all_pictures_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in pictures()) <= MOST_BYTES


def test_day_and_night_differ() -> None:
    for product in lamps():
        day, night = (FOLDER / product["images"][place] for place in (0, 1))
        with Image.open(day) as bright, Image.open(night) as dark:
            light, shade = (ImageStat.Stat(image.convert("L")).mean[0] for image in (bright, dark))
            assert light > 1.5 * shade, product["title"]


def test_lumens_are_watts_times_efficacy() -> None:
    for product in lamps():
        known = specs(product)
        assert known["lumens"] == pytest.approx(float(known["watts"] * known["efficacy"]), rel=0.01), product["title"]
        assert 80 <= known["efficacy"] <= 115, product["title"]
        assert 2200 <= known["color_temperature"] <= 6500
        assert "max_watts" not in known or known["watts"] / known["bulbs"] <= known["max_watts"], product["title"]


def test_sockets_and_built_in_light_exclude_each_other() -> None:
    for product in lamps():
        known = specs(product)
        if product["category"] == "lampadas":
            assert known["base"] != "led-integrado"
            assert "inmetro" in known
        else:
            assert ("bulbs" in known) == (known["base"] != "led-integrado"), product["title"]


def test_the_spec_table_repeats_the_dimensions() -> None:
    for product in products():
        assert {side: specs(product)[side] for side in ("width", "height", "depth")} == product["dimensions"]


def test_titles_that_name_a_size_or_a_colour_of_light_tell_the_truth() -> None:
    for product in products():
        words = product["title"].split()
        known = specs(product)
        numbers = {(word, words[place + 1]) for place, word in enumerate(words[:-1])}
        for number, unit in numbers:
            if unit == "cm" and number.isdigit():
                assert int(number) in product["dimensions"].values(), product["title"]
            if unit == "K":
                assert int(number) == known["color_temperature"], product["title"]
            if unit == "W" and "watts" in known:
                assert Decimal(number.replace(",", ".")) == known["watts"], product["title"]


def test_every_value_is_defined_and_of_its_kind() -> None:
    defined = {spec["key"]: spec for spec in feed()["ilumina"]["specs"]}
    assert len(defined) == len(feed()["ilumina"]["specs"]) == len({spec["url_key"] for spec in defined.values()})
    for product in products():
        for key, value in specs(product).items():
            spec = defined[key]
            assert not spec["categories"] or product["category"] in spec["categories"], (product["title"], key)
            chosen = value if isinstance(value, list) else [value]
            assert isinstance(value, list) == spec["multiple"], key
            if spec["kind"] == "choice":
                assert set(chosen) <= {choice["slug"] for choice in spec["choices"]}, (product["title"], key)
            else:
                assert type(value) in TYPES[spec["kind"]], (product["title"], key)


def test_specs_belong_to_categories_that_exist() -> None:
    slugs = {category["slug"] for category in feed()["ilumina"]["categories"]}
    for spec in feed()["ilumina"]["specs"]:
        assert set(spec["categories"]) <= slugs


def test_related_products_exist_and_are_others() -> None:
    known = {product["id"] for product in products()}
    for product in products():
        related = product["ilumina"]["related"]
        assert set(related) <= known - {product["id"]}, product["title"]
        assert len(related) == len(set(related)) >= 2


def test_a_related_bulb_fits_the_socket() -> None:
    """The bulbs suggested with a luminaire all have one of the bases it, or they, can take."""
    by_id = {product["id"]: product for product in products()}
    for product in lamps():
        base = specs(product)["base"]
        if product["category"] == "lampadas" or base == "led-integrado":
            continue
        bulbs = [by_id[other] for other in product["ilumina"]["related"] if by_id[other]["category"] == "lampadas"]
        assert bulbs, product["title"]
        assert {specs(bulb)["base"] for bulb in bulbs} == {base}, product["title"]


def test_members_of_a_family_differ_in_finish_and_share_their_size() -> None:
    families: dict[str, list[dict[str, Any]]] = {}
    for product in products():
        if product["ilumina"]["family"]:
            families.setdefault(product["ilumina"]["family"], []).append(product)
    assert len(families) >= 15
    for family, members in families.items():
        assert len(members) >= 2, family
        assert len({specs(member)["finish"] for member in members}) == len(members), family
        assert len({tuple(member["dimensions"].items()) for member in members}) == 1, family


def test_prices_and_stock_are_plausible() -> None:
    for product in products():
        price = Decimal(product["price"])
        assert price == price.quantize(Decimal("0.01"))
        assert Decimal(10) <= price <= Decimal(2500), product["title"]
        assert 0 <= product["discountPercentage"] <= 30
        assert product["minimumOrderQuantity"] == 1
        assert product["weight"] > 0
    discounted = sum(1 for product in products() if product["discountPercentage"])
    assert 0.25 <= discounted / len(products()) <= 0.45
    assert 1 <= sum(1 for product in products() if product["stock"] == 0) <= 4


def test_every_text_is_its_own() -> None:
    sentences = Counter(
        sentence for product in products() for sentence in product["description"].rstrip(".").split(". ")
    )
    assert [sentence for sentence, times in sentences.items() if times > 1] == []
    for product in products():
        assert 2 <= len(product["description"].rstrip(".").split(". ")) <= 5, product["title"]
        assert product["ilumina"]["summary"]


def facet_texts(product: dict[str, Any], by_url: dict[str, Any], name: str) -> list[str]:
    """What a product answers to a parameter of an address."""
    if name == "preco":
        return [str(product["price"])]
    value = specs(product).get(by_url[name]["key"], [])
    if isinstance(value, bool):
        return ["sim" if value else "nao"]
    return [str(each) for each in (value if isinstance(value, list) else [value])]


def test_promoted_filters_find_something_in_their_category() -> None:
    """Each is one known facet with one of its values, and not a dead link."""
    by_url = {spec["url_key"]: spec for spec in feed()["ilumina"]["specs"] if spec["filterable"]}
    children: dict[str, list[str]] = {}
    for category in feed()["ilumina"]["categories"]:
        children.setdefault(category["parent"] or "", []).append(category["slug"])
    for category in feed()["ilumina"]["categories"]:
        inside = {category["slug"], *children.get(category["slug"], [])}
        for link in category["promoted"]:
            name, _, wanted = link["query"].partition("=")
            told = [facet_texts(product, by_url, name) for product in products() if product["category"] in inside]
            if name == "preco":
                low, high = map(Decimal, wanted.split("-"))
                assert any(low <= Decimal(price) <= high for texts in told for price in texts), link
            else:
                assert any(wanted in texts for texts in told), (category["slug"], link)
