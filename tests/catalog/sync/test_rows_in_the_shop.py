"""What a faulty row, a vanished row or a suspicious feed does to the shop."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from catalog import publication
from catalog.models import Category, Image, PriceChange, Product, SlugHistory, StockMove, SyncIssue, SyncRun
from tests import make
from tests.catalog.sync.conftest import Sync
from tests.catalog.sync.upstream import row

pytestmark = pytest.mark.django_db


def rows(count: int, **changes: Any) -> list[dict[str, Any]]:
    return [row(number, **changes) for number in range(1, count + 1)]


def product(number: int) -> Product:
    return Product.objects.get(source="dummyjson", external_id=str(number))


def changed(count: int, number: int, **changes: Any) -> list[dict[str, Any]]:
    """`count` faultless rows, one of them with changes."""
    return [row(n, **(changes if n == number else {})) for n in range(1, count + 1)]


def test_a_product_arrives_with_everything_the_source_said(feed: Sync, now: datetime) -> None:
    report = feed([row(1)])
    made = product(1)
    assert (report.exit_code, report.counts["created"], report.counts["images"]) == (0, 1, 1)
    assert (made.title, made.slug, made.price, made.discount_percentage) == (
        "Luminária 1", "luminaria-1", Decimal("52.50"), Decimal("5.00"),
    )  # fmt: skip
    assert (made.sale_price, made.is_visible, made.stock) == (Decimal("49.88"), True, 7)
    assert (made.brand.name, made.category.slug, made.tags) == ("Lume", "luminarias", ["luz"])
    assert (made.weight, made.width, made.warranty) == (Decimal("2.000"), Decimal("10.50"), "1 ano")
    move = StockMove.objects.get(product=made)
    assert (move.delta, move.balance, move.cause) == (7, 7, "initial")
    price = PriceChange.objects.get(product=made)
    assert (price.price, price.sale_price, price.started_at) == (Decimal("52.50"), Decimal("49.88"), now)
    image = Image.objects.get(product=made)
    assert (image.source_url, image.state) == ("https://cdn.dummyjson.com/p/1/1.webp", "linked")


def test_prices_are_converted_once_half_up_and_the_run_records_the_rate(feed: Sync, settings: Any) -> None:
    settings.SYNC_EXCHANGE_RATE = "5.333"
    report = feed([row(1, price=0.15), row(2, price=9.99)])
    assert [product(n).price for n in (1, 2)] == [Decimal("0.80"), Decimal("53.28")]
    assert report.exchange_rate == "5.333000"
    assert SyncRun.objects.get().exchange_rate == Decimal("5.333000")


def test_a_new_rate_moves_prices_and_nothing_else(feed: Sync, settings: Any, now: datetime) -> None:
    feed(rows(3))
    Product.objects.filter(external_id="2").update(price=Decimal("60.00"))  # the shop's own price
    settings.SYNC_EXCHANGE_RATE = "6"
    report = feed(rows(3), at=now + timedelta(days=1))
    assert (report.counts["updated"], report.counts["unchanged"], report.counts["conflicts"]) == (2, 1, 1)
    assert [product(n).price for n in (1, 2, 3)] == [Decimal("63.00"), Decimal("60.00"), Decimal("63.00")]
    again = feed(rows(3), at=now + timedelta(days=2))
    assert (again.counts["updated"], again.counts["unchanged"]) == (0, 3)


def test_the_second_run_changes_nothing(feed: Sync, now: datetime) -> None:
    feed(rows(5))
    before = list(Product.objects.order_by("pk").values())
    report = feed(rows(5), at=now + timedelta(days=1))
    assert (report.counts["unchanged"], report.counts["updated"], report.counts["created"]) == (5, 0, 0)
    assert list(Product.objects.order_by("pk").values()) == before


def test_a_refused_row_keeps_what_the_shop_has_and_is_listed(feed: Sync, now: datetime) -> None:
    feed(rows(30))
    before = Product.objects.values().get(external_id="3")
    report = feed(changed(30, 3, price="9.99"), at=now + timedelta(days=1))
    assert (report.exit_code, report.counts["rejected"], report.counts["unchanged"]) == (3, 1, 29)
    assert report.counts["deactivated"] == 0
    assert report.rows["rejected"] == [
        {"kind": "row", "id": "3", "field": "price", "code": "wrong_type", "value": "9.99",
         "message": "O preço falta ou não é um número JSON."}
    ]  # fmt: skip
    assert Product.objects.values().get(external_id="3") == before
    issue = SyncIssue.objects.get()
    assert (issue.kind, issue.external_id, issue.field, issue.code) == ("rejected", "3", "price", "wrong_type")


def test_one_bad_row_stops_the_run_when_asked_so(feed: Sync) -> None:
    report = feed(changed(30, 3, price=None), on_error="abort")
    assert (report.exit_code, report.flag, Product.objects.count()) == (5, "--on-error reject", 0)


def test_many_bad_rows_stop_the_run(feed: Sync) -> None:
    bad = [row(n, title=None) for n in range(1, 4)] + [row(n) for n in range(4, 21)]
    report = feed(bad)
    assert (report.exit_code, report.reason, report.flag) == (5, "rejects", "--max-rejects 15%")
    assert Product.objects.count() == 0
    assert feed(bad, max_rejects=Decimal(15)).exit_code == 3
    assert Product.objects.count() == 17


def test_identical_twins_count_once_and_differing_ones_not_at_all(feed: Sync) -> None:
    feed(rows(40))
    twins = [*rows(40), row(5), row(6, price=11)]
    report = feed(twins)
    assert (report.exit_code, report.counts["rejected"], report.counts["unchanged"]) == (3, 2, 39)
    assert [(entry["id"], entry["code"]) for entry in report.rows["rejected"]] == [("6", "duplicate_differs")] * 2
    assert [(entry["id"], entry["code"]) for entry in report.rows["warnings"]] == [("5", "duplicate")]
    assert (product(6).price, product(6).vanished_at) == (Decimal("52.50"), None)


def test_a_number_and_its_text_are_the_same_id(feed: Sync) -> None:
    report = feed([*rows(40), row("7", title="Outra", sku="X")])
    assert (report.counts["created"], report.counts["rejected"]) == (39, 2)


def test_unknown_keys_are_told_once(feed: Sync) -> None:
    report = feed(rows(3, surprise=1))
    assert report.exit_code == 0
    assert [(entry["code"], entry["value"]) for entry in report.rows["warnings"]] == [("unknown_fields", "surprise")]
    assert feed(rows(3, surprise=1), strict=True).exit_code == 3


def test_a_vanished_product_leaves_the_window_and_comes_back_the_same(feed: Sync, now: datetime) -> None:
    feed(rows(20))
    pk, slug = product(20).pk, product(20).slug
    report = feed(rows(19), at=now + timedelta(days=1))
    assert (report.exit_code, report.counts["deactivated"]) == (0, 1)
    gone = product(20)
    assert (gone.is_visible, gone.vanished_at, gone.is_published) == (False, now + timedelta(days=1), True)
    report = feed(rows(20), at=now + timedelta(days=2))
    assert (report.counts["reactivated"], report.counts["created"]) == (1, 0)
    back = product(20)
    assert (back.pk, back.slug, back.is_visible, back.vanished_at) == (pk, slug, True, None)


def test_what_staff_took_off_the_shelf_stays_off_when_it_reappears(feed: Sync) -> None:
    feed(rows(20))
    feed(rows(19))
    Product.objects.filter(external_id="20").update(is_published=False)
    feed(rows(20))
    assert (product(20).vanished_at, product(20).is_visible) == (None, False)


def test_too_many_vanished_stop_the_run(feed: Sync) -> None:
    feed(rows(30))
    report = feed(rows(26))
    assert (report.exit_code, report.reason, report.flag) == (
        5, "deactivation", "--max-deactivate 14% (ou --no-deactivate)",
    )  # fmt: skip
    assert Product.objects.filter(vanished_at=None).count() == 30
    assert feed(rows(26), deactivate=False).counts["deactivated"] == 0
    assert feed(rows(26), max_deactivate=Decimal(14)).counts["deactivated"] == 4


def test_an_empty_or_halved_source_stops_the_run(feed: Sync) -> None:
    assert feed([]).exit_code == 5
    feed(rows(30))
    report = feed(rows(14))
    assert (report.exit_code, report.reason, report.flag) == (5, "shrink", "--accept-shrink")
    assert feed(rows(14), accept_shrink=True).reason == "deactivation"
    assert feed(rows(14), accept_shrink=True, max_deactivate=Decimal(100)).counts["deactivated"] == 16


def test_a_refused_row_does_not_count_as_vanished(feed: Sync) -> None:
    feed(rows(20))
    report = feed(changed(20, 20, title=""))
    assert (report.counts["rejected"], report.counts["deactivated"]) == (1, 0)


def test_products_of_others_are_invisible_to_the_sync(feed: Sync) -> None:
    feed(rows(20))
    feed(rows(2), source="outra")
    own = Product.objects.create(title="Da casa", slug="da-casa", category=Category.objects.first(), price=Decimal(9))
    feed(rows(20))
    assert Product.objects.get(pk=own.pk).vanished_at is None
    assert Product.objects.filter(source="outra", vanished_at=None).count() == 2


def test_a_narrowed_scope_judges_only_itself(feed: Sync) -> None:
    shop = [*rows(20), *(row(n, category="vasos") for n in range(21, 41))]
    feed(shop)
    assert feed(shop[:5], ids=("1",)).counts["deactivated"] == 0
    assert feed(shop[:5], limit=5).counts["deactivated"] == 0
    report = feed([*shop[5:20], *shop[20:39]], categories=("vasos",))
    assert (report.counts["deactivated"], report.counts["unchanged"]) == (1, 19)
    assert (product(40).is_visible, product(1).is_visible) == (False, True)


def test_a_price_that_jumps_is_held_while_the_rest_follows(feed: Sync, now: datetime) -> None:
    feed(rows(30))
    jump = changed(30, 4, price=15.76, title="Novo nome")
    report = feed(jump, at=now + timedelta(days=1))
    assert (report.exit_code, report.counts["held"], report.counts["updated"]) == (3, 1, 1)
    assert [(e["id"], e["field"], e["code"]) for e in report.rows["held"]] == [("4", "price", "price_jump")]
    assert (product(4).price, product(4).title) == (Decimal("52.50"), "Novo nome")
    again = feed(jump, at=now + timedelta(days=2))
    assert (again.exit_code, again.counts["held"], again.counts["updated"], again.counts["unchanged"]) == (3, 1, 0, 30)
    accepted = feed(jump, accept_price_change=True, at=now + timedelta(days=3))
    assert (accepted.exit_code, product(4).price) == (0, Decimal("78.80"))


def test_a_move_of_exactly_half_is_no_jump(feed: Sync) -> None:
    feed(rows(30))
    report = feed(changed(30, 4, price=15.75))
    assert (report.exit_code, product(4).price) == (0, Decimal("78.75"))


def test_many_jumping_prices_stop_the_run(feed: Sync) -> None:
    feed(rows(20))
    report = feed(rows(20, price=1))
    assert (report.exit_code, report.reason) == (5, "prices")
    assert "--accept-price-change" in report.flag
    assert product(1).price == Decimal("52.50")


NEW_IDENTITY = {"title": "Rímel", "category": "beleza", "brand": "Outra", "sku": "NOVO-1"}


def test_an_id_that_means_another_article_is_held(feed: Sync) -> None:
    feed(rows(30))
    report = feed(changed(30, 4, **NEW_IDENTITY))
    assert (report.exit_code, report.counts["held"], report.counts["unchanged"]) == (3, 1, 29)
    assert report.rows["held"][0]["code"] == "identity_changed"
    assert (product(4).title, product(4).is_visible) == ("Luminária 4", True)


def test_two_articles_keep_apart_when_the_change_is_accepted(feed: Sync, now: datetime) -> None:
    feed(rows(30))
    old = product(4)
    report = feed(changed(30, 4, **NEW_IDENTITY), accept_identity_change=True, at=now + timedelta(days=1))
    assert (report.exit_code, report.counts["created"], report.counts["deactivated"]) == (0, 1, 1)
    new = product(4)
    assert (new.title, new.pk == old.pk) == ("Rímel", False)
    old.refresh_from_db()
    assert (old.source, old.title, old.is_visible, old.slug) == ("", "Luminária 4", False, "luminaria-4")
    assert feed(changed(30, 4, **NEW_IDENTITY)).counts["unchanged"] == 30


@pytest.mark.parametrize("kept", ["title", "category", "sku", "brand"])
def test_one_name_that_stays_keeps_the_identity(feed: Sync, kept: str) -> None:
    feed(rows(30))
    changes = {name: value for name, value in NEW_IDENTITY.items() if name != kept}
    report = feed(changed(30, 4, **changes))
    assert (report.exit_code, report.counts["held"], report.counts["updated"]) == (0, 0, 1)


def test_clashing_addresses_get_the_id_and_stay_for_ever(feed: Sync) -> None:
    feed([row(1, title="Abajur"), row(2, title="Abajur!"), row(3, title="ABAJUR")])
    assert [product(n).slug for n in (1, 2, 3)] == ["abajur", "abajur-2", "abajur-3"]
    feed([row(1, title="Outro nome"), row(2, title="Abajur!"), row(3, title="ABAJUR")])
    assert (product(1).slug, product(1).title) == ("abajur", "Outro nome")


def test_an_address_once_used_is_not_given_out_again(feed: Sync) -> None:
    feed([row(1)])
    SlugHistory.objects.create(product=product(1), slug="luminaria-2")
    feed(rows(2))
    assert product(2).slug == "luminaria-2-2"


def test_a_title_without_letters_still_gets_an_address(feed: Sync) -> None:
    feed([row(1, title="???"), row(2, title="灯")])
    assert [product(n).slug for n in (1, 2)] == ["produto", "produto-2"]


def test_a_sku_belongs_to_one_product(feed: Sync) -> None:
    report = feed([row(1), row(2, sku="SKU-1")])
    assert report.exit_code == 0
    assert [product(n).sku for n in (1, 2)] == ["SKU-1", ""]
    assert [(entry["id"], entry["code"]) for entry in report.rows["warnings"]] == [("2", "sku_taken")]
    assert feed([row(1), row(2, sku="SKU-1")]).counts["unchanged"] == 2


def test_skus_may_change_hands(feed: Sync) -> None:
    feed(rows(3))
    feed([row(1, sku="SKU-2"), row(2, sku="SKU-1"), row(3)])
    assert [product(n).sku for n in (1, 2, 3)] == ["SKU-2", "SKU-1", "SKU-3"]


def test_the_first_import_opens_its_categories_and_later_ones_arrive_hidden(feed: Sync) -> None:
    feed([row(1, category="home-decoration"), row(2, category="vasos")])
    assert list(Category.objects.order_by("slug").values_list("slug", "name", "is_active")) == [
        ("home-decoration", "Home decoration", True), ("vasos", "Vasos", True),
    ]  # fmt: skip
    report = feed([row(1, category="home-decoration"), row(2, category="vasos"), row(3, category="tapetes")])
    new = Category.objects.get(slug="tapetes")
    assert (new.is_active, product(3).is_visible, product(3).category) == (False, False, new)
    assert [entry["code"] for entry in report.rows["warnings"]] == ["new_category"]


def test_a_category_can_be_mapped_to_one_of_ours(feed: Sync, settings: Any) -> None:
    ours = Category.objects.create(name="Abajures", slug="abajures")
    settings.SYNC_CATEGORY_MAP = {"lamps": "abajures"}
    feed([row(1, category="lamps")])
    assert product(1).category == ours
    assert Category.objects.count() == 1


def test_a_category_address_already_taken_gets_the_source(feed: Sync) -> None:
    Category.objects.create(name="Vasos", slug="vasos")
    feed([row(1, category="vasos")])
    assert product(1).category.slug == "vasos-dummyjson"


def test_a_category_that_seems_renamed_is_told(feed: Sync) -> None:
    shop = [*rows(10), *(row(n, category="vazos") for n in range(11, 16))]
    feed(shop)
    moved = [row(n, category="vasos") if n > 10 else row(n) for n in range(1, 16)]
    report = feed(moved, dry_run=True)
    codes = {entry["code"]: entry["message"] for entry in report.rows["warnings"]}
    assert "--rename-category vazos=vasos" in codes["category_renamed"]


def test_a_renamed_category_keeps_its_row_and_address(feed: Sync) -> None:
    shop = [*rows(10), *(row(n, category="vazos") for n in range(11, 16))]
    feed(shop)
    old = Category.objects.get(slug="vazos")
    moved = [row(n, category="vasos") if n > 10 else row(n) for n in range(1, 16)]
    report = feed(moved, rename_categories={"vazos": "vasos"})
    old.refresh_from_db()
    assert (report.exit_code, report.counts["created"], Category.objects.count()) == (0, 0, 2)
    assert (old.external_slug, old.slug, old.name, product(15).category) == ("vasos", "vazos", "Vasos", old)
    assert feed(moved).counts["unchanged"] == 15
    assert feed(moved, rename_categories={"x": "y"}).exit_code == 2


def test_pictures_follow_the_source_and_keep_their_rows(feed: Sync) -> None:
    first = [f"https://cdn.dummyjson.com/{n}.webp" for n in (1, 2, 3)]
    feed([row(1, images=first)])
    rows_before = list(Image.objects.order_by("position").values_list("pk", flat=True))
    moved = ["https://cdn.dummyjson.com/2.webp", "https://cdn.dummyjson.com/9.webp"]
    feed([row(1, images=moved)])
    after = list(Image.objects.order_by("position").values_list("pk", "source_url"))
    assert after == [(rows_before[1], moved[0]), (rows_before[0], moved[1])]


def test_pictures_the_shop_added_stay(feed: Sync) -> None:
    feed([row(1)])
    own = Image.objects.create(product=product(1), file="p/ab/abc.webp", position=9)
    feed([row(1, images=[])])
    assert (
        list(Image.objects.filter(product=product(1)).order_by("position").values_list("pk", flat=True))[-1] == own.pk
    )


def test_without_pictures_nothing_is_linked_and_they_come_later(feed: Sync) -> None:
    feed([row(1)], images="none")
    assert Image.objects.count() == 0
    assert feed([row(1)], images="none").counts["unchanged"] == 1
    feed([row(1)])
    assert Image.objects.count() == 1


def test_stock_is_the_shops_after_the_first_day(feed: Sync, now: datetime) -> None:
    feed([row(1)])
    Product.objects.filter(external_id="1").update(stock=3)
    report = feed([row(1, stock=50)])
    assert (report.counts["unchanged"], product(1).stock) == (1, 3)
    report = feed([row(1, stock=50)], force_fields=frozenset({"stock"}))
    assert (report.counts["updated"], product(1).stock) == (1, 50)
    move = StockMove.objects.order_by("-pk").first()
    assert move is not None
    assert (move.delta, move.balance, move.cause, move.reference) == (47, 50, "sync", "dummyjson")


def test_markup_in_a_feed_is_shown_as_text(feed: Sync, client: Any) -> None:
    feed([row(1, title="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")])
    body = client.get(product(1).get_absolute_url()).content.decode()
    assert "<script>alert(1)</script>" not in body
    assert "<img src=x" not in body


def test_a_text_the_database_would_refuse_never_reaches_it(feed: Sync) -> None:
    bad = [*rows(60), row(61, title="a\x00b"), row(62, brand="\ud800"), row(63, title="x" * 201)]
    report = feed(bad)
    assert (report.exit_code, report.counts["created"], report.counts["rejected"]) == (3, 60, 3)


def test_an_address_lost_between_the_look_and_the_insert_makes_the_block_begin_anew(
    feed: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearse = publication.rehearse
    rivals: list[Product] = []

    def beaten(**given: Any) -> publication.Debut | None:
        if not rivals:
            rivals.append(make.product("Rival", slug=given["product"].slug))
        return rehearse(**given)

    monkeypatch.setattr(publication, "rehearse", beaten)
    report = feed([row(1, title="Lamp"), row(2, title="Vase")])
    assert (report.counts["created"], report.counts["retries"]) == (2, 1)
    assert (rivals[0].slug, product(1).slug, product(2).slug) == ("lamp", "lamp-1", "vase")
    assert json.loads(product(1).card.data)["slug"] == "lamp-1"
    assert json.loads(product(1).card.data)["id"] == product(1).pk
