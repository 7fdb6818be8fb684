"""The log of the back office: who changed what, from old to new; and the way back for catalogue fields.

Rows are only ever added. `record` and `record_many` belong into the transaction of the change they tell of.
A floor that lets its fields be put back says so once when the shop starts (`add_undoer`), so nobody looks upwards.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.utils import timezone

from accounts.models import Activity, User
from iluminacasa import languages
from iluminacasa.errors import Conflict, Denied, Invalid
from iluminacasa.money import CENT, CentavosField, brl

Verb = Activity.Verb
UNDO = "accounts.undo_activity"
MOST_NAMED = 10  # objects a refusal names
FORGOTTEN = "pessoa esquecida"
TEXT = 300  # characters of a value in words
SECRET = frozenset({"password"})
PERSONAL = frozenset(
    {"email", "phone", "document", "recipient", "postal_code", "street", "street_number", "complement", "author_name"}
)
PERSONAL_KINDS = frozenset(
    {"accounts.user", "accounts.address", "accounts.consent", "accounts.erasure", "catalog.alert", "catalog.review"}
)


class ChangedMeanwhile(Conflict):
    code = "changed_meanwhile"
    default_message = "O valor mudou depois disso. Confira antes de desfazer."


class NotUndoable(Invalid):
    code = "not_undoable"
    default_message = "Esta mudança não pode ser desfeita por aqui."


@dataclass(frozen=True)
class Change:
    """`old` and `new` as JSON values; the texts are what a person reads."""

    field: str
    label: str
    old: Any
    new: Any
    old_text: str
    new_text: str
    personal: bool = False

    def backwards(self) -> "Change":
        return Change(self.field, self.label, self.new, self.old, self.new_text, self.old_text, self.personal)


@dataclass(frozen=True)
class Entry:
    """One object among many that one act touched."""

    obj: models.Model
    changes: Sequence[Change] = ()
    note: str = ""


# --- Values --------------------------------------------------------------------------------------
def plain(value: Any, field: Any = None) -> Any:
    """A value as JSON, always in the same spelling, so that two can be compared."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, datetime | date):
        return (value.astimezone(UTC) if isinstance(value, datetime) else value).isoformat()
    if value is not None and isinstance(field, CentavosField | models.DecimalField):
        places = CENT if isinstance(field, CentavosField) else Decimal(1).scaleb(-field.decimal_places)
        return str(Decimal(value).quantize(places))
    if isinstance(value, bool | int | float | str | dict) or value is None:
        return value
    return [plain(each) for each in value] if isinstance(value, Iterable) else str(value)


def in_words(value: Any, field: Any = None) -> str:
    """The same value for a person of the staff: stored in Portuguese, whatever the request is answered in."""
    with languages.speaking(languages.PORTUGUESE):
        return _in_words(value, field)


def _in_words(value: Any, field: Any) -> str:
    choices = dict(getattr(field, "flatchoices", None) or ())
    if isinstance(value, bool):
        text = "sim" if value else "não"
    elif isinstance(value, datetime):
        text = f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    elif isinstance(value, date):
        text = f"{value:%d/%m/%Y}"
    elif isinstance(value, Decimal):
        text = brl(value) if isinstance(field, CentavosField) else f"{value:f}".replace(".", ",")
    elif isinstance(value, str | int | float):
        text = str(choices.get(value, value))
    elif isinstance(value, Iterable) and not isinstance(value, dict):
        text = ", ".join(sorted(_in_words(each, None) for each in value))
    else:
        text = "" if value is None else str(value)
    return text[:TEXT] or "–"


