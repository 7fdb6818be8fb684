"""Dates and times as shoppers read them: `23/11/2026 07:12`, in English `23 Nov 2026, 07:12`; always in shop time."""

from datetime import date, datetime

from django.utils import dateformat, timezone

from iluminacasa import languages
from iluminacasa.languages import ENGLISH, PORTUGUESE

type Written = date | datetime | str | None  # a text is the nothing of a template

DAY = {PORTUGUESE: "d/m/Y", ENGLISH: "j M Y"}
MOMENT = {PORTUGUESE: "d/m/Y H:i", ENGLISH: "j M Y, H:i"}
CLOCK_AND_DAY = {PORTUGUESE: r"H:i \d\e d/m/Y", ENGLISH: r"H:i \o\n j M Y"}
SHORT_DAY = {PORTUGUESE: "d/m", ENGLISH: "j M"}
LONG_DAY = {PORTUGUESE: r"j \d\e F \d\e Y", ENGLISH: "j F Y"}
DAY_AND_MONTH = {PORTUGUESE: r"j \d\e F", ENGLISH: "j F"}
WEEKDAY = {PORTUGUESE: r"l, j \d\e F", ENGLISH: "l j F"}


def day(value: Written) -> str:
    """`23/11/2026`, `23 Nov 2026`."""
    return _written(value, DAY)


def moment(value: Written) -> str:
    """`23/11/2026 07:12`, `23 Nov 2026, 07:12`."""
    return _written(value, MOMENT)


def clock_and_day(value: Written) -> str:
    """`07:12 de 23/11/2026`, `07:12 on 23 Nov 2026`."""
    return _written(value, CLOCK_AND_DAY)


def short_day(value: Written) -> str:
    """`23/11`, `23 Nov`: where the year is plain."""
    return _written(value, SHORT_DAY)


def long_day(value: Written) -> str:
    """`23 de novembro de 2026`, `23 November 2026`."""
    return _written(value, LONG_DAY)


def day_and_month(value: Written) -> str:
    """`23 de novembro`, `23 November`."""
    return _written(value, DAY_AND_MONTH)


def weekday(value: Written) -> str:
    """`segunda-feira, 23 de novembro`, `Monday 23 November`."""
    return _written(value, WEEKDAY)


def _written(value: Written, forms: dict[str, str]) -> str:
    if not isinstance(value, date):
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    language = languages.current()
    text = dateformat.format(value, forms[language])
    return text.lower() if language == PORTUGUESE else text  # Portuguese writes months and weekdays small
