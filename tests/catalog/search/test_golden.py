"""The written queries find their product in the first five."""

import pytest

from catalog.models import Product
from catalog.search import ProductQuery
from tests.catalog.search.golden import GOLDEN

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("demo")
def test_the_product_expected_is_among_the_first_five() -> None:
    sku = dict(Product.objects.values_list("pk", "sku"))
    missed = []
    for text, expected, kind in GOLDEN:
        first = [sku[pk] for pk in ProductQuery.from_params({"q": text}).page(1, 5).ids]
        if expected not in first:
            missed.append((text, kind, expected, first))
    assert len(GOLDEN) >= 80
    assert len(missed) <= len(GOLDEN) * 0.05, missed


def test_every_kind_of_query_is_written_down() -> None:
    kinds = {kind for _, _, kind in GOLDEN}
    assert {"accent", "typo", "plural", "synonym", "unit", "code"} <= kinds
    assert len({text for text, _, _ in GOLDEN}) == len(GOLDEN)
