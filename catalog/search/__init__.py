"""Search, filters, sorting and facets of the catalogue: one frozen `ProductQuery` for pages and API.

Inside: `snapshot` (the shown catalogue as sets in memory, kept up to date by `renewal`), `filters` and `facets`
(addresses to sets and back), `ranking` and `keyset` (pages of it), `engine`, `terms`, `scoring`, `vocabulary` and
`synonyms` (text), `phrases` and `understanding` (sentences as filters). `docs/search.md` tells why.
"""

from catalog.search.facets import FacetData, OptionData
from catalog.search.filters import InvalidFilter
from catalog.search.keyset import InvalidCursor, KeysetPage
from catalog.search.misses import record_miss
from catalog.search.query import Found, ProductQuery
from catalog.search.renewal import forget
from catalog.search.suggest import Suggestions, suggest
from catalog.search.understanding import Understood, says_filters, understand

__all__ = [
    "FacetData",
    "Found",
    "InvalidCursor",
    "InvalidFilter",
    "KeysetPage",
    "OptionData",
    "ProductQuery",
    "Suggestions",
    "Understood",
    "forget",
    "record_miss",
    "says_filters",
    "suggest",
    "understand",
]
