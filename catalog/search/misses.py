"""Searches that found nothing, counted: what the shop lacks, in the customers' words."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from catalog import words
from catalog.models import SearchMiss

LONGEST = 100
MOST_ROWS = 2_000
ROOM = 100  # rows given up at once when the table is full: rarest first, then oldest


@transaction.atomic
def record_miss(text: str, *, at: datetime | None = None) -> None:
    """Count one miss. Nobody can make the table grow past MOST_ROWS by asking for nonsense."""
    query = " ".join(words.pieces(text[:200]))[:LONGEST].strip()
    if not query:
        return
    at = at or timezone.now()
    if SearchMiss.objects.filter(query=query).update(count=F("count") + 1, last_at=at):
        return
    if SearchMiss.objects.count() >= MOST_ROWS:
        rarest = SearchMiss.objects.order_by("count", "last_at").values_list("pk", flat=True)[:ROOM]
        SearchMiss.objects.filter(pk__in=list(rarest)).delete()
    SearchMiss.objects.bulk_create([SearchMiss(query=query, count=1, first_at=at, last_at=at)], ignore_conflicts=True)
