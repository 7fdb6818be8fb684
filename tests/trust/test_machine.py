"""Any life of a small shop goes as reckoned, on the database of this run.

`MACHINE=500 MACHINE_STEPS=50 MACHINE_SEED=7 pytest tests/trust/test_machine.py -s` lives so many;
MACHINE_SHRINK=1 looks for the shortest life that goes wrong.
"""

import logging
import os

import pytest

from tests.trust import machine
from tests.trust.twins import ACTS

pytestmark = pytest.mark.django_db
LIVES = int(os.environ.get("MACHINE", "8"))
STEPS = int(os.environ.get("MACHINE_STEPS", "30"))
SEED = int(os.environ.get("MACHINE_SEED", "20260310"))


def test_every_act_does_what_was_reckoned_and_every_refusal_has_its_code(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    logging.disable(logging.WARNING)  # of every synchronisation a line
    try:
        machine.run(lives=LIVES, steps=STEPS, random_seed=SEED, is_shrunk="MACHINE_SHRINK" in os.environ)
    finally:
        logging.disable(logging.NOTSET)
    done = dict(sorted(ACTS.items()))
    print(f"{LIVES} lives of {STEPS} acts, seed {SEED}: {done}")
    assert len(done) > 15  # most acts, and many of their refusals
