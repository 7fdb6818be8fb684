"""The back office of the catalogue. Each module holds the screens of one desk."""

from catalog.admin import alerts, content, products, reviews, searching, stock, syncing, taxonomy

__all__ = ["alerts", "content", "products", "reviews", "searching", "stock", "syncing", "taxonomy"]
