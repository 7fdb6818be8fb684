"""Generated requests of a customer and of staff about themselves: every answer is one the document promises."""

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

from accounts import tokens
from accounts.models import User
from catalog import buyers
from catalog.models import Product
from iluminacasa.wsgi import application
from tests import make

CASES = 5
# Check digits, states and dead links go beyond a schema; the token here is ours, not the generator's.
BEYOND_SCHEMA = [positive_data_acceptance, ignored_auth, missing_required_header, negative_data_rejection]
OWN = ("/users/", "/auth/", "/alerts/", "/reviews/", "/cart/")


@pytest.fixture
def api(db: None, settings: Any) -> Iterator[Any]:
    settings.LIMITS_OFF_ON_LOOPBACK = True
    make.product("Pendente Lua", brand="Lumiar", specs={"base": "e27"}, slug="pendente-lua")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def somebody(*, is_staff: bool) -> str:
    """The access token of a fresh person who has received the lamp."""
    user: User = make.user(is_staff=is_staff, is_superuser=is_staff, name="Ana Souza", email_verified_at=timezone.now())
    lamp = Product.objects.get(slug="pendente-lua")
    buyers.received(user_id=user.pk, product_ids=[lamp.pk], at=timezone.now())
    return tokens.issue(user=user, agent="", address="127.0.0.1", at=timezone.now()).access


@pytest.mark.parametrize("is_staff", [False, True], ids=["customer", "staff"])
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_whatever_a_person_asks_is_answered_as_promised(api: Any, mode: GenerationMode, is_staff: bool) -> None:
    asked: set[str] = set()
    for operation in (result.ok() for result in api.get_all_operations()):
        if any(part in operation.path for part in OWN):
            ask_all(operation, mode, somebody(is_staff=is_staff), asked)
    assert len(asked) >= 30


def ask_all(operation: Any, mode: GenerationMode, access: str, asked: set[str]) -> None:
    has_input = len(operation.query) + len(operation.path_parameters) + len(operation.body)
    if mode is GenerationMode.NEGATIVE and not has_input:  # nothing can be wrong where nothing may be said
        asked.add(operation.label)
        return

    @terms(
        max_examples=CASES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        asked.add(operation.label)
        if "slug" in (case.path_parameters or {}):
            case.path_parameters["slug"] = "pendente-lua"
        headers = {"Accept-Encoding": "identity", "Authorization": f"Bearer {access}"}
        case.call_and_validate(headers=headers, excluded_checks=BEYOND_SCHEMA)

    ask()
