"""Which page numbers a list links to."""

import pytest

from catalog import paging
from iluminacasa.errors import Missing


def labels(number: int, pages: int) -> str:
    shown = paging.links(number=number, size=10, total=pages * 10, address=str)
    return " ".join(f"[{each['label']}]" if each["current"] else each["label"] for each in shown["links"])


@pytest.mark.parametrize(
    ("number", "pages", "expected"),
    [
        (1, 1, "[1]"),
        (1, 3, "[1] 2 3"),
        (2, 4, "1 [2] 3 4"),
        (1, 9, "[1] 2 … 9"),
        (3, 9, "1 2 [3] 4 … 9"),
        (4, 9, "1 2 3 [4] 5 … 9"),
        (5, 9, "1 … 4 [5] 6 … 9"),
        (6, 9, "1 … 5 [6] 7 8 9"),
        (9, 9, "1 … 8 [9]"),
        (2000, 4167, "1 … 1999 [2000] 2001 … 4167"),
    ],
)
def test_first_last_and_neighbours_are_linked(number: int, pages: int, expected: str) -> None:
    assert labels(number, pages) == expected


@pytest.mark.parametrize(
    ("number", "total", "seen", "percent"), [(1, 0, 0, 0), (1, 5, 5, 100), (2, 57, 48, 84), (3, 57, 57, 100)]
)
def test_how_far_one_has_come(number: int, total: int, seen: int, percent: int) -> None:
    found = paging.links(number=number, size=24, total=total, address=str)
    assert (found["shown"], found["percent"]) == (seen, percent)


@pytest.mark.parametrize("text", ["0", "-1", "x", "1.0", "+1", "१", "²", " 1", "1 ", "\x001", "9" * 9, "9" * 5000])
def test_what_is_no_number_is_a_page_that_does_not_exist(text: str) -> None:
    with pytest.raises(Missing):
        paging.number_from(text)


@pytest.mark.parametrize(("text", "number"), [(None, 1), ("", 1), ("1", 1), ("007", 7), ("4167", 4167)])
def test_page_numbers_are_read(text: str | None, number: int) -> None:
    assert paging.number_from(text) == number
