"""Business days in Brazil: weekends and national holidays do not carry parcels."""

from datetime import date, timedelta
from functools import cache

FIXED_HOLIDAYS = (
    (1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25),
)  # (month, day): Lei 662/1949, Lei 6.802/1980, Lei 14.759/2023  # fmt: skip
SATURDAY = 5


@cache
def easter(year: int) -> date:
    """Gregorian computus (Meeus, Jones, Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap = century // 4
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """National holidays, Good Friday, and Carnival and Corpus Christi, when carriers rest as well."""
    sunday = easter(year)
    moving = (timedelta(-48), timedelta(-47), timedelta(-2), timedelta(60))
    return frozenset([date(year, month, day) for month, day in FIXED_HOLIDAYS] + [sunday + shift for shift in moving])


def is_business_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def add_business_days(start: date, count: int) -> date:
    """The `count`-th business day after `start`; with 0, `start` itself or the next business day."""
    day = start
    while not is_business_day(day):
        day += timedelta(1)
    for _ in range(count):
        day += timedelta(1)
        while not is_business_day(day):
            day += timedelta(1)
    return day
