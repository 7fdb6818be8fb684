"""Days of the shop: from midnight of the first to midnight after the last, in shop time, end excluded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from iluminacasa.brazil import SHOP_ZONE
from iluminacasa.errors import Invalid

LONGEST = 3_653  # days: ten years
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
DAY = timedelta(days=1)
CHOICES = {
    "hoje": "Hoje",
    "ontem": "Ontem",
    "7": "7 dias",
    "30": "30 dias",
    "mes": "Este mês",
    "mes-passado": "Mês passado",
    "90": "90 dias",
    "ano": "Este ano",
}
DEFAULT = "30"


class UnknownPeriod(Invalid):
    code = "unknown_period"
    title = "Período inválido"
    default_message = "Escolha um período que comece antes de terminar, de no máximo dez anos."


@dataclass(frozen=True)
class Period:
    """Both days are included; `start` and `end` are the same as moments, half open."""

    first: date
    last: date

    @classmethod
    def between(cls, first: date, last: date) -> "Period":
        """`UnknownPeriod` when it ends before it begins, or is longer than anybody's books."""
        if not EARLIEST <= first <= last <= LATEST or (last - first).days >= LONGEST:
            raise UnknownPeriod
        return cls(first, last)

    @classmethod
    def named(cls, name: str, *, at: datetime) -> "Period":
        """One of `CHOICES`, seen from `at`; a name nobody knows is the default."""
        today = at.astimezone(SHOP_ZONE).date()
        month = today.replace(day=1)
        if name == "hoje":
            return cls(today, today)
        if name == "ontem":
            return cls(today - DAY, today - DAY)
        if name == "mes":
            return cls(month, today)
        if name == "mes-passado":
            return cls((month - DAY).replace(day=1), month - DAY)
        if name == "ano":
            return cls(today.replace(month=1, day=1), today)
        days = int(name) if name in CHOICES else int(DEFAULT)
        return cls(today - DAY * (days - 1), today)

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        return midnight(self.last + DAY)

    @property
    def length(self) -> int:
        """In days."""
        return (self.last - self.first).days + 1

    def before(self) -> "Period":
        """As many days, right before."""
        return Period(self.first - DAY * self.length, self.first - DAY)

    def days(self) -> Iterator[date]:
        for number in range(self.length):
            yield self.first + DAY * number


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHOP_ZONE)
