"""Whole plans: lamps that can be bought, fit the house and give the light."""

import random
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from catalog import lighting
from catalog.lighting import rooms
from catalog.lighting.plans import BALANCED, DESIGNER, ECONOMY, Answer
from catalog.models import Category, Product
from tests import make

pytestmark = pytest.mark.django_db
Shelves = dict[str, Category]


@pytest.fixture(autouse=True)
def shelves() -> Shelves:
    light = make.category("Iluminação", slug="iluminacao")
    slugs = ("lampadas", "plafons", "pendentes", "trilhos-e-spots", "abajures")
    return {slug: make.category(slug.capitalize(), slug=slug, parent=light) for slug in slugs}


def lamp(shelf: Category, slug: str, lumens: float, price: str, **facts: Any) -> Product:
    stock = facts.pop("stock", 40)
    minimum = facts.pop("minimum", 1)
    specs = {"lumens": lumens, "watts": lumens / 90, "color_temperature": 2700, "voltage": "bivolt", "ip": "ip20"}
    return make.product(
        slug.capitalize(), slug=slug, category=shelf, price=price, stock=stock, minimum_order_quantity=minimum,
        specs=specs | facts,
    )  # fmt: skip


def bedroom(**facts: Any) -> rooms.Room:
    return rooms.described(**({"kind_key": "bedroom", "length": 4, "width": 3, "height": None} | facts))


def ask(room: rooms.Room) -> Answer:
    return lighting.answer(room, at=timezone.now())


def bought(answer: Answer) -> dict[str, dict[str, int]]:
    return {plan.kind: {item.lamp.slug: item.count for item in plan.items} for plan in answer.plans}


def test_the_bedroom_of_the_book_takes_five_bulbs(shelves: Shelves) -> None:
    lamp(shelves["lampadas"], "bulbo", 806, "24.90", base="e27", beam=220)
    found = ask(bedroom())
    assert (found.flux, found.reference.count, found.reference.total_watts, round(found.reference.lux)) == (
        pytest.approx(3750), 5, 45, 161,
    )  # fmt: skip
    assert bought(found) == {ECONOMY: {"bulbo": 5}}
    plan = found.plans[0]
    assert (plan.lumens, round(plan.lux), plan.price) == (4030, 161, Decimal("124.50"))


def test_the_same_lamp_gives_less_where_the_ceiling_is_known(shelves: Shelves) -> None:
    """k = 12/(1.85 x 7) = 0.927: a bulb that shines up and aside puts 0.45 to 0.5 of its light on the table."""
    lamp(shelves["lampadas"], "bulbo", 806, "24.90", base="e27", beam=220)
    found = ask(bedroom(height=2.6))
    assert found.index == pytest.approx(0.9266, rel=1e-3)
    plan = found.plans[0]
    assert 0.4 < plan.utilisation < 0.55
    assert plan.items[0].count == 6
    assert plan.light.mean == pytest.approx(plan.lux, rel=0.2)


def test_three_plans_for_three_wishes(shelves: Shelves) -> None:
    lamp(shelves["lampadas"], "bulbo", 806, "24.90", base="e27", beam=220)
    lamp(shelves["plafons"], "disco", 2160, "219.90", beam=120, room=["quarto"])
    lamp(shelves["trilhos-e-spots"], "spot", 630, "49.90", beam=60)
    lamp(shelves["pendentes"], "cupula", 1080, "399.90", beam=150, room=["quarto"], bulbs=1, base="e27")
    found = ask(bedroom(height=2.6))
    plans = bought(found)
    assert list(plans) == [ECONOMY, BALANCED, DESIGNER]
    assert plans[ECONOMY] == {"bulbo": 6}
    assert plans[BALANCED] == {"disco": 2}
    assert plans[DESIGNER]["cupula"] == 1
    assert set(plans[DESIGNER]) - {"cupula"} <= {"disco", "spot"}
    assert all(count % 2 == 0 for slug, count in plans[DESIGNER].items() if slug != "cupula")
    assert found.plans[0].price < found.plans[1].price


@pytest.mark.parametrize(
    "facts",
    [
        {"stock": 0},
        {"stock": 4},  # five are needed
        {"voltage": "220v"},
        {"voltage": "12v"},
        {"minimum": 30},
    ],
)
def test_what_cannot_be_bought_or_used_is_not_suggested(shelves: Shelves, facts: dict[str, Any]) -> None:
    lamp(shelves["lampadas"], "bulbo", 806, "24.90", base="e27", beam=220, **facts)
    assert ask(bedroom(voltage="127v")).plans == ()