def column(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def change(model: type[models.Model], name: str, old: Any, new: Any, *, label: str = "") -> Change:
    """What happened to one field; `old` and `new` as Python values (a related row as the row or its key)."""
    field = column(model, name)
    named = label or str(getattr(field, "verbose_name", name))
    return Change(
        field=name, label=named[:1].upper() + named[1:], old=plain(old, field), new=plain(new, field),
        old_text=in_words(old, field), new_text=in_words(new, field), personal=is_personal(model, name),
    )  # fmt: skip


def is_personal(model: type[models.Model], name: str) -> bool:
    return name in PERSONAL or (model._meta.label_lower in PERSONAL_KINDS and name == "name")


def snapshot(obj: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The present values of these fields, to be compared later with `differences`."""
    return {name: getattr(obj, name) for name in names}


def differences(obj: models.Model, before: Mapping[str, Any]) -> list[Change]:
    """What changed of `obj` since `snapshot` took `before`."""
    made = [change(type(obj), name, old, getattr(obj, name)) for name, old in before.items()]
    return [each for each in made if each.old != each.new]


# --- Recording -----------------------------------------------------------------------------------
def record(
    *, by: User | None, obj: models.Model, verb: str, at: datetime, changes: Sequence[Change] = (), note: str = "",
    batch: uuid.UUID | None = None,
) -> uuid.UUID:  # fmt: skip
    """Tell of one object; returns the batch."""
    return record_many(by=by, entries=[Entry(obj, changes, note)], verb=verb, at=at, batch=batch)


def record_many(
    *, by: User | None, entries: Iterable[Entry], at: datetime, verb: str = Verb.CHANGED, note: str = "",
    batch: uuid.UUID | None = None,
) -> uuid.UUID:  # fmt: skip
    """Tell of one act on many objects: one statement per thousand. `by=None` is the shop itself."""
    together = batch or uuid.uuid4()
    keep(rows_of(by=by, entries=entries, at=at, verb=verb, note=note, batch=together))
    return together


def rows_of(
    *, by: User | None, entries: Iterable[Entry], at: datetime, batch: uuid.UUID, verb: str = Verb.CHANGED,
    note: str = "",
) -> list[Activity]:  # fmt: skip
    """What `record_many` would write, for who makes it ready before the transaction and hands it to `keep` in it."""
    told: dict[str, Any] = {
        "batch": batch, "at": at, "verb": verb, "actor": by,
        "actor_name": by.get_full_name()[:150] if by else "loja",
    }  # fmt: skip
    return [Activity(**told, **_about(each), note=(each.note or note)[:500]) for each in entries]


def keep(rows: Sequence[Activity]) -> None:
    Activity.objects.bulk_create(rows, batch_size=1000)


def _about(entry: Entry) -> dict[str, Any]:
    kind = entry.obj._meta.label_lower
    return {
        "kind": kind, "object_key": str(entry.obj.pk)[:64], "object_text": str(entry.obj)[:200],
        "is_personal": kind in PERSONAL_KINDS,
        "changes": [asdict(each) for each in entry.changes if each.field not in SECRET],
    }  # fmt: skip


# --- Putting back --------------------------------------------------------------------------------
Values = dict[str, dict[str, Any]]  # key of the object: {field: value as JSON}


@dataclass(frozen=True)
class Undoer:
    """How a floor reads (and locks) fields of its rows and writes them with everything that follows."""

    kind: str
    permission: str
    fields: frozenset[str]
    prefix: str  # fields beyond the columns begin so; "" where there are none
    read: Callable[[Sequence[str]], Values]
    write: Callable[[Values, datetime], None]

    def knows(self, field: str) -> bool:
        return field in self.fields or bool(self.prefix and field.startswith(self.prefix))


@dataclass(frozen=True)
class Undone:
    batch: uuid.UUID
    count: int
    kept: list[Activity]  # left alone, because somebody changed them afterwards


_undoers: dict[str, Undoer] = {}


def add_undoer(undoer: Undoer) -> None:
    _undoers[undoer.kind] = undoer


def can_undo(activity: Activity, by: User) -> bool:
    """May `by` try it? Whether the values are still there is seen when it is done."""
    undoer = _undoers.get(activity.kind)
    return (
        undoer is not None
        and activity.verb in (Verb.CHANGED, Verb.UNDONE)
        and bool(activity.changes)
        and all(undoer.knows(each["field"]) for each in activity.changes)
        and not hasattr(activity, "undone_by")
        and by.has_perms((UNDO, undoer.permission))
    )


def undo(*, activity: Activity, by: User, at: datetime) -> Undone:
    """Put the old values of one object back. `ChangedMeanwhile` if they are no longer what this act left."""
    return _undo([activity], by=by, at=at, leave_changed=False)


def undo_batch(*, batch: uuid.UUID, by: User, at: datetime, leave_changed: bool = False) -> Undone:
    """Put everything one act changed back: all or nothing, or (`leave_changed`) all that nobody touched since."""
    rows = Activity.objects.filter(batch=batch).select_related("undone_by").order_by("-pk")
    return _undo([row for row in rows if not hasattr(row, "undone_by")], by=by, at=at, leave_changed=leave_changed)


@transaction.atomic
def _undo(rows: list[Activity], *, by: User, at: datetime, leave_changed: bool) -> Undone:
    """Newest first, so that two changes of one object in one act go back in order."""
    if not rows:
        raise NotUndoable("Não há nada a desfazer: isto já foi desfeito.")
    undoer = _undoer_of(rows, by)
    state = undoer.read(sorted({row.object_key for row in rows}))
    back: Values = {}
    kept, done = [], []
    for row in rows:
        now = state.get(row.object_key)
        if now is None or any(now.get(each["field"]) != each["new"] for each in row.changes):
            kept.append(row)
            continue
        old = {each["field"]: each["old"] for each in row.changes}
        now.update(old)
        back.setdefault(row.object_key, {}).update(old)
        done.append(row)
    if (kept and not leave_changed) or not done:
        named = ", ".join(row.object_text for row in kept[:MOST_NAMED])
        raise ChangedMeanwhile(f"Mudou depois disso: {named}. Nada foi desfeito.", data={"count": len(kept)})
    undoer.write(back, at)
    return Undone(batch=_tell(done, by, at), count=len(done), kept=kept)


def _undoer_of(rows: list[Activity], by: User) -> Undoer:
    undoer = _undoers.get(rows[0].kind)
    if undoer is None or any(row.kind != undoer.kind for row in rows):
        raise NotUndoable
    if not by.has_perms((UNDO, undoer.permission)):
        raise Denied
    if not all(can_undo(row, by) for row in rows):
        raise NotUndoable
    return undoer


def _tell(rows: list[Activity], by: User, at: datetime) -> uuid.UUID:
    """The undoing is an act of its own; the constraint on `undoes` lets one of two undo the same row."""
    batch = uuid.uuid4()
    Activity.objects.bulk_create(
        [
            Activity(
                batch=batch, at=at, actor=by, actor_name=by.get_full_name()[:150], verb=Verb.UNDONE, kind=row.kind,
                object_key=row.object_key, object_text=row.object_text, is_personal=row.is_personal, undoes=row,
                changes=[asdict(Change(**each).backwards()) for each in row.changes],
            )
            for row in rows
        ],
        batch_size=1000,
    )  # fmt: skip
    return batch


# --- Forgetting people ---------------------------------------------------------------------------
def forget(*, kind: str, keys: Iterable[str]) -> None:
    """The one exception to "only added": what the log says of a person goes when the person goes.

    Django's own history of the admin holds their name too.
    """
    numbers = list(keys)
    rows = Activity._base_manager.filter(kind=kind, object_key__in=numbers)
    rows.update(object_text=FORGOTTEN, is_personal=False, changes=[], note="")
    app, model = kind.split(".")
    entries = apps.get_model("admin", "LogEntry")._default_manager.filter(object_id__in=numbers)
    entries.filter(content_type__app_label=app, content_type__model=model).update(
        object_repr=FORGOTTEN, change_message=""
    )


def forget_actor(user: User) -> None:
    Activity._base_manager.filter(actor=user).update(actor_name=FORGOTTEN)
