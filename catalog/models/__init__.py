"""What we sell and how many we have."""

from catalog.models.image import RENDITION_WIDTHS, Image
from catalog.models.pages import Banner, HomeSection, Page
from catalog.models.product import (
    CatalogueState,
    PriceChange,
    Product,
    ProductCard,
    Related,
    SlugHistory,
    StockMove,
    Tombstone,
)
from catalog.models.review import Review
from catalog.models.search import SearchDocument, SearchMiss, Synonym
from catalog.models.specs import ProductSpec, SpecChoice, SpecDefinition
from catalog.models.syncing import SyncIssue, SyncRun
from catalog.models.taxonomy import Brand, Category, CategorySlugHistory

__all__ = [
    "RENDITION_WIDTHS",
    "Banner",
    "Brand",
    "CatalogueState",
    "Category",
    "CategorySlugHistory",
    "HomeSection",
    "Image",
    "Page",
    "PriceChange",
    "Product",
    "ProductCard",
    "ProductSpec",
    "Related",
    "Review",
    "SearchDocument",
    "SearchMiss",
    "SlugHistory",
    "SpecChoice",
    "SpecDefinition",
    "StockMove",
    "SyncIssue",
    "SyncRun",
    "Synonym",
    "Tombstone",
]
