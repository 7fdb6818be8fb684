"""Delivery days: weekends and national holidays do not count."""

from datetime import date, datetime

import pytest

from cart.calendar import add_business_days, easter, holidays, is_business_day
from cart.freight import ready_on
from iluminacasa.brazil import SHOP_ZONE


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2000, (4, 23)), (2008, (3, 23)), (2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2038, (4, 25))],
)
def test_easter_falls_on_its_published_sunday(year: int, sunday: tuple[int, int]) -> None:
    assert easter(year) == date(year, *sunday)


def test_the_year_2026_has_its_national_holidays() -> None:
    days = [
        (1, 1), (2, 16), (2, 17), (4, 3), (4, 21), (5, 1), (6, 4), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20),
        (12, 25),
    ]  # fmt: skip
    assert sorted(holidays(2026)) == [date(2026, month, day) for month, day in days]


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 10), 0, date(2026, 3, 10)),  # a Tuesday
        (date(2026, 3, 14), 0, date(2026, 3, 16)),  # Saturday counts as Monday
        (date(2026, 3, 13), 1, date(2026, 3, 16)),
        (date(2026, 4, 2), 1, date(2026, 4, 6)),  # over Good Friday and a weekend
        (date(2026, 2, 13), 1, date(2026, 2, 18)),  # over Carnival
        (date(2026, 12, 24), 5, date(2027, 1, 4)),  # over Christmas and New Year
    ],
)
def test_business_days_are_counted_over_closed_ones(start: date, count: int, end: date) -> None:
    assert add_business_days(start, count) == end
    assert is_business_day(end)


@pytest.mark.parametrize(
    ("placed", "ready"),
    [
        ("2026-03-10 13:59:59", (3, 11)),
        ("2026-03-10 14:00:00", (3, 12)),  # after the cut-off
        ("2026-03-10 23:59:59", (3, 12)),
        ("2026-03-13 13:00:00", (3, 16)),  # Friday
        ("2026-03-13 14:00:00", (3, 17)),
        ("2026-03-14 09:00:00", (3, 17)),  # Saturday counts as Monday
        ("2026-04-02 15:00:00", (4, 7)),  # Thursday evening before Easter
    ],
)
def test_a_parcel_leaves_one_business_day_later_by_the_shops_clock(placed: str, ready: tuple[int, int]) -> None:
    moment = datetime.fromisoformat(placed).replace(tzinfo=SHOP_ZONE)
    assert ready_on(moment) == date(2026, *ready)
