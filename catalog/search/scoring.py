"""Which products answer a text, and how well: whole numbers worked out from sets, the same on every database.

A word scores by the best field it stands in (FIELD_SCORE), less when it is only another word for the one typed.
Words that follow each other in the name as they were typed score more, a typed SKU most. Equal scores are ordered
by the snapshot's relevance: in stock, boost, sales, id.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalog import words
from catalog.models import SearchDocument
from catalog.search import synonyms
from catalog.search.bits import Sum
from catalog.search.engine import PREFIX, Term
from catalog.search.snapshot import Snapshot
from catalog.search.synonyms import Phrase, Unit

MOST_WORDS = 8
FIELD_SCORE = {"head": 14, "title": 12, "brand": 8, "specs": 6, "description": 2}
SYNONYM_SCORE = {"head": 11, "title": 9, "brand": 5, "specs": 3, "description": 1}
PAIR_SCORE = 3
PHRASE_SCORE = 8
SKU_SCORE = 512

Sets = Mapping[tuple[Term, str], int]


@dataclass(frozen=True)
class Match:
    """`groups` are (score, products), best first, without overlap."""

    bits: int
    groups: tuple[tuple[int, int], ...] = ()
    correction: str | None = None  # the text that was really searched, when the typed one finds nothing
    is_partial: bool = False  # no product has all the words: these have most

    def __bool__(self) -> bool:
        return bool(self.bits)


@dataclass(frozen=True)
class Word:
    written: str  # folded, as typed
    stem: str


def read(text: str) -> list[Word]:
    """The words that count, in order, each once."""
    pieces = words.pieces(text)
    kept = [piece for piece in pieces if piece not in words.LITTLE_WORDS] or pieces
    return list({word.stem: word for word in (Word(piece, words.stem(piece)) for piece in kept)}.values())[:MOST_WORDS]


def match(snapshot: Snapshot, text: str) -> Match:
    """All the words; else all the words as they were meant; else the most of them."""
    asked = read(text)
    if not asked:
        return Match(0)
    typed = Reading.of(snapshot, asked, skus=by_sku(snapshot, asked))
    if whole := typed.with_all():
        return whole
    meant = _meant(snapshot, asked, typed)
    if meant is None:
        return typed.with_most()
    read_anew = Reading.of(snapshot, meant)
    if found := read_anew.with_all() or read_anew.with_most():
        return replace(found, correction=" ".join(word.written for word in meant))
    return Match(0)


def by_sku(snapshot: Snapshot, asked: Sequence[Word]) -> int:
    """Products whose SKU is the text, one of its words, or two that follow each other."""
    stems = [word.written for word in asked]
    codes = {"".join(stems), *stems, *(a + b for a, b in itertools.pairwise(stems))}
    codes = {code for code in codes if 3 <= len(code) <= 64 and words.has_digit(code)}
    if not codes:
        return 0
    found = SearchDocument.objects.filter(sku__in=codes).values_list("pk", flat=True)
    positions = (snapshot.position_of.get(pk) for pk in found)
    return sum(1 << position for position in positions if position is not None) & snapshot.shown


def _meant(snapshot: Snapshot, asked: Sequence[Word], typed: "Reading") -> list[Word] | None:
    """The words with those unknown here put right; None when there is nothing to put right."""
    vocabulary = snapshot.terms.words()
    unknown = {stem for unit, found in zip(typed.units, typed.matched, strict=True) if not found for stem in unit.typed}
    meant: list[Word] = []
    for word in asked:
        if word.stem not in unknown:
            meant.append(Word(vocabulary.surface.get(word.stem, word.written), word.stem))
        elif near := vocabulary.nearest(word.written):
            meant.append(Word(vocabulary.shown(near), near))
        elif parts := vocabulary.split(word.written) or vocabulary.beginning(word.written, 1):
            meant += [Word(vocabulary.shown(part), part) for part in parts]
        else:
            meant.append(word)
    return None if [word.stem for word in meant] == [word.stem for word in asked] else meant[:MOST_WORDS]


@dataclass(frozen=True)
class Reading:
    """One way to understand the text, with the sets it leads to."""

    snapshot: Snapshot
    units: list[Unit]
    stems: list[str]
    sets: Sets
    matched: list[int]  # products per unit
    skus: int

    @classmethod
    def of(cls, snapshot: Snapshot, asked: Sequence[Word], *, skus: int = 0, open_end: bool = False) -> "Reading":
        """`open_end`: the last word may go on."""
        stems = [word.stem for word in asked]
        units = synonyms.units(stems, synonyms.of(snapshot))
        if open_end:
            last = units[-1]
            units[-1] = Unit(last.typed, (*last.others, (*last.typed[:-1], asked[-1].written + PREFIX)))
        sets = snapshot.terms.having(_terms(units, stems), snapshot.position_of, snapshot.size)
        reading = cls(snapshot, units, stems, sets, [], skus)
        reading.matched.extend(reading._anywhere(unit) & snapshot.shown for unit in units)
        return reading

    def with_all(self) -> Match:
        bits = self.snapshot.shown
        for found in self.matched:
            bits &= found
        bits |= self.skus
        return Match(bits, self._grouped(bits)) if bits else Match(0)

    def with_most(self) -> Match:
        """Products with the highest number of units: at least half of what was asked."""
        counts = Sum()
        anything = 0
        for found in self.matched:
            counts.add(found, 1)
            anything |= found
        if not anything:
            return Match(0)
        most, bits = counts.classes(anything)[0]
        if most * 2 < len(self.units):
            return Match(0)
        return Match(bits, self._grouped(bits), is_partial=most < len(self.units))

    def _grouped(self, bits: int) -> tuple[tuple[int, int], ...]:
        scores = Sum()
        for unit in self.units:
            seen = 0
            for score, found in self._places(unit):
                scores.add(found & bits & ~seen, score)
                seen |= found
        for pair in _pairs(self.stems):
            scores.add(self.sets[pair, "title"] & bits, PAIR_SCORE)
        if len(self.stems) > 1:
            scores.add(self.sets[" ".join(self.stems), "title"] & bits, PHRASE_SCORE)
        scores.add(self.skus & bits, SKU_SCORE)
        return tuple(scores.classes(bits))

    def _places(self, unit: Unit) -> Iterator[tuple[int, int]]:
        """(score, products) of every place the unit can stand in, best score first."""
        ways = [(FIELD_SCORE, unit.typed), *((SYNONYM_SCORE, other) for other in unit.others)]
        places = [(scores[name], self._in_field(phrase, name)) for scores, phrase in ways for name in _fields(phrase)]
        if len(unit.typed) > 1:  # its words in different fields
            places.append((SYNONYM_SCORE["specs"], self._scattered(unit.typed)))
        return iter(sorted(places, reverse=True))

    def _anywhere(self, unit: Unit) -> int:
        found = 0
        for _, bits in self._places(unit):
            found |= bits
        return found

    def _in_field(self, phrase: Phrase, name: str) -> int:
        found = self.sets[phrase[0], name]
        for word in phrase[1:]:
            found &= self.sets[word, name]
        return found

    def _scattered(self, phrase: Phrase) -> int:
        found = self.snapshot.shown
        for word in phrase:
            anywhere = 0
            for name in _fields((word,)):
                anywhere |= self.sets[word, name]
            found &= anywhere
        return found


def _fields(phrase: Phrase) -> tuple[str, ...]:
    """Where a phrase counts: a code or measure in a description is about some other thing as often as not."""
    names = tuple(FIELD_SCORE)
    return names[:-1] if any(words.has_digit(word) for word in phrase) else names


def _pairs(stems: Sequence[str]) -> list[Term]:
    return [f"{a} {b}" for a, b in itertools.pairwise(stems)]


def _terms(units: Sequence[Unit], stems: Sequence[str]) -> Iterator[tuple[Term, str]]:
    for unit in units:
        for phrase in (unit.typed, *unit.others):
            for word in phrase:
                yield from ((word, name) for name in FIELD_SCORE)
    for pair in _pairs(stems):
        yield pair, "title"
    if len(stems) > 1:
        yield " ".join(stems), "title"
