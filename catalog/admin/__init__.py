"""The back office of the catalogue. Each module holds the screens of one desk."""

from catalog.admin import content, products, reviews, searching, stock, syncing, taxonomy

__all__ = ["content", "products", "reviews", "searching", "stock", "syncing", "taxonomy"]
