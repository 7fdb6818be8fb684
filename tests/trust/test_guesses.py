"""Numbers of orders that somebody makes up are all answered alike, to the letter.

`GUESSES=10000 GUESSES_SEED=7 pytest tests/trust/test_guesses.py -s` makes up so many.
"""

import os
from collections import Counter
from random import Random

import pytest
from django.test import Client

from orders.models import Order
from orders.models.order import new_number
from tests.trust import matrix

pytestmark = pytest.mark.django_db
COUNT = int(os.environ.get("GUESSES", "60"))
SEED = int(os.environ.get("GUESSES_SEED", "20260310"))
CHANGING = {"x-request-id", "ratelimit"}


@pytest.fixture
def world(settings) -> matrix.World:
    settings.LIMITS_OFF_ON_LOOPBACK = True
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    return matrix.build()


def guesses(number: str) -> list[str]:
    """Somebody's own number with some letters changed, and whole new ones."""
    random, letters = Random(SEED), number[2:]
    near = []
    for _ in range(COUNT // 2):
        changed = list(letters)
        for place in random.sample(range(len(changed)), random.randint(1, 3)):
            changed[place] = random.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        near.append("IC" + "".join(changed))
    return [each for each in near if each != number] + [new_number() for _ in range(COUNT - COUNT // 2)]


def said(client: Client, path: str, headers: dict[str, str]) -> tuple[int, str, tuple[str, ...]]:
    answer = client.get(path, headers=headers)
    body = answer.json() if "json" in answer.headers["Content-Type"] else {}
    told = {key: value for key, value in body.items() if key != "request_id"}
    names = sorted(f"{key}: {value}" for key, value in answer.headers.items() if key.lower() not in CHANGING)
    return answer.status_code, str(told), tuple(name for name in names if not name.startswith("Content-Length"))


def test_no_guess_is_answered_otherwise_than_an_order_of_somebody_else(world: matrix.World) -> None:
    own = {"Authorization": f"Bearer {world.bearers['customer B']}"}
    client, numbers = Client(), guesses(world.other.number)
    assert not Order.objects.filter(number__in=numbers).exists()
    kinds = Counter(said(client, f"/api/v1/orders/{number}/", own) for number in [world.order.number, *numbers])
    print(f"{len(numbers)} guesses, {len(kinds)} kinds of answer, seed {SEED}")
    assert len(kinds) == 1
    assert next(iter(kinds))[0] == 404
    pages = Counter(world.clients["customer B"].get(f"/pedido/{number}/abc/").status_code for number in numbers[:50])
    assert pages == {404: min(50, len(numbers))}
