"""The light calculator for apps, and a cart filled with a whole plan."""

from typing import Any

import pytest
from django.test import Client

from catalog.models import Product
from tests import make

pytestmark = pytest.mark.django_db
PLAN, FILL = "/api/v1/lighting/plan/", "/api/v1/cart/fill/"
BEDROOM = {"room_type": "bedroom", "length": 4, "width": 3}


@pytest.fixture(autouse=True)
def bulb() -> Product:
    light = make.category("Iluminação", slug="iluminacao")
    facts = {"lumens": 806, "watts": 9, "color_temperature": 2700, "beam": 220, "base": "e27", "voltage": "bivolt"}
    shelf = make.category("Lâmpadas", slug="lampadas", parent=light)
    return make.product("Lâmpada Bulbo 9 W", slug="bulbo", category=shelf, price="24.90", stock=7, specs=facts)


def ask(client: Client, body: dict[str, Any], path: str = PLAN) -> Any:
    return client.post(path, body, content_type="application/json")


def test_the_bedroom_of_the_book(client: Client) -> None:
    body = ask(client, BEDROOM).json()
    assert body["need"]["lumens"] == 3750
    assert [step["value"] for step in body["need"]["steps"]] == [150, 12, 0.6, 0.8]
    assert body["need"]["room_index"] is None
    assert body["reference"] == {
        "lumens": 806, "watts": 9, "count": 5, "total_lumens": 4030, "total_watts": 45, "lux": 161.2,
    }  # fmt: skip
    plan = body["plans"][0]
    assert (plan["kind"], plan["total"], plan["lumens"], plan["lux"]) == ("economy", "124.50", 4030, 161.2)
    item = plan["items"][0]
    assert (item["product"]["slug"], item["quantity"]) == ("bulbo", 5)
    assert item["positions"] == [[1, 0.5], [3, 0.5], [2, 1.5], [1, 2.5], [3, 2.5]]
    light = plan["map"]
    assert (len(light["values"]), len(light["values"][0])) == (12, 16)
    every = [lux for row in light["values"] for lux in row]
    assert (light["minimum"], light["maximum"]) == (min(every), max(every))
    assert light["mean"] == pytest.approx(sum(every) / len(every), abs=0.1)
    assert light["mean"] == pytest.approx(light["direct_mean"] + light["reflected"], abs=0.2)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"room_type": "castle"}, "room_type"),
        ({"length": 0.5}, "length"),
        ({"length": "NaN"}, "length"),
        ({"length": True}, "length"),
        ({"width": 21}, "width"),
        ({"width": None}, "width"),
        ({"ceiling_height": 1.9}, "ceiling_height"),
        ({"wall_color": "pink"}, "wall_color"),
        ({"mood": "\x00"}, "mood"),
        ({"voltage": "380v"}, "voltage"),
        ({"style": "Moderno!"}, "style"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(client: Client, change: dict[str, Any], field: str) -> None:
    answer = ask(client, BEDROOM | change)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_plan_goes_into_the_cart_as_it_is(client: Client) -> None:
    items = ask(client, BEDROOM).json()["plans"][0]["items"]
    wanted = [{"product": item["product"]["slug"], "quantity": item["quantity"]} for item in items]
    answer = ask(client, {"items": wanted, "voltage": "127v"}, FILL)
    assert answer.status_code == 201
    body = answer.json()
    assert body["home_voltage"] == "127v"
    assert [(item["product"]["slug"], item["quantity"]) for item in body["items"]] == [("bulbo", 5)]
    assert (body["subtotal"], body["notices"]) == ("124.50", [])
    again = client.post(
        FILL, {"items": wanted}, content_type="application/json", headers={"X-Cart-Token": body["token"]}
    ).json()
    assert [item["quantity"] for item in again["items"]] == [7]
    assert [(notice["code"], notice["data"]) for notice in again["notices"]] == [
        ("capped", {"product": "bulbo", "wanted": 5, "quantity": 2})
    ]


def test_nothing_that_can_go_in_is_a_conflict(client: Client, bulb: Product) -> None:
    Product.objects.filter(pk=bulb.pk).update(stock=0)
    answer = ask(client, {"items": [{"product": "bulbo", "quantity": 5}]}, FILL)
    assert (answer.status_code, answer.json()["code"]) == (409, "out_of_stock")


@pytest.mark.parametrize("items", [[], [{"product": "bulbo", "quantity": 0}], [{"product": "bulbo"}] * 21, "bulbo"])
def test_a_plan_that_is_none_is_refused(client: Client, items: Any) -> None:
    assert ask(client, {"items": items}, FILL).status_code == 400
