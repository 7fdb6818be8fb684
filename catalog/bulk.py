"""Inserting very many plain rows: one statement per batch, without the cost of preparing each value anew.

`bulk_create` asks every field of every object the same questions again; at 100 000 products and seven rows each
that is most of an import. Here the questions are asked once per column. The values are the same, the constraints
of the database hold as ever; there are no defaults: every column is named by the caller.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import connection, models

MOST_PARAMETERS = 60_000  # PostgreSQL counts them in 16 bits
# Values of these fields go to the database as they are. Exact classes: a subclass may prepare its values.
PLAIN = frozenset(
    {
        models.CharField, models.TextField, models.SlugField, models.IntegerField, models.PositiveIntegerField,
        models.PositiveSmallIntegerField, models.BigIntegerField, models.BooleanField, models.ForeignKey,
        models.OneToOneField,
    }
)  # fmt: skip


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Insert `rows`, whose values follow `columns` (attribute names); returns the new primary keys in order."""
    fields = [_field(model, name) for name in columns]
    prepare = [(place, prepared) for place, field in enumerate(fields) if (prepared := _preparation(field))]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    into = " ".join(["INSERT INTO", quote(model._meta.db_table), f"({names})"])
    returning = " ".join(["RETURNING", quote(model._meta.pk.column or "id")])
    limit = connection.features.max_query_params or MOST_PARAMETERS
    size = max(1, min(limit, MOST_PARAMETERS) // len(fields))
    keys: list[int] = []
    for start in range(0, len(rows), size):
        batch = [list(row) for row in rows[start : start + size]]
        for place, prepared in prepare:
            for row in batch:
                row[place] = prepared(row[place])
        values, parameters = _unnested(fields, batch) if connection.vendor == "postgresql" else _listed(batch)
        with connection.cursor() as cursor:
            cursor.execute(" ".join([into, values, returning]), parameters)
            keys += [key for (key,) in cursor.fetchall()]
    return keys


def _listed(batch: Sequence[Sequence[Any]]) -> tuple[str, list[Any]]:
    one = f"({', '.join(['%s'] * len(batch[0]))})"
    return "VALUES " + ", ".join([one] * len(batch)), list(chain.from_iterable(batch))


def _unnested(fields: Sequence[Any], batch: Sequence[Sequence[Any]]) -> tuple[str, list[Any]]:
    """One array per column: PostgreSQL plans it once, however many rows there are."""
    arrays = [f"(%s)::{str(field.db_type(connection)).partition('(')[0]}[]" for field in fields]
    values = "".join(["SELECT * FROM UNNEST(", ", ".join(arrays), ")"])
    return values, [list(column) for column in zip(*batch, strict=True)]


def insert_objects[M: models.Model](objects: Sequence[M]) -> None:
    """Insert unsaved instances of one model with all their columns, and give them their primary keys."""
    if not objects:
        return
    model = type(objects[0])
    generated = model._meta.auto_field
    names = [field.attname for field in model._meta.concrete_fields if field is not generated]
    keys = insert(model, names, list(map(attrgetter(*names), objects)))
    for made, key in zip(objects, keys, strict=True):
        made.pk = key
        made._state.adding = False
        made._state.db = connection.alias


class Maker[M: models.Model]:
    """Makes unsaved instances from values by attribute name; the model's defaults are asked for once, not each time."""

    def __init__(self, model: type[M]) -> None:
        fields = model._meta.concrete_fields
        self._model = model
        self._places = {field.attname: place for place, field in enumerate(fields)}
        self._fresh = {f.attname: f.get_default for f in fields if callable(getattr(f, "default", None))}
        self._row = [None if field.attname in self._fresh else field.get_default() for field in fields]

    def __call__(self, **values: Any) -> M:
        row = self._row.copy()
        for name, value in values.items():
            row[self._places[name]] = value
        for name, default in self._fresh.items():
            if name not in values:
                row[self._places[name]] = default()
        return self._model(*row)


@cache
def maker[M: models.Model](model: type[M]) -> Maker[M]:
    return Maker(model)


def _field(model: type[models.Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if name in (field.attname, field.name))


def _preparation(field: Any) -> Callable[[Any], Any] | None:
    if type(field) in PLAIN:
        return None
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else field.get_db_prep_save(value, connection)
    return _remembering(lambda value: field.get_db_prep_save(value, connection))


def _remembering(prepare: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """An import writes the same moments, prices and measures again and again."""
    known: dict[Any, Any] = {None: None}

    def look_up(value: Any) -> Any:
        if value not in known:
            known[value] = prepare(value)
        return known[value]

    return look_up
