"""The comparison of waiting times sees what is apart, and only that."""

import pytest

from tests.trust import timing

QUICK = [10.0 + n / 100 for n in range(0, 100, 2)]
ALIKE = [10.0 + n / 100 for n in range(1, 100, 2)]
SLOW = [each + 0.3 for each in ALIKE]


def test_interleaved_times_are_likely_and_shifted_ones_are_not() -> None:
    assert timing.likelihood(QUICK, ALIKE) == pytest.approx(0.8632, abs=0.0001)
    assert timing.likelihood(QUICK, SLOW) == pytest.approx(6.318e-06, rel=0.001)  # 595 of 2 500 pairs the other way


def test_a_difference_counts_when_it_shows_twice() -> None:
    near = timing.compared({"known": QUICK, "unknown": ALIKE}) | {"same answer": True}
    apart = timing.compared({"known": QUICK, "unknown": SLOW}) | {"same answer": True}
    assert timing.is_alike({"sign in": near})
    assert timing.is_alike({"sign in": apart | {"again": near}})
    assert not timing.is_alike({"sign in": apart | {"again": apart}})
    assert not timing.is_alike({"sign in": near | {"same answer": False}})
