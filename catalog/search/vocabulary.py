"""The words our products are described with, how often, and the nearest one to a word mistyped."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalog import words
from catalog.search.loading import Document

LETTERS = re.compile(r"[^\W\d_]{3,}")
SHORTEST = 4  # typed words below this are taken as they are


@dataclass(frozen=True)
class Vocabulary:
    frequency: Mapping[str, int]  # stem -> times
    surface: Mapping[str, str]  # stem -> the form people read most, with accents
    forms: Mapping[str, str]  # every form, folded -> stem

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> "Vocabulary":
        """From (title as written, stems of brand and specs) in any number."""
        written: Counter[str] = Counter()
        stems: Counter[str] = Counter()
        for title, others in texts:
            written.update(LETTERS.findall(title.lower()))
            stems.update(others.split())
        return cls(*_counted(written, stems))

    def with_added(self, documents: Iterable[Document]) -> "Vocabulary":
        """Words of changed products count again: frequency is a hint, not an account."""
        more = Vocabulary.of((each.written, f"{each.brand} {each.specs}") for each in documents)
        frequency = Counter(self.frequency)
        frequency.update(more.frequency)
        return Vocabulary(frequency, {**more.surface, **self.surface}, {**self.forms, **more.forms})

    def shown(self, stem: str) -> str:
        """A stem as people write it."""
        return self.surface.get(stem, stem)

    def nearest(self, typed: str) -> str | None:
        """The stem meant: one slip in 4 or 5 letters, two in more; near, same first letter, then frequent."""
        if len(typed) < SHORTEST or words.has_digit(typed) or typed in self.forms:
            return None
        found = [rank for word in {typed, words.stem(typed)} if (rank := self._nearest(word)) is not None]
        return min(found)[-1] if found else None

    def _nearest(self, word: str) -> tuple[int, bool, int, str] | None:
        """(slips, other first letter, -frequency, stem) of the form closest to a word."""
        most = 1 if len(word) <= 5 else 2
        mask = _mask(word)
        best: tuple[int, bool, int, str] | None = None
        for length in range(len(word) - most, len(word) + most + 1):
            for form, letters in self._by_length.get(length, ()):
                if (letters ^ mask).bit_count() > 2 * most:
                    continue
                slips = distance(word, form, most)
                if slips <= most:
                    stem = self.forms[form]
                    rank = (slips, form[0] != word[0], -self.frequency[stem], stem)
                    best = min(best, rank) if best else rank
        return best

    def split(self, typed: str) -> tuple[str, str] | None:
        """`fitaled` -> fita, led: two known words written as one."""
        cuts = [(typed[:at], typed[at:]) for at in range(3, len(typed) - 2)]
        known = [
            (-min(self.frequency[left], self.frequency[right]), left, right)
            for left, right in ((words.stem(a), words.stem(b)) for a, b in cuts)
            if left in self.frequency and right in self.frequency
        ]
        return min(known)[1:] if known else None

    def beginning(self, prefix: str, count: int) -> list[str]:
        """The most frequent stems that begin so."""
        found = [(-times, stem) for stem, times in self.frequency.items() if stem.startswith(prefix)]
        return [stem for _, stem in sorted(found)[:count]]

    @cached_property
    def _by_length(self) -> Mapping[int, list[tuple[str, int]]]:
        grouped: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for form in self.forms:
            grouped[len(form)].append((form, _mask(form)))
        return grouped


def _counted(
    written: Mapping[str, int], stems: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, str], dict[str, str]]:
    frequency: Counter[str] = Counter()
    surface: dict[str, str] = {}
    forms: dict[str, str] = {}
    for word, times in sorted(written.items(), key=lambda item: (-item[1], item[0])):
        folded = words.fold(word)
        stem = words.stem(folded)
        if folded and folded not in words.LITTLE_WORDS:
            frequency[stem] += times
            surface.setdefault(stem, word)
            forms[folded] = forms[stem] = stem
    for stem, times in stems.items():
        if len(stem) >= 3 and not words.has_digit(stem):
            frequency[stem] += times
            forms[stem] = stem
    return dict(frequency), surface, forms


def _mask(word: str) -> int:
    """One bit per letter that occurs."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 31)
    return mask


def distance(a: str, b: str, most: int) -> int:
    """Slips between two words: a letter more, less, wrong, or two swapped. Above `most` any larger number."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(last) > most:  # a swap reaches back two rows
            return most + 1
        before, last = last, row
    return last[-1]
