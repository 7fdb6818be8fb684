"""Ratings are reckoned from approved reviews and from nothing else."""

from decimal import Decimal

import pytest

from catalog import publication, reviews
from catalog.models import ProductCard, Review
from tests import make

pytestmark = pytest.mark.django_db


def ids(*rows: Review) -> list[int]:
    return [row.pk for row in rows]


def test_an_approved_review_counts_and_a_rejected_one_does_not(now) -> None:
    product, judge = make.product(), make.user()
    good, bad = make.review(product, rating=5, state="pending"), make.review(product, rating=1, state="pending")
    version = publication.version()
    assert reviews.moderate(review_ids=ids(good), state="approved", by=judge, at=now) == 1
    product.refresh_from_db()
    assert (product.rating, product.review_count) == (Decimal("5.00"), 1)
    assert '"review_count":1' in ProductCard.objects.get(pk=product.pk).view
    assert publication.version() > version
    reviews.moderate(review_ids=ids(bad), state="rejected", by=judge, at=now)
    product.refresh_from_db()
    assert (product.rating, product.review_count) == (Decimal("5.00"), 1)
    good.refresh_from_db()
    assert (good.state, good.moderated_by, good.moderated_at) == ("approved", judge, now)


def test_taking_an_approval_back_takes_its_stars_back(now) -> None:
    product, judge = make.product(), make.user()
    review = make.review(product, rating=4, state="pending")
    for state, expected in (("approved", (Decimal("4.00"), 1)), ("rejected", (Decimal(0), 0))):
        reviews.moderate(review_ids=ids(review), state=state, by=judge, at=now)
        product.refresh_from_db()
        assert (product.rating, product.review_count) == expected


def test_moderating_what_is_moderated_already_is_refused(now) -> None:
    review = make.review(make.product(), state="approved")
    with pytest.raises(reviews.NothingToModerate):
        reviews.moderate(review_ids=ids(review), state="approved", by=make.user(), at=now)


@pytest.mark.parametrize(
    ("ratings", "mean", "shares"),
    [
        ([], "0.00", [0, 0, 0, 0, 0]),
        ([5], "5.00", [100, 0, 0, 0, 0]),
        ([5, 4, 4], "4.33", [33, 67, 0, 0, 0]),
        ([1, 2], "1.50", [0, 0, 0, 50, 50]),
        ([5, 5, 5, 5, 5, 5, 5, 4], "4.88", [88, 13, 0, 0, 0]),
    ],
)
def test_the_histogram_rounds_half_up(ratings: list[int], mean: str, shares: list[int], now) -> None:
    product = make.product()
    for rating in ratings:
        make.review(product, rating=rating)
    make.review(product, rating=1, state="pending")
    reviews.recount(product_ids=[product.pk], at=now)
    summary = reviews.summary(product_id=product.pk)
    assert (summary.count, summary.mean) == (len(ratings), Decimal(mean))
    assert [bar.stars for bar in summary.bars] == [5, 4, 3, 2, 1]
    assert [bar.percent for bar in summary.bars] == shares
    product.refresh_from_db()
    assert (product.rating, product.review_count) == (Decimal(mean), len(ratings))


def test_removing_a_review_reckons_without_it(now) -> None:
    product = make.product()
    first, _ = make.review(product, rating=5), make.review(product, rating=2)
    assert reviews.remove(review_ids=ids(first), at=now) == 1
    product.refresh_from_db()
    assert (product.rating, product.review_count) == (Decimal("2.00"), 1)


def test_an_answer_changes_the_answer_and_nothing_the_customer_wrote(now) -> None:
    review = make.review(make.product(), title="Boa", text="Ilumina.")
    review.title = "Trocado por outra pessoa"
    reviews.answer(review=review, text="  Obrigada!  ", at=now)
    review.refresh_from_db()
    assert (review.title, review.text, review.reply) == ("Boa", "Ilumina.", "Obrigada!")


def test_moderating_many_costs_the_same_number_of_queries(now, django_assert_max_num_queries) -> None:
    judge = make.user()
    rows = [make.review(product, state="pending") for product in make.products(30)]
    with django_assert_max_num_queries(25):
        assert reviews.moderate(review_ids=ids(*rows), state="approved", by=judge, at=now) == 30
