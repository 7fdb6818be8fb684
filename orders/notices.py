"""Mail about orders. The event row, written with the change itself, is the outbox: what was rolled back is not told.

An event is handed to a task in one transaction, so it is told by one worker; a mail server that refuses puts it
back, to be tried again for two days.
"""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.notices import signature
from iluminacasa import languages, limits
from iluminacasa.errors import Missing
from orders import access, letters, lifecycle, payments
from orders.letters import About, Letter
from orders.models import Order, OrderEvent, Payment
from orders.payments import attempts

logger = logging.getLogger(__name__)
BATCH = 50
AGAIN_AFTER = 10  # seconds a letter that failed is left alone
FRESH, TRIED_FOR = timedelta(minutes=2), timedelta(days=2)
UNPAID_A_DAY = 10  # letters about orders nobody paid, to one mailbox
UNPAID_KINDS = ("placed", "expiring", "expire", "cancel", "payment_declined")
REMIND_BEFORE = timedelta(minutes=15)
REVIEW_AFTER, REVIEW_UNTIL = timedelta(days=10), timedelta(days=30)


# --- The outbox ----------------------------------------------------------------------------------
def hand_over(*, at: datetime) -> int:
    """Give each event nobody was told of to a task of its own, an order's oldest first; returns how many."""
    waiting = OrderEvent.objects.untold().filter(at__gt=at - TRIED_FOR)[:BATCH]
    return sum(_hand(event, at) for event in waiting if not _is_early(event, at))


def hand_over_fresh(*, at: datetime) -> int:
    """The same for what is new, each time work is looked for."""
    waiting = OrderEvent.objects.untold().filter(at__gt=at - FRESH)[:BATCH]
    ripe = [event for event in waiting if not _is_early(event, at) and not _has_just_failed(event.pk)]
    return sum(_hand(event, at) for event in ripe)


def _has_just_failed(event_id: int) -> bool:
    """A mail server that refuses is not asked again at once: a worker would do nothing else."""
    try:
        return caches["counters"].get(f"letter:{event_id}") is not None
    except limits.STORE_DOWN:
        return True


def _failed(event_id: int) -> None:
    OrderEvent.objects.filter(pk=event_id).update(told_at=None)
    with suppress(*limits.STORE_DOWN):
        caches["counters"].set(f"letter:{event_id}", 1, AGAIN_AFTER)


def _is_early(event: OrderEvent, at: datetime) -> bool:
    """What came before has not been told and still may be, so this would be read in the wrong order."""
    before = OrderEvent.objects.untold().filter(order_id=event.order_id, pk__lt=event.pk, at__gt=at - TRIED_FOR)
    return before.exists()


@transaction.atomic
def _hand(event: OrderEvent, at: datetime) -> bool:
    if not OrderEvent.objects.filter(pk=event.pk, told_at__isnull=True).update(told_at=at):
        return False
    if event.kind not in letters.WRITERS:
        return False
    tell.enqueue(event.pk)
    return True


@task
def tell(event_id: int) -> None:
    """Write one letter, with what is true when it is written."""
    event = OrderEvent.objects.select_related("order").filter(pk=event_id).first()
    if event is None or not event.order.email:
        return
    if event.kind == "placed" and attempts.can_pay(event.order, at=timezone.now()):
        payments.try_to_start(order=event.order, at=timezone.now())
    try:
        with languages.speaking(event.order.language):
            is_sent = write_and_send(event)
    except (SMTPException, OSError):
        _failed(event_id)
        raise
    if is_sent:
        logger.info("order mail sent", extra={"kind": event.kind, "order": event.order.number})


def write_and_send(event: OrderEvent) -> bool:
    """In the language spoken; whether there was something to say."""
    about = about_event(event)
    letter = letters.write(about)
    if letter is None or is_flood(event):
        return False
    send(about.order, letter)
    return True


def is_flood(event: OrderEvent) -> bool:
    """Anybody may order in the name of any mailbox: who has not proven theirs gets so many letters a day, no more."""
    order = event.order
    has_proof = order.user is not None and order.user.is_verified and order.user.email == order.email
    if has_proof or order.paid_at is not None or event.kind not in UNPAID_KINDS:
        return False
    told = OrderEvent.objects.filter(
        order__email=order.email, order__paid_at__isnull=True, kind__in=UNPAID_KINDS,
        told_at__gt=timezone.now() - timedelta(days=1),
    ).exclude(pk=event.pk)  # fmt: skip
    if told.count() < UNPAID_A_DAY:
        return False
    logger.warning("order mail held back: too many to one mailbox", extra={"order": order.number})
    return True


