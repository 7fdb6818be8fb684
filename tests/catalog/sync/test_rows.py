"""One row of the upstream: taken whole, taken with a field left out, or refused; nothing is guessed or rounded."""

import json
from decimal import Decimal
from typing import Any

import pytest

from catalog.dummyjson import Kind, Parsed, Rules, document, parse_row
from catalog.dummyjson.faults import shown
from catalog.dummyjson.text import many_lines, one_line
from tests.catalog.sync.upstream import row


def parse(made: Any, **rules: Any) -> Parsed:
    """As it arrives: through JSON text."""
    return parse_row(document.parse(json.dumps(made).encode()), rules=Rules(**rules), position=1)


def raw_price(text: str) -> Parsed:
    body = json.dumps(row(1, price="@")).replace('"@"', text)
    return parse_row(document.parse(body.encode()), rules=Rules(), position=1)


def codes(parsed: Parsed) -> list[tuple[str, str, str]]:
    return [(issue.kind.value, issue.field, issue.code) for issue in parsed.issues]


def values(parsed: Parsed) -> dict[str, Any]:
    assert parsed.product is not None
    return parsed.product.values


def test_a_faultless_row_is_taken_whole() -> None:
    parsed = parse(row(7))
    assert parsed.issues == []
    assert parsed.product is not None
    assert (parsed.product.external_id, parsed.product.stock) == ("7", 7)
    assert values(parsed) == {
        "title": "Luminária 7", "category": "luminarias", "price": "10.50", "description": "Luz boa.",
        "brand": "Lume", "sku": "SKU-7", "warranty": "1 ano", "shipping_note": "1 dia", "return_policy": "7 dias",
        "discount_percentage": "5.00", "minimum_order_quantity": 1, "weight": "2.000", "width": "10.50",
        "height": "20.00", "depth": "5.00", "tags": ["luz"],
        "images": [{"url": "https://cdn.dummyjson.com/p/7/1.webp"}],
    }  # fmt: skip


@pytest.mark.parametrize("made", [None, 5, "text", [], True])
def test_a_row_that_is_not_an_object_is_refused(made: Any) -> None:
    assert codes(parse(made)) == [("row", "", "not_an_object")]


@pytest.mark.parametrize("bad", [..., None, True, 1.5, "a b", "", " 7", "x" * 65, "ação", "a\x00b", [1], {}])
def test_an_id_that_is_no_id_is_refused(bad: Any) -> None:
    parsed = parse(row(bad))
    assert codes(parsed) == [("row", "id", "bad_id")]
    assert parsed.external_id == "#1"


@pytest.mark.parametrize(("good", "text"), [(7, "7"), ("7", "7"), ("A-7_x", "A-7_x"), (0, "0"), (-3, "-3")])
def test_ids_are_compared_as_text(good: Any, text: str) -> None:
    assert parse(row(good)).external_id == text


@pytest.mark.parametrize("field", ["title", "price", "category"])
@pytest.mark.parametrize("bad", [..., None, True, [], {}])
def test_a_required_field_missing_or_of_another_type_refuses_the_row(field: str, bad: Any) -> None:
    parsed = parse(row(1, **{field: bad}))
    code = "missing" if bad is None or bad is ... else "wrong_type"
    assert codes(parsed) == [("row", field, code)]
    assert (parsed.external_id, parsed.product) == ("1", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('"9.99"', "wrong_type"), ('"9,99"', "wrong_type"), ("-1", "not_positive"), ("-0.01", "not_positive"),
        ("0", "not_positive"), ("0.00", "not_positive"), ("-0.0", "not_positive"), ("9.999", "too_precise"),
        ("0.001", "too_precise"), ("1e-400", "too_precise"), ("1e999", "too_high"), ("100000000", "too_high"),
        ("99999999.995", "too_high"), ("9" * 400, "too_high"), ("-1e999", "not_positive"),
    ],
)  # fmt: skip
def test_a_price_that_is_not_a_price_refuses_the_row(text: str, code: str) -> None:
    assert codes(raw_price(text)) == [("row", "price", code)]


