"""What is shown beside a product."""

from catalog.models import Product, Related

MAX_RELATED = 8
MIN_RELATED = 4  # below, the row is filled up from the same shelf


def ids(product: Product) -> list[int]:
    """What goes with it, filled up with the same shelf. At most two queries."""
    chosen = Related.objects.filter(product=product, other__is_visible=True).order_by("position", "pk")
    found = list(dict.fromkeys(chosen.values_list("other_id", flat=True)))[:MAX_RELATED]
    if len(found) < MIN_RELATED:
        shelf = Product.objects.visible().filter(category=product.category_id)
        others = shelf.exclude(pk__in=[*found, product.pk]).order_by("-boost", "-units_sold", "pk")
        found += others.values_list("pk", flat=True)[: MAX_RELATED - len(found)]
    return found
