"""The morning letter to whoever manages the shop: yesterday's sales, and what waits for somebody today."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.notices import STORE
from iluminacasa import dashboard, failed_jobs
from iluminacasa.brazil import SHOP_ZONE
from orders import reports, workload
from orders.reports.period import midnight

MANAGERS = "Gerente"  # the group: who is in it reads of all this in the back office, too
HOUR = 7  # of the shop's day


def managers() -> QuerySet[User]:
    people: QuerySet[User] = User.objects.filter(groups__name=MANAGERS, is_active=True, is_staff=True)
    return people.order_by("pk")


def hand_over(*, at: datetime) -> int:
    """Asked once in each hour, it writes in one of them. Returns how many letters."""
    if at.astimezone(SHOP_ZONE).hour != HOUR:
        return 0
    people = list(managers())
    for person in people:
        send.enqueue(user_id=person.pk)
    return len(people)


@task
def send(user_id: int) -> None:
    """Nothing for who has left the group since."""
    person = managers().filter(pk=user_id).first()
    if person is None:
        return
    shown = {**facts(at=timezone.now()), "name": person.get_short_name(), "store": STORE}
    message = EmailMultiAlternatives(
        subject=f"{shown['subject']} · {settings.STORE_NAME}",
        body=render_to_string("email/digest.txt", shown),
        from_email=settings.STORE_EMAIL,
        to=[person.email],
    )
    message.attach_alternative(render_to_string("email/digest.html", shown), "text/html")
    message.send()


def facts(*, at: datetime) -> dict[str, Any]:
    """What the letter says; no word about a person."""
    today = midnight(at.astimezone(SHOP_ZONE).date())
    yesterday = reports.pulse(at=today - timedelta(microseconds=1)).windows[0]
    kinds = [kind for kind in dashboard.KINDS if kind.name in workload.KINDS and kind.name != "pix_waiting"]
    amounts = workload.count([kind.name for kind in kinds], at=at)
    return {
        "subject": f"Resumo de {today - timedelta(days=1):%d/%m/%Y}",
        "sold": dashboard.sales(yesterday, before="a véspera"),
        "waiting": [absolute(tile) for tile in dashboard.tiles(kinds, amounts) if tile.tone],
        "low": dashboard.running_low(),
        "unfound": [each.query for each in dashboard.unfound()],
        "run": dashboard.last_run(),
        "failed": failed_jobs.latest(dashboard.ROWS),
        "office_url": settings.SITE_URL + reverse("admin:index"),
    }


def absolute(tile: dashboard.Tile) -> dict[str, str]:
    return {"label": tile.label, "amount": tile.amount, "url": settings.SITE_URL + tile.url}
