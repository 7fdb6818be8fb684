"""The upstream's real history, replayed: what changed hands, moved or lied in the past must not hurt us."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from catalog.models import Category, Image, Product, SyncRun
from tests.catalog.sync.conftest import Sync
from tests.catalog.sync.upstream import Upstream

pytestmark = pytest.mark.django_db
HISTORY = {name: f"history/products-{name}.json" for name in (
    "2024-01-06-0383e70", "2024-05-23-00ab5cf", "2024-07-03-e79a1be", "2025-04-30-19b1194",
)}  # fmt: skip
NEWEST = "products.json"


@pytest.fixture
def replay(shared: Path, sync: Sync, now: datetime) -> Sync:
    days = iter(range(1000))

    def go(name: str, **options: object) -> object:
        file = shared / HISTORY.get(name, name)
        return sync(file=str(file), at=now + timedelta(days=next(days)), **options)

    return go


def snapshot() -> list[dict[str, object]]:
    return list(Product.objects.order_by("pk").values())


def test_the_real_catalogue_arrives_whole(replay: Sync) -> None:
    report = replay(NEWEST)
    assert (report.exit_code, report.counts["created"], report.counts["rejected"]) == (0, 194, 0)
    assert (Product.objects.filter(is_visible=True).count(), Category.objects.filter(is_active=True).count()) == (
        194,
        24,
    )
    assert Image.objects.count() == 474
    assert sum(Product.objects.values_list("price", flat=True)) == Decimal("1522999.80")  # 304,599.96 at 5.00
    assert Product.objects.filter(brand=None).count() == 92
    assert Product.objects.get(external_id="47").title == "Table Lamp"


def test_the_second_run_changes_no_row(replay: Sync) -> None:
    replay(NEWEST)
    before = snapshot()
    report = replay(NEWEST)
    assert (report.exit_code, report.counts["unchanged"], report.counts["queries"] <= 12) == (0, 194, True)
    assert [report.counts[name] for name in ("created", "updated", "reactivated", "deactivated")] == [0, 0, 0, 0]
    assert snapshot() == before


def test_served_by_a_server_the_unchanged_run_is_one_request(upstream: Upstream, shared: Path, sync: Sync) -> None:
    upstream.rows = json.loads((shared / NEWEST).read_bytes())["products"]
    upstream.names = json.loads((shared / "categories.json").read_bytes())
    first = sync(url=upstream.url)
    assert (first.exit_code, first.counts["created"], first.counts["requests"]) == (0, 194, 2)
    assert Category.objects.get(slug="home-decoration").name == "Home Decoration"
    before = snapshot()
    second = sync(url=upstream.url)
    assert (second.exit_code, second.counts["requests"], second.counts["unchanged"]) == (0, 1, 194)
    assert (second.counts["queries"] <= 4, snapshot() == before) == (True, True)
    full = sync(url=upstream.url, full=True)
    assert (full.counts["requests"], full.counts["bytes"] > 300_000, full.counts["unchanged"]) == (1, True, 194)


def test_a_year_of_new_skus_and_pictures_updates_in_place(replay: Sync) -> None:
    replay("2024-07-03-e79a1be")
    before = {row["external_id"]: row for row in Product.objects.values("external_id", "pk", "slug", "sku", "stock")}
    for name in ("2025-04-30-19b1194", NEWEST):
        report = replay(name)
        assert (report.exit_code, report.counts["updated"], report.counts["created"]) == (0, 194, 0)
        assert (report.counts["held"], report.counts["conflicts"], report.counts["deactivated"]) == (0, 0, 0)
    after = {row["external_id"]: row for row in Product.objects.values("external_id", "pk", "slug", "sku", "stock")}
    assert all(after[key][name] == before[key][name] for key in before for name in ("pk", "slug", "stock"))
    assert sum(after[key]["sku"] != before[key]["sku"] for key in before) == 194
    assert Product.objects.get(external_id="1").sku == "BEA-ESS-ESS-001"
    assert Image.objects.count() == 474


def test_the_day_every_id_changed_hands_stops_the_run(replay: Sync) -> None:
    replay("2024-01-06-0383e70")
    before, categories = snapshot(), Category.objects.count()
    report = replay("2024-05-23-00ab5cf")
    assert (report.exit_code, report.reason, report.flag) == (5, "identity", "--accept-identity-change")
    assert (snapshot() == before, Category.objects.count()) == (True, categories)
    assert SyncRun.objects.order_by("-pk").first().state == "stopped"


def test_that_day_can_be_accepted_and_old_articles_keep_their_rows(replay: Sync) -> None:
    replay("2024-01-06-0383e70")
    old = dict(Product.objects.values_list("pk", "title"))
    report = replay("2024-05-23-00ab5cf", accept_identity_change=True, accept_price_change=True)
    assert report.exit_code == 0
    assert Product.objects.filter(source="dummyjson", vanished_at=None).count() == 194
    detached = Product.objects.filter(source="")
    assert detached.count() >= 90
    assert {product.title for product in detached} <= set(old.values())
    assert not detached.filter(is_visible=True).exists()


def test_a_renamed_category_keeps_fourteen_products_in_place(replay: Sync) -> None:
    replay("2024-05-23-00ab5cf")
    category = Category.objects.get(external_slug="mobile-assesories")
    before = set(category.products.values_list("pk", flat=True))
    told = replay("2024-07-03-e79a1be", dry_run=True)
    assert "category_renamed" in [entry["code"] for entry in told.rows["warnings"]]
    report = replay("2024-07-03-e79a1be", rename_categories={"mobile-assesories": "mobile-accessories"})
    category.refresh_from_db()
    assert (report.exit_code, len(before), Category.objects.count()) == (0, 14, 24)
    assert set(category.products.values_list("pk", flat=True)) == before
    assert (category.external_slug, category.slug) == ("mobile-accessories", "mobile-assesories")


def test_without_the_flag_the_new_name_is_a_new_hidden_category(replay: Sync) -> None:
    replay("2024-05-23-00ab5cf")
    replay("2024-07-03-e79a1be")
    new = Category.objects.get(external_slug="mobile-accessories")
    assert (new.is_active, new.products.count()) == (False, 14)
    assert Category.objects.filter(external_slug="mobile-assesories").exists()


def test_the_price_staff_set_survives_every_step(replay: Sync) -> None:
    replay("2024-05-23-00ab5cf")
    Product.objects.filter(external_id="47").update(price=Decimal("999.00"), title="Abajur da casa")
    for name in ("2024-07-03-e79a1be", "2025-04-30-19b1194", NEWEST):
        replay(name)
    lamp = Product.objects.get(external_id="47")
    assert (lamp.price, lamp.title) == (Decimal("999.00"), "Abajur da casa")


@pytest.mark.parametrize(
    ("recorded", "code", "reason"),
    [
        ("trap-limit-empty-200", 5, "empty"),
        ("trap-limit-minus1-193-rows", 4, "short_page"),
        ("trap-skip-empty-null", 4, "bad_envelope"),
        ("page-first-default", 4, "short_page"),
        ("product-single-47", 4, "bad_envelope"),
        ("search-none", 5, "empty"),
        ("error-400-limit", 4, "bad_envelope"),
    ],
)
def test_recorded_answers_that_are_not_the_catalogue_change_nothing(
    replay: Sync, shared: Path, tmp_path: Path, *, recorded: str, code: int, reason: str
) -> None:
    replay(NEWEST)
    before = snapshot()
    file = tmp_path / "body.json"
    file.write_text(json.dumps(json.loads((shared / f"responses/{recorded}.json").read_bytes())["body"]))
    report = replay(str(file))
    assert (report.exit_code, report.reason) == (code, reason)
    assert snapshot() == before


def test_a_rehearsal_reads_the_same_and_writes_nothing(replay: Sync) -> None:
    replay("2024-07-03-e79a1be")
    before, runs = snapshot(), SyncRun.objects.count()
    told = replay(NEWEST, dry_run=True, diff=True)
    assert (told.exit_code, told.counts["updated"], told.run_id) == (0, 194, None)
    assert (snapshot() == before, SyncRun.objects.count()) == (True, runs)
    assert {"id": "1", "field": "sku", "old": "RCH45Q1A", "new": "BEA-ESS-ESS-001"} in told.diff
    real = replay(NEWEST)
    same = ("created", "updated", "unchanged", "deactivated", "rejected", "held", "conflicts")
    assert [told.counts[name] for name in same] == [real.counts[name] for name in same]
