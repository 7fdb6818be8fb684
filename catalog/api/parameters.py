"""How the schema describes what may be asked."""

from drf_spectacular.utils import OpenApiParameter

from catalog import changes, cursors
from catalog.serializers import DEFAULT_CHANGES, DEFAULT_SIZE, MAX_SIZE


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
