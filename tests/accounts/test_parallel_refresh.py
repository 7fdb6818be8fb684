"""One refresh token used by eight at once, in a server of four processes on a database file (or PostgreSQL)."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.servers import Shop

pytestmark = pytest.mark.server
REPETITIONS = int(os.environ.get("REFRESH_REPETITIONS", "20"))
MAKE = """
from django.utils import timezone
from accounts import tokens
from accounts.models import User
user = User.objects.create_user("corrida@example.com")
for _ in range({count}):
    print(tokens.issue(user=user, agent="", address="", at=timezone.now()).refresh)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Shop]:
    shop = Shop(
        workers=4, settings={"API_RATE_LIMIT": "100000/m"}, database_url=os.environ.get("RACE_DATABASE_URL", "")
    )
    shop.migrate()
    try:
        yield shop.start()
    finally:
        shop.stop()


def test_exactly_one_of_eight_succeeds(server: Shop) -> None:
    texts = server.manage("shell", "-v0", "-c", MAKE.format(count=REPETITIONS)).stdout.split()
    address = f"{server.url}/api/v1/auth/refresh/"

    def use(text: str) -> int:
        return requests.post(address, json={"refresh": text}, timeout=60).status_code

    assert len(texts) == REPETITIONS
    with ThreadPoolExecutor(8) as pool:
        for text in texts:
            assert Counter(pool.map(use, [text] * 8)) == {200: 1, 401: 7}
