"""What people changed in the shop stays theirs; what they left alone follows the source."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from catalog.models import Category, Product, SyncIssue
from catalog.sync import edited_fields, take_upstream
from catalog.sync.ownership import followed_fields
from tests.catalog.sync.conftest import Sync
from tests.catalog.sync.upstream import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(feed: Sync) -> Product:
    feed([row(1)])
    return Product.objects.get()


@pytest.mark.parametrize(
    ("column", "staff", "key", "source", "arrives"),
    [
        ("title", "Nosso nome", "title", "Nome novo", "Nome novo"),
        ("description", "Nosso texto", "description", "Texto novo", "Texto novo"),
        ("price", Decimal("54.00"), "price", 12, Decimal("60.00")),
        ("discount_percentage", Decimal("1.00"), "discountPercentage", 7.5, Decimal("7.50")),
        ("sku", "NOSSO", "sku", "NOVO", "NOVO"),
        ("tags", ["nossa"], "tags", ["nova"], ["nova"]),
        ("weight", Decimal("9.000"), "weight", 3, Decimal("3.000")),
        ("warranty", "vitalícia", "warrantyInformation", "2 anos", "2 anos"),
        ("minimum_order_quantity", 9, "minimumOrderQuantity", 4, 4),
    ],
)
def test_three_ways_of_a_field(
    lamp: Product, feed: Sync, *, column: str, staff: Any, key: str, source: Any, arrives: Any
) -> None:
    Product.objects.update(**{column: staff})
    report = feed([row(1, tags=["luz"], images=[])])  # the source moved elsewhere: ours stays, silently
    assert (report.counts["updated"], report.counts["conflicts"]) == (1, 0)
    report = feed([row(1, images=[], **{key: source})])  # both moved: ours stays, and it is told
    assert (report.exit_code, report.counts["conflicts"]) == (0, 1)
    lamp.refresh_from_db()
    assert getattr(lamp, column) == staff
    again = feed([row(1, images=[], **{key: source})])
    assert (again.counts["unchanged"], again.counts["conflicts"]) == (1, 0)
    name = next(iter(edited_fields(lamp)))
    report = feed([row(1, images=[], **{key: source})], force_fields=frozenset({name}))
    lamp.refresh_from_db()
    assert (report.counts["updated"], getattr(lamp, column)) == (1, arrives)


def test_a_field_left_alone_follows_the_source(lamp: Product, feed: Sync) -> None:
    Product.objects.update(title="Nosso nome")
    feed([row(1, price=11, description="Novo texto")])
    lamp.refresh_from_db()
    assert (lamp.title, lamp.price, lamp.description) == ("Nosso nome", Decimal("55.00"), "Novo texto")


def test_staff_moves_a_product_to_another_shelf(lamp: Product, feed: Sync) -> None:
    shelf = Category.objects.create(name="Ofertas", slug="ofertas")
    Product.objects.update(category=shelf)
    feed([row(1, title="Outro")])
    lamp.refresh_from_db()
    assert (lamp.category, lamp.title) == (shelf, "Outro")


def test_columns_that_are_the_shops_are_never_written(lamp: Product, feed: Sync) -> None:
    own = {"seo_title": "SEO", "boost": 7, "low_stock_threshold": 2, "units_sold": 4, "stock": 1, "is_published": False}
    Product.objects.update(**own)
    feed([row(1, title="Outro", stock=70, price=11)])
    lamp.refresh_from_db()
    assert {name: getattr(lamp, name) for name in own} == own
    assert lamp.slug == "luminaria-1"


def test_the_conflict_is_kept_for_the_admin(lamp: Product, feed: Sync) -> None:
    Product.objects.update(title="Nosso nome")
    report = feed([row(1, title="Nome deles")])
    issue = SyncIssue.objects.get()
    assert (issue.kind, issue.external_id, issue.field, issue.value) == ("conflict", "1", "title", "Nome deles")
    assert report.as_dict()["conflict_rows"][0]["code"] == "both_changed"


def test_the_admin_can_tell_who_owns_a_field(lamp: Product, feed: Sync) -> None:
    assert {"title", "price", "category_id"} <= set(followed_fields(lamp))
    lamp.title = "Nosso nome"
    assert "title" not in followed_fields(lamp)
    assert edited_fields(lamp) == {"title": "Luminária 1"}
    assert followed_fields(Product(title="Da casa")) == []


def test_the_sources_value_can_be_taken_back(lamp: Product, feed: Sync, now: datetime) -> None:
    Product.objects.update(title="Nosso nome", price=Decimal("1.00"), sale_price=Decimal("1.00"))
    feed([row(1, title="Nome deles", price=11)])
    later = now + timedelta(days=1)
    assert take_upstream(product_id=lamp.pk, names=frozenset({"title", "price"}), at=later) == ["price", "title"]
    lamp.refresh_from_db()
    assert (lamp.title, lamp.price, lamp.sale_price, lamp.updated_at) == (
        "Nome deles", Decimal("55.00"), Decimal("52.25"), later,
    )  # fmt: skip
    assert feed([row(1, title="Nome deles", price=11)]).counts["unchanged"] == 1


def test_a_picture_staff_took_away_stays_away(lamp: Product, feed: Sync) -> None:
    feed([row(1, images=["https://cdn.dummyjson.com/1.webp", "https://cdn.dummyjson.com/2.webp"])])
    lamp.images.filter(source_url__endswith="2.webp").delete()
    report = feed(
        [row(1, title="Outro", images=["https://cdn.dummyjson.com/1.webp", "https://cdn.dummyjson.com/2.webp"])]
    )
    assert (lamp.images.count(), report.counts["conflicts"]) == (1, 0)
    report = feed([row(1, images=["https://cdn.dummyjson.com/3.webp"])])
    assert (lamp.images.count(), report.counts["conflicts"]) == (1, 1)
