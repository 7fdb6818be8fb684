"""The description, the addresses and the answers of the API agree."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework import serializers as drf
from rest_framework.views import APIView

from accounts.permissions import BearerAuthentication
from catalog import serializers
from catalog.models import Product, ProductCard
from iluminacasa import api_v1, problems

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "patch", "delete")
OPERATIONS = {  # a path with several methods: their operations in the order GET, POST, PUT, PATCH, DELETE
    "/api/v1/auth/email/change/": "auth_email_change",
    "/api/v1/auth/email/send/": "auth_email_send",
    "/api/v1/auth/email/verify/": "auth_email_verify",
    "/api/v1/auth/login/": "auth_login",
    "/api/v1/auth/logout-all/": "auth_logout_all",
    "/api/v1/auth/logout/": "auth_logout",
    "/api/v1/auth/password/change/": "auth_password_change",
    "/api/v1/auth/password/reset/": "auth_password_reset",
    "/api/v1/auth/password/reset/confirm/": "auth_password_reset_confirm",
    "/api/v1/auth/refresh/": "auth_refresh",
    "/api/v1/auth/register/": "auth_register",
    "/api/v1/auth/erasure/undo/": "auth_erasure_undo",
    "/api/v1/users/me/": "me me_change me_erase",
    "/api/v1/users/me/export/": "me_export me_export_open",
    "/api/v1/users/me/alerts/": "alerts",
    "/api/v1/users/me/alerts/{id}/": "alert_remove",
    "/api/v1/users/me/reviews/": "own_reviews",
    "/api/v1/users/me/reviews/{id}/": "review_remove",
    "/api/v1/alerts/confirm/": "alert_confirm",
    "/api/v1/alerts/cancel/": "alert_cancel",
    "/api/v1/products/{slug}/alerts/": "alert_ask",
    "/api/v1/users/me/addresses/": "addresses address_add",
    "/api/v1/users/me/addresses/{id}/": "address address_replace address_change address_remove",
    "/api/v1/users/me/favorites/": "favorites",
    "/api/v1/users/me/favorites/{slug}/": "favorite favorite_add favorite_remove",
    "/api/v1/users/me/sessions/": "sessions",
    "/api/v1/users/me/sessions/{id}/": "session_end",
    "/api/v1/brands/": "brands",
    "/api/v1/brands/{slug}/": "brand",
    "/api/v1/categories/": "categories",
    "/api/v1/categories/{slug}/": "category",
    "/api/v1/cart/": "cart cart_empty",
    "/api/v1/cart/coupon/": "cart_coupon cart_coupon_remove",
    "/api/v1/cart/fill/": "cart_fill",
    "/api/v1/cart/home/": "cart_home",
    "/api/v1/cart/items/": "cart_item_add",
    "/api/v1/cart/items/{id}/": "cart_item_change cart_item_remove",
    "/api/v1/cart/merge/": "cart_merge",
    "/api/v1/cart/notices/": "cart_notices_accept",
    "/api/v1/cart/shipping-quote/": "cart_shipping_quote",
    "/api/v1/docs/": "docs",
    "/api/v1/lighting/plan/": "lighting_plan",
    "/api/v1/orders/": "orders order_place",
    "/api/v1/orders/{number}/": "order",
    "/api/v1/orders/{number}/cancel/": "order_cancel",
    "/api/v1/orders/{number}/payment/": "order_payment order_pay",
    "/api/v1/orders/{number}/reorder/": "order_reorder",
    "/api/v1/orders/{number}/withdraw/": "order_withdraw",
    "/api/v1/order-tokens/": "order_token",
    "/api/v1/legal/": "legal_texts",
    "/api/v1/legal/{kind}/": "legal_text",
    "/api/v1/payments/methods/": "payment_methods",
    "/api/v1/payments/webhooks/{provider}/": "payment_notice",
    "/api/v1/products/": "products",
    "/api/v1/products/best-sellers/": "best_sellers",
    "/api/v1/products/changes/": "product_changes",
    "/api/v1/products/facets/": "product_facets",
    "/api/v1/products/suggest/": "product_suggest",
    "/api/v1/products/understand/": "product_understand",
    "/api/v1/products/{slug}/": "product",
    "/api/v1/products/{slug}/related/": "product_related",
    "/api/v1/products/{slug}/reviews/": "product_reviews review_write",
    "/api/v1/schema/": "schema",
}


@pytest.fixture
def document(client: Client, catalogue: list[Product]) -> dict[str, Any]:
    body: dict[str, Any] = client.get("/api/v1/schema/").json()
    return body


def routes(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def api_routes() -> list[tuple[str, URLPattern]]:
    return [(address, route) for address, route in routes(get_resolver().url_patterns) if "api/" in address]


def template(address: str) -> str:
    """`api/v1/^products/(?P<slug>[^/]+)/$` -> `/api/v1/products/{slug}/`."""
    import re

    plain = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"{\1}", address)
    return "/" + plain.replace("^", "").replace("$", "").replace(r"\Z", "")


# --- Addresses -----------------------------------------------------------------------------------
def test_every_route_is_described_and_every_description_has_its_route(document: dict[str, Any]) -> None:
    described = {
        path: " ".join(item[method]["operationId"] for method in METHODS if method in item)
        for path, item in document["paths"].items()
    }
    assert described == OPERATIONS
    real = {template(address) for address, route in api_routes() if route.callback is not problems.unknown_resource}
    assert real == set(OPERATIONS)


def test_every_resource_is_a_view_of_the_router_table() -> None:
    views = {route.callback.cls for _, route in api_routes() if route.callback is not problems.unknown_resource}
    assert all(issubclass(view, APIView) for view in views)
    registered = {viewset for _, viewset, _ in api_v1.router.registry}
    assert {view for view in views if hasattr(view, "as_view") and hasattr(view, "get_extra_actions")} == registered


def test_no_resource_knows_a_session_or_takes_anything_but_json() -> None:
    for _, route in api_routes():
        if route.callback is problems.unknown_resource:
            continue
        view = route.callback.cls
        assert set(view.authentication_classes) <= {BearerAuthentication}
        assert [parser.media_type for parser in view.parser_classes] == ["application/json"]
        assert "options" not in view.http_method_names


# --- Description ---------------------------------------------------------------------------------
def test_the_description_is_valid_and_made_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")
    assert "Warning" not in capsys.readouterr().err


def test_it_is_openapi_3_1_for_whatever_host_serves_it(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "/"}]


def test_every_operation_says_how_it_can_fail(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for method in (method for method in METHODS if method in item):
            operation, where = item[method], f"{method} {path}"
            answers = operation["responses"]
            assert {"400", "404", "406", "413", "429", "500"} <= set(answers), where
            assert {"200", "201", "204"} & set(answers), where
            if method == "get":
                tagged = "ETag" in answers["200"]["headers"]
                assert ("304" in answers) is tagged is (not path.endswith("docs/")), where
            assert ("401" in answers) >= bool(operation.get("security")), where
            assert ("415" in answers) == ("requestBody" in operation), where
            for status in (status for status in answers if status >= "400"):
                name = answers[status]["$ref"].rpartition("/")[2]
                content = document["components"]["responses"][name]["content"]
                assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert "Retry-After" in document["components"]["responses"]["TooManyRequests"]["headers"]


def test_it_names_the_filters_of_this_catalogue(document: dict[str, Any]) -> None:
    for path in ("/api/v1/products/", "/api/v1/products/facets/"):
        given = {each["name"]: each["schema"] for each in document["paths"][path]["get"]["parameters"]}
        assert given["category"]["items"]["enum"] == ["abajures", "iluminacao", "pendentes"]
        assert given["brand"]["items"]["enum"] == ["aurora", "lumiar"]
        assert given["base"]["items"]["enum"] == ["e27", "gu10"]
        assert {"q", "price_min", "price_max", "rating_min", "in_stock", "color_temperature"} <= given.keys()


def test_the_docs_load_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    script = client.get("/api/v1/docs/?script=").content.decode()
    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page
    assert "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js" in page
    assert "/api/v1/schema/" in script


# --- Shapes --------------------------------------------------------------------------------------
def misfits(value: Any, field: drf.Field, where: str = "") -> list[str]:
    """Where `value` is not exactly what the declared field says."""
    if value is None:
        return [] if field.allow_null else [f"{where} is null"]
    if isinstance(field, drf.ListSerializer):
        return [bad for item in value for bad in misfits(item, field.child, f"{where}[]")]
    if isinstance(field, drf.Serializer):
        if set(value) != set(field.fields):
            return [f"{where}: {sorted(set(value) ^ set(field.fields))}"]
        return [bad for name, child in field.fields.items() for bad in misfits(value[name], child, f"{where}.{name}")]
    if isinstance(field, drf.URLField):  # the test host has no dot, which Django's validator wants
        return [] if value.startswith("http://testserver/") else [f"{where}: {value}"]
    if isinstance(field, drf.CharField) and value == "":
        return [] if field.allow_blank else [f"{where} is blank"]
    return [] if field.run_validation(value) is not None else [f"{where} is empty"]


@pytest.mark.parametrize(
    ("address", "shape"),
    [
        ("products/", serializers.ProductListSerializer),
        ("products/?page_size=2", serializers.ProductListSerializer),
        ("products/luminaria-0/", serializers.ProductDetailSerializer),
        ("products/luminaria-0/related/", serializers.ProductListSerializer),
        ("products/luminaria-0/reviews/", serializers.ReviewListSerializer),
        ("products/best-sellers/", serializers.ProductListSerializer),
        ("products/facets/", serializers.FacetListSerializer),
        ("products/suggest/?q=lumin", serializers.SuggestionSerializer),
        ("products/understand/?q=pendente 2700k até 900", serializers.UnderstoodSerializer),
        ("categories/", serializers.CategoryListSerializer),
        ("categories/pendentes/", serializers.CategorySerializer),
        ("brands/", serializers.BrandListSerializer),
        ("brands/aurora/", serializers.BrandSerializer),
    ],
)
def test_answers_have_exactly_the_declared_shape(
    client: Client, catalogue: list[Product], address: str, shape: type[drf.Serializer]
) -> None:
    body = client.get(f"/api/v1/{address}").json()
    assert misfits(body, shape()) == []


def test_the_feed_has_the_declared_shapes(client: Client, catalogue: list[Product]) -> None:
    body = client.get("/api/v1/products/changes/").json()
    assert body.keys() == {"next", "cursor", "has_more", "results"}
    shapes = {"upsert": serializers.UpsertSerializer, "delete": serializers.DeletionSerializer}
    assert {change["type"] for change in body["results"]} == set(shapes)
    assert [bad for change in body["results"] for bad in misfits(change, shapes[change["type"]]())] == []


def test_a_stored_card_has_the_fields_of_the_contract(catalogue: list[Product]) -> None:
    card = json.loads(ProductCard.objects.first().data)
    assert list(card) == [
        "id", "slug", "sku", "title", "brand", "category", "price", "discount_percentage", "sale_price", "struck_price",
        "pix_price",
        "installments", "currency", "rating", "review_count", "availability", "thumbnail", "image_lit", "specs",
        "updated_at",
    ]  # fmt: skip
