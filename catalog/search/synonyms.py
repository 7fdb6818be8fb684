"""Words that mean the same to a customer, from the table the owner edits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog import words
from catalog.models import Synonym
from catalog.search.snapshot import Snapshot

LONGEST = 4  # words of one entry
MOST = 8  # other ways to say one thing that are asked for

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """One thing that was asked for: typed words that belong together, and other ways to say them."""

    typed: Phrase
    others: tuple[Phrase, ...] = ()


def of(snapshot: Snapshot) -> dict[Phrase, tuple[Phrase, ...]]:
    """Phrase -> the other phrases of its groups. One query per content version."""
    if "synonyms" not in snapshot.kept:
        lines = Synonym.objects.filter(is_active=True).order_by("pk").values_list("words", flat=True)
        snapshot.kept["synonyms"] = table(lines)
    found: dict[Phrase, tuple[Phrase, ...]] = snapshot.kept["synonyms"]
    return found


def table(lines: Iterable[str]) -> dict[Phrase, tuple[Phrase, ...]]:
    found: dict[Phrase, list[Phrase]] = {}
    for line in lines:
        group = [tuple(words.stems(entry)) for entry in line.split(",")]
        group = [entry for entry in dict.fromkeys(group) if entry and len(entry) <= LONGEST]
        for entry in group:
            others = found.setdefault(entry, [])
            others += [other for other in group if other != entry and other not in others]
    return {entry: tuple(others[:MOST]) for entry, others in found.items()}


def units(stems: Sequence[str], same: dict[Phrase, tuple[Phrase, ...]]) -> list[Unit]:
    """The typed words cut into units, the longest known phrase first."""
    cut: list[Unit] = []
    at = 0
    while at < len(stems):
        for length in range(min(LONGEST, len(stems) - at), 0, -1):
            phrase = tuple(stems[at : at + length])
            if length == 1 or phrase in same:
                cut.append(Unit(phrase, same.get(phrase, ())))
                at += length
                break
    return cut
