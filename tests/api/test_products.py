"""One product over the API, and what stands beside it."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from catalog import addresses, publication
from catalog.models import Product, ProductCard, Related
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp() -> Product:
    return make.product(
        "Pendente Aurora",
        slug="pendente-aurora",
        price="199.90",
        discount=10,
        brand="Lumiar",
        specs={"color_temperature": 2700, "room": ["sala"]},
        images=("day", "night"),
        description="Vidro soprado.",
        tags=["vidro"],
        weight="1.250",
        width="40",
        warranty="1 ano",
        family="aurora-40",
    )


def get(client: Client, address: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


def test_detail_is_the_list_object_continued(client: Client, lamp: Product) -> None:
    body = get(client, "products/pendente-aurora/")
    card = json.loads(ProductCard.objects.get(pk=lamp.pk).data)
    assert {key: body[key] for key in card} == card
    assert body["description"] == "Vidro soprado."
    assert (body["price"], body["sale_price"], body["pix_price"]) == ("199.90", "179.91", "170.91")
    assert body["dimensions"] == {"width": 40.0, "height": None, "depth": None}
    assert (body["weight"], body["tags"], body["warranty"]) == (1.25, ["vidro"], "1 ano")
    assert body["minimum_order_quantity"] == 1
    assert body["meta"]["lowest_price_30_days"] == "179.91"
    assert body["meta"]["family"] == "aurora-40"
    assert body["meta"]["url"] == "http://testserver/produto/pendente-aurora/"


def test_pictures_come_with_their_role_and_sizes(client: Client, lamp: Product) -> None:
    day, night = get(client, "products/pendente-aurora/")["images"]
    base = f"http://testserver/media/p/ab/{lamp.pk}"
    assert (day["role"], day["url"], day["width"]) == ("day", f"{base}-day-0.webp", 960)
    assert night["renditions"]["avif"] == [
        {"width": 240, "url": f"{base}-night-1-240.avif"},
        {"width": 480, "url": f"{base}-night-1-480.avif"},
        {"width": 960, "url": f"{base}-night-1-960.avif"},
    ]


def test_no_count_of_the_stock_leaves_the_shop(client: Client, lamp: Product) -> None:
    assert "stock" not in json.dumps(get(client, "products/pendente-aurora/")).replace("in_stock", "")


@pytest.mark.parametrize("rest", ["", "related/", "reviews/"])
def test_an_old_address_leads_to_the_present_one(client: Client, lamp: Product, rest: str) -> None:
    addresses.rename(product=lamp, slug="pendente-novo", at=timezone.now())
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    response = client.get(f"/api/v1/products/pendente-aurora/{rest}")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/api/v1/products/pendente-novo/{rest}"


@pytest.mark.parametrize("rest", ["", "related/", "reviews/"])
def test_a_hidden_or_unknown_product_is_not_there(client: Client, lamp: Product, rest: str) -> None:
    Product.objects.update(is_published=False)
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    for slug in ("pendente-aurora", "nunca-houve", "x" * 300):
        response = client.get(f"/api/v1/products/{slug}/{rest}")
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_related_are_the_chosen_ones_first_then_the_same_shelf(client: Client, lamp: Product) -> None:
    bulb = make.product("Lâmpada", category=make.category("Lâmpadas"))
    neighbour = make.product("Pendente Irmão", category=lamp.category)
    make.product("Vaso", category=make.category("Vasos"))
    Related.objects.create(product=lamp, other=bulb)
    body = get(client, "products/pendente-aurora/related/")
    assert [item["id"] for item in body["results"]] == [bulb.pk, neighbour.pk]
    assert (body["count"], body["next"], body["previous"]) == (2, None, None)


def test_reviews_come_newest_first_with_the_histogram(client: Client, lamp: Product) -> None:
    reviews = [make.review(lamp, rating=rating) for rating in (5, 4, 5)]
    make.review(lamp, rating=1, state="pending")
    body = get(client, "products/pendente-aurora/reviews/?page_size=2")
    assert [item["id"] for item in body["results"]] == [reviews[2].pk, reviews[1].pk]
    assert body["summary"]["mean"] == "4.67"
    assert body["summary"]["histogram"] == [
        {"stars": 5, "count": 2},
        {"stars": 4, "count": 1},
        {"stars": 3, "count": 0},
        {"stars": 2, "count": 0},
        {"stars": 1, "count": 0},
    ]
    assert body["results"][0].keys() == {
        "id", "author", "rating", "title", "text", "is_verified", "reply", "helpful_count", "created_at",
    }  # fmt: skip


def test_reviews_are_walked_forth_and_back_though_one_comes_in(client: Client, lamp: Product) -> None:
    reviews = [make.review(lamp) for _ in range(5)]
    expected = [review.pk for review in reversed(reviews)]
    first = get(client, "products/pendente-aurora/reviews/?page_size=2")
    make.review(lamp)
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    walked = [item["id"] for part in (first, second, third) for item in part["results"]]
    assert walked == expected
    assert third["next"] is None
    assert client.get(third["previous"]).json()["results"] == second["results"]


def test_reviews_of_the_same_instant_are_each_shown_once(client: Client, lamp: Product) -> None:
    now = timezone.now()
    expected = {make.review(lamp, created_at=now).pk for _ in range(5)}
    seen, address = [], "http://testserver/api/v1/products/pendente-aurora/reviews/?page_size=2"
    while address:
        body = client.get(address).json()
        seen += [item["id"] for item in body["results"]]
        address = body["next"]
    assert len(seen) == 5
    assert set(seen) == expected


@pytest.mark.parametrize(
    ("cursor", "status"),
    [("after.999999", 404), ("after.abc", 404), (f"after.{'9' * 30}", 404), ("x", 400), ("after.٣", 400)],
)
def test_a_cursor_of_somewhere_else_is_refused(client: Client, lamp: Product, cursor: str, status: int) -> None:
    other = make.review(make.product())
    for text in (cursor, f"after.{other.pk}"):
        response = client.get(f"/api/v1/products/pendente-aurora/reviews/?cursor={text}")
        assert response.status_code in (status, 404)


def test_best_sellers_are_what_was_sold_and_empty_before(client: Client, lamp: Product) -> None:
    assert get(client, "products/best-sellers/")["results"] == []
    other = make.product()
    Product.objects.filter(pk=lamp.pk).update(units_sold=3)
    Product.objects.filter(pk=other.pk).update(units_sold=5)
    body = get(client, "products/best-sellers/")
    assert [item["id"] for item in body["results"]] == [other.pk, lamp.pk]
    assert len(get(client, "products/best-sellers/?page_size=1")["results"]) == 1


def test_a_sale_changes_the_tag_of_the_best_sellers(client: Client, lamp: Product) -> None:
    etag = client.get("/api/v1/products/best-sellers/").headers["ETag"]
    Product.objects.filter(pk=lamp.pk).update(units_sold=3)
    assert client.get("/api/v1/products/best-sellers/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("rest", ["", "related/", "reviews/"])
def test_what_the_client_has_is_not_sent_again(client: Client, lamp: Product, rest: str) -> None:
    address = f"/api/v1/products/pendente-aurora/{rest}"
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    make.review(lamp)
    Product.objects.filter(pk=lamp.pk).update(discount_percentage=20)
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_no_parameter_is_taken_silently(client: Client, lamp: Product) -> None:
    for rest in ("", "related/"):
        response = client.get(f"/api/v1/products/pendente-aurora/{rest}?page_size=2")
        assert (response.status_code, response.json()["code"]) == (400, "invalid_filter")


@pytest.mark.parametrize(
    "change",
    [
        {"description": "Vidro novo."},
        {"tags": ["novo"]},
        {"weight": "2"},
        {"warranty": "2 anos"},
        {"return_policy": "30 dias"},
        {"minimum_order_quantity": 2},
    ],
    ids=repr,
)
def test_what_only_the_detail_shows_is_a_change_too(client: Client, lamp: Product, change: dict[str, Any]) -> None:
    address, feed = "/api/v1/products/pendente-aurora/", "/api/v1/products/changes/"
    etag, place = client.get(address).headers["ETag"], client.get(feed).json()["next"]
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304  # nothing moved
    Product.objects.filter(pk=lamp.pk).update(**change)
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200
    assert [entry["product"]["id"] for entry in client.get(place).json()["results"]] == [lamp.pk]


def test_a_new_description_of_a_picture_is_a_change_too(client: Client, lamp: Product) -> None:
    address = "/api/v1/products/pendente-aurora/"
    etag = client.get(address).headers["ETag"]
    lamp.images.filter(role="night").update(alt="Acesa, à noite")
    publication.refresh(product_ids=[lamp.pk], at=timezone.now())
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_new_neighbour_moves_the_tag_of_the_related(client: Client, lamp: Product) -> None:
    other = make.product()
    address = "/api/v1/products/pendente-aurora/related/"
    etag = client.get(address).headers["ETag"]
    Related.objects.create(product=lamp, other=other, kind="similar")
    Related.objects.filter(product=lamp).delete()
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    make.product(category=make.category("Outra"))
    Related.objects.create(product=lamp, other=make.product(category=make.category("Mais uma")))
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200