@pytest.mark.parametrize(
    ("text", "price"),
    [("9.99", "9.99"), ("10", "10.00"), ("9.990", "9.99"), ("1e2", "100.00"), ("0.01", "0.01"),
     ("99999999.99", "99999999.99")],
)  # fmt: skip
def test_prices_are_exact(text: str, price: str) -> None:
    assert values(raw_price(text))["price"] == price


def test_a_price_of_zero_is_taken_only_when_the_shop_says_so() -> None:
    assert values(parse(row(1, price=0), allow_zero_price=True))["price"] == "0.00"


def test_a_price_that_would_not_fit_after_conversion_is_refused() -> None:
    assert codes(parse(row(1, price=20_000_000), exchange_rate=Decimal(5))) == [("row", "price", "too_high")]
    assert parse(row(1, price=19_999_999.99), exchange_rate=Decimal(5)).product is not None


def test_an_optional_field_left_out_stays_and_an_explicit_null_clears() -> None:
    optional = ("description", "sku", "weight", "dimensions", "tags", "warrantyInformation", "images", "thumbnail")
    missing = values(parse(row(1, **dict.fromkeys(optional, ...))))
    assert not {"description", "sku", "weight", "width", "tags", "warranty", "images"} & set(missing)
    cleared = values(parse(row(1, **dict.fromkeys(optional))))
    assert (cleared["description"], cleared["sku"], cleared["warranty"]) == ("", "", "")
    assert (cleared["weight"], cleared["width"], cleared["tags"], cleared["images"]) == (None, None, [], [])


def test_a_missing_brand_means_no_brand() -> None:
    assert values(parse(row(1, brand=...)))["brand"] == ""


@pytest.mark.parametrize("discount", [-1, 100, 150, "10", True, 1.234, 1e300])
def test_a_discount_that_makes_no_sense_leaves_the_field_alone(discount: Any) -> None:
    parsed = parse(row(1, discountPercentage=discount))
    assert [issue.kind for issue in parsed.issues] == [Kind.FIELD]
    assert "discount_percentage" not in values(parsed)


@pytest.mark.parametrize("rating", [-0.1, 5.01, "5", True])
def test_a_rating_out_of_range_is_told_and_never_kept(rating: Any) -> None:
    parsed = parse(row(1, rating=rating))
    assert [issue.field for issue in parsed.issues] == ["rating"]
    assert "rating" not in values(parse(row(1, rating=4.5)))


@pytest.mark.parametrize("stock", [-1, 1.5, "7", True, 2**31, 10**30])
def test_a_stock_that_makes_no_sense_is_left_out(stock: Any) -> None:
    parsed = parse(row(1, stock=stock))
    assert codes(parsed) == [("field", "stock", "out_of_range")]
    assert parsed.product is not None
    assert parsed.product.stock is None


def test_texts_too_long() -> None:
    assert codes(parse(row(1, title="x" * 201))) == [("row", "title", "too_long")]
    assert parse(row(1, title="x" * 200)).issues == []
    parsed = parse(row(1, description="x" * 20_001))
    assert codes(parsed) == [("field", "description", "too_long")]
    assert "description" not in values(parsed)
    assert codes(parse(row(1, sku="x" * 65))) == [("field", "sku", "too_long")]


@pytest.mark.parametrize("damaged", ["a\x00b", "a\ud800b", "\udfff"])
@pytest.mark.parametrize("field", ["title", "description", "brand", "sku", "returnPolicy"])
def test_nul_and_lone_surrogates_refuse_the_row(field: str, damaged: str) -> None:
    assert codes(parse(row(1, **{field: damaged}))) == [("row", field, "damaged_text")]


