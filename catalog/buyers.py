"""Who received what, and so may say how it is."""

from collections.abc import Collection, Sequence
from datetime import datetime

from accounts.models import User
from catalog.models import Product, Purchase, Review

MAX_LISTED = 100


def received(*, user_id: int, product_ids: Collection[int], at: datetime) -> None:
    """These products are in this person's hands; again changes nothing."""
    rows = [Purchase(user_id=user_id, product_id=pk, received_at=at) for pk in sorted(set(product_ids))]
    Purchase.objects.bulk_create(rows, ignore_conflicts=True)


def has_received(*, user: User, product_id: int) -> bool:
    return Purchase.objects.filter(user=user, product_id=product_id).exists()


def waiting(*, user: User) -> Sequence[Product]:
    """Received, still on show and not reviewed yet; the last received first."""
    reviewed = Review.objects.filter(author=user).values("product_id")
    open_ones = Purchase.objects.filter(user=user, product__is_visible=True).exclude(product__in=reviewed)
    return [each.product for each in open_ones.select_related("product").order_by("-received_at", "-pk")[:MAX_LISTED]]
