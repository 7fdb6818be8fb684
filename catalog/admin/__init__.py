"""The back office of the catalogue. Each module holds the screens of one desk."""

from catalog.admin import (
    alerts,
    content,
    levels,
    prices,
    products,
    reviews,
    searching,
    sheets,
    stock,
    syncing,
    taxonomy,
)

__all__ = [
    "alerts",
    "content",
    "levels",
    "prices",
    "products",
    "reviews",
    "searching",
    "sheets",
    "stock",
    "syncing",
    "taxonomy",
]
