"""What each floor holds of a person. The floors say it themselves when the shop starts, so nobody looks upwards.

A chapter tells how its part is handed out, taken away, and claimed once a mailbox is proven.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, QuerySet
from django.utils.translation import gettext

from accounts.models import User
from iluminacasa import dates
from iluminacasa.money import decimal_text


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    choices: dict[Any, Any]

    def text(self, value: Any) -> str:
        """As a person reads it."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return gettext("sim") if value else gettext("não")
        if isinstance(value, datetime):
            return dates.moment(value)
        if isinstance(value, date):
            return dates.day(value)
        if isinstance(value, Decimal):
            return decimal_text(f"{value:.2f}")
        return str(self.choices.get(value, value))


@dataclass(frozen=True)
class Section:
    """Rows of one kind: for programs by `key`, for people by `title` and the labels of the columns."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[dict[str, Any]]

    @property
    def headings(self) -> list[str]:
        return [column.label for column in self.columns]

    @property
    def texts(self) -> list[list[str]]:
        return [[column.text(row[column.key]) for column in self.columns] for row in self.rows]


def section(key: str, title: str, rows: "QuerySet[Any]", /, *fields: str, **renamed: str) -> Section:
    """These columns of these rows; `renamed` gives a column that is a path (`product__title`) a name of its own."""
    paths = {field: field for field in fields} | renamed
    columns = [_column(rows.model, name, path) for name, path in paths.items()]
    found = [{name: row[path] for name, path in paths.items()} for row in rows.values(*dict.fromkeys(paths.values()))]
    return Section(key, title, columns, found)


def _column(model: Any, name: str, path: str) -> Column:
    field: Field[Any, Any] | None = None
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = getattr(field, "related_model", None) or model
    label = str(getattr(field, "verbose_name", name))
    return Column(name, label[:1].upper() + label[1:], dict(getattr(field, "flatchoices", None) or ()))


def nothing(user: User) -> None:
    """A floor that keeps nothing under a mailbox without an account."""


def no_wait(user: User, at: datetime) -> list[str]:
    return []


@dataclass(frozen=True)
class Chapter:
    """One floor's part. `waits_for` names what has to come to an end before anything may be taken away."""

    name: str
    export: Callable[[User], list[Section]]
    erase: Callable[[User, datetime], None]
    claim: Callable[[User], None] = nothing
    waits_for: Callable[[User, datetime], list[str]] = no_wait


_chapters: dict[str, Chapter] = {}


def add(chapter: Chapter) -> None:
    """Said once per floor, from below to above."""
    _chapters[chapter.name] = chapter


def chapters() -> list[Chapter]:
    """From the lowest floor up."""
    return list(_chapters.values())


def claim(*, user: User) -> None:
    """Whoever has proven a mailbox gets what was left under its address before."""
    if user.is_verified and user.is_active:
        for chapter in chapters():
            chapter.claim(user)
