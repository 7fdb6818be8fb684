"""The little that is known of every product, there and here, while nothing is compared yet."""

from typing import NamedTuple


class Head(NamedTuple):
    """There: in what the fetch brought."""

    digest: str
    category: str
    place: int  # offset of its line, once on disk; no line at all for a row that was known by its mark


class LocalHead(NamedTuple):
    """Here: in the shop."""

    pk: int
    digest: str
    is_vanished: bool
    category_id: int
    mark: str = ""  # of the row it came from (`catalog.dummyjson.mark_of`)
