"""Write catalog/demo/: `python -m tools.demo_catalogue.build [--pictures all|missing|none] [slug ...]`."""

import argparse
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from tools.demo_catalogue import english
from tools.demo_catalogue.item import Item
from tools.demo_catalogue.products import ITEMS
from tools.demo_catalogue.spec_definitions import SPECS
from tools.demo_catalogue.taxonomy import BRANDS, CATEGORIES
from tools.pictures.picture import ROLES

TARGET = Path(__file__).resolve().parents[2] / "catalog" / "demo"
STATES = {"day": "apagada, de dia", "night": "acesa, à noite"}
RETURNS = "7 dias corridos para devolver, sem custo"
# Nouns that are masculine, to agree with aceso/apagado.
MASCULINE = (
    "Pendente",
    "Lustre",
    "Plafon",
    "Abajur",
    "Trilho",
    "Spot",
    "Perfil",
    "Balizador",
    "Espeto",
    "Refletor",
    "Varal",
    "Kit",
    "Lampião",
    "Tubo",
)


def number(value: float | Decimal) -> int | float:
    """JSON number without a needless fraction."""
    return int(value) if value == int(value) else float(value)


def alt(item: Item, role: str) -> str:
    if role == "detail":
        return f"Detalhe: {item.title}"
    if role == "measures":
        width, height, depth = (f"{side:g}".replace(".", ",") for side in item.size)
        return f"Desenho com medidas: {item.title}, {width} x {height} x {depth} cm"
    if not item.light:
        return f"{item.title}, {'à luz do dia' if role == 'day' else 'à luz de uma luminária, à noite'}"
    state = STATES[role]
    if item.title.startswith(MASCULINE):
        state = state.replace("apagada", "apagado").replace("acesa", "aceso")
    return f"{item.title}, {state}"


def images(item: Item) -> list[dict[str, str]]:
    return [
        {
            "path": f"images/{item.slug}-{suffix}.webp",
            "role": role,
            "alt": alt(item, role),
            "alt_en": english.alt(item, role),
        }
        for role, suffix in ROLES.items()
    ]


def specs(item: Item) -> dict[str, Any]:
    width, height, depth = item.size
    found: dict[str, Any] = {}
    if item.light:
        light = item.light
        found |= {
            "color_temperature": light.kelvin,
            "lumens": light.lumens,
            "watts": number(light.watts),
            "efficacy": number(light.efficacy),
            "cri": light.cri,
            "beam": light.beam,
            "dimmable": light.dimmable,
            "base": light.base,
            "bulbs": light.bulbs or None,
            "max_watts": number(light.max_watts) if light.max_watts else None,
            "voltage": light.voltage,
            "life": light.life,
            "inmetro": light.inmetro or None,
        }
    found |= {
        "ip": item.ip or None,
        "material": list(item.material),
        "finish": item.finish,
        "room": list(item.rooms),
        "style": item.style,
        "width": number(width),
        "height": number(height),
        "depth": number(depth),
        "cable": number(item.cable) or None,
    } | item.more
    return {key: value for key, value in found.items() if value is not None}


def product(item: Item) -> dict[str, Any]:
    width, height, depth = (number(side) for side in item.size)
    pictures = images(item)
    shipping = "Sai em 1 dia útil" if item.stock > 3 else "Sai em até 3 dias úteis"
    return {
        "id": item.id,
        "title": item.title,
        "description": item.description,
        "category": item.category,
        "price": number(Decimal(item.price)),
        "discountPercentage": number(Decimal(item.off)),
        "stock": item.stock,
        "tags": list(item.tags),
        "brand": item.brand,
        "sku": f"IC-{item.id:04d}",
        "weight": number(item.weight),
        "dimensions": {"width": width, "height": height, "depth": depth},
        "warrantyInformation": item.warranty,
        "shippingInformation": shipping,
        "availabilityStatus": "Out of Stock" if not item.stock else "Low Stock" if item.stock <= 5 else "In Stock",
        "returnPolicy": RETURNS,
        "minimumOrderQuantity": 1,
        "images": [picture["path"] for picture in pictures],
        "thumbnail": pictures[0]["path"],
        "ilumina": {
            "summary": item.summary,
            "english": english.product(item, shipping=shipping, returns=RETURNS),
            "family": item.family,
            "specs": specs(item),
            "images": pictures,
            "related": list(item.related),
        },
    }


def feed(items: list[Item]) -> dict[str, Any]:
    brands = [{"name": name, "description": text} for name, text in BRANDS.items()]
    return {
        "products": [product(item) for item in items],
        "total": len(items),
        "skip": 0,
        "limit": len(items),
        "ilumina": {
            "currency": "BRL",
            "categories": [english.category(entry) for entry in CATEGORIES],
            "brands": brands,
            "specs": [english.spec(entry) for entry in SPECS],
        },
    }


def write_feed(items: list[Item]) -> None:
    known = {item.id for item in items}
    body = feed(items)
    for entry in body["products"]:
        entry["ilumina"]["related"] = [other for other in entry["ilumina"]["related"] if other in known]
    TARGET.joinpath("catalogue.json").write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n")


def write_pictures(items: list[Item], which: str, slugs: list[str]) -> None:
    from tools.pictures.render import browser_page, write

    folder = TARGET / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with browser_page() as page:
        for item in items:
            if slugs and item.slug not in slugs:
                continue
            targets = [(role, folder / f"{item.slug}-{suffix}.webp") for role, suffix in ROLES.items()]
            if which == "missing":
                targets = [(role, path) for role, path in targets if not path.exists()]
            if targets:
                print(f"{item.slug}: {write(page, item.picture, targets)} bytes", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the demo feed and its pictures.")
    parser.add_argument("--pictures", choices=("all", "missing", "none"), default="missing")
    parser.add_argument("slugs", nargs="*")
    given = parser.parse_args()
    write_feed(ITEMS)
    if given.pictures != "none":
        write_pictures(ITEMS, given.pictures, given.slugs)


if __name__ == "__main__":
    main()
