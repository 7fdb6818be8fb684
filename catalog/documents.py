"""The words of a product as the search engine reads them."""

from collections.abc import Sequence

from catalog.models import Product, ProductSpec, SearchDocument


def build(product: Product, specs: Sequence[ProductSpec]) -> SearchDocument:
    """`product` with brand and category loaded, `specs` with definition and choice loaded."""
    return SearchDocument(product=product, title=product.title)
