"""What customers say: moderation, and the ratings that follow from it.

Only approved reviews count. `Product.rating` and `review_count` are reckoned from the rows here and nowhere else.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import IntegrityError, transaction
from django.db.models import Avg, Count, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog import buyers, publication
from catalog.models import Product, Review
from iluminacasa import limits
from iluminacasa.errors import Conflict, Denied, Missing

State = Review.State
STARS = (5, 4, 3, 2, 1)
CENT = Decimal("0.01")


class NothingToModerate(Conflict):
    code = "nothing_to_moderate"
    default_message = "Nenhuma das avaliações escolhidas muda com isso."


class NotABuyer(Denied):
    code = "not_a_buyer"
    title = _("Só para quem recebeu")
    default_message = _("Só quem comprou e recebeu este produto na loja pode avaliar.")


class AlreadyReviewed(Conflict):
    code = "review_exists"
    title = _("Você já avaliou")
    default_message = _("Você já avaliou este produto.")


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


# --- Customers -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Opinion:
    """What a customer says."""

    rating: int
    title: str
    text: str
    author_name: str


def write(*, user: User, product_id: int, opinion: Opinion, at: datetime) -> Review:
    """One review per customer and product, by who received it; shown once a person has approved it."""
    check_may_write(user=user, product_id=product_id)
    limits.count_key(rule="reviews", key=str(user.pk))
    try:
        with transaction.atomic():
            return Review.objects.create(
                product_id=product_id, author=user, author_name=opinion.author_name, rating=opinion.rating,
                title=opinion.title, text=opinion.text, is_verified=True, created_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyReviewed from error


def check_may_write(*, user: User, product_id: int) -> None:
    """`NotABuyer` or `AlreadyReviewed` for who may not."""
    if not buyers.has_received(user=user, product_id=product_id):
        raise NotABuyer
    if Review.objects.filter(author=user, product_id=product_id).exists():
        raise AlreadyReviewed


def shown_name(user: User) -> str:
    """`Ana S.`: enough to be a person, not enough to be found."""
    first, *others = user.name.split() or ["Cliente"]
    return f"{first[:50]} {others[-1][0]}." if others else first[:50]


def of(*, user: User) -> Sequence[Review]:
    """A customer's own, in any state, newest first."""
    return list(Review.objects.filter(author=user).select_related("product").order_by("-created_at", "-pk")[:200])


def take_back(*, user: User, review_id: int, at: datetime) -> None:
    """A customer withdraws an opinion; `Missing` for what is not theirs."""
    if not Review.objects.filter(pk=review_id, author=user).exists():
        raise Missing
    remove(review_ids=[review_id], at=at)


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