def tellable(order: Order) -> list[OrderEvent]:
    """The events of an order a letter exists for, newest first."""
    return list(OrderEvent.objects.filter(order=order, is_public=True, kind__in=letters.WRITERS).order_by("-id"))


@transaction.atomic
def send_again(*, order: Order, event_id: int, at: datetime, by: User) -> None:
    """The same letter once more, with what is true now; who asked for it stays written."""
    event = next((each for each in tellable(order) if each.pk == event_id), None)
    if event is None or not order.email:
        raise Missing("Este e-mail não pode ser enviado.", field="event")
    data = {"event": event.pk, "kind": event.kind}
    lifecycle.note(order, "mail_again", at=at, by=by, data=data, is_public=False)
    tell.enqueue(event.pk)


def about_event(event: OrderEvent) -> About:
    order = event.order
    lines = list(order.lines.select_related("product").order_by("position"))
    links = [
        (line.title, f"{settings.SITE_URL}{reverse('catalog:review_write', args=[line.product.slug])}")
        for line in lines
        if line.product is not None and line.product.is_visible
    ]
    return About(
        order=order, event=event, payment=attempts.latest(order), lines=lines,
        shipment=order.shipments.order_by("-pk").first(), product_links=links, goes_back=letters.goes_back(order),
        is_payable=attempts.can_pay(order, at=event.told_at or timezone.now()),
    )  # fmt: skip


# --- Paper ---------------------------------------------------------------------------------------
def printed(order: Order, letter: Letter, lines: Any) -> tuple[str, str]:
    """(text, HTML)."""
    shown = {"order": order, "letter": letter, "lines": lines, "url": access.link_to(order), "store": signature()}
    return render_to_string("email/order_letter.txt", shown), render_to_string("email/order_letter.html", shown)


def send(order: Order, letter: Letter) -> None:
    text, html = printed(order, letter, order.lines.order_by("position"))
    headers = {"List-Unsubscribe": f"<{letter.opt_out}>"} if letter.opt_out else None
    message = EmailMultiAlternatives(
        subject=f"{letter.subject} · {settings.STORE_NAME}", body=text, from_email=settings.STORE_EMAIL,
        to=[order.email], headers=headers,
    )  # fmt: skip
    message.attach_alternative(html, "text/html")
    message.send()


# --- What nobody causes but the clock ------------------------------------------------------------
def remind(*, at: datetime) -> int:
    """A word before an unpaid order is given up, once."""
    due = Order.objects.filter(
        status=Order.Status.PENDING, payment_method__in=(Order.Method.PIX, Order.Method.CARD),
        expires_at__gt=at, expires_at__lte=at + REMIND_BEFORE, placed_at__lte=at - REMIND_BEFORE,
    )  # fmt: skip
    due = due.exclude(events__kind="expiring").exclude(pk__in=Payment.objects.undecided().values("order_id"))
    return sum(_note_once(order, "expiring", at) for order in due)


def invite_reviews(*, at: datetime) -> int:
    """Some days after delivery, what did they think of it? Once per order, never to who said no.

    Opinions are written with an account, so guests are not asked.
    """
    refusing = OrderEvent.objects.filter(kind="reviews_refused").values("order__email")
    due = Order.objects.filter(
        user__isnull=False,
        status=Order.Status.DELIVERED,
        delivered_at__lte=at - REVIEW_AFTER,
        delivered_at__gt=at - REVIEW_UNTIL,
    )
    due = due.exclude(email="").exclude(email__in=refusing).exclude(events__kind="review_invited")
    return sum(_note_once(order, "review_invited", at) for order in due[:BATCH])


def refuse_reviews(*, order: Order, at: datetime) -> None:
    """No more invitations to this mailbox."""
    _note_once(order, "reviews_refused", at, is_public=False)


@transaction.atomic
def _note_once(order: Order, kind: str, at: datetime, *, is_public: bool = True) -> bool:
    lifecycle.lock(order.pk)
    if OrderEvent.objects.filter(order=order, kind=kind).exists():
        return False
    lifecycle.note(order, kind, at=at, is_public=is_public)
    return True
