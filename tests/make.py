"""Plain functions that make what a test needs; whatever is not said gets a sensible value.

`make.product(price="99.90", specs={"color_temperature": 2700, "base": "e27", "room": ["sala", "quarto"]})`
makes the category, the spec definitions and choices it needs, and publishes the product like the shop does.
"""

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from catalog import publication, taxonomy
from catalog.models import Brand, Category, Image, PriceChange, Product, ProductSpec, Review, SpecChoice, SpecDefinition

NUMBERS = itertools.count(1)
# url_key, label, unit, facet form of the definitions the demo catalogue has too
KNOWN_SPECS = {
    "luminous_flux": ("lumens", "Fluxo luminoso", "lm", "ranges"),
    "color_temperature": ("cor", "Temperatura de cor", "K", "values"),
    "watts": ("potencia", "Potência", "W", "ranges"),
    "cri": ("irc", "IRC", "", "values"),
    "base": ("soquete", "Soquete", "", "values"),
    "bulbs": ("lampadas", "Lâmpadas", "", "values"),
    "voltage": ("tensao", "Tensão", "", "values"),
    "ip": ("ip", "Proteção", "", "values"),
    "dimmable": ("dimerizavel", "Dimerizável", "", "values"),
    "material": ("material", "Material", "", "values"),
    "room": ("ambiente", "Ambiente", "", "values"),
}
RANGES = [[0, 400], [400, 800], [800, 1600], [1600, None]]


def category(
    name: str = "", *, slug: str = "", parent: Category | None = None, is_active: bool = True, **fields: Any
) -> Category:
    name = name or f"Categoria {next(NUMBERS)}"
    made = Category.objects.create(name=name, slug=slug or slugify(name), parent=parent, is_active=is_active, **fields)
    taxonomy.replant()
    publication.touch()
    made.refresh_from_db()
    return made


def brand_named(name: str) -> Brand:
    return Brand.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def brand(name: str = "") -> Brand:
    return brand_named(name or f"Marca {next(NUMBERS)}")


def definition(key: str, value: Any = None, **fields: Any) -> SpecDefinition:
    """The definition of that key, made from the kind of `value` when it is not there yet."""
    existing = SpecDefinition.objects.filter(key=key).first()
    if existing is not None:
        return existing
    url_key, label, unit, facet = KNOWN_SPECS.get(key, (key.replace("_", "-"), key, "", "values"))
    kind = kind_of(value)
    terms: dict[str, Any] = {
        "key": key,
        "url_key": url_key,
        "label": label,
        "unit": unit,
        "kind": kind,
        "facet": facet if kind != SpecDefinition.Kind.TEXT else "none",
        "is_multiple": isinstance(value, list | tuple),
        "ranges": RANGES if facet == "ranges" else [],
        "position": next(NUMBERS) % 30_000,
    }
    return SpecDefinition.objects.create(**(terms | fields))


def kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return SpecDefinition.Kind.BOOLEAN
    if isinstance(value, int | float | Decimal):
        return SpecDefinition.Kind.NUMBER
    return SpecDefinition.Kind.CHOICE


def choice(definition: SpecDefinition, slug: str) -> SpecChoice:
    return SpecChoice.objects.get_or_create(
        definition=definition,
        slug=slug,
        defaults={"label": slug.upper() if len(slug) < 4 else slug.capitalize()},
    )[0]


def spec(product: Product, key: str, value: Any) -> list[ProductSpec]:
    """Rows for one spec of one product; `product` is not published again."""
    wanted = definition(key, value)
    kinds = SpecDefinition.Kind
    if wanted.kind == kinds.CHOICE:
        slugs = value if isinstance(value, list | tuple) else [value]
        rows = [ProductSpec(product=product, definition=wanted, choice=choice(wanted, slug)) for slug in slugs]
    elif wanted.kind == kinds.NUMBER:
        rows = [ProductSpec(product=product, definition=wanted, number=Decimal(str(value)))]
    elif wanted.kind == kinds.BOOLEAN:
        rows = [ProductSpec(product=product, definition=wanted, flag=value)]
    else:
        rows = [ProductSpec(product=product, definition=wanted, text=value)]
    return ProductSpec.objects.bulk_create(rows)


def product(
    title: str = "",
    *,
    price: str | Decimal = "99.90",
    category: Category | None = None,
    brand: Brand | str | None = None,
    stock: int = 20,
    discount: str | Decimal = 0,
    specs: Mapping[str, Any] | None = None,
    images: Sequence[str] = (),
    at: datetime | None = None,
    publish: bool = True,
    days_before: int = 0,
    **fields: Any,
) -> Product:
    """A product, shown in the shop unless `publish=False` (then nothing derived is made).

    `days_before` its offer it was for sale at its list price, on show.
    """
    number = next(NUMBERS)
    title = title or f"Luminária {number}"
    made = Product.objects.create(
        title=title,
        slug=fields.pop("slug", "") or f"{slugify(title)[:200]}-{number}",
        sku=fields.pop("sku", f"SKU-{number}"),
        category=category or default_category(),
        brand=brand_named(brand) if isinstance(brand, str) else brand,
        price=Decimal(price),
        sale_price=Decimal(price),
        discount_percentage=Decimal(discount),
        stock=stock,
        **fields,
    )
    for key, value in (specs or {}).items():
        spec(made, key, value)
    for position, role in enumerate(images):
        image(made, role=role, position=position)
    at = at or timezone.now()
    if days_before:
        since = at - timedelta(days=days_before)
        PriceChange.objects.create(product=made, price=made.price, sale_price=made.price, started_at=since)
    if publish:
        publication.refresh(product_ids=[made.pk], at=at)
        made.refresh_from_db()
    return made


def default_category() -> Category:
    existing = Category.objects.filter(slug="iluminacao").first()
    return existing or category("Iluminação", slug="iluminacao")


def products(count: int, **fields: Any) -> list[Product]:
    """Many at once, published in one go."""
    made = [product(publish=False, **fields) for _ in range(count)]
    publication.refresh(product_ids=[each.pk for each in made], at=timezone.now())
    return list(Product.objects.filter(pk__in=[each.pk for each in made]).order_by("pk"))


def image(product: Product, *, role: str = "day", position: int = 0, **fields: Any) -> Image:
    """A picture with sizes but without files."""
    terms: dict[str, Any] = {
        "file": f"p/ab/{product.pk}-{role}-{position}.webp",
        "width": 960,
        "height": 960,
        "alt": f"{product.title}, {role}",
        "renditions": {"avif": [240, 480, 960], "webp": [240, 480, 960]},
        "state": Image.State.READY,
    }
    return Image.objects.create(product=product, role=role, position=position, **(terms | fields))


def user(email: str = "", **fields: Any) -> User:
    return User.objects.create_user(email=email or f"pessoa{next(NUMBERS)}@example.com", **fields)


def review(product: Product, *, rating: int = 5, state: str = "approved", **fields: Any) -> Review:
    """A review; ratings of the product are not reckoned anew."""
    author = fields.pop("author", None) or user()
    terms = {"author_name": "Ana", "title": "Muito boa", "text": "Ilumina bem.", "created_at": timezone.now()}
    return Review.objects.create(product=product, author=author, rating=rating, state=state, **(terms | fields))
