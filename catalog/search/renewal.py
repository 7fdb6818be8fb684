"""The snapshot of the present moment: kept per process, renewed by what the changes feed names since.

Threads share it: a new one is built beside the old and put in its place. Inside an open transaction a snapshot may
show what is never committed, so it stays with that transaction.
"""

import threading
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from django.db import connection

from catalog import taxonomy
from catalog.search import bits as bitset
from catalog.search import definitions, foreseen, loading, snapshot
from catalog.search.loading import COLUMNS, Row, SpecRow, Stamp
from catalog.search.numbers import Numbers, Overfull
from catalog.search.ranking import Ranking
from catalog.search.snapshot import Sets, Snapshot
from iluminacasa import replicas

MOST_VERSIONS_BEHIND = 10_000
LEADERS = 500  # products whose place by sales is looked at anew with every version


class _Kept:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.snapshot: Snapshot | None = None
        self.inside: WeakKeyDictionary[object, Snapshot] = WeakKeyDictionary()


_kept = _Kept()


def forget() -> None:
    """For tests and for whoever replaces the database under a running process."""
    _kept.snapshot = None
    _kept.inside.clear()


def current() -> Snapshot:
    """One query when nothing changed."""
    return foreseen.of(_present())


def _present() -> Snapshot:
    stamp = loading.stamp()
    if connection.in_atomic_block:
        outermost = connection.atomic_blocks[0]
        inside = _kept.inside[outermost] = advanced(_kept.inside.get(outermost) or _kept.snapshot, stamp)
        return inside
    kept = _kept.snapshot
    if kept is not None and kept.stamp == stamp:
        return kept
    if kept is not None and kept.stamp.is_after(stamp):  # another thread has seen more since
        replicas.from_primary()
        return kept
    if not _kept.lock.acquire(blocking=kept is None):
        return kept if kept is not None else advanced(None, stamp)  # another thread is at it
    try:
        _kept.snapshot = advanced(_kept.snapshot, stamp)
        return _kept.snapshot
    finally:
        _kept.lock.release()


def advanced(old: Snapshot | None, stamp: Stamp) -> Snapshot:
    """The snapshot of `stamp`, by the shortest way from `old`."""
    if old is not None and old.stamp == stamp:
        return old
    if old is None or not _is_near(old, stamp):
        return snapshot.load(stamp)
    try:
        return renewed(old, stamp)
    except Overfull:
        return snapshot.load(stamp)


