"""Numbered pages of a list: which links to show, and how far the visitor has come."""

from collections.abc import Callable
from typing import Any

from iluminacasa.errors import Missing

AROUND = 1  # neighbours of the current page that are linked
MAX_NUMBER = 10**7  # beyond any shelf, within any integer column


def number_from(text: str | None) -> int:
    """The page asked for; `Missing` for what is no page number."""
    if text is None or text == "":
        return 1
    if not (text.isascii() and text.isdigit() and len(text) <= 8) or not 1 <= int(text) <= MAX_NUMBER:
        raise Missing("Esta página da lista não existe.")
    return int(text)


def pages_of(total: int, size: int) -> int:
    return max(1, -(-total // size))


def links(*, number: int, size: int, total: int, address: Callable[[int], str]) -> dict[str, Any]:
    """What the pagination prints; `address` gives the URL of a page."""
    pages = pages_of(total, size)
    shown = min(number * size, total)
    return {
        "number": number,
        "pages": pages,
        "total": total,
        "first": min((number - 1) * size + 1, total),
        "last": shown,
        "shown": shown,
        "percent": shown * 100 // total if total else 0,
        "next_url": address(number + 1) if number < pages else "",
        "previous_url": address(number - 1) if number > 1 else "",
        "links": [_link(each, number, address) for each in _shown_numbers(number, pages)],
    }


def _shown_numbers(number: int, pages: int) -> list[int | None]:
    """First, last and the neighbours; None stands for a gap of two pages or more."""
    wanted = sorted({1, pages, *range(max(1, number - AROUND), min(pages, number + AROUND) + 1)})
    shown: list[int | None] = []
    for each in wanted:
        last = next((n for n in reversed(shown) if n is not None), 0)
        if each - last == 2:
            shown.append(each - 1)
        elif each - last > 2:
            shown.append(None)
        shown.append(each)
    return shown


def _link(each: int | None, number: int, address: Callable[[int], str]) -> dict[str, Any]:
    if each is None:
        return {"label": "…", "url": "", "current": False, "gap": True}
    return {"label": str(each), "url": address(each), "current": each == number, "gap": False}
