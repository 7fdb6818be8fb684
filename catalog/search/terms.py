"""Which products hold a word in which field, as sets: asked of the engine once, then kept and brought up to date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from catalog.search import bits as bitset
from catalog.search import engine, loading
from catalog.search.engine import FIELDS, PREFIX, Term
from catalog.search.loading import Document
from catalog.search.vocabulary import Vocabulary

MOST_BYTES = 8_000_000
MOST_CHANGED = 200  # more documents than this: ask the engine again


@dataclass
class Terms:
    """Belongs to one snapshot. Threads may fill it at the same time: the same answer twice, no harm."""

    sets: dict[tuple[Term, str], int] = field(default_factory=dict)
    vocabulary: Vocabulary | None = None

    def having(
        self, wanted: Iterable[tuple[Term, str]], position_of: Mapping[int, int], size: int
    ) -> dict[tuple[Term, str], int]:
        """The set of every (term, field). At most one statement for what is not known yet."""
        wanted = list(dict.fromkeys(wanted))
        known = {pair: self.sets[pair] for pair in wanted if pair in self.sets}
        missing = [pair for pair in wanted if pair not in known]
        for pair, ids in engine.find(missing).items():
            known[pair] = bitset.from_ids(ids, position_of, size)
        self._keep({pair: known[pair] for pair in missing}, size)
        return known

    def words(self) -> Vocabulary:
        if self.vocabulary is None:
            self.vocabulary = Vocabulary.of(loading.texts())
        return self.vocabulary

    def _keep(self, found: Mapping[tuple[Term, str], int], size: int) -> None:
        room = max(200, MOST_BYTES // (size // 8 + 28))
        for pair in list(self.sets)[: max(0, len(self.sets) + len(found) - room)]:
            self.sets.pop(pair, None)
        self.sets.update(found)

    def renewed(self, since: int, touched: int, position_of: Mapping[int, int]) -> "Terms":
        """For the next snapshot, in which the products of `touched` changed."""
        if not touched or not (self.sets or self.vocabulary):
            return Terms(dict(self.sets), self.vocabulary)
        documents = [each for each in loading.changed_documents(since) if each.product_id in position_of]
        vocabulary = self.vocabulary.with_added(documents) if self.vocabulary else None
        if len(documents) > MOST_CHANGED:
            return Terms(vocabulary=vocabulary)
        fields = {name: [(position_of[each.product_id], _lines(each, name)) for each in documents] for name in FIELDS}
        sets = {
            (term, name): _patched(bits, term, touched, fields[name]) for (term, name), bits in list(self.sets.items())
        }
        return Terms(sets, vocabulary)


def _lines(document: Document, name: str) -> Sequence[str]:
    return [f" {getattr(document, column)} " for column in FIELDS[name]]


def _patched(bits: int, term: Term, touched: int, lines: Sequence[tuple[int, Sequence[str]]]) -> int:
    """The engine's answer, worked out for single documents: their stems stand between blanks."""
    sought = f" {term.removesuffix(PREFIX)}" + ("" if term.endswith(PREFIX) else " ")
    bits = bits & ~touched if bits & touched else bits
    for position, texts in lines:
        if any(sought in text for text in texts):
            bits |= 1 << position
    return bits
