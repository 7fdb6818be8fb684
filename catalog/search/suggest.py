"""What to offer while someone types: words, shelves and products; at most eight lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog import words
from catalog.models import Category
from catalog.search import renewal, scoring
from catalog.search.scoring import Reading, Word
from catalog.search.snapshot import Snapshot

SHORTEST = 2
MOST_TERMS, MOST_CATEGORIES, MOST = 3, 3, 8
LEAST_PRODUCTS = 4
CONSIDERED = 8  # endings of the last word looked at


@dataclass(frozen=True)
class Suggestions:
    terms: list[str] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    product_ids: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.terms or self.categories or self.product_ids)


def suggest(text: str) -> Suggestions:
    """The last word may be unfinished; a mistyped one is read as it was meant."""
    text = text[:200]
    asked = scoring.read(text)
    if not asked or len("".join(word.written for word in asked)) < SHORTEST:
        return Suggestions()
    snapshot = renewal.current()
    bits, groups = _products(snapshot, text, asked)
    if not bits:
        corrected = scoring.match(snapshot, text)
        if not corrected.correction:
            return Suggestions()
        asked = scoring.read(corrected.correction)
        bits, groups = corrected.bits, corrected.groups
        text = corrected.correction
    terms = _terms(snapshot, text, asked, bits)[:MOST_TERMS]
    categories = _categories(snapshot, asked)[:MOST_CATEGORIES]
    room = max(LEAST_PRODUCTS, MOST - len(terms) - len(categories))
    return Suggestions(
        terms=terms[: MOST - room - len(categories)] if len(terms) + len(categories) + room > MOST else terms,
        categories=categories,
        product_ids=_best(snapshot, groups, room),
    )


def _products(snapshot: Snapshot, text: str, asked: Sequence[Word]) -> tuple[int, tuple[tuple[int, int], ...]]:
    found = Reading.of(snapshot, asked, skus=scoring.by_sku(snapshot, asked), open_end=True).with_all()
    return found.bits, found.groups


def _best(snapshot: Snapshot, groups: Sequence[tuple[int, int]], count: int) -> list[int]:
    ranking = snapshot.ranking("relevance")
    found: list[int] = []
    for _, bits in groups:
        if len(found) >= count:
            break
        found += ranking.page(bits, 0, count - len(found))
    return snapshot.id_list(found)


def _terms(snapshot: Snapshot, text: str, asked: Sequence[Word], bits: int) -> list[str]:
    """What was typed with its last word finished, where that leads to products; most products first."""
    vocabulary = snapshot.terms.words()
    last = asked[-1]
    if words.has_digit(last.written):
        return []
    endings = dict.fromkeys([*vocabulary.beginning(last.written, CONSIDERED), *vocabulary.beginning(last.stem, 3)])
    sets = snapshot.terms.having(
        ((stem, name) for stem in endings for name in ("title", "specs")), snapshot.position_of, snapshot.size
    )
    before = " ".join(text.lower().split()[:-1])
    counted = [((sets[stem, "title"] | sets[stem, "specs"]) & bits).bit_count() for stem in endings]
    ranked = sorted(zip(counted, endings, strict=True), key=lambda entry: (-entry[0], entry[1]))
    return [f"{before} {vocabulary.shown(stem)}".strip() for count, stem in ranked if count]


def _categories(snapshot: Snapshot, asked: Sequence[Word]) -> list[Category]:
    """Shelves with something on them whose name has all the words, the last perhaps unfinished."""
    found = []
    for category in snapshot.tree.by_id.values():
        if category.pk not in snapshot.tree.active_ids or not snapshot.in_category(category.pk):
            continue
        stems = words.stems(category.name)
        whole = all(word.stem in stems for word in asked[:-1])
        if whole and any(stem.startswith((asked[-1].written, asked[-1].stem)) for stem in stems):
            first = stems[0].startswith((asked[0].written, asked[0].stem))
            found.append((not first, category.position, category.pk, category))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:3])]
