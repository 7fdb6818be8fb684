"""The demo catalogue, with the few pieces it has none of."""

from datetime import datetime

import pytest

from catalog import publication, search
from catalog.models import Category, Product
from catalog.sync import Options, run
from catalog.sync.options import Exit, Pictures
from tests import make
from tests.catalog.fit.carts import EXTRAS


@pytest.fixture
def shelves(db: None, now: datetime) -> dict[str, Product]:
    """Every product of the demo catalogue and of EXTRAS, by its name in the carts."""
    search.forget()
    report = run(options=Options(source="demo", images=Pictures.NONE), at=now)
    assert report.exit_code == Exit.IN_SYNC, report.message
    found = {each.sku.removeprefix("IC-"): each for each in Product.objects.filter(source="demo")}
    for name, (title, shelf, specs) in EXTRAS.items():
        found[name] = make.product(
            title, category=Category.objects.get(slug=shelf), specs=specs, publish=False, price="300.00", at=now
        )
    publication.refresh(product_ids=[found[name].pk for name in EXTRAS], at=now)
    return found
