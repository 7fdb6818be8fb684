"""What lists show of a product, made when the product changes instead of each time it is seen.

Two forms of the same facts: `data`, the API's list object, and `view`, what the HTML card prints. Both are
stored as JSON text, so a list of the API is a join of strings and a page of cards is one query.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog import moments, pictures, said
from catalog.models import Image, Product, ProductCard, ProductSpec, SpecDefinition
from catalog.prices import Offer, offer
from iluminacasa import languages, replicas

FORM = 7  # raise when the shape of a card changes
NEW_TAG = "lancamento"
KELVIN_STEPS = (
    (2200, gettext_noop("âmbar")),
    (2700, gettext_noop("quente")),
    (3000, gettext_noop("acolhedora")),
    (4000, gettext_noop("neutra")),
    (5000, gettext_noop("clara")),
    (6500, gettext_noop("fria")),
)
DETAIL_TEXTS = (
    "summary", "description", "tags", "family", "warranty", "shipping_note", "return_policy",
    "seo_title", "seo_description",
)  # fmt: skip
ENGLISH_TEXTS = tuple(f"{name}{said.SUFFIX}" for name in DETAIL_TEXTS if name not in ("tags", "family"))
DETAIL_NUMBERS = ("weight", "width", "height", "depth", "minimum_order_quantity", "boost")
MONEY_KEYS = ("price", "sale_price", "pix_price")
VIEWS = 'SELECT "product_id", "view" FROM "catalog_productcard" WHERE "product_id" IN ({places})'
OBJECTS = 'SELECT "product_id", "data" FROM "catalog_productcard" WHERE "product_id" IN ({places})'
MOST_READ = 512  # cards a process remembers: a page of them is 24
Kind = SpecDefinition.Kind
View = Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """Everything a card is made of, loaded in bulk by `publication`."""

    product: Product  # with category and brand
    images: Sequence[Image]  # in order
    specs: Sequence[ProductSpec]  # with definition and choice, in order


def form_fingerprint() -> str:
    """Changes when all cards must be made anew, because a setting they print has changed."""
    parts = (
        FORM, settings.SITE_URL, settings.MEDIA_URL, settings.PIX_DISCOUNT_PERCENT,
        settings.MAX_INSTALLMENTS, settings.MIN_INSTALLMENT,
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()


# --- Facts ---------------------------------------------------------------------------------------
def spec_value(spec: ProductSpec) -> Any:
    """The typed value as JSON has it: number, choice slug, true or false, text."""
    kind = spec.definition.kind
    if kind == Kind.NUMBER:
        number = spec.number or Decimal(0)
        return int(number) if number == number.to_integral_value() else float(number)
    if kind == Kind.CHOICE:
        return spec.choice.slug if spec.choice else None
    return spec.flag if kind == Kind.BOOLEAN else spec.text


def spec_values(specs: Iterable[ProductSpec]) -> dict[str, Any]:
    """{key: value}; a list for definitions that take several values."""
    values: dict[str, Any] = {}
    for spec in specs:
        if spec.definition.is_multiple:
            values.setdefault(spec.definition.key, []).append(spec_value(spec))
        else:
            values[spec.definition.key] = spec_value(spec)
    return values


def kelvin(value: Any) -> dict[str, Any] | None:
    """How a colour temperature is shown: nearest step of the scale, place along 2200-6500 K in percent."""
    if not isinstance(value, int | float) or value <= 0:
        return None
    number = round(value)
    step, name = min(KELVIN_STEPS, key=lambda entry: abs(entry[0] - number))
    position = min(100, max(0, round((number - 2200) * 100 / (6500 - 2200))))
    return {"value": number, "text": f"{number} K", "name": _(name), "step": step, "position": position}


def base_label(specs: Sequence[ProductSpec]) -> str:
    """`1× E27`, `LED integrado`, or nothing; in the language of the moment."""
    base = next((spec.choice for spec in specs if spec.definition.key == "base" and spec.choice), None)
    if base is None:
        return ""
    bulbs = next((spec.number for spec in specs if spec.definition.key == "bulbs"), None)
    label = said.of(base, "label")
    return f"{int(bulbs)}× {label}" if bulbs else label


def percent_off(prices: Offer) -> int:
    """Whole percent between list and sale price, half up."""
    if not prices.has_discount or not prices.price:
        return 0
    share = (prices.price - prices.sale_price) * 100 / prices.price
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def badges(product: Product, prices: Offer) -> list[dict[str, str]]:
    shown = []
    if product.availability == "out_of_stock":
        shown.append({"kind": "sold_out", "text": _("Esgotado")})
    elif percent := percent_off(prices):
        shown.append({"kind": "sale", "text": f"-{percent}%"})
    if NEW_TAG in product.tags:
        shown.append({"kind": "new", "text": _("Novo")})
    return shown[:2]


def stock_note(product: Product) -> str:
    return {"out_of_stock": _("Esgotado"), "low_stock": _("Últimas unidades")}.get(product.availability, "")


# --- The two forms -------------------------------------------------------------------------------
def data(source: Source, prices: Offer, updated_at: datetime) -> dict[str, Any]:
    """The API's list object."""
    product = source.product
    day, night = pictures.day_and_night(list(source.images))
    return {
        "id": product.pk,
        "slug": product.slug,
        "sku": product.sku,
        "title": product.title,
        "brand": {"slug": product.brand.slug, "name": product.brand.name} if product.brand else None,
        "category": {"slug": product.category.slug, "name": product.category.name},
        "price": f"{prices.price:.2f}",
        "discount_percentage": f"{prices.discount_percentage:.2f}",
        "sale_price": f"{prices.sale_price:.2f}",
        "struck_price": f"{prices.price:.2f}" if prices.has_discount else None,
        "pix_price": f"{prices.pix_price:.2f}",
        "installments": {"count": prices.installments.count, "amount": f"{prices.installments.amount:.2f}"},
        "currency": "BRL",
        "rating": f"{product.rating:.2f}" if product.review_count else None,
        "review_count": product.review_count,
        "availability": product.availability,
        "thumbnail": image_address(day),
        "image_lit": image_address(night),
        "specs": spec_values(source.specs),
        "updated_at": instant(updated_at),
    }


