"""Amounts, numbers, dates and times as each language writes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Engine, Template

from accounts import activity
from catalog import specs
from catalog.card_html import price_text
from iluminacasa import dates, languages
from iluminacasa.languages import ENGLISH, PORTUGUESE
from iluminacasa.money import brl, decimal_text, grouped

pytestmark = pytest.mark.once
LATE = datetime(2026, 11, 24, 1, 45, tzinfo=UTC)  # still the 23rd in the shop
DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("write", "portuguese", "english"),
    [
        (lambda: brl(Decimal("1249")), "R$\u00a01.249,00", "R$\u00a01,249.00"),
        (lambda: brl(Decimal("-0.5")), "-R$\u00a00,50", "-R$\u00a00.50"),
        (lambda: price_text(Decimal("1249.90")), "R$\u00a01.249,90", "R$\u00a01,249.90"),
        (lambda: grouped(20050), "20.050", "20,050"),
        (lambda: decimal_text("4.5"), "4,5", "4.5"),
        (lambda: specs.number_text(Decimal("15000.500"), "h"), "15.000,5\u00a0h", "15,000.5\u00a0h"),
        (lambda: specs.number_text(Decimal(2700), "K"), "2700\u00a0K", "2700\u00a0K"),
        (lambda: dates.day(LATE), "23/11/2026", "23 Nov 2026"),
        (lambda: dates.day(DAY), "09/03/2026", "9 Mar 2026"),
        (lambda: dates.moment(LATE), "23/11/2026 22:45", "23 Nov 2026, 22:45"),
        (lambda: dates.clock_and_day(LATE), "22:45 de 23/11/2026", "22:45 on 23 Nov 2026"),
        (lambda: dates.short_day(DAY), "09/03", "9 Mar"),
        (lambda: dates.long_day(DAY), "9 de março de 2026", "9 March 2026"),
        (lambda: dates.day_and_month(DAY), "9 de março", "9 March"),
        (lambda: dates.weekday(DAY), "segunda-feira, 9 de março", "Monday 9 March"),
        (lambda: dates.day(None), "", ""),
    ],
)
def test_each_language_has_its_signs(write: Callable[[], str], portuguese: str, english: str) -> None:
    for language, expected in ((PORTUGUESE, portuguese), (ENGLISH, english), (PORTUGUESE, portuguese)):
        with languages.speaking(language):
            assert write() == expected


def test_templates_write_the_same() -> None:
    page = Template("{{ at|moment }} {{ at|day }} {{ nothing|weekday }}{{ price|brl }}", engine=Engine.get_default())
    with languages.speaking(ENGLISH):
        said = page.render(Context({"at": LATE, "price": Decimal("1249.5")}))
    assert said == "23 Nov 2026, 22:45 23 Nov 2026 R$\u00a01,249.50"


def test_what_staff_will_read_is_stored_in_portuguese() -> None:
    with languages.speaking(ENGLISH):
        assert [activity.in_words(each) for each in (Decimal("4.5"), LATE, True)] == ["4,5", "23/11/2026 22:45", "sim"]
