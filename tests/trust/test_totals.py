"""Cart page, API, review, order, letters, receipt and back office say the same to the centavo.

`TOTALS=5000 TOTALS_SEED=7 pytest tests/trust/test_totals.py -s` follows so many carts and says what it counted.
"""

import logging
import os

import pytest

from tests.trust import totals

pytestmark = pytest.mark.django_db
COUNT = int(os.environ.get("TOTALS", "40"))
SEED = int(os.environ.get("TOTALS_SEED", "20260310"))


def test_a_generated_cart_costs_the_same_wherever_it_is_shown(settings) -> None:
    settings.DEBUG = True  # so that a card can be paid with
    settings.LIMITS_OFF_ON_LOOPBACK = True
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    logging.disable(logging.WARNING)  # a thousand lines nobody reads
    try:
        till = totals.run(COUNT, random_seed=SEED)
    finally:
        logging.disable(logging.NOTSET)
    print(f"{till.followed} carts followed, {till.refused} with a coupon that has nothing to take off, seed {SEED}")
    assert till.followed + till.refused == COUNT
    assert till.followed > COUNT * 0.7
