"""Tell me when it is back, or cheaper.

Whoever asks with a mailbox that is not proven confirms by letter first (double opt-in), so nobody can be mailed in
another's name. Every letter holds the way out. An alert speaks once and is done.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, normalize_email
from catalog import alert_letters
from catalog.models import Alert, Product
from iluminacasa import languages, limits
from iluminacasa.errors import Conflict, Invalid, Missing

logger = logging.getLogger(__name__)

Kind = Alert.Kind
CONFIRM_WITHIN = timedelta(days=7)
KEPT_AFTER = timedelta(days=90)  # alerts that have spoken
MAX_LISTED, AT_ONCE = 200, 500
MAX_TOKEN = 400  # characters


class LinkRefused(Invalid):
    code = "invalid_token"
    title = _("Este link não vale mais")
    default_message = _("Este link não vale mais.")


class InStock(Conflict):
    code = "in_stock"
    title = _("Está disponível")
    default_message = _("Este produto está disponível agora.")


# --- Asking --------------------------------------------------------------------------------------
def ask(*, product: Product, email: str, kind: str, user: User | None, address: str, at: datetime) -> bool:
    """Note the wish; True if it counts at once, False while the mailbox has to confirm. Asking again renews it.

    Somebody else's confirmed wish is left as it is, and the answer does not tell that there is one.
    """
    limits.count_key(rule="alerts", key=address)
    if kind == Kind.BACK_IN_STOCK and product.stock > 0:
        raise InStock
    email = normalize_email(email)
    is_proven = user is not None and user.is_verified and user.email == email
    if not is_proven:
        limits.count_mail(rule="mail_alert", email=email, address=address)
    with transaction.atomic():
        alert = _open(product, email, kind, at)
        if kind == Kind.PRICE_DROP and (is_proven or alert.confirmed_at is None):
            Alert.objects.filter(pk=alert.pk).update(price_seen=product.sale_price)
        if is_proven and alert.confirmed_at is None:
            Alert.objects.filter(pk=alert.pk, confirmed_at__isnull=True).update(confirmed_at=at)
    if not is_proven and alert.confirmed_at is None:
        with transaction.atomic():
            alert_letters.confirm.enqueue(alert.pk)
    return is_proven


def _open(product: Product, email: str, kind: str, at: datetime) -> Alert:
    """The wish that has not been fulfilled yet; of two at once, one is made."""
    still_open = Alert.objects.filter(product=product, email=email, kind=kind, told_at__isnull=True)
    found, spoken = still_open.first(), languages.current()
    if found is not None:
        if found.language != spoken:  # letters follow the language it was asked in last
            still_open.filter(pk=found.pk).update(language=spoken)
            found.language = spoken
        return found
    try:
        with transaction.atomic():
            return Alert.objects.create(product=product, email=email, kind=kind, requested_at=at, language=spoken)
    except IntegrityError:
        return still_open.get()


def confirm(*, token: str, at: datetime) -> Alert:
    """The mailbox agrees. Again is no error."""
    alert = read(token=token, salt=alert_letters.CONFIRM)
    Alert.objects.filter(pk=alert.pk, confirmed_at__isnull=True).update(confirmed_at=at)
    return alert


def cancel(*, token: str) -> Alert:
    """The way out that every letter holds."""
    alert = read(token=token, salt=alert_letters.CANCEL)
    Alert.objects.filter(pk=alert.pk).delete()
    return alert


def read(*, token: str, salt: str) -> Alert:
    if len(token) > MAX_TOKEN or not token.isascii():
        raise LinkRefused
    try:
        number = signing.loads(token, salt=salt)["a"]
    except signing.BadSignature as error:
        raise LinkRefused from error
    alert = Alert.objects.select_related("product").filter(pk=number).first()
    if alert is None:
        raise LinkRefused
    return alert


# --- One's own -----------------------------------------------------------------------------------
def of(*, user: User) -> Sequence[Alert]:
    """What still waits under this person's proven mailbox, the last asked first."""
    if not user.is_verified:
        return []
    waiting = Alert.objects.filter(email=user.email, told_at__isnull=True, confirmed_at__isnull=False)
    return list(waiting.select_related("product").order_by("-requested_at", "-pk")[:MAX_LISTED])


def remove(*, user: User, alert_id: int) -> None:
    """`Missing` for what is not this person's."""
    own = Alert.objects.filter(pk=alert_id, email=user.email) if user.is_verified else Alert.objects.none()
    if not own.delete()[0]:
        raise Missing


# --- Telling -------------------------------------------------------------------------------------
def tell(*, at: datetime) -> int:
    """A letter for every wish that came true; each is told once, however often and by whomever this is run."""
    came_true = Q(kind=Kind.BACK_IN_STOCK, product__stock__gt=0) | Q(
        kind=Kind.PRICE_DROP, product__sale_price__lt=F("price_seen")
    )
    due = Alert.objects.filter(came_true, confirmed_at__isnull=False, told_at__isnull=True, product__is_visible=True)
    return sum(_tell(pk, at) for pk in due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _tell(alert_id: int, at: datetime) -> int:
    told = Alert.objects.filter(pk=alert_id, told_at__isnull=True).update(told_at=at)
    if told:
        alert_letters.came_true.enqueue(alert_id)
    return told


def prune(*, at: datetime) -> int:
    """Forget what nobody confirmed within a week, and what was told long ago."""
    stale = Q(confirmed_at__isnull=True, requested_at__lt=at - CONFIRM_WITHIN) | Q(told_at__lt=at - KEPT_AFTER)
    return Alert.objects.filter(stale).delete()[0]
