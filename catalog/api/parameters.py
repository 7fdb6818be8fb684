"""How the schema describes what may be asked, and where a thing went."""

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from catalog import changes, cursors
from catalog.search.filters import ORDERING_NAMES
from catalog.serializers import DEFAULT_CHANGES, DEFAULT_SIZE, KEYSET_PATTERN, LONGEST_TEXT, MAX_SIZE

MONEY = r"^[0-9]{1,9}(\.[0-9]{1,2})?$"


def page_size_of(default: int) -> OpenApiParameter:
    return OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": default},
        description="Items per page.",
    )


def cursor_like(pattern: str) -> OpenApiParameter:
    return OpenApiParameter(
        "cursor",
        {"type": "string", "pattern": pattern},
        description="Taken unread from `next`, `previous` or `cursor`. 404 `invalid_cursor`: begin anew.",
    )


PAGE_SIZE = page_size_of(DEFAULT_SIZE)
CURSOR = cursor_like(cursors.PATTERN)
CHANGES_SIZE = page_size_of(DEFAULT_CHANGES)
CHANGES_CURSOR = cursor_like(changes.PATTERN)
PLACE = cursor_like(KEYSET_PATTERN)
TEXT = OpenApiParameter("q", {"type": "string", "maxLength": LONGEST_TEXT}, description="Words, units, codes, SKU.")
ASKED = OpenApiParameter(
    "q", {"type": "string", "maxLength": LONGEST_TEXT}, required=True, description="What was typed so far."
)
# Filters whose values depend on the catalogue (category, brand, every spec) are added by `filter_terms`.
FILTERS = [
    TEXT,
    OpenApiParameter("price_min", {"type": "string", "pattern": MONEY}, description="Reais, included."),
    OpenApiParameter("price_max", {"type": "string", "pattern": MONEY}, description="Reais, included."),
    OpenApiParameter(
        "rating_min", {"type": "string", "pattern": r"^([0-4](\.[0-9]{1,2})?|5(\.0{1,2})?)$"}, description="0 to 5."
    ),
    OpenApiParameter("in_stock", {"type": "string", "enum": ["true", "false", "1", "0"]}),
]
ORDERING = OpenApiParameter(
    "ordering", {"type": "string", "enum": list(ORDERING_NAMES), "default": "relevance"}, description="Order."
)
MOVED = OpenApiResponse(description="It has another address now: `Location`.")
