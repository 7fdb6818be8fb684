"""What changes without anyone touching a product: sales begin and end, settings move, old reports are dropped."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from catalog import cards, publication
from catalog.models import CatalogueState, Product, SyncIssue, SyncRun
from catalog.prices import offer

ISSUES_KEPT = timedelta(days=90)


def out_of_date(*, at: datetime) -> list[int]:
    """Products whose stored price is no longer the price in force."""
    has_begun = Q(sale_starts_at__isnull=True) | Q(sale_starts_at__lte=at)
    has_not_ended = Q(sale_ends_at__isnull=True) | Q(sale_ends_at__gt=at)
    is_on = has_begun & has_not_ended & Q(discount_percentage__gt=0)
    suspects = Product.objects.filter(
        (is_on & ~Q(current_discount=F("discount_percentage"))) | (~is_on & Q(current_discount__gt=0))
    )
    # A discount too small to move a price by a centavo is a suspect for ever, and never out of date.
    return [product.pk for product in suspects if product.sale_price != offer(product, at=at).sale_price]


def reprice(*, at: datetime) -> int:
    """Publish what a sale's window changed; returns how many products."""
    ids = out_of_date(at=at)
    for start in range(0, len(ids), publication.CHUNK):
        publication.refresh(product_ids=ids[start : start + publication.CHUNK], at=at)
    return len(ids)


def renew_cards(*, at: datetime) -> int:
    """Make all cards anew when they were made with other settings (Pix discount, instalments) or by other code."""
    if CatalogueState.objects.filter(pk=1, card_form=cards.form_fingerprint()).exists():
        return 0
    return publication.refresh_all(at=at)


def drop_old_issues(*, at: datetime) -> int:
    """Forget what runs of long ago refused; the last run of each source is kept whole."""
    latest = [
        SyncRun.objects.filter(source=source).order_by("-started_at").values_list("pk", flat=True)[0]
        for source in SyncRun.objects.order_by().values_list("source", flat=True).distinct()
    ]
    old = SyncIssue.objects.filter(run__started_at__lt=at - ISSUES_KEPT).exclude(run_id__in=latest)
    return old.delete()[0]
