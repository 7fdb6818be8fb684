"""What customers say: moderation, and the ratings that follow from it.

Only approved reviews count. `Product.rating` and `review_count` are reckoned from the rows here and nowhere else.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Avg, Count, QuerySet

from accounts.models import User
from catalog import publication
from catalog.models import Product, Review
from iluminacasa.errors import Conflict

State = Review.State
STARS = (5, 4, 3, 2, 1)
CENT = Decimal("0.01")


class NothingToModerate(Conflict):
    code = "nothing_to_moderate"
    default_message = "Nenhuma das avaliações escolhidas muda com isso."


@dataclass(frozen=True)
class Bar:
    """One bar of the histogram."""

    stars: int
    count: int
    percent: int  # of all approved reviews, rounded half up


@dataclass(frozen=True)
class Summary:
    count: int
    mean: Decimal  # two decimals, 0 without reviews
    bars: tuple[Bar, ...]  # five stars first


def approved(*, product_id: int) -> QuerySet[Review]:
    """What the product page shows, newest first."""
    return Review.objects.filter(product_id=product_id, state=State.APPROVED).order_by("-created_at", "-pk")


def summary(*, product_id: int) -> Summary:
    """Mean and histogram of the approved reviews. One query."""
    rows = approved(product_id=product_id).order_by().values_list("rating").annotate(count=Count("pk"))
    return summarize(dict(rows))


def summarize(counts: dict[int, int]) -> Summary:
    total = sum(counts.values())
    points = sum(stars * count for stars, count in counts.items())
    bars = tuple(Bar(stars, counts.get(stars, 0), share(counts.get(stars, 0), total)) for stars in STARS)
    return Summary(count=total, mean=mean(points, total), bars=bars)


def share(count: int, total: int) -> int:
    return (200 * count + total) // (2 * total) if total else 0


def mean(points: int, count: int) -> Decimal:
    return (Decimal(points) / count).quantize(CENT, rounding=ROUND_HALF_UP) if count else Decimal("0.00")


# --- Moderation ----------------------------------------------------------------------------------
@transaction.atomic
def moderate(*, review_ids: Collection[int], state: str, by: User, at: datetime) -> int:
    """Approve or reject reviews; returns how many changed."""
    chosen = Review.objects.filter(pk__in=review_ids).exclude(state=state)
    product_ids = set(chosen.values_list("product_id", flat=True))
    changed = chosen.update(state=state, moderated_at=at, moderated_by=by)
    if not changed:
        raise NothingToModerate
    recount(product_ids=product_ids, at=at)
    return changed


@transaction.atomic
def answer(*, review: Review, text: str, at: datetime) -> None:
    """The shop's public answer under a review; an empty text takes it back."""
    Review.objects.filter(pk=review.pk).update(reply=text.strip())
    publication.touch()


@transaction.atomic
def remove(*, review_ids: Collection[int], at: datetime) -> int:
    """Delete reviews for good (a person asked for it) and reckon without them."""
    chosen = Review.objects.filter(pk__in=review_ids)
    product_ids = set(chosen.values_list("product_id", flat=True))
    removed, _ = chosen.delete()
    recount(product_ids=product_ids, at=at)
    return removed


def recount(*, product_ids: Collection[int], at: datetime) -> None:
    """Write rating and number of reviews of these products anew, then their cards."""
    rows = (
        Review.objects.filter(product_id__in=product_ids, state=State.APPROVED)
        .order_by()
        .values_list("product_id")
        .annotate(mean=Avg("rating"), count=Count("pk"))
    )
    found = {product_id: (Decimal(str(average)), count) for product_id, average, count in rows}
    changed = []
    for product in Product.objects.filter(pk__in=product_ids).only("rating", "review_count"):
        average, count = found.get(product.pk, (Decimal(0), 0))
        rating = average.quantize(CENT, rounding=ROUND_HALF_UP)
        if (product.rating, product.review_count) != (rating, count):
            product.rating, product.review_count = rating, count
            changed.append(product)
    Product.objects.bulk_update(changed, ["rating", "review_count"])
    publication.refresh(product_ids=[product.pk for product in changed], at=at)
