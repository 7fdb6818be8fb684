"""Every refusal an app or a shopper may meet has an English title and message."""

from collections.abc import Iterator

import pytest
from django.urls import get_resolver

from iluminacasa import languages
from iluminacasa.errors import ShopError
from iluminacasa.languages import ENGLISH, PORTUGUESE

pytestmark = pytest.mark.once
STAFF = frozenset(
    """
    address_taken bad_moment buyer_missing category_loop changed_meanwhile delivery_missing erasures_damaged
    filter_exists invalid_second_factor invoice_key not_undoable nothing_paid nothing_to_moderate picture_refused
    pictures_moved price_batch_closed price_batch_refused prices_moved rehearsal_closed rehearsal_moved
    rehearsal_refused second_factor_on second_factor_required sheet_closed sheet_faulty sheet_refused spec_refused
    stock_moved sync_running threshold_moved too_many_pictures unknown_period unreadable_statement
    """.split()
)  # met in the back office alone, which speaks Portuguese


STAFF_ROOMS = ("cart.coupon_batches", "orders.customers")  # whose refusals have a code of everybody
FLOORS = ("iluminacasa", "accounts", "catalog", "cart", "orders")  # tests have errors of their own


def below(error: type[ShopError]) -> Iterator[type[ShopError]]:
    for each in error.__subclasses__():
        yield each
        yield from below(each)


def told(language: str) -> dict[tuple[str, str], tuple[str, str]]:
    """(module, code) -> title and message of every error of the shop."""
    assert get_resolver().url_patterns  # every door, and the rooms behind it, is read
    with languages.speaking(language):
        return {
            (each.__module__, each.code): (str(each.title), str(each.default_message))
            for each in below(ShopError)
            if each.__module__.partition(".")[0] in FLOORS
        }


def test_every_refusal_of_the_street_is_told_in_english() -> None:
    portuguese, english = told(PORTUGUESE), told(ENGLISH)
    same = [
        (name, said)
        for name, pair in portuguese.items()
        for said, in_english in zip(pair, english[name], strict=True)
        if name[0] not in STAFF_ROOMS and name[1] not in STAFF and said == in_english
    ]
    assert same == []


def test_the_staffs_codes_are_codes() -> None:
    assert {code for _module, code in told(PORTUGUESE)} >= STAFF
