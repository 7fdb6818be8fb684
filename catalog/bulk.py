"""Writing very many plain rows: one statement per batch, without the cost of preparing each value anew.

`bulk_create` asks every field of every object the same questions again; at 100 000 products and seven rows each
that is most of an import. Here the questions are asked once per column. The values are the same, the constraints
of the database hold as ever; there are no defaults: every column is named by the caller.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

import orjson
from django.db import connection, models
from django.db.models.base import ModelState

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
    return _write(model, columns, rows, "")


def upsert(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *,
    unique: Sequence[str], update: Sequence[str],
) -> list[int]:  # fmt: skip
    """Insert `rows`; where one with the same `unique` columns stands, set its `update` columns. Returns their keys."""
    quote = connection.ops.quote_name
    target = ", ".join(quote(_field(model, name).column) for name in unique)
    moved = [quote(_field(model, name).column) for name in update]
    changes = ", ".join(f"{column} = EXCLUDED.{column}" for column in moved)
    return _write(model, columns, rows, f"ON CONFLICT ({target}) DO UPDATE SET {changes}")


def _write(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], conflict: str
) -> list[int]:
    fields = [_field(model, name) for name in columns]
    prepare = [(place, prepared) for place, field in enumerate(fields) if (prepared := _preparation(field))]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    into = " ".join(["INSERT INTO", quote(model._meta.db_table), f"({names})"])
    returning = " ".join([conflict, "RETURNING", quote(model._meta.pk.column or "id")])
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


def set_numbers(model: type[models.Model], column: str, values: Mapping[int, int]) -> None:
    """Set one column of whole numbers in very many rows, by primary key; `bulk_update` builds a branch for each."""
    quote, rows = connection.ops.quote_name, list(values.items())
    table, limit = quote(model._meta.db_table), connection.features.max_query_params or MOST_PARAMETERS
    key, goal = quote(model._meta.pk.column or "id"), quote(_field(model, column).column)
    size = max(1, min(limit, MOST_PARAMETERS) // 2)
    for start in range(0, len(rows), size):
        batch = rows[start : start + size]
        listed, parameters = _listed(batch)
        words = ["UPDATE", table, "SET", goal, "= v.column2 FROM", f"({listed})", "AS v WHERE", f"{table}.{key}"]
        with connection.cursor() as cursor:
            cursor.execute(" ".join([*words, "= v.column1"]), parameters)


def insert_objects[M: models.Model](objects: Sequence[M]) -> None:
    """Insert unsaved instances of one model with all their columns, and give them their primary keys."""
    if not objects:
        return
    names = _columns(type(objects[0]))
    keys = insert(type(objects[0]), names, list(map(attrgetter(*names), objects)))
    for made, key in zip(objects, keys, strict=True):
        made.pk = key
        made._state.adding = False
        made._state.db = connection.alias


def upsert_objects[M: models.Model](objects: Sequence[M], *, unique: Sequence[str], update: Sequence[str]) -> None:
    """`upsert` for instances of one model with all their columns. A generated primary key is never written."""
    if objects:
        names = _columns(type(objects[0]))
        upsert(type(objects[0]), names, list(map(attrgetter(*names), objects)), unique=unique, update=update)


def _columns(model: type[models.Model]) -> list[str]:
    """Attribute names of all columns but the generated primary key."""
    generated = model._meta.auto_field
    return [field.attname for field in model._meta.concrete_fields if field is not generated]


class Maker[M: models.Model]:
    """Makes unsaved instances from values by attribute name; the model's defaults are asked for once, not each time.

    Sets what `Model.__init__` would set, without its signals and its questions to every field.
    """

    def __init__(self, model: type[M]) -> None:
        fields = model._meta.concrete_fields
        self._model = model
        self._fresh = {f.attname: f.get_default for f in fields if callable(getattr(f, "default", None))}
        self._plain = {field.attname: None if field.attname in self._fresh else field.get_default() for field in fields}

    def __call__(self, **values: Any) -> M:
        columns = {"_state": ModelState(), **self._plain, **values}
        if len(columns) > len(self._plain) + 1:
            raise TypeError(f"{sorted(values.keys() - self._plain.keys())} are no columns of {self._model.__name__}")
        for name, default in self._fresh.items():
            if name not in values:
                columns[name] = default()
        made = self._model.__new__(self._model)
        made.__dict__.update(columns)
        return made


@cache
def maker[M: models.Model](model: type[M]) -> Maker[M]:
    return Maker(model)


def _field(model: type[models.Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if name in (field.attname, field.name))


def _preparation(field: Any) -> Callable[[Any], Any] | None:
    if type(field) in PLAIN:
        return None
    if isinstance(field, models.JSONField):
        return _json_preparation(field)
    return _remembering(lambda value: field.get_db_prep_save(value, connection))


def _json_preparation(field: models.JSONField[Any, Any]) -> Callable[[Any], Any]:
    if connection.vendor == "sqlite" and field.encoder is None:  # a column of text there
        return lambda value: None if value is None else orjson.dumps(value).decode()
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


def _remembering(prepare: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """An import writes the same moments, prices and measures again and again."""
    known: dict[Any, Any] = {None: None}

    def look_up(value: Any) -> Any:
        if value not in known:
            known[value] = prepare(value)
        return known[value]

    return look_up
