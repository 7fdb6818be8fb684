"""One product as the API shows it: the list object with everything else that is known."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog import cards, pictures, price_history
from catalog.models import Image, Product
from iluminacasa import languages
from iluminacasa.errors import Missing

KEPT = 512  # details of that many products stay in each process


class ProductMissing(Missing):
    default_message = _("Este produto não existe ou não está mais à venda.")


def shown(slug: str) -> Product:
    """The visible product at this address, with no more than is needed to find what stands beside it."""
    return _visible(Product.objects.only("category"), slug)


@lru_cache(maxsize=KEPT)
def text(slug: str, *, version: int, on: date) -> str:
    """The detail object as JSON: the stored list object, continued. Kept while nothing shown changes that day.

    `ProductMissing` is not kept. At most four queries.
    """
    product = _visible(Product.objects.select_related("card"), slug)
    images = Image.objects.filter(product=product).order_by("position", "pk")
    lowest = price_history.lowest_recent(price_history.of([product.pk])[product.pk], at=timezone.now())
    more = cards.dump(extras(product, list(images), lowest=lowest))
    return f"{product.card.data[:-1]},{more[1:]}"


def _visible(products: QuerySet[Product], slug: str) -> Product:
    found = products.filter(slug=slug, is_visible=True).first()
    if found is None:
        raise ProductMissing
    return found


@languages.speaking(languages.PORTUGUESE)
def extras(product: Product, images: Sequence[Image], *, lowest: Decimal | None) -> dict[str, Any]:
    return {
        "description": product.description,
        "images": [shape for image in images if (shape := picture(image)) is not None],
        "tags": product.tags,
        "dimensions": {
            "width": number(product.width),
            "height": number(product.height),
            "depth": number(product.depth),
        },
        "weight": number(product.weight),
        "warranty": product.warranty,
        "shipping": product.shipping_note,
        "return_policy": product.return_policy,
        "minimum_order_quantity": product.minimum_order_quantity,
        "meta": {
            "summary": product.summary,
            "family": product.family or None,
            "url": pictures.absolute(product.get_absolute_url()),
            "lowest_price_30_days": f"{lowest:.2f}" if lowest is not None else None,
            "created_at": cards.instant(product.created_at),
            "updated_at": json.loads(product.card.data)["updated_at"],
        },
    }


def number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def picture(image: Image) -> dict[str, Any] | None:
    """None for a picture nobody can load yet."""
    address = pictures.absolute(pictures.master_url(image)) or image.source_url
    if not address:
        return None
    return {
        "url": address,
        "role": image.role,
        "alt": image.alt,
        "width": image.width or None,
        "height": image.height or None,
        "renditions": {fmt: renditions(image, fmt) for fmt in pictures.FORMATS},
    }


def renditions(image: Image, fmt: str) -> list[dict[str, Any]]:
    widths = image.renditions.get(fmt, []) if image.file else []
    return [{"width": width, "url": pictures.absolute(pictures.rendition_url(image, width, fmt))} for width in widths]
