"""Rubbish at every address is refused, at once. The long form: `python -m tests.trust.full --only garbage`."""

import os

import pytest

from tests.trust import day, garbage, matrix

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::UserWarning")]
COUNT = int(os.environ.get("GARBAGE") or 200)
SEED = int(os.environ.get("GARBAGE_SEED") or 20260310)


@pytest.fixture
def world(settings) -> matrix.World:
    for name, value in day.SETTINGS.items():
        setattr(settings, name, value)
    return matrix.build()


def test_no_rubbish_breaks_or_holds_up_the_shop(world: matrix.World) -> None:
    told = garbage.pour(world, count=COUNT, seed=SEED)
    print(f"seed {SEED}: {sum(told.answers.values())} requests, slowest {told.slowest:.2f} s, {dict(told.answers)}")
    assert told.wrong == []
    assert told.answers.keys() <= {200, 201, 202, 204, 301, 302, 303, 304, *range(400, 430), 206, 416}
