"""The full text index of each database, and the one question we ask it: which products have this word, and where.

SQLite: an FTS5 table over `catalog_searchdocument`, kept by triggers. PostgreSQL: stored generated `tsvector`
columns ('simple', since the words are normalised before) under one GIN index. Both keep themselves, so whoever
writes a document needs no extra statement. Answers are sets; their order is ours (`scoring.py`).

SQLite drops triggers when a migration rebuilds the table: such a migration must call `install` again
(`tests/catalog/search/test_engine.py` fails otherwise).
"""

from collections.abc import Sequence
from typing import Any

from iluminacasa import replicas

TABLE = "catalog_searchdocument"
INDEX = "catalog_searchindex"
COLUMNS = ("head", "title", "brand", "specs", "description", "codes")
FIELDS = {  # how well a word placed there describes the product, best first; the columns that make it up
    "head": ("head",),
    "title": ("title",),
    "brand": ("brand",),
    "specs": ("specs", "codes"),
    "description": ("description",),
}
SELECTS_PER_STATEMENT = 300  # SQLite refuses compound statements above 500
PREFIX = "*"  # a term ending in it asks for every word beginning so
Term = str  # one stem, a stem with PREFIX, or several stems with blanks between: a phrase


# --- Installation, called by a migration ----------------------------------------------------------
def install(schema_editor: Any) -> None:
    for statement in _statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {INDEX}_{name}")
        schema_editor.execute(f"DROP TABLE IF EXISTS {INDEX}")
    else:
        drops = ", ".join(f"DROP COLUMN IF EXISTS {column}_terms" for column in COLUMNS)
        schema_editor.execute(f"ALTER TABLE {TABLE} {drops}")


def _statements(vendor: str) -> list[str]:
    return _sqlite_statements() if vendor == "sqlite" else _postgresql_statements()


def _sqlite_statements() -> list[str]:
    columns = ", ".join(COLUMNS)
    new = ", ".join(f"new.{column}" for column in COLUMNS)
    old = ", ".join(f"old.{column}" for column in COLUMNS)
    moved = " OR ".join(f"new.{column} IS NOT old.{column}" for column in COLUMNS)
    into = f"INSERT INTO {INDEX}"
    add = f"{into}(rowid, {columns}) VALUES (new.product_id, {new});"
    take = f"{into}({INDEX}, rowid, {columns}) VALUES ('delete', old.product_id, {old});"
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5({columns}, content='{TABLE}',"
        " content_rowid='product_id', tokenize='ascii', prefix='2 3')",
        *(f"DROP TRIGGER IF EXISTS {INDEX}_{name}" for name in ("insert", "delete", "update")),
        f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {add} END",
        f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {take} END",
        f"CREATE TRIGGER {INDEX}_update AFTER UPDATE ON {TABLE} WHEN {moved} BEGIN {take} {add} END",
        f"{into}({INDEX}) VALUES ('rebuild')",
    ]


def _postgresql_statements() -> list[str]:
    added = ", ".join(
        f"ADD COLUMN {column}_terms tsvector GENERATED ALWAYS AS (to_tsvector('simple', {column})) STORED"
        for column in COLUMNS
    )
    indexed = ", ".join(f"{column}_terms" for column in COLUMNS)
    return [
        f"ALTER TABLE {TABLE} {added}",
        f"CREATE INDEX {INDEX} ON {TABLE} USING gin ({indexed})",
    ]


# --- Questions ------------------------------------------------------------------------------------
def find(pairs: Sequence[tuple[Term, str]]) -> dict[tuple[Term, str], Sequence[int]]:
    """(term, field) -> ids of the products whose field holds it. One statement up to 300 pairs."""
    found: dict[tuple[Term, str], Sequence[int]] = {}
    for start in range(0, len(pairs), SELECTS_PER_STATEMENT):
        found |= _find(pairs[start : start + SELECTS_PER_STATEMENT])
    return found


def _find(pairs: Sequence[tuple[Term, str]]) -> dict[tuple[Term, str], Sequence[int]]:
    connection = replicas.reading()
    selects, values = [], []
    for number, (term, field) in enumerate(pairs):
        select, value = _sqlite_select(term, field) if connection.vendor == "sqlite" else _pg_select(term, field)
        selects.append(f"SELECT {number}, {select}")
        values += value
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), values)
        rows = cursor.fetchall()
    return {pairs[number]: [int(pk) for pk in ids.split(",")] if ids else () for number, ids in rows}


def _sqlite_select(term: Term, field: str) -> tuple[str, list[str]]:
    quoted = f'"{term.rstrip(PREFIX)}"' + (PREFIX if term.endswith(PREFIX) else "")
    columns = " ".join(FIELDS[field])
    return f"group_concat(rowid) FROM {INDEX} WHERE {INDEX} MATCH %s", [f"{{{columns}}} : {quoted}"]


def _pg_select(term: Term, field: str) -> tuple[str, list[str]]:
    prefix = ":*" if term.endswith(PREFIX) else ""
    asked = " <-> ".join(f"'{word}'{prefix}" for word in term.rstrip(PREFIX).split())
    where = " OR ".join(f"{column}_terms @@ %s::tsquery" for column in FIELDS[field])
    return f"string_agg(product_id::text, ',') FROM {TABLE} WHERE {where}", [asked] * len(FIELDS[field])