def test_markup_is_text_and_controls_and_direction_marks_are_dropped() -> None:
    parsed = parse(
        row(1, title=" <b>Abajur</b>\x07 \u202egpj.exe\u202c \u200bfim\ufeff ", description="a\r\nb\x1b[31m")
    )
    assert values(parsed)["title"] == "<b>Abajur</b> gpj.exe fim"
    assert values(parsed)["description"] == "a\nb[31m"
    assert codes(parse(row(1, title="\u202e \x07"))) == [("row", "title", "missing")]


def test_texts_are_composed_and_trimmed() -> None:
    assert one_line("  Lumina\u0301ria \n\t de  mesa ") == "Luminária de mesa"
    assert many_lines("a\n\n\n\nb") == "a\n\nb"


def test_unknown_keys_are_counted_not_kept() -> None:
    parsed = parse(row(1, surprise=1, meta={"updatedAt": "x"}, reviews=[{"reviewerEmail": "a@b"}]))
    assert parsed.unknown == {"surprise"}
    assert "meta" not in values(parsed)
    assert "reviews" not in values(parsed)


def test_a_key_written_twice_refuses_the_row() -> None:
    body = json.dumps(row(1)).replace('"price": 10.5', '"price": 10.5, "price": 1')
    parsed = parse_row(document.parse(body.encode()), rules=Rules(), position=1)
    assert codes(parsed) == [("row", "", "duplicate_key")]


def test_only_the_first_twelve_pictures_are_taken() -> None:
    parsed = parse(row(1, images=[f"https://cdn.dummyjson.com/{n}.webp" for n in range(15)]))
    assert len(values(parsed)["images"]) == 12
    assert codes(parsed) == [("field", "images", "too_many")]


def test_without_pictures_the_thumbnail_is_the_picture() -> None:
    assert values(parse(row(1, images=[])))["images"] == [{"url": "https://cdn.dummyjson.com/p/1/t.webp"}]


def test_a_picture_address_that_is_none_is_left_out() -> None:
    parsed = parse(row(1, images=[5, "a\nb", "x" * 1001, "https://cdn.dummyjson.com/1.webp"]))
    assert values(parsed)["images"] == [{"url": "https://cdn.dummyjson.com/1.webp"}]
    assert codes(parsed) == [("field", "images", "bad_address")] * 3


@pytest.mark.parametrize(
    ("field", "bad"),
    [("weight", "heavy"), ("weight", -1), ("dimensions", [1]), ("dimensions", {"width": "wide"}), ("tags", "a"),
     ("tags", [1]), ("minimumOrderQuantity", 0), ("minimumOrderQuantity", 1.5), ("images", "x")],
)  # fmt: skip
def test_an_optional_field_that_makes_no_sense_never_refuses_the_row(field: str, bad: Any) -> None:
    parsed = parse(row(1, **{field: bad}))
    assert [issue.kind for issue in parsed.issues] == [Kind.FIELD]
    assert parsed.product is not None


def test_the_digest_follows_what_is_mapped_and_nothing_else() -> None:
    def digest(**changes: Any) -> str:
        product = parse(row(1, **changes)).product
        assert product is not None
        return product.digest

    base = digest()
    assert digest(meta={"updatedAt": "later"}, rating=3, stock=99, availabilityStatus="Low Stock") == base
    assert digest(price=10.50) == base
    assert len({base, digest(price=10.51), digest(title="B"), digest(images=[]), digest(sku="other")}) == 5


@pytest.mark.parametrize(
    ("value", "text"),
    [("\x1b[31mred\x1b[0m", "\\u001b[31mred\\u001b[0m"), ("a\nb", "a\\u000ab"), ("\u202eevil", "\\u202eevil"),
     ("x" * 100, "x" * 79 + "…"), ([1, [2]], "lista"), ({"a": 1}, "objeto"), (None, "None"), (1.5, "1.5")],
)  # fmt: skip
def test_refused_values_are_shown_on_one_line_without_escapes(value: object, text: str) -> None:
    assert shown(value) == text
