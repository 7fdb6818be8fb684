"""Who wins, field by field: what the source said last time, what the shop has now, what the source says today."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Clash:
    name: str
    mine: Any
    theirs: Any


@dataclass(slots=True)
class Merged:
    changes: dict[str, Any] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


def merge(
    *, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], force: Collection[str] = ()
) -> Merged:
    """Three-way, as with texts: a field only one side moved takes that side; both moved keeps the shop's.

    A field the source never spoke of before is taken while the shop has nothing there. Absent = not spoken of.
    """
    merged = Merged()
    for name, new in theirs.items():
        current = mine.get(name)
        if current == new:
            continue
        untouched = current == base[name] if name in base else current in EMPTY
        if untouched or name in force:
            merged.changes[name] = new
        elif name not in base or base[name] != new:
            merged.clashes.append(Clash(name, current, new))
    return merged
