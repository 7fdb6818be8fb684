"""Made-up pieces in every state a component knows, for the page that shows them all."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from catalog import paging
from catalog.cards import KELVIN_STEPS, kelvin

Picture = dict[str, Any]
COLOURS = ("ground", "surface", "sunken", "lit", "night", "pix", "sale")
ICONS = (
    "menu", "search", "heart", "compare", "close", "down", "right", "left", "filter", "sun", "moon", "auto", "bulb",
    "star", "truck", "shield", "pix", "return", "box", "ruler", "share", "check", "alert", "zoom",
)  # fmt: skip
SWATCHES = ("#CC9A45", "#2B2F32", "#F1EDE5", "#C4603F", "#2F6350", "#DCC6A0", "#B3BDC3", "#3D6D96", "#BC8850")
ALL_BADGES = [
    {"kind": "sale", "text": "-20%"},
    {"kind": "new", "text": "Novo"},
    {"kind": "low", "text": "Últimas"},
    {"kind": "sold_out", "text": "Esgotado"},
]


def stand_in(role: str) -> Picture:
    """What every installation has, before there is a product with both pictures."""
    return {
        "src": f"{settings.STATIC_URL}img/og-default.jpg",
        "avif": "",
        "webp": "",
        "width": 1200,
        "height": 630,
        "alt": {"day": "Pendente apagado, de dia", "night": "Pendente aceso, à noite"}.get(role, "Detalhe"),
        "role": role,
    }


def card(name: str, **changes: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "slug": f"amostra-{name}",
        "url": "#sample-cards",
        "title": "Pendente Cúpula Terracota 40 cm",
        "brand": "Oficina Cobogó",
        "category_name": "Pendentes",
        "day": stand_in("day"),
        "night": stand_in("night"),
        "badges": [],
        "kelvin": kelvin(2700),
        "base_label": "1× E27",
        "rating": "4,8",
        "review_count": 37,
        "price": Decimal("399.90"),
        "sale_price": Decimal("399.90"),
        "pix_price": Decimal("379.91"),
        "has_discount": False,
        "installments": {"count": 10, "amount": Decimal("39.99")},
        "stock_note": "",
        "availability": "in_stock",
    }
    return shown | changes


def cards(day: Picture, night: Picture) -> list[dict[str, Any]]:
    sale = {
        "has_discount": True,
        "sale_price": Decimal("319.92"),
        "pix_price": Decimal("303.92"),
        "badges": ALL_BADGES[:2],
    }
    sold_out = {"availability": "out_of_stock", "stock_note": "Esgotado", "badges": ALL_BADGES[3:]}
    long_name = "Luminária de Piso em Arco com Base de Mármore Branco e Cúpula de Linho Cru Trançado à Mão 180 cm"
    pair = {"day": day, "night": night}
    return [
        card("simples", **pair),
        card("oferta", **pair, **sale),
        card("esgotado", **pair, **sold_out),
        card("ultimas", **pair, availability="low_stock", stock_note="Últimas unidades"),
        card("uma-foto", day=day, night=None, kelvin=None, base_label="", review_count=0, installments=None),
        card("sem-foto", day=None, night=None, title=long_name),
    ]


def options(key: str, labels: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"f-{key}-{number}",
            "value": str(number),
            "label": label,
            "count": count,
            "checked": number == 1,
            "disabled": count == 0,
            "swatch": SWATCHES[number] if key == "acabamento" else "",
            "kelvin_step": KELVIN_STEPS[number][0] if key == "cor" else "",
        }
        for number, (label, count) in enumerate(zip(labels, (12, 7, 0), strict=True))
    ]


def facets() -> list[dict[str, Any]]:
    def facet(key: str, label: str, kind: str, choices: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        shown = {"key": key, "label": label, "kind": kind, "param": key, "options": choices, "unit": ""}
        return shown | {"open": True, "selected_count": sum(each["checked"] for each in choices)} | more

    limits = {"min": "100", "max": "", "floor": "29", "ceiling": "1890"}
    return [
        facet("cor", "Temperatura de cor", "values", options("cor", ("2200 K", "2700 K", "3000 K"))),
        facet("acabamento", "Acabamento", "values", options("acabamento", ("Latão", "Preto", "Branco"))),
        facet("preco", "Preço", "price", [], **limits),
        facet("ip", "Proteção", "values", options("ip", ("IP20", "IP44", "IP65")), open=False),
    ]


def price() -> dict[str, Any]:
    total = Decimal("319.92")
    return {
        "price": Decimal("399.90"),
        "sale_price": total,
        "pix_price": Decimal("303.92"),
        "pix_percent": settings.PIX_DISCOUNT_PERCENT,
        "has_discount": True,
        "discount_percent": 20,
        "installments": {"count": 2, "amount": Decimal("159.96")},
        "installment_rows": [
            {"count": 1, "amount": total, "total": total},
            {"count": 2, "amount": Decimal("159.96"), "total": total},
        ],
        "lowest_30_days": total,
    }


def gallery(day: Picture, night: Picture) -> dict[str, Any]:
    shown = [day, night, day | {"role": "detail", "alt": "Detalhe"}]
    return {
        "stage": shown[0],
        "lit": shown[1],
        "chosen": "",
        "details": shown[2:],
        "thumbs": [
            {"picture": each, "url": f"#{number}", "number": number, "current": number == 1, "zoom_url": each["src"]}
            for number, each in enumerate(shown, start=1)
        ],
        "zoom_url": shown[0]["src"],
    }


def reviews() -> dict[str, Any]:
    rows = [(5, 30, 81), (4, 5, 14), (3, 1, 3), (2, 0, 0), (1, 1, 3)]
    return {
        "count": 37,
        "mean": "4,8",
        "histogram": [
            {"stars": stars, "count": count, "percent": percent, "url": "#avaliacoes", "current": stars == 4}
            for stars, count, percent in rows
        ],
        "items": [
            {
                "author": "Ana P.",
                "rating": 5,
                "title": "Do tamanho da mesa",
                "text": "A luz cai exata sobre os pratos.\n\nInstalei sozinha em meia hora.",
                "date": date(2026, 3, 10),
                "verified": True,
                "reply": "Que bom, Ana! Mande uma foto.",
            },
            {
                "author": "Rui",
                "rating": 3,
                "title": "",
                "text": "Veio com um risco.",
                "date": date(2026, 2, 1),
                "verified": False,
                "reply": "",
            },
        ],
        "sort": [{"label": "Mais recentes", "url": "#avaliacoes", "current": True}],
        "page": pages(),
        "filtered_stars": 4,
        "clear_url": "#avaliacoes",
    }


def pages() -> dict[str, Any]:
    return paging.links(number=5, size=24, total=400, address=lambda number: f"?pagina={number}#sample-cards")


def product_pieces(day: Picture, night: Picture) -> dict[str, Any]:
    names = (("Terracota", "#C4603F", True), ("Preto", "#2B2F32", True), ("Verde-mata", "#2F6350", False))
    return {
        "offer": price(),
        "variants": {
            "label": "Acabamento",
            "current": "Terracota",
            "options": [
                {"name": name, "url": f"#{number}", "swatch": swatch, "current": number == 0, "available": available}
                for number, (name, swatch, available) in enumerate(names)
            ],
        },
        "light": {
            "title": "A luz desta peça",
            "text": "Luz quente, como a da lâmpada antiga: para sala e quarto.",
            "kelvin": kelvin(2700),
            "facts": [{"label": "Fluxo luminoso", "value": "806 lm"}, {"label": "Potência", "value": "9 W"}],
            "note": "Ilumina como uma incandescente de 60 W.",
        },
        "reviews": reviews(),
        "gallery": gallery(day, night),
        "spec_groups": [{"title": "Luz", "rows": [{"label": "Fluxo luminoso", "value": "806 lm"}]}],
        "stocks": [
            {"state": "in_stock", "title": "Em estoque", "note": "Sai em 1 dia útil"},
            {"state": "low_stock", "title": "Últimas unidades", "note": "Restam 3 unidades"},
            {"state": "out_of_stock", "title": "Esgotado", "note": ""},
            {"state": "discontinued", "title": "Fora de linha", "note": ""},
        ],
    }


def all_states(pair: Mapping[str, Any] | None) -> dict[str, Any]:
    """The context of `pages/style.html`, without its forms; `pair` is a card with both pictures."""
    day, night = (pair["day"], pair["night"]) if pair else (stand_in("day"), stand_in("night"))
    return product_pieces(day, night) | {
        "colours": COLOURS,
        "icons": ICONS,
        "swatches": SWATCHES,
        "kelvins": [kelvin(step) for step, _ in KELVIN_STEPS],
        "badges": ALL_BADGES,
        "cards": cards(day, night),
        "facets": facets(),
        "hidden_fields": [],
        "base_url": "#sample-facets",
        "total_text": "24 produtos",
        "sort": [{"value": "relevancia", "label": "Relevância", "selected": True}],
        "sort_param": "ordem",
        "chips": [{"label": "2700 K", "url": "#sample-kelvin"}, {"label": "até R$ 300", "url": "#sample-kelvin"}],
        "clear_url": "#sample-kelvin",
        "page": pages(),
    }
