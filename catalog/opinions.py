"""What customers say of one product: mean, histogram, and one page of approved reviews."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog import paging, reviews
from catalog.models import Product
from iluminacasa.errors import Missing
from iluminacasa.money import decimal_text

PAGE_SIZE = 6
ANCHOR = "#avaliacoes"
ORDERS = {
    "recentes": (gettext_noop("Mais recentes"), ("-created_at", "-pk")),
    "uteis": (gettext_noop("Mais úteis"), ("-helpful_count", "-created_at", "-pk")),
    "melhores": (gettext_noop("Melhores notas"), ("-rating", "-created_at", "-pk")),
    "piores": (gettext_noop("Piores notas"), ("rating", "-created_at", "-pk")),
}
FIRST_ORDER = "recentes"


@dataclass(frozen=True)
class Asked:
    """Which reviews the address asks for; what makes no sense is ignored."""

    stars: int | None = None
    order: str = FIRST_ORDER
    page: int = 1

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> "Asked":
        stars, order = params.get("estrelas", ""), params.get("ordem", "")
        return cls(
            stars=int(stars) if stars in ("1", "2", "3", "4", "5") else None,
            order=order if order in ORDERS else FIRST_ORDER,
            page=paging.number_from(params.get("pagina")),
        )

    def url(self, **changes: Any) -> str:
        terms = {"stars": self.stars, "order": self.order, "page": 1} | changes
        params = {
            "estrelas": terms["stars"] or "",
            "ordem": terms["order"] if terms["order"] != FIRST_ORDER else "",
            "pagina": terms["page"] if terms["page"] > 1 else "",
        }
        query = urlencode({name: value for name, value in params.items() if value})
        return f"?{query}{ANCHOR}"


def mean_text(product: Product) -> str:
    return decimal_text(f"{product.rating:.1f}")


def of(product: Product, asked: Asked) -> dict[str, Any]:
    """The reviews block; at most two queries, none for a product without reviews."""
    if not product.review_count:
        if asked.page > 1:
            raise Missing(_("Esta página de avaliações não existe."))
        return {"count": 0}
    summary = reviews.summary(product_id=product.pk)
    counts = {bar.stars: bar.count for bar in summary.bars}
    total = counts.get(asked.stars, 0) if asked.stars else summary.count
    if asked.page > paging.pages_of(total, PAGE_SIZE):
        raise Missing(_("Esta página de avaliações não existe."))
    return {
        "count": product.review_count,
        "mean": mean_text(product),
        "histogram": histogram(summary, asked),
        "items": items(product, asked),
        "sort": [
            {"label": _(label), "url": asked.url(order=order), "current": order == asked.order}
            for order, (label, __) in ORDERS.items()
        ],
        "page": paging.links(
            number=asked.page, size=PAGE_SIZE, total=total, address=lambda number: asked.url(page=number)
        ),
        "filtered_stars": asked.stars,
        "clear_url": asked.url(stars=None),
    }


def histogram(summary: reviews.Summary, asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "stars": bar.stars,
            "count": bar.count,
            "percent": bar.percent,
            "url": asked.url(stars=bar.stars),
            "current": bar.stars == asked.stars,
        }
        for bar in summary.bars
    ]


def items(product: Product, asked: Asked) -> list[dict[str, Any]]:
    approved = reviews.approved(product_id=product.pk)
    chosen = approved.filter(rating=asked.stars) if asked.stars else approved
    start = (asked.page - 1) * PAGE_SIZE
    return [
        {
            "author": review.author_name,
            "rating": review.rating,
            "title": review.title,
            "text": review.text,
            "date": review.created_at,
            "verified": review.is_verified,
            "reply": review.reply,
        }
        for review in chosen.order_by(*ORDERS[asked.order][1])[start : start + PAGE_SIZE]
    ]