def image_address(image: Image | None) -> str | None:
    if image is None:
        return None
    return pictures.absolute(pictures.plain_url(image)) or image.source_url or None


def view(source: Source, prices: Offer) -> dict[str, Any]:
    """What the HTML card prints; money as text, turned into Decimal when read."""
    product = source.product
    day, night = pictures.day_and_night(list(source.images))
    values = spec_values(source.specs)
    return {
        "slug": product.slug,
        "url": product.get_absolute_url(),
        "title": product.title,
        "brand": product.brand.name if product.brand else "",
        "category_name": product.category.name,
        "day": pictures.picture(day) if day else None,
        "night": pictures.picture(night) if night else None,
        "badges": badges(product, prices),
        "kelvin": kelvin(values.get("color_temperature")),
        "base_label": base_label(source.specs),
        "rating": f"{product.rating:.1f}".replace(".", ","),
        "review_count": product.review_count,
        "price": f"{prices.price:.2f}",
        "sale_price": f"{prices.sale_price:.2f}",
        "pix_price": f"{prices.pix_price:.2f}",
        "has_discount": prices.has_discount,
        "installments": {"count": prices.installments.count, "amount": f"{prices.installments.amount:.2f}"}
        if prices.installments.count > 1
        else None,
        "stock_note": stock_note(product),
        "availability": product.availability,
        "detail": detail_mark(source),
        "english": english(source, day, night),
    }


def english(source: Source, day: Image | None, night: Image | None) -> dict[str, str]:
    """What the card says otherwise in English, as far as somebody wrote it."""
    with languages.speaking(languages.ENGLISH):
        base = base_label(source.specs)
    told = {
        "title": said.english(source.product, "title"),
        "category_name": said.english(source.product.category, "name"),
        "base_label": base if base != base_label(source.specs) else "",
        "day": said.english(day, "alt"),
        "night": said.english(night, "alt"),
    }
    return {name: text for name, text in told.items() if text}


def detail_mark(source: Source) -> str:
    """Moves with what only the product's own page and detail show, so that these count as a change too."""
    product = source.product
    numbers = [getattr(product, name) for name in DETAIL_NUMBERS]
    facts = [getattr(product, name) for name in (*DETAIL_TEXTS, *ENGLISH_TEXTS)]
    facts += [None if number is None else f"{float(number):.3f}" for number in numbers]
    facts += [
        [image.role, image.alt, image.alt_en, image.file, image.source_url, image.width, image.height, image.renditions]
        for image in source.images
    ]
    return hashlib.blake2b(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS), digest_size=8).hexdigest()


