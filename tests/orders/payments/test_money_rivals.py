"""Money under rivals, on real databases: once, whoever is faster."""

import json
from typing import Any

import pytest

from tests.orders.rivals import Arena

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def played(arena: Arena) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(arena.run("-m", "tests.orders.payments.money_rivals").splitlines()[-1])
    return told


def test_twelve_notices_of_one_code_pay_it_once_and_keep_the_rest(played: dict[str, Any]) -> None:
    told = played["notices_of_one_payment"]
    assert told["order"] == "paid"
    assert told["payments"] == {"confirmed": 1, "quarantined": 4}
    assert told["told"] == {"applied": 1, "quarantined": 4, "repeated": 7}


def test_eight_clicks_open_one_payment(played: dict[str, Any]) -> None:
    assert played["paying_again"] == {"told": 1, "payments": {"declined": 1, "pending": 1}}


@pytest.mark.parametrize("who", ["guest_calls", "person_calls"])
def test_eight_equal_calls_of_an_app_are_one_order(played: dict[str, Any], who: str) -> None:
    assert played[who] == {"answers": 1, "numbers": True, "orders": 1, "stock": 18}


def test_a_form_gives_back_once_and_eight_never_too_much(played: dict[str, Any]) -> None:
    assert played["giving_back_at_once"] == {"one_form": [1, 1, 1], "eight_forms": [2, 2, 2]}


def test_money_and_goods_agree_whoever_was_faster(played: dict[str, Any]) -> None:
    assert played["money_against_cancelling"] == {"ends": []}
    assert played["audit"] == {"violations": []}
