"""What we sell and how many we have."""

from catalog.models.batches import PriceBatch, PriceBatchRow, SheetImport, StockLevel
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
from catalog.models.purchase import Purchase
from catalog.models.review import Review
from catalog.models.search import SearchDocument, SearchMiss, Synonym
from catalog.models.specs import ProductSpec, SpecChoice, SpecDefinition
from catalog.models.syncing import SyncDifference, SyncIssue, SyncRehearsal, SyncRun
from catalog.models.taxonomy import Brand, Category, CategorySlugHistory
from catalog.models.wishes import Alert, Favorite

__all__ = [
    "RENDITION_WIDTHS",
    "Alert",
    "Banner",
    "Brand",
    "CatalogueState",
    "Category",
    "CategorySlugHistory",
    "Favorite",
    "HomeSection",
    "Image",
    "Page",
    "PriceBatch",
    "PriceBatchRow",
    "PriceChange",
    "Product",
    "ProductCard",
    "ProductSpec",
    "Purchase",
    "Related",
    "Review",
    "SearchDocument",
    "SearchMiss",
    "SheetImport",
    "SlugHistory",
    "SpecChoice",
    "SpecDefinition",
    "StockLevel",
    "StockMove",
    "SyncDifference",
    "SyncIssue",
    "SyncRehearsal",
    "SyncRun",
    "Synonym",
    "Tombstone",
]
