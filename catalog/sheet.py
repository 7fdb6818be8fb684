"""Everything the page of one product shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import (
    cards,
    energy,
    light,
    opinions,
    pictures,
    price_chart,
    price_history,
    prices,
    related,
    said,
    specs,
    structured_data,
    twins,
    variants,
)
from catalog.lighting import scene_sheet
from catalog.models import Image, Product, ProductSpec
from catalog.taxonomy import Tree
from iluminacasa import languages

STAGE_WIDTH = 960  # pixels of the stage's plain src
ZOOM_WIDTH = 1600
ROLE_ORDER = [Image.Role.DAY, Image.Role.NIGHT, Image.Role.DETAIL, Image.Role.MEASURES, Image.Role.OTHER]
DESCRIPTION_LENGTH = 155
ALL_STOCKS = 2**31  # no column of a stock holds as many


@dataclass(frozen=True)
class Asked:
    """What the address asks of the page beyond the product."""

    photo: int | None
    reviews: opinions.Asked
    reckoning: energy.Asked = energy.EXAMPLE


def find(slug: str) -> Product | None:
    """The product at this address, shown or not."""
    return Product.objects.select_related("category", "brand").filter(slug=slug).first()


def photo_from(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def build(*, product: Product, tree: Tree, asked: Asked, at: datetime) -> dict[str, Any]:
    images = ordered(product.images.all())
    family = variants.family_of(product)
    facts = specs.of_products([member.pk for member in family] or [product.pk])
    own = facts.get(product.pk, [])
    price = price_block(product, at=at)
    reviews = opinions.of(product, asked.reviews)
    crumbs = breadcrumbs(product, tree)
    page: dict[str, Any] = {
        "product": head(product, own, at=at),
        "gallery": gallery(images, asked.photo),
        "price": price,
        "stock": stock_block(product),
        "purchase": purchase(product),
        "variants": variants.choose(product, family, facts),
        "light": light.block(own),
        "scene_url": reverse("catalog:scene", args=[product.slug]) if scene_sheet.fixture_of(product, own) else "",
        "energy": energy.block(own, price=price["sale_price"], asked=asked.reckoning),
        "spec_groups": [*specs.groups(own), *sale_facts(product)],
        "promises": promises(product),
        "documents": [],
        "reviews": reviews,
        "share": {"url": pictures.absolute(product.get_absolute_url()), "title": product.spoken_title},
        "breadcrumbs": crumbs,
        "meta": meta(product, images),
    }
    page["related"] = cards.views(related.ids(product))
    page["structured_data"] = [
        structured_data.breadcrumbs(crumbs),
        structured_data.product(product=product, images=images, specs=own, price=price, reviews=reviews),
    ]
    return page


# --- Pictures ------------------------------------------------------------------------------------
def ordered(images: Iterable[Image]) -> list[Image]:
    """Those we have a file of: day, night, detail, measures, the rest."""
    shown = [image for image in images if image.file]
    return sorted(shown, key=lambda image: (ROLE_ORDER.index(Image.Role(image.role)), image.position, image.pk))


def gallery(images: Sequence[Image], photo: int | None) -> dict[str, Any]:
    """`photo` counts from 1; without it day or night is left to the theme."""
    asked = images[photo - 1] if photo and photo <= len(images) else None
    day, night = pictures.day_and_night(list(images))
    is_pair = asked is None or asked in (day, night)
    stage = day if is_pair else asked
    return {
        "stage": pictures.picture(stage, width=STAGE_WIDTH) if stage else None,
        "lit": pictures.picture(night, width=STAGE_WIDTH) if night and is_pair else None,
        "chosen": "" if asked is None or not is_pair or night is None else ("night" if asked is night else "day"),
        "details": [
            pictures.picture(image)
            for image in images
            if image.role in (Image.Role.DETAIL, Image.Role.MEASURES) and image is not stage
        ][:2],
        "thumbs": [thumb(image, number, image is (asked or day)) for number, image in enumerate(images, start=1)],
        "zoom_url": zoom_url(asked or stage) if stage else "",
    }


def thumb(image: Image, number: int, current: bool) -> dict[str, Any]:
    return {
        "picture": pictures.picture(image, width=240),
        "url": f"?foto={number}#galeria",
        "number": number,
        "current": current,
        "zoom_url": zoom_url(image),
    }


def zoom_url(image: Image | None) -> str:
    """The largest file there is."""
    return pictures.plain_url(image, width=ZOOM_WIDTH) if image is not None else ""


# --- Words and numbers ---------------------------------------------------------------------------
def head(product: Product, own: Sequence[ProductSpec], *, at: datetime) -> dict[str, Any]:
    brand = product.brand
    values = specs.numbers(own)
    temperature = values.get("color_temperature")
    return {
        "slug": product.slug,
        "title": product.spoken_title,
        "sku": product.sku,
        "brand": brand.name if brand else "",
        "brand_url": f"{reverse('catalog:product_list')}?marca={brand.slug}" if brand else "",
        "category_name": said.of(product.category, "name"),
        "category_url": product.category.get_absolute_url(),
        "summary": said.of(product, "summary"),
        "description": said.of(product, "description"),
        "kelvin": cards.kelvin(float(temperature)) if temperature else None,
        "base_label": cards.base_label(own),
        "badges": cards.badges(product, prices.offer(product, at=at)),
    }


def price_block(product: Product, *, at: datetime) -> dict[str, Any]:
    offer = prices.offer(product, at=at)
    rows = prices.installment_table(offer.sale_price)
    return {
        "price": offer.price,
        "sale_price": offer.sale_price,
        "pix_price": offer.pix_price,
        "pix_percent": settings.PIX_DISCOUNT_PERCENT,
        "has_discount": offer.has_discount,
        "is_reduced": offer.is_reduced,
        "discount_percent": cards.percent_off(offer),
        "installments": {"count": offer.installments.count, "amount": offer.installments.amount},
        "installment_rows": [
            {"count": count, "amount": amount, "total": offer.sale_price} for count, amount in rows if len(rows) > 1
        ],
        **(price_facts(product, at=at) if offer.is_reduced else {}),
    }


def price_facts(product: Product, *, at: datetime) -> dict[str, Any]:
    """What stands beside a sale, so that anybody can judge it."""
    steps = price_history.of([product.pk])[product.pk]
    return {
        "lowest_30_days": price_history.lowest_recent(steps, at=at),
        "history": price_chart.of_steps(steps, at=at),
    }


def stock_block(product: Product) -> dict[str, str]:
    """The count is told only when it is low: then it helps to decide."""
    state = product.availability
    if state == "out_of_stock":
        return {"state": state, "title": _("Esgotado"), "note": ""}
    if state == "low_stock":
        left = ngettext("Resta {count} unidade", "Restam {count} unidades", product.stock).format(count=product.stock)
        return {"state": state, "title": _("Últimas unidades"), "note": left}
    return {"state": state, "title": _("Em estoque"), "note": said.of(product, "shipping_note")}


def same_stocks(product: Product) -> range:
    """The counts with which the page says what it says with this one: while there is enough, how many is not told."""
    count, low, minimum = product.stock, product.low_stock_threshold, product.minimum_order_quantity
    if count <= low:
        return range(count, count + 1)
    return range(max(low + 1, minimum), ALL_STOCKS) if count >= minimum else range(low + 1, minimum)


def purchase(product: Product) -> dict[str, int] | None:
    """The smallest number one may buy; None when not even so many can be bought now."""
    minimum = product.minimum_order_quantity
    return {"minimum": minimum} if product.is_visible and product.stock >= minimum else None


def sale_facts(product: Product) -> list[dict[str, Any]]:
    """What the sheet says beyond the specs."""
    weight = specs.number_text(product.weight, "kg") if product.weight else ""
    rows = [
        ("SKU", product.sku),
        (_("Marca"), product.brand.name if product.brand else ""),
        (_("Peso"), weight),
        (_("Garantia"), said.of(product, "warranty")),
        (_("Pedido mínimo"), str(product.minimum_order_quantity) if product.minimum_order_quantity > 1 else ""),
    ]
    shown = [{"label": label, "value": value} for label, value in rows if value]
    return [{"title": _("Produto"), "rows": shown}] if shown else []


def promises(product: Product) -> list[dict[str, str]]:
    lines = [
        ("pix", _("{percent}% de desconto no Pix").format(percent=settings.PIX_DISCOUNT_PERCENT)),
        ("return", said.of(product, "return_policy") or _("7 dias para se arrepender da compra")),
        ("shield", said.of(product, "warranty")),
    ]
    return [{"icon": icon, "text": text, "url": ""} for icon, text in lines if text]


def breadcrumbs(product: Product, tree: Tree) -> list[dict[str, str]]:
    steps = [{"name": said.of(c, "name"), "url": c.get_absolute_url()} for c in tree.ancestors(product.category_id)]
    return [*steps, {"name": product.spoken_title, "url": product.get_absolute_url()}]


def meta(product: Product, images: Sequence[Image]) -> dict[str, Any]:
    text = first_said(product, "seo_description", "summary", "description")
    shown = next((image for image in images if pictures.preview_url(image)), None)
    return {
        "title": first_said(product, "seo_title", "title"),
        "description": text if len(text) <= DESCRIPTION_LENGTH else text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + "…",
        **twins.of(product.get_absolute_url()),
        "robots": "",
        "image": pictures.absolute(pictures.preview_url(shown)) if shown else "",
        "image_alt": said.of(shown, "alt") if shown else "",
        "type": "product",
    }


def first_said(product: Product, *names: str) -> str:
    """The first of these texts there is, one that is in the language of the moment before one that is not."""
    texts = [text for name in names if (text := said.of(product, name))]
    return next((text for text in texts if not isinstance(text, languages.Foreign)), texts[0] if texts else "")
