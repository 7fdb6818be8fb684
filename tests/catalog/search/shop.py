"""A random little shop, and what a plain reading of its rows says."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from catalog import publication
from catalog.models import Product, ProductSpec
from tests import make

KELVINS = (2700, 3000, 4000)
BASES = ("e27", "e14", "gu10")
ROOMS = ("sala", "quarto", "cozinha", "varanda")
BRANDS = ("Aurora", "Ipê", "Lagoa")


def fill(count: int, *, seed: int = 1) -> list[Product]:
    """`count` products with varied facts, in three categories under one root."""
    dice = random.Random(seed)
    root = make.category("Iluminação", slug="iluminacao")
    shelves = [make.category(name, parent=root) for name in ("Pendentes", "Plafons", "Arandelas")]
    made = [one(dice, shelves) for _ in range(count)]
    publication.refresh(product_ids=[each.pk for each in made], at=timezone.now())
    return list(Product.objects.filter(pk__in=[each.pk for each in made]).order_by("pk"))


def one(dice: random.Random, shelves: list) -> Product:
    facts = {
        "color_temperature": dice.choice(KELVINS),
        "luminous_flux": dice.randrange(100, 2000),
        "dimmable": dice.random() < 0.5,
        "base": dice.choice(BASES),
        "room": dice.sample(ROOMS, dice.randrange(1, 3)),
    }
    kept = {key: value for key, value in facts.items() if dice.random() < 0.85}
    return make.product(
        price=f"{dice.randrange(10, 900)}.90",
        category=dice.choice(shelves),
        brand=dice.choice((*BRANDS, None)),
        stock=dice.choice((0, 2, 50)),
        discount=dice.choice((0, 0, 10)),
        rating=dice.choice((0, 3, 4, 5)),
        boost=dice.choice((0, 0, 1)),
        units_sold=dice.randrange(4),
        specs=kept,
        publish=False,
    )


@dataclass(frozen=True)
class Facts:
    """What the tables say of one product."""

    product: Product
    category: str
    brand: str
    specs: dict[str, list]  # key -> slugs, numbers or booleans


def facts(products: Iterable[Product]) -> list[Facts]:
    found: dict[int, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for spec in ProductSpec.objects.select_related("definition", "choice"):
        value = spec.choice.slug if spec.choice else spec.number if spec.number is not None else spec.flag
        found[spec.product_id][spec.definition.key].append(value)
    return [Facts(p, p.category.slug, p.brand.slug if p.brand else "", found[p.pk]) for p in products]


def naive(known: Iterable[Facts], rules: dict[str, Callable[[Facts], bool]], *, but: str = "") -> list[Facts]:
    """Those that pass every rule, one left out."""
    return [each for each in known if all(rule(each) for name, rule in rules.items() if name != but)]
