"""JSON-LD: what pages say, said again for machines. Every value comes from what the page itself prints."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import pictures, said
from catalog.models import Image, Product, ProductSpec
from catalog.specs import value_text
from iluminacasa import languages

CONTEXT = "https://schema.org"
WITHDRAWAL_DAYS = 7  # Código de Defesa do Consumidor, art. 49
AVAILABILITY = {"in_stock": "InStock", "low_stock": "LimitedAvailability", "out_of_stock": "OutOfStock"}
SCRIPT_ESCAPES = ((">", "\\u003E"), ("<", "\\u003C"), ("&", "\\u0026"))
Block = dict[str, Any]


def printed(blocks: Sequence[Block]) -> str:
    """As HTML, escaped so that no text inside can end the script element."""
    return "\n".join([f'<script type="application/ld+json">{in_script(block)}</script>' for block in blocks])


def in_script(block: Block) -> str:
    text = orjson.dumps(block).decode()
    for character, escaped in SCRIPT_ESCAPES:
        text = text.replace(character, escaped)
    return text


def return_policy() -> Block:
    return {
        "@type": "MerchantReturnPolicy",
        "applicableCountry": "BR",
        "returnPolicyCategory": f"{CONTEXT}/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": WITHDRAWAL_DAYS,
        "returnMethod": f"{CONTEXT}/ReturnByMail",
        "returnFees": f"{CONTEXT}/FreeReturn",
    }


def shop() -> list[Block]:
    """The shop itself, for the home page."""
    home = f"{settings.SITE_URL}/"
    store = {
        "@context": CONTEXT,
        "@type": "OnlineStore",
        "@id": f"{home}#loja",
        "name": settings.STORE_NAME,
        "legalName": settings.STORE_LEGAL_NAME,
        "taxID": settings.STORE_CNPJ,
        "url": home,
        "email": settings.STORE_EMAIL,
        "telephone": settings.STORE_PHONE,
        "address": settings.STORE_ADDRESS,
        "currenciesAccepted": "BRL",
        "hasMerchantReturnPolicy": return_policy(),
    }
    site = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": f"{home}#site",
        "name": settings.STORE_NAME,
        "url": home,
        "inLanguage": languages.tag(),
        "publisher": {"@id": f"{home}#loja"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{settings.SITE_URL}{reverse('catalog:search')}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }
    return [store, site]


@languages.kept(maxsize=1)
def home_address() -> str:
    return reverse("catalog:home")


def breadcrumbs(crumbs: Sequence[Mapping[str, str]]) -> Block:
    """`crumbs` as the page shows them, without the home page, which leads here too."""
    steps = [{"name": _("Início"), "url": home_address()}, *crumbs]
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": step["name"],
                "item": pictures.absolute(step["url"]),
            }
            for position, step in enumerate(steps, start=1)
        ],
    }


def item_list(cards: Sequence[Mapping[str, Any]], *, first: int) -> Block:
    """The products of one page of a list; `first` is the position of the first one."""
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "url": pictures.absolute(card["url"]), "name": card["title"]}
            for position, card in enumerate(cards, start=first)
        ],
    }


def product(
    *,
    product: Product,
    images: Sequence[Image],
    specs: Sequence[ProductSpec],
    price: Mapping[str, Any],
    reviews: Mapping[str, Any],
) -> Block:
    address = pictures.absolute(product.get_absolute_url())
    block: Block = {
        "@context": CONTEXT,
        "@type": "Product",
        "@id": f"{address}#produto",
        "name": product.spoken_title,
        "url": address,
        "description": said.of(product, "summary") or said.of(product, "description"),
        "sku": product.sku,
        "category": said.of(product.category, "name"),
        "image": [pictures.absolute(pictures.plain_url(image, width=960)) for image in images],
        "offers": offer(product, address, price),
        "additionalProperty": [property_value(spec) for spec in specs],
    }
    if product.brand:
        block["brand"] = {"@type": "Brand", "name": product.brand.name}
    if reviews["count"]:
        block["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": reviews["mean"].replace(",", "."),
            "reviewCount": reviews["count"],
            "bestRating": 5,
            "worstRating": 1,
        }
    return {name: value for name, value in block.items() if value not in ("", [])}


def offer(product: Product, address: str, price: Mapping[str, Any]) -> Block:
    block: Block = {
        "@type": "Offer",
        "url": address,
        "price": f"{price['sale_price']:.2f}",
        "priceCurrency": "BRL",
        "availability": f"{CONTEXT}/{AVAILABILITY[product.availability]}",
        "itemCondition": f"{CONTEXT}/NewCondition",
        "seller": {"@type": "Organization", "name": settings.STORE_NAME},
        "hasMerchantReturnPolicy": return_policy(),
    }
    if price["is_reduced"] and product.sale_ends_at is not None:
        block["priceValidUntil"] = timezone.localdate(product.sale_ends_at).isoformat()
    return block


def property_value(spec: ProductSpec) -> Block:
    return {
        "@type": "PropertyValue",
        "name": said.of(spec.definition, "label"),
        "value": value_text(spec).replace("\u00a0", " "),
    }