def dump(value: dict[str, Any]) -> str:
    return orjson.dumps(value).decode()


def instant(at: datetime) -> str:
    """A moment as the whole API writes it: in UTC, with a Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def forms(source: Source, *, at: datetime) -> tuple[dict[str, Any], str]:
    """A fresh card: (`data`, `view` as it is stored)."""
    prices = offer(source.product, at=at)
    return data(source, prices, at), dump(view(source, prices))


def build(source: Source, *, at: datetime, old: ProductCard | None) -> ProductCard | None:
    """The product's card as it must be at `at`, without a number; None when `old` already says the same."""
    prices = offer(source.product, at=at)
    view_text = dump(view(source, prices))
    if old is not None and old.view == view_text:
        kept_at = datetime.fromisoformat(orjson.loads(old.data)["updated_at"])
        if old.data == dump(data(source, prices, kept_at)):
            return None
    return ProductCard(product_id=source.product.pk, data=dump(data(source, prices, at)), view=view_text, seq=0)


# --- Reading -------------------------------------------------------------------------------------
def views(ids: Sequence[int]) -> list[View]:
    """Cards for templates, in the order of `ids`; products no longer shown are left out. One query."""
    stored = _stored(VIEWS, ids)
    shown = as_seen({pk: read_view(text) for pk, text in stored.items()})
    return [shown[pk] for pk in ids if pk in shown]


def _stored(statement: str, ids: Sequence[int]) -> dict[int, str]:
    """The ORM would take longer to write this statement than the database to answer it."""
    if not ids:
        return {}
    with replicas.reading().cursor() as cursor:
        cursor.execute(statement.format(places=", ".join(["%s"] * len(ids))), list(ids))
        return dict(cursor.fetchall())


def as_seen(shown: dict[int, View]) -> dict[int, View]:
    """The same cards; looked at from a later moment, with the prices of then."""
    seen = moments.seen()
    if seen is None:
        return shown
    for product in Product.objects.filter(pk__in=seen.moved & shown.keys()):
        prices = offer(product, at=seen.at)
        shown[product.pk] = {
            **shown[product.pk], "stored": "",
            "price": prices.price, "sale_price": prices.sale_price, "pix_price": prices.pix_price,
            "has_discount": prices.has_discount, "badges": badges(product, prices),
            "installments": told_installments(prices),
        }  # fmt: skip
    return shown


def told_installments(prices: Offer) -> dict[str, Any] | None:
    parts = prices.installments
    return {"count": parts.count, "amount": parts.amount} if parts.count > 1 else None


@languages.kept(maxsize=MOST_READ)
def read_view(text: str) -> View:
    """The card a text was stored for, as the language of the moment says it.

    The same text gives the same card, so nobody may write into it.
    """
    card: dict[str, Any] = orjson.loads(text)
    if languages.current() == languages.ENGLISH:
        card |= in_english(card)
    for key in MONEY_KEYS:
        card[key] = Decimal(card[key])
    if card["installments"]:
        card["installments"]["amount"] = Decimal(card["installments"]["amount"])
    card["stored"] = text
    return card


def in_english(card: Mapping[str, Any]) -> dict[str, Any]:
    """What a stored card says in Portuguese, said in English; what has none stays as it is."""
    told, kelvins, note = card.get("english", {}), card["kelvin"], card["stock_note"]
    pictures_told = {name: card[name] | {"alt": told[name]} for name in ("day", "night") if card[name] and name in told}
    return (
        {name: told[name] for name in ("title", "category_name", "base_label") if name in told}
        | pictures_told
        | {
            "url": languages.address(card["url"], languages.ENGLISH),
            "badges": [translated(badge, "text") for badge in card["badges"]],
            "kelvin": translated(kelvins, "name") if kelvins else None,
            "stock_note": _(note) if note else "",
            "rating": card["rating"].replace(",", "."),
        }
    )


def translated(part: Mapping[str, Any], name: str) -> dict[str, Any]:
    """One of the shop's own words in a stored part, as the language of the moment has it."""
    word = part[name]
    return {**part, name: _(word)}


def objects_json(ids: Sequence[int]) -> list[str]:
    """API list objects as JSON text, in the order of `ids`. One query."""
    stored = _stored(OBJECTS, ids)
    return [stored[pk] for pk in ids if pk in stored]
