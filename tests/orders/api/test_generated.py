"""Generated requests of a person about a real order: every answer is one the document promises, none is 500."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as terms
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    missing_required_header,
    negative_data_rejection,
    positive_data_acceptance,
)

from accounts.models import User
from iluminacasa.wsgi import application
from orders import audit
from orders.models import Order
from tests.buying import goods
from tests.orders.api.conftest import order_body, own_cart, signed_in

CASES = 12
# Check digits and states go beyond a schema; what is sent again here carries a token the generator did not choose.
BEYOND_SCHEMA = [positive_data_acceptance, ignored_auth, missing_required_header, negative_data_rejection]


@pytest.fixture
def bought(ana: User) -> tuple[str, str]:
    """(number of an order, access token of whose it is)"""
    app = signed_in(ana)
    own_cart(ana, {goods(price="100.00", stock_count=99, brand="Lumiar", specs={"base": "e27"}, at=timezone.now()): 2})
    return app.post("orders/", order_body(), key="k").json()["number"], app.access


@pytest.fixture
def api(bought: tuple[str, str], settings: Any) -> Iterator[Any]:
    """In this process, inside the test's transaction: no request may end its connection."""
    settings.LIMITS_OFF_ON_LOOPBACK = True
    for signal in (request_started, request_finished):  # Django's own client connects them again: it comes before
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_whatever_a_person_asks_of_an_order_is_answered_as_promised(
    api: Any, bought: tuple[str, str], mode: GenerationMode
) -> None:
    number, access = bought
    asked: list[str] = []
    for operation in (result.ok() for result in api.get_all_operations()):
        if "/orders/" in operation.path:
            ask_all(operation, mode, number, access, asked)
    assert len(set(asked)) == 8
    assert Order.objects.filter(number=number).exists()
    assert list(audit.violations(at=timezone.now())) == []


def ask_all(operation: Any, mode: GenerationMode, number: str, access: str, asked: list[str]) -> None:
    if mode is GenerationMode.NEGATIVE and not operation.body and not len(operation.query):
        asked.append(operation.label)
        return

    @terms(
        max_examples=CASES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        asked.append(operation.label)
        if "number" in (case.path_parameters or {}):
            case.path_parameters["number"] = number
        headers = {"Accept-Encoding": "identity", "Authorization": f"Bearer {access}"}
        case.call_and_validate(headers=headers, excluded_checks=BEYOND_SCHEMA)

    ask()
