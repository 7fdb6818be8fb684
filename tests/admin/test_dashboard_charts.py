"""Where the marks of a chart stand."""

from decimal import Decimal

import pytest

from iluminacasa import charts

D = Decimal


def point(value: str, *, before: str | None = None, label: str = "01/03") -> charts.Point:
    return charts.Point(label, D(value), f"R$ {value}", None if before is None else D(before))


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        ("0", "0", ["0", "1"]),
        ("0", "100", ["0", "25", "50", "75", "100"]),
        ("0", "101", ["0", "50", "100", "150"]),
        ("0", "9876", ["0", "2,5 mil", "5 mil", "7,5 mil", "10 mil"]),
        ("0", "3200000", ["0", "1 mi", "2 mi", "3 mi", "4 mi"]),
        ("-30", "95", ["-50", "0", "50", "100"]),
        ("-95", "0", ["-100", "-75", "-50", "-25", "0"]),
        ("0", "0.04", ["0", "0,01", "0,02", "0,03", "0,04"]),
    ],
)
def test_scales_have_round_numbers_and_zero(low: str, high: str, labels: list[str]) -> None:
    assert [charts.short(tick) for tick in charts.scale(D(low), D(high))] == labels


def test_columns_stand_on_zero_and_reach_their_value() -> None:
    drawn = charts.columns([point("100"), point("50"), point("-50"), point("0")])
    assert [(each.x, each.y, each.width, each.height) for each in drawn.columns] == [
        ("3.12", "0", "18.75", "66.67"),
        ("28.12", "33.33", "18.75", "33.33"),
        ("53.12", "66.67", "18.75", "33.33"),
        ("78.12", "66.67", "18.75", "0"),
    ]
    assert [each.is_negative for each in drawn.columns] == [False, False, True, False]
    assert drawn.zero == "66.67"
    assert [(mark.place, mark.label) for mark in drawn.grid] == [
        ("0", "100"), ("33.33", "50"), ("66.67", "0"), ("100", "-50"),
    ]  # fmt: skip
    assert drawn.columns[1].title == "01/03: R$ 50"


def test_the_time_before_is_a_line_through_the_middle_of_the_columns() -> None:
    assert charts.columns([point("100", before="50"), point("0", before="100")]).line == "25,50 75,0"
    assert charts.columns([point("100")]).line == ""


def test_nothing_sold_is_a_flat_chart() -> None:
    drawn = charts.columns([point("0"), point("0")])
    assert [each.height for each in drawn.columns] == ["0", "0"]
    assert charts.columns([]).columns == []


def test_six_words_at_most_stand_under_the_columns() -> None:
    assert charts.words(["a", "b"]) == ["a", "b"]
    assert charts.words([str(number) for number in range(31)]) == ["0", "6", "12", "18", "24", "30"]


@pytest.mark.parametrize(("value", "of", "length"), [("50", "200", "25"), ("-5", "200", "0"), ("5", "0", "0")])
def test_bars_are_shares_of_the_longest(value: str, of: str, length: str) -> None:
    assert charts.share(D(value), D(of)) == length
