"""What is said of forty carts, word for word; and nothing of what the demo catalogue means to go together."""

from collections.abc import Iterable

import orjson
import pytest

from catalog import fit
from catalog.fit.rules import CODES
from catalog.models import Product, ProductCard, Related
from tests.catalog.fit.carts import EXTRAS, FITTING, MISFITTING, Notice

pytestmark = pytest.mark.django_db
Shelves = dict[str, Product]


class Desk:
    """Lines as text to pieces, problems and suggestions back to text."""

    def __init__(self, shelves: Shelves) -> None:
        self.name_of = {product.slug: name for name, product in shelves.items()}
        ids = {product.pk: name for name, product in shelves.items()}
        cards = ProductCard.objects.values_list("pk", "data")
        self.cards = {ids[pk]: orjson.loads(data) for pk, data in cards if pk in ids}

    def piece(self, line: str, key: int) -> fit.Piece:
        what, _, zone = line.partition(" @")
        count, _, name = what.rpartition(" ")
        return fit.Piece.of_card(self.cards[name], key=key, quantity=int(count or 1), zone=zone)

    def said(self, lines: Iterable[str], voltage: str) -> list[Notice]:
        problems = fit.check([self.piece(line, key) for key, line in enumerate(lines)], voltage=voltage)
        return [
            (problem.code, problem.message, self.fix(found))
            for problem, found in zip(problems, fit.suggest(problems), strict=True)
        ]

    def fix(self, found: fit.Suggestion | None) -> str:
        return f"{found.action} {found.quantity} {self.name_of[found.slug]}" if found else ""


def test_forty_carts(shelves: Shelves) -> None:
    desk = Desk(shelves)
    table = [*((*cart, []) for cart in FITTING), *MISFITTING]
    assert len(table) == len({name for name, *_ in table}) == 40
    assert {name: desk.said(lines, voltage) for name, voltage, lines, _ in table} == {
        name: expected for name, _, _, expected in table
    }
    assert {code for *_, notices in MISFITTING for code, *_ in notices} == {*CODES}


def test_what_the_demo_catalogue_puts_together_fits(shelves: Shelves) -> None:
    """Each piece alone, each with its bulbs, its dimmer or its supply, all of them together; in any home."""
    desk = Desk(shelves)
    own = [name for name in shelves if name not in EXTRAS]
    name_of = {product.pk: name for name, product in shelves.items()}
    goes_with: dict[str, list[str]] = {name: [] for name in own}
    for product_id, other_id in Related.objects.order_by("position").values_list("product_id", "other_id"):
        goes_with[name_of[product_id]].append(name_of[other_id])
    alarms = {}
    sets = [
        *([name] for name in own),
        *([name, other] for name in own for other in goes_with[name]),
        *([name, *goes_with[name]] for name in own),
    ]
    for voltage in ("", "127v", "220v", "unknown"):
        for names in sets:
            problems = fit.check([desk.piece(name, key) for key, name in enumerate(names)], voltage=voltage)
            if problems:
                alarms[" ".join(names)] = [problem.code for problem in problems]
    assert len(sets) > 600
    assert alarms == {}
