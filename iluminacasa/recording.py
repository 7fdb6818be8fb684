"""Every desk of the back office tells the log of activity what it did, from which value to which.

The site lays this over each desk when it is registered, so no desk can forget it.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Field, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from accounts import activity
from accounts.activity import Change, Entry, Verb
from accounts.models import User


class Told(list[Any]):
    """Django's own message about a form, with old and new values beside it."""

    own: list[Change]
    below: list[Change]  # of rows shown on the same page


class Recorded:
    """`log_change` with words alone is an act; with the message of a form it is a change."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Told:
        told = Told(super().construct_change_message(request, form, formsets, add))  # type: ignore[misc]  # a mixin
        told.own = changes_of(form)
        told.below = [change for formset in formsets or () for change in changes_below(formset)]
        return told

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        tell(request, obj, message, Verb.ADDED)
        return super().log_addition(request, obj, message)  # type: ignore[misc]  # a mixin

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        tell(request, obj, message, Verb.CHANGED)
        return super().log_change(request, obj, message)  # type: ignore[misc]  # a mixin

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any] | Iterable[Model]) -> Any:
        activity.record_many(
            by=actor(request), entries=[Entry(obj) for obj in queryset], verb=Verb.DELETED, at=timezone.now()
        )
        return super().log_deletions(request, queryset)  # type: ignore[misc]  # a mixin


def recorded(desk: type[ModelAdmin[Any]]) -> type[ModelAdmin[Any]]:
    if issubclass(desk, Recorded):
        return desk
    return type(desk.__name__, (Recorded, desk), {"__module__": desk.__module__, "__doc__": desk.__doc__})


def actor(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def tell(request: HttpRequest, obj: Model, message: Any, verb: str) -> None:
    own, below = getattr(message, "own", []), getattr(message, "below", [])
    if own or below:
        entries = [Entry(obj, changes) for changes in (own, below) if changes]
    else:
        words = message if isinstance(message, str) else in_words(message)
        verb = Verb.ACTED if verb == Verb.CHANGED else verb
        if verb == Verb.ACTED and not words:
            return  # saved as it was
        entries = [Entry(obj, note=words)]
    activity.record_many(by=actor(request), entries=entries, verb=verb, at=timezone.now())


def in_words(message: Any) -> str:
    """A form that says nothing readable, such as that of a password."""
    names = [str(name) for part in message for name in part.get("changed", {}).get("fields", ())]
    return f"Mudou: {', '.join(names)}." if names else ""


# --- Reading forms -------------------------------------------------------------------------------
def changes_of(form: Any, prefix: str = "", label: str = "") -> list[Change]:
    """What the person typed over; passwords and hidden values are nobody's business."""
    if not isinstance(form, ModelForm):
        return []
    model = type(form.instance)
    found = []
    for name in form.changed_data:
        field = form.fields[name]
        if "password" in name or field.widget.is_hidden or name not in form.cleaned_data:
            continue
        column = activity.column(model, name)
        old = with_row(column, form.initial.get(name, field.initial))
        new = getattr(form.instance, name) if is_own(column) else form.cleaned_data[name]
        special = form.change_of(name) if hasattr(form, "change_of") else None
        change = special or activity.change(model, name, old, new, label=f"{label}{field.label or name}")
        if change.old != change.new:
            found.append(change if not prefix else renamed(change, f"{prefix}.{name}"))
    return found


def is_own(column: Any) -> bool:
    return isinstance(column, Field) and column.concrete and not column.many_to_many


def with_row(column: Any, old: Any) -> Any:
    """A form remembers a related row by its key; people know it by its name."""
    if not is_own(column) or not column.is_relation or old in (None, "") or isinstance(old, Model):
        return old
    return column.related_model._default_manager.filter(pk=old).first() or old


def renamed(change: Change, field: str) -> Change:
    return Change(
        field, change.label, change.old, change.new, change.old_text, change.new_text, change.personal
    )  # fmt: skip


def changes_below(formset: Any) -> list[Change]:
    """Rows added, changed and taken away beside the main one."""
    name, what = formset.model._meta.label_lower, str(formset.model._meta.verbose_name)
    what = what[:1].upper() + what[1:]
    gone = [whole(name, f"{what} apagado", str(row), "") for row in getattr(formset, "deleted_objects", ())]
    made = [whole(name, f"{what} criado", "", str(row)) for row in getattr(formset, "new_objects", ())]
    changed = {row.pk for row, _ in getattr(formset, "changed_objects", ())}
    moved = [
        change
        for form in getattr(formset, "initial_forms", ())
        if form.instance.pk in changed
        for change in changes_of(form, f"{name}.{form.instance.pk}", f"{what} “{form.instance}”: ")
    ]
    return [*gone, *made, *moved]


def whole(field: str, label: str, old: str, new: str) -> Change:
    return Change(field, label, old or None, new or None, old or "–", new or "–")
