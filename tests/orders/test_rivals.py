"""Many at once: nothing is sold twice, claimed twice, paid twice or lost. On every database there is."""

import pytest

from tests.orders.rivals import Arena

pytestmark = pytest.mark.server


def test_sixteen_buyers_of_the_last_ten_units_make_ten_orders(arena: Arena) -> None:
    assert arena.play("last_units") == {"told": {"placed": 10, "OutOfStock": 6}, "orders": 10, "stock": 0}


def test_the_same_request_eight_times_at_once_and_three_times_more_is_one_order(arena: Arena) -> None:
    played = arena.play("same_key")
    assert (len(played["told"]), played["orders"], played["stock"]) == (1, 1, 18)
    assert played["told"][0].startswith("IC")


def test_one_cart_through_eight_doors_is_one_order(arena: Arena) -> None:
    played = arena.play("same_cart")
    assert (len(played["told"]), played["orders"], played["stock"]) == (1, 1, 18)
    assert played["told"][0].startswith("IC")


def test_a_coupon_for_one_is_used_by_one_of_thirty_two(arena: Arena) -> None:
    assert arena.play("coupon_for_one") == {"told": {"placed": 1, "CouponRefused": 31}, "used": 1, "stock": 99}


def test_a_coupon_once_per_customer_is_used_once_by_each(arena: Arena) -> None:
    assert arena.play("coupon_once_each") == {"told": {"placed": 3, "CouponRefused": 9}, "used": 3, "stock": 97}


def test_orders_of_the_same_goods_never_wait_in_a_circle(arena: Arena) -> None:
    assert arena.play("crossing_carts") == {"told": {"placed": 24}, "stock": [76]}


def test_eight_requests_fold_the_guests_cart_once(arena: Arena) -> None:
    assert arena.play("folding") == {"told": 1, "lines": [5, 1], "carts": 1}


def test_thirty_two_clicks_are_thirty_two_units_in_one_line_of_one_cart(arena: Arena) -> None:
    assert arena.play("adding") == {"told": {"added": 32}, "quantities": [32], "carts": 1}


def test_one_request_sent_nineteen_times_adds_once(arena: Arena) -> None:
    assert arena.play("adding_once") == {"told": {"added": 1, "again": 18}, "quantities": [2], "carts": 1}


def test_of_cancel_and_ship_one_wins_and_goods_come_back_once(arena: Arena) -> None:
    assert arena.play("endings") == {"refused of two": 10, "expired of four": 10, "units out": 0}


def test_a_buyer_holds_three_orders_at_the_counter_however_many_come_at_once(arena: Arena) -> None:
    played = arena.play("counter_orders")
    assert played["told"].get("placed") == played["orders"] == 3
    assert set(played["told"]) == {"placed", "TooManyUnpaid"}


def test_money_counts_once_and_never_goes_back_twice(arena: Arena) -> None:
    assert arena.play("money") == {
        "confirmed": {"applied": 1, "repeated": 7},
        "one key": 1,
        "many keys": {"refunded": 2, "RefundTooHigh": 6},
        "refunds": 3,
    }


def test_after_all_of_it_the_rows_agree(arena: Arena) -> None:
    assert arena.play("audit") == {"violations": []}


def test_without_the_guard_postgresql_oversells_or_this_file_proves_nothing(arena: Arena) -> None:
    played = arena.play("last_units_unguarded")
    if arena.kind == "postgresql":
        assert played["orders"] > 10
    else:  # one writer at a time: SQLite hides the fault
        assert played["orders"] == 10