@pytest.mark.parametrize(
    ("voltage", "fitting"),
    [("127v", {"de-127", "dos-dois"}), ("220v", {"de-220", "dos-dois"}), ("unknown", {"dos-dois"})],
)
def test_only_lamps_of_the_voltage_of_the_house(shelves: Shelves, voltage: str, fitting: set[str]) -> None:
    for slug, volts in (("de-127", "127v"), ("de-220", "220v"), ("dos-dois", "bivolt"), ("sem", "12v")):
        lamp(shelves["plafons"], slug, 2000, "99.00", voltage=volts, beam=120)
    shown = bought(ask(bedroom(voltage=voltage)))
    assert {slug for items in shown.values() for slug in items} <= fitting
    assert shown != {}


def test_a_bathroom_gets_only_what_bears_splashes(shelves: Shelves) -> None:
    lamp(shelves["plafons"], "seco", 1620, "9.00", color_temperature=4000, beam=120)
    lamp(shelves["plafons"], "molhado", 1620, "199.00", color_temperature=4000, beam=120, ip="ip44")
    assert bought(ask(rooms.described(kind_key="bathroom", length=2, width=2, height=2.6))) == {ECONOMY: {"molhado": 1}}


def test_table_lamps_and_odd_sockets_hang_from_no_ceiling(shelves: Shelves) -> None:
    lamp(shelves["abajures"], "abajur", 806, "5.00", base="e27", bulbs=1)
    lamp(shelves["lampadas"], "vela", 806, "5.00", base="e14")
    assert ask(bedroom()).plans == ()


def test_the_mood_chooses_the_colour_and_says_when_it_cannot(shelves: Shelves) -> None:
    lamp(shelves["plafons"], "quente", 2160, "200.00", color_temperature=2700, beam=120)
    lamp(shelves["plafons"], "fria", 2160, "100.00", color_temperature=6500, beam=120)
    assert bought(ask(bedroom(mood_key="relax")))[ECONOMY] == {"quente": 2}
    assert bought(ask(bedroom(mood_key="bright")))[ECONOMY] == {"fria": 2}
    neutral = ask(bedroom(mood_key="focus"))
    assert (neutral.is_of_mood, bought(neutral)[ECONOMY]) == (False, {"fria": 2})


def test_a_style_is_preferred(shelves: Shelves) -> None:
    for style in ("retro", "classico"):
        lamp(shelves["pendentes"], style, 2000, "300.00", style=style, beam=150, room=["quarto"])
    lamp(shelves["plafons"], "disco", 2000, "99.00", style="classico", beam=120)
    lamp(shelves["plafons"], "aro", 2000, "120.00", style="retro", beam=120)
    for style in ("retro", "classico"):
        lamp(shelves["trilhos-e-spots"], f"spot-{style}", 630, "49.90", style=style, beam=60)
    plans = bought(ask(bedroom(height=2.6, style="retro")))
    assert plans[BALANCED] == {"spot-retro": 4}
    assert plans[DESIGNER] == {"retro": 1, "spot-retro": 2}


def test_a_hall_no_lamp_can_fill_gets_its_numbers_all_the_same(shelves: Shelves) -> None:
    lamp(shelves["lampadas"], "bulbo", 806, "24.90", base="e27", beam=220, stock=999)
    found = ask(rooms.described(kind_key="office", length=20, width=20, height=3))
    assert found.plans == ()
    assert found.flux > 200_000


def test_any_room_gets_plans_that_hold_what_they_promise(shelves: Shelves) -> None:
    sizes = ((450, 36), (630, 60), (806, 220), (1080, 360), (1620, 120), (2160, 120), (2850, 120))
    for number, (lumens, beam) in enumerate(sizes):
        for kelvin in (2700, 3000, 4000, 6500):
            facts: dict[str, Any] = {"beam": beam, "color_temperature": kelvin, "stock": 3 + 5 * number, "ip": "ip44"}
            lamp(shelves["plafons"], f"p{lumens}-{kelvin}", lumens, f"{20 + lumens / 9:.2f}", **facts)
            lamp(shelves["pendentes"], f"s{lumens}-{kelvin}", lumens, f"{90 + lumens / 4:.2f}", **facts)
    stock = dict(Product.objects.values_list("slug", "stock"))
    chance, many = random.Random(15575), 0
    for _ in range(30):
        kind = chance.choice(rooms.KINDS)
        room = rooms.described(
            kind_key=kind.key, length=round(chance.uniform(1.2, 7), 2), width=round(chance.uniform(1.2, 6), 2),
            height=round(chance.uniform(2.3, 3.5), 2), walls_key=chance.choice(rooms.WALLS).key,
            mood_key=chance.choice(rooms.MOODS).key, voltage=chance.choice(list(rooms.VOLTAGES)),
        )  # fmt: skip
        for plan in ask(room).plans:
            many += 1
            assert all(item.count <= stock[item.lamp.slug] for item in plan.items)
            assert plan.lux >= 0.95 * kind.lux
            assert plan.light.mean == pytest.approx(plan.lux, rel=0.2)
    assert many > 30
