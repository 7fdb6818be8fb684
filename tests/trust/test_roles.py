"""The API keeps its description for people who signed in, too: generated requests by a customer and by staff.

Those of nobody in particular: tests/api/test_schemathesis.py.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from iluminacasa.wsgi import application
from tests.trust import matrix

pytestmark = pytest.mark.django_db
CASES = 4  # per operation and role
BEYOND_SCHEMA = [positive_data_acceptance, ignored_auth]  # see tests/api; that tokens are judged: tests/accounts
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def world(settings) -> matrix.World:
    settings.LIMITS_OFF_ON_LOOPBACK = True
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    return matrix.build()


@pytest.fixture
def api(world: matrix.World) -> Iterator[Any]:
    """In this process, inside the test's transaction: no request may end its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("role", ["customer A", "staff with permission"])
def test_every_answer_is_one_the_document_promises(api: Any, world: matrix.World, role: str) -> None:
    headers = PLAIN | {"Authorization": f"Bearer {world.bearers[role]}"}
    operations = [result.ok() for result in api.get_all_operations()]
    assert len(operations) >= 60
    for operation in operations:
        check(operation, headers)


def check(operation: Any, headers: dict[str, str]) -> None:
    @effort(
        max_examples=CASES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def ask(case: schemathesis.Case) -> None:
        with transaction.atomic():
            case.call_and_validate(headers=headers, excluded_checks=BEYOND_SCHEMA)
            transaction.set_rollback(True)

    ask()
