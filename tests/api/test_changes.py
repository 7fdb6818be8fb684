"""The feed of changes: a copy that follows it ends up equal to the shop."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from catalog import changes, publication
from catalog.models import CatalogueState, Product, ProductCard
from tests import make

pytestmark = pytest.mark.django_db
FEED = "/api/v1/products/changes/"


def follow(client: Client, address: str, copy: dict[int, Any]) -> str:
    """Apply the feed to `copy` until nothing waits; returns where to go on."""
    while True:
        body = client.get(address).json()
        for change in body["results"]:
            if change["type"] == "upsert":
                copy[change["product"]["id"]] = change["product"]
            else:
                copy.pop(change["id"], None)
        address = body["next"]
        if not body["has_more"]:
            return address


def edit(product: Product, **fields: Any) -> None:
    Product.objects.filter(pk=product.pk).update(**fields)
    publication.refresh(product_ids=[product.pk], at=timezone.now())


def window() -> dict[int, Any]:
    import json

    return {card.pk: json.loads(card.data) for card in ProductCard.objects.all()}


def test_a_copy_follows_edits_arrivals_and_departures(client: Client) -> None:
    products = make.products(7)
    copy: dict[int, Any] = {}
    place = follow(client, f"{FEED}?page_size=3", copy)
    assert copy == window()

    edit(products[2], title="Outro nome")
    edit(products[4], is_published=False)
    publication.remove(product=products[5], at=timezone.now())
    make.product()
    place = follow(client, place, copy)
    assert copy == window()
    assert len(copy) == 6

    edit(products[4], is_published=True)
    follow(client, place, copy)
    assert copy == window()
    assert len(copy) == 7


def test_a_deletion_names_the_product(client: Client) -> None:
    product = make.product(slug="lamparina")
    place = client.get(FEED).json()["next"]
    edit(product, is_published=False)
    assert client.get(place).json()["results"] == [{"type": "delete", "id": product.pk, "slug": "lamparina"}]


def test_the_next_cursor_is_always_given_and_quiet_feeds_answer_304(client: Client) -> None:
    make.product()
    first = client.get(FEED).json()
    assert first["has_more"] is False
    assert first["next"].endswith(f"cursor={first['cursor']}")
    quiet = client.get(first["next"])
    assert quiet.json()["results"] == []
    assert quiet.json()["cursor"] == first["cursor"]
    again = client.get(first["next"], headers={"If-None-Match": quiet.headers["ETag"]})
    assert again.status_code == 304


def test_what_changes_while_a_page_is_read_comes_later_and_is_not_lost() -> None:
    first, second = make.products(2)
    head = changes.head()
    edit(first, title="Mexido")  # commits after the reader has seen the counter
    edit(second, is_published=False)
    seen = changes.since(0, upto=head, limit=100)
    assert (seen.changes, seen.position, seen.has_more) == ([], head.seq, False)
    rest = changes.since(seen.position, upto=changes.head(), limit=100)
    assert len(rest.changes) == 2


def test_positions_move_only_forward_and_pages_have_no_gap(client: Client) -> None:
    make.products(5)
    sizes, place, has_more = [], FEED + "?page_size=2", True
    while has_more:
        body = client.get(place).json()
        sizes.append(len(body["results"]))
        place, has_more = body["next"], body["has_more"]
    assert sizes == [2, 2, 1]


@pytest.mark.parametrize("text", ["", "xyz", "-1", "0x1", "1" * 16, "%00", "1.5", "٣", "A"])
def test_a_cursor_that_is_none_is_refused(client: Client, text: str) -> None:
    response = client.get(f"{FEED}?cursor={text}")
    assert (response.status_code, response.json()["code"]) == (400, "invalid_filter")


def test_a_cursor_beyond_the_feed_tells_the_client_to_begin_anew(client: Client) -> None:
    make.product()
    response = client.get(f"{FEED}?cursor={CatalogueState.objects.get().seq + 1:x}")
    assert (response.status_code, response.json()["code"]) == (404, "invalid_cursor")
