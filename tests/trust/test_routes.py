"""Who may ask what: every route, every kind of person, every method, as tests/trust/routes.csv has it.

Here the methods that tell most; `ROUTES=full pytest tests/trust/test_routes.py` asks all of them, and `ROUTES=write`
writes the file anew (with ROUTES_WITH=conta/ those routes only): read the difference before it is committed.
"""

import logging
import os
from collections.abc import Iterator

import pytest

from tests.trust import matrix

pytestmark = pytest.mark.django_db
FORM = os.environ.get("ROUTES", "short")
PART = os.environ.get("ROUTES_WITH", "")  # only routes that hold this
PAGES = ("GET", "POST")  # the views of pages and of the back office take no other, or for one of these
API = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def world(settings) -> Iterator[matrix.World]:
    settings.LIMITS_OFF_ON_LOOPBACK = True
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    logging.disable(logging.WARNING)  # ten thousand lines nobody reads
    yield matrix.build()
    logging.disable(logging.NOTSET)


def methods_for(route: str) -> tuple[str, ...]:
    if FORM != "short":
        return matrix.METHODS
    return API if route.startswith("api/") else PAGES


@pytest.mark.once
def test_every_route_answers_every_person_and_method_as_written(world: matrix.World) -> None:
    found: matrix.Rows = {}
    for route in [route for route in matrix.routes() if PART in route]:
        found |= matrix.asked(world, route, methods_for(route))
    if FORM == "write":
        matrix.write(matrix.written() | found if PART else found)
    expected = matrix.written()
    different = {key: found[key] for key in found if expected.get(key) != found[key]}
    assert not different, matrix.as_text(different)
    assert {route for route, _ in expected} == set(matrix.routes()), "routes that are no more"
    assert not [key for key, statuses in expected.items() if max(statuses) >= 500]


def test_the_file_asks_every_route_by_every_method() -> None:
    assert set(matrix.written()) == {(route, method) for route in matrix.routes() for method in matrix.METHODS}
