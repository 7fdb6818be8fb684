"""A value for every field of every table, as nobody but a forger would send it, and where it was believed."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

FLOORS = ("accounts", "catalog", "cart", "orders")
TEXT, NUMBER, MONEY = "canario-forjado", 98765, "987.65"
MOMENT, DAY = "1999-09-09T09:09:09Z", datetime.date(1999, 9, 9)


def value_for(field: "models.Field[Any, Any]") -> Any:
    """By the kind of the column; a boolean is the other one."""
    if isinstance(field, models.BooleanField):
        return not field.get_default()
    if isinstance(field, models.DateTimeField | models.DateField):
        return MOMENT
    if isinstance(field, models.DecimalField) or field.__class__.__name__ == "MoneyField":
        return MONEY
    if isinstance(field, models.JSONField):
        return {TEXT: NUMBER}
    if field.choices:
        return str(field.choices[-1][0])  # type: ignore[index]  # these have no groups of choices
    is_number = isinstance(field, models.IntegerField | models.AutoField | models.ForeignKey)
    return NUMBER if is_number else TEXT


def tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in FLOORS and not model._meta.proxy]


def everything() -> dict[str, Any]:
    """Each name a column has anywhere, with and without its `_id`."""
    found: dict[str, Any] = {}
    for model in tables():
        for field in model._meta.concrete_fields:
            for name in (field.name, field.attname):
                found.setdefault(name, value_for(field))
    return found


def believed() -> Iterator[str]:
    """`Model.field = value` wherever a canary stands in the database."""
    for model in tables():
        for row in model._default_manager.values():
            for name, value in row.items():
                if is_canary(value):
                    yield f"{model.__name__}.{name} = {value}"


def is_canary(value: Any) -> bool:
    if isinstance(value, datetime.datetime):
        return value.date() == DAY
    if isinstance(value, bool | int):
        return value == NUMBER
    if isinstance(value, Decimal):
        return value == Decimal(MONEY)
    return TEXT in str(value) or value == DAY
