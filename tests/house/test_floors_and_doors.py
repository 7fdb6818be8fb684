"""The walls of the house: which way an import may point."""

import ast
from pathlib import Path

import pytest

from tests.house.source import FLOORS, FOUNDATION, ROOT, Module, kind_of, modules, roof

pytestmark = pytest.mark.house
WEB = (
    "django.http",
    "django.forms",
    "django.shortcuts",
    "django.views",
    "django.contrib.admin",
    "rest_framework",
)


def breaks(module: Module) -> list[str]:
    """What this module imports that it may not, as `file:line reason`."""
    found = []
    where = module.path.relative_to(ROOT) if module.path.is_relative_to(ROOT) else module.path
    for line, name in module.imports():
        target = name.split(".")[0]
        if target in FLOORS and FLOORS.index(target) > FLOORS.index(module.floor):
            found.append(f"{where}:{line} {module.floor} imports {name} from a floor above")
        if target == "iluminacasa" and module.kind == "room" and name.split(".")[1] not in FOUNDATION:
            found.append(f"{where}:{line} a room imports {name} from the roof")
        if module.kind == "room" and f"{name}.".startswith(tuple(f"{part}." for part in WEB)):
            found.append(f"{where}:{line} a room imports {name}: rooms know nothing of the web")
        if target in FLOORS and module.kind == "room" and kind_of(name) in ("door", "shape"):
            found.append(f"{where}:{line} a room imports {name}, a {kind_of(name)}")
        if target in FLOORS and module.kind == "shape" and kind_of(name) == "door":
            found.append(f"{where}:{line} a shape imports {name}, a door")
        if is_other_door(module, name):
            found.append(f"{where}:{line} a door imports {name}, another door")
    return found


def is_other_door(module: Module, name: str) -> bool:
    """A door split into a package may import from itself."""
    if module.kind != "door" or name.split(".")[0] not in FLOORS or kind_of(name) != "door":
        return False
    own, other = module.dotted.split(".")[:2], name.split(".")[:2]
    tasks_of_the_same_floor = other == [own[0], "tasks"]  # a door may hand work to the background
    return own != other and not tasks_of_the_same_floor


def test_every_import_points_down_the_house() -> None:
    assert [problem for module in modules() for problem in breaks(module)] == []


def test_the_foundation_knows_nothing_of_the_floors() -> None:
    problems = [
        f"{module.dotted}:{line} {name}"
        for module in roof()
        if module.dotted.split(".")[-1] in FOUNDATION
        for line, name in module.imports()
        if name.split(".")[0] in FLOORS
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("accounts/signup.py", "from orders.models import Order"),
        ("catalog/prices.py", "from django.http import HttpRequest"),
        ("catalog/prices.py", "from cart.models import Cart"),
        ("catalog/views.py", "from catalog.api import ProductViewSet"),
        ("catalog/stock.py", "from catalog.serializers import ProductCard"),
        ("catalog/serializers.py", "from catalog.views import product_list"),
        ("catalog/stock.py", "def f():\n    from rest_framework import serializers"),
        ("cart/pricing.py", "from iluminacasa.problems import problem_json"),
    ],
)
def test_a_planted_break_is_found(path: str, source: str) -> None:
    assert len(breaks(Module(ROOT / Path(path), ast.parse(source)))) >= 1
