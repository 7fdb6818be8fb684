"""The fast insert writes exactly what `bulk_create` would have written."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from catalog import bulk
from catalog.models import Image, PriceChange, Product
from tests import make

pytestmark = pytest.mark.django_db


def draft(number: int, now: datetime, **changes: Any) -> Product:
    terms = {
        "title": f"Pendente {number}", "slug": f"pendente-{number}", "category": make.default_category(),
        "price": Decimal("1234.56"), "sale_price": Decimal("1234.56"), "tags": ["é", {"a": None}],
        "weight": Decimal("1.250"), "source_base": {"fields": {"price": "1.00"}}, "created_at": now, "updated_at": now,
        "source": "x", "external_id": str(number), "sale_starts_at": None,
    }  # fmt: skip
    return Product(**(terms | changes))


def stored(pk: int) -> dict[str, Any]:
    values = Product.objects.values().get(pk=pk)
    return {name: value for name, value in values.items() if name not in ("id", "slug", "title", "external_id")}


def test_the_same_row_by_both_ways(now: datetime) -> None:
    slow, fast = draft(1, now), draft(2, now)
    Product.objects.bulk_create([slow])
    bulk.insert_objects([fast])
    assert stored(slow.pk) == stored(fast.pk)
    assert (fast.pk, fast._state.adding) == (Product.objects.get(external_id="2").pk, False)


def test_keys_come_back_in_order_over_several_batches(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_PARAMETERS", 150)
    made = [draft(number, now) for number in range(1, 12)]
    bulk.insert_objects(made)
    assert [Product.objects.get(pk=row.pk).external_id for row in made] == [str(n) for n in range(1, 12)]


def test_chosen_columns_and_nothing_to_insert(now: datetime) -> None:
    product = make.product()
    PriceChange.objects.all().delete()
    columns = ("product_id", "price", "sale_price", "started_at")  # the table itself knows the rest
    keys = bulk.insert(PriceChange, columns, [(product.pk, Decimal("9.90"), Decimal("8.00"), now)])
    row = PriceChange.objects.get(pk=keys[0])
    assert (row.price, row.sale_price, row.is_shown, row.started_at) == (Decimal("9.90"), Decimal("8.00"), True, now)
    assert bulk.insert(PriceChange, columns, []) == []
    bulk.insert_objects([])


def test_the_database_still_says_no(now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_objects([draft(1, now, price=Decimal("-1.00"), sale_price=Decimal("-1.00"))])
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_objects([draft(1, now), draft(2, now, slug="pendente-1")])
    assert not Product.objects.filter(source="x").exists()


def test_percent_signs_and_quotes_are_data(now: datetime) -> None:
    text = "100% '); DROP TABLE catalog_product; -- \" %s"
    made = draft(1, now, title=text)
    bulk.insert_objects([made])
    image = Image(product=made, source_url=text, alt=text)
    bulk.insert_objects([image])
    image.refresh_from_db()
    assert (Product.objects.get(pk=made.pk).title, image.alt) == (text, text)


def test_an_upsert_sets_only_the_columns_it_names(now: datetime) -> None:
    old, other = draft(1, now), draft(2, now)
    bulk.insert_objects([old, other])
    fresh = [draft(1, now, title="Outro nome", sku="S-1"), draft(3, now)]
    bulk.upsert_objects(fresh, unique=["source", "external_id"], update=["title"])
    rows = Product.objects.order_by("external_id").values_list("external_id", "title", "sku")
    assert list(rows) == [("1", "Outro nome", ""), ("2", "Pendente 2", ""), ("3", "Pendente 3", "")]
    assert Product.objects.get(external_id="1").pk == old.pk
    bulk.upsert_objects([], unique=["source"], update=["title"])


def test_a_made_instance_is_the_model_s_own(now: datetime) -> None:
    values = {"source": "x", "external_id": "1", "slug": "s", "title": "t", "price": Decimal(1)}
    values |= {"created_at": now, "updated_at": now}
    made, own = bulk.maker(Product)(**values), Product(**values)
    names = [field.attname for field in Product._meta.concrete_fields]
    assert [getattr(made, name) for name in names] == [getattr(own, name) for name in names]
    assert (made._state.adding, made._state.db, made.pk) == (True, None, None)
    assert made.tags is not bulk.maker(Product)(**values).tags
    with pytest.raises(TypeError, match="preco"):
        bulk.maker(Product)(preco=1)
