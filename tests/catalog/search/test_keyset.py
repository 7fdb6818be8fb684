"""Cursors: every product once, at any depth, whatever is added meanwhile; nothing forged gets through."""

import base64

import pytest

from catalog.models import Product
from catalog.search import InvalidCursor, InvalidFilter, ProductQuery
from catalog.search.filters import ORDERING_NAMES
from tests import make
from tests.catalog.search import shop

pytestmark = pytest.mark.django_db


def ask(**params: str) -> ProductQuery:
    return ProductQuery.from_params(params, names="api", strict=True)


def walk(size: int = 4, **params: str) -> list[list[int]]:
    pages, cursor = [], None
    while True:
        page = ask(**params).keyset(cursor, size)
        pages.append(page.ids)
        if page.next is None:
            return pages
        cursor = page.next


@pytest.mark.parametrize("ordering", sorted(ORDERING_NAMES))
def test_following_next_gives_the_whole_list_in_order(ordering: str) -> None:
    shop.fill(23)
    pages = walk(ordering=ordering)
    whole = ask(ordering=ordering).page(1, 100).ids
    assert [pk for page in pages for pk in page] == whole
    assert len(whole) == 23
    assert [len(page) for page in pages] == [4, 4, 4, 4, 4, 3]


@pytest.mark.parametrize("ordering", ["relevance", "-price"])
def test_going_back_gives_the_same_pages(ordering: str) -> None:
    shop.fill(11)
    first = ask(ordering=ordering).keyset(None, 4)
    second = ask(ordering=ordering).keyset(first.next, 4)
    third = ask(ordering=ordering).keyset(second.next, 4)
    back = ask(ordering=ordering).keyset(third.previous, 4)
    start = ask(ordering=ordering).keyset(back.previous, 4)
    assert (first.previous, third.next) == (None, None)
    assert (back.ids, start.ids) == (second.ids, first.ids)
    assert start.previous is None
    assert (first.count, third.count) == (11, 11)


def test_a_product_added_in_front_moves_nothing() -> None:
    made = [make.product(price=f"{price}") for price in (10, 20, 30, 40)]
    first = ask(ordering="price").keyset(None, 2)
    make.product(price="15")
    second = ask(ordering="price").keyset(first.next, 2)
    assert second.ids == [made[2].pk, made[3].pk]


def test_a_product_that_vanished_at_the_cursor_skips_nothing(now) -> None:
    from catalog import publication

    made = [make.product(price=f"{price}") for price in (10, 20, 30, 40)]
    first = ask(ordering="price").keyset(None, 2)
    publication.remove(product=made[1], at=now)
    assert ask(ordering="price").keyset(first.next, 2).ids == [made[2].pk, made[3].pk]


def test_a_search_is_walked_by_its_own_order() -> None:
    for title in ("Pendente azul", "Azul pendente", "Vaso azul"):
        for _ in range(3):
            make.product(title)
    pages = walk(size=2, q="pendente azul")
    assert [pk for page in pages for pk in page] == ask(q="pendente azul").page(1, 100).ids
    assert len({pk for page in pages for pk in page}) == 6


def test_a_filtered_list_is_walked(db: None) -> None:
    products = shop.fill(30)
    cheap = {product.pk for product in products if product.sale_price <= 400}
    pages = walk(price_max="400", ordering="-created")
    assert {pk for page in pages for pk in page} == cheap
    assert sum(map(len, pages)) == len(cheap)


def test_every_flipped_letter_is_refused() -> None:
    shop.fill(8)
    cursor = ask().keyset(None, 3).next
    assert cursor is not None
    for place in range(len(cursor)):
        for letter in "A-":
            flipped = cursor[:place] + (letter if cursor[place] != letter else "B") + cursor[place + 1 :]
            with pytest.raises(InvalidCursor) as refusal:
                ask().keyset(flipped, 3)
            assert (refusal.value.code, refusal.value.status) == ("invalid_cursor", 400)


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "=", "====", "é", "\x00", "A" * 5000, "NaN", "-", "[]", "ção", " ",
        base64.urlsafe_b64encode(b"0123456789" + b"[0,0,1]").decode(),
        base64.urlsafe_b64encode(b"[]").decode(),
    ],
)  # fmt: skip
def test_no_strange_cursor_gets_through(cursor: str) -> None:
    shop.fill(3)
    with pytest.raises(InvalidFilter):
        ask().keyset(cursor, 3)


def test_the_cursor_of_another_list_is_refused() -> None:
    shop.fill(8)
    cursor = ask(ordering="price").keyset(None, 3).next
    for other in ({"ordering": "-price"}, {"ordering": "price", "in_stock": "1"}, {}):
        with pytest.raises(InvalidCursor):
            ask(**other).keyset(cursor, 3)


def test_cursors_of_an_emptied_list_stay_harmless(now) -> None:
    from catalog import publication

    made = [make.product(price=f"{price}") for price in (10, 20, 30)]
    cursor = ask(ordering="price").keyset(None, 2).next
    publication.remove(product=made[2], at=now)
    page = ask(ordering="price").keyset(cursor, 2)
    assert (page.ids, page.next, page.count) == ([], None, 2)
    assert ask(ordering="price").keyset(page.previous, 2).ids == [made[0].pk, made[1].pk]
    assert Product.objects.count() == 2


def test_the_page_size_has_bounds() -> None:
    shop.fill(3)
    assert len(ask().keyset(None, 0).ids) == 1
    assert len(ask().keyset(None, 10**9).ids) == 3
