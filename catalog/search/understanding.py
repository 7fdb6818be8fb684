"""A sentence typed into the search box as words to search and filters to set, as far as this shop has them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.search import filters, phrases
from catalog.search.phrases import Phrase
from catalog.search.query import ProductQuery

BETWEEN = " ,;.!?+-/"
# Words that only held the phrases together.
LOOSE = r"(?:e|com|para|pra|p|de|do|da|dos|das|em|no|na|por|que|seja|sejam|ate|a|o|as|os|um|uma|tipo)"
EDGES = re.compile(rf"^(?:{LOOSE}\s+)+|(?:\s+{LOOSE})+$|^{LOOSE}$")
BULBS = frozenset({"lampada", "lampadas", "lampada led", "lampadas led", "lampada de led", "lampadas de led"})
GENERIC = frozenset({"luminaria", "luminarias", "luz", "luzes"})
TO_BUY = re.compile(rf"^(?:\d\d?|{'|'.join(phrases.COUNTS)})\s+(?=lampadas?$|lampadas?\s)")
A_BULB = Phrase(0, 0, (("category", "lampadas"),))


@dataclass(frozen=True)
class Understood:
    text: str  # the words left to search
    query: ProductQuery  # with them and the filters


def says_filters(text: str) -> bool:
    """Could there be a filter in it? Costs no query."""
    return bool(phrases.read(text))


def understand(query: ProductQuery) -> Understood | None:
    """The same question with what its text says as filters; None when the text says none.

    None too when all filters together lead nowhere while the plain words find something that has them all.
    """
    found = [(phrase, values) for phrase in phrases.read(query.text) if (values := _known(query, phrase))]
    if not found:
        return None
    text = left_over(query.text, [phrase for phrase, _ in found])
    if phrases.flat(text) in BULBS or (not text and has_base(found)):
        text, found = "", [*found, (A_BULB, _known(query, A_BULB))]
    asked = query.without_value("q") if not text else query.with_text(text)
    for _, values in found:
        for name, value in values:
            asked = asked.with_value(name, value)
    if not asked.total and phrases.flat(text) in GENERIC:
        text, asked = "", asked.without_value("q")
    if not asked.total and query.total and not query.is_partial and not query.correction:
        return None
    return Understood(text, asked)


def has_base(found: Sequence[tuple[Phrase, list[tuple[str, str]]]]) -> bool:
    """`e27 9w quente`: nothing but a bulb is described like that."""
    return any(key == "base" for phrase, _ in found for key, _ in phrase.values)


def _known(query: ProductQuery, phrase: Phrase) -> list[tuple[str, str]]:
    """Its values by the names addresses use, as far as this shop has such filters and choices."""
    name_of = {facet: name for name, facet in filters.parameter_names(query.snapshot, query.names).items()}
    name_of.setdefault("price", "price")  # in the API two parameters, one filter here
    known = []
    for key, value in phrase.values:
        facet = key if key in name_of else f"spec:{key}"
        if facet in name_of and filters.reader(query.snapshot, facet, query.names)(value) is not None:
            known.append((name_of[facet], value))
    return known


def left_over(text: str, taken: Sequence[Phrase]) -> str:
    """What nobody understood, without the little words that held the rest together."""
    kept = list(text)
    for phrase in taken:
        kept[phrase.start : phrase.end] = "\0" * (phrase.end - phrase.start)
    parts = ("".join(kept)).split("\0")
    left = " ".join(trimmed for part in parts if (trimmed := _without_edges(part)))
    return left[match.end() :] if (match := TO_BUY.match(phrases.flat(left))) else left


def _without_edges(part: str) -> str:
    part = part.strip(BETWEEN)
    plain = phrases.flat(part)
    while match := EDGES.search(plain):
        part = part[: match.start()] + part[match.end() :]
        part = part.strip(BETWEEN)
        plain = phrases.flat(part)
    return part
