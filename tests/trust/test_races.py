"""Short form of what is tried on a server of four processes. The long one: `python -m tests.trust.full`."""

from collections.abc import Iterator

import pytest

from tests.trust import kills, races, smuggling
from tests.trust.api_story import App, Story
from tests.trust.shops import SECRET, UNGUARDED, Trial, kind_of_tests, open_trial

pytestmark = pytest.mark.server
SEED = 20260310


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with open_trial(kind_of_tests(), seed=SEED) as opened:
        yield opened


def test_the_database_keeps_what_was_paid_and_nobody_waits_for_ever(trial: Trial) -> None:
    kept = {
        "sqlite": {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000,
                   "begins": "IMMEDIATE"},
        "postgresql": {"synchronous_commit": "on", "fsync": "on", "lock_timeout": "5s", "statement_timeout": "20s",
                       "transaction_isolation": "read committed", "jit": "off", "begins": ""},
    }  # fmt: skip
    assert trial.clerk.ask("promises") == kept[kind_of_tests()] | {"ATOMIC_REQUESTS": False}


def test_sixty_four_buyers_of_the_last_ten_units_make_ten_orders_through_both_doors(trial: Trial) -> None:
    (told,) = races.last_units(trial, repetitions=1)["rounds"]
    assert told["answers"]["409"] == told["refused"] == 54
    assert set(told["answers"]) <= {"201", "303", "409"}
    assert (told["numbers"], told["orders"], told["carts"], told["sold"], told["stock"]) == (10, 10, 10, 10, 0)


def test_the_same_key_eight_times_at_once_and_three_times_later_is_one_order(trial: Trial) -> None:
    told = races.same_key(trial, repetitions=2)
    assert told == {"answers": {"201": 22}, "different": 0, "orders": 2, "stock": 98}


def test_a_form_sent_eight_times_at_once_and_three_times_later_is_one_order(trial: Trial) -> None:
    told = races.double_click(trial, repetitions=2)
    assert told == {"answers": {"303": 22}, "different": 0, "orders": 2, "stock": 98}


def test_a_refreshed_token_repeats_the_same_order(trial: Trial) -> None:
    told = races.renewed_token(trial, repetitions=2)
    assert told == {"answers": {"201": 22}, "different": 0, "orders": 2, "new_tokens": 2}


def test_one_cart_through_both_doors_at_once_is_one_order(trial: Trial) -> None:
    told = races.both_doors(trial, repetitions=5)
    assert set(told["answers"]) <= {"201", "303", "409"}
    assert (told["several"], told["orders"], told["stock"]) == (0, 5, 95)


def test_of_eight_refreshes_at_once_one_succeeds(trial: Trial) -> None:
    assert races.refreshes(trial, repetitions=5) == {"answers": {"200": 5, "401": 35}, "odd": 0}


def test_an_app_that_knows_only_the_document_buys_pays_returns_and_leaves(trial: Trial) -> None:
    coupon = trial.clerk.ask("lamp_and_coupon")
    story = Story(
        App(trial.url), SECRET, coupon=coupon, ship=lambda number: trial.clerk.ask("hand_over", number=number)
    )
    told = story.tell()
    assert told[-1] == "auth_login 401"
    assert {"order_place 201", "payment_notice 200", "order_cancel 200", "order_withdraw 200", "me_erase 204"} <= {
        *told
    }


def test_nobody_buys_twice_or_in_vain_while_processes_are_killed(trial: Trial) -> None:
    told = kills.kills(trial, repetitions=6)
    assert told["kills"] == 6
    assert (told["wrong"], told["faults"], told["forgotten keys"], told["violations"]) == ([], [], [], [])


def test_a_fold_that_is_killed_leaves_both_carts_or_their_union(trial: Trial) -> None:
    told = trial.clerk.ask("fold_killed", kills=15, seed=SEED)
    assert told["odd"] == []
    assert sum(told["found"].values()) == 15


@pytest.mark.skipif(kind_of_tests() != "sqlite", reason="the same on every database")
def test_no_request_inside_another_is_answered_to_somebody_else(trial: Trial) -> None:
    """Straight at the server; through nginx: `python -m tests.trust.full --only smuggling`."""
    told = smuggling.smuggled(trial.shop.port, host="127.0.0.1", every=6)
    assert told["attacks"] >= 15
    assert (told["mixed"], told["faults"]) == ([], [])


def test_after_all_of_it_the_rows_agree(trial: Trial) -> None:
    assert trial.clerk.ask("audit") == []


@pytest.mark.skipif(kind_of_tests() == "sqlite", reason="SQLite has one writer at a time and hides the fault")
def test_without_the_guard_the_shop_oversells_or_these_races_prove_nothing() -> None:
    with open_trial("postgresql", seed=SEED, application=UNGUARDED) as broken:
        (told,) = races.last_units(broken, repetitions=1)["rounds"]
        assert told["sold"] > 10
        assert broken.clerk.ask("audit") != []
