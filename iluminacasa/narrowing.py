"""What a list may be asked by its address: what its filters offer, and nothing else of a row.

Django takes any column of the model for a filter (`?email__startswith=a`), shown or not. Asked often enough, that
reads every masked value letter by letter. And it takes any value of the address for the form of a new row
(`add/?parent=x`), though no row can have such a number. The site lays this over each desk when it is registered.
What a form sends for a row is refused by its field, but the field's own picture of it would ask the database first.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, ForeignKey
from django.http import HttpRequest

ROW = frozenset({"id"})  # which rows: a number tells nothing of them


class RowSelect(AutocompleteSelect):
    """Shows the chosen row again, and nothing for what no row can be meant by."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if not each or is_key(self.field, each)], attr)


class ChoosesRows:
    """Every desk and every inline in it."""

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **told: Any) -> Any:
        desk: Any = self  # a mixin: what it stands before is a desk or an inline
        if db_field.name in desk.get_autocomplete_fields(request):
            told.setdefault("widget", RowSelect(db_field, desk.admin_site, using=told.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **told)  # type: ignore[misc]  # a mixin


@cache
def choosing_rows(inline: type[InlineModelAdmin[Any, Any]]) -> type[InlineModelAdmin[Any, Any]]:
    return type(inline.__name__, (ChoosesRows, inline), {"__module__": inline.__module__, "__doc__": inline.__doc__})


class Narrowed(ChoosesRows):
    """A desk names in `asked_by` the columns that links of the back office use beside those of the filters."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        allowed = super().lookup_allowed(lookup, value, request)  # type: ignore[misc]  # a mixin
        return bool(allowed) and is_offered(self, lookup, request)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[type[InlineModelAdmin[Any, Any]]]:
        return [choosing_rows(each) for each in super().get_inlines(request, obj)]  # type: ignore[misc]  # a mixin

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address says of a new row, without what no other row can be meant by."""
        told = super().get_changeform_initial_data(request)  # type: ignore[misc]  # a mixin
        return {name: value for name, value in told.items() if may_be(self, name, value)}


def narrowed(desk: type[ModelAdmin[Any]]) -> type[ModelAdmin[Any]]:
    if issubclass(desk, Narrowed):
        return desk
    return type(desk.__name__, (Narrowed, desk), {"__module__": desk.__module__, "__doc__": desk.__doc__})


def may_be(desk: Any, name: str, value: Any) -> bool:
    try:
        field = desk.model._meta.get_field(name)
    except FieldDoesNotExist:
        return True
    return not field.is_relation or all(is_key(field, each) for each in (value if isinstance(value, list) else [value]))


def is_key(field: Field[Any, Any], value: Any) -> bool:
    """A number, and one that the column of the related row can hold."""
    related: Any = field.related_model  # a class by now: names are resolved when the apps are ready
    key = related._meta.pk
    try:
        key.run_validators(key.to_python(value))
    except ValidationError:
        return False
    return True


def is_offered(desk: Any, lookup: str, request: HttpRequest) -> bool:
    """A name that is no column of the model is a filter's own parameter, or means nothing."""
    try:
        desk.model._meta.get_field(lookup.partition("__")[0])
    except FieldDoesNotExist:
        return True
    return any(lookup == name or lookup.startswith(f"{name}__") for name in offered(desk, request))


def offered(desk: Any, request: HttpRequest) -> set[str]:
    filters = [each[0] if isinstance(each, list | tuple) else each for each in desk.get_list_filter(request)]
    own = {each for each in filters if not (isinstance(each, type) and issubclass(each, SimpleListFilter))}
    return own | ROW | set(getattr(desk, "asked_by", ())) | ({desk.date_hierarchy} if desk.date_hierarchy else set())
