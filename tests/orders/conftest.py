"""Tests of orders pay by Pix unless they say otherwise."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.orders.rivals import Arena, databases


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    settings.PIX_MERCHANT_NAME, settings.PIX_MERCHANT_CITY = "Ilumina Casa", "São Paulo"


@pytest.fixture(scope="module", params=databases())
def arena(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """A migrated shop on a real database of its own (one file plays without the guard), for rivals in processes."""
    folder: Path = tmp_path_factory.mktemp("arena")
    made = Arena(kind=request.param, folder=folder).open()
    yield made
    made.close()
