"""The API keeps its own description: generated requests against every operation, all checks.

The long form, against a real server on either database: `python -m tests.full.schemathesis_full`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from catalog.models import Product
from iluminacasa.wsgi import application

CASES = 10  # of each kind, per operation
BEYOND_SCHEMA = [positive_data_acceptance]  # check digits, CEP and state, weak passwords, dead links: refused with 400
PLAIN = {"Accept-Encoding": "identity"}  # in-process, schemathesis asks for gzip and does not unpack it


@pytest.fixture
def api(catalogue: list[Product], unlimited: None) -> Iterator[Any]:
    """In this process, inside the test's transaction: no request may end its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_one_the_document_promises(api: Any, mode: GenerationMode) -> None:
    operations = [result.ok() for result in api.get_all_operations()]
    if mode is GenerationMode.NEGATIVE:  # nothing can be wrong where nothing may be said
        operations = [each for each in operations if len(each.query) + len(each.path_parameters)]
    assert len(operations) >= 11
    for operation in operations:
        assert check(operation, mode) >= 1


def check(operation: Any, mode: GenerationMode) -> int:
    asked = []

    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        asked.append(case)
        case.call_and_validate(headers=PLAIN, excluded_checks=BEYOND_SCHEMA if operation.method != "get" else [])

    ask()
    return len(asked)
