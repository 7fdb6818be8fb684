"""A second product made from a first: same sheet, same pictures, its own name, address and life."""

from datetime import datetime

from django.db import transaction

from catalog import addresses, publication
from catalog.models import Image, Product, ProductSpec, Related
from catalog.models.product import own_external_id

SAME = (
    "summary", "description", "category_id", "brand_id", "family", "tags", "price", "discount_percentage",
    "sale_starts_at", "sale_ends_at", "low_stock_threshold", "minimum_order_quantity", "weight", "width", "height",
    "depth", "warranty", "shipping_note", "return_policy", "boost", "summary_en", "description_en", "warranty_en",
    "shipping_note_en", "return_policy_en",
)  # fmt: skip
SUFFIX, SUFFIX_EN = " (cópia)", " (copy)"


@transaction.atomic
def duplicate(*, product_id: int, at: datetime) -> Product:
    """Not published, without SKU, stock, sales or reviews; it belongs to the shop, whatever source the first has."""
    first = Product.objects.get(pk=product_id)
    copy = Product(
        title=first.title[: 200 - len(SUFFIX)] + SUFFIX,
        title_en=first.title_en and first.title_en[: 200 - len(SUFFIX_EN)] + SUFFIX_EN,
        slug=addresses.free(f"{first.slug[:190]}-copia"),
        external_id=own_external_id(),
        is_published=False,
        created_at=at,
        updated_at=at,
        **{name: getattr(first, name) for name in SAME},
    )
    publication.derive(copy, at=at, tree=publication.taxonomy.read())
    copy.save(force_insert=True)
    specs = list(first.specs.order_by("pk"))
    images = list(first.images.order_by("position", "pk"))
    links = list(first.related_links.order_by("pk"))
    rows: list[ProductSpec | Image | Related] = [*specs, *images, *links]
    for row in rows:
        row.pk, row._state.adding, row.product = None, True, copy
    ProductSpec.objects.bulk_create(specs)
    Image.objects.bulk_create(images)
    Related.objects.bulk_create(links)
    publication.refresh(product_ids=[copy.pk], at=at)
    return copy