def _is_near(old: Snapshot, new: Stamp) -> bool:
    stamp, size, known = old.stamp, old.size, old.position_of
    return (
        0 <= new.seq - stamp.seq <= max(200, size // 8)
        and 0 <= new.version - stamp.version <= MOST_VERSIONS_BEHIND
        and size <= 1000 + len(known) * 5 // 4  # else too many places of products long gone
    )


def renewed(old: Snapshot, stamp: Stamp) -> Snapshot:
    """`old` with every product numbered after it read again."""
    since = old.stamp.seq
    moved = stamp.seq > since  # otherwise names, menu or sales alone changed
    rows = loading.changed_rows(since) if moved else []
    specs = loading.changed_specs(since) if moved else []
    back = {row.id for row in rows}
    gone = [pk for pk in loading.gone_ids(since) if pk in old.position_of and pk not in back] if moved else []
    names = definitions.load()
    if {each.id for each in names.definitions} - {each.id for each in old.names.definitions}:
        raise Overfull  # a filter whose values were not read so far
    position_of, ids = _placed(old, rows, gone)
    removed = sum(1 << old.position_of[pk] for pk in gone)
    touched = removed | sum(1 << position_of[row.id] for row in rows)
    fresh = replace(
        old,
        stamp=stamp,
        tree=taxonomy.load(version=stamp.version),
        names=names,
        ids=ids,
        position_of=position_of,
        shown=(old.shown & ~removed) | touched & ~removed,
        in_stock=_reset(old.in_stock, touched, (position_of[row.id] for row in rows if row.is_in_stock)),
        columns=_columns(old, rows, position_of, len(ids)),
        categories=_sets(old.categories, touched, ((row.category_id, position_of[row.id]) for row in rows)),
        brands=_sets(
            old.brands, touched, ((row.brand_id, position_of[row.id]) for row in rows if row.brand_id is not None)
        ),
        rankings={},
        scopes={},
        kept={},
        terms=old.terms.renewed(since, touched, position_of),
    )
    fresh = _with_specs(fresh, specs, touched)
    return _ranked(old, _with_prices(fresh, rows, touched), touched)


def _placed(old: Snapshot, rows: Sequence[Row], gone: Iterable[int]) -> "tuple[Mapping[int, int], array[int]]":
    """Positions of the products: kept, taken away, or new at the end."""
    new = [row.id for row in rows if row.id not in old.position_of]
    gone = list(gone)
    if not new and not gone:
        return old.position_of, old.ids
    position_of, ids = dict(old.position_of), array("q", old.ids)
    for pk in new:
        position_of[pk] = len(ids)
        ids.append(pk)
    for pk in gone:
        del position_of[pk]
    return position_of, ids


def _columns(old: Snapshot, rows: Sequence[Row], position_of: Mapping[int, int], size: int) -> "dict[str, array[int]]":
    columns = {name: array("q", old.columns[name]) for name in COLUMNS}
    for column in columns.values():
        column.extend([0] * (size - len(column)))
    for row in rows:
        for name, number in zip(COLUMNS, row.numbers, strict=True):
            columns[name][position_of[row.id]] = number
    for pk, boost, sold in loading.best_placed(LEADERS):
        if (position := position_of.get(pk)) is not None:
            columns["boost"][position], columns["units_sold"][position] = boost, sold
    return columns


def _reset(bits: int, touched: int, positions: Iterable[int]) -> int:
    return (bits & ~touched) | sum(1 << position for position in positions)


def _sets(old: Sets, touched: int, members: Iterable[tuple[int, int]]) -> Sets:
    sets = {pk: bits & ~touched if bits & touched else bits for pk, bits in old.items()} if touched else dict(old)
    for pk, position in members:
        sets[pk] = sets.get(pk, 0) | 1 << position
    return sets


def _with_prices(fresh: Snapshot, rows: Sequence[Row], touched: int) -> Snapshot:
    size, columns = fresh.size, fresh.columns
    prices = [(fresh.position_of[row.id], row.price) for row in rows]
    ratings = [(fresh.position_of[row.id], row.rating) for row in rows]
    return replace(
        fresh,
        price=fresh.price.changed(touched, prices, size, columns["price"]),
        rating=fresh.rating.changed(touched, ratings, size, columns["rating"]),
    )


def _with_specs(fresh: Snapshot, specs: Sequence[SpecRow], touched: int) -> Snapshot:
    if not touched:
        return fresh
    at = fresh.position_of
    specs = [spec for spec in specs if spec.product_id in at]
    added: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for spec in specs:
        if spec.number is not None:
            added[spec.definition_id].append((at[spec.product_id], spec.number))
    filterable = {definition.id for definition in fresh.names.definitions}
    empty = Numbers(array("q"), (), 0)
    return replace(
        fresh,
        choices=_sets(
            fresh.choices, touched, ((s.choice_id, at[s.product_id]) for s in specs if s.choice_id is not None)
        ),
        yes=_sets(fresh.yes, touched, ((s.definition_id, at[s.product_id]) for s in specs if s.flag is True)),
        no=_sets(fresh.no, touched, ((s.definition_id, at[s.product_id]) for s in specs if s.flag is False)),
        numbers={
            pk: fresh.numbers.get(pk, empty).changed(touched, added.get(pk, []), fresh.size)
            for pk in filterable & (fresh.numbers.keys() | added.keys())
        },
    )


def _ranked(old: Snapshot, fresh: Snapshot, touched: int) -> Snapshot:
    """The orders that were in use, with the changed products at their new places."""
    moved = touched | _moved_by_sales(old, fresh)
    for ordering, ranking in list(old.rankings.items()):
        if not moved:
            fresh.rankings[ordering] = Ranking(ranking.chunks, fresh.key(ordering))
            continue
        fresh.rankings[ordering] = ranking.without(moved).with_added(
            bitset.positions(moved & fresh.shown), fresh.key(ordering), fresh.size
        )
    return fresh


def _moved_by_sales(old: Snapshot, fresh: Snapshot) -> int:
    names = [name for name in ("boost", "units_sold") if old.columns[name] != fresh.columns[name]]
    moved = 0
    for name in names:
        for position, (before, after) in enumerate(zip(old.columns[name], fresh.columns[name], strict=False)):
            if before != after:
                moved |= 1 << position
    return moved
